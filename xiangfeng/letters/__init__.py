"""一封信 to every household, with receipts (A4.3d)."""
