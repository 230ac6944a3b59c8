"""The XML namespaces of OpenDocument, and its references turned into those of Excel."""

from __future__ import annotations

import re

from ruecklauf.cells import quote_sheet

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{_URN}office:1.0"
TABLE = f"{_URN}table:1.0"
TEXT = f"{_URN}text:1.0"
STYLE = f"{_URN}style:1.0"
NUMBER = f"{_URN}datastyle:1.0"
SVG = f"{_URN}svg-compatible:1.0"
FORMAT = f"{_URN}xsl-fo-compatible:1.0"
DRAW = f"{_URN}drawing:1.0"
FORM = f"{_URN}form:1.0"
META = f"{_URN}meta:1.0"
FORMAT = f"{_URN}xsl-fo-compatible:1.0"
SCRIPT = f"{_URN}script:1.0"
MANIFEST = f"{_URN}manifest:1.0"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
CONFIG = f"{_URN}config:1.0"
LIBREOFFICE = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
LIBREOFFICE_FIELDS = "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"
LIBREOFFICE_CELLS = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
LIBREOFFICE_SCRIPTS = "http://openoffice.org/2004/office"
GNUMERIC = "http://www.gnumeric.org/odf-extension/1.0"

_SHEET = r"\$?(?P<sheet>'(?:[^']|'')+'|[^'.\[\]:!]+)"
_CORNER = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_reference = re.compile(
    rf"\[?{_SHEET}\.(?P<first>{_CORNER})(?::(?:\$?(?P=sheet))?\.(?P<last>{_CORNER}))?\]?"
).fullmatch
_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9._-]*:)?=")


def formula_text(formula: str) -> str:
    """A formula without what marks its language: `of:=[.E1]*2` → `[.E1]*2`."""
    prefix = _PREFIX.match(formula)
    return formula[prefix.end() :] if prefix else formula


def excel_reference(reference: str) -> str:
    """`$Akteure.$A$1:.$A$9` as Excel writes it, `'Akteure'!$A$1:$A$9`; anything else stays as it is."""
    match = _reference(reference)
    if match is None:
        return reference
    name = match["sheet"]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    area = match["first"] if match["last"] is None else f"{match['first']}:{match['last']}"
    return f"{quote_sheet(name)}!{area}"
