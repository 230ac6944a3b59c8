"""The jinja tags in a document's template: what they use, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, Undefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from ruecklauf.forms.documents.names import RECOMMENDED, REQUIRED, Use, known_names, names_in
from ruecklauf.forms.documents.views import Inserted
from ruecklauf.forms.documents.xml import W, inner_text
from ruecklauf.likeness import nearest

_UNSAFE_FILTERS = ("safe", "urlize", "xmlattr")
"""Would let text become markup."""
_TRACKED = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "commentReference")
_WRITABLE = (Markup, Undefined, int, float, Decimal)
"""What is written as it is; jinja itself complains of what is not there."""
_LONGEST_QUOTE = 90
_TAG = re.compile(r"\{[{%]")


def make_environment() -> Environment:
    """Templates see what they are given, and nothing of the program or the machine."""
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_written)
    environment.globals.clear()
    for name in _UNSAFE_FILTERS:
        del environment.filters[name]
    return environment


def _written(value: object) -> object:
    """What stands in the document for the value of an expression."""
    if isinstance(value, Inserted):
        return Markup(value.token)
    if isinstance(value, str) and not isinstance(value, Markup):
        return Markup(inner_text(value))
    if isinstance(value, _WRITABLE):
        return value
    raise TypeError(f"only a text can be written down, not {type(value).__name__!r}")


@dataclass(frozen=True, slots=True)
class TagProblem:
    """One thing wrong with a template."""

    what: str
    paragraph: str = ""
    """The text of the paragraph that it is in, if it is in one."""

    def __str__(self) -> str:
        return f"{self.what} (in “{self.paragraph}”)" if self.paragraph else self.what


@dataclass(frozen=True, slots=True)
class _Source:
    """One part as jinja reads it: each paragraph on a line."""

    text: str
    uses: tuple[Use, ...] = ()
    problem: TagProblem | None = None

    def paragraph(self, line: int) -> str:
        lines = self.text.split("\n")
        return quoted(lines[line - 1]) if 0 < line <= len(lines) else ""


class TemplateTags:
    """What body, headers and footers of a template use; nothing is raised."""

    def __init__(self, docx: DocxTemplate, environment: Environment) -> None:
        self._sources = tuple(_parsed(text, environment) for text in _texts(docx))
        self.problems = (*_misplaced(docx), *self._unreadable(), *self._unknown())

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every use of a name, in the order of the text."""
        return tuple(use for source in self._sources for use in source.uses)

    @cached_property
    def names(self) -> frozenset[str]:
        """The dotted names that are used: `alliance.name`, `question.answer`, `table`."""
        return frozenset(use.name for use in self.uses)

    @cached_property
    def is_plain(self) -> bool:
        """Whether what is an alliance's own is only written down, so that all forms have one structure."""
        return all(use.direct for use in self.uses if use.name.partition(".")[0] == "alliance")

    @property
    def is_readable(self) -> bool:
        """Whether every tag could be read; else it is not known what is used."""
        return not any(source.problem for source in self._sources)

    def missing(self) -> tuple[str, ...]:
        """Required names that are not used."""
        return tuple(name for name in REQUIRED if name not in self.names)

    def unused(self) -> tuple[str, ...]:
        """Recommended names that are not used."""
        return tuple(name for name in RECOMMENDED if name not in self.names)

    def _unreadable(self) -> Iterator[TagProblem]:
        yield from (source.problem for source in self._sources if source.problem)

    def _unknown(self) -> Iterator[TagProblem]:
        for source in self._sources:
            for use in source.uses:
                if not use.known:
                    yield TagProblem(_not_known(use.name), source.paragraph(use.line))


def _texts(docx: DocxTemplate) -> Iterator[str]:
    """Body, headers and footers as docxtpl hands them to jinja."""
    yield docx.patch_xml(docx.get_xml())
    for kind in (docx.HEADER_URI, docx.FOOTER_URI):
        for _, part in docx.get_headers_footers(kind):
            yield docx.patch_xml(docx.get_part_xml(part))


def _parsed(text: str, environment: Environment) -> _Source:
    lined = re.sub(r"<w:p([ >])", r"\n<w:p\1", text)
    try:
        return _Source(lined, names_in(environment.parse(lined)))
    except TemplateSyntaxError as error:
        unread = _Source(lined)
        return _Source(lined, problem=TagProblem(str(error.message), unread.paragraph(error.lineno)))
    except RecursionError:
        return _Source(lined, problem=TagProblem("a tag is nested too deep"))


def _misplaced(docx: DocxTemplate) -> Iterator[TagProblem]:
    """Tags that docxtpl would not see or that have no text around them, and what was left from editing."""
    # python-docx's own elements give the text of a whole paragraph as theirs
    root = etree.fromstring(docx.get_xml())
    comments = [rel for rel in docx.docx.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.COMMENTS]
    if comments or any(next(root.iter(W + name), None) is not None for name in _TRACKED):
        yield TagProblem("the template has comments or tracked changes; every form would show them")
    for element in root.iter("{*}*"):
        if any(_TAG.search(value) for value in element.attrib.values()):
            yield TagProblem(
                "a tag stands in a property, such as an alternative text", _paragraph_of(element)
            )
        if element.tag != W + "t" and _TAG.search(element.text or ""):
            yield TagProblem("a tag stands in a field's code, not in text", _paragraph_of(element))


def _paragraph_of(element: Any) -> str:
    around = next(element.iterancestors(W + "p"), element)
    return quoted("".join(text.text or "" for text in around.iter(W + "t")))


def quoted(xml: str) -> str:
    """The beginning of a text without its markup."""
    text = re.sub(r"<[^>]*>", "", xml).strip()
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def _not_known(name: str) -> str:
    meant = nearest(name, known_names(), at_least=60)
    if name.rpartition(".")[2].startswith("_"):
        return f"{name!r} is not for templates"
    return f"there is no {name!r} to fill in" + (f"; is {meant!r} meant?" if meant else "")
