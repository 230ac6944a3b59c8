"""Whether everything that is put into a rendered document has its place there, and where that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from lxml import etree

from ruecklauf.errors import ProjectError
from ruecklauf.forms.documents.tags import quoted
from ruecklauf.forms.documents.views import table_name
from ruecklauf.forms.documents.xml import TOKEN, W
from ruecklauf.layout.pages.plan import DocumentPlan

_SHOWN = 3
"""How many missing answers a message names."""


def check_places(
    texts: Mapping[str, str], plan: DocumentPlan, slots: Collection[str], error: Callable[[str], ProjectError]
) -> None:
    """ProjectError if an answer or a table is not in the document once, between runs or paragraphs."""
    questions = [question for section in plan.sections for question in section.questions]
    needed = {question.cell.tag for question in questions}
    answers = {cell.tag for question in questions for cell in question.cells()}
    tables = {table_name(section, table) for section in plan.sections for table in section.tables}
    found: Counter[str] = Counter()
    for xml in texts.values():
        for name, holder in _places(etree.fromstring(xml.encode())):
            found[name] += 1
            wrong = _misplaced(name, holder, answers, tables)
            if wrong:
                raise error(f"{wrong} (in “{_paragraph(holder)}”)")
    left_out = [name for name in (*sorted(needed), *sorted(tables)) if not found[name]]
    if left_out:
        shown = ", ".join(left_out[:_SHOWN]) + (" …" if len(left_out) > _SHOWN else "")
        raise error(
            f"it leaves out {len(left_out)} of the answers and tables of {plan.worksheet.id!r}: {shown}"
        )
    twice = [name for name in found if found[name] > 1 and name not in slots]
    if twice:
        raise error(f"{twice[0]} is in it {found[twice[0]]} times; every answer has one place")


def _places(root: Any) -> Iterator[tuple[str, Any]]:
    """The names of all places, each with the element whose text it is in."""
    for element in root.iter():
        for text, holder in ((element.text, element), (element.tail, element.getparent())):
            yield from ((match[1], holder) for match in TOKEN.finditer(text or ""))


def _misplaced(name: str, holder: Any, answers: Collection[str], tables: Collection[str]) -> str:
    if name in answers:
        return "" if holder.tag == W + "p" else "an answer must be written {{r question.answer }}"
    if name in tables:
        return "" if holder.tag in (W + "body", W + "tc") else "a table must be written {{p table }}"
    return "" if holder.tag == W + "t" else "a text must be written {{ … }}, without a letter before it"


def _paragraph(holder: Any) -> str:
    around = next(holder.iterancestors(W + "p"), holder)
    return quoted(TOKEN.sub("…", "".join(text.text or "" for text in around.iter(W + "t"))))
