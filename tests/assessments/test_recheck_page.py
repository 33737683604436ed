"""复算 through its door: a table goes in, its contradictions come out, nonsense is said in words."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

ClientFor = Callable[..., Client]
ROWS = (("石桥村", 95, 1), ("南坡村", 90, 3), ("无名村", 80, 3))


def workbook(
    rows: tuple[tuple[object, ...], ...] = ROWS, heading: tuple[str, ...] = ("村", "得分", "名次")
) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("十月")
        for number, row in enumerate((heading, *rows)):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def recheck(client: Client, content: bytes, **more: str) -> str:
    upload = SimpleUploadedFile("排名.xlsx", content)
    answer = client.post(reverse("assessments:recheck"), {"file": upload, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_wrong_rank_and_an_unknown_village_are_named(cast: Cast, client_for: ClientFor):
    client = client_for(cast.people["clerk"])
    html = recheck(client, workbook())
    assert "十月" in html
    assert "南坡村" in html
    assert "无名村" in recheck(client, workbook(), against_units="on")


@pytest.mark.parametrize(
    "content", [b"x", b"PK\x03\x04", workbook()[:900], workbook(heading=("甲", "乙", "丙"))]
)
def test_what_is_no_ranking_is_refused_in_words(cast: Cast, client_for: ClientFor, content: bytes):
    upload = SimpleUploadedFile("排名.xlsx", content)
    answer = client_for(cast.people["clerk"]).post(reverse("assessments:recheck"), {"file": upload})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert answer.context["tables"] is None


def test_a_file_is_asked_for(cast: Cast, client_for: ClientFor):
    answer = client_for(cast.people["clerk"]).post(reverse("assessments:recheck"), {"against_units": ""})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
