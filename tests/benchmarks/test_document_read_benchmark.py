"""How fast a returned Word form is read: `make benchmarks`.

Each group is one worksheet; the figures in brackets are ratios to the fastest. The yardsticks are python-docx
alone: once the texts of all table cells as it gives them, without what stands in content controls,
and once with a walk of its own over the texts of each cell, which finds them. Neither says whose form it is,
which answer a text is, or what was changed.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import docx
import pytest
from docx.oxml.ns import qn
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.test_document_benchmark import WORKSHEETS, with_ruecklauf, writer
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.office.opening import open_document


@cache
def returned(worksheet_id: str) -> bytes:
    return with_ruecklauf(worksheet_id, filled=True)


def with_ruecklauf_whole(data: bytes) -> int:
    """Recognised, located, every paragraph accounted for; gives the number of answers."""
    submission = read_submission(open_return(data), writer().layout.worksheets)
    return sum(not answer.raw.is_blank for answer in submission.answers)


def with_ruecklauf_reader(data: bytes) -> int:
    """Everything that stands in the file, with nothing made of it."""
    return sum(bool(paragraph.text) for paragraph in open_document(data).body_paragraphs())


def with_python_docx(data: bytes) -> int:
    """The texts of all table cells as the library gives them."""
    document = docx.Document(io.BytesIO(data))
    return sum(bool(cell.text) for table in document.tables for row in table.rows for cell in row.cells)


def with_python_docx_and_controls(data: bytes) -> int:
    """The same, with the texts in content controls."""
    document = docx.Document(io.BytesIO(data))
    return sum(
        bool("".join(text.text or "" for text in cell._tc.iter(qn("w:t"))))
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    )


READERS = (with_ruecklauf_whole, with_ruecklauf_reader, with_python_docx, with_python_docx_and_controls)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("worksheet_id", WORKSHEETS)
def test_reading_a_returned_document(
    benchmark: BenchmarkFixture, worksheet_id: str, reader: Callable[[bytes], int]
) -> None:
    benchmark.group = worksheet_id
    data = returned(worksheet_id)
    assert benchmark.pedantic(reader, args=(data,), rounds=10, warmup_rounds=1)


def test_the_yardstick_without_controls_misses_answers() -> None:
    data = returned("gremien")
    assert with_python_docx(data) < with_python_docx_and_controls(data)
