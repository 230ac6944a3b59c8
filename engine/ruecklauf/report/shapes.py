"""Shapes of districts that somebody brings, as they are drawn: in a plane, with no more points than are seen.

Which way round a ring goes differs between programs, and on a globe it decides what is inside of it
(https://d3js.org/d3-geo): in a plane it does not. So maps in metres can be drawn as well as those in degrees.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
_SEEN = 1_200
"""Into how many parts the longer side of the map is divided; points that are nearer are one."""
_FEWEST = 4


def planar(geometries: Sequence[Mapping[str, Any]]) -> list[tuple[dict[str, Any], Point]]:
    """Each geometry as a MultiPolygon in a plane, and where its label stands.

    ValueError for one that is neither Polygon nor MultiPolygon of numbers.
    """
    areas = [_polygons(geometry) for geometry in geometries]
    points = [point for polygons in areas for rings in polygons for ring in rings for point in ring]
    if not points:
        return []
    shrunk = _shrunk(points)
    areas = [[[[(x * shrunk, y) for x, y in ring] for ring in rings] for rings in area] for area in areas]
    sides = (
        max(x for x, _ in points) * shrunk - min(x for x, _ in points) * shrunk,
        max(y for _, y in points) - min(y for _, y in points),
    )
    near = max(sides) / _SEEN
    return [_drawn(polygons, near) for polygons in areas]


def _polygons(geometry: Mapping[str, Any]) -> list[list[Ring]]:
    """Of each part the outer ring, then its holes."""
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not given:
        raise ValueError(f"{kind} is no area")
    parts = [given] if kind == "Polygon" else given
    try:
        return [[[(float(point[0]), float(point[1])) for point in ring] for ring in part] for part in parts]
    except (TypeError, IndexError, ValueError) as error:
        raise ValueError("coordinates are no pairs of numbers") from error


def _shrunk(points: Sequence[Point]) -> float:
    """How much narrower a degree of longitude is than one of latitude; 1 for what is not in degrees."""
    if any(abs(x) > 180 or abs(y) > 90 for x, y in points):
        return 1.0
    return math.cos(math.radians((min(y for _, y in points) + max(y for _, y in points)) / 2))


def _drawn(polygons: list[list[Ring]], near: float) -> tuple[dict[str, Any], Point]:
    parts = [[ring for ring in (_fewer(whole, near) for whole in rings) if ring] for rings in polygons]
    kept = [rings for rings in parts if rings] or [[polygons[0][0]]]
    largest = max((rings[0] for rings in kept), key=lambda ring: abs(_area(ring)))
    return {"type": "MultiPolygon", "coordinates": kept}, _middle(largest)


def _fewer(ring: Ring, near: float) -> Ring:
    """The ring without points that nobody could tell from the one before; none where nothing is left."""
    kept = ring[:1]
    for point in ring[1:-1]:
        if math.dist(point, kept[-1]) >= near:
            kept.append(point)
    kept.append(ring[-1])
    return kept if len(kept) >= _FEWEST else []


def _turns(ring: Ring) -> Iterator[tuple[float, Point, Point]]:
    for (x, y), (right, up) in pairwise(ring):
        yield x * up - right * y, (x, y), (right, up)


def _area(ring: Ring) -> float:
    return sum(turn for turn, _, _ in _turns(ring)) / 2


def _middle(ring: Ring) -> Point:
    """The centre of an area; of one that has none, of its points."""
    area = _area(ring)
    if not area:
        return (sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring))
    across = sum(turn * (start[0] + other[0]) for turn, start, other in _turns(ring))
    up = sum(turn * (start[1] + other[1]) for turn, start, other in _turns(ring))
    return (across / (6 * area), up / (6 * area))
