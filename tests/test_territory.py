"""Who holds what where places and sides have names: sides, baselines, shares, roads, stated shares, and the methods of ConflictMap."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any

import geopandas
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map import ConflictMap, Gazetteer
from conflict_map.control import ControlWarning, Observation, control_history, shares
from conflict_map.errors import InputError, UsageError
from conflict_map.model import Claim, Event, EventPlace, Source, StatedFigure
from conflict_map.territory import Territory, observe, side_names

if TYPE_CHECKING:
    from collections.abc import Sequence

GOVERNMENT, REBELS = "Syrian government forces", "Syrian opposition"
# Real towns on and beside the road from Hama to Aleppo; what happens to them here is invented.
TOWNS = {
    "Hama": (35.1318, 36.7578), "Khan Shaykhun": (35.4414, 36.6511), "Maarat al-Numan": (35.6483, 36.6769), "Saraqib": (35.8644, 36.8056),
    "Ariha": (35.8144, 36.6097), "Idlib": (35.9306, 36.6339), "Aleppo": (36.2012, 37.1612),
}  # fmt: skip


def place(name: str, **fields: Any) -> EventPlace:  # noqa: ANN401 - fields of the record
    lat, lon = TOWNS[name]
    return EventPlace(name=name, name_in_report=name, lat=lat, lon=lon, kind="town", country="SY", **fields)


def taken(town: str, day: str, to: str | None, left: str | None = None, *, status: str = "held", claim: str = "reported") -> Event:
    return Event(
        f"{town}-{day}-{to}-{status}", "control_change", day, day, "day", place=place(town), control_to=(to,) if to else (),
        control_from=(left,) if left else (), control_status=status, claim=Claim(claim), source=Source(report="r", published=day),
        quote=f"{to} came to {town}.",
    )  # fmt: skip


EVENTS = [
    taken("Hama", "2019-02-01", GOVERNMENT),
    taken("Khan Shaykhun", "2019-08-20", GOVERNMENT, REBELS),
    taken("Maarat al-Numan", "2020-01-28", GOVERNMENT, REBELS),
    taken("Saraqib", "2020-02-05", GOVERNMENT, REBELS, claim="claimed"),
    taken("Idlib", "2015-03-28", REBELS, GOVERNMENT),
    taken("Ariha", "2015-05-28", REBELS, GOVERNMENT),
    taken("Aleppo", "2016-12-20", GOVERNMENT, REBELS),
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def frame(shapes: Sequence[Any], sides: Sequence[str | None], **columns: Any) -> geopandas.GeoDataFrame:  # noqa: ANN401 - columns
    return geopandas.GeoDataFrame({"side": list(sides)} | columns, geometry=list(shapes), crs=4326)


# ---- names of sides


def test_names_that_the_table_knows_become_one_side_and_others_are_told(gazetteer: Gazetteer) -> None:
    events = [taken("Hama", "2019-01-01", "SAA", "rebels"), taken("Idlib", "2019-01-01", "Jabhat al-Nusra", "Grey Guard of the Valley")]
    names = side_names(events, [], gazetteer)
    assert names.same == {"SAA": GOVERNMENT, "rebels": REBELS, "Jabhat al-Nusra": "Hayat Tahrir al-Sham"}
    assert names.unknown == ("Grey Guard of the Valley",)
    assert names.parts == (("Hayat Tahrir al-Sham", REBELS),)


def test_a_name_that_only_contains_a_side_is_not_taken_for_it(gazetteer: Gazetteer) -> None:
    assert side_names([taken("Hama", "2019-01-01", "Enemies of the SAA Column")], [], gazetteer).same == {}


def test_folded_names_count_as_one_side_and_the_words_of_the_report_stay(gazetteer: Gazetteer) -> None:
    events = [taken("Hama", "2019-01-01", "SAA"), taken("Aleppo", "2019-01-01", GOVERNMENT)]
    apart = ConflictMap(events, gazetteer=gazetteer)
    folded = ConflictMap(events, gazetteer=gazetteer, sides={"SAA": GOVERNMENT})
    assert set(apart.holders()["holder"]) == {"SAA", GOVERNMENT}
    assert set(folded.holders()["holder"]) == {GOVERNMENT}
    assert sorted(folded.to_geodataframes()["control"]["control_to"]) == [GOVERNMENT, f"{GOVERNMENT}; SAA"]
    assert folded.events == apart.events


# ---- baselines


def test_a_point_of_a_list_is_the_place_of_the_events_under_another_spelling(gazetteer: Gazetteer) -> None:
    rows = frame([shapely.Point(36.81, 35.87), shapely.Point(36.56, 35.614)], [REBELS, REBELS], name=["Saraqeb", "Kafr Nabl"])
    found = observe(rows, "side", date="2019-01-01", events=EVENTS, gazetteer=gazetteer)
    assert {(seen.name, seen.lat, seen.lon) for seen in found} == {("Saraqib", 35.8644, 36.8056), ("Kafr Nabl", 35.614, 36.56)}
    history = control_history(EVENTS, found)
    (saraqib,) = [one for one in history.places if one.name == "Saraqib"]
    assert [(span.start, span.holder) for span in saraqib.intervals if span.decided_by][-2:] == [("2019-01-01", REBELS), ("2020-02-05", GOVERNMENT)]


def test_neighbours_of_another_name_stay_apart(gazetteer: Gazetteer) -> None:
    rows = frame([shapely.Point(36.83, 35.88)], [REBELS], name=["Tell Marda"])
    (seen,) = observe(rows, "side", date=None, events=EVENTS, gazetteer=gazetteer)
    assert (seen.name, seen.lat) == ("Tell Marda", 35.88)


def test_polygons_speak_for_the_places_of_the_events_and_the_towns_in_them(gazetteer: Gazetteer) -> None:
    clockwise = shapely.Polygon([(36.3, 35.7), (36.3, 36.1), (36.9, 36.1), (36.9, 35.7)])
    found = {seen.name: seen for seen in observe(frame([clockwise], [REBELS]), "side", date="2019-01-01", events=EVENTS, gazetteer=gazetteer)}
    assert {"Saraqib", "Ariha", "Idlib"} <= set(found)
    assert "Hama" not in found
    assert len(found) > 5, "towns that no event names count, too"
    assert {seen.holder for seen in found.values()} == {REBELS}


def test_elsewhere_is_said_of_places_outside_the_polygons_only(gazetteer: Gazetteer) -> None:
    north = shapely.box(36.3, 35.7, 37.0, 36.1)
    options: dict[str, Any] = {
        "date": "2019-01-01",
        "events": EVENTS,
        "gazetteer": gazetteer,
        "within": gazetteer.area("SY"),
        "elsewhere": GOVERNMENT,
    }
    found = {seen.name: seen.holder for seen in observe(frame([north], [REBELS]), "side", **options)}
    assert (found["Hama"], found["Idlib"], found["Damascus"]) == (GOVERNMENT, REBELS, GOVERNMENT)
    assert not {"Beirut", "Antakya"} & set(found), "the neighbours are no part of it"
    with pytest.raises(UsageError, match="needs the area that it is about"):
        observe(frame([north], [REBELS]), "side", date=None, gazetteer=gazetteer, elsewhere=GOVERNMENT)


def test_elsewhere_says_nothing_with_points(gazetteer: Gazetteer) -> None:
    with pytest.raises(UsageError, match="'elsewhere' is for polygons"):
        observe(frame([shapely.Point(36.8, 35.8)], ["A"]), "side", date=None, events=EVENTS, gazetteer=gazetteer, elsewhere="B")


def test_polygons_that_cross_themselves_are_mended_and_told(gazetteer: Gazetteer) -> None:
    bow_tie = shapely.Polygon([(36.3, 35.4), (37.0, 36.1), (37.0, 35.4), (36.3, 36.1)])
    with pytest.warns(ControlWarning, match="1 polygon crosses itself and is mended"):
        found = observe(frame([bow_tie], [REBELS]), "side", date=None, events=EVENTS, gazetteer=gazetteer, source="map.geojson")
    assert "Saraqib" in {seen.name for seen in found}


@pytest.mark.parametrize("shape", [shapely.box(35.7, 36.3, 36.1, 36.9), shapely.Point(35.8144, 36.6097)])
def test_swapped_axes_are_refused(gazetteer: Gazetteer, shape: Any) -> None:  # noqa: ANN401 - a geometry
    # A point whose axes are swapped may still lie in the country next door.
    far = [shapely.transform(shape, lambda xy: xy), shapely.Point(32.5, 35.9) if shape.geom_type == "Point" else shapely.box(33.5, 36.0, 34.5, 37.0)]
    with pytest.raises(InputError, match=r"list\.csv: its axes look swapped"):
        observe(frame(far, ["A", "B"]), "side", date=None, events=EVENTS, gazetteer=gazetteer, source="list.csv")


def test_a_map_of_another_country_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(InputError, match=r"no shape lies in the country of the events .*lat 48\.50, lon 37\.50"):
        observe(frame([shapely.box(37, 48, 38, 49)], ["A"]), "side", date=None, events=EVENTS, gazetteer=gazetteer)


def test_metres_without_a_crs_are_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(InputError, match="not lon, lat in degrees"):
        observe(frame([shapely.box(4_040_000, 4_230_000, 4_118_000, 4_300_000)], ["A"]), "side", date=None, events=EVENTS, gazetteer=gazetteer)


def test_nothing_but_missing_shapes_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(InputError, match="has no shapes"):
        observe(frame([None, shapely.Point()], ["A", "B"]), "side", date=None, events=EVENTS, gazetteer=gazetteer)


# ---- shares


def test_shares_are_of_the_country_and_what_no_report_reaches_is_nobody_s(gazetteer: Gazetteer) -> None:
    table = ConflictMap(EVENTS, gazetteer=gazetteer).shares("2020-02-10").set_index(["measure", "side"])
    row = table.loc[("area_km2", GOVERNMENT)]
    assert row.total == pytest.approx(187_000, rel=0.02), "the area of Syria"
    assert row.best_percent < 2
    assert row.high_percent > 98
    assert row.low < row.best, "a town that is only claimed counts for the best figure alone"


def test_without_a_limit_of_reach_the_whole_polygon_is_divided(gazetteer: Gazetteer) -> None:
    made = ConflictMap(EVENTS, gazetteer=gazetteer, within="Idlib", reach_km=None)
    table = made.shares("2020-02-10").set_index(["measure", "side"])
    assert table.loc["area_km2"].best_percent.sum() == pytest.approx(100, abs=0.01)


def test_people_come_from_the_gazetteer_and_the_unknown_widens_the_range(gazetteer: Gazetteer) -> None:
    events = [taken("Aleppo", "2019-01-01", GOVERNMENT), taken("Idlib", "2019-01-01", REBELS), taken("Ariha", "2019-01-01", REBELS)]
    made = ConflictMap(events, gazetteer=gazetteer)
    table = made.shares("2019-01-02").set_index(["measure", "side"])
    rebels, government = table.loc[("population", REBELS)], table.loc[("population", GOVERNMENT)]
    assert government.best > 1_000_000
    assert rebels.best > 50_000
    assert (rebels.population_unknown, government.population_unknown) == (1, 0)
    assert rebels.high > rebels.best
    assert government.high == government.best
    assert government.low_percent < government.best_percent
    assert table.loc[("places", REBELS)].best == 2


def test_without_any_known_population_the_share_of_people_is_not_known() -> None:
    seen = Observation(id="o", name="Town", lat=35.5, lon=36.5, date="2020-01-01", holder="Red")
    row = shares(control_history([], [seen]), ["2020-01-02"], reach_km=10.0).set_index("measure").loc["population"]
    assert math.isnan(row.best_percent)
    assert row.population_unknown == 1


STATES = st.lists(
    st.tuples(
        st.sampled_from(["Red", "Blue", None, "contested"]), st.sampled_from([None, 10, 500, 90_000]), st.sampled_from(["reported", "claimed"])
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(STATES)
def test_every_range_holds_its_best_figure_and_sides_never_share_what_one_holds(states: list[tuple[str | None, int | None, str]]) -> None:
    observations = [
        Observation(
            id=f"o{number}", name=f"T{number}", lat=35.2 + 0.1 * number, lon=36.2 + 0.07 * number, date="2020-01-01",
            holder=side if side in {"Red", "Blue"} else None, status="held" if side in {"Red", "Blue"} else side or "unknown", population=people,
            claim=claim,
        )
        for number, (side, people, claim) in enumerate(states)
    ]  # fmt: skip
    table = shares(control_history([], observations), ["2020-02-01"], within=shapely.box(36, 35, 37, 36), reach_km=12)
    for row in table.itertuples():
        assert row.low <= row.best <= row.high
        if row.total:
            assert 0 <= row.low_percent <= row.best_percent <= row.high_percent <= 100.001
    sums = table.groupby("measure").agg(best=("best", "sum"), total=("total", "max"))
    assert (sums.best <= sums.total + 0.01).all()


# ---- changes


def test_changes_tell_places_area_and_people(gazetteer: Gazetteer) -> None:
    got = ConflictMap(EVENTS, gazetteer=gazetteer).changes("2020-01-01", "2020-02-10")
    (row,) = [row for row in got.itertuples() if (row.holder_before, row.holder_after) == (REBELS, GOVERNMENT)]
    assert set(row.places.split("; ")) == {"Maarat al-Numan", "Saraqib"}
    assert row.place_count == 2
    assert 200 < row.area_km2 < 700
    assert row.population > 10_000
    assert row.population_unknown == 1
    assert ConflictMap(EVENTS, gazetteer=gazetteer).changes("2020-03-01", "2020-03-02").empty


# ---- roads


def test_a_road_is_cut_and_opened_on_the_days_that_the_reports_give(gazetteer: Gazetteer) -> None:
    made = ConflictMap(EVENTS, gazetteer=gazetteer)
    day = made.route_control("2020-01-30")
    road = day[day.route_id == "SY-M5"]
    assert road.cut.all()
    held = [holder for holder in road.holder if holder]
    assert set(held) == {GOVERNMENT, REBELS}
    assert list(road.from_km[1:]) == list(road.to_km[:-1]), "stretches follow each other"
    assert road[road.holder == REBELS].from_place.iloc[0] == "Saraqib"
    opened = made.route_control("2020-02-06")
    assert not opened[opened.route_id == "SY-M5"].cut.any()
    assert set(opened[opened.route_id == "SY-M5"].cut_since) == {"2020-02-05"}
    cuts = made.territory.route_cuts()
    assert cuts[cuts.route_id == "SY-M5"][["cut", "valid_from", "valid_to"]].to_numpy().tolist()[-1] == [False, "2020-02-05", None]


def test_roads_that_no_report_reaches_are_left_out(gazetteer: Gazetteer) -> None:
    routes = set(ConflictMap(EVENTS, gazetteer=gazetteer).route_control("2020-01-30").route_id)
    assert "SY-M5" in routes
    assert not any(key.startswith("UA-") for key in routes)


def test_ways_out_of_a_besieged_place(gazetteer: Gazetteer) -> None:
    siege = dataclasses.replace(taken("Saraqib", "2020-01-29", REBELS, status="besieged"), actor=(GOVERNMENT,))
    ways = ConflictMap([*EVENTS[:3], *EVENTS[4:], siege], gazetteer=gazetteer).ways_out("2020-01-30")
    assert set(ways.place) == {"Saraqib"}
    m5 = ways[ways.route_id == "SY-M5"]
    assert set(m5.ends) == {GOVERNMENT}
    assert list(m5.free_km) == sorted(m5.free_km, reverse=True)


def test_a_siege_is_told_by_whom_and_cuts_the_road(gazetteer: Gazetteer) -> None:
    held = [taken(town, "2020-01-01", REBELS) for town in ("Idlib", "Ariha", "Saraqib")]
    siege = dataclasses.replace(taken("Saraqib", "2020-01-29", None, REBELS, status="besieged"), actor=(GOVERNMENT,))
    made = ConflictMap([*held, siege], gazetteer=gazetteer)
    areas = made.layers.frames["areas"]
    assert f"held by {REBELS}, besieged by {GOVERNMENT}" in set(areas["title"])
    titles = set(made.layers.frames["holders"]["title"]) | set(made.layers.frames["control"]["title"])
    assert f"Saraqib: besieged by {GOVERNMENT}, held by {REBELS}" in titles
    assert not any("besieged by Syrian opposition" in title for title in titles | set(areas["title"]))
    cuts = made.territory.route_cuts()
    m4 = cuts[(cuts["route_id"] == "SY-M4") & cuts["cut"].astype(bool)]
    assert m4["valid_from"].tolist() == ["2020-01-29"]


def test_a_siege_is_drawn_in_the_colour_of_the_holder_or_in_none(gazetteer: Gazetteer) -> None:
    told = taken("Saraqib", "2020-01-29", GOVERNMENT, REBELS, status="besieged")
    unsure = taken("Ariha", "2020-01-29", GOVERNMENT, status="besieged")
    control = ConflictMap([told, unsure], gazetteer=gazetteer).layers.frames["control"].set_index("place")
    assert control.loc["Saraqib", ["title", "style"]].tolist() == [f"Saraqib: besieged by {GOVERNMENT}, held by {REBELS}", "side-syrian-opposition"]
    assert control.loc["Ariha", ["title", "style"]].tolist() == [f"Ariha: besieged ({GOVERNMENT})", "besieged"]


def test_a_besieged_place_without_a_road_of_the_table_is_told(gazetteer: Gazetteer) -> None:
    siege = taken("Idlib", "2020-01-29", REBELS, status="besieged")
    ways = ConflictMap([siege], gazetteer=gazetteer, reach_km=1.0).ways_out("2020-01-30")
    assert list(ways.place) == ["Idlib"]
    assert ways.name.iloc[0] is None or ways.route_id.notna().all()


# ---- stated shares


def stated(words: str, **fields: Any) -> StatedFigure:  # noqa: ANN401 - fields of the record
    country = EventPlace("Syria", "Syria", lat=35.0, lon=38.5, kind="country", country="SY", precision=3, area_id="SY")
    values: dict[str, Any] = {"unit": "percent", "actor": (GOVERNMENT, "Damascus"), "place": country, "source": Source(published="2020-02-10")}
    return StatedFigure(kind="territory_share", reported=words, quote=words, start=0, end=len(words), **(values | fields))


def test_a_stated_share_is_compared_on_the_day_of_its_report(gazetteer: Gazetteer) -> None:
    held = Observation(id="d", name="Palmyra", lat=34.56, lon=38.28, date="2019-01-01", holder=GOVERNMENT)
    open_place = Observation(id="u", name="Raqqa", lat=35.95, lon=39.01, date="2019-01-01", holder=None, status="unknown")
    made = ConflictMap(
        EVENTS, figures=[stated("around 95 percent of Syria", best=95.0)], gazetteer=gazetteer, observations=[held, open_place], reach_km=None
    )
    (row,) = made.check_shares().to_dict("records")
    assert (row["side"], row["date"], row["place"]) == (GOVERNMENT, "2020-02-10", "Syria")
    assert (row["stated_low"], row["stated_high"]) == (90.0, 100.0)
    assert row["low_percent"] <= row["best_percent"] < 90 < row["high_percent"]
    assert (row["verdict"], row["needed"], row["enough"]) == ("possible", "Raqqa", True)


def test_a_figure_that_cannot_be_checked_says_why_and_others_are_passed_over(gazetteer: Gazetteer) -> None:
    nowhere = EventPlace("the Lost Valley", "the Lost Valley", kind="region")
    figures = [stated("a third", place=nowhere, best=33.0), stated("most of it"), stated("500 dead", unit="person", best=500.0)]
    figures.append(dataclasses.replace(figures[-1], kind="killed"))
    verdicts = list(ConflictMap(EVENTS, figures=figures, gazetteer=gazetteer).check_shares().verdict)
    assert len(verdicts) == 3
    assert all(verdict.startswith("cannot be checked: ") for verdict in verdicts)
    assert any("'the Lost Valley'" in verdict for verdict in verdicts)


# ---- ConflictMap


def test_areas_and_front_of_a_day(gazetteer: Gazetteer) -> None:
    made = ConflictMap(EVENTS, gazetteer=gazetteer)
    before, after = made.areas("2020-01-27"), made.areas("2020-01-28")

    def holder_at(table: geopandas.GeoDataFrame, town: str) -> str:
        lat, lon = TOWNS[town]
        (row,) = [row for row in table.itertuples() if row.geometry.covers(shapely.Point(lon, lat))]
        return str(row.holder)

    assert (holder_at(before, "Maarat al-Numan"), holder_at(after, "Maarat al-Numan")) == (REBELS, GOVERNMENT)
    assert set(after.valid_from) == {"2020-01-28"}
    assert made.areas().equals(made.areas("2020-02-05")), "the last day of which anything is known"
    assert made.at("2020-01-28").areas().area_km2.sum() == pytest.approx(after.area_km2.sum(), rel=0.3)
    assert set(ConflictMap([*EVENTS, taken("Ariha", "2020-02-06", GOVERNMENT, REBELS)], gazetteer=gazetteer).front().sides) == {
        f"{GOVERNMENT}; {REBELS}"
    }


def test_a_map_as_known_on_a_day_has_the_baseline_of_then(gazetteer: Gazetteer) -> None:
    seen = [
        Observation(id=day, name="Idlib", lat=35.9306, lon=36.6339, date=day, holder=side) for day, side in (("2018-01-01", "A"), ("2021-01-01", "B"))
    ]
    made = ConflictMap(EVENTS, gazetteer=gazetteer, observations=seen, within="SY", reach_km=5.0, sides={"A": "Aa"})
    then = made.at("2019-01-01")
    assert then.observations == (seen[0],)
    assert (then.within, then.reach_km, then.sides) == ("SY", 5.0, {"A": "Aa"})
    assert "Aa" in set(then.holders()["holder"])


def test_a_baseline_that_reaches_across_the_border_is_told(gazetteer: Gazetteer) -> None:
    across = frame([shapely.box(35.9, 35.7, 36.9, 36.4)], ["A"])
    with pytest.warns(ControlWarning, match=r"take in \d+ towns outside the countries of the events: .*within"):
        observe(across, "side", date="2019-01-01", events=EVENTS, gazetteer=gazetteer)


def test_the_layer_of_shares_says_who_held_how_much_from_change_to_change(gazetteer: Gazetteer) -> None:
    made = ConflictMap(EVENTS, gazetteer=gazetteer, within="SY")
    table = made.layers.frames["shares"]
    assert sorted(set(table["date"])) == list(made.territory.history.dates)
    assert set(table["side"]) == {GOVERNMENT, REBELS}
    assert set(table["whole"]) == {"SY"}
    assert set(table["style"]) == {item.key for item in made.layers.legend if item.key.startswith("side-")}
    for day, rows in table.groupby("date"):
        for measure in ("area", "places", "people"):
            best, low, high, unknown = (rows[f"{measure}_percent{part}"] for part in ("", "_low", "_high", "_unknown"))
            assert unknown.nunique() == 1, day
            assert best.sum() + unknown.iloc[0] == pytest.approx(100.0, abs=0.01)
            assert ((low <= best + 1e-6) & (best <= high + 1e-6)).all()
    last = table[table["date"] == "2020-02-05"].set_index("side")
    assert last.loc[GOVERNMENT, "place_count"] == 5
    # Saraqib is only claimed.
    assert last.loc[GOVERNMENT, "places_percent_low"] == pytest.approx(400 / 7, abs=0.01)
    assert last.loc[GOVERNMENT, "area_km2"] == pytest.approx(made.areas("2020-02-05").query("holder == @GOVERNMENT")["area_km2"].sum(), abs=0.1)


def test_countries_are_the_whole_where_no_area_is_given(gazetteer: Gazetteer) -> None:
    assert set(ConflictMap(EVENTS, gazetteer=gazetteer).layers.frames["shares"]["whole"]) == {"Syria"}
    assert ConflictMap(EVENTS[:2], gazetteer=gazetteer).layers.frames["shares"].empty


def test_the_layers_of_control_alone_quote_what_decides_them(gazetteer: Gazetteer) -> None:
    layers = ConflictMap(EVENTS, gazetteer=gazetteer).control_layers(["2020-01-30"], routes=True)
    assert list(layers.frames) == ["areas", "front", "routes", "holders", "shares"]
    assert set(layers.frames["areas"].valid_from) == {"2020-01-30"}
    assert len(layers.frames["holders"]) == 7
    assert f"{GOVERNMENT} came to Maarat al-Numan." in set(layers.frames["holders"].quote)
    styles = {key for table in layers.frames.values() for key in table["style"]}
    assert styles <= {item.key for item in layers.legend}
    assert {item.key for item in layers.legend} <= styles | {item.key for item in layers.legend if item.key.startswith(("claim-", "precision-"))}
    assert REBELS in set(layers.frames["routes"].holder)


def test_no_event_of_control_is_no_fault(gazetteer: Gazetteer) -> None:
    made = ConflictMap([Event("s", "strike", "2020-01-01", "2020-01-01", "day", place=place("Hama"))], gazetteer=gazetteer)
    assert made.areas().empty
    assert made.front().empty
    assert made.shares().empty
    assert made.changes("2020-01-01", "2020-02-01").empty
    assert made.route_control().empty
    assert made.ways_out().empty
    assert all(table.empty for table in made.control_layers().frames.values())


def test_days_long_before_and_far_ahead(gazetteer: Gazetteer) -> None:
    old = [taken("Hama", "1925-10-04", "Rebels of the Plain"), taken("Hama", "2101-01-01", "Council")]
    made = ConflictMap(old, gazetteer=gazetteer)
    assert list(made.areas("1925-10-04").holder) == ["Rebels of the Plain"]
    assert list(made.areas("2150-01-01").holder) == ["Council"]
    assert list(made.areas("1925-10-03").status) == ["unknown"]


def test_reports_that_contradict_each_other_make_a_place_contested(gazetteer: Gazetteer) -> None:
    both = [taken("Hama", "2020-01-01", "Red"), taken("Hama", "2020-01-01", "Blue")]
    (area,) = ConflictMap(both, gazetteer=gazetteer).areas("2020-01-02").itertuples()
    assert (area.holder, area.status, area.sides) == (None, "contested", "Blue; Red")
    assert ConflictMap(both[::-1], gazetteer=gazetteer).areas("2020-01-02").equals(ConflictMap(both, gazetteer=gazetteer).areas("2020-01-02"))


def test_an_area_that_nobody_knows_and_a_reach_of_nothing_are_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(UsageError, match="'Atlantis'"):
        Territory.of(EVENTS, gazetteer=gazetteer, within="Atlantis")
    with pytest.raises(UsageError, match="reach_km must be a positive number"):
        Territory.of(EVENTS, gazetteer=gazetteer, reach_km=0.0)


def test_places_outside_the_area_are_named(gazetteer: Gazetteer) -> None:
    made = Territory.of(EVENTS, gazetteer=gazetteer, within="Idlib")
    assert {spot.name for spot in made.outside} == {"Hama", "Aleppo"}
    assert Territory.of(EVENTS, gazetteer=gazetteer).outside == ()
