"""范本: the clean default set of 制度 in our own words, shipped as TOML in ``library/``, one file a 制度.

``{unit}`` in a title or text becomes the name of the unit that takes it over. Pure, apart from reading the files.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xiangfeng.regulations.outline import ARTICLE, CHAPTER, ITEM, Piece, numbered

FOLDER = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class Template:
    """One shipped 制度: key, title, what it is for, and its pieces."""

    key: str
    title: str
    about: str
    pieces: tuple[Piece, ...]

    def title_for(self, unit_name: str) -> str:
        """The title as the unit would carry it."""
        return self.title.replace("{unit}", unit_name)

    def pieces_for(self, unit_name: str) -> list[Piece]:
        """The numbered text with the unit's name filled in."""
        filled = [
            Piece(one.level, one.text.replace("{unit}", unit_name), one.requirements) for one in self.pieces
        ]
        return numbered(filled, "parts")

    @property
    def article_count(self) -> int:
        """How many 条 it has."""
        return sum(piece.level == ARTICLE for piece in self.pieces)


@cache
def load_all() -> tuple[Template, ...]:
    """All shipped 制度, the main one first."""
    return tuple(_load(path) for path in sorted(FOLDER.glob("*.toml")))


def _load(path: Path) -> Template:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    pieces: list[Piece] = []
    for part in data["parts"]:
        pieces.append(Piece(CHAPTER, part["title"]))
        for article in part["articles"]:
            pieces.append(Piece(ARTICLE, article["text"], article.get("ids", "")))
            pieces += [Piece(ITEM, item["text"], item.get("ids", "")) for item in article.get("items", ())]
    key = path.stem.partition("-")[2]
    return Template(key, data["title"], data.get("about", ""), tuple(pieces))
