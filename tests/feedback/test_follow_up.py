"""回访: what the office hears of the sender, and what it may write down of it."""

from __future__ import annotations

import datetime as dt

import pytest

from xiangfeng.base.errors import Refused
from xiangfeng.feedback.actions import Sender, register_report
from xiangfeng.feedback.actions.accepting import accept_report
from xiangfeng.feedback.actions.answering import close_report, reply_report
from xiangfeng.feedback.actions.dispatching import keep_report
from xiangfeng.feedback.actions.sender import rate_reply
from xiangfeng.feedback.models import Report


@pytest.fixture
def who(cast, at):
    return {"actor": cast.actor("clerk"), "at": at}


@pytest.fixture
def replied(cast, who, at):
    def make(**more):
        row = register_report(cast.units["云溪镇"], text="路灯不亮", channel="web", at=at, **more).report
        accept_report(row, kind="complaint", **who)
        keep_report(row, **who)
        reply_report(row, text="修好了", **who)
        return row

    return make


@pytest.fixture
def named(replied):
    return replied(privacy="named", sender=Sender(name="王五", phone="13800001234"))


def test_nobody_unsatisfied_is_filed_without_a_word(named, who):
    with pytest.raises(Refused, match="反映人不满意"):
        close_report(named, rating="unsatisfied", **who)
    Report.objects.filter(pk=named.pk).update(rating="basically")
    named.refresh_from_db()
    close_report(named, way="电话回访", text="再三不满意", rating="unsatisfied", **who)
    assert named.rating == "basically", "what the sender said stands"


@pytest.mark.parametrize(("way", "text"), [("", "说满意"), ("电话回访", " ")])
def test_how_and_what_was_said_stand_with_what_the_office_heard(named, who, way, text):
    with pytest.raises(Refused, match="怎么回访的"):
        close_report(named, way=way, text=text, rating="satisfied", **who)


def test_what_the_office_heard_stands_until_the_sender_says_otherwise(named, who, at):
    close_report(named, way="电话回访", text="说满意", rating="satisfied", **who)
    assert (named.state, named.rating) == ("closed", "satisfied")
    assert rate_reply(named, rating="unsatisfied", text="没有人打过电话", at=at + dt.timedelta(days=1))
    assert (named.state, named.rating) == ("accepted", "")


def test_nobody_heard_what_somebody_without_a_name_thinks(replied, who):
    with pytest.raises(Refused, match="匿名的没有联系方式"):
        close_report(replied(), way="上门回访", text="说满意", rating="satisfied", **who)
