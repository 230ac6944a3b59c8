"""Priorities and measures, by how far they are."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.indicators.families.planning import DROPPED, STATES, WEIGHTS
from ruecklauf.report import charts
from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.measures import answers, in_parts, middle_text, values
from ruecklauf.report.small import protected


@dataclass(frozen=True, slots=True)
class _Planned:
    """What is counted by field of action and state."""

    figure: str
    table: str
    field: str
    states: tuple[str, ...]
    codelist: str
    indicator: str


def priorities(material: Material) -> Figure | None:
    """Priorities by field of action and state."""
    states = (*WEIGHTS, DROPPED)
    names = ("prioritaeten.prioritaeten", "handlungsfeld")
    planned = _Planned("priorities", *names, states, "prioritaeten_stand", "prioritaeten_fortschritt")
    return _by_field(material, planned)


def measures(material: Material) -> Figure | None:
    """Measures by the field of the gap they are to close, and state."""
    names = ("massnahmen.massnahmen", "luecke")
    return _by_field(
        material, _Planned("measures", *names, STATES, "massnahmen_stand", "massnahmen_umgesetzt")
    )


def _by_field(material: Material, planned: _Planned) -> Figure | None:
    say = material.wording
    found = answers(material, planned.table)
    if not {"stand", planned.field} <= set(found) or not found["stand"].isin(planned.states).any():
        return None
    found = found[found["stand"].isin(planned.states)]
    labels = material.labels(planned.codelist)
    shown = [labels[state] for state in planned.states]
    rows, drawn = [], []
    for code, name in {**material.labels("handlungsfelder"), "": say("figures.without_field")}.items():
        own = found[found[planned.field].fillna("") == code]
        counts = [int((own["stand"] == state).sum()) for state in planned.states]
        if sum(counts):
            safe_counts = protected(counts)
            rows.append((name, *say.counted(safe_counts)))
            drawn += in_parts(material, name, shown, safe_counts)
    about, axis = say(f"figures.{planned.figure}.title"), say(f"figures.{planned.figure}.axis")
    chart = charts.stacked(drawn, about=about, axis=axis, parts=shown)
    median = middle_text(material, list(values(material, planned.indicator).values()))
    n = found["alliance"].nunique()
    heads = (say("figures.field"), *shown, say("figures.total"))
    return Figure(planned.figure, tuple(rows), n, chart, {"median": median}, heads)
