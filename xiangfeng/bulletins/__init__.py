"""F6 — 考核通报: from a computed result to an official paper, keeping what the clerk wrote. Pure; no Django.

`generate` writes the paragraphs, `merge` puts the clerk's edits back, `assemble` makes the paper, `precheck` reads the
finished paper again before it is issued; `build` does the first three. `assess` goes from a spreadsheet to the four
files of the command, `recheck` reads somebody else's table.

Words: bulletin 通报, block 段落, edit 手改, ledger 汇总台账.
"""

from .blocks import SECTIONS, Block, Change, Context, Rectified
from .generate import generate
from .merge import Edit, merge
from .papers import assemble, build
from .precheck import Check, precheck

__all__ = [
    "SECTIONS",
    "Block",
    "Change",
    "Check",
    "Context",
    "Edit",
    "Rectified",
    "assemble",
    "build",
    "generate",
    "merge",
    "precheck",
]
