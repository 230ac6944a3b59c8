"""Cells in fonts that have signs for letters, as people make ticks and arrows, and as pasting brings them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from gauntlet.editing import DAY, EXISTS, REMARKS, SHARE, TICK, TOTAL, Act, cell_in, in_openpyxl
from gauntlet.mutation import Answer, Mutation
from gauntlet.workbooks.by_openpyxl.typed import put
from gauntlet.workbooks.number_formats import FORMATS, Kind, all_expected, packed, saved_by_libreoffice
from ruecklauf.values import Value

Runs = tuple[tuple[str, str], ...]
"""Texts, each with its font."""


@dataclass(frozen=True)
class InFont(Kind):
    """One content with its font, and what has to come of it."""

    font: str = ""
    runs: Runs = ()
    """Of a text of which not all is in the cell's font."""


def _in_font(
    name: str, answer: Answer, font: str, stored: float | str, saw: str, value: Value | None, *codes: str
) -> InFont:
    return InFont(name, answer, stored, "General", saw, value, codes, font=font)


def _of_runs(name: str, answer: Answer, runs: Runs, saw: str, *codes: str) -> InFont:
    return InFont(name, answer, "", "General", saw, saw, codes, runs=runs)


KINDS = (
    _in_font("a tick of Wingdings", REMARKS, "Wingdings", "ü", "✓", "✓"),
    _in_font("an arrow of Wingdings 3", REMARKS, "Wingdings 3", '"', "→", "→"),
    _in_font("Greek letters of Symbol", REMARKS, "Symbol", "a ³ 12", "α ≥ 12", "α ≥ 12"),
    _in_font(
        "a letter that no sign is known for", REMARKS, "Wingdings", "ÿ", "\uf0ff", "\uf0ff", "unknown_sign"
    ),
    _in_font(
        "a word in a font without a table", REMARKS, "MT Extra", "a", "\uf061", "\uf061", "unknown_sign"
    ),
    _of_runs(
        "an arrow within a text",
        REMARKS,
        (("Kurs ", "Arial"), ("à", "Wingdings"), (" Job", "Arial")),
        "Kurs → Job",
    ),
    _of_runs(
        "a sign of Webdings behind a text", REMARKS, (("fertig ", "Arial"), ("a", "Webdings")), "fertig ✓"
    ),
    _in_font("a number in Wingdings", TOTAL, "Wingdings", 380, "🗏🖰🗀", None, "no_number"),
    _in_font("a number in Symbol", TOTAL, "Symbol", 380, "380", 380),
    _in_font("decimals in Wingdings 2", SHARE, "Wingdings 2", 1.75, "🗍🗈🖷🖵", None, "no_number"),
    _in_font("a tick for a number", TOTAL, "Wingdings", "ü", "✓", None, "no_number"),
    _in_font("a date as a text in Webdings", DAY, "Webdings", "30.06.2026", "⏴🗕🙾🗕⏷🙾🗗🗕🗗⏷", None, "no_date"),
    InFont("a date in Webdings", DAY, 46203, "dd.mm.yyyy", "⏴🗕🙾🗕⏷🙾🗗🗕🗗⏷", None, ("no_date",), font="Webdings"),
    _in_font("nein in Wingdings", EXISTS, "Wingdings", "nein", "■♏♓■", None, "not_on_list"),
    _in_font("a tick of Wingdings for a tick", TICK, "Wingdings", "ü", "✓", True),
    _in_font("a box of Wingdings for a tick", TICK, "Wingdings", "þ", "☑", True),
    _in_font("a tick of Marlett for a tick", TICK, "Marlett", "a", "✓", True),
    _in_font("x in Webdings for a tick", TICK, "Webdings", "x", "⦸", None, "no_tick"),
)


def _by_openpyxl(kinds: Sequence[InFont]) -> Act:
    def change(book: Workbook) -> None:
        for kind in kinds:
            cell = cell_in(book, kind.answer)
            blocks = (TextBlock(InlineFont(rFont=font), text) for text, font in kind.runs)
            if kind.runs:
                cell.value = CellRichText(*blocks)
            else:
                put(cell, kind.stored)
                cell.number_format = kind.number_format
                cell.font = Font(name=kind.font)

    return in_openpyxl(change)


_PACKS = packed(KINDS)


@cache
def _by_libreoffice() -> Mapping[tuple[int, str], bytes]:
    return saved_by_libreoffice([_by_openpyxl(pack) for pack in _PACKS])


def _saved(number: int, suffix: str) -> Act:
    return lambda _form, _folder: _by_libreoffice()[number, suffix]


MUTATIONS = (
    *(
        Mutation(
            f"{kind.name}, by the font", "content", "openpyxl", _by_openpyxl([kind]), kind.expected("xlsx")
        )
        for kind in KINDS
    ),
    *(
        Mutation(
            f"cells with the fonts above, saved as {suffix}, part {number + 1}",
            "content",
            "LibreOffice",
            _saved(number, suffix),
            all_expected(pack, suffix),
        )
        for number, pack in enumerate(_PACKS)
        for suffix in FORMATS
    ),
)
