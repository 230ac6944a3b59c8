"""Figures of all worksheets over two waves: each number is that of the export, in all formats."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from docx import Document
from lxml import html

from axe import WIDTHS, audit
from report.generated import ALL, fill, made_project
from report.indicators_anew import NOTHING, Anew
from report.reading import Tables, tables_of
from report.recomputed import Rows
from report.texts_anew import WithTexts
from ruecklauf.exports import write_export
from ruecklauf.exports.coded import coded_tables
from ruecklauf.indicators.declared import BoundIndicator
from ruecklauf.library import load_library
from ruecklauf.report.charts import Row
from ruecklauf.report.contents import Contents, Shown, contents_of
from ruecklauf.report.document import render_document
from ruecklauf.report.page import render_page
from ruecklauf.report.sections import SECTIONS
from ruecklauf.report.sections.change import CHANGES, FOLLOWED
from ruecklauf.report.sections.committees import SHOWN
from ruecklauf.report.wording import Wording, wording
from ruecklauf.report.workbook import render_workbook, sheet_name
from ruecklauf.report.writing import material_of
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.texts import Texts

ALLIANCES = 14
RECOMPUTED = (
    *(
        "response",
        "response_curve",
        "completeness",
        "anchoring",
        "core_sizes",
        "areas",
        "cooperation",
        "matrix",
    ),
    *("network_picture", "priorities", "measures", "factors", "duties", "gaps", "development", "transitions"),
)


@dataclass(frozen=True)
class Reported:
    contents: Contents
    english: Contents
    page: str
    tables: Tables
    anew: WithTexts
    districts: dict[str, str]
    labels: dict[str, dict[str, str]]
    """Of columns, by table."""
    indicators: tuple[BoundIndicator, ...]


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reported]:
    folder = tmp_path_factory.mktemp("generated")
    project = made_project(folder / "p", ALLIANCES, 2, ALL)
    fill(project, different=7, released=True)
    with Workspace(project) as workspace:
        wave = project.settings.waves[-1]
        material = material_of(workspace, wave, "de")
    exported = material.evaluation.exported()
    write_export(exported, folder / "data", ("csv",))
    labels = {name: {one.name: one.label for one in own} for name, _, own in coded_tables(exported)}
    contents = contents_of(material, project="Probe", wave_title=wave.title)
    in_english = replace(material, wording=wording("en"))
    english = contents_of(in_english, project="Probe", wave_title="Wave 2")
    page = render_page(contents)
    lists = {name: [code.code for code in each.codes] for name, each in load_library().codelists.items()}
    districts = {alliance.id: alliance.ags[0][:5] for alliance in project.alliances}
    anew = WithTexts(folder / "data" / "csv", wave.id, lists)
    yield Reported(
        contents, english, page, tables_of(page), anew, districts, labels, material.evaluation.indicators
    )


@pytest.mark.parametrize("figure", RECOMPUTED)
def test_numbers_are_those_of_the_exported_dataset(figure: str, reported: Reported) -> None:
    expected: Rows = getattr(reported.anew, figure)()
    assert expected and reported.tables[figure] == expected


def test_quartiles_are_those_of_the_exported_indicators(reported: Reported) -> None:
    fields = [f"kooperation_feld_{number}" for number in range(1, 5)]
    for figure, indicators in (
        ("cooperation_fields", fields),
        ("committees", SHOWN),
        ("core_change", CHANGES),
    ):
        assert reported.tables[figure] == reported.anew.quartiles(*indicators)
    indicators = reported.anew.read("evaluation.indicators")
    whole = list(indicators[indicators["alliance"].notna()]["indicator"].unique())
    assert [row[1:] for row in reported.tables["overview"]] == reported.anew.quartiles(*whole)


def test_indicators_are_those_of_the_exported_answers(reported: Reported) -> None:
    """Value and n of each indicator, for everyone and each wave, from the answers alone."""
    table = reported.anew.read("evaluation.indicators")
    found = Anew(reported.anew.folder).all()
    assert set(found) == {bound.indicator.id for bound in reported.indicators}
    measured = 0
    for row in table.to_dict("records"):
        key = row["wave"] if pd.isna(row["alliance"]) else (row["alliance"], row["wave"])
        value, n = found[row["indicator"]].get(key, NOTHING)
        told = None if pd.isna(row["value"]) else float(row["value"])
        assert told == (value if value is None else pytest.approx(value)), row
        assert float(row["n"]) == n, row
        measured += told is not None
    assert measured > len(table) / 2


def test_other_figures_are_those_of_the_exported_dataset(reported: Reported) -> None:
    tables, anew = reported.tables, reported.anew
    assert tables["panel"] == anew.panel(list(FOLLOWED))
    assert sorted((row[0], row[-1]) for row in tables["trees"]) == anew.trees() != []
    assert sorted(tables["territory"]) == sorted(anew.territory(reported.districts))


def test_every_figure_of_the_report_is_recomputed(reported: Reported) -> None:
    others = {"cooperation_fields", "committees", "core_change", "overview", "panel", "trees", "territory"}
    drawn = {figure.id for part in reported.contents.parts for figure in part.figures}
    assert {*RECOMPUTED, *others} == drawn == set(reported.tables)
    assert len(drawn) == sum(map(len, SECTIONS.values()))


def test_numbers_in_texts_are_recomputed(reported: Reported) -> None:
    """Whatever has a digit and stands in no figure's table, in page, workbook and document."""
    known = expected_texts(reported)
    page = html.fromstring(reported.page)
    assert len(page.findall(".//table")) == len(reported.tables)
    for table in (*page.iter("table"), *page.iter("svg"), *page.iter("style"), *page.iter("head")):
        table.drop_tree()
    said = {"".join(text.split("\n")).strip() for text in page.itertext()}
    document = Document(io.BytesIO(render_document(reported.contents)))
    said |= {re.sub(r"^(Abbildung|Tabelle) \d+: ", "", one.text) for one in document.paragraphs}
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(reported.contents)))
    front, *sheets = [sheet for sheet in book if sheet.title != reported.contents.say("document.chart_data")]
    said |= {
        str(cell) for sheet in sheets for (cell,) in sheet.iter_rows(max_row=4, max_col=1, values_only=True)
    }
    said |= {str(row[1]) for row in front.iter_rows(values_only=True)}
    assert {text for text in said if re.search(r"\d", text)} - known == set()
    figures = [figure for part in reported.contents.parts for figure in part.figures]
    listed = [row[2] for row in front.iter_rows(min_row=5, max_row=4 + len(figures), values_only=True)]
    assert listed == [reported.anew.n(figure.id, SHARES) for figure in figures]


SHARES = {
    "cooperation_fields": tuple(f"kooperation_feld_{number}" for number in range(1, 5)),
    "committees": SHOWN,
    "core_change": CHANGES,
    "panel": FOLLOWED,
}


def expected_texts(reported: Reported) -> set[str]:
    """With the numbers of the exported dataset."""
    say, anew, title = reported.contents.say, reported.anew, "Welle 2"
    found = {say("subtitle", project="Probe", wave=title), say("small")}
    files = anew.read("long")["sha256"].nunique()
    found |= {item.format(files=files) for item in say.heads("methods.items")}
    for figure in (one for part in reported.contents.parts for one in part.figures):
        of = "source_waves" if figure.id in ("response", "response_curve") else "source"
        found.add(say(of, wave=title, n=anew.n(figure.id, SHARES)))
        found.add(say(f"figures.{figure.id}.text", **anew.said(figure.id)))
    return found


def test_charts_draw_the_numbers_of_their_tables(reported: Reported) -> None:
    """What is drawn stands in the table beside it, which is recomputed; nothing that is withheld is drawn."""
    drawn = [figure for part in reported.contents.parts for figure in part.figures if figure.chart]
    looked = {
        "curve": in_a_curve,
        "stacked": in_a_stack,
        "bars": beside_its_label,
        "heatmap": beside_its_label,
    }
    tried = 0
    for figure in drawn:
        assert figure.chart is not None
        for row in figure.chart.rows if figure.id not in ("response", "matrix") else ():
            assert looked[figure.chart.kind](figure, row, reported.contents.say), (figure.id, row)
            tried += 1
    assert tried > 150


def in_a_curve(figure: Shown, row: Row, say: Wording) -> bool:
    days = [each[-1] for each in figure.rows if (each[0], each[2]) == (row["wave"], str(row["day"]))]
    return str(row["value"]) in (*days, *(["0"] if row["day"] == 0 else []))


def in_a_stack(figure: Shown, row: Row, say: Wording) -> bool:
    assert figure.chart is not None
    cells = next(each[1:] for each in figure.rows if each[0] == row["name"])
    parts = [part for part in figure.chart.parts if part != say.withheld]
    if row["part"] != say.withheld:
        return cells[parts.index(row["part"])] == str(row["value"])
    return row["value"] == int(cells[len(parts)]) - sum(
        int(cell) for cell in cells[: len(parts)] if cell.isdigit()
    )


def beside_its_label(figure: Shown, row: Row, say: Wording) -> bool:
    """The label is a cell, or what a cell with percent and counts begins or ends with."""
    named = next(each[1:] for each in figure.rows if each[0] == row["name"])
    cells = [named[figure.heads[1:].index(row["group"])]] if "group" in row else named
    number = say.read(row["label"])
    same = number is None or row["value"] is None or abs(number - row["value"]) < 0.00501
    return same and any(
        cell == row["label"]
        or cell.startswith((f"{row['label']} (", f"{row['label']} von "))
        or f"({row['label']} von" in cell
        for cell in cells
    )


def test_the_workbook_has_the_tables_of_the_page(reported: Reported) -> None:
    content = render_workbook(reported.contents)
    book = openpyxl.load_workbook(io.BytesIO(content))
    say = reported.contents.say
    figures = [figure for part in reported.contents.parts for figure in part.figures]
    for number, figure in enumerate(figures, start=1):
        sheet = book[sheet_name(number, figure.title)]
        heads, *rows = sheet.iter_rows(min_row=6, max_col=len(figure.heads), values_only=True)
        assert tuple(heads) == figure.heads
        expected = [
            (row[0], *(say.read(cell) if say.read(cell) is not None else cell for cell in row[1:]))
            for row in figure.rows
        ]
        assert [tuple(row) for row in rows] == expected
    assert render_workbook(reported.contents) == content


def test_charts_of_the_workbook_are_excels_own_and_show_what_stands_there(reported: Reported) -> None:
    content = render_workbook(reported.contents)
    drawn = [f.chart for part in reported.contents.parts for f in part.figures if f.chart]
    native = [chart for chart in drawn if chart.kind in ("bars", "stacked", "curve")]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        charts = [name for name in package.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        pictures = [name for name in package.namelist() if name.startswith("xl/media/")]
        drawings = b"".join(package.read(name) for name in package.namelist() if "drawings/drawing" in name)
    assert (len(charts), len(pictures)) == (len(native), len(drawn) - len(native))
    assert drawings.count(b' descr="') == len(drawn)
    data = openpyxl.load_workbook(io.BytesIO(content))[reported.contents.say("document.chart_data")]
    numbers = sum(isinstance(cell, int | float) for row in data.iter_rows(values_only=True) for cell in row)
    assert numbers >= sum(
        row["value"] is not None for chart in native for row in chart.rows if chart.kind == "bars"
    )


def test_withheld_counts_stand_in_no_chart(reported: Reported) -> None:
    """What a table withholds is neither drawn nor written beside the drawing."""
    for part in reported.contents.parts:
        for figure in part.figures:
            if figure.chart and figure.chart.kind == "stacked" and figure.id != "response":
                drawn = [row["value"] for row in figure.chart.rows]
                assert not [value for value in drawn if 0 < value < 3]


def test_the_document_has_captions_that_word_counts(reported: Reported) -> None:
    content = render_document(reported.contents)
    document = Document(io.BytesIO(content))
    figures = [figure for part in reported.contents.parts for figure in part.figures]
    captions = [
        one.text for one in document.paragraphs if one.style is not None and one.style.name == "Caption"
    ]
    named = [f"Tabelle {number}: {figure.title}" for number, figure in enumerate(figures, start=1)]
    drawn = [figure.title for figure in figures if figure.chart]
    assert [text for text in captions if text.startswith("Tabelle")] == named
    assert [text for text in captions if text.startswith("Abbildung")] == [
        f"Abbildung {number}: {title}" for number, title in enumerate(drawn, start=1)
    ]
    xml = document.element.xml
    assert xml.count(" SEQ Abbildung ") == len(drawn) and xml.count(" SEQ Tabelle ") == len(figures)
    assert ' TOC \\h \\z \\c "Abbildung" ' in xml and xml.count("w:tblHeader") == len(figures)
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)
    for table, figure in zip(document.tables, figures, strict=True):
        rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
        assert rows == [figure.heads, *figure.rows]
    assert render_document(reported.contents) == content


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_hinders_nobody(width: int, reported: Reported, tmp_path: Path) -> None:
    found = audit(reported.page, tmp_path, width=width)
    # a long page has a bar to scroll by
    assert found.needed == found.width <= width and found.violations == ()


def test_columns_about_the_round_have_labels_in_exports(reported: Reported) -> None:
    for table in ("evaluation.returns", "evaluation.quality", "evaluation.indicators"):
        own = reported.labels[table]
        assert own and not [name for name, label in own.items() if name == label]


def test_the_report_names_no_alliance(reported: Reported) -> None:
    for alliance in reported.districts:
        assert alliance not in reported.page


def test_nothing_of_the_english_report_is_german(reported: Reported) -> None:
    """In page, workbook and document; names of districts, and what alliances wrote, stay as they are."""
    texts = {language: set(leaves(wording(language).texts)) for language in ("de", "en")}
    labels = {one for own in reported.labels.values() for one in own.values()}
    codes = {code.label for one in load_library().codelists.values() for code in one.codes}
    labels |= {code.de for code in codes} - {code.told("en") for code in codes}
    german = (texts["de"] | labels) - texts["en"] - {"Kreis"}
    figures = [figure for part in reported.english.parts for figure in part.figures]
    free = {
        cell
        for figure in figures
        if figure.id in ("trees", "territory")
        for row in figure.rows
        for cell in row
    }
    document = Document(io.BytesIO(render_document(reported.english)))
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(reported.english)))
    said = {paragraph.text for paragraph in document.paragraphs}
    said |= {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    said |= {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    said |= {
        cell for rows in tables_of(render_page(reported.english)).values() for row in rows for cell in row
    }
    assert sorted((said - free) & german) == []
    assert not [text for text in said - free if re.search(r"\d\d\.\d\d\.\d{4}|\d,\d", text)]
    xml = document.element.xml
    assert " SEQ Figure " in xml and " SEQ Table " in xml and "Abbildung" not in xml
    assert len(document.tables) == len(figures) == len(reported.tables)


def leaves(texts: Texts) -> Iterator[str]:
    """All texts that stand in the file of a language."""
    waiting: list[object] = [texts._data]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case list() as several:
                waiting += several
            case dict() as section:
                waiting += section.values()


def test_squares_of_a_heatmap_are_in_the_order_of_its_table(reported: Reported) -> None:
    """Also where the first ones are withheld, and have no colour."""
    for figure in (one for part in reported.contents.parts for one in part.figures):
        if figure.chart and figure.chart.kind == "heatmap":
            encoding = figure.chart.spec["layer"][0]["encoding"]
            for axis, key in (("x", "group"), ("y", "name")):
                order = list(dict.fromkeys(row[key] for row in figure.chart.rows))
                assert encoding[axis]["scale"]["domain"] == encoding[axis]["sort"] == order
