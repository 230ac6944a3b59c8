"""What stands around the cells of a worksheet part: validated ranges, links, filters, headers and footers."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.office.excel.strings import unescape
from ruecklauf.office.hardened_xml import EndHandler, Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import EXCEL_2010, EXCEL_FORMULAS, MAIN, area, roots
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.workbook import MAX_RANGES, Area

_CELLS = b"<sheetData>"
_CELLS_END = b"</sheetData>"
_PAGE_TEXTS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


@dataclass(frozen=True, slots=True)
class Around:
    """See `Sheet` for the fields."""

    validated: tuple[Area, ...]
    page_texts: tuple[str, ...]
    links: int
    filtered: bool


def read_around(data: bytes, part: str) -> Around:
    """What a worksheet part says besides its cells; what is no range is left out, for no answer hangs on it.

    The cells are cut out first, as they are nearly all of the part; where they cannot be, all is parsed.
    """
    start, end = data.find(_CELLS), data.rfind(_CELLS_END)
    if 0 <= start < end:
        try:
            return _parse(data[:start] + data[end + len(_CELLS_END) :], part)
        except Refusal:
            # Cut in a comment, perhaps: the whole part tells.
            pass
    return _parse(data, part)


def _parse(data: bytes, part: str) -> Around:
    reader = _AroundReader()
    parse_xml(data, reader.handlers(), part=part)
    return Around(tuple(reader.validated), tuple(reader.page_texts), reader.links, reader.filtered)


class _AroundReader:
    def __init__(self) -> None:
        self.validated: list[Area] = []
        self.page_texts: list[str] = []
        self.links = 0
        self.filtered = False
        self._texts: list[str] = []
        self._in_newer_validation = False

    def handlers(self) -> Handlers:
        starts: dict[str, StartHandler] = {
            "dataValidation": lambda attributes: self._note_ranges(attributes.get("sqref", "")),
            "hyperlink": self._note_link,
            "filterColumn": self._note_filter,
            **dict.fromkeys(_PAGE_TEXTS, self._begin_text),
        }
        ends: dict[str, EndHandler] = dict.fromkeys(_PAGE_TEXTS, self._end_page_text)
        newer: dict[str, StartHandler] = {"dataValidation": lambda _: self._enter_newer(inside=True)}
        newer_end: dict[str, EndHandler] = {"dataValidation": lambda: self._enter_newer(inside=False)}
        ranges: dict[str, StartHandler] = {"sqref": self._begin_text}
        ranges_end: dict[str, EndHandler] = {"sqref": self._end_ranges}
        return Handlers(
            {**qualify(MAIN, starts), **qualify(EXCEL_2010, newer), **qualify(EXCEL_FORMULAS, ranges)},
            {**qualify(MAIN, ends), **qualify(EXCEL_2010, newer_end), **qualify(EXCEL_FORMULAS, ranges_end)},
            self._texts,
            roots("worksheet"),
        )

    def _note_ranges(self, references: str) -> None:
        for reference in references.split(None, MAX_RANGES)[:MAX_RANGES]:
            if len(self.validated) == MAX_RANGES:
                break
            try:
                self.validated.append(area(reference))
            except ValueError:
                continue

    def _note_link(self, _attributes: dict[str, str]) -> None:
        self.links += 1

    def _note_filter(self, _attributes: dict[str, str]) -> None:
        self.filtered = True

    def _begin_text(self, _attributes: dict[str, str]) -> None:
        self._texts.clear()

    def _end_page_text(self) -> None:
        if text := unescape("".join(self._texts)):
            self.page_texts.append(text)

    def _enter_newer(self, *, inside: bool) -> None:
        self._in_newer_validation = inside

    def _end_ranges(self) -> None:
        # Conditional formats name their ranges in the same element.
        if self._in_newer_validation:
            self._note_ranges("".join(self._texts))
