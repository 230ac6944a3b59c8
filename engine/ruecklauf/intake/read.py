"""A returned file read into a submission: recognised, located, and every cell accounted for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from ruecklauf.definition.models import Worksheet
from ruecklauf.intake.assessment import assess
from ruecklauf.intake.condition_notes import notes_on
from ruecklauf.intake.conserve import NOTHING_KNOWN, account
from ruecklauf.intake.formats import Format, recognise_format, refusal_of
from ruecklauf.intake.locate import locate
from ruecklauf.intake.moves import cell_moves
from ruecklauf.intake.ods import read_ods
from ruecklauf.intake.ooxml import read_xlsx
from ruecklauf.intake.recognise import Recognised, recognise
from ruecklauf.intake.submission import Submission
from ruecklauf.intake.workbook import Workbook
from ruecklauf.intake.xls import read_xls
from ruecklauf.layout.build import build_layout
from ruecklauf.texts import load_texts

_READERS = {
    Format.XLSX: read_xlsx,
    Format.ODS: read_ods,
    Format.FODS: read_ods,
    Format.XLS: read_xls,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that could be opened, and whose form it claims to be."""

    sha256: str
    workbook: Workbook
    recognised: Recognised


def open_return(data: bytes) -> Opened:
    """The workbook in a returned file with its claims. Raises Refusal for what is not read."""
    kind = recognise_format(data)
    if kind not in _READERS:
        raise refusal_of(kind)
    workbook = _READERS[kind](data)
    return Opened(hashlib.sha256(data).hexdigest(), workbook, recognise(workbook))


def read_submission(
    opened: Opened,
    worksheets: tuple[Worksheet, ...],
    *,
    language: str = "de",
    sent: Mapping[str, frozenset[str]] = NOTHING_KNOWN,
) -> Submission:
    """All answers of a return, read by the declarations that its form was made from.

    `sent` has by slot the texts that forms with this code said there, as far as that is known: what was
    typed over one is told.
    """
    texts = load_texts(language)
    layout = build_layout(worksheets, more_rows=opened.recognised.more_rows, language=language)
    located, about_sheets = locate(opened.workbook, layout, texts)
    balance = account(opened.workbook, layout, located, texts, sent=sent)
    moves = cell_moves(opened.workbook, layout, located)
    condition = assess(opened.workbook, layout, located, account=balance, moves=moves, texts=texts)
    return Submission(
        sha256=opened.sha256,
        identity=opened.recognised.identity,
        worksheets=worksheets,
        answers=tuple(answer for block in located for answer in block.answers),
        noted=(
            *opened.recognised.noted,
            *about_sheets,
            *(noted for block in located for noted in block.noted),
            *balance.noted,
            *notes_on(condition, moves),
        ),
        counts=balance.counts,
        condition=condition,
    )
