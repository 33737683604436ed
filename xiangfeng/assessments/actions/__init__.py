"""What may be done in the assessment. One function, one transaction; state changes go through `workflow.fire`."""
