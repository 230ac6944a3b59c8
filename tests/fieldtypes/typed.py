"""Cells as people fill them in, and what a field makes of them."""

from __future__ import annotations

from datetime import date, datetime, time

from ruecklauf.cells import BLANK, CellKind, Raw, text_cell
from ruecklauf.fieldtypes.base import CellContent, FieldBase
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value

TEXTS = load_texts("de")

UNREADABLE = Missing.UNREADABLE
NO_ANSWER = Missing.NO_ANSWER

JNU = CodeList.model_validate(
    {
        "id": "jnu",
        "title": "Ja, nein, unbekannt",
        "codes": [
            {"code": "ja", "label": "ja"},
            {"code": "nein", "label": "nein"},
            {"code": "unbekannt", "label": "unbekannt", "missing": "unknown"},
        ],
    }
)
STELLEN = CodeList.model_validate(
    {
        "id": "stellen",
        "title": "Stellen",
        "codes": [
            {"code": "abh", "label": "Ausländerbehörde"},
            {"code": "ki", "label": "Kommunales Integrationszentrum (KI)"},
            {"code": "freier_traeger", "label": "freier Träger"},
            {"code": "strassen", "label": "Straßen – Bau & Verkehr"},
            {"code": "keine", "label": "trifft nicht zu", "missing": "not_applicable"},
        ],
    }
)
LISTS = {codelist.id: codelist for codelist in (JNU, STELLEN)}

Cell = str | Raw
"""What stands in a cell; a string is a text cell."""


def number(literal: str, number_format: str = "General") -> Raw:
    return Raw(CellKind.NUMBER, literal, number_format)


def moment(*parts: int) -> Raw:
    """A date cell as the reader hands it on: the workbook's epoch is already applied."""
    return Raw(CellKind.DATE, "45000", "dd.mm.yyyy", datetime(*parts))  # type: ignore[arg-type]


def formula(text: str, result: Raw) -> Raw:
    return Raw(result.kind, result.text, result.number_format, result.moment, text)


def boolean(literal: str) -> Raw:
    return Raw(CellKind.BOOL, literal)


DIV_0 = Raw(CellKind.ERROR, "#DIV/0!")
NEVER_CALCULATED = Raw(CellKind.BLANK, formula="SUM(A1:A3)")

SAME_FOR_ALL = [
    ("", NO_ANSWER, []),
    ("   ", NO_ANSWER, []),
    ("\u00a0\u202f\n", NO_ANSWER, []),
    *(
        (unseen, NO_ANSWER, [])
        for unseen in "\u200b\u200c\u200d\u200e\u2060\ufeff\u00ad\u2800\u3164\u115f\ufe0f\U000e0041\u202e"
    ),
    (" \u200b\u00a0\u200b ", NO_ANSWER, []),
    (DIV_0, UNREADABLE, ["error_value"]),
    (NEVER_CALCULATED, UNREADABLE, ["formula_without_value"]),
]


def as_returned(content: CellContent, field: FieldBase) -> Raw:
    """The cell as a spreadsheet program hands it back: numbers are doubles, written with 17 digits."""
    match content:
        case None:
            return BLANK
        case str():
            return text_cell(content)
        case date():
            return Raw(CellKind.DATE, "1", field.number_format, datetime.combine(content, time()))
        case number:
            return Raw(CellKind.NUMBER, format(float(number), ".17g"), field.number_format)


def read(field: FieldBase, cell: Cell) -> tuple[Value, list[str]]:
    """The value and the codes of the remarks."""
    raw = text_cell(cell) if isinstance(cell, str) else cell
    parsed = field.parse(raw, LISTS, TEXTS)
    return parsed.value, [noted.code for noted in parsed.remarks]
