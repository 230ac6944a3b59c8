"""Accessibility and what Office programs need, looked up in the generated file itself.

EN 301 549 (WCAG 2.1 AA) as far as a file shows it; what it looks like is in test_looks.py.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import pairwise

import pytest

from forms.making import RECIPIENT, ROUND, all_types, writer
from forms.package import Area, Element, Package, Tab, area, functions, opened
from ruecklauf.cells import parse_a1
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Subject
from ruecklauf.forms.slots import Recipient
from ruecklauf.forms.workbooks.looks import FONT_SIZE
from ruecklauf.forms.workbooks.printing import SMALLEST, WIDTH
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.block import Block
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Visibility
from ruecklauf.layout.sheets.check_groups import AT, LINE

EXCEL_2010 = {
    "ABS", "AND", "CHOOSE", "COLUMN", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "DATE", "DAY",
    "EXACT", "FIND", "HYPERLINK", "IF", "IFERROR", "INDEX", "INT", "ISBLANK", "ISERROR", "ISNUMBER",
    "ISTEXT", "LARGE", "LEFT", "LEN", "LOOKUP", "LOWER", "MATCH", "MAX", "MID", "MIN", "MOD", "MONTH", "N",
    "NOT", "OFFSET", "OR", "REPT", "RIGHT", "ROUND", "ROW", "ROWS", "SMALL", "SUBSTITUTE", "SUM", "SUMIF",
    "SUMIFS", "SUMPRODUCT", "T", "TRIM", "VALUE", "YEAR",
}  # fmt: skip
"""Functions that every Excel from 2010 on has, without TEXT, whose patterns depend on its language."""
OTHER = Recipient("BBBBBB", "Andersdorf", ("05888000",), "kreisfrei", "post@andersdorf.example")


def block_tabs(form: Package, worksheets: tuple[Worksheet, ...]) -> list[tuple[Block, Tab]]:
    """Every table of the form with its sheet."""
    layout = build_layout(worksheets)
    return [(block, form.tab(block.sheet)) for block in layout.blocks if not block.is_record]


def open_cells(form: Package, tab: Tab) -> set[tuple[int, int]]:
    return {address for address, cell in tab.cells.items() if form.is_open(cell)}


def validated(tab: Tab) -> list[tuple[Area, Element]]:
    return [(area(part), one) for one in tab.all("dataValidation") for part in one.get("sqref", "").split()]


def inside(address: tuple[int, int], where: Area) -> bool:
    return where[0] <= address[0] <= where[2] and where[1] <= address[1] <= where[3]


# Structure


def test_no_cells_are_merged(form: Package) -> None:
    assert [tab.name for tab in form.tabs if tab.all("mergeCell")] == []


def test_visible_sheets_come_first_and_begin_with_the_cover(form: Package) -> None:
    states = [tab.state for tab in form.tabs]
    assert form.tabs[0].name == "Start"
    assert states == sorted(states, key=["visible", "hidden", "veryHidden"].index)
    assert form.xml("xl/workbook.xml").find("{*}bookViews")[0].get("activeTab", "0") == "0"


def test_hidden_sheets_are_as_the_layout_says(form: Package, worksheets: tuple[Worksheet, ...]) -> None:
    layout = build_layout(worksheets)
    assert {tab.name: tab.state for tab in form.tabs} == {
        plan.name: plan.visibility for plan in layout.sheets
    }
    assert form.tab("_Formular").state == Visibility.VERY_HIDDEN


def test_every_sheet_is_protected_without_a_password(form: Package) -> None:
    for tab in form.tabs:
        protection = tab.find("sheetProtection")
        assert protection.get("sheet") == "1"
        assert {"password", "hashValue", "algorithmName"} & set(protection.keys()) == set()
        assert protection.get("selectLockedCells", "0") == "0", "screen readers need locked cells"
        assert protection.get("selectUnlockedCells", "0") == "0"
        assert (protection.get("formatColumns"), protection.get("formatRows")) == ("0", "0")


def test_only_answer_cells_can_be_changed(form: Package, worksheets: tuple[Worksheet, ...]) -> None:
    for plan in build_layout(worksheets).sheets:
        expected = {(cell.row, cell.column) for cell in plan.inputs() if not cell.locked}
        assert open_cells(form, form.tab(plan.name)) == expected


def test_tables_have_unique_headers_in_every_column(form: Package, worksheets: tuple[Worksheet, ...]) -> None:
    for block, tab in block_tabs(form, worksheets):
        last = block.across[-1].row if block.is_cross else block.columns[-1].index
        headers = [form.text(tab.cells[block.header_row, column]) for column in range(1, last + 1)]
        assert all(header.strip() for header in headers)
        assert len({header.casefold() for header in headers}) == len(headers)


def test_tables_have_no_empty_rows_or_gaps(form: Package, worksheets: tuple[Worksheet, ...]) -> None:
    for block, tab in block_tabs(form, worksheets):
        rows = [row.row for row in block.rows]
        assert rows == list(range(block.first_row, block.last_row + 1))
        assert all(form.text(tab.cells[row, 1]) for row in rows)


def test_tables_keep_their_heads_in_sight_and_repeat_them_in_print(
    form: Package, worksheets: tuple[Worksheet, ...]
) -> None:
    for block, tab in block_tabs(form, worksheets):
        (pane,) = tab.all("pane")
        assert pane.get("state") == "frozen"
        assert int(pane.get("ySplit", "0")) == block.first_row - 1
        assert int(pane.get("xSplit", "0")) >= 2
        assert repeated(form)[tab.name] == (block.header_row, block.first_row - 1)


def repeated(form: Package) -> dict[str, tuple[int, int]]:
    """First and last row repeated on every printed page, by sheet."""
    found = {}
    for one in form.xml("xl/workbook.xml").iter("{*}definedName"):
        if one.get("name") == "_xlnm.Print_Titles":
            first, last = re.findall(r"\$(\d+)", str(one.text).rpartition(",")[2])
            found[form.tabs[int(str(one.get("localSheetId")))].name] = (int(first), int(last))
    return found


def test_sheets_of_worksheets_repeat_their_heads_in_print(
    form: Package, worksheets: tuple[Worksheet, ...]
) -> None:
    assert {block.sheet for block in build_layout(worksheets).blocks} <= set(repeated(form))


def test_sheets_print_on_a4_with_letters_of_8_points_at_least(form: Package) -> None:
    """Across but for the guide, of which an upright page holds more."""
    for tab in form.visible:
        setup, upright = tab.find("pageSetup"), tab.name == "Anleitung"
        assert (setup.get("paperSize"), setup.get("orientation")) == (
            "9",
            "portrait" if upright else "landscape",
        )
        width = WIDTH - (297 - 210) / 25.4 * 96 * 0.92 * upright
        if setup.get("fitToHeight") is None:
            assert FONT_SIZE * int(setup.get("scale")) / 100 >= SMALLEST
            assert setup.get("pageOrder") == "overThenDown"
            assert tab.find("colBreaks") is not None
        else:
            assert (setup.get("fitToWidth", "1"), setup.get("fitToHeight")) == ("1", "0")
            widths = [float(str(one.get("width"))) for one in tab.all("col")]
            assert FONT_SIZE * width / (7 * sum(widths)) >= SMALLEST - 0.1


def test_footer_names_ags_wave_version_code_and_page(
    form: Package, worksheets: tuple[Worksheet, ...]
) -> None:
    code = form.text(form.tab("_Formular").cells[1, 2])
    for tab in form.visible:
        footer = tab.find("headerFooter").findtext("{*}oddFooter") or ""
        assert "RLFOOTER" not in footer
        assert len(footer) <= 255
        for part in (
            "AGS 05990000",
            f"Welle {ROUND.wave_id}",
            f"Version {worksheets[0].version}",
            code,
            "&P",
            "&N",
        ):
            assert part in footer


# Inputs


def test_every_open_cell_says_what_to_enter(form: Package) -> None:
    for tab in form.visible:
        areas = validated(tab)
        for address in open_cells(form, tab):
            ((_, one),) = [pair for pair in areas if inside(address, pair[0])]
            assert 0 < len(one.get("promptTitle", "")) <= 32
            assert 0 < len(one.get("prompt", "")) <= 255
            assert 0 < len(one.get("errorTitle", "")) <= 32
            assert 0 < len(one.get("error", "")) <= 255
            assert (one.get("showInputMessage"), one.get("showErrorMessage")) == ("1", "1")


def test_lists_come_from_names_or_formulas_never_inline(form: Package) -> None:
    lists = [one for tab in form.tabs for one in tab.all("dataValidation") if one.get("type") == "list"]
    assert lists
    for one in lists:
        source = one.findtext("{*}formula1") or ""
        assert not source.startswith('"')
        assert set(re.findall(r"rl\.[\w.]+", source)) <= set(form.names)
        assert len(source) <= 255
        assert one.get("showDropDown", "0") == "0", "1 hides the arrow"


def test_required_fields_are_named_by_a_word(form: Package, worksheets: tuple[Worksheet, ...]) -> None:
    for block in build_layout(worksheets).blocks:
        for column in block.columns:
            if column.field.required and not block.is_cross:
                head = (column.index, 2) if block.is_record else (block.header_row, column.index)
                assert "Pflichtfeld" in form.text(form.tab(block.sheet).cells[head])


# Formulas, names and links


def test_formulas_use_functions_of_excel_2010_only(form: Package) -> None:
    called: dict[str, str] = {}
    for place, formula in form.formulas():
        called |= dict.fromkeys(functions(formula), place)
    assert {name: place for name, place in called.items() if name not in EXCEL_2010} == {}


def test_formulas_are_as_long_as_excel_takes_them(form: Package) -> None:
    assert max(len(formula) for _, formula in form.formulas()) <= 8192


def test_defined_names_are_valid_and_point_into_the_form(form: Package) -> None:
    sheets = {tab.name for tab in form.tabs}
    for name, reference in form.names.items():
        assert re.fullmatch(r"[A-Za-z_\\][\w.\\?]{0,254}", name)
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[rRcC](\d+([cC]\d*)?)?", name)
        assert "#REF" not in reference
        assert set(re.findall(r"'([^']+)'!", reference)) <= sheets
    assert len({name.casefold() for name in form.names}) == len(form.names)


def test_links_lead_to_cells_of_the_form(form: Package) -> None:
    links = [str(one.get("location")) for tab in form.tabs for one in tab.all("hyperlink")]
    hidden = form.tab("_Pruefliste").cells
    columns = {row: form.text(cell) for (row, column), cell in hidden.items() if column == AT}
    lines = {row: form.text(cell) for (row, column), cell in hidden.items() if column == LINE}
    jumps = [f"{place}{lines[row]}" for row, place in columns.items() if "!" in place]
    assert links
    assert jumps
    for link in {*links, *jumps}:
        sheet, _, cell = link.rpartition("!")
        tab = form.tab(sheet.strip("'").replace("''", "'"))
        assert tab.is_visible
        assert parse_a1(cell) in tab.cells


def test_links_and_fields_have_no_address_outside_the_file(form: Package) -> None:
    for tab in form.tabs:
        assert all(one.keys() and not one.get("{*}id") for one in tab.all("hyperlink"))
    for name, content in form.parts.items():
        if name.endswith(".rels"):
            assert b"External" not in content, name


def test_nothing_active_or_foreign_is_in_the_file(form: Package) -> None:
    allowed = re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core|custom)\.xml|xl/_rels/workbook\.xml\.rels"
        r"|xl/(workbook|styles|sharedStrings|theme/theme1)\.xml|xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?"
    )
    assert [name for name in form.parts if not allowed.fullmatch(name)] == []


# Who made it, and for whom


def test_properties_name_title_language_and_institute(form: Package) -> None:
    core = form.xml("docProps/core.xml")
    assert {one.tag.rpartition("}")[2]: one.text for one in core} == {
        "title": "Lokale Bündnisse – Kreis <Muster> & Söhne",
        "subject": form.text(form.tab("_Formular").cells[1, 2]),
        "creator": "Institut für Beispielforschung",
        "keywords": f"ruecklauf {form.text(form.tab('_Formular').cells[1, 2])}",
        "lastModifiedBy": "Institut für Beispielforschung",
        "created": "2026-11-30T00:00:00Z",
        "modified": "2026-11-30T00:00:00Z",
        "language": "de-DE",
    }
    app = form.xml("docProps/app.xml")
    assert {one.tag.rpartition("}")[2]: one.text for one in app} == {
        "Application": "ruecklauf",
        "Company": "Institut für Beispielforschung",
    }


def test_identical_input_gives_identical_bytes(worksheets: tuple[Worksheet, ...]) -> None:
    layout = build_layout(worksheets)
    first, second = FormWriter(layout, ROUND), FormWriter(layout, ROUND)
    assert first.write(RECIPIENT) == first.write(RECIPIENT) == second.write(RECIPIENT)


def test_bytes_do_not_depend_on_the_process() -> None:
    code = (
        "import hashlib; from forms.making import *;"
        "print(hashlib.sha256(writer(with_referred('angebote')).write(RECIPIENT)).hexdigest())"
    )
    paths = os.pathsep.join(sys.path)
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_form_holds_nothing_of_another_recipient(worksheets: tuple[Worksheet, ...]) -> None:
    subject = next(
        cell.subject
        for plan in build_layout(worksheets).sheets
        for cell in plan.inputs()
        if cell.field.personal and not cell.part
    )
    secret = "Geheimrätin Unverwechselbar"
    shared = FormWriter(build_layout(worksheets), ROUND)
    with_contact = shared.write(OTHER, {subject: secret})
    after = shared.write(RECIPIENT)
    assert after == FormWriter(build_layout(worksheets), ROUND).write(RECIPIENT)
    assert any(secret.encode() in content for content in opened(with_contact).parts.values())
    for name, content in opened(after).parts.items():
        for word in (secret, OTHER.name, OTHER.id, *OTHER.ags):
            assert word.encode() not in content, name


def test_shared_strings_are_the_same_for_all(worksheets: tuple[Worksheet, ...]) -> None:
    one, other = (opened(writer(worksheets).write(recipient)) for recipient in (RECIPIENT, OTHER))
    assert one.shared == other.shared
    assert not any(
        word in text for text in one.shared for word in (RECIPIENT.id, RECIPIENT.name, *RECIPIENT.ags)
    )


def test_recipient_and_code_stand_on_every_sheet(form: Package) -> None:
    code = form.text(form.tab("_Formular").cells[1, 2])
    for tab in form.visible:
        texts = [form.text(cell) for cell in tab.cells.values()]
        assert any(code in text for text in texts), tab.name
        assert any(RECIPIENT.name in text for text in texts), tab.name


def test_custom_properties_tell_form_alliance_wave_and_declarations(
    form: Package, worksheets: tuple[Worksheet, ...]
) -> None:
    properties = {str(one.get("name")): one[0].text for one in form.xml("docProps/custom.xml")}
    assert properties == {
        "ruecklauf.form_code": form.text(form.tab("_Formular").cells[1, 2]),
        "ruecklauf.alliance": RECIPIENT.id,
        "ruecklauf.wave": ROUND.wave_id,
        "ruecklauf.fingerprint": build_layout(worksheets).fingerprint,
        **{f"ruecklauf.worksheet:{one.id}": one.content_hash for one in worksheets},
    }


@pytest.mark.parametrize("field", ["name", "email"])
def test_markup_in_a_recipients_data_stays_text(field: str) -> None:
    data = {"name": "A & B <c> \"d\" 'e'", "email": "a&b@c.example"}
    recipient = Recipient("CCCCCC", data["name"], ("05888000",), "kreis", data["email"])
    form = opened(
        writer((all_types(),)).write(recipient, {Subject("probe", "angaben", "AN", "name"): data[field]})
    )
    assert data[field] in [form.text(cell) for cell in form.tab("Probe").cells.values()]


def test_rows_stand_in_order_and_once(form: Package) -> None:
    for tab in form.tabs:
        rows = [int(row.get("r")) for row in tab.all("row")]
        assert all(one < other for one, other in pairwise(rows))
        assert len(tab.cells) == len(tab.all("c"))
