"""One's own messages: read by opening, nobody else's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from xiangfeng.notifications.actions import notify
from xiangfeng.notifications.models import Message, MessageKind


def url(name, *args):
    return reverse(f"administration:{name}", args=args)


@pytest.fixture
def told(cast, at):
    """Two messages to the clerk, one to the secretary."""
    clerk, secretary = cast.user("clerk").pk, cast.user("village").pk
    notify([clerk], text="石桥村提出异议", url="/work/assessments/objections/", at=at, kind=MessageKind.TODO)
    notify([clerk, secretary], text="明天停电", at=at, kind=MessageKind.WARNING)
    return clerk


def test_one_sees_ones_own(cast, enter, told):
    page = enter("clerk").get(url("messages")).content.decode()
    assert "石桥村提出异议" in page
    assert "2 条未读" in page
    assert "石桥村提出异议" not in enter("village").get(url("messages")).content.decode()
    assert "没有消息" in enter("outsider").get(url("messages")).content.decode()


def test_opening_reads_and_leads_on(cast, enter, told, at):
    message = Message.objects.get(user_id=told, kind="todo")
    client = enter("clerk")
    assert client.get(url("message", message.pk)).status_code == 405
    assert client.post(url("message", message.pk)).url == "/work/assessments/objections/"
    message.refresh_from_db()
    assert message.read_at == at
    assert "石桥村提出异议" not in client.get(url("messages") + "?tab=unread").content.decode()
    assert "石桥村提出异议" in client.get(url("messages")).content.decode()


def test_a_message_without_address_leads_back(cast, enter, told):
    message = Message.objects.get(user_id=told, kind="warning")
    assert enter("clerk").post(url("message", message.pk)).url == url("messages")


def test_nobody_reads_anothers(cast, enter, told):
    message = Message.objects.get(user_id=told, kind="todo")
    assert enter("village").post(url("message", message.pk)).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_all_are_read_at_once(cast, enter, told):
    client = enter("clerk")
    assert "2 条消息都标成已读" in client.post(url("messages_read"), follow=True).content.decode()
    assert not Message.objects.filter(user_id=told, read_at=None).exists()
    assert Message.objects.filter(read_at=None).count() == 1
    assert "没有未读消息" in client.post(url("messages_read"), follow=True).content.decode()


def test_a_long_list_is_paged_and_keeps_its_tab(cast, enter, at):
    for number in range(51):
        notify([cast.user("clerk").pk], text=f"第{number}条", at=at)
    page = enter("clerk").get(url("messages") + "?tab=unread").content.decode()
    assert "第 1–50 条，共 51 条" in page
    assert "?tab=unread&amp;page=2" in page
