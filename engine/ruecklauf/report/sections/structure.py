"""How alliances are anchored, who steers them and with whom they cooperate."""

from __future__ import annotations

from collections import Counter

from ruecklauf.indicators.families.anchoring import CONDITIONS
from ruecklauf.indicators.families.core_group import AREAS
from ruecklauf.report import charts
from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.measures import answers, middle, parts, quartile_figure, quartiles, values
from ruecklauf.report.wording import hidden


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
        counts = (met, not_met, len(table) - met - not_met)
        name = say(f"conditions.{condition}")
        rows.append((name, *map(str, counts)))
        drawn += charts.parts_of(name, states, counts)
    about = say("figures.anchoring.title")
    chart = charts.stacked(drawn, about=about, axis=say("axes.alliances"), parts=states)
    median = say.number(middle(list(values(material, "verankerung").values())))
    return Figure("anchoring", tuple(rows), len(table), chart, {"median": median})


def core_sizes(material: Material) -> Figure | None:
    """How large the core groups are."""
    say = material.wording
    found = values(material, "kerngruppe_groesse")
    if not found:
        return None
    sizes = sorted(Counter(int(size) for size in found.values()).items())
    lower, median, upper = map(say.number, quartiles(list(found.values())))
    within = say.share(sum(8 <= size <= 12 for size in found.values()), len(found))
    chart = charts.columns(
        [{"value": size, "count": number} for size, number in sizes],
        about=say("figures.core_sizes.title"),
        across=say("axes.institutions"),
        up=say("axes.alliances"),
        band=(7.5, 12.5),
    )
    params = {"median": median, "lower": lower, "upper": upper, "within": within}
    rows = tuple((str(size), str(number)) for size, number in sizes)
    return Figure("core_sizes", rows, len(found), chart, params)


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
        rows.append((labels[area], say.share(present, len(table)), say.number(middle(list(members)))))
        drawn.append({"name": labels[area], "value": present, "label": str(present)})
    about, most = say("figures.areas.title"), len(table) * 1.1
    chart = charts.bars(drawn, about=about, axis=say("axes.alliances"), most=most)
    balance = say.number(middle(list(values(material, "kerngruppe_balance").values())))
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
        counts = (yes, no, len(own) - yes - no)
        if not len(own):
            continue
        rows.append((label, str(len(own)), *say.cells(counts)))
        shown = [0 if place in hidden(counts) else number for place, number in enumerate(counts)]
        drawn += charts.parts_of(label, states, shown)
    about = say("figures.cooperation.title")
    chart = charts.stacked(drawn, about=about, axis=say("axes.institutions"), parts=states)
    return Figure("cooperation", tuple(rows), table["alliance"].nunique(), chart)


def cooperation_fields(material: Material) -> Figure | None:
    """In which of the four fields alliances cooperate."""
    fields = tuple(f"kooperation_feld_{number}" for number in range(1, 5))
    rate = material.wording.number(middle(list(values(material, "kooperation").values())))
    return quartile_figure(
        material, "cooperation_fields", fields, axis="axes.median_share", params={"rate": rate}
    )
