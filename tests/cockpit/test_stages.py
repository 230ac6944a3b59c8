"""How far an alliance is, and how its response is drawn."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from ruecklauf.cockpit.curve import curve_of
from ruecklauf.cockpit.stages import Stage, stage_of
from ruecklauf.rounds.asking.points import State
from ruecklauf.rounds.asking.reports import AllianceStatus

THEN = datetime(2026, 6, 1, tzinfo=UTC)
BACK = {"sent": THEN, "mailed": THEN, "worksheets": ("akteure",)}


@pytest.mark.parametrize(
    ("known", "questions", "stage"),
    [
        ({}, {}, Stage.PLANNED),
        ({"sent": THEN}, {}, Stage.MADE),
        ({"sent": THEN, "mailed": THEN}, {}, Stage.SENT),
        ({"sent": THEN, "reminders": 1}, {}, Stage.SENT),
        ({"sent": THEN, "mailed": THEN, "declined": True}, {}, Stage.DECLINED),
        ({**BACK, "missing": ("gremien",)}, {State.OPEN: 2}, Stage.PARTLY),
        ({**BACK, "missing": ("gremien",), "declined": True}, {}, Stage.SETTLED),
        (BACK, {State.OPEN: 1, State.ASKED: 3}, Stage.OPEN),
        (BACK, {State.ASKED: 1, State.ANSWERED: 1}, Stage.ASKED),
        (BACK, {State.ANSWERED: 1}, Stage.ANSWERED),
        (BACK, {State.EXPLAINED: 1}, Stage.ANSWERED),
        (BACK, {State.SETTLED: 4, State.ACCEPTED: 1}, Stage.SETTLED),
    ],
)
def test_the_stage_is_the_first_that_is_not_over(
    known: dict[str, object], questions: dict[State, int], stage: Stage
) -> None:
    assert stage_of(AllianceStatus("A", "A", **known), Counter(questions)) is stage  # type: ignore[arg-type]


def test_the_curve_rises_with_returns_and_goes_on_until_today() -> None:
    rows = ((date(2026, 6, 3), 1), (date(2026, 6, 5), 4))
    days = {"begun": date(2026, 6, 1), "deadline": date(2026, 6, 11), "today": date(2026, 6, 7)}
    curve = curve_of(rows, asked=4, **days)
    assert curve is not None
    assert curve.path == "M30.0 144.0 H102.0 V111.0 H174.0 V12.0 H246.0"
    assert (curve.dots, curve.deadline) == (((102.0, 111.0), (174.0, 12.0)), 390.0)
    assert curve.marks == ((144.0, 0), (78.0, 2), (12.0, 4))


def test_nothing_is_drawn_of_no_returns_and_all_of_one_day() -> None:
    day = date(2026, 6, 1)
    assert curve_of((), asked=4, begun=day, deadline=day, today=day) is None
    alone = curve_of(((day, 2),), asked=2, begun=day, deadline=day, today=day)
    assert alone is not None and alone.path == "M30.0 144.0 H30.0 V12.0 H30.0"
