"""A file read as its kind must be, by the one opening that all formats have."""

from __future__ import annotations

from ruecklauf.office.opening import open_file
from ruecklauf.office.workbook import Workbook


def read_workbook(data: bytes) -> Workbook:
    content = open_file(data).content
    assert isinstance(content, Workbook)
    return content
