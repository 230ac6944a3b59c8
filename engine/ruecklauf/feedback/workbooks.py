"""The workbook to an alliance: one page, its numbers as numbers, and a chart of Excel's own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import xlsxwriter

from ruecklauf.feedback.comparing import Compared
from ruecklauf.feedback.identity import PROPERTY, mark_of
from ruecklauf.feedback.wording import is_share
from ruecklauf.forms.slots import Round
from ruecklauf.project import Alliance
from ruecklauf.report.sheets import LINE, lines_of
from ruecklauf.report.wording import Wording

_WIDTHS = (33, 34, 10, 13, 12, 13, 12, 10, 10)
"""Of the columns, in characters: so narrow that the printed page is not small print."""
_HEAD = 4
"""Rows above the table's head."""
_FIRST_NUMBER = 2
"""The column; before it stand label and unit."""
_CHANGE, _COUNTS = 3, 7
"""Columns; from the second of them on stand counts."""
_NUMBER_FORMATS = ("0.00", "0", "+0.00;-0.00;0.00", "+0;-0;0")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_sheet(alliance: Alliance, of: Round, compared: Sequence[Compared], say: Wording) -> bytes:
    """The workbook; the same for the same input. What is missing, or must not be told, is an empty cell."""
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": f"{say('letter.title')}: {alliance.name}",
                "author": of.sender.splitlines()[0],
                "created": datetime.combine(of.reference_date, time()),
            }
        )
        workbook.set_custom_property(PROPERTY, mark_of(alliance.id, of.wave_id))
        # shares first: they stand beside each other in the chart
        rows = sorted(compared, key=lambda each: not is_share(each))
        sheet = workbook.add_worksheet(say("sheet.name"))
        _set_up(sheet)
        _write_head(workbook, sheet, alliance, of, say)
        _write_rows(workbook, sheet, rows, say)
        drawn = sum(is_share(each) for each in rows)
        if drawn:
            _draw(workbook, sheet, len(rows), drawn, say)
    return saved.getvalue()


def _set_up(sheet: Any) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)


def _write_head(workbook: Any, sheet: Any, alliance: Alliance, of: Round, say: Wording) -> None:
    title = workbook.add_format({"bold": True, "font_size": 15})
    sheet.write_string(0, 0, say("letter.title"), title)
    sheet.write_string(1, 0, f"{alliance.name} · {of.wave_title}")
    sheet.write_string(2, 0, say("sheet.how"))
    look = {"bold": True, "text_wrap": True, "bottom": 2, "valign": "bottom"}
    of_texts, of_numbers = workbook.add_format(look), workbook.add_format({**look, "align": "right"})
    for column, text in enumerate(say.heads("sheet.heads")):
        sheet.write_string(_HEAD, column, text, of_texts if column < _FIRST_NUMBER else of_numbers)
    sheet.set_row(_HEAD, 32)
    sheet.freeze_panes(_HEAD + 1, 1)


def _write_rows(workbook: Any, sheet: Any, rows: Sequence[Compared], say: Wording) -> None:
    look = {"valign": "top", "bottom": 4}
    text = workbook.add_format({**look, "text_wrap": True})
    formats = {each: workbook.add_format({**look, "num_format": each}) for each in _NUMBER_FORMATS}
    for line, each in enumerate(rows, start=_HEAD + 1):
        label = each.indicator.label.told(say.language)
        sheet.write_string(line, 0, label, text)
        unit = each.indicator.unit.told(say.language)
        sheet.write_string(line, 1, unit, text)
        sheet.set_row(line, LINE * max(lines_of(label, _WIDTHS[0]), lines_of(unit, _WIDTHS[1])))
        others = each.others
        own = None if each.value is None else float(each.n)
        numbers = (each.value, each.change, others.middle, others.lower, others.upper)
        shown = (*numbers, float(others.number), own)
        counts = not is_share(each)
        for column, value in enumerate(shown, start=_FIRST_NUMBER):
            as_whole = column >= _COUNTS or (counts and float(value or 0).is_integer())
            form = formats[_format(as_whole=as_whole, signed=column == _CHANGE)]
            if value is None:
                sheet.write_blank(line, column, None, form)
            else:
                sheet.write_number(line, column, value, form)


def _format(*, as_whole: bool, signed: bool) -> str:
    """Of a number: counts without places, what is between counts or a share with two."""
    return _NUMBER_FORMATS[2 * signed + as_whole]


def _draw(workbook: Any, sheet: Any, rows: int, drawn: int, say: Wording) -> None:
    """Bars of the shares: the alliance's own and the median of the others."""
    chart = workbook.add_chart({"type": "bar"})
    first, last = _HEAD + 1, _HEAD + drawn
    for column, colour in ((2, "#0B5394"), (4, "#B7B7B7")):
        chart.add_series(
            {
                "name": [sheet.name, _HEAD, column],
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, column, last, column],
                "fill": {"color": colour},
                "border": {"color": "#1B2A41"},
                "gap": 60,
            }
        )
    chart.set_title({"name": say("sheet.chart"), "name_font": {"size": 12}, "overlay": False})
    chart.set_x_axis(
        {
            "min": 0,
            "max": 1,
            "num_format": "0.0",
            "major_gridlines": {"visible": True, "line": {"color": "#C9D3E0"}},
        }
    )
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 980, "height": 120 + 34 * drawn})
    sheet.insert_chart(_HEAD + rows + 2, 0, chart, {"description": say("sheet.chart_text")})
