"""What an import would do, tried on a copy of the project that is thrown away."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from ruecklauf.findings import Subject
from ruecklauf.project.database import database_url
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.executors import Elsewhere
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.taking_in.reception import receive_files
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Store, StoredAnswer, open_store
from ruecklauf.texts import load_texts
from ruecklauf.whole_files import is_abandoned


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that would be another one."""

    subject: Subject
    before: str
    """Empty where there is none, as is `after`."""
    after: str

    def __str__(self) -> str:
        worksheet, section, row_id, name = self.subject
        return f"{worksheet}.{section} {row_id} {name}: {self.before or '–'} → {self.after or '–'}"


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would become of one file."""

    received: Received
    replaces: tuple[str, ...]
    """Files of which worksheets would count no longer, with the worksheets."""
    changes: tuple[Change, ...]
    """Answers that would be others than now; of a first return none is listed."""
    is_first: bool
    """The alliance has returned nothing in the wave so far."""

    def as_json(self) -> dict[str, object]:
        changes = [
            {**change.subject._asdict(), "before": change.before, "after": change.after}
            for change in self.changes
        ]
        what = {"is_first": self.is_first, "replaces": list(self.replaces), "changes": changes}
        return {**self.received.as_json(), **what}


def rehearse(
    workspace: Workspace,
    files: Sequence[Path],
    *,
    now: datetime,
    expected: Wave | None = None,
    jobs: int | None = None,
    verify: bool = False,
    elsewhere: Elsewhere | None = None,
) -> Iterator[Rehearsed]:
    """What `receive_files` would do, file by file, each after those before it; nothing is stored."""
    clear_rehearsals(workspace.project.root)
    known = _Known(workspace.store)
    with _copied(workspace) as copy:
        options = {"now": now, "expected": expected, "jobs": jobs, "verify": verify, "elsewhere": elsewhere}
        for received in receive_files(copy, files, **options):  # type: ignore[arg-type]
            yield known.compared(received, copy.store)


def clear_rehearsals(root: Path) -> None:
    """Remove what a dry run left behind that was killed; those that are under way stay."""
    for folder in root.glob(f"{_PREFIX}*"):
        if is_abandoned(folder, _PREFIX):
            shutil.rmtree(folder, ignore_errors=True)


_PREFIX = ".rehearsal-"
"""Before the number of the process and a random part."""


@contextmanager
def _copied(workspace: Workspace) -> Iterator[Workspace]:
    """The project with databases and an archive of its own, which are gone afterwards.

    It lies in the project's folder, where personal data is at home, and on the same disk as the archive:
    originals, which nobody ever changes, are linked and not copied where the system can.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=workspace.project.root))
    try:
        kept = folder / "archive"
        kept.mkdir()
        for sha256 in workspace.archive.originals():
            target = kept / sha256[:2] / sha256
            target.parent.mkdir(exist_ok=True)
            _link(workspace.archive.folder / sha256[:2] / sha256, target)
        urls = (database_url(f"{kind}.sqlite", folder) for kind in ("answers", "contacts"))
        with open_store(*urls, pair=workspace.store.pair) as made:
            made.take_content(workspace.store)
            yield replace(workspace, opened=made, kept_in=kept)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


@dataclass
class _Known:
    """What counted for each alliance and wave before the file that comes next."""

    real: Store
    _answers: dict[tuple[str, str], _Counting] = field(default_factory=dict)

    def compared(self, received: Received, copy: Store) -> Rehearsed:
        whose = (received.alliance, received.wave)
        if not all(whose):
            return Rehearsed(received, (), (), is_first=False)
        before = self._answers.get(whose) or _counting(self.real, *whose)
        after = self._answers[whose] = _counting(copy, *whose)
        replaced = (
            f"{before.names[sha256]} ({worksheet})"
            for worksheet, sha256 in before.files.items()
            if after.files.get(worksheet) != sha256
        )
        is_first = not before.files and bool(after.files)
        changes = () if is_first else tuple(_changes(before, after))
        return Rehearsed(received, tuple(replaced), changes, is_first)


@dataclass(frozen=True, slots=True)
class _Counting:
    """What counts for an alliance in a wave."""

    files: dict[str, str]
    """The hash of the file that counts, by worksheet."""
    names: dict[str, str]
    answers: dict[Subject, StoredAnswer]


def _counting(store: Store, alliance: str, wave: str) -> _Counting:
    with store.snapshot() as state:
        current = state.current(wave, alliance=alliance)
        answers = [
            answer
            for returned in current
            for answer in state.answers_of(returned.submission_id, returned.worksheet)
        ]
        names = {returned.sha256: state.receipts(returned.sha256)[0].file_name for returned in current}
        made = {
            given.subject: given for given in state.corrections(alliance=alliance, wave=wave) if given.applies
        }
    files = {returned.worksheet: returned.sha256 for returned in current}
    found = {answer.subject: answer for answer in answers}
    for subject, given in made.items():
        if given.leaves_blank:
            found.pop(subject, None)
        else:
            submission = next(returned for returned in current if returned.worksheet == given.worksheet)
            found[subject] = given.answer_in(submission)
    return _Counting(files, names, found)


def _changes(before: _Counting, after: _Counting) -> Iterator[Change]:
    for subject in sorted({*before.answers, *after.answers}):
        old, new = before.answers.get(subject), after.answers.get(subject)
        if old is None or new is None or not old.says_the_same(new):
            yield Change(subject, _said(old), _said(new))


def _said(answer: StoredAnswer | None) -> str:
    """What an answer says, as a person may read it over another one's shoulder."""
    if answer is None:
        return ""
    return load_texts()("words.personal") if answer.personal else answer.text or f"({answer.missing})"
