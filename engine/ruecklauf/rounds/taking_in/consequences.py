"""What has to do with a return that was taken back, and was not judged since."""

from __future__ import annotations

from ruecklauf.rounds.letters import Letter
from ruecklauf.rounds.taking_in.archived import letter_of
from ruecklauf.store import Snapshot, StoredOutcome


def having_to_do_with(state: Snapshot, sha256: str, known: StoredOutcome) -> list[tuple[str, Letter]]:
    """What took answers over from a file, and what was compared with it: returns that came in later.

    `known` is the import by which it was taken back: what was judged after it is not named.
    """
    first = state.taken_in(sha256, known.alliance, known.wave)
    current = state.current(known.wave, alliance=known.alliance) if first else ()
    found = dict.fromkeys(state.completed_by(sha256))
    for returned in current:
        its_first = state.taken_in(returned.sha256, known.alliance, known.wave)
        if its_first and first and its_first > first and returned.submission_id < known.submission_id:
            found[returned.sha256] = None
    return [(other, letter_of(state, other)) for other in found]
