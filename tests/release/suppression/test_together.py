"""Tables of several questions and waves: by chance, with what a reader of all of them could work out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruecklauf.release.suppression.audit import intervals
from ruecklauf.release.suppression.models import Cell, Equation, Key, System
from ruecklauf.release.tables.counting import EVERY, CellKey, Counted, Table
from ruecklauf.release.tables.links import Link, linked
from ruecklauf.release.tables.withholding import (
    Published,
    named,
    revealed_between_waves,
    system,
    withhold_together,
)

FEWEST = 3
CLASSES = ("a", "b")
FILTER = Link("koop", "not_asked", "da", ("nein", "unbekannt"))
"""Who says that there is none is not asked whether they work together."""
Row = tuple[str, str, str]
"""Alliance, answer to `da`, answer to `koop`."""


@dataclass(frozen=True)
class Drawn:
    """Rows of each wave."""

    waves: dict[str, list[Row]]

    def table(self, question: str) -> Table:
        place = 1 if question == "da" else 2
        cells: dict[CellKey, Counted] = {}
        codes = sorted({row[place] for rows in self.waves.values() for row in rows})
        for wave in self.waves:
            for code in (*codes, EVERY):
                for at in ((EVERY, EVERY), *(("area_type", one) for one in CLASSES)):
                    cells[CellKey(wave, code, *at)] = Counted()
        for wave, rows in self.waves.items():
            for row in rows:
                for code in (row[place], EVERY):
                    for at in ((EVERY, EVERY), ("area_type", row[0][0])):
                        cells[CellKey(wave, code, *at)].add(row[0], 1.0)
        return Table("t.s", question, "", cells, tuple(codes), {"area_type": CLASSES}, tuple(self.waves))


@st.composite
def drawn_waves(draw: st.DrawFn) -> Drawn:
    """Two or three waves of up to nine alliances in each class; most answer again, and mostly the same."""
    rng = Random(draw(st.integers(0, 10**9)))
    sizes = [draw(st.integers(3, 9)) for _ in CLASSES]
    rows_each, stays = draw(st.integers(1, 3)), draw(st.sampled_from([0.6, 0.9, 1.0]))
    alliances = [
        f"{name}{number}" for name, size in zip(CLASSES, sizes, strict=True) for number in range(size)
    ]
    known: dict[tuple[str, int], Row] = {}
    waves: dict[str, list[Row]] = defaultdict(list)
    for wave in range(draw(st.integers(2, 3))):
        for alliance in alliances:
            if rng.random() < 0.15:
                continue
            for number in range(rows_each):
                if (alliance, number) not in known or rng.random() > stays:
                    there = rng.choice(["ja", "ja", "ja", "nein", "unbekannt"])
                    koop = rng.choice(["ja", "nein", "no_answer"]) if there == "ja" else "not_asked"
                    known[alliance, number] = (alliance, there, koop)
                waves[f"w{wave}"].append(known[alliance, number])
    return Drawn(dict(waves))


def published(drawn: Drawn) -> tuple[Published, ...]:
    return withhold_together([drawn.table("da"), drawn.table("koop")], [FILTER], FEWEST)


def joint(found: Sequence[Published]) -> tuple[System, set[Key]]:
    """All waves and tables as one, with the keys of the cells that are withheld."""
    cells: dict[Key, Cell] = {}
    sums: list[Equation] = []
    hidden: set[Key] = set()
    tables = [one.table for one in found]
    for wave in {wave for table in tables for wave in table.waves}:
        own = system(tables, [FILTER], wave, frozenset(), protection=FEWEST)
        cells |= own.cells
        sums += own.equations
    for one in found:
        hidden |= {named(one.table, key) for key in one.table.cells if one.is_withheld(key)}
    return System(cells, tuple(sums), FEWEST), hidden


@settings(max_examples=200, deadline=None, derandomize=True)
@given(drawn_waves())
def test_no_cell_is_told_by_other_tables_or_waves(drawn: Drawn) -> None:
    found = published(drawn)
    for one in found:
        for key, cell in one.table.cells.items():
            if key.code != EVERY and (0 < cell.value < FEWEST or 0 < len(cell.by_alliance) < FEWEST):
                assert one.is_withheld(key), key
        newcomers_are_hidden(drawn, one)
    whole, hidden = joint(found)
    told = intervals(whole, hidden)
    for key, interval in told.items():
        assert interval.width >= FEWEST - 1e-6, key
        assert interval.least - 1e-6 <= whole.cells[key].value <= interval.most + 1e-6


def newcomers_are_hidden(drawn: Drawn, one: Published) -> None:
    """Counted out here from the rows: enough alliances make the difference of cells that are published."""
    place = 1 if one.table.question == "da" else 2
    for key in one.table.cells:
        for other in one.table.waves:
            pair = (key, key._replace(wave=other))
            if key.code == EVERY or other <= key.wave or any(map(one.is_withheld, pair)):
                continue
            made = made_by(drawn, place, *pair)
            assert len(made) >= FEWEST or not made & once(drawn, key.wave, other), (key, other, made)


def once(drawn: Drawn, first: str, second: str) -> set[str]:
    """Who returned one of two waves only."""
    return {row[0] for row in drawn.waves[first]} ^ {row[0] for row in drawn.waves[second]}


def made_by(drawn: Drawn, place: int, *keys: CellKey) -> set[str]:
    """The alliances that have more or fewer rows in one of two cells."""
    counts = []
    for key in keys:
        own = [
            row[0]
            for row in drawn.waves[key.wave]
            if row[place] == key.code and key.group in (EVERY, row[0][0])
        ]
        counts.append({one: own.count(one) for one in own})
    before, after = counts
    return {one for one in {*before, *after} if before.get(one, 0) != after.get(one, 0)}


def by_hand(**waves: Sequence[str]) -> Drawn:
    """Rows as `a1 ja nein`."""
    return Drawn({name: [tuple(row.split()) for row in rows] for name, rows in waves.items()})  # type: ignore[misc]


SIX = [f"{name}{number} ja ja" for name in "ab" for number in range(6)]


def test_what_was_not_asked_is_not_told_by_the_question_that_decides_it() -> None:
    """Two of class a say nein: alone each question would hide its own, by cells that the other one tells."""
    rows = [*(row.replace("ja ja", "ja nein") if row[1] in "012" else row for row in SIX)]
    rows += [
        "a6 nein not_asked",
        "a7 nein not_asked",
        *(f"b{number} nein not_asked" for number in range(6, 10)),
    ]
    rows += ["a8 unbekannt not_asked", "a9 unbekannt not_asked", "a10 unbekannt not_asked"]
    rows += [f"b{number} unbekannt not_asked" for number in range(10, 14)]
    drawn = by_hand(w0=rows)
    found = published(drawn)
    whole, hidden = joint(found)
    assert {one.table.question for one in found} == {"da", "koop"}
    small = ("da", "w0", "nein", "area_type", "a")
    assert small in hidden and intervals(whole, hidden)[small].width >= FEWEST


def test_a_newcomer_is_not_told_by_the_difference_between_waves() -> None:
    drawn = by_hand(w0=SIX, w1=[*SIX, "a9 ja nein"])
    da = drawn.table("da")
    assert set(revealed_between_waves(da, FEWEST)) == set()  # one code alone: the sums tell it
    many = [row.replace("ja ja", "ja nein") if row[1] in "012" else row for row in SIX]
    koop = by_hand(w0=many, w1=[*many, "a9 ja nein"]).table("koop")
    told = set(revealed_between_waves(koop, FEWEST))
    assert told == {
        CellKey(wave, "nein", *place)
        for wave in ("w0", "w1")
        for place in ((EVERY, EVERY), ("area_type", "a"))
    }
    (found,) = withhold_together([koop], [], FEWEST)
    assert found.between_waves == told and all(map(found.is_withheld, told))


@pytest.mark.parametrize(
    ("newcomers", "changed", "is_told"),
    [
        (("a9",), (), True),
        (("a9", "b9"), (), True),
        (("a9", "a8", "b9"), (), False),  # three make the difference
        (("a9",), ("a3", "a4"), False),  # so do one and two who changed
        ((), ("a3",), False),  # who answered both is not known by the waves returned
    ],
)
def test_how_many_make_a_difference(
    newcomers: Collection[str], changed: Collection[str], is_told: bool
) -> None:
    before = [row.replace("ja ja", "ja nein") if row[1] in "012" else row for row in SIX]
    after = [f"{row[:2]} ja nein" if row[:2] in changed else row for row in before]
    table = by_hand(w0=before, w1=[*after, *(f"{one} ja nein" for one in newcomers)]).table("koop")
    assert (CellKey("w1", "nein", EVERY, EVERY) in set(revealed_between_waves(table, FEWEST))) is is_told


def test_questions_that_tell_of_each_other_are_one_group() -> None:
    found = [Link("c", "not_asked", "a", ("x",)), Link("d", "not_asked", "c", ("y",))]
    assert linked(["a", "b", "c", "d"], found) == [["a", "c", "d"], ["b"]]
    assert linked(["a"], []) == [["a"]]
