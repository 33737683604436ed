"""Doors to sites, their map, types and checklists."""
