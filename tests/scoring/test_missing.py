"""缺项与缺轮: each policy, its reason kept and printed, and what stays 待补."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.scoring.build import D, cells, given, item, items, one_score, scheme, unit
from xiangfeng.scoring.compute import Result, compute
from xiangfeng.scoring.entry import Cell, MissingUse, Subject, Upper
from xiangfeng.scoring.scheme import Missing, Scheme, Source

THREE = scheme(items(item("1", "20"), item("2", "30"), item("3", "50")), groups=("一组", "二组"))
WHY = "道路塌方，未到点位"


def absent(policy: str, **more: object) -> Cell:
    return Cell(missing=MissingUse(policy, WHY, **more))  # type: ignore[arg-type]


def with_missing(cell: Cell | None, made: Scheme = THREE) -> Result:
    missing = {} if cell is None else {"2": cell}
    return compute(
        made,
        [
            unit("甲", group="一组", cells=cells(i1="20", i3="40") | missing),
            unit("乙", group="一组", cells=cells(i1="20", i2="20", i3="50")),
            unit("丙", group="一组", is_ranked=False, cells=cells(i1="20", i2="25", i3="50")),
            unit("丁", group="二组", cells=cells(i1="20", i2="30", i3="50")),
        ],
    )


def test_the_mean_of_the_others_in_the_group() -> None:
    result = with_missing(absent("peer_mean"))
    assert result.row("甲").total == D("82.5")
    assert result.missing[0].value == D("22.5")
    note = f"甲“项目2”缺项（{WHY}），取本组其他单位同项平均，计22.5分。"
    assert note in result.caliber
    assert result.row("甲").notes == (f"项目2缺项（{WHY}），取本组其他单位同项平均，计 22.5 分。",)


def test_a_peer_mean_keeps_its_exact_value() -> None:
    values = ("20", "20", "25")
    subjects = [
        unit(f"村{number}", cells=cells(i1="0", i2=score, i3="0")) for number, score in enumerate(values)
    ]
    result = compute(THREE, [unit("甲", cells=cells(i1="0", i3="0") | {"2": absent("peer_mean")}), *subjects])
    assert result.row("甲").total == Fraction(65, 3)
    assert str(result.row("甲").shown) == "21.67"


def test_filled_and_wrong_scores_do_not_enter_the_mean() -> None:
    others = [
        unit("乙", cells=cells(i1="20", i2="10", i3="50")),
        unit("丙", cells=cells(i1="20", i3="50") | {"2": absent("given", value=D(30))}),
        unit("丁", cells=cells(i1="20", i2="31", i3="50")),
        unit("戊", cells=cells(i1="20", i3="50"), upper=(Upper("cell", D(20), "县", "2"),)),
    ]
    result = compute(THREE, [unit("甲", cells=cells(i1="20", i3="50") | {"2": absent("peer_mean")}), *others])
    assert result.row("甲").total == 85


def test_without_peers_it_stays_open() -> None:
    result = compute(THREE, [unit("甲", cells=cells(i1="20", i3="40") | {"2": absent("peer_mean")})])
    assert result.row("甲").status == "pending"
    assert result.row("甲").notes == (f"项目2缺项（{WHY}），本组没有可取平均的得分，待补。",)
    assert result.missing == ()


@pytest.mark.parametrize(("more", "total"), [({"value": D("28.5")}, "88.5"), ({"percent": D(95)}, "88.5")])
def test_a_given_score_in_points_or_percent(more: dict[str, object], total: str) -> None:
    assert with_missing(absent("given", **more)).row("甲").total == D(total)


def test_a_given_score_above_the_full_mark_is_not_counted() -> None:
    row = with_missing(absent("given", value=D("30.5"))).row("甲")
    assert row.status == "pending"
    assert row.notes == (f"项目2缺项（{WHY}），给定分没有写或超出满分，待补。",)


def test_left_out_and_the_rest_in_proportion() -> None:
    result = with_missing(absent("rescale"))
    assert result.row("甲").total == Fraction(600, 7)  # 60 of 70
    assert result.row("甲").breakdown.children[0].formula == "20 ＋ 40 = 60；60 ÷ 70 × 100 = 约85.7143"
    assert f"甲“项目2”缺项（{WHY}），本项不计，其余按比例放大。" in result.caliber


def test_left_out_of_a_raw_source_keeps_its_full_mark() -> None:
    made = scheme(items(item("1", "20"), item("2", "30"), scale=False))
    subject = unit("甲", cells=cells(i1="10") | {"2": absent("rescale")})
    assert compute(made, [subject]).row("甲").total == 25


def test_everything_left_out_means_unranked() -> None:
    every = {code: absent("rescale") for code in "123"}
    row = compute(THREE, [unit("甲", cells=every)]).row("甲")
    assert (row.status, row.total) == ("unranked", None)


def test_not_ranked() -> None:
    result = with_missing(absent("unranked"))
    row = result.row("甲")
    assert (row.status, row.total, row.shown, row.rank) == ("unranked", None, None, None)
    assert "甲、丙不参加排名，不计入平均分和等次统计。" in result.caliber
    assert f"甲“项目2”缺项（{WHY}），不参加排名。" in result.caliber


def test_without_a_policy_it_is_pending() -> None:
    result = with_missing(None)
    assert [row.name for row in result.pending] == ["甲"]
    assert result.row("甲").notes == ("项目2未录，待补。",)
    assert result.rows[-1].name == "甲"


def test_the_scheme_default_applies_only_to_a_final_result() -> None:
    made = scheme(*THREE.sources, missing=Missing("given", percent=D(50)))
    result = with_missing(None, made)
    assert result.row("甲").total == 75
    assert "甲“项目2”缺项（按方案规定），给定分，计15分。" in result.caliber
    draft = compute(made, [row.subject for row in result.rows], final=False)
    assert draft.row("甲").status == "pending"


def test_the_cell_policy_wins_over_the_default() -> None:
    made = scheme(*THREE.sources, missing=Missing("given", percent=D(50)))
    assert with_missing(absent("peer_mean"), made).row("甲").total == D("82.5")


def test_an_entered_score_wins_over_a_policy() -> None:
    entered = Cell(value=D(10), missing=MissingUse("given", WHY, D(30)))
    result = with_missing(entered)
    assert result.row("甲").total == 70
    assert result.missing == ()


ROUNDS = Source("rounds", "各轮", kind="mean")


@pytest.mark.parametrize(
    ("missing", "total"),
    [
        (Missing("given", D(95)), "91"),  # 长兴: 统一给 95
        (Missing("peer_mean"), "88"),
        (Missing("rescale"), "89"),
    ],
)
def test_a_missed_round(missing: Missing, total: str) -> None:
    made = scheme(ROUNDS, missing_round=missing)
    subjects = [
        unit("甲", given={"rounds": [D(88), None, D(90)]}),
        unit("乙", given={"rounds": [D(80), D(88), D(90)]}),
        unit("丙", given={"rounds": [D(80), D(84), D(90)]}),
    ]
    result = compute(made, subjects)
    assert result.row("甲").total == D(total)
    assert result.missing[0].place == "各轮第2轮"
    assert any(sentence.startswith("甲“各轮第2轮”缺项（按方案规定）") for sentence in result.caliber)


def test_rounds_of_others_that_are_not_there_do_not_count() -> None:
    made = scheme(ROUNDS, missing_round=Missing("peer_mean"))
    subjects = [
        unit("甲", given={"rounds": [D(88), None]}),
        unit("乙", given={"rounds": [D(80)]}),
        unit("丙"),
        unit("丁", given={"rounds": D(70)}),
        unit("戊", given={"rounds": [D(90), D(84)]}),
        unit("己", given={"rounds": [D(90), D(86)]}),
    ]
    assert compute(made, subjects).row("甲").total == D("86.5")


def test_a_missed_round_that_bars_from_ranking() -> None:
    made = scheme(ROUNDS, missing_round=Missing("unranked"))
    assert compute(made, [unit("甲", given={"rounds": [D(88), None]})]).row("甲").status == "unranked"
    assert (
        compute(scheme(ROUNDS), [unit("甲", given={"rounds": [D(88), None]})]).row("甲").status == "pending"
    )


def test_a_missed_source_gives_its_weight_to_the_rest() -> None:
    made = scheme(given("a", "60"), given("b", "30"), given("c", "10"))
    missing = {"c": MissingUse("rescale", "问卷未开展")}
    result = compute(made, [unit("甲", given={"a": D(90), "b": D(81)}, missing=missing)])
    assert result.row("甲").total == 87
    assert result.row("甲").breakdown.formula == "90×60% ＋ 81×30% = 78.3；78.3 ÷ 90% = 87"


def test_a_missed_source_takes_the_mean_of_its_group() -> None:
    made = scheme(items(item("1", "50")), missing_round=Missing("peer_mean"))
    subjects = [unit("甲"), unit("乙", cells=cells(i1="40")), unit("丙", cells=cells(i1="45")), unit("丁")]
    totals = {row.name: row.total for row in compute(made, subjects).rows}
    assert totals == {"甲": 85, "乙": 80, "丙": 90, "丁": 85}


def test_a_sheet_with_one_entry_is_no_missed_round() -> None:
    made = scheme(items(item("1", "50"), item("2", "50")), missing_round=Missing("given", D(95)))
    empty, begun = unit("甲"), unit("乙", cells=cells(i1="40"))
    result = compute(made, [empty, begun])
    assert (result.row("甲").total, result.row("乙").status) == (D(95), "pending")


def test_a_note_alone_is_no_entry() -> None:
    subject: Subject = unit("甲", cells={"1": Cell(note="停电")})
    assert compute(scheme(items(item("1", "50"))), [subject]).row("甲").status == "pending"
    assert compute(one_score(), [unit("甲", given={})]).row("甲").notes == ("来源score未录，待补。",)
