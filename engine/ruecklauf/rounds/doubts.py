"""What speaks against whose a file seems to be: codes, names and senders of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from ruecklauf.findings import Finding, Place, Subject, make_finding, remark
from ruecklauf.formcode import read_form_code
from ruecklauf.intake.read import Opened
from ruecklauf.intake.submission import Confidence
from ruecklauf.office.refusal import Refusal
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.letters import Letter, named_in, sent_by, stranger, suggestion
from ruecklauf.texts import Texts

LONGEST_CLUE = 200
"""Characters of a text in which the name of an alliance is looked for."""


class Waiting(Refusal):
    """A file that may well be a return, but a person must say whose."""


def one_alliance_only(opened: Opened, letter: Letter, desk: Desk) -> None:
    """Waiting where a valid code of another alliance of the project stands anywhere in the file."""
    evidence = opened.recognised.identity.evidence
    codes = filter(None, (read_form_code(piece.text) for piece in evidence))
    if len({code.alliance_id for code in codes if desk.alliance(code.alliance_id)}) > 1:
        raise unclear(opened, letter, desk)


def not_anothers(opened: Opened, letter: Letter, desk: Desk, claimed: str) -> None:
    """Waiting where the cover, or file name and sender, speak for one and the same other alliance.

    Whoever types another code into a form leaves the name that stands on its cover.
    """
    hints = {
        "words.hint_file": named_in(letter, desk.alliances),
        "words.hint_sender": sent_by(letter, desk.alliances),
        "words.hint_cover": _on_cover(opened, desk),
    }
    for other in {
        hinted.id: hinted for hinted in hints.values() if hinted is not None and hinted.id != claimed
    }.values():
        where = [desk.texts(key) for key, hinted in hints.items() if hinted == other]
        own = desk.alliance(claimed)
        if own is not None and (len(where) > 1 or hints["words.hint_cover"] == other):
            said = desk.texts("words.and").join(filter(None, (", ".join(where[:-1]), where[-1])))
            raise Waiting("other_owner", own=own.name, hints=said, name=other.name, id=other.id)


def not_a_strangers(letter: Letter, desk: Desk, claimed: str) -> None:
    """Waiting, in projects that want it, where the sender is not known as the alliance's."""
    strange = stranger(letter, desk.alliance(claimed))
    if desk.strict_senders and strange is not None:
        own = desk.alliance(claimed)
        raise Waiting("sender_waits", name=own.name if own else "", sender=strange[0], known=strange[1])


def _on_cover(opened: Opened, desk: Desk) -> Alliance | None:
    """The one alliance whose name, as a whole text, stands on the first sheet or page."""
    texts = opened.first_texts()
    named = [alliance for alliance in desk.alliances if alliance.name in texts]
    return named[0] if len(named) == 1 else None


class Claim(Protocol):
    """Whose a file is taken to be."""

    @property
    def alliance(self) -> str: ...
    @property
    def wave(self) -> Wave: ...
    @property
    def confidence(self) -> Confidence: ...


@dataclass(frozen=True, slots=True)
class OtherAgs:
    """Another alliance's AGS in a form."""

    alliance: Alliance
    given: str
    """What the form had printed."""
    found: str
    place: Place
    subject: Subject


def about_owner(
    claim: Claim, letter: Letter, desk: Desk, by_ags: OtherAgs | None = None
) -> tuple[Finding, ...]:
    """What speaks against the wave and the alliance that the file is taken in under."""
    noted = []
    if claim.confidence is Confidence.ASSIGNED:
        noted.append(remark("assigned"))
    if desk.expected is not None and desk.expected.id != claim.wave.id:
        noted.append(remark("other_wave", wave=claim.wave.id, expected=desk.expected.id))
    hinted = {
        "file_of_other": named_in(letter, desk.alliances),
        "sent_by_other": sent_by(letter, desk.alliances),
    }
    for code, other in hinted.items() if claim.confidence is not Confidence.ASSIGNED else ():
        if other is not None and other.id != claim.alliance:
            noted.append(remark(code, name=other.name, id=other.id))
    strange = stranger(letter, desk.alliance(claim.alliance))
    by_nobody = hinted["sent_by_other"] is None or hinted["sent_by_other"].id == claim.alliance
    if strange is not None and by_nobody and claim.confidence is not Confidence.ASSIGNED:
        noted.append(remark("sender_unknown", sender=strange[0], known=strange[1]))
    texts = desk.texts_for(claim.alliance, claim.wave.id)
    about = [make_finding(remarked, texts=texts) for remarked in noted]
    return (*about, *_about_ags(by_ags, texts))


def _about_ags(other: OtherAgs | None, texts: Texts) -> Iterator[Finding]:
    if other is not None:
        named = remark("ags_of_other", name=other.alliance.name, id=other.alliance.id, given=other.given)
        yield make_finding(named, texts=texts, place=other.place, subject=other.subject, found=other.found)


def unclear(opened: Opened, letter: Letter, desk: Desk) -> Refusal:
    codes = sorted({evidence.text for evidence in opened.recognised.identity.evidence})
    return Waiting("unclear_form", codes=" / ".join(codes[:4]), likely=likely(opened, letter, desk))


def likely(opened: Opened, letter: Letter, desk: Desk) -> str:
    """What to say about the alliance that it may belong to."""
    clues = (text for text in opened.texts() if len(text) <= LONGEST_CLUE)
    found = suggestion(letter, clues, desk.alliances)
    if found is None:
        return desk.texts("words.no_suggestion")
    return desk.texts("words.suggestion", name=found.name, id=found.id)
