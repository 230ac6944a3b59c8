"""Everything that the cockpit shows, from one state of the project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ruecklauf.cockpit.curve import Curve, curve_of
from ruecklauf.cockpit.history import Event, Key, histories
from ruecklauf.cockpit.stages import Questions, Stage, stage_of
from ruecklauf.fieldwork.today import ToDo, to_do
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.points import UNSETTLED, Standings, State
from ruecklauf.rounds.asking.reports import AllianceStatus, WaveStatus, status_in
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Snapshot

QUESTIONS_SHOWN = 10
"""Of one alliance and wave; `ruecklauf findings` has all."""


@dataclass(frozen=True, slots=True)
class Line:
    """An alliance in a wave."""

    wave: Wave
    status: AllianceStatus
    stage: Stage
    asked_for: int
    """Worksheets, voluntary ones left out."""
    events: tuple[Event, ...]
    questions: tuple[tuple[State, str], ...]
    """The first ones that are not settled."""
    more: int
    """Questions beyond them."""


@dataclass(frozen=True, slots=True)
class Round:
    """A wave."""

    wave: Wave
    state: str | None
    status: WaveStatus
    stages: Counter[Stage]
    lines: tuple[Line, ...]
    curve: Curve | None


@dataclass(frozen=True, slots=True)
class Together:
    """Things to do that are alike."""

    things: tuple[ToDo, ...]

    @property
    def first(self) -> ToDo:
        return self.things[0]

    @property
    def number(self) -> int:
        return sum(thing.number for thing in self.things)


@dataclass(frozen=True, slots=True)
class Picture:
    """All of it."""

    title: str
    made_at: datetime
    to_do: tuple[Together, ...]
    rounds: tuple[Round, ...]
    """The newest wave first."""
    alliances: tuple[tuple[Alliance, tuple[Line, ...]], ...]
    titles: dict[str, str]
    """Of worksheets, by id."""
    unreadable: int
    """Files that could not be read and are nobody's."""


def gather(workspace: Workspace, *, now: datetime, language: str) -> Picture:
    """The project as it is now."""
    project = workspace.project
    waves, today = project.settings.surveys, now.astimezone().date()
    with workspace.store.snapshot() as state:
        things = to_do(state, waves, project.alliances, today)
        standings, past = Standings(state), histories(state, project.alliances)
        rounds = tuple(_round(workspace, state, wave, standings, past, today) for wave in reversed(waves))
        titles = {each.id: each.title(language) for each in state.declarations().values()}
    lines = zip(*(found.lines for found in rounds), strict=True)
    alliances = tuple(zip(project.alliances, lines, strict=True)) if rounds else ()
    unreadable = rounds[0].status.unreadable if rounds else 0
    return Picture(
        project.settings.title, now.astimezone(), _together(things), rounds, alliances, titles, unreadable
    )


def _together(things: Iterable[ToDo]) -> tuple[Together, ...]:
    groups: dict[tuple[str, str, str], list[ToDo]] = {}
    for thing in things:
        groups.setdefault((thing.task, thing.case, thing.wave), []).append(thing)
    return tuple(Together(tuple(group)) for group in groups.values())


def _round(
    workspace: Workspace,
    state: Snapshot,
    wave: Wave,
    standings: Standings,
    past: dict[Key, list[Event]],
    today: date,
) -> Round:
    status = status_in(state, workspace.project, wave, standings)
    questions = Questions(state, wave, standings)
    lines = tuple(_line(each, wave, status.asked_for, questions, past) for each in status.alliances)
    return Round(
        wave,
        state.wave_decided(wave.id, wave.state),
        status,
        Counter(line.stage for line in lines),
        lines,
        _curve(status, wave, today),
    )


def _line(
    status: AllianceStatus, wave: Wave, asked_for: int, questions: Questions, past: dict[Key, list[Event]]
) -> Line:
    unsettled = [each for each in questions.texts[status.id] if each[0] in UNSETTLED]
    return Line(
        wave,
        status,
        stage_of(status, questions.states[status.id]),
        asked_for,
        tuple(past.get((status.id, wave.id), ())),
        tuple(unsettled[:QUESTIONS_SHOWN]),
        max(0, len(unsettled) - QUESTIONS_SHOWN),
    )


def _curve(status: WaveStatus, wave: Wave, today: date) -> Curve | None:
    made = _days(each.sent for each in status.alliances)
    begun = min(made, default=wave.deadline)
    return curve_of(status.curve, asked=status.sent, begun=begun, deadline=wave.deadline, today=today)


def _days(moments: Iterable[datetime | None]) -> Sequence[date]:
    return [moment.date() for moment in moments if moment is not None]
