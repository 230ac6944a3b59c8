"""The map: NRW's districts as tiles, others in rows, and shapes that somebody brings."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from ruecklauf.ags import DISTRICTS
from ruecklauf.cli.evaluating.report import FORMATS as OFFERED
from ruecklauf.errors import RuecklaufError
from ruecklauf.report.charts import areas, as_svg, whole_ticks
from ruecklauf.report.sections.territory import code_of
from ruecklauf.report.shapes import planar
from ruecklauf.report.tiles import tiles_for
from ruecklauf.report.writing import FORMATS, read_shapes


def test_every_district_of_nrw_has_a_tile_of_its_own() -> None:
    tiles = tiles_for(["05315"])
    assert sorted(tile.code for tile in tiles) == sorted(DISTRICTS)
    assert len({(tile.column, tile.row) for tile in tiles}) == len({tile.short for tile in tiles}) == 53


def test_neighbours_lie_as_on_a_map() -> None:
    at = {tile.short: (tile.column, tile.row) for tile in tiles_for(["05315"])}
    assert at["KLE"][0] < at["MS"][0] < at["HX"][0] and at["ST"][1] < at["DO"][1] < at["K"][1] < at["BN"][1]


def test_districts_elsewhere_stand_in_rows_by_region() -> None:
    tiles = tiles_for(["01001", "09162", "09161", "09261"])
    assert [(tile.code, tile.column, tile.row) for tile in tiles] == [
        ("01001", 0, 0), ("09161", 0, 1), ("09162", 1, 1), ("09261", 0, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"AGS": "05315000"}, "05315"),
        ({"ags": 5315}, "05315"),
        ({"AGS": None, "id": "05315"}, "05315"),
        ({"AGS": 5315000}, "05315"),
        ({"ARS": "053150000000"}, "05315"),
        ({"AGS": "09162"}, "09162"),
        ({"name": "Köln", "AGS": "unbekannt"}, None),
    ],
)
def test_shapes_are_known_by_their_code(properties: dict[str, object], code: str | None) -> None:
    assert code_of(properties) == code


SQUARE = [[[6.0, 51.0], [6.0, 51.5], [6.5, 51.5], [6.5, 51.0], [6.0, 51.0]]]


def test_shapes_are_read_and_drawn(tmp_path: Path) -> None:
    path = tmp_path / "map.geojson"
    feature = {
        "type": "Feature",
        "properties": {"AGS": "05315"},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    assert read_shapes(path) == (feature,)
    assert picture(feature["geometry"])[0] == 1


def picture(*geometries: Any) -> tuple[int, list[tuple[float, float, float, float]]]:
    """How many labels are drawn, and from where to where each shape goes, in pixels."""
    shapes = [
        {"type": "Feature", "geometry": area, "properties": {"state": "da", "label": "1/1", "x": x, "y": y}}
        for area, (x, y) in planar(geometries)
    ]
    svg = as_svg(areas(shapes, about="Karte", states=["da", "fehlt"]).spec, mark="m", language="de")
    boxes = []
    for path in re.findall(r'role="graphics-symbol"[^>]*? d="(M[^"]+)"', svg):
        numbers = [tuple(map(float, pair.split(","))) for pair in re.findall(r"-?[\d.]+,-?[\d.]+", path)]
        across, down = zip(*numbers, strict=True)
        boxes.append((min(across), max(across), min(down), max(down)))
    return svg.count(">1/1<"), boxes


def moved(east: float, north: float, *, by: float = 1.0, turned: bool = False) -> list[list[float]]:
    ring = [[6.0 + by * (x - 6.0) + east, 51.0 + by * (y - 51.0) + north] for x, y in SQUARE[0]]
    return ring[::-1] if turned else ring


@pytest.mark.parametrize("turned", [True, False])
def test_shapes_are_drawn_whichever_way_round_they_go(turned: bool) -> None:
    """On a globe a ring that goes the other way would be all the rest of the world."""
    west, east = ({"type": "Polygon", "coordinates": [moved(by, 0, turned=turned)]} for by in (0, 0.5))
    labels, (first, second) = picture(west, east)
    assert labels == 2
    assert first[1] - first[0] == pytest.approx(second[1] - second[0], abs=1)
    assert first[1] == pytest.approx(second[0], abs=1)
    # half a degree is narrower than high, there
    assert (first[1] - first[0]) / (first[3] - first[2]) == pytest.approx(0.627, abs=0.01)


def test_parts_holes_and_metres_are_drawn() -> None:
    parts = {
        "type": "MultiPolygon",
        "coordinates": [[moved(0, 0), moved(0.1, 0.1, by=0.5, turned=True)], [moved(1, 0, by=0.5)]],
    }
    labels, (box,) = picture(parts)
    assert labels == 1 and box[1] - box[0] > 300
    metres = {
        "type": "Polygon",
        "coordinates": [[[3.5e5, 5.6e6], [3.5e5, 5.7e6], [4.5e5, 5.7e6], [4.5e5, 5.6e6], [3.5e5, 5.6e6]]],
    }
    _, (square,) = picture(metres)
    assert square[1] - square[0] == pytest.approx(square[3] - square[2], abs=1)


def test_of_many_points_as_many_are_drawn_as_are_seen() -> None:
    steps = [2 * math.pi * step / 100_000 for step in range(100_000)]
    ring = [[7 + math.cos(step), 51 + math.sin(step)] for step in steps]
    ((area, middle),) = planar([{"type": "Polygon", "coordinates": [[*ring, ring[0]]]}])
    assert 1_000 < len(area["coordinates"][0][0]) < 6_000
    assert middle == pytest.approx((7 * math.cos(math.radians(51)), 51), abs=0.01)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [6, 51]},
        {"type": "Polygon", "coordinates": [[["a", "b"]]]},
        {"type": "GeometryCollection", "geometries": []},
    ],
)
def test_what_is_no_area_is_refused(geometry: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "map.geojson"
    feature = {"type": "Feature", "properties": {"AGS": "05315"}, "geometry": geometry}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    with pytest.raises(RuecklaufError, match="no GeoJSON with areas"):
        read_shapes(path)


def test_what_is_no_map_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "map.geojson"
    path.write_text("{}", encoding="utf-8")
    for wrong in (path, tmp_path / "none.geojson"):
        with pytest.raises(RuecklaufError, match=wrong.name):
            read_shapes(wrong)


def test_the_command_offers_the_formats_that_there_are() -> None:
    assert tuple(FORMATS) == OFFERED


@pytest.mark.parametrize(
    ("most", "ticks"),
    [(1, [0, 1]), (2.3, [0, 1, 2]), (12, [0, 2, 4, 6, 8, 10, 12]), (100, [0, 20, 40, 60, 80, 100])],
)
def test_axes_of_counts_have_whole_numbers(most: float, ticks: list[int]) -> None:
    assert whole_ticks(most) == ticks
