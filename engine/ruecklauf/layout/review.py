"""The sheet "Prüfung": open points in plain German, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Callable

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.layout.checks import (
    CHECK_SHEET,
    KIND,
    MESSAGE,
    RUNNING,
    TARGET,
    WHERE,
    CheckSheet,
)
from ruecklauf.layout.live import live_cell
from ruecklauf.layout.model import Cell, FormulaCell, Role, SheetPlan, SlotCell, TextCell
from ruecklauf.layout.state import REQUIRED, Check, FormState
from ruecklauf.texts import Texts

SHOWN = 250
"""Open points listed at once; when they are settled, further ones move up."""
HEADER_ROW = 6
PRINTED = 60


def plan_review(checks: CheckSheet, texts: Texts) -> SheetPlan:
    """The k-th open point in the k-th row, looked up by the running count of the check sheet."""
    cells: list[Cell] = [
        TextCell(1, 1, texts("review.title"), Role.TITLE),
        SlotCell(2, 1, "alliance.identity", Role.LINE),
        TextCell(3, 1, texts("review.lead"), Role.LINE),
        live_cell(4, 1, checks.open_text("", texts), Role.STATUS),
        TextCell(5, 1, texts("review.limit", shown=SHOWN), Role.LINE),
    ]
    for column, head in enumerate(texts.list("review.heads"), start=1):
        cells.append(TextCell(HEADER_ROW, column, head, Role.HEADER))
    for k in range(1, SHOWN + 1):
        cells.extend(_line(k, checks, texts))
    return SheetPlan(
        texts("review.sheet"),
        texts("review.sheet"),
        tuple(cells),
        widths=(8, 16, 36, 90, 14),
        heights={1: 24},
        freeze=(HEADER_ROW + 1, 1),
        repeat=(HEADER_ROW, HEADER_ROW),
        print_rows=HEADER_ROW + PRINTED,
    )


def _line(k: int, checks: CheckSheet, texts: Texts) -> list[Cell]:
    row = HEADER_ROW + k
    last = checks.last_row
    total = f"{quote_sheet(CHECK_SHEET)}!{a1(last, RUNNING, absolute=True)}"
    found = f"MATCH({k},{checks.range(RUNNING)},0)"
    shown = f'IF({k}>{total},"",{{}})'

    def looked_up(column: int) -> str:
        return shown.format(f"INDEX({checks.range(column)},{found})")

    kinds = texts.list("review.kinds")
    kind = f"INDEX({checks.range(KIND)},{found})"
    named = (
        f'IF({kind}="{REQUIRED}","{kinds[0]}",IF({kind}="error","{kinds[1]}",'
        f'IF({kind}="warning","{kinds[2]}","{kinds[3]}")))'
    )
    target = f"INDEX({checks.range(TARGET)},{found})"
    go = f'HYPERLINK({target},"{texts("review.go")}")'

    def told(tell: Callable[[Check], str | int]) -> Callable[[FormState], str | int]:
        return lambda state: tell(check) if (check := state.kth_open(k)) else ""

    return [
        FormulaCell(row, 1, f'IF({k}>{total},"",{k})', Role.STATUS, told(lambda check: k)),
        FormulaCell(row, 2, shown.format(named), Role.STATUS, told(lambda check: _kind_text(check, kinds))),
        FormulaCell(row, 3, looked_up(WHERE), Role.STATUS, told(lambda check: check.where)),
        FormulaCell(row, 4, looked_up(MESSAGE), Role.STATUS, told(lambda check: check.message)),
        FormulaCell(row, 5, shown.format(go), Role.LINK, told(lambda check: texts("review.go"))),
    ]


def _kind_text(check: Check, kinds: tuple[str, ...]) -> str:
    return dict(zip((REQUIRED, "error", "warning", "note"), kinds, strict=True))[check.kind]
