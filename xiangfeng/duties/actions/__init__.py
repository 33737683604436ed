"""Growing the duty calendar, keeping it true to the records, and the two ways out with reason and basis."""

from xiangfeng.duties.actions.calendar import grow_calendar
from xiangfeng.duties.actions.editing import (
    add_duty,
    carry_duties,
    deactivate_duty,
    edit_duty,
    reactivate_duty,
)
from xiangfeng.duties.actions.install import install_duties
from xiangfeng.duties.actions.settling import refresh
from xiangfeng.duties.actions.strikes import grow_due_calendars, warn_of_occurrences
from xiangfeng.duties.actions.ways_out import exempt_occurrence, merge_occurrence, restore_occurrence

__all__ = [
    "add_duty",
    "carry_duties",
    "deactivate_duty",
    "edit_duty",
    "exempt_occurrence",
    "grow_calendar",
    "grow_due_calendars",
    "install_duties",
    "merge_occurrence",
    "reactivate_duty",
    "refresh",
    "restore_occurrence",
    "warn_of_occurrences",
]
