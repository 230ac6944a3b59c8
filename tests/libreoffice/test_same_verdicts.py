"""Forms filled in at random, worked out by LibreOffice, say what `FormState` says of the same answers.

A few forms each time. Many, in each language, before a layout is changed:

    RUECKLAUF_FILLINGS=1000 pytest -n0 tests/libreoffice/test_same_verdicts.py -m office_many

The stored results in these forms are those of an empty form: what is read was worked out by LibreOffice.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from libreoffice.respondent import CAREFUL, CARELESS, SLOPPY, Meant, Respondent
from libreoffice.sending import ROUND, WAVE_DATE, WORKSHEETS, recipients
from libreoffice.soffice import Filled, Office, Task
from ruecklauf.cells import a1
from ruecklauf.fieldtypes.base import CellContent
from ruecklauf.findings import Subject
from ruecklauf.forms.prefill import Prefill
from ruecklauf.forms.slots import Recipient
from ruecklauf.forms.workbooks.sheet_xml import Result
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import FormulaCell, InputCell, Layout, SheetPlan
from ruecklauf.layout.state import FormState
from ruecklauf.library import load_library
from ruecklauf.values import Missing, Value

LANGUAGES = ("de", "en")
MANNERS = (CARELESS, SLOPPY, CAREFUL)
FEW = 2
"""Fillings of each language tried each time: one that contradicts itself, one that cannot be read."""
MANY = int(os.environ.get("RUECKLAUF_FILLINGS", "12"))
AT_ONCE = 20
"""Forms in one task of the office."""


class Filler(FormWriter):
    """Writes answers and what cannot be read, and leaves the results of formulas as in an empty form."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout, ROUND)
        self.unread: dict[Subject, str] = {}

    def filled(self, recipient: Recipient, values: Prefill, unread: dict[Subject, str]) -> bytes:
        self.unread = unread
        return self.write(recipient, {**values, **dict.fromkeys(unread, Missing.UNREADABLE)})

    def _contents(self, recipient: Recipient, values: Prefill) -> dict[str, dict[str, CellContent]]:
        legible = {subject: value for subject, value in values.items() if subject not in self.unread}
        found = super()._contents(recipient, legible)
        for subject, text in self.unread.items():
            [(sheet, cell)] = self._prefilling.cells_for(subject, recipient)
            found.setdefault(sheet, {})[a1(cell.row, cell.column)] = text
        return found

    def _changed_results(self, plan: SheetPlan, state: FormState) -> dict[str, Result]:
        return {}


@cache
def filler(language: str) -> Filler:
    """The shipped worksheets, in a language."""
    library = load_library()
    return Filler(build_layout(tuple(library.worksheet(one) for one in WORKSHEETS), language=language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_verdicts_are_the_same(office: Office, tmp_path: Path, language: str) -> None:
    assert list(differences(office, tmp_path, language, range(FEW))) == []


@pytest.mark.office_many
@pytest.mark.parametrize("language", LANGUAGES)
def test_many_verdicts_are_the_same(office: Office, tmp_path: Path, language: str) -> None:
    found: list[str] = []
    for first in range(0, MANY, AT_ONCE):
        found += differences(office, tmp_path, language, range(first, min(first + AT_ONCE, MANY)))
    assert found == []


def differences(office: Office, folder: Path, language: str, seeds: range) -> Iterator[str]:
    """Formula cells that LibreOffice and FormState see differently."""
    writer = filler(language)
    areas = [(plan.name, f"A1:{_last(plan)}") for plan in writer.layout.sheets if plan.formula_cells]
    tasks, states = [], []
    for seed in seeds:
        recipient = recipients()[seed % len(recipients())]
        values, unread = answers(writer.layout, seed)
        form = folder / f"{language}{seed % AT_ONCE}.xlsx"
        form.write_bytes(writer.filled(recipient, values, unread))
        tasks.append(Task(form, read=areas))
        states.append(state_of(writer, recipient, values, unread))
    for seed, state, filled in zip(seeds, states, office.fill(tasks), strict=True):
        yield from _compared(writer.layout, state, filled, f"{language} {seed}", [name for name, _ in areas])


def answers(layout: Layout, seed: int) -> tuple[dict[Subject, Value], dict[Subject, str]]:
    """What a respondent enters: values, and texts that cannot be read."""
    meant: tuple[Meant, ...] = Respondent(layout, seed, MANNERS[seed % len(MANNERS)]).fill_in()
    typed = [one for one in meant if one.step.text and not one.step.text.startswith("=")]
    unread = {one.subject: one.step.text for one in typed if one.value is Missing.UNREADABLE}
    return {one.subject: one.value for one in typed if one.subject not in unread}, unread


def state_of(writer: Filler, recipient: Recipient, values: Prefill, unread: dict[Subject, str]) -> FormState:
    """What Python says of the answers."""
    layout, known = writer.layout, recipient.by_key()
    printed = {
        cell.subject: known[cell.field.from_alliance]
        for cell in _inputs(layout)
        if cell.field.from_alliance and cell.locked
    }
    everything = {**printed, **values, **dict.fromkeys(unread, Missing.UNREADABLE)}
    return FormState(layout.blocks, layout.checks, layout.spans, WAVE_DATE, everything, unread=unread)


def _inputs(layout: Layout) -> Iterator[InputCell]:
    return (cell for plan in layout.sheets for cell in plan.inputs())


def _last(plan: SheetPlan) -> str:
    cells = [cell for cell in plan.cells if isinstance(cell, FormulaCell)]
    return a1(max(cell.row for cell in cells), max(cell.column for cell in cells))


def _compared(
    layout: Layout, state: FormState, filled: Filled, which: str, sheets: list[str]
) -> Iterator[str]:
    for name, rows in zip(sheets, filled.read, strict=True):
        for cell in layout.sheet(name).cells:
            if isinstance(cell, FormulaCell):
                found, meant = rows[cell.row - 1][cell.column - 1], cell.value(state)
                if _told(found) != _told(meant):
                    yield f"{which}: {name}!{a1(cell.row, cell.column)}: {found!r}, not {meant!r}"


def _told(content: Any) -> str:
    """A number as it is, whatever it is held in; a text as it is."""
    if isinstance(content, int | float | Decimal):
        return f"{float(content):.9g}"
    return str(content)
