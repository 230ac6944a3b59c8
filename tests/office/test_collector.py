"""What was read is let go of, however many files are read."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator

import pytest

from ruecklauf.office.hardened_xml import PASS_OVER, Handlers, parse_xml
from ruecklauf.office.refusal import Refusal
from tiers import TESTS


class Reader:
    """Holds what it reads, and itself by its handlers, as readers do."""

    def handlers(self) -> Handlers:
        return Handlers({"a": self.begin, "over": lambda _: PASS_OVER}, {"a": self.end})

    def begin(self, _attributes: dict[str, str]) -> None: ...

    def end(self) -> None: ...


@pytest.fixture
def without_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_collector")
@pytest.mark.parametrize(
    "data", [b"<a><a/></a>", b"<a><over>x<a/></over></a>", b"<a><b></a>", b"<!DOCTYPE a><a/>"]
)
def test_a_parser_lets_go_of_its_reader(data: bytes) -> None:
    reader = Reader()
    gone = weakref.ref(reader)
    try:
        parse_xml(data, reader.handlers(), part="a.xml")
    except Refusal as refusal:
        refusal.__traceback__ = refusal.__cause__ = None
    del reader
    assert gone() is None


# other tests keep millions of objects, through which each collection here would look
ALONE = """
import gc, weakref
from ruecklauf.office import collector
from ruecklauf.office.collector import collector_at_rest

class Reader:
    pass

with collector_at_rest():
    print("rests", not gc.isenabled())
    circle = Reader()
    circle.itself = circle
    last = weakref.ref(circle)
print("works", gc.isenabled(), gc.get_freeze_count())
del circle
gc.collect()
print("found", last() is None)

collector.EVERY = 8
kept = []
for _ in range(16):
    with collector_at_rest():
        reader = Reader()
        reader.itself = reader
        kept.append(weakref.ref(reader))
del reader
print("few", sum(ref() is not None for ref in kept) <= 8)
"""


def test_the_collector_works_again_afterwards_and_what_holds_itself_goes_in_the_end() -> None:
    said = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True).stdout
    assert said.split("\n") == ["rests True", "works True 0", "found True", "few True", ""]


READING = """
import gc
from fuzz.documents.seeds import text_seeds
from fuzz.seeds import seeds
from ruecklauf.intake.read import open_return
from ruecklauf.office.refusal import Refusal


def read(data):
    try:
        open_return(data)
    except Refusal:
        pass

gc.disable()
for name, data in {**seeds(), **text_seeds()}.items():
    read(data)
    gc.collect()
    read(data)
    print(gc.collect(), name)
"""


def test_nothing_of_a_file_waits_for_the_collector() -> None:
    """Of .xls there are some hundred objects of the library that reads it."""
    ran = subprocess.run(
        [sys.executable, "-c", READING], cwd=TESTS, capture_output=True, text=True, check=True
    )
    left = {name: int(count) for count, _, name in (line.partition(" ") for line in ran.stdout.splitlines())}
    assert len(left) > 10
    assert {name: count for name, count in left.items() if count and "xls" not in name.split()} == {}
