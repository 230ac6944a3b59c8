"""How large a picture is, and whether a page with answers may be seen on it."""

from __future__ import annotations

import struct

from ruecklauf.office.package import MIB

SHORT_SIDE, LONG_SIDE = 600, 800
"""Pixels that a page needs at least to be read; logos and banners in signatures have fewer on one side."""
LEAST = 24 * 1024
"""Bytes that a picture of a page takes at least, as a photo."""
PAGE_SHAPES = 1.2, 1.8
"""How much longer than wide pages and photos of them are; few logos are so."""
LEAST_OF_SCAN = 3 * 1024
"""Bytes that a page takes at least which is scanned in black and white and is mostly empty."""
SHORT_OF_PHOTO, LONG_OF_PHOTO = 480, 640
"""Pixels of photos that phones make small for mails."""
LARGEST_OF_SIGNATURE = MIB // 4
"""Bytes of a picture in a signature, where its pixels are not known."""
_JPEG = b"\xff\xd8"
_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG's start of frame, of any kind (ITU T.81, table B.1)."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""JPEG's markers without a length."""


def may_show_a_page(picture: bytes) -> bool:
    """Whether a picture may be the photo or scan of a page, and no logo; of an unknown kind by its bytes."""
    size = pixels(picture)
    if size is None:
        return len(picture) > LARGEST_OF_SIGNATURE
    short, long = sorted(size)
    narrow, wide = PAGE_SHAPES
    is_like_page = bool(short) and narrow <= long / short <= wide
    if short >= SHORT_SIDE and long >= LONG_SIDE:
        return len(picture) >= (LEAST_OF_SCAN if is_like_page else LEAST)
    is_photo = picture.startswith(_JPEG) and short >= SHORT_OF_PHOTO and long >= LONG_OF_PHOTO
    return is_photo and is_like_page and len(picture) >= LEAST


def pixels(picture: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, BMP or JPEG; None where they do not stand where they should."""
    try:
        if picture.startswith(b"\x89PNG") and picture[12:16] == b"IHDR":
            return _pair(">II", picture, 16)
        if picture.startswith((b"GIF87a", b"GIF89a")):
            return _pair("<HH", picture, 6)
        if picture.startswith(b"BM"):
            width, height = _pair("<ii", picture, 18)
            return abs(width), abs(height)
        return _of_jpeg(picture) if picture.startswith(_JPEG) else None
    except struct.error:
        return None


def _of_jpeg(picture: bytes) -> tuple[int, int] | None:
    at = 2
    while picture[at : at + 1] == b"\xff":
        marker = picture[at + 1]
        if marker in _SIZE_MARKERS:
            height, width = _pair(">HH", picture, at + 5)
            return width, height
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        else:
            at += 2 + struct.unpack_from(">H", picture, at + 2)[0]
    return None


def _pair(form: str, picture: bytes, at: int) -> tuple[int, int]:
    first, second = struct.unpack_from(form, picture, at)
    return first, second
