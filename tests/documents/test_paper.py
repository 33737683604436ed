"""The content model: numbers, titles, JSON, places."""

from __future__ import annotations

import dataclasses
import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import samples
from xiangfeng.documents import measures
from xiangfeng.documents.fonts import FANG, TITLE, book, bundled_folder, choose, named_folders, report
from xiangfeng.documents.paper import (
    Attachment,
    Column,
    Heading,
    Kind,
    Names,
    Number,
    Paper,
    Table,
    attachment_names,
    body_length,
    date_text,
    labelled,
    para,
    places,
)
from xiangfeng.documents.tables import layout
from xiangfeng.documents.titles import TITLE_ROOM, break_title

ALL = [samples.notice(), samples.letter(), samples.minutes(), samples.plain()]


def test_numbers_and_dates_carry_no_padding() -> None:
    assert str(Number("云创办", 2026, 3)) == "云创办〔2026〕3号"
    assert date_text(date(2026, 2, 5)) == "2026年2月5日"
    assert date_text(None) == ""


def test_headings_count_anew_under_each_higher_heading() -> None:
    blocks = [Heading(n, "") for n in (1, 2, 2, 3, 4, 4, 3, 1, 2)]
    labels = [label for label, _ in labelled(blocks)]
    assert labels == ["一、", "（一）", "（二）", "1.", "（1）", "（2）", "2.", "二、", "（一）"]


def test_attachment_names_end_without_a_mark_and_are_numbered_only_if_several() -> None:
    one = dataclasses.replace(samples.plain(), attachments=(Attachment("名单。"),))
    two = dataclasses.replace(one, attachments=(Attachment("名单。"), Attachment("第二\n名单；")))
    assert attachment_names(one) == [("", "名单")]
    assert attachment_names(two) == [("1.", "名单"), ("2.", "第二名单")]


@pytest.mark.parametrize("paper", ALL, ids=lambda paper: paper.kind.value)
def test_a_paper_survives_json(paper: Paper) -> None:
    assert Paper.from_dict(json.loads(paper.to_json())) == paper
    assert Paper.from_dict(json.loads(paper.to_json())).to_json() == paper.to_json()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "命令"}, "命令"),
        ({"date": "12月3日"}, "不是日期"),
        ({"blocks": [{"type": "image"}]}, "不认识的内容类型"),
        ({"blocks": [{"type": "para", "runs": "a"}]}, "应为列表"),
        ({"colour": "red"}, "多出字段 colour"),
        ({"title": 5}, "类型不对"),
        ({"number": {"agency": "云", "year": 2026}}, "缺少字段"),
        ({"blocks": [{"type": "heading", "level": 7, "text": "x"}]}, "标题层次"),
    ],
)
def test_what_is_no_paper_is_refused_with_place_and_reason(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Paper.from_dict({**samples.notice().to_dict(), **change})


def test_tables_refuse_rows_of_another_width() -> None:
    with pytest.raises(ValueError, match="第2行有 1 格，应为 2 格"):
        Table((Column("村"), Column("分")), (("稻香村", "96"), ("柳湾村",)))


def test_problems_name_what_is_missing() -> None:
    assert samples.notice().problems() == []
    assert Paper(Kind.DOCUMENT, "", ()).problems() == [
        "缺标题。",
        "正文是空的。",
        "缺发文机关标志。",
        "缺发文字号。",
        "缺发文机关署名。",
        "缺成文日期。",
    ]


def test_places_tell_where_a_text_stands() -> None:
    where = {place.where: place.text for place in places(samples.notice())}
    assert where["正文第3段"].startswith("全镇平均88.67分，比10月低0.33分")
    assert where["附件表1第4行“村（社区）”"] == "双井村"
    assert where["抄送"] == "县文明办，镇党政班子成员"


def test_length_counts_the_body_only() -> None:
    paper = Paper(Kind.PLAIN, "标题不算", (para("一二三 四"), Heading(1, "五六"), samples.score_table()))
    assert body_length(paper) == 6
    assert body_length(dataclasses.replace(paper, blocks=(Names(("七", "八")),))) == 2


def test_written_line_breaks_of_a_title_are_kept() -> None:
    assert break_title("关于2026年11月\n考评情况的通报") == ("关于2026年11月", "考评情况的通报")


def test_long_titles_break_between_words_before_the_matter() -> None:
    title = "云溪镇文明创建工作领导小组办公室关于2026年11月文明创建考评情况的通报"
    assert break_title(title) == ("云溪镇文明创建工作领导小组办公室", "关于2026年11月文明创建考评情况的通报")
    lines = break_title("云溪镇人民政府关于印发《云溪镇2026年农村人居环境整治考核评比办法》的通知")
    assert len(lines) == 2
    assert "".join(lines) == "云溪镇人民政府关于印发《云溪镇2026年农村人居环境整治考核评比办法》的通知"


@given(st.text(alphabet="关于云溪镇文明创建考核评比的通报和与2026年11月《》（）、", max_size=60))
def test_no_title_loses_a_character_or_leaves_the_measure(title: str) -> None:
    lines = break_title(title)
    assert "".join(lines) == title
    assert all(measures.em_width(line) <= TITLE_ROOM for line in lines)


@given(st.lists(st.lists(st.text(max_size=20), min_size=4, max_size=4), max_size=5))
def test_column_widths_fill_the_measure(rows: list[list[str]]) -> None:
    columns = (Column("名次"), Column("村", width=2.0), Column("很长的一个表头名称"), Column("分"))
    shares = layout(Table(columns, tuple(tuple(row) for row in rows))).shares
    assert sum(shares) == pytest.approx(1, abs=1e-4)
    assert min(shares) > 0


def test_wide_and_long_tables_are_set_smaller() -> None:
    wide = Table(tuple(Column(f"指标{n}") for n in range(14)), (("100.00",) * 14,))
    assert layout(wide).size < layout(samples.score_table()).size
    assert layout(samples.score_table(200)).size < layout(samples.score_table()).size


def test_a_real_face_goes_before_a_substitute_and_the_administrators_before_the_systems() -> None:
    found = {"Noto Serif SC": 2, "Noto Sans SC": 2, "FandolFang R": 1, "FangSong_GB2312": 0, "KaiTi": 1}
    faces = choose(found)
    assert faces[FANG].families == ("FangSong_GB2312", "FandolFang R", "Noto Serif SC", "Noto Sans SC")
    assert faces[TITLE].families[0] == "Noto Serif SC"
    assert faces[TITLE].weight == 700
    assert choose({})[FANG].families == ()


def test_the_report_names_every_role_and_its_substitute() -> None:
    uses = {use.role: use for use in report()}
    assert set(uses) == {"仿宋", "小标宋", "黑体", "楷体", "宋体"}
    assert uses["仿宋"].wanted == "仿宋_GB2312"
    assert all(use.used for use in uses.values())
    assert all(use.is_substitute for use in uses.values() if use.used.startswith("Noto"))


def test_the_administrators_folder_adds_to_the_open_fonts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XIANGFENG_FONTS", os.pathsep.join([str(tmp_path / "none"), str(tmp_path)]))
    assert named_folders() == (tmp_path / "none", tmp_path)
    assert [use.used for use in report()] == [use.used for use in report([tmp_path])]
    assert all(use.used for use in report())


def test_a_font_put_into_the_folder_is_found_without_a_restart(tmp_path: Path) -> None:
    found = sorted(bundled_folder().glob("noto-sans-sc/400Regular/*.ttf"))
    if not found:
        pytest.skip("没有 npm 字体")
    before = book([tmp_path])
    (tmp_path / "font.ttf").write_bytes(found[0].read_bytes())
    os.utime(tmp_path, ns=(1, 1))
    paths = {font.path for font in book([tmp_path]).fonts()}
    assert str(tmp_path / "font.ttf") in paths
    assert str(tmp_path / "font.ttf") not in {font.path for font in before.fonts()}
