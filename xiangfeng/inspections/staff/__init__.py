"""Doors of plans (`plans`), inspections (`inspections`, `arranging`), draws (`draws`), checks (`forms`, `visits`) and the phone (`field`)."""
