"""Which regular expressions take much more than twice the time for twice the text."""

from __future__ import annotations

import importlib
import inspect
import itertools
import pkgutil
import re
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import ruecklauf.check
import ruecklauf.fieldtypes
import ruecklauf.intake
import ruecklauf.office
import ruecklauf.shown
from ruecklauf import cells, formcode, invisibles

LENGTH = 2_000
FACTOR = 4
"""Times the length, and about as many times the time; the square of it for what is quadratic."""
SUSPICIOUS = 0.004
"""Seconds for LENGTH characters."""
ENDLESS = 2.0
"""Seconds for as many, after which nobody waits for the end."""

PACKAGES = (ruecklauf.office, ruecklauf.shown, ruecklauf.intake, ruecklauf.fieldtypes, ruecklauf.check)
_LITERALS = re.compile(r"[A-Za-z<>/=\"':@#_. -]{2,}")
_FILLERS = "0aA é'\"<&.,:;_-[]()$@=\\\n"
_METHODS = ("fullmatch", "match", "search", "findall", "finditer", "split", "sub")

Work = Callable[[str], object]


@dataclass(frozen=True)
class Use:
    """A pattern and the method by which a module uses it."""

    name: str
    source: str
    work: Work


def uses_by_the_reader() -> Iterator[Use]:
    """Every use of a pattern through which the texts of a return may go."""
    modules = [cells, formcode, invisibles]
    for package in (
        ruecklauf.office,
        ruecklauf.shown,
        ruecklauf.intake,
        ruecklauf.fieldtypes,
        ruecklauf.check,
    ):
        modules += [
            importlib.import_module(found.name)
            for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        ]
    for module in modules:
        for name, value in vars(module).items():
            for number, candidate in enumerate(_flat(value)):
                yield from _uses(module, name, number, candidate)


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for one in value:
            yield from _flat(one)
    else:
        yield value


def _uses(module: ModuleType, name: str, number: int, candidate: Any) -> Iterator[Use]:
    pattern = getattr(candidate, "__self__", candidate)
    if not isinstance(pattern, re.Pattern):
        return
    called = re.findall(rf"\b{name}\.(\w+)\b", inspect.getsource(module))
    bound = [] if pattern is candidate else [candidate.__name__]
    for method in sorted({*bound, *called}.intersection(_METHODS)) or ["search"]:
        place = f"{module.__name__}.{name}[{number}].{method}"
        source = pattern.pattern
        yield Use(
            place, source if isinstance(source, str) else source.decode("latin-1"), _work(pattern, method)
        )


def _work(pattern: re.Pattern[Any], method: str) -> Work:
    def work(text: str) -> None:
        given = text.encode() if isinstance(pattern.pattern, bytes) else text
        if method == "sub":
            pattern.sub(given[:0], given)
        elif method == "finditer":
            deque(pattern.finditer(given), maxlen=0)
        else:
            getattr(pattern, method)(given)

    return work


def slow_text(use: Use) -> str | None:
    """The beginning of a text on which the pattern is not linear, if one of those tried is such."""
    for make in _makers(use.source):
        seconds = _seconds(use.work, make(LENGTH))
        if seconds < SUSPICIOUS:
            continue
        if seconds >= ENDLESS:
            return f"{make(60)!r}: {seconds:.3f} s and more"
        short = min(_seconds(use.work, make(LENGTH)) for _ in range(3))
        long = min(_seconds(use.work, make(LENGTH * FACTOR)) for _ in range(3))
        if long > 2 * FACTOR * max(short, SUSPICIOUS / 2):
            return f"{make(60)!r}: {short:.3f} s, {FACTOR} times as long: {long:.3f} s"
    return None


@dataclass(frozen=True)
class _Text:
    """A text of any length: a beginning, something again and again, and an end that matches nothing much."""

    begin: str
    middle: str
    end: str = "\0z\0"

    def __call__(self, length: int) -> str:
        return self.begin + self.middle * (length // len(self.middle)) + self.end


def _makers(source: str) -> Iterator[_Text]:
    literals = sorted({"", *_LITERALS.findall(source)})
    letters = sorted({*_FILLERS, *(letter for letter in source if letter.isalpha())})[:60]
    for begin, middle in itertools.product(literals, letters):
        yield _Text(begin, middle)
        yield _Text("", begin + middle)
    for first, second in itertools.product(_FILLERS, repeat=2):
        yield _Text("", first + second)
        yield _Text(first, second, "")


def _seconds(work: Work, text: str) -> float:
    """What the work costs; what goes on without end is ended."""
    begun = time.process_time()
    with _no_longer_than(ENDLESS):
        work(text)
    return time.process_time() - begun


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Matching looks for signals now and then; Windows has none that tell of time."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        with suppress(_EndlessError):
            yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


class _EndlessError(Exception):
    """The work has taken longer than anything linear would."""


def _give_up(*_: object) -> None:
    raise _EndlessError
