from __future__ import annotations

import subprocess
import sys

import pytest
import shapely

from conflict_map.control import History, areas, control_history, history_areas, history_front
from conflict_map.errors import UsageError
from conflict_map.model import Candidate, Claim, Event, EventPlace, Place

COUNTRY = shapely.box(36.0, 35.0, 38.0, 36.0)


def town(name: str, lon: float, lat: float) -> EventPlace:
    return EventPlace(name=name, name_in_report=name, lat=lat, lon=lon, country="SY", kind="town")


NORTH, SOUTH = town("North", 36.6, 35.7), town("South", 36.6, 35.6)


def change(identity: str, day: str, place: EventPlace, to: str, left: str | None = None, claim: str = "reported") -> Event:
    return Event(
        id=identity,
        type="control_change",
        date_start=day,
        date_end=day,
        date_precision="day",
        place=place,
        control_to=(to,),
        control_from=(left,) if left else (),
        claim=Claim(claim),
    )


def history() -> History:
    return control_history([change("s", "2020-01-29", SOUTH, "Red", "Blue", "claimed"), change("n", "2020-02-05", NORTH, "Red", "Blue")])


def test_areas_carry_the_days_on_which_they_stand() -> None:
    got = history_areas(history(), within=COUNTRY, reach_km=20.0)
    rows = list(zip(got.holder, got.valid_from, got.valid_to, got.places, got.decided_by, got.claim, strict=True))
    assert rows == [
        ("Blue", None, "2020-01-28", "North; South", "n; s", "inferred"),
        ("Blue", "2020-01-29", "2020-02-04", "North", "n", "inferred"),
        ("Red", "2020-01-29", "2020-02-04", "South", "s", "claimed"),
        ("Red", "2020-02-05", None, "North; South", "n; s", "claimed"),
    ]
    on_day = got[got.valid_from == "2020-01-29"]
    assert shapely.coverage_is_valid(on_day.geometry.to_numpy())


def test_an_area_that_does_not_change_keeps_one_row() -> None:
    far = town("Far", 37.7, 35.3)
    events = [change("s", "2020-01-29", SOUTH, "Red", "Blue"), change("f", "2020-01-01", far, "Green")]
    got = history_areas(control_history(events), within=COUNTRY, reach_km=10.0)
    green = got[got.holder == "Green"]
    assert list(zip(green.valid_from, green.valid_to, strict=True)) == [("2020-01-01", None)]


def test_nothing_is_drawn_before_the_first_day_that_there_is() -> None:
    found = history_areas(control_history([change("s", "0001-01-01", SOUTH, "Red"), change("n", "2020-02-05", NORTH, "Red")]))
    assert set(found.valid_from) == {"0001-01-01", "2020-02-05"}


def test_front_lines_follow_the_areas() -> None:
    got = history_front(history(), within=COUNTRY, reach_km=20.0)
    assert list(zip(got.sides, got.inferred, got.valid_from, got.valid_to, strict=True)) == [("Blue; Red", True, "2020-01-29", "2020-02-04")]
    day = history_areas(history(), within=COUNTRY, reach_km=20.0, dates=["2020-01-30"])
    red, blue = (day[day.holder == side].geometry.iloc[0] for side in ("Red", "Blue"))
    assert got.geometry.iloc[0].buffer(1e-6).covers(red.intersection(blue))
    assert got.length_km.iloc[0] == pytest.approx(38.4, rel=0.05)


def test_the_front_of_a_side_with_an_island() -> None:
    island = shapely.MultiPolygon([COUNTRY, shapely.box(38.5, 35.0, 38.6, 35.1)])
    got = history_front(history(), within=island, reach_km=None, dates=["2020-02-01"])
    assert list(got.sides) == ["Blue; Red"]
    assert got.length_km.iloc[0] > 150


def test_given_days_are_shown_as_they_are() -> None:
    got = history_areas(history(), within=COUNTRY, dates=["2020-02-01", "2020-01-01"])
    assert list(zip(got.holder, got.valid_from, got.valid_to, strict=True)) == [
        ("Blue", "2020-01-01", "2020-01-31"),
        ("Blue", "2020-02-01", "2020-02-01"),
        ("Red", "2020-02-01", "2020-02-01"),
    ]


def test_a_border_is_not_crossed() -> None:
    class Lookup:
        def area(self, name: str) -> shapely.Geometry:
            assert name == "SY"
            return COUNTRY

        def reverse(self, lat: float, lon: float) -> Candidate:
            return Candidate(Place(name="Near", lat=lat, lon=lon, kind="town", country="SY"), 1.0, "nearest")

    edge = control_history([change("e", "2020-01-01", town("Edge", 36.5, 35.98), "Red")])
    got = history_areas(edge, lookup=Lookup(), reach_km=15.0)  # type: ignore[arg-type]
    assert got.geometry.iloc[0].bounds[3] == 36.0
    nameless = EventPlace(name="Edge", name_in_report="Edge", lat=35.98, lon=36.5, kind="town")
    unsaid = control_history([change("e", "2020-01-01", nameless, "Red")])
    assert history_areas(unsaid, lookup=Lookup(), reach_km=15.0).geometry.iloc[0].bounds[3] == 36.0  # type: ignore[arg-type]
    assert history_areas(edge, reach_km=15.0).geometry.iloc[0].bounds[3] > 36.0


def test_an_area_without_limit_is_refused() -> None:
    with pytest.raises(UsageError, match="reach_km=None"):
        history_areas(history(), reach_km=None)


def test_no_places_give_empty_frames_with_columns() -> None:
    empty = control_history([])
    assert list(history_areas(empty).columns)[:2] == ["holder", "status"]
    assert len(history_front(empty)) == 0


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, conflict_map.control; print([m for m in ('shapely', 'geopandas', 'scipy', 'pyproj', 'pandas') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_day_of_the_timeline_is_what_areas_gives_for_that_day() -> None:
    past = history()
    for day, reach_km in (("2020-01-28", None), ("2020-01-30", 20.0), ("2020-02-06", None)):
        once = areas(past.frame(day, points_only=True), within=COUNTRY, reach_km=reach_km)
        over_time = history_areas(past, within=COUNTRY, reach_km=reach_km, dates=[day])
        for holder in ("Red", "Blue"):
            left, right = (shapely.union_all(frame.geometry[frame.holder == holder].to_numpy()) for frame in (once, over_time))
            assert left.symmetric_difference(right).area < 0.01 * max(left.area, 0.01)


def _changing_line(days: int) -> History:
    """Return eight places in a row, one of which passes to the other side each day."""
    spots = [EventPlace(name=f"P{k}", name_in_report=f"P{k}", lat=34.0, lon=36.0 + 0.1 * k, kind="town") for k in range(8)]
    events = [Event(f"s{k}", "control_change", "2024-01-01", "2024-01-01", "day", place=spot, control_to=("North",)) for k, spot in enumerate(spots)]
    for day in range(days):
        spot, date = spots[day % 8], f"2024-01-{day + 2:02d}"
        events.append(Event(f"e{day}", "control_change", date, date, "day", place=spot, control_to=("South" if day < 8 else "North",)))
    return control_history(events)


def test_fewer_changes_are_the_same_areas_on_the_days_that_are_kept() -> None:
    history = _changing_line(12)
    every, some = history_areas(history), history_areas(history, most_changes=4)
    starts = sorted({day for day in some["valid_from"] if day is not None})
    assert len(starts) <= 4 < len(history.dates)
    assert starts[-1] == history.dates[-1]
    for day in starts:
        for frame in (every, some):
            frame["shown"] = [(row.valid_from or "") <= day <= (row.valid_to or "9999") for row in frame.itertuples()]
        one, other = (frame[frame["shown"]].groupby("holder", dropna=False)["area_km2"].sum().round(1).to_dict() for frame in (every, some))
        assert one == other
    assert len(history_front(history, most_changes=4)) <= len(history_front(history))
    with pytest.raises(UsageError, match="most_changes"):
        history_areas(history, most_changes=0)


def test_a_front_runs_where_the_reach_of_hostile_places_meets_and_nowhere_else() -> None:
    def front(gap_degrees: float, reach_km: float) -> int:
        spots = [EventPlace(name=n, name_in_report=n, lat=34.0, lon=lon, kind="town") for n, lon in (("A", 36.0), ("B", 36.0 + gap_degrees))]
        events = [
            Event(f"e{k}", "control_change", "2024-01-01", "2024-01-01", "day", place=spot, control_to=(side,))
            for k, (spot, side) in enumerate(zip(spots, ("North", "South"), strict=True))
        ]
        return len(history_front(control_history(events), reach_km=reach_km))

    assert front(0.1, 10.0) == 1
    # 37 km apart, each speaking for 10 km: between them nobody reports, so no line is claimed.
    assert front(0.4, 10.0) == 0
    assert front(0.4, 30.0) == 1
