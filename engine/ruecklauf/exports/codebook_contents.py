"""What a codebook says of each variable: wording, filter, base, values with frequencies, checks, versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ruecklauf.exports.coded import Column, in_code
from ruecklauf.exports.over_waves import described_tables
from ruecklauf.exports.readme import kind_label
from ruecklauf.exports.workbook import visible
from ruecklauf.values import FEWEST_FOR_PERCENT, Missing, decimal_text

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset, TableInfo

_LEVELS = {"nominal": "nominal", "ordinal": "ordinal (Rangfolge)", "scale": "metrisch"}
_SEVERITIES = {"error": "Fehler", "warning": "Warnung", "note": "Hinweis"}
_KINDS = {"number": "Zahl", "text": "Text", "date": "Datum", "coded": "Auswahl"}


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often one value, or one way of missing, occurs."""

    number: str
    code: str
    """What stands for it in CSV and Parquet."""
    label: str
    count: int
    share: str
    """Of those who answered, in per cent; empty for missing ones, and where these are few."""
    missing: bool


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable as a codebook shows it."""

    name: str
    anchor: str
    label: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    """Heading and texts, none of which is empty."""
    frequencies: tuple[Frequency, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One table as a codebook shows it."""

    name: str
    title: str
    file: str
    rows: int
    versions: tuple[str, ...]
    variables: tuple[Variable, ...]


def pages(dataset: Dataset) -> list[Page]:
    """All tables of the dataset, the long one first."""
    return [
        Page(
            name,
            title,
            f"{name}.html",
            len(columns[0].values),
            info.versions if (info := dataset.info.get(name)) else (),
            tuple(_variable(column, info) for column in columns),
        )
        for name, title, columns in described_tables(dataset)
    ]


def _variable(column: Column, table: TableInfo | None) -> Variable:
    return Variable(
        column.name,
        f"v-{column.name}",
        visible(column.label),
        tuple((heading, tuple(map(visible, texts))) for heading, texts in _facts(column, table) if texts),
        tuple(_frequencies(column)),
    )


def _facts(column: Column, table: TableInfo | None) -> Iterator[tuple[str, Sequence[str]]]:
    field = column.info.field if column.info else None
    if field is not None and column.info and not column.info.says_why_missing:
        yield "Wortlaut", [field.label.de]
        yield "Hilfe", [field.help.de] if field.help else []
        yield "Einheit", [field.unit.de] if field.unit else []
    yield "Art und Messniveau", [f"{_KINDS[column.kind]}, {_LEVELS[column.level.value]}"]
    if field is not None and table is not None:
        yield from _notes(column, table)
    yield "Werte", list(_summary(column))


def _notes(column: Column, table: TableInfo) -> Iterator[tuple[str, Sequence[str]]]:
    assert column.info is not None and column.info.field is not None
    note = table.notes.get(column.info.field.id)
    if note is None or column.info.says_why_missing:
        return
    yield "Berechnet aus", [f"{note.computed}. Niemand wird danach gefragt."] if note.computed else []
    yield "Filter", [f"Nur gefragt, wenn gilt: {note.asked_when}." if note.asked_when else "Alle gefragt."]
    yield "Basis", [_base(column)]
    if note.required:
        always = note.required == "immer"
        yield "Pflicht", ["Immer." if always else f"Wenn gilt: {note.required}."]
    yield (
        "Prüfungen",
        [
            f"{_SEVERITIES[rule.severity.value]}: {rule.message} ({_findings(rule.findings)})"
            for rule in note.rules
        ],
    )
    yield "Fassungen", [", ".join(note.versions)] if note.versions else []
    yield "Früherer Wortlaut", [f"Fassung {version}: {label}" for version, label in note.former_labels]
    yield "Verwendet in", list(note.used_by)


def _findings(count: int) -> str:
    return f"{count} {'Befund' if count == 1 else 'Befunde'} in dieser Erhebung"


def _base(column: Column) -> str:
    """Of how many rows; codes that a form has printed into its rows are values wherever it stayed."""
    counted = Counter(column.why)
    answered = counted.pop(None, 0)
    lacking = [f"{counted[kind]} {kind_label(kind)}" for kind in Missing if counted[kind]]
    return "; ".join([f"{len(column.why)} Zeilen, davon {answered} mit Wert", *lacking]) + "."


def _summary(column: Column) -> Iterator[str]:
    numbers = [Decimal(value) for value in column.values if isinstance(value, int | Decimal)]
    if column.kind == "number" and numbers:
        mean = round(sum(numbers, Decimal(0)) / len(numbers), 2)
        yield (
            f"{len(numbers)} Zahlen von {_with_comma(min(numbers))} bis {_with_comma(max(numbers))}, "
            f"Median {_with_comma(_median(numbers))}, Mittelwert {_with_comma(mean)}"
        )
    if column.kind == "date" and (days := [value for value in column.values if isinstance(value, date)]):
        yield f"{len(days)} Daten von {min(days):%d.%m.%Y} bis {max(days):%d.%m.%Y}"
    if column.kind == "text" and (texts := [value for value in column.values if isinstance(value, str)]):
        yield f"{len(texts)} Texte, {len(set(texts))} verschiedene; höchstens {max(map(len, texts))} Zeichen"


def _median(numbers: list[Decimal]) -> Decimal:
    middle = sorted(numbers)[(len(numbers) - 1) // 2 : len(numbers) // 2 + 1]
    return sum(middle, Decimal(0)) / len(middle)


def _with_comma(number: Decimal) -> str:
    return decimal_text(number).replace(".", ",")


def _frequencies(column: Column) -> Iterator[Frequency]:
    if not column.labels and not column.missing:
        return
    counted = Counter(in_code(column))
    answers = sum(value is not None for value in column.values)
    for number, label in column.labels.items():
        is_told = answers >= FEWEST_FOR_PERCENT
        share = f"{counted[number] / answers:.1%}".replace(".", ",").replace("%", " %") if is_told else ""
        code = column.codes.get(number, str(number))
        yield Frequency(str(number), code, visible(label), counted[number], share, False)
    for kind, (number, label) in column.missing.items():
        yield Frequency(str(number), kind.value, visible(label), counted[number], "", True)
