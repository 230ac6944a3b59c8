"""Several files of one alliance, and files of several: what counts in the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from forms.making import RECIPIENT
from forms.making import writer as form_writer
from gauntlet.filled import WORKSHEETS, told
from rounds.playing import message
from ruecklauf.findings import Subject
from ruecklauf.forms.slots import Recipient
from ruecklauf.values import Value

Answers = Mapping[Subject, Value]
OTHER = Recipient("WT4B9R", "Stadt Nebenan", ("05991000",), "kreisfrei", "post@nebenan.example")
SENT = datetime(2026, 10, 5, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Set:
    """Files that are handed in one after the other, and what must count then."""

    name: str
    files: Callable[[], Sequence[bytes]]
    counting: Callable[[], Answers]
    """The first recipient's answers in the end."""
    findings: frozenset[str] = frozenset()
    """Codes that must appear about the last file."""
    gone: Callable[[], Answers] = field(default=dict)
    """Answers that no longer count, each of which a finding must name."""
    why: str = ""


def filled(answers: Answers, recipient: Recipient = RECIPIENT) -> bytes:
    return form_writer(WORKSHEETS).write(recipient, dict(answers))


def part(number: int, of: int) -> Answers:
    """The answers of every so-many-th row: rows are filled in by one department each."""
    rows = {
        row: at for at, row in enumerate(dict.fromkeys((s.worksheet, s.section, s.row_id) for s in told()))
    }
    return {s: v for s, v in told().items() if rows[s.worksheet, s.section, s.row_id] % of == number}


def without(*worksheets: str) -> Answers:
    return {s: v for s, v in told().items() if s.worksheet not in worksheets}


def only(*worksheets: str) -> Answers:
    return {s: v for s, v in told().items() if s.worksheet in worksheets}


NUMBER = Subject("zielgruppe", "zielgruppe", "ZG001", "n_gesamt")
TEXT = Subject("stammblatt", "stammblatt", "ST", "lead_dezernat")
DIFFERENT: Answers = {NUMBER: 381, TEXT: "Dezernat V"}
EARLIER: Answers = {NUMBER: 380, TEXT: "Dezernat III – Soziales & Jugend"}


def mailed(answers: Answers, day: int) -> bytes:
    return message(RECIPIENT.email, SENT + timedelta(days=day), {"Formular.xlsx": filled(answers)})


def fewer() -> Answers:
    return {s: v for s, v in told().items() if s not in DIFFERENT}


SETS = (
    Set(
        "two departments, each with every other row",
        lambda: [filled(part(0, 2)), filled(part(1, 2))],
        told,
        frozenset({"copies_combined"}),
        why="both are read as one",
    ),
    Set(
        "three departments, each with every third row",
        lambda: [filled(part(n, 3)) for n in range(3)],
        told,
        frozenset({"copies_combined"}),
        why="all three are read as one",
    ),
    Set(
        "two departments with different worksheets",
        lambda: [filled(without("akteure", "gremien")), filled(only("akteure", "gremien"))],
        told,
        why="worksheets do not touch each other",
    ),
    Set(
        "two departments that contradict each other twice",
        lambda: [filled({**part(0, 2), **EARLIER}), filled({**part(1, 2), **DIFFERENT})],
        lambda: {**told(), **DIFFERENT},
        frozenset({"copies_combined", "copies_conflict"}),
        gone=lambda: EARLIER,
        why="the newer answer counts, and the contradiction shows both",
    ),
    Set(
        "corrected copy",
        lambda: [filled(told()), filled({**told(), **DIFFERENT})],
        lambda: {**told(), **DIFFERENT},
        frozenset({"supersedes", "answers_changed"}),
        gone=lambda: EARLIER,
        why="the newer one counts, and what changed is listed",
    ),
    Set(
        "corrected copy in which answers were deleted",
        lambda: [filled(told()), filled(fewer())],
        fewer,
        frozenset({"supersedes", "answers_missing_now"}),
        gone=lambda: EARLIER,
        why="the newer one counts, and what is gone is listed",
    ),
    Set(
        "the same file twice",
        lambda: [filled(told())] * 2,
        told,
        why="nothing changes",
    ),
    Set(
        "blank form after a filled one",
        lambda: [filled(told()), filled({})],
        told,
        why="a worksheet without answers supersedes nothing",
    ),
    Set(
        "corrected copy that was mailed before the one it corrects is read",
        lambda: [mailed({**told(), **DIFFERENT}, 9), mailed(told(), 2)],
        lambda: {**told(), **DIFFERENT},
        frozenset({"older_copy"}),
        why="the message's date decides, and the older one is told",
    ),
    Set(
        "half a form mailed before the other half, but read after it",
        lambda: [mailed(part(1, 2), 9), mailed(part(0, 2), 2)],
        told,
        frozenset({"copies_combined"}),
        why="both are read as one, whichever comes first",
    ),
    Set(
        "another alliance's form among them",
        lambda: [filled(told()), filled({**told(), **DIFFERENT}, OTHER)],
        told,
        frozenset({"copy_of_other"}),
        why="it counts for whom its code names, and that its texts are the same is told",
    ),
    Set(
        "one alliance's form mailed by another one",
        lambda: [message(OTHER.email, SENT, {"Formular.xlsx": filled(told())})],
        told,
        frozenset({"sent_by_other"}),
        why="it counts for whom its code names, and who sent it is told",
    ),
    Set(
        "two halves in one message",
        lambda: [
            message(
                RECIPIENT.email, SENT, {"Teil 1.xlsx": filled(part(0, 2)), "Teil 2.xlsx": filled(part(1, 2))}
            )
        ],
        told,
        frozenset({"copies_combined"}),
        why="each attachment is a return of its own, and both are read as one",
    ),
)
