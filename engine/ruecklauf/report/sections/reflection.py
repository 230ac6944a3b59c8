"""What alliances say of themselves: the four fields, success factors, duties, and solution trees."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ruecklauf.report import charts
from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.measures import answers, in_parts, middle, middle_text
from ruecklauf.report.small import is_small, protected
from ruecklauf.report.trees import drawn_trees

DONE = ("ja", "teilweise", "nein")


@dataclass(frozen=True, slots=True)
class _Rated:
    """A grid of which each row is rated in points."""

    figure: str
    table: str
    item: str
    field: str
    codelist: str


@dataclass(frozen=True, slots=True)
class _Ratings:
    """What was said in it."""

    items: dict[str, tuple[str, list[float]]]
    """Labels and ratings by item."""
    alliances: int
    """That rated anything."""


def matrix(material: Material) -> Figure | None:
    """The four-field matrix: how far each field is put into practice."""
    say = material.wording
    rated = _Rated("matrix", "vierfelder.vierfelder", "feld", "umsetzung", "felder_der_zusammenarbeit")
    found = _rated(material, rated)
    if found is None:
        return None
    rows, drawn = [], []
    for code, (name, own) in found.items.items():
        text, level, what = middle_text(material, own), *code.split("_")
        rows.append((name, say.counts([None if is_small(len(own)) else len(own)])[0], text))
        square = {"name": say(f"figures.matrix.{level}"), "group": say(f"figures.matrix.{what}")}
        drawn.append({**square, "value": middle(own), "label": text})
    about = say("figures.matrix.title")
    chart = charts.heatmap(drawn, about=about, low=0, high=3, square=80, wide=180)
    return Figure("matrix", tuple(rows), found.alliances, chart)


def factors(material: Material) -> Figure | None:
    """Success factors as the alliances rate themselves."""
    names = ("selbsteinschaetzung.faktoren", "faktor", "wertung", "erfolgsfaktoren")
    return _medians(material, _Rated("factors", *names))


def duties(material: Material) -> Figure | None:
    """Duties that are done, partly done and not done."""
    say = material.wording
    table = answers(material, "selbsteinschaetzung.aufgaben")
    if not {"aufgabe", "erledigt"} <= set(table) or not table["erledigt"].isin(DONE).any():
        return None
    table = table[table["erledigt"].isin(DONE)]
    states = [say(f"figures.duties.{state}") for state in DONE]
    rows, drawn = [], []
    for code, name in material.labels("pflichten").items():
        own = table[table["aufgabe"] == code]
        counts = [int((own["erledigt"] == state).sum()) for state in DONE]
        safe_counts = protected(counts)
        rows.append((name, *say.counted(safe_counts)))
        drawn += in_parts(material, name, states, safe_counts)
    about = say("figures.duties.title")
    chart = charts.stacked(drawn, about=about, axis=say("axes.alliances"), parts=states)
    return Figure("duties", tuple(rows), table["alliance"].nunique(), chart)


def trees(material: Material) -> Figure | None:
    """Solution trees that may be published, drawn; other ones are counted only."""
    trees, reflections = (answers(material, f"reflexion.{name}") for name in ("loesungsbaum", "reflexion"))
    found = drawn_trees(trees, reflections, material.labels("baumarten"))
    if not found.rows:
        return None
    chart = charts.tree(found.nodes, found.ties, about=material.wording("figures.trees.title"))
    params = {"withheld": found.withheld, "drawn": found.drawn}
    return Figure("trees", found.rows, found.n, chart, params, fewest=1)


def _medians(material: Material, rated: _Rated) -> Figure | None:
    say, found = material.wording, _rated(material, rated)
    if found is None:
        return None
    rows, drawn = [], []
    for name, own in found.items.values():
        text = middle_text(material, own)
        rows.append((name, say.counts([None if is_small(len(own)) else len(own)])[0], text))
        drawn.append({"name": name, "value": middle(own), "label": text})
    about = say(f"figures.{rated.figure}.title")
    chart = charts.bars(drawn, about=about, axis=say("axes.median_points"), most=3.2)
    return Figure(rated.figure, tuple(rows), found.alliances, chart)


def _rated(material: Material, rated: _Rated) -> _Ratings | None:
    """None where nothing was rated."""
    table = answers(material, rated.table)
    if not {rated.item, rated.field} <= set(table) or table[rated.field].isna().all():
        return None
    numbers = table.assign(rating=pd.to_numeric(table[rated.field]).astype(float)).dropna(subset=["rating"])
    items = {
        code: (name, list(numbers.loc[numbers[rated.item] == code, "rating"]))
        for code, name in material.labels(rated.codelist).items()
    }
    return _Ratings(items, int(numbers["alliance"].nunique()))
