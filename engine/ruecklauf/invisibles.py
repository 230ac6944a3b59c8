"""Characters that nobody sees: they come along with what people copy, and say nothing.

Which these are follows from Unicode's Default_Ignorable_Code_Point (https://www.unicode.org/reports/tr44/):
format characters, those that Unicode names besides, variation selectors. Not among them are format characters
that are seen (Arabic signs before numbers, signs of Egyptian), control characters, and private use, where
symbols are.
"""

from __future__ import annotations

import re

from ruecklauf.directions import reorders

_FORMATS = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
_FILLERS = (
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufff0-\ufff8"
    "\U000e0000\U000e0002-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
"""Other_Default_Ignorable_Code_Point: letters without a look, and what is kept for more of them."""
_BLANKS = "\u2800\U0001d159"
"""Signs of scripts that have an empty one: a Braille cell without dots, a note without head."""
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Say which of its looks the character before them has."""
_TAGS = "\U000e0020-\U000e007f"
"""Behind a flag they say whose it is."""

_OVERRIDES = "\u202d\u202e"
_CLOSED_BY = {"\u202a": "\u202c", "\u202b": "\u202c"} | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
"""What says the direction of a part of a text, and what ends it: https://www.unicode.org/reports/tr9/."""

INVISIBLE = f"{_FORMATS}{_FILLERS}{_BLANKS}{_SELECTORS}"
"""For a class of a regular expression."""
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_ODD = re.compile(f"[{_SPACES}\r\u0085\u2028\u2029{INVISIBLE}]")
_OTHER_SPACE = re.compile(f"[{_SPACES}]")
_LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_SEEN = re.compile(rf"[^\s{INVISIBLE}]")
_BEFORE = re.compile(rf"[\s{INVISIBLE}]+")
_BEHIND = re.compile(rf"(?![{_SELECTORS}{_TAGS}])[\s{INVISIBLE}]")


def unclosed_direction(text: str) -> str:
    """The first character that turns the direction of writing for more than its own text: an override, or
    one that nothing closes in its line; empty where there is none.
    """
    if text.isascii():
        return ""
    for line in text.splitlines():
        begun: list[str] = []
        for sign in line:
            if sign in _OVERRIDES:
                return sign
            if sign in _CLOSED_BY:
                begun.append(sign)
            elif begun and sign == _CLOSED_BY[begun[-1]]:
                begun.pop()
        if begun:
            return begun[0]
    return ""


def shows_nothing(text: str) -> bool:
    """Whether a text has nothing but spaces and characters that nobody sees."""
    return not "!" <= text[:1] <= "~" and _SEEN.search(text) is None


def without_invisible(text: str) -> str:
    """A text without the characters that nobody sees, for reading what it says.

    All stay where one of them lets another order be seen than is stored: 12 as 21.
    """
    return text if text.isascii() or reorders(text) else _UNSEEN.sub("", text)


def without_outer(text: str) -> str:
    """A text without outer spaces and invisible characters; every space is a space, every line end is `\\n`.

    What stands between letters stays, for it may be seen by its effect: a soft hyphen at the end of a line, a
    joiner in an emoji. So does what gives the last character its look, and what lets another order be seen.
    """
    if (text.isascii() and "\r" not in text) or _ODD.search(text) is None:
        return text.strip()
    plain = _LINE_END.sub("\n", _OTHER_SPACE.sub(" ", text))
    if reorders(plain):
        return plain.strip()
    before = _BEFORE.match(plain)
    begin, end = before.end() if before else 0, len(plain)
    while end > begin and _BEHIND.match(plain, end - 1):
        end -= 1
    return plain[begin:end]
