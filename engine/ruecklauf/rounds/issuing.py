"""The forms of a wave, one workbook per alliance, and a note of each in the store."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.formcode import make_form_code
from ruecklauf.forms.slots import Recipient, Round, told_in_form
from ruecklauf.forms.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.project import Alliance, Project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.prefill import NOTHING, Prefills
from ruecklauf.rounds.versions import refuse_changed_types
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import IssuedForm
from ruecklauf.texts import load_texts


@dataclass(frozen=True, slots=True)
class WrittenForm:
    alliance: Alliance
    path: Path
    form_code: str


def round_of(project: Project, wave: Wave) -> Round:
    """What the forms of a wave say besides their worksheets."""
    settings = project.settings
    texts = load_texts(wave.language)
    sender, contact = settings.sender, settings.contact
    privacy = settings.privacy
    address = ", ".join(filter(None, (sender.street, sender.place)))
    return Round(
        title=settings.title,
        purpose=texts("round.purpose", institution=sender.institution),
        wave_id=wave.id,
        wave_title=wave.title,
        deadline=wave.deadline,
        reference_date=wave.reference_date,
        sender="\n".join(filter(None, (sender.institution, sender.unit, address))),
        return_to=sender.email,
        contact=", ".join(filter(None, (contact.name, contact.phone, contact.email))),
        privacy=" ".join(
            filter(None, (privacy.text, texts("round.controller", name=privacy.controller), privacy.url))
        ),
        privacy_version=texts("round.privacy_version", version=privacy.version),
    )


def recipient_of(alliance: Alliance) -> Recipient:
    """The alliance as a form addresses it."""
    return Recipient(alliance.id, alliance.name, alliance.ags, alliance.area_type, alliance.email)


def issue_forms(
    workspace: Workspace,
    wave: Wave,
    alliances: Iterable[Alliance],
    *,
    folder: Path,
    now: datetime,
    only: tuple[str, ...] = (),
    prefills: Prefills = NOTHING,
    progress: Callable[[], None] = lambda: None,
) -> tuple[WrittenForm, ...]:
    """Write the forms into a folder and keep their declarations and codes with the project.

    ProjectError if the folder cannot be written, or if a field has another type than in earlier forms. Forms
    written before an error are noted all the same.
    """
    worksheets = workspace.worksheets(wave, only)
    refuse_changed_types(worksheets, workspace.store.declarations().values())
    layout = build_layout(worksheets, more_rows=prefills.more_rows, language=wave.language)
    about = round_of(workspace.project, wave)
    writer = FormWriter(layout, about)
    texts = load_texts(wave.language)
    workspace.store.save_declarations(worksheets)
    written: list[WrittenForm] = []
    issued: list[IssuedForm] = []
    try:
        for alliance in alliances:
            content = writer.write(recipient_of(alliance), prefills.of(alliance.id))
            path = _save(folder, form_name(alliance, wave), content)
            code = make_form_code(alliance.id, wave.id, layout.fingerprint)
            written.append(WrittenForm(alliance, path, code))
            slots = told_in_form(recipient_of(alliance), about, layout, texts)
            form = _issued(alliance, wave, code, path, content, layout.fingerprint, worksheets, now)
            issued.append(replace(form, slots=slots))
            progress()
    finally:
        workspace.store.record_forms(issued)
    return tuple(written)


def _issued(
    alliance: Alliance,
    wave: Wave,
    code: str,
    path: Path,
    content: bytes,
    fingerprint: str,
    worksheets: tuple[Worksheet, ...],
    now: datetime,
) -> IssuedForm:
    return IssuedForm(
        alliance=alliance.id,
        wave=wave.id,
        form_code=code,
        file_sha256=hashlib.sha256(content).hexdigest(),
        file_name=path.name,
        fingerprint=fingerprint,
        declarations=tuple(worksheet.content_hash for worksheet in worksheets),
        created_at=now,
    )


def _save(folder: Path, name: str, content: bytes) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_bytes(content)
    except OSError as error:
        raise ProjectError(
            f"forms cannot be written here: {error.strerror or error}",
            where=str(folder),
            remedy="Choose another folder with --out, or close the form if it is open in Excel.",
        ) from error
    return path


_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def form_name(alliance: Alliance, wave: Wave) -> str:
    """A file name that every mail program and file system takes: `Kleve_2026-1_KQ7M2X.xlsx`."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", alliance.name.translate(_SPELT_OUT)).strip("-")
    return f"{name[:60]}_{wave.id}_{alliance.id}.xlsx"
