"""What the form's visible formulas can give: pasted as values, it is still the form's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.cells import CellKind
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.intake.sheets.located import Located
from ruecklauf.layout.model import Layout
from ruecklauf.texts import Texts

_BETWEEN = " · "
"""Between progress and open points, at the head of a sheet."""


@dataclass(frozen=True)
class Results:
    """What formulas on visible sheets show: states, progress, open points, labels of rows."""

    layout: Layout
    located: tuple[Located, ...]
    texts: Texts

    def give(self, text: str, *, heads: bool, review: bool) -> bool:
        """Whether a text (folded) can be what a formula showed.

        `heads`: on a sheet where formulas show answers of other tables; `review`: on the list of open points.
        """
        if self._states.fullmatch(text) or all(map(self._counts.fullmatch, text.split(_BETWEEN))):
            return True
        if review and self._reviews(text):
            return True
        return heads and text in self._answers

    def _reviews(self, text: str) -> bool:
        """Whether a text can stand on the list of open points: an answer, a row with its name, what to do."""
        code, _, name = text.partition(_BETWEEN)
        if text in self._answers or (code in self._review and name in self._answers):
            return True
        return self._in_rows.sub("", text).strip() in self._review

    @cached_property
    def _in_rows(self) -> re.Pattern[str]:
        """In how many rows something is open, behind what is to do."""
        said = re.escape(fold("0".join(self.texts.list("review.rows"))))
        return re.compile(f"{said.replace('0', '[0-9]+')}$")

    @cached_property
    def _states(self) -> re.Pattern[str]:
        pending, *others = (fold(self.texts(f"status.{name}")) for name in ("open", "done", "not_asked"))
        return re.compile("|".join([rf"{re.escape(pending)} ?[0-9]*", *map(re.escape, others)]))

    @cached_property
    def _counts(self) -> re.Pattern[str]:
        texts = self.texts
        single, many = texts.list("progress.open")
        none, none_due = texts("progress.none"), texts("progress.none_due")
        alone = (single, texts("progress.done"), none, none_due, texts("cover.write"))
        counted = (("", many), texts.list("progress.filled"))
        patterns = [re.escape(fold(text)) for text in alone]
        patterns += [fold("0".join(parts)).replace("0", "[0-9]+") for parts in counted]
        return re.compile("|".join(patterns))

    @cached_property
    def _review(self) -> frozenset[str]:
        """What the list of open points shows."""
        return frozenset(map(fold, self.layout.review_texts))

    @cached_property
    def _answers(self) -> frozenset[str]:
        """The answers: cross tables show at their heads what other tables call their rows."""
        raws = (answer.raw for block in self.located for answer in block.answers)
        return frozenset(fold(raw.text) for raw in raws if raw.kind is CellKind.TEXT)
