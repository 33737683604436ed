"""The shipped 制度: nothing of the requirement list is missing, nothing is doubled, dirty or beyond a township's powers."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Cast
from xiangfeng.base.errors import Refused
from xiangfeng.documents.wording import check_wording
from xiangfeng.regulations import templates
from xiangfeng.regulations.actions import install_library
from xiangfeng.regulations.models import Article, Regulation
from xiangfeng.regulations.outline import LONGEST_TEXT

# Every id of the requirement list's tables of documents A to I, written out: the second opinion on library/*.toml.
_OBLIGED = """
A0 A1.1 A1.2a A1.2b A1.2c A1.2d A1.2e A1.3 A1.4a A1.4b A2.1 A2.2a A2.2b A2.3 A3.1 A3.2 A4.1a A4.1b A4.2
A4.3a A4.3b A4.3c A4.3d A4.3e A4.4 A5.1a A5.1b A5.1c A5.2a A5.2b A5.3a A5.3b A5.4a A5.4b A5.4c A5.4d A5.4e A5.4f A5.5
B1 B2.1 B2.2 B2.3 B2.4 B2.5 B2.6 B2.7 B2.8 B2.9 B2.10 B2.11 B3.1(1) B3.1(2) B3.1(3) B3.1(4) B3.1(5) B3.1(6) B3.1(7)
B3.1(8) B3.1(9) B3.1(10) B3.1(11) B3.2(1)
C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11
D1.1 D1.2 D1.3 D1.4 D2.1 D2.2 D2.3 D2.4 D3.1 D3.2 D3.3 D4.1 D4.2 D4.3 D4.4 D5.1 D5.2 D5.3 D5.4 D5.5 D5.6 D5.7 D5.8
E1 E2 E3 E4 E5a E5b E5c E5d E6a E6b E6c E6d
F1.1 F1.2 F2.1 F2.2 F2.3 F3.1 F3.2 F4.1 F4.2 F5.1 F5.2 F6.1 F6.2 F7.1 F7.2 F8
G1 G2.1 G2.2 G2.3 G3.1 G3.2 G3.3 G4.1 G4.2 G5.1 G5.2 G5.3 G6.1 G6.2 G6.3 G7.1 G7.2 G8.1 G8.2 G8.3
H1 H2 H3 H4 H5(一) H5(二) H5(三) H6(一) H6(二) H6(三) H7a H7b H8 H9 H10 H11 H12 H13
I1 I2 I3 I4 I5 I6 I7 I8 I9 I10 I11 I12 I13 I14 I15 I16
"""
OBLIGED = _OBLIGED.split()

# Where the duties of the calendar hang: these places must not move.
PLACES = {
    "A1.1": "一-1",
    "A1.2d": "一-2",
    "G7.1": "一-4",
    "A2.1": "二-1",
    "A3.1": "三-1",
    "A3.2": "三-2",
    "A4.1a": "四-1",
    "A4.2": "四-2",
    "A4.3b": "四-3",
    "A4.3c": "四-3",
    "A4.4": "四-4",
    "A5.1a": "五-1",
    "A5.1c": "五-1",
    "A5.3b": "五-3",
    "A5.5": "五-5",
}
DIRTY = ("压滤", "滤布", "旗臶", "除尘", "罚款", "严重警告", "授予", "命名表彰")


def _ids() -> Counter[str]:
    return Counter(
        one for template in templates.load_all() for piece in template.pieces for one in piece.requirements.split()
    )  # fmt: skip


def test_every_requirement_is_carried_by_an_article():
    assert len(OBLIGED) == len(set(OBLIGED)) == 179
    assert set(OBLIGED) - set(_ids()) == set()


def test_no_requirement_is_carried_twice():
    assert {one: count for one, count in _ids().items() if count > 1} == {}


def test_only_heads_of_lists_carry_more_than_the_list():
    assert set(_ids()) - set(OBLIGED) == {"B3.1", "H5", "H6", "H7"}


def test_the_text_is_clean():
    for template in templates.load_all():
        for text in (template.title, template.about, *(piece.text for piece in template.pieces)):
            filled = text.replace("{unit}", "云溪镇")
            assert [word for word in DIRTY if word in filled] == [], filled
            assert check_wording(filled) == [], filled
            assert "{" not in filled and 0 < len(filled) <= LONGEST_TEXT


def test_no_sentence_stands_twice():
    texts = Counter(piece.text for one in templates.load_all() for piece in one.pieces if len(piece.text) > 8)
    assert {text for text, count in texts.items() if count > 1} == set()


def test_each_has_a_name_of_its_own():
    everything = templates.load_all()
    assert len({one.title for one in everything}) == len({one.key for one in everything}) == 9
    assert everything[0].title_for("云溪镇") == "云溪镇文明创建工作制度"


def test_the_main_regulation_is_numbered_as_people_cite_it():
    pieces = templates.load_all()[0].pieces_for("云溪镇")
    at = {one: piece.label for piece in pieces for one in piece.requirements.split()}
    assert {one: at[one] for one in PLACES} == PLACES
    chapters = [(piece.label, piece.text) for piece in pieces if piece.level == "chapter"]
    assert chapters == [
        ("一", "组织领导制度"), ("二", "分工负责制度"), ("三", "会议制度"), ("四", "检查督导制度"),
        ("五", "办公室职责"),
    ]  # fmt: skip
    counts = Counter(piece.label[0] for piece in pieces if piece.level == "article")
    assert counts == {"一": 4, "二": 3, "三": 2, "四": 4, "五": 5}


def test_installing_drafts_the_whole_set_once(cast: Cast, at: dt.datetime):
    town = cast.units["云溪镇"]
    made = install_library(town, actor=cast.actor("clerk"), at=at)
    assert [row.number for row in made][:2] == ["云溪-制度-2026-0001", "云溪-制度-2026-0002"]
    assert {row.state for row in made} == {"draft"} and len(made) == 9
    assert Article.objects.filter(regulation=made[0], text__contains="云溪镇").exists()
    item = Article.objects.get(requirements="B3.1(11)")
    assert item.label == "三-1（11）" and item.parent is not None and item.parent.requirements == "B3.1"
    assert install_library(town, actor=cast.actor("clerk"), at=at) == []
    assert Regulation.objects.count() == 9


def test_some_of_the_set_may_be_chosen(cast: Cast, at: dt.datetime):
    made = install_library(cast.units["云溪镇"], actor=cast.actor("director"), at=at, keys={"awards", "work"})
    assert [row.title for row in made] == ["云溪镇文明创建工作制度", "云溪镇文明创建激励与约束制度"]


def test_only_who_drafts_may_install(cast: Cast, at: dt.datetime):
    for person in ("head", "village", "outsider"):
        with pytest.raises(Refused, match="不能为“云溪镇”起草制度"):
            install_library(cast.units["云溪镇"], actor=cast.actor(person), at=at)


def test_the_command_installs_and_names_what_it_cannot_find(cast: Cast, capsys: pytest.CaptureFixture[str]):
    call_command("install_regulations", "云溪镇")
    assert "起草了 9 个制度" in capsys.readouterr().out
    with pytest.raises(CommandError, match="找不到唯一的单位“云海镇”"):
        call_command("install_regulations", "云海镇")
