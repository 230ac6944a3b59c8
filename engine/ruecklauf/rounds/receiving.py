"""Returned files taken in: archived first, then read, checked and stored, each in one transaction."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ruecklauf.check.check import check
from ruecklauf.check.records import Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.findings import Finding, make_finding, remark
from ruecklauf.intake.collector import collector_at_rest
from ruecklauf.intake.read import Opened, open_return, read_submission
from ruecklauf.intake.recognise import Recognised
from ruecklauf.intake.refusal import Refusal
from ruecklauf.intake.submission import CellCounts, Confidence
from ruecklauf.layout.build import build_layout
from ruecklauf.project import Project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.comparing import compare_with_earlier
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Outcome, StoredOutcome, StoredWorksheet, SubmissionEntry
from ruecklauf.texts import Texts, load_texts

IMPORTER_VERSION = "1"
"""Raised when returns would be read differently: the same bytes are then imported once more."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file."""

    file: str
    sha256: str
    outcome: str
    """accepted, accepted_with_findings, refused or duplicate."""
    alliance: str = ""
    wave: str = ""
    confidence: str = ""
    worksheets: tuple[StoredWorksheet, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: CellCounts | None = None

    def as_json(self) -> dict[str, object]:
        """The object that `import --json` prints for a file."""
        counts = self.counts or CellCounts(0, 0, 0)
        return {
            "file": self.file,
            "sha256": self.sha256,
            "outcome": self.outcome,
            "alliance": self.alliance,
            "wave": self.wave,
            "confidence": self.confidence,
            "worksheets": [
                {"worksheet": one.worksheet, "version": one.version, "rows": one.rows}
                for one in self.worksheets
            ],
            "findings": [finding_json(finding) for finding in self.findings],
            "cells": {
                "answers": counts.answers,
                "template": counts.template,
                "findings": counts.findings,
                "total": counts.total,
            },
        }


def finding_json(finding: Finding) -> dict[str, str]:
    """A finding for programs."""
    subject = finding.subject
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": str(finding.place),
        "worksheet": subject.worksheet,
        "table": subject.section,
        "row_id": subject.row_id,
        "field": subject.field,
        "found": finding.found,
        "message": finding.message,
    }


def files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files named, and all files in the folders named; hidden ones are passed over.

    Files of a folder come in the order in which they were saved there, so that of two returns the later one
    counts. ProjectError for a path that does not exist, or a folder that cannot be listed.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [file for file in _all_files(path) if not _is_hidden(file, path)]
            found.extend(sorted(inside, key=lambda file: (file.lstat().st_mtime, str(file))))
        elif path.exists():
            found.append(path)
        else:
            raise ProjectError("there is no such file or folder", where=str(path))
    return tuple(dict.fromkeys(found))


def _all_files(folder: Path) -> Iterator[Path]:
    """Everything in a folder and below that is no folder, links that lead nowhere too."""

    def refuse(error: OSError) -> None:
        raise ProjectError(
            f"this folder cannot be listed: {error.strerror}", where=str(error.filename)
        ) from error

    for root, _, names in os.walk(folder, onerror=refuse):
        yield from (Path(root) / name for name in names)


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


@dataclass(frozen=True)
class Receiver:
    """Takes in returned files for a project."""

    workspace: Workspace
    expected: Wave | None = None
    """The wave that returns are expected of; others are taken in with a warning."""

    def receive(self, path: Path, *, now: datetime) -> Received:
        """Take one file in. Whatever is in it, this gives an outcome; only a broken project raises."""
        try:
            data = path.read_bytes()
        except OSError as error:
            finding = self._about_file("unreadable_file", why=error.strerror or str(error))
            return Received(str(path), "", "refused", findings=(finding,))
        sha256 = self.workspace.archive.keep(data)
        known, version = self._known(sha256)
        if known is not None and known.outcome is Outcome.ACCEPTED:
            return self._again(path, data, sha256, known, now)
        entry, findings = self._judge(path, data, sha256, version, now)
        if known is not None and entry.outcome is not Outcome.ACCEPTED:
            self._again(path, data, sha256, known, now)
            return Received(str(path), sha256, "refused", findings=findings)
        saved = self.workspace.store.save_submission(entry)
        if saved.duplicate:
            return Received(str(path), sha256, "duplicate", entry.alliance, entry.wave)
        return Received(
            str(path),
            sha256,
            _outcome(entry, findings),
            entry.alliance,
            entry.wave,
            entry.confidence.value,
            entry.worksheets,
            findings,
            entry.counts,
        )

    def _known(self, sha256: str) -> tuple[StoredOutcome | None, str]:
        """The last outcome of these bytes, and the version under which a further one is stored.

        What was refused is judged again: the list of alliances or the waves may have been put right since.
        """
        known, version, attempt = None, IMPORTER_VERSION, 1
        while (found := self.workspace.store.knows(sha256, version)) is not None:
            known, version = found, f"{IMPORTER_VERSION}.{attempt}"
            attempt += 1
        return known, version

    def _again(self, path: Path, data: bytes, sha256: str, known: StoredOutcome, now: datetime) -> Received:
        self.workspace.store.record_receipt(sha256, size=len(data), file_name=path.name, received_at=now)
        return Received(str(path), sha256, "duplicate", known.alliance, known.wave)

    def _judge(
        self, path: Path, data: bytes, sha256: str, version: str, now: datetime
    ) -> tuple[SubmissionEntry, tuple[Finding, ...]]:
        blank = SubmissionEntry(
            sha256=sha256,
            size=len(data),
            file_name=path.name,
            received_at=now,
            importer_version=version,
            imported_at=now,
            outcome=Outcome.REFUSED,
        )
        try:
            with collector_at_rest():
                return self._read(blank, open_return(data))
        except Refusal as refusal:
            finding = self._about_file(refusal.code, **refusal.params)
            return replace(blank, findings=(finding,)), (finding,)

    def _read(self, blank: SubmissionEntry, opened: Opened) -> tuple[SubmissionEntry, tuple[Finding, ...]]:
        found = opened.recognised
        wave = self._wave(found)
        worksheets = self._worksheets(found)
        self._known_alliance(found)
        self._same_layout(found, worksheets, wave)
        submission = read_submission(opened, worksheets, language=wave.language)
        checked = check(submission, wave_date=wave.reference_date, language=wave.language)
        returned = _returned(worksheets, checked.records)
        names = {one.worksheet for one in returned}
        records = tuple(record for record in checked.records if record.worksheet in names)
        alliance = submission.identity.alliance
        about_earlier = compare_with_earlier(
            self.workspace.store, alliance, wave.id, returned, records, self._texts
        )
        findings = (*self._about_wave(wave), *checked.findings, *about_earlier)
        entry = replace(
            blank,
            outcome=Outcome.ACCEPTED,
            alliance=alliance,
            wave=wave.id,
            confidence=submission.identity.confidence,
            worksheets=returned,
            records=records,
            findings=findings,
            counts=submission.counts,
        )
        return entry, findings

    @property
    def _texts(self) -> Texts:
        return load_texts(self.expected.language if self.expected else "de")

    @property
    def _project(self) -> Project:
        return self.workspace.project

    def _about_file(self, code: str, **params: str) -> Finding:
        return make_finding(remark(code, None, **params), texts=self._texts)

    def _wave(self, found: Recognised) -> Wave:
        identity = found.identity
        if found.code is None:
            raise Refusal("no_form")
        if identity.confidence is Confidence.UNCLEAR:
            codes = sorted({evidence.text for evidence in identity.evidence})
            raise Refusal("unclear_form", codes=" / ".join(codes[:4]))
        try:
            return self._project.wave(identity.wave)
        except ProjectError as error:
            raise Refusal("unknown_wave", wave=identity.wave) from error

    def _known_alliance(self, found: Recognised) -> None:
        if all(alliance.id != found.identity.alliance for alliance in self._project.alliances):
            raise Refusal("unknown_alliance", alliance=found.identity.alliance)

    def _about_wave(self, wave: Wave) -> tuple[Finding, ...]:
        if self.expected is None or self.expected.id == wave.id:
            return ()
        return (self._about_file("other_wave", wave=wave.id, expected=self.expected.id),)

    def _worksheets(self, found: Recognised) -> tuple[Worksheet, ...]:
        """The declarations that the form was made from, as the project kept them."""
        hashes = found.identity.declarations or self._issued_with(found)
        kept = {wanted: self.workspace.store.declaration(wanted) for wanted in hashes}
        unknown = [wanted[:12] for wanted, worksheet in kept.items() if worksheet is None]
        if unknown or not kept:
            raise Refusal("unknown_declaration", hashes=", ".join(unknown) or found.fingerprint[:6])
        return tuple(worksheet for worksheet in kept.values() if worksheet is not None)

    def _issued_with(self, found: Recognised) -> tuple[str, ...]:
        for form in self.workspace.store.issued():
            if form.form_code == str(found.code):
                return form.declarations
        return ()

    def _same_layout(self, found: Recognised, worksheets: tuple[Worksheet, ...], wave: Wave) -> None:
        layout = build_layout(worksheets, more_rows=found.more_rows, language=wave.language)
        if not layout.fingerprint.startswith(found.fingerprint.lower()[:6]):
            raise Refusal("other_layout", found=found.fingerprint[:12])


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


def _outcome(entry: SubmissionEntry, findings: tuple[Finding, ...]) -> str:
    if entry.outcome is not Outcome.ACCEPTED:
        return "refused"
    return "accepted_with_findings" if findings else "accepted"
