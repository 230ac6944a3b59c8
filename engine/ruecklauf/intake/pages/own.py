"""What a form itself says outside the places for answers: known from its plan, and from what was sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.fieldtypes.folding import fold
from ruecklauf.formcode import read_form_code
from ruecklauf.intake.codes import normal_code
from ruecklauf.intake.page_texts import foreign_page_texts
from ruecklauf.intake.pages.content import Prompts
from ruecklauf.intake.pages.grid import GridCell
from ruecklauf.intake.pages.lines import LineRead, Wording
from ruecklauf.intake.pages.rows import is_example
from ruecklauf.intake.pages.shapes import Shape
from ruecklauf.layout.pages.plan import DocumentPlan, PlannedSection
from ruecklauf.office.workbook import Sheet
from ruecklauf.texts import Texts

SENT = "document:"
"""Begins the slot under which the paragraphs of a worksheet's form are known."""
PICTURES = "pictures:"
"""Begins the slot with the number of pictures in it."""
_PAGES = re.compile(r"\b(?:seite|page|von|of)\b\s*[0-9]*\s*")
"""Page numbers, which every program counts for itself."""
_NUMBER = re.compile(r"\W*+[0-9]{0,3}+\W*+")


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """The form's paragraphs outside its tables, folded."""

    known: frozenset[str]
    is_complete: bool
    """Also of what the plan does not have: the template's own wording."""
    prompts: Prompts
    pictures: int = 0
    """A template may have some."""

    def has(self, text: str) -> bool:
        """Whether a paragraph is the form's."""
        folded = fold(text)
        if self.prompts.is_prompt(text):
            return True
        return folded in self.known or _without_pages(folded) in self.known or _is_code(text)

    def has_on_pages(self, text: str, texts: Texts) -> bool:
        """Whether a header or footer is the form's, or a program's."""
        if self.has(text) or _NUMBER.fullmatch(_without_pages(fold(text))):
            return True
        pieces = Sheet("", page_texts=tuple(dict.fromkeys(text.split("\t"))))
        return not self.is_complete and not foreign_page_texts(pieces, texts)


def _without_pages(folded: str) -> str:
    return _PAGES.sub("", folded) if "seite" in folded or "page" in folded else folded


def _is_code(text: str) -> bool:
    """Whether a text is a form code and nothing else: as such it is compared with the others."""
    code = read_form_code(text)
    return code is not None and normal_code(text) == str(code)


def own_texts(
    plans: Iterable[DocumentPlan], wording: Wording, sent: Mapping[str, frozenset[str]]
) -> OwnTexts:
    """What documents of these plans say; `sent` as for `read_submission`."""
    texts, prompts = wording.texts, wording.prompts
    plans = tuple(plans)
    known = [text for plan in plans for text in _of_plan(plan, texts, sent)]
    complete = bool(plans) and all(SENT + plan.worksheet.id in sent for plan in plans)
    if not complete:
        known += [
            text for slot, said in sent.items() if not slot.startswith((SENT, PICTURES)) for text in said
        ]
    known += [text for plan in plans for text in sent.get(SENT + plan.worksheet.id, ())]
    folded = {fold(text) for whole in known for text in (whole, *whole.splitlines())}
    pictures = [int(number) for plan in plans for number in sent.get(PICTURES + plan.worksheet.id, ())]
    return OwnTexts(
        frozenset({*folded, *map(_without_pages, folded)} - {""}), complete, prompts, max(pictures, default=0)
    )


def _of_plan(plan: DocumentPlan, texts: Texts, sent: Mapping[str, frozenset[str]]) -> Iterator[str]:
    yield from (plan.title, plan.short, plan.purpose, *plan.lines, plan.more_rows)
    yield from (texts("document.columns"), texts("document.rules"))
    for title in sent.get("round.title", ()):
        yield texts("document.title", title=title, short=plan.short)
    for section in plan.sections:
        yield from _of_section(section, texts)


def _of_section(section: PlannedSection, texts: Texts) -> Iterator[str]:
    yield from (section.title, section.instructions, *section.sentences)
    for entry in section.explained:
        yield from (entry.head, entry.text, f"{entry.head}: {entry.text}", f"{entry.head} {entry.text}")
    for table in section.tables:
        yield texts("document.part", title=section.title, number=table.number, of=table.of)


# In tables


def heads_of(shapes: Iterable[Shape]) -> frozenset[str]:
    """All heads of sections, folded."""
    return frozenset(head for shape in shapes for head in (*shape.heads, *shape.leads))


def is_own_cell(reading: LineRead, key: str, text: str, *, row_id: str, answers: frozenset[str]) -> bool:
    """Whether a text beside the answers of a line is the form's.

    `key` is that of the column, see `column_of`; `row_id` the number under which a new row is known;
    `answers` are the row's own ones, folded: a name that stands in several parts of a table is taken in one.
    """
    shape, code = reading.shape, reading.code
    folded, entered = fold(text), reading.wording.prompts.cut(text)
    if reading.wording.prompts.is_prompt(text):
        return True
    if key == CODE:
        example = fold(reading.wording.texts("document.example"))
        codes = {normal_code(known) for known in (code, row_id) if known}
        return normal_code(entered) in codes or (not code and folded == example)
    if is_example(reading):
        return shape.examples.get(key) == folded
    if key == LABELS:
        repeated = len(folded) > len("nein") and folded in answers
        return repeated or folded in _labels(shape, code) or folded in _labels_of_shown(reading)
    return False


CODE, LABELS = "\0code", "\0labels"
"""The columns before the answers, among keys."""


def column_of(reading: LineRead, cell: GridCell) -> str:
    """The key of the column in which a line's cell is; empty for none of the form's."""
    segment, line = reading.segment, reading.line
    if segment.code_cell(line) is cell:
        return CODE
    if segment.label_cell(line) is cell:
        return LABELS
    return next((key for key, answer in reading.cells.items() if answer is cell), "")


def _labels(shape: Shape, code: str) -> frozenset[str]:
    """What stands in the column of labels in a row: a label; question and hint, as one text or several."""
    if not shape.is_record:
        return frozenset({shape.labels.get(code, "")})
    question = next((question for question in shape.section.questions if question.code == code), None)
    if question is None:
        return frozenset()
    pieces = (question.text, question.hint, *question.text.splitlines(), *question.hint.splitlines())
    return frozenset(map(fold, (*pieces, f"{question.text} {question.hint}")))


def _labels_of_shown(reading: LineRead) -> frozenset[str]:
    """The labels of the row that a line shows; none unless it is reported as one with another row's code."""
    is_reported = reading.shape.is_printed(reading.code) and reading.tagged != reading.code
    return _labels(reading.shape, reading.shown) if is_reported else frozenset()
