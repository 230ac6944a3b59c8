"""The lossless reader of .ods and .fods: every cell, note, text and property, typed but uninterpreted."""

from __future__ import annotations

from dataclasses import replace

from ruecklauf.office.calc.parts import SpreadsheetParts
from ruecklauf.office.chosen import with_doubted_numbers
from ruecklauf.office.limits import within_limits
from ruecklauf.office.noughts import without_noughts
from ruecklauf.office.opendocument.members import has_macros, is_inside, refuse_encrypted, unknown_members
from ruecklauf.office.package import MAGIC, Package, Source, check_content, read_beside
from ruecklauf.office.refusal import damaged
from ruecklauf.office.workbook import Sheet, Workbook


def read_ods(source: Source) -> Workbook:
    """The whole content of an OpenDocument spreadsheet, zipped (.ods) or flat (.fods).

    Formulas keep OpenDocument's own spelling; date formats are told in
    kind only, and a very hidden sheet is merely hidden, as the format knows no other.
    """
    is_zipped = source.data.startswith(MAGIC)
    return within_limits(_read_package(source.package) if is_zipped else _read_flat(source.data))


def _read_flat(data: bytes) -> Workbook:
    check_content(data)
    parts = SpreadsheetParts()
    parts.read(data, "office:document")
    outside = (address for address in parts.shapes.addresses if not address.startswith("#"))
    return _workbook(parts, (*parts.shapes.embedded, *outside), macros=parts.macros)


def _read_package(package: Package) -> Workbook:
    refuse_encrypted(package)
    if package.find("content.xml") is None:
        raise damaged("der Bestandteil „content.xml“ fehlt")
    parts = SpreadsheetParts()
    if package.find("styles.xml") and not read_beside(package, "styles.xml", parts.read):
        parts = SpreadsheetParts()
    parts.read(package.read("content.xml"), "content.xml")
    for part in ("meta.xml", "settings.xml"):
        if package.find(part):
            read_beside(package, part, parts.read)
    outside = (address for address in parts.shapes.addresses if not is_inside(package, address))
    unknown = (*parts.shapes.embedded, *outside, *unknown_members(package))
    return _workbook(parts, unknown, macros=has_macros(package) or parts.macros)


def _workbook(parts: SpreadsheetParts, unknown_parts: tuple[str, ...], *, macros: bool) -> Workbook:
    parts.let_go()
    sheets = (_sheet(sheet, parts, number) for number, sheet in enumerate(parts.tables.sheets))
    return Workbook(
        sheets=tuple(with_doubted_numbers(sheets, parts.shapes.linked)),
        names=parts.names,
        core=parts.properties.core,
        custom=parts.properties.custom,
        date1904=parts.tables.date1904,
        macros=macros,
        external_links=len(parts.links),
        program=parts.properties.program,
        unknown_parts=unknown_parts,
    )


def _sheet(sheet: Sheet, parts: SpreadsheetParts, number: int) -> Sheet:
    """A sheet with what the file says of it elsewhere."""
    cells = without_noughts(sheet.cells) if parts.hides_noughts else sheet.cells
    return replace(sheet, cells=cells, recorded=parts.recorded.of(number))
