"""Notes that are the same for workbooks and documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import Place, Remark, remark
from ruecklauf.intake.submission import Noted, Quote, RawAnswer
from ruecklauf.layout.block import Block
from ruecklauf.texts import Texts

QUOTED_AT_ONCE = 100
"""Texts that one note quotes of what is not the form's; of more it says how many there are."""

SINGLY = 10
"""Texts together up to which each has a note of its own: remarks beside a table are read one by one."""


def listed(keys: Sequence[str]) -> str:
    """The first ones, and that there are more."""
    return ", ".join(keys[:8]) + (" …" if len(keys) > 8 else "")


def gone(code: str, keys: Sequence[str]) -> Remark:
    """`row_missing` or `column_missing`, of several together."""
    return remark(code, **{"row" if code == "row_missing" else "head": listed(keys)})


def stray(count: int, texts: Texts, *, may_answer: bool = False) -> Remark:
    """`stray_text` of so many cells or paragraphs; `may_answer` where the form has cells for answers."""
    where = texts("words.not_taken" if may_answer else "words.outside")
    return remark("stray_text", where=where, size=texts("words.in_cells", count=count) if count > 1 else "")


def section_missing(block: Block, name: str, place: Place) -> Iterator[Noted]:
    """That a section is not there; of remarks nothing is said."""
    section = block.section
    if not section.is_remarks:
        code = "section_missing_local" if section.local else "section_missing"
        yield Noted(remark(code, sheet=name), place, subject=block.about())


def contested(answers: Sequence[RawAnswer]) -> Noted:
    """Cells that all are one answer's and do not say the same: none is taken, all are shown."""
    quotes = tuple(Quote(plain_text(answer.raw), str(answer.place)) for answer in answers)
    return Noted(remark("anchors_disagree"), answers[0].place, "", answers[0].subject, quotes)
