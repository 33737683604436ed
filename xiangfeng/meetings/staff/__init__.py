"""The doors of meetings."""
