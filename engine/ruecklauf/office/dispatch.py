"""Which handler belongs to which element: readers of parts of a text register theirs in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from ruecklauf.office.hardened_xml import (
    MAX_DEPTH,
    PASS_OVER,
    Ends,
    Handlers,
    Starts,
    parse_xml,
    qualify,
)

Arguments = ParamSpec("Arguments")


class Dispatch:
    """The tables of handlers for some parts; of several for one element each is called in its turn."""

    def __init__(self, texts: list[str] | None = None) -> None:
        self.texts: list[str] = [] if texts is None else texts
        """What the handlers share with the parser, see `Handlers`."""
        self._starts: Starts = {}
        self._ends: Ends = {}

    def add(self, namespaces: tuple[str, ...], starts: Starts, ends: Ends | None = None) -> None:
        """Handlers by local names, for the elements of each of these namespaces."""
        for name, start in qualify(namespaces, starts).items():
            before = self._starts.get(name)
            self._starts[name] = _both(before, start) if before else start
        for name, end in qualify(namespaces, ends or {}).items():
            before_end = self._ends.get(name)
            self._ends[name] = _both(before_end, end) if before_end else end

    def pass_over(self, namespaces: tuple[str, ...], *locals_: str) -> None:
        """Hear nothing of what stands in these elements."""
        self.add(namespaces, dict.fromkeys(locals_, lambda _: PASS_OVER))

    def parse(self, data: bytes, *, part: str, roots: frozenset[str], max_depth: int = MAX_DEPTH) -> None:
        """Run the handlers over one part, see `parse_xml`."""
        handlers = Handlers(self._starts, self._ends, self.texts, roots)
        parse_xml(data, handlers, part=part, max_depth=max_depth)

    def let_go(self) -> None:
        """Forget the handlers after the last part: they hold the readers, which hold these tables.

        What was read would stay in memory until the garbage collector finds it.
        """
        self._starts.clear()
        self._ends.clear()


def _both(
    first: Callable[Arguments, object], second: Callable[Arguments, object]
) -> Callable[Arguments, object]:
    """Both, one after the other; either may pass the element over."""

    def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> object:
        before = first(*args, **kwargs)
        after = second(*args, **kwargs)
        return PASS_OVER if PASS_OVER in (before, after) else None

    return call
