"""Cases drawn by chance: the same ones in every run, or in long runs those of a seed."""

from __future__ import annotations

import os
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

LONG = "RUECKLAUF_GUARD" in os.environ
Case = TypeVar("Case")


def number_of_cases(usual: int) -> int:
    """How many are drawn: the usual few, or what a long run asks for."""
    return int(os.environ.get("RUECKLAUF_GUARD", usual))


def draw(count: int, cases: SearchStrategy[Case]) -> list[Case]:
    """Many cases at once: each by itself would cost a whole form, a program's reading and an import."""
    drawn: list[Case] = []

    @settings(
        max_examples=count,
        derandomize=not LONG,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def collect(case: Case) -> None:
        drawn.append(case)

    collect()
    return drawn
