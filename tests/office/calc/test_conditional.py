"""Conditional formats of OpenDocument spreadsheets, and widths of their columns."""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from office.calc.test_reader import sheet, text
from ruecklauf.office.calc.conditional import condition_of
from ruecklauf.office.workbook import Sheet
from ruecklauf.shown.conditions import Condition
from ruecklauf.shown.number_formats import shown_content

FO = "xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'"
NUMBERS = (
    "<number:percentage-style style:name='N1'><number:number number:decimal-places='0'/><number:text>%</number:text></number:percentage-style>"
    "<number:number-style style:name='N2'><number:text>▲ -</number:text><number:number/></number:number-style>"
    "<number:number-style style:name='N3'><number:text>▲ </number:text><number:number/><style:map style:condition='value()&lt;0' style:apply-style-name='N2'/></number:number-style>"
)
LOOKS = {
    "white": f"<style:text-properties {FO} fo:color='#ffffff'/>",
    "struck": "<style:text-properties style:text-line-through-style='solid'/>",
    "bold": f"<style:text-properties {FO} fo:font-weight='bold'/>",
    "percent": "style:data-style-name='N1'",
    "sign": "style:data-style-name='N3'",
}
ROW = (
    "<table:table-row><table:table-cell table:style-name='ce1' office:value-type='float' office:value='6'>"
    f"{text('6')}</table:table-cell><table:table-cell table:number-columns-repeated='2'>{text('ja')}</table:table-cell>"
    "</table:table-row>"
)


def style(look: str) -> str:
    inside, attributes = (look, "") if look.startswith("<") else ("", look)
    return f"<style:style style:name='then' style:family='table-cell' {attributes}>{inside}</style:style>"


BESIDE = (
    "<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address='{areas}'>"
    "<calcext:condition calcext:apply-style-name='then' calcext:value='{value}' calcext:base-cell-address='{base}'/>"
    "</calcext:conditional-format></calcext:conditional-formats>"
)


def beside(look: str, value: str, areas: str = "Blatt.A1:Blatt.C1") -> Sheet:
    formats = (
        f'<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="{areas}">'
        f"<calcext:condition calcext:apply-style-name='then' calcext:value='{value}'/>"
        "</calcext:conditional-format></calcext:conditional-formats>"
    )
    return sheet(ROW + formats, styles=NUMBERS + style(look))


def in_style(look: str, value: str) -> Sheet:
    mapped = (
        "<style:style style:name='ce1' style:family='table-cell'>"
        f"<style:map style:condition='{value}' style:apply-style-name='then'/></style:style>"
    )
    return sheet(ROW, styles=NUMBERS + style(look) + mapped)


def seen(found: Sheet) -> list[str]:
    return [shown_content(cell.raw) for cell in found.cells.values()]


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        (LOOKS["white"], ["", "", ""]),
        (LOOKS["bold"], ["6", "ja", "ja"]),
        (LOOKS["percent"], ["600%", "ja", "ja"]),
        (LOOKS["sign"], ["6", "ja", "ja"]),
    ],
)
def test_a_format_beside_the_cells_shows_them_otherwise(look: str, expected: list[str]) -> None:
    found = beside(look, "formula-is(TRUE)")
    assert (seen(found), found.in_doubt) == (expected, {})
    unknown = beside(look, "formula-is(MOD([.Z1];3)&gt;2)")
    doubts = {
        (1, at)
        for at, (now, was) in enumerate(zip(expected, ["6", "ja", "ja"], strict=True), 1)
        if now != was
    }
    assert (seen(unknown), set(unknown.in_doubt)) == (["6", "ja", "ja"], doubts)


def test_a_format_strikes_through_the_cells_of_its_ranges() -> None:
    found = beside(LOOKS["struck"], "formula-is(1)", "Blatt.A1:Blatt.A9 'Ein.Blatt zwei'.C1")
    assert [cell.struck for cell in found.cells.values()] == [True, False, True]


def test_a_condition_of_a_style_holds_for_its_cells() -> None:
    assert seen(in_style(LOOKS["white"], "cell-content()&gt;5")) == ["", "ja", "ja"]
    assert seen(in_style(LOOKS["white"], "cell-content()&gt;6")) == ["6", "ja", "ja"]
    assert in_style(LOOKS["white"], "is-true-formula(MOD([.B1];2)=1)").in_doubt.keys() == {(1, 1)}


@pytest.mark.parametrize("kind", ["data-bar", "icon-set"])
def test_bars_and_icons_may_stand_in_place_of_numbers(kind: str) -> None:
    for shows, number in (("false", ""), ("true", "6")):
        formats = (
            "<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address='Blatt.A1:Blatt.C1'>"
            f"<calcext:{kind} calcext:show-value='{shows}'/></calcext:conditional-format></calcext:conditional-formats>"
        )
        assert seen(sheet(ROW + formats)) == [number, "ja", "ja"]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        (">=5", Condition("cellIs", "greaterThanOrEqual", ("5",))),
        ('!="ja"', Condition("cellIs", "notEqual", ('"ja"',))),
        ("between(1,5)", Condition("cellIs", "between", ("1", "5"))),
        ("cell-content-is-not-between(1,5)", Condition("cellIs", "notBetween", ("1", "5"))),
        ('contains-text("a""b")', Condition("containsText", text='a"b')),
        ("begins-with([.A1])", Condition("beginsWith")),
        ("is-error", Condition("containsErrors")),
        ("duplicate", Condition("duplicate")),
        ("of:cell-content()=7", Condition("cellIs", "equal", ("7",))),
    ],
)
def test_conditions_are_put_in_the_words_of_excel(text: str, condition: Condition) -> None:
    assert condition_of(text) == condition


def test_widths_of_columns_are_told_in_digits() -> None:
    styles = "".join(
        f"<style:style style:name='co{at}' style:family='table-column'><style:table-column-properties style:column-width='{width}'/></style:style>"
        for at, width in enumerate(("1in", "0cm", "2.54cm", "breit"))
    )
    columns = "".join(f"<table:table-column table:style-name='co{at}'/>" for at in (0, 1, 2, 3, 4))
    shrinking = "<style:style style:name='s' style:family='table-cell'><style:table-cell-properties style:shrink-to-fit='true'/></style:style>"
    found = sheet(columns + ROW, styles=styles)
    assert found.widths == ((1, 1, 13.0), (3, 3, 13.0))
    assert sheet(columns + ROW, styles=styles + shrinking).widths == ()


def test_conditions_name_the_styles_as_people_see_them() -> None:
    named = style(LOOKS["white"]).replace("'then'", "'so_5f_1' style:display-name='then'")
    formats = BESIDE.format(areas="Blatt.A1:Blatt.C1", value="formula-is(LEN([.A1])&gt;1)", base="Blatt.A1")
    assert seen(sheet(ROW + formats, styles=NUMBERS + named)) == ["6", "", ""]


def test_formulas_are_written_for_the_cell_that_they_name() -> None:
    formats = BESIDE.format(areas="Blatt.C1 Blatt.B1", value="formula-is([.A1]=6)", base="Blatt.B1")
    assert seen(sheet(ROW + formats, styles=NUMBERS + style(LOOKS["white"]))) == ["6", "", "ja"]


def test_icons_stand_in_place_of_numbers_if_their_first_entry_says_so() -> None:
    icons = (
        "<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address='Blatt.A1:Blatt.C1'>"
        "<calcext:icon-set calcext:icon-set-type='3Arrows'><calcext:formatting-entry calcext:show-value='false'"
        " calcext:value='0' calcext:type='percent'/><calcext:formatting-entry calcext:value='33'/></calcext:icon-set>"
        "</calcext:conditional-format></calcext:conditional-formats>"
    )
    assert seen(sheet(ROW + icons)) == ["", "ja", "ja"]
