"""Doors of the office: notices, objections."""
