"""Headers and footers of OpenDocument sheets, with the codes of Excel for page numbers and their like."""

from __future__ import annotations

from functools import partial

from ruecklauf.office.calc.text import Paragraphs
from ruecklauf.office.hardened_xml import Ends, Starts, qualify
from ruecklauf.office.opendocument.names import STYLE, TEXT

_PAGE_PARTS = tuple(f"{part}{which}" for part in ("header", "footer") for which in ("", "-left", "-first"))
_REGIONS = {"region-left": "L", "region-center": "C", "region-right": "R"}
_FIELDS = {"page-number": "P", "page-count": "N", "sheet-name": "A", "date": "D", "time": "T"}
_FIELDS |= {"file-name": "F", "title": "F"}
_MARK = "\0"
"""Before the letter of a code, until the text's own `&` are doubled; XML cannot have it."""


class PageTexts:
    """Gathers the texts by the page styles (`style:master-page`) that have them."""

    def __init__(self, texts: list[str], paragraphs: Paragraphs) -> None:
        self._texts = texts
        self._paragraphs = paragraphs
        self._by_page: dict[str, list[str]] = {}
        self._page = ""
        self._regions: list[str] | None = None
        """What is read of the header or footer that is open."""

    def handlers(self) -> tuple[Starts, Ends]:
        starts: Starts = {"master-page": self._start_page, **dict.fromkeys(_PAGE_PARTS, self._start_part)}
        starts |= dict.fromkeys(_REGIONS, self._start_region)
        ends: Ends = dict.fromkeys(_PAGE_PARTS, self._end_part)
        ends |= {region: partial(self._end_region, code) for region, code in _REGIONS.items()}
        fields: Starts = dict.fromkeys(_FIELDS, self._start_field)
        field_ends: Ends = {name: partial(self._end_field, code) for name, code in _FIELDS.items()}
        return (
            {**qualify((STYLE,), starts), **qualify((TEXT,), fields)},
            {**qualify((STYLE,), ends), **qualify((TEXT,), field_ends)},
        )

    def of(self, page: str) -> tuple[str, ...]:
        """The texts of a page style, each once."""
        return tuple(dict.fromkeys(self._by_page.get(page, ())))

    def _start_page(self, attributes: dict[str, str]) -> None:
        self._page = attributes.get(f"{STYLE} name", "")

    def _start_part(self, attributes: dict[str, str]) -> None:
        # Pages that are not printed otherwise keep texts of the program.
        if attributes.get(f"{STYLE} display") != "false":
            self._regions = []
            self._paragraphs.begin()

    def _end_part(self) -> None:
        if self._regions is not None:
            self._end_region("C")
            if text := "".join(self._regions):
                self._by_page.setdefault(self._page, []).append(text)
            self._regions = None

    def _start_region(self, _attributes: dict[str, str]) -> None:
        if self._regions is not None:
            self._paragraphs.begin()

    def _end_region(self, code: str) -> None:
        if self._regions is not None and (text := self._paragraphs.end().text):
            self._regions.append(f"&{code}{text.replace('&', '&&').replace(_MARK, '&')}")

    def _start_field(self, _attributes: dict[str, str]) -> None:
        if self._regions is not None:
            self._paragraphs.add("")

    def _end_field(self, code: str) -> None:
        if self._regions is not None:
            self._texts.clear()
            self._paragraphs.add(f"{_MARK}{code}")
