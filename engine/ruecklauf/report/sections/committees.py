"""Committees: how far they reach, how they overlap, and a picture of who meets whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ruecklauf.report import charts
from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.measures import answers, quartile_figure
from ruecklauf.report.small import protected_table

SHOWN = (
    *("netz_dichte", "netz_isoliert", "gremien_zentralitaet", "gremien_reichweite"),
    *("gremien_ueberschneidung", "kerngruppe_in_gremium", "projektion_dichte", "projektion_zentralisierung"),
)
TABLES = ("mitgliedschaften.mitgliedschaften", "akteure.akteure", "gremien.gremien")


def committees(material: Material) -> Figure | None:
    """The two-mode figures first, then those of the projection: medians over alliances."""
    return quartile_figure(material, "committees", SHOWN, axis="axes.median")


def network_picture(material: Material) -> Figure | None:
    """Areas and kinds of committees over all alliances: how many memberships tie them."""
    say = material.wording
    members, actors, bodies = (answers(material, name) for name in TABLES)
    if not {"gremium", "akteur"} <= set(members) or "art" not in bodies or "bereich" not in actors:
        return None
    area = actors.set_index(["alliance", "row_id"])["bereich"].to_dict()
    kind = bodies[bodies["status"] != "beendet"].set_index(["alliance", "row_id"])["art"].to_dict()
    pairs = zip(members["alliance"], members["akteur"], members["gremium"], strict=True)
    tied = [(who, area.get((who, actor)), kind.get((who, body))) for who, actor, body in pairs]
    tied = [tie for tie in tied if all(isinstance(code, str) for code in tie)]
    named = Counter((actor, body) for _, actor, body in tied)
    if not named:
        return None
    sides = [
        {
            code: label
            for code, label in material.labels(codelist).items()
            if any(tie[place] == code for tie in named)
        }
        for place, codelist in enumerate(("bereiche", "gremien_arten"))
    ]
    numbers = protected_table([[named.get((code, other), 0) for other in sides[1]] for code in sides[0]])
    rows = tuple(
        (label, *say.counts(counts)) for label, counts in zip(sides[0].values(), numbers, strict=True)
    )
    shown = {
        (code, other): count
        for code, counts in zip(sides[0], numbers, strict=True)
        for other, count in zip(sides[1], counts, strict=True)
        if count
    }
    heads = (say("figures.network_picture.area"), *sides[1].values())
    chart = _picture(material, shown, sides) if shown else None
    return Figure("network_picture", rows, len({who for who, _, _ in tied}), chart, heads=heads)


def _picture(material: Material, ties: Mapping[Any, int], sides: list[dict[str, str]]) -> charts.Chart:
    say = material.wording
    kinds = [say("figures.network_picture.areas"), say("figures.network_picture.kinds")]
    places: dict[tuple[int, str], float] = {}
    nodes = []
    for side, labels in enumerate(sides):
        for number, (code, label) in enumerate(labels.items()):
            places[side, code] = -(number + 0.5) / len(labels)
            total = sum(count for tie, count in ties.items() if tie[side] == code)
            place = {"x": side, "y": places[side, code]}
            nodes.append({**place, "label": label, "kind": kinds[side], "size": total})
    lines = [
        {"x": 0, "y": places[0, code], "x2": 1, "y2": places[1, other], "weight": number}
        for (code, other), number in sorted(ties.items())
    ]
    return charts.network(nodes, lines, about=say("figures.network_picture.title"), kinds=kinds)
