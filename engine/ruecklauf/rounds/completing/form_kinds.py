"""Whether a return is a workbook or a text document: both exist of every worksheet."""

from __future__ import annotations

from enum import StrEnum

from ruecklauf.office.formats import recognise_format
from ruecklauf.office.opening import DOCUMENTS, WORKBOOKS
from ruecklauf.office.package import Source
from ruecklauf.office.refusal import Refusal


class FormKind(StrEnum):
    """The two kinds of forms, whatever program saved them."""

    WORKBOOK = "workbook"
    DOCUMENT = "document"


def form_kind(data: bytes) -> FormKind | None:
    """The kind of form that a file is; None for anything else."""
    try:
        kind = recognise_format(Source(data))
    except Refusal:
        return None
    if kind in WORKBOOKS:
        return FormKind.WORKBOOK
    return FormKind.DOCUMENT if kind in DOCUMENTS else None
