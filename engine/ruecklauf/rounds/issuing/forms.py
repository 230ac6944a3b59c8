"""The forms of a wave, workbooks and text documents, and a note of each in the store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

from ruecklauf.check.carried import carried_slots
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.findings import Subject
from ruecklauf.formcode import make_form_code
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.slots import Recipient, Round, document_slots, slot_texts
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.intake.pages.own import PICTURES
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Layout
from ruecklauf.layout.pages.plan import DocumentPlan, plan_document
from ruecklauf.office.document import DocumentTable, Paragraph, TextDocument, paragraphs_of
from ruecklauf.office.opening import open_document
from ruecklauf.office.refusal import Refusal
from ruecklauf.project import Alliance, Project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.issuing.carried_on import filled_in
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.guards import refuse_others
from ruecklauf.rounds.issuing.prefill import NOTHING, Prefills
from ruecklauf.rounds.issuing.refusal import refuse_closed, refuse_mistakes
from ruecklauf.rounds.issuing.rows import more_rows
from ruecklauf.rounds.issuing.saving import document_name, form_name, names_of, save_form, whole_set
from ruecklauf.rounds.issuing.versions import refuse_changed_types
from ruecklauf.rounds.untouched import prefilled_slots
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import IssuedForm
from ruecklauf.texts import load_texts
from ruecklauf.values import Value


@dataclass(frozen=True, slots=True)
class WrittenForm:
    alliance: Alliance
    path: Path
    form_code: str
    worksheet: str = ""
    """The one worksheet of a Word document; empty for a workbook."""


def round_of(project: Project, wave: Wave, language: str = "") -> Round:
    """What the forms of a wave say besides their worksheets, in the wave's language or another one.

    ProjectError if the settings have no texts in it.
    """
    settings, language = project.settings, language or wave.language
    texts, said = load_texts(language), settings.said(wave, language)
    sender, contact = settings.sender, settings.contact
    privacy = settings.privacy
    address = ", ".join(filter(None, (sender.street, sender.place)))
    return Round(
        title=said.title,
        purpose=texts("round.purpose", institution=sender.institution),
        wave_id=wave.id,
        wave_title=said.wave,
        deadline=wave.deadline,
        reference_date=wave.reference_date,
        sender="\n".join(filter(None, (sender.institution, sender.unit, address))),
        return_to=sender.email,
        contact=", ".join(filter(None, (contact.name, contact.phone, contact.email))),
        privacy=" ".join(
            filter(None, (said.privacy, texts("round.controller", name=privacy.controller), privacy.url))
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
    formats: Collection[FormFormat] = (FormFormat.XLSX,),
    prefills: Prefills = NOTHING,
    free_rows: Mapping[str, int] = {},
    printed_later: bool = False,
    progress: Callable[[], None] = lambda: None,
) -> tuple[WrittenForm, ...]:
    """Write the forms into a folder and keep their declarations and codes with the project.

    Until all are written, and are printed if they will be, the folder says that they are `incomplete`.

    `free_rows`: how many tables have, by worksheet or `worksheet.section`, if more than they declare.

    ProjectError if the folder cannot be written, a Word template is wrong, or a field has another type than
    in earlier forms. Forms written before an error are noted all the same.
    """
    worksheets, alliances = workspace.worksheets(wave, only), tuple(alliances)
    refuse_others(wave, worksheets)
    refuse_mistakes(workspace, wave, worksheets, today=now.date())
    with workspace.store.snapshot() as state:
        refuse_closed(wave, closed=state.is_closed(wave.id, wave.state))
        refuse_changed_types(worksheets, state.declarations().values())
        own = {form.file_sha256 for form in state.issued()}
    rows = more_rows(free_rows, worksheets, needed=prefills.more_rows)
    made_in = _Languages(workspace, wave, worksheets, rows, now, prefills, formats)
    workspace.store.save_declarations(worksheets)
    names = [name for each in alliances for name in names_of(each, wave, worksheets, formats)]
    with whole_set(folder, names, own=own, printed_later=printed_later):
        return tuple(_written(made_in, alliances, folder, own=own, progress=progress))


def _written(
    made_in: _Languages,
    alliances: Iterable[Alliance],
    folder: Path,
    *,
    own: Container[str],
    progress: Callable[[], None],
) -> list[WrittenForm]:
    """Save the forms of one alliance after the other; those of an alliance that are all saved are noted."""
    written: list[WrittenForm] = []
    issued: list[IssuedForm] = []
    try:
        for alliance in alliances:
            issuing, writers = made_in(alliance)
            for made in (form for writer in writers for form in writer.forms_of(alliance)):
                path = save_form(folder, made.name, made.content, own=own)
                form = issuing.note(alliance, made, folder)
                written.append(WrittenForm(alliance, path, form.form_code, made.worksheet))
                issued.append(form)
            progress()
    finally:
        made_in.workspace.store.record_forms(issued)
    return written


@dataclass(frozen=True, slots=True)
class _Wording:
    """What a document has besides its worksheet."""

    hash: str
    pictures: int


@dataclass(frozen=True, slots=True)
class _Made:
    """A form that is not saved yet."""

    name: str
    content: bytes
    worksheet: str = ""
    wording: _Wording | None = None


@dataclass(frozen=True)
class _Issuing:
    """What all forms of a round are made from."""

    workspace: Workspace
    wave: Wave
    layout: Layout
    now: datetime
    prefills: Prefills

    @property
    def language(self) -> str:
        return self.layout.language

    @cached_property
    def round(self) -> Round:
        return round_of(self.workspace.project, self.wave, self.language)

    def recipient(self, alliance: Alliance) -> Recipient:
        """The alliance, with where the answers that stand in its forms come from."""
        own, source = self.prefills.of(alliance.id), self.prefills.wave_of(alliance.id)
        return replace(recipient_of(alliance), carried_from=source if own else "", is_prefilled=bool(own))

    def prefill(self, alliance: Alliance) -> dict[Subject, Value]:
        return filled_in(self.prefills, alliance.id, self.layout)

    def note(self, alliance: Alliance, made: _Made, folder: Path) -> IssuedForm:
        """What the store keeps of a form."""
        texts = load_texts(self.language)
        slots_of = document_slots if made.worksheet else slot_texts
        slots = slots_of(self.recipient(alliance), self.round, self.layout, texts)
        held = [sheet for sheet in self.layout.worksheets if made.worksheet in ("", sheet.id)]
        prefill = self.prefill(alliance)
        slots |= prefilled_slots(prefill, held) | carried_slots(prefill, held, self.prefills.wave)
        if made.wording and made.wording.pictures:
            slots |= {f"{PICTURES}{made.worksheet}": str(made.wording.pictures)}
        return IssuedForm(
            alliance=alliance.id,
            wave=self.wave.id,
            form_code=make_form_code(alliance.id, self.wave.id, self.layout.fingerprint),
            file_sha256=hashlib.sha256(made.content).hexdigest(),
            file_name=made.name,
            fingerprint=self.layout.fingerprint,
            declarations=tuple(worksheet.content_hash for worksheet in self.layout.worksheets),
            created_at=self.now,
            slots=slots,
            worksheet=made.worksheet,
            wording=made.wording.hash if made.wording else "",
            folder=_from_root(folder, self.workspace.project.root),
        )


def _from_root(folder: Path, root: Path) -> str:
    whole, own = folder.absolute(), root.absolute()
    return whole.relative_to(own).as_posix() if whole.is_relative_to(own) else str(whole)


class _Writer(Protocol):
    """Makes an alliance's forms of one format."""

    def forms_of(self, alliance: Alliance) -> Iterator[_Made]: ...


class _Workbooks:
    def __init__(self, issuing: _Issuing) -> None:
        self._issuing = issuing
        self._writer = FormWriter(issuing.layout, issuing.round)

    def forms_of(self, alliance: Alliance) -> Iterator[_Made]:
        recipient, prefill = self._issuing.recipient(alliance), self._issuing.prefill(alliance)
        content = self._writer.write(recipient, prefill)
        yield _Made(form_name(alliance, self._issuing.wave), content)


class _Documents:
    def __init__(self, issuing: _Issuing) -> None:
        templates = {
            worksheet.id: _read_template(path)
            for worksheet in issuing.layout.worksheets
            if (path := issuing.workspace.library.template(worksheet.id, issuing.language))
        }
        self._issuing = issuing
        self._writer = DocumentWriter(issuing.layout, issuing.round, templates)
        self._kept: dict[bytes, _Wording] = {}

    def forms_of(self, alliance: Alliance) -> Iterator[_Made]:
        recipient, prefill = self._issuing.recipient(alliance), self._issuing.prefill(alliance)
        for worksheet in self._issuing.layout.worksheets:
            content = self._writer.write(recipient, worksheet.id, prefill)
            name = document_name(alliance, self._issuing.wave, worksheet, self._issuing.language)
            yield _Made(name, content, worksheet.id, self._wording(recipient, worksheet))

    def _wording(self, recipient: Recipient, worksheet: Worksheet) -> _Wording:
        """What the form says besides its worksheet; nearly always the same for all alliances."""
        worded = self._writer.worded(recipient, worksheet.id)
        if worded not in self._kept:
            document, plan = _read_back(worded, worksheet), plan_document(self._issuing.layout, worksheet.id)
            hashed = self._issuing.workspace.store.save_wording(said_in(document, plan))
            self._kept[worded] = _Wording(hashed, document.pictures)
        return self._kept[worded]


def _read_back(form: bytes, worksheet: Worksheet) -> TextDocument:
    """A form as returns of it will be read; ProjectError where nobody could read them."""
    try:
        return open_document(form)
    except Refusal as error:
        raise ProjectError(
            f"a Word form of {worksheet.id!r} would be too large to be read when it comes back",
            remedy="Declare fewer rows, columns or entries; or send workbooks (--format xlsx).",
        ) from error


def said_in(document: TextDocument, plan: DocumentPlan) -> tuple[str, ...]:
    """Every text that a form shows outside the tables for answers, each once, in its order."""
    codes = {question.code for section in plan.sections for question in section.questions}
    codes |= {row.row_id for section in plan.sections for row in section.block.rows}
    blocks = [
        block for block in document.blocks if isinstance(block, Paragraph) or not _is_asked(block, codes)
    ]
    paragraphs = (paragraph.text for paragraph in paragraphs_of(tuple(blocks)))
    shown = (*paragraphs, *document.page_texts, *document.notes, *document.drawing_texts)
    return tuple(dict.fromkeys(filter(str.strip, shown)))


def _is_asked(table: DocumentTable, codes: Collection[str]) -> bool:
    """Whether the codes of rows or questions stand in a table's first column."""
    firsts = (row.cells[0].paragraphs() for row in table.rows if row.cells)
    return any(paragraph.text.strip() in codes for paragraphs in firsts for paragraph in paragraphs)


_WRITERS: dict[FormFormat, Callable[[_Issuing], _Writer]] = {
    FormFormat.XLSX: _Workbooks,
    FormFormat.DOCX: _Documents,
}


@dataclass
class _Languages:
    """What the forms of each language are made with, and those that carry on apart from others; made when
    the first one is asked for."""

    workspace: Workspace
    wave: Wave
    worksheets: tuple[Worksheet, ...]
    rows: Mapping[str, int]
    now: datetime
    prefills: Prefills
    formats: Collection[FormFormat]
    made: dict[tuple[str, int], tuple[_Issuing, list[_Writer]]] = field(default_factory=dict)

    def __call__(self, alliance: Alliance) -> tuple[_Issuing, list[_Writer]]:
        language, version = alliance.language_in(self.wave), self.prefills.version_for(alliance.id)
        if (language, version) not in self.made:
            layout = build_layout(self.worksheets, more_rows=self.rows, language=language, version=version)
            issuing = _Issuing(self.workspace, self.wave, layout, self.now, self.prefills)
            writers = [_WRITERS[name](issuing) for name in FormFormat if name in self.formats]
            self.made[language, version] = issuing, writers
        return self.made[language, version]


def _read_template(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"this Word template cannot be read: {error.strerror or error}",
            where=str(path),
            remedy="Close it if it is open in Word.",
        ) from error
