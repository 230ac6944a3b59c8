"""Which single answers were cut and pasted: the formulas of the hidden checks have followed them.

Where a cell is cut and pasted, or dragged, Excel and LibreOffice make every reference to it follow; copying,
sorting and typing leave references alone, and inserting rows moves them together with the hidden names. So a
formula that points elsewhere than the names of its row and field shows where a cell has gone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.cells import a1, parse_a1
from ruecklauf.findings import Place, Subject
from ruecklauf.intake.sheets.located import Located
from ruecklauf.layout.formulas import plain_spelling
from ruecklauf.layout.model import Layout, Position, SheetPlan
from ruecklauf.layout.sheets.check_strips import CHECK_SHEET
from ruecklauf.office.workbook import Sheet, Workbook

Target = tuple[str, Position]
"""Sheet and position that a reference points to."""

_NAME = r"'(?:[^']|'')+'|[^\W\d][\w.]*"
_CORNER = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_REFERENCE = re.compile(
    r'"(?:[^"]|"")*"'
    rf"|(?<![\w.'$])(?P<sheet>{_NAME})!(?P<first>{_CORNER}|\#REF!)(?::(?P<last>{_CORNER}))?"
    rf"|\[\$?(?P<odf_sheet>'(?:[^']|'')+'|[^.\]'$\[]+)\.(?P<odf_first>{_CORNER}|\#REF!)"
    rf"(?::(?:\$?(?:{_NAME}))?\.(?P<odf_last>{_CORNER}))?\]"
    r"|\#REF!"
)
"""Texts, references to other sheets as Excel and OpenDocument spell them, and references that are lost."""


@dataclass(frozen=True, slots=True)
class Move:
    """A cell for an answer, and the filled cell to which it was moved."""

    source: Place
    target: Place
    subject: Subject


def cell_moves(workbook: Workbook, layout: Layout, located: tuple[Located, ...]) -> tuple[Move, ...]:
    """The answers that were cut and pasted, as far as the checks' formulas mention their cells alone.

    Nothing where the checks are gone, or in .xls, whose formulas are not read.
    """
    checks = workbook.sheet(CHECK_SHEET)
    if checks is None:
        return ()
    votes = _votes(checks, layout)
    if not votes:
        return ()
    places = {block.found.block.sheet: block.found.sheet.name for block in located}
    strange = {
        planned: target
        for planned, target in votes.items()
        if target != (places.get(planned[0], planned[0]), planned[1])
    }
    return tuple(_moves(workbook, located, strange)) if strange else ()


def _votes(checks: Sheet, layout: Layout) -> dict[Target, Target]:
    """By planned cell, the one cell to which all formulas that mention it point now."""
    votes: dict[Target, set[Target]] = {}
    changed = list(_changed(checks, layout.sheet(CHECK_SHEET)))
    # Of formulas that share a text only the first one's references are its own.
    texts = Counter(formula for _, formula in changed)
    for planned, formula in changed:
        if texts[formula] > 1:
            continue
        before, after = references(planned), references(formula)
        if len(before) != len(after):
            continue
        for old, new in zip(before, after, strict=True):
            if old is not None and new is not None:
                votes.setdefault(old, set()).add(new)
    return {old: next(iter(found)) for old, found in votes.items() if len(found) == 1}


def _changed(checks: Sheet, plan: SheetPlan) -> Iterator[tuple[str, str]]:
    """The formulas that say something else than planned, beside the text that tells their check."""
    for position, planned in plan.formulas.items():
        cell = checks.cells.get(position)
        formula = cell.raw.formula if cell is not None else None
        beside = plan.witnesses.get(position)
        if not formula or formula == planned.formula or beside is None:
            continue
        label = checks.cells.get(beside)
        if label is None or label.raw.text != plan.texts.get(beside):
            continue
        if plain_spelling(formula) != plan.spellings[position]:
            yield planned.formula, formula


def references(formula: str) -> list[Target | None]:
    """The single cells on other sheets that a formula mentions, in order; None for ranges and lost ones."""
    found: list[Target | None] = []
    for match in _REFERENCE.finditer(formula):
        if not match[0].startswith('"'):
            found.append(_target(match))
    return found


def _target(match: re.Match[str]) -> Target | None:
    sheet = match["sheet"] or match["odf_sheet"]
    first = match["first"] or match["odf_first"]
    last = match["last"] or match["odf_last"]
    if not sheet or "#" in first or (last and last.replace("$", "") != first.replace("$", "")):
        return None
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, parse_a1(first)


def _moves(
    workbook: Workbook, located: tuple[Located, ...], strange: Mapping[Target, Target]
) -> Iterator[Move]:
    wanted = {sheet for sheet, _ in strange}
    for block in located:
        if block.found.block.sheet not in wanted:
            continue
        taken = {answer.key: answer.place for answer in block.answers}
        for planned, (about, part), named in _named_cells(block):
            target = strange.get((block.found.block.sheet, planned))
            place = taken.get((about, part))
            if target is None or place is None or not all(named):
                continue
            gone_to = Place(target[0], a1(*target[1]))
            source = Place(block.found.sheet.name, a1(*named))
            if gone_to not in (source, place) and _is_filled(workbook, target):
                yield Move(source, gone_to, about)


def _named_cells(located: Located) -> Iterator[tuple[Position, tuple[Subject, str], Position]]:
    """Every cell for an answer: where it was planned, whose it is, and where the hidden names are now."""
    found, block = located.found, located.found.block
    for row in () if block.is_cross else block.rows:
        for column in block.columns:
            key = column.key
            line = found.rows[key if block.is_record else row.row_id]
            yield (
                block.position(row, column),
                (block.about(row.row_id, column.field.id), column.part),
                (line.named, found.columns[key].named),
            )


def _is_filled(workbook: Workbook, target: Target) -> bool:
    sheet = workbook.sheet(target[0])
    return sheet is not None and target[1] in sheet.cells
