"""The pages of the 指标体系 through their doors: who may, new, copy, in and out, paper."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.assessments.scheme_typing import HOME
from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.actions.schemes import activate_scheme, create_scheme
from xiangfeng.assessments.forms.schemes import SECTIONS
from xiangfeng.assessments.models import SchemeState, SchemeVersion
from xiangfeng.scoring import templates
from xiangfeng.scoring.scheme import Scheme
from xiangfeng.scoring.toml import dump_scheme

ClientFor = Callable[[Any], Client]


@pytest.fixture
def draft(cast: Cast, at: dt.datetime) -> SchemeVersion:
    return create_scheme(cast.units["云溪镇"], templates.load("yunxi"), actor=SYSTEM, at=at)


@pytest.fixture
def clerk(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.people["clerk"])


def test_the_clerk_finds_the_own_schemes_by_state(clerk: Client, draft: SchemeVersion):
    assert draft.name not in clerk.get(HOME).content.decode()
    page = clerk.get(HOME, {"tab": "draft"}).content.decode()
    assert draft.name in page
    assert "用模板新建" in page


def test_people_without_the_right_do_not_get_in(cast: Cast, client_for: ClientFor, draft: SchemeVersion):
    for key in ("village", "supervisor", "audit_admin"):
        assert client_for(cast.people[key]).get(f"{HOME}{draft.pk}/").status_code == 403
    outsider = client_for(cast.people["outsider"])
    paths = ["", "rule/", "section/grades/", "try/", "print/", "scheme.toml", "scheme.xlsx", "copy/"]
    assert {outsider.get(f"{HOME}{draft.pk}/{path}").status_code for path in paths} == {404}
    assert outsider.post(f"{HOME}{draft.pk}/move/", {"verb": "activate"}).status_code == 404


def test_an_assessor_looks_and_does_not_touch(cast: Cast, client_for: ClientFor, draft: SchemeVersion):
    assessor = client_for(cast.people["assessor"])
    page = assessor.get(f"{HOME}{draft.pk}/").content.decode()
    assert "<fieldset disabled>" in page
    assert "保存这一行" not in page
    assert assessor.post(f"{HOME}{draft.pk}/change/", {"verb": "source"}).status_code == 403
    answer = assessor.post(
        f"{HOME}{draft.pk}/section/awards/", {"revision": "1", "tiers-rows": "0"}, follow=True
    )
    assert "您不能改这份指标体系" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_county_scheme_is_there_to_see_and_to_copy(cast: Cast, clerk: Client, at: dt.datetime):
    row = create_scheme(cast.units["某县"], templates.load("yunxi"), actor=SYSTEM, at=at)
    page = clerk.get(f"{HOME}{row.pk}/").content.decode()
    assert "保存这一行" not in page
    assert "另存新版" in page
    refused = clerk.post(f"{HOME}{row.pk}/change/", {"verb": "source", "revision": "1"}, follow=True)
    assert "您不能改这份指标体系" in refused.content.decode()
    unit = cast.units["云溪镇"]
    clerk.post(f"{HOME}{row.pk}/copy/", {"unit": unit.pk, "year": "2027", "version": "1"})
    made = SchemeVersion.objects.get(unit=unit)
    assert (made.year, made.state) == (2027, SchemeState.DRAFT)
    assert made.scheme == replace(row.scheme, year=2027)
    outside = clerk.post(
        f"{HOME}{row.pk}/copy/", {"unit": cast.units["东河镇"].pk, "year": "2027", "version": "1"}
    )
    assert outside.status_code == 200
    assert SchemeVersion.objects.count() == 2


def test_a_new_version_from_a_template(clerk: Client, cast: Cast):
    page = clerk.get(f"{HOME}new/", {"template": "qiongzhong"}).content.decode()
    assert "经济发展" in page
    typed = {
        "template": "qiongzhong",
        "name": "云溪镇示范村测评",
        "unit": cast.units["云溪镇"].pk,
        "year": "2027",
        "version": "1",
    }
    answer = clerk.post(f"{HOME}new/?template=qiongzhong", typed)
    row = SchemeVersion.objects.get()
    assert answer["Location"] == f"{HOME}{row.pk}/"
    assert row.scheme == replace(templates.load("qiongzhong"), name="云溪镇示范村测评", year=2027)
    again = clerk.post(f"{HOME}new/?template=qiongzhong", typed).content.decode()
    assert "请换一个名称或版本号" in again


def test_a_blank_start(clerk: Client, cast: Cast):
    typed = {"template": "", "name": "白纸", "unit": cast.units["云溪镇"].pk, "year": "2027", "version": "1"}
    page = clerk.post(f"{HOME}new/?template=", typed, follow=True).content.decode()
    assert "分数来源“现场检查”没有计分的项目" in page


@pytest.mark.parametrize("kind", ["toml", "xlsx"])
@pytest.mark.parametrize("name", ["yunxi", "qiongzhong", "xiangan_towns"])
def test_out_as_a_file_and_in_again(clerk: Client, cast: Cast, at: dt.datetime, kind: str, name: str):
    row = create_scheme(cast.units["云溪镇"], templates.load(name), actor=SYSTEM, at=at)
    content = clerk.get(f"{HOME}{row.pk}/scheme.{kind}").content
    SchemeVersion.objects.all().delete()
    upload = SimpleUploadedFile(f"x.{kind}", content)
    answer = clerk.post(f"{HOME}import/", {"file": upload, "unit": cast.units["云溪镇"].pk})
    made = SchemeVersion.objects.get()
    assert answer["Location"] == f"{HOME}{made.pk}/"
    assert made.scheme == row.scheme


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b'name = "x"\nyear = = 2\n', "第 2 行"),
        (b'name = "x"', "年度"),
        ('name = "x"\nyear = 2026\n权 = 1'.encode(), "TOML"),
        (b"\xd0\xcf\x11\xe0old", "另存为 .xlsx"),
        (b"PK\x03\x04broken", "什么也没有导入"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_kept(
    clerk: Client, cast: Cast, content: bytes, word: str
):
    upload = SimpleUploadedFile("x", content)
    page = clerk.post(f"{HOME}import/", {"file": upload, "unit": cast.units["云溪镇"].pk}).content.decode()
    assert word in page
    assert "什么也没有导入" in page
    assert not SchemeVersion.objects.exists()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"name": "长" * 81}, "不超过 80 个字"),
        ({"year": 20266}, "2000 到 2100"),
        ({"version": "1" * 21}, "不超过 20 个字"),
        ({"issuer": "a\x00b"}, "控制字符"),
    ],
)
def test_what_the_tables_have_no_room_for_is_said(
    clerk: Client, cast: Cast, changes: dict[str, Any], word: str
):
    content = dump_scheme(replace(templates.load("yunxi"), **changes)).encode()
    upload = SimpleUploadedFile("x.toml", content)
    page = clerk.post(f"{HOME}import/", {"file": upload, "unit": cast.units["云溪镇"].pk}).content.decode()
    assert word in page
    assert not SchemeVersion.objects.exists()


def test_a_readable_but_unsound_file_becomes_a_draft_with_its_problems(clerk: Client, cast: Cast):
    sound = templates.load("qiongzhong")
    bad = replace(sound, sources=(replace(sound.sources[0], weight=Decimal(90)),))
    upload = SimpleUploadedFile("x.toml", dump_scheme(bad).encode())
    page = clerk.post(
        f"{HOME}import/", {"file": upload, "unit": cast.units["云溪镇"].pk}, follow=True
    ).content.decode()
    row = SchemeVersion.objects.get()
    assert row.state == SchemeState.DRAFT
    assert "现在是 90%＝90%" in page
    assert f'href="{HOME}{row.pk}/section/sources/"' in page
    assert "不能点：还有 1 个问题没有改好" in page
    clerk.post(f"{HOME}{row.pk}/move/", {"verb": "activate"})
    row.refresh_from_db()
    assert row.state == SchemeState.DRAFT


def test_a_made_up_unit_is_scored_with_its_breakdown(clerk: Client, draft: SchemeVersion):
    scheme: Scheme = draft.scheme
    typed: dict[str, str] = {f"i{number}": "0" for number in range(len(scheme.items()))}
    typed |= {f"g{number}": "100" for number in range(len(scheme.given_sources()))}
    kinds = [node.rule.name if node.rule else "" for node in scheme.items()]
    for number, kind in enumerate(kinds):
        if kind == "R0":
            typed[f"i{number}"] = str(scheme.items()[number].points)
    page = clerk.get(f"{HOME}{draft.pk}/try/", typed | {"go": "1"}).content.decode()
    assert "100.00" in page
    assert "待补" not in page
    half = clerk.get(f"{HOME}{draft.pk}/try/", {"go": "1", "i0": "一"}).content.decode()
    assert "“一”不是数字" in half
    assert SchemeVersion.objects.get().revision == 1


def test_paper_says_how_it_is_counted(clerk: Client, draft: SchemeVersion):
    page = clerk.get(f"{HOME}{draft.pk}/print/").content.decode()
    assert "综合得分＝" in page
    assert "怎么算、怎么排" in page


def test_no_page_asks_more_than_twelve_times(clerk: Client, cast: Cast, at: dt.datetime):
    unit = cast.units["云溪镇"]
    rows = [
        create_scheme(unit, replace(templates.load("yunxi"), version=str(n)), actor=SYSTEM, at=at)
        for n in range(3)
    ]
    activate_scheme(rows[0], actor=SYSTEM, at=at)
    here = f"{HOME}{rows[1].pk}/"
    urls = [
        HOME,
        f"{HOME}?tab=draft",
        f"{HOME}new/",
        f"{HOME}import/",
        here,
        f"{here}?at=s0-n1",
        f"{here}copy/",
    ]
    urls += [f"{here}section/{key}/" for key in SECTIONS] + [
        f"{here}try/",
        f"{here}print/",
        f"{here}scheme.xlsx",
    ]
    for url in urls:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert clerk.get(url).status_code == 200, url
        assert len(asked) <= 12, (url, len(asked))


def test_the_list_as_a_workbook(clerk: Client, draft: SchemeVersion):
    content = clerk.get(HOME, {"tab": "draft", "export": "xlsx"}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["序号", "名称", "制定单位"]
    assert rows[1][1] == draft.name
