"""Baselines as other people write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas
import pytest
import shapely
from pyproj import Transformer

from conflict_map.errors import InputError, TableError, UsageError
from conflict_map.files import read_baseline

if TYPE_CHECKING:
    from pathlib import Path

CLOCKWISE = [[36.3, 35.5], [36.3, 36.0], [37.0, 36.0], [37.0, 35.5], [36.3, 35.5]]


def geojson(path: Path, ring: list[list[float]], **members: Any) -> Path:  # noqa: ANN401 - members of GeoJSON
    feature = {"type": "Feature", "properties": {"side": "Red", "name": "North"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]} | members), encoding="utf-8")
    return path


def test_geojson_with_a_crs_member_and_clockwise_rings(tmp_path: Path) -> None:
    crs84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    plain = read_baseline(geojson(tmp_path / "plain.geojson", CLOCKWISE, crs=crs84), "side")
    to_metres = Transformer.from_crs(4326, 3857, always_xy=True)
    ring = [list(to_metres.transform(*point)) for point in CLOCKWISE]
    metres = read_baseline(geojson(tmp_path / "m.json", ring, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}), "side")
    for frame in (plain, metres):
        assert frame.crs is not None
        assert frame.crs.to_epsg() == 4326 or frame.crs.to_string() == "OGC:CRS84"
        assert frame.total_bounds == pytest.approx([36.3, 35.5, 37.0, 36.0], abs=1e-6)
        assert list(frame.side) == ["Red"]


def test_the_layer_of_a_geopackage_that_has_the_column_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "old.gpkg"
    box = shapely.box(36.3, 35.5, 37.0, 36.0)
    geopandas.GeoDataFrame({"note": ["x"]}, geometry=[box], crs=4326).to_file(file, layer="frame")
    geopandas.GeoDataFrame({"holder": ["Blue"]}, geometry=[box], crs=4326).to_crs(32637).to_file(file, layer="areas")
    frame = read_baseline(file, "holder")
    assert list(frame.holder) == ["Blue"]
    assert frame.total_bounds == pytest.approx([36.3, 35.5, 37.0, 36.0], abs=1e-6)


def test_a_list_under_other_names_and_with_semicolons(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes("\ufeffTown;Side;Latitude;Longitude;Population\nSaraqib;'=Red;35,865;36.807;34 231\n\nAriha;;35.81;36.61;\n".encode())
    frame = read_baseline(file, "Side")
    assert list(frame.name) == ["Saraqib", "Ariha"]
    assert frame.Side.iloc[0] == "=Red"
    assert list(frame.Side.isna()) == [False, True]
    assert frame.population.iloc[0] == 34231
    assert [(point.x, point.y) for point in frame.geometry] == [(36.807, 35.865), (36.61, 35.81)]


def test_every_fault_of_a_list_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("name,side,lat,lon,population\nA,Red,95,36,\nB,Red,35,east,\nC,Red,35,36,many\nD,Red,nan,36\n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_baseline(file, "side")
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(2, "lat"), (3, "lon"), (4, "population"), (5, "lat")]


@pytest.mark.parametrize(
    ("name", "text", "error", "message"),
    [
        ("a.geojson", "", InputError, r"a\.geojson: is empty"),
        ("b.geojson", '{"type": "FeatureCollection", "features": [{', InputError, r"b\.geojson: cannot be read as a map"),
        ("c.geojson", '{"type": "FeatureCollection", "features": []}', InputError, r"c\.geojson: has no shapes"),
        ("d.csv", "name,side\nA,Red\n", InputError, r"d\.csv: needs columns 'lat' and 'lon' in degrees; it has name, side"),
        ("e.csv", "name,lat,lon\nA,35,36\n", UsageError, r"e\.csv: has no column 'side' .* name, lat, lon"),
        ("f.csv", "name,side,lat,lon\n", InputError, r"f\.csv: has no shapes"),
        ("g.gpkg", "no GeoPackage", InputError, r"g\.gpkg: cannot be read as a map"),
        ("h.txt", "x", UsageError, r"h\.txt: a baseline is \.geojson"),
    ],
)
def test_what_is_no_baseline_says_so(tmp_path: Path, name: str, text: str, error: type[Exception], message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(error, match=message):
        read_baseline(tmp_path / name, "side")


def test_a_missing_file_and_a_column_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.gpkg: there is no such file"):
        read_baseline(tmp_path / "none.gpkg", "side")
    with pytest.raises(UsageError, match=r"has no column 'holder' for the holder; name one with --holder-column: side, name"):
        read_baseline(geojson(tmp_path / "x.geojson", CLOCKWISE), "holder")
