"""Formulas that read alike in neighbouring cells, written once: `t="shared"`.

Only formulas that name no other sheet: Excel moves references of shared formulas on their own sheet alone
([MS-XLSB] 2.5.98.98: no PtgRef3d), and shows other ones unmoved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ruecklauf.cells import a1, column_number, parse_a1

_CELL = re.compile(r'(<c r="([A-Z]+[0-9]+)" s="[0-9]+"(?: t="str")?>)<f>([^<]*)</f>')
_TOKEN = re.compile(
    r'&quot;|"(?:[^"]|"")*"|(?<![\w.!])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![\w.(!])', re.ASCII
)
FEWEST = 3
"""Cells that share a formula."""
Position = tuple[int, int]


def share_formulas(xml: str) -> str:
    """A sheet's XML in which runs of like formulas are shared; what they say and give is the same."""
    like: dict[str, list[Position]] = {}
    for match in _CELL.finditer(xml):
        if not _names_sheet(match[3]):
            position = parse_a1(match[2])
            like.setdefault(_relative(match[3], position), []).append(position)
    runs = [run for positions in like.values() for run in _runs(positions)]
    shared = {position: (number, run) for number, run in enumerate(sorted(runs)) for position in run}
    return _CELL.sub(lambda cell: _shared(cell, shared), xml) if shared else xml


def _names_sheet(formula: str) -> bool:
    return "!" in re.sub(r'"(?:[^"]|"")*"', "", formula)


def _relative(formula: str, position: Position) -> str:
    """The formula with its references as distances from its cell."""

    def distance(match: re.Match[str]) -> str:
        if match[4] is None:
            return match[0]
        column = match[2] if match[1] else f"C[{column_number(match[2]) - position[1]}]"
        row = match[4] if match[3] else f"R[{int(match[4]) - position[0]}]"
        return f"{match[1]}{column}{match[3]}{row}"

    return _TOKEN.sub(distance, formula)


def _runs(positions: list[Position]) -> Iterator[tuple[Position, ...]]:
    """Neighbours in one row, or in one column, whichever are fewer runs."""
    along = list(_neighbours(sorted(positions)))
    down = [
        tuple((row, column) for column, row in run)
        for run in _neighbours(sorted((column, row) for row, column in positions))
    ]
    best = min(along, down, key=len)
    yield from (run for run in best if len(run) >= FEWEST)


def _neighbours(pairs: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Runs of equal first numbers and consecutive second ones."""
    numbered = enumerate(pairs)
    for _, run in groupby(numbered, key=lambda item: (item[1][0], item[1][1] - item[0])):
        yield tuple(pair for _, pair in run)


def _shared(cell: re.Match[str], shared: dict[Position, tuple[int, tuple[Position, ...]]]) -> str:
    found = shared.get(parse_a1(cell[2]))
    if found is None:
        return cell[0]
    number, run = found
    if cell[2] != a1(*run[0]):
        return f'{cell[1]}<f t="shared" si="{number}"/>'
    return f'{cell[1]}<f t="shared" ref="{a1(*run[0])}:{a1(*run[-1])}" si="{number}">{cell[3]}</f>'
