"""What changed since the wave before, in alliances that answered in both."""

from __future__ import annotations

from ruecklauf.indicators.families.planning import DROPPED, WEIGHTS
from ruecklauf.report import charts
from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.measures import labels_of, middle_text, parts, quartile_figure, values
from ruecklauf.report.small import is_small, protected_table

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
        across = [_with_number(material, list(each.values())) for each in (then, now)]
        change = middle_text(material, [now[who] - then[who] for who in both], signed=True)
        rows.append((labels[indicator], *across, change, say.counts([_or_none(len(both))])[0]))
    return Figure("panel", tuple(rows), n) if n else None


def _with_number(material: Material, numbers: list[float]) -> str:
    """The median with how many say it."""
    text = middle_text(material, numbers)
    return text if is_small(len(numbers)) else f"{text} ({len(numbers)})"


def _or_none(number: int) -> int | None:
    return None if is_small(number) else number


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
    moved = [[int(table[f"{first}_{then}"].sum()) for then in states] for first in states]
    rows, drawn = [], []
    for first, counts in zip(states, protected_table(moved), strict=True):
        texts = say.counts(counts)
        rows.append((labels[first], *texts))
        drawn += [
            {"name": labels[first], "group": labels[then], "value": number, "label": text}
            for then, number, text in zip(states, counts, texts, strict=True)
        ]
    most = max(1, *(count or 0 for counts in protected_table(moved) for count in counts))
    chart = charts.heatmap(drawn, about=say("figures.transitions.title"), low=0, high=most)
    heads = (say("figures.transitions.from"), *(labels[state] for state in states))
    return Figure("transitions", tuple(rows), len(table), chart, heads=heads)
