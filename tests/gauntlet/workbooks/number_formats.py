"""Cells whose number format shows something else than they hold, pasted in from other workbooks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeVar

from openpyxl.workbook import Workbook

from gauntlet.editing import (
    DAY,
    EXISTS,
    REMARKS,
    SHARE,
    SOURCE,
    TICK,
    TOTAL,
    Act,
    cell_in,
    in_openpyxl,
    value_of,
)
from gauntlet.filled import LAYOUT, filled_form, known_answers
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.workbooks.by_openpyxl.typed import PHONE, put
from libreoffice.soffice import Task, running_office
from ruecklauf.findings import Subject
from ruecklauf.values import Value

CURRENCY = '#,##0.00\\ "€"'
HALF, ALL = dict.fromkeys(("ods", "xls"), "50 %"), dict.fromkeys(("ods", "xls"), "100 %")
MARCH = {"ods": "Mär 2026"}
FORMATS = ("ods", "xls")
"""Those that LibreOffice makes of the workbook."""


@dataclass(frozen=True)
class Kind:
    """One content with its format, and what has to come of it."""

    name: str
    answer: Answer
    stored: float | str
    number_format: str
    shown: str
    """What the sender saw."""
    value: Value | None
    """None where nothing may be taken."""
    codes: tuple[str, ...] = ()
    saved: Mapping[str, str] = field(default_factory=dict)
    """What is seen in a format that LibreOffice saves, if that is something else: it writes 50 % for 50%."""

    def expected(self, kind: str) -> Expected:
        shown = self.saved.get(kind, self.shown)
        value = shown if self.value == self.shown else self.value
        changed = {} if value is not None and value == value_of(self.answer) else {self.answer: value}
        why = (
            "Asked, and quoted as it was seen."
            if value is None
            else "Both say the same, or what was seen counts."
        )
        seen = {self.answer: shown}
        return Expected("accepted", frozenset(self.codes), changed, seen=seen, why=why, saw=f"„{shown}“")


AnyKind = TypeVar("AnyKind", bound=Kind)

TEXTS = (
    Kind("percentage", REMARKS, 0.5, "0%", "50%", "50%", saved=HALF),
    Kind("percent sign as a text", REMARKS, 12.5, '0.0" %"', "12,5 %", "12,5 %"),
    Kind("zeros in front", REMARKS, 7, "000", "007", "007"),
    Kind("postcode", REMARKS, 1067, "00000", "01067", "01067"),
    Kind("amount of money", REMARKS, 5000, CURRENCY, "5.000,00 €", "5.000,00 €"),
    Kind("number with a word", REMARKS, 12, '"Kurs "0', "Kurs 12", "Kurs 12"),
    Kind("digits set apart", REMARKS, 49211, "## ###", "49 211", "49 211"),
    Kind("time of day", REMARKS, 0.6041666666666666, "hh:mm", "14:30", "14:30"),
    Kind("hours beyond a day", REMARKS, 1.25, "[h]:mm", "30:00", "30:00"),
    Kind("fraction", REMARKS, 0.25, "# ?/?", "1/4", "1/4"),
    Kind("amount with a thousand left out", REMARKS, 1500, '#,##0.0,"T"', "1,5T", "1,5T"),
    Kind("exponent", REMARKS, 12300, "0.00E+00", "1,23E+04", "1,23E+04"),
    Kind("day with its name", REMARKS, 46203, "dddd", "Dienstag", "Dienstag", ("date_for_text",)),
    Kind("month", REMARKS, 46082, "mmm yyyy", "Mrz 2026", "Mrz 2026", ("date_for_text",), MARCH),
    Kind("telephone number with its zero", PHONE, 2113456789, "0000 0000000", "0211 3456789", "0211 3456789"),
    Kind("number that is hidden", REMARKS, 12, ";;;", "12", None, ("hidden_by_format",)),
)
NUMBERS = (
    Kind("percentage", TOTAL, 1, "0%", "100%", None, ("no_number",), ALL),
    Kind("ca. before it", TOTAL, 21, '"ca. "0', "ca. 21", None, ("no_number",)),
    Kind("a range behind it", TOTAL, 28, '0" bis 40"', "28 bis 40", None, ("no_number",)),
    Kind("a question mark behind it", TOTAL, 380, '0"?"', "380?", None, ("no_number",)),
    Kind("an asterisk behind it", TOTAL, 1205, '0"*"', "1205*", None, ("no_number",)),
    Kind("thousands in a word", TOTAL, 1, '0" Tsd."', "1 Tsd.", None, ("no_number",)),
    Kind("thousands left out", TOTAL, 1_500_000, "#,##0,", "1.500", None, ("ambiguous_number",)),
    Kind("thousands left out without a mark", TOTAL, 380_000, "0,", "380", None, ("shown_differs",)),
    Kind("zeros behind it as a text", TOTAL, 1, '0"000"', "1000", None, ("shown_differs",)),
    Kind("k. A. for nought", TOTAL, 0, '[=0]"k. A.";0', "k. A.", None, ("no_number",)),
    Kind("unbekannt for whatever it is", TOTAL, 1, '"unbekannt"', "unbekannt", None, ("shown_differs",)),
    Kind("über before it if it is large", TOTAL, 500, '[>400]"über 400";0', "über 400", None, ("no_number",)),
    Kind("as a fraction", TOTAL, 2.5, "# ?/?", "2 1/2", None, ("no_number",)),
    Kind("with zeros in front", TOTAL, 7, "000", "007", 7),
    Kind("nothing shown", TOTAL, 380, ";;;", "380", None, ("hidden_by_format",)),
    Kind("decimals left out", TOTAL, 1.4, "0", "1", None, ("no_integer",)),
    Kind("minus left out", TOTAL, -5, "0;0", "5", None, ("shown_differs",)),
    Kind("as a month", TOTAL, 46082, "mmm yyyy", "Mrz 2026", None, ("date_for_number",), MARCH),
    Kind("as money", TOTAL, 380, CURRENCY, "380,00 €", 380),
    Kind("grouped", TOTAL, 1205, "#,##0", "1.205", 1205),
    Kind("with noise in its last digit", TOTAL, 434.99999999999994, "General", "435", 435),
    Kind("decimals left out of a decimal", SHARE, 1.4, "0", "1", Decimal("1.4"), ("shown_rounded",)),
    Kind("percentage of a decimal", SHARE, 0.5, "0%", "50%", None, ("no_number",), HALF),
    Kind("its unit behind it", SHARE, 1.75, '0.00" VZÄ"', "1,75 VZÄ", Decimal("1.75")),
    Kind("text with ca. before it", TOTAL, "380", '"ca. "@', "ca. 380", None, ("no_number",)),
)
DATES = (
    Kind("month and year", DAY, 46082, "mmm yyyy", "Mrz 2026", None, ("date_incomplete",), MARCH),
    Kind("month in digits", DAY, 46447, "mm/yy", "03.27", None, ("date_incomplete",)),
    Kind("year", DAY, 46388, "yyyy", "2027", None, ("date_incomplete",)),
    Kind("month and short year", DAY, 46478, "mmm yy", "Apr 27", None, ("date_incomplete",)),
    Kind("day and month", DAY, 46203, "d. mmm", "30. Jun", None, ("date_incomplete",)),
    Kind("quarter", DAY, 46204, '"Q3 "yyyy', "Q3 2026", None, ("date_incomplete",)),
    Kind("question mark behind it", DAY, 46203, 'dd.mm.yyyy" ?"', "30.06.2026 ?", None, ("no_date",)),
    Kind("vor before it", DAY, 46203, '"vor dem "dd.mm.yyyy', "vor dem 30.06.2026", None, ("no_date",)),
    Kind("day and month exchanged", DAY, 46054, "mm/dd/yyyy", "02.01.2026", None, ("shown_differs",)),
    Kind("time of day", DAY, 0.6041666666666666, "hh:mm", "14:30", None, ("no_date",)),
    Kind("as a number", DAY, 46203, "0", "46203", None, ("number_for_date",)),
    Kind("month in letters", DAY, 46203, "d. mmmm yyyy", "30. Juni 2026", date(2026, 6, 30)),
    Kind("with its weekday", DAY, 46203, "dddd, d. mmmm yyyy", "Dienstag, 30. Juni 2026", date(2026, 6, 30)),
    Kind("year first", DAY, 46203, "yyyy-mm-dd", "2026-06-30", date(2026, 6, 30)),
)
CHOICES = (
    Kind("number shown as ja", EXISTS, 1, '"ja"', "ja", "ja"),
    Kind("number shown as nein", EXISTS, 1, '"nein"', "nein", "nein"),
    Kind("date on a list", SOURCE, 46054, "d. mmm", "1. Feb", None, ("not_on_list",)),
    Kind("percentage for a tick", TICK, 1, "0%", "100%", None, ("no_tick",), ALL),
    Kind("number shown as x", TICK, 1, '"x"', "x", True),
)
KINDS: Mapping[str, tuple[Kind, ...]] = {
    "text": TEXTS,
    "number": NUMBERS,
    "date": DATES,
    "choice": CHOICES,
}


def _by_openpyxl(*kinds: Kind) -> Act:
    """The form with contents and their formats put into the kinds' cells."""

    def change(book: Workbook) -> None:
        for kind in kinds:
            cell = cell_in(book, kind.answer)
            put(cell, kind.stored)
            cell.number_format = kind.number_format

    return in_openpyxl(change)


def packed(kinds: Iterable[AnyKind]) -> tuple[tuple[AnyKind, ...], ...]:
    """All kinds in as few workbooks as possible, each in an answer of its own of the same type."""
    packs: list[dict[Answer, AnyKind]] = []
    for kind in kinds:
        for pack in (*packs, {}):
            free = [answer for answer in _alike(kind.answer) if answer not in pack]
            if free:
                pack[free[0]] = replace(kind, answer=free[0])
                packs += [] if pack in packs else [pack]
                break
    return tuple(tuple(pack.values()) for pack in packs)


def _alike(answer: Answer) -> Iterator[Answer]:
    """The answers of the filled form that are read as this one is; itself first."""
    cells = [cell for sheet in LAYOUT.sheets for cell in sheet.inputs() if not cell.part and not cell.locked]
    fields = {cell.subject: cell.field for cell in cells if cell.subject in known_answers()}
    wanted = fields[Subject(*answer)]
    yield answer
    for subject, asked in fields.items():
        alike = type(asked) is type(wanted) and asked.list_id == wanted.list_id
        other = (subject.worksheet, subject.section, subject.row_id, subject.field)
        if alike and asked.is_prose == wanted.is_prose and not asked.personal and other != answer:
            yield other


def all_expected(pack: Sequence[Kind], suffix: str) -> Expected:
    each = [kind.expected(suffix) for kind in pack]
    return Expected(
        "accepted",
        frozenset().union(*(one.findings for one in each)),
        {answer: value for one in each for answer, value in one.changed.items()},
        seen={answer: shown for one in each for answer, shown in one.seen.items()},
        why="Each as in the row of its own.",
        saw=", ".join(one.saw for one in each),
    )


_PACKS = packed(kind for kinds in KINDS.values() for kind in kinds)


@cache
def _by_libreoffice() -> Mapping[tuple[int, str], bytes]:
    return saved_by_libreoffice([_by_openpyxl(*pack) for pack in _PACKS])


def saved_by_libreoffice(acts: Sequence[Act]) -> Mapping[tuple[int, str], bytes]:
    """The form after each of the acts, saved in the other formats by one LibreOffice."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        saved: dict[tuple[int, str], Path] = {}
        with running_office(folder / "office") as office:
            for number, act in enumerate(acts):
                form = folder / f"{number}.xlsx"
                form.write_bytes(act(filled_form(), folder))
                outs = {suffix: form.with_suffix(f".{suffix}") for suffix in FORMATS}
                saved |= {(number, suffix): out for suffix, out in outs.items()}
                office.fill([Task(form, save=[(out, suffix) for suffix, out in outs.items()])])
        return {key: out.read_bytes() for key, out in saved.items()}


def _saved(number: int, suffix: str) -> Act:
    return lambda _form, _folder: _by_libreoffice()[number, suffix]


MUTATIONS = (
    *(
        Mutation(
            f"{area} cell, {kind.name} by its number format",
            "content",
            "openpyxl",
            _by_openpyxl(kind),
            kind.expected("xlsx"),
        )
        for area, kinds in KINDS.items()
        for kind in kinds
    ),
    *(
        Mutation(
            f"cells with the number formats above, saved as {suffix}, part {number + 1}",
            "content",
            "LibreOffice",
            _saved(number, suffix),
            all_expected(pack, suffix),
        )
        for number, pack in enumerate(_PACKS)
        for suffix in FORMATS
    ),
)
