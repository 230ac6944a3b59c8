"""The contacts whom an alliance has named so far, known by name in its texts."""

from __future__ import annotations

from ruecklauf.check.contact_names import Names, names_among, seen_name
from ruecklauf.store import Snapshot, SubmissionEntry


def known_contacts(state: Snapshot, entry: SubmissionEntry) -> Names:
    """Whom the alliance has named before, in whichever wave."""
    return names_among(state.contact_texts(entry.alliance).get(entry.alliance, ()))


def names_a_contact(entry: SubmissionEntry) -> bool:
    """Whether a text names somebody whom only the alliance's other returns name as a contact."""
    return any(seen_name(answer.raw) for answer in entry.answers(personal=False))
