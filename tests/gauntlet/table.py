"""docs/gauntlet.md: the table of what became of every mutation, made from the run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gauntlet.mutation import Mutation
from gauntlet.verdict import Verdict

DOCUMENT = Path(__file__).parents[2] / "docs" / "gauntlet.md"
HEADS = (
    "Group",
    "What was done",
    "By",
    "Outcome",
    "Answers the same",
    "Findings",
    "Silently wrong",
    "Lost",
    "What is expected",
    "What the sender saw",
)
INTRODUCTION = """# The gauntlet

One form with all nine worksheets answered goes through everything that people and programs do to forms
before they send them back: as a workbook, and as Word documents with the same answers, one for each
worksheet. Each row below is one test in `tests/gauntlet/`: it does the thing, imports the file, and compares
every answer with what had been filled in, and every cell, note and text box of the file (of a document every
paragraph, header, footnote and comment), as other libraries (openpyxl, xlrd, lxml) read it, with what the
import tells.

How to read it: *Outcome* is what becomes of the file. *Answers the same* says yes where every answer has
exactly the value that the file now gives it; a number counts those that were not taken, each of them quoted
in a finding. *Findings* are the codes that the operator sees. *Silently wrong* counts values that are not
what was meant and that no error or warning asks about. *Lost* counts answers, cells, notes and text boxes
that are neither the form's own, nor an answer, nor quoted in a finding. Both must be 0 in every row, or the
test fails. *What the sender saw* stands where that is something else than what the file stores; there only
what was seen may be taken, or the finding quotes it.

A Word document holds one worksheet, so what it says of rows of another one is checked when that has come:
`reference_pending` and `label_pending` say so and are no fault here. Both programs of the page's Word rows do
what Word does: python-docx, and XML as Word writes it; Word itself was not at hand.

The last rows are sets: several files of one alliance, or of several, and what counts after all of them.

The table is made by the tests, never by hand: `RUECKLAUF_GAUNTLET=write pytest tests/gauntlet` writes it
anew. Rows of programs that are not installed are kept. Every other run fails where a row differs from this
page.
"""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    cells: tuple[str, ...]

    @classmethod
    def of(cls, mutation: Mutation, verdict: Verdict) -> Row:
        expected = mutation.expected
        return cls(
            (
                mutation.group,
                mutation.name,
                mutation.by,
                verdict.imported.outcome,
                _same(verdict),
                ", ".join(f"`{code}`" for code in sorted(verdict.codes)),
                str(len(verdict.wrong)),
                str(len(verdict.lost) + len(verdict.lost_cells)),
                expected.why,
                expected.saw,
            )
        )

    @property
    def name(self) -> str:
        return self.cells[1]

    @property
    def program(self) -> str:
        return self.cells[2]

    def line(self) -> str:
        """In Markdown, where cells that a row does not have at its end are empty."""
        cells = self.cells if self.cells[-1] else self.cells[:-1]
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    @classmethod
    def read(cls, line: str) -> Row:
        """The row that `line` wrote."""
        cells = line_cells(line)
        return cls((*cells, *[""] * (len(HEADS) - len(cells))))


def line_cells(line: str) -> list[str]:
    """The cells of a line of the table."""
    inside = line.strip().removeprefix("|").removesuffix("|").replace("\\|", "\x00")
    return [cell.strip().replace("\x00", "|") for cell in inside.split("|")]


def _same(verdict: Verdict) -> str:
    if verdict.imported.outcome != "accepted":
        return "–"
    noted = len(verdict.missing) + len(verdict.differing)
    return f"{noted} noted" if noted else "yes"


def is_written() -> bool:
    """Whether this run writes the page."""
    return os.environ.get("RUECKLAUF_GAUNTLET") == "write"


def read_rows() -> dict[str, Row]:
    """The rows of the page as it is, by what was done."""
    return _rows(DOCUMENT.read_text(encoding="utf-8")) if DOCUMENT.exists() else {}


@lru_cache(maxsize=1)
def _rows(text: str) -> dict[str, Row]:
    lines = text.splitlines()
    rows = [Row.read(line) for line in lines if len(HEADS) - 1 <= len(line_cells(line)) <= len(HEADS)]
    return {row.name: row for row in rows if row.name not in (HEADS[1], "---")}


def page(rows: Sequence[Row]) -> str:
    """The whole page from its rows."""
    head = [Row(HEADS).line(), Row(("---",) * len(HEADS)).line()]
    table = "\n".join([*head, *(row.line() for row in rows)])
    return f"{INTRODUCTION}\n{table}\n\n## In all\n\n{_totals(rows)}"


def _totals(rows: Sequence[Row]) -> str:
    lines = [Row(TOTALS).line(), Row(("---",) * len(TOTALS)).line()]
    lines += [_total(f"group: {name}", [r for r in rows if r.cells[0] == name]) for name in _names(rows, 0)]
    lines += [_total(f"program: {name}", [r for r in rows if r.cells[2] == name]) for name in _names(rows, 2)]
    return "\n".join([*lines, _total("all", rows)]) + "\n"


TOTALS = ("", "Mutations", "Accepted", "Refused or waiting", "Silently wrong", "Lost")


def _names(rows: Iterable[Row], column: int) -> list[str]:
    return list(dict.fromkeys(row.cells[column] for row in rows))


def _total(name: str, rows: Sequence[Row]) -> str:
    accepted = sum(row.cells[3] == "accepted" for row in rows)
    counts = (
        len(rows),
        accepted,
        len(rows) - accepted,
        *(sum(int(row.cells[n]) for row in rows) for n in (6, 7)),
    )
    return Row((name, *map(str, counts))).line()
