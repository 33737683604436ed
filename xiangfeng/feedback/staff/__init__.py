"""Doors of the staff to 群众反映."""
