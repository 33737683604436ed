"""聘书, 开箱记录 and the sheet that is taken along to the boxes, as papers (ledger 9; A4.2)."""

from __future__ import annotations

from collections.abc import Sequence

from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import Align, Block, Column, Kind, Paper, Table, para
from xiangfeng.feedback.models import Report
from xiangfeng.orgs.models import Unit
from xiangfeng.supervision.models import Box, Opening, Term
from xiangfeng.supervision.models.supervisors import Kind as SupervisorKind

SHEET = (
    Column("箱号", 8), Column("位置", 26, Align.LEFT), Column("开箱时间", 16), Column("开箱人1（签名）", 18),
    Column("开箱人2（签名）", 18), Column("件数", 8),
)  # fmt: skip
ITEMS = (Column("序号", 10), Column("登记编号", 40), Column("内容摘要", 50, Align.LEFT))
SHORT = 40


def signer_of(unit: Unit) -> str:
    return unit.full_name or unit.name


def letter_paper(row: Term) -> Paper:
    """《聘书》: 姓名, 称号, 聘期, 编号, 机关, 日期. The number and the day are those of the signing; a draft leaves them open."""
    person = row.supervisor
    as_what = (
        f"以{person.kind_text}身份" if person.kind != SupervisorKind.OTHER else f"（{person.kind_text}）"
    )
    blocks = (
        para(f"编号：{row.number or '　　　　　　'}", indent=False),
        para(f"{person.name} 同志：", indent=False),
        para(
            f"兹聘请您{as_what}担任{row.supervisor.unit.name}文明创建社会监督员，"
            f"聘期自{chinese_date(row.from_on)}起至{chinese_date(row.to_on)}止。"
        ),
        para("特颁此证。"),
    )
    return Paper(
        Kind.PLAIN, "聘　书", blocks, signer=signer_of(person.unit), date=row.issued_on, has_seal=True
    )


def opening_paper(row: Opening, reports: Sequence[Report]) -> Paper:
    """开箱记录 of one opening: who, when, how many, which reports came of it; room for both to sign."""
    blocks: list[Block] = [
        para(f"意见箱：{row.box.number} 号　　位置：{row.box.place}", indent=False),
        para(f"开箱时间：{chinese_date(row.on)}　　件数：{row.counted} 件", indent=False),
        para(f"开箱人：{row.opener1}、{row.opener2}", indent=False),
    ]
    if row.corrects_id:
        blocks.append(para(f"（更正前一条记录：{row.corrects.void_reason}）" if row.corrects else ""))
    if row.late_reason:
        blocks.append(para(f"补录理由：{row.late_reason}", indent=False))
    if reports:
        lines = tuple((str(n), one.number, _short(one.text)) for n, one in enumerate(reports, 1))
        blocks.append(Table(ITEMS, lines, caption="逐件登记"))
    else:
        blocks.append(para("空箱。" if row.counted == 0 else "还没有登记。"))
    if row.gap_note:
        blocks.append(para(f"件数不符的说明：{row.gap_note}", indent=False))
    blocks += [para("　"), para("开箱人签名：　　　　　　　　　　　　　　　　　　　　", indent=False)]
    return Paper(
        Kind.PLAIN,
        "意见箱开箱记录",
        tuple(blocks),
        signer=signer_of(row.box.unit),
        date=row.on,
        has_seal=False,
    )


def sheet_paper(unit: Unit, boxes: Sequence[Box]) -> Paper:
    """The empty sheet to take along: one line a box, filled by pen by the two who open it."""
    lines = tuple((str(box.number), box.place, "", "", "", "") for box in boxes)
    blocks: tuple[Block, ...] = (
        para("每个意见箱两人到场打开，当场清点件数，两人签名；带回后逐件登记。空箱写 0。"),
        Table(SHEET, lines) if lines else para("还没有意见箱。"),
    )
    return Paper(Kind.PLAIN, f"{unit.name}意见箱开箱单", blocks, has_seal=False)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT]}…"
