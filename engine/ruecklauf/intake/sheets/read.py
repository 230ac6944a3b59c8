"""A returned workbook read into a submission."""

from __future__ import annotations

from collections.abc import Mapping

from ruecklauf.intake.recognition import Recognised
from ruecklauf.intake.sheets.account import account_workbook
from ruecklauf.intake.sheets.assessment import assess
from ruecklauf.intake.sheets.condition_notes import notes_on
from ruecklauf.intake.sheets.locate import locate
from ruecklauf.intake.sheets.moves import cell_moves
from ruecklauf.intake.submission import Submission
from ruecklauf.layout.model import Layout
from ruecklauf.office.workbook import Workbook
from ruecklauf.texts import Texts


def workbook_submission(
    workbook: Workbook,
    layout: Layout,
    recognised: Recognised,
    *,
    sha256: str,
    texts: Texts,
    sent: Mapping[str, frozenset[str]],
) -> Submission:
    """All answers of a workbook, read by the layout of its form; `sent` as for `read_submission`."""
    located, about_sheets = locate(workbook, layout, texts)
    account = account_workbook(workbook, layout, located, texts, sent=sent)
    moves = cell_moves(workbook, layout, located)
    condition = assess(workbook, layout, located, account=account, moves=moves, texts=texts)
    return Submission(
        sha256=sha256,
        identity=recognised.identity,
        worksheets=layout.worksheets,
        answers=account.ledger.answers,
        noted=(
            *recognised.noted,
            *about_sheets,
            *(noted for block in located for noted in block.noted),
            *account.ledger.noted,
            *notes_on(condition, moves),
        ),
        counts=account.counts,
        condition=condition,
        language=layout.language,
    )
