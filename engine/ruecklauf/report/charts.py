"""Charts as Vega-Lite specifications, and as pictures. Every chart can be read without its colours."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import altair as alt
import vl_convert

INK, PALE, ACCENT = "#1b2a41", "#c9d3e0", "#0b5394"
ORDER = ("#0b5394", "#6fa8dc", "#b7b7b7", "#e69138")
SHADES = ("#0b5394", "#6fa8dc", "#cfe2f3", "#f6b26b", "#c7c7c7")
"""Of parts, one after the other."""
PALEST = "#ffffff"
"""Of a part that stands for what is withheld."""
EDGE = "#8894a5"
"""Around parts, so that white ones are seen, too."""
BOTH_WAYS = ("#9fc5e8", "#ffffff", "#f6b26b")
"""Below 0, 0, above 0."""
WIDTH = 520
_FEWEST_ACROSS = 11
"""Columns that a map of tiles has room for at least."""
SCALE = 2
"""Pixels of a picture for one of the chart."""
Row = dict[str, Any]


class Kind(StrEnum):
    """What a chart is, for programs that draw it by themselves."""

    BARS = "bars"
    STACKED = "stacked"
    HEATMAP = "heatmap"
    CURVE = "curve"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with what is drawn in it."""

    kind: Kind
    spec: dict[str, Any]
    """Vega-Lite."""
    rows: tuple[Row, ...] = ()
    """As the function of its kind takes them; none of a picture."""
    parts: tuple[str, ...] = ()
    """Of stacked bars, in their order."""
    axis: str = ""
    """What the values are."""
    across: str = ""
    """Of a curve: what its days are."""
    most: float | None = None
    """Where the axis of bars ends."""
    shades: tuple[str, ...] = ()
    """Of the parts of stacked bars."""


def _values(rows: Sequence[Row]) -> alt.Data:
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def _finished(chart: Any, *, about: str) -> dict[str, Any]:
    chart = chart.properties(description=about).configure(
        font="Arial, Liberation Sans, sans-serif",
        axis=alt.AxisConfig(
            labelColor=INK, titleColor=INK, labelFontSize=12, titleFontSize=12, labelLimit=340
        ),
        legend=alt.LegendConfig(
            labelColor=INK, titleColor=INK, labelFontSize=12, orient="bottom", columns=2, labelLimit=400
        ),
        view=alt.ViewConfig(stroke=None),
    )
    found: dict[str, Any] = chart.to_dict(validate=False)
    return found


def whole_ticks(most: float) -> list[int]:
    """Whole numbers from 0 to `most` for an axis, at most nine."""
    step = next(step * 10**power for power in range(12) for step in (1, 2, 5) if most <= 8 * step * 10**power)
    return list(range(0, int(most) + 1, step))


def bars(
    rows: Sequence[Row], *, about: str, axis: str, most: float | None = None, whole: bool = False
) -> Chart:
    """One bar for each row: `name`, `value` (None: no bar), and `label` at its end; `whole`: counts."""
    end = most if most is not None else max([row["value"] or 0 for row in rows] or [1]) * 1.15 or 1
    ticks = alt.Axis(values=whole_ticks(end), format="d") if whole else alt.Axis(tickCount=6)
    drawn = [{**row, "value": row["value"] or 0} for row in rows]
    base = alt.Chart(_values(drawn)).encode(
        y=alt.Y("name:N", sort=None, title=None),
        x=alt.X("value:Q", title=axis, scale=alt.Scale(domain=[0, end]), axis=ticks),
    )
    text = base.mark_text(align="left", dx=4, color=INK, fontSize=12).encode(text="label:N")
    chart = (base.mark_bar(color=ACCENT, height=14) + text).properties(width=WIDTH, height=26 * len(rows))
    return Chart(Kind.BARS, _finished(chart, about=about), tuple(rows), axis=axis, most=end)


def stacked(rows: Sequence[Row], *, about: str, axis: str, parts: Sequence[str]) -> Chart:
    """Bars in parts: `name`, `part`, `value`; parts in this order, with their values in them. A further part
    stands for what is withheld. Where there is nothing to draw a `note` of the row says why."""
    drawn = [row for row in rows if row["value"]]
    shades = [*SHADES[: len(parts)], PALEST]
    parts = [*parts, *dict.fromkeys(row["part"] for row in drawn if row["part"] not in parts)]
    numbered = [{**row, "place": parts.index(row["part"])} for row in drawn]
    order = list(dict.fromkeys(row["name"] for row in rows))
    most = max([sum(row["value"] for row in drawn if row["name"] == name) for name in order] or [1])
    base = alt.Chart(_values(numbered)).encode(
        y=alt.Y("name:N", sort=order, title=None, scale=alt.Scale(domain=order)),
        x=alt.X("value:Q", title=axis, stack="zero", axis=alt.Axis(values=whole_ticks(most), format="d")),
        order=alt.Order("place:Q"),
    )
    scale = alt.Scale(domain=parts, range=shades[: len(parts)])
    colour = alt.Color("part:N", sort=parts, title=None, scale=scale)
    bar = base.mark_bar(stroke=EDGE, strokeWidth=0.6, height=16).encode(color=colour)
    text = alt.Color(
        "part:N", legend=None, scale=alt.Scale(domain=parts, range=["white", *[INK] * (len(parts) - 1)])
    )
    inside = base.mark_text(fontSize=12).encode(
        x=alt.X("value:Q", stack="zero", bandPosition=0.5), detail="part:N", text="value:Q", color=text
    )
    chart = (
        alt.layer(bar, inside, *_notes(rows, order))
        .resolve_scale(color="independent")
        .properties(width=WIDTH, height=(28 if len(order) < 20 else 21) * len(order))
    )
    spec = _finished(chart, about=about)
    return Chart(Kind.STACKED, spec, tuple(drawn), tuple(parts), axis, shades=tuple(shades))


def _notes(rows: Sequence[Row], order: Sequence[str]) -> list[alt.Chart]:
    """Where bars would begin, what rows say that have none."""
    noted = [{"name": row["name"], "note": row["note"]} for row in rows if row.get("note")]
    if not noted:
        return []
    chart = alt.Chart(_values(noted)).mark_text(align="left", dx=4, color=INK, fontSize=12)
    place = alt.Y("name:N", sort=list(order), title=None, scale=alt.Scale(domain=list(order)))
    return [chart.encode(y=place, x=alt.value(0), text="note:N")]


def heatmap(
    rows: Sequence[Row], *, about: str, low: float, high: float, square: int = 26, wide: int = 130
) -> Chart:
    """Fields by `name` and `group`, coloured by `value`, with `label` in them; a scale that begins below 0 is
    white in its middle, another one where it begins."""
    # in the order of the rows: of squares without a value Vega would put the names behind all others
    names, groups = (list(dict.fromkeys(str(row[key]) for row in rows)) for key in ("name", "group"))
    base = alt.Chart(_values(rows)).encode(
        y=alt.Y("name:N", title=None, sort=names, scale=alt.Scale(domain=names)),
        x=alt.X(
            "group:N",
            title=None,
            sort=groups,
            scale=alt.Scale(domain=groups),
            axis=alt.Axis(orient="top", labelAngle=0),
        ),
    )
    if low < 0:
        scale = alt.Scale(domain=[low, 0, high], range=list(BOTH_WAYS), interpolate="rgb")
    else:
        scale = alt.Scale(domain=[low, high], range=["#ffffff", BOTH_WAYS[0]], interpolate="rgb")
    squares = base.mark_rect(stroke="#8894a5").encode(color=alt.Color("value:Q", scale=scale, legend=None))
    text = base.mark_text(color=INK, fontSize=12).encode(text="label:N")
    chart = (squares + text).properties(width=wide * len(groups), height=square * len(names))
    return Chart(Kind.HEATMAP, _finished(chart, about=about), tuple(rows), most=high)


def curve(rows: Sequence[Row], *, about: str, up: str, line: str) -> Chart:
    """Steps over days for each `wave`: `day` since the first form, `value`, with a dot for each."""
    last, most = (max(1, *(row[key] for row in rows)) for key in ("day", "value"))
    base = alt.Chart(_values(rows)).encode(
        x=alt.X(
            "day:Q",
            title=line,
            axis=alt.Axis(values=whole_ticks(last), format="d"),
            scale=alt.Scale(domain=[0, last], nice=False),
        ),
        y=alt.Y(
            "value:Q",
            title=up,
            axis=alt.Axis(values=whole_ticks(most), format="d"),
            scale=alt.Scale(domain=[0, most]),
        ),
        color=alt.Color("wave:N", title=None, scale=alt.Scale(range=list(ORDER))),
    )
    dashes = alt.StrokeDash("wave:N", title=None)
    dots = alt.OverlayMarkDef(size=45, filled=True)
    lines = base.mark_line(interpolate="step-after", strokeWidth=2, point=dots).encode(strokeDash=dashes)
    spec = _finished(lines.properties(width=WIDTH, height=200), about=about)
    return Chart(Kind.CURVE, spec, tuple(rows), axis=up, across=line)


def network(nodes: Sequence[Row], ties: Sequence[Row], *, about: str, kinds: Sequence[str]) -> Chart:
    """Two columns of nodes (`x`, `y`, `label`, `kind`, `size`) and lines between them."""
    axis: dict[str, Any] = {"axis": None}
    lines = (
        alt.Chart(_values(ties))
        .mark_rule(color="#8894a5")
        .encode(
            x=alt.X("x:Q", **axis),
            y=alt.Y("y:Q", **axis),
            x2="x2:Q",
            y2="y2:Q",
            strokeWidth=alt.StrokeWidth("weight:Q", legend=None, scale=alt.Scale(range=[1, 5])),
        )
    )
    base = alt.Chart(_values(nodes)).encode(
        x=alt.X("x:Q", scale=alt.Scale(domain=[-1.2, 2.2]), **axis), y="y:Q"
    )
    points = base.mark_point(filled=True, opacity=1, color=ACCENT).encode(
        shape=alt.Shape(
            "kind:N", title=None, scale=alt.Scale(domain=list(kinds), range=["circle", "square"])
        ),
        size=alt.Size("size:Q", legend=None, scale=alt.Scale(range=[40, 260])),
    )
    layers = [lines, points]
    left, right = (base.transform_filter(alt.datum.kind == kind).encode(text="label:N") for kind in kinds)
    layers.append(left.mark_text(align="right", dx=-12, color=INK, fontSize=11))
    layers.append(right.mark_text(align="left", dx=12, color=INK, fontSize=11))
    height = 24 * max(1, *(sum(node["kind"] == kind for node in nodes) for kind in kinds))
    spec = _finished(alt.layer(*layers).properties(width=WIDTH + 60, height=height), about=about)
    return Chart(Kind.PICTURE, spec)


def tree(nodes: Sequence[Row], ties: Sequence[Row], *, about: str) -> Chart:
    """Nodes with their texts, roots to the left, and a line from each down and across to those below it."""
    deep = max([6, *(node["x"] + 3 for node in nodes)])
    x, y = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, deep])), alt.Y("y:Q", axis=None)
    lines = alt.Chart(_values(ties)).mark_rule(color="#8894a5").encode(x=x, y=y, x2="x2:Q", y2="y2:Q")
    base = alt.Chart(_values(nodes)).encode(x=x, y=y)
    text = base.mark_text(align="left", dx=8, color=INK, fontSize=11).encode(text="label:N")
    layers = (lines, base.mark_point(filled=True, color=ACCENT, opacity=1), text)
    height = 20 * (1 + max(-node["y"] for node in nodes))
    return Chart(
        Kind.PICTURE,
        _finished(alt.layer(*layers).properties(width=WIDTH + 80, height=height), about=about),
    )


def tiles(rows: Sequence[Row], *, about: str, states: Sequence[str]) -> Chart:
    """One square for each unit at `column` and `row`, with its `short` name, and its `state` by colour and by
    the `label` below the name."""
    across, down = (1 + max(row[key] for row in rows) for key in ("column", "row"))
    # a few would be drawn as large as a page is wide
    across = max(across, _FEWEST_ACROSS)
    base = alt.Chart(_values(rows)).encode(
        x=alt.X("column:O", axis=None, scale=alt.Scale(domain=list(range(across)), padding=0.06)),
        y=alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(down)), padding=0.06)),
    )
    squares = base.mark_rect(stroke="#44546a").encode(color=_state(states))
    chart = alt.layer(squares, *(base.mark_text(**each).encode(text=text) for text, each in _TILE_TEXTS))
    spec = _finished(chart.properties(width=46 * across, height=46 * down), about=about)
    return Chart(Kind.PICTURE, spec)


_TILE_TEXTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("short:N", {"dy": -7, "fontSize": 12, "fontWeight": "bold", "color": INK}),
    ("label:N", {"dy": 9, "fontSize": 11, "color": INK}),
)


def _state(states: Sequence[str]) -> alt.Color:
    scale = alt.Scale(domain=list(states), range=["#9fc5e8", "#f9d5ad", "#ffffff"][: len(states)])
    return alt.Color("state:N", title=None, scale=scale, legend=alt.Legend(symbolStrokeColor=INK))


def areas(features: Sequence[Row], *, about: str, states: Sequence[str]) -> Chart:
    """Areas in a plane (GeoJSON features) with their `state` and `label`, which stands at `x` and `y`."""
    data = alt.Data(  # type: ignore[no-untyped-call]
        values={"type": "FeatureCollection", "features": list(features)},
        format=alt.DataFormat(property="features"),  # type: ignore[no-untyped-call]
    )
    chart = (
        alt.Chart(data).transform_calculate(state="datum.properties.state").mark_geoshape(stroke="#44546a")
    )
    named = (
        alt.Chart(data)
        .transform_calculate(label="datum.properties.label")
        .transform_calculate(x="datum.properties.x", y="datum.properties.y")
        .mark_text(fontSize=10, color=INK)
        .encode(longitude="x:Q", latitude="y:Q", text="label:N")
    )
    layers = alt.layer(chart.encode(color=_state(states)), named)
    flat = layers.properties(width=WIDTH, height=WIDTH).project(type="identity", reflectY=True)
    spec = _finished(flat, about=about)
    return Chart(Kind.PICTURE, spec)


_LOCALES: dict[str, Any] = {"de": "de-DE", "en": "en-GB"}


def as_svg(spec: dict[str, Any], *, mark: str, language: str) -> str:
    """The chart as SVG, the same each time; ids in it begin with `mark`: several stand on a page."""
    given = json.dumps(spec)
    svg: str = vl_convert.vegalite_to_svg(
        given, allowed_base_urls=[], show_warnings=False, format_locale=_LOCALES[language]
    )
    svg = re.sub(r'\bid="', f'id="{mark}-', svg)
    svg = re.sub(r"url\(#", f"url(#{mark}-", svg)
    return re.sub(r'(<svg[^>]*?) width="(\d+)" height="(\d+)"', r'\1 width="\2"', svg, count=1)


def as_png(spec: dict[str, Any], *, language: str) -> bytes:
    """The chart as a picture, `SCALE` pixels for each of its own."""
    png: bytes = vl_convert.vegalite_to_png(
        json.dumps(spec),
        scale=SCALE,
        allowed_base_urls=[],
        show_warnings=False,
        format_locale=_LOCALES[language],
    )
    return png
