"""What may be seen of notices and objections (`rows`), by everybody (`open`); what waits, what is found (`inbox`)."""

from xiangfeng.notices.queries.inbox import found_by, waiting_for

__all__ = ["found_by", "waiting_for"]
