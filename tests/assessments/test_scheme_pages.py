"""The pages of the 指标体系 through their doors."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.actions.schemes import activate_scheme, create_scheme, edit_scheme
from xiangfeng.assessments.forms.schemes import SECTIONS, PieceForm, section_form
from xiangfeng.assessments.models import SchemeState, SchemeVersion
from xiangfeng.assessments.scheme_edit import rows_of
from xiangfeng.scoring import templates
from xiangfeng.scoring.scheme import Scheme
from xiangfeng.scoring.toml import dump_scheme

HOME = "/work/assessments/schemes/"
UNDO = 'name="verb" value="undo"'
ClientFor = Callable[[Any], Client]


@pytest.fixture
def draft(cast: Cast, at: dt.datetime) -> SchemeVersion:
    return create_scheme(cast.units["云溪镇"], templates.load("yunxi"), actor=SYSTEM, at=at)


@pytest.fixture
def clerk(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.people["clerk"])


def posted(form: Any) -> dict[str, str | list[str]]:
    """What a browser would send of a form as it stands on the page."""
    data: dict[str, str | list[str]] = {}
    for part in form.parts:
        for field in part:
            _send(data, field.html_name, field.field, field.value())
    return data


def _send(data: dict[str, Any], name: str, field: Any, value: Any) -> None:
    value = field.prepare_value(value)
    if hasattr(field, "cells"):
        rows = value or []
        data[f"{name}-rows"] = str(len(rows))
        for number, row in enumerate(rows):
            for key, cell in field.cells.items():
                _send(data, f"{name}-{number}-{key}", cell, row.get(key, cell.initial))
    elif isinstance(value, bool):
        if value:
            data[name] = "on"
    elif value is not None:
        data[name] = value if isinstance(value, list) else str(value)


@pytest.mark.parametrize("name", templates.names())
def test_a_form_sent_back_untouched_changes_nothing(name: str):
    scheme = templates.load(name)
    for section in SECTIONS:
        data = posted(section_form(scheme, section))
        form = section_form(scheme, section, _query(data))
        assert form.is_valid(), (section, [part.errors for part in form.parts])
        assert form.apply() == scheme, section
        assert form.clashes() == [], section
    for row in rows_of(scheme):
        shown = PieceForm(scheme, row.place, row.piece)
        data = posted(shown) | ({"params": shown.chosen} if shown.params else {})
        form = PieceForm(scheme, row.place, row.piece, _query(data))
        assert form.is_valid(), (row.at, [part.errors for part in form.parts])
        assert form.apply() == scheme, row.at


def _query(data: dict[str, Any]) -> Any:
    query = QueryDict(mutable=True)
    for key, value in data.items():
        query.setlist(key, value if isinstance(value, list) else [value])
    return query


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


def _piece(row: SchemeVersion, at: str) -> tuple[str, dict[str, Any]]:
    """The address of a row's form and what it would send."""
    line = next(one for one in rows_of(row.scheme) if one.at == at)
    form = PieceForm(row.scheme, line.place, line.piece)
    data = posted(form) | {"revision": str(row.revision), "was": form.name}
    return f"{HOME}{row.pk}/?at={at}", data | ({"params": form.chosen} if form.params else {})


def test_a_row_is_changed_and_the_rest_stays(clerk: Client, draft: SchemeVersion):
    url, data = _piece(draft, "s0-n0")
    answer = clerk.post(url, data | {"title": "道路清扫保洁"})
    assert answer.status_code == 302, answer.content.decode()
    row = SchemeVersion.objects.get()
    before = draft.scheme
    changed = replace(before.sources[0].nodes[0], title="道路清扫保洁")
    site = replace(before.sources[0], nodes=(changed, *before.sources[0].nodes[1:]))
    assert row.scheme == replace(before, sources=(site, *before.sources[1:]))
    assert row.revision == 2


def test_another_rule_first_shows_its_parameters(clerk: Client, draft: SchemeVersion):
    url, data = _piece(draft, "s0-n0")
    page = clerk.post(url, data | {"rule_name": "R9"}).content.decode()
    assert "抽查几户" in page
    draft.refresh_from_db()
    assert draft.revision == 1
    chosen = data | {
        "rule_name": "R9",
        "params": "R9",
        "rule-sample": "５",
        "rule-each": "0.5",
        "rule-unit": "户",
    }
    clerk.post(url, chosen)
    row = SchemeVersion.objects.get()
    rule = row.scheme.sources[0].nodes[0].rule
    assert rule is not None
    assert (rule.name, dict(rule.params)) == ("R9", {"sample": "5", "each": "0.5"})


def test_a_wrong_parameter_is_said_beside_its_field_and_kept(clerk: Client, draft: SchemeVersion):
    url, data = _piece(draft, "s0-n0")
    page = clerk.post(
        url, data | {"rule_name": "R1", "params": "R1", "rule-each": "半分", "title": "新的名称"}
    ).content.decode()
    assert "“半分”不是数字" in page
    assert 'value="半分"' in page
    assert 'value="新的名称"' in page
    assert 'id="id_rule-each_error"' in page
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_table_of_cases_names_row_and_column(clerk: Client, draft: SchemeVersion):
    url, data = _piece(draft, "s0-n0")
    table = {
        "rule-bands-rows": "2",
        "rule-bands-0-when": "未评比",
        "rule-bands-0-minus": "五",
        "rule-bands-1-when": "",
        "rule-bands-1-minus": "",
    }
    page = clerk.post(url, data | {"rule_name": "R3", "params": "R3"} | table).content.decode()
    assert "第1行“扣几分”：“五”不是数字" in page
    assert 'value="未评比"' in page
    good = data | {"rule_name": "R3", "params": "R3"} | table | {"rule-bands-0-minus": "5"}
    assert clerk.post(url, good).status_code == 302
    rule = SchemeVersion.objects.get().scheme.sources[0].nodes[0].rule
    assert rule is not None
    assert dict(rule.params) == {"bands": [{"when": "未评比", "minus": "5"}]}


def test_the_sentence_follows_what_is_typed(clerk: Client, draft: SchemeVersion):
    asked = {
        "at": "s0-n0",
        "title": "x",
        "code": "1",
        "points": "20",
        "rule_name": "R1",
        "params": "R1",
        "rule-each": "0.5",
    }
    page = clerk.get(f"{HOME}{draft.pk}/rule/", asked).content.decode()
    assert "满分20分，每处扣0.5分，扣完为止。" in page
    page = clerk.get(f"{HOME}{draft.pk}/rule/", asked | {"rule-each": "30"}).content.decode()
    assert "超过了满分 20" in page
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_stale_edit_shows_both(clerk: Client, draft: SchemeVersion, at: dt.datetime):
    url, data = _piece(draft, "s0-n0")
    first = draft.scheme.sources[0]
    theirs = replace(first, nodes=(replace(first.nodes[0], title="他们改的"), *first.nodes[1:]))
    edit_scheme(
        draft,
        replace(draft.scheme, sources=(theirs, *draft.scheme.sources[1:])),
        revision=1,
        actor=SYSTEM,
        at=at,
    )
    page = clerk.post(url, data | {"title": "我改的"}).content.decode()
    assert "没有保存：您打开以后别人改过" in page
    assert "<td>他们改的</td><td>我改的</td>" in page
    assert 'name="revision" value="2"' in page
    assert SchemeVersion.objects.get().scheme.sources[0].nodes[0].title == "他们改的"
    assert clerk.post(url, data | {"title": "我改的", "revision": "2"}).status_code == 302
    assert SchemeVersion.objects.get().scheme.sources[0].nodes[0].title == "我改的"


def test_a_row_that_moved_away_is_not_overwritten(clerk: Client, draft: SchemeVersion):
    url, data = _piece(draft, "s0-n0")
    clerk.post(f"{HOME}{draft.pk}/change/", {"verb": "down", "at": "s0-n0", "revision": "1"})
    moved = SchemeVersion.objects.get().scheme
    page = clerk.post(url, data | {"title": "我改的"}, follow=True).content.decode()
    assert "没有保存" in page
    assert SchemeVersion.objects.get().scheme == moved


def test_rows_are_added_moved_removed_and_had_back(clerk: Client, draft: SchemeVersion):
    change = f"{HOME}{draft.pk}/change/"
    count = len(rows_of(draft.scheme))
    answer = clerk.post(change, {"verb": "child", "at": "s0", "revision": "1"})
    assert answer["Location"].startswith(f"{HOME}{draft.pk}/?at=s0-n")
    clerk.post(change, {"verb": "remove", "at": "s0", "revision": "2"})
    assert len(SchemeVersion.objects.get().scheme.sources) == len(draft.scheme.sources) - 1
    assert UNDO in clerk.get(f"{HOME}{draft.pk}/").content.decode()
    clerk.post(change, {"verb": "undo", "revision": "3"})
    assert len(rows_of(SchemeVersion.objects.get().scheme)) == count + 1
    clerk.post(change, {"verb": "undo", "revision": "4"})
    assert SchemeVersion.objects.get().scheme == draft.scheme
    assert UNDO not in clerk.get(f"{HOME}{draft.pk}/").content.decode()
    page = clerk.post(change, {"verb": "undo", "revision": "5"}, follow=True).content.decode()
    assert "没有可以撤销的" in page


def test_nobody_takes_back_what_another_did_since(cast: Cast, client_for: ClientFor, draft: SchemeVersion):
    mine, theirs = client_for(cast.people["clerk"]), client_for(cast.people["director"])
    change = f"{HOME}{draft.pk}/change/"
    mine.post(change, {"verb": "source", "revision": "1"})
    theirs.post(change, {"verb": "source", "revision": "2"})
    stands = SchemeVersion.objects.get().scheme
    assert UNDO not in mine.get(f"{HOME}{draft.pk}/").content.decode()
    mine.post(change, {"verb": "undo", "revision": "3"})
    assert SchemeVersion.objects.get().scheme == stands


def test_a_save_by_htmx_is_said_where_it_is_seen(clerk: Client, draft: SchemeVersion):
    url, data = _piece(draft, "s0-n0")
    page = clerk.post(url, data | {"title": "新的名称"}, follow=True, headers={"HX-Request": "true"})
    said = json.loads(page["HX-Trigger"])["toast"]
    assert said == {"kind": "ok", "text": "已保存"}
    assert "已保存" not in page.content.decode()


@pytest.mark.parametrize("verb", ["child", "after", "up", "remove", "child_source"])
def test_a_change_on_an_old_page_is_refused(clerk: Client, draft: SchemeVersion, verb: str):
    page = clerk.post(f"{HOME}{draft.pk}/change/", {"verb": verb, "at": "s1", "revision": "7"}, follow=True)
    assert "刚被别人改过" in page.content.decode()
    page = clerk.post(f"{HOME}{draft.pk}/change/", {"verb": verb, "at": "s88", "revision": "1"}, follow=True)
    assert "请刷新页面" in page.content.decode()
    assert SchemeVersion.objects.get().scheme == draft.scheme


def test_grades_and_double_thresholds_are_typed_as_tables(clerk: Client, draft: SchemeVersion):
    url = f"{HOME}{draft.pk}/section/grades/"
    data = {
        "revision": "1",
        "distribution": "cumulative",
        "grades-rows": "4",
        "grades-0-name": "优", "grades-0-at_least": "90",
        "grades-1-name": "良", "grades-1-at_least": "80",
        "grades-2-name": "其余", "grades-2-at_least": "",
        "grades-3-name": "", "grades-3-at_least": "",
        "listings-rows": "1",
        "listings-0-name": "示范", "listings-0-side": "top", "listings-0-bands": "1个起取1、10:3",
        "listings-0-at_least": "90", "listings-0-below": "", "listings-0-colour": "red", "listings-0-within": "",
    }  # fmt: skip
    assert clerk.post(url, data).status_code == 302
    body = SchemeVersion.objects.get().body
    assert body["grades"] == [
        {"name": "优", "at_least": "90"},
        {"name": "良", "at_least": "80"},
        {"name": "其余"},
    ]
    assert body["distribution"] == "cumulative"
    (listing,) = SchemeVersion.objects.get().scheme.listings
    assert (listing.count(9), listing.count(10), listing.at_least, listing.exclusive) == (
        1,
        3,
        Decimal(90),
        False,
    )


def test_missing_rules_are_set_and_taken_back(clerk: Client, draft: SchemeVersion):
    url = f"{HOME}{draft.pk}/section/missing/"
    clerk.post(
        url,
        {"revision": "1", "missing-policy": "given", "missing-percent": "95%", "missing_round-policy": ""},
    )
    scheme = SchemeVersion.objects.get().scheme
    assert scheme.missing is not None
    assert (scheme.missing.policy, scheme.missing.percent) == ("given", Decimal(95))
    clerk.post(url, {"revision": "2", "missing-policy": "", "missing_round-policy": "unranked"})
    scheme = SchemeVersion.objects.get().scheme
    assert scheme.missing is None
    assert scheme.missing_round is not None


def test_weights_are_set_side_by_side(clerk: Client, draft: SchemeVersion):
    data = posted(section_form(draft.scheme, "sources")) | {"revision": "1", "s0-weight": "60"}
    page = clerk.post(f"{HOME}{draft.pk}/section/sources/", data, follow=True).content.decode()
    assert SchemeVersion.objects.get().scheme.sources[0].weight == 60
    assert "权重合计 90%，应为 100%" in page


def test_an_active_version_is_put_into_force_and_read_only(clerk: Client, draft: SchemeVersion):
    clerk.post(f"{HOME}{draft.pk}/move/", {"verb": "activate"})
    page = clerk.get(f"{HOME}{draft.pk}/").content.decode()
    assert "另存新版" in page
    assert "保存这一行" not in page
    clerk.post(f"{HOME}{draft.pk}/change/", {"verb": "source", "revision": "1"})
    row = SchemeVersion.objects.get()
    assert (row.state, row.scheme) == (SchemeState.ACTIVE, draft.scheme)
    clerk.post(f"{HOME}{draft.pk}/move/", {"verb": "retire"})
    assert SchemeVersion.objects.get().state == SchemeState.RETIRED


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
