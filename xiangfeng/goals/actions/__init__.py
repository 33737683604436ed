"""What may be done to programmes, plans, goals and evaluations."""
