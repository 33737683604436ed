"""The tables of 社会监督."""

from xiangfeng.supervision.models.boxes import Box, Opening
from xiangfeng.supervision.models.supervisors import Kind, Supervisor, Term, TermState

__all__ = ["Box", "Kind", "Opening", "Supervisor", "Term", "TermState"]
