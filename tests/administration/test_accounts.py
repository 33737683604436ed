"""Accounts and lock-outs: who may, what is recorded, and that a password stands nowhere but in one answer."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.administration.conftest import latest
from tests.cast import LONG_AGO, PASSWORD
from xiangfeng.access.actor import SYSTEM
from xiangfeng.accounts.models import User
from xiangfeng.administration.actions import accounts as acts
from xiangfeng.base.errors import Refused
from xiangfeng.history.models import Entry
from xiangfeng.orgs import actions as orgs


def url(name, *args):
    return reverse(f"administration:{name}", args=args)


def shown_in(answer):
    """The password in an answer."""
    found = re.search(r'id="new-password">([^<]+)<', answer.content.decode())
    assert found, "no password in the answer"
    assert answer["Cache-Control"] == "no-store"
    return found[1]


def test_an_account_is_opened_with_a_password_shown_once(cast, enter):
    person = orgs.add_person(cast.units["石桥村"], name="石玉", actor=SYSTEM)
    client = enter("system_admin")
    password = shown_in(client.post(url("account_new", person.pk), {"username": "SQ-ShiYu"}))
    user = User.objects.get(username="sq-shiyu")
    person.refresh_from_db()
    assert person.user == user
    assert user.check_password(password)
    assert user.must_change_password
    assert (latest().verb, latest().after) == ("开通账号", {"username": "sq-shiyu"})
    page = client.get(url("account", user.pk)).content.decode()
    assert password not in page
    assert "开通账号" in page
    assert not [entry for entry in Entry.objects.order_by("pk") if password in entry.body + entry.note]


@pytest.mark.parametrize(
    ("username", "said"), [("village", "已经有人用了"), ("1x", "小写字母"), ("石玉", "小写字母")]
)
def test_a_bad_user_name_is_refused_in_words(cast, enter, username, said):
    person = orgs.add_person(cast.units["石桥村"], name="石玉", actor=SYSTEM)
    answer = enter("system_admin").post(url("account_new", person.pk), {"username": username})
    assert said in answer.content.decode()
    person.refresh_from_db()
    assert person.user is None


def test_nobody_gets_a_second_account(cast, enter):
    answer = enter("system_admin").post(url("account_new", cast.people["village"].pk), {"username": "second"})
    assert "已经有账号“village”" in answer.content.decode()


def test_a_reset_password_works_and_the_old_one_does_not(cast, enter):
    user = cast.user("village")
    password = shown_in(enter("system_admin").post(url("account_password", user.pk)))
    user.refresh_from_db()
    assert user.check_password(password)
    assert not user.check_password(PASSWORD)
    assert (latest().verb, latest().subject_text) == ("重置密码", "石磊")
    assert latest().unit_path == cast.units["石桥村"].path


def test_an_account_goes_out_of_use_and_back(cast, enter):
    user = cast.user("village")
    theirs, client = enter("village"), enter("system_admin")
    client.post(url("account_act", user.pk), {"verb": "deactivate"})
    user.refresh_from_db()
    assert not user.is_active
    assert theirs.get(reverse("workbench:inbox")).status_code == 302
    page = client.post(url("account_password", user.pk), follow=True).content.decode()
    assert "已停用，请先启用再重置密码" in page
    client.post(url("account_act", user.pk), {"verb": "activate"})
    user.refresh_from_db()
    assert user.is_active
    assert [entry.verb for entry in Entry.objects.filter(verb__endswith="账号").order_by("pk")] == [
        "停用账号",
        "启用账号",
    ]


def test_a_lost_device_is_taken_off(cast, enter):
    user = cast.user("village")
    client = enter("system_admin")
    page = client.post(url("account_act", user.pk), {"verb": "second"}, follow=True).content.decode()
    assert "没有绑定动态码" in page
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert "已绑定" in client.get(url("account", user.pk)).content.decode()
    client.post(url("account_act", user.pk), {"verb": "second"})
    assert not Authenticator.objects.filter(user=user).exists()
    assert latest().verb == "重置动态码"


def test_one_does_nothing_to_oneself(cast, enter, at):
    user, actor = cast.user("system_admin"), cast.actor("system_admin")
    page = enter("system_admin").get(url("account", user.pk)).content.decode()
    assert "这是您自己的账号" in page
    for act in (acts.reset_password, acts.deactivate_account, acts.reset_second_factor):
        with pytest.raises(Refused):
            act(user, actor=actor, at=at)
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password(PASSWORD)


def test_a_township_administrator_reaches_the_township_only(cast, enter, at):
    town = cast.units["云溪镇"]
    post = orgs.create_post(town, title="镇系统管理员", role="system_admin", actor=SYSTEM)
    orgs.appoint_person(cast.people["liaison"], post=post, from_date=LONG_AGO, actor=SYSTEM)
    User.objects.create_user("nobody", PASSWORD, name="无主")
    client = enter("liaison")
    page = client.get(url("accounts")).content.decode()
    assert "village" in page
    assert "outsider" not in page
    assert "nobody" not in page
    assert client.get(url("account", cast.user("outsider").pk)).status_code == 404
    with pytest.raises(Refused, match="不归您管"):
        acts.reset_password(cast.user("outsider"), actor=cast.actor("liaison"), at=at)
    assert "没有对应人员" in enter("system_admin").get(url("accounts") + "?q=nobody").content.decode()


def test_comings_and_goings_are_not_shown_to_the_account_administrator(cast, enter):
    enter("village")
    assert Entry.objects.filter(verb="登录", subject_text="石磊").exists()
    page = enter("system_admin").get(url("account", cast.user("village").pk)).content.decode()
    assert "还没有记录" in page


def _lock(username):
    for _ in range(5):
        Client().post(reverse("account_login"), {"login": username, "password": "wrong"})


def test_a_lock_is_shown_and_lifted(cast, enter, monkeypatch):
    monkeypatch.setattr("xiangfeng.web.middleware.timezone.localtime", timezone.localtime)
    _lock("village")
    _lock("mima123456")
    client = enter("security_admin")
    page = client.get(url("locks")).content.decode()
    assert "village" in page
    assert "没有的账号" in page
    assert "mima123456" not in page
    client.post(url("unlock", cast.user("village").pk))
    assert (latest().verb, latest().actor_name) == ("解除锁定", "卫安")
    assert not AccessAttempt.objects.filter(username="village").exists()
    again = client.post(url("unlock", cast.user("village").pk), follow=True).content.decode()
    assert "现在没有被锁定" in again


def test_a_lock_that_has_run_out_is_not_shown(cast, enter, at):
    client = enter("security_admin")  # first, because signing in tidies away what is past by the real clock
    AccessAttempt.objects.create(
        username="village", ip_address="10.0.0.1", user_agent="x", failures_since_start=5
    )
    AccessAttempt.objects.update(attempt_time=at - dt.timedelta(minutes=14))
    assert "village" in client.get(url("locks")).content.decode()
    AccessAttempt.objects.update(attempt_time=at - dt.timedelta(minutes=16))
    assert "现在没有锁定的账号" in client.get(url("locks")).content.decode()


@pytest.mark.parametrize("key", ["clerk", "head", "audit_admin"])
def test_accounts_and_locks_are_kept_apart_from_the_work(cast, enter, key):
    assert enter(key).get(url("accounts")).status_code == 403
    assert enter(key).get(url("locks")).status_code == 403
    assert enter("security_admin").get(url("accounts")).status_code == 403
    assert enter("system_admin").get(url("locks")).status_code == 403
