"""How urgent a todo is, for the template that draws it."""

from __future__ import annotations

import datetime as dt

from django import template

from xiangfeng.workbench.todos import Todo

register = template.Library()


@register.filter
def tone(todo: Todo, today: dt.date) -> str:
    """bad, warn or nothing."""
    return todo.tone(today)


@register.filter
def when(todo: Todo, today: dt.date) -> str:
    """The due day in words."""
    return todo.when(today)
