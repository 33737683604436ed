"""Reading 群众反映. Other apps need these."""

from xiangfeng.feedback.queries.inbox import found_by, waiting_for
from xiangfeng.feedback.queries.open import categories_for, desk_of, open_desks
from xiangfeng.feedback.queries.seen import (
    but_about,
    own_reports_for,
    read_by,
    report_by,
    reports_for,
    reports_from,
    sees_all,
)

__all__ = [
    "but_about",
    "categories_for",
    "desk_of",
    "found_by",
    "open_desks",
    "own_reports_for",
    "read_by",
    "report_by",
    "reports_for",
    "reports_from",
    "sees_all",
    "waiting_for",
]
