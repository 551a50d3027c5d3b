"""Dates, claims and denials, what repeats itself, stated figures, roads; and text that means harm."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from events_cases import ACTORS, PLACES, mentions_of, read
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.events import read_events
from conflict_map.events.dates import DateRange, find_times
from conflict_map.events.dating import resolve_time, text_date
from conflict_map.events.quantities import _tables, read_quantity
from conflict_map.events.reader import _within
from conflict_map.events.time_hints import HINTS
from conflict_map.events.tokens import split_sentences, tokenize
from conflict_map.model import Report, Span

MONDAY = "2024-05-13"

TIMES = [
    "recently",
    "in recent weeks",
    "earlier in the week",
    "a few days ago",
    "in the first half of the month",
    "several weeks later",
    "the day before",
    "at the weekend",
    "last spring",
    "in the summer of 2015",
    "hours after",
    "on 31 February",
    "on 29 February 2023",
    "in the past year",
    "by noon",
    "since then",
    "on the night of 3 May",
    "the following month",
    "for the first time in seven years",
    "between 30 and 2 May",
    "at 10 am",
    "overnight",
    "decades ago",
    "on the 31st",
    "on the 30th of that month",
    "two weeks after that",
]
WORDS = [
    "captured",
    "fled",
    "the town",
    "on Monday",
    ",",
    "and",
    "which",
    "said",
    "(",
    ")",
    '"',
    "Goma",
    "rebels",
    "more than 5,000 people",
    "to",
    "of",
    "a third of",
    "\n",
    "\n\n",
    "M23",
    "--",
    "after",
    "was",
    "have",
    "'s",
    "?",
    ".",
]

DATES = [
    ("on Friday", "2024-05-10", "2024-05-10", "day"),
    ("last Monday", "2024-05-06", "2024-05-06", "day"),
    ("on 24 March", "2024-03-24", "2024-03-24", "day"),
    ("on March 24th, 2022", "2022-03-24", "2022-03-24", "day"),
    ("on 20 June", "2023-06-20", "2023-06-20", "day"),
    ("in 2012", "2012-01-01", "2012-12-31", "year"),
    ("in March 2013", "2013-03-01", "2013-03-31", "month"),
    ("last December", "2023-12-01", "2023-12-31", "month"),
    ("in February last year", "2023-02-01", "2023-02-28", "month"),
    ("in late April", "2024-04-20", "2024-04-30", "month"),
    ("earlier this month", "2024-05-01", "2024-05-31", "month"),
    ("last week", "2024-05-06", "2024-05-12", "week"),
    ("yesterday", "2024-05-12", "2024-05-12", "day"),
    ("two days ago", "2024-05-11", "2024-05-11", "day"),
    ("between 1 and 3 May", "2024-05-01", "2024-05-03", "week"),
    ("in the past 72 hours", "2024-05-10", "2024-05-13", "week"),
    ("a year ago", "2023-01-01", "2023-12-31", "year"),
    ("on the 3rd", "2024-05-03", "2024-05-03", "day"),
    ("on the 30th of last month", "2024-04-30", "2024-04-30", "day"),
    ("on the 17th", "2024-04-17", "2024-04-17", "day"),
]


def test_the_words_looked_for_first_lose_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " the rebels said, ".join([*TIMES, *(words for words, *_ in DATES), *(words.upper() for words in TIMES)])
    quick = find_times(text, 0, len(text))
    starts = [(word.start(), "any") for word in re.finditer(r"\w+", text)]
    monkeypatch.setattr("conflict_map.events.dates.near_hints", lambda *_: (starts, {hint: [(0, len(starts))] for hint in HINTS.values()}))
    monkeypatch.setattr("conflict_map.events.dates.time_openers", lambda: dict.fromkeys(HINTS, frozenset({"any"})))
    assert quick == find_times(text, 0, len(text))
    assert len(quick) > len(TIMES)


def test_each_way_to_say_a_number_can_begin_one() -> None:
    tables = _tables()
    numbers = [" ".join(words) for words in tables.vague]
    numbers += [f"{' '.join(words)} of the town's 900 residents" for words in tables.fractions]
    numbers += [word for word, value in tables.words.items() if value]
    numbers += [
        "a dozen",
        "half a million",
        "a quarter of a million",
        "three quarters of a million",
        "twenty-one",
        "4 500",
        "between two and three thousand",
    ]
    for hedge in ("", "about ", "more than ", "at least "):
        for number in numbers:
            if hedge and number.startswith("between"):
                continue
            assert read_quantity(tokenize(hedge + number, 0, 90), 0) is not None, hedge + number
    assert read_quantity(tokenize("a town", 0, 6), 0) is None


@pytest.mark.parametrize(("words", "start", "end", "precision"), DATES)
def test_expressions_of_time(words: str, start: str, end: str, precision: str) -> None:
    (found,) = find_times(words, 0, len(words))
    days = resolve_time(found, dt.date.fromisoformat(MONDAY), None)
    assert days is not None
    assert (str(days.start), str(days.end), days.precision) == (start, end, precision)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("three days later", "2024-05-04"),
        ("a day earlier", "2024-04-30"),
        ("the same day", "2024-05-01"),
        ("the next day", "2024-05-02"),
        ("by nightfall", "2024-05-01"),
        ("two days after that", "2024-05-03"),
        ("on the 4th", "2024-05-04"),
        ("on the 9th of the same month", "2024-05-09"),
    ],
)
def test_times_measured_from_the_one_told_before(words: str, day: str) -> None:
    (found,) = find_times(words, 0, len(words))
    days = resolve_time(found, dt.date.fromisoformat(MONDAY), DateRange.day(dt.date(2024, 5, 1)))
    assert days is not None
    assert str(days.start) == day


@pytest.mark.parametrize("published", [None, MONDAY])
@pytest.mark.parametrize("reference", [None, DateRange.year(2012), DateRange.day(dt.date(1, 1, 1)), DateRange.day(dt.date(9999, 12, 31))])
def test_no_expression_of_time_fails(published: str | None, reference: DateRange | None) -> None:
    for words in [*TIMES, *(words for words, *_ in DATES), "999 years ago", "200 decades earlier", "the next year", "three months later"]:
        for found in find_times(words, 0, len(words)):
            days = resolve_time(found, dt.date.fromisoformat(published) if published else None, reference)
            assert days is None or days.start is None or days.end is None or days.start <= days.end


@pytest.mark.parametrize(
    "words",
    [
        "in four days",
        "for three hours",
        "may 5 people",
        "the 7 villages",
        "at 20 sites",
        "on the 38th parallel",
        "by the 7th Division",
        "of the 25th",
    ],
)
def test_what_only_looks_like_a_time(words: str) -> None:
    assert [t for t in find_times(words, 0, len(words)) if t.use != "none"] == []


def test_a_weekday_without_any_date_of_the_report_stays_unknown() -> None:
    (event,) = read("Russian forces captured Soledar on Monday.", published=None).events
    assert (event.date_start, event.date_end, event.date_precision) == (None, None, "unknown")


def test_a_capture_without_a_date_never_takes_the_day_of_publication() -> None:
    (event,) = read("Russian forces have captured Soledar.").events
    assert (event.date_start, event.date_precision) == (None, "unknown")


def test_the_date_of_the_report_may_stand_in_its_text() -> None:
    text = "Army retakes Robotyne\n3 min read\n29 January, 2024\nUkrainian troops recaptured Robotyne on Saturday, the army said."
    (event,) = read(text, published=None).events
    assert event.date_start == "2024-01-27"
    found = text_date(text)
    assert found is not None
    assert text[found[1] : found[2]] == "29 January, 2024"


def test_a_shifted_clause_is_dated_from_its_main_clause() -> None:
    text = "Flags flew over Tarhuna on Saturday, a day after GNA forces drove Haftar's troops out of the town."
    (taken,) = [event for event in read(text).events if event.type == "control_change"]
    assert taken.date_start == "2024-05-10"


def test_history_keeps_its_own_date() -> None:
    text = "Syrian troops took Saraqib on Monday. Rebels had captured Saraqib in 2012."
    dates = {event.control_to[0]: event.date_start for event in read(text).events}
    assert dates == {"Syrian government forces": "2024-05-13", "Syrian opposition": "2012-01-01"}


def test_an_undated_earlier_capture_takes_the_year_since_when_its_loser_was_away() -> None:
    text = (
        "Syrian troops recaptured Saraqib from rebels on Wednesday. On Tuesday soldiers had entered the town for the first time since 2012. "
        "Protests began there in 2011, and it was later captured by an alliance of rebels."
    )
    events = read(text, published="2020-02-06").events
    earlier = [e for e in events if e.type == "control_change" and "opposition" in " ".join(e.control_to)]
    assert [(e.date_start, e.date_end, e.date_precision) for e in earlier] == [("2012-01-01", "2012-12-31", "year")]
    assert [(e.type, e.date_start, e.control_status) for e in events if e.type == "clash"] == [("clash", "2020-02-04", "contested")]


# ---- claims -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "status", "by"),
    [
        ("Russian forces captured Soledar on Monday, the Russian defence ministry said.", "claimed", "The Russian defence ministry"),
        ("The army said its troops had recaptured Sennar.", "claimed", "The army"),
        ("Al-Shabaab fighters took El Bur on Friday, residents said.", "reported", "residents"),
        ("According to the Syrian Observatory, rebels seized Saraqib.", "reported", "the Syrian Observatory"),
        ("Rebels seized Saraqib on Monday.", "reported", ""),
    ],
)
def test_who_says_so(text: str, status: str, by: str) -> None:
    (event,) = [event for event in read(text).events if event.type == "control_change"]
    assert event.claim.status == status
    assert " ".join(event.claim.by).lower() == by.lower()


def test_a_denial_in_the_next_sentence_marks_the_claim() -> None:
    (event,) = read("The army announced on Monday that it had retaken Sake. The M23 denied this.").events
    assert event.claim.status == "denied"


def test_a_dispute_makes_a_claim_contested() -> None:
    (event,) = read("Iraqi forces have taken full control of Tal Afar, the prime minister said. A monitoring group disputed the account.").events
    assert event.claim.status == "contested"


def test_a_strike_that_its_author_denies_is_kept_as_denied() -> None:
    (event,) = read("Turkey rejected a claim that its warplanes had bombed Manbij on Friday.").events
    assert (event.type, event.claim.status, event.date_start) == ("strike", "denied", "2024-05-10")


# ---- merging --------------------------------------------------------------------------------------------------------


def test_the_same_capture_told_twice_is_one_event() -> None:
    text = "Ukrainian forces have retaken Robotyne.\n\nUkrainian troops recaptured Robotyne from the Russians on Monday, the general staff said."
    (event,) = [event for event in read(text).events if event.type == "control_change"]
    assert (event.date_start, event.quote.startswith("Ukrainian troops")) == ("2024-05-13", True)
    assert "Russian forces" in event.control_from


def test_two_captures_by_different_sides_stay_two() -> None:
    text = "The M23 seized Sake on 7 February. Congolese soldiers retook Sake on 9 February."
    assert [(e.control_to[0], e.date_start) for e in read(text).events if e.type == "control_change"] == [
        ("M23", "2024-02-07"),
        ("Congolese army", "2024-02-09"),
    ]


def test_ids_are_stable_and_unique() -> None:
    text = "Rebels seized Gao, Kidal and Menaka on Monday. Some 700 people fled Gao for Timbuktu."
    first, second = read(text).events, read(text).events
    assert [event.id for event in first] == [event.id for event in second]
    assert len({event.id for event in first}) == len(first) == 4


def test_every_event_tells_what_made_it() -> None:
    for event in read("The army said on Monday that rebels had fled Djibo for Gao after troops captured Djibo.").events:
        roles = {step.role for step in event.trace}
        assert {"trigger", "clause", "date"} <= roles
        assert all(step.start is None or step.end is not None for step in event.trace)


# ---- figures --------------------------------------------------------------------------------------------------------


def test_shares_and_totals_are_figures_and_not_events() -> None:
    reading = read(
        "Government troops, who control about 70 percent of Syria, have vowed to retake Manbij. "
        "Since 2011 the war has killed over 500,000 people and has displaced more than half of all Syrians."
    )
    assert reading.events == ()
    told = {figure.kind: (figure.low, figure.best, figure.high, figure.unit) for figure in reading.figures}
    assert told == {
        "territory_share": (70.0, 70.0, 70.0, "percent"),
        "killed": (500000, None, None, "person"),
        "displaced": (50.0, None, None, "percent"),
    }


# ---- hostile text -----------------------------------------------------------------------------------------------------


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, *TIMES, *list(PLACES)[:12]]), max_size=60).map(" ".join) | st.text(max_size=300))
def test_any_text_is_read_and_quotes_are_its_own(text: str) -> None:
    reading = read_events(Report(text, published=MONDAY), mentions_of(text), ACTORS, None)
    for event in reading.events:
        assert event.start is not None
        assert event.end is not None
        assert text[event.start : event.end] == event.quote
        assert event.date_start is None or event.date_end is None or event.date_start <= event.date_end
    for figure in reading.figures:
        assert text[figure.start : figure.end] == figure.quote
    for mention in reading.mentions:
        assert text[mention.start : mention.end] == mention.text
    assert all(sentence.start < sentence.end for sentence in split_sentences(text))


@pytest.mark.parametrize(
    "unit",
    [
        "a ",
        "rebels captured Goma and ",
        "(",
        "1,000 ",
        "on Monday ",
        "of the ",
        ", which ",
        "some more than about ",
        "thousands of tens of ",
        "x'",
        '"',
        "the army said that ",
        "1 2 3 ",
        "U.S.",
        "-",
        "Goma, ",
    ],
)
def test_a_sentence_of_100_kb_is_read_in_bounded_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    start = time.process_time()
    reading = read_events(Report(text, published=MONDAY), mentions_of(text), ACTORS, None)
    assert time.process_time() - start < 20
    assert all(text[event.start : event.end] == event.quote for event in reading.events)


def test_markup_in_a_report_is_only_text() -> None:
    text = 'Rebels captured <img src=x onerror="alert(1)"> Gao {{ 7*7 }} on Monday.'
    for event in read(text).events:
        assert event.quote == text


def test_places_under_one_verb_keep_their_own_days() -> None:
    text = "Azerbaijani forces took Kalbajar on 4 April, Fizuli on the 17th and Hadrut three days after that."
    assert {event.place.name: event.date_start for event in read(text).events if event.place} == {
        "Kalbajar": "2024-04-04",
        "Fizuli": "2024-04-17",
        "Hadrut": "2024-04-20",
    }


def test_what_was_told_on_a_day_has_no_later_date() -> None:
    (event,) = read("A spokesman told reporters in Kyiv on Saturday that Izyum had been recaptured by Ukrainian forces.").events
    assert event.date_start == "2024-05-11"
    (event,) = read("The army said on Friday that it had recaptured Saraqib last month.").events
    assert (event.date_start, event.date_precision) == ("2024-04-01", "month")


def test_what_lies_in_a_stretch_is_found_without_a_look_at_the_rest() -> None:
    spans = [Span(start, start + 5, "x") for start in range(0, 10_000, 10)]
    asked: list[object] = []

    class Row(list[Span]):
        def __getitem__(self, index):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204 - the overloads of list are its business
            asked.append(index)
            return super().__getitem__(index)

        def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204 - see above
            pytest.fail("all of them were looked at")

    for start, end in ((0, 5), (0, 14), (3, 40), (5000, 5035), (9991, 20_000)):
        asked.clear()
        assert _within(Row(spans), start, end) == [span for span in spans if start <= span.start and span.end <= end]
        assert len(asked) < 40


@pytest.mark.parametrize(
    "text",
    [
        "Had the army not pulled out of Saraqib, Idlib would have fallen.",
        "Were rebels to capture Saraqib, Idlib would be cut off.",
        "In the film, rebels capture Saraqib and bomb Idlib.",
        "Sunday's drama tells how rebels captured Saraqib.",
        "The play is set in Saraqib, which rebels seize in the first act.",
        "Actors re-enacted the capture of Saraqib by the army.",
        "The drill simulated the capture of Saraqib by rebels.",
        '"Saraqib falls to rebels", read the headline in the capital\'s daily.',
        "A banner in Idlib said: \u201cRebels have captured Saraqib\u201d.",
        "The rebels dream of capturing Saraqib.",
        "Pilgrims left Saraqib for Idlib on Monday.",
    ],
)
def test_what_is_made_up_or_only_thought_of_is_no_event(text: str) -> None:
    assert read(text).events == ()


@pytest.mark.parametrize(
    "text",
    [
        "The exercise ended on Friday, and rebels captured Saraqib.",
        "During the exercise, rebels captured Saraqib.",
        "In a series of attacks, rebels captured Saraqib.",
        "Rebels raised a banner after they captured Saraqib.",
        "The army had pulled out, and rebels captured Saraqib.",
        "Pilgrims fled Saraqib for Idlib on Monday.",
    ],
)
def test_what_only_looks_made_up_is_an_event(text: str) -> None:
    assert read(text).events


def test_a_story_does_not_run_on_from_what_it_looks_back_at() -> None:
    back = "The army recaptured Saraqib on Sunday. Rebels had seized the town on 29 April. {} to Idlib."
    on = "Rebels had seized Saraqib on 29 April. {} to Idlib."
    for text, day in ((back, None), (on, "2024-04-29")):
        moved = [event for event in read(text.format("Its residents fled"), published=MONDAY).events if event.type == "displacement"]
        assert [event.date_start for event in moved] == [day], text


@pytest.mark.parametrize(
    ("sentence", "place", "by"),
    [
        ("The M23 claimed the capture of Goma on Monday.", "Goma", "The M23"),
        ("Rebels claim to control Goma.", "Goma", "Rebels"),
        ("Rebels claimed on Monday to be in control of Goma.", "Goma", "Rebels"),
        ("The M23 claims control of Sake.", "Sake", "The M23"),
        ("The capture of Sake was announced by the M23 on Monday.", "Sake", "the M23"),
        ("The M23 boasted of having captured Sake.", "Sake", "The M23"),
        ("The defence ministry in Moscow announced the capture of Soledar on Monday.", "Soledar", "The defence ministry"),
    ],
)
def test_what_a_side_says_of_itself_by_a_noun_or_an_infinitive_is_claimed(sentence: str, place: str, by: str) -> None:
    (event,) = [event for event in read(sentence).events if event.type == "control_change"]
    assert event.place is not None
    assert (event.place.name_in_report, event.claim.status, event.claim.by) == (place, "claimed", (by,))
    assert event.control_to


@pytest.mark.parametrize(
    "sentence",
    [
        "The M23 claims to be ready for Goma.",
        "The M23 claimed to be close to Sake.",
        "The M23 claims to want Sake.",
        "The M23 announced a plan for the capture of Sake.",
    ],
)
def test_claims_that_take_nothing_are_silent(sentence: str) -> None:
    assert not [event for event in read(sentence).events if event.type == "control_change"]


def test_a_monitor_that_reports_a_capture_is_its_source() -> None:
    (event,) = [event for event in read("DeepState reported that Russian forces had captured Soledar.").events if event.type == "control_change"]
    assert (event.claim.status, event.claim.by) == ("reported", ("DeepState",))
