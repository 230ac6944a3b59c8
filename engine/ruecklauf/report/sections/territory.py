"""Where forms came back from. It names districts, and says nothing of answers."""

from __future__ import annotations

from collections import Counter

from ruecklauf.errors import RuecklaufError
from ruecklauf.indicators.control import RETURNS
from ruecklauf.report import charts
from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.measures import answers
from ruecklauf.report.shapes import planar
from ruecklauf.report.tiles import tiles_for

DISTRICT = 5
"""Digits of an AGS that name the district."""
AGS_KEYS = ("AGS", "ags", "ARS", "ars", "id")
"""Properties of shapes that may hold their code."""


def territory(material: Material) -> Figure | None:
    """Returns by district, as a map of tiles or of the shapes that were given."""
    say, table = material.wording, answers(material, RETURNS)
    sent, came = (
        _by_district(material, list(table.loc[table[key] == "true", "alliance"]))
        for key in ("sent", "returned")
    )
    if not sent:
        return None
    states = [say(f"figures.territory.{state}") for state in ("returned", "missing", "nobody")]
    rows, drawn = [], []
    for tile in tiles_for(sent | came):
        there, back = sent[tile.code], came[tile.code]
        state = states[0 if back else 1 if there else 2]
        label = say("figures.territory.of", part=back, whole=there) if there else say.none
        if there:
            rows.append((tile.name, str(there), str(back)))
        drawn.append(
            {
                "column": tile.column,
                "row": tile.row,
                "short": tile.short,
                "code": tile.code,
                "state": state,
                "label": label,
            }
        )
    about = say("figures.territory.title")
    shapes = _shapes(material, drawn)
    chart = (
        charts.areas(shapes, about=about, states=states)
        if shapes
        else charts.tiles(drawn, about=about, states=states)
    )
    return Figure("territory", tuple(rows), int((table["sent"] == "true").sum()), chart, fewest=1)


def _by_district(material: Material, alliances: list[str]) -> Counter[str]:
    """Alliances by the district of their first code, without those that are listed no more."""
    known = (material.alliances[alliance] for alliance in alliances if alliance in material.alliances)
    return Counter(alliance.ags[0][:DISTRICT] for alliance in known if alliance.ags)


def _shapes(material: Material, drawn: list[charts.Row]) -> list[charts.Row]:
    """The shapes of districts that are drawn; RuecklaufError where there are some and none of these."""
    by_code = {row["code"]: row for row in drawn}
    known = [
        (by_code.get(code_of(shape["properties"]) or ""), shape["geometry"]) for shape in material.shapes
    ]
    matched = [(row, geometry) for row, geometry in known if row]
    if material.shapes and not matched:
        raise RuecklaufError(
            "no shape of the map is that of a district with a form.",
            remedy=f"Its code must be among the properties, as one of {', '.join(AGS_KEYS)}.",
        )
    areas = planar([geometry for _, geometry in matched])
    return [
        {
            "type": "Feature",
            "geometry": geometry,
            "properties": {"state": row["state"], "label": row["label"], "x": x, "y": y},
        }
        for (row, _), (geometry, (x, y)) in zip(matched, areas, strict=True)
    ]


def code_of(properties: charts.Row) -> str | None:
    """The district's code among a shape's properties, also where a number has lost its first 0."""
    given = [str(properties[key]) for key in AGS_KEYS if properties.get(key) is not None]
    code = next((code for code in given if code.isdigit()), "")
    return (code if len(code) in (5, 8, 9, 12) else f"0{code}")[:DISTRICT] if code else None
