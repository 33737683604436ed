"""What the environment says is taken as said, or refused by its name."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import _number


@pytest.mark.parametrize("raw", ["", "ten", "--5", "-5", "²", "1.5", "4", "481", "9" * 5000])
def test_a_number_that_is_none_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, raw: str):
    monkeypatch.setenv("XIANGFENG_IDLE_MINUTES", raw)
    with pytest.raises(ImproperlyConfigured, match=r"环境变量 XIANGFENG_IDLE_MINUTES=.*应是 5 到 480 的整数"):
        _number("XIANGFENG_IDLE_MINUTES", 30, low=5, high=480)


def test_a_number_is_read_and_has_a_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XIANGFENG_IDLE_MINUTES", "45")
    assert _number("XIANGFENG_IDLE_MINUTES", 30, low=5, high=480) == 45
    monkeypatch.delenv("XIANGFENG_IDLE_MINUTES")
    assert _number("XIANGFENG_IDLE_MINUTES", 30, low=5, high=480) == 30
