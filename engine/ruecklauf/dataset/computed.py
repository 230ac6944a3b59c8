"""Computed fields in a dataset: worked out from the answers as they count, corrections among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from ruecklauf.dataset.questions import (
    answers_by_place,
    circumstances,
    records_by_owner,
    rule_records,
    without_value,
)
from ruecklauf.dataset.relevance import Circumstances, RuleRecord, rules_known, tables_of
from ruecklauf.dataset.stored import Stored, read_stored
from ruecklauf.definition.computing import Computation, with_computed
from ruecklauf.definition.models import Worksheet
from ruecklauf.rules import terms
from ruecklauf.store import Snapshot, StoredAnswer
from ruecklauf.values import Missing, canonical_text


def with_computed_answers(stored: Stored) -> Stored:
    """The same with the values of computed fields; where missing answers leave one open there is none."""
    if not _any_computed(stored.declarations):
        return stored
    return replace(stored, answers=(*stored.answers, *_computed(stored)))


def computed_answers(state: Snapshot, waves: Collection[str] | None) -> tuple[StoredAnswer, ...]:
    """The values of computed fields in the current returns of these waves, or of all."""
    return tuple(_computed(read_stored(state, waves))) if _any_computed(state.declarations()) else ()


def is_computed(answer: StoredAnswer) -> bool:
    """Whether nobody has entered the value."""
    return answer.value is not None and not isinstance(answer.raw, str)


def _any_computed(declarations: Mapping[str, Worksheet]) -> bool:
    return any(field.computed for each in declarations.values() for _, field in each.all_fields())


def _computed(stored: Stored) -> Iterator[StoredAnswer]:
    given = answers_by_place(stored.answers)
    files = {returned.submission_id: returned.sha256 for returned in stored.returns}
    for owner, rows in records_by_owner(stored):
        for number, computation, text in _of_owner(
            list(rule_records(rows, given)), circumstances(stored, owner)
        ):
            record = rows[number]
            nothing = without_value(
                record, computation.field.id, Missing.NO_ANSWER, files[record.submission_id]
            )
            yield nothing._replace(value=text, missing=None)


def _of_owner(records: list[RuleRecord], known: Circumstances) -> Iterator[tuple[int, Computation, str]]:
    """The computed values of one alliance in one wave, each with the number of its record."""
    book = rules_known(known)
    computations = tuple(each for each in book.computations if _can_be_known(each, known)) if book else ()
    if not computations:
        return
    by_table: dict[str, list[RuleRecord]] = defaultdict(list)
    for record in records:
        by_table[record.table].append(record)
    tables = with_computed(tables_of(by_table, known.worksheets), computations, known.wave_date or date.min)
    for computation in computations:
        rows = tables[computation.table].rows if computation.table in tables else ()
        for record, row in zip(by_table[computation.table], rows, strict=True):
            text = canonical_text(row.get(computation.field.id, Missing.NO_ANSWER))
            if text is not None:
                yield record.number, computation, text


def _can_be_known(computation: Computation, known: Circumstances) -> bool:
    """Whether it does without a reference date that no form of the wave tells."""
    dated = any(isinstance(term, terms.WaveDate) for term in terms.walk(computation.formula.value))
    return known.wave_date is not None or not dated
