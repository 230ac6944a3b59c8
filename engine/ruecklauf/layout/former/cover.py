"""The cover as forms have it until layout 4."""

from __future__ import annotations

from ruecklauf.layout.geometry import PlacedSheet
from ruecklauf.layout.model import Role, SheetPlan, SlotCell
from ruecklauf.layout.sheets.checks import CheckSheet
from ruecklauf.layout.sheets.cover import Rows, below, contents, cover_of
from ruecklauf.texts import Texts

SLOTS = (
    ("cover.purpose", "round.purpose"),
    ("cover.for_whom", "alliance.name"),
    ("cover.ags", "alliance.ags"),
    ("cover.wave", "round.wave"),
    ("cover.code", "alliance.form_code"),
    ("cover.deadline", "round.deadline"),
    ("cover.return_to", "round.return_to"),
    ("cover.contact", "round.contact"),
    ("cover.sender", "round.sender"),
)


def former_cover(
    placed: tuple[PlacedSheet, ...], checks: CheckSheet, legend: tuple[str, ...], texts: Texts
) -> SheetPlan:
    """For whom, by when, how; a list of the sheets."""
    rows = Rows()
    rows.cells.append(SlotCell(1, 1, "round.title", Role.TITLE))
    rows.next()
    for key, slot in SLOTS:
        rows.text(1, texts(key), Role.LABEL)
        rows.cells.append(SlotCell(rows.row, 2, slot, Role.TEXT))
        rows.next()
    contents(rows, placed, checks, texts)
    below(rows, legend, texts)
    return cover_of(rows, texts)
