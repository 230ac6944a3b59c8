"""What was read is let go of, however many files are read."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from ruecklauf.office import collector
from ruecklauf.office.collector import collector_at_rest
from ruecklauf.office.hardened_xml import PASS_OVER, Handlers, parse_xml
from ruecklauf.office.refusal import Refusal

EVERY = 8


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


@pytest.fixture
def little_memory() -> Iterator[None]:
    """What other tests keep is not looked through, for it is millions of objects."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("little_memory")
def test_objects_that_hold_each_other_go_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "EVERY", EVERY)
    kept = []
    for _ in range(2 * EVERY):
        with collector_at_rest():
            one = Reader()
            one.itself = one  # type: ignore[attr-defined]
            kept.append(weakref.ref(one))
    del one
    assert sum(ref() is not None for ref in kept) <= EVERY
