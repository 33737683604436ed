"""What may be seen of goals; the functions other apps ask for stand here by name."""

from xiangfeng.goals.queries.checking import goals_without_owner

__all__ = ["goals_without_owner"]
