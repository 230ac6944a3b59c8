"""The map: NRW's districts as tiles, others in rows, and shapes that somebody brings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ruecklauf.ags import DISTRICTS
from ruecklauf.cli.evaluating.report import FORMATS as OFFERED
from ruecklauf.errors import RuecklaufError
from ruecklauf.report.charts import areas, as_svg, whole_ticks
from ruecklauf.report.sections.territory import code_of
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
        ({"name": "Köln"}, None),
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
    (shape,) = read_shapes(path)
    said = {**shape, "properties": {"state": "geantwortet", "label": "1/1"}}
    svg = as_svg(
        areas([said], about="Karte", states=["geantwortet", "noch nicht"]).spec, mark="m", language="de"
    )
    assert "1/1" in svg and "geantwortet" in svg


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
