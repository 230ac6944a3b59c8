"""Withheld cells: worked out by hand, and by chance with what anybody could work out."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruecklauf.release.suppression.audit import intervals
from ruecklauf.release.suppression.choosing import suppress
from ruecklauf.release.suppression.models import Cell, Equation, Interval, Key, System
from ruecklauf.release.suppression.programs import Program, Row
from ruecklauf.release.suppression.sensitivity import Dominance, Threshold

Numbers = Sequence[Sequence[int]]


def crossed(values: Numbers, name: str = "a") -> tuple[dict[Key, float], list[Equation]]:
    """A table with its sums; the sums of rows and the whole have the same keys in every table."""
    rows, columns = range(len(values)), range(len(values[0]))
    cells: dict[Key, float] = {}
    sums = []
    for row in rows:
        cells |= {(f"r{row}", f"{name}{column}"): values[row][column] for column in columns}
        cells[f"r{row}", "all"] = sum(values[row])
        sums.append(Equation((f"r{row}", "all"), tuple((f"r{row}", f"{name}{c}") for c in columns)))
    for column in columns:
        cells["all", f"{name}{column}"] = sum(row[column] for row in values)
        sums.append(Equation(("all", f"{name}{column}"), tuple((f"r{r}", f"{name}{column}") for r in rows)))
    cells["all", "all"] = sum(map(sum, values))
    sums.append(Equation(("all", "all"), tuple((f"r{row}", "all") for row in rows)))
    sums.append(Equation(("all", "all"), tuple(("all", f"{name}{column}") for column in columns)))
    return cells, sums


def system(*tables: tuple[dict[Key, float], list[Equation]], fewest: int = 3) -> System:
    cells = {key: value for table, _ in tables for key, value in table.items()}
    sums = dict.fromkeys(one for _, found in tables for one in found)
    marked = {key: Cell(value, 0 < value < fewest) for key, value in cells.items()}
    return System(marked, tuple(sums), fewest)


def test_interval_of_two_withheld_parts_goes_from_nothing_to_all_that_is_left() -> None:
    cells: dict[Key, Cell] = {("a",): Cell(2, True), ("b",): Cell(3), ("c",): Cell(5), ("all",): Cell(10)}
    parts = System(cells, (Equation(("all",), (("a",), ("b",), ("c",))),), 3)
    assert intervals(parts, {("a",), ("b",)}) == {("a",): Interval(0, 5), ("b",): Interval(0, 5)}
    assert intervals(parts, {("a",)}) == {("a",): Interval(2, 2)}


def test_one_small_cell_takes_the_cheapest_rectangle_with_it() -> None:
    found = suppress(system(crossed([[1, 10], [10, 20]])))
    assert found.primary == {("r0", "a0")}
    assert found.secondary == {("r0", "a1"), ("r1", "a0"), ("r1", "a1")}
    # a0 + a1 is 11 in both the row and the column
    assert found.intervals["r0", "a0"] == Interval(0, 11)
    assert found.intervals["r1", "a1"] == Interval(19, 30)
    assert found.narrowest == 11


def test_cells_that_hide_each_other_take_none_with_them() -> None:
    found = suppress(system(crossed([[2, 1, 9], [1, 2, 9], [9, 9, 9]])))
    assert (len(found.primary), found.secondary) == (4, frozenset())
    # each row and column of the four has 3 in all
    assert set(found.intervals.values()) == {Interval(0, 3)}


def test_four_cells_that_hide_each_other_too_little_take_more() -> None:
    found = suppress(system(crossed([[1, 1, 9], [1, 1, 9], [9, 9, 9]])))
    # alone each would be between 0 and 2
    assert len(found.primary) == 4 and found.secondary
    assert found.narrowest is not None and found.narrowest >= 3


def test_nothing_small_leaves_everything() -> None:
    found = suppress(system(crossed([[5, 0], [7, 9]])))
    assert (found.withheld, found.intervals, found.narrowest) == (frozenset(), {}, None)


def test_a_table_that_shares_its_sums_gives_nothing_away() -> None:
    """The sum of a row stands in both tables: what is withheld in one must not be told by the other."""
    area, size = crossed([[1, 9], [8, 12]], "area"), crossed([[7, 3], [11, 9]], "size")
    both = suppress(system(area, size))
    alone = suppress(system(area))
    assert all(interval.width >= 3 for interval in both.intervals.values())
    assert ("r0", "area0") in both.withheld
    assert both.intervals["r0", "area0"].width <= alone.intervals["r0", "area0"].width
    told = intervals(system(area, size), both.withheld)
    assert told == dict(both.intervals)


def test_only_sums_are_left_where_nothing_else_hides() -> None:
    """One column alone: its cell and its sum are the same number, so both go, and the whole with them."""
    cells, sums = crossed([[2], [9]])
    found = suppress(system((cells, sums)))
    assert {("r0", "a0"), ("r0", "all")} <= found.withheld
    assert found.narrowest is not None and found.narrowest >= 3


def test_the_same_tables_give_the_same_cells() -> None:
    values = [[1, 0, 7, 4], [12, 2, 1, 0], [0, 6, 3, 9], [2, 2, 8, 1]]
    assert suppress(system(crossed(values))) == suppress(system(crossed(values)))


@pytest.mark.parametrize(
    ("equation", "value", "why"),
    [(Equation(("x",), (("a",),)), 1, "cells that there are not"), (Equation(("a",), ()), -1, "negative")],
)
def test_what_is_no_table_is_refused(equation: Equation, value: float, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        System({("a",): Cell(value)}, (equation,), 3)


COUNTS = st.sampled_from([0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 7, 11, 25, 60])


@st.composite
def tables(draw: st.DrawFn) -> System:
    """A table, and by chance a second one of the same cases, which shares the sums of rows."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    values = draw(
        st.lists(st.lists(COUNTS, min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    )
    first = crossed(values)
    if not draw(st.booleans()):
        return system(first, fewest=draw(st.sampled_from([3, 5])))
    shares = [draw(st.integers(0, sum(row))) for row in values]
    second = crossed([[share, sum(row) - share] for share, row in zip(shares, values, strict=True)], "b")
    return system(first, second, fewest=draw(st.sampled_from([3, 5])))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(tables())
def test_no_interval_is_narrower_than_asked(drawn: System) -> None:
    found = suppress(drawn)
    assert found.primary == {key for key, cell in drawn.cells.items() if cell.sensitive}
    assert bool(found.secondary) <= bool(found.primary)
    assert set(found.intervals) == found.withheld
    for key, interval in found.intervals.items():
        assert interval.width >= drawn.protection
        assert interval.least <= drawn.cells[key].value <= interval.most
    for key in sorted(found.withheld)[:3]:
        low, high = (witness(drawn, found.withheld, key, sign) for sign in (1.0, -1.0))
        assert high[key] - low[key] >= drawn.protection - 1e-6


def witness(drawn: System, withheld: Iterable[Key], key: Key, sign: float) -> Mapping[Key, float]:
    """Whole tables that look the same once cells are withheld; in one the cell is as extreme as can be.

    That they do is looked at here, cell by cell and sum by sum, whatever the solver says.
    """
    keys = sorted(drawn.cells)
    place = {each: number for number, each in enumerate(keys)}
    rows = [
        Row((place[one.total], *map(place.__getitem__, one.parts)), (1.0, *([-1.0] * len(one.parts))), 0.0)
        for one in drawn.equations
    ]
    program = Program([1000.0] * len(keys), rows)
    for each in set(keys) - set(withheld):
        program.bound(place[each], drawn.cells[each].value, drawn.cells[each].value)
    solved = program.cheapest({place[key]: sign})
    assert solved is not None
    table = dict(zip(keys, solved, strict=True))
    assert all(value >= -1e-6 for value in table.values())
    for each in set(keys) - set(withheld):
        assert table[each] == pytest.approx(drawn.cells[each].value, abs=1e-6)
    for one in drawn.equations:
        assert table[one.total] == pytest.approx(sum(table[part] for part in one.parts), abs=1e-5)
    return table


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=2, max_size=3))
def test_counting_out_all_tables_gives_what_the_audit_says(values: Numbers) -> None:
    """Of small tables all can be tried that have the same sums and the same cells left."""
    drawn = system(crossed(values), fewest=2)
    hidden = {key for key in suppress(drawn).withheld if "all" not in key}
    inner = sorted(key for key in drawn.cells if "all" not in key)
    largest = int(max(drawn.cells[key].value for key in drawn.cells))
    seen: dict[Key, set[int]] = {key: set() for key in hidden}
    ranges = [range(largest + 1) if key in hidden else [int(drawn.cells[key].value)] for key in inner]
    if math.prod(map(len, ranges)) > 50_000:
        return
    for numbers in itertools.product(*ranges):
        table = dict(zip(inner, numbers, strict=True))
        if all(
            sum(table[part] for part in one.parts) == drawn.cells[one.total].value
            for one in drawn.equations
            if all(part in table for part in one.parts)
        ):
            for key in hidden:
                seen[key].add(table[key])
    assert {key: Interval(min(found), max(found)) for key, found in seen.items()} == intervals(drawn, hidden)


@pytest.mark.parametrize(
    ("count", "alliances", "told"), [(0, 0, False), (2, 2, True), (3, 3, False), (9, 2, True), (9, 3, False)]
)
def test_threshold_looks_at_cases_and_at_alliances(count: int, alliances: int, told: bool) -> None:
    assert Threshold(3).is_sensitive(count, alliances) is told


@pytest.mark.parametrize(
    ("contributions", "told"),
    [
        ([], False),
        ([0, 0, 0], False),
        ([50, 50], True),  # two know each other
        ([40, 30, 30], False),
        ([90, 5, 5], True),  # one is 90 per cent
        ([80, 19, 1], True),  # all but the two largest are 1, less than 10 per cent of 80
        ([80, 12, 8], False),
    ],
)
def test_dominance_and_what_the_second_can_work_out(contributions: list[float], told: bool) -> None:
    assert Dominance().is_sensitive(contributions) is told
