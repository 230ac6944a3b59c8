"""What people do to single answers besides typing: ticks, strokes, colours, exchanges."""

from __future__ import annotations

from datetime import date

from openpyxl.styles import Alignment, Font
from openpyxl.workbook import Workbook

from gauntlet.editing import (
    NAME,
    SOURCE,
    TOTAL,
    WOMEN,
    Act,
    cell_in,
    in_openpyxl,
)
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.workbooks.by_openpyxl.typed import PRINTED, Content, put, typed

_SAME = "The same value, for nobody can read it otherwise."


def _tick_in_many_ways(book: Workbook) -> None:
    contents: tuple[Content, ...] = ("X", "ja", "✓", "1", 1, True, "WAHR", " x ")
    for answer, content in zip(_TICKS, contents, strict=True):
        put(cell_in(book, answer), content)


_TICKS: tuple[Answer, ...] = tuple(
    ("akteure", "akteure", f"AK{row:03}", "krit_land") for row in (1, 2, 3, 4, 5, 6, 7, 8)
)


def _strike(book: Workbook) -> None:
    for answer in (TOTAL, NAME):
        cell_in(book, answer).font = Font(strike=True)


def _white(book: Workbook) -> None:
    for answer in (TOTAL, NAME):
        cell_in(book, answer).font = Font(color="FFFFFF")


def _apostrophe(book: Workbook) -> None:
    cell = cell_in(book, TOTAL)
    cell.value, cell.data_type = "380", "s"
    cell.number_format, cell.quotePrefix = "@", True


def _shrink(book: Workbook) -> None:
    for row in book["Akteure"].iter_rows(min_row=9):
        for cell in row:
            cell.alignment = Alignment(shrink_to_fit=True)
            cell.number_format = "@"


def _swap(first: Answer, second: Answer) -> Act:
    def change(book: Workbook) -> None:
        one, other = cell_in(book, first), cell_in(book, second)
        one.value, other.value = other.value, one.value

    return in_openpyxl(change)


MUTATIONS = (
    Mutation(
        "ticks made in eight ways",
        "content",
        "openpyxl",
        in_openpyxl(_tick_in_many_ways),
        Expected("accepted", changed=dict.fromkeys(_TICKS, True), why="Each of them is a tick."),
    ),
    Mutation(
        "answers struck through",
        "content",
        "openpyxl",
        in_openpyxl(_strike),
        Expected("accepted", frozenset({"struck_answer"}), why="Kept, and asked whether they are meant."),
    ),
    Mutation(
        "printed entry changed into that of another row",
        "content",
        "openpyxl",
        typed(PRINTED, "Duldung"),
        Expected(
            "accepted",
            frozenset({"anchors_disagree"}),
            {PRINTED: None},
            noted=True,
            why="The row's number says one thing, its print another: nothing is taken, all is shown.",
        ),
    ),
    Mutation(
        "answers in white",
        "content",
        "openpyxl",
        in_openpyxl(_white),
        Expected(
            "accepted",
            frozenset({"hidden_by_format"}),
            {TOTAL: None, NAME: None},
            noted=True,
            why="Asked, for nobody sees white letters on the form's pale yellow.",
        ),
    ),
    Mutation(
        "number with an apostrophe",
        "content",
        "openpyxl",
        in_openpyxl(_apostrophe),
        Expected("accepted", why=_SAME),
    ),
    Mutation(
        "a whole sheet formatted as text",
        "content",
        "openpyxl",
        in_openpyxl(_shrink),
        Expected("accepted", why=_SAME),
    ),
    Mutation(
        "two numbers exchanged",
        "content",
        "openpyxl",
        _swap(TOTAL, WOMEN),
        Expected(
            "accepted",
            changed={TOTAL: 142, WOMEN: 380},
            why="Both are numbers: no evidence is left, they count where they stand.",
        ),
    ),
    Mutation(
        "a number and a choice exchanged",
        "content",
        "openpyxl",
        _swap(TOTAL, SOURCE),
        Expected(
            "accepted",
            frozenset({"no_number"}),
            {TOTAL: None, SOURCE: None},
            why="Neither fits its cell, both are shown.",
        ),
    ),
    Mutation(
        "a date and a number exchanged",
        "content",
        "openpyxl",
        _swap(
            ("prioritaeten", "prioritaeten", "PR102", "beginn"),
            ("prioritaeten", "prioritaeten", "PR102", "rang"),
        ),
        Expected(
            "accepted",
            frozenset({"date_for_number", "outside_limits"}),
            changed={
                ("prioritaeten", "prioritaeten", "PR102", "beginn"): date(1900, 1, 1),
                ("prioritaeten", "prioritaeten", "PR102", "rang"): None,
            },
            why="The date is no number; rank 1 in a date cell is the first day of 1900, and asked about.",
        ),
    ),
)
