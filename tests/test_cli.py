"""One command from a spreadsheet to a 通报, without a database; bad input writes nothing and says where it is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import django
import pytest

from tests.scoring.cases import book, feidong, matou, shuangjiang, xiangan
from xiangfeng import cli
from xiangfeng.scoring import templates
from xiangfeng.scoring.scheme_xlsx import write_scheme_xlsx

FILES = ["result.json", "result.xlsx", "通报.docx", "通报.pdf"]


class Run:
    """One run of `xiangfeng assess` in a folder of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.out = folder / "out"

    def assess(self, sheets: dict[str, Any] | bytes, scheme: str, *options: str) -> int:
        scores = self.folder / "scores.xlsx"
        scores.write_bytes(sheets if isinstance(sheets, bytes) else book(sheets))
        code = cli.main(["assess", str(scores), "--scheme", scheme, "--out", str(self.out), *options])
        self.said, self.errors = self.capsys.readouterr()
        return code

    @property
    def result(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.out / "result.json").read_bytes())
        return data

    def column(self, key: str) -> dict[str, Any]:
        return {row["name"]: row[key] for row in self.result["rows"]}

    def awards(self) -> dict[str, int]:
        return {
            row["name"]: sum(int(award["amount"]) for award in row["awards"]) for row in self.result["rows"]
        }

    def kinds(self) -> list[str]:
        return [anomaly["kind"] for anomaly in self.result["anomalies"]]

    def wrote_nothing(self) -> bool:
        return not self.out.exists() and [path.name for path in self.folder.iterdir()] == ["scores.xlsx"]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(tmp_path, capsys)


@pytest.mark.parametrize("scheme", ["matou", "matou_by_condition"])
def test_matou_comes_out_as_published(run: Run, scheme: str) -> None:
    assert run.assess(matou.SHEETS, scheme) == 0
    assert sorted(path.name for path in run.out.iterdir()) == FILES
    assert run.column("rank") == matou.RANKS
    assert run.awards() == matou.AWARDS
    assert sum(run.awards().values()) == matou.AWARD_TOTAL
    assert run.result["stats"]["mean"] == "4289/48"
    assert f"{4289 / 48:.4f}" == matou.MEAN
    assert run.kinds() == ["declared_count"]
    assert "自述25个村，表中实有24个，相差1个。" in run.said
    assert "8 并列   宫占村  90.5" in run.said
    assert run.result["period"] == "2019年5月"


def test_shuangjiang_comes_out_and_the_fine_is_named(run: Run) -> None:
    assert run.assess(shuangjiang.SHEETS, "shuangjiang") == 0
    assert run.column("rank") == shuangjiang.RANKS
    assert {name: sum_ for name, sum_ in run.awards().items() if sum_} == shuangjiang.AWARDS
    assert run.result["stats"]["mean"] == shuangjiang.MEAN
    assert run.kinds() == ["wording"]
    assert "写有“罚款”" in run.said
    assert "可改为“扣减以奖代补资金”" in run.said
    assert "罚款" not in json.dumps(run.result["rows"], ensure_ascii=False)


def test_xiangan_ties_and_round_names(run: Run) -> None:
    assert run.assess(xiangan.SHEETS_2020, "xiangan_towns") == 0
    assert run.column("rank") == xiangan.RANKS_2020
    assert sorted(xiangan.RANKS_2020.values()) == [1, 1, 3, 4, 5]
    assert run.kinds() == ["round_name"]
    assert "附件1第1行写“第三轮”，附件2第1行写“第六轮”" in run.said
    assert run.assess(xiangan.SHEETS_2021, "xiangan_towns") == 0
    assert run.column("rank") == xiangan.RANKS_2021
    assert run.kinds() == []


@pytest.mark.parametrize(
    ("place", "wrong", "message"),
    [
        ((2, 3), 7, "“优”一列相加是22个，小计印的是21个。"),
        ((7, 3), 22, "小计各等次相加是114个，村数印的是113个。"),
        ((8, 0), "全部113个村（居）中，优秀21个（18.85%）。", "21/113应为18.58%，印的是18.85%。"),
        ((8, 0), "全部114个村（居）参评。", "自述114个村，表中实有113个，相差1个。"),
    ],
)
def test_misprints_in_the_distribution_are_named(
    run: Run, place: tuple[int, int], wrong: Any, message: str
) -> None:
    rows = [list(row) for row in xiangan.SHEETS_2020["附件1"]]
    rows[place[0]][place[1]] = wrong
    assert run.assess({"附件1": rows}, "xiangan_towns") == 0
    assert message in run.said


@pytest.mark.parametrize(
    ("sheets", "model", "lagging", "means"),
    [
        (feidong.SHEETS_MARCH, feidong.MODEL_MARCH, feidong.LAGGING_MARCH, [7, 7, 16]),
        (feidong.SHEETS_MAY, feidong.MODEL_MAY, feidong.LAGGING_MAY, [6, 5, 14]),
    ],
)
def test_feidong_double_thresholds(
    run: Run, sheets: dict[str, Any], model: set[str], lagging: set[str], means: list[int]
) -> None:
    assert run.assess(sheets, "feidong") == 0
    lists = run.column("lists")
    assert {name for name, on in lists.items() if "示范小区" in on} == model
    assert {name for name, on in lists.items() if "后进小区" in on} == lagging
    assert [group["ranked"] for group in run.result["groups"]] == means
    assert run.kinds() == []


def test_grades_only_prints_no_score(run: Run) -> None:
    assert run.assess(feidong.SHEETS_MARCH, "feidong", "--grades-only") == 0
    pdf = (run.out / "通报.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert run.assess(matou.SHEETS, "matou", "--grades-only") == 2
    assert "不能只公布等次" in run.errors


def test_bad_cells_are_named_and_nothing_is_written(run: Run) -> None:
    rows = [["名次", "村(居)", "考评成绩"], [1, "甲村", "九十五"], [2, "乙村", 120], [3, "甲村", 80]]
    assert run.assess({"附件": rows}, "matou") == 2
    assert run.wrote_nothing()
    assert run.said == ""
    assert run.errors.splitlines()[1:] == [
        "  附件第2行C列（考评成绩）：“九十五” 不是数字，请填 0–100 之间的分数",
        "  附件第3行C列（考评成绩）：120 超过满分 100，请改为 0–100",
        "  附件第4行B列（村(居)）：“甲村” 单位重复，第2行已有",
    ]


@pytest.mark.parametrize(
    ("sheets", "scheme", "options", "words"),
    [
        (b"not a sheet", "matou", [], "这不是 .xlsx 表格"),
        (matou.SHEETS, "nosuch", [], "没有方案“nosuch”。自带的方案有：feidong"),
        (matou.SHEETS, "matou", ["--number", "23号"], "应写成 云创办〔2026〕23号"),
        (matou.SHEETS, "matou", ["--date", "明天"], "应写成 2026-12-03"),
        (matou.SHEETS, "matou", ["--month", "2026-13"], "“2026-13”写法不对，应写成 2026-11"),
        (matou.SHEETS, "matou", ["--previous", "nosuch.json"], "没有这个文件：nosuch.json"),
        (matou.SHEETS, "matou", ["--units", "nosuch.txt"], "没有这个文件：nosuch.txt"),
        (matou.SHEETS, "yunxi", [], "没有找到方案“云溪镇文明创建月度考评办法”的打分列"),
    ],
)
def test_other_bad_input(run: Run, sheets: Any, scheme: str, options: list[str], words: str) -> None:
    assert run.assess(sheets, scheme, *options) == 2
    assert words in run.errors
    assert run.wrote_nothing()


def test_schemes_come_as_toml_and_as_xlsx(run: Run) -> None:
    toml, workbook = run.folder / "own.toml", run.folder / "own.xlsx"
    toml.write_text(templates.text("matou"), encoding="utf-8")
    workbook.write_bytes(write_scheme_xlsx(templates.load("matou")))
    for path in (toml, workbook):
        assert run.assess(matou.SHEETS, str(path)) == 0
        assert run.column("rank") == matou.RANKS
    toml.write_text("name = ", encoding="utf-8")
    assert run.assess(matou.SHEETS, str(toml)) == 2
    assert "用不了" in run.errors


def test_the_last_month_gives_the_change(run: Run) -> None:
    first = {"十月": [["村", "得分"], ["甲村", 90], ["乙村", 80]]}
    second = {"十一月": [["村", "得分"], ["甲村", 70], ["乙村", 85.5]]}
    assert run.assess(first, "matou", "--month", "2026-10") == 0
    previous = run.folder / "last.json"
    (run.out / "result.json").rename(previous)
    assert run.assess(second, "matou", "--month", "2026-11", "--previous", str(previous)) == 0
    assert run.column("change_rank") == {"乙村": 1, "甲村": -1}
    assert run.column("change_score") == {"乙村": "5.50", "甲村": "-20.00"}
    previous.write_text("[]", encoding="utf-8")
    assert run.assess(second, "matou", "--previous", str(previous)) == 2
    assert "不是 xiangfeng assess 写出的 result.json" in run.errors


def test_the_blank_form_goes_the_whole_way(run: Run) -> None:
    names, form = run.folder / "名单.txt", run.folder / "打分表.xlsx"
    names.write_text("石桥村 集镇组\n花园村 山区组\n", encoding="utf-8")
    assert cli.main(["form", "--scheme", "yunxi", "--units", str(names), "--out", str(form)]) == 0
    assert run.assess(form.read_bytes(), "yunxi") == 2
    assert "没有填分" in run.capsys.readouterr().err + run.errors


def test_known_units_are_held_to_the_list(run: Run) -> None:
    names = run.folder / "名单.txt"
    names.write_text("大庭村\n", encoding="utf-8")
    assert run.assess({"表": [["村", "得分"], ["大挺村", 90]]}, "matou", "--units", str(names)) == 2
    assert "单位名单里没有“大挺村”，是不是大庭村？" in run.errors


def test_assess_never_loads_django(tmp_path: Path) -> None:
    scores, out = tmp_path / "scores.xlsx", tmp_path / "out"
    scores.write_bytes(book(shuangjiang.SHEETS))
    code = (
        "import sys; from xiangfeng.cli import main; "
        f"code = main(['assess', {str(scores)!r}, '--scheme', 'shuangjiang', '--out', {str(out)!r}]); "
        "assert not [name for name in sys.modules if name.split('.')[0] == 'django'], 'django'; sys.exit(code)"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(Path(cli.__file__).parent.parent),
            "PYTHONIOENCODING": "utf-8",
        },
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.iterdir()) == FILES


def test_commands_are_listed_and_wrong_ones_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schemes"]) == 0
    assert "matou" in capsys.readouterr().out
    for arguments, words in (
        ([], "还要写明 命令"),
        (["nosuch"], "没有这一个：'nosuch'"),
        (["schemes", "--nosuch"], "不认识的参数：--nosuch"),
        (["assess", "a.xlsx"], "还要写明 --scheme, --out"),
        (["form", "--scheme"], "--scheme 后面要跟一个值"),
    ):
        with pytest.raises(SystemExit) as caught:
            cli.main(arguments)
        assert caught.value.code == 2
        assert words in capsys.readouterr().err


def test_manage_hands_over_to_django(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["manage", "version"]) == 0
    assert capsys.readouterr().out.strip() == django.get_version()
