"""What a sheet consists of: tables below heads, questions with a place beside or below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ruecklauf.authoring.questionnaires.page import Page, Spot

LONGEST_HEAD = 160
"""Characters of a column's head; longer texts are instructions."""
BOXES = "☐□❏❑▢"
_BOX = re.compile(f"[{BOXES}]")
_NUMBER = re.compile(r"(?i)(lfd\.?\s*)?n(r|o|um(mer|ber))\.?|#")


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    number: int
    head: Spot
    above: str
    """A head over several columns, of which this is one."""

    @property
    def label(self) -> str:
        return f"{self.above}: {self.head.text}" if self.above else self.head.text


@dataclass(frozen=True)
class Table:
    """Columns with the rows below them."""

    columns: tuple[Column, ...]
    first: int
    last: int
    """The rows below the heads, both included."""
    printed: tuple[Spot, ...]
    """What names each row, where every row has a name of its own and nothing else in it."""


@dataclass(frozen=True)
class Question:
    """A text with a place to fill in."""

    label: Spot
    place: tuple[int, int]
    boxes: tuple[str, ...] = ()
    """The words behind boxes, where these are to be ticked."""


def tables_in(page: Page) -> Iterator[Table]:
    """The tables from the top down; what they hold counts as used from then on."""
    row = 1
    while row <= page.rows:
        table = _table_at(page, row)
        row = table.last + 1 if table else row + 1
        if table:
            yield table


def _table_at(page: Page, row: int) -> Table | None:
    for columns in _runs(page, row):
        last = _last_row(page, row, columns)
        if last > row and _is_head(page, row, columns, last):
            heads = tuple(
                Column(column.column, column, _above(page, row, column.column)) for column in columns
            )
            return _made(page, heads, row + 1, last)
    return None


def _runs(page: Page, row: int) -> Iterator[list[Spot]]:
    """Texts beside each other without a gap, two at least."""
    run: list[Spot] = []
    for column in range(1, page.columns + 2):
        spot = page.at(row, column)
        if spot and spot.text and len(spot.text) <= LONGEST_HEAD and (row, column) not in page.used:
            run.append(spot)
        elif not (run and column <= run[-1].last_column):
            if len(run) > 1:
                yield run
            run = []


def _last_row(page: Page, row: int, columns: list[Spot]) -> int:
    """The last row that belongs to a table below these heads."""
    last, below = row, max(column.last_row for column in columns)
    for at in range(below + 1, page.rows + 1):
        looks = [page.is_asked(at, column.column) or bool(page.text(at, column.column)) for column in columns]
        alone = (
            sum(looks) == 1
            and looks[0]
            and not any(page.is_asked(at, column.column) for column in columns[1:])
        )
        if not any(looks) or (alone and len(page.text(at, columns[0].column)) > 0):
            break
        last = at
    return last


def _is_head(page: Page, row: int, columns: list[Spot], last: int) -> bool:
    """Whether the run heads the rows below: it looks otherwise, or they are there to be filled in."""
    if all(isinstance(column.value, int | float) for column in columns):
        return False
    if any(column.last_column > column.column and page.text(row + 1, column.column) for column in columns):
        return False  # a head over several heads
    asks = columns[0].text.endswith((":", "?"))
    if asks and len(columns) < 3 and page.is_asked(row, columns[0].last_column + 1):
        return False
    body = [(at, column.column) for at in range(row + 1, last + 1) for column in columns]
    asked = sum(page.is_asked(*at) for at in body)
    below = [page.at(row + 1, column.column) for column in columns]
    plain = not any(spot and spot.is_bold for spot in below)
    differs = all(column.is_bold or column.is_coloured for column in columns) and plain
    return asked * 2 >= len(body) or (differs and not asks)


def _above(page: Page, row: int, column: int) -> str:
    for (top, left), spot in page.spots.items():
        if top == row - 1 and left <= column <= spot.last_column and spot.last_column > left and spot.text:
            page.used.add((top, left))
            return spot.text
    return ""


def _made(page: Page, columns: tuple[Column, ...], first: int, last: int) -> Table:
    rows = range(first, last + 1)
    page.used.update((column.head.row, column.head.column) for column in columns)
    if _NUMBER.fullmatch(columns[0].head.text.strip()) and len(columns) > 2:
        page.used.update((row, columns[0].number) for row in rows)
        columns = columns[1:]
    names = [page.at(row, columns[0].number) for row in rows]
    others = [page.text(row, column.number) for row in rows for column in columns[1:]]
    named = [name for name in names if name is not None and name.text]
    is_printed = (
        len(named) == len(names) > 1
        and len({spot.text.casefold() for spot in named}) == len(named)
        and not any(others)
        and not any((spot.row, spot.column) in page.validations for spot in named)
    )
    if is_printed:
        page.used.update((spot.row, spot.column) for spot in named)
    return Table(columns, first, last, tuple(named) if is_printed else ())


def questions_in(page: Page) -> Iterator[Question]:
    """The questions outside tables, from the top down."""
    for spot in list(page.unused()):
        if (spot.row, spot.column) in page.used:
            continue
        if boxes := _boxes(page, spot):
            yield boxes
        elif place := _place_of(page, spot):
            page.used.add((spot.row, spot.column))
            if page.text(*place):
                page.used.add(place)
            yield Question(spot, place)


def _place_of(page: Page, spot: Spot) -> tuple[int, int] | None:
    """Where the answer to a text is to stand: to the right of it, else below."""
    beside, below = (spot.row, spot.last_column + 1), (spot.last_row + 1, spot.column)
    if page.is_asked(*beside):
        return beside
    asks = spot.text.rstrip("* ").endswith((":", "?"))
    if asks and not page.text(*beside) and not page.is_asked(*below):
        return beside
    if page.is_asked(*below) and (asks or spot.is_bold) and not page.text(*below):
        return below
    return None


def _boxes(page: Page, spot: Spot) -> Question | None:
    """A text with boxes in the same cell, or in the cells beside it."""
    if _BOX.search(spot.text):
        before, *words = (piece.strip() for piece in _BOX.split(spot.text))
        if not words or not before:
            return None
        page.used.add((spot.row, spot.column))
        return Question(replace(spot, text=before), (spot.row, spot.column), tuple(filter(None, words)))
    words, column = [], spot.last_column + 1
    while (beside := page.at(spot.row, column)) and beside.text[:1] in BOXES and beside.text:
        words += [piece.strip() for piece in _BOX.split(beside.text) if piece.strip()]
        page.used.add((spot.row, column))
        column = beside.last_column + 1
    if not words:
        return None
    page.used.add((spot.row, spot.column))
    return Question(spot, (spot.row, spot.last_column + 1), tuple(words))
