"""Armed sides: every row of the table can be found and resolved, and the words of reports mean what they mean in that war."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_map.errors import GazetteerError
from conflict_map.gazetteer.actor_table import ACTOR_COLUMNS, ActorRow, read_actors
from conflict_map.gazetteer.actors import ANY_CONFLICT, ActorMatch, Actors, load_actors

TABLE = Path(__file__).resolve().parent.parent / "gazetteer" / "actors.csv"
ROWS = read_actors(TABLE)


@pytest.fixture(scope="module")
def actors() -> Actors:
    return load_actors()


def sides(actors: Actors, text: str, conflict: str, date: str | None = None, countries: tuple[str, ...] = ()) -> dict[str, str | None]:
    matches = actors.match(text)
    named = [record for match in matches if not match.generic if (record := actors.resolve(match, conflict, countries, date))]
    return {match.text: (record.id if (record := actors.resolve(match, conflict, countries, date, named)) else None) for match in matches}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.record.id)
def test_each_alias_is_found_in_a_sentence_and_may_mean_its_row(actors: Actors, row: ActorRow) -> None:
    for alias in row.record.aliases:
        phrase = alias.rpartition(":")[2]
        phrase = phrase.replace("*", "fighters") if phrase.endswith("*") else phrase
        text = f"On Monday the {phrase} were driven out."
        found = [match for match in actors.match(text) if row.record in match.records]
        assert found, f"{alias!r} is not found in {text!r}: {[(m.text, [r.id for r in m.records]) for m in actors.match(text)]}"
        assert phrase.split()[0].rstrip("'s") in found[0].text


@pytest.mark.parametrize("row", [row for row in ROWS if row.record.conflict != ANY_CONFLICT], ids=lambda row: row.record.id)
def test_a_side_named_by_its_canonical_name_resolves_to_itself_in_its_war(actors: Actors, row: ActorRow) -> None:
    record = actors.resolve(row.record.name, row.record.conflict, row.record.countries[:1], row.since or row.until)
    assert record is not None
    assert record.name == row.record.name


def test_sides_of_a_war_have_colours_of_their_own() -> None:
    for conflict in {row.record.conflict for row in ROWS} - {ANY_CONFLICT}:
        own = [row.record for row in ROWS if row.record.conflict == conflict and row.record.colour_slot is not None]
        sides_by_slot: dict[int, set[str]] = {}
        for record in own:
            sides_by_slot.setdefault(record.colour_slot or 0, set()).add(record.side)
        periods_may_share = {"libya": {1, 2, 4, 5}, "syria": {1}, "iraq": {3}}.get(conflict, set())
        shared = {slot: names for slot, names in sides_by_slot.items() if len(names) > 1 and slot not in periods_may_share}
        assert not shared, f"{conflict}: {shared}"
        assert {row.record.side for row in ROWS if row.record.conflict == conflict} - {"sy-is"} <= {record.side for record in own}


@pytest.mark.parametrize(
    ("conflict", "date", "text", "expected"),
    [
        ("syria", "2020-01-29", "Regime forces drove the rebels out.", {"Regime forces": "sy-gov", "rebels": "sy-opp"}),
        ("syria", "2025-06-01", "Syrian army units met Druze militias.", {"Syrian army units": "sy-new", "Druze militias": "sy-druze"}),
        (
            "syria",
            "2018-03-19",
            "Turkish-backed Syrian fighters and Turkish soldiers beat Kurdish fighters.",
            {"Turkish-backed Syrian fighters": "sy-sna", "Turkish soldiers": "sy-turkey", "Kurdish fighters": "sy-ypg"},
        ),
        (
            "iraq",
            "2014-08-10",
            "Kurdish fighters fled from the jihadists; Iraqi troops did too.",
            {"Kurdish fighters": "iq-pesh", "jihadists": "iq-is", "Iraqi troops": "iq-gov"},
        ),
        ("ukraine", "2014-07-06", "Pro-Russian rebels left as the army came.", {"Pro-Russian rebels": "ua-sep", "army": "ua-ukr"}),
        ("ukraine", "2022-09-11", "Kyiv's troops pushed Russian paratroopers back.", {"Kyiv's troops": "ua-ukr", "Russian paratroopers": "ua-rus"}),
        ("sudan", "2023-12-19", "The paramilitaries entered after the army left.", {"paramilitaries": "sd-rsf", "army": "sd-saf"}),
        (
            "south-sudan",
            "2013-12-20",
            "Troops loyal to Riek Machar hold it; SPLA soldiers left.",
            {"Troops loyal to Riek Machar": "ss-io", "SPLA soldiers": "ss-gov"},
        ),
        ("libya", "2019-04-05", "Forces loyal to General Khalifa Haftar advanced.", {"Forces loyal to General Khalifa Haftar": "ly-lna"}),
        ("libya", "2011-08-21", "The rebels entered; Libyan soldiers ran.", {"rebels": "ly-ntc", "Libyan soldiers": "ly-gaddafi"}),
        (
            "yemen",
            "2015-07-17",
            "Saudi-led warplanes hit the rebels as government troops came.",
            {"Saudi-led warplanes": "ye-coalition", "rebels": "ye-houthi", "government troops": "ye-gov"},
        ),
        (
            "drc",
            "2025-01-27",
            "Rwandan-backed rebels beat Congolese soldiers and Wazalendo militiamen.",
            {"Rwandan-backed rebels": "cd-m23", "Congolese soldiers": "cd-fardc", "Wazalendo militiamen": "cd-wazalendo"},
        ),
        ("myanmar", "2024-01-05", "Junta soldiers gave up to the Arakan Army.", {"Junta soldiers": "mm-mil", "Arakan Army": "mm-aa"}),
        (
            "ethiopia",
            "2021-06-28",
            "Tigrayan fighters came back as federal troops left.",
            {"Tigrayan fighters": "et-tplf", "federal troops": "et-endf"},
        ),
        ("afghanistan", "2021-08-13", "The insurgents took it from Afghan forces.", {"insurgents": "af-tal", "Afghan forces": "af-gov"}),
        ("afghanistan", "2022-05-13", "Afghan forces met the resistance.", {"Afghan forces": "af-talgov", "resistance": "af-nrf"}),
        ("sahel", "2023-11-14", "Malian troops took the town from Tuareg rebels.", {"Malian troops": "ml-fama", "Tuareg rebels": "ml-cma"}),
        (
            "lake-chad",
            "2015-01-04",
            "Nigerian soldiers ran from Boko Haram militants.",
            {"Nigerian soldiers": "ng-gov", "Boko Haram militants": "ng-bh"},
        ),
        (
            "somalia",
            "2022-10-01",
            "Somali soldiers and clan militia ousted al-Shabaab fighters.",
            {"Somali soldiers": "so-gov", "clan militia": "so-gov", "al-Shabaab fighters": "so-shabaab"},
        ),
        (
            "mozambique",
            "2021-08-08",
            "Rwandan soldiers ousted the insurgents, known as al-Shabaab.",
            {"Rwandan soldiers": "mz-rwanda", "insurgents": "mz-aswj", "al-Shabaab": "mz-aswj"},
        ),
        (
            "karabakh",
            "2020-11-08",
            "Azerbaijani troops entered; Armenian soldiers left.",
            {"Azerbaijani troops": "nk-az", "Armenian soldiers": "nk-am"},
        ),
        ("israel-palestine", "2023-11-15", "Israeli tanks met Hamas fighters.", {"Israeli tanks": "il-idf", "Hamas fighters": "ps-hamas"}),
        ("car", "2021-01-03", "The rebels met Central African soldiers.", {"Central African soldiers": "cf-gov"}),
        ("cameroon", "2019-05-01", "The separatists fled from soldiers.", {"separatists": "cm-amba", "soldiers": "cm-gov"}),
        ("chad", "2021-04-19", "The rebels crossed; Chadian troops waited.", {"rebels": "td-fact", "Chadian troops": "td-gov"}),
        ("colombia", "2025-01-20", "ELN guerrillas attacked FARC dissidents.", {"ELN guerrillas": "co-eln", "FARC dissidents": "co-dissidents"}),
        ("haiti", "2024-03-04", "Gunmen stormed it; the police left.", {"Gunmen": "ht-gangs", "police": "ht-gov"}),
        ("iraq", "2017-10-16", "The federal forces entered; federal police followed.", {"federal forces": "iq-gov", "federal police": "iq-gov"}),
        ("ethiopia", "2023-08-03", "Fano fighters ousted federal forces.", {"Fano fighters": "et-fano", "federal forces": "et-endf"}),
        (
            "somalia",
            "2024-12-11",
            "Jubaland fighters met federal troops.",
            {"Jubaland fighters": "so-jubaland", "federal troops": "so-gov"},
        ),
        ("chechnya", "2000-01-11", "Federal forces met Chechen fighters.", {"Federal forces": "ru-fed", "Chechen fighters": "ru-chechen"}),
        ("syria", "2024-12-06", "Pro-Iran militiamen left.", {"Pro-Iran militiamen": "sy-militias"}),
        ("drc", "2022-12-23", "The East African force came.", {"East African force": "cd-eacrf"}),
        ("myanmar", "2024-01-26", "PNLA soldiers met the PNO.", {"PNLA soldiers": "mm-pnla", "PNO": "mm-pno"}),
        ("sudan", "2024-05-12", "SLM-Minnawi fighters held on.", {"SLM-Minnawi fighters": "sd-joint"}),
        ("sudan", "2006-05-12", "SLM-Minnawi fighters held on.", {"SLM-Minnawi fighters": "sd-slm"}),
        ("sahel", "2023-10-01", "Nigerien gendarmes met jihadists.", {"Nigerien gendarmes": "ne-gov"}),
        ("thailand-cambodia", "2025-07-25", "Thai soldiers shot at Cambodian troops.", {"Thai soldiers": "th-thai", "Cambodian troops": "th-khmer"}),
        ("georgia", "2008-08-11", "Russian troops entered; Georgian soldiers left.", {"Russian troops": "ge-ru", "Georgian soldiers": "ge-geo"}),
    ],
)
def test_words_of_a_war_resolve_to_its_sides(actors: Actors, conflict: str, date: str, text: str, expected: dict[str, str]) -> None:
    found = sides(actors, text, conflict, date)
    assert {words: found.get(words) for words in expected} == expected


def test_generic_words_stay_open_where_the_war_leaves_them_open(actors: Actors) -> None:
    assert actors.resolve("soldiers", "ukraine") is None
    assert actors.resolve("the rebels", "myanmar") is None
    assert actors.resolve("the rebels") is None
    assert actors.resolve("the gunmen", "thailand-cambodia") is None
    assert actors.resolve("the army", "sahel") is None


def test_the_sides_that_a_report_names_narrow_generic_words(actors: Actors) -> None:
    by_id = actors.by_id
    assert actors.resolve("the rebels", "myanmar", among=[by_id["mm-aa"]]) == by_id["mm-aa"]
    assert actors.resolve("the rebels", "drc", among=[by_id["cd-codeco"]]) == by_id["cd-codeco"]
    assert actors.resolve("the rebels", "drc", among=[by_id["cd-codeco"], by_id["cd-m23"]]) == by_id["cd-m23"]
    assert actors.resolve("the rebels", "myanmar", among=[by_id["mm-aa"], by_id["mm-kia"]]) is None


def test_the_army_of_a_war_of_two_armies_is_the_one_that_the_report_names(actors: Actors) -> None:
    israel, lebanon = actors.by_id["il-idf"], actors.by_id["lb-army"]
    assert actors.resolve("the army", "israel-palestine", ["LB"]) is None
    assert actors.resolve("the army", "israel-palestine", ["LB"], among=[israel]) == israel
    assert actors.resolve("the army", "israel-palestine", ["LB"], among=[lebanon]) == lebanon
    assert actors.resolve("Israeli troops", "israel-palestine", ["LB"]) == israel


def test_police_are_those_of_the_state_where_a_war_has_no_row_for_them(actors: Actors) -> None:
    assert actors.resolve("the police", "lake-chad", ["NG"]) == actors.by_id["ng-gov"]
    assert actors.resolve("gendarmes", "sahel", ["NE"]) == actors.by_id["ne-gov"]
    assert actors.match("over the police station") == []


def test_the_places_of_a_report_choose_between_the_armies_of_one_war(actors: Actors) -> None:
    assert actors.resolve("the army", "sahel", ["BF", "BF", "ML"]).id == "bf-gov"  # type: ignore[union-attr]
    assert actors.resolve("the army", countries=["SD", "SD", "TD"]).id == "sd-saf"  # type: ignore[union-attr]


def test_a_foreign_army_keeps_its_own_name_where_the_war_has_no_row_for_it(actors: Actors) -> None:
    record = actors.resolve("Chadian soldiers", "car")
    assert record is not None
    assert record.name == "Chadian forces"
    assert actors.resolve("Norwegian soldiers", "syria") is None


@pytest.mark.parametrize(
    "text",
    [
        "It is here, apart from us.",
        "the sna of idf and is",
        "He met no resistance.",
        "A rebel at heart, she sang.",
        "The military hospital stands.",
        "WHERE THE TRUTH IS HIDDEN",
        "French wine and Turkish coffee",
        "This garrison town is quiet.",
        "Syrian bread is dear in the Ukrainian villages.",
    ],
)
def test_other_words_are_no_side(actors: Actors, text: str) -> None:
    assert actors.match(text) == []


def test_case_counts_for_abbreviations_and_names(actors: Actors) -> None:
    assert [match.text for match in actors.match("IS and the YPG; Isis, Farc and ISIL")] == ["IS", "YPG", "Isis", "Farc", "ISIL"]
    assert actors.match("ypg, isil, wagner and arakan army") == [] or all(match.generic for match in actors.match("ypg, isil, wagner"))


def test_possessives_marks_and_hyphens_do_not_matter(actors: Actors) -> None:
    text = "The Ta’ang National Liberation Army's men, Séléka fighters, Seleka fighters, Al Shabaab and Al-Shabaab"
    assert [match.text for match in actors.match(text)] == [
        "Ta’ang National Liberation Army's men",
        "Séléka fighters",
        "Seleka fighters",
        "Al Shabaab",
        "Al-Shabaab",
    ]


def test_how_a_side_is_named_in_passing(actors: Actors) -> None:
    text = "In rebel-held Douma an army spokesman spoke. The town is in Houthi hands. The military's tanks left. Kurdish commanders agreed."
    assert {match.text: match.relation for match in actors.match(text)} == {
        "rebel": "held",
        "army": "attributive",
        "Houthi": "held",
        "military": "possessive",
        "Kurdish": "attributive",
    }


def test_the_defence_ministry_of_a_state_is_that_state(actors: Actors) -> None:
    (match,) = actors.match("The Russian defence ministry said so.")
    assert (match.text, match.relation) == ("Russian defence ministry", "attributive")
    assert actors.resolve(match, "ukraine").id == "ua-rus"  # type: ignore[union-attr]


def test_joined_nationalities_are_two_sides(actors: Actors) -> None:
    assert sides(actors, "French and Malian soldiers entered.", "sahel", "2013-01-28") == {"French": "ml-france", "Malian soldiers": "ml-fama"}


@pytest.mark.parametrize(
    ("text", "countries", "expected"),
    [
        ("Houthi fighters met Saudi-led coalition troops.", [], "yemen"),
        ("Islamic State fighters met Russian jets.", ["SY", "SY", "IQ"], "syria"),
        ("Islamic State fighters were seen.", ["IQ", "IQ", "SY"], "iraq"),
        ("The SNA met the SDF.", [], "syria"),
        ("The SNA met al-Shabaab.", ["SO"], "somalia"),
        ("Al-Shabaab burned the village.", ["MZ", "MZ"], "mozambique"),
        ("The army met the rebels.", ["CF"], "car"),
        ("Nobody came.", [], None),
    ],
)
def test_the_war_of_a_report(actors: Actors, text: str, countries: list[str], expected: str | None) -> None:
    assert actors.conflict_of(text, countries) == expected


def test_sides_and_enemies(actors: Actors) -> None:
    by_id = actors.by_id
    assert actors.same_side(by_id["sy-hts"], by_id["sy-ahrar"])
    assert actors.same_side("sy-is", "iq-is")
    assert not actors.same_side("sy-gov", "sy-opp")
    assert actors.hostile("sy-gov", "sy-hts")
    assert actors.hostile("sy-hts", "sy-gov")
    assert not actors.hostile("sy-gov", "sy-russia")
    assert not actors.hostile("sy-gov", "ua-ukr")
    assert actors.same_side("Houthi rebels", "ye-houthi")


def test_all_faults_of_a_table_are_told_with_line_and_column(tmp_path: Path) -> None:
    bad = tmp_path / "actors.csv"
    bad.write_text(
        f"{','.join(ACTOR_COLUMNS)}\nxx-a,A side,xx-nobody,war,ZZZ,,,Foo||Bar,rebel,,one,\nxx-a,,xx-a,War,SY,2024-13-01,,Foo|Foo,rebels,xx-z,2,\n",
        encoding="utf-8",
    )
    with pytest.raises(GazetteerError) as error:
        load_actors(bad)
    told = str(error.value)
    for part in ("line 2, column side", "line 2, column countries", "line 2, column aliases", "line 2, column generic", "line 2, column colour_slot",
                 "line 3, column id", "line 3, column name", "line 3, column conflict", "line 3, column since", "line 3, column foes"):  # fmt: skip
        assert part in told


def test_a_row_with_a_stray_comma_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "actors.csv"
    bad.write_text(f"{','.join(ACTOR_COLUMNS)}\nxx-a,A, side,xx-a,war,SY,,,,,,,\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="line 2: 13 fields where 12 belong"):
        load_actors(bad)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="cannot be read"):
        load_actors(tmp_path / "none.csv")


PIECES = [
    "rebels",
    "Syrian",
    "pro-",
    "anti-",
    "-led",
    "army",
    "IS",
    "Kurdish",
    "US-backed",
    "loyal to",
    "of",
    "’s",
    "'s",
    " ",
    "  ",
    "\n",
    ".",
    "F-16",
    "é",
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).map("".join))
def test_matches_are_parts_of_the_text_in_order(text: str) -> None:
    matches: list[ActorMatch] = _SHARED.match(text)
    assert all(match.text == text[match.start : match.end] and match.text for match in matches)
    assert all(first.end <= second.start for first, second in itertools.pairwise(matches))


_SHARED = load_actors()


def test_a_megabyte_of_hostile_text_is_read_in_seconds(actors: Actors) -> None:
    text = "pro-Russian-backed Kurdish-led " * 16_000 + "government " * 40_000
    begin = time.process_time()
    actors.match(text)
    assert time.process_time() - begin < 20


def test_a_war_that_is_over_does_not_claim_a_report_of_today() -> None:
    actors = load_actors()
    assert actors.conflict_of("Rebels took the town.", ["UG"], "1999-05-01") == "uganda"
    assert actors.conflict_of("Rebels took the town.", ["UG"], "2024-05-01") != "uganda"
    assert actors.conflict_of("Soldiers entered the town.", ["AO"], "1999-01-05") == "angola"


@pytest.mark.parametrize(
    ("words", "country", "day", "name"),
    [
        ("LURD rebels", "LR", "2003-06-05", "LURD"),
        ("the rebels", "SL", "1999-01-06", "Revolutionary United Front"),
        ("government troops", "AO", "1999-10-20", "Angolan government forces"),
        ("Maoist fighters", "NP", "2004-03-20", "Maoist rebels"),
        ("the rebels", "RW", "1994-06-01", "Rwandan Patriotic Front"),
    ],
)
def test_sides_of_wars_of_the_past(words: str, country: str, day: str, name: str) -> None:
    actors = load_actors()
    record = actors.resolve(words, actors.conflict_of("", [country], day), [country], day)
    assert record is not None
    assert record.name == name


def test_names_of_several_wars_choose_none_where_no_place_does() -> None:
    actors = load_actors()
    assert actors.conflict_of("Russian forces captured the town.", (), "2022-10-28") is None
    assert actors.conflict_of("Russian forces captured the town.", ("UA",), "2022-10-28") == "ukraine"
    assert actors.conflict_of("Russian forces took the town from Ukrainian soldiers.", (), "2022-10-28") == "ukraine"


def test_a_name_of_common_words_belongs_to_its_own_war() -> None:
    actors = load_actors()
    match = next(match for match in actors.match("the National Defence Force took Alamata") if match.kind == "name")
    assert actors.resolve(match, "syria", ["SY"], "2017-05-01") is not None
    assert actors.resolve(match, "ethiopia", ["ET"], "2024-05-01") is None
