"""Uploaded pictures: measured before they are decoded, then written anew from their pixels alone.

What a camera or an editor adds (place, time, device, thumbnails, comments) stays behind.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from forum_portal.attachments.formats import JPEG, PNG, WEBP, Format, RefusedFileError, damaged
from forum_portal.numbers import format_number

Image.MAX_IMAGE_PIXELS = None  # our own bound is lower, and refuses instead of warning

# A JPEG is decoded at a part of its size, so that those of phones may be large; others take four
# bytes of memory for each pixel, or eight.
MOST_PIXELS = {JPEG: 60_000_000, PNG: 25_000_000, WEBP: 25_000_000}
LONGEST_SIDE = 2400  # of what readers get; enough for a page of print
_NAMES = {PNG: "PNG", JPEG: "JPEG", WEBP: "WEBP"}
_OPTIONS: dict[Format, dict[str, Any]] = {
    PNG: {"optimize": True},
    JPEG: {"quality": 85, "optimize": True, "progressive": True},
    WEBP: {"quality": 85},
}


@dataclass(frozen=True)
class Picture:
    """A picture written anew, and its size in pixels."""

    content: bytes
    width: int
    height: int


def written_anew(
    content: bytes, format: Format, side: int = LONGEST_SIDE, kept_as: Format | None = None
) -> Picture:
    """Return the picture without anything but its pixels, upright, in sRGB, no longer than `side`.

    It stays in its own format unless `kept_as` names another; a JPEG has white for clear pixels.

    RefusedFileError where it has too many pixels, which its head alone tells, or is damaged.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, which stays behind anyway
            with Image.open(BytesIO(content), formats=[_NAMES[format]]) as image:
                _check_size(*image.size, MOST_PIXELS[format])
                return _saved(_upright(image, side), kept_as or format)
    except RefusedFileError:
        raise
    except Exception as error:  # decoders fail in many ways
        raise RefusedFileError(damaged()) from error


def _check_size(width: int, height: int, most: int) -> None:
    if width * height > most:
        sizes = {
            "width": format_number(width),
            "height": format_number(height),
            "most": format_number(most // 1_000_000),
        }
        reason = _(
            "The picture has %(width)s × %(height)s pixels; up to %(most)s million are taken. "
            "Make it smaller and upload that."
        )
        raise RefusedFileError(reason % sizes)


def _upright(image: Any, side: int) -> Any:
    image.draft("RGB", (side, side))  # a large JPEG is decoded at half its size, or less
    if image.mode in ("P", "1"):  # a palette has no colours between two of its own
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    return ImageOps.exif_transpose(image)  # last: turning takes the picture's memory once more


def _saved(image: Any, format: Format) -> Picture:
    image = _with_plain_pixels(image)
    if format is JPEG:
        image = _on_white(image)
    image.info.clear()  # some writers take profile, comment and XMP from here
    target = BytesIO()
    image.save(target, _NAMES[format], **_OPTIONS[format])
    return Picture(target.getvalue(), *image.size)


def _with_plain_pixels(image: Any) -> Any:
    """Return the image as grey or coloured pixels of eight bits, clear ones where there are."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    is_clear = image.has_transparency_data
    profile = image.info.get("icc_profile")
    if image.mode not in ("L", "LA"):
        if profile and image.mode in ("RGB", "RGBA", "CMYK"):
            image = _in_srgb(image, profile)
        return image.convert("RGBA" if is_clear else "RGB")
    return image.convert("LA" if is_clear else "L")


def _on_white(image: Any) -> Any:
    if not image.has_transparency_data:
        return image
    clear = image.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")


def _in_srgb(image: Any, profile: bytes) -> Any:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        given: Any = ImageCms.ImageCmsProfile(BytesIO(profile))
        plain: Any = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, given, plain, outputMode=mode)
    except ImageCms.PyCMSError:
        return image  # a broken profile: the colours are taken as they are
