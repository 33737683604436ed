"""Who gets what in ``advice``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import Row
from tests.world import World

LOOKERS = "clerk director leader head county"  # of 云溪镇, and the level above
OFFICE = "clerk director"
LEADERS = "leader head"
GIVERS = f"{OFFICE} {LEADERS} county"
OTHER = "outsider"  # the clerk of 东河镇


def _made(name: str) -> Any:
    return lambda world: {"pk": world.made[name].pk}


def _subject(world: World) -> str:
    return f"?subject={world.made['problem'].key}&text=沟渠堵塞&url=/work/"


URLS: dict[str, Row] = {
    "advice:instruct": Row(LEADERS, query=_subject),
    "advice:instructions": Row(f"{LOOKERS} {OTHER}"),
    "advice:instruction": Row(LOOKERS, missing=OTHER, args=_made("instruction")),
    "advice:instruction_task": Row(GIVERS, missing=OTHER, args=_made("open_instruction")),
    "advice:proposals": Row(f"{LOOKERS} {OTHER}"),
    "advice:proposal_new": Row(f"{OFFICE} {OTHER}"),
    "advice:proposal": Row(LOOKERS, missing=OTHER, args=_made("proposal")),
    "advice:proposal_edit": Row(OFFICE, missing=OTHER, args=_made("proposal")),
    "advice:proposal_move": Row(LOOKERS, missing=OTHER, args=_made("proposal"), by="post"),
    "advice:proposal_file": Row(
        LOOKERS, missing=OTHER, args=lambda world: {"pk": world.made["proposal"].pk, "kind": "docx"}
    ),
    "advice:problems": Row(f"{LOOKERS} {OTHER}"),
    "advice:problem_new": Row(f"{OFFICE} {OTHER}"),
    "advice:problem": Row(LOOKERS, missing=OTHER, args=_made("problem")),
    "advice:problem_move": Row(LOOKERS, missing=OTHER, args=_made("problem"), by="post"),
    "advice:problem_note": Row(OFFICE, missing=OTHER, args=_made("problem")),
    "advice:problem_task": Row(GIVERS, missing=OTHER, args=_made("problem")),
    "advice:guidances": Row(f"{LOOKERS} {OTHER}"),
    "advice:guidance_new": Row(f"{OFFICE} {OTHER}"),
    "advice:own_guidance": Row("village sibling liaison"),
    "advice:guidance": Row(f"village {LOOKERS}", missing=f"{OTHER} sibling liaison", args=_made("guidance")),
    "advice:guidance_edit": Row(OFFICE, missing=OTHER, args=_made("guidance")),
    "advice:guidance_result": Row(OFFICE, missing=OTHER, args=_made("guidance")),
    "advice:guidance_void": Row(OFFICE, missing=OTHER, args=_made("guidance")),
    "advice:guidance_task": Row(GIVERS, missing=OTHER, args=_made("guidance")),
    "advice:guidance_paper": Row(
        f"village {LOOKERS}",
        missing=f"{OTHER} sibling liaison",
        args=lambda world: {"pk": world.made["guidance"].pk, "kind": "docx"},
    ),
}

_OFFICE = {"clerk", "director"}
_LEADERS = {"head", "leader", "member"}

MOVERS: dict[str, dict[str, set[str]]] = {
    "advice.Proposal": {
        "submit": _OFFICE,
        "recall": _OFFICE,
        "instruct": _LEADERS,
        "decline": _LEADERS,
        "task": {"clerk", "director", "head", "leader", "county"},
        "file": _OFFICE,
    },
    "advice.Problem": {
        "opine": _OFFICE,
        "coordinate": _OFFICE,
        "solve": _OFFICE,
        "reopen": _OFFICE,
    },
}
