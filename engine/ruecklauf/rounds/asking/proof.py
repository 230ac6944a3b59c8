"""All stored answers to a worksheet run through its changes: the sums must balance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ruecklauf.findings import Subject
from ruecklauf.revisions.fates import Carried, Fate
from ruecklauf.revisions.together import carry_all
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import StoredAnswer

HEADS = ("version", "answers", *Fate)


@dataclass(frozen=True, slots=True)
class Proof:
    """What becomes of every stored answer, also of returns that count no longer."""

    stored: dict[str, int]
    """How many answers the store has, by version."""
    fates: dict[str, Counter[Fate]]
    """What becomes of them."""
    reasons: dict[tuple[str, Subject, Fate, str], int]
    """How many answers are asked, dropped or lost, by version, field, fate and reason."""

    @property
    def faults(self) -> int:
        """Answers of which nobody said what becomes of them, and those that were not counted."""
        lost = sum(self.stored[version] - made.total() for version, made in self.fates.items())
        return lost + sum(made[Fate.UNDECLARED] for made in self.fates.values())

    def rows(self) -> list[dict[str, object]]:
        return [
            {"version": version, "answers": self.stored[version], **{fate: made[fate] for fate in Fate}}
            for version, made in self.fates.items()
        ]

    def reason_rows(self) -> list[dict[str, object]]:
        return [
            {
                "version": version,
                "field": f"{field.section}.{field.field}",
                "fate": fate,
                "why": why,
                "answers": number,
            }
            for (version, field, fate, why), number in sorted(self.reasons.items())
        ]


def prove(workspace: Workspace, worksheet_id: str) -> Proof:
    """Carry all stored answers to a worksheet, whatever their version and outcome, into today's declarations.

    ProjectError for a worksheet that there is not.
    """
    library = workspace.library.worksheets
    workspace.library.worksheet(worksheet_id)
    with workspace.store.snapshot() as state:
        answers = list(state.values(current_only=False, worksheets=[worksheet_id]))
        answers += [row for row in state.contacts(current_only=False) if row.worksheet == worksheet_id]
        hashes, kept = state.declared_by(), state.declarations()
    declared = {place: kept[hashed] for place, hashed in hashes.items()}
    stored = Counter(answer.version for answer in answers)
    return proof_of(stored, carry_all(answers, declared, library))


def proof_of(stored: Counter[str], carried: list[tuple[StoredAnswer, Carried]]) -> Proof:
    """The sums beside how many answers of each version there are."""
    fates: dict[str, Counter[Fate]] = {version: Counter() for version in sorted(stored)}
    reasons: Counter[tuple[str, Subject, Fate, str]] = Counter()
    for answer, made in carried:
        fates[answer.version][made.fate] += 1
        field = answer.subject.column
        if not made.stands:
            reasons[answer.version, field, made.fate, made.why] += 1
        elif made.lost:
            for code, fate, why in made.lost:
                reasons[answer.version, field, fate, f"code {code}: {why}"] += 1
    return Proof(dict(stored), fates, dict(reasons))
