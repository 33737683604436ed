"""Shapes of what is typed on these pages."""
