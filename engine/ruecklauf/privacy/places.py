"""Where personal data lies in a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ruecklauf.privacy.retention import kept_until
from ruecklauf.project.folder import ALLIANCES_FILE, SETTINGS_FILE
from ruecklauf.rounds.asking.passages import passages
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import ActKind

TABLES = {
    "contact": "personal answers",
    "contact_correction": "corrections of personal answers",
    "hidden_text": "texts that findings leave out",
    "sender": "addresses from which returns came",
    "message": "messages that were written",
    "incoming": "messages that came in",
    "alliance_note": "notes about alliances",
}
"""The tables of the contacts, and what stands in each."""
FILES = {
    "forms": "forms, which may be prefilled with contacts",
    "drafts": "drafts of messages",
    "inquiries": "inquiries",
    "snapshot": "masked answers for figures, deleted with each deletion",
}
"""Folders of a project with files that are made, and may be made again."""
BEFORE = "*.before-rebuild*"


@dataclass(frozen=True, slots=True)
class Place:
    """One place in which personal data may lie."""

    place: str
    what: str
    number: int
    until: str = ""
    """The last day on which what is there now is kept, by wave; empty where the settings say nothing."""

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def places(workspace: Workspace) -> list[Place]:
    """All of them, with how much lies there; nothing of it is shown."""
    return [*_stored(workspace), *_filed(workspace)]


def _stored(workspace: Workspace) -> Iterator[Place]:
    retention = workspace.project.settings.retention
    rows = workspace.store.personal.named(lambda text: True)
    for table, what in TABLES.items():
        is_message = table in ("message", "incoming", "alliance_note")
        months = retention.messages_months if is_message else retention.contacts_months
        yield Place("contacts database", what, rows[table], _until(workspace, months))
    with workspace.store.snapshot() as state:
        found, acts = passages(state), state.acts()
    undecided = sum(passage.verdict is None for passage in found)
    yield Place("answers database", f"texts that seem to be personal ({undecided} undecided)", len(found))
    unmasked = sum(act.kind is ActKind.UNMASKED for act in acts)
    yield Place("elsewhere", "exports without masks that were made", unmasked)


def _filed(workspace: Workspace) -> Iterator[Place]:
    root, project = workspace.project.root, workspace.project
    kept, erased = workspace.archive.originals(), workspace.archive.erased()
    until = _until(workspace, project.settings.retention.contacts_months)
    yield Place("archive", f"originals ({len(erased)} deleted on purpose)", len(kept), until)
    for folder, what in FILES.items():
        yield Place(f"{folder}/", what, len(files_in(root / folder)))
    yield Place(".", "databases as they were before a rebuild", len(list(root.glob(BEFORE))))
    yield Place(
        ALLIANCES_FILE, "addresses of alliances", sum(bool(alliance.email) for alliance in project.alliances)
    )
    yield Place(SETTINGS_FILE, "whom municipalities ask", 1)


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def _until(workspace: Workspace, months: int | None) -> str:
    ends = ((wave.id, kept_until(wave, months)) for wave in workspace.project.settings.waves)
    return ", ".join(f"{wave}: {last}" for wave, last in ends if last)
