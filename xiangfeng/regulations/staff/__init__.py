"""Doors of 制度 and norms."""
