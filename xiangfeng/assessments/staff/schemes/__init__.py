"""Doors of the 指标体系: the list and new versions (`lists`), the editor (`editor`), files and the try-out (`files`)."""
