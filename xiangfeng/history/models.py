"""Entries, chained by hash, and the head of each chain."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.db import models

SYSTEM_CHAIN = "system"


class RewriteError(Exception):
    """Somebody tried to change or remove an entry. A programming error, never shown to people."""


class EntryQuerySet(models.QuerySet["Entry"]):
    """Read and add only."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RewriteError("历史记录只能增加，不能修改或删除")

    update = _refuse
    delete = _refuse
    bulk_update = _refuse
    update_or_create = _refuse


class Entry(models.Model):
    """One thing that was done.

    ``chain`` is the topmost unit's path segment, or "system"; ``seq`` counts from 1 without gaps within it; ``hash``
    covers every other column and the hash before. ``body`` is the exact JSON text of before, after and data, kept as
    text because a JSON column would give numbers and keys back in another form.
    """

    chain = models.CharField("链", max_length=16)
    seq = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("操作人账号", null=True)
    actor_name = models.CharField("操作人", max_length=40)
    verb = models.CharField("动作", max_length=60)
    subject_type = models.CharField("对象类型", max_length=60, blank=True)
    subject_id = models.CharField("对象编号", max_length=40, blank=True)
    subject_text = models.CharField("对象", max_length=200, blank=True)
    unit_path = models.CharField(max_length=64, blank=True)
    note = models.TextField("说明", blank=True)
    body = models.TextField("前后内容", default="{}")
    prev_hash = models.CharField("上一条校验值", max_length=64)
    hash = models.CharField("校验值", max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "历史记录"
        ordering = ("chain", "seq")
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "seq"],
                name="history_entry_seq_once",
                violation_error_message="同一条链上序号重复",
            )
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="history_entry_subject"),
            models.Index(fields=["unit_path", "at"], name="history_entry_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}-{self.seq} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RewriteError("历史记录不能修改")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RewriteError("历史记录不能删除")

    @property
    def before(self) -> Any:
        """The values before, as recorded; None when there was nothing to compare."""
        return json.loads(self.body).get("before")

    @property
    def after(self) -> Any:
        """The values after, as recorded."""
        return json.loads(self.body).get("after")

    @property
    def data(self) -> Any:
        """Whatever else was recorded with the act."""
        return json.loads(self.body).get("data")


class Head(models.Model):
    """Where a chain ends: how many entries it has and the hash of the last."""

    chain = models.CharField("链", max_length=16, unique=True)
    seq = models.PositiveBigIntegerField("条数", default=0)
    hash = models.CharField("最后校验值", max_length=64, blank=True)

    class Meta:
        verbose_name = "链头"
        ordering = ("chain",)

    def __str__(self) -> str:
        return f"{self.chain}-{self.seq}"
