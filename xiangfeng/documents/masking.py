"""The masking guard: personal numbers that must not stand in a paper others read (个人信息保护法第6、28、34条).

It finds resident id numbers, telephone numbers, bank cards and e-mail addresses, and shows how each would look
masked. Names are people's business: `mask_name` masks one, nothing here finds them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xiangfeng.base.errors import Refused
from xiangfeng.documents.paper import Paper, places


class Personal(StrEnum):
    """The kinds of personal numbers the guard knows."""

    ID = "身份证号"
    CARD = "银行卡号"
    MOBILE = "手机号"
    LANDLINE = "固定电话"
    EMAIL = "电子邮箱"


@dataclass(frozen=True)
class Hit:
    """A personal number at `start:end` of the text, and what may be shown of it."""

    kind: Personal
    start: int
    end: int
    shown: str


@dataclass(frozen=True)
class PlacedHit:
    """A hit and where in the paper it stands."""

    where: str
    hit: Hit


_GAP = r"[ \-‐–]?"
_ID = re.compile(
    rf"(?<![0-9A-Za-z])(?:\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}[0-9Xx]|\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{3}})(?![0-9A-Za-z])"
)
_NAMED_ID = re.compile(
    r"身份证(?:件)?(?:号码|号)?[^0-9A-Za-z，。；\n]{0,4}(?P<number>\d{17}[0-9Xx]|\d{15})(?![0-9A-Za-z])"
)
"""A number the text itself calls an id number: a mistyped one still belongs to somebody."""
_CARD = re.compile(r"(?<![0-9A-Za-z.])[3-6]\d{3}(?:[ \-]?\d{4}){3}(?:[ \-]?\d{1,3})?(?![0-9A-Za-z])")
_MOBILE = re.compile(
    rf"(?<![0-9A-Za-z.])(?:\+?86{_GAP})?(1[3-9]\d){_GAP}\d{{4}}{_GAP}\d{{4}}(?![0-9A-Za-z]|\.\d|[万亿]?元)"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.])[（(]?(0(?:10|2\d|[3-9]\d{2}))[）)]?[ \-‐–—]{0,2}([2-9]\d{6,7})(?![0-9A-Za-z]|\.\d|[万亿]?元)"
)
_LOCAL = re.compile(
    r"(?:电话|传真|座机|热线|联系方式)[^0-9A-Za-z，。；\n]{0,6}()([2-9]\d{6,7})(?![0-9A-Za-z]|\.\d|[年月日号])"
)
_BARE = re.compile(r"(?<![0-9A-Za-z.])()([2-9]\d{6,7})(?![0-9A-Za-z.])")
_EMAIL = re.compile(r"(?<![0-9A-Za-z._%+-])[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_COMPOUND = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "令狐",
    ]
)


def scan(text: str, *, allowed: Collection[str] = (), is_phone_column: bool = False) -> list[Hit]:
    """The personal numbers in `text`, in order of place.

    `allowed` holds numbers that may be printed (the office's own line), with or without separators.
    In a column headed 电话 a bare local number counts as well.
    """
    plain = _half_width(text)
    spared = {_key(number) for number in allowed}
    hits: list[Hit] = []
    for pattern, judge in _SEARCHES + ([(_BARE, _landline)] if is_phone_column else []):
        for match in pattern.finditer(plain):
            hit = judge(match)
            if hit is None or _key(plain[hit.start : hit.end]) in spared:
                continue
            if not any(hit.start < other.end and other.start < hit.end for other in hits):
                hits.append(hit)
    return sorted(hits, key=lambda hit: hit.start)


def check_public(text: str, what: str, *, allowed: str = "") -> None:
    """Refuses a text that everybody will read and that holds personal numbers; ``allowed`` is the office's own telephone, "" for none."""
    if hits := scan(text, allowed=[allowed] if allowed else []):
        kinds = "、".join(dict.fromkeys(hit.kind.value for hit in hits))
        raise Refused(f"公开的{what}里有{kinds}，请改掉再公开")


def mask(text: str, *, allowed: Collection[str] = ()) -> str:
    """`text` with each personal number shown as the rules allow: 440308********1234, 138****1234, 尾号1234."""
    for hit in reversed(scan(text, allowed=allowed)):
        text = text[: hit.start] + hit.shown + text[hit.end :]
    return text


def mask_name(name: str) -> str:
    """张某 for 张三, 欧阳某 for 欧阳修: how a person is named in a paper of blame."""
    name = "".join(name.split())
    if not name:
        return ""
    return (name[:2] if name[:2] in _COMPOUND and len(name) > 2 else name[0]) + "某"


def check_paper(paper: Paper, *, allowed: Collection[str] = ()) -> list[PlacedHit]:
    """The personal numbers in every text of the paper; whether they stop it is the caller's decision."""
    return [
        PlacedHit(place.where, hit)
        for place in places(paper)
        for hit in scan(
            place.text,
            allowed=allowed,
            is_phone_column=bool(re.search(r"“[^”]*(电话|手机|联系方式)", place.where)),
        )
    ]


def is_id_number(number: str) -> bool:
    """Whether 18 characters are a resident id number by GB 11643-1999: province, day of birth and check digit."""
    if not re.fullmatch(r"\d{17}[0-9Xx]", number) or not _is_born(number[:2], number[6:14]):
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def is_card_number(number: str) -> bool:
    """Whether the digits pass the Luhn check every bank card carries."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_born(province: str, day: str) -> bool:
    try:
        born = date(int(day[:4]), int(day[4:6]), int(day[6:8]))
    except ValueError:
        return False
    return province in _PROVINCES and 1880 <= born.year <= 2099


def _id(match: re.Match[str]) -> Hit | None:
    number = _digits(match[0])
    if not (is_id_number(number) if len(number) == 18 else _is_born(number[:2], "19" + number[6:12])):
        return None
    return _hit(Personal.ID, match, f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}")


def _named_id(match: re.Match[str]) -> Hit:
    number = match["number"]
    return Hit(
        Personal.ID,
        match.start("number"),
        match.end(),
        f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}",
    )


def _card(match: re.Match[str]) -> Hit | None:
    number = _digits(match[0])
    return _hit(Personal.CARD, match, f"尾号{number[-4:]}") if is_card_number(number) else None


def _mobile(match: re.Match[str]) -> Hit:
    return _hit(Personal.MOBILE, match, f"{match[1]}****{_digits(match[0])[-4:]}")


def _landline(match: re.Match[str]) -> Hit:
    area = f"{match[1]}-" if match[1] else ""
    shown = f"{area}****{match[2][-4:]}"
    return Hit(Personal.LANDLINE, match.start() if area else match.start(2), match.end(), shown)


def _email(match: re.Match[str]) -> Hit:
    name, domain = match[0].split("@")
    return _hit(Personal.EMAIL, match, f"{name[0]}***@{domain}")


def _hit(kind: Personal, match: re.Match[str], shown: str) -> Hit:
    return Hit(kind, match.start(), match.end(), shown)


_SEARCHES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Hit | None]]] = [
    (_ID, _id),
    (_NAMED_ID, _named_id),
    (_CARD, _card),
    (_MOBILE, _mobile),
    (_LANDLINE, _landline),
    (_LOCAL, _landline),
    (_EMAIL, _email),
]


def _half_width(text: str) -> str:
    """The text, letter for letter, with full-width figures and signs made half-width."""
    return "".join(
        unicodedata.normalize("NFKC", c) if "！" <= c <= "～" and c not in "，（）；：" else c for c in text
    )


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit() or c in "Xx")


def _key(number: str) -> str:
    """A number without the marks people write between its figures, so that 0577-6471 1234 equals 057764711234."""
    return re.sub(r"[\s\-‐–—()（）+]", "", number).casefold()
