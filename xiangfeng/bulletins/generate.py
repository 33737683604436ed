"""Writing the paragraphs of a 通报 from a result. Every figure and every name carries the fact it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from xiangfeng.base.rounding import half_up
from xiangfeng.documents.paper import Run, runs_of
from xiangfeng.scoring.compute import Breakdown, Outcome, Result, Stat
from xiangfeng.scoring.figures import figure
from xiangfeng.scoring.scheme.model import plain

from .blocks import Block, Context

Part = str | Run
NAMED_RANKS = 3
"""How many ranks the text names; the rest stands in the table."""
BIG_LOSS = 5
"""An item that lost at least a fifth of its points is named where no findings were recorded."""
MOST_ITEMS = 3
MOST_FINDINGS = 3


def generate(result: Result, context: Context) -> list[Block]:
    """All paragraphs in order; the same result and context give the same paragraphs."""
    return [
        _opening(result, context),
        *_overview(result, context),
        *_upper(result, context),
        *(_grades(result) if context.grades_only else _ranking(result)),
        *_problems(result, context),
        *_awards(result, context),
        *_requirements(result, context),
    ]


def _block(key: str, *parts: Part) -> Block:
    return Block(key, runs_of(*parts))


def _joined(parts: Sequence[Sequence[Part]], mark: str) -> list[Part]:
    """Lists of parts with a mark between them."""
    found: list[Part] = []
    for n, part in enumerate(parts):
        found += ([mark] if n else []) + list(part)
    return found


def _names(rows: Sequence[Outcome]) -> str:
    return "、".join(row.name for row in rows)


def _opening(result: Result, context: Context) -> Block:
    basis = context.basis or result.scheme.basis
    parts: list[Part] = [f"根据{basis}，" if basis else "", context.inspected or "近期，考评组", "对"]
    parts += [Run(str(len(result.rows)), "count"), f"个{context.units}进行了考评。"]
    return _block("opening", *parts, f"现将{context.period}考评情况通报如下：")


def _overview(result: Result, context: Context) -> Iterator[Block]:
    stats, parts, text = result.stats, list[Part](), result.scheme.text
    if (
        not context.grades_only
        and stats.mean_shown is not None
        and stats.highest is not None
        and stats.lowest is not None
    ):
        parts += ["平均", Run(text(stats.mean_shown), "mean"), "分", *_against_last(result, context)]
        parts += [
            "，最高",
            Run(text(stats.highest), "highest"),
            "分，最低",
            Run(text(stats.lowest), "lowest"),
            "分。",
        ]
    parts += _distribution(stats, result.scheme.distribution == "cumulative")
    if context.rectified is not None and context.rectified.due:
        due, done = context.rectified.due, context.rectified.done
        parts += [
            "本期到期问题",
            Run(str(due), "due"),
            "件，按期销号",
            Run(str(done), "done"),
            "件，按期整改率",
        ]
        parts += [Run(f"{half_up(Fraction(100 * done, due), 1)}%", "done_rate"), "。"]
    if parts:
        yield _block("overview", *parts)
    if result.scheme.ranking == "group" and not context.grades_only:
        for stat in result.groups:
            if stat.mean_shown is not None:
                group = stat.group
                head: list[Part] = [f"{group}", Run(str(stat.ranked), f"{group}:count"), "个，平均"]
                head += [Run(text(stat.mean_shown), f"{group}:mean"), "分。"]
                yield _block(f"overview:{group}", *head, *_distribution(stat, False))


def _against_last(result: Result, context: Context) -> list[Part]:
    if context.previous_mean is None or result.stats.mean_shown is None or not context.previous_period:
        return []
    change = result.stats.mean_shown - context.previous_mean
    if not change:
        return [f"，与{context.previous_period}持平"]
    return [
        f"，比{context.previous_period}{'高' if change > 0 else '低'}",
        Run(str(abs(change)), "mean_change"),
        "分",
    ]


def _distribution(stat: Stat, cumulative: bool) -> list[Part]:
    key = f"{stat.group}:" if stat.group else ""
    shares: list[list[Part]] = [
        [
            f"{share.name}的",
            Run(str(share.count), f"{key}grade:{share.name}"),
            "个（",
            Run(f"{share.percent}%", f"{key}percent:{share.name}"),
            "）",
        ]
        for share in stat.distribution
        if share.count
    ]
    if not shares:
        return []
    return ["等次为", *_joined(shares, "，"), "（高等次计入低等次）。" if cumulative else "。"]


def _upper(result: Result, context: Context) -> Iterator[Block]:
    found = [(upper.by, row, upper.value) for row in result.rows for upper in row.subject.upper]
    for by in dict.fromkeys(by for by, _, _ in found):
        scores: list[list[Part]] = []
        for n, (_, row, value) in enumerate((each for each in found if each[0] == by), 1):
            score: list[Part] = (
                [] if context.grades_only else [Run(plain(value), f"upper:{by}:{row.key}:{n}"), "分"]
            )
            scores.append([row.name, *score])
        title = f"{by}考评" if by in result.scheme.givers else by
        yield _block(f"upper:{by}", f"{title}：", *_joined(scores, "、"), "。")
    for n, text in enumerate(context.upper, 1):
        yield _block(f"upper:{n}", text)


def _grades(result: Result) -> Iterator[Block]:
    """只公布等次: names by grade and by list, in the order of their names, which tells no rank."""
    parts: list[Part] = []
    for grade in dict.fromkeys(grade.name for grade in result.scheme.grades):
        rows = sorted((row for row in result.rows if row.grade == grade), key=lambda row: row.key)
        parts += [f"{grade}：", Run(_names(rows), f"names:{grade}"), "。"] if rows else []
    for name in dict.fromkeys(listing.name for listing in result.scheme.listings):
        rows = sorted(result.listed(name), key=lambda row: row.key)
        parts += [f"{name}：", Run(_names(rows), f"list:{name}"), "。"] if rows else []
    if parts:
        yield _block("ranking", *parts)


def _ranking(result: Result) -> Iterator[Block]:
    by_group = result.scheme.ranking == "group"
    ranked = [row for row in result.rows if row.rank is not None]
    for group in dict.fromkeys(row.group for row in ranked) if by_group else [""]:
        rows = [row for row in ranked if not by_group or row.group == group]
        key = f"ranking:{group}" if group else "ranking"
        yield _block(key, f"{group}：" if group else "", *_first_ranks(rows, group))
    for name in dict.fromkeys(listing.name for listing in result.scheme.listings):
        if rows := result.listed(name):
            yield _block(f"ranking:list:{name}", f"{name}：", Run(_names(rows), f"list:{name}"), "。")
    if long := [row for row in result.rows if row.months_at_bottom >= 2]:
        parts: list[list[Part]] = [
            [
                Run(row.name, f"bottom:{row.key}"),
                "连续",
                Run(str(row.months_at_bottom), f"months:{row.key}"),
                "期列末位",
            ]
            for row in long
        ]
        yield _block("ranking:bottom", *_joined(parts, "，"), "。")
    if out := [row for row in result.rows if row.rank is None]:
        yield _block("ranking:unranked", Run(_names(out), "unranked"), "未参加排名，原因见附件。")


def _first_ranks(rows: Sequence[Outcome], group: str) -> list[Part]:
    """稻香村列第1名，花园村、双井村并列第2名。"""
    parts: list[list[Part]] = []
    for rank, tied in groupby(
        (row for row in rows if row.rank and row.rank <= NAMED_RANKS), lambda row: row.rank
    ):
        units, key = list(tied), f"{group}:rank:{rank}" if group else f"rank:{rank}"
        parts.append([Run(_names(units), key), f"{'并列' if len(units) > 1 else '列'}第{rank}名"])
    return [*_joined(parts, "，"), "，全部名次见附件1。"] if parts else ["本期没有参加排名的单位。"]


def _problems(result: Result, context: Context) -> Iterator[Block]:
    known = {row.name: _found(row) for row in result.rows}
    if not any(known.values()) and not context.problems:
        known = {row.name: _lost(row, context.grades_only) for row in result.rows}
    known |= {name: list(texts) for name, texts in context.problems.items()}
    names = [row.name for row in result.rows]
    order = sorted(names) if context.grades_only else names
    for name in order:
        if known.get(name):
            parts: list[list[Part]] = [
                [Run(text, f"problem:{name}:{n}")] for n, text in enumerate(known[name], 1)
            ]
            yield _block(f"problems:{name}", f"{name}：", *_joined(parts, "；"), "。")


def _found(row: Outcome) -> list[str]:
    """What inspectors wrote down, the heaviest first; the rest is counted, for a 通报 is short (减负) and every village
    reads all of its own on the platform."""
    if not any(getattr(cell, "deductions", ()) for cell in row.subject.cells.values()):
        return []
    findings = [part for part in row.breakdown.walk() if part.kind == "finding" and part.label]
    findings.sort(key=lambda part: part.value if part.value is not None else 0)
    named = [part.label + _times(part) for part in findings[:MOST_FINDINGS]]
    return named + ([f"另有{len(findings) - MOST_FINDINGS}项"] if len(findings) > MOST_FINDINGS else [])


def _times(finding: Breakdown) -> str:
    hit = finding.formula.partition(" 处")[0]
    return f"{hit}处" if hit.isdigit() and "处" not in finding.label else ""


def _lost(row: Outcome, grades_only: bool) -> list[str]:
    """The items that lost at least a fifth of their points, the largest loss first."""
    losses = []
    for part in row.breakdown.walk():
        if part.kind == "item" and part.full and part.value is not None and part.value < part.full:
            lost = Fraction(part.full) - Fraction(part.value)
            if lost * BIG_LOSS >= part.full:
                losses.append((lost, part.label))
    losses.sort(key=lambda loss: -loss[0])
    if grades_only:
        return [f"{label}失分较多" for _, label in losses[:MOST_ITEMS]]
    return [f"{label}扣{figure(lost)}分" for lost, label in losses[:MOST_ITEMS]]


def _awards(result: Result, context: Context) -> Iterator[Block]:
    given = [(award, row) for row in result.rows for award in row.awards]
    total = sum(award.amount for award, _ in given if award.amount > 0)
    for n, tier in enumerate(dict.fromkeys(award for award, _ in given), 1):
        rows = [row for award, row in given if award == tier]
        if context.grades_only:
            rows = sorted(rows, key=lambda row: row.key)
        names: list[Part] = [Run(_names(rows), f"award:{n}:names")]
        each = "各" if len(rows) > 1 else ""
        amount = Run(plain(abs(tier.amount)), f"award:{n}:amount")
        if tier.amount > 0:
            yield _block(f"awards:{n}", "对", *names, f"{each}奖励", amount, "元。")
        elif tier.amount < 0:
            yield _block(f"awards:{n}", *names, f"{each}扣减以奖代补资金", amount, "元。")
        else:
            yield _block(f"awards:{n}", *names, f"：{tier.name}。")
    if total:
        yield _block("awards:total", "以上奖励合计", Run(plain(total), "award:total"), "元。")


def _requirements(result: Result, context: Context) -> Iterator[Block]:
    texts: list[tuple[str, list[Part]]] = []
    if context.deadline is not None:
        day = f"{context.deadline.month}月{context.deadline.day}日"
        texts.append(("deadline", ["存在问题的单位须在", Run(day, "deadline"), "前整改到位，并报整改情况。"]))
    texts += [(str(n), [text]) for n, text in enumerate(context.requirements, 1)]
    if context.objection_days:
        days = Run(str(context.objection_days), "objection_days")
        to = f"书面向{context.issuer}" if context.issuer else "书面"
        what = "等次" if context.grades_only else "得分和名次"
        texts.append(
            ("objection", [f"对本单位{what}有异议的，自通报发布之日起", days, f"个工作日内{to}提出。"])
        )
    for key, parts in texts:
        yield _block(f"requirements:{key}", *parts)
