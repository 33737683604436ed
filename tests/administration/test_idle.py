"""Administrators are signed out after 15 idle minutes, everybody else after 30."""

import pytest


@pytest.mark.parametrize(
    ("who", "minutes"), [("system_admin", 15), ("security_admin", 15), ("audit_admin", 15), ("clerk", 30)]
)
def test_the_idle_limit_follows_the_post(enter, settings, who, minutes):
    assert (settings.IDLE_MINUTES_ADMIN, settings.IDLE_MINUTES) == (15, 30)
    assert enter(who).session["idle_minutes"] == minutes
