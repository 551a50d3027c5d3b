from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.control import Decay, Interval, Observation, PlaceHistory, control_history, history_areas
from conflict_map.errors import UsageError
from conflict_map.model import Claim, Event, EventPlace

if TYPE_CHECKING:
    from random import Random

TOWN = EventPlace(name="Town", name_in_report="Town", lat=35.64, lon=36.67, country="SY", kind="town")
UNRESOLVED = EventPlace(name="Nowhere", name_in_report="Nowhere", reason="no entry in the gazetteer")


def change(identity: str, day: str | None, to: str | None, *, left: str | None = None, **fields: object) -> Event:
    fields.setdefault("date_precision", "day" if day else "unknown")
    fields.setdefault("date_end", day)
    return Event(
        id=identity,
        type=fields.pop("type", "control_change"),
        date_start=day,
        place=fields.pop("place", TOWN),
        control_to=(to, "the words") if to else (),
        control_from=(left,) if left else (),
        **fields,
    )


def only(*events: Event, observations: tuple[Observation, ...] = (), **options: object) -> PlaceHistory:
    history = control_history(events, observations, **options)
    assert len(history.places) == 1
    return history.places[0]


def outline(place: PlaceHistory) -> list[tuple[str | None, str | None, str, str | None]]:
    return [(i.start, i.end, i.status, i.holder) for i in place.intervals]


def test_entering_then_taking_a_town() -> None:
    place = only(
        change("taken", "2020-01-29", "Government", left="HTS", control_status="held", claim=Claim("claimed", ("the army",))),
        change("entered", "2020-01-28", None, type="clash", control_status="contested", actor=("Government",)),
    )
    assert outline(place) == [
        (None, "2020-01-27", "held", "HTS"),
        ("2020-01-28", "2020-01-28", "contested", None),
        ("2020-01-29", None, "held", "Government"),
    ]
    before, fight, after = place.intervals
    assert (before.claim, before.decided_by) == ("inferred", ("taken",))
    assert (fight.sides, fight.decided_by) == (("Government",), ("entered",))
    assert (after.claim, after.claim_by, after.decided_by) == ("claimed", ("the army",), ("taken",))


def test_a_capture_dated_by_its_year_is_unknown_within_the_year() -> None:
    place = only(
        change("early", "2012-01-01", "Opposition", date_end="2012-12-31", date_precision="year", left="Government"),
        change("late", "2020-01-29", "Government", left="Opposition"),
    )
    assert outline(place) == [
        (None, "2011-12-31", "held", "Government"),
        ("2012-01-01", "2012-12-30", "unknown", None),
        ("2012-12-31", "2020-01-28", "held", "Opposition"),
        ("2020-01-29", None, "held", "Government"),
    ]
    assert place.intervals[1].sides == ("Government", "Opposition")


def test_a_year_without_an_end_means_the_whole_year() -> None:
    place = only(change("a", "2012-01-01", "Opposition", date_end=None, date_precision="year"))
    assert [i.start for i in place.intervals] == [None, "2012-01-01", "2012-12-31"]


def test_the_finer_telling_of_a_capture_replaces_the_coarser() -> None:
    place = only(
        change("year", "2012-01-01", "Opposition", date_end="2012-12-31", date_precision="year"),
        change("day", "2012-10-09", "Opposition", left="Government"),
    )
    assert outline(place) == [(None, "2012-10-08", "held", "Government"), ("2012-10-09", None, "held", "Opposition")]


def test_an_undated_event_decides_no_day_and_is_kept() -> None:
    place = only(change("undated", None, "Opposition", left="Government"))
    assert outline(place) == [(None, None, "unknown", None)]
    assert place.undated == ("undated",)


def test_reports_of_one_day_that_disagree_make_the_place_contested() -> None:
    place = only(change("a", "2020-01-05", "Red"), change("b", "2020-01-05", "Blue"))
    state = place.at("2020-01-05")
    assert (state.status, state.holder, state.sides, state.contradicted_by) == ("contested", None, ("Blue", "Red"), ("a", "b"))


def test_a_report_outweighs_a_claim_of_the_same_day_and_the_claim_is_shown() -> None:
    place = only(change("a", "2020-01-05", "Red"), change("b", "2020-01-05", "Blue", claim=Claim("claimed", ("Blue",))))
    state = place.at("2020-01-05")
    assert (state.status, state.holder, state.decided_by, state.contradicted_by) == ("held", "Red", ("a",), ("b",))


def test_a_town_that_changes_hands_twice_in_a_day_belongs_to_the_last_link() -> None:
    events = [change("b", "2020-01-05", "Green", left="Blue"), change("a", "2020-01-05", "Blue", left="Red")]
    assert outline(only(*events)) == [(None, "2020-01-04", "held", "Red"), ("2020-01-05", None, "held", "Green")]


def test_to_and_fro_in_a_day_is_contested() -> None:
    place = only(change("a", "2020-01-05", "Blue", left="Red"), change("b", "2020-01-05", "Red", left="Blue"))
    assert place.at("2020-01-05").status == "contested"


def test_a_denied_claim_is_contested_and_a_denied_report_stands() -> None:
    claim = change("claim", "2020-01-05", "Red", left="Blue", claim=Claim("claimed", ("Red",)))
    denial = change("denial", "2020-01-05", "Red", claim=Claim("denied", ("Blue",)))
    assert only(claim, denial).at("2020-01-06").status == "contested"
    assert only(claim, denial).denied == ("denial",)
    report = change("report", "2020-01-05", "Red", left="Blue")
    assert only(report, denial).at("2020-01-06").holder == "Red"
    assert outline(only(denial)) == [(None, None, "unknown", None)]


def test_a_siege_keeps_the_holder() -> None:
    place = only(
        change("a", "2020-01-05", "Red"),
        change("b", "2020-02-01", None, control_status="besieged", actor=("Blue",)),
    )
    state = place.at("2020-02-10")
    assert (state.status, state.holder, state.sides, state.decided_by) == ("besieged", "Red", ("Blue",), ("a", "b"))


def test_a_retreat_leaves_the_holder_unknown() -> None:
    place = only(change("a", "2020-01-05", None, left="Red"))
    assert outline(place) == [(None, "2020-01-04", "held", "Red"), ("2020-01-05", None, "unknown", None)]
    assert place.at("2020-01-05").sides == ("Red",)


def test_a_change_within_the_range_of_another_leaves_the_order_open() -> None:
    place = only(
        change("month", "2020-01-01", "Red", date_end="2020-01-31", date_precision="month"),
        change("day", "2020-01-20", "Blue"),
    )
    assert place.at("2020-01-20").holder == "Blue"
    assert [(place.at(day).status, place.at(day).sides) for day in ("2020-01-10", "2020-01-25", "2020-02-10")] == [
        ("unknown", ("Red",)),
        ("unknown", ("Blue", "Red")),
        ("unknown", ("Blue", "Red")),
    ]


def test_who_was_thrown_out_came_before() -> None:
    place = only(
        change("month", "2020-01-01", "Red", date_end="2020-01-31", date_precision="month"),
        change("day", "2020-01-20", "Blue", left="Red"),
    )
    assert place.at("2020-01-19").holder == "Red"
    assert place.at("2020-03-01").holder == "Blue"


def test_a_baseline_stands_until_a_change() -> None:
    seen = Observation(id="base", name="Town", lat=35.64, lon=36.67, date="2020-01-01", holder="Red", population=58_000)
    place = only(change("a", "2020-02-01", "Blue", left="Red"), observations=(seen,))
    assert [row[2:] for row in outline(place)] == [("unknown", None), ("held", "Red"), ("held", "Blue")]
    assert place.population == 58_000
    assert place.at("1400-01-01").status == "unknown"
    always = Observation(id="base", name="Town", lat=35.64, lon=36.67, date=None, holder="Red")
    assert outline(only(observations=(always,))) == [(None, None, "held", "Red")]


def test_names_of_sides_can_be_folded() -> None:
    place = only(change("a", "2020-01-05", "Jabhat al-Nusra"), change("b", "2020-03-05", "HTS"), sides={"Jabhat al-Nusra": "HTS"})
    assert outline(place) == [(None, "2020-01-04", "unknown", None), ("2020-01-05", None, "held", "HTS")]
    assert place.at("2020-04-01").decided_by == ("a", "b")


def test_events_that_cannot_be_placed_are_listed_with_the_reason() -> None:
    history = control_history([change("a", "2020-01-05", "Red", place=UNRESOLVED), change("b", "2020-01-05", "Red", place=None)])
    assert history.places == ()
    assert history.left_out == (("a", "no entry in the gazetteer"), ("b", "the report names no place"))


def test_dates_that_run_backwards_are_left_out_with_the_reason() -> None:
    history = control_history([change("a", "2020-01-05", "Red", date_end="2020-01-01")])
    assert history.left_out == (("a", "its dates end (2020-01-01) before they begin (2020-01-05)"),)


def test_an_area_or_the_neighbourhood_of_a_town_is_not_the_town() -> None:
    near = EventPlace(name="Town", name_in_report="outside Town", lat=35.64, lon=36.67, precision=2, kind="town")
    history = control_history([change("a", "2020-01-05", "Red", place=near), change("b", "2020-01-05", "Blue")])
    assert [(place.precision, place.at("2020-01-06").holder, place.is_point) for place in history.places] == [(1, "Blue", True), (2, "Red", False)]


def test_silence_can_end_a_state() -> None:
    event = change("a", "2020-01-01", "Red")
    assert only(event).at("2030-01-01").holder == "Red"
    place = only(event, decay=Decay(held_for=90))
    assert outline(place)[1:] == [("2020-01-01", "2020-03-31", "held", "Red"), ("2020-04-01", None, "unknown", None)]
    assert place.intervals[-1].sides == ("Red",)
    history = control_history([event], decay=Decay(stale_after=30))
    assert [history.at(day)[0].stale for day in ("2020-01-31", "2020-02-01")] == [False, True]
    assert history.at("2020-01-31")[0].age_days == 30
    with pytest.raises(UsageError, match="at least 1 day"):
        Decay(held_for=0)


def test_days_far_back_and_far_ahead() -> None:
    place = only(change("a", "1187-10-02", "Ayyubids", left="Jerusalem"), change("b", "2999-01-01", "Red"))
    assert [place.at(day).holder for day in ("1187-10-01", "1187-10-02", "2999-01-01")] == ["Jerusalem", "Ayyubids", "Red"]


def test_a_wrong_day_is_named() -> None:
    with pytest.raises(UsageError, match="'soon'"):
        control_history([change("a", "2020-01-05", "Red")]).at("soon")


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 12)).map(dt.date.isoformat)
SIDES = st.sampled_from(["Red", "Blue", "Green"])


@st.composite
def some_events(draw: st.DrawFn) -> list[Event]:
    events = []
    for number in range(draw(st.integers(1, 7))):
        first, last = sorted([draw(DAYS), draw(DAYS)])
        events.append(
            Event(
                id=f"e{number}",
                type=draw(st.sampled_from(["control_change", "control_change", "clash"])),
                date_start=draw(st.sampled_from([first, first, last, None])),
                date_end=last,
                date_precision="day",
                place=TOWN,
                control_to=(draw(SIDES),) if draw(st.booleans()) else (),
                control_from=(draw(SIDES),) if draw(st.booleans()) else (),
                actor=(draw(SIDES),) if draw(st.booleans()) else (),
                control_status=draw(st.sampled_from([None, "held", "contested", "besieged", "unknown"])),
                claim=Claim(draw(st.sampled_from(["reported", "claimed", "denied", "contested"]))),
            )
        )
    return events


@pytest.mark.parametrize(
    ("fields", "holder", "besiegers"),
    [
        ({"to": None, "actor": ("Blue",)}, "Red", ("Blue",)),
        ({"to": "Red", "actor": ("Blue",)}, "Red", ("Blue",)),
        ({"to": None, "left": "Red", "actor": ("Blue",)}, "Red", ("Blue",)),
        ({"to": "Blue", "left": "Red"}, "Red", ("Blue",)),
        ({"to": "Red"}, "Red", ()),
        ({"to": "Blue"}, "Red", ("Blue",)),
        ({"to": None}, "Red", ()),
    ],
)
def test_a_siege_changes_no_hands_however_it_is_written(fields: dict[str, Any], holder: str, besiegers: tuple[str, ...]) -> None:
    siege = change("b", "2020-02-01", control_status="besieged", **fields)
    state = only(change("a", "2020-01-01", "Red"), siege).at("2020-03-01")
    assert (state.status, state.holder, state.sides) == ("besieged", holder, besiegers)


def test_a_siege_that_names_another_holder_says_so() -> None:
    siege = change("b", "2020-02-01", "Green", control_status="besieged", actor=("Blue",))
    state = only(change("a", "2020-01-01", "Red"), siege).at("2020-03-01")
    assert (state.holder, state.sides) == ("Green", ("Blue",))
    assert state.note == "the report of the siege names Green as the holder; Red held it by what was reported earlier"


def test_a_siege_tells_who_held_the_place_before() -> None:
    place = only(change("b", "2020-02-01", None, left="Red", control_status="besieged", actor=("Blue",)))
    assert outline(place) == [(None, "2020-01-31", "held", "Red"), ("2020-02-01", None, "besieged", "Red")]
    assert place.intervals[0].claim == "inferred"


def test_a_siege_ends_when_the_place_falls_or_is_seen_held() -> None:
    siege = change("b", "2020-02-01", None, control_status="besieged", actor=("Blue",))
    fallen = only(change("a", "2020-01-01", "Red"), siege, change("c", "2020-04-01", "Blue", left="Red"))
    assert [(i.status, i.holder) for i in fallen.intervals][-2:] == [("besieged", "Red"), ("held", "Blue")]
    lifted = only(change("a", "2020-01-01", "Red"), siege, change("c", "2020-04-01", "Red"))
    assert [(i.status, i.holder) for i in lifted.intervals][-2:] == [("besieged", "Red"), ("held", "Red")]


GUESS = ("control_from",)


def test_a_loser_that_no_report_names_is_no_evidence_against_another_report() -> None:
    before = change("a", "2020-01-01", "Red")
    told, guessed = change("b", "2020-02-01", "Blue", left="Green"), change("b", "2020-02-01", "Blue", left="Green", inferred=GUESS)
    assert "Green" in only(before, told).at("2020-03-01").note
    assert only(before, guessed).at("2020-03-01").note == ""
    # Nor does it undo a change of the same day.
    other = change("c", "2020-02-01", "Green")
    assert only(before, other, told).at("2020-03-01").holder == "Blue"
    assert only(before, other, guessed).at("2020-03-01").status == "contested"


def test_a_guessed_loser_opens_a_history_as_inferred_and_says_that_nobody_says_so() -> None:
    opening = only(change("b", "2020-02-01", "Blue", left="Green", inferred=GUESS)).intervals[0]
    assert (opening.status, opening.holder, opening.claim) == ("held", "Green", "inferred")
    assert opening.note == "no report says who held it before; it is the enemy of the side that came"


def test_nothing_comes_before_the_first_day_that_there_is() -> None:
    place = only(change("a", "0001-01-01", "Red"), change("b", "9999-12-31", "Blue"))
    assert outline(place) == [("0001-01-01", "9999-12-30", "held", "Red"), ("9999-12-31", None, "held", "Blue")]
    assert place.at("0001-01-01").holder == "Red"


@given(some_events(), st.randoms())
@settings(deadline=None)
def test_the_order_of_events_does_not_matter(events: list[Event], random: Random) -> None:
    shuffled = events.copy()
    random.shuffle(shuffled)
    assert control_history(shuffled) == control_history(events)
    assert control_history([*events, *events]) == control_history(events)


@given(some_events())
def test_intervals_cover_all_time_without_gap_and_name_their_evidence(events: list[Event]) -> None:
    known = {event.id for event in events}
    sides = {"Red", "Blue", "Green"}
    for place in control_history(events).places:
        assert place.intervals[0].start is None
        assert place.intervals[-1].end is None
        for before, after in zip(place.intervals, place.intervals[1:], strict=False):
            assert before.end is not None
            assert after.start is not None
            assert dt.date.fromisoformat(after.start) - dt.date.fromisoformat(before.end) == dt.timedelta(days=1)
        for interval in place.intervals:
            _check(interval, known, sides)


def _check(interval: Interval, known: set[str], sides: set[str]) -> None:
    assert set(interval.decided_by) | set(interval.contradicted_by) <= known
    if interval.status in {"contested", "unknown"}:
        assert interval.holder is None
    if interval.status == "held":
        assert interval.holder in sides
    if interval.holder is not None:
        assert interval.decided_by


@given(some_events())
def test_a_state_names_no_event_that_was_taken_away(events: list[Event]) -> None:
    gone = events[0].id
    for place in control_history(events[1:]).places:
        assert all(gone not in (*i.decided_by, *i.contradicted_by) for i in place.intervals)


def test_a_guessed_taker_holds_a_place_as_inferred() -> None:
    held = only(change("a", "2020-02-01", "Blue", inferred=("control_to",))).at("2020-03-01")
    assert (held.holder, held.claim) == ("Blue", "inferred")
    assert only(change("a", "2020-02-01", "Blue")).at("2020-03-01").claim == "reported"


def test_names_of_one_side_are_followed_to_their_end_and_never_in_a_ring() -> None:
    events = [change("a", "2020-01-01", "SAA"), change("b", "2020-02-01", "Government")]
    assert {i.holder for p in control_history(events, sides={"SAA": "Army", "Army": "Government", "X": "X"}).places for i in p.intervals} == {
        "Government", None
    }  # fmt: skip
    with pytest.raises(UsageError, match=r"ring .*A = B = A"):
        control_history(events, sides={"A": "B", "B": "A"})


@pytest.mark.parametrize(("lat", "lon"), [(95.0, 31.0), (46.0, 190.0), (float("nan"), 31.0)])
def test_an_observation_lies_on_the_earth(lat: float, lon: float) -> None:
    with pytest.raises(UsageError, match=r"observation 'o' is at lat .* swapped"):
        Observation(id="o", name="n", lat=lat, lon=lon, date="2020-01-01", holder="Red")


def test_long_before_all_reports_it_is_not_known_who_held_a_place() -> None:
    town, other = TOWN, EventPlace(name="Other", name_in_report="Other", lat=36.0, lon=37.0, country="SY", kind="town")
    events = [change("a", "2020-02-01", "Blue", left="Green"), change("b", "2023-02-01", "Blue", left="Green", place=other)]
    late = Observation(id="seen", name="Seen", lat=36.5, lon=37.5, date=None, holder="Red")
    history = control_history(events, [late])
    assert town.name == history.places[0].name
    assert [state.interval.holder for state in history.at("2019-02-01")] == ["Green", "Green", "Red"]
    assert [state.interval.holder for state in history.at("1960-01-01")] == [None, None, "Red"]
    assert [state.interval.status for state in history.at("1960-01-01")] == ["unknown", "unknown", "held"]
    assert history.at("1960-01-01")[0].interval.note == "no report yet"
    assert history.dates == ("2020-02-01", "2023-02-01")
    for_ever = control_history(events, decay=Decay(before_first=None))
    assert [state.interval.holder for state in for_ever.at("1960-01-01")] == ["Green", "Green"]
    with pytest.raises(UsageError, match="before_first"):
        Decay(before_first=0)


def test_areas_long_before_all_reports_belong_to_nobody() -> None:
    history = control_history([change("a", "2020-02-01", "Blue", left="Green")])
    got = history_areas(history, dates=["1960-01-01", "2019-02-01", "2020-01-31", "2020-02-01"])
    assert [(row.valid_from, row.holder, row.status) for row in got.itertuples()] == [
        ("1960-01-01", None, "unknown"),
        ("2019-02-01", "Green", "held"),
        ("2020-02-01", "Blue", "held"),
    ]
