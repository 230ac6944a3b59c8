"""What may be said of others, and how it reads."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest

from forms.making import ROUND
from ruecklauf.definition.indicators import Indicator
from ruecklauf.feedback.comparing import Compared, Others, others_of
from ruecklauf.feedback.identity import PROPERTY, mark_in
from ruecklauf.feedback.template import letter_template
from ruecklauf.feedback.wording import remarks, row_of, wording
from ruecklauf.feedback.workbooks import write_sheet
from ruecklauf.forms.properties import CUSTOM
from ruecklauf.project import Alliance
from ruecklauf.texts import languages


def declared(label: str = "Quote", *, unit: str = "Anteil", direction: str = "higher") -> Indicator:
    return Indicator.model_validate(
        {
            "id": "quote",
            "family": "probe",
            "label": {"de": label, "en": label},
            "unit": {"de": unit, "en": unit},
            "direction": direction,
            "function": "core_size",
            "inputs": ["a.b.c"],
            "feedback": True,
        }
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([], Others(0)),
        ([0.1, 0.2, 0.3, 0.4], Others(4)),
        ([0.5, 0.1, 0.3, 0.2, 0.4], Others(5, 0.3)),
        ([0.1] * 7, Others(7, 0.1)),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9], Others(9, 5, 3, 7)),
    ],
)
def test_of_few_others_little_is_told(values: list[float], told: Others) -> None:
    assert others_of(values) == told


def test_what_is_missing_is_a_dash_and_no_nought() -> None:
    row = row_of(Compared(declared(), None, 0, None, Others(3)), wording("de"))
    assert (row.value, row.change, row.middle, row.half, row.number) == ("–", "–", "–", "–", "3")
    nought = row_of(Compared(declared(), 0.0, 6, -0.25, Others(5, 0.5)), wording("de"))
    assert (nought.value, nought.change, nought.middle, nought.half) == ("0 (n = 6)", "−0,25", "0,5", "–")


def test_there_are_no_percentages() -> None:
    row = row_of(Compared(declared(), 0.75, 40, None, Others(20, 0.6, 0.5, 0.7)), wording("de"))
    assert (row.value, row.middle, row.half) == ("0,75 (n = 40)", "0,6", "0,5 bis 0,7")


MANY = Others(9, 5, 3, 7)


def compared(value: float | None, direction: str, others: Others = MANY) -> Compared:
    return Compared(declared(direction, direction=direction), value, 1, None, others)


def test_what_stands_out_is_said_once_for_each_side() -> None:
    say = wording("de")
    told = remarks(
        [compared(8, "higher"), compared(8, "lower"), compared(2, "none"), compared(7, "higher")], say
    )
    assert [text.partition(":")[2].partition(".")[0] for text in told] == [" higher", " lower"]
    assert remarks([compared(None, "higher"), compared(9, "higher", Others(5, 5))], say) == ()


@pytest.mark.parametrize("language", languages())
def test_languages_have_the_same_texts(language: str) -> None:
    say, german = wording(language), wording("de")
    for key in ("letter.heads", "letter.rules", "sheet.heads"):
        assert len(say.heads(key)) == len(german.heads(key))
    for key in (
        "half",
        "cases",
        "remarks.ahead",
        "remarks.behind",
        "letter.title",
        "letter.contact",
        "sheet.how",
    ):
        assert say(key)


def damaged() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(CUSTOM, f'name="{PROPERTY}"' * 40)
    data = bytearray(target.getvalue())
    start = data.index(CUSTOM.encode()) + len(CUSTOM)
    data[start : start + 4] = b"\xff" * 4
    return bytes(data)


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive at all", damaged()])
def test_what_is_no_letter_is_nobodys(content: bytes) -> None:
    assert mark_in(content) == ""


SIGNED = "+0.00;-0.00;0.00"
KLEVE = Alliance("AAAAAA", "Kleve", ("05154000",), "kreis")


def test_the_workbook_shows_counts_without_places_and_is_one_page() -> None:
    told = (
        Compared(declared("Größe", unit="Stellen"), 9.0, 9, -2.0, Others(9, 10.5, 8, 12)),
        Compared(declared("Quote"), 0.5, 40, 0.25, Others(4)),
    )
    book = openpyxl.load_workbook(io.BytesIO(write_sheet(KLEVE, ROUND, told, wording("de"))))
    (sheet,) = book.worksheets
    assert [[(cell.value, cell.number_format) for cell in row[2:]] for row in sheet.iter_rows(6, 7)] == [
        [(0.5, "0.00"), (0.25, SIGNED), *[(None, "0.00")] * 3, (4, "0"), (40, "0")],
        [(9, "0"), (-2, "+0;-0;0"), (10.5, "0.00"), (8, "0"), (12, "0"), (9, "0"), (9, "0")],
    ]
    assert [cell.alignment.horizontal for cell in sheet[5]] == [None] * 2 + ["right"] * 7
    assert (sheet.page_setup.fitToHeight, sheet.page_setup.fitToWidth) in ((1, 1), (None, None))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("language", languages())
def test_the_sender_never_stands_alone_on_a_page(language: str) -> None:
    *_, contact, goodbye, sender = docx.Document(io.BytesIO(letter_template(language))).paragraphs
    assert sender.text == "{{ round.sender }}"
    assert all(each.paragraph_format.keep_with_next for each in (contact, goodbye))
