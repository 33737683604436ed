"""Who may make which move: a second opinion, written by hand. A move that is not here fails."""

from tests.house.matrix import PARTS

SCORERS = {"clerk", "director", "assessor"}
DECIDERS = {"head", "leader", "director"}

MOVERS: dict[str, dict[str, set[str]]] = {
    "assessments.SchemeVersion": {
        "activate": {"clerk", "director", "county"},
        "retire": {"clerk", "director", "county"},
    },
    "assessments.Period": {
        "start": {"clerk", "director", "county"},
        "submit": SCORERS,
        "recall": SCORERS,
        "send_back": {"director"},
        "finalise": {"leader", "director"},
        "reopen": DECIDERS,
        "publish": {"head", "leader"},
    },
    "assessments.Objection": {
        "uphold": {"director"},
        "reject": {"director"},
        "withdraw": {"village", "liaison"},
    },
    **{label: moves for part in PARTS for label, moves in part.MOVERS.items()},
}
