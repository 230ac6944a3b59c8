"""What changed since the wave before, in alliances that answered in both."""

from __future__ import annotations

from ruecklauf.indicators.families.planning import DROPPED, WEIGHTS
from ruecklauf.report import charts
from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.measures import labels_of, middle, parts, quartile_figure, values

FOLLOWED = (
    *("verankerung", "kerngruppe_groesse", "kerngruppe_balance", "kooperation", "netz_dichte"),
    *("prioritaeten_fortschritt", "luecke_median", "luecken_anteil", "zugang_duldung"),
)
CHANGES = ("kerngruppe_wechsel", "kerngruppe_verwirklichung", "luecken_geschlossen", "prioritaeten_bewegung")


def panel(material: Material) -> Figure | None:
    """Cross-sections of both waves beside the balanced panel."""
    say, before = material.wording, material.before
    if before is None:
        return None
    labels = labels_of(material)
    rows = []
    n = 0
    for indicator in FOLLOWED:
        now, then = values(material, indicator), values(material, indicator, before)
        both = sorted(now.keys() & then.keys())
        n = max(n, len(both))
        across = [f"{say.number(middle(list(each.values())))} ({len(each)})" for each in (then, now)]
        change = say.number(middle([now[who] - then[who] for who in both]), signed=True)
        rows.append((labels[indicator], *across, change, str(len(both))))
    return Figure("panel", tuple(rows), n) if n else None


def core_change(material: Material) -> Figure | None:
    """Turnover, realisation, closed gaps and moved priorities."""
    if material.before is None:
        return None
    return quartile_figure(material, "core_change", CHANGES, axis="axes.median_share")


def transitions(material: Material) -> Figure | None:
    """From which state to which priorities went."""
    say = material.wording
    table = parts(material, "prioritaeten_bewegung")
    if material.before is None or table.empty:
        return None
    labels = material.labels("prioritaeten_stand")
    states = (*WEIGHTS, DROPPED)
    rows, drawn = [], []
    for first in states:
        counts = [int(table[f"{first}_{then}"].sum()) for then in states]
        rows.append((labels[first], *map(str, counts)))
        drawn += [
            {"name": labels[first], "group": labels[then], "value": number, "label": str(number)}
            for then, number in zip(states, counts, strict=True)
        ]
    most = max([int(number) for row in rows for number in row[1:]]) or 1
    chart = charts.heatmap(drawn, about=say("figures.transitions.title"), low=-most, high=most)
    heads = (say("figures.transitions.from"), *(labels[state] for state in states))
    return Figure("transitions", tuple(rows), len(table), chart, heads=heads)
