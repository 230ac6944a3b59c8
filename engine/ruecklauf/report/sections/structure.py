"""How alliances are anchored, who steers them and with whom they cooperate."""

from __future__ import annotations

from ruecklauf.indicators.families.anchoring import CONDITIONS
from ruecklauf.indicators.families.core_group import AREAS
from ruecklauf.report import charts
from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.measures import (
    answers,
    in_parts,
    middle_text,
    parts,
    quartile_figure,
    spread,
    values,
)
from ruecklauf.report.small import protected

SIZES = ((0, 4), (5, 7), (8, 12), (13, 15), (16, None))
"""Sizes of core groups: 8 to 12 are recommended, those beside it near it."""
RECOMMENDED = SIZES[2]


def anchoring(material: Material) -> Figure | None:
    """How many alliances meet each of the six conditions."""
    say = material.wording
    table = parts(material, "verankerung")
    if table.empty:
        return None
    states = [say(f"figures.anchoring.{state}") for state in ("met", "open", "unknown")]
    rows, drawn = [], []
    for condition in CONDITIONS:
        met, not_met = (int((table[condition] == number).sum()) for number in (1, 0))
        counts = protected((met, not_met, len(table) - met - not_met))
        name = say(f"conditions.{condition}")
        rows.append((name, *say.counted(counts)))
        drawn += in_parts(material, name, states, counts)
    about = say("figures.anchoring.title")
    chart = charts.stacked(drawn, about=about, axis=say("axes.alliances"), parts=states)
    median = middle_text(material, list(values(material, "verankerung").values()))
    return Figure("anchoring", tuple(rows), len(table), chart, {"median": median})


def core_sizes(material: Material) -> Figure | None:
    """How large the core groups are."""
    say = material.wording
    found = list(values(material, "kerngruppe_groesse").values())
    if not found:
        return None
    numbers = [sum(low <= size <= (high or size) for size in found) for low, high in SIZES]
    counts = protected(numbers)
    rows, drawn = [], []
    for (low, high), count, text in zip(SIZES, counts.shown, say.counts(counts.shown), strict=True):
        kind = "recommended" if (low, high) == RECOMMENDED else "between" if high else "more"
        name = say(f"figures.core_sizes.{kind}", low=low, high=high)
        rows.append((name, text))
        drawn.append({"name": name, "value": count, "label": text})
    about = say("figures.core_sizes.title")
    chart = charts.bars(drawn, about=about, axis=say("axes.alliances"), whole=True)
    _, lower, median, upper = spread(material, found)
    within = say.part(numbers[SIZES.index(RECOMMENDED)], len(found))
    params = {"median": median, "lower": lower, "upper": upper, "within": within}
    return Figure("core_sizes", tuple(rows), len(found), chart, params)


def areas(material: Material) -> Figure | None:
    """Core groups with members of each area."""
    say = material.wording
    table = parts(material, "bereichsabdeckung")
    if table.empty:
        return None
    labels = material.labels("bereiche")
    rows, drawn = [], []
    for area in AREAS:
        members = table[f"k_{area}"].astype(float)
        present = int((members > 0).sum())
        share = say.part(present, len(table))
        rows.append((labels[area], share, middle_text(material, list(members))))
        shown = None if share == say.withheld else present
        drawn.append({"name": labels[area], "value": shown, "label": say.counts([shown])[0]})
    about, most = say("figures.areas.title"), len(table) * 1.1
    chart = charts.bars(drawn, about=about, axis=say("axes.alliances"), most=most, whole=True)
    balance = middle_text(material, list(values(material, "kerngruppe_balance").values()))
    return Figure("areas", tuple(rows), len(table), chart, {"balance": balance})


def cooperation(material: Material) -> Figure | None:
    """Cooperation by type of actor; small cells are withheld, as types in few alliances point to persons."""
    say = material.wording
    table = answers(material, "akteure.akteure")
    table = table[table["vorhanden"] == "ja"] if "vorhanden" in table else table.iloc[:0]
    if table.empty:
        return None
    states = [say(f"figures.cooperation.{state}") for state in ("yes", "no", "open")]
    rows, drawn = [], []
    for code, label in material.labels("akteurstypen").items():
        own = table[table["akteurstyp"] == code]
        yes, no = (int((own["koop"] == answer).sum()) for answer in ("ja", "nein"))
        if not len(own):
            continue
        counts = protected((yes, no, len(own) - yes - no))
        rows.append((label, *say.counted(counts)))
        drawn += in_parts(material, label, states, counts)
    about = say("figures.cooperation.title")
    chart = charts.stacked(drawn, about=about, axis=say("axes.institutions"), parts=states)
    return Figure("cooperation", tuple(rows), table["alliance"].nunique(), chart)


def cooperation_fields(material: Material) -> Figure | None:
    """In which of the four fields alliances cooperate."""
    fields = tuple(f"kooperation_feld_{number}" for number in range(1, 5))
    rate = middle_text(material, list(values(material, "kooperation").values()))
    return quartile_figure(
        material, "cooperation_fields", fields, axis="axes.median_share", params={"rate": rate}
    )
