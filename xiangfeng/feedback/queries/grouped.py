"""What the sender of a receipt reads when the report was merged into another, or split into parts."""

from __future__ import annotations

from dataclasses import dataclass

from xiangfeng.feedback.models import Report, Step


@dataclass(frozen=True, slots=True)
class Shown:
    """``main``: the report whose progress and reply count – for a merged one another person's, of which the text, the photos, the dialogue and who
    said it are never shown. ``steps``: what the sender may read, in order. ``parts``: the parts the report was split into, each with its
    ``public_steps``."""

    main: Report
    is_merged: bool
    steps: list[Step]
    parts: list[Report]


def shown_for(report: Report) -> Shown:
    """For the page of progress. A merged report shows its own steps until it was merged, then those of the main one from that moment on.
    Three queries at most."""
    main = report.merged_into
    if main is None:
        steps = list(report.steps.filter(is_public=True).order_by("at", "id"))
        return Shown(report, False, steps, _parts(report))
    # What was written to the other sender before is not this one's affair.
    since = report.closed_at or report.received_at
    own = report.steps.filter(is_public=True)
    later = Step.objects.filter(report=main, is_public=True, at__gte=since)
    return Shown(main, True, list((own | later).order_by("at", "id")), _parts(main))


def _parts(row: Report) -> list[Report]:
    parts = list(row.parts.select_related("handler").order_by("id"))
    steps: dict[int, list[Step]] = {one.pk: [] for one in parts}
    if parts:
        for step in Step.objects.filter(report__in=parts, is_public=True).order_by("at", "id"):
            steps[step.report_id].append(step)
    for one in parts:
        one.public_steps = steps[one.pk]  # type: ignore[attr-defined]
    return parts
