"""Files made to do harm: refused, or read rightly, and cheaply.

Each goes through all that the import does before it stores, in a process of its own. `make fuzz` adds those
of great numbers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fuzz.archives import hostile_archives
from fuzz.documents.open_texts import hostile_open_texts
from fuzz.documents.word import hostile_word
from fuzz.documents.word_around import hostile_word_around
from fuzz.markup import DECLARATIONS, attacked, hostile_masses
from fuzz.measuring import MEGABYTES, SECONDS, Case, Measured, measure
from fuzz.patterns import Use, slow_text, uses_by_the_reader
from fuzz.workbooks.ods import hostile_documents
from fuzz.workbooks.sheets import hostile_workbooks
from fuzz.workbooks.xls import hostile_binaries
from ruecklauf.intake.read import open_return
from ruecklauf.office.refusal import Refusal

LONG = "RUECKLAUF_FUZZ" in os.environ
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="measured in processes that fork")

SETS: dict[str, Callable[..., Iterator[Case]]] = {
    "archives": hostile_archives,
    "workbooks": hostile_workbooks,
    "documents": hostile_documents,
    "binaries": hostile_binaries,
    "masses": hostile_masses,
    "Word documents": hostile_word,
    "around Word documents": hostile_word_around,
    "OpenDocument texts": hostile_open_texts,
}


def faults(case: Case, measured: Measured) -> Iterator[str]:
    """What is wrong with how reading a file ended."""
    if measured.outcome not in case.outcomes:
        yield f"{measured.outcome}, expected {' or '.join(case.outcomes)}"
    if measured.outcome == "read" and case.cells is not None and measured.cells != case.cells:
        yield f"cells {measured.cells}, expected {case.cells}"
    if measured.seconds > SECONDS:
        yield f"{measured.seconds:.0f} s"
    if measured.megabytes > MEGABYTES:
        yield f"{measured.megabytes} MB"


@needs_fork
@pytest.mark.parametrize("name", SETS)
def test_hostile_file_ends_rightly_within_the_worker_s_limits(name: str, tmp_path: Path) -> None:
    ended = measure(SETS[name](heavy=LONG), tmp_path)
    wrong = {case.name: list(faults(case, measured)) for case, measured in ended.values()}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_declarations_are_refused_in_every_part() -> None:
    ended = {case.name: (outcome(case.data), case.outcomes) for case in attacked(DECLARATIONS)}
    assert {name: one for name, (one, expected) in ended.items() if one not in expected} == {}


def outcome(data: bytes) -> str:
    try:
        open_return(data)
    except Refusal as refusal:
        return refusal.code
    return "read"


@pytest.mark.parametrize("use", list(uses_by_the_reader()), ids=lambda use: use.name)
def test_pattern_takes_linear_time(use: Use) -> None:
    assert slow_text(use) is None
