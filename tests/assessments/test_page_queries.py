"""The pages that compute a month ask a fixed number of questions, also while somebody may still hand it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xiangfeng.assessments.models import Period
from xiangfeng.orgs.models import Person

Sign = Callable[[Person], Client]


@pytest.mark.parametrize(("page", "most"), [("ranking", 11), ("bulletin", 12), ("sheet", 11), ("period", 12)])
def test_a_month_in_scoring_is_loaded_once(
    page: str, most: int, period: Period, fill: Callable[[], Any], cast: Cast, client_for: Sign,
    django_assert_max_num_queries: Any,
):  # fmt: skip
    fill()
    client = client_for(cast.people["clerk"])
    with django_assert_max_num_queries(most):
        assert client.get(reverse(f"assessments:{page}", args=[period.pk])).status_code == 200
