"""What may be seen of goals; the functions other apps ask for stand here by name."""

from xiangfeng.goals.queries.checking import goals_without_owner
from xiangfeng.goals.queries.joining import found_by, waiting_for

__all__ = ["found_by", "goals_without_owner", "waiting_for"]
