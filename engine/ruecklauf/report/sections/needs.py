"""What is needed beside what there is."""

from __future__ import annotations

import pandas as pd

from ruecklauf.report import charts
from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.measures import answers, in_parts, middle
from ruecklauf.report.small import is_small, protected
from ruecklauf.report.wording import NONE

RATINGS = ("keiner", "gering", "mittel", "hoch")


def gaps(material: Material) -> Figure | None:
    """Median of need above offer by field of action and group; cells of fewer than three alliances are
    withheld."""
    say = material.wording
    table = answers(material, "bedarf.bedarf")
    if not {"bedarf", "angebot", "gruppe"} <= set(table):
        return None
    difference = pd.to_numeric(table["bedarf"]) - pd.to_numeric(table["angebot"])
    table = table.assign(gap=difference.astype(float)).dropna(subset=["gap"])
    groups = material.labels("statusgruppen_bedarf")
    rows, drawn = [], []
    for field, name in material.labels("handlungsfelder").items():
        cells: list[str] = []
        for group, label in groups.items():
            own = table[(table["handlungsfeld"] == field) & (table["gruppe"] == group)]
            value, text, number = _cell(material, list(own["gap"]))
            cells += [text, number]
            drawn.append({"name": name, "group": label, "value": value, "label": text})
        rows.append((name, *cells))
    heads = (head for label in groups.values() for head in (label, f"{label}: n"))
    chart = charts.heatmap(drawn, about=say("figures.gaps.title"), low=-3, high=3)
    n = table["alliance"].nunique()
    return Figure("gaps", tuple(rows), n, chart, heads=(say("figures.field"), *heads)) if n else None


def _cell(material: Material, own: list[float]) -> tuple[float | None, str, str]:
    """Median, its text and how many there are, as far as they may be shown."""
    say = material.wording
    if not own:
        return None, NONE, "0"
    if is_small(len(own)):
        return None, say.withheld, say.withheld
    value = middle(own)
    return value, say.number(value, signed=True), str(len(own))


def development(material: Material) -> Figure | None:
    """Need for development by field of action, as the alliances see it."""
    say = material.wording
    table = answers(material, "entwicklungsbedarf.entwicklungsbedarf")
    if "entwicklungsbedarf" not in table or table.empty:
        return None
    n = table.loc[table["entwicklungsbedarf"].isin(RATINGS), "alliance"].nunique()
    if not n:
        return None
    labels = material.labels("entwicklungsbedarf")
    shown = [labels[rating] for rating in RATINGS]
    rows, drawn = [], []
    for field, name in material.labels("handlungsfelder").items():
        own = table[table["handlungsfeld"] == field]
        counts = [int((own["entwicklungsbedarf"] == rating).sum()) for rating in RATINGS]
        safe_counts = protected(counts)
        urgent = int((own["vordringlich"] == "true").sum()) if "vordringlich" in own else 0
        rows.append((name, *say.counted(safe_counts), say.counts([None if is_small(urgent) else urgent])[0]))
        drawn += in_parts(material, name, shown, safe_counts)
    about = say("figures.development.title")
    chart = charts.stacked(drawn, about=about, axis=say("axes.alliances"), parts=shown)
    heads = (say("figures.field"), *shown, say("figures.total"), say("figures.development.urgent"))
    return Figure("development", tuple(rows), n, chart, heads=heads)
