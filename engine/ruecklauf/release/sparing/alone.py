"""Withheld answers that a published table would tell, as what is left of its cells is one answer.

Whoever takes the answers that rows show from the cells of a table is left with those that they do not. Of an
area's withheld answers to a question some must differ, so that nobody knows which is whose; of a number that
is added up the withheld ones must be of so many alliances, and so even, as a cell of its own would need. Else
further answers are withheld, and where there are none the table is not published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from ruecklauf.release.areas import Area
from ruecklauf.release.fates import Question
from ruecklauf.release.sparing.bonds import Bonds, Row, Rows
from ruecklauf.release.suppression.sensitivity import Dominance
from ruecklauf.release.tables.counting import BOTH, EVERY, GROUPINGS, CellKey, joined
from ruecklauf.release.tables.withholding import Published
from ruecklauf.values import Missing

_NOT_ASKED = Missing.NOT_ASKED.value


class Answered(NamedTuple):
    """An answer that a table counts."""

    row: Row
    wave: str
    code: str
    amount: float
    """1, or the number that is added up."""


Read = Callable[[Published], Iterable[Answered]]


@dataclass
class Remainders:
    """What is left of published tables beside the rows of a release."""

    published: tuple[Published, ...]
    question: Mapping[int, Question]
    """By the number of a table what it asks about."""
    areas: Mapping[str, Area]
    bonds: Bonds
    fewest: Callable[[str], int]
    read: Read
    _answers: dict[int, dict[tuple[str, str], list[Answered]]] = field(default_factory=dict)

    def more(self, withheld: Rows) -> tuple[dict[Question, set[Row]], frozenset[int]]:
        """Further answers to withhold, and the numbers of tables that may not be published."""
        found: dict[Question, set[Row]] = defaultdict(set)
        closed: set[int] = set()
        for number, publication in enumerate(self.published):
            said = self._sums if publication.table.sum else self._counts
            for question, row in said(number, publication, withheld):
                if row is None:
                    closed.add(number)
                else:
                    found[question].add(row)
        return found, frozenset(closed)

    def _counts(
        self, number: int, publication: Published, withheld: Rows
    ) -> Iterator[tuple[Question, Row | None]]:
        question = self.question[number]
        hidden_rows = withheld.get(question, set())
        for (wave, group), answers in self._by_area(number).items() if hidden_rows else ():
            hidden = [each for each in answers if each.row in hidden_rows]
            codes = {each.code for each in hidden}
            if not hidden or self._are_several(question, hidden, withheld):
                continue
            if all(CellKey(wave, code, BOTH, group) in publication.in_rows for code in codes):
                continue
            other = next(
                (each for each in answers if each.code not in codes and each.code != _NOT_ASKED), None
            )
            yield question, other.row if other else None
            if other and codes == {_NOT_ASKED}:
                yield from self._causes(question, other.row)

    def _are_several(self, question: Question, hidden: list[Answered], withheld: Rows) -> bool:
        """Whether nobody can tell whose of the hidden answers is which."""
        answered = {each.code for each in hidden} - {_NOT_ASKED}
        if len(answered) > 1:
            return True
        asked = any(each.code == _NOT_ASKED for each in hidden)
        return (
            bool(answered)
            and asked
            and all(self._hides_causes(question, each.row, withheld) for each in hidden)
        )

    def _hides_causes(self, question: Question, row: Row, withheld: Rows) -> bool:
        return any(other in withheld.get(cause, ()) for cause, other in self._causes(question, row))

    def _causes(self, question: Question, row: Row) -> Iterator[tuple[Question, Row]]:
        """The answers by which the question is asked in this row."""
        for cause in self.bonds.causes.get(question, ()):
            if cause[0] == question[0]:
                yield cause, row
            else:
                yield from ((cause, other) for other in self.bonds.all_rows(cause, {row}))

    def _sums(
        self, number: int, publication: Published, withheld: Rows
    ) -> Iterator[tuple[Question, Row | None]]:
        table, question = publication.table, self.question[number]
        added = (table.name, table.sum)
        if not (rows := withheld.get(added, set()) - withheld.get(question, set())):
            return
        rule = Dominance(fewest=self.fewest(table.name))
        cells = self._cells(number)
        for key in table.cells:
            answers = [each for each in cells.get(key, ()) if each.row not in withheld.get(question, ())]
            by_alliance: dict[str, float] = defaultdict(float)
            for each in answers:
                if each.row in rows:
                    by_alliance[each.row[0]] += each.amount
            if not publication.is_withheld(key) and rule.is_sensitive(list(by_alliance.values())):
                others = [each for each in answers if each.row not in rows and each.amount > 0]
                others.sort(key=lambda each: (each.row[0] in by_alliance, -each.amount, each.row))
                yield added, others[0].row if others else None

    def _cells(self, number: int) -> Mapping[CellKey, list[Answered]]:
        found: dict[CellKey, list[Answered]] = defaultdict(list)
        for (wave, _), answers in self._by_area(number).items():
            for each in answers:
                area = self.areas[each.row[0]]
                for code in (each.code, EVERY):
                    found[CellKey(wave, code, EVERY, EVERY)].append(each)
                    for grouping, group in zip(GROUPINGS, area, strict=True):
                        found[CellKey(wave, code, grouping, group)].append(each)
        return found

    def _by_area(self, number: int) -> Mapping[tuple[str, str], list[Answered]]:
        if number not in self._answers:
            found: dict[tuple[str, str], list[Answered]] = defaultdict(list)
            for each in self.read(self.published[number]):
                found[each.wave, joined(self.areas[each.row[0]])].append(each)
            for answers in found.values():
                answers.sort(key=lambda each: sha256("/".join(each.row).encode()).digest())
            self._answers[number] = found
        return self._answers[number]
