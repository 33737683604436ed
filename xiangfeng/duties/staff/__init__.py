"""Doors to the duty calendar, the wall, one occurrence, one duty, and a 制度 with how it is kept."""
