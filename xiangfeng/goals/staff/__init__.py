"""Doors of programmes, plans, goals and evaluations."""
