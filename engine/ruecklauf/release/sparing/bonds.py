"""Answers that cannot be shown where another is withheld."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from ruecklauf.dataset import Dataset
from ruecklauf.release.fates import Question, fields_of
from ruecklauf.release.formulas import PRINTED, Formulas, Inputs
from ruecklauf.release.tables.withholding import Published

Row = tuple[str, str]
"""Alliance and row, in the project's own terms."""
Rows = Mapping[Question, set[Row]]


@dataclass(frozen=True)
class Bonds:
    """Which questions are bound to others, in the same row or over all rows of an alliance.

    A question is bound to those by whose answers it is asked, a computed field to what it is computed from,
    and a number that a table adds up by the answers to a question to these: its sums would tell them.
    """

    in_row: Mapping[Question, set[Question]]
    in_alliance: Mapping[Question, set[Question]]
    rows: Mapping[str, Mapping[str, set[Row]]]
    """By table and alliance."""
    formulas: Formulas
    printed: frozenset[Question]
    causes: Mapping[Question, set[Question]]
    """By question those by whose answers it is asked."""

    @classmethod
    def of(cls, dataset: Dataset, formulas: Formulas, sums: Iterable[Published]) -> Bonds:
        """Of a dataset beside which these sums are published."""
        fields = {(table.name, each.id): each for table in dataset.info.values() for each in fields_of(table)}
        printed = frozenset(question for question, each in fields.items() if each.wave == PRINTED)
        in_row: dict[Question, set[Question]] = defaultdict(set)
        in_alliance: dict[Question, set[Question]] = defaultdict(set)
        others = {each for inputs in formulas.of.values() for each in inputs.of_others}
        causes: dict[Question, set[Question]] = defaultdict(set)
        for question, cause in _asked(dataset):
            causes[question].add(cause)
            if question in fields and question not in printed:
                (in_row if question[0] == cause[0] else in_alliance)[cause].add(question)
        for question, cause in _summed(dataset, sums):
            for each in formulas.behind(question) - printed:
                is_of_row = each[0] == cause[0] and each not in others
                (in_row if is_of_row else in_alliance)[cause].add(each)
        for question, inputs in formulas.of.items():
            for each in inputs.of_row if question in fields else ():
                in_row[each].add(question)
            for each in inputs.of_others if question in fields else ():
                in_alliance[each].add(question)
        rows = {name: _by_alliance(frame) for name, frame in dataset.tables.items()}
        return cls(in_row, in_alliance, rows, formulas, printed, causes)

    def closed(self, found: Rows) -> Rows:
        """With all answers that are bound to those withheld, and so on."""

        def bound(question: Question, own: set[Row]) -> Iterator[tuple[Question, set[Row]]]:
            yield from ((other, set(own)) for other in self.in_row.get(question, ()))
            yield from ((other, self.all_rows(other, own)) for other in self.in_alliance.get(question, ()))

        return _spread(found, bound)

    def with_inputs(self, found: Rows) -> Rows:
        """With what computes the withheld values, so that nobody computes them again."""

        def inputs_of(question: Question, own: set[Row]) -> Iterator[tuple[Question, set[Row]]]:
            inputs = self.formulas.of.get(question, Inputs())
            yield from ((each, set(own)) for each in inputs.of_row - self.printed)
            yield from ((each, self.all_rows(each, own)) for each in inputs.of_others - self.printed)

        return _spread(found, inputs_of)

    def all_rows(self, question: Question, own: set[Row]) -> set[Row]:
        """The rows of these alliances in the question's table."""
        there = self.rows.get(question[0], {})
        return {row for alliance in {owner for owner, _ in own} for row in there.get(alliance, ())}


def _spread(
    found: Rows, following: Callable[[Question, set[Row]], Iterable[tuple[Question, set[Row]]]]
) -> Rows:
    """With all that follows from what is found, by however many steps."""
    made: dict[Question, set[Row]] = defaultdict(set)
    waiting = list(found.items())
    while waiting:
        question, own = waiting.pop()
        new = own - made[question]
        made[question] |= new
        if new:
            waiting += following(question, new)
    return made


def row_ids(frame: pd.DataFrame) -> pd.Series[str]:
    """Of a table; empty where it has one row for each alliance."""
    if "row_id" in frame:
        return frame["row_id"].astype(str)
    return pd.Series("", index=frame.index, dtype=str)


def _asked(dataset: Dataset) -> Iterator[tuple[Question, Question]]:
    """Questions, each with one by whose answer it is asked or not."""
    for table in dataset.info.values():
        for name, note in table.notes.items():
            yield from (((table.name, name), cause) for cause in note.asked_by)


def _summed(dataset: Dataset, sums: Iterable[Published]) -> Iterator[tuple[Question, Question]]:
    """Numbers that are added up, each with the question by which they are."""
    for publication in sums:
        name = publication.table.name
        for column in dataset.info[name].columns:
            if column.name == publication.table.question and column.field is not None:
                yield (name, publication.table.sum), (name, column.field.id)


def _by_alliance(frame: pd.DataFrame) -> Mapping[str, set[Row]]:
    found: dict[str, set[Row]] = defaultdict(set)
    if "alliance" in frame:
        for alliance, row in zip(frame["alliance"].astype(str), row_ids(frame), strict=True):
            found[alliance].add((alliance, row))
    return found
