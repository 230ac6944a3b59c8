"""Whether a form came back as it was sent: with what was prefilled and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ruecklauf.check.carried import PREFILLED
from ruecklauf.check.records import Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.folding import clean
from ruecklauf.findings import Subject
from ruecklauf.rounds.prints import filled_by_form, is_among
from ruecklauf.store import IssuedForm
from ruecklauf.values import Missing, Value, canonical_text

_ROUNDS = 100_000
"""A telephone number shall not be found out from a digest by trying all there are."""


class _Given(NamedTuple):
    subject: Subject
    value: Value


def prefilled_slots(prefill: Mapping[Subject, Value], worksheets: Iterable[Worksheet]) -> dict[str, str]:
    """For each worksheet with prefilled answers the digest by which they are known again."""
    given = [_Given(subject, value) for subject, value in prefill.items()]
    found = {f"{PREFILLED}{worksheet.id}": _digest(given, worksheet) for worksheet in worksheets}
    return {slot: digest for slot, digest in found.items() if digest}


def is_untouched(
    forms: Iterable[IssuedForm], records: Iterable[Record], worksheets: Iterable[Worksheet]
) -> bool:
    """Whether the answers are what stood in one of these forms, as far as that was noted."""
    prefilled = [form.slots for form in forms if any(slot.startswith(PREFILLED) for slot in form.slots)]
    if not prefilled:
        return False
    given = [
        _Given(Subject(record.worksheet, record.section, record.row_id, name), answer.value)
        for record in records
        for answers in (record.entries, record.contacts)
        for name, answer in answers.items()
    ]
    came = {f"{PREFILLED}{worksheet.id}": _digest(given, worksheet) for worksheet in worksheets}
    return any(came.values()) and any(
        all(slots.get(slot, "") == digest for slot, digest in came.items()) for slots in prefilled
    )


def _digest(given: Iterable[_Given], worksheet: Worksheet) -> str:
    """What the answers to a worksheet come to, without the form's own; empty if there are none."""
    own = filled_by_form(worksheet)
    texts = sorted(
        [*subject, _text(value)]
        for subject, value in given
        if subject.worksheet == worksheet.id and not is_among(subject, own) and value is not Missing.NO_ANSWER
    )
    if not texts:
        return ""
    said = json.dumps(texts, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return hashlib.pbkdf2_hmac("sha256", said, worksheet.id.encode(), _ROUNDS).hex()


def _text(value: Value) -> str:
    if isinstance(value, Missing):
        return f"({value})"
    text = canonical_text(tuple(sorted(value)) if isinstance(value, tuple) else value)
    return clean(text or "")
