"""编号与日期的写法: as GB/T 9704-2012 wants them on an official paper, and as the ledgers number their records."""

from __future__ import annotations

import datetime as dt
import re

DIGITS = "〇一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_DOCUMENT_NUMBER = re.compile(r"^(.+?)\s*[〔\[【（(]\s*(\d{4})\s*[〕\]】）)]\s*第?\s*0*(\d+)\s*号$")


def document_number(code: str, year: int, number: int) -> str:
    """发文字号 such as 云创办〔2026〕23号: 六角括号, the full year, no padding, no 第 (GB/T 9704-2012 7.2.5)."""
    if number < 1:
        raise ValueError("发文顺序号从 1 开始")
    return f"{code}〔{year}〕{number}号"


def tidy_document_number(text: str) -> str | None:
    """``text`` as a proper 发文字号, mending brackets, padding and 第; None when it is not one at all."""
    found = _DOCUMENT_NUMBER.match(text.strip())
    return document_number(found[1], int(found[2]), int(found[3])) if found and int(found[3]) else None


def record_number(unit: str, kind: str, year: int, number: int) -> str:
    """A record's number such as YX-KH-2026-0001: unit, kind of ledger, year, counted from 1 in each year."""
    if number < 1:
        raise ValueError("记录编号从 1 开始")
    return f"{unit}-{kind}-{year}-{number:04d}"


def chinese_date(day: dt.date) -> str:
    """成文日期: 2026年11月3日, Arabic digits, no padding (GB/T 9704-2012 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(year: int, month: int) -> str:
    """2026年11月."""
    return f"{year}年{month}月"


def chinese_numeral(number: int) -> str:
    """``number`` (0 … 9999) in words, as headings count: 一, 十, 十一, 二十, 一百零五."""
    if not 0 <= number <= 9999:
        raise ValueError("只支持 0 到 9999")
    if number == 0:
        return "零"
    text = ""
    for place, digit in zip(reversed(range(len(str(number)))), str(number), strict=True):
        if digit != "0":
            text += DIGITS[int(digit)] + _PLACES[place]
        elif not text.endswith("零"):
            text += "零"
    text = text.rstrip("零")
    return text.removeprefix("一") if 10 <= number < 20 else text


def chinese_year(year: int) -> str:
    """A year digit by digit: 二〇二六."""
    return "".join(DIGITS[int(digit)] for digit in str(year))
