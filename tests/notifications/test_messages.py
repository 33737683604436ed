"""Messages: told once, read once, one's own only."""

import datetime as dt

import pytest

from xiangfeng.accounts.models import User
from xiangfeng.notifications import actions
from xiangfeng.notifications.models import Message, MessageKind
from xiangfeng.notifications.queries import messages_for, unread_for

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=2)


@pytest.fixture
def people():
    return [User.objects.create_user(name).pk for name in ("zhoumin", "shilei")]


def test_everybody_named_hears_once(people, django_assert_num_queries):
    one, two = people
    with django_assert_num_queries(1):
        actions.notify([one, two, one], text="11月考评已定稿", url="/work/", at=AT, kind=MessageKind.TODO)
    assert [(m.text, m.url, m.kind, m.at, m.read_at) for m in unread_for(one)] == [
        ("11月考评已定稿", "/work/", "todo", AT, None)
    ]
    assert unread_for(two).count() == 1


def test_an_unread_twin_is_not_sent_again(people):
    one, two = people
    for at in (AT, LATER):
        actions.notify([one], text="请打分", at=at)
    actions.notify([one, two], text="请打分", at=LATER)
    actions.notify([one], text="请复核", at=LATER)
    assert [m.text for m in unread_for(one)] == ["请复核", "请打分"]
    assert unread_for(two).count() == 1


def test_after_reading_the_same_may_be_said_again(people):
    one, _ = people
    actions.notify([one], text="请打分", at=AT)
    message = actions.mark_read(one, unread_for(one).get().pk, at=AT)
    assert message.read_at == AT
    actions.mark_read(one, message.pk, at=LATER)
    message.refresh_from_db()
    assert message.read_at == AT
    actions.notify([one], text="请打分", at=LATER)
    assert (messages_for(one).count(), unread_for(one).count()) == (2, 1)


def test_nobody_reads_for_another(people):
    one, two = people
    actions.notify([one], text="请打分", at=AT)
    assert actions.mark_read(two, unread_for(one).get().pk, at=AT) is None
    assert actions.mark_all_read(two, at=AT) == 0
    assert unread_for(one).count() == 1


def test_all_read_leaves_what_came_after(people):
    one, _ = people
    actions.notify([one], text="请打分", at=AT)
    actions.notify([one], text="请复核", at=AT)
    actions.notify([one], text="刚来的", at=LATER)
    assert actions.mark_all_read(one, at=AT) == 2
    assert [m.text for m in unread_for(one)] == ["刚来的"]


@pytest.mark.parametrize(
    "url", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", "x"]
)
def test_links_lead_nowhere_else(people, url):
    with pytest.raises(ValueError, match="只能指向本平台"):
        actions.notify(people, text="请打分", url=url, at=AT)
    assert not Message.objects.exists()


def test_long_text_is_cut_alike_for_twins(people):
    one, _ = people
    for _ in range(2):
        actions.notify([one], text="长" * 300, at=AT)
    assert unread_for(one).get().text == "长" * 199 + "…"


def test_telling_nobody_is_no_error():
    actions.notify([], text="请打分", at=AT)
    assert not Message.objects.exists()
