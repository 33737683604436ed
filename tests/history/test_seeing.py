"""Who sees which entries."""

import pytest

from tests.history.conftest import auditor
from xiangfeng.access.actor import NOBODY, SYSTEM
from xiangfeng.history.actions import record
from xiangfeng.history.queries import entries_for, entries_within

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(county, township, sibling, clerk, at):
    for subject in (county, township, sibling, None):
        record(subject, verb="看", actor=clerk, at=at)


def seen(actor):
    return {entry.subject_text for entry in entries_within(actor)}


def test_a_township_auditor_sees_the_township(entries, township):
    assert seen(auditor(township)) == {"云溪镇"}


def test_a_root_auditor_sees_all_and_what_belongs_to_no_unit(entries, county):
    assert seen(auditor(county)) == {"云川县", "云溪镇", "青坪镇", ""}
    assert seen(SYSTEM) == {"云川县", "云溪镇", "青坪镇", ""}


def test_without_the_right_nothing_is_seen(entries, clerk):
    assert seen(clerk) == set()
    assert seen(NOBODY) == set()


def test_the_timeline_of_one_row(entries, township, clerk, at):
    record(township, verb="改名", actor=clerk, at=at)
    assert [entry.verb for entry in entries_for(township)] == ["看", "改名"]
