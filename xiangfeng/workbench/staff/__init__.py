"""Doors of the workbench: my work, the leader's one screen, the village's home, the search, the calendar feed."""
