"""The lossless reader of .xlsx and .xlsm: every cell, note, text and property, typed but uninterpreted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from ruecklauf.office.excel.cells import CellContents
from ruecklauf.office.excel.index import Index, Tab, read_index
from ruecklauf.office.excel.notes import (
    read_drawing_texts,
    read_notes,
    read_persons,
    read_threaded_comments,
    read_vml_texts,
    without_placeholders,
)
from ruecklauf.office.excel.sheet import read_sheet
from ruecklauf.office.excel.strings import read_shared_strings
from ruecklauf.office.excel.styles import read_styles
from ruecklauf.office.limits import Allowance
from ruecklauf.office.ooxml.properties import read_core_properties, read_custom_properties, read_program
from ruecklauf.office.ooxml.relationships import Relationship, relationships, targets
from ruecklauf.office.package import Package, Source
from ruecklauf.office.refusal import Refusal, damaged
from ruecklauf.office.workbook import Note, Sheet, Workbook

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
PROGRAM_KINDS = ("extended-properties", "extendedProperties")
CUSTOM_KINDS = ("custom-properties", "customProperties")
MACRO_KINDS = frozenset({"vbaProject", "xlMacrosheet", "xlIntlMacrosheet"})

Part = TypeVar("Part")
Found = tuple[Relationship, ...]


def read_xlsx(source: Source) -> Workbook:
    """The whole content of an .xlsx or .xlsm file (transitional or Strict), whatever its name.

    A damaged or hostile part that is not read goes unnoticed, but is listed in `unknown_parts`.
    """
    package = source.package
    outer = relationships(package)
    main = targets(outer, "officeDocument")
    if not main:
        raise damaged("die Arbeitsmappe ist im ZIP-Archiv nicht auffindbar")
    inner = relationships(package, main[0])
    index = read_index(package.read(main[0]), main[0])
    allowance = Allowance()
    sheets = _read_sheets(package, index, inner, allowance)
    core = _read_first(package, targets(outer, *CORE_KINDS), read_core_properties)
    custom = _read_first(package, targets(outer, *CUSTOM_KINDS), read_custom_properties)
    for link in (*outer, *inner):
        if link.kind in HARMLESS_KINDS:
            package.account_for(link.target)
    workbook = Workbook(
        sheets=sheets,
        names=index.names,
        core=core or {},
        custom=custom or {},
        date1904=index.date1904,
        strict=index.strict,
        macros=_has_macros(package, inner),
        external_links=sum(link.kind == "externalLink" for link in inner),
        program=_read_program(package, targets(outer, *PROGRAM_KINDS)),
        unknown_parts=_unknown_parts(package),
    )
    allowance.take_rest(workbook)
    return workbook


def _read_program(package: Package, parts: tuple[str, ...]) -> str:
    """The program that saved the file; nothing where the part is damaged: no answer hangs on it."""
    try:
        return _read_first(package, parts, read_program) or ""
    except Refusal as refusal:
        if refusal.code != "damaged_file":
            raise
        return ""


def _has_macros(package: Package, inner: Found) -> bool:
    named = any(name.casefold().endswith("vbaproject.bin") for name in package.names)
    return named or any(link.kind in MACRO_KINDS for link in inner)


def _unknown_parts(package: Package) -> tuple[str, ...]:
    return tuple(
        name
        for name in package.unaccounted()
        if not name.endswith(".rels") and name.casefold() != "[content_types].xml"
    )


def _read_first(package: Package, parts: tuple[str, ...], read: Callable[[bytes, str], Part]) -> Part | None:
    """The content of the first of the parts; None if there is none."""
    return read(package.read(parts[0]), parts[0]) if parts else None


# The sheets


def _read_sheets(package: Package, index: Index, inner: Found, allowance: Allowance) -> tuple[Sheet, ...]:
    strings = _read_first(package, targets(inner, "sharedStrings"), read_shared_strings)
    styles = _read_first(package, targets(inner, "styles"), read_styles)
    persons: dict[str, str] = {}
    for part in targets(inner, "person"):
        persons |= read_persons(package.read(part), part=part)
    contents = CellContents(strings or (), styles or (), date1904=index.date1904)
    links = {link.id: link for link in inner}
    sheets: list[Sheet] = []
    for tab in index.tabs:
        sheets.append(_read_tab(package, tab, links.get(tab.relationship), contents, persons))
        allowance.take_sheet(sheets[-1])
    return tuple(sheets)


def _read_tab(
    package: Package,
    tab: Tab,
    link: Relationship | None,
    contents: CellContents,
    persons: dict[str, str],
) -> Sheet:
    if link is None or not link.target or link.external:
        raise damaged(f"das Blatt „{tab.name}“ fehlt in der Datei")
    if link.kind != "worksheet":
        return Sheet(tab.name, tab.state)
    data = package.read(link.target)
    around = relationships(package, link.target)
    for other in around:
        if other.kind in HARMLESS_KINDS:
            package.account_for(other.target)
    return replace(
        read_sheet(data, contents, link.target),
        name=tab.name,
        state=tab.state,
        notes=_read_all_notes(package, around, persons),
        drawing_texts=_read_all_drawings(package, around),
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
    known = set(texts)
    for part in targets(around, "vmlDrawing"):
        texts += [text for text in _read_vml(package, part) if text not in known]
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
