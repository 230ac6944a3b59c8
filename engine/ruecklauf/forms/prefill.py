"""Values that stand in a form when it is sent: where they may go, and what their cells then hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.base import CellContent, FieldBase, Kind
from ruecklauf.fieldtypes.tick import tick_words
from ruecklauf.findings import Subject
from ruecklauf.forms.slots import Recipient, Round
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.model import InputCell, Layout
from ruecklauf.layout.sheets.lists import reference_text
from ruecklauf.layout.state import FormState
from ruecklauf.texts import Texts
from ruecklauf.values import Missing, Value

Prefill = Mapping[Subject, Value]
"""Values that stand in a form when it is sent, by the field's place in the declaration."""


class AnswerCell(Protocol):
    """What cells of sheets and of documents have in common."""

    @property
    def subject(self) -> Subject: ...
    @property
    def field(self) -> FieldBase: ...
    @property
    def part(self) -> str: ...


@dataclass(frozen=True)
class Prefilling:
    """What one round's forms are filled with before they are sent."""

    layout: Layout
    round_: Round
    texts: Texts

    @cached_property
    def cells(self) -> dict[Subject, list[tuple[str, InputCell]]]:
        """The cells of every answer, with their sheets."""
        found: dict[Subject, list[tuple[str, InputCell]]] = {}
        for sheet in self.layout.sheets:
            for cell in sheet.inputs():
                found.setdefault(cell.subject, []).append((sheet.name, cell))
        return found

    @cached_property
    def alliance_fields(self) -> dict[Subject, FieldBase]:
        """The locked fields that the list of alliances fills."""
        return {
            subject: cells[0][1].field
            for subject, cells in self.cells.items()
            if cells[0][1].field.from_alliance is not None and cells[0][1].locked
        }

    def values(self, recipient: Recipient, prefill: Prefill | None) -> dict[Subject, Value]:
        """What is known of the recipient, and the values to fill in."""
        known = recipient.by_key()
        own: dict[Subject, Value] = {
            subject: known[field.from_alliance or ""] for subject, field in self.alliance_fields.items()
        }
        return {**own, **(prefill or {})}

    def state(self, values: Prefill, *, filled: frozenset[Subject] = frozenset()) -> FormState:
        """What a form with these values shows."""
        layout, wave_date = self.layout, self.round_.reference_date
        return FormState(layout.blocks, layout.checks, layout.spans, wave_date, values, filled)

    def cells_for(self, subject: Subject, recipient: Recipient) -> list[tuple[str, InputCell]]:
        """The cells of an answer; ProjectError if the form has none that could be filled in."""
        cells = self.cells.get(subject, [])
        if not cells or cells[0][1].content is not None:
            raise ProjectError(
                f"the form has no cell to fill in for {_named(subject)}",
                where=recipient.name,
                remedy="Check worksheet, section, row_id and field; printed cells cannot be changed.",
            )
        return cells

    def content(self, cell: AnswerCell, value: Value, state: FormState) -> CellContent:
        """What the cell holds for a value; None for nothing."""
        if cell.part:
            return _tick_of(cell.part, value, self.texts)
        if cell.field.kind is Kind.REFERENCE and not isinstance(value, Missing):
            return self._reference(cell, str(value), state)
        worksheet = self._worksheets[cell.subject.worksheet]
        return cell.field.render(value, worksheet.lists, self.texts)

    def _reference(self, cell: AnswerCell, row_id: str, state: FormState) -> str:
        """The row as the cell's drop-down list offers it: the form's live formulas look for that text."""
        target = self.layout.block(referred(self._worksheets[cell.subject.worksheet], cell.field))
        row = next((row for row in target.rows if row.row_id == row_id), None)
        return (reference_text(target, row, state) if row else "") or row_id

    @cached_property
    def _worksheets(self) -> dict[str, Worksheet]:
        return {worksheet.id: worksheet for worksheet in self.layout.worksheets}


def _tick_of(code: str, value: Value, texts: Texts) -> str | None:
    """The tick of one code of a multiple choice; where none applies, that is said, for blank is no answer."""
    if not isinstance(value, tuple):
        return None
    yes, no = tick_words(texts)
    return yes if code in value else no if not value else None


def _named(subject: Subject) -> str:
    return ".".join(filter(None, (subject.worksheet, subject.section, subject.row_id, subject.field)))
