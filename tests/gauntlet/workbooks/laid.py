"""Cells whose place, size, table or direction lets something else be seen than they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table, TableStyleInfo

from gauntlet.editing import (
    EXISTS,
    REMARKS,
    TOTAL,
    Act,
    cell_in,
    in_openpyxl,
    in_parts,
    part_of,
    parts_of,
    raw,
    value_of,
)
from gauntlet.filled import cell_of
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.workbooks.by_openpyxl.typed import put
from gauntlet.workbooks.number_formats import Kind
from office.packages import Parts, zipped
from ruecklauf.cells import a1, parse_a1

_HIDDEN, _STRUCK = "hidden_by_format", "struck_answer"
_STYLE = "Gauntlet"


@dataclass(frozen=True)
class Lying(Kind):
    """One content and how it lies in its cell."""

    how: Alignment | None = None

    def act(self) -> Act:
        def change(book: Workbook) -> None:
            cell = cell_in(book, self.answer)
            put(cell, self.stored)
            cell.alignment = self.how or Alignment()

        return in_openpyxl(change)


_ALONE = "Haus \u202eB\u202c"
_REVERSED = "Haus \u202e21\u202c"
LYING = (
    Lying("number moved beyond its cell", TOTAL, 380, "", "380", None, (_HIDDEN,),
          how=Alignment(horizontal="left", indent=200)),
    Lying("text moved beyond its cell", REMARKS, "nur intern", "", "nur intern", None, (_HIDDEN,),
          how=Alignment(horizontal="left", indent=200)),
    Lying("entry of a list moved away from the right", EXISTS, "ja", "", "ja", None, (_HIDDEN,),
          how=Alignment(horizontal="right", indent=100)),
    Lying("number moved in a little", TOTAL, 380, "", "380", 380, how=Alignment(horizontal="left", indent=2)),
    Lying("number in the middle of its cell", TOTAL, 380, "", "380", 380,
          how=Alignment(horizontal="center", indent=200)),
    Lying("long text shrunk to dots", REMARKS, "nur intern " * 60, "", ("nur intern " * 60).strip(), None,
          (_HIDDEN,), how=Alignment(shrink_to_fit=True)),
    Lying("short text that may shrink", REMARKS, "kurz", "", "kurz", "kurz",
          how=Alignment(shrink_to_fit=True)),
    Lying("two numbers in a line from the right", REMARKS, "12 34", "", "12 34", "\u202b12 34\u202c",
          ("reordered",), how=Alignment(readingOrder=2)),
    Lying("word in a line from the right", REMARKS, "Amt 12", "", "Amt 12", "Amt 12",
          how=Alignment(readingOrder=2)),
    Lying("digits turned round within a text", REMARKS, _REVERSED, "", _REVERSED, _REVERSED, ("reordered",)),
    Lying("letter turned round within a text", REMARKS, _ALONE, "", _ALONE, "Haus \u202eB"),
    Lying("telephone number between marks of its direction", REMARKS, "\u202a+49 211 1234\u202c", "",
          "+49 211 1234", "+49 211 1234"),
    Lying("two numbers in an isolate from the right", REMARKS, "Haus \u20671, 2\u2069", "",
          "Haus \u20671, 2\u2069", "Haus \u20671, 2\u2069", ("reordered",)),
    Lying("number behind a mark from the right", TOTAL, "\u200f380", "", "380", 380),
    Lying("number turned round", TOTAL, "\u202e083", "", "\u202e083", None, ("no_number",)),
    Lying("thousands behind a mark from the right", TOTAL, "\u200f1 205", "", "\u200f1 205", None,
          ("no_number",)),
)  # fmt: skip
_WHITE, _DARK = Font(color="FFFFFFFF"), PatternFill("solid", bgColor="FF1F3864")


def _in_table(
    answer: Answer, style: str, part: str = "", look: DifferentialStyle | None = None, **switches: bool
) -> Act:
    """The cell of an answer with the one above it in a table of this style."""

    def change(book: Workbook) -> None:
        sheet, cell = cell_of(*answer)
        row, column = parse_a1(cell)
        table = Table(displayName="Tabelle1", ref=f"{a1(row - 1, column)}:{a1(row, column)}")
        table.tableStyleInfo = TableStyleInfo(name=style, **switches)
        # the names of columns are the texts above them, which stay
        table._initialise_columns()
        for number, each in enumerate(table.tableColumns):
            each.name = str(book[sheet].cell(row - 1, column + number).value)
        book[sheet].add_table(table)
        if look is not None:
            book._differential_styles.append(look)

    def act(data: bytes, folder: Path) -> bytes:
        parts = parts_of(in_openpyxl(change)(data, folder))
        if look is not None:
            _add_style(parts, part)
        return zipped(parts)

    return act


def _add_style(parts: Parts, part: str) -> None:
    styles = raw(parts["xl/styles.xml"]).decode()
    number = styles.count("<dxf>") - 1
    style = (
        f'<tableStyles count="1"><tableStyle name="{_STYLE}" pivot="0" count="1">'
        f'<tableStyleElement type="{part}" dxfId="{number}"/></tableStyle></tableStyles>'
    )
    parts["xl/styles.xml"] = re.sub(r"<tableStyles[^>]*/>|(?=</styleSheet>)", style, styles, count=1)


@dataclass(frozen=True)
class Tabled:
    name: str
    answer: Answer
    act: Act
    codes: tuple[str, ...] = ()


def _own(answer: Answer, part: str, look: DifferentialStyle, **switches: bool) -> Act:
    return _in_table(answer, _STYLE, part, look, **switches)


_PALE = DifferentialStyle(font=_WHITE)
TABLED = (
    Tabled("letters white by the style of the table", TOTAL, _own(TOTAL, "wholeTable", _PALE), (_HIDDEN,)),
    Tabled(
        "first column white by the style of the table",
        TOTAL,
        _own(TOTAL, "firstColumn", _PALE, showFirstColumn=True),
        (_HIDDEN,),
    ),
    Tabled(
        "first column that the table does not set off",
        TOTAL,
        _own(TOTAL, "firstColumn", _PALE, showFirstColumn=False),
    ),
    Tabled(
        "band white by the style of the table",
        TOTAL,
        _own(TOTAL, "firstRowStripe", _PALE, showRowStripes=True),
        (_HIDDEN,),
    ),
    Tabled(
        "number struck through by the style of the table",
        TOTAL,
        _own(TOTAL, "wholeTable", DifferentialStyle(font=Font(strike=True))),
        (_STRUCK,),
    ),
    Tabled(
        "white letters of a dark style on the form's ground",
        TOTAL,
        _in_table(TOTAL, "TableStyleDark3"),
        (_HIDDEN,),
    ),
    Tabled("table of a medium style", TOTAL, _in_table(TOTAL, "TableStyleMedium2", showRowStripes=True)),
)


_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NEWER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"


def _control(kind: str) -> Act:
    """A control beside the table that keeps what was chosen in the cell of the number."""
    sheet, cell = cell_of(*TOTAL)
    row, column = parse_a1(cell)

    def change(parts: Parts) -> None:
        part = part_of(sheet).replace("worksheets/", "worksheets/_rels/") + ".rels"
        link = f'<Relationship Id="rIdWahl" Type="{_LINKS}/ctrlProp" Target="../ctrlProps/ctrlProp1.xml"/>'
        none = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        before = raw(parts.get(part, none)).decode()
        parts[part] = before.replace("</Relationships>", f"{link}</Relationships>")
        place = f"'{sheet}'!{a1(row, column, absolute=True)}"
        parts["xl/ctrlProps/ctrlProp1.xml"] = (
            f'<formControlPr xmlns="{_NEWER}" objectType="{kind}" fmlaLink="{place}" sel="2" val="0"/>'
        )

    return in_parts(change)


def _controlled(name: str, kind: str, *codes: str) -> Mutation:
    why = "Taken, and asked about: its entry was seen, not its number." if codes else "The number is seen."
    told = frozenset({"unknown_part", *codes})
    return Mutation(name, "content", "raw XML", _control(kind), Expected("accepted", told, why=why))


def _why(codes: tuple[str, ...]) -> str:
    return "Asked." if codes else "As it is seen."


def _tabled(row: Tabled) -> Mutation:
    is_hidden = _HIDDEN in row.codes
    value = value_of(row.answer)
    expected = Expected(
        "accepted",
        frozenset(row.codes),
        {row.answer: None} if is_hidden else {},
        why=_why(row.codes),
        saw="nothing" if is_hidden else "struck through" if row.codes else "",
        seen={row.answer: str(value)} if is_hidden else {},
    )
    return Mutation(row.name, "content", "openpyxl", row.act, expected)


MUTATIONS = (
    *(Mutation(kind.name, "content", "openpyxl", kind.act(), kind.expected("xlsx")) for kind in LYING),
    *map(_tabled, TABLED),
    _controlled("number of an entry that a list beside it keeps", "Drop", "perhaps_not_seen"),
    _controlled("number of a button that was chosen", "Radio", "perhaps_not_seen"),
    _controlled("number that a spin button beside it keeps", "Spin"),
)
