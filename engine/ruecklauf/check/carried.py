"""What stood in a form when it was sent, and what became of each answer: is it new, confirmed, changed?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.companion import companion_kind
from ruecklauf.fieldtypes.folding import clean
from ruecklauf.findings import Subject
from ruecklauf.values import Missing, Value, canonical_text

CARRIED = "carried:"
"""Before the id of a worksheet, in the slots of an issued form: what stood in it, not personal answers."""

PREFILLED = "prefilled:"
"""Before the id of a worksheet, in the same: what all its prefilled answers come to, as a digest."""


class Became(StrEnum):
    """What an answer is beside what the form showed when it was sent."""

    NEW = "new"
    """The form showed none there."""
    CONFIRMED = "confirmed"
    """It says the same, and somebody said of its row what became of it."""
    UNTOUCHED = "untouched"
    """It says the same, and nobody said anything."""
    CHANGED = "changed"


class Said(NamedTuple):
    """An answer as text: the value, or why there is none."""

    value: str | None = None
    missing: str = ""


NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Carried:
    """The answers that one alliance's form carried on."""

    answers: Mapping[Subject, Said] = field(default_factory=dict)
    """Without what the form says beside them."""
    beside: Mapping[Subject, str] = field(default_factory=dict)
    """What it says beside them."""
    corrected: Mapping[Subject, Said] = field(default_factory=dict)
    """What the team put in their place after the form was made."""
    wave: str = ""
    """The wave that they are from."""

    def became(self, subject: Subject, now: Said, *, row_confirmed: bool) -> Became:
        """What an answer has become; a blank that stood there has been changed."""
        sent = self.answers.get(subject)
        if sent is None:
            return Became.NEW
        if sent != now:
            return Became.CHANGED
        return Became.CONFIRMED if row_confirmed else Became.UNTOUCHED


def said(value: Value) -> Said:
    """An answer as it is compared: nobody sees the white space around a text."""
    if isinstance(value, Missing):
        return NOTHING if value is Missing.NO_ANSWER else Said(None, value.value)
    text = canonical_text(tuple(sorted(value)) if isinstance(value, tuple) else value)
    return Said(clean(text or ""))


def said_in_store(value: str | None, missing: str | None) -> Said:
    """The same of an answer as the store has it."""
    if value is not None:
        return Said(clean(value))
    return NOTHING if missing in (None, Missing.NO_ANSWER) else Said(None, missing or "")


def carried_slots(
    prefill: Mapping[Subject, Value], worksheets: Iterable[Worksheet], wave: str
) -> dict[str, str]:
    """What is kept of the answers that stand in a form, by slot; nothing of personal ones."""
    slots: dict[str, str] = {}
    for worksheet in worksheets:
        personal = {(section.id, asked.id) for section, asked in worksheet.all_fields() if asked.personal}
        answers = [
            [*subject[1:], *said(value)]
            for subject, value in sorted(prefill.items())
            if subject.worksheet == worksheet.id and (subject.section, subject.field) not in personal
        ]
        if answers:
            slots[CARRIED + worksheet.id] = json.dumps([wave, answers], ensure_ascii=False)
    return slots


def read_carried(slots: Mapping[str, str]) -> dict[str, Carried]:
    """What a form carried on, by worksheet; nothing of forms of which that is not known."""
    return {
        slot.removeprefix(CARRIED): _read(slot.removeprefix(CARRIED), text)
        for slot, text in slots.items()
        if slot.startswith(CARRIED)
    }


def _read(worksheet: str, text: str) -> Carried:
    wave, rows = json.loads(text)
    answers, beside = dict[Subject, Said](), dict[Subject, str]()
    for section, row_id, name, value, missing in rows:
        subject = Subject(worksheet, section, row_id, name)
        if companion_kind(name):
            beside[subject] = value or ""
        else:
            answers[subject] = Said(value, missing)
    return Carried(answers, beside, wave=wave)


Candidates = Mapping[str, tuple[Carried, ...]]
"""By worksheet what each of an alliance's forms carried on."""


def likeliest(candidates: Candidates, now: Mapping[Subject, Said]) -> Carried:
    """Of each worksheet that form which was filled in: of which the fewest answers differ, the last one of
    several."""
    answers, beside = dict[Subject, Said](), dict[Subject, str]()
    corrected, wave = dict[Subject, Said](), ""
    for forms in candidates.values():
        best = min(reversed(forms), key=lambda form: _differing(form, now))
        answers |= best.answers
        beside |= best.beside
        corrected |= best.corrected
        wave = wave or best.wave
    return Carried(answers, beside, corrected, wave)


def _differing(form: Carried, now: Mapping[Subject, Said]) -> int:
    return sum(now.get(subject, NOTHING) != sent for subject, sent in form.answers.items())
