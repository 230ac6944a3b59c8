"""One file judged: whose it is, what it answers, what is wrong with it. Touches no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ruecklauf.check.balance import unaccounted
from ruecklauf.check.check import check
from ruecklauf.check.flood import at_most
from ruecklauf.check.records import Checked, Record
from ruecklauf.check.said_once import said_once
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import make_finding, remark
from ruecklauf.formcode import PREVIEW_WAVE, wave_code
from ruecklauf.intake.read import Opened, open_return, read_submission
from ruecklauf.intake.recognition import Recognised
from ruecklauf.intake.sheets.second_reader import disagreements
from ruecklauf.intake.submission import Confidence, Submission
from ruecklauf.office.collector import collector_at_rest
from ruecklauf.office.formats import Format
from ruecklauf.office.refusal import Refusal
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.blanks import about_answered
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.doubts import (
    Waiting,
    about_owner,
    likely,
    not_a_strangers,
    not_anothers,
    one_alliance_only,
    unclear,
)
from ruecklauf.rounds.hints import ags_of_other
from ruecklauf.rounds.inquired import inquiry_submission, judge_inquiry
from ruecklauf.rounds.judged import Judged, Owner, finding_of, refused
from ruecklauf.rounds.letters import Letter
from ruecklauf.rounds.moments import FAST_CLOCK, saved_at
from ruecklauf.rounds.untouched import is_untouched
from ruecklauf.store import Outcome, StoredWorksheet
from ruecklauf.texts import Texts, load_texts


@dataclass(frozen=True, slots=True)
class _Claim:
    """Whose the file is taken to be, and by which declarations it is read."""

    alliance: str
    wave: Wave
    worksheets: tuple[Worksheet, ...]
    confidence: Confidence
    language: str
    """That of the form."""

    @property
    def texts(self) -> Texts:
        """The texts for findings about the file."""
        return load_texts(self.language)


def judge(
    data: bytes, letter: Letter, desk: Desk, *, owner: Owner | None = None, verify: bool = False
) -> Judged:
    """Read and check one file. Whatever is in it, this gives an outcome.

    With `verify` a workbook of Excel is read by openpyxl too, and every disagreement is a finding.
    """
    try:
        with collector_at_rest():
            opened = open_return(data)
            judged = _judged(opened, letter, desk, owner, data if verify else None)
            findings = at_most(judged.findings, desk.texts_for(judged.alliance, judged.wave))
            saved = believed(saved_at(opened.content.core), desk, alliance=judged.alliance, wave=judged.wave)
            return replace(judged, findings=findings, saved_at=saved)
    except Waiting as waiting:
        return Judged(Outcome.QUARANTINED, (finding_of(waiting, desk),))
    except Refusal as refusal:
        return refused(refusal, desk)


def _judged(
    opened: Opened, letter: Letter, desk: Desk, owner: Owner | None, verified: bytes | None
) -> Judged:
    inquiry = desk.inquiry(str(opened.recognised.code or ""))
    if inquiry is not None:
        return judge_inquiry(opened, inquiry, letter, desk, owner, verified=verified)
    return _read(opened, _claim(opened, letter, desk, owner), letter, desk, verified)


def read_again(data: bytes, desk: Desk, *, owner: Owner | None) -> Submission:
    """The raw answers of a file that was accepted before. Raises Refusal if that is no longer so."""
    with collector_at_rest():
        opened = open_return(data)
        inquiry = desk.inquiry(str(opened.recognised.code or ""))
        if inquiry is not None:
            return inquiry_submission(opened, inquiry, desk)[0]
        claim = _claim(opened, Letter(""), desk, owner)
        sent = desk.slots(str(opened.recognised.code or ""))
        return read_submission(opened, claim.worksheets, language=claim.language, sent=sent)


def saved_in(data: bytes) -> datetime | None:
    """When a file that was accepted before was saved, as it says itself."""
    try:
        return saved_at(open_return(data).content.core)
    except Refusal:
        return None


def believed(saved: datetime | None, desk: Desk, *, alliance: str, wave: str) -> datetime | None:
    """When a form was saved, unless it says that this was before it was made."""
    issued = desk.issued_at(alliance, wave)
    return None if saved and issued and saved < issued - FAST_CLOCK else saved


def _read(opened: Opened, claim: _Claim, letter: Letter, desk: Desk, verified: bytes | None) -> Judged:
    """Submission, checked answers and balance of a file whose owner is known."""
    wave = claim.wave
    sent = desk.slots(str(opened.recognised.code or ""))
    submission = read_submission(opened, claim.worksheets, language=claim.language, sent=sent)
    if verified is not None and opened.format is Format.XLSX:
        disagreed = disagreements(verified, submission, workbook=opened.workbook, texts=claim.texts)
        submission = replace(submission, noted=submission.noted + disagreed)
    by_ags = None
    if claim.confidence is not Confidence.ASSIGNED:
        by_ags = ags_of_other(opened, submission, letter, desk, claimed=claim.alliance)
    printed = desk.printed_for(claim.alliance)
    carried = desk.carried_for(claim.alliance, wave.id)
    checked = check(submission, wave_date=wave.reference_date, printed=printed, carried=carried)
    lost = unaccounted(submission, checked)
    judged = Judged(
        Outcome.QUARANTINED if lost else Outcome.ACCEPTED,
        said_once(
            (*about_owner(claim, letter, desk, by_ags), *lost, *checked.findings),
            claim.worksheets,
            claim.texts,
        ),
        claim.alliance,
        wave.id,
        claim.confidence,
        counts=submission.counts,
        condition=submission.condition.as_json(),
    )
    here = tuple(worksheet for worksheet in claim.worksheets if worksheet.id not in submission.elsewhere)
    if lost:
        return judged
    if claim.confidence is not Confidence.ASSIGNED and _is_as_sent(opened, checked, here, desk):
        unchanged = make_finding(remark("form_untouched"), texts=claim.texts)
        return replace(judged, findings=(*about_owner(claim, letter, desk), unchanged))
    return _with_answers(judged, here, checked, claim.texts)


def _is_as_sent(opened: Opened, checked: Checked, worksheets: tuple[Worksheet, ...], desk: Desk) -> bool:
    """Whether this is the form that was sent, or one in which nothing but the prefilled answers stands.

    A blank one is known by having no answers, whatever its form.
    """
    if not any(record.answered for record in checked.records):
        return False
    forms = [form for form in desk.forms if form.form_code == str(opened.recognised.code)]
    if any(form.file_sha256 == opened.sha256 for form in forms):
        return True
    return is_untouched(forms, checked.records, worksheets)


def _with_answers(
    judged: Judged, worksheets: tuple[Worksheet, ...], checked: Checked, texts: Texts
) -> Judged:
    returned = _returned(worksheets, checked.records)
    names = {stored.worksheet for stored in returned}
    records = tuple(record for record in checked.records if record.worksheet in names)
    findings = about_answered(judged.findings, worksheets, names, texts)
    return replace(judged, worksheets=returned, records=records, findings=findings)


def _claim(opened: Opened, letter: Letter, desk: Desk, owner: Owner | None) -> _Claim:
    found = opened.recognised
    if owner is not None:
        wave = desk.wave(owner.wave)
        if wave is None:
            raise Refusal("unknown_wave", wave=owner.wave)
        worksheets = _declared(found, desk)
        language = opened.language(worksheets) if worksheets and found.fingerprint else None
        if language is None:
            worksheets, language = _by_content(opened, worksheets, owner, desk)
        return _Claim(owner.alliance, wave, worksheets, Confidence.ASSIGNED, language)
    if found.code is None:
        raise _without_code(opened, letter, desk)
    if found.identity.confidence is Confidence.UNCLEAR:
        raise unclear(opened, letter, desk)
    if wave_code(found.identity.wave) == PREVIEW_WAVE:
        raise Refusal("preview")
    wave = desk.wave(found.identity.wave)
    if wave is None:
        raise Refusal("unknown_wave", wave=found.identity.wave)
    if desk.alliance(found.identity.alliance) is None:
        raise Refusal("unknown_alliance", alliance=found.identity.alliance)
    worksheets = _declared(found, desk)
    if not worksheets:
        hashes = [
            content_hash[:12]
            for content_hash in found.identity.declarations
            if desk.declaration(content_hash) is None
        ]
        raise Refusal("unknown_declaration", hashes=", ".join(hashes) or found.fingerprint[:6])
    language = opened.language(worksheets)
    if language is None:
        raise Refusal("other_layout", found=found.fingerprint[:12])
    _not_of_earlier_wave(wave, desk)
    one_alliance_only(opened, letter, desk)
    not_anothers(opened, letter, desk, found.identity.alliance)
    not_a_strangers(letter, desk, found.identity.alliance)
    return _Claim(found.identity.alliance, wave, worksheets, found.identity.confidence, language)


def _not_of_earlier_wave(wave: Wave, desk: Desk) -> None:
    """Waiting for forms of a wave before the one under way, which their answers would change unasked."""
    under_way = desk.under_way
    if wave.audience == "team":
        return
    if under_way is not None and desk.waves.index(wave) < desk.waves.index(under_way):
        raise Waiting("old_wave", wave=wave.id, current=under_way.id)


def _declared(found: Recognised, desk: Desk) -> tuple[Worksheet, ...]:
    """The declarations that the form was made from, as the project kept them; none if one is not kept."""
    issued = desk.issued_with(form_code=str(found.code)) if found.code else ()
    hashes = found.identity.declarations
    # programs sort a file's properties, but a form's order counts
    same = sorted(hashes) == sorted(issued)
    if not hashes and not issued:
        # made on another computer, and its properties are lost: its code says what it was made from
        return _kept(desk.made_like(found.fingerprint), desk)
    return _kept(issued if same or not hashes else hashes, desk)


def _kept(hashes: Iterable[str], desk: Desk) -> tuple[Worksheet, ...]:
    kept = [desk.declaration(wanted) for wanted in hashes]
    return tuple(worksheet for worksheet in kept if worksheet is not None) if all(kept) else ()


def _by_content(
    opened: Opened, named: tuple[Worksheet, ...], owner: Owner, desk: Desk
) -> tuple[tuple[Worksheet, ...], str]:
    """Declarations and language of a file that does not name them: by its sheets, the owner's form first."""
    issued = desk.issued_with(alliance=owner.alliance, wave=owner.wave)
    makes = [_kept(hashes, desk) for hashes in dict.fromkeys((issued, *desk.makes_of_forms())) if hashes]
    spoken = desk.languages(owner.alliance, owner.wave)
    worksheets, language = opened.made_from([named] if named else filter(None, makes), spoken)
    if not worksheets:
        raise Refusal("no_form")
    return worksheets, language


def _without_code(opened: Opened, letter: Letter, desk: Desk) -> Refusal:
    makes = (_kept(hashes, desk) for hashes in desk.makes_of_forms())
    if not opened.made_from(filter(None, makes), desk.languages())[0]:
        return Refusal("no_form")
    return Waiting("no_code", likely=likely(opened, letter, desk))


def _returned(worksheets: tuple[Worksheet, ...], records: Iterable[Record]) -> tuple[StoredWorksheet, ...]:
    """The worksheets in which anything was answered; a blank one does not replace an earlier return."""
    rows: dict[str, int] = {}
    answered: set[str] = set()
    for record in records:
        rows[record.worksheet] = rows.get(record.worksheet, 0) + 1
        if record.answered:
            answered.add(record.worksheet)
    return tuple(
        StoredWorksheet(worksheet.id, worksheet.version, worksheet.content_hash, rows[worksheet.id])
        for worksheet in worksheets
        if worksheet.id in answered
    )
