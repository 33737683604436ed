"""Keeping files for a unit, and who may open them."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from tests.attachments.conftest import HEIC, excel, pdf, photo, upload
from xiangfeng.access.actor import NOBODY, SYSTEM
from xiangfeng.attachments.actions import store_file
from xiangfeng.attachments.models import Attachment
from xiangfeng.attachments.queries import attachments_for, open_for, visible_to
from xiangfeng.base.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(cast, at):
    def store(content, name, unit="云溪镇", by="clerk", purpose=""):
        return store_file(
            upload(content, name), unit=cast.units[unit], actor=cast.actor(by), at=at, purpose=purpose
        )

    return store


def test_a_photo_is_kept_safe_and_its_origin_can_be_proved(store, cast, at):
    content = photo(2400, 1800)
    kept = Attachment.objects.get(pk=store(content, "C:\\照片\\东侧.jpg", purpose="扣分佐证").pk)
    with default_storage.open(kept.path) as file:
        stored = file.read()
    assert kept.original_sha256 == hashlib.sha256(content).hexdigest()
    assert kept.sha256 == hashlib.sha256(stored).hexdigest() != kept.original_sha256
    assert kept.path == f"attachments/{kept.sha256[:2]}/{kept.sha256[2:4]}/{kept.sha256}.jpg"
    assert (kept.name, kept.kind, kept.content_type, kept.purpose) == (
        "东侧.jpg",
        "image",
        "image/jpeg",
        "扣分佐证",
    )
    assert (kept.size, kept.width, kept.height) == (len(stored), 1920, 1440)
    assert (kept.unit, kept.uploaded_by, kept.uploaded_at) == (cast.units["云溪镇"], cast.user("clerk"), at)
    assert kept.is_image
    assert b"TestCam" not in stored


def test_heic_is_kept_as_jpeg(store):
    kept = store(HEIC, "手机.heic")
    assert (kept.content_type, kept.width, kept.height) == ("image/jpeg", 96, 64)
    assert kept.path.endswith(".jpg")


@pytest.mark.parametrize(
    ("content", "name", "kind"), [(pdf(), "通报.pdf", "pdf"), (excel(), "表.xlsx", "xlsx")]
)
def test_other_files_are_kept_byte_for_byte(store, content, name, kind):
    kept = store(content, name)
    assert kept.sha256 == kept.original_sha256 == hashlib.sha256(content).hexdigest()
    assert (kept.kind, kept.size, kept.width) == (kind, len(content), None)


def test_the_same_content_twice_is_one_attachment(store):
    first = store(photo(), "东侧.jpg")
    assert store(photo(), "又一张.jpg").pk == first.pk
    assert Attachment.objects.count() == 1


def test_units_do_not_share_attachments_but_share_the_bytes(store):
    ours, theirs = store(photo(), "东侧.jpg"), store(photo(), "东侧.jpg", unit="东河镇", by="outsider")
    assert ours.pk != theirs.pk
    assert ours.path == theirs.path
    folders, files = default_storage.listdir(f"attachments/{ours.sha256[:2]}/{ours.sha256[2:4]}")
    assert (folders, len(files)) == ([], 1)


def test_too_large_is_refused_by_what_is_read_not_by_what_is_said(store, settings, cast, at):
    settings.UPLOAD_MAX_MB = 1
    large = pdf(b" " * 1024 * 1024)
    with pytest.raises(Refused, match="“大.pdf”超过 1 MB"):
        store(large, "大.pdf")
    liar = upload(large, "大.pdf")
    liar.size = 10
    with pytest.raises(Refused, match="超过 1 MB"):
        store_file(liar, unit=cast.units["云溪镇"], actor=cast.actor("clerk"), at=at)
    assert not Attachment.objects.exists()


def test_what_is_refused_leaves_nothing_behind(store):
    with pytest.raises(Refused, match="的内容不是 jpg"):
        store(b"<svg/>", "图.jpg")
    assert not Attachment.objects.exists()
    assert not default_storage.exists("attachments")


def test_only_those_in_reach_may_open(store, cast):
    kept = store(photo(), "东侧.jpg")
    for key in ("clerk", "leader"):
        attachment, file = open_for(cast.actor(key), kept.pk)
        with file:
            assert (attachment.pk, len(file.read())) == (kept.pk, kept.size)
    strangers = [cast.actor(key) for key in ("outsider", "village", "supervisor", "system_admin")]
    for actor in [*strangers, NOBODY]:
        assert list(attachments_for(actor)) == []
        with pytest.raises(Attachment.DoesNotExist):
            open_for(actor, kept.pk)
    assert attachments_for(SYSTEM).get().pk == kept.pk


def test_bytes_gone_from_the_storage_are_said(store, cast):
    kept = store(photo(), "东侧.jpg")
    default_storage.delete(kept.path)
    with pytest.raises(Refused, match="从备份恢复"):
        open_for(cast.actor("clerk"), kept.pk)


def test_a_lost_file_comes_back_with_the_next_upload(store, cast):
    kept = store(photo(), "东侧.jpg")
    default_storage.delete(kept.path)
    assert store(photo(), "东侧.jpg").pk == kept.pk
    assert default_storage.exists(kept.path)


@pytest.mark.parametrize("is_known", [True, False])
def test_half_a_file_is_written_anew(store, is_known):
    kept = store(photo(), "东侧.jpg")
    with default_storage.open(kept.path) as file:
        whole = file.read()
    Path(default_storage.path(kept.path)).write_bytes(whole[:40])
    again = store(photo(), "东侧.jpg", **({} if is_known else {"unit": "东河镇", "by": "outsider"}))
    assert (again.path, again.pk == kept.pk) == (kept.path, is_known)
    with default_storage.open(kept.path) as file:
        assert file.read() == whole


def test_a_file_that_was_not_written_to_its_end_does_not_have_its_name(store, monkeypatch):
    def killed(fd):
        raise KeyboardInterrupt

    monkeypatch.setattr("xiangfeng.attachments.storage.os.fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        store(photo(), "东侧.jpg")
    monkeypatch.undo()
    kept = store(photo(), "东侧.jpg")
    assert default_storage.size(kept.path) == kept.size


def test_the_file_of_a_paper_is_not_in_the_list_of_files(cast, at):
    town, clerk = cast.units["云溪镇"], cast.actor("clerk")
    kept = store_file(upload(pdf(), "纪要.pdf"), unit=town, actor=clerk, at=at, is_restricted=True)
    assert not attachments_for(clerk) and not visible_to(clerk)
    shown = store_file(upload(pdf(), "佐证.pdf"), unit=town, actor=clerk, at=at)
    assert shown.pk != kept.pk and shown.path == kept.path
    assert attachments_for(clerk).get() == shown
