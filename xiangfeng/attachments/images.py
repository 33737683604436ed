"""Photos made safe and small: turned upright, at most 1920 px, without place, time or camera, as JPEG. No database."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import pi_heif
from PIL import Image, ImageOps

from xiangfeng.base.errors import Refused

LONGEST_SIDE = 1920
QUALITY = 85
_FORMATS = ("JPEG", "PNG", "HEIF")

pi_heif.register_heif_opener()


@dataclass(frozen=True, slots=True)
class Picture:
    """What is kept of a photo."""

    content: bytes
    width: int
    height: int


def normalise(content: bytes) -> Picture:
    """``content`` (JPEG, PNG or HEIC) as an upright sRGB JPEG within 1920 × 1920, its pixels and nothing else.

    Refuses what does not decode completely, and pictures so large that unpacking them would eat the memory
    (89 million pixels and more). Transparent parts become white.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # Broken metadata is no reason to refuse a photo: the metadata is dropped anyway.
            warnings.filterwarnings("ignore", category=UserWarning)
            return _normalise(content)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused("图片像素太大，请缩小到 8000×8000 以内再上传") from error
    except (OSError, SyntaxError, ValueError, RuntimeError) as error:
        raise Refused("图片打不开，可能已损坏，请重新拍摄或另存后上传") from error


def _normalise(content: bytes) -> Picture:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        picture: Image.Image = ImageOps.exif_transpose(opened)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        if picture.has_transparency_data:
            picture = picture.convert("RGBA")
            white = Image.new("RGBA", picture.size, "white")
            picture = Image.alpha_composite(white, picture)
        # A fresh image holds pixels only: no EXIF, XMP, comment, thumbnail or colour profile comes along.
        clean = Image.new("RGB", picture.size)
        clean.paste(picture.convert("RGB"))
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), clean.width, clean.height)
