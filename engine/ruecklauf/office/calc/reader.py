"""The lossless reader of .ods and .fods: every cell, note, text and property, typed but uninterpreted."""

from __future__ import annotations

from ruecklauf.office.calc.parts import SpreadsheetParts
from ruecklauf.office.limits import within_limits
from ruecklauf.office.opendocument.members import has_macros, refuse_encrypted, unknown_members
from ruecklauf.office.package import MAGIC, Package, Source, check_content
from ruecklauf.office.refusal import damaged
from ruecklauf.office.workbook import Workbook


def read_ods(source: Source) -> Workbook:
    """The whole content of an OpenDocument spreadsheet, zipped (.ods) or flat (.fods).

    Formulas keep OpenDocument's own spelling; date formats are told in
    kind only, and a very hidden sheet is merely hidden, as the format knows no other.
    """
    is_zipped = source.data.startswith(MAGIC)
    return within_limits(_read_package(source.package) if is_zipped else _read_flat(source.data))


def _read_flat(data: bytes) -> Workbook:
    check_content(data)
    content = SpreadsheetParts()
    content.read(data, "office:document")
    return _workbook(content, tuple(content.shapes.embedded), macros=content.macros)


def _read_package(package: Package) -> Workbook:
    refuse_encrypted(package)
    if package.find("content.xml") is None:
        raise damaged("der Bestandteil „content.xml“ fehlt")
    content = SpreadsheetParts()
    for part in ("styles.xml", "content.xml", "meta.xml"):
        if package.find(part):
            content.read(package.read(part), part)
    unknown = (*content.shapes.embedded, *unknown_members(package))
    return _workbook(content, unknown, macros=has_macros(package) or content.macros)


def _workbook(content: SpreadsheetParts, unknown_parts: tuple[str, ...], *, macros: bool) -> Workbook:
    return Workbook(
        sheets=tuple(content.tables.sheets),
        names=content.names,
        core=content.properties.core,
        custom=content.properties.custom,
        date1904=content.tables.date1904,
        macros=macros,
        external_links=len(content.links),
        program=content.properties.program,
        unknown_parts=unknown_parts,
    )
