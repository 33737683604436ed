"""The public pages, the health check and the manual."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xiangfeng.feedback.models import Desk
from xiangfeng.workbench import manuals
from xiangfeng.workbench.compliance import CLAUSES

ClientFor = Callable[..., Client]


@pytest.mark.django_db
def test_anybody_reads_what_this_is_and_what_it_does_not_do(client_for: ClientFor):
    client = client_for(None)
    assert client.get(reverse("public_home")).status_code == 200
    page = client.get(reverse("compliance")).content.decode()
    for clause in CLAUSES:
        assert clause.rule in page
        assert clause.how in page


def test_who_is_signed_in_is_led_back_to_work_not_to_the_sign_in(cast: Cast, client_for: ClientFor):
    page = client_for(cast.people["clerk"]).get(reverse("public_home")).content.decode()
    assert "回我的待办" in page
    assert "工作人员登录" not in page


@pytest.mark.django_db
def test_large_type_needs_no_script(client_for: ClientFor):
    client = client_for(None)
    assert 'class="xf-large"' not in client.get(reverse("public_home")).content.decode()
    answer = client.post(reverse("large_type"), {"next": reverse("compliance")})
    assert (answer.status_code, answer["Location"]) == (302, reverse("compliance"))
    assert list(answer.cookies) == ["xf-large"], "one cookie, no session"
    assert 'class="xf-large"' in client.get(reverse("privacy")).content.decode()
    client.post(reverse("large_type"), {"next": "https://example.org/"})
    assert 'class="xf-large"' not in client.get(reverse("privacy")).content.decode()


def test_the_front_page_says_whom_to_call_of_open_desks_alone(cast: Cast, client_for: ClientFor):
    Desk.objects.create(unit=cast.units["云溪镇"], hotline="0570-6123456", address="镇政府二楼")
    Desk.objects.create(unit=cast.units["东河镇"], hotline="0570-6987654", is_open=False)
    page = client_for(None).get(reverse("public_home")).content.decode()
    assert "tel:0570-6123456" in page
    assert "镇政府二楼" in page
    assert "6987654" not in page


@pytest.mark.django_db
def test_how_long_things_are_kept_is_what_is_set(client_for: ClientFor, settings: Any):
    settings.FEEDBACK_FORGET_DAYS, settings.NOTICE_FORGET_DAYS = 123, 456
    page = client_for(None).get(reverse("privacy")).content.decode()
    assert "办结满 123 天" in page
    assert "答复满 456 天" in page


@pytest.mark.django_db
def test_health_is_asked_of_the_database_itself(client_for: ClientFor, caplog: pytest.LogCaptureFixture):
    answer = client_for(None).get(reverse("healthz"))
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

    def gone(*_: Any) -> Any:
        raise OperationalError("server closed the connection unexpectedly")

    caplog.set_level(logging.CRITICAL, "django.request")
    with connection.execute_wrapper(gone):
        answer = client_for(None).get(reverse("healthz"))
    assert answer.status_code == 503
    assert answer.json() == {"status": "数据库连不上"}


def test_every_page_of_the_manual_has_a_title_and_text():
    pages = manuals.contents()
    assert pages
    for slug, title in pages:
        page = manuals.read(slug)
        assert page.title == title
        assert title
        assert len(page.html) > 200
        assert "<script" not in page.html
    assert manuals.read().slug == pages[0][0]


def test_the_manual_opens_page_by_page(cast: Cast, client_for: ClientFor):
    client = client_for(cast.people["village"])
    for slug, title in manuals.contents():
        answer = client.get(reverse("manual_page", args=[slug]))
        assert answer.status_code == 200
        assert title in answer.content.decode()
    assert client.get(reverse("manual")).status_code == 200
    assert client.get(reverse("manual_page", args=["nowhere"])).status_code == 404
    assert client_for(None).get(reverse("manual")).status_code == 302


def test_the_beat_answers_nothing_and_only_to_people_signed_in(cast: Cast, client_for: ClientFor):
    assert client_for(cast.people["clerk"]).get(reverse("keep_alive")).status_code == 204
    assert client_for(None).get(reverse("keep_alive")).status_code == 302
