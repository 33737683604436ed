"""The tables of 群众反映."""

from xiangfeng.feedback.models.desk import Category, Desk, Phrase, Route
from xiangfeng.feedback.models.kinds import (
    ENDED,
    OPEN,
    Adoption,
    Channel,
    ExtensionState,
    Kind,
    Privacy,
    Rating,
    ReportState,
    Side,
)
from xiangfeng.feedback.models.reports import Contact, Report
from xiangfeng.feedback.models.talk import Extension, Message, Photo, Step

__all__ = [
    "ENDED",
    "OPEN",
    "Adoption",
    "Category",
    "Channel",
    "Contact",
    "Desk",
    "Extension",
    "ExtensionState",
    "Kind",
    "Message",
    "Phrase",
    "Photo",
    "Privacy",
    "Rating",
    "Report",
    "ReportState",
    "Route",
    "Side",
    "Step",
]
