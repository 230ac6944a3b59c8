"""What a document's template gets to see: texts, and places for what is put in later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from ruecklauf.forms.documents.xml import token
from ruecklauf.layout.pages.plan import DocumentPlan, PlannedCell, PlannedSection, PlannedTable
from ruecklauf.texts import Texts

INLINE, BLOCK = "inline", "block"


class Inserted:
    """A place for something that is put in after the template is rendered."""

    token: str


class Slot(str, Inserted):
    """A text of its own for every form. It is a text for conditions and filters."""

    __slots__ = ("token",)

    def __new__(cls, text: str, name: str) -> Slot:
        slot = super().__new__(cls, text)
        slot.token = token(name)
        return slot


@dataclass(frozen=True, slots=True)
class Answer(Inserted):
    """The place of an answer, between runs of text."""

    token: str


@dataclass(frozen=True, slots=True)
class Table(Inserted):
    """The place of a table, between paragraphs."""

    token: str
    caption: str


def table_name(section: PlannedSection, table: PlannedTable) -> str:
    """Names a table in its token."""
    return f"{section.block.name} {table.number}"


def table_caption(section: PlannedSection, table: PlannedTable, texts: Texts) -> str:
    if table.of == 1:
        return texts("document.table", title=section.title)
    return texts("document.part", title=section.title, number=table.number, of=table.of)


def context(plan: DocumentPlan, slots: Mapping[str, str], texts: Texts) -> dict[str, object]:
    """Everything under the names that templates use; see `document_names.KINDS`."""
    worksheet = plan.worksheet
    status, instructions = plan.lines
    return {
        **_slots(slots),
        "worksheet": SimpleNamespace(
            id=worksheet.id,
            title=plan.title,
            short=plan.short,
            purpose=plan.purpose,
            status=status,
            instructions=instructions,
            version=worksheet.version,
            guide=plan.guide,
        ),
        "sections": [_section(section, plan, texts) for section in plan.sections],
    }


def _slots(slots: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, dict[str, Slot]] = {}
    for name, text in slots.items():
        kind, _, own = name.partition(".")
        found.setdefault(kind, {})[own] = Slot(text, name)
    return {kind: SimpleNamespace(**texts) for kind, texts in found.items()}


def _answer(cell: PlannedCell | None) -> Answer | str:
    return Answer(token(cell.tag)) if cell else ""


def _section(section: PlannedSection, plan: DocumentPlan, texts: Texts) -> SimpleNamespace:
    return SimpleNamespace(
        title=section.title,
        instructions=section.instructions,
        local=section.local,
        questions=[
            SimpleNamespace(
                code=question.code,
                text=question.text,
                hint=question.hint,
                answer=Answer(token(question.cell.tag)),
                explanation=_answer(question.explanation),
                last=_answer(question.last),
            )
            for question in section.questions
        ],
        explanations=section.has_explanations,
        carried=section.is_carried,
        tables=[
            Table(token(table_name(section, table)), table_caption(section, table, texts))
            for table in section.tables
        ],
        explained=[SimpleNamespace(head=entry.head, text=entry.text) for entry in section.explained],
        lists=[
            SimpleNamespace(
                title=offered.title,
                entries=[SimpleNamespace(label=entry.label, text=entry.text) for entry in offered.entries],
            )
            for offered in section.lists
        ],
        rules=list(section.sentences),
        more_rows=plan.more_rows if section.block.section.has_free_rows else "",
    )
