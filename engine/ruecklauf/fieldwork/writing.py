"""Messages written: to whom, what is said, and what is attached, as internet messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from functools import cached_property

from ruecklauf.errors import ProjectError
from ruecklauf.fieldwork.attachments import (
    Attachment,
    deadline,
    feedback_for,
    forms_of,
    hashes,
    inquiries_for,
)
from ruecklauf.fieldwork.occasions import Concern, Occasion
from ruecklauf.fieldwork.open_points import open_points
from ruecklauf.fieldwork.templates import Template, read_template
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.issuing.forms import round_of
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import IssuedForm, Message
from ruecklauf.texts import load_texts


@dataclass(frozen=True, slots=True)
class Written:
    """A message that is not delivered yet."""

    concern: Concern
    noted: Message
    attachments: tuple[Attachment, ...]
    sender: Address
    date: datetime

    def as_email(self, *, draft: bool = False) -> EmailMessage:
        """The message; a draft opens in mail programs to be sent."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = self.sender
        mail["To"] = ", ".join(self.noted.to)
        if self.noted.cc:
            mail["Cc"] = ", ".join(self.noted.cc)
        mail["Reply-To"] = self.sender
        mail["Subject"] = self.noted.subject
        mail["Date"] = self.date
        mail["Message-ID"] = self.noted.message_id
        if draft:
            mail["X-Unsent"] = "1"
        mail.set_content(self.noted.text)
        for attachment in self.attachments:
            main, _, sub = attachment.media_type.partition("/")
            mail.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
        return mail


@dataclass(frozen=True)
class Writer:
    """Writes messages of one wave and occasion."""

    workspace: Workspace
    wave: Wave
    occasion: Occasion
    issued: Collection[IssuedForm]
    formats: Collection[str]
    way: str
    now: datetime
    asked: tuple[Alliance, ...] = ()
    """Whom questions are asked."""

    @cached_property
    def _inquiries(self) -> dict[str, tuple[Attachment, ...]]:
        return inquiries_for(
            self.workspace, self.wave, self.asked, issued=self.issued, formats=self.formats, now=self.now
        )

    @cached_property
    def _open(self) -> dict[str, tuple[str, ...]]:
        """What is open, for receipts alone: others do not name it."""
        return open_points(self.workspace, self.wave) if self.occasion is Occasion.RECEIPT else {}

    @cached_property
    def _templates(self) -> dict[str, Template]:
        return {}

    def write(self, concern: Concern, *, attempt: int) -> Written:
        """The message to an alliance. ProjectError where it has no address, or a form is not its own."""
        alliance, sender = concern.alliance, self.workspace.project.settings.sender
        if not alliance.addresses:
            raise ProjectError(
                f"{alliance.name} ({alliance.id}) has no e-mail address",
                remedy="Nothing was made. Enter one in alliances.csv, or choose others with --alliance.",
            )
        language = alliance.language_in(self.wave)
        if language not in self._templates:
            root = self.workspace.project.root
            self._templates[language] = read_template(root, self.occasion, language)
        subject, text = self._templates[language].filled(self._values(concern, language))
        attached = self._attachments(concern)
        noted = Message(
            message_id=make_msgid(domain=sender.email.rpartition("@")[2]),
            alliance=alliance.id,
            wave=self.wave.id,
            occasion=self.occasion,
            topic=concern.topic,
            attempt=attempt,
            way=self.way,
            to=alliance.addresses,
            cc=alliance.cc,
            subject=subject,
            text=text,
            attachments=dict(hashes(attached)),
            made_at=self.now,
        )
        local, _, domain = sender.email.rpartition("@")
        name = " ".join(sender.institution.split())
        return Written(concern, noted, attached, Address(name, local, domain), self.now)

    def _attachments(self, concern: Concern) -> tuple[Attachment, ...]:
        if self.occasion is Occasion.QUESTIONS:
            return self._inquiries.get(concern.alliance.id, ())
        project = self.workspace.project
        if self.occasion is Occasion.FEEDBACK:
            return feedback_for(concern.alliance, self.wave, project, self.formats)
        if not self.occasion.has_forms:
            return ()
        forms = forms_of(concern.alliance, self.wave, self.issued, project, self.formats)
        sender = project.settings.sender.email
        said = project.settings.said(self.wave, concern.alliance.language_in(self.wave))
        summary = f"{said.title}: {said.wave}"
        return (*forms, deadline(self.wave, concern.deadline, summary=summary, sender=sender, now=self.now))

    def _values(self, concern: Concern, language: str) -> dict[str, str]:
        of = round_of(self.workspace.project, self.wave, language)
        texts = load_texts(language)
        declared = {worksheet.id: worksheet for worksheet in self.workspace.worksheets(self.wave)}
        missing = (declared[name].title(language) for name in concern.open_worksheets)
        arrived = (
            f"{texts.day(date.fromisoformat(file.day))}: {file.name} (SHA-256 {file.sha256})"
            + "".join(f"\n  {declared[name].title(language)}" for name in file.worksheets if name in declared)
            for file in concern.arrived
        )
        return {
            "alliance.name": concern.alliance.name,
            "round.title": of.title,
            "round.wave": of.wave_title,
            "round.deadline": texts.day(concern.deadline),
            "round.sender": of.sender,
            "round.return_to": of.return_to,
            "round.contact": of.contact,
            "returns.missing": _listed(missing),
            "returns.arrived": _listed(arrived),
            "questions.open": _listed(self._open.get(concern.alliance.id, ())),
            "questions.list": "\n".join(
                f"{number}. {question}" for number, question in enumerate(concern.questions, start=1)
            ),
        }


def _listed(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items) or "–"
