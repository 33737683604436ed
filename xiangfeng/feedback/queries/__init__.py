"""Reading 群众反映. Other apps need these."""

from xiangfeng.feedback.queries.inbox import found_by, waiting_for
from xiangfeng.feedback.queries.seen import report_by, reports_for, reports_from

__all__ = ["found_by", "report_by", "reports_for", "reports_from", "waiting_for"]
