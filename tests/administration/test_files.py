"""Stored files: the list of the office, and each file only within reach."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from tests.attachments.conftest import pdf, photo
from xiangfeng.attachments.actions import store_file


def url(name, *args):
    return reverse(f"administration:{name}", args=args)


@pytest.fixture
def files(cast, at):
    """A photo of 石桥村 and a paper of 云溪镇."""
    clerk = cast.actor("clerk")
    picture = store_file(
        ContentFile(photo(), name="垃圾点.jpg"),
        unit=cast.units["石桥村"],
        actor=clerk,
        at=at,
        purpose="检查照片",
    )
    paper = store_file(
        ContentFile(pdf(), name="通报<1>.pdf"), unit=cast.units["云溪镇"], actor=clerk, at=at, purpose="通报"
    )
    return picture, paper


def test_the_office_sees_the_list(cast, enter, files):
    page = enter("clerk").get(url("attachments")).content.decode()
    assert "垃圾点.jpg" in page
    assert "通报&lt;1&gt;.pdf" in page or "通报1.pdf" in page
    assert "垃圾点.jpg" not in enter("outsider").get(url("attachments")).content.decode()
    assert enter("village").get(url("attachments")).status_code == 403


def test_a_picture_is_shown(cast, enter, files):
    answer = enter("clerk").get(url("attachment", files[0].pk))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"


def test_everything_else_is_downloaded_under_its_own_name(cast, enter, files):
    answer = enter("clerk").get(url("attachment", files[1].pk))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "filename*=utf-8''%E9%80%9A%E6%8A%A5" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content) == pdf()


@pytest.mark.parametrize(
    ("key", "picture", "paper"),
    [
        ("village", 200, 404),
        ("sibling", 404, 404),
        ("outsider", 404, 404),
        ("county", 200, 200),
        ("audit_admin", 403, 403),
        ("supervisor", 403, 403),
    ],
)
def test_a_file_is_opened_within_reach_only(cast, enter, files, key, picture, paper):
    client = enter(key)
    for file, status in zip(files, (picture, paper), strict=True):
        answer = client.get(url("attachment", file.pk))
        assert answer.status_code == status
        if answer.streaming:
            assert b"".join(answer.streaming_content)  # reading to the end closes the file


def test_bytes_that_are_gone_are_said_to_be_gone(cast, enter, files):
    default_storage.delete(files[0].path)
    page = enter("clerk").get(url("attachment", files[0].pk), follow=True).content.decode()
    assert "不在存储里，请管理员从备份恢复" in page
    assert "不在存储里" in enter("village").get(url("attachment", files[0].pk), follow=True).content.decode()
