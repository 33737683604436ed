"""F0 — arithmetic every floor needs: refusals, working days, rounding, ranking, numbers. No models."""
