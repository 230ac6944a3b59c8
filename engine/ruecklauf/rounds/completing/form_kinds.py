"""Whether a return is a workbook or a text document: both exist of every worksheet."""

from __future__ import annotations

from enum import StrEnum

from ruecklauf.office.formats import Format, recognise_format
from ruecklauf.office.refusal import Refusal


class FormKind(StrEnum):
    """The two kinds of forms, whatever program saved them."""

    WORKBOOK = "workbook"
    DOCUMENT = "document"


_KINDS = {
    Format.XLSX: FormKind.WORKBOOK,
    Format.XLS: FormKind.WORKBOOK,
    Format.ODS: FormKind.WORKBOOK,
    Format.FODS: FormKind.WORKBOOK,
    Format.WORD: FormKind.DOCUMENT,
    Format.ODT: FormKind.DOCUMENT,
    Format.FODT: FormKind.DOCUMENT,
}


def form_kind(data: bytes) -> FormKind | None:
    """The kind of form that a file is; None for anything else."""
    try:
        return _KINDS.get(recognise_format(data))
    except Refusal:
        return None
