"""What is attached: forms, each opened before and found to be the alliance's; and the deadline."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from icalendar import Calendar, Event

from ruecklauf.errors import ProjectError
from ruecklauf.feedback.identity import mark_in, mark_of
from ruecklauf.feedback.places import ENDINGS, file_name, folder_of
from ruecklauf.formcode import wave_code
from ruecklauf.intake.read import open_return
from ruecklauf.intake.submission import Confidence
from ruecklauf.own_files import incomplete
from ruecklauf.project import Alliance, Project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.inquiring import inquiries_of
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.saving import form_name
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import IssuedForm

CALENDAR = "text/calendar"
_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_REMEDY = "Nothing was made. Make the forms anew: `ruecklauf forms`."


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def forms_of(
    alliance: Alliance, wave: Wave, issued: Collection[IssuedForm], project: Project, formats: Collection[str]
) -> tuple[Attachment, ...]:
    """The newest forms of an alliance, in the formats wanted, from where they were put.

    ProjectError where there is none, or where a file is not, byte for byte, a form that was made for the
    alliance and wave, or does not say so itself when it is read.
    """
    newest = {form.file_name: form for form in issued if (form.alliance, form.wave) == (alliance.id, wave.id)}
    wanted = [form for name, form in newest.items() if name.rpartition(".")[2] in formats]
    if not wanted:
        raise ProjectError(f"no form of {alliance.name} was made as {' or '.join(formats)}", remedy=_REMEDY)
    usual = project.forms_dir / wave.id
    folders = [project.root / form.folder if form.folder else usual for form in wanted]
    _refuse_incomplete(dict.fromkeys(folders), alliance, wave, formats, remedy=_REMEDY)
    return tuple(
        _form(alliance, wave, form, folder / form.file_name)
        for form, folder in zip(wanted, folders, strict=True)
    )


def _refuse_incomplete(
    folders: Iterable[Path], alliance: Alliance, wave: Wave, formats: Collection[str], *, remedy: str
) -> None:
    """ProjectError where the writing of an alliance's files was stopped before its end: what is there may be
    of an earlier run, or lack others of its kind."""
    own = form_name(alliance, wave).removesuffix(".xlsx")
    for folder in folders:
        for name in incomplete(folder):
            if name.startswith(own) and name.rpartition(".")[2] in formats:
                raise ProjectError(
                    f"the files of {alliance.name} were not written to the end, or still are being written",
                    where=str(folder / name),
                    remedy=remedy,
                )


def _form(alliance: Alliance, wave: Wave, form: IssuedForm, path: Path) -> Attachment:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"the form cannot be read ({error.strerror})", where=str(path), remedy=_REMEDY
        ) from error
    if hashlib.sha256(content).hexdigest() != form.file_sha256:
        raise ProjectError("this is not the form as it was made", where=str(path), remedy=_REMEDY)
    own = _own(content, alliance=alliance, wave=wave, name=str(path))
    return Attachment(path.name, _TYPES[path.suffix], own)


def inquiries_for(
    workspace: Workspace,
    wave: Wave,
    alliances: Collection[Alliance],
    *,
    issued: Collection[IssuedForm],
    formats: Collection[str],
    now: datetime,
) -> dict[str, tuple[Attachment, ...]]:
    """The inquiries of those alliances that have open questions, by alliance: of the formats wanted those in
    which it got its forms, or all if it got none of them."""
    got: dict[str, set[str]] = defaultdict(set)
    for form in issued:
        got[form.alliance].add(form.file_name.rpartition(".")[2])
    alike: dict[tuple[FormFormat, ...], list[Alliance]] = defaultdict(list)
    for alliance in alliances:
        wanted = [kind for kind in FormFormat if kind in formats]
        alike[tuple(kind for kind in wanted if kind in got[alliance.id]) or tuple(wanted)].append(alliance)
    made: dict[str, list[Attachment]] = defaultdict(list)
    for kinds, own in alike.items():
        for each in inquiries_of(workspace, wave, own, now=now, formats=kinds):
            content = _own(each.content, alliance=each.alliance, wave=wave, name=each.name)
            made[each.alliance.id].append(Attachment(each.name, _TYPES[Path(each.name).suffix], content))
    return {alliance: tuple(attached) for alliance, attached in made.items()}


def feedback_for(
    alliance: Alliance, wave: Wave, project: Project, formats: Collection[str]
) -> tuple[Attachment, ...]:
    """The letter and the workbook of an alliance, as they lie in the project, perhaps edited.

    ProjectError where there is none, or one does not say itself that it is the alliance's of this wave.
    """
    paths = [folder_of(project, wave) / file_name(alliance, wave, ending) for ending in ENDINGS]
    wanted = [path for path in paths if path.suffix[1:] in formats]
    _refuse_incomplete(
        [folder_of(project, wave)], alliance, wave, formats, remedy=_written_anew(alliance, wave)
    )
    return tuple(_feedback(alliance, wave, path) for path in wanted)


def _written_anew(alliance: Alliance, wave: Wave) -> str:
    return f"Nothing was made. Write it anew: `ruecklauf feedback --wave {wave.id} --alliance {alliance.id}`."


def _feedback(alliance: Alliance, wave: Wave, path: Path) -> Attachment:
    remedy = _written_anew(alliance, wave)
    try:
        content = path.read_bytes()
    except OSError as error:
        what = f"the feedback cannot be read ({error.strerror})"
        raise ProjectError(what, where=str(path), remedy=remedy) from error
    if mark_in(content) != mark_of(alliance.id, wave.id):
        what = f"this is not the feedback to {alliance.name} ({alliance.id}) for wave {wave.id}"
        raise ProjectError(what, where=str(path), remedy=remedy)
    return Attachment(path.name, _TYPES[path.suffix], content)


def _own(content: bytes, *, alliance: Alliance, wave: Wave, name: str) -> bytes:
    """The content, if it says itself that it is the alliance's of this wave."""
    found = open_return(content).recognised
    code = found.code
    own = (alliance.id, wave_code(wave.id), Confidence.CERTAIN)
    if code is None or (code.alliance_id, code.wave, found.identity.confidence) != own:
        what = f"this is not of {alliance.name} ({alliance.id}) for wave {wave.id}"
        raise ProjectError(what, where=name, remedy=_REMEDY)
    return content


def deadline(wave: Wave, day: date, *, summary: str, sender: str, now: datetime) -> Attachment:
    """The deadline as an entry for calendars."""
    event = Event()
    event.add("uid", f"{wave.code.lower()}-deadline@{sender.rpartition('@')[2]}")
    event.add("dtstamp", now)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    calendar = Calendar()
    for name, value in (("prodid", "-//ruecklauf//"), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.add_component(event)
    return Attachment(f"{wave.id}.ics", CALENDAR, calendar.to_ical())


def hashes(attachments: Collection[Attachment]) -> Iterator[tuple[str, str]]:
    """Name and hash of each."""
    yield from ((attachment.name, attachment.sha256) for attachment in attachments)
