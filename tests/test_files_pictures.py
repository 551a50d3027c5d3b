from __future__ import annotations

import dataclasses
import math
import re
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from matplotlib.image import imread
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from shapely.geometry import LineString, Point, box

from conflict_map.control import control_history
from conflict_map.errors import OutputError, UsageError
from conflict_map.files.pictures import Words, draw_picture, write_picture
from conflict_map.files.pictures.arrows import arrow_outline, cut_short, fan_out
from conflict_map.files.pictures.labels import Label, place_labels
from conflict_map.gazetteer.areas import Basemap, BasemapArea, BasemapLine
from conflict_map.layers import Layers, build_layers
from conflict_map.model import Claim, Event, EventPlace, Flow, People, Source
from conflict_map.webmap import interface_words

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

LAND = box(34, 32, 42, 38)
BASEMAP = Basemap(
    bounds=(30, 30, 45, 40),
    countries=(BasemapArea(id="AA", name="Aland", country="AA", geometry=LAND, label=(38.0, 35.0)),),
    admin1=(),
    lines=(BasemapLine(level=0, disputed=False, geometry=LAND.boundary),),
    disputed=(BasemapLine(level=0, disputed=True, geometry=LineString([(36, 32), (36, 38)])),),
    world=LAND,
)
SOURCE = Source(report="r", headline="Town falls", publisher="Own words", published="2020-01-29")
TOWN = EventPlace("Oldtown", "Old Town", lat=35.64, lon=36.67, kind="town", country="AA", score=0.9, name_local="البلدة")
PORT = EventPlace("Port", "Port", lat=35.5, lon=35.8, kind="town", country="AA", score=0.9)
TAKEN = Event(
    "e1", "control_change", "2020-01-10", "2020-01-10", "day", place=TOWN, control_to=("Rebels",), control_from=("Army",), source=SOURCE, quote="1"
)
STRIKE = Event("e2", "strike", "2020-01-20", "2020-01-20", "day", place=PORT, source=SOURCE, quote="2")
FLED = Event("e3", "displacement", origin=TOWN, destinations=(PORT,), people=People("50,000", best=50_000), source=SOURCE, quote="3")
WAY = Flow("e3.1", "e3", "arrow", LineString([(36.67, 35.64), (36.2, 35.7), (35.8, 35.5)]), TOWN, PORT, (35.64, 36.67), (35.5, 35.8), 3)


def layers_of(*events: Event) -> Layers:
    return build_layers(events, flows=[WAY], history=control_history(events))


@pytest.fixture(scope="module")
def layers() -> Layers:
    return layers_of(TAKEN, STRIKE, FLED)


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text")) if text.get_text()]


@pytest.mark.parametrize(("suffix", "head"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")])
def test_each_format_is_written_and_is_the_same_twice(layers: Layers, tmp_path: Path, suffix: str, head: bytes) -> None:
    for name in ("a", "b"):
        write_picture(layers, tmp_path / f"{name}{suffix}", basemap=BASEMAP, dpi=60)
    content = (tmp_path / f"a{suffix}").read_bytes()
    assert content.startswith(head)
    assert content == (tmp_path / f"b{suffix}").read_bytes()


def test_the_picture_has_the_colours_of_the_legend(layers: Layers, tmp_path: Path) -> None:
    write_picture(layers, tmp_path / "map.png", basemap=BASEMAP, dpi=100)
    pixels = {tuple(pixel) for pixel in (imread(tmp_path / "map.png")[:, :, :3] * 255).round().astype(int).reshape(-1, 3).tolist()}
    colours = [item.colour for item in layers.legend if item.key.startswith(("side-rebels", "strike"))]
    colours += [layers.style("arrow-civilians-known").stroke]
    assert len(colours) == 3
    for colour in colours:
        assert colour is not None
        assert tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) in pixels


def test_names_title_legend_and_sources_are_on_it(layers: Layers) -> None:
    text = "\n".join(words(draw_picture(layers, basemap=BASEMAP, credit="Desk of maps")))
    for part in (
        "Town falls",
        "Old Town\nالبلدة",
        "Port",
        "ALAND",
        "Rebels",
        "10,000 to 99,999",
        "Sources: Own words",
        "Desk of maps",
        "Natural Earth",
        " km",
    ):
        assert part in text
    assert "do not imply endorsement" in text


def test_countries_have_names_and_not_codes(layers: Layers) -> None:
    syria = dataclasses.replace(BASEMAP, countries=(dataclasses.replace(BASEMAP.countries[0], name="SY", country="SY"),))
    assert "SYRIA" in words(draw_picture(layers, basemap=syria))


def test_a_day_shows_what_stood_on_it(layers: Layers) -> None:
    before = words(draw_picture(layers, basemap=BASEMAP, date="2020-01-05"))
    between = words(draw_picture(layers, basemap=BASEMAP, date="2020-01-15"))
    after = words(draw_picture(layers, basemap=BASEMAP))
    assert "Army" in before
    assert "Rebels" not in before
    assert "Rebels" in between
    assert "Strike" not in between
    assert "Strike" in after
    assert "20 January 2020" in after


HOSTILE = "$\\frac{1}{0}$ <script>alert(1)</script> {{ 7*7 }} " + "long " * 40


def test_hostile_text_is_shown_as_it_is(tmp_path: Path) -> None:
    town = dataclasses.replace(TOWN, name=HOSTILE, name_in_report=HOSTILE, name_local="$x$")
    source = Source(report="r", headline=HOSTILE, publisher=HOSTILE)
    hostile = layers_of(dataclasses.replace(TAKEN, place=town, control_to=(HOSTILE,), source=source))
    write_picture(hostile, tmp_path / "map.svg", basemap=BASEMAP, title=HOSTILE, credit=HOSTILE)
    drawing = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert "<script" not in drawing
    assert any(text.startswith("$\\frac{1}{0}$") for text in words(draw_picture(hostile, basemap=BASEMAP)))


def test_an_empty_map_is_a_picture_too(tmp_path: Path) -> None:
    write_picture(build_layers([], flows=[]), tmp_path / "empty.png", dpi=50)
    assert imread(tmp_path / "empty.png").shape[:2] == (415, 585)


def test_what_is_wrong_is_said(layers: Layers, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a picture's name ends in \.png, \.svg, \.pdf"):
        write_picture(layers, tmp_path / "map.gif")
    with pytest.raises(UsageError, match="size_in must be at least"):
        write_picture(layers, tmp_path / "map.png", size_in=(1, 1))
    with pytest.raises(OutputError, match="folder does not exist"):
        write_picture(layers, tmp_path / "missing" / "map.png", dpi=50)


@pytest.mark.parametrize("head", ["triangle", "barbed"])
@pytest.mark.parametrize("width", [0.03, 0.14])
@pytest.mark.parametrize("length", [0.2, 1.0, 6.0])
def test_an_arrow_s_tip_is_its_last_point(head: str, width: float, length: float) -> None:
    outline = arrow_outline(np.array([[1.0, 1.0], [1.0 + length / 2, 1.1], [1.0 + length, 1.0]]), width=width, head=head)
    assert outline.is_valid
    assert outline.bounds[2] == pytest.approx(1.0 + length)
    assert outline.distance(Point(1.0, 1.0)) < 1e-6
    assert outline.bounds[3] - outline.bounds[1] < 0.75 * length + 0.2


def test_a_dashed_arrow_has_gaps_and_a_border_arrow_a_bar() -> None:
    line = np.array([[0.0, 0.0], [4.0, 0.0]])
    assert len(shapely.get_parts(arrow_outline(line, width=0.05, dash=(0.1, 0.1)))) > 10
    with_bar = arrow_outline(line, width=0.05, bar=True)
    plain = arrow_outline(line, width=0.05)
    assert with_bar.bounds[3] > plain.bounds[3]
    assert arrow_outline(np.zeros((2, 2)), width=0.05).is_empty


def test_labels_do_not_collide_and_the_important_ones_come_first() -> None:
    crowd = [Label(1.0 + 0.1 * n, 1.0, f"n{n}", rank=n) for n in range(8)]
    placed = place_labels(crowd, lambda _: (0.8, 0.15), (0, 0, 2, 2), [], box(0, 0, 0, 0))
    boxes = [box(name.x, name.y, name.x + 0.8, name.y + 0.15) for name in placed]
    assert "n0" in {name.label.text for name in placed}
    for number, one in enumerate(boxes):
        assert not any(one.intersects(other) for other in boxes[number + 1 :])
    assert len(placed) < len(crowd)


def test_a_label_keeps_off_the_arrow_where_it_can() -> None:
    label = Label(2.0, 2.0, "Town")
    (name,) = place_labels([label], lambda _: (0.5, 0.2), (0, 0, 4, 4), [], box(2.05, 1.8, 3, 2.2))
    assert name.x + 0.5 <= 2.05


def test_the_svg_has_no_time_stamp(layers: Layers, tmp_path: Path) -> None:
    write_picture(layers, tmp_path / "map.svg")
    assert not re.search(r"<dc:date>", (tmp_path / "map.svg").read_text(encoding="utf-8"))


def test_days_are_told_in_words_and_no_more_precisely_than_they_are_known() -> None:
    before = dataclasses.replace(TAKEN, id="e0", date_start="2012-01-01", date_end="2012-12-31", date_precision="year")
    told = words(draw_picture(layers_of(before, STRIKE), basemap=BASEMAP))
    assert any("2012 to 20 January 2020" in text for text in told)
    assert not any("2012-01-01" in text for text in told)


def test_a_province_that_is_only_named_is_no_dot() -> None:
    from conflict_map.model import Mention

    def named(place: EventPlace) -> list[str]:
        mention = Mention(0, 4, place.name_in_report, place=place)
        return words(draw_picture(build_layers([TAKEN], mentions=[mention], flows=[], history=control_history([TAKEN])), basemap=BASEMAP))

    assert "Greatland" not in named(EventPlace("Greatland", "Greatland", lat=35.6, lon=36.6, kind="admin1", country="AA", precision=3))
    assert "Hamlet" in named(EventPlace("Hamlet", "Hamlet", lat=35.6, lon=36.6, kind="town", country="AA"))


def test_areas_alone_are_drawn_as_of_their_last_day() -> None:
    spans = [("North", "2024-01-01", "2024-01-01"), ("South", "2024-01-02", None)]
    areas = gpd.GeoDataFrame(
        [{"holder": side, "valid_from": start, "valid_to": end, "geometry": LAND} for side, start, end in spans], crs="EPSG:4326"
    )  # fmt: skip
    told = words(draw_picture(build_layers([], flows=[], areas=areas), basemap=BASEMAP))
    assert "South" in told
    assert "North" not in told
    assert "Who holds what, on 2 dates from 1 January 2024 to 2 January 2024." in told


def test_no_name_stands_nearer_to_another_s_symbol_than_to_its_own_without_a_line() -> None:
    spots = [(1.0 + 0.14 * (n % 4), 1.0 + 0.14 * (n // 4)) for n in range(12)]
    markers = [(Point(spot).buffer(0.06), spot) for spot in spots]
    labels = [Label(x, y, f"n{n}") for n, (x, y) in enumerate(spots)]
    placed = place_labels(labels, lambda _: (0.5, 0.14), (0, 0, 4, 4), markers, box(0, 0, 0, 0))
    assert len(placed) > 8
    led = [name for name in placed if name.leader is not None]
    assert led
    for name in placed:
        area = box(name.x, name.y, name.x + 0.5, name.y + 0.14)
        own = Point(name.label.x, name.label.y).buffer(0.06)
        others = [marker for marker, spot in markers if spot != (name.label.x, name.label.y)]
        assert not any(area.intersects(marker) for marker, _ in markers)
        if name.leader is None:
            assert own.distance(area) < min(marker.distance(area) for marker in others)
        else:
            assert name.leader.distance(own) < 0.03
            assert not any(name.leader.intersects(marker) for marker in others)


def test_a_name_that_finds_no_room_is_written_short() -> None:
    label = Label(0.5, 0.5, "long\nlocal", short="long")
    (name,) = place_labels([label], lambda one: (0.3, 0.6 if "\n" in one.text else 0.15), (0, 0.4, 1.2, 0.6), [], box(0, 0, 0, 0))
    assert name.label.text == "long"


def test_heads_at_one_place_lie_side_by_side() -> None:
    lines = [np.array([[0.0, y], [1.5, y / 2], [3.0, 0.0]]) for y in (-0.2, 0.0, 0.2)]
    width = 0.12
    bent = fan_out(lines, [width] * 3)
    for before, after in zip(lines, bent, strict=True):
        assert after[[0, -1]] == pytest.approx(before[[0, -1]])

    def overlap(ways: list[np.ndarray]) -> float:
        heads = [arrow_outline(way, width=width).intersection(Point(3, 0).buffer(0.3)) for way in ways]
        return float(sum(one.intersection(other).area for number, one in enumerate(heads) for other in heads[number + 1 :]))

    assert overlap(bent) < 0.4 * overlap(lines)
    assert fan_out(lines[:1], [width])[0] is lines[0]


def test_an_arrow_s_tip_touches_the_symbol_at_its_end() -> None:
    line = np.array([[0.0, 0.0], [2.0, 0.0]])
    assert cut_short(line, 0.1)[-1] == pytest.approx([1.9, 0.0])
    assert cut_short(line, 9.0)[-1] == pytest.approx([1.0, 0.0])


def edged(figure: Figure, colour: tuple[float, float, float]) -> list[PathPatch]:
    return [patch for patch in figure.axes[0].findobj(PathPatch) if patch.get_edgecolor()[:3] == pytest.approx(colour, abs=0.01)]


def drawn(event: Event) -> list[tuple[float, ...]]:
    figure = draw_picture(build_layers([event], flows=[], history=control_history([event])), basemap=BASEMAP)
    patches = figure.axes[0].findobj(PathPatch)
    return [patch.get_path().get_extents().extents.tolist() for patch in patches]


@pytest.mark.parametrize("event", [TAKEN, STRIKE])
def test_what_is_denied_is_struck_through(event: Event) -> None:
    plain, struck = drawn(event), drawn(dataclasses.replace(event, claim=Claim("denied")))
    assert len(struck) == len(plain) + 2


def test_a_symbol_alone_stands_on_its_place_and_two_stand_side_by_side() -> None:
    def stars(*events: Event) -> list[tuple[float, float]]:
        figure = draw_picture(build_layers(events, flows=[], history=control_history(events)), basemap=BASEMAP)
        to_xy = figure.axes[0].transData.transform
        spot = to_xy([TOWN.lon, math.degrees(math.asinh(math.tan(math.radians(TOWN.lat or 0))))]) / figure.dpi
        red = [patch for patch in figure.axes[0].findobj(PathPatch) if patch.get_facecolor()[:3] == pytest.approx((0.702, 0.149, 0.118), abs=0.01)]
        found = [patch.get_path().get_extents() for patch in red]
        return [(float((box.x0 + box.x1) / 2 - spot[0]), float((box.y0 + box.y1) / 2 - spot[1])) for box in found]

    strike = dataclasses.replace(STRIKE, place=TOWN)
    assert stars(strike)[0] == pytest.approx((0.0, 0.0), abs=0.01)
    assert math.hypot(*stars(strike, TAKEN)[0]) > 0.1


def test_the_inset_shows_where_the_map_lies_and_hides_no_symbol(layers: Layers) -> None:
    red = (0.82, 0.204, 0.122)
    assert len(edged(draw_picture(layers, basemap=BASEMAP), red)) == 1
    assert not edged(draw_picture(layers), red)


def test_the_scale_bar_is_true_at_its_latitude() -> None:
    figure = draw_picture(layers_of(TAKEN, STRIKE), basemap=BASEMAP)
    (text,) = [text for text in words(figure) if text.endswith(" km")]
    bars = [
        patch.get_path() for patch in figure.axes[0].findobj(PathPatch) if patch.get_edgecolor()[:3] == pytest.approx((0.133, 0.133, 0.133), abs=0.01)
    ]
    extent = bars[0].get_extents()
    axes = figure.axes[0]
    (west, _), (east, _) = axes.transData.inverted().transform(np.array([[extent.x0, extent.y0], [extent.x1, extent.y0]]) * figure.dpi)
    lat = math.degrees(math.asin(math.tanh(math.radians(sum(axes.get_ylim()) / 2))))
    assert (east - west) * 111.195 * math.cos(math.radians(lat)) == pytest.approx(float(text.removesuffix(" km").replace(",", "")), rel=0.01)


def test_arabic_is_laid_out_from_the_right(layers: Layers) -> None:
    arabic = Words(interface_words("ar"), "ar", rtl=True)
    figure = draw_picture(layers, basemap=BASEMAP, words=arabic, country_names={"AA": "بلد"})
    told = words(figure)
    for part in ("من يسيطر", "20 يناير 2020", "قصف", "بلد"):
        assert part in told
    assert not any("Strike" in text or "events" in text for text in told)
    assert figure.axes[0].get_position().x0 > 0.2
    titles = [text for text in figure.findobj(Text) if text.get_text() == "Town falls"]
    assert titles[0].get_ha() == "right"


@pytest.mark.parametrize(
    ("lang", "day", "month"), [("fr", "1er mai 2024", "mai 2024"), ("uk", "1 травня 2024 року", "травень 2024"), ("ar", "1 مايو 2024", "مايو 2024")]
)
def test_days_are_written_in_the_language(lang: str, day: str, month: str) -> None:
    told = Words({}, lang)
    assert told.day("2024-05-01") == day
    assert told.day("2024-05-01", "month") == month


@pytest.mark.parametrize(
    ("lang", "number", "text"),
    [("uk", 1, "1 подія"), ("uk", 3, "3 події"), ("uk", 11, "11 подій"), ("uk", 25, "25 подій"), ("fr", 0, "0 événement"), ("en", 2, "2 events")],
)
def test_numbers_take_the_form_that_they_ask_for(lang: str, number: int, text: str) -> None:
    assert Words(interface_words(lang), lang).count("standEvents", number) == text


def test_the_legend_has_a_sample_for_a_direction_and_for_a_border() -> None:
    sector = Flow("e3.1", "e3", "wedge", box(36.5, 35.7, 36.8, 36.0), TOWN, None, (35.64, 36.67), None, 3)
    border = dataclasses.replace(WAY, shape="border")
    for flow, text in ((sector, "Civilians in this direction, end\nnot known"), (border, "Civilians to the nearest stretch\nof a border or coast")):
        figure = draw_picture(build_layers([FLED], flows=[flow]), basemap=BASEMAP)
        assert text in words(figure)
        samples = [patch for patch in figure.findobj(PathPatch) if patch.axes is None and patch.get_path().get_extents().width > 0.3]
        assert samples


def test_a_besieged_place_has_strokes_around_it_and_the_legend_tells() -> None:
    siege = dataclasses.replace(TAKEN, control_status="besieged", actor=("Militia",), control_from=())
    assert len(drawn(siege)) == len(drawn(TAKEN)) + 2
    layers = build_layers([siege], flows=[], history=control_history([siege]))
    assert "Besieged" in words(draw_picture(layers, basemap=BASEMAP))
