"""Editing a 指标体系 through the doors."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.assessments.scheme_typing import HOME, UNDO, piece_of, posted, query_of
from tests.cast import Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.actions.schemes import create_scheme, edit_scheme
from xiangfeng.assessments.forms.schemes import SECTIONS, PieceForm, section_form
from xiangfeng.assessments.models import SchemeState, SchemeVersion
from xiangfeng.assessments.scheme_edit import rows_of
from xiangfeng.scoring import templates

ClientFor = Callable[[Any], Client]


@pytest.fixture
def draft(cast: Cast, at: dt.datetime) -> SchemeVersion:
    return create_scheme(cast.units["云溪镇"], templates.load("yunxi"), actor=SYSTEM, at=at)


@pytest.fixture
def clerk(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.people["clerk"])


@pytest.mark.parametrize("name", templates.names())
def test_a_form_sent_back_untouched_changes_nothing(name: str):
    scheme = templates.load(name)
    for section in SECTIONS:
        data = posted(section_form(scheme, section))
        form = section_form(scheme, section, query_of(data))
        assert form.is_valid(), (section, [part.errors for part in form.parts])
        assert form.apply() == scheme, section
        assert form.clashes() == [], section
    for row in rows_of(scheme):
        shown = PieceForm(scheme, row.place, row.piece)
        data = posted(shown) | ({"params": shown.chosen} if shown.params else {})
        form = PieceForm(scheme, row.place, row.piece, query_of(data))
        assert form.is_valid(), (row.at, [part.errors for part in form.parts])
        assert form.apply() == scheme, row.at


def test_a_row_is_changed_and_the_rest_stays(clerk: Client, draft: SchemeVersion):
    url, data = piece_of(draft, "s0-n0")
    answer = clerk.post(url, data | {"title": "道路清扫保洁"})
    assert answer.status_code == 302, answer.content.decode()
    row = SchemeVersion.objects.get()
    before = draft.scheme
    changed = replace(before.sources[0].nodes[0], title="道路清扫保洁")
    site = replace(before.sources[0], nodes=(changed, *before.sources[0].nodes[1:]))
    assert row.scheme == replace(before, sources=(site, *before.sources[1:]))
    assert row.revision == 2


def test_another_rule_first_shows_its_parameters(clerk: Client, draft: SchemeVersion):
    url, data = piece_of(draft, "s0-n0")
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
    url, data = piece_of(draft, "s0-n0")
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
    url, data = piece_of(draft, "s0-n0")
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
    url, data = piece_of(draft, "s0-n0")
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


def test_a_stale_table_shows_the_rows_that_differ(clerk: Client, draft: SchemeVersion, at: dt.datetime):
    data = posted(section_form(draft.scheme, "awards")) | {"revision": "1", "tiers-1-amount": "1500"}
    first, *rest = draft.scheme.tiers
    theirs = (replace(first, amount=Decimal(3000)), *rest)
    edit_scheme(draft, replace(draft.scheme, tiers=theirs), revision=1, actor=SYSTEM, at=at)
    page = clerk.post(f"{HOME}{draft.pk}/section/awards/", data).content.decode()
    said = page[page.index("现在存着的") : page.index("</table>")]
    assert said.count("第1行：档次 一等，金额（元） 3000") == 1
    assert said.count("第2行：档次 二等，金额（元） 1500") == 1
    assert "第3行" not in said
    assert 'value="1500"' in page


def test_a_row_that_moved_away_is_not_overwritten(clerk: Client, draft: SchemeVersion):
    url, data = piece_of(draft, "s0-n0")
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
    url, data = piece_of(draft, "s0-n0")
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
