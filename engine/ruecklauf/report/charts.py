"""Charts as Vega-Lite specifications, and as SVG. Every chart can be read without its colours."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert

INK, PALE, ACCENT = "#1b2a41", "#c9d3e0", "#0b5394"
ORDER = ("#0b5394", "#6fa8dc", "#b7b7b7", "#e69138")
WIDTH = 520
Row = dict[str, Any]


def _values(rows: Sequence[Row]) -> alt.Data:
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def _finished(chart: Any, *, about: str) -> dict[str, Any]:
    chart = chart.properties(description=about).configure(
        font="Arial, Liberation Sans, sans-serif",
        axis=alt.AxisConfig(
            labelColor=INK, titleColor=INK, labelFontSize=12, titleFontSize=12, labelLimit=260
        ),
        legend=alt.LegendConfig(
            labelColor=INK, titleColor=INK, labelFontSize=12, orient="bottom", columns=2, labelLimit=400
        ),
        view=alt.ViewConfig(stroke=None),
    )
    found: dict[str, Any] = chart.to_dict(validate=False)
    return found


def parts_of(name: str, parts: Sequence[str], numbers: Sequence[int]) -> list[Row]:
    """The rows of one stacked bar."""
    return [
        {"name": name, "part": part, "value": number} for part, number in zip(parts, numbers, strict=True)
    ]


def bars(rows: Sequence[Row], *, about: str, axis: str, most: float | None = None) -> dict[str, Any]:
    """One bar for each row: `name`, `value`, and `label` at its end."""
    limit = most if most is not None else max([row["value"] or 0 for row in rows] or [1]) * 1.15 or 1
    base = alt.Chart(_values(rows)).encode(
        y=alt.Y("name:N", sort=None, title=None),
        x=alt.X("value:Q", title=axis, scale=alt.Scale(domain=[0, limit]), axis=alt.Axis(tickCount=6)),
    )
    text = base.mark_text(align="left", dx=4, color=INK, fontSize=12).encode(text="label:N")
    chart = (base.mark_bar(color=ACCENT, height=14) + text).properties(width=WIDTH, height=26 * len(rows))
    return _finished(chart, about=about)


def stacked(rows: Sequence[Row], *, about: str, axis: str, parts: Sequence[str]) -> dict[str, Any]:
    """Bars in parts: `name`, `part`, `value`; parts in this order, with their values in them."""
    numbered = [{**row, "place": parts.index(row["part"])} for row in rows if row["value"]]
    order = list(dict.fromkeys(row["name"] for row in numbered))
    base = alt.Chart(_values(numbered)).encode(
        y=alt.Y("name:N", sort=order, title=None),
        x=alt.X("value:Q", title=axis, stack="zero", axis=alt.Axis(tickMinStep=1)),
        order=alt.Order("place:Q"),
    )
    colour = alt.Color(
        "part:N", sort=list(parts), title=None, scale=alt.Scale(domain=list(parts), range=_shades(parts))
    )
    drawn = base.mark_bar(stroke="white", height=16).encode(color=colour)
    text = alt.Color(
        "part:N", legend=None, scale=alt.Scale(domain=list(parts), range=["white", *[INK] * (len(parts) - 1)])
    )
    inside = base.mark_text(fontSize=12).encode(
        x=alt.X("value:Q", stack="zero", bandPosition=0.5), detail="part:N", text="value:Q", color=text
    )
    chart = (
        alt.layer(drawn, inside)
        .resolve_scale(color="independent")
        .properties(width=WIDTH, height=28 * len(order))
    )
    return _finished(chart, about=about)


def _shades(parts: Sequence[str]) -> list[str]:
    shades = ["#0b5394", "#6fa8dc", "#cfe2f3", "#f6b26b", "#c7c7c7"]
    return shades[: len(parts)]


def heatmap(rows: Sequence[Row], *, about: str, low: float, high: float) -> dict[str, Any]:
    """Squares by `name` and `group`, coloured by `value`, with `label` in them."""
    base = alt.Chart(_values(rows)).encode(
        y=alt.Y("name:N", sort=None, title=None),
        x=alt.X("group:N", sort=None, title=None, axis=alt.Axis(orient="top", labelAngle=0)),
    )
    scale = alt.Scale(
        domain=[low, (low + high) / 2, high], range=["#9fc5e8", "#ffffff", "#f6b26b"], interpolate="rgb"
    )
    squares = base.mark_rect(stroke="#8894a5").encode(color=alt.Color("value:Q", scale=scale, legend=None))
    text = base.mark_text(color=INK, fontSize=12).encode(text="label:N")
    names, groups = ({row[key] for row in rows} for key in ("name", "group"))
    chart = (squares + text).properties(width=130 * len(groups), height=26 * len(names))
    return _finished(chart, about=about)


def columns(
    rows: Sequence[Row], *, about: str, across: str, up: str, band: tuple[float, float] | None
) -> dict[str, Any]:
    """How often each number `value` occurs (`count`); a band marks what is recommended."""
    base, most = alt.Chart(_values(rows)), max(row["value"] for row in rows) + 1
    scale = alt.Scale(domain=[0, most], nice=False, padding=0)
    marks = base.mark_bar(color=ACCENT, width=16).encode(
        x=alt.X("value:Q", title=across, axis=alt.Axis(tickMinStep=1), scale=scale),
        y=alt.Y("count:Q", title=up, axis=alt.Axis(tickMinStep=1)),
    )
    layers: list[Any] = [marks]
    if band:
        strip = alt.Chart(_values([{"from": band[0], "to": band[1]}]))
        layers.insert(0, strip.mark_rect(color=PALE, opacity=0.7).encode(x="from:Q", x2="to:Q"))
    return _finished(alt.layer(*layers).properties(width=WIDTH, height=180), about=about)


def curve(rows: Sequence[Row], *, about: str, up: str, line: str) -> dict[str, Any]:
    """Steps over days for each `wave`: `day` since the first form, `value`, with a dot for each."""
    last = max(1, *(row["day"] for row in rows))
    base = alt.Chart(_values(rows)).encode(
        x=alt.X(
            "day:Q", title=line, axis=alt.Axis(tickMinStep=1), scale=alt.Scale(domain=[0, last], nice=False)
        ),
        y=alt.Y("value:Q", title=up, scale=alt.Scale(domainMin=0), axis=alt.Axis(tickMinStep=1)),
        color=alt.Color("wave:N", title=None, scale=alt.Scale(range=list(ORDER))),
    )
    dashes = alt.StrokeDash("wave:N", title=None)
    dots = alt.OverlayMarkDef(size=45, filled=True)
    lines = base.mark_line(interpolate="step-after", strokeWidth=2, point=dots).encode(strokeDash=dashes)
    return _finished(lines.properties(width=WIDTH, height=200), about=about)


def network(nodes: Sequence[Row], ties: Sequence[Row], *, about: str, kinds: Sequence[str]) -> dict[str, Any]:
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
    return _finished(alt.layer(*layers).properties(width=WIDTH + 60, height=height), about=about)


def tree(nodes: Sequence[Row], ties: Sequence[Row], *, about: str) -> dict[str, Any]:
    """Nodes with their texts, roots to the left, and a line from each to the one it belongs to."""
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 6]))
    lines = (
        alt.Chart(_values(ties))
        .mark_rule(color="#8894a5")
        .encode(x=x, y=alt.Y("y:Q", axis=None), x2="x2:Q", y2="y2:Q")
    )
    base = alt.Chart(_values(nodes)).encode(x=x, y=alt.Y("y:Q", axis=None))
    text = base.mark_text(align="left", dx=8, color=INK, fontSize=11).encode(text="label:N")
    layers = (lines, base.mark_point(filled=True, color=ACCENT, opacity=1), text)
    return _finished(
        alt.layer(*layers).properties(width=WIDTH + 80, height=22 * len(nodes) + 20), about=about
    )


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
