"""A small project for tests: forms sent, returns filled in and handed in."""

from __future__ import annotations

import atexit
import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache, cached_property
from pathlib import Path

from cli.conftest import ALLIANCES, SETTINGS
from forms.making import LIBRARY
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Subject
from ruecklauf.forms.slots import Round
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.library import Library
from ruecklauf.project import Alliance, open_project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.issuing.forms import issue_forms, recipient_of, round_of
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.values import Value
from store.copying import copy_databases

START = datetime(2026, 6, 1, 8, tzinfo=UTC)
Typed = Mapping[tuple[str, str, str, str], Value]
"""Answers by worksheet, section, row id and field."""


class FrozenWorkspace(Workspace):
    """With the frozen worksheets, whatever is shipped."""

    @cached_property
    def library(self) -> Library:
        return LIBRARY


@cache
def _begun(settings: str, opened_as: type[Workspace]) -> Path:
    """A project with its forms made, to be copied: making them takes longer than most tests."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)
    root = Path(folder) / "project"
    _begin(root, settings, opened_as)
    return root


def _begin(root: Path, settings: str, opened_as: type[Workspace]) -> None:
    root.mkdir(parents=True)
    (root / "ruecklauf.toml").write_text(settings, encoding="utf-8")
    (root / "alliances.csv").write_text(ALLIANCES, encoding="utf-8")
    with opened_as(open_project(root), makes=True) as workspace:
        wave = workspace.project.settings.waves[0]
        folder = root / "forms" / wave.id
        issue_forms(workspace, wave, workspace.project.alliances, folder=folder, now=START)


def databases_in(root: Path) -> tuple[str, str]:
    """The addresses of a project's databases: of answers, and of contacts."""
    project = open_project(root)
    return project.database_url, project.contacts_url


@cache
def _writer(worksheets: tuple[Worksheet, ...], of: Round) -> FormWriter:
    return FormWriter(build_layout(worksheets), of)


@dataclass
class Game:
    """A project of two alliances, two waves and two worksheets, forms of the first wave made."""

    root: Path
    urls: tuple[str, str] | None = None
    """Addresses of the databases of answers and of contacts; files in the project by default."""
    settings: str = SETTINGS
    opened_as: type[Workspace] = FrozenWorkspace
    moments: int = 0
    files: int = 0
    received: list[Received] = field(default_factory=list)
    saves: dict[bytes, bytes] = field(default_factory=dict)
    """What became of forms when the program of whoever filled them in saved them."""

    def __post_init__(self) -> None:
        if self.urls is None:
            shutil.copytree(_begun(self.settings, self.opened_as), self.root)
        else:
            begun = _begun(self.settings, self.opened_as)
            shutil.copytree(begun, self.root, ignore=shutil.ignore_patterns("*.sqlite"))
            addresses = f'url = "{self.urls[0]}"\ncontacts_url = "{self.urls[1]}"'
            settings = f"{self.settings}[database]\n{addresses}\n"
            (self.root / "ruecklauf.toml").write_text(settings, encoding="utf-8")
            copy_databases(databases_in(begun), self.urls)

    @cached_property
    def workspace(self) -> Workspace:
        return self.opened_as(open_project(self.root), makes=True)

    def alliance(self, name: str) -> Alliance:
        return self.workspace.project.alliance(name)

    def wave(self, wave_id: str) -> Wave:
        return self.workspace.project.wave(wave_id)

    def filled(self, name: str, typed: Typed, *, wave: str = "2026-1") -> bytes:
        """The alliance's form with these answers."""
        declared = self.workspace.worksheets(self.wave(wave))
        writer = _writer(tuple(declared), round_of(self.workspace.project, self.wave(wave)))
        answers = {Subject(*where): value for where, value in typed.items()}
        return writer.write(recipient_of(self.alliance(name)), answers)

    def saved(self, data: bytes, name: str = "") -> Path:
        """A file in the project's folder of returns."""
        self.files += 1
        path = self.root / "returns" / (name or f"{self.files:03}.xlsx")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(self.saves.setdefault(data, saved_at(data, self.now())))
        return path

    def now(self) -> datetime:
        """A moment after everything that was handed in, and after every file that was saved."""
        return START + timedelta(days=self.moments, minutes=self.files)

    def saved_on(self, data: bytes, moment: datetime) -> bytes:
        """The file as a program saved it at that moment; it is handed in as it is."""
        saved = saved_at(data, moment)
        self.saves[saved] = saved
        return saved

    def later(self) -> datetime:
        """A moment one day after the last one."""
        self.moments += 1
        return START + timedelta(days=self.moments)

    def hand_in(self, data: bytes, name: str = "") -> Received:
        """Take one file in, a day after the last one; of a message or zip what became of itself."""
        return self.hand_in_all([data], name)[0]

    def hand_in_all(self, files: Iterable[bytes], name: str = "") -> list[Received]:
        """Take files in at once, and all that they hold."""
        paths = [self.saved(data, name) for data in files]
        found = list(Receiver(self.workspace).receive_all(paths, now=self.later()))
        self.received += found
        return found

    def answers(self, wave: str = "2026-1") -> dict[tuple[str, str, str, str, str], str | None]:
        """What counts now: values by alliance, worksheet, section, row and field, personal ones too."""
        store = self.workspace.store
        with store.snapshot() as state:
            rows = (*state.values(waves={wave}), *state.contacts(waves={wave}))
        return {(r.alliance, r.worksheet, r.section, r.row_id, r.field): r.value for r in rows}

    def close(self) -> None:
        self.workspace.store.close()


def saved_at(data: bytes, moment: datetime) -> bytes:
    """The file as a program saves it at that moment, which it notes; of other files than forms as it is."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as written:
        if not {"docProps/core.xml", "meta.xml"} & set(source.namelist()):
            return data
        for member in source.infolist():
            content = source.read(member)
            if member.filename in ("docProps/core.xml", "meta.xml"):
                content = _SAVED.sub(rb"\g<1>" + f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            written.writestr(member, content, member.compress_type)
    return target.getvalue()


_SAVED = re.compile(rb"(<(?:dcterms:modified|dc:date)\b[^>]*>)[^<]*")


def message(sender: str, sent: datetime, attachments: Mapping[str, bytes], text: str = "") -> bytes:
    """A mail with attachments, as a mailbox exports it."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "ruecklauf@institut.example"
    mail["Date"] = sent
    mail["Subject"] = "Rückmeldung"
    mail.set_content(text)
    for name, data in attachments.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def codes(received: Received) -> list[str]:
    """The codes of its findings."""
    return [finding.code for finding in received.findings]
