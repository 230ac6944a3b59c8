"""Filled workbooks with a case in one cell after the other, and what LibreOffice shows there."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl

from gauntlet.editing import saved
from gauntlet.filled import LAYOUT, filled_form, told
from gauntlet.importing import import_file
from guard.comparing import unlike
from guard.contents import Case
from libreoffice import soffice
from libreoffice.soffice import Office
from ruecklauf.cells import a1
from ruecklauf.findings import Subject

SCRIPT = Path(soffice.__file__).with_name("look.py")
FILTERS = {"ods": "calc8", "xls": "MS Excel 97"}
MOST_OF_ONE_TYPE = 40


@dataclass(frozen=True, slots=True)
class Placed:
    """A case in the cell of an answer."""

    case: Case
    subject: Subject
    sheet: str
    cell: str


@cache
def cells_by_type() -> dict[str, tuple[tuple[Subject, str, str], ...]]:
    """By type of field, the cells that municipalities filled in: subject, sheet and address."""
    found: dict[str, list[tuple[Subject, str, str]]] = {}
    for sheet in LAYOUT.sheets:
        for cell in sheet.inputs():
            if cell.subject in told() and not cell.part and not cell.locked:
                place = (cell.subject, sheet.name, a1(cell.row, cell.column))
                found.setdefault(type(cell.field).__name__, []).append(place)
    return {of: tuple(places) for of, places in found.items()}


def types() -> list[str]:
    """The types of fields, each as often as a form has cells for it, but for the most frequent ones."""
    return [of for of, places in cells_by_type().items() for _ in places[:MOST_OF_ONE_TYPE]]


def forms(cases: Sequence[Case]) -> list[list[Placed]]:
    """The cases in as few forms as have cells for them."""
    found: list[list[Placed]] = []
    used: Counter[str] = Counter()
    for case in cases:
        places = cells_by_type()[case.type]
        form, place = divmod(used[case.type], len(places))
        used[case.type] += 1
        found.extend([] for _ in range(form + 1 - len(found)))
        found[form].append(Placed(case, *places[place]))
    return found


def failures(placed: Sequence[Placed], office: Office, folder: Path) -> list[str]:
    """What is taken otherwise than it is shown, in the workbook and in LibreOffice's copies of it."""
    form = folder / "form.xlsx"
    form.write_bytes(_with(placed))
    files = [form, *(folder / f"form.{kind}" for kind in FILTERS)]
    job = {
        "open": str(form),
        "cells": [(it.sheet, it.cell) for it in placed],
        "save": [(str(path), FILTERS[path.suffix[1:]]) for path in files[1:]],
    }
    shown: list[list[str]] = office.run(SCRIPT, job)["shown"]
    seen = [_seen(path, texts, shown[0]) for path, texts in zip(files, shown, strict=True)]
    return [
        f"{path.suffix} {it.sheet}!{it.cell} {it.case}, shown {text!r}: {wrong}"
        for path, texts in zip(files, seen, strict=True)
        for it, text, wrong in _wrong(path, placed, texts)
    ]


def _seen(path: Path, now: Sequence[str], as_saved: Sequence[str]) -> list[str]:
    """What people saw in a file's cells.

    An .ods keeps that beside the contents, and LibreOffice loses blanks and noughts of some formats (`??0`)
    when it opens the file again: what was seen when it was saved counts there.
    """
    return list(as_saved if path.suffix == ".ods" else now)


def _wrong(path: Path, placed: Sequence[Placed], shown: Sequence[str]) -> Iterator[tuple[Placed, str, str]]:
    imported = import_file(path.read_bytes())
    assert imported.outcome == "accepted", (path.name, imported.findings)
    for it, text in zip(placed, shown, strict=True):
        wrong = unlike(it.subject, f"{it.sheet}!{it.cell}", text, imported)
        if wrong:
            yield it, text, wrong


def _with(placed: Sequence[Placed]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(filled_form()))
    for it in placed:
        cell = book[it.sheet][it.cell]
        cell.value, cell.number_format = it.case.content, it.case.code
        if isinstance(it.case.content, str):
            cell.data_type = "s"
    return saved(book)
