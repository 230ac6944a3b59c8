"""A handbook of worksheets: a page for each, as HTML and as Word document, from the declaration alone."""

from __future__ import annotations

import io
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ruecklauf.authoring.showing import bound_with, needed, own_sections, spoken, type_of
from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.definition.rulebook import BoundRule, RuleBook
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.own_files import write_own_together
from ruecklauf.revisions.showing import HEADS as CHANGE_HEADS
from ruecklauf.revisions.showing import change_rows
from ruecklauf.rules.sentence import sentence
from ruecklauf.texts import load_texts


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Heading | Paragraph | Table


def write_handbook(
    library: Iterable[Worksheet], folder: Path, *, only: Container[str] = (), language: str = "de"
) -> tuple[Path, ...]:
    """Write ID.html and ID.docx for each worksheet, or for some of them, and index.html; the files written.

    The whole library is needed: rules may look at other worksheets.
    """
    everything = tuple(library)
    chosen = [worksheet for worksheet in everything if not only or worksheet.id in only]
    files: dict[str, bytes] = {}
    for worksheet in chosen:
        page = tuple(page_of(worksheet, bound_with(worksheet, everything), language))
        title = worksheet.title(language)
        files[f"{worksheet.id}.html"] = as_html(page, title, language).encode()
        files[f"{worksheet.id}.docx"] = as_docx(page, title, language)
    files["index.html"] = _index(chosen, language).encode()
    return tuple(write_own_together(folder, files))


def page_of(worksheet: Worksheet, book: RuleBook, language: str) -> Iterator[Part]:
    """What the handbook says of a worksheet: purpose, questions, lists, rules as sentences, changes."""
    texts = load_texts(spoken(language))
    yield Heading(1, worksheet.title(language))
    yield Paragraph(texts("handbook.version", version=worksheet.version, id=worksheet.id))
    yield Paragraph(worksheet.purpose(language))
    yield Paragraph(worksheet.instructions(language))
    for section in own_sections(worksheet):
        yield from _section(worksheet, section, book, language)
    if whole := book.whole[worksheet.id]:
        yield Heading(2, texts("handbook.rules"))
        yield _rules(whole, language)
    if lists := [codelist for codelist in worksheet.codelists if codelist.codes]:
        yield Heading(2, texts("handbook.lists"))
        yield from (_list(codelist, language) for codelist in lists)
    if changes := tuple(change_rows(worksheet)):
        yield Heading(2, texts("handbook.changes"))
        rows = tuple(tuple(row[head] for head in CHANGE_HEADS) for row in changes)
        yield Table(texts("handbook.changes"), CHANGE_HEADS, rows)


def _section(worksheet: Worksheet, section: SectionBase, book: RuleBook, language: str) -> Iterator[Part]:
    texts = load_texts(spoken(language))
    title = section.title(language)
    yield Heading(2, title)
    if section.local:
        yield Paragraph(texts("sheet.local"))
    if section.instructions:
        yield Paragraph(section.instructions(language))
    rules = book.sections[f"{worksheet.id}.{section.id}"]
    heads = ("question", "meaning", "answer", "needed", "wave")
    rows = tuple(
        (
            field.label(language),
            field.help(language) if field.help else "",
            type_of(field),
            needed(rules.of(field.id), language),
            field.wave,
        )
        for field in section.fields
    )
    yield Table(title, tuple(texts(f"handbook.{head}") for head in heads), rows)
    if rules.rules:
        yield Heading(3, texts("handbook.rules_of", title=title))
        yield _rules(rules.rules, language)


def _rules(rules: Iterable[BoundRule], language: str) -> Table:
    texts = load_texts(spoken(language))
    heads = (texts("handbook.must_hold"), texts("handbook.otherwise"))
    rows = tuple(
        (sentence(bound.constraint.resolved, spoken(language)), bound.rule.message(language))
        for bound in rules
    )
    return Table(texts("handbook.rules"), heads, rows)


def _list(codelist: CodeList, language: str) -> Table:
    texts = load_texts(spoken(language))
    heads = (texts("handbook.code"), texts("handbook.entry"), texts("handbook.meaning"))
    rows = tuple(
        (code.code, code.label(language), code.help(language) if code.help else "")
        for code in codelist.offered
    )
    return Table(codelist.title(language), heads, rows)


def as_html(parts: Iterable[Part], title: str, language: str) -> str:
    """The page as HTML that needs no other file: one h1, landmarks, captions, heads with their scope."""
    body = "\n".join(_html(part) for part in parts)
    return _PAGE.format(language=escape(spoken(language)), title=escape(title), body=body, style=_STYLE)


def _html(part: Part) -> str:
    match part:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Table(caption, heads, rows):
            head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heads)
            body = "\n".join(_html_row(row) for row in rows)
            return (
                f'<div class="wide" role="group" aria-label="{escape(caption)}" tabindex="0">'
                f"<table><caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
                f"<tbody>\n{body}\n</tbody></table></div>"
            )


def _html_row(row: tuple[str, ...]) -> str:
    first, *rest = (escape(cell) for cell in row)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'


_STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:70rem;margin:auto;padding:1rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #767676;padding:.3rem .6rem;"
    "text-align:left;vertical-align:top}caption{text-align:left;font-weight:bold}tbody th{font-weight:normal}"
    ".wide{overflow-x:auto}h1,h2,h3,p,li{overflow-wrap:anywhere}@media print{.wide{overflow:visible}}"
)
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>{style}</style></head>
<body><main>
{body}
</main></body></html>
"""


def _index(worksheets: Iterable[Worksheet], language: str) -> str:
    texts = load_texts(spoken(language))
    items = "\n".join(
        f'<li><a href="{worksheet.id}.html">{escape(worksheet.title(language))}</a> '
        f'(<a href="{worksheet.id}.docx">Word</a>)</li>'
        for worksheet in worksheets
    )
    title = texts("handbook.title")
    body = f"<h1>{escape(title)}</h1>\n<ul>\n{items}\n</ul>"
    return _PAGE.format(language=escape(spoken(language)), title=escape(title), body=body, style=_STYLE)


def as_docx(parts: Iterable[Part], title: str, language: str) -> bytes:
    """The page as Word document, with headings, and heads that are repeated on every page."""
    import docx
    from docx.oxml import OxmlElement

    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.language = {"de": "de-DE", "en": "en-GB"}.get(spoken(language), "de-DE")
    document.core_properties.author = ""
    for part in parts:
        match part:
            case Heading(level, text):
                document.add_heading(text, level)
            case Paragraph(text):
                document.add_paragraph(text)
            case Table(caption, heads, rows):
                document.add_paragraph(caption, style="Caption")
                table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
                for row in (heads, *rows):
                    for cell, text in zip(table.add_row().cells, row, strict=True):
                        cell.text = text
                mark = OxmlElement("w:tblHeader")
                table.rows[0]._tr.get_or_add_trPr().append(mark)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
