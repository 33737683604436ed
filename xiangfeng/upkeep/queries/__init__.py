"""What may be seen of routines, records and registers; what waits (`inbox`), what is found."""

from xiangfeng.upkeep.queries.inbox import found_by, waiting_for
from xiangfeng.upkeep.queries.rows import (
    MANAGE,
    RECORD,
    VIEW,
    VIEW_OWN,
    items_for,
    jobs_for,
    own_jobs_for,
    records_for,
    routines_for,
    spots_for,
    units_to_record,
)

__all__ = [
    "MANAGE",
    "RECORD",
    "VIEW",
    "VIEW_OWN",
    "found_by",
    "items_for",
    "jobs_for",
    "own_jobs_for",
    "records_for",
    "routines_for",
    "spots_for",
    "units_to_record",
    "waiting_for",
]
