"""Opening, changing and closing accounts."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.accounts.conftest import MORNING, PASSWORD
from xiangfeng.accounts import actions, queries
from xiangfeng.accounts.forms import UserForm
from xiangfeng.accounts.models import PastPassword, User
from xiangfeng.base.errors import Refused

pytestmark = pytest.mark.django_db
LATER = MORNING + dt.timedelta(days=1)


def test_a_new_account_has_a_password_shown_once_to_be_changed():
    user, shown = actions.create_user(" YX-Shilei ", name=" 石磊 ", at=MORNING)
    user = User.objects.get(username="yx-shilei")
    assert (user.name, str(user), user.get_full_name()) == ("石磊", "石磊", "石磊")
    assert user.check_password(shown)
    assert shown not in user.password
    assert user.must_change_password
    assert user.password_changed_at == user.created_at == MORNING
    assert list(queries.users()) == [user]


@pytest.mark.parametrize(
    ("username", "why"),
    [
        ("yx-zhoumin", "这个账号已经有人用了"),
        ("YX-ZhouMin", "已经有人用了"),
        ("周敏", "3–40 位小写字母"),
        ("ab", "3–40 位"),
        ("", "字段"),
    ],
)
def test_user_names_that_cannot_be(user, username, why):
    with pytest.raises(Refused, match=why):
        actions.create_user(username, name="某人", at=MORNING)
    assert User.objects.count() == 1


def test_a_given_password_has_to_satisfy_the_rules_too():
    with pytest.raises(Refused, match="至少 10 位"):
        actions.create_user("yx-shilei", name="石磊", at=MORNING, password="12345")
    assert not User.objects.exists()


def test_the_form_lowers_and_checks(user):
    assert UserForm({"username": " YX-New ", "name": "新人"}).is_valid()
    form = UserForm({"username": "yx-zhoumin", "name": "又一个"})
    assert form.errors["username"] == ["这个账号已经有人用了"]


def test_the_last_five_passwords_are_not_used_again(user):
    used = [PASSWORD, *(f"Shuiku-{n}-dongbian-{n * 7}" for n in range(1, 8))]
    for days, password in enumerate(used[1:], 1):
        actions.change_password(user, password, at=MORNING + dt.timedelta(days=days))
    user = User.objects.get()
    assert PastPassword.objects.count() == 4
    assert user.password_changed_at == MORNING + dt.timedelta(days=7)
    for password in used[-5:]:
        with pytest.raises(ValidationError, match="最近 5 次用过"):
            validate_password(password, user)
    for password in used[:3]:
        validate_password(password, user)


def test_resetting_gives_a_new_password_to_be_changed(user):
    shown = actions.reset_password(user, at=LATER)
    user.refresh_from_db()
    assert user.check_password(shown)
    assert user.must_change_password
    actions.change_password(user, "Dongbian-84-shuiku", at=LATER)
    user.refresh_from_db()
    assert not user.must_change_password


def test_out_of_use_and_back(user):
    actions.deactivate_user(user)
    user.refresh_from_db()
    assert not user.is_active
    with pytest.raises(Refused, match="已停用，请先启用"):
        actions.reset_password(user, at=LATER)
    with pytest.raises(Refused, match="已经是停用"):
        actions.deactivate_user(user)
    actions.activate_user(user)
    with pytest.raises(Refused, match="已经是启用"):
        actions.activate_user(user)
    user.refresh_from_db()
    assert user.is_active


def test_a_name_is_corrected(user):
    actions.rename_user(user, name=" 周珉 ")
    assert User.objects.get().name == "周珉"
    with pytest.raises(Refused, match="40"):
        actions.rename_user(user, name="长" * 41)


def test_a_lost_phone(user):
    with pytest.raises(Refused, match="没有绑定动态码"):
        actions.reset_second_factor(user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    actions.reset_second_factor(user)
    assert not Authenticator.objects.exists()


def test_ninety_days(user, settings):
    assert not user.is_password_old(MORNING + dt.timedelta(days=90))
    assert user.is_password_old(MORNING + dt.timedelta(days=90, seconds=1))
    settings.PASSWORD_REMIND_DAYS = 0
    assert not user.is_password_old(MORNING + dt.timedelta(days=900))


def test_accounts_are_found_whatever_the_case(user):
    assert User.objects.get_by_natural_key("YX-ZhouMin") == user
