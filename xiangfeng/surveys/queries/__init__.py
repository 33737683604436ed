"""Reading 问卷."""

from xiangfeng.surveys.queries.inbox import found_by, waiting_for

__all__ = ["found_by", "waiting_for"]
