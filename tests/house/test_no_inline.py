"""No inline script and no inline style: the content security policy would block them."""

from __future__ import annotations

import re

from tests.house.ground import line, templates

INLINE = re.compile(
    r"""<script(?![^>]*\b(?:src=|type="application/json"))"""  # a script with a body of its own
    r"""|<style\b"""
    r"""|<[^>]*\son[a-z]+\s*="""  # onclick=, onload=, …
    r"""|<[^>]*\sstyle\s*="""
    r"""|javascript:""",
    re.IGNORECASE,
)


def inline_in(html: str) -> list[str]:
    """The beginnings of inline script and style in a page."""
    without_comments = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", html, flags=re.DOTALL)
    return [
        without_comments[found.start() : found.start() + 80] for found in INLINE.finditer(without_comments)
    ]


def test_the_pattern_finds_what_it_should():
    for bad in ("<script>a()</script>", '<a onclick="x">', '<p class="a" style="color:red">', "<style>"):
        assert inline_in(bad), bad
    for good in ('<script src="/a.js" defer></script>', '<script type="application/json">', '<a class="on">'):
        assert not inline_in(good), good


def test_templates_have_no_inline_script_or_style():
    found = [
        f"{line(path, 1)} {text}"
        for path in templates()
        for text in inline_in(path.read_text(encoding="utf-8"))
    ]
    assert found == []
