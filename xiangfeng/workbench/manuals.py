"""The Chinese manual: Markdown files shipped with the software, read as pages on screen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

FOLDER = Path(__file__).parent / "manual"


@dataclass(frozen=True)
class Page:
    """One page: its name in the address, its title, and the text below the title as HTML made from our own files."""

    slug: str
    title: str
    html: str


def _files() -> dict[str, Path]:
    return {path.stem.split("-", 1)[1]: path for path in sorted(FOLDER.glob("*.md"))}


def contents() -> list[tuple[str, str]]:
    """The pages in order: (name in the address, title)."""
    return [(slug, _title(path.read_text(encoding="utf-8"))) for slug, path in _files().items()]


def read(slug: str = "") -> Page:
    """A page, the first without a name. KeyError when there is none of that name."""
    files = _files()
    chosen = slug or next(iter(files))
    text = files[chosen].read_text(encoding="utf-8")
    title, body = _title(text), text.lstrip().partition("\n")[2]
    # html=False: raw HTML in a page is shown as text, so a careless edit cannot bring in a script.
    return Page(chosen, title, MarkdownIt("commonmark", {"html": False}).enable("table").render(body))


def _title(text: str) -> str:
    return text.lstrip().splitlines()[0].removeprefix("#").strip()
