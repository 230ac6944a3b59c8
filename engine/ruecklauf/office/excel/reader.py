"""The lossless reader of .xlsx and .xlsm: every cell, note, text and property, typed but uninterpreted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from ruecklauf.office.chosen import Reference, with_doubted_numbers
from ruecklauf.office.conditional import Look
from ruecklauf.office.excel.cells import CellContents
from ruecklauf.office.excel.conditional import read_looks
from ruecklauf.office.excel.controls import linked_cells
from ruecklauf.office.excel.index import Tab, read_index
from ruecklauf.office.excel.notes import (
    read_drawing,
    read_notes,
    read_persons,
    read_threaded_comments,
    read_vml_texts,
    without_placeholders,
)
from ruecklauf.office.excel.rich_values import read_rich_values
from ruecklauf.office.excel.sheet import read_sheet
from ruecklauf.office.excel.strings import read_shared_strings
from ruecklauf.office.excel.styles import CellStyle, read_styles, styles_before_damage
from ruecklauf.office.excel.tables import NO_TABLE_STYLES, read_table, read_table_styles
from ruecklauf.office.limits import Allowance
from ruecklauf.office.ooxml.metadata import account_for_data, links_around
from ruecklauf.office.ooxml.properties import read_core_properties, read_custom_properties, read_program
from ruecklauf.office.ooxml.relationships import Relationship, relationships, targets, unread_members
from ruecklauf.office.package import Beside, Package, Source, read_beside
from ruecklauf.office.refusal import damaged
from ruecklauf.office.workbook import Link, Note, Sheet, Workbook

HARMLESS_KINDS = frozenset(
    {
        "calcChain",
        "classificationlabels",
        "customXmlProps",
        "extended-properties",
        "extendedProperties",
        "externalLink",
        "FeaturePropertyBag",
        "printerSettings",
        *("rdArray", "rdRichValue", "rdRichValueStructure", "rdRichValueTypes", "richStyles", "richValueRel"),
        *("rdSupportingPropertyBag", "rdSupportingPropertyBagStructure"),
        "sheetMetadata",
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

_SPARKLINES = b":sparkline>"
"""Small charts in cells, which nothing else tells of."""

Found = tuple[Relationship, ...]


def read_xlsx(source: Source) -> Workbook:
    """The whole content of an .xlsx or .xlsm file (transitional or Strict), whatever its name.

    A damaged part beside the cells is not read, but listed in `unknown_parts`, as is any unknown one.
    """
    return _PackageReader(source.package).workbook()


class _PackageReader:
    """A workbook while its parts are read, one after the other."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._outer = relationships(package)
        main = targets(self._outer, "officeDocument")
        if not main:
            raise damaged("die Arbeitsmappe ist im ZIP-Archiv nicht auffindbar")
        self._inner = relationships(package, main[0])
        self._index = read_index(package.read(main[0]), main[0])
        self._outside: list[str] = []
        """The addresses of pictures outside of the file, and drawings with shapes that nobody reads."""
        strings = targets(self._inner, "sharedStrings")
        self._styles = targets(self._inner, "styles")
        styles: tuple[CellStyle, ...] = ()
        looks: tuple[Look, ...] = ()
        table_styles = NO_TABLE_STYLES
        if self._styles:
            part = self._styles[0]
            found = read_beside(package, part, read_styles)
            styles = styles_before_damage(package.peek(part), part) if found is None else found
            looks = read_looks(package.peek(part), part)
            table_styles = read_table_styles(package.peek(part), part, looks)
        self._contents = CellContents(
            read_shared_strings(package.read(strings[0]), strings[0]) if strings else (),
            styles,
            date1904=self._index.date1904,
            looks=looks,
            table_styles=table_styles,
            rich_values=read_rich_values(package, self._inner),
        )
        self._numbered: list[Reference] = []
        """Cells with the numbers of entries that people chose in form controls."""
        self._persons: dict[str, str] = {}
        for part in targets(self._inner, "person"):
            self._persons |= read_beside(package, part, read_persons) or {}

    def workbook(self) -> Workbook:
        allowance = Allowance()
        sheets = tuple(with_doubted_numbers(tuple(self._sheets(allowance)), self._numbered))
        core = self._property(CORE_KINDS, read_core_properties) or {}
        custom = self._property(CUSTOM_KINDS, read_custom_properties) or {}
        program = self._property(PROGRAM_KINDS, read_program) or ""
        self._pass_over((*self._outer, *self._inner))
        unknown = (*unread_members(self._package), *self._outside)
        workbook = Workbook(
            sheets=sheets,
            names=self._index.names,
            core=core,
            custom=custom,
            date1904=self._index.date1904,
            strict=self._index.strict,
            macros=self._has_macros(),
            external_links=sum(link.kind == "externalLink" for link in self._inner),
            program=program,
            unknown_parts=unknown,
            formats_unread=any(part in unknown for part in self._styles[:1]),
        )
        allowance.take_rest(workbook)
        return workbook

    def _property(self, kinds: tuple[str, ...], read: Callable[[bytes, str], Beside]) -> Beside | None:
        parts = targets(self._outer, *kinds)
        return read_beside(self._package, parts[0], read) if parts else None

    def _pass_over(self, links: Found) -> None:
        for link in links:
            if link.kind in HARMLESS_KINDS:
                self._package.account_for(link.target)
            elif link.kind == "customXml" and not link.external:
                account_for_data(self._package, link.target)
                self._pass_over(
                    tuple(
                        around
                        for around in links_around(self._package, link.target)
                        if around.kind == "customXmlProps"
                    )
                )

    def _has_macros(self) -> bool:
        named = any(name.casefold().endswith("vbaproject.bin") for name in self._package.names)
        return named or any(link.kind in MACRO_KINDS for link in self._inner)

    # The sheets

    def _sheets(self, allowance: Allowance) -> Iterator[Sheet]:
        links = {link.id: link for link in self._inner}
        for tab in self._index.tabs:
            sheet = self._sheet(tab, links.get(tab.relationship))
            allowance.take_sheet(sheet)
            yield sheet

    def _sheet(self, tab: Tab, link: Relationship | None) -> Sheet:
        if link is None or not link.target or link.external:
            raise damaged(f"das Blatt „{tab.name}“ fehlt in der Datei")
        if link.kind != "worksheet":
            return Sheet(tab.name, tab.state)
        data = self._package.read(link.target)
        around = relationships(self._package, link.target)
        self._pass_over(around)
        for name, place in linked_cells(self._package, link.target, data, around):
            self._numbered.append((name or tab.name, place))
        if _SPARKLINES in data:
            self._outside.append(f"{tab.name}: Sparkline")
        outside = {other.id: other.target for other in around if other.external}
        found = (read_beside(self._package, other, read_table) for other in targets(around, "table"))
        tables = [table for table in found if table is not None]
        sheet = read_sheet(data, self._contents, link.target, targets=outside, tables=tables)
        return replace(
            sheet,
            name=tab.name,
            state=tab.state,
            notes=self._notes(around),
            drawing_texts=self._drawing_texts(around),
            links=(*sheet.links, *self._links_of_shapes(around)),
        )

    def _notes(self, around: Found) -> tuple[Note, ...]:
        notes: list[Note] = []
        threaded: list[Note] = []
        for part in targets(around, "comments"):
            notes += read_beside(self._package, part, read_notes) or ()
        for part in targets(around, "threadedComment"):
            read = partial(read_threaded_comments, self._persons)
            threaded += read_beside(self._package, part, read) or ()
        return (*without_placeholders(tuple(notes), tuple(threaded)), *threaded)

    def _drawing_texts(self, around: Found) -> tuple[str, ...]:
        texts: list[str] = []
        for part in targets(around, "drawing"):
            drawn = read_beside(self._package, part, read_drawing)
            texts += drawn.texts if drawn else ()
            if drawn and drawn.plain:
                self._outside.append(part)
        # Form controls stand in both kinds of drawing; VML is often no XML, as Excel accepts and writes it.
        known = set(texts)
        for part in targets(around, "vmlDrawing"):
            found = read_beside(self._package, part, read_vml_texts) or ()
            texts += [text for text in found if text not in known]
        return tuple(texts)

    def _links_of_shapes(self, around: Found) -> Iterator[Link]:
        for part in targets(around, "drawing", "vmlDrawing"):
            for link in relationships(self._package, part):
                if link.external and link.kind == "image":
                    self._outside.append(link.target)
                elif link.external:
                    yield Link(0, 0, link.target)
