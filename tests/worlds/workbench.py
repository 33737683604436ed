"""The test county's rows of ``workbench``."""

from __future__ import annotations

from typing import Any

from tests.cast import NOW
from xiangfeng.workbench.actions import choose_digest, renew_feed


def build(world: Any, rows: int) -> None:
    """The clerk's calendar address, whose secret is ``made["feed_token"]``, and somebody who wants no weekly note."""
    world.made["feed_token"] = renew_feed(actor=world.cast.actor("clerk"), at=NOW)
    choose_digest(actor=world.cast.actor("assessor"), has_digest=False)
