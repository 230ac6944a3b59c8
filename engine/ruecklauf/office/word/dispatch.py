"""Which handler belongs to which element, and how all of them are silenced for a while."""

from __future__ import annotations

from ruecklauf.office.hardened_xml import Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.word.lean import lean
from ruecklauf.office.word.names import Ends, Starts
from ruecklauf.office.word.tally import Tally

MAX_DEPTH = 400
"""Elements in one another: a table in a cell takes three levels, each control two, a text box a dozen."""


class Dispatch:
    """The tables of handlers for one part.

    They are changed in place while the part is parsed, so that silence costs the other elements nothing.
    """

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._starts: Starts = {}
        self._ends: Ends = {}
        self._all: tuple[Starts, Ends] | None = None
        """Those that were there when the first silence began; none come later."""

    def add(self, namespaces: tuple[str, ...], starts: Starts, ends: Ends | None = None) -> None:
        self._starts |= qualify(namespaces, starts)
        self._ends |= qualify(namespaces, ends or {})

    def pass_over(self, namespaces: tuple[str, ...], *locals_: str) -> None:
        """Hear nothing of what stands in these elements."""
        for name in qualify(namespaces, dict.fromkeys(locals_, None)):
            self._starts[name] = self._silencer(name)

    def parse(self, data: bytes, texts: list[str], *, part: str, roots: frozenset[str]) -> None:
        """Run the handlers over the part; `texts` is what they share with the parser, see `Handlers`."""
        handlers = Handlers(self._starts, self._ends, texts, roots)
        parse_xml(lean(data), handlers, part=part, max_depth=MAX_DEPTH)

    def silence(self, name: str) -> None:
        """Hear nothing until the element of this full name ends that has just begun."""
        self._tally.count(1)
        if not self._all:
            self._all = dict(self._starts), dict(self._ends)
        starts, ends = self._all
        depth = 1

        def deeper(_attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1

        def shallower() -> None:
            nonlocal depth
            depth -= 1
            if not depth:
                self._replace(starts, ends)

        self._replace({name: deeper}, {name: shallower})

    def _silencer(self, name: str) -> StartHandler:
        return lambda _: self.silence(name)

    def _replace(self, starts: Starts, ends: Ends) -> None:
        self._starts.clear()
        self._starts.update(starts)
        self._ends.clear()
        self._ends.update(ends)
