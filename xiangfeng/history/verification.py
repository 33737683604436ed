"""Whether the history is still what was written: altered, removed and inserted rows are found.

The chain finds what was done to single rows. Somebody who rewrites a whole chain with its head is found by anchors
(存证): head hashes written regularly to a file that is kept elsewhere, printed or sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from xiangfeng.history.chain import digest
from xiangfeng.history.models import Entry, Head


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where a chain does not hold: ``kind`` is altered, removed or inserted; ``message`` is Chinese."""

    chain: str
    seq: int
    kind: str
    message: str

    def __str__(self) -> str:
        return f"链 {self.chain} 第 {self.seq} 条：{self.message}"


def verify(chain: str | None = None) -> list[Broken]:
    """Every broken place of ``chain`` or, without one, of all chains; empty when the history is whole. Reads only."""
    if chain is not None:
        return _verify_chain(chain)
    chains = {
        *Head.objects.values_list("chain", flat=True),
        *Entry.objects.values_list("chain", flat=True).distinct(),
    }
    return [broken for name in sorted(chains) for broken in _verify_chain(name)]


def _verify_chain(chain: str) -> list[Broken]:
    # The head is read first: entries written meanwhile lie beyond it and are not looked at.
    head = Head.objects.filter(chain=chain).first()
    found: list[Broken] = []
    seq, last_hash = 0, ""
    entries = Entry.objects.filter(chain=chain).order_by("seq")
    if head is not None:
        entries = entries.filter(seq__lte=head.seq)
    for entry in entries.iterator():
        found += _check(entry, seq, last_hash)
        seq, last_hash = entry.seq, entry.hash
    return found + _check_end(chain, head, seq, last_hash)


def _check(entry: Entry, last_seq: int, last_hash: str) -> list[Broken]:
    found = []
    if entry.seq != last_seq + 1:
        found.append(_removed(entry.chain, last_seq + 1, entry.seq - 1))
    elif entry.prev_hash != last_hash:
        found.append(
            Broken(entry.chain, entry.seq, "altered", "与上一条接不上，两条之一被改过或是后来插入的")
        )
    if digest(entry) != entry.hash:
        found.append(Broken(entry.chain, entry.seq, "altered", "内容与校验值不符，被改过"))
    return found


def _check_end(chain: str, head: Head | None, seq: int, last_hash: str) -> list[Broken]:
    if head is None:
        return [Broken(chain, seq, "removed", "链头记录被删除")] if seq else []
    if seq < head.seq:
        return [_removed(chain, seq + 1, head.seq)]
    if last_hash != head.hash:
        return [Broken(chain, seq, "altered", "最后一条与链头不符，被改过")]
    now = Head.objects.filter(chain=chain).values_list("seq", flat=True).first() or 0
    extra = (
        Entry.objects.filter(chain=chain, seq__gt=now).order_by("seq").values_list("seq", flat=True).first()
    )
    return [Broken(chain, extra, "inserted", "链头之后多出记录，是后来插入的")] if extra else []


def _removed(chain: str, first: int, last: int) -> Broken:
    which = "这一条被删除" if first == last else f"到第 {last} 条被删除"
    return Broken(chain, first, "removed", which)


def anchor_lines(at: dt.datetime) -> list[str]:
    """One line a chain – time, chain, number of entries, hash of the last – to be kept outside the database."""
    stamp = at.astimezone(dt.UTC).isoformat(timespec="seconds")
    heads = Head.objects.filter(seq__gt=0).order_by("chain")
    return [f"{stamp} {head.chain} {head.seq} {head.hash}" for head in heads]


def check_anchors(lines: Iterable[str]) -> list[Broken]:
    """Whether the history still holds what earlier anchors say. ValueError for a line that is no anchor."""
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        parts = line.split()
        if len(parts) != 4 or not parts[2].isdigit():
            raise ValueError(f"存证文件第 {number} 行看不懂：{line.strip()[:60]}")
        stamp, chain, seq, expected = parts
        entry = Entry.objects.filter(chain=chain, seq=int(seq)).first()
        if entry is None:
            found.append(Broken(chain, int(seq), "removed", f"{stamp} 的存证里有这一条，现在没有了"))
        elif entry.hash != expected:
            found.append(Broken(chain, int(seq), "altered", f"与 {stamp} 的存证不符，整条链被重写过"))
    return found
