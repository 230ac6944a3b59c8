"""On which line of a TOML file a key or table stands; the parser does not say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

Location = tuple[str | int, ...]
"""Keys and list positions from the outside in, as pydantic reports them: ("waves", 0, "deadline")."""

_TABLE = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")
_FENCE = re.compile(r'"""|\'\'\'')


def key_lines(text: str) -> dict[Location, int]:
    """The line, counted from 1, of every table and every key at the start of a line."""
    found: dict[Location, int] = {}
    table: Location = ()
    tables: Counter[str] = Counter()
    for number, line in _outside_long_strings(text):
        if header := _TABLE.fullmatch(line):
            brackets, name = header.groups()[:2]
            table = _keys(name)
            if brackets == "[[":
                found.setdefault(table, number)
                table = (*table, tables[name])
                tables[name] += 1
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault(table + _keys(key[1]), number)
    return found


def line_of(location: Location, lines: dict[Location, int]) -> int:
    """The line of a location, or of the nearest table around it; 1 if neither is known."""
    while location and location not in lines:
        location = location[:-1]
    return lines.get(location, 1)


def _keys(dotted: str) -> Location:
    return tuple(part.strip(" \"'") for part in dotted.split("."))


def _outside_long_strings(text: str) -> Iterator[tuple[int, str]]:
    """The numbered lines that do not begin inside a string of several lines."""
    fence = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not fence:
            yield number, line
        for mark in _FENCE.findall(line):
            fence = mark if not fence else "" if mark == fence else fence
