"""Cells in which nothing is seen of what they hold, or something though they hold blanks only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.workbook import Workbook

from gauntlet.editing import DAY, EXISTS, REMARKS, SHARE, TICK, TOTAL, Act, cell_in, in_cell, in_openpyxl
from gauntlet.filled import LAYOUT, known_answers
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.workbooks.by_openpyxl.typed import put
from gauntlet.workbooks.number_formats import FORMATS, Kind, all_expected, packed, saved_by_libreoffice
from ruecklauf.findings import Subject

WHITE = PatternFill("solid", fgColor="FFFFFFFF")
_HIDDEN = "hidden_by_format"


@dataclass(frozen=True)
class Look(Kind):
    """One content with its font and ground, and what has to come of it."""

    font: Font | None = None
    ground: PatternFill | None = None
    across: str | None = None
    """How the content lies in the cell from left to right."""


def _white(name: str, answer: Answer, stored: float | str, quoted: str, code: str = "General") -> Look:
    return Look(
        f"white {name} on white", answer, stored, code, quoted, None, (_HIDDEN,),
        font=Font(color="FFFFFFFF"), ground=WHITE,
    )  # fmt: skip


KINDS = (
    _white("number", TOTAL, 380, "380"),
    _white("decimal", SHARE, 1.75, "1,75"),
    _white("text", REMARKS, "nur intern", "nur intern"),
    _white("date", DAY, 46203, "30.06.2026", "dd.mm.yyyy"),
    _white("entry of a list", EXISTS, "ja", "ja"),
    _white("tick", TICK, "x", "x"),
    replace(
        _white("number", TOTAL, 400, "400"), name="white number in the pale cell of the form", ground=None
    ),
    Look("black number on white", TOTAL, 400, "General", "400", 400,
         font=Font(color="FF000000"), ground=WHITE),
    Look("letter of a font that is said to have signs", REMARKS, "x", "General", "\uf078", "\uf078",
         ("unknown_sign",), font=Font(name="Hausschrift", charset=2)),
    Look("number in a font that is said to have signs", TOTAL, 12, "General", "\uf031\uf032", None,
         ("no_number",), font=Font(name="Hausschrift", charset=2)),
    Look("blank to which a format adds words", REMARKS, " ", '"k. A."@', "k. A.", "k. A."),
    Look("blank to which a format adds a sign", TOTAL, " ", '@" %"', "%", None, ("no_number",)),
    Look("blank to which a format adds nothing", REMARKS, " ", '@" "', "", None),
)  # fmt: skip
IN_EXCEL = (
    Look("decimal in white by its format", SHARE, 1.75, "[White]0.00", "1,75", None, (_HIDDEN,)),
    Look("date in white by its format", DAY, 46203, "[Color2]dd.mm.yyyy", "30.06.2026", None, (_HIDDEN,)),
    Look("entry of a list in white by its format", EXISTS, "ja", "[White]@", "ja", None, (_HIDDEN,)),
    Look("tick in red by its format", TICK, "x", "[Red]@", "x", True),
    Look("white text where no cell has a colour", REMARKS, "nur intern", "General", "nur intern", None,
         (_HIDDEN,), font=Font(color="FFFFFFFF"), ground=PatternFill()),
    Look("black decimal on black", SHARE, 1.75, "General", "1,75", None, (_HIDDEN,),
         font=Font(color="FF000000"), ground=PatternFill("solid", fgColor="FF000000")),
    Look("number that is repeated until its cell is full", TOTAL, 5, "General", "55", None,
         ("shown_differs",), across="fill"),
    Look("entry of a list that is repeated until its cell is full", EXISTS, "nein", "General", "nein",
         "nein", across="fill"),
    Look("number in the black of the theme made white", TOTAL, 400, "General", "400", None, (_HIDDEN,),
         font=Font(color=Color(theme=1, tint=1.0)), ground=WHITE),
    Look("number in a grey of the theme that is nearly white", TOTAL, 400, "General", "400", None,
         (_HIDDEN,), font=Font(color=Color(theme=0, tint=-0.02)), ground=WHITE),
    Look("number in a grey of the theme", TOTAL, 400, "General", "400", 400,
         font=Font(color=Color(theme=0, tint=-0.5)), ground=WHITE),
    Look("date in letters of one point", DAY, 46203, "dd.mm.yyyy", "30.06.2026", None, (_HIDDEN,),
         font=Font(size=1)),
    Look("decimal behind stars that fill the cell", SHARE, 1.75, "**0.00", "*1,75", None, ("no_number",)),
    Look("decimal before noughts that fill the cell", SHARE, 2, "0*0", "20", None, ("shown_differs",)),
    Look("date before dots that fill the cell", DAY, 46203, "d.m.yyyy*.", "30.6.2026", date(2026, 6, 30)),
    Look("number with a comma that its format writes", TOTAL, 1205, "0\\,000", "1,205", None,
         ("ambiguous_number",)),
    Look("date in years of Buddha", DAY, 46203, "[$-1070000]dd/mm/yyyy", "30.06.2569", None,
         ("shown_differs",)),
    Look("date in years that are not known here", DAY, 46203, "[$-1060000]dd/mm/yyyy",
         "30.06.2026\ufffd", None,
         ("no_date",)),
)  # fmt: skip
"""LibreOffice writes other formats for some of these."""
_RUNS = "<is><r><t>{seen}</t></r><r><rPr><{look}/></rPr><t>{unseen}</t></r></is>"
_WHITE, _POINT = 'color rgb="FFFFFFFF"', 'sz val="1"'
PARTLY = (
    ("number of which a digit is white", TOTAL, "38", _WHITE, "0"),
    ("text of which a part is white", REMARKS, "Dezernat III", _WHITE, " (alt: II)"),
    ("text of which a part has letters of one point", REMARKS, "Dezernat III", _POINT, " (alt: II)"),
)
"""Two runs in one cell."""


def _by_openpyxl(kinds: Sequence[Look]) -> Act:
    def change(book: Workbook) -> None:
        for kind in kinds:
            cell = cell_in(book, kind.answer)
            put(cell, kind.stored)
            cell.number_format = kind.number_format
            if kind.font is not None:
                cell.font = kind.font
            if kind.ground is not None:
                cell.fill = kind.ground
            if kind.across is not None:
                cell.alignment = Alignment(horizontal=kind.across)

    return in_openpyxl(change)


def _without_noughts(*sheets: str) -> Act:
    def change(book: Workbook) -> None:
        put(cell_in(book, TOTAL), 0)
        for sheet in sheets:
            book[sheet].sheet_view.showZeros = False

    return in_openpyxl(change)


def _sheet_of(answer: Answer) -> str:
    return next(
        sheet.name for sheet in LAYOUT.sheets for cell in sheet.inputs() if cell.subject == Subject(*answer)
    )


def _noughts(*sheets: str) -> Expected:
    """What becomes of a form of which these sheets hide their noughts."""
    hidden = [
        (subject.worksheet, subject.section, subject.row_id, subject.field)
        for sheet in LAYOUT.sheets
        if sheet.name in sheets
        for subject in (cell.subject for cell in sheet.inputs() if not cell.part)
        if (value := known_answers().get(subject)) == 0 and not isinstance(value, bool)
    ]
    return Expected(
        "accepted",
        frozenset({_HIDDEN}),
        dict.fromkeys((TOTAL, *hidden)),
        seen=dict.fromkeys((TOTAL, *hidden), "0"),
        why="Asked, for the sender saw an empty cell.",
        saw="nothing",
    )


_PACKS = packed(KINDS)
_SHEETS = tuple(sheet.name for sheet in LAYOUT.sheets)
_ACTS = (*map(_by_openpyxl, _PACKS), _without_noughts(*_SHEETS))
"""LibreOffice hides the noughts of all sheets, or of none."""


@cache
def _by_libreoffice() -> Mapping[tuple[int, str], bytes]:
    return saved_by_libreoffice(_ACTS)


def _saved(number: int, suffix: str) -> Act:
    return lambda _form, _folder: _by_libreoffice()[number, suffix]


MUTATIONS = (
    *(
        Mutation(kind.name, "content", "openpyxl", _by_openpyxl([kind]), kind.expected("xlsx"))
        for kind in (*KINDS, *IN_EXCEL)
    ),
    *(
        Mutation(
            name,
            "content",
            "raw XML",
            in_cell(answer, _RUNS.format(seen=seen, look=look, unseen=rest), 't="inlineStr"'),
            Expected(
                "accepted",
                frozenset({_HIDDEN}),
                {answer: None},
                seen={answer: seen + rest},
                why="Asked, for the sender saw a part of it only.",
                saw=f"„{seen}“",
            ),
        )
        for name, answer, seen, look, rest in PARTLY
    ),
    Mutation(
        "a sheet that hides its noughts",
        "content",
        "openpyxl",
        _without_noughts(_sheet_of(TOTAL)),
        _noughts(_sheet_of(TOTAL)),
    ),
    *(
        Mutation(
            f"cells that look otherwise as above, saved as {suffix}, part {number + 1}",
            "content",
            "LibreOffice",
            _saved(number, suffix),
            all_expected(pack, suffix),
        )
        for number, pack in enumerate(_PACKS)
        for suffix in FORMATS
    ),
    *(
        Mutation(
            f"sheets that hide their noughts, saved as {suffix}",
            "content",
            "LibreOffice",
            _saved(len(_PACKS), suffix),
            _noughts(*_SHEETS),
        )
        for suffix in FORMATS
    ),
)
