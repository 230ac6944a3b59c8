"""The response over the days, as a small picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 400, 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 10, 12, 26


@dataclass(frozen=True, slots=True)
class Curve:
    """Where things stand in the picture; lengths are units of its view box."""

    path: str
    area: str
    dots: tuple[tuple[float, float], ...]
    """From the left and from the top; one for each row."""
    deadline: float
    """From the left."""
    deadline_end: bool
    """Whether the word beside its line ends there."""
    marks: tuple[tuple[float, int], ...]
    """Numbers of alliances, with how far from the top."""
    first: date
    last: date
    rows: tuple[tuple[date, int], ...]

    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    foot: int = HEIGHT - _BOTTOM


def curve_of(
    rows: tuple[tuple[date, int], ...], *, asked: int, begun: date, deadline: date, today: date
) -> Curve | None:
    """How many had returned something by the end of each day, until today; None where nobody has.

    `asked` alliances got a form, the first on `begun`.
    """
    if not rows:
        return None
    first = min(begun, rows[0][0])
    last = max(deadline, rows[-1][0], first + timedelta(days=1))
    most = max(asked, rows[-1][1])
    across = (WIDTH - _LEFT - _RIGHT) / (last - first).days
    up = (HEIGHT - _TOP - _BOTTOM) / most

    def x(day: date) -> float:
        return round(_LEFT + (day - first).days * across, 1)

    def y(number: int) -> float:
        return round(HEIGHT - _BOTTOM - number * up, 1)

    steps = [f"M{x(first)} {y(0)}"]
    for day, number in rows:
        steps.append(f"H{x(day)} V{y(number)}")
    steps.append(f"H{x(min(last, max(today, rows[-1][0])))}")
    path = " ".join(steps)
    dots = tuple((x(day), y(number)) for day, number in rows)
    marks = tuple((y(number), number) for number in sorted({0, most // 2, most}))
    at = x(deadline)
    area = f"{path} V{y(0)} Z"
    return Curve(path, area, dots, at, at > WIDTH / 2, marks, first, last, rows)
