"""A returned text document read into a submission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ruecklauf.findings import Place, remark
from ruecklauf.intake.notes import listed
from ruecklauf.intake.pages.account import account_document
from ruecklauf.intake.pages.condition import assess_document, notes_on_document
from ruecklauf.intake.pages.content import Prompts, prompts_of
from ruecklauf.intake.pages.grid import make_grid
from ruecklauf.intake.pages.lines import Wording
from ruecklauf.intake.pages.locate import locate_document
from ruecklauf.intake.pages.own import own_texts
from ruecklauf.intake.pages.recognise import worksheet_named
from ruecklauf.intake.pages.shapes import FormShapes, shapes_of
from ruecklauf.intake.recognition import Recognised
from ruecklauf.intake.submission import Noted, Submission
from ruecklauf.layout.model import Layout
from ruecklauf.office.document import TextDocument
from ruecklauf.texts import Texts


def document_submission(
    document: TextDocument,
    layout: Layout,
    recognised: Recognised,
    *,
    sha256: str,
    texts: Texts,
    sent: Mapping[str, frozenset[str]],
) -> Submission:
    """All answers of a document, read by the layout of its form; `sent` as for `read_submission`."""
    shapes = shapes_of(layout)
    grid = make_grid(document, lambda text: bool(shapes.with_code(text)))
    prompts = prompts_of(
        texts,
        grid,
        program=document.program,
        offered=_offered(shapes),
        takes_text=frozenset(_taking_text(shapes)),
    )
    wording = Wording(texts, prompts)
    located = locate_document(grid, shapes, wording, expected=worksheet_named(document))
    plans = (plan for plan in shapes.plans if plan.worksheet.id not in located.absent)
    account = account_document(document, located, own_texts(plans, wording, sent), texts)
    condition = assess_document(document, located, account)
    return Submission(
        sha256=sha256,
        identity=recognised.identity,
        worksheets=layout.worksheets,
        answers=tuple(located.answers),
        noted=(
            *recognised.noted,
            *account.ledger.noted,
            *_unknown_prompts(prompts),
            *notes_on_document(condition),
        ),
        counts=account.counts,
        condition=condition,
        elsewhere=located.absent,
        language=layout.language,
    )


def _unknown_prompts(prompts: Prompts) -> Iterator[Noted]:
    for text, tags in sorted(prompts.repeated.items()):
        yield Noted(remark("prompts_unknown", places=listed(tags)), Place(), text)


def _taking_text(shapes: FormShapes) -> Iterator[str]:
    """The tags of the answers that may be any text."""
    for shape in shapes.all:
        for row in shape.rows.values():
            yield from (cell.tag for cell in row.values() if cell.field.is_prose)


def _offered(shapes: FormShapes) -> Iterator[str]:
    """All entries of the lists in a form."""
    offers = {
        cell.control.entries for shape in shapes.all for row in shape.rows.values() for cell in row.values()
    }
    return (entry for entries in offers for entry in entries)
