"""What the import makes of a returned file: read, recognised, located and checked, short of storing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from forms.making import FROZEN, RECIPIENT, ROUND
from gauntlet.documents.filled import OUTDATED, slots, wording
from gauntlet.filled import DECLARATIONS, LAYOUT, LAYOUTS, OUTDATED_LAYOUT, WORKSHEETS
from ruecklauf.check.records import Entry, Record
from ruecklauf.definition.models import CrossSection
from ruecklauf.findings import Finding, Subject
from ruecklauf.formcode import make_form_code
from ruecklauf.forms.slots import slot_texts
from ruecklauf.layout.model import Layout
from ruecklauf.office.enclosing.containers import unpack
from ruecklauf.office.refusal import Refusal
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.judgement import judge
from ruecklauf.rounds.letters import Letter
from ruecklauf.store import IssuedForm, Outcome
from ruecklauf.texts import load_texts

_BEFORE = "before"
"""Under which the wording of the outdated document is kept."""
OUTCOMES = {Outcome.ACCEPTED: "accepted", Outcome.REFUSED: "refused", Outcome.QUARANTINED: "waiting"}


@dataclass(frozen=True)
class Imported:
    """One file after its import."""

    outcome: str
    """accepted, refused or waiting."""
    findings: tuple[Finding, ...]
    entries: Mapping[Subject, Entry] = field(default_factory=dict)
    """Answers with their places, personal ones too; without the ends of crossings, which the row id tells."""


def import_file(data: bytes) -> Imported:
    """The file as the import judges it."""
    judged = judge(data, Letter("Rücklauf.xlsx"), _desk())
    return Imported(OUTCOMES[judged.outcome], judged.findings, dict(_entries(judged.records)))


def enclosed_in(data: bytes) -> bytes:
    """The one file in a message or zip; any other file as it is."""
    try:
        unpacked = unpack(data)
    except Refusal:
        return data
    if unpacked is None or len(unpacked.members) != 1:
        return data
    return unpacked.members[0].data


def _entries(records: tuple[Record, ...]) -> list[tuple[Subject, Entry]]:
    ends = _ends()
    return [
        (Subject(record.worksheet, record.section, record.row_id, name), entry)
        for record in records
        for name, entry in (*record.entries.items(), *record.contacts.items())
        if (record.section, name) not in ends
    ]


@cache
def _ends() -> frozenset[tuple[str, str]]:
    sections = [section for worksheet in WORKSHEETS for section in worksheet.sections]
    crossed = [section for section in sections if isinstance(section, CrossSection)]
    return frozenset((section.id, name) for section in crossed for name in (section.down, section.across))


@cache
def _desk() -> Desk:
    """A project that has sent the form, and had sent the one before."""
    wave = Wave(
        id=ROUND.wave_id,
        title=ROUND.wave_title,
        deadline=ROUND.deadline,
        reference_date=ROUND.reference_date,
        worksheets=FROZEN,
    )
    alliance = Alliance(RECIPIENT.id, RECIPIENT.name, RECIPIENT.ags, "kreis", RECIPIENT.email)
    return Desk(
        waves=(wave,),
        alliances=(alliance, Alliance("R7N4WP", "Erlenkreis", ("05974000",), "kreis")),
        forms=(*map(_issued, (OUTDATED_LAYOUT, *LAYOUTS.values())), *_documents()),
        declared={one: worksheet.canonical_json for one, worksheet in DECLARATIONS.items()},
        archive=Path(),
        wordings={
            **{worksheet.id: wording(worksheet.id) for worksheet in WORKSHEETS},
            _BEFORE: wording(OUTDATED, outdated=True),
        },
    )


def _documents() -> Iterator[IssuedForm]:
    """The same form as Word documents, one for each worksheet; each has a wording of its own."""
    for worksheet in WORKSHEETS:
        yield replace(_issued(LAYOUT), slots=slots(), worksheet=worksheet.id, wording=worksheet.id)
    yield replace(_issued(OUTDATED_LAYOUT), slots=slots(outdated=True), worksheet=OUTDATED, wording=_BEFORE)


def _issued(layout: Layout) -> IssuedForm:
    return IssuedForm(
        alliance=RECIPIENT.id,
        wave=ROUND.wave_id,
        form_code=make_form_code(RECIPIENT.id, ROUND.wave_id, layout.fingerprint),
        file_sha256="",
        file_name="",
        fingerprint=layout.fingerprint,
        declarations=tuple(worksheet.content_hash for worksheet in layout.worksheets),
        created_at=datetime(2026, 10, 1, tzinfo=UTC),
        slots=slot_texts(RECIPIENT, ROUND, layout, load_texts()),
    )
