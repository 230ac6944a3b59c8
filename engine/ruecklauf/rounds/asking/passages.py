"""Passages of current answers that seem to be personal, and what people decided about each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ruecklauf.check.contact_names import NOBODY, Names, knowing, names_among
from ruecklauf.check.privacy import marks_of_a_person_in, personal_data_in
from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes import FieldBase
from ruecklauf.findings import Finding, Place, Severity, Subject
from ruecklauf.rounds.asking.points import SHORTEST_POINT, State
from ruecklauf.rounds.finding_keys import key_of
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Settlement, Snapshot, StoredAnswer, StoredFinding
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing

CODES = ("personal_in_text", "like_a_person")
"""Findings that say that an answer seems to be personal."""


class Verdict(StrEnum):
    """What becomes of a passage."""

    KEEP = "keep"
    """Nothing personal is in it: datasets have it as it is."""
    MASK = "mask"
    """It stays masked in datasets, and nobody is asked about it."""
    ASK = "ask"
    """It stays masked, and the municipality is asked."""


STATES = {Verdict.KEEP: State.ACCEPTED, Verdict.MASK: State.SETTLED, Verdict.ASK: State.ASKED}
"""A verdict is a state of the finding about the passage."""
Question = tuple[str, str, Subject]
"""Alliance, wave, and what was asked."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One answer that seems to be personal."""

    answer: StoredAnswer
    kinds: tuple[str, ...]
    """What seems to be in it, in German."""
    key: str
    """By which it is decided about; holds for this text in this file alone."""
    code: str
    verdict: Verdict | None
    is_found: bool
    """Whether a finding says it, as import could know it; if not, a contact became known later."""

    @property
    def id(self) -> str:
        return self.key[:10]

    @property
    def question(self) -> Question:
        return self.answer.alliance, self.answer.wave, self.answer.subject


def passages(state: Snapshot, *, wave: str | None = None, alliance: str | None = None) -> list[Passage]:
    """Those of the current answers of a wave and an alliance, or of all, in the order of their questions."""
    names = {whose: names_among(said) for whose, said in state.contact_texts(alliance).items()}
    found = {
        (finding.alliance, finding.wave, finding.finding.subject): finding
        for finding in state.findings()
        if finding.finding.code in CODES
    }
    decided = {made.finding_key: State(made.state) for made in state.settlements()}
    declared = _fields(state)
    seen = (
        _passage(answer, kinds, found.get((answer.alliance, answer.wave, answer.subject)), decided)
        for answer in state.values(waves=[wave] if wave else None)
        if alliance in (None, answer.alliance)
        and (kinds := _kinds(answer, declared, names.get(answer.alliance, NOBODY)))
    )
    return sorted(
        seen, key=lambda passage: (passage.answer.wave, passage.answer.alliance, passage.answer.subject)
    )


_Fields = Mapping[tuple[str, str], FieldBase]
"""By section and id."""


def _fields(state: Snapshot) -> dict[tuple[int, str], _Fields]:
    """The fields of each worksheet of each submission."""
    by_hash: dict[str, _Fields] = {}
    found = {}
    for place, hashed in state.declared_by().items():
        if hashed not in by_hash:
            worksheet = state.declaration(hashed)
            fields = worksheet.all_fields() if worksheet else ()
            by_hash[hashed] = {(section.id, field.id): field for section, field in fields}
        found[place] = by_hash[hashed]
    return found


def _kinds(
    answer: StoredAnswer, declared: Mapping[tuple[int, str], _Fields], names: Names
) -> tuple[str, ...]:
    """What of it is personal, by the rule by which datasets mask it."""
    field = declared[answer.submission_id, answer.worksheet].get((answer.section, answer.field))
    unread = answer.missing == Missing.UNREADABLE
    if field is None or field.is_address or field.personal or not (field.is_prose or unread):
        return ()
    seems = marks_of_a_person_in if field.tells_a_case else personal_data_in
    with knowing(names):
        return tuple(dict.fromkeys((*seems(answer.value or ""), *seems(answer.raw))))


def _passage(
    answer: StoredAnswer,
    kinds: tuple[str, ...],
    found: StoredFinding | None,
    decided: Mapping[str, State],
) -> Passage:
    about = found or _as_finding(answer)
    key = key_of(about)
    verdicts = {state: verdict for verdict, state in STATES.items()}
    verdict = None if answer.corrected else verdicts.get(decided.get(key, State.OPEN))
    return Passage(answer, kinds, key, about.finding.code, verdict, found is not None)


def _as_finding(answer: StoredAnswer) -> StoredFinding:
    """What import would have found, had it known the name."""
    hidden = load_texts()("words.personal")
    said = Finding(CODES[0], Severity.WARNING, Place(), answer.subject, hidden, "")
    return StoredFinding(0, answer.alliance, answer.wave, answer.sha256, 0, said)


def chosen_passages(known: Iterable[Passage], wanted: Iterable[str]) -> list[Passage]:
    """Those of which the beginnings of ids are given. ProjectError where one passage alone is not meant."""
    found = list(known)
    chosen: dict[str, Passage] = {}
    for given in wanted:
        mine = [
            passage
            for passage in found
            if len(given) >= SHORTEST_POINT and passage.key.startswith(given.lower())
        ]
        if len(mine) != 1:
            raise ProjectError(
                f"there is no passage {given!r}"
                if not mine
                else f"{given!r} stands for {len(mine)} passages",
                remedy="`ruecklauf privacy scan` shows the ids of passages; give all of one.",
            )
        chosen[mine[0].key] = mine[0]
    return list(chosen.values())


def decide(
    workspace: Workspace,
    wanted: Iterable[str],
    verdict: Verdict,
    *,
    person: str,
    reason: str,
    now: datetime,
) -> list[Passage]:
    """Record what becomes of passages, and give them as they were.

    To ask about what import could not know, the alliance's returns are read again with the names known now.
    """
    wanted = tuple(wanted)
    with workspace.store.snapshot() as state:
        chosen = chosen_passages(passages(state), wanted)
    if verdict is Verdict.ASK:
        for alliance, wave in dict.fromkeys(
            passage.question[:2] for passage in chosen if not passage.is_found
        ):
            read_again(workspace, alliance, wave, now=now)
        with workspace.store.snapshot() as state:
            again = {passage.question: passage for passage in passages(state)}
        chosen = [again.get(passage.question, passage) for passage in chosen]
        if lost := [passage.id for passage in chosen if not passage.is_found]:
            raise ProjectError(
                f"passage {lost[0]} can be asked about in no inquiry: its file cannot be read again",
                remedy="Ask by phone; record with --as keep or --as mask what came of it.",
            )
    workspace.store.record_decisions(
        Settlement(
            alliance=passage.answer.alliance,
            wave=passage.answer.wave,
            finding_key=passage.key,
            code=passage.code,
            state=STATES[verdict],
            person=person,
            reason=reason,
            recorded_at=now,
        )
        for passage in chosen
    )
    return chosen


def read_again(workspace: Workspace, alliance: str, wave: str, *, now: datetime) -> None:
    """Judge the current returns of an alliance anew, with the contacts that are known by now."""
    with workspace.store.snapshot() as state:
        files = {returned.sha256 for returned in state.current(wave, alliance=alliance)}
    for _ in Receiver(workspace).checked_again(alliance, wave, now, put_right=files):
        pass


def asks_about_text(made: Settlement) -> bool:
    """Whether a decision asks about a passage, for which returns were read again before it."""
    return made.code in CODES and made.state == State.ASKED


def kept_questions(found: Iterable[Passage]) -> Iterator[Question]:
    """What a person let hold."""
    return (passage.question for passage in found if passage.verdict is Verdict.KEEP)
