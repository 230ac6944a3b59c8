"""Shapes in .xls: the texts of WordArt, and how many pictures there are (MS-ODRAW).

https://learn.microsoft.com/en-us/openspecs/office_file_formats/ms-odraw/
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_HEAD = struct.Struct("<HHI")
_PROPERTIES = (0xF00B, 0xF121, 0xF122)
_PROPERTY = struct.Struct("<HI")
_HAS_MORE = 0x8000
"""The property's value stands behind all of them; the number is its length."""
_NUMBER = 0x3FFF
_WORD_ART, _PICTURE, _PICTURE_NAME = 0x00C0, 0x0104, 0x0105


class Drawings:
    """What the drawing records of one sheet say, piece by piece as they follow each other."""

    def __init__(self) -> None:
        self._data = bytearray()

    def add(self, content: bytes) -> None:
        self._data += content

    def texts(self) -> tuple[str, ...]:
        """The texts of WordArt."""
        found = (_text(value) for number, value in self._properties() if number == _WORD_ART)
        return tuple(text for text in found if text.strip())

    def pictures(self) -> tuple[str, ...]:
        """One name for each picture; empty where the file has none."""
        names: list[str] = []
        for number, value in self._properties():
            if number == _PICTURE:
                names.append("")
            elif number == _PICTURE_NAME and names:
                names[-1] = _text(value)
        return tuple(names)

    def _properties(self) -> Iterator[tuple[int, bytes]]:
        """The properties of all shapes by number; containers are walked through as if they were not there."""
        at, data = 0, bytes(self._data)
        while at + _HEAD.size <= len(data):
            kind, code, length = _HEAD.unpack_from(data, at)
            at += _HEAD.size
            if kind & 0xF == 0xF:
                continue
            if code in _PROPERTIES:
                yield from _properties_in(data[at : at + length], kind >> 4)
            at += length


def _properties_in(content: bytes, number_of: int) -> Iterator[tuple[int, bytes]]:
    more = number_of * _PROPERTY.size
    for at in range(0, min(more, len(content) - _PROPERTY.size + 1), _PROPERTY.size):
        number, value = _PROPERTY.unpack_from(content, at)
        if number & _HAS_MORE:
            yield number & _NUMBER, content[more : more + value]
            more += value
        else:
            yield number & _NUMBER, b""


def _text(encoded: bytes) -> str:
    return encoded.decode("utf-16-le", "replace").rstrip("\0").replace("\r", "\n")
