"""GIS programs read the files: GDAL's own tools, GeoPandas, and what QGIS and Google Earth look for."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pyogrio
import pytest
from lxml import etree

from conflict_map import ConflictMap, Event
from conflict_map.layers import STYLES
from conflict_map.model import Claim, ContextRoute, EventPlace, People, Source, StatedFigure

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }} & \x01 =1+1"
SOURCE = Source("r1", "Town falls", "The Daily", "https://example.org/?a=1&b=2", "2020-01-29")
MAARAT = EventPlace("Maarat al-Numan", "Maaret al-Numan", 35.6483, 36.67693, "town", "SY", "Idlib", 167611, name_local="معرة النعمان")
SARAQIB = EventPlace("Saraqib", "Sarakeb", 35.8645, 36.8059, "town", "SY", "Idlib")
DAY = ("2020-01-29", "2020-01-29", "day")
EVENTS = [
    Event("c1", "control_change", *DAY, MAARAT, ("Syrian government forces",), ("Syrian opposition",), "held", claim=Claim("claimed", ("the army",)),
          source=SOURCE, quote=HOSTILE),
    Event("m1", "troop_movement", origin=MAARAT, destinations=(SARAQIB,), actor=("Syrian opposition",), source=SOURCE, quote="They left."),
    Event("m2", "displacement", origin=MAARAT, direction="N", people=People("thousands", 2000, None, 9999), source=SOURCE, quote="They fled."),
    Event("m3", "displacement", origin=MAARAT, source=SOURCE, quote="They fled, too."),
    Event("s1", "strike", "2012-01-01", "2012-12-31", "year", SARAQIB, source=SOURCE, quote="Bombs fell."),
    Event("s2", "strike", place=EventPlace("Nowhere", "Nowhere", reason="no entry"), source=SOURCE, quote="Bombs fell there."),
]  # fmt: skip
FIGURES = [StatedFigure("territory_share", "around 70 percent", "q", 0, 1, 70.0, 70.0, 70.0, "percent", source=SOURCE)]
ROUTES = [ContextRoute("SY-M5", "M5", "q", 0, 1, SOURCE)]
KML = {"k": "http://www.opengis.net/kml/2.2"}


@pytest.fixture(scope="module")
def made() -> ConflictMap:
    return ConflictMap(EVENTS, figures=FIGURES, routes=ROUTES)


@pytest.fixture(scope="module")
def folder(made: ConflictMap, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gis")
    for name in ("a.geojson", "a.gpkg", "a.kml", "a.parquet", "a.shp.zip"):
        made.save(folder / name)
    assert sorted(path.name for path in folder.iterdir()) == ["a.geojson", "a.gpkg", "a.kml", "a.parquet", "a.shp.zip"], "nothing else is left behind"
    return folder


@pytest.fixture(scope="module")
def ogrinfo() -> str:
    found = shutil.which("ogrinfo")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("ogrinfo is not installed; apt-get install gdal-bin")
        pytest.skip("ogrinfo is not installed (apt-get install gdal-bin)")
    return found


def layers_by_ogrinfo(ogrinfo: str, path: str) -> dict[str, int]:
    """Return the number of features of each layer, as GDAL's tool counts them; any warning or error fails."""
    done = subprocess.run([ogrinfo, "-ro", "-so", "-al", path], check=True, capture_output=True, text=True, timeout=60)
    assert "ERROR" not in done.stderr
    assert "Warning" not in done.stderr
    names = [line.split(": ", 1)[1] for line in done.stdout.splitlines() if line.startswith("Layer name: ")]
    counts = [int(line.split(": ", 1)[1]) for line in done.stdout.splitlines() if line.startswith("Feature Count: ")]
    return dict(zip(names, counts, strict=True))


def test_ogrinfo_reads_every_feature_of_the_geojson(folder: Path, ogrinfo: str, made: ConflictMap) -> None:
    rows = sum(len(frame) for frame in made.layers.frames.values())
    assert rows > 8
    assert list(layers_by_ogrinfo(ogrinfo, str(folder / "a.geojson")).values()) == [rows]


@pytest.mark.parametrize("name", ["a.gpkg", "a.kml", "a.shp.zip"])
def test_ogrinfo_reads_every_layer(folder: Path, ogrinfo: str, made: ConflictMap, name: str) -> None:
    path = folder / name
    found = layers_by_ogrinfo(ogrinfo, f"/vsizip/{path}" if name.endswith(".zip") else str(path))
    found.pop("layer_styles", None)
    tables = {"unplaced", "figures", "shares"} if name == "a.gpkg" else set()
    expected = {
        layer: len(frame)
        for layer, frame in made.layers.frames.items()
        if len(frame) and (layer not in ("unplaced", "figures", "shares") or layer in tables)
    }
    split = expected.pop("movements")
    assert found.pop("movements") + found.pop("movements_wedges") + found.pop("movements_points") == split
    assert found == expected


def test_geopackage_has_shapes_columns_and_local_names(folder: Path) -> None:
    control = gpd.read_file(folder / "a.gpkg", layer="control")
    assert control.crs == "EPSG:4326"
    assert (control.geometry.x[0], control.geometry.y[0]) == (36.67693, 35.6483)
    assert control.loc[0, "name_local"] == "معرة النعمان"
    assert control.loc[0, "quote"] == HOSTILE.replace("\x01", "\ufffd")
    wedges = gpd.read_file(folder / "a.gpkg", layer="movements_wedges")
    assert list(wedges["people_low"]) == [2000]
    assert pyogrio.read_dataframe(folder / "a.gpkg", layer="figures")["best"].tolist() == [70.0]


def test_qgis_finds_a_style_for_each_layer_with_the_colours_of_the_page(folder: Path, made: ConflictMap) -> None:
    with sqlite3.connect(folder / "a.gpkg") as database:
        rows = database.execute("select f_table_name, f_geometry_column, styleQML, useAsDefault from layer_styles").fetchall()
        geometry = dict(database.execute("select table_name, column_name from gpkg_geometry_columns").fetchall())
    database.close()
    assert {row[0] for row in rows} == set(geometry), "each layer with shapes has a style"
    for name, column, text, default in rows:
        assert column == geometry[name]
        assert default
        root = etree.fromstring(text.split("\n", 1)[1].encode())
        categories = {category.get("value"): category.get("symbol") for category in root.iter("category")}
        used = set(gpd.read_file(folder / "a.gpkg", layer=name)["style"])
        assert used == set(categories), f"{name}: exactly the classes that are drawn"
        for key, symbol in categories.items():
            item = made.layers.style(key)
            (drawn,) = root.xpath(f".//symbol[@name='{symbol}']/layer")
            options: dict[str, Any] = {option.get("name"): option.get("value") for option in drawn.iter("Option") if option.get("name")}
            stroke = ",".join(str(int(item.stroke[place : place + 2], 16)) for place in (1, 3, 5))
            assert (options.get("outline_color") or options["line_color"]).startswith(stroke)


def test_kml_has_times_colours_and_harmless_text(folder: Path, made: ConflictMap) -> None:
    root = etree.parse(folder / "a.kml").getroot()
    folders = {name.text: name.getparent() for name in root.iterfind(".//k:name", KML) if name.getparent().tag.endswith(("Folder", "Document"))}
    (strike,) = folders["strikes"].iterfind(".//k:Placemark", KML)
    assert [strike.findtext(f"k:TimeSpan/k:{end}", namespaces=KML) for end in ("begin", "end")] == ["2012-01-01", "2012-12-31"]
    styles = {style.get("id"): style for style in root.iterfind(".//k:Style", KML)}
    assert set(styles) == {item.key for item in made.layers.legend}
    for placemark in root.iterfind(".//k:Placemark", KML):
        assert placemark.findtext("k:styleUrl", namespaces=KML).removeprefix("#") in styles
    red, green, blue = (STYLES["strike"].stroke[place : place + 2].lower() for place in (1, 3, 5))
    assert styles["strike"].findtext("k:LineStyle/k:color", namespaces=KML) == f"ff{blue}{green}{red}"
    description = next(folders["control"].iterfind(".//k:Placemark", KML)).findtext("k:description", namespaces=KML)
    assert "<img" not in description, "Google Earth shows descriptions as HTML"
    assert "&lt;img src=x onerror=alert(1)&gt;" in description


def test_geoparquet_holds_all_layers(folder: Path, made: ConflictMap) -> None:
    found = gpd.read_parquet(folder / "a.parquet")
    assert found.crs == "EPSG:4326"
    assert found["layer"].value_counts().to_dict() == {name: len(frame) for name, frame in made.layers.frames.items() if len(frame)}
    assert found.loc[found["layer"] == "figures", "geometry"].isna().all()


def test_shapefile_keeps_names_within_the_format(folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.shp.zip") as archive:
        assert {name.rsplit(".", 1)[1] for name in archive.namelist()} == {"shp", "shx", "dbf", "prj", "cpg"}
    found = gpd.read_file(f"/vsizip/{folder / 'a.shp.zip'}", layer="control")
    assert all(len(column) <= 10 for column in found.columns)
    assert found.loc[0, "local_name"] == "معرة النعمان"


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".kml", ".parquet", ".shp.zip"])
def test_a_map_of_nothing_is_still_a_file_that_opens(tmp_path: Path, suffix: str) -> None:
    path = ConflictMap([]).save(tmp_path / f"empty{suffix}")
    if suffix == ".parquet":
        assert len(gpd.read_parquet(path)) == 0
    elif suffix == ".shp.zip":
        assert zipfile.ZipFile(path).testzip() is None
    else:
        assert sum(len(gpd.read_file(path, layer=layer)) for layer in pyogrio.list_layers(path)[:, 0]) == 0
