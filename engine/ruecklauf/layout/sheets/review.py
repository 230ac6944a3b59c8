"""The sheet "Prüfung": open points in plain German, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Callable

from ruecklauf.layout.model import Cell, FormulaCell, Role, SheetPlan, SlotCell, TextCell
from ruecklauf.layout.sheets.check_texts import KINDS
from ruecklauf.layout.sheets.checks import LISTED, CheckSheet
from ruecklauf.layout.sheets.live import live_cell
from ruecklauf.layout.state import Check, FormState
from ruecklauf.texts import Texts

HEADER_ROW = 6
PRINTED = 60
TWO_LINES = 33.0


def plan_review(checks: CheckSheet, texts: Texts) -> SheetPlan:
    """The k-th open point in the k-th row, as the check sheet gives it."""
    cells: list[Cell] = [
        TextCell(1, 1, texts("review.title"), Role.TITLE),
        SlotCell(2, 1, "alliance.identity", Role.LINE),
        TextCell(3, 1, texts("review.lead"), Role.LINE),
        live_cell(4, 1, checks.open_text("", texts), Role.STATUS),
        TextCell(5, 1, texts("review.limit", shown=LISTED), Role.LINE),
    ]
    for column, head in enumerate(texts.list("review.heads"), start=1):
        cells.append(TextCell(HEADER_ROW, column, head, Role.HEADER))
    for k in range(1, LISTED + 1):
        cells.extend(_line(k, checks, texts))
    return SheetPlan(
        texts("review.sheet"),
        texts("review.sheet"),
        tuple(cells),
        widths=(6, 16, 36, 12, 96),
        heights={1: 24, **{HEADER_ROW + k: TWO_LINES for k in range(1, LISTED + 1)}},
        freeze=(HEADER_ROW + 1, 1),
        repeat=(HEADER_ROW, HEADER_ROW),
        print_rows=HEADER_ROW + PRINTED,
    )


def _line(k: int, checks: CheckSheet, texts: Texts) -> list[Cell]:
    row = HEADER_ROW + k
    entry = checks.entry(k)
    kinds = texts.list("review.kinds")
    named = ",".join(f'"{kind}"' for kind in kinds)
    packed = checks.packed
    go = f'HYPERLINK({packed.link(entry)},"{texts("review.go")}")'

    def cell(column: int, formula: str, say: Callable[[Check], str | int], role: Role) -> Cell:
        def value(state: FormState) -> str | int:
            return say(check) if (check := state.kth_open(k)) else ""

        return FormulaCell(row, column, f'IF({entry}="","",{formula})', role, value)

    return [
        cell(1, str(k), lambda check: k, Role.STATUS),
        cell(
            2,
            f"CHOOSE({packed.kind(entry)},{named})",
            lambda check: kinds[KINDS.index(check.kind)],
            Role.STATUS,
        ),
        cell(3, packed.where(entry), lambda check: check.where, Role.STATUS),
        cell(4, go, lambda check: texts("review.go"), Role.LINK),
        cell(5, packed.message(entry), lambda check: check.message, Role.STATUS),
    ]
