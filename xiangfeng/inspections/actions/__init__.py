"""What may be done: plans (`planning`), one inspection (`arranging`, `running`), draws (`drawing`), the form (`filling`)."""

from xiangfeng.inspections.actions.arranging import add_party, add_sites, assign_visits, create_inspection
from xiangfeng.inspections.actions.running import close_inspection, issue_inspection

__all__ = [
    "add_party",
    "add_sites",
    "assign_visits",
    "close_inspection",
    "create_inspection",
    "issue_inspection",
]
