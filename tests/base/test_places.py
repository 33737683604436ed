"""One place up or down."""

from __future__ import annotations

import pytest

from xiangfeng.base.places import shifted


def test_one_place_and_no_further():
    rows = ("甲", "乙", "丙")
    assert shifted(rows, "乙", is_up=True) == ["乙", "甲", "丙"]
    assert shifted(rows, "乙", is_up=False) == ["甲", "丙", "乙"]
    assert shifted(rows, "甲", is_up=True) is None
    assert shifted(rows, "丙", is_up=False) is None
    with pytest.raises(ValueError, match="丁"):
        shifted(rows, "丁", is_up=True)
