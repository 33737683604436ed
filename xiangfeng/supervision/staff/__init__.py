"""Doors to 意见箱 and 社会监督员."""
