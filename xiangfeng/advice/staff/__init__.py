"""Doors of 批示 (`instructions`), 建议单 (`proposals`) and 问题 (`problems`)."""
