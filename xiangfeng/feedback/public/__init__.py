"""Doors for everybody: ``/report/`` and ``/progress/``."""
