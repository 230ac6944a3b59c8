"""A small form, part by part, as it was last looked at and found good.

After a wanted change: `make golden` (RUECKLAUF_GOLDEN=write), then read the difference.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from forms.making import RECIPIENT, declared, writer
from forms.package import Package, opened

GOLDEN = Path(__file__).with_name("golden")
PARTS = {
    "workbook.xml": "xl/workbook.xml",
    "styles.xml": "xl/styles.xml",
    "klein.xml": "xl/worksheets/sheet3.xml",
    "klein_2.xml": "xl/worksheets/sheet4.xml",
}


@cache
def form() -> Package:
    return opened(writer((declared("small.yaml"),)).write(RECIPIENT))


def normalised(part: str) -> str:
    """One element a line, attributes in order, texts instead of their numbers."""
    root = form().xml(part)
    for cell in root.iter("{*}c"):
        if cell.get("t") == "s":
            cell[0].text = form().text(cell)
    for element in root.iter():
        attributes = sorted(element.attrib.items())
        element.attrib.clear()
        element.attrib.update(attributes)
    etree.indent(root, space=" ")
    return etree.tostring(root, encoding="unicode") + "\n"


@pytest.mark.parametrize("name", PARTS)
def test_part_is_as_the_golden_file(name: str) -> None:
    now, file = normalised(PARTS[name]), GOLDEN / name
    if os.environ.get("RUECKLAUF_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(now, encoding="utf-8")
    assert now == file.read_text(encoding="utf-8")
