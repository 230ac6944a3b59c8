"""What happens to forms on their way: answers as people write them, cut-off files, other files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from ruecklauf.cells import a1
from ruecklauf.fieldtypes.base import CellContent
from ruecklauf.findings import Subject
from ruecklauf.forms.package import deflate, read_parts, write_parts
from ruecklauf.forms.properties import CORE
from ruecklauf.forms.workbooks.sheet_xml import SheetXml
from ruecklauf.layout.model import Layout

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
"""The scan that somebody sends instead of the form."""


def typed_over(form: bytes, layout: Layout, texts: Mapping[Subject, CellContent]) -> bytes:
    """The form with contents put into cells as they are, past every validation, as pasting does."""
    parts = read_parts(form)
    for number, plan in enumerate(layout.sheets, start=1):
        cells = {a1(c.row, c.column): texts[c.subject] for c in plan.inputs() if c.subject in texts}
        name = f"xl/worksheets/sheet{number}.xml"
        sheet = SheetXml(parts[name].decode())
        parts[name] = sheet.fill({at: text for at, text in cells.items() if sheet.can_fill(at)}).encode()
    return write_parts({name: deflate(content) for name, content in parts.items()})


def saved(form: bytes, moment: datetime) -> bytes:
    """The form as a program leaves it that notes when it saved it."""
    parts = read_parts(form)
    parts[CORE] = _MODIFIED.sub(rb"\g<1>" + f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode(), parts[CORE])
    return write_parts({name: deflate(content) for name, content in parts.items()})


_MODIFIED = re.compile(rb"(<dcterms:modified\b[^>]*>)[^<]*")


def cut_off(form: bytes) -> bytes:
    """The file as a broken transfer leaves it."""
    return form[: len(form) * 2 // 3]
