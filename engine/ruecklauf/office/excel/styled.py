"""Which style a cell has: read again from a sheet where something hangs on it, as nearly nothing does."""

from __future__ import annotations

from ruecklauf.office.hardened_xml import Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import MAIN, position


class StylesOfCells:
    """The number of each cell's style by its place, of a sheet that was read before."""

    def __init__(self, data: bytes, part: str) -> None:
        self._data = data
        self._part = part
        self._row = self._column = 0
        self._numbers: dict[tuple[int, int], str | None] = {}

    def __getitem__(self, place: tuple[int, int]) -> str | None:
        if not self._numbers:
            starts: dict[str, StartHandler] = {"row": self._start_row, "c": self._start_cell}
            parse_xml(self._data, Handlers(qualify(MAIN, starts), {}), part=self._part)
        return self._numbers.get(place)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "").strip()
        self._row, self._column = int(number) if number else self._row + 1, 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        place = (self._row, self._column + 1) if reference is None else position(reference)
        self._column = place[1]
        self._numbers[place] = attributes.get("s")
