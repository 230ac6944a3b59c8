"""One worksheet that came back as workbook and as text document: told, with what differs."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from forms.making import with_referred
from ruecklauf.findings import Severity
from ruecklauf.rounds.completing.comparison import Answers, Compared
from ruecklauf.rounds.completing.differences import both_formats
from ruecklauf.rounds.completing.form_kinds import FormKind, form_kind
from ruecklauf.store import Return, StoredAnswer
from ruecklauf.texts import load_texts

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
(WORKSHEET,) = with_referred("akteure")


def answers(**values: str) -> Answers:
    where = (0, "A", "2026-1", "akteure", "1.0", "akteure", "AK001")
    given = [
        StoredAnswer(*where, field, value, None, value, "a" * 64, "Akteure", "C3")
        for field, value in values.items()
    ]
    return {answer.subject: answer for answer in given}


def compared(newer: Answers, earlier: Answers, *, is_older: bool = False) -> Compared:
    previous = Return("A", "2026-1", "akteure", "1.0", "", 1, 1, "b" * 64, "1", NOON, NOON)
    return Compared(WORKSHEET, previous, newer, earlier, is_older)


SAME = answers(vorhanden="ja", institution="Jugendamt", koop="ja", forum="ja")
OTHER = answers(vorhanden="ja", institution="Jugendamt", koop="nein", forum="ja")


@pytest.mark.parametrize(
    ("one", "kind", "severity", "said"),
    [
        (compared(SAME, SAME), FormKind.DOCUMENT, Severity.NOTE,
         "; die Angaben sind dieselben. Es zählt das Word-Formular"),
        (compared(SAME, OTHER), FormKind.WORKBOOK, Severity.WARNING,
         "; 1 Angabe ist verschieden (AK001 „Arbeiten Sie zusammen?“: nein → ja). Es zählt das Excel"),
        (compared(SAME, OTHER, is_older=True), FormKind.WORKBOOK, Severity.WARNING,
         "(AK001 „Arbeiten Sie zusammen?“: nein → ja). Es zählt das Word-Formular"),
        (compared(answers(koop="ja"), answers(forum="ja", vorhanden="ja")), FormKind.DOCUMENT,
         Severity.NOTE, "; keine Angabe widerspricht einer anderen. Beide wurden zusammen gelesen."),
        (compared(answers(koop="ja", forum="ja"), answers(koop="ja")), FormKind.DOCUMENT,
         Severity.NOTE, "keine Angabe widerspricht einer anderen. Es zählt das Word-Formular"),
        (compared(answers(koop="ja", forum="ja"), answers(koop="nein", forum="nein", vorhanden="ja")),
         FormKind.DOCUMENT, Severity.WARNING,
         "AK001 „Im erweiterten Forum?“: nein → ja). Es zählt"),
    ],
)  # fmt: skip
def test_both_formats_of_a_worksheet_are_told(
    one: Compared, kind: FormKind, severity: Severity, said: str
) -> None:
    finding = both_formats(one, kind=kind, texts=load_texts())
    assert (finding.code, finding.severity, finding.subject.worksheet) == (
        "both_formats",
        severity,
        "akteure",
    )
    assert said in finding.message
    assert ("Bitte nachfragen" in finding.message) is (severity is Severity.WARNING)


def zipped(content_type: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types ContentType="{content_type}"/>')
    return file.getvalue()


def workbook() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (workbook(), FormKind.WORKBOOK),
        (zipped("application/wordprocessingml.document.main+xml"), FormKind.DOCUMENT),
        (b"%PDF-1.7", None),
        (b"PK\x03\x04 no zip", None),
    ],
    ids=["workbook", "document", "pdf", "no zip"],
)
def test_the_kind_of_a_form_is_told_by_its_content(data: bytes, kind: FormKind | None) -> None:
    assert form_kind(data) is kind
