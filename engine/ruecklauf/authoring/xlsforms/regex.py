"""Regular expressions of forms as patterns of text, as far as these go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ruecklauf.rules.patterns.pattern import CLASSES, PatternError, read_pattern

ENDLESS = 40
"""Characters that + and * are taken for: a pattern has an end."""

_ITEM = re.compile(
    r"(?:(?P<set>\[(?:\\.|[^\]\\^])(?:\\.|[^\]\\])*\])|(?P<escaped>\\.)|(?P<group>\((?:\?:)?(?P<inner>[^()|?*+]*)\))"
    r"|(?P<plain>[^\\\[\](){}.^$|*+?]))(?P<times>[?*+]|\{\d+(?:,\d*)?\})?"
)
_SHORT = {"0-9": "9", "A-Z": "A", "a-z": "a", r"\d": "9", r"\w": "Aa9_"}


def as_patterns(regex: str) -> tuple[str, ...]:
    """Patterns of which a text fits one if the whole of it fits the expression; PatternError if none can."""
    parts = _spread(regex.strip().removeprefix("^").removesuffix("$"))
    return tuple(read_pattern("".join(_items(part))).text for part in parts)


def is_endless(regex: str) -> bool:
    """Whether it takes texts of any length, which no pattern does."""
    return re.search(r"(?<!\\)[*+]|\{\d+,\}", re.sub(r"\[(?:\\.|[^\]\\])*\]", "x", regex)) is not None


def _spread(text: str) -> Iterator[str]:
    """Each expression without | that the expression stands for."""
    for part in _alternatives(text):
        choice = re.search(r"(?<!\\)\((?:\?:)?([^()]*\|[^()]*)\)(?![?*+{])", part)
        if choice is None:
            yield part
        else:
            for alternative in _alternatives(choice[1]):
                yield from _spread(part[: choice.start()] + alternative + part[choice.end() :])


def _alternatives(text: str) -> list[str]:
    """The parts between | that stand in no brackets."""
    masked = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]|\([^()]*\)", lambda found: "x" * len(found[0]), text)
    cuts = [-1, *(at for at, sign in enumerate(masked) if sign == "|"), len(text)]
    return [text[start + 1 : end] for start, end in pairwise(cuts)]


def _items(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        item = _ITEM.match(text, at)
        if item is None:
            raise PatternError(f"{text[at:]!r} in a regular expression is no pattern")
        at = item.end()
        if item["group"]:
            yield _group(item)
        else:
            yield _one(item) + _times(item["times"] or "")


def _group(item: re.Match[str]) -> str:
    if item["times"] not in (None, "?"):
        raise PatternError(f"{item[0]!r} is repeated as a whole")
    inner = "".join(_items(item["inner"]))
    return f"({inner})" if item["times"] else inner


def _one(item: re.Match[str]) -> str:
    if item["set"]:
        members = "".join(_members(item["set"][1:-1]))
        return members if members in CLASSES else f"[{members}]"
    if item["escaped"]:
        return _meaning(item["escaped"])
    return _literal(item["plain"])


def _members(inside: str) -> Iterator[str]:
    for part in re.findall(r"\\.|[^\\]-[^\\\]]|.", inside):
        if len(part) == 3 and part not in _SHORT:
            first, last = ord(part[0]), ord(part[2])
            if last - first > 100 or last < first:
                raise PatternError(f"the range {part}")
            yield from (_literal(chr(code)) for code in range(first, last + 1))
        else:
            yield _SHORT.get(part) or (_meaning(part) if part[0] == "\\" else _literal(part))


def _meaning(escaped: str) -> str:
    if escaped in _SHORT:
        found = _SHORT[escaped]
        return found if len(found) == 1 else f"[{found}]"
    if escaped[1].isalnum():
        raise PatternError(f"{escaped} in a regular expression")
    return _literal(escaped[1])


def _literal(sign: str) -> str:
    return f"\\{sign}" if sign in CLASSES or sign in "()[]{}\\" else sign


def _times(mark: str) -> str:
    if mark.endswith(",}"):
        return f"{{{mark[1:-2]},{max(ENDLESS, int(mark[1:-2]))}}}"
    return {"": "", "?": "{0,1}", "*": f"{{0,{ENDLESS}}}", "+": f"{{1,{ENDLESS}}}"}.get(mark, mark)
