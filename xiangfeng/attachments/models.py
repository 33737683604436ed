"""What is kept of an uploaded file beside its bytes."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xiangfeng.access.scope import Scope, Scoped


class FileKind(models.TextChoices):
    IMAGE = "image", "图片"
    PDF = "pdf", "PDF"
    WORD = "docx", "Word 文档"
    EXCEL = "xlsx", "Excel 表格"


class Attachment(Scoped):
    """A file of a unit. The same content uploaded again by the unit is the same attachment.

    ``is_restricted``: it belongs to a paper (a 纪要, a signed 责任书) and is opened on the page of that paper alone, by
    those who may read it; the list of files does not have it.

    ``sha256`` is of the bytes kept; ``original_sha256`` of those that came, so that a photo's owner can prove later
    which picture it was, though its place and camera are not kept.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="attachments", verbose_name="所属单位")
    name = models.CharField("文件名", max_length=120)
    kind = models.CharField("类型", max_length=8, choices=FileKind)
    content_type = models.CharField("内容类型", max_length=100)
    path = models.CharField("存放位置", max_length=120, editable=False)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验值", max_length=64, db_index=True)
    original_sha256 = models.CharField("原件校验值", max_length=64)
    width = models.PositiveIntegerField("宽（像素）", null=True, blank=True)
    height = models.PositiveIntegerField("高（像素）", null=True, blank=True)
    purpose = models.CharField("用途", max_length=40, blank=True)
    is_restricted = models.BooleanField("只在所属文书里看", default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="上传人",
    )
    uploaded_at = models.DateTimeField("上传时间")

    scope = Scope("unit")

    class Meta:
        verbose_name = "附件"
        ordering = ("-uploaded_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "original_sha256", "is_restricted"],
                name="attachments_content_once_per_unit",
                violation_error_message="本单位已有内容相同的附件",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.kind == FileKind.IMAGE
