"""What a worksheet part says besides its cells: validated ranges, links, filters, headers and footers."""

from __future__ import annotations

from collections.abc import Mapping

from ruecklauf.office.excel.conditional import ConditionReader
from ruecklauf.office.hardened_xml import EndHandler, StartHandler, qualify
from ruecklauf.office.ooxml.names import (
    EXCEL_2010,
    EXCEL_FORMULAS,
    MAIN,
    RELATIONSHIP_IDS,
    area,
    is_true,
    unescape,
)
from ruecklauf.office.workbook import MAX_RANGES, Area, Link

_PAGE_TEXTS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


class AroundReader:
    """Gathers it while the parser walks over the part; see `Sheet` for the fields."""

    def __init__(self, texts: list[str], targets: Mapping[str, str]) -> None:
        self.merged: list[Area] = []
        self.validations = 0
        self.validated: list[Area] = []
        self.page_texts: list[str] = []
        self.links: list[Link] = []
        self.filtered = False
        self.protected = False
        self.conditions = ConditionReader(texts)
        self._shows_noughts: list[bool] = []
        """In each window."""
        self._texts = texts
        self._targets = targets
        self._in_newer_validation = False

    def handlers(self) -> tuple[dict[str, StartHandler], dict[str, EndHandler]]:
        """Handlers by full name, for the start and the end of elements."""
        starts: dict[str, StartHandler] = {
            "mergeCell": self._note_merged,
            "sheetView": self._note_window,
            "sheetProtection": self._note_protection,
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
        of_conditions, of_conditions_end = self.conditions.handlers()
        return (
            {
                **qualify(MAIN, starts),
                **qualify(EXCEL_2010, newer),
                **qualify(EXCEL_FORMULAS, ranges),
                **of_conditions,
            },
            {
                **qualify(MAIN, ends),
                **qualify(EXCEL_2010, newer_end),
                **qualify(EXCEL_FORMULAS, ranges_end),
                **of_conditions_end,
            },
        )

    @property
    def hides_noughts(self) -> bool:
        return bool(self._shows_noughts) and not any(self._shows_noughts)

    def _note_window(self, attributes: dict[str, str]) -> None:
        self._shows_noughts.append(is_true(attributes.get("showZeros", "1")))

    def _note_merged(self, attributes: dict[str, str]) -> None:
        self.merged.append(area(attributes.get("ref", "")))

    def _note_protection(self, attributes: dict[str, str]) -> None:
        self.protected = is_true(attributes.get("sheet"))

    def _note_ranges(self, references: str) -> None:
        """Where validations are; what is no range is left out, for no answer hangs on it."""
        self.validations += len(references.split())
        for reference in references.split(None, MAX_RANGES)[:MAX_RANGES]:
            if len(self.validated) == MAX_RANGES:
                break
            try:
                self.validated.append(area(reference))
            except ValueError:
                continue

    def _note_link(self, attributes: dict[str, str]) -> None:
        relationship = next((attributes[name] for name in RELATIONSHIP_IDS if name in attributes), "")
        inside = attributes.get("location", "")
        target = self._targets.get(relationship, "") + (f"#{inside}" if inside else "")
        try:
            row, column, *_ = area(attributes.get("ref", ""))
        except ValueError:
            row = column = 0
        self.links.append(Link(row, column, target))

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
        # Validations that need Excel 2010 name their ranges in an element, as conditional formats do too.
        if self._in_newer_validation:
            self._note_ranges("".join(self._texts))
        else:
            self.conditions.end_ranges()
