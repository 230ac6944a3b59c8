"""Tables as statistics packages hold them: numbers with labels, and a code for each way of missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from ruecklauf.errors import RuecklaufError
from ruecklauf.exports.frames import LONG, Cell, cells, tables_of_questions
from ruecklauf.exports.readme import kind_label
from ruecklauf.fieldtypes.base import Level
from ruecklauf.layout.wording import header
from ruecklauf.texts import load_texts
from ruecklauf.values import MISSING_CODES, WITHHELD_CODE, Missing

if TYPE_CHECKING:
    import pandas as pd

    from ruecklauf.dataset import ColumnInfo, Dataset, TableInfo
    from ruecklauf.fieldtypes.codelist import CodeList

Kind = Literal["number", "text", "date", "coded"]
PRESENT = 0
"""Stands in a text's column for missing kinds where there is a text."""
_BLOCKS = (0, 900, 9_900, 99_900, 999_900, 9_999_900)
"""What is taken off the usual codes, until no real value lies among them: -99, -999, -9999 …"""


@dataclass(frozen=True)
class Column:
    """One variable: in each row either a value or a missing kind; neither in columns that are no question."""

    name: str
    """As in the dataset."""
    label: str
    """In German, whole."""
    level: Level
    kind: Kind
    values: Sequence[Cell]
    """coded: numbers, which `labels` explains."""
    why: Sequence[Missing | None]
    labels: Mapping[int, str] = field(default_factory=dict)
    """coded: by number, in order."""
    codes: Mapping[int, str] = field(default_factory=dict)
    """coded: what the number stands for in the dataset."""
    missing: Mapping[Missing, tuple[int, str]] = field(default_factory=dict)
    """Code and label of the missing kinds; no real value lies among the codes. Empty for texts."""
    info: ColumnInfo | None = None


def coded_tables(dataset: Dataset) -> Iterator[tuple[str, str, list[Column]]]:
    """Name, title and columns of the long table and all wide ones.

    Missing kinds stand among the values, but for texts: these keep a column of their own for them.
    """
    for name, frame in tables_of_questions(dataset):
        info = dataset.info.get(name)
        title = "Alle Fragen und Antworten" if name == LONG else info.title.de if info else name
        yield name, title, list(_columns(frame, info))


def plain(column: pd.Series[Any], label: str | None = None) -> Column:
    """A column that is no question."""
    name, dtype = str(column.name), str(column.dtype)
    label = label or _PLAIN_LABELS.get(name, name)
    values = cells(column)
    nothing = [None] * len(values)
    if dtype == "boolean":
        return ticks(name, label, values, nothing)
    if dtype == "category":
        numbers = numbered([str(category) for category in column.cat.categories], {})
        codes = {number: code for code, number in numbers.items()}
        coded = [numbers.get(str(value)) for value in values]
        return Column(name, label, Level.NOMINAL, "coded", coded, nothing, codes, codes)
    kind: Kind = "date" if dtype.startswith("datetime") else "text" if dtype == "string" else "number"
    level = Level.NOMINAL if kind == "text" else Level.SCALE
    return Column(name, label, level, kind, values, nothing)


_PLAIN_LABELS = {
    "alliance": "Kennung der Allianz",
    "wave": "Erhebungswelle",
    "worksheet": "Arbeitshilfe",
    "version": "Fassung der Arbeitshilfe",
    "table": "Tabelle",
    "row_id": "Kennung der Zeile",
    "printed": "Zeile stand vorgedruckt im Formular",
    "field": "Frage",
    "value": "Wert",
    "raw": "Text, der in der Zelle stand",
    "sha256": "Prüfsumme der Datei",
    "sheet": "Blatt",
    "cell": "Zelle",
    "corrected": "Wert wurde von Hand berichtigt",
    "became": "Angabe neben der des verschickten Formulars",
}


def _columns(frame: pd.DataFrame, table: TableInfo | None) -> Iterator[Column]:
    infos = {info.name: info for info in table.columns} if table else {}
    lists = table.lists if table else {}
    kinds = {info.field.id: info.name for info in infos.values() if info.field and info.says_why_missing}
    for name in frame:
        info = infos.get(str(name))
        if name == "missing" and table is None:
            yield of_kinds("missing", "Warum es keinen Wert gibt", cells(frame[name]))
        elif info is None or info.field is None:
            yield plain(frame[name], info.label.de if info and info.label else None)
        elif not info.says_why_missing:
            yield _question(info, frame[name], _why(frame, kinds.get(info.field.id)), lists)
        elif info.field.dtype == "string" and not info.field.parts:
            label = f"{header(info.field, lists, load_texts())}: warum es keinen Text gibt"
            yield of_kinds(info.name, label, cells(frame[name]), info)


def _why(frame: pd.DataFrame, column: str | None) -> list[Missing | None]:
    """Why there is no value; nothing of what stands beside answers, for which there is no such column."""
    if column is None:
        return [None] * len(frame)
    return [Missing(str(kind)) if kind else None for kind in cells(frame[column])]


def _question(
    info: ColumnInfo, column: pd.Series[Any], why: Sequence[Missing | None], lists: Mapping[str, CodeList]
) -> Column:
    assert info.field is not None
    label = header(info.field, lists, load_texts(), info.code)
    values = cells(column)
    # what the version that was answered did not offer has neither a value nor a kind
    reasons = [
        kind or (Missing.NOT_ASKED if value is None and not info.field.is_companion else None)
        for value, kind in zip(values, why, strict=True)
    ]
    if info.dtype == "category":
        return _choice(info, label, values, reasons, lists)
    if info.dtype == "boolean":
        return ticks(info.name, label, values, reasons, info)
    if info.dtype == "string":
        return Column(info.name, label, info.field.level, "text", values, reasons, info=info)
    return _numbers(info, label, values, reasons)


def _numbers(
    info: ColumnInfo, label: str, values: Sequence[Cell], reasons: Sequence[Missing | None]
) -> Column:
    assert info.field is not None
    kind: Kind = "date" if info.dtype.startswith("datetime") else "number"
    missing = missing_codes(info.name, values if kind == "number" else (), reasons)
    steps: Mapping[str, Any] = getattr(info.field, "labels", None) or {}
    labels = {int(step): text.de for step, text in steps.items()}
    return Column(info.name, label, info.field.level, kind, values, reasons, labels, {}, missing, info)


def ticks(
    name: str,
    label: str,
    values: Sequence[Cell],
    reasons: Sequence[Missing | None],
    info: ColumnInfo | None = None,
) -> Column:
    """A column of truths; without `info` it is no question and has no missing codes."""
    numbers = [None if value is None else int(value is True) for value in values]
    codes, labels = {0: "false", 1: "true"}, {0: "nein", 1: "ja"}
    missing = missing_codes(name, (), reasons) if info else {}
    return Column(name, label, Level.NOMINAL, "coded", numbers, reasons, labels, codes, missing, info)


def _choice(
    info: ColumnInfo,
    label: str,
    values: Sequence[Cell],
    reasons: Sequence[Missing | None],
    lists: Mapping[str, CodeList],
) -> Column:
    """Codes by number; an entry that stands for a missing kind is that kind, under the list's label."""
    assert info.field is not None
    codelist = lists[info.field.list_id] if info.field.list_id else None
    entries = {entry.code: entry for entry in codelist.codes} if codelist else {}
    real = [code for code in info.categories if not (code in entries and entries[code].missing)]
    numbers = numbered(real, {code: entry.nr for code, entry in entries.items()})
    missing = missing_codes(info.name, (), reasons)
    for entry in reversed(codelist.codes if codelist else ()):
        if entry.missing:
            missing[Missing(entry.missing)] = (missing[Missing(entry.missing)][0], entry.label.de)
    return Column(
        info.name,
        label,
        Level.ORDINAL if info.ordered else Level.NOMINAL,
        "coded",
        [numbers.get(str(value)) for value in values],
        reasons,
        {number: entries[code].label.de if code in entries else code for code, number in numbers.items()},
        {number: code for code, number in numbers.items()},
        missing,
        info,
    )


def numbered(codes: Sequence[str], fixed: Mapping[str, int | None]) -> dict[str, int]:
    """By code the numbers that the list gives, if it gives each code one of its own; else by their order."""
    given = [number for code in codes if (number := fixed.get(code)) is not None]
    if len(set(given)) == len(codes):
        return dict(zip(codes, given, strict=True))
    return {code: number for number, code in enumerate(codes, start=1)}


def of_kinds(name: str, label: str, values: Sequence[Cell], info: ColumnInfo | None = None) -> Column:
    """A column that says why there is no value."""
    known = _kinds(Missing(str(value)) for value in values if value)
    numbers = [known[Missing(str(value))] if value else PRESENT for value in values]
    labels = {PRESENT: "vorhanden", **{code: kind_label(kind) for kind, code in known.items()}}
    codes = {PRESENT: "", **{code: kind.value for kind, code in known.items()}}
    return Column(
        name, label, Level.NOMINAL, "coded", numbers, [None] * len(numbers), labels, codes, info=info
    )


def in_code(column: Column) -> list[Any]:
    """The column's cells: numbers, or the code of the missing kind; None where there is neither."""
    codes = {kind: code for kind, (code, _) in column.missing.items()}
    return [
        codes.get(why) if value is None and why is not None else value
        for value, why in zip(column.values, column.why, strict=True)
    ]


def _kinds(there: Iterable[Missing | None]) -> Mapping[Missing, int]:
    """The kinds with their codes; that something is withheld only where it is."""
    is_withheld = any(kind is Missing.WITHHELD for kind in there)
    return MISSING_CODES | {Missing.WITHHELD: WITHHELD_CODE} if is_withheld else MISSING_CODES


def missing_codes(
    name: str, values: Sequence[Cell], reasons: Iterable[Missing | None] = ()
) -> dict[Missing, tuple[int, str]]:
    """A code and label for each kind: -99 to -94, or the same with more nines where a real value lies there.

    -93 besides where `reasons` say that something is withheld. RuecklaufError where every such range has real
    values in it.
    """
    kinds = _kinds(reasons)
    numbers = [value for value in values if isinstance(value, int | Decimal)]
    for block in _BLOCKS:
        low, high = (edge(kinds.values()) - block for edge in (min, max))
        if not any(low <= number <= high for number in numbers):
            return {kind: (code - block, kind_label(kind)) for kind, code in kinds.items()}
    raise RuecklaufError(
        "has values in every range that could mark missing ones (-99 to -94, -999 to -994 and so on).",
        where=f"column {name}",
        remedy="Declare a min above -94, or export to csv or parquet instead.",
    )
