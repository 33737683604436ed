"""What may be done to meetings."""
