"""The foot of the public site: whose it is and whom to call. Asked for only by pages that draw it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from xiangfeng.workbench.queries.site import sponsor


def footer(request: HttpRequest) -> dict[str, Any]:
    """``foot``: name, telephone and hours of who runs the site; one query on a public page, none on any other."""
    return {"foot": SimpleLazyObject(sponsor)}
