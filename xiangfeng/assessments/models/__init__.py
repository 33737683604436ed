"""Tables of the assessment: the scheme's versions, the period with its entries and scores, and what follows."""

from xiangfeng.assessments.models.follow import Bulletin, Objection, ObjectionState
from xiangfeng.assessments.models.period import Entry, Period, PeriodState
from xiangfeng.assessments.models.scheme import SchemeState, SchemeVersion
from xiangfeng.assessments.models.score import (
    Adjustment,
    AdjustmentKind,
    Deduction,
    Score,
    UpperResult,
    UpperUse,
)

__all__ = [
    "Adjustment",
    "AdjustmentKind",
    "Bulletin",
    "Deduction",
    "Entry",
    "Objection",
    "ObjectionState",
    "Period",
    "PeriodState",
    "SchemeState",
    "SchemeVersion",
    "Score",
    "UpperResult",
    "UpperUse",
]
