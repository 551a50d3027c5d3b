"""The page's parts that need no browser: compact data, shared arcs, the file itself."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from conflict_map.errors import UsageError
from conflict_map.gazetteer import Gazetteer
from conflict_map.layers import build_layers
from conflict_map.model import Event, EventPlace
from conflict_map.webmap import basemap_bounds, finer_bounds, render
from conflict_map.webmap.base import base_payload
from conflict_map.webmap.encode import column, json_text, pack, pack_deltas, plain, unpack
from conflict_map.webmap.squeeze import squeeze
from conflict_map.webmap.theatres import first_view, theatres
from conflict_map.webmap.topology import ArcStore, rings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conflict_map.layers import Layers


@given(st.lists(st.integers(min_value=-(2**50), max_value=2**50)))
def test_numbers_come_back(numbers: list[int]) -> None:
    packed = pack(numbers)
    assert unpack(packed) == numbers
    assert re.fullmatch(r"[A-Za-z0-9_-]*", packed)


@given(st.lists(st.tuples(st.integers(-18_000_000, 18_000_000), st.integers(-9_000_000, 9_000_000)), max_size=30))
def test_points_come_back_from_their_steps(points: list[tuple[int, int]]) -> None:
    array = np.array(points, dtype=np.int64).reshape(-1, 2)
    assert np.array_equal(np.cumsum(np.array(unpack(pack_deltas(array))).reshape(-1, 2), axis=0), array)


def rows_of(packed: dict[str, Any], count: int) -> list[Any]:
    if "k" in packed:
        return [packed["k"]] * count
    if "h" in packed:
        digits, length = base64.b64decode(packed["b"]).hex(), packed["h"]
        return [digits[i : i + length] for i in range(0, len(digits), length)]
    if "w" in packed:
        numbers = iter(unpack(packed["t"]))
        return [None if length < 0 else " ".join(packed["w"][next(numbers)] for _ in range(length)) for length in numbers]
    return packed["v"] if "v" in packed else [packed["u"][i] for i in unpack(packed["i"])]


@given(st.lists(st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.sampled_from(["a", "b"])), max_size=40))
def test_a_column_comes_back_with_its_types(values: list[Any]) -> None:
    back = rows_of(column(values), len(values))
    expected = [plain(value) for value in values]
    assert back == expected
    assert [type(value) for value in back] == [type(value) for value in expected]


@given(
    st.lists(
        st.one_of(st.none(), st.lists(st.sampled_from(["", "the", "town", "fell", "\u00e9", "12"]), max_size=9).map(" ".join)),
        min_size=100,
        max_size=130,
    )
)
def test_sentences_come_back_from_their_words(sentences: list[str | None]) -> None:
    assert rows_of(column(sentences), len(sentences)) == sentences


def test_long_columns_of_ids_and_sentences_shrink_and_come_back() -> None:
    ids = [hashlib.sha256(str(i).encode()).hexdigest()[:12] for i in range(300)]
    texts = [f"Shells hit the northern part of town number {i}, residents said." for i in range(300)]
    for values, share in ((ids, 0.6), (texts, 0.5)):
        packed = column(values)
        assert rows_of(packed, len(values)) == values
        assert len(json.dumps(packed)) < share * len(json.dumps(values))


def test_missing_values_of_every_kind_are_null() -> None:
    import pandas as pd

    for missing in (None, math.nan, math.inf, np.nan, pd.NA, pd.NaT, np.float64("nan")):
        assert plain(missing) is None
    assert plain(np.int64(3)) == 3
    assert plain(2.0) == 2
    assert plain(pd.Timestamp("2020-01-29T10:00")) == "2020-01-29"


@given(st.text())
def test_json_cannot_end_its_element_and_comes_back(text: str) -> None:
    written = json_text({"text": text})
    assert not set("<>&\u2028\u2029\x00") & set(written)
    assert json.loads(written)["text"] == text


def test_json_refuses_what_is_no_number_and_mends_lone_surrogates() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        json_text({"x": math.nan})
    assert json.loads(json_text(["\ud800x"])) == ["\ufffdx"]


def decoded(packed: dict[str, Any]) -> list[Any]:
    """Read arcs back as the page's script does; return shapely geometries."""
    q = packed["q"]
    points = np.cumsum(np.array(unpack(packed["a"])).reshape(-1, 2), axis=0) / q
    arcs = np.split(points, np.cumsum(unpack(packed["l"]))[:-1])
    stream, shapes = iter(unpack(packed["s"])), []
    for _ in range(packed["n"]):
        polygons = []
        for _ in range(next(stream)):
            rings = []
            for _ in range(next(stream)):
                points: list[Any] = []
                for _ in range(next(stream)):
                    number = next(stream)
                    arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                    points.extend(arc[1 if points else 0 :].tolist())
                rings.append(points)
            polygons.append(Polygon(rings[0], rings[1:]))
        shapes.append(MultiPolygon(polygons))
    return shapes


def test_areas_come_back_with_every_part_and_hole() -> None:
    ring = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2), (1, 2)], [(2.5, 2.5), (3, 2.5), (3, 3), (2.5, 3)]])
    shapes = [MultiPolygon([ring, box(5, 5, 6, 6)]), box(4, 0, 8, 4), box(1, 1, 2, 2)]
    store = ArcStore(1000)
    for geometry in shapes:
        store.add(geometry)
    back = decoded(store.encode())
    for original, found in zip(shapes, back, strict=True):
        assert found.is_valid
        assert shapely.equals(shapely.normalize(found), shapely.normalize(shapely.multipolygons(shapely.get_parts(original))))
        assert sum(len(p.interiors) for p in found.geoms) == sum(len(p.interiors) for p in shapely.get_parts(original).tolist())


def test_neighbours_share_an_arc_and_dates_cost_little() -> None:
    store = ArcStore(1000)
    store.add(box(0, 0, 1, 1))
    store.add(box(1, 0, 2, 1))
    store.encode()
    assert sorted(store.uses) == [1, 1, 2]
    rng = np.random.default_rng(3)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(rng.random((60, 2)) * 10))).tolist()
    once, often = ArcStore(1000), ArcStore(1000)
    for cell in cells:
        once.add(cell)
    for date in range(30):
        held = rng.random(len(cells)) < 0.5 + date / 100
        often.add(shapely.union_all([cell for cell, mine in zip(cells, held, strict=True) if mine]))
    assert len(often.encode()["a"]) <= 1.6 * len(once.encode()["a"])


def test_the_edge_of_the_clipping_box_is_known() -> None:
    store = ArcStore(1000, box=(0, 0, 10, 10))
    store.add(Polygon([(0, 0), (10, 0), (10, 5), (6, 7), (0, 6)]))
    store.encode()
    on_box = [arc for arc in store.arcs if store.on_box(arc)]
    assert {point for arc in on_box for point in arc} >= {(0, 0), (10000, 0), (10000, 5000), (0, 6000)}
    assert [arc for arc in store.arcs if not store.on_box(arc)] == [((0, 6000), (6000, 7000), (10000, 5000))]


def test_rings_of_leaves_out_what_is_no_polygon() -> None:
    assert rings_of(None) == []
    assert len(rings_of(shapely.geometrycollections([box(0, 0, 1, 1), shapely.points(1, 1)]))) == 1


@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(0, 20), st.floats(0, 10))
def test_the_base_map_reaches_around_what_is_drawn(lon: float, lat: float, wide: float, high: float) -> None:
    east, north = min(180.0, lon + wide), min(85.0, lat + high)
    west, south, e, n = basemap_bounds((lon, lat, east, north))
    assert -180 <= west < e <= 180
    assert -85 <= south < n <= 85
    assert west <= lon
    assert e >= east
    assert south <= lat
    assert n >= north


@pytest.mark.parametrize(
    "bounds", [(9.0, 89.85, 11.0, 90.0), (9.0, -90.0, 11.0, -89.85), (179.85, 9.0, 180.0, 11.0), (-180.0, -90.0, -179.85, -89.85)]
)
def test_the_base_map_at_the_ends_of_the_world_is_a_box(bounds: tuple[float, float, float, float]) -> None:
    west, south, east, north = basemap_bounds(bounds)
    assert -180 <= west < east <= 180
    assert -85 <= south < north <= 85
    assert west <= bounds[0]
    assert east >= bounds[2]


class Page(HTMLParser):
    """The elements of a page with their attributes and the texts of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self._open: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in self.texts:
            self._open = tag
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open][-1] += data


def test_the_file_is_one_and_only_names_its_own_scripts(sample_layers: Layers, sample_basemap: object) -> None:
    text = render(sample_layers, sample_basemap)
    page = Page(text)
    for tag, attributes in page.elements:
        assert "src" not in attributes, tag
        assert tag not in {"iframe", "object", "embed", "img"}
        assert not any(name.startswith("on") or name == "style" for name in attributes), (tag, attributes)
        if tag == "link":
            assert attributes["href"] == "data:,"
    policy = next(a["content"] for t, a in page.elements if t == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "unsafe" not in policy
    assert "connect-src 'none'" in policy
    assert "default-src 'none'" in policy
    data, scripts = [], []
    kinds = [a for t, a in page.elements if t == "script"]
    for attributes, script in zip(kinds, page.texts["script"], strict=True):
        (data if attributes.get("type") == "application/json" else scripts).append(script)
    assert len(data) == 1
    for block in scripts + page.texts["style"]:
        assert base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() in policy
    assert json.loads(data[0])["title"] == "Town changes hands"
    assert "sourceMappingURL" not in text
    assert not re.search(r"url\((?!#)", "".join(page.texts["style"]))


def test_without_an_online_base_map_no_host_is_allowed(sample_layers: Layers, sample_basemap: object) -> None:
    page = Page(render(sample_layers, sample_basemap, online=None))
    policy = next(a["content"] for t, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "http" not in policy


def test_texts_reach_no_template_and_the_page_is_the_same_twice(hostile_layers: Callable[[Sequence[str]], Layers], sample_basemap: object) -> None:
    texts = ["{{ 7*7 }}", "{% raw %}", "{# x", "@@data@@", "@@scripts@@", "</script><script>x()</script>", "</title>"]
    layers = hostile_layers(texts)
    one, two = (render(layers, sample_basemap, title=" ".join(texts)) for _ in range(2))
    assert one == two
    page = Page(one)
    assert "49" not in page.texts["title"][0]
    assert page.texts["title"][0] == " ".join(texts)
    quotes = json.dumps(json.loads(next(text for text in page.texts["script"] if text.startswith("{")))["layers"]["control"]["c"])
    for text in texts:
        assert json.dumps(text)[1:-1] in quotes
    assert one.count("<script") == 1 + len([t for t in page.texts["script"] if not t.startswith("{")])


def test_a_language_that_is_not_there_is_refused(sample_layers: Layers, sample_basemap: object) -> None:
    with pytest.raises(UsageError, match="lang must be one of"):
        render(sample_layers, sample_basemap, lang="xx")


def test_a_small_map_is_a_small_file(sample_layers: Layers, sample_basemap: object) -> None:
    assert len(render(sample_layers, sample_basemap).encode()) < 350_000


def test_a_map_of_nothing_is_a_page(sample_basemap: object) -> None:
    assert "<!DOCTYPE html>" in render(build_layers([], flows=[]), None)
    assert "<!DOCTYPE html>" in render(build_layers([], flows=[]), sample_basemap)


def test_main_roads_and_far_borders_are_on_the_base_map(sample_layers: Layers) -> None:
    basemap = Gazetteer().basemap((35.0, 33.0, 40.0, 37.5))
    assert {"M4", "M5"} <= {road.label for road in basemap.roads}
    assert all(shapely.box(*basemap.bounds).buffer(1e-9).covers(road.geometry) for road in basemap.roads)
    payload = base_payload(basemap, sample_layers.frames)
    assert payload is not None
    assert {road.get("label") for road in payload["roads"]} >= {"M4", "M5"}
    # Far beyond the box: the border of Chile and Argentina.
    far = shapely.union_all([line.geometry for line in basemap.world_lines])
    assert far.distance(shapely.Point(-70.0, -33.0)) < 0.5
    assert len("".join(payload["worldLines"]["border"])) < 20_000


def test_a_base_map_without_roads_is_drawn_too(sample_layers: Layers, sample_basemap: object) -> None:
    payload = base_payload(sample_basemap, sample_layers.frames)
    assert payload is not None
    assert payload["roads"] == []


def test_theatres_are_the_parts_of_the_world_with_events() -> None:
    def strike(key: str, lat: float, lon: float, country: str | None, day: str = "2020-01-01", precision: int = 1) -> Event:
        place = EventPlace(key, key, lat=lat, lon=lon, kind="town", country=country, precision=precision)
        return Event(key, "strike", day, day, "day", place=place)

    near = [strike("a", 50.9, 34.8, "UA"), strike("b", 48.0, 37.8, "UA"), strike("c", 51.2, 35.3, "RU")]
    far = [strike("d", 15.5, 32.5, "SD", "2021-01-01"), strike("e", 16.0, 32.6, "SD"), strike("f", 13.0, 30.0, "SD")]
    found = theatres(build_layers(near + far, flows=[]).frames)
    assert [part.countries for part in found] == [("SD",), ("UA", "RU")], "of equals the one with the latest event"
    assert [part.events for part in found] == [3, 3]
    assert shapely.box(*found[1].view).contains(shapely.MultiPoint([(34.8, 50.9), (37.8, 48.0), (35.3, 51.2)]))
    # A country that people fled to is none; all that is known is one where nothing is known well.
    assert len(theatres(build_layers([*near, strike("g", 51, 10, "DE", precision=3)], flows=[]).frames)) == 1
    assert len(theatres(build_layers([strike("g", 51, 10, "DE", precision=3)], flows=[]).frames)) == 1
    beside = theatres(build_layers([*near, strike("h", 52.5, 34.0, "BY", precision=3)], flows=[]).frames)
    assert [part.countries for part in beside] == [("UA", "RU")]
    assert theatres(build_layers([], flows=[]).frames) == ()
    assert first_view(build_layers(near, flows=[]).frames, found[1:]) is None
    assert first_view(build_layers(near + far, flows=[]).frames, found) == found[0].view
    layers = build_layers(near + far, flows=[])
    assert finer_bounds(layers.frames, layers.bounds) == [part.view for part in found]
    assert finer_bounds(build_layers(near, flows=[]).frames, layers.bounds) == []
    assert finer_bounds({}, None) == []


def test_squeezing_a_script_keeps_what_it_says() -> None:
    code = """
    // gone /* too */
    const text = "a  //  b" + 'c   d' + `e  ${ 1 + 1 }  f`; /* gone */
    const tidy = text.replace(/[/ ]+ x/g, " ") / 2 / 3;
    let n = 1 - -1 + +1;
    if (n in [ 1, 2 ]) { return void 0; }
    """
    statements = squeeze(code).split(";")
    assert statements[:2] == ["const text=\"a  //  b\"+'c   d'+`e  ${ 1 + 1 }  f`", 'const tidy=text.replace(/[/ ]+ x/g," ")/2/3']
    assert statements[2:] == ["let n=1- -1+ +1", "if(n in[1,2]){return void 0", "}\n"]
