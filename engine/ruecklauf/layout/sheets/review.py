"""The sheet "Prüfung": what is open, in plain German; what is open in several rows is said once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from ruecklauf.cells import column_letters
from ruecklauf.layout.model import Cell, FormulaCell, Role, SheetPlan, SlotCell, TextCell
from ruecklauf.layout.sheets.check_groups import KINDS, content_of, first_row_name
from ruecklauf.layout.sheets.checks import CheckSheet
from ruecklauf.layout.sheets.columns import LETTERS
from ruecklauf.layout.sheets.heights import TITLE_HEIGHT, row_height
from ruecklauf.layout.sheets.highlights import pending
from ruecklauf.layout.sheets.live import live_cell
from ruecklauf.layout.state import Check, FormState
from ruecklauf.layout.wording import lines
from ruecklauf.texts import Texts

HEADER_ROW = 6
LAST = 9
WIDTHS = (4, 11, 16, 22, 22, 12, 64, 8, 8)
"""Characters of number, kind, sheet, row, column, content, what is to do, two links: they fit on a page."""
MESSAGE = 64
ROOM_IN_PRINT = 510
"""Points below the head on one page: of lines that say nothing LibreOffice prints pages with a head alone."""
LINKS_LAST = (1, 2, 3, 4, 5, 6, 7, 8, 9)
"""The columns in which these stand, until layout 4."""
LINKS_FIRST = (3, 4, 5, 6, 7, 8, 9, 1, 2)
"""Links are seen without scrolling."""
Shown = str | int | Decimal
Say = Callable[[tuple[Check, ...], FormState], Shown]
"""What a line says of the open checks of a group."""


def plan_review(checks: CheckSheet, columns: tuple[int, ...], texts: Texts) -> SheetPlan:
    """The k-th open point in the k-th row, as the check sheet gives it, in such columns."""
    cells: list[Cell] = [
        TextCell(1, 1, texts("review.title"), Role.TITLE),
        SlotCell(2, 1, "alliance.identity", Role.LINE),
        TextCell(3, 1, texts("explained.lead" if checks.can_be_explained else "review.lead"), Role.LINE),
        live_cell(4, 1, checks.open_and_explained("", texts), Role.PROGRESS),
        TextCell(
            5,
            1,
            texts("explained.limit" if checks.can_be_explained else "review.limit", shown=checks.listed),
            Role.LINE,
        ),
    ]
    for column, head in zip(columns, texts.list("review.heads"), strict=True):
        cells.append(TextCell(HEADER_ROW, column, head, Role.HEADER))
    for k in range(1, checks.listed + 1):
        cells.extend(_line(k, columns, texts))
    last = HEADER_ROW + checks.listed
    printed = min(checks.listed, int(ROOM_IN_PRINT / _height(checks)))
    return SheetPlan(
        texts("review.sheet"),
        texts("review.sheet"),
        tuple(cells),
        widths=tuple(width for _, width in sorted(zip(columns, WIDTHS, strict=True))),
        heights={
            1: TITLE_HEIGHT,
            HEADER_ROW: row_height(2),
            **dict.fromkeys(range(HEADER_ROW + 1, last + 1), _height(checks)),
        },
        freeze=(HEADER_ROW + 1, columns[0] + 1),
        repeat=(HEADER_ROW, HEADER_ROW),
        print_rows=HEADER_ROW + printed,
        highlights=tuple(pending(cells, 1, texts)),
        print_note=texts("review.printed", shown=printed) if printed < checks.listed else "",
    )


def _height(checks: CheckSheet) -> float:
    """Of a line, whichever message will stand there: programs look at heights only on opening."""
    longest = (lines(message, MESSAGE * LETTERS) for message in {check.message for check in checks.checks})
    return row_height(max(2, max(longest, default=0)))


def _line(k: int, columns: tuple[int, ...], texts: Texts) -> Iterator[Cell]:
    row = HEADER_ROW + k
    at, links = column_letters(columns[0]), columns[-2:]
    counted = f"ROWS({at}${HEADER_ROW + 1}:{at}{row})"
    number = f'IF({counted}>INDEX(rl.p.running,ROWS(rl.p.running)),"",{counted})'
    yield FormulaCell(row, columns[0], number, Role.STATUS, _of_group(k, lambda found, state: k))
    said = (*_about(at, row, texts), *_links(at, row, texts))
    for column, (formula, say) in zip(columns[1:], said, strict=True):
        role = Role.LINK if column in links else Role.TEXT
        yield FormulaCell(row, column, f'IF(${at}{row}="","",{formula})', role, _of_group(k, say))


def _of_group(k: int, say: Say) -> Callable[[FormState], Shown]:
    def value(state: FormState) -> Shown:
        groups = state.open_groups
        return say(groups[k - 1].checks, state) if k <= len(groups) else ""

    return value


def _of(column: str, line: str) -> str:
    """Formula: what the sheet of checks says of the group of a line, whose number stands in that cell."""
    return f"INDEX(rl.p.{column},INDEX(rl.p.listed,{line}))"


def _about(number: str, row: int, texts: Texts) -> Iterator[tuple[str, Say]]:
    """Kind, sheet, row, column, content, and what is to do, with in how many rows."""
    line = f"${number}{row}"
    kinds = texts.list("review.kinds")
    named = ",".join(f'"{kind}"' for kind in kinds)
    before, after = texts.list("review.rows")
    at, content, count = _of("at", line), _of("content", line), _of("count", line)
    many = f'IF({count}>1,"{before}"&{count}&"{after}","")'

    def to_do(found: tuple[Check, ...], state: FormState) -> str:
        return found[0].message + (f"{before}{len(found)}{after}" if len(found) > 1 else "")

    yield (
        f"CHOOSE({_of('kind', line)},{named})",
        lambda found, state: kinds[KINDS.index(found[0].kind)],
    )
    yield (
        f'SUBSTITUTE(LEFT({at},FIND("!",{at})-1),"\'","")',
        lambda found, state: found[0].sheet.replace("'", ""),
    )
    yield f'{_of("row", line)}&""', lambda found, state: first_row_name(found, state, texts)
    yield f'{_of("label", line)}&""', lambda found, state: found[0].label
    yield f'IF({content}="","",{content})', lambda found, state: content_of(found[0], state, texts)
    yield f"{_of('message', line)}&{many}", to_do


def _links(number: str, row: int, texts: Texts) -> Iterator[tuple[str, Say]]:
    """To the first open row, and to the next one if there is one."""
    line = f"${number}{row}"
    go, onward = texts("review.go"), texts("review.next")

    def link(column: str, text: str) -> str:
        return f'HYPERLINK("#"&{_of("at", line)}&({_of("line", line)}-1+{_of(column, line)}),"{text}")'

    yield link("first", go), lambda found, state: go
    yield (
        f'IF({_of("next", line)}=0,"",{link("next", onward)})',
        lambda found, state: onward if len(found) > 1 else "",
    )


def review_texts(checks: CheckSheet, texts: Texts) -> frozenset[str]:
    """What the list can say, answers and numbers of rows aside."""
    said = (
        text for check in checks.checks for text in (check.sheet, check.where, check.label, check.message)
    )
    return frozenset((*said, *texts.list("review.kinds"), texts("review.go"), texts("review.next"))) - {""}
