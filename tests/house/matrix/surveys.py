"""Who gets what in ``surveys``."""

from __future__ import annotations

from typing import Any

from tests.cast import CITIZEN, SEATS
from tests.house.urls import Row
from tests.world import World

LOOKERS = "clerk director leader head county"
OFFICE = "clerk director county"
OTHER = "outsider"
EVERYBODY = " ".join((CITIZEN, *SEATS))


def _made(name: str, **more: Any) -> Any:
    return lambda world: {"pk": world.made[name].pk} | more


def _question(world: World) -> dict[str, Any]:
    row = world.made["survey_draft"]
    return {"pk": row.pk, "question": row.questions.order_by("place").first().pk}


def _batch(world: World) -> dict[str, Any]:
    return {"pk": world.made["survey_running"].pk, "batch": world.made["survey_batch"].pk}


def _word(world: World) -> dict[str, Any]:
    return {"pk": world.made["survey_over"].pk, "word": world.made["survey_word"].pk}


def _slug(name: str, key: str = "slug") -> Any:
    return lambda world: {key: world.made[name].slug}


URLS: dict[str, Row] = {
    "surveys:public_list": Row(EVERYBODY),
    "surveys:public_survey": Row(EVERYBODY, args=_slug("survey_open", "key")),
    "surveys:public_thanks": Row(EVERYBODY, args=_slug("survey_open")),
    "surveys:public_results": Row(EVERYBODY, args=_slug("survey_over")),
    "surveys:surveys": Row(f"{LOOKERS} {OTHER}"),
    "surveys:survey_new": Row(f"{OFFICE} {OTHER}"),
    "surveys:survey": Row(LOOKERS, missing=OTHER, args=_made("survey_running")),
    "surveys:survey_edit": Row(OFFICE, missing=OTHER, args=_made("survey_draft")),
    "surveys:survey_move": Row(LOOKERS, missing=OTHER, args=_made("survey_draft"), by="post"),
    "surveys:survey_renew": Row(OFFICE, missing=OTHER, args=_made("survey_over")),
    "surveys:questions": Row(OFFICE, missing=OTHER, args=_made("survey_draft")),
    "surveys:question_new": Row(OFFICE, missing=OTHER, args=_made("survey_draft")),
    "surveys:question_edit": Row(OFFICE, missing=OTHER, args=_question),
    "surveys:question_act": Row(OFFICE, missing=OTHER, args=_question, by="post"),
    "surveys:standard": Row(OFFICE, missing=OTHER, args=_made("survey_draft"), by="post"),
    "surveys:preview": Row(LOOKERS, missing=OTHER, args=_made("survey_draft")),
    "surveys:form_paper": Row(LOOKERS, missing=OTHER, args=_made("survey_draft", kind="docx")),
    "surveys:handing": Row(LOOKERS, missing=OTHER, args=_made("survey_running")),
    "surveys:codes": Row(OFFICE, missing=OTHER, args=_made("survey_running")),
    "surveys:batch_void": Row(OFFICE, missing=OTHER, args=_batch),
    "surveys:poster": Row(LOOKERS, missing=OTHER, args=_made("survey_running")),
    "surveys:code_svg": Row(LOOKERS, missing=OTHER, args=_made("survey_running")),
    "surveys:entry": Row(OFFICE, missing=OTHER, args=_made("survey_running")),
    "surveys:results": Row(LOOKERS, missing=OTHER, args=_made("survey_over")),
    "surveys:results_xlsx": Row(LOOKERS, missing=OTHER, args=_made("survey_over")),
    "surveys:report": Row(LOOKERS, missing=OTHER, args=_made("survey_over", kind="docx")),
    "surveys:words": Row(LOOKERS, missing=OTHER, args=_made("survey_over")),
    "surveys:words_report": Row(OFFICE, missing=OTHER, args=_word, by="post"),
}

_OFFICE = {"clerk", "director", "county"}
_APPROVE = {"leader", "head", "county"}

MOVERS: dict[str, dict[str, set[str]]] = {
    "surveys.Survey": {
        "submit": _OFFICE,
        "approve": _APPROVE,
        "return": _APPROVE,
        "recall": _OFFICE,
        "withdraw": _OFFICE,
        "close": _OFFICE,
        "publish": _APPROVE,
        "file": _OFFICE,
    },
}
