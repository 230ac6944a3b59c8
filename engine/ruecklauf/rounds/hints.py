"""Whether the AGS that the form printed is another alliance's: evidence as name and sender are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ruecklauf.ags import read_ags, split_ags
from ruecklauf.fieldtypes.seen import plain_text, seen_text
from ruecklauf.findings import WHOLE_FILE, Place
from ruecklauf.intake.read import Opened
from ruecklauf.intake.submission import RawAnswer, Submission
from ruecklauf.project import Alliance
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.doubts import OtherAgs, Waiting
from ruecklauf.rounds.letters import Letter, named_in, sent_by

_AGS = re.compile(r"[0-9]{7,8}(?:[\s;,]+[0-9]{7,8})*")


def ags_of_other(
    opened: Opened, submission: Submission, letter: Letter, desk: Desk, *, claimed: str
) -> OtherAgs | None:
    """Another alliance whose AGS stands in the form; Waiting where file name or sender speak for it too."""
    printed = tuple(_printed_ags(submission))
    other = _by_ags((*opened.first_texts(), *(plain_text(answer.raw) for answer in printed)), desk, claimed)
    own = desk.alliance(claimed)
    if other is None or own is None:
        return None
    signs = {
        "words.hint_file": named_in(letter, desk.alliances),
        "words.hint_sender": sent_by(letter, desk.alliances),
        "words.hint_ags": other,
    }
    *first, last = [desk.texts(key) for key, named in signs.items() if named == other]
    if first:
        said = desk.texts("words.and").join((", ".join(first), last))
        raise Waiting("other_owner", own=own.name, hints=said, name=other.name, id=other.id)
    return _entered(other, own, printed, opened)


def _entered(other: Alliance, own: Alliance, printed: Iterable[RawAnswer], opened: Opened) -> OtherAgs:
    """Where the other's AGS stands: in an answer, else on the first sheet or page."""
    codes, given = frozenset(other.ags), ", ".join(own.ags)
    for answer in printed:
        if _codes(plain_text(answer.raw)) == codes:
            return OtherAgs(other, given, seen_text(answer.raw), answer.place, answer.subject)
    texts = (text for text in sorted(opened.first_texts()) if _AGS.fullmatch(text) and _codes(text) == codes)
    return OtherAgs(other, given, next(texts, ""), Place(), WHOLE_FILE)


def _printed_ags(submission: Submission) -> Iterator[RawAnswer]:
    """The answers where the form printed the alliance's AGS."""
    printed = {
        (worksheet.id, section.id, field.id)
        for worksheet in submission.worksheets
        for section, field in worksheet.all_fields()
        if field.from_alliance == "ags"
    }
    for answer in submission.answers:
        about = answer.subject
        if (about.worksheet, about.section, about.field) in printed:
            yield answer


def _by_ags(texts: Iterable[str], desk: Desk, claimed: str) -> Alliance | None:
    """The one alliance, another than the claimed one, whose AGS are all that a text says."""
    shown = {_codes(text) for text in texts if _AGS.fullmatch(text.strip())}
    others = [
        alliance for alliance in desk.alliances if alliance.id != claimed and frozenset(alliance.ags) in shown
    ]
    own = desk.alliance(claimed)
    others = [alliance for alliance in others if own is None or set(alliance.ags) != set(own.ags)]
    return others[0] if len(others) == 1 else None


def _codes(text: str) -> frozenset[str]:
    read = (read_ags(part) for part in split_ags(text))
    return frozenset(code for code, _ in read if code is not None)
