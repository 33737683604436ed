"""What people type about 群众反映: one file for each page."""
