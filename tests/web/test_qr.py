from __future__ import annotations

import pytest

from xiangfeng.web.qr import qr_svg


def test_a_code_is_a_picture_without_styles():
    svg = qr_svg("https://example.org/work/meetings/sign/abc/").decode()
    assert 'viewBox="0 0 41 41"' in svg  # version 4: 33 modules and a border of 4
    assert "style" not in svg and "<script" not in svg


def test_another_address_is_another_picture():
    assert qr_svg("a") != qr_svg("b")


def test_too_long_is_said():
    with pytest.raises(ValueError, match="data"):
        qr_svg("x" * 8000)
