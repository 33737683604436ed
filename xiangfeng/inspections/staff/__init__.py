"""Doors of 检查."""
