"""What comes before any work: one's own password, and the dynamic code where it is required."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from tests.accounts.conftest import PASSWORD, sign_in
from xiangfeng.accounts import actions
from xiangfeng.accounts.models import User

NEW = "Dongbian-84-shuiku"


def text(response):
    return response.content.decode()


def change(client, old, new, again=None):
    data = {"oldpassword": old, "password1": new, "password2": again or new}
    return client.post("/account/password/change/", data)


@pytest.fixture
def newcomer(site, clock, db):
    """Signed in with a handed-out password."""
    user, shown = actions.create_user("yx-shilei", name="石磊", at=timezone.now())
    client = Client()
    sign_in(client, user.username, shown)
    return client, shown


def test_a_handed_out_password_is_changed_first(newcomer):
    client, shown = newcomer
    response = client.get("/work/")
    assert (response.status_code, response.url) == (302, "/account/password/change/")
    assert "[这是初始密码，请先改成自己的密码再使用]" in text(client.get(response.url))
    assert text(client.get("/notice/")) == "public notice"
    assert client.post("/work/", headers={"HX-Request": "1"})["HX-Redirect"] == "/account/password/change/"
    response = change(client, shown, NEW)
    assert (response.status_code, response.url) == (302, "/work/")
    assert text(client.get("/work/")) == "desk of yx-shilei"
    user = User.objects.get(username="yx-shilei")
    assert user.check_password(NEW)
    assert user.password_changed_at == timezone.now()


@pytest.mark.parametrize(
    ("old", "new", "again", "why"),
    [
        ("wrong", NEW, None, "当前密码不对"),
        (None, "12345", None, "密码至少 10 位"),
        (None, "Woaini1314!", None, "密码太常见"),
        (None, "Yx-shilei-8402", None, "自己的账号或姓名"),
        (None, None, None, "最近 5 次用过的密码"),
        (None, NEW, NEW + "x", "必须相同"),
    ],
)
def test_changing_says_what_is_wrong(newcomer, old, new, again, why):
    client, shown = newcomer
    response = change(client, old or shown, new or shown, again)
    assert response.status_code == 200
    assert why in text(response)
    assert User.objects.get(username="yx-shilei").must_change_password


def test_no_page_offers_a_reset_by_mail(newcomer):
    client, shown = newcomer
    for url in ("/account/password/change/", "/account/reauthenticate/"):
        form = client.get(url).context["form"]
        assert "reset" not in "".join(str(field.help_text) for field in form)


def test_a_newcomer_may_leave(newcomer):
    client, _ = newcomer
    assert client.post("/account/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_after_ninety_days_a_reminder_but_no_force(browser, clock):
    clock.shift(dt.timedelta(days=91))
    sign_in(browser)
    assert browser.get("/work/").status_code == 200
    assert "[密码已经用了超过 90 天" in text(browser.get("/account/password/change/"))


# --- the dynamic code ------------------------------------------------------------------------------------------------


def code_now(secret):
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def bind(client):
    """Bind a code as a person does: the password once more, then the code from the phone."""
    assert client.get("/account/2fa/totp/activate/").url.startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert text(client.get("/account/2fa/totp/activate/")).startswith("activate")
    secret = client.session["mfa.totp.secret"]
    response = client.post("/account/2fa/totp/activate/", {"code": code_now(secret)})
    assert response.status_code == 302
    return secret


def test_a_code_once_bound_is_asked_for(signed_in, clock, user):
    secret = bind(signed_in)
    clock.shift(dt.timedelta(minutes=1))
    client = Client()
    response = sign_in(client)
    assert response.url == "/account/2fa/authenticate/"
    assert client.get("/work/").status_code == 302
    assert "动态码不对" in text(client.post(response.url, {"code": "000000"}))
    assert client.post(response.url, {"code": code_now(secret)}).status_code == 302
    assert text(client.get("/work/")) == "desk of yx-zhoumin"


def test_codes_cannot_be_guessed_one_after_the_other(signed_in, clock):
    secret = bind(signed_in)
    clock.shift(dt.timedelta(minutes=1))
    client = Client()
    page = sign_in(client).url
    for left in (4, 3, 2, 1):
        answer = text(client.post(page, {"code": "000000"}))
        assert f"动态码不对，请等下一个再试。还可以试 {left} 次，之后锁定 15 分钟。" in answer
    assert client.post(page, {"code": "000000"}).status_code == 429
    # Neither the right code nor the password from the start helps before the time is over.
    response = client.post(page, {"code": code_now(secret)})
    assert text(response).startswith("locked yx-zhoumin 15")
    assert sign_in(client).status_code == 429
    assert "_auth_user_id" not in client.session
    clock.shift(dt.timedelta(minutes=16))
    client.post(sign_in(client).url, {"code": code_now(secret)})
    assert text(client.get("/work/")) == "desk of yx-zhoumin"


def test_the_secret_does_not_lie_open_in_the_database(signed_in, user):
    secret = bind(signed_in)
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    assert TOTP(kept).validate_code(code_now(secret))


def test_without_the_requirement_a_code_is_a_choice(signed_in):
    assert signed_in.get("/work/").status_code == 200


def test_where_required_nobody_works_without(signed_in, settings):
    settings.IS_TOTP_REQUIRED = True
    response = signed_in.get("/work/")
    assert (response.status_code, response.url) == (302, "/account/2fa/totp/activate/")
    bind(signed_in)
    assert signed_in.get("/work/").status_code == 200
    assert "不能解除绑定" in text(signed_in.post("/account/2fa/totp/deactivate/"))
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_signed_in_by_code_costs_no_query(signed_in, settings, clock, django_assert_num_queries):
    secret = bind(signed_in)
    settings.IS_TOTP_REQUIRED = True
    clock.shift(dt.timedelta(minutes=1))
    client = Client()
    client.post(sign_in(client).url, {"code": code_now(secret)})
    client.get("/work/")
    # Session, user and, by the staff middleware, appointments.
    with django_assert_num_queries(3):
        client.get("/work/")


def test_a_lost_phone_is_replaced(signed_in, user, clock):
    bind(signed_in)
    actions.reset_second_factor(user)
    assert sign_in(Client(), password=PASSWORD).url == "/work/"
