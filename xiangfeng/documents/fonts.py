"""The typefaces 公文 ask for, and what stands in for them on this machine.

方正小标宋, 仿宋_GB2312 and their like are licensed and cannot come with the software, so an administrator may put
them into a folder; then come the fonts of the system, then the open ones the front-end packages bring.
Which role is served by a substitute is said on screen, never hidden.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

FOLDER_VARIABLE = "XIANGFENG_FONTS"
"""Environment variable naming the administrator's font folders, joined as in PATH."""

SONG, TITLE, HEI, FANG, KAI = "宋体", "小标宋", "黑体", "仿宋", "楷体"


@dataclass(frozen=True)
class FontUse:
    """For one role: the typeface the standard asks for and the family used. A substitute only looks alike."""

    role: str
    wanted: str
    used: str
    is_substitute: bool


@dataclass(frozen=True)
class Face:
    """What the renderer sets a role in: families in order of fall-back for each glyph, and the weight."""

    families: tuple[str, ...]
    weight: int


@dataclass(frozen=True)
class _Role:
    wanted: str
    proper: str
    """Pattern of family names that are this typeface by design."""
    substitute: str
    weight: int = 400


_SERIF = r"^(Noto Serif SC|Noto Serif CJK SC|Source Han Serif SC|Source Han Serif CN|思源宋体)$"
_SANS = r"^(Noto Sans SC|Noto Sans CJK SC|Source Han Sans SC|Source Han Sans CN|思源黑体|WenQuanYi Zen Hei)$"
_ROLES = {
    FANG: _Role("仿宋_GB2312", r"仿宋|FangSong|FandolFang|Zhuque Fangsong", _SERIF),
    TITLE: _Role("方正小标宋简体", r"小标宋|XiaoBiaoSong|FZXBS", _SERIF, weight=700),
    HEI: _Role("黑体", r"^(黑体|SimHei|方正黑体.*|FZHei-.*|FandolHei.*)$", _SANS, weight=500),
    KAI: _Role("楷体_GB2312", r"楷体|KaiTi|FZKai|FandolKai|LXGW WenKai|AR PL UKai CN", _SERIF),
    SONG: _Role("宋体", r"^(宋体|SimSun|NSimSun|方正书宋.*|FZShuSong.*|FandolSong.*)$", _SERIF),
}


@dataclass(frozen=True)
class _Sources:
    """Font folders, each with the moment it was last changed: fonts put in later are found without a restart."""

    admin: tuple[tuple[str, int], ...]
    bundled: tuple[tuple[str, int], ...]


def named_folders() -> tuple[Path, ...]:
    """Administrator's folders named by XIANGFENG_FONTS, for commands that run without settings."""
    return tuple(Path(part) for part in os.environ.get(FOLDER_VARIABLE, "").split(os.pathsep) if part)


def bundled_folder() -> Path:
    """Where the npm packages of this checkout keep the open fonts."""
    return Path(__file__).resolve().parents[2] / "node_modules" / "@expo-google-fonts"


def report(folders: Sequence[Path | str] = ()) -> list[FontUse]:
    """For each role the typeface wanted and the one used, given the administrator's `folders`.

    `used` is empty where no Chinese typeface was found at all; then no PDF can be made.
    """
    return [_use(role, face) for role, face in faces(folders).items()]


def _use(role: str, face: Face) -> FontUse:
    used = face.families[0] if face.families else ""
    rule = _ROLES[role]
    return FontUse(role, rule.wanted, used, not re.search(rule.proper, used, re.IGNORECASE))


def faces(folders: Sequence[Path | str] = ()) -> dict[str, Face]:
    """Role → families and weight. Rare characters of names fall through to the later families."""
    return _faces(_sources(folders))


def book(folders: Sequence[Path | str] = ()) -> typst.Fonts:
    """The fonts typst may use: the administrator's, the system's, the bundled; searched once a process."""
    return _book(_sources(folders))


def _sources(folders: Sequence[Path | str]) -> _Sources:
    admin = dict.fromkeys((*(Path(folder) for folder in folders), *named_folders()))
    return _Sources(_dated(admin), _dated([bundled_folder()]))


def _dated(folders: Iterable[Path]) -> tuple[tuple[str, int], ...]:
    return tuple((str(folder), folder.stat().st_mtime_ns) for folder in folders if folder.is_dir())


@lru_cache(maxsize=4)
def _book(sources: _Sources) -> typst.Fonts:
    paths: list[str] = [folder for folder, _ in (*sources.admin, *sources.bundled)]
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=paths)


@lru_cache(maxsize=4)
def _faces(sources: _Sources) -> dict[str, Face]:
    found: dict[str, int] = {}
    for font in _book(sources).fonts():
        rank = _rank(font.path or "", sources)
        found[font.family] = min(rank, found.get(font.family, rank))
    return choose(found)


def choose(found: Mapping[str, int]) -> dict[str, Face]:
    """Faces from the families found, each with the rank of its source (0 administrator, 1 system, 2 bundled).

    A family that is the typeface by design goes before every substitute, and among such the lower rank wins.
    """
    return {role: _face(rule, found) for role, rule in _ROLES.items()}


def _rank(path: str, sources: _Sources) -> int:
    """0 for the administrator's folders, 1 for the system's, 2 for the bundled ones."""
    if any(Path(path).is_relative_to(folder) for folder, _ in sources.admin):
        return 0
    return 2 if any(Path(path).is_relative_to(folder) for folder, _ in sources.bundled) else 1


def _face(rule: _Role, found: Mapping[str, int]) -> Face:
    proper = sorted(
        (family for family in found if re.search(rule.proper, family, re.IGNORECASE)),
        key=lambda family: (found[family], family),
    )
    substitutes = [
        family
        for family in _alternatives(rule.substitute) + _alternatives(_SERIF) + _alternatives(_SANS)
        if family in found and family not in proper
    ]
    return Face(tuple(dict.fromkeys(proper + substitutes)), rule.weight)


def _alternatives(pattern: str) -> list[str]:
    return pattern[2:-2].split("|")
