"""Deleting a person, or what is kept no longer, with a record that names nobody."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from ruecklauf.check.contact_names import names_among, pattern_of
from ruecklauf.errors import ProjectError
from ruecklauf.privacy.originals import look_through
from ruecklauf.privacy.people import Person, is_telling
from ruecklauf.privacy.places import BEFORE, FILES, files_in
from ruecklauf.privacy.searching import texts_in
from ruecklauf.project.database import SQLITE_ENDINGS, database_file
from ruecklauf.rounds.evaluating.snapshots.removing import remove_snapshot
from ruecklauf.rounds.finding_keys import key_of
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Act, ActKind, Snapshot
from ruecklauf.store.privacy.erasing import Expired
from ruecklauf.store.privacy.texts import DELETED, Redacts

_LARGEST = 256 * 2**20
"""Bytes of a file beside the archive that is looked into."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where somebody is named, or what is kept no longer."""

    rows: dict[str, int]
    """By table."""
    originals: tuple[str, ...]
    """Hashes of archived files, with the messages and zips that they came in."""
    files: tuple[Path, ...]
    """Forms, drafts, inquiries and databases from before a rebuild."""
    maybe: dict[str, int]
    """By table, rows in which the surname alone stands; nothing is done to them."""
    unsearched: Mapping[str, str]
    """Archived files of which a program cannot tell what people read in them (pictures, scans), by hash: the
    names they came under."""
    by_hand: tuple[Path, ...]
    """Other files in the project's folder; nothing is done to them."""

    @property
    def is_any(self) -> bool:
        return bool(self.rows or self.originals or self.files)

    def as_json(self) -> dict[str, object]:
        shown = {"files": [str(path) for path in self.files], "by_hand": [str(path) for path in self.by_hand]}
        return {**asdict(self), **shown}

    def counts(self) -> dict[str, object]:
        """What the record keeps of it: hashes of originals, and of everything else how much."""
        return {
            "originals": list(self.originals),
            "files": len(self.files),
            "by_hand": len(self.by_hand),
            "not_searched": sorted(self.unsearched),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Who deletes, when and why."""

    person: str
    reason: str
    now: datetime


def find_person(workspace: Workspace, person: Person) -> Found:
    """Wherever the person is surely named: databases, archive, files made for and from them."""
    store = workspace.store.personal
    rows, maybe = store.named_surely(person.may_be_in, person.is_in)
    looked = look_through(workspace, person)
    with workspace.store.snapshot() as state:
        originals = _with_containers(state, (original.sha256 for original in looked if original.names_person))
        names = {receipt.sha256: receipt.file_name for receipt in state.receipts()}
    unsearched = {
        original.sha256: names.get(original.sha256, "") for original in looked if not original.is_searched
    }
    made = set(_made(workspace.project.root))
    files = tuple(path for path in sorted(made) if _file_names(path, person))
    others = (path for path in _others(workspace) if path not in made and _file_names(path, person))
    kept = workspace.archive.originals()
    held = tuple(sorted(kept & originals))
    return Found(dict(rows), held, files, dict(maybe), unsearched, tuple(others))


def find_expired(workspace: Workspace, expired: Expired) -> Found:
    """What the settings let nobody keep any longer."""
    rows = workspace.store.personal.erase_expired(expired, None)
    kept, root = workspace.archive.originals(), workspace.project.root
    originals = tuple(sorted(kept & {*expired.files}))
    waves = {*expired.contacts, *expired.messages}
    files = {path for path in _made(root) if waves & {*path.relative_to(root).parts}} if waves else set()
    files |= {*root.glob(BEFORE)} if waves else set()
    return Found(dict(rows), originals, tuple(sorted(files)), {}, {}, ())


def delete_person(workspace: Workspace, person: Person, found: Found, word: Word) -> None:
    """Delete what was found; of answers, findings and messages only the name goes.

    ProjectError for a reason that would name the person again.
    """
    if is_telling(person, word.reason):
        raise ProjectError("the reason names the person", remedy="Give one that does not: it is kept.")
    keys = _new_keys(workspace, lambda text, _: person.taken_out_of(text))

    def without(text: str) -> str:
        return keys.get(text) or person.taken_out_of(text)

    done = _record("person", found, word)
    workspace.store.personal.erase_person(person.is_in, without, keys, done)
    _delete_files(workspace, found, word)


def delete_expired(workspace: Workspace, expired: Expired, found: Found, word: Word) -> None:
    """Delete what is kept no longer; of texts the names go that only the deleted contacts told."""
    done = _record("retention", found, word)
    waves = sorted({*expired.contacts, *expired.messages})
    done = replace(done, details={**done.details, "waves": waves})
    without = _without_contacts(workspace, expired)
    keys = _new_keys(workspace, lambda text, whose: without[whose](text) if whose in without else text)
    workspace.store.personal.erase_expired(expired, done, without, keys)
    _delete_files(workspace, found, word)


def _record(by: str, found: Found, word: Word) -> Act:
    details = {"by": by, **found.counts()}
    return Act(
        kind=ActKind.ERASED, details=details, person=word.person, reason=word.reason, recorded_at=word.now
    )


def _without_contacts(workspace: Workspace, expired: Expired) -> dict[str, Redacts]:
    """By alliance, what takes those contacts out of a text that are named in no wave that is kept."""
    gone: dict[str, set[str]] = {}
    kept: dict[str, set[str]] = {}
    with workspace.store.snapshot() as state:
        contacts = state.contacts(current_only=False)
    for row in contacts:
        target = gone if row.wave in expired.contacts else kept
        target.setdefault(row.alliance, set()).update(names_among([(row.field, row.raw)]))
    only = {alliance: names - kept.get(alliance, set()) for alliance, names in gone.items()}
    return {
        alliance: partial(pattern_of(frozenset(names)).sub, DELETED)
        for alliance, names in only.items()
        if names
    }


def _new_keys(workspace: Workspace, without: Callable[[str, str], str]) -> dict[str, str]:
    """Keys of findings that say something else once they name nobody, with those they then have."""
    with workspace.store.snapshot() as state:
        stored = state.findings(current_only=False)
    renamed = {}
    for finding in stored:
        found, message = (
            without(text, finding.alliance) for text in (finding.finding.found, finding.finding.message)
        )
        if (found, message) != (finding.finding.found, finding.finding.message):
            after = finding._replace(finding=replace(finding.finding, found=found, message=message))
            renamed[key_of(finding)] = key_of(after)
    return renamed


def _names(data: bytes, person: Person) -> bool:
    return any(map(person.is_in, texts_in(data)))


def _file_names(path: Path, person: Person) -> bool:
    """Whether a file, or its name, names the person; what cannot be read is passed over."""
    try:
        if person.is_in(path.stem.replace("_", " ")):
            return True
        return path.stat().st_size <= _LARGEST and _names(path.read_bytes(), person)
    except OSError:
        return False


def _with_containers(state: Snapshot, files: Iterable[str]) -> set[str]:
    """The files and everything they came in, whose bytes hold them."""
    outer: dict[str, set[str]] = {}
    for receipt in state.receipts():
        outer.setdefault(receipt.sha256, set()).add(receipt.container)
    found, new = set[str](), set(files)
    while new:
        found |= new
        new = {container for sha256 in new for container in outer.get(sha256, ()) if container} - found
    return found


def _made(root: Path) -> Iterator[Path]:
    """Files that the program makes of what is stored."""
    for folder in FILES:
        yield from files_in(root / folder)
    yield from sorted(root.glob(BEFORE))


def _others(workspace: Workspace) -> Iterator[Path]:
    """Files in the project's folder that are neither stored nor made: settings, lists, exports, returns."""
    project = workspace.project
    urls: Collection[str] = (project.database_url, project.contacts_url)
    bases = [file for file in map(database_file, urls) if file]
    own = {base.with_name(base.name + ending) for base in bases for ending in SQLITE_ENDINGS}
    for path in files_in(project.root):
        if path not in own and project.archive_dir not in path.parents:
            yield path


def _delete_files(workspace: Workspace, found: Found, word: Word) -> None:
    """Originals leave a note in their places: what is read of it is when and by whom, nothing of whom."""
    why = json.dumps({"deleted_at": word.now.isoformat(), "by": word.person}, ensure_ascii=False)
    remove_snapshot(workspace.project)
    for sha256 in found.originals:
        workspace.archive.erase(sha256, why)
    for path in found.files:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ProjectError(
                f"cannot be deleted ({error.strerror or error})",
                where=str(path),
                remedy="Close it, and run the command again: it goes on where it stopped.",
            ) from error
