"""检查表 as a paper: what was checked by which standard, what was found, who signed (A5.4d)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import Align, Column, Kind, Paper, Para, Table, para
from xiangfeng.inspections.models import Answer, Photo, Verdict, Visit
from xiangfeng.inspections.sheet import LABELS
from xiangfeng.scoring.scheme import plain

COLUMNS = (
    Column("序号", 0.07),
    Column("项目", 0.19, Align.LEFT),
    Column("标准", 0.24, Align.LEFT),
    Column("分值", 0.08),
    Column("结果", 0.13),
    Column("扣分", 0.08),
    Column("问题", 0.21, Align.LEFT),
)


def visit_paper(visit: Visit, answers: Sequence[Answer], photos: Sequence[Photo]) -> Paper:
    """The form as it was handed in: 对象、点位、时间、检查人、项目、标准、分值、扣分、问题, and room for the signatures.

    Photos are counted beside their item; they stay in the system. A form typed back from paper says so.
    """
    assert visit.visited_on is not None and visit.score is not None and visit.full is not None
    found = {row.item: row for row in answers}
    pictured = Counter(photo.item for photo in photos)
    items = visit.inspection.forms.get(visit.form, {}).get("items", [])
    rows = tuple(
        (
            str(place), item["title"], item["standard"], item["points"],
            *_result(found.get(item["code"]), pictured[item["code"]]),
        )
        for place, item in enumerate(items, 1)
    )  # fmt: skip
    lost = visit.full - visit.score
    blocks: list[Para | Table] = [
        _fact("检查", f"{visit.inspection.title}（{visit.inspection.number}）"),
        _fact("对象", visit.site.unit.name),
        _fact("点位", f"{visit.site.name}{f'（{visit.site.address}）' if visit.site.address else ''}"),
        _fact("时间", chinese_date(visit.visited_on)),
        _fact("检查人", visit.inspectors),
        Table(
            COLUMNS,
            rows,
            note=f"应得 {plain(visit.full)} 分，扣 {plain(lost)} 分，得 {plain(visit.score)} 分。",
        ),
        _fact("被检单位意见", visit.remark or "无"),
        _fact("被检单位在场人", _present(visit)),
        para("检查人签字：　　　　　　　　　　被检单位签字：", indent=False),
    ]
    if visit.is_typed_back:
        blocks.append(para("本表按纸质检查表补录，签字以纸表为准。", indent=False))
    return Paper(
        kind=Kind.PLAIN,
        title=f"{visit.site.type.name}检查表",
        blocks=tuple(blocks),
        remark=f"表号 {visit.code}",
        signer=visit.inspection.unit.full_name or visit.inspection.unit.name,
        date=visit.visited_on,
        has_seal=False,
    )


def _fact(label: str, text: str) -> Para:
    return para(f"{label}：{text}", indent=False)


def _result(answer: Answer | None, photos: int) -> tuple[str, str, str]:
    if answer is None:
        return "", "", ""
    label = LABELS[answer.verdict]
    if answer.verdict != Verdict.BAD:
        return label, "", answer.note
    pictures = f"（照片 {photos} 张）" if photos else ""
    return f"{label} {answer.count} 处", plain(answer.points), f"{answer.note}{pictures}"


def _present(visit: Visit) -> str:
    if not visit.present:
        return "无人在场"
    return f"{visit.present}（{'已确认' if visit.is_confirmed else '未确认'}）"
