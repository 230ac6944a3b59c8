"""The plan of a text document for one worksheet: the same questions and rows as in the sheets, on pages.

Forms write it, imports find answers again by it. Row ids and question codes are those of the sheets, so that
an answer is the same question's wherever it was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.rulebook import bind_rules
from ruecklauf.errors import ProjectError
from ruecklauf.layout.model import Layout
from ruecklauf.layout.pages.cells import printed_labels
from ruecklauf.layout.pages.columns import PORTRAIT
from ruecklauf.layout.pages.meaning import Meanings
from ruecklauf.layout.pages.model import (
    LABEL_WIDTH,
    NO,
    ROW_WIDTH,
    DocumentPlan,
    Entry,
    Explained,
    PlannedCell,
    PlannedColumn,
    PlannedLine,
    PlannedList,
    PlannedQuestion,
    PlannedSection,
    PlannedTable,
)
from ruecklauf.layout.pages.planner import Planner
from ruecklauf.texts import Texts, texts_of

__all__ = [
    "LABEL_WIDTH",
    "NO",
    "ROW_WIDTH",
    "DocumentPlan",
    "Entry",
    "Explained",
    "PlannedCell",
    "PlannedColumn",
    "PlannedLine",
    "PlannedList",
    "PlannedQuestion",
    "PlannedSection",
    "PlannedTable",
    "plan_document",
    "printed_labels",
]


@lru_cache(maxsize=64)
def plan_document(layout: Layout, worksheet_id: str) -> DocumentPlan:
    """The document of a layout's worksheet. ProjectError if two answers would have one tag."""
    texts = texts_of(layout.language, layout.version)
    worksheet = next(known for known in layout.worksheets if known.id == worksheet_id)
    rulebook = bind_rules(layout.worksheets)
    meanings = Meanings(layout, rulebook, texts)
    blocks = [block for block in layout.blocks if block.worksheet.id == worksheet_id]
    sections = tuple(map(Planner(layout, meanings, texts).section, blocks))
    whole = meanings.of_rules(rulebook.whole[worksheet_id])
    widest = max((table.width for section in sections for table in section.tables), default=0)
    plan = DocumentPlan(
        worksheet,
        worksheet.short(texts.language),
        worksheet.title(texts.language),
        worksheet.purpose(texts.language),
        (
            texts("document.local" if blocks[0].section.local else "document.returned"),
            worksheet.instructions(texts.language),
        ),
        tuple(_with_lists_once(_with_whole_rules(sections, whole))),
        widest > PORTRAIT,
        texts("document.more_rows") if any(block.section.has_free_rows for block in blocks) else "",
        _guide(layout, worksheet, texts),
    )
    _refuse_clashes(plan)
    return plan


def _guide(layout: Layout, worksheet: Worksheet, texts: Texts) -> str:
    """The form of the set that says how all are filled in; empty for that form itself."""
    first = layout.worksheets[0]
    return "" if worksheet == first else first.short(texts.language)


def _with_whole_rules(
    sections: tuple[PlannedSection, ...], whole: tuple[str, ...]
) -> Iterator[PlannedSection]:
    """The sections, the last one that is no remarks with the rules over more than one section."""
    last = [section for section in sections if not section.block.section.is_remarks][-1]
    for section in sections:
        yield replace(section, sentences=section.sentences + whole) if section is last else section


def _with_lists_once(sections: Iterator[PlannedSection]) -> Iterator[PlannedSection]:
    """The sections, each list in the first of those that use it."""
    explained: set[PlannedList] = set()
    for section in sections:
        new = tuple(dict.fromkeys(offered for offered in section.lists if offered not in explained))
        explained.update(new)
        yield replace(section, lists=new)


def _refuse_clashes(plan: DocumentPlan) -> None:
    tags = [cell.tag for section in plan.sections for cell in section.cells()]
    if len(tags) == len(set(tags)):
        return
    twice = next(tag for tag in tags if tags.count(tag) > 1)
    raise ProjectError(
        f"two answers of worksheet {plan.worksheet.id!r} would have the same tag {twice!r} in a Word form",
        remedy="Give the sections different prefixes, or the fields shorter names.",
    )
