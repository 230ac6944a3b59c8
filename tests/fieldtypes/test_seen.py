"""Cells whose number format shows something else than they hold: what the sender saw counts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from fieldtypes.typed import LISTS, TEXTS, UNREADABLE
from ruecklauf.cells import CellKind, Raw
from ruecklauf.fieldtypes.ags import AgsField
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.choice import ChoiceField, MultiChoiceField
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.fieldtypes.dates import DateField
from ruecklauf.fieldtypes.number import DecimalField, IntegerField, PercentField, ScaleField
from ruecklauf.fieldtypes.reference import ReferenceField
from ruecklauf.fieldtypes.seen import seen_text
from ruecklauf.fieldtypes.text import PhoneField, TextField
from ruecklauf.fieldtypes.tick import TickField
from ruecklauf.shown.number_formats import moment_of, shows_date
from ruecklauf.values import Value

COUNTS = CodeList.model_validate(
    {
        "id": "zahlen",
        "title": "Zahlen",
        "codes": [
            {"code": "n01", "label": "01"},
            {"code": "n1", "label": "1"},
            {"code": "half", "label": "1/2"},
            {"code": "n310", "label": "3.10"},
        ],
    }
)
ALL = {**LISTS, COUNTS.id: COUNTS}
_NAMED = {"id": "feld", "label": "Feld"}
TEXT = TextField(type="text", **_NAMED)
PHONE = PhoneField(type="phone", **_NAMED)
WHOLE = IntegerField(type="integer", **_NAMED)
DECIMAL = DecimalField(type="decimal", unit="VZÄ", **_NAMED)
PERCENT = PercentField(type="percent", **_NAMED)
STEP = ScaleField(type="scale", labels={"2": "eher ja"}, **_NAMED)
DAY = DateField(type="date", **_NAMED)
CHOICE = ChoiceField(type="choice", list="zahlen", **_NAMED)
TICK = TickField(type="tick", **_NAMED)
AGS = AgsField(type="ags", **_NAMED)
REFERENCE = ReferenceField(type="reference", to="akteure", **_NAMED)

CURRENCY = '#,##0.00\\ "€"'
CASES: list[tuple[FieldBase, str, str, str, Value, list[str]]] = [
    # field, stored, format, shown, value, findings
    (TEXT, "0.5", "0%", "50%", "50%", []),
    (TEXT, "0.125", '0.0" %"', "0,1 %", "0,1 %", []),
    (TEXT, "7", "000", "007", "007", []),
    (TEXT, "1067", "00000", "01067", "01067", []),
    (TEXT, "5000", CURRENCY, "5.000,00 €", "5.000,00 €", []),
    (TEXT, "12", '"Kurs "0', "Kurs 12", "Kurs 12", []),
    (TEXT, "49211", "## ###", "49 211", "49 211", []),
    (TEXT, "0.25", "# ?/?", "1/4", "1/4", []),
    (TEXT, "1.25", "General", "1,25", "1,25", []),
    (TEXT, "0.6041666666666666", "hh:mm", "14:30", "14:30", []),
    (TEXT, "1.25", "[h]:mm", "30:00", "30:00", []),
    (TEXT, "46082", "mmm yyyy", "Mrz 2026", "Mrz 2026", ["date_for_text"]),
    (TEXT, "46054", "mm-dd-yy", "01.02.2026", "01.02.2026", ["date_for_text"]),
    (TEXT, "123456789012", "General", "1,23457E+11", "123456789012", ["shown_rounded"]),
    (TEXT, "12", ";;;", "12", UNREADABLE, ["hidden_by_format"]),
    (TEXT, "-5", "dd.mm.yyyy", "-5", UNREADABLE, ["hidden_by_format"]),
    (PHONE, "2113456789", "0000 0000000", "0211 3456789", "0211 3456789", []),
    (PHONE, "2113456789", "0", "2113456789", "2113456789", ["phone_as_number"]),
    (WHOLE, "1", "0%", "100%", UNREADABLE, ["no_number"]),
    (WHOLE, "21", '"ca. "0', "ca. 21", UNREADABLE, ["no_number"]),
    (WHOLE, "28", '0" bis 40"', "28 bis 40", UNREADABLE, ["no_number"]),
    (WHOLE, "380", '0"?"', "380?", UNREADABLE, ["no_number"]),
    (WHOLE, "1205", '0"*"', "1205*", UNREADABLE, ["no_number"]),
    (WHOLE, "1", '0" Tsd."', "1 Tsd.", UNREADABLE, ["no_number"]),
    (WHOLE, "1", '0"000"', "1000", UNREADABLE, ["shown_differs"]),
    (WHOLE, "1", "0\\.000", "0.001", UNREADABLE, ["ambiguous_number"]),
    (WHOLE, "1500000", "#,##0,", "1.500", UNREADABLE, ["ambiguous_number"]),
    (WHOLE, "380000", "0,", "380", UNREADABLE, ["shown_differs"]),
    (WHOLE, "0", '0;-0;"k. A."', "k. A.", UNREADABLE, ["no_number"]),
    (WHOLE, "380", ";;;", "380", UNREADABLE, ["hidden_by_format"]),
    (WHOLE, "1.4", "0", "1", UNREADABLE, ["no_integer"]),
    (WHOLE, "434.99999999999994", "General", "435", 435, []),
    (WHOLE, "1234", "#,##0", "1.234", 1234, []),
    (WHOLE, "7", "000", "007", 7, []),
    (WHOLE, "5000", CURRENCY, "5.000,00 €", 5000, []),
    (WHOLE, "12345678901234", "General", "1,23457E+13", 12345678901234, []),
    (WHOLE, "-5", "0;-0", "-5", -5, []),
    (WHOLE, "-5", "0;0", "5", UNREADABLE, ["shown_differs"]),
    (WHOLE, "46082", "mmm yyyy", "Mrz 2026", UNREADABLE, ["date_for_number"]),
    (WHOLE, "2.5", "h:mm", "12:00", UNREADABLE, ["date_for_number"]),
    (DECIMAL, "1.5", '0.0" VZÄ"', "1,5 VZÄ", Decimal("1.5"), []),
    (DECIMAL, "1.5", '0.0" Tsd. EUR"', "1,5 Tsd. EUR", UNREADABLE, ["no_number"]),
    (DECIMAL, "1.4", "0", "1", Decimal("1.4"), ["shown_rounded"]),
    (DECIMAL, "1.4", "0.00", "1,40", Decimal("1.4"), []),
    (DECIMAL, "0.5", "0%", "50%", UNREADABLE, ["no_number"]),
    (DECIMAL, "0.30000000000000004", "General", "0,3", Decimal("0.3"), []),
    (DECIMAL, "0.3333333333333333", "General", "0,333333333", Decimal("0.333333333333333"), []),
    (DECIMAL, "1234567.891", "General", "1234567,891", Decimal("1234567.891"), []),
    (DECIMAL, "1.234", "0.000", "1,234", Decimal("1.234"), []),
    (PERCENT, "0.125", "0.0%", "12,5%", Decimal("12.5"), []),
    (PERCENT, "0.33333", "0.##%", "33,33%", Decimal("33.333"), []),
    (PERCENT, "0.33333", "0%", "33%", Decimal("33.333"), ["shown_rounded"]),
    (PERCENT, "0.5", '0.0" %"', "0,5 %", Decimal("0.5"), []),
    (PERCENT, "50", '0"%"', "50%", Decimal(50), []),
    (PERCENT, "12.5", '0"% von allen"', "13% von allen", UNREADABLE, ["no_number"]),
    (PERCENT, "0.5", "0.00", "0,50", UNREADABLE, ["percent_without_format"]),
    (PERCENT, "0.5", "0.0;0%", "0,5", UNREADABLE, ["percent_without_format"]),
    (STEP, "2", '"eher ja"', "eher ja", UNREADABLE, ["shown_differs"]),
    (STEP, "2", "0.0", "2,0", 2, []),
    (STEP, "2", '0" = eher ja"', "2 = eher ja", UNREADABLE, ["no_number"]),
    (DAY, "46054", "dd.mm.yyyy", "01.02.2026", date(2026, 2, 1), []),
    (DAY, "46054", "mm-dd-yy", "01.02.2026", date(2026, 2, 1), []),
    (DAY, "46054", "d. mmmm yyyy", "1. Februar 2026", date(2026, 2, 1), []),
    (DAY, "46054", "yyyy-mm-dd", "2026-02-01", date(2026, 2, 1), []),
    (DAY, "46054", "[$-407]dddd, d. mmm yy", "Sonntag, 1. Feb 26", date(2026, 2, 1), []),
    (DAY, "46054", "[$-409]mmm d, yyyy", "Feb 1, 2026", date(2026, 2, 1), []),
    (DAY, "46054", "dd.mm.yy", "01.02.26", date(2026, 2, 1), []),
    (DAY, "46203", "mm/dd/yyyy", "06.30.2026", date(2026, 6, 30), []),
    (DAY, "46054", "mm/dd/yyyy", "02.01.2026", UNREADABLE, ["shown_differs"]),
    (DAY, "46203.5", "dd.mm.yyyy hh:mm", "30.06.2026 12:00", date(2026, 6, 30), ["time_with_date"]),
    (DAY, "46082", "mmm yyyy", "Mrz 2026", UNREADABLE, ["date_incomplete"]),
    (DAY, "46447", "mm/yy", "03.27", UNREADABLE, ["date_incomplete"]),
    (DAY, "46388", "yyyy", "2027", UNREADABLE, ["date_incomplete"]),
    (DAY, "46478", "mmm yy", "Apr 27", UNREADABLE, ["date_incomplete"]),
    (DAY, "46447", "dd.mm.", "01.03.", UNREADABLE, ["date_incomplete"]),
    (DAY, "46447", '"Q1 "yyyy', "Q1 2027", UNREADABLE, ["date_incomplete"]),
    (DAY, "46203", 'dd.mm.yyyy" ?"', "30.06.2026 ?", UNREADABLE, ["no_date"]),
    (DAY, "46203", '"vor dem "dd.mm.yyyy', "vor dem 30.06.2026", UNREADABLE, ["no_date"]),
    (DAY, "0.6041666666666666", "hh:mm", "14:30", UNREADABLE, ["no_date"]),
    (DAY, "46203", "0", "46203", UNREADABLE, ["number_for_date"]),
    (DAY, "30062026", '00"."00"."0000', "30.06.2026", UNREADABLE, ["number_for_date"]),
    (CHOICE, "1", "00", "01", "n01", []),
    (CHOICE, "1", "General", "1", "n1", []),
    (CHOICE, "0.5", "# ?/?", "1/2", "half", []),
    (CHOICE, "46023", "d. mmm", "1. Jan", UNREADABLE, ["not_on_list_but_like"]),
    (CHOICE, "3.1", "0.00", "3,10", UNREADABLE, ["not_on_list_but_like"]),
    (TICK, "1", "0", "1", True, []),
    (TICK, "1", "0%", "100%", UNREADABLE, ["no_tick"]),
    (TICK, "1", '"x"', "x", True, []),
    (TICK, "0", '"x";;"nein"', "nein", False, []),
    (AGS, "5315000", "00000000", "05315000", "05315000", []),
    (AGS, "5315000", "0", "5315000", "05315000", ["ags_padded"]),
    (REFERENCE, "7", '"AK"000', "AK007", "AK007", []),
]


def _cell(stored: str, number_format: str) -> Raw:
    if shows_date(number_format):
        return Raw(CellKind.DATE, stored, number_format, moment_of(float(stored)))
    return Raw(CellKind.NUMBER, stored, number_format)


@pytest.mark.parametrize(
    ("field", "stored", "number_format", "shown", "value", "codes"),
    CASES,
    ids=[f"{case[0].type}: {case[1]} as {case[3]}" for case in CASES],  # type: ignore[attr-defined]
)
def test_what_the_sender_saw_counts(
    field: FieldBase, stored: str, number_format: str, shown: str, value: Value, codes: list[str]
) -> None:
    raw = _cell(stored, number_format)
    parsed = field.parse(raw, ALL, TEXTS)
    assert (parsed.value, [noted.code for noted in parsed.remarks]) == (value, codes)
    assert seen_text(raw) == shown


TEXTS_SHOWN: list[tuple[FieldBase, str, str, Value, list[str]]] = [
    (WHOLE, "380", '"ca. "@', UNREADABLE, ["no_number"]),
    (WHOLE, "380", "0.00", 380, []),
    (TEXT, "Mo", '@" vormittags"', "Mo vormittags", []),
    (TEXT, "geheim", ";;;", UNREADABLE, ["hidden_by_format"]),
    (DAY, "30.06.2026", "dd.mm.yyyy;@", date(2026, 6, 30), []),
    (DAY, "30.06.2026", '"nach "@', UNREADABLE, ["no_date"]),
]


@pytest.mark.parametrize(("field", "stored", "number_format", "value", "codes"), TEXTS_SHOWN)
def test_texts_are_read_as_their_format_shows_them(
    field: FieldBase, stored: str, number_format: str, value: Value, codes: list[str]
) -> None:
    parsed = field.parse(Raw(CellKind.TEXT, stored, number_format), ALL, TEXTS)
    assert (parsed.value, [noted.code for noted in parsed.remarks]) == (value, codes)


def test_part_of_a_multiple_choice_is_read_as_shown() -> None:
    field = MultiChoiceField(type="multichoice", list="zahlen", codes=("n1",), **_NAMED)
    shown = [field.parse_part(Raw(CellKind.NUMBER, "1", code), TEXTS) for code in ("0", "0%", ";;;")]
    assert [parsed.value for parsed in shown] == [True, UNREADABLE, UNREADABLE]
    assert [noted.code for parsed in shown for noted in parsed.remarks] == ["no_tick", "hidden_by_format"]


def test_shown_text_of_the_file_itself_counts() -> None:
    raw = Raw(CellKind.NUMBER, "5000", CURRENCY, shown="5,000.00 €")
    assert TEXT.parse(raw, ALL, TEXTS).value == "5,000.00 €"
    assert WHOLE.parse(raw, ALL, TEXTS).value == 5000
    raw = Raw(CellKind.DATE, "46082", "mmm yyyy", datetime(2026, 3, 1), shown="Mar 2026")
    assert [noted.code for noted in DAY.parse(raw, ALL, TEXTS).remarks] == ["date_incomplete"]


def test_number_in_signs_is_asked_about_also_without_a_format() -> None:
    raw = Raw(CellKind.NUMBER, "1.75", shown="🗍🗈🖷🖵")
    assert [noted.code for noted in WHOLE.parse(raw, ALL, TEXTS).remarks] == ["no_number"]
    assert TEXT.parse(raw, ALL, TEXTS).value == "🗍🗈🖷🖵"
