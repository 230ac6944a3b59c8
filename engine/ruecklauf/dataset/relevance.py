"""Whether a question was put: conditions judged over the answers as they are stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from ruecklauf.check.knowing import rules_without
from ruecklauf.dataset.sent import Owner
from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.rulebook import Condition, RuleBook, bind_rules
from ruecklauf.fieldtypes import FieldBase
from ruecklauf.layout.row_ids import row_names
from ruecklauf.rules import terms
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.rows import Env, TableRows
from ruecklauf.values import Missing, Value


class RuleRecord(NamedTuple):
    """One record as the rules look at it."""

    number: int
    table: str
    row_id: str
    answers: Mapping[str, tuple[str | None, str | None]]
    """Canonical text and missing kind, by field."""


@dataclass(frozen=True)
class Circumstances:
    """What is known of one alliance in one wave."""

    worksheets: Mapping[str, Worksheet]
    """All that there are, by id: rules may name those that did not come back, too."""
    unknown: frozenset[str]
    """Tables that did not come back."""
    wave_date: date | None


def not_asked(records: Iterable[RuleRecord], known: Circumstances) -> set[tuple[int, str]]:
    """Number of the record and field, where the condition of the question does definitely not hold.

    A condition that looks at personal answers, at a table that did not come back, or at a reference date
    that no form of the wave tells, is open: the question counts as asked.
    """
    book = rules_known(known)
    if book is None:
        return set()
    by_table: dict[str, list[RuleRecord]] = defaultdict(list)
    for record in records:
        by_table[record.table].append(record)
    tables = tables_of(by_table, known.worksheets)
    return set(_without_question(by_table, tables, book, known.wave_date))


def _without_question(
    by_table: Mapping[str, list[RuleRecord]],
    tables: Mapping[str, TableRows],
    book: RuleBook,
    wave_date: date | None,
) -> Iterator[tuple[int, str]]:
    for name, rows in by_table.items():
        conditions = [
            (rules.field.id, rules.relevant)
            for rules in book.sections[name].fields
            if rules.relevant is not None and _can_be_judged(rules.relevant, wave_date is not None)
        ]
        for position, record in enumerate(rows if conditions else ()):
            env = Env(wave_date or date.min, tables[name].rows[position], tables, position)
            for field, condition in conditions:
                if condition.test(env) is False:
                    yield record.number, field


def _can_be_judged(condition: Condition, has_date: bool) -> bool:
    for term in terms.walk(condition.resolved.condition):
        if isinstance(term, terms.Item) and term.symbol.field.personal:
            return False
        if isinstance(term, terms.WaveDate) and not has_date:
            return False
    return True


def rules_known(known: Circumstances) -> RuleBook | None:
    """The rules as far as they can be judged; None where the versions here do not go together."""
    worksheets = tuple(known.worksheets.values())
    try:
        bind_rules(worksheets)
    except RuleError:
        return None
    return rules_without(worksheets, known.unknown)


def tables_of(
    by_table: Mapping[str, Iterable[RuleRecord]], worksheets: Mapping[str, Worksheet]
) -> dict[str, TableRows]:
    """The records of each table as rules look at them."""
    return {
        name: TableRows(
            ((record.row_id, _values(record, worksheets)) for record in rows), _named(name, worksheets)
        )
        for name, rows in by_table.items()
    }


def _named(table: str, worksheets: Mapping[str, Worksheet]) -> Iterable[str]:
    """Rows that others may refer to whether or not anything was said of them."""
    worksheet, section = table.split(".", 1)
    return row_names(worksheets[worksheet], worksheets[worksheet].section(section), "de")


def _values(record: RuleRecord, worksheets: Mapping[str, Worksheet]) -> dict[str, Value]:
    worksheet, section = record.table.split(".", 1)
    fields = _fields(worksheets[worksheet], section)
    return {
        name: _value(fields[name], text, missing)
        for name, (text, missing) in record.answers.items()
        if name in fields
    }


@cache
def _fields(worksheet: Worksheet, section: str) -> dict[str, FieldBase]:
    return {field.id: field for field in worksheet.section(section).fields}


def _value(field: FieldBase, text: str | None, missing: str | None) -> Value:
    if missing is not None or text is None:
        return Missing(missing or Missing.UNREADABLE)
    try:
        return field.from_text(text)
    except (ValueError, ArithmeticError):
        # the table that holds it refuses it, with its place
        return Missing.UNREADABLE


def around(
    owner: Owner,
    returned: Mapping[str, str],
    beside: Mapping[Owner, Mapping[str, str]],
    newest: Mapping[str, str],
    declarations: Mapping[str, Worksheet],
) -> dict[str, Worksheet]:
    """The worksheets that belong together for an alliance: as returned, as sent, else the newest."""
    hashes = {**newest, **beside.get(owner, {}), **returned}
    return {worksheet: declarations[hashes[worksheet]] for worksheet in sorted(hashes)}
