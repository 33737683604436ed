"""What may be seen of routines, records and registers (`rows`); what waits, what is found (`inbox`)."""

from xiangfeng.upkeep.queries.inbox import found_by, waiting_for

__all__ = ["found_by", "waiting_for"]
