"""The XML namespaces of spreadsheets, transitional and Strict, and the small types of their attributes."""

from __future__ import annotations

import re

from ruecklauf.cells import parse_a1
from ruecklauf.office.workbook import MAX_COLUMN, MAX_ROW, Area

STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", STRICT_MAIN, "")
"""The empty one: some programs leave the namespace out."""

RELATIONSHIP_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)

DRAWING = (
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
)
DRAWING_TEXT = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
COMPATIBILITY = ("http://schemas.openxmlformats.org/markup-compatibility/2006",)
THREADED_COMMENTS = ("http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",)
EXCEL_2010 = ("http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",)
EXCEL_FORMULAS = ("http://schemas.microsoft.com/office/excel/2006/main",)
VML = ("urn:schemas-microsoft-com:vml",)
VML_EXCEL = ("urn:schemas-microsoft-com:office:excel",)

CORE_PROPERTIES = (
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
)
EXTENDED_PROPERTIES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
)
CUSTOM_PROPERTIES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties",
)
VARIANT_TYPES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
)

_ESCAPE = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")


def roots(*locals_: str, namespaces: tuple[str, ...] = MAIN) -> frozenset[str]:
    """The full names of root elements in each namespace."""
    return frozenset(f"{namespace} {local}".lstrip() for namespace in namespaces for local in locals_)


def is_true(text: str | None) -> bool:
    """An xsd:boolean attribute; absent is false."""
    return text is not None and text.strip().lower() in ("1", "true", "on")


def position(reference: str) -> tuple[int, int]:
    """(row, column) of an address; ValueError if no sheet has such a cell."""
    row, column = parse_a1(reference.strip())
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise ValueError(f"Zelle {reference} liegt außerhalb des Blatts")
    return row, column


def area(reference: str) -> Area:
    """The corners of a range such as `B2:C3`; ValueError if no sheet has such a range."""
    first, _, last = reference.partition(":")
    top, left = position(first)
    bottom, right = position(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def unescape(text: str) -> str:
    """Text with `_x000D_` and its like decoded (ST_Xstring, ECMA-376 part 1, 22.9.2.19).

    An escape that would leave half a surrogate pair stays as it is written.
    """
    return _ESCAPE.sub(_decode_escapes, text) if "_x" in text else text


def _decode_escapes(match: re.Match[str]) -> str:
    units = bytes.fromhex("".join(match[0][at + 2 : at + 6] for at in range(0, len(match[0]), 7)))
    try:
        return units.decode("utf-16-be")
    except UnicodeDecodeError:
        return match[0]
