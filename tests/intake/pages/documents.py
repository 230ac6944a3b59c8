"""Text documents as readers give them, made by hand: a worksheet's form, and what people do to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import count

from forms.making import FROZEN, answers, with_referred
from ruecklauf.check.balance import unaccounted
from ruecklauf.check.check import check
from ruecklauf.check.records import Checked
from ruecklauf.fieldtypes.tick import EMPTY_BOX, TICKED_BOX
from ruecklauf.findings import Subject
from ruecklauf.formcode import make_form_code
from ruecklauf.intake.pages.read import document_submission
from ruecklauf.intake.pages.recognise import recognise_document
from ruecklauf.intake.submission import Submission
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Layout
from ruecklauf.layout.pages.plan import (
    NO,
    PlannedCell,
    PlannedQuestion,
    PlannedSection,
    PlannedTable,
    plan_document,
)
from ruecklauf.office.document import (
    Block,
    Change,
    Comment,
    Control,
    ControlKind,
    DocumentCell,
    DocumentRow,
    DocumentTable,
    Paragraph,
    Piece,
    TextDocument,
)
from ruecklauf.texts import load_texts
from ruecklauf.values import Value

TEXTS = load_texts()
LAYOUT = build_layout(with_referred(*FROZEN))
CODE = make_form_code("KQ7M2X", "2026-1", LAYOUT.fingerprint)
WORDING = ("Worum es geht", "Bitte zurück bis", "Ansprechperson")
"""What a template says that is in no plan."""
_KINDS = {"list": ControlKind.LIST, "combo": ControlKind.LIST, "date": ControlKind.DATE}


@dataclass
class Cell:
    """A table's cell; each paragraph is a list of pieces."""

    paragraphs: list[list[Piece]]
    span: int = 1
    continues: bool = False
    inside: list[Table] = field(default_factory=list)
    drawn: bool = False
    """A shape is anchored in each of its paragraphs."""

    @property
    def text(self) -> str:
        return "\n".join("".join(piece.text for piece in one) for one in self.paragraphs)

    def write(self, text: str) -> None:
        """Enter a text, as into the control if there is one."""
        old = self.paragraphs[0][0] if self.paragraphs[0] else Piece("")
        control = replace(old.control, placeholder=False) if old.control else None
        self.paragraphs = [[Piece(text, control)]]

    def retype(self, text: str) -> None:
        """A text without any control."""
        self.paragraphs = [[Piece(line)] for line in text.split("\n")]

    def add(self, text: str) -> None:
        """Something typed behind what stands there."""
        self.paragraphs[-1].append(Piece(text))

    def add_paragraph(self, text: str) -> None:
        self.paragraphs.append([Piece(text)])

    def tick(self, *, yes: bool) -> None:
        self.paragraphs = [[_ticked(piece, yes=yes) for piece in one] for one in self.paragraphs]

    def flatten(self) -> None:
        """As LibreOffice leaves it: text without controls."""
        self.paragraphs = [[piece._replace(control=None) for piece in one] for one in self.paragraphs]

    def made(self) -> DocumentCell:
        blocks: list[Block] = [Paragraph(tuple(one), drawn=self.drawn) for one in self.paragraphs]
        return DocumentCell((*blocks, *(one.made() for one in self.inside)), self.span, self.continues)


def _ticked(piece: Piece, *, yes: bool) -> Piece:
    control = piece.control
    if control is None or control.kind is not ControlKind.BOX:
        return piece
    checked = yes != control.tag.endswith(NO)
    return piece._replace(
        text=TICKED_BOX if checked else EMPTY_BOX, control=replace(control, checked=checked)
    )


@dataclass
class Row:
    cells: list[Cell]
    change: Change = Change.NONE

    @property
    def code(self) -> str:
        return self.cells[0].text

    @code.setter
    def code(self, text: str) -> None:
        self.cells[0].retype(text)


@dataclass
class Table:
    rows: list[Row]

    def row(self, code: str) -> Row:
        return next(row for row in self.rows if row.code == code)

    def made(self) -> DocumentTable:
        return DocumentTable(
            tuple(DocumentRow(tuple(cell.made() for cell in row.cells), row.change) for row in self.rows)
        )


@dataclass
class Form:
    """A worksheet's document while it is worked on."""

    worksheet: str
    blocks: list[Paragraph | Table]
    tags: dict[str, Cell]
    comments: list[Comment] = field(default_factory=list)
    page_texts: list[str] = field(default_factory=lambda: [f"AGS 05990000 · {CODE} · Seite 1 von 9"])
    drawing_texts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    custom: dict[str, str] = field(default_factory=dict)
    protected: bool = True

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    def write(self, tag: str, text: str) -> None:
        self.tags[tag].write(text)

    def say(self, text: str, *, at: int = -1) -> None:
        """A paragraph of somebody's own; `at` is among the blocks."""
        paragraph = Paragraph((Piece(text),))
        self.blocks.insert(at if at >= 0 else len(self.blocks), paragraph)

    def cells(self) -> Iterator[Cell]:
        return (cell for table in self.tables for row in table.rows for cell in row.cells)

    def flatten(self) -> Form:
        for cell in self.cells():
            cell.flatten()
        return self

    def made(self) -> TextDocument:
        return TextDocument(
            tuple(one.made() if isinstance(one, Table) else one for one in self.blocks),
            page_texts=tuple(self.page_texts),
            notes=tuple(self.notes),
            drawing_texts=tuple(self.drawing_texts),
            comments=tuple(self.comments),
            core={"subject": CODE},
            custom={"ruecklauf.form_code": CODE, "ruecklauf.worksheet": self.worksheet, **self.custom},
            protected=self.protected,
        )


@dataclass
class _Maker:
    """Makes the form of a worksheet, as the writer of forms does."""

    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    tags: dict[str, Cell] = field(default_factory=dict)

    def form(self, worksheet_id: str, layout: Layout) -> Form:
        plan = plan_document(layout, worksheet_id)
        blocks: list[Paragraph | Table] = [_paragraph(plan.title, heading=1)]
        blocks += [_paragraph(text) for text in (*WORDING, *plan.lines, CODE)]
        for section in plan.sections:
            blocks += self._section(section)
        return Form(worksheet_id, blocks, self.tags)

    def _section(self, section: PlannedSection) -> Iterator[Paragraph | Table]:
        yield _paragraph(section.title, heading=2)
        if section.questions:
            heads = TEXTS.list("document.heads")
            if section.has_explanations:
                heads = (*heads, TEXTS("explained.head"))
            yield Table([_row(heads), *(self._question(one, len(heads)) for one in section.questions)])
        for table in section.tables:
            yield self._table(table)
            yield _paragraph("")

    def _question(self, question: PlannedQuestion, width: int) -> Row:
        said = Cell([_text(question.text), _text(question.hint)])
        cells = [_cell(question.code), said, *map(self._answer, question.cells())]
        return Row([*cells, *(_cell("") for _ in range(width - len(cells)))])

    def _table(self, table: PlannedTable) -> Table:
        label = [table.label_head] if table.label_head else []
        rows = [_row((TEXTS("document.row"), *label, *(column.head for column in table.columns)))]
        if any(table.example):
            rows.append(_row((TEXTS("document.example"), *([""] if label else []), *table.example)))
        for line in table.lines:
            lead = [_cell(line.code), *([_cell(line.label)] if label else [])]
            rows.append(Row([*lead, *map(self._answer, line.cells)]))
        return Table(rows)

    def _answer(self, planned: PlannedCell) -> Cell:
        self.tags[planned.tag] = cell = Cell([list(self._pieces(planned))])
        return cell

    def _pieces(self, planned: PlannedCell) -> Iterator[Piece]:
        tag, control = planned.tag, planned.control
        if planned.locked:
            yield Piece(planned.text)
        elif control.kind == "boxes":
            yes, no = (
                Control(next(self.numbers), ControlKind.BOX, one, one, checked=False)
                for one in (tag, tag + NO)
            )
            yield from (Piece(EMPTY_BOX, yes), Piece(" ja "), Piece(EMPTY_BOX, no), Piece(" nein"))
        else:
            kind = _KINDS.get(control.kind, ControlKind.TEXT)
            yield Piece(control.placeholder, Control(next(self.numbers), kind, tag, tag, placeholder=True))


def _paragraph(text: str, heading: int = 0) -> Paragraph:
    return Paragraph((Piece(text),) if text else (), heading)


def _text(text: str) -> list[Piece]:
    return [Piece(text)]


def _cell(text: str) -> Cell:
    return Cell([_text(text)])


def _row(texts: tuple[str, ...]) -> Row:
    return Row(list(map(_cell, texts)))


@cache
def _form(worksheet_id: str) -> Form:
    return _Maker().form(worksheet_id, LAYOUT)


def form_of(worksheet_id: str) -> Form:
    """The empty form of a worksheet."""
    return deepcopy(_form(worksheet_id))


@cache
def _sent(worksheet_id: str) -> frozenset[str]:
    paragraphs = [block for block in _form(worksheet_id).blocks if isinstance(block, Paragraph)]
    return frozenset(one.text for one in paragraphs) | frozenset(_form(worksheet_id).page_texts)


def submitted(form: Form, *, known: bool = True) -> Submission:
    """The form as it is read when it comes back; `known`: it is kept what was sent."""
    document = form.made()
    sent = {f"document:{form.worksheet}": _sent(form.worksheet)} if known else {}
    return document_submission(
        document, LAYOUT, recognise_document(document), sha256="", texts=TEXTS, sent=sent
    )


@dataclass(frozen=True)
class Returned:
    """What a form says when it comes back."""

    submission: Submission
    checked: Checked

    @property
    def values(self) -> dict[Subject, Value]:
        return answers(self.checked)

    @property
    def codes(self) -> set[str]:
        """What was noted on the way, without what is wrong or missing among the answers."""
        return {noted.remark.code for noted in self.submission.noted}

    def found(self, code: str) -> list[str]:
        return [noted.whole for noted in self.submission.noted if noted.remark.code == code]

    def places(self, code: str) -> list[str]:
        return [str(noted.place) for noted in self.submission.noted if noted.remark.code == code]


def returned(form: Form, *, known: bool = True) -> Returned:
    """The form read and checked; nothing of it is lost, whatever was done to it."""
    submission = submitted(form, known=known)
    checked = check(submission, wave_date=date(2026, 11, 30))
    assert submission.counts.balanced, submission.counts
    assert unaccounted(submission, checked) == ()
    return Returned(submission, checked)


Damage = Callable[[Form], None]
