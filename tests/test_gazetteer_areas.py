"""Countries and first-level areas: polygons, borders, the base map, and the tables behind them."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from functools import lru_cache

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.errors import UsageError
from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.areas import Areas, load_areas
from conflict_map.gazetteer.compile import KINDS
from conflict_map.gazetteer.sources import area_rows
from conflict_map.gazetteer.store import data_file, data_folder
from conflict_map.geo import area_km2, distance_km


@pytest.fixture(scope="session")
def areas() -> Areas:
    return load_areas()


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return Gazetteer()


def table(name: str) -> list[dict[str, str]]:
    with data_file(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("name", "km2"), [("Syria", 186_000), ("UA", 603_000), ("Lebanon", 10_400), ("Idlib", 5_900), ("Sudan", 1_870_000)])
def test_polygons_have_the_area_of_the_country(name: str, km2: float) -> None:
    polygon = _gazetteer().area(name)
    assert polygon.is_valid
    assert area_km2(polygon) == pytest.approx(km2, rel=0.08)


def test_a_country_goes_before_a_state_of_its_name() -> None:
    assert _gazetteer().area("Georgia").equals(_gazetteer().area("GE"))
    assert _gazetteer().area("US.GA").disjoint(_gazetteer().area("GE"))


def test_an_area_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="no country or first-level area is called 'Qwertz'"):
        _gazetteer().area("Qwertz")


@pytest.mark.parametrize(
    ("country", "lat", "lon"),
    [
        ("UA", 44.95, 34.1),  # Simferopol
        ("UA", 44.6, 33.5),  # Sevastopol
        ("SY", 33.0, 35.77),  # Golan
        ("EH", 23.9, -15.0),  # inland of Dakhla
        ("EH", 27.1, -13.1),  # Laayoune
        ("CY", 35.28, 33.3),  # inland of Kyrenia
        ("SO", 9.56, 44.06),  # Hargeisa
        ("XK", 42.66, 21.17),  # Pristina
        ("TW", 25.03, 121.5),  # Taipei
        ("PS", 31.5, 34.45),  # Gaza
        ("GE", 43.0, 41.02),  # Sukhumi
        ("MD", 46.84, 29.63),  # Tiraspol
        ("AZ", 39.82, 46.75),  # Khankendi
        ("FR", 48.85, 2.35),
        ("NO", 59.91, 10.75),
    ],
)
def test_the_viewpoint_is_that_of_the_united_nations_maps(areas: Areas, country: str, lat: float, lon: float) -> None:
    assert areas.at([lat], [lon])[0][0] == country
    assert areas.polygon(country).covers(shapely.Point(lon, lat))


def test_a_port_outside_of_the_generalised_coast_belongs_to_what_lies_behind_it(areas: Areas) -> None:
    dakhla = ([23.7], [-15.93])
    assert areas.at(*dakhla)[0] == ("", "")
    assert areas.at(*dakhla, reach=0.2)[0][0] == "EH"
    assert areas.at([0.0], [-30.0], reach=0.2)[0] == ("", "")


def test_the_rest_of_the_golan_and_galilee_stay_apart(areas: Areas) -> None:
    assert areas.at([32.79], [35.53])[0][0] == "IL"  # Tiberias
    assert areas.at([33.27], [35.2])[0][0] == "LB"  # Tyre
    assert areas.at([28.99], [-10.06])[0][0] == "MA"  # Guelmim


def test_neighbours_share_their_edges(areas: Areas) -> None:
    units = [
        areas.unit(unit)
        for unit, row in enumerate(areas.rows)
        if row["country"] in {"SY", "IQ", "TR", "LB", "JO", "IL", "PS", "UA", "RU", "MD"} and unit < 4559
    ]
    assert shapely.coverage_is_valid(units)
    overlap = areas.polygon("SY").intersection(areas.polygon("TR")).area
    assert overlap < 1e-9


def test_borders() -> None:
    gazetteer = _gazetteer()
    line = gazetteer.border("SY", "TR")
    assert line.length == pytest.approx(8.1, abs=0.5)
    assert gazetteer.border("TR", "SY").equals(line)
    assert line.within(gazetteer.border("SY").buffer(1e-6))
    assert line.distance(gazetteer.area("SY").boundary) < 1e-9
    with pytest.raises(UsageError, match="SY has no land border with FR"):
        gazetteer.border("SY", "FR")
    with pytest.raises(UsageError, match="'Syria' is not the ISO code"):
        gazetteer.border("Syria")


def test_the_base_map_is_clipped_and_complete() -> None:
    bounds = (35.0, 34.5, 38.0, 37.2)
    base = _gazetteer().basemap(bounds)
    box = shapely.box(*bounds)
    assert {area.id for area in base.countries} == {"SY", "TR", "LB"}
    assert {"SY.12", "SY.09", "SY.10"} <= {area.id for area in base.admin1}
    assert {area.name for area in base.admin1} >= {"Idlib", "Aleppo", "Hama"}
    for area in (*base.countries, *base.admin1):
        assert area.geometry.within(box.buffer(1e-9))
        assert shapely.Point(area.label).within(area.geometry.buffer(1e-6))
    land = shapely.union_all([area.geometry for area in base.countries])
    provinces = shapely.union_all([area.geometry for area in base.admin1])
    assert land.symmetric_difference(provinces).area < 1e-6
    assert any(line.level == 0 and not line.disputed for line in base.lines)
    assert base.world.is_valid
    assert len(shapely.to_wkb(base.world)) < 80_000


@pytest.mark.parametrize(
    ("bounds", "names"),
    [
        ((35.4, 32.5, 36.1, 33.5), None),
        ((73.0, 32.0, 80.0, 37.0), "Kashmir"),
        ((27.0, 9.0, 30.0, 11.0), "Abyei"),
        ((40.0, 41.0, 45.0, 44.0), "Abkhazia and South Ossetia"),
    ],
)
def test_lines_in_dispute_are_dashed(bounds: tuple[float, float, float, float], names: str | None) -> None:
    disputed = _gazetteer().basemap(bounds).disputed
    assert disputed
    assert all(line.disputed for line in disputed)
    assert names is None or any(line.name and names in line.name for line in disputed) or any(line.name is None for line in disputed)


def test_an_undisputed_border_is_not_dashed() -> None:
    base = _gazetteer().basemap((36.0, 36.3, 39.0, 37.2))
    assert not base.disputed


@pytest.mark.parametrize("bounds", [(10, 10, 5, 20), (0, 0, 0, 0), (-200, 0, 10, 10), (0, -95, 10, 10)])
def test_bounds_must_be_a_box(bounds: tuple[float, float, float, float]) -> None:
    with pytest.raises(UsageError, match="bounds must be"):
        _gazetteer().basemap(bounds)


@settings(max_examples=25, deadline=None)
@given(st.floats(-170, 160), st.floats(-55, 70), st.floats(0.3, 12))
def test_any_view_can_be_drawn(west: float, south: float, size: float) -> None:
    bounds = (west, south, west + size, south + size)
    base = _gazetteer().basemap(bounds)
    assert all(area.geometry.is_valid and not area.geometry.is_empty for area in (*base.countries, *base.admin1))
    assert len({area.id for area in base.admin1}) == len(base.admin1)


# ---- the tables


def test_the_base_map_is_small() -> None:
    assert sum(data_file(name).stat().st_size for name in ("areas.npz", "areas.csv", "area_names.csv")) < 4_000_000


def test_ids_of_areas_are_unique_and_named() -> None:
    rows = area_rows()
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["id"].startswith((row["country"] or "XX") + ".") for row in rows)
    known = {row["id"] for row in table("areas.csv")}
    assert [row["id"] for row in table("area_names.csv") if row["id"] not in known and row["id"] != "CU.15"] == []


def test_reference_points_of_areas_lie_in_their_country(areas: Areas) -> None:
    far = []
    for row in table("areas.csv"):
        country = areas.polygon(row["country"] or "XX")
        if country.distance(shapely.Point(float(row["lon"]), float(row["lat"]))) > 0.5:
            far.append(row["id"])
    assert far == []


def test_every_country_has_a_reference_point_in_or_near_it(areas: Areas) -> None:
    rows = table("countries.csv")
    assert len(rows) == len({row["id"] for row in rows}) == 250
    for row in rows:
        lat, lon = float(row["lat"]), float(row["lon"])
        assert -90 <= lat <= 90
        assert -180 <= lon <= 180
        if areas.has(row["id"]):
            nearest = shapely.shortest_line(areas.polygon(row["id"]), shapely.Point(lon, lat)).coords[0]
            assert distance_km(lat, lon, nearest[1], nearest[0]) < 250, row["id"]


def test_regions_have_known_kinds() -> None:
    for row in table("regions.csv"):
        assert row["kind"] in KINDS
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180


def test_sources_name_origin_licence_date_and_checksum() -> None:
    sources = tomllib.loads((data_folder() / "sources.toml").read_text(encoding="utf-8"))
    assert sources["viewpoint"]["name"] == "United Nations"
    for name, source in sources["source"].items():
        for field in ("title", "origin", "licence", "fetched", "crs", "files"):
            assert source.get(field), f"{name} lacks {field}"
    mentioned = {file["path"] for source in sources["source"].values() for file in source["files"]}
    assert {path.name for path in data_folder().glob("*.csv")} | {"areas.npz"} <= mentioned, "every table has its source"
    listed = {file["path"]: file for source in sources["source"].values() for file in source["files"] if file.get("sha256")}
    for name in ("areas.npz", "areas.csv"):
        assert hashlib.sha256(data_file(name).read_bytes()).hexdigest() == listed[name]["sha256"], (
            f"{name} has changed: run gazetteer/build_areas.py, and note the checksum"
        )
