"""The test county's rows of ``inspections``."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.inspections.actions import add_party, add_sites, create_inspection, issue_inspection
from xiangfeng.inspections.actions.drawing import draw_sites
from xiangfeng.inspections.actions.planning import create_plan, put_line
from xiangfeng.inspections.actions.typing import Typed, fill_form
from xiangfeng.inspections.models import Answer, Clash, Photo, Receipt, Upload
from xiangfeng.sites.models import Site

TODAY = NOW.date()


def build(world: Any, rows: int) -> None:
    """A plan, ``rows`` inspections in 筹备 with a draw, and as many handed out, with one visit of 石桥村 in hand and one made."""
    town, who = world.cast.units["云溪镇"], {"actor": SYSTEM, "at": NOW}
    plan = create_plan(town, year=2026, **who)
    sites = list(Site.objects.filter(unit=world.cast.units["石桥村"]).order_by("pk")[:2])
    for number in range(rows):
        line = put_line(
            plan, month=11, kind="monthly", title=f"月度检查{number}", villages=1, tags="物质、精神", **who
        )
        draft = _inspection(world, f"抽查{number}", sites=(), planned=None)
        draw = draw_sites(draft, pool=sites[:1], wanted=1, seed=f"2026112{number}", **who)
        issued = _inspection(world, f"月度检查{number}", sites=sites, planned=line)
        issue_inspection(issued, **who)
    create_plan(world.cast.units["东河镇"], year=2026, **who)
    visit, done = issued.visits.select_related("inspection__unit", "site__unit", "party").order_by("seq")
    items = done.inspection.forms[done.form]["items"]
    day = {"visited_on": TODAY, "inspectors": "陈晓、吴芳"}
    assert fill_form(done, [Typed(item["code"], "ok") for item in items], hand_in=day, **who).is_handed_in
    for number in range(rows):
        _filled(world, visit, number)
    world.made |= {
        "check_plan": plan, "planned_check": line, "inspection": issued, "inspection_draft": draft, "draw": draw,
        "party": draft.parties.get(), "visit": visit, "visit_done": done,
        "clash": visit.clashes.first(),
    }  # fmt: skip


def _inspection(world: Any, title: str, *, sites: Any, planned: Any) -> Any:
    town, people, who = world.cast.units["云溪镇"], world.cast.people, {"actor": SYSTEM, "at": NOW}
    row = create_inspection(
        town, title=title, kind="spot", starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=2),
        planned=planned, is_announced=False, **who,
    )  # fmt: skip
    party = add_party(row, name="一组", members=[people["clerk"], people["assessor"]], **who)
    if sites:
        add_sites(row, sites, party=party, **who)
    return row


def _filled(world: Any, visit: Any, number: int) -> None:
    """What a phone leaves behind, without its actions: they have tests of their own."""
    item = visit.inspection.forms[visit.form]["items"][number]["code"]
    Answer.objects.create(visit=visit, item=item, verdict="ok", by="陈晓", filled_at=NOW, saved_at=NOW)
    Photo.objects.create(visit=visit, item=item, key=uuid.uuid4(), attachment=world.files[0], by="陈晓")
    Upload.objects.create(
        visit=visit,
        key=uuid.uuid4(),
        item=item,
        name="沟渠.jpg",
        size=9,
        user=world.cast.user("clerk"),
        began_at=NOW,
    )
    Receipt.objects.create(visit=visit, key=uuid.uuid4(), answer={"result": "done"}, at=NOW)
    Clash.objects.create(
        visit=visit,
        item=item,
        stands={"verdict": "ok"},
        other={"verdict": "bad", "count": 1},
        by="吴芳",
        at=NOW,
    )
