"""The paper score sheet: what is printed, taken to the villages, filled by hand and signed. Pure: no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xiangfeng.scoring.rules import explain
from xiangfeng.scoring.scheme import Node, Scheme, Source, plain

COLUMNS_PER_PAGE = 14  # as many as stay 15 mm wide on A4 across


@dataclass(frozen=True)
class PaperColumn:
    """A column of the overview: what is scored and its 满分."""

    title: str
    full: str


@dataclass(frozen=True)
class PaperRow:
    """A line of a village's own form: 项目|序号|标准|分值|计分办法; 检查记录 and 得分 stay blank.

    ``span`` is over how many lines the 项目 runs, 0 on the lines below the first.
    """

    project: str
    number: int
    standard: str
    full: str
    rule: str
    span: int = 0


def overview_pages(scheme: Scheme) -> list[list[PaperColumn]]:
    """The columns of the overview, cut into pages; every page repeats the villages."""
    columns = [PaperColumn(node.title, plain(node.points or 0)) for node in scheme.items()]
    columns += [PaperColumn(source.title, plain(source.full)) for source in scheme.given_sources()]
    pages = -(-len(columns) // COLUMNS_PER_PAGE)
    size = -(-len(columns) // pages) if pages else 1
    return [columns[start : start + size] for start in range(0, len(columns), size)]


def detail_rows(scheme: Scheme) -> list[PaperRow]:
    """The lines of one village's form, item by item, with the standards looked at and how points are taken."""
    lines = [line for source in scheme.walk() for line in _lines(source)]
    rows = []
    for place, (project, node) in enumerate(lines):
        is_first = place == 0 or lines[place - 1][0] != project
        rest = lines[place:]
        span = (
            next((n for n, (other, _) in enumerate(rest) if other != project), len(rest)) if is_first else 0
        )
        rule = explain(node).removeprefix(f"满分{plain(node.points or 0)}分，").rstrip("。")
        rows.append(
            PaperRow(project, place + 1, _standard(node, project), plain(node.points or 0), rule, span)
        )
    return rows


def _lines(source: Source) -> Iterator[tuple[str, Node]]:
    for top in source.nodes:
        for node in top.scored():
            yield (top.title, node)


def _standard(node: Node, project: str) -> str:
    below = [row.title for row in list(node.walk())[1:]]
    own = [] if node.title == project and below else [node.title]
    return "；".join([*own, *below])
