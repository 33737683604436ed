"""One worker of the site as a process of its own: reads a line of JSON, acts, answers with a line of JSON.

Not a test: ``test_two_workers.py`` starts two of it on one database. What a worker remembered of somebody's rights would
show here, as each has its own memory.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from xiangfeng.accounts.models import User  # noqa: E402
from xiangfeng.orgs.models import Person, Post  # noqa: E402

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
clients: dict[str, Client] = {}


def client_of(account: str) -> Client:
    """The browser of that person at this worker, signed in once."""
    if account not in clients:
        clients[account] = Client(raise_request_exception=False, SERVER_NAME="localhost")
        clients[account].force_login(User.objects.get(username=account), backend=BACKEND)
    return clients[account]


def look(account: str, url: str) -> int:
    return client_of(account).get(url).status_code


def grant(by: str, account: str, post: str) -> int:
    """Seat somebody, through the door an administrator uses; gives the number of the appointment."""
    person, seat = Person.objects.get(user__username=account), Post.objects.get(title=post)
    since = timezone.localdate() - dt.timedelta(days=7)
    url = reverse("administration:appoint", args=[person.pk])
    answer = client_of(by).post(url, {"post": seat.pk, "from_date": since.isoformat()})
    assert answer.status_code == 302, answer.content.decode()
    return int(person.appointments.get(post=seat).pk)


def revoke(by: str, appointment: int) -> int:
    """End the appointment with yesterday."""
    url = reverse("administration:appointment_end", args=[appointment])
    last = timezone.localdate() - dt.timedelta(days=1)
    return client_of(by).post(url, {"to_date": last.isoformat()}).status_code


ACTS: dict[str, Any] = {"look": look, "grant": grant, "revoke": revoke}

for line in sys.stdin:
    act, *arguments = json.loads(line)
    sys.stdout.write(json.dumps(ACTS[act](*arguments)) + "\n")
    sys.stdout.flush()
