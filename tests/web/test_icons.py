"""Every icon a page names is in the sprite; a missing one would be an empty square nobody notices."""

from __future__ import annotations

import re
from pathlib import Path

from django.template import Context, Template

from tests.house.ground import ROOT, templates
from xiangfeng.web.menu import MENU
from xiangfeng.web.templatetags.xf import NOTE_ICONS, TAG_ICONS

LIST = ROOT / "frontend" / "icons.txt"
NAMED = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']|<c-void\b[^>]*\sicon=["']([\w-]+)["']""")


def listed() -> set[str]:
    lines = (line.strip() for line in LIST.read_text(encoding="utf-8").splitlines())
    return {line for line in lines if line and not line.startswith("#")}


def named_in(path: Path) -> set[str]:
    return {tag or void for tag, void in NAMED.findall(path.read_text(encoding="utf-8"))}


def test_icons_of_templates_are_in_the_sprite():
    missing = {path.name: names for path in templates() if (names := named_in(path) - listed())}
    assert missing == {}


def test_icons_of_menu_tags_and_notes_are_in_the_sprite():
    used = {icon for _, icon, _ in MENU} | set(TAG_ICONS.values()) | set(NOTE_ICONS.values())
    assert used <= listed()


def test_the_list_is_sorted_and_says_nothing_twice():
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines == sorted(set(lines))


def test_icon_points_into_the_sprite_and_is_hidden_from_screen_readers():
    html = Template('{% icon "bell" "xf-i-lg" %}').render(Context())
    assert 'class="xf-i xf-i-lg" aria-hidden="true"' in html
    assert "web/build/sprite.svg#i-bell" in html
