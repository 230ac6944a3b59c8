"""Excel opens generated forms without offering to repair them."""

from __future__ import annotations

import re
from random import Random

import pytest

from forms.making import RECIPIENT, ROUND, all_types, writer
from forms.package import Package, opened
from forms.repairs import repairs
from ruecklauf.definition.models import Worksheet
from ruecklauf.demo.respondent import Respondent


def test_empty_form_needs_no_repair(form: Package) -> None:
    assert repairs(form) == []


def test_prefilled_form_needs_no_repair(worksheets: tuple[Worksheet, ...]) -> None:
    stamper = writer(worksheets)
    answers = Respondent(stamper.layout, "Ahornstadt", Random(1), ROUND.reference_date).answer()
    assert repairs(opened(stamper.write(RECIPIENT, answers))) == []


_BOOK, _START = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
BROKEN: dict[str, tuple[str, str, str]] = {
    "two names": (_BOOK, "</definedNames>", "<definedName name='RL.STICHTAG'>1</definedName></definedNames>"),
    "no name": (_BOOK, "</definedNames>", "<definedName name='AB12'>1</definedName></definedNames>"),
    "no sheet Weg": (_BOOK, "</definedNames>", "<definedName name='x'>Weg!A1</definedName></definedNames>"),
    "after column": (_START, "</row>", '<c r="A1" s="0"/></row>'),
    "row 1 after": (_START, "</sheetData>", '<row r="1"/></sheetData>'),
    "no such look": (_START, ' s="1"', ' s="9999"'),
    "no such text": (_START, ' t="s"><v>', ' t="s"><v>99999'),
    "columns": (_START, "</cols>", '<col min="1" max="2" width="3"/></cols>'),
    "oddFooter too long": (_START, "<oddFooter>", "<oddFooter>" + "x" * 256),
    "a link to": (_START, "location=\"'", "location=\"'Weg"),
    "an open bracket": (_START, "<f>", "<f>("),
    "a sign of equality": (_START, "<f>", "<f>="),
    "a semicolon": (_START, "<f>", "<f>1;"),
    "validated twice": ("xl/worksheets/sheet3.xml", '" sqref="', '" sqref="A1:ZZ999 '),
    "two custom properties": ("docProps/custom.xml", 'pid="3"', 'pid="2"'),
}


@pytest.fixture(scope="module")
def small() -> Package:
    return opened(writer((all_types(),)).write(RECIPIENT))


@pytest.mark.parametrize("complaint", BROKEN)
def test_what_is_broken_is_seen(complaint: str, small: Package) -> None:
    part, old, new = BROKEN[complaint]
    xml = small.parts[part].decode()
    assert old in xml
    broken = Package({**small.parts, part: xml.replace(old, new).encode()})
    assert any(complaint in found for found in repairs(broken))


def test_formula_shared_with_a_cell_outside_is_seen(small: Package) -> None:
    tab = next(one for one in small.tabs if not one.is_visible)
    number = small.tabs.index(tab) + 1
    part = f"xl/worksheets/sheet{number}.xml"
    xml = small.parts[part].decode()
    broken = re.sub('t="shared" ref="[A-Z0-9:]+"', 't="shared" ref="A1:A2"', xml, count=1)
    found = repairs(Package({**small.parts, part: broken.encode()}))
    assert any("which is not for it" in one for one in found)
