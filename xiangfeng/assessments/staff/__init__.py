"""Doors of the staff site for the assessment, a file for each group of pages."""
