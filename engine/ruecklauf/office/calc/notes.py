"""The annotations of OpenDocument cells."""

from __future__ import annotations

from collections.abc import Sequence

from ruecklauf.office.calc.text import Paragraphs
from ruecklauf.office.hardened_xml import Ends, Starts
from ruecklauf.office.opendocument.names import DUBLIN_CORE, OFFICE


class Notes:
    """Gathers text and author of annotations, for whoever takes them at the end of a cell."""

    def __init__(self, texts: list[str], paragraphs: Paragraphs) -> None:
        self._texts = texts
        self._paragraphs = paragraphs
        self._found: list[tuple[str, str]] = []
        self._inside = False
        self._author = ""

    def handlers(self) -> tuple[Starts, Ends]:
        annotation, creator = f"{OFFICE} annotation", f"{DUBLIN_CORE} creator"
        starts: Starts = {annotation: self._start, creator: self._start_author}
        return starts, {annotation: self._end, creator: self._end_author}

    def take(self) -> Sequence[tuple[str, str]]:
        """Text and author of each annotation since the last time."""
        if not self._found:
            return ()
        found, self._found = self._found, []
        return found

    def _start(self, _attributes: dict[str, str]) -> None:
        if self._inside:
            raise ValueError("Kommentar in einem Kommentar")
        self._inside = True
        self._author = ""
        self._paragraphs.begin()

    def _end(self) -> None:
        self._inside = False
        self._found.append((self._paragraphs.end().text, self._author))

    def _start_author(self, _attributes: dict[str, str]) -> None:
        if self._inside:
            self._texts.clear()

    def _end_author(self) -> None:
        if self._inside:
            self._author = "".join(self._texts)
            self._texts.clear()
