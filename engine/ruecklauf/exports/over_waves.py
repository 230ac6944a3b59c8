"""The panel, and what became of answers, as statistics packages hold them.

In the dataset these tables are texts. Here choices, ticks, numbers and dates are what they are in the wide
tables; where a single text of a column is none of its kind, the whole column stays text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ruecklauf.exports.coded import Column, coded_tables, numbered, of_kinds, plain, ticks
from ruecklauf.exports.frames import Cell, cells
from ruecklauf.fieldtypes.base import FieldBase, Level
from ruecklauf.layout.wording import header
from ruecklauf.texts import load_texts

if TYPE_CHECKING:
    import pandas as pd

    from ruecklauf.dataset import Dataset, TableInfo
    from ruecklauf.fieldtypes.codelist import CodeList

PANEL, BECAME = "panel.", "became."
_TITLES = {
    "panel_alliances": "Panel: Bündnisse und Wellen",
    "panel_changes": "Panel: Angaben, die anders sind als in der Rücksendung davor",
}
_LABELS = {
    "row_id": "Kennung der Zeile in den Begriffen der neuesten Fassung",
    "row_id_original": "Kennung der Zeile, wie sie zurückkam",
    "panel_first": "Welle, in der die Zeile zuerst da war",
    "panel_last": "Welle, in der die Zeile zuletzt da war",
    "panel_status": "Was aus der Zeile seit der Rücksendung davor wurde",
    "panel_changed": "Welche Angaben der Zeile anders sind: vorher → jetzt",
    "panel_balanced": "Das Bündnis hat die Tabelle in jeder Welle beantwortet",
    "invited": "Ein Formular wurde erstellt",
    "form_made": "Wann das Formular erstellt wurde",
    "sent": "Wann es verschickt wurde",
    "returned": "Erste Rücksendung",
    "last_returned": "Letzte Rücksendung",
    "worksheets": "Zurückgekommene Arbeitshilfen",
    "lacking": "Fehlende Arbeitshilfen",
    "first_pass": "Die erste Rücksendung war ohne Fehler, und keine weitere folgte",
    "state": "Stand der Rücksendung",
    "wave_before": "Welle der Rücksendung davor",
    "before": "Wert davor",
    "now": "Wert jetzt",
    "before_missing": "Warum es davor keinen Wert gab",
    "now_missing": "Warum es jetzt keinen Wert gibt",
    "before_original": "Was davor zurückkam",
    "now_original": "Was jetzt zurückkam",
}
_BECAME = {
    "new": "neu",
    "confirmed": "bestätigt",
    "untouched": "unverändert, ohne Angabe dazu",
    "changed": "geändert",
}
_CODES: Mapping[str, Mapping[str, str]] = {
    "panel_status": {
        "first": "erste Rücksendung",
        "new": "neu",
        "unchanged": "unverändert",
        "changed": "geändert",
        "dropped": "weggefallen",
        "back": "wieder da",
    },
    "state": {
        "complete": "vollständig",
        "partial": "teilweise",
        "waiting": "wartet auf eine Entscheidung",
        "refused": "nicht angenommen",
        "open": "steht aus",
        "not_invited": "nicht eingeladen",
    },
}
_TICKS = frozenset({"printed", "panel_balanced", "invited", "first_pass"})
_DAYS = frozenset({"form_made", "sent", "returned", "last_returned"})


def described_tables(dataset: Dataset) -> Iterator[tuple[str, str, list[Column]]]:
    """Name, title and columns of every table of a dataset."""
    yield from coded_tables(dataset)
    yield from tables_over_waves(dataset)


def tables_over_waves(dataset: Dataset) -> Iterator[tuple[str, str, list[Column]]]:
    """Name, title and columns of the tables about what became of answers, then of those of the panel."""
    for name, frame in (*dataset.became.items(), *dataset.panel.items()):
        info = dataset.info.get(name.removeprefix(BECAME).removeprefix(PANEL))
        yield name, _title(name, info), [_column(name, frame, str(head), info) for head in frame]


def _title(name: str, info: TableInfo | None) -> str:
    if name in _TITLES:
        return _TITLES[name]
    about = info.title.de if info else name.partition(".")[2]
    return f"Was aus den Angaben wurde: {about}" if name.startswith(BECAME) else f"Panel: {about}"


def _column(table: str, frame: pd.DataFrame, name: str, info: TableInfo | None) -> Column:
    values = cells(frame[name])
    if table.startswith(BECAME) and (asked := _asked(name, info)):
        return _coded(name, _label(asked, info), values, _BECAME)
    question, end = _parts(table, frame, name)
    if question:
        return _answer(name, question, end, values, info)
    if name.endswith("_missing"):
        return of_kinds(name, _LABELS.get(name, name), values)
    if name in _CODES:
        return _coded(name, _LABELS[name], values, _CODES[name])
    if name in _TICKS:
        return _tick(name, values)
    if name in _DAYS and (days := _read(values, date.fromisoformat)) is not None:
        return Column(name, _LABELS[name], Level.SCALE, "date", days, [None] * len(days))
    return plain(frame[name], _LABELS.get(name))


def _parts(table: str, frame: pd.DataFrame, name: str) -> tuple[str, str]:
    """Of a panel's column the question that it is about, and what it says of it."""
    if table.startswith(PANEL):
        for end in ("", "_missing", "_original", "_became"):
            question = name.removesuffix(end)
            if name.endswith(end) and f"{question}_missing" in frame and question in frame:
                return question, end
    return "", ""


def _answer(name: str, question: str, end: str, values: list[Cell], info: TableInfo | None) -> Column:
    asked = _asked(question, info)
    label = _label(asked, info) if asked else question
    match end:
        case "_missing":
            return of_kinds(name, f"{label}: warum es keinen Wert gibt", values)
        case "_became":
            return _coded(name, f"{label}: neben dem, was verschickt wurde", values, _BECAME)
        case "_original":
            return _text(name, f"{label}: wie es zurückkam", values)
    typed = _typed(name, label, asked, values, info) if asked and info else None
    return typed or _text(name, label, values)


def _typed(name: str, label: str, asked: FieldBase, values: list[Cell], info: TableInfo) -> Column | None:
    """The answers as the type of their question has them; None where they are texts."""
    nothing = [None] * len(values)
    if asked.parts or asked.dtype == "string":
        return None
    if asked.list_id:
        return _choice(name, label, asked, values, info.lists[asked.list_id])
    read = _read(values, asked.from_text)
    kinds = {type(value) for value in read or () if value is not None}
    if read is None or not kinds:
        return None
    if kinds == {bool}:
        return ticks(name, label, read, nothing)
    if kinds == {date}:
        return Column(name, label, asked.level, "date", read, nothing)
    return Column(name, label, asked.level, "number", read, nothing) if kinds <= {int, Decimal} else None


def _read(values: Sequence[Cell], read: Any) -> list[Any] | None:
    """The values of texts; None where one cannot be read."""
    try:
        return [None if value is None else read(value) for value in values]
    except (ValueError, ArithmeticError):
        return None


def _asked(name: str, info: TableInfo | None) -> FieldBase | None:
    fields = (column.field for column in info.columns if column.field) if info else ()
    return next((field for field in fields if field.id == name), None)


def _label(asked: FieldBase, info: TableInfo | None) -> str:
    return header(asked, info.lists if info else {}, load_texts())


def _choice(name: str, label: str, asked: FieldBase, values: list[Cell], codelist: CodeList) -> Column:
    """By the numbers of the wide table; entries that stand for a missing kind only where they are values."""
    there = set(values)
    entries = [entry for entry in codelist.codes if not entry.missing or entry.code in there]
    known = {entry.code: entry.label.de for entry in entries}
    return _coded(name, label, values, known, asked.level, {entry.code: entry.nr for entry in entries})


def _coded(
    name: str,
    label: str,
    values: Sequence[Cell],
    known: Mapping[str, str],
    level: Level = Level.NOMINAL,
    fixed: Mapping[str, int | None] | None = None,
) -> Column:
    """Numbers in the order of the labels; a code that has none is its own."""
    codes = dict.fromkeys([*known, *sorted({str(value) for value in values if value is not None})])
    numbers = numbered(list(codes), fixed or {})
    labels = {number: known.get(code, code) for code, number in numbers.items()}
    coded = [None if value is None else numbers[str(value)] for value in values]
    by_number = {number: code for code, number in numbers.items()}
    return Column(name, label, level, "coded", coded, [None] * len(coded), labels, by_number)


def _tick(name: str, values: Sequence[Cell]) -> Column:
    truths = [None if value is None else value == "true" for value in values]
    return ticks(
        name, _LABELS.get(name) or "Zeile stand vorgedruckt im Formular", truths, [None] * len(truths)
    )


def _text(name: str, label: str, values: list[Cell]) -> Column:
    return Column(name, label, Level.NOMINAL, "text", values, [None] * len(values))
