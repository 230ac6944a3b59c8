"""The workbook part of an Excel file: which sheets and names there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from ruecklauf.office.hardened_xml import Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import MAIN, RELATIONSHIP_IDS, STRICT_MAIN, is_true, roots
from ruecklauf.office.refusal import damaged
from ruecklauf.office.workbook import SheetState


@dataclass(frozen=True, slots=True)
class Tab:
    """A `sheet` element of the workbook part."""

    name: str
    state: SheetState
    relationship: str


@dataclass(frozen=True, slots=True)
class Index:
    """The workbook part: which sheets and names there are."""

    tabs: tuple[Tab, ...]
    names: dict[str, str]
    date1904: bool
    strict: bool


def read_index(data: bytes, part: str) -> Index:
    """The sheets and names. Raises Refusal `damaged_file` for a part without sheets."""
    reader = _IndexReader()
    parse_xml(data, reader.handlers(), part=part)
    return reader.index()


class _IndexReader:
    def __init__(self) -> None:
        self._texts: list[str] = []
        self._tabs: list[Tab] = []
        self._names: list[tuple[str, str | None, str]] = []
        self._name: dict[str, str] = {}
        self._date1904 = False
        self._strict = False

    def handlers(self) -> Handlers:
        elements: dict[str, StartHandler] = {
            "workbookPr": self._note_properties,
            "sheet": self._note_sheet,
            "definedName": self._start_name,
        }
        starts = qualify(MAIN, elements)
        starts[f"{STRICT_MAIN} workbook"] = self._note_strict
        ends = qualify(MAIN, {"definedName": self._end_name})
        return Handlers(starts, ends, self._texts, roots("workbook"))

    def index(self) -> Index:
        if not self._tabs:
            raise damaged("die Arbeitsmappe hat keine Blätter")
        names = {self._scoped(name, scope): text for name, scope, text in self._names}
        return Index(tuple(self._tabs), names, self._date1904, self._strict)

    def _scoped(self, name: str, scope: str | None) -> str:
        if scope is None:
            return name
        # Texts of many digits are no numbers for `int`.
        known = scope.isdecimal() and len(scope) < 10 and int(scope) < len(self._tabs)
        return f"{self._tabs[int(scope)].name if known else scope}!{name}"

    def _note_strict(self, _attributes: dict[str, str]) -> None:
        self._strict = True

    def _note_properties(self, attributes: dict[str, str]) -> None:
        self._date1904 = is_true(attributes.get("date1904"))

    def _note_sheet(self, attributes: dict[str, str]) -> None:
        state = attributes.get("state", "visible")
        if state not in ("visible", "hidden", "veryHidden"):
            state = "visible"
        relationship = next((attributes[name] for name in RELATIONSHIP_IDS if name in attributes), "")
        self._tabs.append(Tab(attributes.get("name", ""), cast(SheetState, state), relationship))

    def _start_name(self, attributes: dict[str, str]) -> None:
        self._name = attributes
        self._texts.clear()

    def _end_name(self) -> None:
        text = "".join(self._texts).strip()
        self._names.append((self._name.get("name", ""), self._name.get("localSheetId"), text))
