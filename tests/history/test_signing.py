"""Sign-ins, sign-outs and failures are in the history, under the unit of whose account it is."""

import datetime as dt

import pytest
from django.test import Client

from tests.accounts.conftest import PASSWORD, browser, clock, sign_in, site, user  # noqa: F401
from tests.history.conftest import auditor
from xiangfeng.history.models import Entry
from xiangfeng.history.queries import entries_within
from xiangfeng.history.verification import verify
from xiangfeng.orgs.models import Person

WRONG = "Bushi-zhege-84"


def told():
    rows = Entry.objects.order_by("at", "id")
    return [(row.verb, row.actor_id, row.actor_name, row.data, row.unit_path) for row in rows]


@pytest.fixture
def villager(user, township):  # noqa: F811
    Person.objects.create(unit=township, name="周敏", user=user)
    return user


def test_in_and_out(browser, villager, township):  # noqa: F811
    sign_in(browser)
    browser.post("/account/logout/")
    where = ({"address": "127.0.0.1"}, township.path)
    assert told() == [("登录", villager.pk, "周敏", *where), ("退出", villager.pk, "周敏", *where)]
    assert {entry.subject_type for entry in Entry.objects.all()} == {"accounts.user"}
    assert verify() == []
    assert [entry.verb for entry in entries_within(auditor(township))] == ["退出", "登录"]


def test_failures_and_the_lock(browser, villager):  # noqa: F811
    for _ in range(5):
        sign_in(browser, "YX-Zhoumin", WRONG)
    assert sorted(entry[:3] for entry in told()) == [
        *[("登录失败", villager.pk, "周敏")] * 5,
        ("登录锁定", villager.pk, "周敏"),
    ]
    assert WRONG not in str(list(Entry.objects.values()))


def test_an_unknown_name_is_not_kept_because_it_may_be_a_password(browser):  # noqa: F811
    sign_in(browser, "My-Secret-84", WRONG)
    assert told() == [("登录失败", None, "没有的账号", {"address": "127.0.0.1"}, "")]
    assert "secret" not in str(list(Entry.objects.values())).lower()


def test_being_signed_out_for_idling_is_a_sign_out(browser, villager, clock):  # noqa: F811
    sign_in(browser)
    clock.shift(dt.timedelta(hours=1))
    browser.get("/work/")
    assert [entry[0] for entry in told()] == ["登录", "退出"]


def test_a_changed_password_is_recorded_without_it(browser, villager):  # noqa: F811
    sign_in(browser)
    new = "Dongbian-84-shuiku"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    browser.post("/account/password/change/", data)
    assert [entry[0] for entry in told()] == ["登录", "修改密码"]
    assert new not in str(list(Entry.objects.values()))


def test_signing_out_without_being_in_says_nothing(site, db):  # noqa: F811
    Client().post("/account/logout/")
    assert told() == []
