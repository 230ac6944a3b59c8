"""One mail-out: what goes to whom, delivered one by one, with the ledger noted before and after each."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ruecklauf.errors import DeclarationError, ProjectError
from ruecklauf.exports.csv_files import harmless, write_rows
from ruecklauf.fieldwork.occasions import Concern, Occasion, concerned
from ruecklauf.fieldwork.ways import NotTakenError, Way
from ruecklauf.fieldwork.writing import Writer, Written
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.points import State
from ruecklauf.rounds.issuing.guards import guard
from ruecklauf.rounds.issuing.refusal import refuse_closed
from ruecklauf.rounds.issuing.versions import refuse_reworded
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import MessageState, Noted, Posted, Settlement


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an operator asks for."""

    wave: Wave
    occasion: Occasion
    alliances: tuple[Alliance, ...]
    number: int = 1
    """Which reminder, which round of questions: of each number an alliance gets one."""
    formats: tuple[str, ...] = ("xlsx", "docx")
    again: frozenset[str] = frozenset()
    """Ids of alliances that get it whatever the ledger says."""
    late: bool = False
    """Forms go out though a deadline is over, a person says."""
    drafts_unsent: bool = False
    """Earlier drafts were not sent, a person says."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    alliance: Alliance
    posted: Posted

    def __str__(self) -> str:
        day = f"{self.posted.since:%Y-%m-%d %H:%M}"
        is_listed = self.posted.message.way == "list"
        said = {
            MessageState.SENDING: f"unclear: was being sent on {day}; look whether it arrived",
            MessageState.DRAFT: f"it stood in a list on {day}" if is_listed else f"a draft was made on {day}",
            MessageState.SENT: f"sent on {day}",
            MessageState.BOUNCED: f"came back on {day}",
        }
        return f"{self.alliance.name}: left out, {said[self.posted.state]}"


@dataclass(frozen=True, slots=True)
class Plan:
    """Messages to be delivered; all are written, or none."""

    written: tuple[Written, ...]
    left_out: tuple[LeftOut, ...]

    def merge_list(self) -> str:
        """For those who mail otherwise: CSV that German Excel opens."""
        text = io.StringIO(newline="")
        heads = ("id", "name", "to", "cc", "subject", "text", "attachments")
        rows = (map(harmless, _listed(written)) for written in self.written)
        write_rows(text, heads, (tuple(row) for row in rows), delimiter=";")
        return text.getvalue()


def _listed(written: Written) -> tuple[str, ...]:
    noted, alliance = written.noted, written.concern.alliance
    lists = (", ".join(noted.to), ", ".join(noted.cc))
    return alliance.id, alliance.name, *lists, noted.subject, noted.text, ", ".join(noted.attachments)


def _refuse_own(wave: Wave) -> None:
    if wave.audience == "team":
        raise ProjectError(
            f"wave {wave.id} is the team's own; nothing of it is mailed", remedy="Name another with --wave."
        )


def plan(workspace: Workspace, wanted: Wanted, *, way: str, now: datetime) -> Plan:
    """Write the messages to all whom the occasion concerns and who have not got them.

    What is sent, or may have been, is left out unless a person says `again`; so are drafts unless they say
    that none was sent, or new files take their places. ProjectError, and nothing is made, where an attachment
    is not what it should be.
    """
    wave = wanted.wave
    _refuse_own(wave)
    problems = (*workspace.project.notes, *guard(workspace, today=now.astimezone().date()))
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise DeclarationError(errors)
    with workspace.store.snapshot() as state:
        if wanted.occasion.has_forms:
            refuse_closed(wave, closed=state.is_closed(wave.id, wave.state))
        concerns = concerned(state, wave, wanted.occasion, wanted.alliances, number=wanted.number)
        posted = {_key(each): each for each in state.messages() if each.message.wave == wave.id}
        issued, kept = state.issued(wave.id), state.declarations()
    asked = tuple(concern.alliance for concern in concerns)
    if wanted.occasion.has_forms and not wanted.late:
        _refuse_late(concerns, now)
    if wanted.occasion.has_forms:
        ids = {alliance.id for alliance in asked}
        newest = {(form.alliance, form.file_name): form for form in issued if form.alliance in ids}
        refuse_reworded(workspace.worksheets(wave), newest.values(), kept)
    writer = Writer(workspace, wave, wanted.occasion, issued, wanted.formats, way, now, asked)
    written, left_out = [], []
    for concern in concerns:
        before = posted.get((concern.alliance.id, str(wanted.occasion), concern.topic))
        if before is not None and _holds_back(before, wanted, way):
            left_out.append(LeftOut(concern.alliance, before))
        else:
            attempt = before.message.attempt + 1 if before else 1
            written.append(writer.write(concern, attempt=attempt))
    return Plan(tuple(written), tuple(left_out))


def _refuse_late(concerns: Sequence[Concern], now: datetime) -> None:
    """ProjectError where a message would name a deadline that is over."""
    today = now.astimezone().date()
    late = [concern for concern in concerns if concern.deadline < today]
    if late:
        names = ", ".join(concern.alliance.name for concern in late[:5]) + (", …" if len(late) > 5 else "")
        raise ProjectError(
            f"the deadline, {late[0].deadline}, is over for {len(late)} alliances: {names}",
            remedy="Nothing was made. Say --late, give more time with `ruecklauf note ALLIANCE extended`, or "
            "change the deadline in ruecklauf.toml.",
        )


def _key(posted: Posted) -> tuple[str, str, str]:
    return posted.message.alliance, posted.message.occasion, posted.message.topic


def _holds_back(before: Posted, wanted: Wanted, way: str) -> bool:
    if before.message.alliance in wanted.again or before.state is MessageState.FAILED:
        return False
    if before.state is MessageState.DRAFT:
        is_replaced = before.message.way in _MADE_ANEW and way in _MADE_ANEW
        return not (is_replaced or wanted.drafts_unsent)
    # a file that was being written is written anew
    return not (before.state is MessageState.SENDING and before.message.way in _MADE_ANEW)


_MADE_ANEW = ("eml", "list")
"""Ways by which nothing goes out of itself: what is made later takes the place of what was made."""


@dataclass(frozen=True, slots=True)
class Delivered:
    written: Written
    state: MessageState
    detail: str


def deliver(
    workspace: Workspace,
    messages: Sequence[Written],
    way: Way,
    *,
    now: Callable[[], datetime],
    pause: float = 0,
    progress: Callable[[], None] = lambda: None,
) -> tuple[Delivered, ...]:
    """Deliver one after the other, with a pause in seconds between.

    The ledger has the intention before anything goes out: what ends in between stays `sending`, and is never
    sent again by itself. A message that is refused is noted, and the others go on.
    """
    done = []
    with way.together(messages):
        for number, written in enumerate(messages):
            if number and pause:
                time.sleep(pause)
            done.append(_delivered(workspace, written, way, now))
            progress()
    return tuple(done)


def _delivered(workspace: Workspace, written: Written, way: Way, now: Callable[[], datetime]) -> Delivered:
    with way.opened() as post:
        key = written.noted.message_id
        intended = Noted(message_id=key, state=MessageState.SENDING, recorded_at=now())
        workspace.store.record_message(written.noted, intended)
        try:
            state, detail = way.result, post(written)
        except NotTakenError as error:
            state, detail = MessageState.FAILED, error.what
        workspace.store.record_state(Noted(message_id=key, state=state, recorded_at=now(), detail=detail))
        if state is way.result:
            workspace.store.record_decisions(_asked(written, now()))
    return Delivered(written, state, detail)


def _asked(written: Written, now: datetime) -> Iterator[Settlement]:
    """What a message asks is asked from now on."""
    for key, code in written.concern.findings:
        yield Settlement(
            alliance=written.concern.alliance.id,
            wave=written.noted.wave,
            finding_key=key,
            code=code,
            state=State.ASKED,
            person="ruecklauf mail",
            reason=f"in message {written.noted.message_id}",
            recorded_at=now,
        )


def shown(messages: Iterable[Written]) -> tuple[tuple[str, str, str, str], ...]:
    """What goes to whom: alliance, addresses, subject, attachments."""
    return tuple(
        (
            written.concern.alliance.name,
            ", ".join((*written.noted.to, *(f"cc {address}" for address in written.noted.cc))),
            written.noted.subject,
            ", ".join(written.noted.attachments),
        )
        for written in messages
    )
