"""问卷: built, given out, filled in, tabulated (A4.3c)."""
