"""Reading 社会监督."""

from xiangfeng.supervision.queries.inbox import found_by, waiting_for

__all__ = ["found_by", "waiting_for"]
