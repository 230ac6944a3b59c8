"""Word documents: one for each alliance and wave, with headings that programs take as codes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ruecklauf.exports.qualitative.contents import Contents, Writer

if TYPE_CHECKING:
    from docx.document import Document

_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_documents(contents: Contents, folder: Path) -> Iterator[str]:
    """Write them, and give their names: sections are headings of the first level, questions of the second,
    rows of tables of the third."""
    for writer in contents.writers:
        name = f"{writer.name}.docx"
        (folder / name).write_bytes(_without_dates(_document(writer, contents)))
        yield name


def _document(writer: Writer, contents: Contents) -> bytes:
    import docx

    document = docx.Document()
    title = f"{writer.alliance}, Welle {writer.wave}"
    _describe(document, title, contents)
    document.add_heading(title, level=0)
    for _, in_table in groupby(writer.said, key=lambda answer: answer.question.section):
        first, *others = in_table
        document.add_heading(first.question.table, level=1)
        for question, texts in groupby([first, *others], key=lambda answer: answer.question):
            document.add_heading(question.label, level=2)
            for said in texts:
                if said.row_id:
                    document.add_heading(said.row_id, level=3)
                for line in said.text.split("\n"):
                    document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _describe(document: Document, title: str, contents: Contents) -> None:
    """Properties in place of those of the library's own template."""
    about = document.core_properties
    about.title, about.author, about.last_modified_by = title, "ruecklauf", "ruecklauf"
    about.comments, about.language = "", "de-DE"
    about.created = about.modified = contents.made.replace(tzinfo=None)
    for language in document.styles.element.xpath("//w:lang"):
        language.set(f"{{{language.nsmap['w']}}}val", "de-DE")


def _without_dates(package: bytes) -> bytes:
    """The same parts, so that the same dataset gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _MOMENT)
            made.writestr(info, source.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return target.getvalue()
