"""What forms are written as."""

from __future__ import annotations

from enum import StrEnum


class FormFormat(StrEnum):
    """A format of forms; `forms.py` has a writer for each."""

    XLSX = "xlsx"
    DOCX = "docx"

    @property
    def gives(self) -> str:
        """What a round gets of it, for the operator."""
        return _GIVES[self]


_GIVES = {
    FormFormat.XLSX: "a workbook with all worksheets",
    FormFormat.DOCX: "a Word document for each",
}
