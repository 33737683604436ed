"""Who gets what at which address. One row for each named address; ``Row`` is explained in ``urls.py``.

The groups are written out by hand, not derived from the roles: this is the second opinion on ``access/roles.py``.
"""

from __future__ import annotations

from typing import Any

from tests.house.matrix import PARTS
from tests.house.url_matrix_admin import ADMINISTRATION
from tests.house.urls import PEOPLE, Row
from tests.world import World

ALL = " ".join(PEOPLE)
STAFF = " ".join(person for person in PEOPLE if person != "citizen")
OFFICE = "clerk director leader head assessor"  # of 云溪镇
LOOKERS = f"{OFFICE} county"  # the office and the level above
SCORERS = "clerk director assessor"
MAKERS = "clerk director county"
VILLAGES = "village sibling liaison"
OTHER = "outsider"  # the clerk of 东河镇


def _open(world: World) -> dict[str, Any]:
    return {"pk": world.period.pk}


def _file(world: World) -> dict[str, Any]:
    return {"pk": world.cast.units["石桥村"].pk}


def _final(world: World) -> dict[str, Any]:
    return {"pk": world.finals[-1].pk}


def _own(world: World) -> dict[str, Any]:
    return {"pk": world.finals[-1].entries.get(unit=world.cast.units["石桥村"]).pk}


def _open_entry(world: World) -> dict[str, Any]:
    return {"pk": world.period.entries.get(unit=world.cast.units["石桥村"]).pk}


def _line(world: World) -> dict[str, Any]:
    return {**_final(world), "entry": _own(world)["pk"]}


def _cell(world: World) -> str:
    return f"?entry={_open_entry(world)['pk']}&item=1"


def _draft(world: World) -> dict[str, Any]:
    return {"pk": world.drafts[0].pk}


def _objection(world: World) -> dict[str, Any]:
    return {"pk": world.objections[-1].pk}


MATRIX: dict[str, Row] = {
    # --- for everybody
    "public_home": Row(ALL),
    "compliance": Row(ALL),
    "accessibility": Row(ALL),
    "privacy": Row(ALL),
    "large_type": Row(ALL, by="post"),
    "healthz": Row(ALL),
    "challenge": Row(ALL),
    "favicon": Row(ALL, status=302),
    # --- everybody's own
    "workbench:inbox": Row(STAFF),
    "workbench:village": Row(VILLAGES),
    "workbench:feed": Row(STAFF),
    "workbench:feed_file": Row(ALL, args=lambda world: {"token": world.made["feed_token"]}),
    "workbench:own_dossier": Row(VILLAGES, status=302),
    "workbench:dossier": Row(f"{LOOKERS} village", missing="outsider sibling liaison", args=_file),
    "workbench:dossier_book": Row(f"{LOOKERS} village", missing="outsider sibling liaison", args=_file),
    "workbench:dossier_file": Row(
        f"{LOOKERS} village",
        missing="outsider sibling liaison",
        args=lambda world: {**_file(world), "kind": "docx"},
    ),
    "workbench:leader": Row("clerk director leader head county outsider"),
    "workbench:feed_renew": Row(STAFF, by="post"),
    "workbench:feed_revoke": Row(STAFF, by="post"),
    "workbench:feed_digest": Row(STAFF, by="post"),
    "workbench:search": Row(STAFF, query=lambda world: "?q=石桥"),
    "manual": Row(STAFF),
    "manual_page": Row(STAFF, args=lambda world: {"page": "scoring"}),
    "keep_alive": Row(STAFF, status=204),
    # --- signing in; without a recent password or a second factor most pages send on
    "account_login": Row("citizen", others=302),
    "account_logout": Row(STAFF),
    "account_inactive": Row(ALL),
    "account_reauthenticate": Row(STAFF),
    "account_change_password": Row(STAFF),
    "mfa_index": Row(STAFF),
    "mfa_authenticate": Row("", others=302),
    "mfa_reauthenticate": Row(STAFF, status=302),
    "mfa_activate_totp": Row(STAFF, status=302),
    "mfa_deactivate_totp": Row("", missing=STAFF),
    "mfa_view_recovery_codes": Row("", missing=STAFF),
    "mfa_generate_recovery_codes": Row(STAFF, status=302),
    "mfa_download_recovery_codes": Row("", missing=STAFF),
    # --- pages of the library that do not exist here
    "account_signup": Row("", missing=ALL),
    "account_email": Row("", missing=ALL),
    "account_email_verification_sent": Row("", missing=ALL),
    "account_confirm_email": Row("", missing=ALL, args=lambda world: {"key": "x"}),
    "account_set_password": Row("", missing=ALL),
    "account_reset_password": Row("", missing=ALL),
    "account_reset_password_done": Row("", missing=ALL),
    "account_reset_password_from_key": Row("", missing=ALL, args=lambda world: {"uidb36": "1", "key": "x"}),
    "account_reset_password_from_key_done": Row("", missing=ALL),
    "account_confirm_login_code": Row("", missing=ALL),
    # --- months
    "assessments:periods": Row(f"{LOOKERS} {OTHER}"),
    "assessments:period_open": Row(f"{MAKERS} {OTHER}"),
    "assessments:period": Row(LOOKERS, missing=OTHER, args=_open),
    "assessments:period_edit": Row(MAKERS, missing=OTHER, args=_open, by="post"),
    "assessments:period_cancel": Row(MAKERS, missing=OTHER, args=_open, by="post"),
    "assessments:period_move": Row(LOOKERS, missing=OTHER, args=_open, by="post"),
    "assessments:period_add": Row(MAKERS, missing=OTHER, args=_open),
    "assessments:entry_edit": Row(MAKERS, missing=OTHER, args=_open_entry, by="post"),
    # --- the score sheet
    "assessments:sheet": Row(LOOKERS, missing=OTHER, args=_open),
    "assessments:sheet_changes": Row(LOOKERS, missing=OTHER, args=_open),
    "assessments:sheet_cell": Row(LOOKERS, missing=OTHER, args=_open, query=_cell),
    "assessments:paper_form": Row(LOOKERS, missing=OTHER, args=_open),
    "assessments:sheet_file": Row(LOOKERS, missing=OTHER, args=_open),
    "assessments:sheet_feed": Row(SCORERS, missing=OTHER, args=_open),
    "assessments:uppers_import": Row(SCORERS, missing=OTHER, args=_open),
    "assessments:uppers_confirm": Row(SCORERS, missing=OTHER, args=_open, by="post"),
    "assessments:uppers_blank": Row(SCORERS, missing=OTHER, args=_open),
    "assessments:sheet_import": Row(SCORERS, missing=OTHER, args=_open),
    "assessments:sheet_confirm": Row(SCORERS, missing=OTHER, args=_open, by="post"),
    "assessments:sheet_save": Row(SCORERS, missing=OTHER, args=_open, by="post"),
    "assessments:sheet_row": Row(SCORERS, missing=OTHER, args=_open, by="post"),
    "assessments:sheet_set": Row(SCORERS, missing=OTHER, args=_open, by="post"),
    "assessments:sheet_missing": Row(SCORERS, missing=OTHER, args=_open, by="post"),
    "assessments:sheet_deductions": Row(SCORERS, missing=OTHER, args=_open, by="post"),
    "assessments:sheet_giver": Row(SCORERS, missing=OTHER, args=_open, by="post"),
    "assessments:sheet_adjust": Row(SCORERS, missing=OTHER, args=_open, by="post"),
    "assessments:sheet_upper": Row(SCORERS, missing=OTHER, args=_open, by="post"),
    # --- schemes
    "assessments:public_schemes": Row(ALL),
    "assessments:public_scheme": Row(ALL, args=lambda world: {"pk": world.period.scheme_version_id}),
    "assessments:schemes": Row(f"{LOOKERS} {OTHER}"),
    "assessments:scheme_new": Row(f"{MAKERS} {OTHER}"),
    "assessments:scheme_import": Row(f"{MAKERS} {OTHER}"),
    "assessments:scheme": Row(LOOKERS, missing=OTHER, args=_draft),
    "assessments:scheme_rule": Row(LOOKERS, missing=OTHER, args=_draft),
    "assessments:scheme_change": Row(MAKERS, missing=OTHER, args=_draft, by="post"),
    "assessments:scheme_section": Row(
        LOOKERS, missing=OTHER, args=lambda world: {**_draft(world), "section": "grades"}
    ),
    "assessments:scheme_try": Row(LOOKERS, missing=OTHER, args=_draft),
    "assessments:scheme_print": Row(LOOKERS, missing=OTHER, args=_draft),
    "assessments:scheme_toml": Row(LOOKERS, missing=OTHER, args=_draft),
    "assessments:scheme_xlsx": Row(LOOKERS, missing=OTHER, args=_draft),
    "assessments:scheme_copy": Row(MAKERS, missing=OTHER, args=_draft),
    "assessments:scheme_move": Row(MAKERS, missing=OTHER, args=_draft, by="post"),
    # --- ranking and 通报
    "assessments:ranking": Row(LOOKERS, missing=OTHER, args=_final),
    "assessments:ranking_entry": Row(LOOKERS, missing=OTHER, args=_line),
    "assessments:ledger_file": Row(LOOKERS, missing=OTHER, args=_final),
    "assessments:bulletin": Row(LOOKERS, missing=OTHER, args=_final),
    "assessments:bulletin_settings": Row(MAKERS, missing=OTHER, args=_final, by="post"),
    "assessments:bulletin_block": Row(MAKERS, missing=OTHER, args=_final, by="post"),
    "assessments:bulletin_file": Row(
        LOOKERS,
        missing=f"{OTHER} {VILLAGES}",
        args=lambda world: {**_final(world), "kind": "docx"},
    ),
    "assessments:recheck": Row(f"{LOOKERS} {OTHER}"),
    # --- a village's own results, objections
    "assessments:own": Row(f"{VILLAGES} {LOOKERS} {OTHER}"),  # those who see all get the months
    "assessments:own_entry": Row("village", missing="sibling liaison", args=_own),
    "assessments:objections": Row(f"{LOOKERS} {OTHER}"),
    "assessments:objection": Row(f"{LOOKERS} village", missing=f"{OTHER} sibling liaison", args=_objection),
    "assessments:objection_move": Row(
        "director head leader village", missing="sibling liaison", args=_objection, by="post"
    ),
    # --- units, people, accounts, calendar, history, files, messages
    **ADMINISTRATION,
    # --- the other apps, a module each
    **{name: row for part in PARTS for name, row in part.URLS.items()},
}
