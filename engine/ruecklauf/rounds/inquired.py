"""A returned inquiry judged: whose it is, what it answers and explains. Touches no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ruecklauf.check.balance import unaccounted
from ruecklauf.check.edits import read_edits
from ruecklauf.check.privacy import personal_data_in
from ruecklauf.check.records import Checked
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Finding, Subject, make_finding, remark
from ruecklauf.intake.inquiries.documents import read_inquiry_document
from ruecklauf.intake.inquiries.read import Explanation, InquiryReading, read_inquiry
from ruecklauf.intake.read import Opened
from ruecklauf.intake.sheets.second_reader import disagreements
from ruecklauf.intake.submission import Confidence, Submission
from ruecklauf.layout.inquiries import AskedRow, Inquiry
from ruecklauf.office.document import TextDocument
from ruecklauf.office.formats import Format
from ruecklauf.office.refusal import Refusal
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.doubts import (
    Waiting,
    about_owner,
    not_a_strangers,
    not_anothers,
    one_alliance_only,
    unclear,
)
from ruecklauf.rounds.judged import Judged, Owner
from ruecklauf.rounds.letters import Letter
from ruecklauf.store import AnsweredFinding, Outcome, StoredWorksheet
from ruecklauf.texts import load_texts


@dataclass(frozen=True, slots=True)
class _Claim:
    alliance: str
    wave: Wave
    confidence: Confidence


def judge_inquiry(
    opened: Opened,
    inquiry: Inquiry,
    letter: Letter,
    desk: Desk,
    owner: Owner | None,
    *,
    verified: bytes | None = None,
) -> Judged:
    """What a file says that was sent as this inquiry. Raises Refusal, or Waiting, as for forms.

    Whether its answers still have a place is for whoever stores it to say. `verified` is the file where a
    second reader is to read it, too.
    """
    claim = _claim(opened, inquiry, letter, desk, owner)
    submission, reading = inquiry_submission(opened, inquiry, desk)
    if verified is not None and opened.format is Format.XLSX:
        texts = load_texts(inquiry.language)
        disagreed = disagreements(verified, submission, workbook=opened.workbook, texts=texts)
        submission = replace(submission, noted=submission.noted + disagreed)
    checked = read_edits(submission)
    explained = tuple(_explained(reading.explanations, inquiry, desk))
    # what stands beside the answers is about the file: it is to be seen whatever counts of its worksheets
    about = tuple(map(_about_file, checked.findings))
    findings = (*about, *explained)
    if not checked.records and not reading.explanations:
        findings = (*findings, make_finding(remark("inquiry_blank"), texts=load_texts(inquiry.language)))
    lost = unaccounted(submission, Checked(checked.records, findings))
    answered = () if lost else tuple(_answered(checked, reading, inquiry))
    return Judged(
        Outcome.QUARANTINED if lost else Outcome.ACCEPTED,
        (*about_owner(claim, letter, desk), *lost, *findings),
        claim.alliance,
        claim.wave.id,
        claim.confidence,
        worksheets=() if lost else tuple(_worksheets(checked, submission.worksheets)),
        records=() if lost else checked.records,
        counts=submission.counts,
        inquiry=inquiry.code,
        answered=answered,
    )


def inquiry_submission(opened: Opened, inquiry: Inquiry, desk: Desk) -> tuple[Submission, InquiryReading]:
    """The raw answers of an inquiry; ways of reading it that depend on nothing but the file."""
    texts, content = load_texts(inquiry.language), opened.content
    if isinstance(content, TextDocument):
        reading = read_inquiry_document(content, inquiry, texts)
    else:
        reading = read_inquiry(content, inquiry, texts)
    hashes = dict.fromkeys(row.declaration for row in inquiry.rows if row.declaration)
    declared = [desk.declaration(content_hash) for content_hash in hashes]
    worksheets = tuple(worksheet for worksheet in declared if worksheet is not None)
    submission = Submission(
        opened.sha256,
        opened.recognised.identity,
        worksheets,
        reading.answers,
        (*opened.recognised.noted, *reading.noted),
        reading.counts,
        language=inquiry.language,
    )
    return submission, reading


def _claim(opened: Opened, inquiry: Inquiry, letter: Letter, desk: Desk, owner: Owner | None) -> _Claim:
    wave, alliance = desk.wave(inquiry.wave), desk.alliance(inquiry.alliance)
    if wave is None:
        raise Refusal("unknown_wave", wave=inquiry.wave)
    if alliance is None:
        raise Refusal("unknown_alliance", alliance=inquiry.alliance)
    if owner is not None:
        if (owner.alliance, owner.wave) != (inquiry.alliance, inquiry.wave):
            raise Waiting("inquiry_assigned", name=alliance.name)
        return _Claim(alliance.id, wave, Confidence.ASSIGNED)
    confidence = opened.recognised.identity.confidence
    if confidence is Confidence.UNCLEAR:
        raise unclear(opened, letter, desk)
    one_alliance_only(opened, letter, desk)
    not_anothers(opened, letter, desk, alliance.id)
    not_a_strangers(letter, desk, alliance.id)
    return _Claim(alliance.id, wave, confidence)


def _about_file(finding: Finding) -> Finding:
    """The finding without its subject, unless it is about an answer that was taken."""
    is_of_file = finding.code.partition("_")[0] == "inquiry" or finding.code in _BESIDE
    return replace(finding, subject=Subject()) if is_of_file else finding


_BESIDE = frozenset({"note_found", "drawing_text", "page_text", "link_target", "changes_recorded"})


def _explained(explanations: tuple[Explanation, ...], inquiry: Inquiry, desk: Desk) -> Iterator[Finding]:
    texts = load_texts(inquiry.language)
    for given in explanations:
        worksheet = desk.declaration(given.row.declaration)
        hide = _is_personal(given.row, worksheet) or bool(personal_data_in(given.text))
        yield make_finding(
            remark("inquiry_explained", row=given.row.id, where=given.row.where),
            texts=texts,
            place=given.place,
            found=texts("words.personal") if hide else given.text,
            hidden=given.text if hide else "",
        )


def _is_personal(row: AskedRow, worksheet: Worksheet | None) -> bool:
    """Whether a row is about a personal answer; where that is not known any more, it may be."""
    if not row.subject.field:
        return False
    fields = worksheet.all_fields() if worksheet else ()
    asked = {(section.id, field.id): field.personal for section, field in fields}
    return asked.get((row.subject.section, row.subject.field), True)


def _answered(checked: Checked, reading: InquiryReading, inquiry: Inquiry) -> Iterator[AnsweredFinding]:
    """Which findings are answered, and which are explained."""
    given = {
        Subject(record.worksheet, record.section, record.row_id, name): answer.place
        for record in checked.records
        for answers in (record.entries, record.contacts)
        for name, answer in answers.items()
    }
    found: dict[str, AnsweredFinding] = {}
    for explained in reading.explanations:
        for key in explained.row.findings:
            found[key] = AnsweredFinding(key, explained.row.id, True, str(explained.place))
    for row in inquiry.rows:
        if row.subject in given:
            for key in row.findings:
                found[key] = AnsweredFinding(key, row.id, False, str(given[row.subject]))
    yield from found.values()


def _worksheets(checked: Checked, worksheets: tuple[Worksheet, ...]) -> Iterator[StoredWorksheet]:
    names = [record.worksheet for record in checked.records]
    for worksheet in worksheets:
        if worksheet.id in names:
            rows = names.count(worksheet.id)
            yield StoredWorksheet(worksheet.id, worksheet.version, worksheet.content_hash, rows)
