"""The condition in which a form came back, put together from everything that was read and located."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

from ruecklauf.intake.condition import Condition, Recovered
from ruecklauf.intake.sheets.account import Account
from ruecklauf.intake.sheets.anchors import Axis
from ruecklauf.intake.sheets.located import Located
from ruecklauf.intake.sheets.moves import Move
from ruecklauf.intake.sheets.sheet_assessment import assess_sheet
from ruecklauf.layout.block import Block, column_key
from ruecklauf.layout.model import Layout
from ruecklauf.office.workbook import Workbook
from ruecklauf.texts import Texts


def assess(
    workbook: Workbook,
    layout: Layout,
    located: tuple[Located, ...],
    *,
    account: Account,
    moves: tuple[Move, ...],
    texts: Texts,
) -> Condition:
    """What was done to the form, and how its answers were found again."""
    now = _names_now(layout, located, account)
    missing = [plan for plan in layout.sheets if plan.name not in now]
    sheets = [assess_sheet(judged, located, texts) for judged in account.sheets if judged.plan is not None]
    return Condition(
        program=workbook.program,
        sheets_missing=tuple(plan.name for plan in missing),
        hidden_sheets_missing=tuple(plan.name for plan in missing if plan.is_hidden),
        sheets_renamed=tuple((name, other) for name, other in now.items() if name != other),
        sheets_added=tuple(sheet.name for sheet in workbook.sheets if sheet.name not in now.values()),
        sheets_reordered=_reordered(workbook, now),
        sheets_shown=tuple(_changed_state(workbook, layout, now, hidden=True)),
        sheets_hidden=tuple(_changed_state(workbook, layout, now, hidden=False)),
        names=len(layout.names),
        names_lost=sum(name not in workbook.names for name in layout.names),
        formulas=sum(sheet.formulas for sheet in sheets),
        cells_moved=tuple((str(move.source), str(move.target)) for move in moves),
        macros=workbook.macros,
        external_links=workbook.external_links,
        unknown_parts=len(workbook.unknown_parts),
        recovered=_recovered(layout, located),
        sheets=tuple(sheet for sheet in sheets if not sheet.is_intact),
    )


# Sheets


def _names_now(layout: Layout, located: tuple[Located, ...], account: Account) -> dict[str, str]:
    """By the name of each of the form's sheets that is there, its name now, in the form's order."""
    found = {block.found.block.sheet: (block.left or block).found.sheet.name for block in located}
    for judged in account.sheets:
        if judged.plan is not None and judged.sheet.name not in found.values():
            found.setdefault(judged.plan.name, judged.sheet.name)
    return {plan.name: found[plan.name] for plan in layout.sheets if plan.name in found}


def _reordered(workbook: Workbook, now: dict[str, str]) -> bool:
    order = [sheet.name for sheet in workbook.sheets]
    places = [order.index(name) for name in now.values()]
    return places != sorted(places)


def _changed_state(workbook: Workbook, layout: Layout, now: dict[str, str], *, hidden: bool) -> Iterator[str]:
    """Sheets that the form had hidden (or visible) and that are not so any more."""
    states = {sheet.name: sheet.state for sheet in workbook.sheets}
    for name, other in now.items():
        if layout.sheet(name).is_hidden is hidden and (states[other] == "visible") is hidden:
            yield other


# Answers


def _recovered(layout: Layout, located: tuple[Located, ...]) -> Recovered:
    evidence = Counter[str]()
    for block in located:
        evidence += _evidence(block)
    cells = sum(_number_of_cells(block) for block in layout.blocks)
    return Recovered(
        planned=cells,
        by_both=evidence["by_both"],
        by_codes=evidence["by_codes"],
        by_names=evidence["by_names"],
        by_print=evidence["by_print"],
        not_found=cells - evidence.total(),
        added=sum(len(block.added) for block in located),
    )


def _number_of_cells(block: Block) -> int:
    return len(block.rows) * (len(block.across) if block.is_cross else len(block.columns))


def _evidence(located: Located) -> Counter[str]:
    """What shows where each planned cell is, by the names of `Recovered`'s fields.

    A table has a cell for each of its rows in each of its columns, so those are counted and multiplied.
    """
    found, block = located.found, located.found.block
    if block.is_record:
        keys = (column_key(answer.subject.field, answer.part) for answer in located.answers)
        return Counter(_weaker(_kind(found.rows[key]), _kind(found.columns[key])) for key in keys)
    by_print = set() if block.is_cross else _rows_by_print(located)
    columns = Counter(_kind(found.columns[key]) for key in located.columns)
    rows = Counter(_kind(found.rows[row_id]) for row_id in located.rows if row_id not in by_print)
    evidence = _multiplied(rows, columns)
    evidence["by_print"] = len(by_print) * columns.total()
    return evidence


_KINDS = ("by_both", "by_codes", "by_names")
"""From the strongest evidence to the weakest."""


def _kind(axis: Axis) -> str:
    return "by_both" if axis.agrees else "by_codes" if axis.seen else "by_names"


def _weaker(row: str, column: str) -> str:
    return max(row, column, key=_KINDS.index)


def _multiplied(rows: Counter[str], columns: Counter[str]) -> Counter[str]:
    evidence = Counter[str]()
    for row, column in product(rows, columns):
        evidence[_weaker(row, column)] += rows[row] * columns[column]
    return evidence


def _rows_by_print(located: Located) -> set[str]:
    """The rows that were taken from elsewhere than their anchors say, or whose anchors contradict each other.

    Free rows have no print: where their anchors contradict each other, they went by their ids.
    """
    found = located.found
    printed = {row.row_id for row in found.block.rows if row.printed}
    return {
        row_id
        for row_id, row in located.rows.items()
        if (row != axis.best if (axis := found.rows[row_id]).best else row_id in printed)
    }
