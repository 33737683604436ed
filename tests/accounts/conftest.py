"""A person who may sign in, and pages bare of everything but what the tests read."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from xiangfeng.accounts import actions

PASSWORD = "Yunxi-7Qm4-xRt9"
MORNING = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
FORM = "{{ form.errors }}{% for message in messages %}[{{ message }}]{% endfor %}"
PAGES = {
    "account/login.html": "login " + FORM,
    "account/locked.html": "locked {{ username }} {{ minutes }} {{ until|date:'H:i' }}",
    "account/password_change.html": "change " + FORM,
    "account/account_inactive.html": "inactive",
    "account/reauthenticate.html": "reauthenticate " + FORM,
    "account/signup_closed.html": "closed",
    "mfa/authenticate.html": "code " + FORM,
    "mfa/index.html": "mfa",
    "mfa/totp/activate_form.html": "activate " + FORM + "{{ totp_svg|length }}",
    "mfa/totp/deactivate_form.html": "deactivate " + FORM,
}


@pytest.fixture
def site(settings):
    settings.ROOT_URLCONF = "tests.accounts.urls"
    settings.LOGIN_REDIRECT_URL = "/work/"
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": False,
            "OPTIONS": {
                "loaders": [("django.template.loaders.locmem.Loader", PAGES)],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ]


@pytest.fixture
def clock():
    """The office clock, stopped at nine; ``clock.shift`` moves it."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(db):
    user, _ = actions.create_user("yx-zhoumin", name="周敏", at=MORNING, password=PASSWORD)
    return user


def sign_in(client, username="yx-zhoumin", password=PASSWORD, **extra):
    return client.post("/account/login/", {"login": username, "password": password}, **extra)


@pytest.fixture
def browser(site, clock, user):
    return Client()


@pytest.fixture
def signed_in(browser):
    assert sign_in(browser).status_code == 302
    return browser
