"""Doors for those who work with 问卷."""
