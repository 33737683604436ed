"""Photos lose place, time and camera, and nothing a person sees."""

import io

import pytest
from PIL import Image

from tests.attachments.conftest import HEIC, half_and_half, photo, png, saved
from xiangfeng.attachments import images
from xiangfeng.base.errors import Refused


def opened(picture):
    return Image.open(io.BytesIO(picture.content))


def is_red(pixel):
    return pixel[0] > 180 and pixel[2] < 80


def is_blue(pixel):
    return pixel[2] > 180 and pixel[0] < 80


@pytest.mark.parametrize("content", [photo(), HEIC], ids=["jpeg", "heic"])
def test_nothing_but_pixels_is_kept(content):
    before = Image.open(io.BytesIO(content))
    assert before.getexif().get_ifd(0x8825)
    assert b"TestCam" in content
    picture = images.normalise(content)
    after = opened(picture)
    assert after.format == "JPEG"
    assert dict(after.getexif()) == {}
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (b"TestCam", b"secret comment", b"2026:11:03", b"Exif"):
        assert secret not in picture.content
    assert (picture.width, picture.height) == before.size == after.size
    assert is_red(after.getpixel((10, 30)))
    assert is_blue(after.getpixel((before.width - 10, 30)))


def test_a_photo_taken_sideways_stands_upright():
    picture = images.normalise(photo(800, 600, orientation=6))
    assert (picture.width, picture.height) == (600, 800)
    assert is_red(opened(picture).getpixel((300, 10)))
    assert is_blue(opened(picture).getpixel((300, 790)))


@pytest.mark.parametrize(
    ("size", "kept"), [((4000, 3000), (1920, 1440)), ((1000, 4000), (480, 1920)), ((640, 480), (640, 480))]
)
def test_large_photos_shrink_and_small_ones_do_not_grow(size, kept):
    picture = images.normalise(photo(*size))
    assert (picture.width, picture.height) == opened(picture).size == kept


def test_transparency_becomes_white():
    picture = images.normalise(png())
    assert min(opened(picture).getpixel((20, 20))) > 250
    assert b"secret place" not in picture.content


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16"])
def test_unusual_colours(mode):
    format = "JPEG" if mode == "CMYK" else "PNG"
    picture = images.normalise(saved(Image.new(mode, (30, 20)), format))
    assert opened(picture).mode == "RGB"


def test_a_bomb_is_refused_before_it_unpacks(monkeypatch):
    content = saved(Image.new("1", (400, 300)), "PNG")
    for limit in (100_000, 50_000):
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", limit)
        with pytest.raises(Refused, match="像素太大"):
            images.normalise(content)


@pytest.mark.parametrize(
    "content",
    [photo()[:2000], saved(half_and_half(40, 40), "GIF"), HEIC[:400], png()[:60], b"\xff\xd8\xff\xe0rest"],
    ids=["cut jpeg", "gif", "cut heic", "cut png", "no jpeg"],
)
def test_what_does_not_decode_is_refused(content):
    with pytest.raises(Refused, match="图片打不开"):
        images.normalise(content)
