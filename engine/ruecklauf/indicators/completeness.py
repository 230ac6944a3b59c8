"""Which questions applied and which were answered, as the rules of the answered version say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from ruecklauf.check.carried import Became
from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.rulebook import FieldRules, RuleBook, bind_rules
from ruecklauf.indicators.control import QUALITY_COLUMNS
from ruecklauf.indicators.frames import Frames
from ruecklauf.indicators.grouping import KEYS, moved_on
from ruecklauf.indicators.rows import Key, RowReader
from ruecklauf.rules.rows import Env, TableRows
from ruecklauf.store import Return
from ruecklauf.values import Missing

_UNANSWERED = {Missing.NO_ANSWER, Missing.UNREADABLE}


def quality_table(
    frames: Frames, returns: Iterable[Return], declarations: Mapping[str, Worksheet], days: Mapping[str, date]
) -> pd.DataFrame:
    """Counts by alliance, wave and worksheet, as texts.

    applicable: required questions that applied, without personal ones and those that the form answers, of
    which `unanswered` were blank or not readable and `unknown` answered with unbekannt. rows_before: rows
    that were there in the wave before, too, of which `rows_unchanged` say the same in all that is carried on.
    rows_carried: rows of tables that stood in the form when it was sent, of which `rows_untouched` came back
    the same, and nobody said what became of them.
    """
    read_by: dict[Key, list[Worksheet]] = {}
    for each in sorted(returns, key=lambda return_: return_.worksheet):
        read_by.setdefault((each.alliance, each.wave), []).append(declarations[each.declaration_hash])
    books = {key: bind_rules(tuple(worksheets)) for key, worksheets in read_by.items()}
    symbols = {table.name: table for book in books.values() for table in book.tables.values()}
    reader = RowReader(frames, symbols.values())
    carried = _carried(read_by)
    again, sent = _unchanged_rows(frames, carried), _untouched_rows(frames, carried)
    rows = []
    for key in sorted(read_by, key=lambda owner: owner[::-1]):
        tables = reader.tables(key)
        for worksheet in read_by[key]:
            found = _counts(worksheet, books[key], tables, days.get(key[1], date.min))
            counts = (found["applicable"], found["unanswered"], found["unknown"])
            own = (*key, worksheet.id)
            rows.append((*own, *map(str, (*counts, *again.get(own, (0, 0)), *sent.get(own, (0, 0))))))
    return pd.DataFrame(rows, columns=list(QUALITY_COLUMNS), dtype=object).assign(row_id="")


def _counts(worksheet: Worksheet, book: RuleBook, tables: Mapping[str, TableRows], day: date) -> Counter[str]:
    found: Counter[str] = Counter()
    for section in worksheet.sections:
        name = f"{worksheet.id}.{section.id}"
        given = {into for rows in section.printed_rows for into in (rows.into, rows.parent_into)}
        asked = [
            rules
            for rules in book.sections[name].fields
            if _may_be_required(rules) and rules.field.id not in given
        ]
        rows = tables[name].rows if name in tables else ()
        for position, row in enumerate(rows):
            env = Env(day, row, tables, position)
            for rules in asked:
                if _applies(rules, env):
                    found.update(_kinds(row.get(rules.field.id, Missing.NO_ANSWER)))
    return found


def _may_be_required(rules: FieldRules) -> bool:
    if rules.field.personal or rules.field.from_alliance is not None:
        return False
    return rules.field.required or rules.required is not None


def _applies(rules: FieldRules, env: Env) -> bool:
    """Whether the question had to be answered in this row."""
    if rules.relevant is not None and rules.relevant.test(env) is not True:
        return False
    return rules.field.required or (rules.required is not None and rules.required.test(env) is True)


def _kinds(value: object) -> Iterator[str]:
    yield "applicable"
    if any(value is kind for kind in _UNANSWERED):
        yield "unanswered"
    elif value is Missing.UNKNOWN:
        yield "unknown"


def _carried(read_by: Mapping[Key, Iterable[Worksheet]]) -> dict[str, list[str]]:
    """The fields that are prefilled to be updated, by table with rows."""
    carried: dict[str, list[str]] = {}
    for worksheets in read_by.values():
        for worksheet in worksheets:
            for section in worksheet.sections:
                fields = [field.id for field in section.fields if field.wave == "U" and not field.personal]
                if section.has_rows and fields:
                    known = carried.setdefault(f"{worksheet.id}.{section.id}", [])
                    known += [field for field in fields if field not in known]
    return carried


def _unchanged_rows(
    frames: Frames, carried: Mapping[str, list[str]]
) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Rows that were there before and those that say the same, by alliance, wave and worksheet."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for name, fields in carried.items():
        (table,) = frames.select([f"{name}.{field}" for field in fields])
        table = table[table[fields].notna().any(axis=1)]
        both = table.merge(moved_on(table, frames.waves), on=[*KEYS, "row_id"], suffixes=("", "_before"))
        counts = both[KEYS].assign(rows=1, same=_same(both, fields)).groupby(KEYS).sum()
        for (alliance, wave), rows, same in counts.itertuples(name=None):
            total = sums.setdefault((str(alliance), str(wave), name.partition(".")[0]), [0, 0])
            total[0] += int(rows)
            total[1] += int(same)
    return {key: (rows, same) for key, (rows, same) in sums.items()}


def _untouched_rows(frames: Frames, tables: Iterable[str]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Rows that stood in the form and those that nobody touched, by alliance, wave and worksheet."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for name in tables:
        table = frames.became.get(name)
        if table is None:
            continue
        said = table.drop(columns=[*KEYS, "row_id"])
        untouched = said.isin([Became.UNTOUCHED.value]).any(axis=1)
        touched = said.isin([Became.CONFIRMED.value, Became.CHANGED.value]).any(axis=1)
        rows = table[KEYS].assign(sent=untouched | touched, untouched=untouched & ~touched)
        for (alliance, wave), part in rows.groupby(KEYS):
            total = sums.setdefault((str(alliance), str(wave), name.partition(".")[0]), [0, 0])
            total[0] += int(part["sent"].sum())
            total[1] += int(part["untouched"].sum())
    return {key: (rows, same) for key, (rows, same) in sums.items()}


def _same(both: pd.DataFrame, fields: list[str]) -> pd.Series[Any]:
    now = both[fields].astype("string").fillna("")
    before = both[[f"{field}_before" for field in fields]].astype("string").fillna("")
    return pd.Series((now.to_numpy() == before.to_numpy()).all(axis=1), index=both.index)
