"""The lossless reader of .xlsx and .xlsm: every cell, note, text and property, typed but uninterpreted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from ruecklauf.intake.collector import collector_at_rest
from ruecklauf.intake.formats import Format, recognise_format, refusal_of
from ruecklauf.intake.hardened_xml import Handlers, StartHandler, parse_xml, qualify
from ruecklauf.intake.ooxml_cells import CellContents
from ruecklauf.intake.ooxml_names import MAIN, RELATIONSHIP_IDS, STRICT_MAIN, is_true, roots
from ruecklauf.intake.ooxml_notes import (
    read_drawing_texts,
    read_notes,
    read_persons,
    read_threaded_comments,
    read_vml_texts,
    without_placeholders,
)
from ruecklauf.intake.ooxml_properties import read_core_properties, read_custom_properties
from ruecklauf.intake.ooxml_sheet import read_sheet
from ruecklauf.intake.ooxml_strings import read_shared_strings
from ruecklauf.intake.ooxml_styles import read_styles
from ruecklauf.intake.package import Package
from ruecklauf.intake.refusal import Refusal, damaged
from ruecklauf.intake.relationships import Relationship, relationships, targets
from ruecklauf.intake.workbook import Note, Sheet, SheetState, Workbook

HARMLESS_KINDS = frozenset(
    {
        "calcChain",
        "classificationlabels",
        "extended-properties",
        "extendedProperties",
        "externalLink",
        "FeaturePropertyBag",
        "printerSettings",
        "sheetMetadata",
        "table",
        "theme",
        "thumbnail",
        "vbaProject",
    }
)
"""Relationships to parts that hold no answers, or that are told in a field of their own."""

CORE_KINDS = ("core-properties", "coreProperties")
CUSTOM_KINDS = ("custom-properties", "customProperties")
MACRO_KINDS = frozenset({"vbaProject", "xlMacrosheet", "xlIntlMacrosheet"})

Content = TypeVar("Content")
Found = tuple[Relationship, ...]


def read_xlsx(data: bytes) -> Workbook:
    """The whole content of an .xlsx or .xlsm file (transitional or Strict), whatever its name.

    Raises only Refusal: see its codes. A damaged or hostile part that is not read goes unnoticed, but is
    listed in `unknown_parts`.
    """
    kind = recognise_format(data)
    if kind is not Format.XLSX:
        raise refusal_of(kind)
    try:
        with collector_at_rest():
            return _read_package(Package(data))
    except MemoryError as fault:
        raise Refusal("too_large", why="der Inhalt passt nicht in den Arbeitsspeicher") from fault


@dataclass(frozen=True, slots=True)
class _Tab:
    """A `sheet` element of the workbook part."""

    name: str
    state: SheetState
    relationship: str


@dataclass(frozen=True, slots=True)
class _Index:
    """The workbook part: which sheets and names there are."""

    tabs: tuple[_Tab, ...]
    names: dict[str, str]
    date1904: bool
    strict: bool


def _read_package(package: Package) -> Workbook:
    outer = relationships(package)
    main = targets(outer, "officeDocument")
    if not main:
        raise damaged("die Arbeitsmappe ist im ZIP-Archiv nicht auffindbar")
    inner = relationships(package, main[0])
    index = _read_index(package.read(main[0]), main[0])
    sheets = _read_sheets(package, index, inner)
    core = _read_first(package, targets(outer, *CORE_KINDS), read_core_properties)
    custom = _read_first(package, targets(outer, *CUSTOM_KINDS), read_custom_properties)
    for link in (*outer, *inner):
        if link.kind in HARMLESS_KINDS:
            package.account_for(link.target)
    return Workbook(
        sheets=sheets,
        names=index.names,
        core=core or {},
        custom=custom or {},
        date1904=index.date1904,
        strict=index.strict,
        macros=_has_macros(package, inner),
        external_links=sum(link.kind == "externalLink" for link in inner),
        unknown_parts=_unknown_parts(package),
    )


def _has_macros(package: Package, inner: Found) -> bool:
    named = any(name.casefold().endswith("vbaproject.bin") for name in package.names)
    return named or any(link.kind in MACRO_KINDS for link in inner)


def _unknown_parts(package: Package) -> tuple[str, ...]:
    return tuple(
        name
        for name in package.unaccounted()
        if not name.endswith(".rels") and name.casefold() != "[content_types].xml"
    )


def _read_first(
    package: Package, parts: tuple[str, ...], read: Callable[[bytes, str], Content]
) -> Content | None:
    """The content of the first of the parts; None if there is none."""
    return read(package.read(parts[0]), parts[0]) if parts else None


# The workbook part


def _read_index(data: bytes, part: str) -> _Index:
    reader = _IndexReader()
    parse_xml(data, reader.handlers(), part=part)
    return reader.index()


class _IndexReader:
    def __init__(self) -> None:
        self._texts: list[str] = []
        self._tabs: list[_Tab] = []
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

    def index(self) -> _Index:
        if not self._tabs:
            raise damaged("die Arbeitsmappe hat keine Blätter")
        names = {self._scoped(name, scope): text for name, scope, text in self._names}
        return _Index(tuple(self._tabs), names, self._date1904, self._strict)

    def _scoped(self, name: str, scope: str | None) -> str:
        if scope is None:
            return name
        known = scope.isdecimal() and int(scope) < len(self._tabs)
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
        self._tabs.append(_Tab(attributes.get("name", ""), cast(SheetState, state), relationship))

    def _start_name(self, attributes: dict[str, str]) -> None:
        self._name = attributes
        self._texts.clear()

    def _end_name(self) -> None:
        text = "".join(self._texts).strip()
        self._names.append((self._name.get("name", ""), self._name.get("localSheetId"), text))


# The sheets


def _read_sheets(package: Package, index: _Index, inner: Found) -> tuple[Sheet, ...]:
    strings = _read_first(package, targets(inner, "sharedStrings"), read_shared_strings)
    styles = _read_first(package, targets(inner, "styles"), read_styles)
    persons: dict[str, str] = {}
    for part in targets(inner, "person"):
        persons |= read_persons(package.read(part), part=part)
    contents = CellContents(strings or (), styles or (), date1904=index.date1904)
    links = {link.id: link for link in inner}
    return tuple(
        _read_tab(package, tab, links.get(tab.relationship), contents, persons) for tab in index.tabs
    )


def _read_tab(
    package: Package,
    tab: _Tab,
    link: Relationship | None,
    contents: CellContents,
    persons: dict[str, str],
) -> Sheet:
    if link is None or not link.target or link.external:
        raise damaged(f"das Blatt „{tab.name}“ fehlt in der Datei")
    sheet = Sheet(tab.name, tab.state)
    if link.kind != "worksheet":
        return sheet
    content = read_sheet(package.read(link.target), contents, link.target)
    around = relationships(package, link.target)
    for other in around:
        if other.kind in HARMLESS_KINDS:
            package.account_for(other.target)
    return replace(
        sheet,
        cells=content.cells,
        notes=_read_all_notes(package, around, persons),
        merged=content.merged,
        drawing_texts=_read_all_drawings(package, around),
        hidden_rows=content.hidden_rows,
        hidden_columns=content.hidden_columns,
        validations=content.validations,
        protected=content.protected,
    )


def _read_all_notes(package: Package, around: Found, persons: dict[str, str]) -> tuple[Note, ...]:
    notes: list[Note] = []
    threaded: list[Note] = []
    for part in targets(around, "comments"):
        notes += read_notes(package.read(part), part=part)
    for part in targets(around, "threadedComment"):
        threaded += read_threaded_comments(package.read(part), persons, part=part)
    return (*without_placeholders(tuple(notes), tuple(threaded)), *threaded)


def _read_all_drawings(package: Package, around: Found) -> tuple[str, ...]:
    texts: list[str] = []
    for part in targets(around, "drawing"):
        texts += read_drawing_texts(package.read(part), part=part)
    # Form controls stand in both kinds of drawing.
    for part in targets(around, "vmlDrawing"):
        texts += [text for text in _read_vml(package, part) if text not in texts]
    return tuple(texts)


def _read_vml(package: Package, part: str) -> tuple[str, ...]:
    """The texts of a VML part; one that is no XML, as Excel accepts and writes it, stays unaccounted for."""
    try:
        texts = read_vml_texts(package.peek(part), part=part)
    except Refusal as refusal:
        if refusal.code != "damaged_file":
            raise
        return ()
    package.account_for(part)
    return texts
