"""Patterns of text in Excel: what stands at each place is looked for among what may stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ruecklauf.rules.excel_fields import quoted
from ruecklauf.rules.patterns.pattern import Pattern, Run


def pattern_formula(text: str, patterns: Iterable[Pattern]) -> str:
    """TRUE where a formula's text is as one of the patterns says; cell by cell in arrays.

    FIND tells capital from small letters and knows no wildcards. It looks for something at every place, for
    programs do not agree on where nothing is found: behind a text's end stand characters that may.
    """
    shapes = [shape for pattern in patterns for shape in pattern.shapes]
    return f"(({'+'.join('*'.join(_tests(text, shape)) for shape in shapes)})>0)"


def _tests(text: str, shape: tuple[Run, ...]) -> Iterator[str]:
    longest = sum(run.high for run in shape)
    shortest = longest - shape[-1].high + shape[-1].low
    if shortest == longest:
        yield f"(LEN({text})={longest})"
    else:
        yield f"(LEN({text})>={shortest})*(LEN({text})<={longest})"
    literal, at = "", 1
    for run in shape:
        if run.is_literal and run.low == run.high:
            literal += run.among * run.high
            continue
        yield from _literal(text, at, literal)
        at, literal = at + len(literal), ""
        filled = f"{text}&{quoted(run.among[0] * (run.high - run.low))}" if run.high > run.low else text
        for place in range(at, at + run.high):
            yield f"ISNUMBER(FIND(MID({filled},{place},1),{quoted(run.among)}))"
        at += run.high
    yield from _literal(text, at, literal)


def _literal(text: str, at: int, literal: str) -> Iterator[str]:
    if literal:
        yield f"EXACT(MID({text},{at},{len(literal)}),{quoted(literal)})"
