"""What is noted of an alliance, checked before it is kept."""

from __future__ import annotations

from datetime import date, datetime

from ruecklauf.errors import ProjectError
from ruecklauf.project import Alliance, is_email
from ruecklauf.project.settings import Wave
from ruecklauf.store import AllianceNote, NoteKind


def note_of(
    alliance: Alliance,
    wave: Wave,
    kind: str,
    *,
    text: str,
    until: date | None,
    address: str,
    on: date,
    person: str,
    now: datetime,
) -> AllianceNote:
    """The note. ProjectError where it does not say what a note of its kind must say, or says more."""
    chosen = NoteKind(kind)
    _refuse(chosen is NoteKind.EXTENDED and until is None, "an extension needs a day", "Give --until.")
    _refuse(chosen is not NoteKind.EXTENDED and until is not None, f"{kind} has no day", "Leave --until out.")
    _refuse(
        until is not None and until <= wave.deadline,
        f"{until} is not after the deadline of wave {wave.id}, {wave.deadline}",
        "Give a later day.",
    )
    _refuse(
        chosen is not NoteKind.CONTACT and bool(address),
        f"{kind} has no address",
        "Use `contact` for a changed address.",
    )
    _refuse(bool(address) and not is_email(address), f"{address!r} is no e-mail address", "Write it in full.")
    _refuse(not text.strip() and not until and not address, "nothing is said", "Give --text.")
    return AllianceNote(
        alliance=alliance.id,
        wave=wave.id,
        kind=chosen,
        text=text.strip(),
        happened_on=on,
        until=until,
        address=address,
        person=person,
        recorded_at=now,
    )


def _refuse(wrong: bool, what: str, remedy: str) -> None:
    if wrong:
        raise ProjectError(what, remedy=f"Nothing was noted. {remedy}")
