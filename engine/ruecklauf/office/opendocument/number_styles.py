"""The number styles of OpenDocument as format codes of Office Open XML.

An element is a piece of a code, and a `style:map` one of its sections: ODF 1.3 part 3, 16.29 and 19.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ruecklauf.office.hardened_xml import Ends, Starts, qualify
from ruecklauf.office.opendocument.names import NUMBER, STYLE

GENERAL = "General"
PERCENT = "0%"
DATE = "dd.mm.yyyy"
TIME = "[h]:mm:ss"
_KINDS = ("number", "currency", "percentage", "date", "time", "boolean", "text")
_WITHOUT_PIECES = {"percentage": PERCENT, "date": DATE, "time": TIME, "text": "@"}
_MOST_PLACES = 300
_MOST_SECTIONS = 4
_CONDITION = re.compile(r"\s*value\(\)\s*(<=|>=|!=|<|>|=)\s*([+-]?[0-9.eE+-]{1,30})\s*")


@dataclass(slots=True)
class _Style:
    """One style while its elements come in."""

    kind: str
    overflows: bool
    """Hours go on beyond 24: `[h]`."""
    pieces: list[str] = field(default_factory=list)
    maps: list[tuple[str, str]] = field(default_factory=list)
    """Conditions with the names of the styles they apply."""


class NumberStyles:
    """The number styles of a document, filled while it is parsed; `texts` grows by all its texts."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._styles: dict[str, _Style] = {}
        self._codes: dict[str, str] = {}
        self._open: _Style | None = None
        self._embedded: list[tuple[int, str]] = []
        self._place = 0
        self._begins = 0
        self._number: dict[str, str] = {}

    def handlers(self) -> tuple[Starts, Ends]:
        starts: Starts = {f"{kind}-style": self._begin_as(kind) for kind in _KINDS}
        ends: Ends = {f"{kind}-style": self._finish for kind in _KINDS}
        starts |= {local: self._adds(code) for local, code in _PARTS.items()}
        starts |= {"number": self._start_number, "embedded-text": self._start_embedded}
        ends |= {"number": self._end_number, "embedded-text": self._end_embedded}
        for local in ("text", "currency-symbol", "fill-character"):
            starts[local] = self._start_text
        ends |= {
            "text": self._end_text,
            "currency-symbol": self._end_symbol,
            "fill-character": self._end_filler,
        }
        return {**qualify((NUMBER,), starts), **qualify((STYLE,), {"map": self.note_map})}, qualify(
            (NUMBER,), ends
        )

    def code(self, name: str) -> str:
        """The code of a style; General for one that is not there."""
        if name not in self._codes:
            style = self._styles.get(name)
            self._codes[name] = GENERAL if style is None else self._sections(style)
        return self._codes[name]

    def _sections(self, style: _Style) -> str:
        if not style.pieces and not style.maps:
            return _WITHOUT_PIECES.get(style.kind, GENERAL)
        sections = []
        for condition, name in style.maps[: _MOST_SECTIONS - 1]:
            applied = self._styles.get(name)
            sections.append((condition, "".join(applied.pieces) if applied else ""))
        usual = [condition for condition, _ in sections] in _USUAL
        mapped = [code if usual else f"[{condition}]{code}" for condition, code in sections]
        return ";".join([*mapped, "".join(style.pieces)]) or '""'

    def note_colour(self, colour: str) -> None:
        """What the style that is open is shown in, if one is."""
        self._add(f"[{colour}]")

    def _begin_as(self, kind: str) -> Callable[[dict[str, str]], None]:
        def begin(attributes: dict[str, str]) -> None:
            overflows = attributes.get(f"{NUMBER} truncate-on-overflow") == "false"
            self._open = self._styles[attributes.get(f"{STYLE} name", "")] = _Style(kind, overflows)
            self._codes.clear()
            language = {"de": "[$-407]", "en": "[$-409]"}.get(attributes.get(f"{NUMBER} language", ""))
            if language:
                self._open.pieces.append(language)

        return begin

    def _finish(self) -> None:
        self._open = None

    def _add(self, code: str) -> None:
        if self._open is not None:
            self._open.pieces.append(code)

    def _adds(self, code: Callable[[dict[str, str]], str]) -> Callable[[dict[str, str]], None]:
        def add(attributes: dict[str, str]) -> None:
            made = code(attributes)
            if self._open is not None and self._open.overflows and made[0] in "hms":
                made, self._open.overflows = f"[{made}]", False
            self._add(made)

        return add

    def note_map(self, attributes: dict[str, str]) -> None:
        """A section of the style that is open, if one is."""
        condition = _CONDITION.fullmatch(attributes.get(f"{STYLE} condition", ""))
        if self._open is not None and condition:
            comparison = condition[1].replace("!=", "<>") + condition[2]
            self._open.maps.append((comparison, attributes.get(f"{STYLE} apply-style-name", "")))

    def _start_number(self, attributes: dict[str, str]) -> None:
        self._number, self._embedded = attributes, []

    def _end_number(self) -> None:
        self._add(_number(self._number, self._embedded))

    def _start_embedded(self, attributes: dict[str, str]) -> None:
        self._place = _count(attributes, "position")
        self._begins = len(self._texts)

    def _end_embedded(self) -> None:
        self._embedded.append((self._place, self._text()))

    def _start_text(self, _attributes: dict[str, str]) -> None:
        self._begins = len(self._texts)

    def _text(self) -> str:
        return "".join(self._texts[self._begins :])

    def _end_text(self) -> None:
        text = self._text()
        if self._open is not None and self._open.kind == "percentage" and "%" in text:
            before, _, behind = text.partition("%")
            self._add(f"{_quoted(before)}%{_quoted(behind)}")
        else:
            self._add(_quoted(text))

    def _end_symbol(self) -> None:
        self._add(_quoted(self._text()))

    def _end_filler(self) -> None:
        self._add(f"*{self._text()[:1] or ' '}")


_USUAL = ([">=0"], [">0", "<0"], [">0", "<0", "=0"])
"""The conditions that sections without a condition have."""


def _count(attributes: dict[str, str], name: str, otherwise: int = 0) -> int:
    text = attributes.get(f"{NUMBER} {name}", "")
    return min(int(text), _MOST_PLACES) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _quoted(text: str) -> str:
    """Text as a code has it; quotes can only be escaped."""
    return '\\"'.join(f'"{part}"' if part else "" for part in text.split('"'))


def _number(attributes: dict[str, str], embedded: list[tuple[int, str]]) -> str:
    """The places of a number; General if it says nothing of its decimals."""
    decimals = attributes.get(f"{NUMBER} decimal-places")
    if decimals is None and not embedded and _count(attributes, "min-integer-digits") <= 1:
        return GENERAL
    scaled = {"1000": ",", "1000000": ",,"}.get(attributes.get(f"{NUMBER} display-factor", ""), "")
    return _whole(attributes, dict(embedded)) + _decimals(attributes) + scaled


def _whole(attributes: dict[str, str], embedded: dict[int, str]) -> str:
    least, grouped = _count(attributes, "min-integer-digits"), attributes.get(f"{NUMBER} grouping") == "true"
    width = max(least, 4 if grouped else 1, max(embedded, default=0) + 1 if embedded else 1)
    code = ""
    for place in range(width, 0, -1):
        code += "0" if place <= least else "#"
        if place - 1 in embedded:
            code += _quoted(embedded[place - 1])
        elif grouped and place == width - (width - 1) % 3 and place > 1:
            code += ","
    return code


def _decimals(attributes: dict[str, str]) -> str:
    most = _count(attributes, "decimal-places")
    optional = attributes.get(f"{NUMBER} decimal-replacement") is not None
    least = min(_count(attributes, "min-decimal-places", 0 if optional else most), most)
    return "." + "0" * least + "#" * (most - least) if most else ""


def _exponent(attributes: dict[str, str]) -> str:
    whole = "#" * (_count(attributes, "exponent-interval", 1) - 1) + "0"
    return f"{whole}{_decimals(attributes)}E+{'0' * max(_count(attributes, 'min-exponent-digits'), 1)}"


def _fraction(attributes: dict[str, str]) -> str:
    whole = "# " if f"{NUMBER} min-integer-digits" in attributes else ""
    above = "?" * max(_count(attributes, "min-numerator-digits"), 1)
    below = _count(attributes, "denominator-value")
    return f"{whole}{above}/{below or '?' * max(_count(attributes, 'min-denominator-digits'), 1)}"


def _long_or_short(short: str) -> Callable[[dict[str, str]], str]:
    def code(attributes: dict[str, str]) -> str:
        return short * (2 if attributes.get(f"{NUMBER} style") == "long" else 1)

    return code


def _month(attributes: dict[str, str]) -> str:
    is_long = attributes.get(f"{NUMBER} style") == "long"
    return "m" * (1 + is_long + 2 * (attributes.get(f"{NUMBER} textual") == "true"))


def _day_of_week(attributes: dict[str, str]) -> str:
    return "dddd" if attributes.get(f"{NUMBER} style") == "long" else "ddd"


def _seconds(attributes: dict[str, str]) -> str:
    decimals = min(_count(attributes, "decimal-places"), 3)
    return _long_or_short("s")(attributes) + ("." + "0" * decimals if decimals else "")


_PARTS: dict[str, Callable[[dict[str, str]], str]] = {
    "day": _long_or_short("d"),
    "month": _month,
    "year": _long_or_short("yy"),
    "day-of-week": _day_of_week,
    "hours": _long_or_short("h"),
    "minutes": _long_or_short("m"),
    "seconds": _seconds,
    "am-pm": lambda _: "AM/PM",
    "text-content": lambda _: "@",
    "boolean": lambda _: GENERAL,
    "scientific-number": _exponent,
    "fraction": _fraction,
    "quarter": lambda _: '"Quartal"',
    "week-of-year": lambda _: '"KW"',
}
