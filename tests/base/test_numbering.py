"""How numbers and dates are written on official papers and in ledgers."""

import datetime as dt

import pytest

from xiangfeng.base import numbering


def test_document_number_has_hexagonal_brackets_and_no_padding():
    assert numbering.document_number("云创办", 2026, 23) == "云创办〔2026〕23号"
    with pytest.raises(ValueError, match="从 1 开始"):
        numbering.document_number("云创办", 2026, 0)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("云创办〔2026〕23号", "云创办〔2026〕23号"),
        ("云创办[2026]023号", "云创办〔2026〕23号"),
        (" 云创办（2026）第 5 号 ", "云创办〔2026〕5号"),
        ("云创办【2026】5号", "云创办〔2026〕5号"),
        ("云创办2026-5", None),
        ("云创办〔2026〕000号", None),
        ("", None),
    ],
)
def test_tidy_document_number(typed, tidy):
    assert numbering.tidy_document_number(typed) == tidy


def test_record_number():
    assert numbering.record_number("YX", "KH", 2026, 1) == "YX-KH-2026-0001"
    assert numbering.record_number("YX", "KH", 2026, 12345) == "YX-KH-2026-12345"
    with pytest.raises(ValueError, match="从 1 开始"):
        numbering.record_number("YX", "KH", 2026, 0)


def test_dates_are_not_padded():
    assert numbering.chinese_date(dt.date(2026, 11, 3)) == "2026年11月3日"
    assert numbering.chinese_month(2026, 1) == "2026年1月"
    assert numbering.chinese_year(2026) == "二〇二六"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (100, "一百"),
        (105, "一百零五"), (110, "一百一十"), (115, "一百一十五"), (1000, "一千"), (1001, "一千零一"),
        (1010, "一千零一十"), (1100, "一千一百"), (9999, "九千九百九十九"),
    ],
)  # fmt: skip
def test_chinese_numerals(number, words):
    assert numbering.chinese_numeral(number) == words


@pytest.mark.parametrize("number", [-1, 10000])
def test_numerals_out_of_range(number):
    with pytest.raises(ValueError, match="0 到 9999"):
        numbering.chinese_numeral(number)
