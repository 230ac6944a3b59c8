"""What brackets in a format code say besides conditions: colours and calendars."""

from __future__ import annotations

import re

_BASIC = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
"""`Color1` to `Color8`."""
_NAMES = {
    **dict(zip(("black", "white", "red", "green", "blue", "yellow", "magenta", "cyan"), _BASIC, strict=True)),
    **dict(zip(("schwarz", "weiß", "rot", "grün", "blau", "gelb", "magenta", "zyan"), _BASIC, strict=True)),
    "weiss": "FFFFFF",
}
_PALE = {19: "FFFFCC", 20: "CCFFFF", 34: "CCFFFF", 35: "CCFFCC", 36: "FFFF99"}
"""Those of the 56 colours that are hardly seen on light ground."""
_NUMBERED = re.compile(r"(?:color|farbe) ?([0-9]{1,2})")
_is_rgb = re.compile(r"#[0-9a-f]{6}").fullmatch
_GREGORIAN = (0, 1, 2)


def colour_named(bracket: str) -> str | None:
    """The colour of `[White]`, `[Color 2]` and, as the styles of OpenDocument say it, `[#ffffff]`."""
    name = bracket.strip().lower()
    if _is_rgb(name):
        return name[1:].upper()
    if numbered := _NUMBERED.fullmatch(name):
        number = int(numbered[1])
        return _BASIC[number - 1] if 1 <= number <= len(_BASIC) else _PALE.get(number, "")
    return _NAMES.get(name)


def calendar_of(bracket: str) -> int:
    """The calendar in `[$-107041E]`, nought for the one that all know.

    It stands before the country and the language, behind the digits' script.
    """
    if not bracket.startswith("$"):
        return 0
    try:
        calendar = int(bracket.partition("-")[2].partition(",")[0], 16) >> 16 & 0xFF
    except ValueError:
        return 0
    return 0 if calendar in _GREGORIAN else calendar
