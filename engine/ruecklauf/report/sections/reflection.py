"""What alliances say of themselves: the four fields, success factors, duties, and solution trees."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ruecklauf.report import charts
from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.measures import answers, middle
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


def matrix(material: Material) -> Figure | None:
    """The four-field matrix: how far each field is put into practice."""
    names = ("vierfelder.vierfelder", "feld", "umsetzung", "felder_der_zusammenarbeit")
    return _medians(material, _Rated("matrix", *names))


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
    states = [say(f"figures.duties.{state}") for state in DONE]
    rows, drawn = [], []
    for code, name in material.labels("pflichten").items():
        own = table[table["aufgabe"] == code]
        counts = [int((own["erledigt"] == state).sum()) for state in DONE]
        rows.append((name, *map(str, counts)))
        drawn += charts.parts_of(name, states, counts)
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
    return Figure("trees", found.rows, found.n, chart, {"withheld": found.withheld})


def _medians(material: Material, rated: _Rated) -> Figure | None:
    say = material.wording
    table = answers(material, rated.table)
    if not {rated.item, rated.field} <= set(table) or table[rated.field].isna().all():
        return None
    table = table.assign(rating=pd.to_numeric(table[rated.field]).astype(float)).dropna(subset=["rating"])
    rows, drawn = [], []
    for code, name in material.labels(rated.codelist).items():
        own = list(table.loc[table[rated.item] == code, "rating"])
        rows.append((name, str(len(own)), say.number(middle(own))))
        drawn.append({"name": name, "value": middle(own) or 0, "label": say.number(middle(own))})
    about = say(f"figures.{rated.figure}.title")
    chart = charts.bars(drawn, about=about, axis=say("axes.median_points"), most=3.2)
    return Figure(rated.figure, tuple(rows), table["alliance"].nunique(), chart)
