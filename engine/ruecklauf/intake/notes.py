"""Notes that are the same for workbooks and documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import Place, Remark, remark
from ruecklauf.intake.submission import Noted, RawAnswer
from ruecklauf.layout.block import Block


def listed(keys: Sequence[str]) -> str:
    """The first ones, and that there are more."""
    return ", ".join(keys[:8]) + (" …" if len(keys) > 8 else "")


def gone(code: str, keys: Sequence[str]) -> Remark:
    """`row_missing` or `column_missing`, of several together."""
    return remark(code, **{"row" if code == "row_missing" else "head": listed(keys)})


def section_missing(block: Block, name: str, place: Place) -> Iterator[Noted]:
    """That a section is not there; of remarks nothing is said."""
    section = block.section
    if not section.is_remarks:
        code = "section_missing_local" if section.local else "section_missing"
        yield Noted(remark(code, sheet=name), place, subject=block.about())


def contested(answers: Sequence[RawAnswer]) -> Noted:
    """Cells that all are one answer's and do not say the same: none is taken, all are shown."""
    found = " / ".join(f"{answer.place}: {plain_text(answer.raw)}" for answer in answers)
    return Noted(remark("anchors_disagree"), answers[0].place, found, answers[0].subject)
