"""Small declarations and returns for the tests of store, dataset and exports."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ruecklauf.check.records import Entry, Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Finding, Place, Severity, Subject
from ruecklauf.intake.submission import CellCounts, Confidence
from ruecklauf.store import Outcome, StoredWorksheet, SubmissionEntry
from ruecklauf.values import Missing, Value

NOON = datetime(2026, 6, 30, 12, 0, tzinfo=UTC)
KOELN, ESSEN = "KQ7M2X", "AAAAAA"
WAVE = "2026-1"

_JNU = {
    "id": "jnu",
    "title": "Ja, nein, unbekannt",
    "codes": [
        {"code": "ja", "label": "ja"},
        {"code": "nein", "label": "nein"},
        {"code": "unbekannt", "label": "unbekannt", "missing": "unknown"},
    ],
}
_GRADES = {
    "id": "stufe",
    "title": "Stufe",
    "ordered": True,
    "codes": [
        {"code": "gering", "label": "gering"},
        {"code": "mittel", "label": "mittel"},
        {"code": "hoch", "label": "hoch"},
        {"code": "offen", "label": "nicht beurteilbar", "missing": "unknown"},
    ],
}
_AREAS = {
    "id": "bereich",
    "title": "Bereich",
    "codes": [{"code": code, "label": code.upper()} for code in ("mi", "aw", "so", "bi")],
}

OFFICE = {
    "kind": "record",
    "id": "stelle",
    "title": "Geschäftsführende Stelle",
    "prefix": "SB",
    "fields": [
        {"type": "decimal", "id": "vzae", "label": "Stellenumfang", "missing": ["unknown", "not_applicable"]},
        {"type": "date", "id": "seit", "label": "Besteht seit", "missing": ["unknown"]},
        {"type": "yes_no_unknown", "id": "benannt", "label": "Benannt?"},
        {"type": "choice", "id": "bedarf", "label": "Bedarf", "list": "stufe"},
        {
            "type": "multichoice",
            "id": "bereiche",
            "label": "Bereiche",
            "list": "bereich",
            "codes": ["mi", "aw", "so", "bi"],
        },
        {"type": "email", "id": "mail", "label": "E-Mail", "personal": True, "wave": "X"},
    ],
}
ACTORS = {
    "kind": "table",
    "id": "liste",
    "title": "Akteure",
    "prefix": "AK",
    "free_rows": 20,
    "fields": [
        {"type": "text", "id": "institution", "label": "Institution"},
        {"type": "integer", "id": "plaetze", "label": "Plätze"},
        {"type": "tick", "id": "forum", "label": "Forum"},
        {"type": "text", "id": "ansprech", "label": "Ansprechperson", "personal": True, "wave": "X"},
    ],
}


def declared(sections: Iterable[Mapping[str, Any]], /, **changes: Any) -> Worksheet:
    """A worksheet `akteure` 1.0 with these sections."""
    content = {
        "id": "akteure",
        "version": "1.0",
        "title": "Akteure",
        "short": "Akteure",
        "purpose": "Zweck.",
        "instructions": "Anleitung.",
        "sections": list(sections),
        "codelists": [_JNU, _GRADES, _AREAS],
    }
    return Worksheet.model_validate({**content, **changes})


WORKSHEET = declared([OFFICE, ACTORS])

OFFICE_ANSWERS: dict[str, Value] = {
    "vzae": Decimal("1.50"),
    "seit": date(2025, 3, 1),
    "benannt": Missing.UNKNOWN,
    "bedarf": "mittel",
    "bereiche": ("mi", "so"),
}


def answered(
    answers: Mapping[str, Value],
    *,
    section: str = "liste",
    row: int = 1,
    contacts: Mapping[str, Value] | None = None,
    printed: bool = False,
    worksheet: Worksheet = WORKSHEET,
) -> Record:
    """A record of which every answer has its place and a raw text."""
    prefix = worksheet.section(section).prefix
    has_rows = worksheet.section(section).has_rows

    def entries(of: Mapping[str, Value]) -> dict[str, Entry]:
        return {
            field: Entry(value, f"roh {value}", Place("Akteure", f"{chr(66 + column)}{row + 10}"))
            for column, (field, value) in enumerate(of.items())
        }

    return Record(
        worksheet=worksheet.id,
        version=worksheet.version,
        section=section,
        row_id=f"{prefix}{row:03}" if has_rows else prefix,
        position=row,
        printed=printed,
        entries=entries(answers),
        contacts=entries(contacts or {}),
    )


OFFICE_RECORD = answered(OFFICE_ANSWERS, section="stelle", contacts={"mail": "stelle@koeln.example"})
ACTOR_RECORDS = (
    answered(
        {"institution": "Jugendamt", "plaetze": -3, "forum": True},
        row=1,
        printed=True,
        contacts={"ansprech": "Frau Muster"},
    ),
    answered({"institution": "=1+1", "plaetze": Missing.UNREADABLE}, row=2),
    answered({}, row=3, printed=True),
)


def finding(code: str = "no_integer", *, found: str = "ca. 10", field: str = "plaetze") -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        place=Place("Akteure", "C12"),
        subject=Subject("akteure", "liste", "AK002", field),
        found=found,
        message=f"Akteure!C12: „{found}“ ist keine ganze Zahl.",
    )


def sha(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def entry(
    content: str = "a",
    *,
    alliance: str = KOELN,
    hours: int = 0,
    records: tuple[Record, ...] = (OFFICE_RECORD, *ACTOR_RECORDS),
    worksheets: tuple[Worksheet, ...] = (WORKSHEET,),
    **changes: Any,
) -> SubmissionEntry:
    """An accepted return, handed in some hours after noon."""
    received = NOON + timedelta(hours=hours)
    made = SubmissionEntry(
        sha256=sha(content),
        size=len(content),
        file_name=f"Rücklauf {content}.xlsx",
        received_at=received,
        importer_version="1",
        imported_at=received,
        outcome=Outcome.ACCEPTED,
        alliance=alliance,
        wave=WAVE,
        confidence=Confidence.CERTAIN,
        worksheets=tuple(
            StoredWorksheet(
                one.id, one.version, one.content_hash, sum(record.worksheet == one.id for record in records)
            )
            for one in worksheets
        ),
        records=records,
        findings=(finding(),),
        counts=CellCounts(answers=11, template=40, findings=1, total=52),
    )
    return replace(made, **changes)
