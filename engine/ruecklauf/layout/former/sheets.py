"""The sheet of checks and the list of open points as forms of layout 1 have them, for reading those forms.

Nothing is written by these plans: their formulas have no results.
"""

from __future__ import annotations

from collections.abc import Iterator

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.layout.former.row_checks import FormerCheck
from ruecklauf.layout.model import (
    Cell,
    FormulaCell,
    Position,
    Role,
    SheetPlan,
    SlotCell,
    TextCell,
    Visibility,
)
from ruecklauf.layout.sheets.check_groups import KINDS
from ruecklauf.layout.sheets.check_strips import CHECK_SHEET
from ruecklauf.layout.state import FormState
from ruecklauf.texts import Texts

FIRST_ROW = 2
LISTED = 250
HEADER_ROW = 6
RUNNING, REQUIREMENT, TEXT, SHOWN, MESSAGES = range(1, 6)
DIGITS = 4
"""The last characters of a check's text are its message's number."""


def former_sheets(checks: tuple[FormerCheck, ...], texts: Texts) -> tuple[SheetPlan, SheetPlan]:
    """The list of open points, and the hidden sheet of checks."""
    return _review(texts), _check_sheet(checks, texts)


def former_review_texts(checks: tuple[FormerCheck, ...], texts: Texts) -> frozenset[str]:
    """What the list of open points can say."""
    said = (text for check in checks for text in (check.where, check.message))
    return frozenset((*said, *texts.list("review.kinds"), texts("review.go")))


def _unknown(state: FormState) -> str:
    raise ValueError("forms of a former layout are read, not written")


def _formula(row: int, column: int, formula: str, role: Role) -> FormulaCell:
    return FormulaCell(row, column, formula, role, _unknown)


def _check_sheet(checks: tuple[FormerCheck, ...], texts: Texts) -> SheetPlan:
    heads = texts.list("former.checks_heads")
    cells: list[Cell] = [TextCell(1, column, head, Role.DATA) for column, head in enumerate(heads, start=1)]
    packed = _packed(checks)
    witnesses: dict[Position, Position] = {}
    for number, check in enumerate(checks):
        row = FIRST_ROW + number
        cells.extend(_check_cells(row, check))
        cells.append(TextCell(row, TEXT, packed[number], Role.DATA))
        witnesses |= {(row, column): (row, TEXT) for column in (RUNNING, REQUIREMENT)}
    cells.extend(_listed(k, len(checks)) for k in range(1, LISTED + 1))
    for row, message in enumerate(_messages(checks), start=FIRST_ROW):
        cells.append(TextCell(row, MESSAGES, message, Role.DATA))
    return SheetPlan(
        CHECK_SHEET,
        CHECK_SHEET,
        tuple(cells),
        widths=(10, 10, 80, 80, 80),
        visibility=Visibility.HIDDEN,
        witnesses=witnesses,
    )


def _check_cells(row: int, check: FormerCheck) -> Iterator[Cell]:
    condition = check.open
    if check.applicable:
        yield _formula(row, REQUIREMENT, f"IF({check.applicable},IF({check.open},1,2),0)", Role.DATA)
        condition = f"{a1(row, REQUIREMENT)}=1"
    above = "0" if row == FIRST_ROW else a1(row - 1, RUNNING)
    yield _formula(row, RUNNING, f"{above}+IF({condition},1,0)", Role.DATA)


def _messages(checks: tuple[FormerCheck, ...]) -> list[str]:
    return list(dict.fromkeys(check.message for check in checks)) or [""]


def _packed(checks: tuple[FormerCheck, ...]) -> list[str]:
    """Kind, place and link in columns of fixed width, and the number of the message."""
    links = [f"#{quote_sheet(check.sheet)}!{check.target}" for check in checks]
    where_width = max((len(check.where) for check in checks), default=0) + 1
    link_width = max(map(len, links), default=0) + 1
    numbers = {message: number for number, message in enumerate(_messages(checks), start=1)}
    return [
        f"{KINDS.index(check.kind) + 1}{check.where:<{where_width}}"
        f"{link:<{link_width}}{numbers[check.message]:0{DIGITS}}"
        for check, link in zip(checks, links, strict=True)
    ]


def _listed(k: int, number: int) -> FormulaCell:
    last = FIRST_ROW + max(number, 1) - 1
    running, texts = (
        f"{a1(FIRST_ROW, column, absolute=True)}:{a1(last, column, absolute=True)}"
        for column in (RUNNING, TEXT)
    )
    total = a1(last, RUNNING, absolute=True)
    formula = f'IF({k}>{total},"",INDEX({texts},MATCH({k},{running},0)))'
    return _formula(FIRST_ROW + k - 1, SHOWN, formula, Role.DATA)


def _review(texts: Texts) -> SheetPlan:
    cells: list[Cell] = [
        TextCell(1, 1, texts("review.title"), Role.TITLE),
        SlotCell(2, 1, "alliance.identity", Role.LINE),
        TextCell(3, 1, texts("former.review_lead"), Role.LINE),
        _formula(4, 1, f"IF('{CHECK_SHEET}'!A1=0,1,2)", Role.STATUS),
        TextCell(5, 1, texts("former.review_limit", shown=LISTED), Role.LINE),
    ]
    for column, head in enumerate(texts.list("former.review_heads"), start=1):
        cells.append(TextCell(HEADER_ROW, column, head, Role.HEADER))
    for k in range(1, LISTED + 1):
        entry = f"'{CHECK_SHEET}'!{a1(FIRST_ROW + k - 1, SHOWN, absolute=True)}"
        for column in range(1, 6):
            role = Role.LINK if column == 4 else Role.STATUS
            cells.append(_formula(HEADER_ROW + k, column, f'IF({entry}="","",{column})', role))
    return SheetPlan(texts("review.sheet"), texts("review.sheet"), tuple(cells), widths=(6, 16, 36, 12, 96))
