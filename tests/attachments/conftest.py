"""Files made on the spot, good and bad."""

import base64
import io
import zipfile

import docx
import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from PIL import Image, PngImagePlugin

# 96 × 64, red left and blue right, with camera and GPS; made once, since nothing installed here can write HEIC.
HEIC = base64.b64decode(
    """
    AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAZdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA
    ADRpbG9jAAAAAERAAAIAAQAAAAABuwABAAAAAAAAACcAAgAAAAAB4gABAAAAAAAAAJ4AAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA
    AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAA
    kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbq
    SSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAQAAAABBw
    aXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAzW1kYXQAAAAjKAGv
    GYD3fIU3//f4x/19q/4pgu0//svneaOn+JdIAex0r/4AAAAGRXhpZgAATU0AKgAAAAgAAgEPAAIAAAAIAAAAJoglAAQAAAABAAAA
    LgAAAABUZXN0Q2FtAAAEAAEAAgAAAAJOAAAAAAIABQAAAAMAAABkAAMAAgAAAAJFAAAAAAQABQAAAAMAAAB8AAAAAAAAAB4AAAAB
    AAAADwAAAAEAAAAFAAAAAQAAAHgAAAABAAAACQAAAAEAAAADAAAAAQ==
    """
)


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def upload(content, name):
    return ContentFile(content, name=name)


def saved(image, format, **options):
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def half_and_half(width, height):
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste((0, 0, 255), (width // 2, 0, width, height))
    return image


def photo(width=800, height=600, orientation=1):
    """A JPEG as a phone makes it: camera, time, GPS, a comment, and the way it was held."""
    image = half_and_half(width, height)
    exif = image.getexif()
    exif[0x010F] = "TestCam"
    exif[0x0112] = orientation
    exif.get_ifd(0x8769)[0x9003] = "2026:11:03 08:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 5.0), 3: "E", 4: (120.0, 9.0, 3.0)})
    return saved(image, "JPEG", exif=exif.tobytes(), comment=b"secret comment", quality=90)


def png(mode="RGBA", size=(40, 40), colour=(0, 0, 0, 0)):
    info = PngImagePlugin.PngInfo()
    info.add_text("Location", "secret place")
    return saved(Image.new(mode, size, colour), "PNG", pnginfo=info)


def pdf(extra=b""):
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog" + extra + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def word():
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("11月通报")
    document.save(out)
    return out.getvalue()


def excel():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "得分")
    return out.getvalue()


def zipped(entries, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()
