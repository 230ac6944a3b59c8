"""A form to look at: it is marked as a preview, belongs to no wave, and no import takes it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.formcode import PREVIEW_WAVE
from ruecklauf.forms.defaults import default_answers
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.slots import Recipient, Round
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.geometry import referred
from ruecklauf.library import Library
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.printing import print_forms
from ruecklauf.texts import GERMAN, load_texts

_NOBODY = Recipient("PREV0W", "", ("05999000",), "kreis", "vorschau@example.org")


def preview(library: Library, worksheet_id: str, *, kind: FormFormat, language: str, today: date) -> bytes:
    """A form with one worksheet and those that it refers to; of a document the worksheet alone."""
    worksheets = with_referred(library, worksheet_id)
    return _written(
        tuple(worksheet.as_of(today) for worksheet in worksheets), worksheet_id, kind, language, today
    )


def blank_forms(
    worksheet: Worksheet, *, library: Library, today: date, program: Path | None = None
) -> dict[str, bytes]:
    """The worksheet as workbook and as document, by ending; with LibreOffice as `program` as PDF, too.

    It may be an older version than the library's; worksheets that it refers to are the library's.
    """
    others = with_referred(library, worksheet.id)[:-1]
    shown = (*(other.as_of(today) for other in others), worksheet)
    forms = {
        kind.value: _written(shown, worksheet.id, kind, GERMAN, today)
        for kind in (FormFormat.XLSX, FormFormat.DOCX)
    }
    return {**forms, "pdf": _as_pdf(forms, program)} if program else forms


def _as_pdf(forms: dict[str, bytes], program: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "form.docx")
        path.write_bytes(forms[FormFormat.DOCX.value])
        (made,) = print_forms([path], program=program)
        return made.read_bytes()


def _written(
    as_of: tuple[Worksheet, ...], worksheet_id: str, kind: FormFormat, language: str, today: date
) -> bytes:
    layout = build_layout(as_of, language=language)
    texts = load_texts(language)
    recipient = replace(_NOBODY, name=texts("preview.name"))
    made_for = _round(texts("preview.title"), texts("preview.purpose"), today)
    if kind is FormFormat.XLSX:
        return FormWriter(layout, made_for).write(recipient, default_answers(layout))
    return DocumentWriter(layout, made_for).write(recipient, worksheet_id, default_answers(layout))


def with_referred(library: Library, worksheet_id: str) -> tuple[Worksheet, ...]:
    """A worksheet after those that its references lead to."""
    found: dict[str, Worksheet] = {}

    def add(name: str) -> None:
        worksheet = library.worksheet(name)
        targets = {
            referred(worksheet, field).partition(".")[0]
            for _, field in worksheet.all_fields()
            if field.kind is Kind.REFERENCE
        }
        for target in sorted(targets - {name} - found.keys()):
            add(target)
        found[name] = worksheet

    add(worksheet_id)
    return tuple(found.values())


def _round(title: str, purpose: str, today: date) -> Round:
    return Round(
        title=title,
        purpose=purpose,
        wave_id=PREVIEW_WAVE,
        wave_title=title,
        deadline=today + timedelta(weeks=8),
        reference_date=today,
        sender="ruecklauf",
        return_to="vorschau@example.org",
        contact="–",
        privacy=purpose,
        privacy_version=title,
    )
