"""Reading 一封信."""

from xiangfeng.letters.queries.inbox import found_by, waiting_for

__all__ = ["found_by", "waiting_for"]
