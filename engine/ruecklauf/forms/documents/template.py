"""The template of Word forms: a .docx in which jinja tags stand where something is filled in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from ruecklauf.errors import ProjectError
from ruecklauf.forms.documents.package import clean, turn
from ruecklauf.forms.documents.tags import TemplateTags, make_environment, quoted
from ruecklauf.forms.documents.xml import W
from ruecklauf.forms.package import read_parts

_REMEDY = "Correct the template in Word, or take it away to use the general one."
_EXPRESSION_FAILS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a tag can come to when it is carried out, besides jinja's own errors."""


class _Strict(DocxTemplate):  # type: ignore[misc]
    """docxtpl mends broken XML silently, and text can be lost that way: broken XML is an error here."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml)
        return super().fix_tables(xml)


class DocumentTemplate:
    """A template read and looked through.

    ProjectError if it is no .docx, has a tag that cannot be read, uses a name that there is not, or leaves
    out one without which answers could not be entered or found again.
    """

    def __init__(self, content: bytes, where: str, *, needless: Collection[str] = ()) -> None:
        """`needless` are required names that the worksheet has no use for, see `needless_names`."""
        self.where = where
        self._content = content
        self._environment = make_environment()
        self.tags = TemplateTags(_opened(content, where), self._environment)
        if self.tags.problems:
            raise self.error(str(self.tags.problems[0]))
        missing = [name for name in self.tags.missing() if name not in needless]
        if missing:
            raise self.error(name_missing(missing[0]))

    def prepared(self, *, landscape: bool) -> DocxTemplate:
        """The document before it is filled, without anything that tells of its author."""
        docx = _opened(self._content, self.where)
        clean(docx.docx)
        if landscape:
            turn(docx.docx)
        return docx

    def render(self, docx: DocxTemplate, context: Mapping[str, object]) -> dict[str, bytes]:
        """The parts of the document filled in; ProjectError where a tag cannot be carried out."""
        try:
            docx.render(dict(context), self._environment)
        except etree.XMLSyntaxError as error:
            what = f"its tags cut paragraphs, rows or tables apart: {error}"
            raise self.error(what) from error
        except TemplateError as error:
            near = [text for text in map(quoted, getattr(error, "docx_context", ())) if text]
            beside = f" (near “{quoted(' / '.join(near))}”)" if near else ""
            raise self.error(f"{error}{beside}") from error
        except _EXPRESSION_FAILS as error:
            raise self.error(f"a tag cannot be carried out: {error}") from error
        _drop_empty_runs(docx)
        saved = io.BytesIO()
        docx.save(saved)
        return read_parts(saved.getvalue())

    def error(self, what: str) -> ProjectError:
        """The template cannot be used, and why."""
        return ProjectError(what, where=self.where, remedy=_REMEDY)


def name_missing(name: str) -> str:
    """What is wrong where a required name is not used."""
    return f"{{{{ {name} }}}} is missing: without it no form can be made"


def read_tags(content: bytes, where: str) -> TemplateTags:
    """What a template uses and what is wrong with it; ProjectError only if it is no .docx."""
    return TemplateTags(_opened(content, where), make_environment())


def _opened(content: bytes, where: str) -> DocxTemplate:
    docx = _Strict(io.BytesIO(content))
    try:
        docx.init_docx()
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise ProjectError(
            f"this is no Word document (.docx): {error}", where=where, remedy=_REMEDY
        ) from error
    return docx


def _drop_empty_runs(docx: DocxTemplate) -> None:
    """docxtpl leaves empty runs beside what it puts between runs."""
    for run in list(docx.docx.element.body.iter(W + "r")):
        kept = [
            child for child in run if child.tag != W + "rPr" and not (child.tag == W + "t" and not child.text)
        ]
        if not kept and not (run.tail or "").strip():
            run.getparent().remove(run)
