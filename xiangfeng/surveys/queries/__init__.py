"""Reading 问卷: lists, how far it is, results after the end; what waits and is found (`inbox`)."""

from xiangfeng.surveys.queries.inbox import found_by, waiting_for
from xiangfeng.surveys.queries.progress import Progress, progress_of
from xiangfeng.surveys.queries.results import Axis, Results, axes_of, cross_between, results_of
from xiangfeng.surveys.queries.rows import (
    batches_of,
    code_known,
    known_publicly,
    public_surveys,
    questions_of,
    surveys_for,
    villages_of,
    words_of,
)

__all__ = [
    "Axis",
    "Progress",
    "Results",
    "axes_of",
    "batches_of",
    "code_known",
    "cross_between",
    "found_by",
    "known_publicly",
    "progress_of",
    "public_surveys",
    "questions_of",
    "results_of",
    "surveys_for",
    "villages_of",
    "waiting_for",
    "words_of",
]
