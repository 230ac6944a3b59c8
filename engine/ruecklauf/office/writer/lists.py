"""Lists of OpenDocument texts: which number or bullet stands before a paragraph (ODF 1.3 part 3, 16.30)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.hardened_xml import Starts
from ruecklauf.office.limits import count
from ruecklauf.office.opendocument.names import LIBREOFFICE, STYLE, TEXT, XML
from ruecklauf.shown import list_labels

_LEVEL_SIGN = re.compile("%([0-9]+)%")
_LONGEST = 100
_MOST = 1_000_000
_FORMATS: Mapping[str, Callable[[int], str]] = {
    "i": list_labels.roman,
    "I": list_labels.upper(list_labels.roman),
    "a": list_labels.letters,
    "A": list_labels.upper(list_labels.letters),
    "a.": list_labels.repeated_letter,
    "A.": list_labels.upper(list_labels.repeated_letter),
}
"""With a stop where letters are repeated; all others as decimal numbers."""

Label = tuple[str, str]
_NONE = "", ""


@dataclass(frozen=True, slots=True)
class _Level:
    bullet: str = ""
    format: str = ""
    """None is shown if there is none."""
    pattern: str | None = None
    """With `%1%` for the number of the first level."""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    """How many levels' numbers are shown."""
    start: int = 1

    def text(self, level: int) -> str:
        """As `pattern`."""
        if self.pattern is not None:
            return self.pattern
        first = max(level - self.shown + 1, 1)
        return f"{self.prefix}{'.'.join(f'%{at}%' for at in range(first, level + 1))}{self.suffix}"


@dataclass(slots=True)
class _OpenList:
    style: str
    counts: dict[int, int]
    """Shared by the lists within it, and those that go on with it."""
    waiting: bool = False
    """An item has begun, and none of its paragraphs."""


@dataclass(slots=True)
class Lists:
    """Counts the items while the text is read."""

    _styles: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _style: str = ""
    """The one that is being read."""
    _open: list[_OpenList] = field(default_factory=list)
    _last: dict[str, _OpenList] = field(default_factory=dict)
    """The last one of each style that stands in no other."""
    _named: dict[str, _OpenList] = field(default_factory=dict)

    def register(self, dispatch: Dispatch) -> None:
        starts: Starts = {
            "list-style": self._start_style,
            "list-level-style-number": self._note_number,
            "list-level-style-bullet": self._note_bullet,
            "list": self._start_list,
            "list-item": self._start_item,
            "list-header": self._start_header,
        }
        dispatch.add((TEXT,), starts, {"list": self._end_list})

    def label(self) -> Label:
        """Number and bullet of the paragraph that begins here; one of them at most."""
        if not self._open or not self._open[-1].waiting:
            return _NONE
        current, level = self._open[-1], len(self._open)
        current.waiting = False
        levels = self._styles.get(current.style, {})
        counts = current.counts
        for below in [below for below in counts if below > level]:
            del counts[below]
        counts[level] = min(counts.get(level, levels.get(level, _Level()).start - 1) + 1, _MOST)
        said = levels.get(level)
        if said is None:
            return _NONE
        if said.bullet:
            return "", list_labels.bullet(said.bullet)[:_LONGEST]

        def shown(sign: re.Match[str]) -> str:
            of = levels.get(int(sign[1]), _Level())
            number = counts.get(int(sign[1]), of.start)
            return _FORMATS.get(of.format, list_labels.decimal)(number) if of.format else ""

        return (_LEVEL_SIGN.sub(shown, said.text(level))[:_LONGEST], "") if said.format else _NONE

    # Styles

    def _start_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get(f"{STYLE} name", "")
        self._styles[self._style] = {}

    def _note_number(self, attributes: dict[str, str]) -> None:
        letters = "." if attributes.get(f"{STYLE} num-letter-sync") == "true" else ""
        format_ = attributes.get(f"{STYLE} num-format", "")
        self._keep(
            attributes,
            _Level(
                format=format_ + letters if format_ in ("a", "A") else format_,
                pattern=attributes.get(f"{LIBREOFFICE} num-list-format"),
                prefix=attributes.get(f"{STYLE} num-prefix", ""),
                suffix=attributes.get(f"{STYLE} num-suffix", ""),
                shown=count(attributes.get(f"{TEXT} display-levels")),
                start=min(count(attributes.get(f"{TEXT} start-value")), _MOST),
            ),
        )

    def _note_bullet(self, attributes: dict[str, str]) -> None:
        self._keep(attributes, _Level(bullet=attributes.get(f"{TEXT} bullet-char", "")))

    def _keep(self, attributes: dict[str, str], level: _Level) -> None:
        if self._style in self._styles:
            self._styles[self._style][count(attributes.get(f"{TEXT} level"))] = level

    # Lists

    def _start_list(self, attributes: dict[str, str]) -> None:
        style = attributes.get(f"{TEXT} style-name")
        if self._open:
            around = self._open[-1]
            self._open.append(_OpenList(style or around.style, around.counts))
            return
        before = self._named.get(attributes.get(f"{TEXT} continue-list", ""))
        if before is None and attributes.get(f"{TEXT} continue-numbering") == "true":
            before = self._last.get(style or "")
        begun = _OpenList(style or (before.style if before else ""), before.counts if before else {})
        self._open.append(begun)
        self._last[begun.style] = begun
        if name := attributes.get(f"{XML} id"):
            self._named[name] = begun

    def _end_list(self) -> None:
        self._open.pop()

    def _start_item(self, attributes: dict[str, str]) -> None:
        if not self._open:
            return
        self._open[-1].waiting = True
        if start := attributes.get(f"{TEXT} start-value"):
            self._open[-1].counts[len(self._open)] = min(count(start), _MOST) - 1

    def _start_header(self, _attributes: dict[str, str]) -> None:
        if self._open:
            self._open[-1].waiting = False
