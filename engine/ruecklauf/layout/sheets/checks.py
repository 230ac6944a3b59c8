"""The hidden sheet of live checks: one row for everything that can be open, counted for progress and review.

Its formulas point at input cells and stand on a sheet of their own, so that pasting over input cells
leaves them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.definition.rulebook import RuleBook
from ruecklauf.layout.geometry import PlacedSheet
from ruecklauf.layout.model import Cell, FormulaCell, Role, SheetPlan, TextCell, Visibility
from ruecklauf.layout.sheets.check_texts import CheckTexts
from ruecklauf.layout.sheets.live import Live, constant
from ruecklauf.layout.sheets.places import FormPlaces
from ruecklauf.layout.sheets.row_checks import sheet_checks
from ruecklauf.layout.state import Check, FormState
from ruecklauf.texts import Texts

CHECK_SHEET = "_Pruefliste"
FIRST_ROW = 2
LISTED = 250
"""Open points that can be listed at once."""
RUNNING, REQUIREMENT, TEXT, SHOWN, MESSAGES = range(1, 6)
"""Columns: open points so far; of required ones 0 not asked, 1 missing, 2 answered; what to say; the points
that are open, without gaps; the messages."""


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """The planned sheet with what other sheets read from it."""

    sheet: SheetPlan
    checks: tuple[Check, ...]
    spans: Mapping[tuple[str, str], tuple[int, int]]
    """Indices of the first and last check of (form sheet, slot); of the whole sheet under slot ''."""
    packed: CheckTexts

    def _rows(self, sheet: str, slot: str = "") -> tuple[int, int] | None:
        span = self.spans.get((sheet, slot)) if sheet else (0, max(len(self.checks), 1) - 1)
        return (FIRST_ROW + span[0], FIRST_ROW + span[1]) if span else None

    @property
    def last_row(self) -> int:
        return FIRST_ROW + max(len(self.checks), 1) - 1

    def range(self, column: int, rows: tuple[int, int] | None = None) -> str:
        """Absolute range of a column over some rows, all by default."""
        first, last = rows or (FIRST_ROW, self.last_row)
        top, bottom = a1(first, column, absolute=True), a1(last, column, absolute=True)
        return f"{quote_sheet(CHECK_SHEET)}!{top}:{bottom}"

    def _cell(self, row: int) -> str:
        return f"{quote_sheet(CHECK_SHEET)}!{a1(row, RUNNING, absolute=True)}"

    @property
    def total(self) -> str:
        """Formula: number of all open points."""
        return self._cell(self.last_row)

    def _count(self, rows: tuple[int, int]) -> str:
        """Formula: number of open points among some rows."""
        first, last = rows
        return self._cell(last) if first == FIRST_ROW else f"({self._cell(last)}-{self._cell(first - 1)})"

    def entry(self, k: int) -> str:
        """The cell with the text of the k-th open point."""
        return f"{quote_sheet(CHECK_SHEET)}!{a1(FIRST_ROW + k - 1, SHOWN, absolute=True)}"

    def progress(self, sheet: str, texts: Texts) -> Live:
        """`x von y Pflichtfeldern ausgefüllt` for a form sheet, or in all for ''."""
        rows = self._rows(sheet)
        if rows is None:
            return constant(texts("progress.none"))
        requirements = self.range(REQUIREMENT, rows)
        due, answered = f'COUNTIF({requirements},">0")', f"COUNTIF({requirements},2)"
        before, between, after = texts.list("progress.filled")
        none_due = texts("progress.none_due")

        def value(state: FormState) -> str:
            answered_now, due_now = state.progress(sheet)
            if not due_now:
                return none_due
            return f"{before}{answered_now}{between}{due_now}{after}"

        text = f'"{before}"&{answered}&"{between}"&{due}&"{after}"'
        return Live(f'IF({due}=0,"{none_due}",{text})', value)

    def open_text(self, sheet: str, texts: Texts) -> Live:
        """`n offene Punkte`, or that there are none; of a form sheet, or in all for ''."""
        rows = self._rows(sheet)
        if rows is None:
            return constant("")
        count = self._count(rows)
        single, many = texts.list("progress.open")
        done = texts("progress.done")

        def value(state: FormState) -> str:
            found = state.open_count(sheet)
            return done if not found else single if found == 1 else f"{found}{many}"

        return Live(f'IF({count}=0,"{done}",IF({count}=1,"{single}",{count}&"{many}"))', value)

    def status(self, sheet: str, slot: str, started: Live, texts: Texts) -> Live:
        """The status of a row or question: `offen: 2`, `vollständig`, or nothing yet."""
        rows = self._rows(sheet, slot)
        if rows is None:
            answered = texts("status.done")
            return Live(
                f'IF({started.formula},"{answered}","")',
                lambda state: answered if started.value(state) else "",
            )
        count = self._count(rows)
        done, pending = texts("status.done"), texts("status.open")

        def value(state: FormState) -> str:
            found = state.open_count(sheet, slot)
            return f"{pending}{found}" if found else done if started.value(state) else ""

        return Live(f'IF({count}>0,"{pending}"&{count},IF({started.formula},"{done}",""))', value)


def plan_checks(
    placed: tuple[PlacedSheet, ...], rulebook: RuleBook, places: FormPlaces, texts: Texts
) -> CheckSheet:
    """Every check of the form, sheet by sheet and row by row."""
    checks = tuple(check for sheet in placed for check in sheet_checks(sheet, rulebook, places, texts))
    heads = texts.list("checks.heads")
    cells: list[Cell] = [TextCell(1, column, head, Role.DATA) for column, head in enumerate(heads, start=1)]
    packed = CheckTexts.of(checks, sheet=CHECK_SHEET, first_row=FIRST_ROW, column=MESSAGES)
    for number, check in enumerate(checks):
        cells.extend(_check_cells(number, check, packed))
    cells.extend(_listed_point(k, len(checks), packed) for k in range(1, LISTED + 1))
    cells.extend(packed.cells(FIRST_ROW, MESSAGES))
    sheet = SheetPlan(
        CHECK_SHEET, CHECK_SHEET, tuple(cells), widths=(10, 10, 80, 80, 80), visibility=Visibility.HIDDEN
    )
    return CheckSheet(sheet, checks, _spans(checks), packed)


def _listed_point(k: int, number: int, packed: CheckTexts) -> FormulaCell:
    """The text of the k-th open point; nothing if there are fewer."""
    last = FIRST_ROW + max(number, 1) - 1
    running = f"{a1(FIRST_ROW, RUNNING, absolute=True)}:{a1(last, RUNNING, absolute=True)}"
    texts = f"{a1(FIRST_ROW, TEXT, absolute=True)}:{a1(last, TEXT, absolute=True)}"
    total = a1(last, RUNNING, absolute=True)
    formula = f'IF({k}>{total},"",INDEX({texts},MATCH({k},{running},0)))'
    return FormulaCell(
        FIRST_ROW + k - 1,
        SHOWN,
        formula,
        Role.DATA,
        lambda state: packed.text(check) if (check := state.kth_open(k)) else "",
    )


def _spans(checks: tuple[Check, ...]) -> dict[tuple[str, str], tuple[int, int]]:
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for number, check in enumerate(checks):
        for key in ((check.sheet, ""), (check.sheet, check.slot)):
            spans[key] = (spans.get(key, (number, number))[0], number)
    return spans


def _check_cells(number: int, check: Check, packed: CheckTexts) -> Iterator[Cell]:
    row = FIRST_ROW + number
    condition = check.open
    if check.applicable:
        formula = f"IF({check.applicable},IF({check.open},1,2),0)"
        yield FormulaCell(row, REQUIREMENT, formula, Role.DATA, lambda state: _requirement(state, number))
        condition = f"{a1(row, REQUIREMENT)}=1"
    above = "0" if row == FIRST_ROW else a1(row - 1, RUNNING)
    formula = f"{above}+IF({condition},1,0)"
    yield FormulaCell(row, RUNNING, formula, Role.DATA, lambda state: state.running[number])
    yield TextCell(row, TEXT, packed.text(check), Role.DATA)


def _requirement(state: FormState, number: int) -> int:
    return 0 if not state.due[number] else 1 if state.open[number] else 2
