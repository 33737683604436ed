"""What the tests of these pages share: the world's clock stands still on Monday 23 November 2026."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter
from django.utils import timezone
from python_calamine import CalamineWorkbook

from xiangfeng.history.models import Entry


@pytest.fixture(autouse=True)
def _today(at, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    # Only what the doors ask; sessions and sign-in keep the real clock.
    monkeypatch.setattr("xiangfeng.web.middleware.timezone.localtime", lambda *moment: _local(at, *moment))


def _local(at: dt.datetime, moment: dt.datetime | None = None) -> dt.datetime:
    return (moment or at).astimezone(timezone.get_default_timezone())


@pytest.fixture
def enter(cast, client_for):
    """A browser for a person of the cast."""
    return lambda key: client_for(cast.people[key])


def latest() -> Entry:
    """The last thing that went into the history."""
    entry = Entry.objects.order_by("-pk").first()
    assert entry is not None
    return entry


def workbook(*rows):
    """An xlsx file as people send it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    stream.seek(0)
    stream.name = "名单.xlsx"
    return stream


def table(answer):
    """The rows of an xlsx answer."""
    assert answer.status_code == 200, answer
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python()
