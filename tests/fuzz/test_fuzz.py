"""Whatever becomes of a file, reading it ends in a refusal or a result, and soon.

`make fuzz` runs this for long; `make fuzz SEED=…` repeats a run.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings

from fuzz.measuring import EITHER, SECONDS, read_whole
from fuzz.mutating import Change, changed, changes
from fuzz.seeds import seeds
from ruecklauf.office.formats import Format, recognise_format
from ruecklauf.office.package import Source
from ruecklauf.office.refusal import Refusal

LONG = "RUECKLAUF_FUZZ" in os.environ
SEEDS = seeds(programs=LONG)
EXAMPLES = int(os.environ.get("RUECKLAUF_FUZZ", "40"))
FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class TooSlow(BaseException):
    """Not caught by what catches every Exception."""


@contextmanager
def time_limit() -> Iterator[None]:
    """TooSlow after the time that the import grants a file, where the system has such a clock."""

    def stop(_signal: int, _frame: object) -> None:
        raise TooSlow

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", SEEDS)
def test_seed_itself_is_read(name: str) -> None:
    assert read_whole(SEEDS[name])[0] == "read"


@pytest.mark.parametrize("name", SEEDS)
@FUZZ
@given(made=changes())
def test_changed_file_ends_in_a_refusal_or_a_result(name: str, made: list[Change]) -> None:
    data = SEEDS[name]
    for change in made:
        data = changed(data, change)
    with time_limit():
        try:
            assert isinstance(recognise_format(Source(data)), Format)
        except Refusal as refusal:
            assert refusal.code in EITHER
        assert read_whole(data)[0] in EITHER
