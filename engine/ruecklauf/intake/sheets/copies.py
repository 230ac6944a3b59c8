"""Sheets that are in the file twice: what both say, and which of them is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import Subject
from ruecklauf.intake.notes import contested
from ruecklauf.intake.sheets.located import Located
from ruecklauf.intake.submission import RawAnswer


def uncontested(here: Located, twin: Located) -> Located:
    """Without the answers to which two copies of a sheet say different things: both are shown."""
    others = _filled((twin,))
    differing = {
        key: others[key]
        for key, answer in _filled((here,)).items()
        if key in others and plain_text(answer.raw) != plain_text(others[key].raw)
    }
    kept = tuple(answer for answer in here.answers if answer.key not in differing)
    noted = [contested((answer, differing[answer.key])) for answer in here.answers if answer.key in differing]
    return replace(here, answers=kept, noted=(*here.noted, *noted))


def fuller(here: tuple[Located, ...], copy: tuple[Located, ...]) -> tuple[Located, ...]:
    """The blocks of a copied sheet as its copy has them, if that says all that the sheet says, and more."""
    said, more = _said(here), _said(copy)
    if said == more or not said.items() <= more.items():
        return here
    return tuple(replace(block, left=left) for block, left in zip(copy, here, strict=True))


def _filled(blocks: tuple[Located, ...]) -> Mapping[tuple[Subject, str], RawAnswer]:
    return {answer.key: answer for block in blocks for answer in block.answers if not answer.raw.is_blank}


def _said(blocks: tuple[Located, ...]) -> dict[tuple[Subject, str], str]:
    return {key: plain_text(answer.raw) for key, answer in _filled(blocks).items()}
