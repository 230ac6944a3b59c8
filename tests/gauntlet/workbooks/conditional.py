"""Cells that conditional formats of others hide, strike through or show otherwise."""
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook import Workbook
from openpyxl.xml.functions import fromstring

from gauntlet.editing import (
    DAY,
    EXISTS,
    REMARKS,
    SHARE,
    TICK,
    TOTAL,
    Act,
    cell_in,
    in_openpyxl,
    in_parts,
    part_of,
    raw,
)
from gauntlet.filled import cell_of
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.workbooks.by_openpyxl.typed import put
from gauntlet.workbooks.number_formats import Kind, all_expected, packed, saved_by_libreoffice
from office.packages import Parts

HIDDEN, DOUBTFUL, STRUCK = (("hidden_by_format",), ("perhaps_not_seen",), ("struck_answer",))
ALWAYS = '<cfRule type="expression" priority="99"><formula>TRUE</formula></cfRule>'
ELSEWHERE = '<cfRule type="expression" priority="99"><formula>MOD($ZZ$1,7)&lt;&gt;5</formula></cfRule>'
MORE_THAN_ONE = '<cfRule type="cellIs" operator="greaterThan" priority="99"><formula>1</formula></cfRule>'
MORE_THAN_ALL = MORE_THAN_ONE.replace("<formula>1", "<formula>99999")
NOT_BLANK = '<cfRule type="notContainsBlanks" priority="99"><formula>LEN(TRIM(A1))&gt;0</formula></cfRule>'
SAYS_JA = (
    '<cfRule type="containsText" operator="containsText" text="ja" priority="99">'
    '<formula>NOT(ISERROR(SEARCH("ja",A1)))</formula></cfRule>'
)
TWICE = '<cfRule type="duplicateValues" priority="99"/>'
ICONS = (
    '<cfRule type="iconSet" priority="99"><iconSet iconSet="3TrafficLights1" showValue="0"><cfvo type="percent" val="0"/>'
    '<cfvo type="percent" val="33"/><cfvo type="percent" val="67"/></iconSet></cfRule>'
)
BARS = (
    '<cfRule type="dataBar" priority="99"><dataBar showValue="0"><cfvo type="min"/><cfvo type="max"/>'
    '<color rgb="FF638EC6"/></dataBar></cfRule>'
)
WHITE, LINE, BOLD = Font(color="FFFFFFFF"), Font(strike=True), Font(bold=True, color="FFC00000")
PALE, BLACK = Font(color="FFFFFBE0"), PatternFill("solid", bgColor="FF000000")
_WHYS = {
    HIDDEN: "Asked, for the sender saw no value.",
    DOUBTFUL: "Taken, and asked about: what the condition says is not known.",
    STRUCK: "Taken, and asked about.",
    (): "What is seen says the same.",
}


@dataclass(frozen=True)
class Conditional(Kind):
    """One content with a conditional format, and what has to come of it; its own format is the form's."""

    rule: str = ALWAYS
    font: Font | None = None
    ground: PatternFill | None = None

    def expected(self, kind: str) -> Expected:
        found = super().expected(kind)
        quoted = {self.answer: str(self.stored)} if isinstance(self.stored, str) else found.seen
        return replace(found, seen=quoted, why=_WHYS.get(self.codes, found.why))

    def format(self) -> Rule:
        rule = Rule.from_tree(fromstring(self.rule))
        code = NumberFormat(numFmtId=190, formatCode=self.number_format) if self.number_format else None
        if self.font or self.ground or code:
            rule.dxf = DifferentialStyle(font=self.font, fill=self.ground, numFmt=code)
        return rule


JUNE = date(2026, 6, 30)
KINDS = (
    Conditional("white decimal", SHARE, 1.75, "", "1,75", None, HIDDEN, rule=MORE_THAN_ONE, font=WHITE),
    Conditional("entry of a list in the colour of its cell", EXISTS, "ja", "", "ja", None, HIDDEN, rule=SAYS_JA, font=PALE),
    Conditional("text on black", REMARKS, "nur intern", "", "nur intern", None, HIDDEN, rule=NOT_BLANK, ground=BLACK, font=Font(color="FF000000")),
    Conditional("tick that a format hides", TICK, "x", ";;;", "x", None, HIDDEN),
    Conditional("traffic light in place of a number", TOTAL, 380, "", "380", None, HIDDEN, rule=ICONS),
    Conditional("bar in place of a decimal", SHARE, 1.75, "", "1,75", None, HIDDEN, rule=BARS),
    Conditional("number as a percentage", TOTAL, 2, "0%", "200%", None, ("no_number",), rule=MORE_THAN_ONE),
    Conditional("date as a month", DAY, 46203, "mmmm yyyy", "Juni 2026", None, ("date_incomplete",), rule=NOT_BLANK),
    Conditional("text to which words are added", REMARKS, "geplant", '"nicht "@', "nicht geplant", "nicht geplant", rule=NOT_BLANK),
    Conditional("number grouped", TOTAL, 1205, "#,##0", "1.205", 1205, rule=MORE_THAN_ONE),
    Conditional("date in words", DAY, 46203, "d. mmmm yyyy", "30. Juni 2026", JUNE),
    Conditional("entry of a list struck through", EXISTS, "ja", "", "ja", "ja", STRUCK, rule=SAYS_JA, font=LINE),
    Conditional("number struck through if it is more than one", TOTAL, 380, "", "380", 380, STRUCK, rule=MORE_THAN_ONE, font=LINE),
    Conditional("number that would be white if it were larger", TOTAL, 380, "", "380", 380, rule=MORE_THAN_ALL, font=WHITE),
    Conditional("number in bold red", TOTAL, 380, "", "380", 380, font=BOLD),
    Conditional("white number by a condition elsewhere", TOTAL, 380, "", "380", 380, DOUBTFUL, rule=ELSEWHERE, font=WHITE),
    Conditional("entry of a list struck through if it occurs twice", EXISTS, "ja", "", "ja", "ja", DOUBTFUL, rule=TWICE, font=LINE),
    Conditional("decimal rounded by a condition elsewhere", SHARE, 1.75, "0", "1,75", Decimal("1.75"), DOUBTFUL, rule=ELSEWHERE),
    Conditional("number grouped by a condition elsewhere", TOTAL, 380, "#,##0", "380", 380, rule=ELSEWHERE),
)  # fmt: skip

_KEPT_IN_XLS = {
    "white decimal": HIDDEN,
    "entry of a list in the colour of its cell": DOUBTFUL,
    "text on black": HIDDEN,
    "entry of a list struck through": DOUBTFUL,
    "number struck through if it is more than one": STRUCK,
    "number that would be white if it were larger": (),
    "number in bold red": (),
    "white number by a condition elsewhere": DOUBTFUL,
    "entry of a list struck through if it occurs twice": DOUBTFUL,
}
"""LibreOffice leaves number formats, icons and bars out there, and writes what no old Excel knows as a condition
that nobody can tell."""


def _in_xls() -> Iterator[Conditional]:
    for kind in KINDS:
        if (codes := _KEPT_IN_XLS.get(kind.name)) is not None:
            value = kind.stored if codes == DOUBTFUL else kind.value
            yield replace(kind, codes=codes, value=value)


_PACKS = [
    *(("ods", pack) for pack in packed(KINDS)),
    *(("xls", pack) for pack in packed(_in_xls())),
]


@cache
def _by_libreoffice() -> Mapping[tuple[int, str], bytes]:
    return saved_by_libreoffice([_by_openpyxl(pack) for _, pack in _PACKS])


def _saved(number: int, suffix: str) -> Act:
    return lambda _form, _folder: _by_libreoffice()[number, suffix]


def _by_openpyxl(kinds: Sequence[Conditional]) -> Act:
    def change(book: Workbook) -> None:
        for kind in kinds:
            cell = cell_in(book, kind.answer)
            put(cell, kind.stored)
            cell.parent.conditional_formatting.add(cell.coordinate, kind.format())

    return in_openpyxl(change)


_NEWER = (
    '<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}"'
    ' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:conditionalFormattings>'
    '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">{rule}'
    "<xm:sqref>{cell}</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
)
_WHITE_OF_2010 = '<x14:dxf><font><color rgb="FFFFFFFF"/></font></x14:dxf></x14:cfRule>'
OF_2010 = (
    (
        "star of Excel 2010 in place of a number", TOTAL, None, HIDDEN,
        '<x14:cfRule type="iconSet" priority="99"><x14:iconSet iconSet="3Stars" showValue="0"><x14:cfvo type="percent">'
        "<xm:f>0</xm:f></x14:cfvo></x14:iconSet></x14:cfRule>",
    ),
    (
        "white number by a comparison with another sheet", TOTAL, 380, DOUBTFUL,
        '<x14:cfRule type="cellIs" operator="greaterThan" priority="99"><xm:f>Anleitung!$A$1</xm:f>' + _WHITE_OF_2010,
    ),
)  # fmt: skip


def _of_2010(answer: Answer, rule: str) -> Act:
    sheet, address = cell_of(*answer)

    def change(parts: Parts) -> None:
        part = raw(parts[part_of(sheet)])
        end = _NEWER.format(rule=rule, cell=address).encode()
        parts[part_of(sheet)] = part.replace(b"</worksheet>", end)

    return in_parts(change)


MUTATIONS = (
    *(
        Mutation(f"{kind.name}, by a conditional format", "content", "openpyxl", _by_openpyxl([kind]), kind.expected("xlsx"))
        for kind in KINDS
    ),
    *(
        Mutation(
            name, "content", "raw XML", _of_2010(answer, rule),
            Expected("accepted", frozenset(codes), {answer: value}, seen={answer: "380"}, why=_WHYS[codes], saw="" if value else "a star"),
        )
        for name, answer, value, codes, rule in OF_2010
    ),
    *(
        Mutation(
            f"cells with the conditional formats above, saved as {suffix}, part {number + 1}", "content", "LibreOffice",
            _saved(number, suffix), all_expected(pack, suffix),
        )
        for number, (suffix, pack) in enumerate(_PACKS)
    ),
)  # fmt: skip
