"""Patterns of text, `AA 999` or `99.9-9{1,4}(/99)`: read once, then checked, put in formulas and told.

A pattern is few kinds of characters, one after another, and never without an end: so a formula of Excel
can look at each place of a text, in which there are no regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise, product
from string import ascii_lowercase, ascii_uppercase, digits

CLASSES = {"9": digits, "A": ascii_uppercase, "a": ascii_lowercase}
"""What one character of a pattern stands for; all others stand for themselves."""
LONGEST = 60
"""Characters of the longest text that a pattern may describe: each is a part of the formula."""
MOST_SHAPES = 64
"""Sequences of a fixed beginning that a pattern may describe: each is a part of the formula, too."""

_PART = re.compile(
    r"(?:\\(?P<escaped>.)|\[(?P<set>(?:\\.|[^\]\\])+)\]|(?P<mark>[()])|(?P<plain>[^\\\[\](){}]))"
    r"(?:\{(?P<low>\d+)(?:,(?P<high>\d+))?\})?"
)
_EXAMPLES = {digits: "1234567890", ascii_uppercase: "ABCDEFGHIJ", ascii_lowercase: "abcdefghij"}


class PatternError(ValueError):
    """What is wrong in a pattern."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters of one kind, after one another."""

    among: str
    """The characters that may stand there; one alone is meant as it is."""
    low: int = 1
    high: int = 1
    group: int = 0
    """Runs that may be left out together have the same number; 0 for those that must be there."""

    @property
    def is_literal(self) -> bool:
        return len(self.among) == 1


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as it was written, and its runs."""

    text: str
    runs: tuple[Run, ...]

    @property
    def shapes(self) -> tuple[tuple[Run, ...], ...]:
        """All that a text can be, as runs of a fixed length; only the last may be of several lengths."""
        found = dict.fromkeys(shape for runs in self._chosen() for shape in _fixed(runs))
        return tuple(shape for shape in found if shape)

    def _chosen(self) -> Iterator[tuple[Run, ...]]:
        """The runs with every choice of what may be left out."""
        groups = sorted({run.group for run in self.runs if run.group})
        for kept in product((False, True), repeat=len(groups)):
            there = {0, *(group for group, is_kept in zip(groups, kept, strict=True) if is_kept)}
            yield tuple(run for run in self.runs if run.group in there)

    def matches(self, text: str) -> bool:
        """Whether the whole text is as the pattern says."""
        return re.fullmatch(self.regex, text, re.ASCII) is not None

    @property
    def regex(self) -> str:
        """The same as a regular expression that all programs read, without ^ and $."""
        found, open_ = "", 0
        for run in self.runs:
            if run.group != open_:
                found += (")?" if open_ else "") + ("(" if run.group else "")
                open_ = run.group
            found += _set_regex(run.among) + _times(run)
        return found + (")?" if open_ else "")

    @property
    def example(self) -> str:
        """A text that is as the pattern says, with all that may be left out."""
        return self.filled(lambda among, at: _example(among)[at % len(_example(among))])

    def filled(self, choose: Callable[[str, int], str]) -> str:
        """A text of signs that are chosen for each place of a run, among those that may stand there."""
        return "".join(choose(run.among, at) for run in self.runs for at in range(max(run.low, 1)))


def read_pattern(text: str) -> Pattern:
    """The pattern; PatternError where it cannot be read, never matches, or is too long for a formula."""
    pattern = Pattern(text, tuple(_joined(_runs(text))))
    if not pattern.runs:
        raise PatternError("the pattern is empty; write one such as 99999 or AA 999")
    longest = sum(run.high for run in pattern.runs)
    if longest > LONGEST:
        raise PatternError(f"the pattern takes {longest} characters; {LONGEST} are the most")
    if _count_shapes(pattern) > MOST_SHAPES:
        raise PatternError(
            f"the pattern takes more than {MOST_SHAPES} lengths; vary fewer parts, and rather the last"
        )
    if any(_has_lost_spaces(shape) for shape in pattern.shapes):
        raise PatternError("outer and double spaces of answers are dropped, so this pattern never fits")
    return pattern


def _runs(text: str) -> Iterator[Run]:
    at = group = groups = 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None or (part["mark"] and part["low"]):
            raise PatternError(f"{text[at:]!r} in the pattern {text!r} cannot be read")
        at = part.end()
        if part["mark"] == "(" and not group:
            groups += 1
            group = groups
        elif part["mark"] == ")" and group:
            group = 0
        elif part["mark"]:
            raise PatternError(f"the brackets of the pattern {text!r} do not close one another")
        else:
            yield _run(part, group)
    if group:
        raise PatternError(f"a bracket of the pattern {text!r} is not closed")


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs of the same kind as one: 999 is 9{3}."""
    for (among, group), same in groupby(runs, lambda run: (run.among, run.group)):
        beside = list(same)
        if len(among) == 1:
            yield from beside
        else:
            yield Run(among, sum(run.low for run in beside), sum(run.high for run in beside), group)


def _run(part: re.Match[str], group: int) -> Run:
    low = int(part["low"]) if part["low"] else 1
    high = int(part["high"]) if part["high"] else low
    if high < max(low, 1):
        raise PatternError(f"{part[0]!r} in the pattern takes nothing")
    if part["set"]:
        members = re.findall(r"\\.|.", part["set"])
        among = "".join(dict.fromkeys("".join(map(_meant, members))))
    else:
        among = part["escaped"] or _meant(part["plain"])
    if any(ord(sign) > 0xFFFF or not sign.isprintable() for sign in among):
        raise PatternError(f"{part[0]!r} in the pattern is no sign that Excel counts as one")
    return Run(among, low, high, group)


def _meant(sign: str) -> str:
    return sign[1] if len(sign) > 1 else CLASSES.get(sign, sign)


def _fixed(runs: tuple[Run, ...]) -> Iterator[tuple[Run, ...]]:
    *first, last = runs or (Run("", 0, 0),)
    for lengths in product(*(range(run.low, run.high + 1) for run in first)):
        kept = (Run(run.among, length, length) for run, length in zip(first, lengths, strict=True) if length)
        yield (*kept, Run(last.among, last.low, last.high)) if last.high else tuple(kept)


def _count_shapes(pattern: Pattern) -> int:
    found = 1 << len({run.group for run in pattern.runs if run.group})
    for run in pattern.runs[:-1]:
        found *= run.high - run.low + 1
    return found


def _has_lost_spaces(shape: tuple[Run, ...]) -> bool:
    spaces = [run.among == " " for run in shape]
    doubled = any(is_space and run.high > 1 for is_space, run in zip(spaces, shape, strict=True))
    return doubled or spaces[0] or spaces[-1] or any(a and b for a, b in pairwise(spaces))


def _set_regex(among: str) -> str:
    if among == digits:
        return "[0-9]"
    if len(among) == 1:
        return among if among.isalnum() or among in " -_/:,;'\"äöüÄÖÜß" else f"\\{among}"
    for members, short in ((digits, "0-9"), (ascii_uppercase, "A-Z"), (ascii_lowercase, "a-z")):
        among = among.replace(members, "\0" + short)
    ranges = "".join(part[:3] for part in among.split("\0")[1:])
    others = among.split("\0")[0] + "".join(part[3:] for part in among.split("\0")[1:])
    escaped = re.sub(r"[\^\-\]\\\[]", r"\\\g<0>", others)
    return f"[{ranges}{escaped}]"


def _times(run: Run) -> str:
    if (run.low, run.high) == (1, 1):
        return ""
    return f"{{{run.low}}}" if run.low == run.high else f"{{{run.low},{run.high}}}"


def _example(among: str) -> str:
    return next((signs for members, signs in _EXAMPLES.items() if among.startswith(members)), among)
