"""Arranging routines, recording work, keeping the registers."""
