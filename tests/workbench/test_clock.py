"""The clock's steps do not stand in each other's way."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from xiangfeng.workbench.management.commands import clock


@pytest.mark.django_db
def test_a_broken_step_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    done = []

    def broken(at: object) -> int:
        raise RuntimeError("没有办法")

    monkeypatch.setattr(clock, "STEPS", (("坏的一步", broken), ("好的一步", lambda at: done.append(at) or 1)))
    with pytest.raises(CommandError, match="坏的一步（没有办法）"):
        call_command("clock", verbosity=0)
    assert len(done) == 1
    assert "坏的一步" in caplog.text
