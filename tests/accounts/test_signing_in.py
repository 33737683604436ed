"""Signing in, being locked out, being signed out."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.accounts.conftest import PASSWORD, sign_in
from xiangfeng.accounts import actions, queries

WRONG = "Bushi-zhege-84"


def text(response):
    return response.content.decode()


def test_the_right_password_whatever_the_case_of_the_name(browser):
    response = sign_in(browser, " YX-ZhouMin ")
    assert response.status_code == 302
    assert response.url == "/work/"
    assert text(browser.get("/work/")) == "desk of yx-zhoumin"


def test_every_failure_says_how_many_tries_are_left(browser):
    for left in (4, 3, 2, 1):
        response = sign_in(browser, password=WRONG)
        assert response.status_code == 200
        assert f"账号或密码不对。还可以试 {left} 次，之后锁定 15 分钟。" in text(response)
    response = sign_in(browser, password=WRONG)
    assert response.status_code == 429
    assert text(response) == "locked yx-zhoumin 15 09:15"


def test_an_unknown_name_is_answered_alike(browser):
    assert "还可以试 4 次" in text(sign_in(browser, "nobody"))
    for _ in range(4):
        response = sign_in(browser, "nobody")
    assert response.status_code == 429


def lock(browser):
    for _ in range(5):
        response = sign_in(browser, password=WRONG)
    assert response.status_code == 429


def test_locked_means_locked_until_it_said_and_no_longer(browser, clock):
    lock(browser)
    for _ in range(2):
        clock.shift(dt.timedelta(minutes=7))
        response = sign_in(browser)
        assert response.status_code == 429
    assert text(response) == "locked yx-zhoumin 1 09:15"
    assert "_auth_user_id" not in browser.session
    clock.shift(dt.timedelta(minutes=1, seconds=1))
    assert sign_in(browser).status_code == 302


def test_changing_case_wins_no_tries(browser):
    for name in ("yx-zhoumin", "YX-zhoumin", "Yx-Zhoumin", "yx-ZHOUMIN", "YX-ZHOUMIN"):
        response = sign_in(browser, name, WRONG)
    assert response.status_code == 429


def test_another_browser_program_wins_no_tries(browser):
    for number in range(5):
        response = sign_in(browser, password=WRONG, headers={"User-Agent": f"Browser {number}"})
    assert response.status_code == 429


def test_others_are_not_locked_out(browser, user):
    lock(browser)
    actions.create_user("yx-shilei", name="石磊", at=timezone.now(), password=PASSWORD)
    assert sign_in(browser, "yx-shilei").status_code == 302
    # Nor is the person, at their own desk, while somebody far away tries their name.
    assert sign_in(Client(REMOTE_ADDR="10.0.0.8")).status_code == 302


def test_success_forgets_failures(browser):
    for _ in range(4):
        sign_in(browser, password=WRONG)
    sign_in(browser)
    browser.post("/account/logout/")
    assert "还可以试 4 次" in text(sign_in(browser, password=WRONG))


def test_an_administrator_sees_and_lifts_a_lock(browser, user):
    lock(browser)
    now = timezone.now()
    assert [(found.username, found.address, found.failures) for found in queries.locks(now)] == [
        ("yx-zhoumin", "127.0.0.1", 5)
    ]
    assert queries.locks(now)[0].until == now + dt.timedelta(minutes=15)
    assert actions.unlock_user(user) == 1
    assert queries.locks(now) == []
    assert sign_in(browser).status_code == 302


def test_a_reset_password_lifts_the_lock_too(browser, user):
    lock(browser)
    shown = actions.reset_password(user, at=timezone.now())
    assert sign_in(browser, password=shown).status_code == 302


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("9.9.9.9, 10.1.2.3", "10.1.2.3"),
        ("10.1.2.3", "10.1.2.3"),
        ("nonsense", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_behind_our_web_server_the_last_forwarded_address_counts(browser, settings, forwarded, address):
    settings.IS_HTTPS = True
    for _ in range(5):
        sign_in(browser, password=WRONG, headers={"X-Forwarded-For": forwarded})
    assert [found.address for found in queries.locks(timezone.now())] == [address]


def test_without_a_web_server_forwarded_addresses_are_not_believed(browser):
    for number in range(5):
        response = sign_in(browser, password=WRONG, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert response.status_code == 429


def test_an_account_out_of_use(browser, user):
    actions.deactivate_user(user)
    response = sign_in(browser, follow=True)
    assert text(response) == "inactive"
    assert "_auth_user_id" not in browser.session


def test_taking_out_of_use_ends_the_session(signed_in, user):
    actions.deactivate_user(user)
    assert text(signed_in.get("/work/", follow=True)).startswith("login")


def test_a_reset_password_ends_the_session(signed_in, user):
    actions.reset_password(user, at=timezone.now())
    assert text(signed_in.get("/work/", follow=True)).startswith("login")


def test_nobody_signs_up(browser):
    data = {"username": "stranger", "password1": PASSWORD, "password2": PASSWORD}
    browser.post("/account/signup/", data)
    assert list(queries.users().values_list("username", flat=True)) == ["yx-zhoumin"]


# --- idle time-out ------------------------------------------------------------------------------------------------


def test_thirty_idle_minutes_sign_out(signed_in, clock):
    clock.shift(dt.timedelta(minutes=29))
    assert text(signed_in.get("/work/")) == "desk of yx-zhoumin"
    clock.shift(dt.timedelta(minutes=29))
    assert text(signed_in.get("/work/")) == "desk of yx-zhoumin"
    clock.shift(dt.timedelta(minutes=30))
    response = signed_in.get("/work/?page=2")
    assert response.status_code == 302
    assert response.url == "/account/login/?next=%2Fwork%2F%3Fpage%3D2"
    assert "[30 分钟没有操作，已自动退出，请重新登录]" in text(signed_in.get(response.url))


def test_administrators_idle_shorter(signed_in, clock, settings):
    session = signed_in.session
    assert session["idle_minutes"] == 30
    session["idle_minutes"] = settings.IDLE_MINUTES_ADMIN
    session.save()
    clock.shift(dt.timedelta(minutes=14))
    assert signed_in.get("/work/").status_code == 200
    clock.shift(dt.timedelta(minutes=15))
    assert signed_in.get("/work/").status_code == 302


def test_a_background_poll_is_no_activity(signed_in, clock):
    for _ in range(2):
        clock.shift(dt.timedelta(minutes=14))
        assert signed_in.get("/work/", headers={"X-Background": "1"}).status_code == 200
    clock.shift(dt.timedelta(minutes=3))
    assert signed_in.get("/work/").status_code == 302


def test_being_active_writes_to_the_session_once_a_minute(signed_in, clock):
    before = signed_in.session["active_at"]
    clock.shift(dt.timedelta(seconds=50))
    signed_in.get("/work/")
    assert signed_in.session["active_at"] == before
    clock.shift(dt.timedelta(seconds=10))
    signed_in.get("/work/")
    assert signed_in.session["active_at"] == before + 60


def test_htmx_and_json_callers_learn_of_it_in_their_own_way(signed_in, clock):
    second = Client()
    sign_in(second)
    clock.shift(dt.timedelta(hours=1))
    response = signed_in.post("/work/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (200, "/account/login/")
    response = second.post("/work/", headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert response.json() == {"message": "登录已失效，请重新登录", "url": "/account/login/"}


# --- one session at a time ----------------------------------------------------------------------------------------


def test_two_sessions_are_allowed_unless_forbidden(signed_in):
    sign_in(Client())
    assert signed_in.get("/work/").status_code == 200


def test_a_second_sign_in_ends_the_first(browser, settings):
    settings.IS_SINGLE_SESSION = True
    second = Client()
    for client in (browser, second):
        sign_in(client)
        assert client.get("/work/").status_code == 200
    response = browser.get("/work/", follow=True)
    assert "[这个账号刚在别处登录，此处已退出。如不是本人，请马上改密码]" in text(response)
    assert second.get("/work/").status_code == 200
