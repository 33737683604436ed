"""Doors of the pages for the floors below `web`."""
