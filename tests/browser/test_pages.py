"""Every page of the address table, for somebody who may see it, on a desk and in a hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, House, Visit, faults_of_axe
from tests.browser.server import UNDEFINED, VARIANTS
from tests.house.url_matrix import MATRIX

# Answers that are files, codes or parts of a page; everything else must be a page.
NO_PAGE = {
    "favicon", "healthz", "keep_alive", "account_reauthenticate",
    "administration:attachment", "administration:unit_blank",
    "assessments:sheet_changes", "assessments:sheet_cell", "assessments:sheet_file", "assessments:scheme_rule",
    "assessments:scheme_toml", "assessments:scheme_xlsx", "assessments:ledger_file", "assessments:bulletin_file",
    "advice:proposal_file", "duties:regulation_xlsx", "duties:words", "goals:evaluation_file", "goals:plan_file",
    "goals:plan_xlsx", "leadership:blank", "leadership:group_file", "leadership:group_xlsx",
    "meetings:minutes_file", "meetings:notice_file", "meetings:sheet_file", "meetings:sign_svg",
    "pledges:file", "pledges:supplement_file", "regulations:blank", "regulations:compilation",
    "regulations:paper", "tasks:paper", "tasks:urge_paper", "workbench:feed_file", "workbench:dossier_book", "workbench:dossier_file",
    "advice:guidance_paper", "assessments:uppers_blank", "findings:blank", "findings:notice_file",
    "inspections:field_package", "inspections:field_photo", "inspections:field_worker", "inspections:plan_file",
    "inspections:visit_code", "inspections:visit_file", "inspections:visit_photo", "notices:notice_file", "notices:notice_paper",
    "notices:public_file", "notices:public_paper", "sites:blank", "upkeep:register_blank",
    "challenge", "feedback:public_photo", "feedback:report_paper", "feedback:report_photo", "letters:letter_file",
    "letters:public_paper", "open311:contract", "open311:discovery", "open311:request", "open311:requests", "open311:service",
    "open311:services", "open311:token", "regulations:public_paper", "supervision:box_blank", "supervision:letter",
    "supervision:opening_paper", "supervision:own_photo", "supervision:sheet", "supervision:sticker_code", "surveys:code_svg",
    "surveys:form_paper", "surveys:report", "surveys:results_xlsx",
}  # fmt: skip
PAGES = sorted(name for name, row in MATRIX.items() if row.by == "get" and row.ok and name not in NO_PAGE)


@pytest.mark.parametrize("name", [*PAGES, *VARIANTS])
def test_page(name: str, world: House, walk: Visit):
    known = world.pages[name]
    page = walk.tab(known["session"])
    page.goto("about:blank")  # what the page before says on being left is not of this one
    walk.faults.clear()
    wrong = _faults(page, known["url"])
    assert not wrong, "\n" + "\n".join(wrong)
    assert walk.unexpected() == []


def _faults(page: Page, url: str) -> list[str]:
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    answer = page.goto(url)
    if answer is None or not answer.headers["content-type"].startswith("text/html"):
        return ["not a page: belongs to NO_PAGE"]
    wrong = []
    for width, height in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": height})
        needed = page.evaluate("() => document.documentElement.scrollWidth")
        if needed > width:
            wrong.append(f"{width}: the page is {needed} wide")
        wrong += [f"{width}: {fault}" for fault in faults_of_axe(page)]
    if not page.title().strip():
        wrong.append("no title")
    if (headings := page.locator("h1").count()) != 1:
        wrong.append(f"{headings} first headings")
    if UNDEFINED in page.content():
        wrong.append("an undefined template variable")
    return wrong
