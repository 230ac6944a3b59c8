"""Answers as they count: what the current returns say, with the corrections that apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ruecklauf.fieldtypes.companion import EXPLAINED
from ruecklauf.findings import Subject
from ruecklauf.store.corrections import CorrectionReader, Judged
from ruecklauf.store.queries import Wanted, among
from ruecklauf.store.rows import StoredAnswer
from ruecklauf.store.schema import value
from ruecklauf.values import Missing


class AnswerReader(CorrectionReader):
    """Questions about answers. Rows come in no particular order unless said."""

    def values(
        self,
        *,
        current_only: bool = True,
        corrected: bool = True,
        waves: Wanted = None,
        worksheets: Wanted = None,
    ) -> Iterator[StoredAnswer]:
        """Every answer of the current returns, or of all submissions whatever their outcome; no personal one.

        Current answers are the corrected ones unless that is not wanted: an answer that was corrected to
        none is left out, and a blank that was corrected has a row without raw text and place.
        """
        rows = self._values_as_read(current_only=current_only, waves=waves, worksheets=worksheets)
        if current_only and corrected:
            yield from _correct(rows, self._judged_answers(waves=waves, worksheets=worksheets))
        else:
            yield from rows

    def emptied(self, *, waves: Wanted = None) -> Iterator[StoredAnswer]:
        """The current answers that were corrected to none, which `values` leaves out; no personal one."""
        judged = self._judged_answers(waves=waves, worksheets=None)
        emptied = {
            (found.current.submission_id, found.correction.subject)
            for found in judged
            if found.correction.applies and found.current and found.correction.leaves_blank
        }
        if emptied:
            for row in self._values_as_read(current_only=True, waves=waves, worksheets=None):
                if (row.submission_id, row.subject) in emptied:
                    yield row._replace(value=None, missing=Missing.NO_ANSWER.value, corrected=True)

    def explanations(self) -> Iterator[StoredAnswer]:
        """What the current returns say of why something is so (see `definition.companions`); corrected as
        `values` are, without personal ones."""
        asked = self._returns(current_only=True)
        rows = self._values_in(asked, value.c.field.startswith(EXPLAINED, autoescape=True))
        corrected = self._judged_answers(waves=None, worksheets=None)
        own = (judged for judged in corrected if judged.correction.field.startswith(EXPLAINED))
        yield from _correct(rows, own)

    def contacts(
        self, *, current_only: bool = True, corrected: bool = True, waves: Wanted = None
    ) -> tuple[StoredAnswer, ...]:
        """Personal answers sorted by wave, alliance and subject; corrected as `values` are."""
        asked = self._returns(current_only=current_only)
        rows: Iterable[StoredAnswer] = self._contacts_as_read(asked, *among(asked.c.wave, waves))
        if current_only and corrected:
            rows = _correct(rows, self._judged_contacts(waves=waves))
        return tuple(sorted(rows, key=lambda row: (row.wave, row.alliance, row.subject)))


def _correct(rows: Iterable[StoredAnswer], judged: Iterable[Judged]) -> Iterator[StoredAnswer]:
    by_submission: dict[int, dict[Subject, Judged]] = {}
    for found in judged:
        if found.correction.applies and found.current:
            mine = by_submission.setdefault(found.current.submission_id, {})
            mine[found.correction.subject] = found
    for row in rows:
        # this is asked of every answer there is: those of other submissions cost one look-up
        corrections = by_submission.get(row[0])
        applying = corrections.get(row.subject) if corrections else None
        if applying is None:
            yield row
        elif not applying.correction.leaves_blank:
            made = applying.correction
            yield row._replace(value=made.value, missing=made.missing, corrected=True)
    for corrections in by_submission.values():
        for found in corrections.values():
            if found.blank and found.current and not found.correction.leaves_blank:
                yield found.correction.answer_in(found.current)
