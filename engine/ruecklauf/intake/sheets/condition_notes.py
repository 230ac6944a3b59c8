"""What the person who looks after the data should know of a form's condition: at most one note of a kind."""

from __future__ import annotations

from collections.abc import Iterator

from ruecklauf.findings import Place, Remark, remark
from ruecklauf.intake.condition import Condition, SheetCondition
from ruecklauf.intake.notes import listed
from ruecklauf.intake.sheets.moves import Move
from ruecklauf.intake.submission import Noted


def notes_on(condition: Condition, moves: tuple[Move, ...]) -> Iterator[Noted]:
    """The notes; of moved cells one for each sheet, of everything else one for the file."""
    yield from _about_file(condition)
    yield from _about_moves(moves)


def _about_file(condition: Condition) -> Iterator[Noted]:
    if condition.hidden_sheets_missing:
        wording = remark("hidden_sheets_missing", sheets=", ".join(condition.hidden_sheets_missing))
        yield Noted(wording, Place())
    unprotected = [sheet.sheet for sheet in condition.sheets if not sheet.protected]
    if unprotected:
        yield _of_sheets(remark("protection_removed", sheets=listed(unprotected)), unprotected)
    open_inputs = {sheet.sheet: sheet.inputs_without_validation for sheet in condition.sheets}
    bare = [f"{name} ({count})" for name, count in open_inputs.items() if count]
    if bare:
        wording = remark("validations_lost", sheets=listed(bare))
        yield _of_sheets(wording, [name for name, count in open_inputs.items() if count])
    yield from _about_formulas(condition)


def _of_sheets(wording: Remark, sheets: list[str]) -> Noted:
    return Noted(wording, Place(sheets[0]) if len(sheets) == 1 else Place())


def _about_formulas(condition: Condition) -> Iterator[Noted]:
    if condition.all_formulas_gone:
        yield Noted(remark("all_formulas_gone", count=condition.formulas), Place())
        return
    touched = [sheet for sheet in condition.sheets if _lost_formulas(sheet)]
    if touched:
        touched_at = [_with_places(sheet) for sheet in touched]
        count = sum(map(_lost_formulas, touched))
        wording = remark("formulas_overwritten", count=count, sheets=listed(touched_at))
        yield _of_sheets(wording, [sheet.sheet for sheet in touched])


def _with_places(sheet: SheetCondition) -> str:
    """Its name with the places, if these are of all that is noted."""
    if sheet.formulas_told:
        return sheet.sheet
    return f"{sheet.sheet} ({_places(sheet.formulas_at, _lost_formulas(sheet))})"


def _lost_formulas(sheet: SheetCondition) -> int:
    """Without those in whose places stands what is noted by itself."""
    return sheet.formulas_overwritten - sheet.formulas_told + sheet.formulas_removed


def _about_moves(moves: tuple[Move, ...]) -> Iterator[Noted]:
    for sheet in dict.fromkeys(move.source.sheet for move in moves):
        here = [move for move in moves if move.source.sheet == sheet]
        arrows = [f"{_within(move.source, sheet)} → {_within(move.target, sheet)}" for move in here]
        subject = here[0].subject
        wording = remark("cells_moved", moves=listed(arrows))
        yield Noted(wording, here[0].source if len(here) == 1 else Place(sheet), subject=subject)


def _within(place: Place, sheet: str) -> str:
    return place.cell if place.sheet == sheet else str(place)


def _places(places: tuple[str, ...], count: int) -> str:
    return ", ".join(places) + (" …" if count > len(places) else "")
