"""The report as an Excel workbook: a sheet for each figure with its table, and charts of Excel's own."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import xlsxwriter

from ruecklauf.report.charts import BOTH_WAYS, ORDER, SHADES, Chart, Kind, Row, as_png
from ruecklauf.report.contents import Contents, Shown
from ruecklauf.report.sheets import LINE, lines_of

_EPOCH = datetime(2000, 1, 1)
_WIDEST, _NARROWEST = 60, 11
_HEAD = 5
"""Row of a table's heads, counted from 0: title, text, source and a link stand above."""
_SHEET_NAME = 31
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "section": {"bold": True, "font_size": 13, "font_color": "#0b5394"},
    "text": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#c9d3e0", "bottom": 2},
    "cell": {"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": "#c9d3e0"},
    "number": {"valign": "top", "align": "right", "bottom": 1, "bottom_color": "#c9d3e0"},
    "link": {"font_color": "#0b5394", "underline": 1},
}


@dataclass
class _Book:
    """A workbook that is being written."""

    book: Any
    contents: Contents
    formats: dict[str, Any] = field(default_factory=dict)
    data: Any = None
    """The sheet with the values of all charts."""
    free: int = 0
    """Its first free row."""


def render_workbook(contents: Contents) -> bytes:
    """The workbook; the same bytes for the same returns."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        say = contents.say
        book.set_properties(
            {"title": f"{contents.title}: {contents.subtitle}", "author": "ruecklauf", "created": _EPOCH}
        )
        made = _Book(book, contents, {name: book.add_format(given) for name, given in _FORMATS.items()})
        front = book.add_worksheet(say("document.contents"))
        figures = [(part, figure) for part in contents.parts for figure in part.figures]
        names = [sheet_name(number, figure.title) for number, (_, figure) in enumerate(figures, start=1)]
        sheets = [book.add_worksheet(name) for name in names]
        made.data = book.add_worksheet(say("document.chart_data"))
        made.data.set_column(0, 12, 24)
        _write_front(made, front, names)
        for sheet, (_, figure) in zip(sheets, figures, strict=True):
            _write_figure(made, sheet, figure)
    return target.getvalue()


def sheet_name(number: int, title: str) -> str:
    """What a figure's sheet is called: no longer and with no other signs than Excel takes."""
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)
    return f"{number} {plain}"[:_SHEET_NAME].strip()


def _write_front(made: _Book, sheet: Any, names: list[str]) -> None:
    say, contents = made.contents.say, made.contents
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 2, 14)
    sheet.write_string(0, 0, contents.title, made.formats["title"])
    sheet.write_string(1, 0, contents.subtitle)
    row = 3
    heads = ("document.section_head", "document.figure_head", "document.n_head")
    for column, head in enumerate(heads):
        sheet.write_string(row, column, say(head), made.formats["head"])
    sheet.freeze_panes(row + 1, 0)
    numbered = iter(names)
    for part in contents.parts:
        for figure in part.figures:
            row += 1
            name = next(numbered)
            sheet.write_string(row, 0, part.title, made.formats["cell"])
            sheet.write_url(row, 1, f"internal:'{name}'!A1", made.formats["link"], figure.title)
            _write_cell(made, sheet, row, 2, say("numbers.few") if figure.withheld else str(figure.n))
    row += 2
    sheet.write_string(row, 0, say("sections.methods"), made.formats["section"])
    for item in (say("small"), *contents.methods):
        row += 1
        sheet.write_string(row, 0, "•")
        sheet.write_string(row, 1, item, made.formats["text"])
        sheet.set_row(row, LINE * lines_of(item, 60))
    sheet.fit_to_pages(1, 0)


def _write_figure(made: _Book, sheet: Any, figure: Shown) -> None:
    say, formats = made.contents.say, made.formats
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, figure.title, formats["title"])
    sheet.write_string(1, 0, figure.text)
    sheet.write_string(2, 0, say("few") if figure.withheld else figure.source)
    sheet.write_url(3, 0, f"internal:'{say('document.contents')}'!A1", formats["link"], say("document.back"))
    if figure.withheld:
        return
    widths = []
    for column, head in enumerate(figure.heads):
        sheet.write_string(_HEAD, column, head, formats["head"])
        longest = max((len(row[column]) for row in figure.rows), default=0)
        widths.append(min(_WIDEST, max(_NARROWEST, longest + 2)))
        sheet.set_column(column, column, widths[-1])
    for number, row in enumerate((figure.heads, *figure.rows), start=_HEAD):
        sheet.set_row(number, LINE * max(map(lines_of, row, widths)))
    for number, row in enumerate(figure.rows, start=_HEAD + 1):
        for column, text in enumerate(row):
            _write_cell(made, sheet, number, column, text, named=column == 0)
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.repeat_rows(_HEAD)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if figure.chart:
        _draw(made, sheet, figure, figure.chart, (_HEAD, len(figure.heads) + 1))


def _write_cell(made: _Book, sheet: Any, row: int, column: int, text: str, *, named: bool = False) -> None:
    """A number as number, as it is shown; what names a row stays text."""
    number = None if named else made.contents.say.read(text)
    if number is None:
        sheet.write_string(row, column, text, made.formats["cell"])
    else:
        sheet.write_number(row, column, number, made.formats["number"])


def _draw(made: _Book, sheet: Any, figure: Shown, chart: Chart, place: tuple[int, int]) -> None:
    about = made.contents.say("document.picture", title=figure.title)
    if chart.kind in (Kind.PICTURE, Kind.HEATMAP):
        picture = io.BytesIO(as_png(chart.spec, language=made.contents.say.language))
        options = {"image_data": picture, "x_scale": 0.5, "y_scale": 0.5, "description": about}
        sheet.insert_image(*place, f"{figure.id}.png", options)
        if chart.kind is Kind.HEATMAP:
            _colour(sheet, figure, chart)
        return
    native = {Kind.BARS: _bars, Kind.STACKED: _stacked, Kind.CURVE: _curve}[chart.kind](made, chart)
    native.set_title({"name": figure.title, "name_font": {"size": 12}})
    native.set_size({"width": 760, "height": 480 if chart.kind is Kind.CURVE else _height(chart)})
    sheet.insert_chart(*place, native, {"description": about, "object_position": 2})


def _height(chart: Chart) -> int:
    return 190 + 22 * len({row["name"] for row in chart.rows})


def _colour(sheet: Any, figure: Shown, chart: Chart) -> None:
    """The numbers of the table on the scale of the picture."""
    both = {"type": "3_color_scale", "mid_type": "num", "mid_value": 0, "mid_color": BOTH_WAYS[1]}
    scale = {
        **(both if any((row["value"] or 0) < 0 for row in chart.rows) else {"type": "2_color_scale"}),
        "min_type": "num", "max_type": "num", "max_value": chart.most or 1,
    }  # fmt: skip
    if scale["type"] == "3_color_scale":
        scale |= {"min_value": -(chart.most or 1), "min_color": BOTH_WAYS[0], "max_color": BOTH_WAYS[2]}
    else:
        scale |= {"min_value": 0, "min_color": BOTH_WAYS[1], "max_color": BOTH_WAYS[0]}
    shown = {row["label"] for row in chart.rows}
    for column in range(1, len(figure.heads)):
        if all(row[column] in shown for row in figure.rows):
            sheet.conditional_format(_HEAD + 1, column, _HEAD + len(figure.rows), column, scale)


def _block(made: _Book, rows: list[list[Any]]) -> int:
    """Write the values of a chart below those of others; the row of their heads."""
    first = made.free
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                made.data.write(first + number, column, cell, made.formats["head"] if not number else None)
    made.free = first + len(rows) + 1
    return first


def _bars(made: _Book, chart: Chart) -> Any:
    native = made.book.add_chart({"type": "bar"})
    names = [row["name"] for row in chart.rows]
    first = _block(made, [["", chart.axis], *([row["name"], row["value"]] for row in chart.rows)])
    labels = {"value": True, "custom": [{"value": row["label"]} for row in chart.rows]}
    series = _series(made, first, len(names), 1)
    native.add_series({**series, "fill": {"color": SHADES[0]}, "data_labels": labels})
    native.set_legend({"none": True})
    return _turned(native, chart)


def _stacked(made: _Book, chart: Chart) -> Any:
    native = made.book.add_chart({"type": "bar", "subtype": "stacked"})
    names = list(dict.fromkeys(row["name"] for row in chart.rows))
    values = {(row["name"], row["part"]): row["value"] for row in chart.rows}
    table = [[name, *(values.get((name, part)) for part in chart.parts)] for name in names]
    first = _block(made, [["", *chart.parts], *table])
    for column, shade in enumerate(chart.shades[: len(chart.parts)], start=1):
        labels = {"value": True, "font": {"color": "#ffffff" if column == 1 else "#1b2a41"}}
        series = _series(made, first, len(names), column)
        native.add_series(
            {
                **series,
                "fill": {"color": shade},
                "border": {"color": "#44546a", "width": 0.5},
                "data_labels": labels,
                "gap": 40,
            }
        )
    native.set_legend({"position": "bottom"})
    return _turned(native, chart)


def _turned(native: Any, chart: Chart) -> Any:
    """Bars in the order of the table, from above; the axis below them and from 0."""
    native.set_y_axis({"reverse": True, "interval_unit": 1})
    native.set_x_axis(
        {
            "name": chart.axis,
            "min": 0,
            "label_position": "high",
            "major_gridlines": {"visible": True, "line": {"color": "#c9d3e0"}},
        }
    )
    return native


def _curve(made: _Book, chart: Chart) -> Any:
    native = made.book.add_chart({"type": "scatter", "subtype": "straight"})
    for number, wave in enumerate(dict.fromkeys(row["wave"] for row in chart.rows)):
        steps = _steps([row for row in chart.rows if row["wave"] == wave])
        first = _block(made, [[chart.across, wave], *steps])
        series = _series(made, first, len(steps), 1)
        line = {
            "color": ORDER[number % len(ORDER)],
            "width": 2,
            "dash_type": ("solid", "dash", "round_dot")[number % 3],
        }
        native.add_series({**series, "line": line})
    native.set_legend({"position": "bottom"})
    native.set_x_axis({"name": chart.across, "min": 0, "num_format": "0"})
    native.set_y_axis(
        {
            "name": chart.axis,
            "min": 0,
            "num_format": "0",
            "major_gridlines": {"visible": True, "line": {"color": "#c9d3e0"}},
        }
    )
    return native


def _steps(rows: list[Row]) -> list[list[Any]]:
    """Days and values so that straight lines make steps."""
    found: list[list[Any]] = []
    for row in rows:
        if found:
            found.append([row["day"], found[-1][1]])
        found.append([row["day"], row["value"]])
    return found


def _series(made: _Book, first: int, length: int, column: int) -> dict[str, Any]:
    name = made.data.get_name()
    last = first + length
    return {
        "name": [name, first, column],
        "categories": [name, first + 1, 0, last, 0],
        "values": [name, first + 1, column, last, column],
    }
