"""Lists that may grow to a million rows: nothing is counted to the end, and nothing sorted as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property

MOST_COUNTED = 5000
"""A large list counts no further: beyond it nobody turns pages, and counting would read every row."""


class LargePaginator(Paginator):  # type: ignore[type-arg]
    """Pages of the first `MOST_COUNTED` rows and one: that one says that there are more."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[: MOST_COUNTED + 1].count())

    def page(self, number: Any) -> Page[Any]:
        """Where there are more rows than are counted they come by their keys, the latest first."""
        page, rows = super().page(number), cast("QuerySet[Any]", self.object_list)
        if self.count > MOST_COUNTED:
            order = "pk" if rows.query.order_by and not str(rows.query.order_by[0]).startswith("-") else "-pk"
            start = (page.number - 1) * self.per_page
            pks = latest_pks(rows, Q(), order=order, start=start, stop=start + self.per_page)
            page.object_list = rows.filter(pk__in=pks)
        else:
            # What is sorted are the keys; the wide rows and those joined to them are read for the page alone.
            keys: Any = page.object_list
            page.object_list = rows.filter(pk__in=keys.values("pk"))
        return page


def few_counts(rows: QuerySet[Any], tabs: Sequence[Any], wanted: Q | None = None) -> dict[str, int]:
    """The counts of the counted tabs, as long as they hold no more than `MOST_COUNTED` rows together (``wanted`` says shortly what); else
    none."""
    known = [tab for tab in tabs if tab.is_counted]
    wanted = wanted or Q(*(tab.where for tab in known), _connector=Q.OR)
    some = rows.filter(wanted).order_by().values("pk")[: MOST_COUNTED + 1]
    counted = {tab.key: Count("pk", filter=tab.where) for tab in known}
    few = rows.model._default_manager.filter(pk__in=some).aggregate(all_of_them=Count("pk"), **counted)
    return few if few.pop("all_of_them") <= MOST_COUNTED else {}


def latest_pks(
    rows: QuerySet[Any], where: Q, *, order: str = "-pk", start: int = 0, stop: int = 0
) -> list[Any]:
    """The keys of those of many rows for which ``where`` holds, by their order from ``start`` to ``stop`` (as many as a large list
    counts): one is looked at after the other until there are enough, while any other order would sort all of them."""
    one_by_one = rows.model._default_manager.filter(where, Exists(rows.order_by().filter(pk=OuterRef("pk"))))
    pks = one_by_one.order_by(order).values_list("pk", flat=True)
    return list(pks[start : stop or MOST_COUNTED + 1])


def said_total(page: Page[Any]) -> int | str:
    """How many rows there are, in words where nobody counted to the end."""
    total = page.paginator.count
    is_cut = isinstance(page.paginator, LargePaginator) and total > MOST_COUNTED
    return f"{MOST_COUNTED} 以上" if is_cut else total
