"""The least a server can do with a report: read the form, write one row. A settings module and its addresses in one, for ``intake.py``."""

from __future__ import annotations

from config.settings_test import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare_urls"
# allauth does not start without its own.
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
