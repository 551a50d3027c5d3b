"""Which place a name means: from the whole text, and honestly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.gazetteer import Gazetteer
from conflict_map.geo import distance_km
from conflict_map.mentions import find_mentions
from conflict_map.model import Event, EventPlace, Mention, Place, Span
from conflict_map.resolve import resolve, scoring
from conflict_map.resolve.tables import place_by_name


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def read(text: str, gazetteer: Gazetteer) -> dict[str, Mention]:
    return {mention.text: mention for mention in resolve(text, find_mentions(text, gazetteer), gazetteer)}


def given_spans(text: str, names: list[str], gazetteer: Gazetteer) -> list[Mention]:
    spans = [Span(text.index(name), text.index(name) + len(name), name) for name in names]
    return resolve(text, spans, gazetteer)


def near(place: Place | None, lat: float, lon: float, km: float = 5.0) -> bool:
    return place is not None and distance_km(place.lat, place.lon, lat, lon) <= km


EXAMPLE = """Syrian regime forces took Maarat Al-Numan, a rebel-held town on a highway through Idlib. Thousands fled Maaret al-Numan before.
It stands on the road that links the capital with Aleppo. Rebels fell back to Sarakeb and Ariha, further north. Many thousands
are fleeing the south of Idlib province towards the Turkish border. Officers vowed to retake all of Idlib province. Syria's war goes on."""


def test_the_example_is_right_in_every_place(gazetteer: Gazetteer) -> None:
    found = read(EXAMPLE, gazetteer)
    assert near(found["Maarat Al-Numan"].place, 35.64, 36.67)
    assert found["Maarat Al-Numan"].place == found["Maaret al-Numan"].place
    assert near(found["Sarakeb"].place, 35.864, 36.806)
    assert near(found["Ariha"].place, 35.81, 36.61)
    assert near(found["capital"].place, 33.51, 36.29)
    assert near(found["Aleppo"].place, 36.20, 37.16)
    south = found["south of Idlib province"]
    assert south.place is not None
    assert (south.place.kind, south.place.part, south.precision) == ("area", "S", 2)
    assert 35.2 < south.place.lat < 35.8
    border = found["Turkish border"].place
    assert border is not None
    assert border.kind == "border"
    assert set(border.borders) == {"TR", "SY"}
    assert 35.8 < border.lat < 36.9
    assert found["Syria"].precision == 3


@pytest.mark.parametrize(
    ("text", "name", "lat", "lon"),
    [
        ("Shells fell on Ariha and Saraqib in Syria's Idlib province.", "Ariha", 35.81, 36.61),
        ("Palestinians in Ariha and Ramallah, in the West Bank, went on strike.", "Ariha", 31.86, 35.46),
        ("Gunmen fought in Tripoli, Lebanon, for a second day.", "Tripoli", 34.43, 35.84),
        ("Gunmen fought in Tripoli while Libya's parliament met in Benghazi.", "Tripoli", 32.89, 13.19),
        ("Soldiers left Paris, Texas, at noon.", "Paris", 33.66, -95.56),
        ("The French president spoke in Paris and in Lyon, France.", "Paris", 48.85, 2.35),
        ("Congolese troops lost Goma, and Bukavu is next.", "Goma", -1.67, 29.23),
        ("Turkish-backed Syrian fighters hold Al-Bab, north-east of Aleppo.", "Al-Bab", 36.37, 37.52),
        ("Houthi fighters shelled Aden and Taiz in Yemen.", "Aden", 12.78, 45.04),
        ("Ukrainian units left Krasnohorivka and Avdiivka in Donetsk.", "Avdiivka", 48.14, 37.75),
        ("Flooding in Victoria, Australia, cut off Melbourne.", "Victoria", -37.0, 144.5),
        ("The plane came from Victoria, the capital of the Seychelles.", "Victoria", -4.62, 55.45),
    ],
)
def test_the_text_decides_between_namesakes(text: str, name: str, lat: float, lon: float, gazetteer: Gazetteer) -> None:
    place = read(text, gazetteer)[name].place
    assert near(place, lat, lon, 120.0 if name == "Victoria" and lat < -30 else 8.0), place


def test_georgia_is_a_country_beside_tbilisi_and_a_state_beside_atlanta(gazetteer: Gazetteer) -> None:
    country = read("Georgia and Russia traded fire near Gori and Tbilisi.", gazetteer)["Georgia"].place
    state = read("Storms hit Georgia, from Atlanta to Savannah, and Alabama.", gazetteer)["Georgia"].place
    assert country is not None
    assert state is not None
    assert (country.kind, country.country) == ("country", "GE")
    assert (state.kind, state.country) == ("admin1", "US")


def test_one_sense_a_report(gazetteer: Gazetteer) -> None:
    text = "In Tripoli, Lebanon, shops shut. Later Tripoli was calm. Tripoli waits."
    mentions = [m for m in resolve(text, find_mentions(text, gazetteer), gazetteer) if m.text == "Tripoli"]
    assert len(mentions) == 3
    assert {m.place.country for m in mentions if m.place} == {"LB"}


def test_province_and_city_of_one_name(gazetteer: Gazetteer) -> None:
    text = "In Syria, Hama province is divided. Hama city is calm. The province of Idlib is not; the city of Idlib was bombed."
    mentions = [m for m in resolve(text, find_mentions(text, gazetteer), gazetteer) if m.text in {"Hama", "Idlib"}]
    kinds = [(m.text, m.place.kind == "admin1", m.precision) for m in mentions if m.place]
    assert kinds == [("Hama", True, 3), ("Hama", False, 1), ("Idlib", True, 3), ("Idlib", False, 1)]


def test_parts_and_the_countryside_are_the_area(gazetteer: Gazetteer) -> None:
    found = read("Syrian jets bombed southern Idlib, the Hama countryside and northern Syria.", gazetteer)
    part, rural, north = found["southern Idlib"], found["Hama countryside"], found["northern Syria"]
    assert part.place is not None
    assert (part.place.part, part.place.area_id is not None, part.precision) == ("S", True, 2)
    assert rural.place is not None
    assert (rural.place.kind, rural.precision) == ("admin1", 3)
    assert north.place is not None
    assert north.precision == 3
    assert north.place.lat > 35.9


def test_a_part_of_a_town_is_near_the_town(gazetteer: Gazetteer) -> None:
    mention = read("Thousands fled western Mosul for camps in Iraq.", gazetteer)["western Mosul"]
    assert near(mention.place, 36.34, 43.12)
    assert mention.precision == 2


def test_the_span_decides_whether_a_part_is_meant(gazetteer: Gazetteer) -> None:
    text = "They crossed into eastern Chad."
    whole, part = given_spans(text, ["Chad"], gazetteer)[0], given_spans(text, ["eastern Chad"], gazetteer)[0]
    assert whole.place is not None
    assert part.place is not None
    assert whole.place.kind == "country"
    assert part.place.part == "E"
    assert part.place.lon > whole.place.lon


def test_distances_are_reckoned(gazetteer: Gazetteer) -> None:
    mention = read("A Syrian post 33 km south of Idlib city was hit.", gazetteer)["33 km south of Idlib city"]
    assert mention.place is not None
    assert near(mention.place, 35.93 - 33 / 111.2, 36.63)
    assert mention.precision == 2
    assert "33 km" in mention.reason
    vague = read("Fighting went on east of Aleppo in Syria.", gazetteer)["east of Aleppo"]
    assert near(vague.place, 36.20, 37.16)
    assert vague.precision == 2
    assert "distance is not given" in vague.reason


def test_between_two_towns_is_near_both(gazetteer: Gazetteer) -> None:
    found = read("A convoy was hit between Hama and Homs in Syria; Aleppo was calm.", gazetteer)
    assert [found[name].precision for name in ("Hama", "Homs", "Aleppo")] == [2, 2, 1]


@pytest.mark.parametrize(
    ("text", "name", "codes"),
    [
        ("Syrian families wait at the Turkish border near Azaz.", "Turkish border", {"TR", "SY"}),
        ("Trucks queue on the Syria–Turkey border.", "Syria–Turkey border", {"SY", "TR"}),
        ("Daraa lies close to Syria's border with Jordan.", "Syria's border with Jordan", {"SY", "JO"}),
        ("Smugglers use the border between Sudan and Chad.", "border between Sudan and Chad", {"SD", "TD"}),
    ],
)
def test_borders(text: str, name: str, codes: set[str], gazetteer: Gazetteer) -> None:
    mention = read(text, gazetteer)[name]
    assert mention.place is not None
    assert mention.place.kind == "border"
    assert set(mention.place.borders) == codes
    assert mention.precision == 3
    code, other = mention.place.borders
    line = gazetteer.border(code, other)
    from shapely.geometry import Point

    assert line.distance(Point(mention.place.lon, mention.place.lat)) < 0.01


def test_countries_that_do_not_touch_share_no_border(gazetteer: Gazetteer) -> None:
    mention = read("He spoke of a border between Syria and Sudan.", gazetteer)["border between Syria and Sudan"]
    assert mention.place is None
    assert "share no land border" in mention.reason


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("Mali's army fled Gao and Kidal for the capital.", 12.65, -8.0),
        ("Ukrainian rockets hit the Russian capital.", 55.75, 37.62),
    ],
)
def test_the_capital_is_that_of_the_country_in_question(text: str, lat: float, lon: float, gazetteer: Gazetteer) -> None:
    mention = next(m for name, m in read(text, gazetteer).items() if name.endswith("capital"))
    assert near(mention.place, lat, lon, 15)


def test_without_a_country_the_capital_stays_open(gazetteer: Gazetteer) -> None:
    mention = given_spans("They drove to the capital.", ["capital"], gazetteer)[0]
    assert mention.place is None
    assert "does not say" in mention.reason


def test_given_adjectives_are_their_country(gazetteer: Gazetteer) -> None:
    syrian, european = given_spans("A Syrian doctor and a European envoy met.", ["Syrian", "European"], gazetteer)
    assert syrian.place is not None
    assert (syrian.place.country, syrian.place.kind, syrian.precision) == ("SY", "country", 3)
    assert european.place is None or european.place.kind in {"continent", "region"}


def test_abbreviations(gazetteer: Gazetteer) -> None:
    found = read("Troops from the U.S. and the UK met in Lexington, Ky.", gazetteer)
    assert {name: m.place.name for name, m in found.items() if m.place}.items() >= {
        "U.S.": "United States",
        "UK": "United Kingdom",
        "Ky.": "Kentucky",
    }.items()
    assert found["Lexington"].place is not None
    assert found["Lexington"].place.admin1 == "Kentucky"


def test_a_name_without_an_entry_has_no_point(gazetteer: Gazetteer) -> None:
    mention = read("Syrian rebels stormed the village of Zorvikabad near Hama.", gazetteer)["Zorvikabad"]
    assert mention.place is None
    assert mention.score == 0.0
    assert "not in the gazetteer" in mention.reason


def test_a_namesake_far_from_everything_is_offered_but_not_taken(gazetteer: Gazetteer) -> None:
    text = "Syrian soldiers pulled out of Budville and Idlib; Syria's president spoke in Damascus."
    mention = given_spans(text, ["Budville"], gazetteer)[0]
    assert mention.place is None


def test_a_quarter_without_an_entry_is_shown_at_its_town(gazetteer: Gazetteer) -> None:
    mention = given_spans("Shells hit Homs's Zahrouna district in Syria.", ["Zahrouna", "Homs"], gazetteer)[0]
    assert near(mention.place, 34.73, 36.72)
    assert mention.precision == 2
    assert "not in the gazetteer" in mention.reason


def test_doubtful_names_say_so_and_keep_the_others(gazetteer: Gazetteer) -> None:
    mention = read("He came from Springfield.", gazetteer)["Springfield"]
    assert len(mention.candidates) > 2
    assert mention.score < 0.6
    assert "doubtful" in mention.reason or mention.place is None
    assert sum(candidate.score for candidate in mention.candidates) <= 1.01


def test_every_answer_has_a_reason_and_comparable_scores(gazetteer: Gazetteer) -> None:
    for mention in read(EXAMPLE, gazetteer).values():
        assert mention.reason
        assert 0 <= mention.score <= 1
        scores = [candidate.score for candidate in mention.candidates]
        assert scores == sorted(scores, reverse=True)
        if mention.place is not None:
            assert mention.place in [candidate.place for candidate in mention.candidates]


def test_given_spans_keep_their_order_and_number(gazetteer: Gazetteer) -> None:
    text = "Aleppo fell after Hama."
    spans = [Span(18, 22, "Hama"), Span(0, 6, "Aleppo"), Span(7, 11, "fell"), Span(0, 6, "Aleppo")]
    mentions = resolve(text, spans, gazetteer)
    assert [(m.start, m.end, m.text) for m in mentions] == [(s.start, s.end, s.text) for s in spans]
    assert near(mentions[1].place, 36.20, 37.16)


@given(st.text(alphabet="Aleppo southern,.'s33kmofSyria border capital Turkish-\n", min_size=1, max_size=80), st.data())
@settings(max_examples=100, deadline=None)
def test_any_span_of_any_text_gets_one_mention(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (mention,) = resolve(text, [Span(start, end, text[start:end])], _shared())
    assert (mention.start, mention.end, mention.text) == (start, end, text[start:end])
    assert mention.precision in {1, 2, 3}
    assert mention.place is None or -90 <= mention.place.lat <= 90


_GAZETTEER: list[Gazetteer] = []


def _shared() -> Gazetteer:
    if not _GAZETTEER:
        _GAZETTEER.append(Gazetteer())
    return _GAZETTEER[0]


def test_a_like_spelling_is_never_nearly_certain_where_vowels_tell_places_apart(gazetteer: Gazetteer) -> None:
    hruzke = read("Ukrainian forces liberated Hruzke in Donetsk region, Ukraine.", gazetteer)["Hruzke"]
    assert hruzke.score <= 0.55
    assert "doubtful" in hruzke.reason
    maarat = read("Government forces took Maaret al-Numan in Idlib, Syria.", gazetteer)["Maaret al-Numan"]
    assert maarat.score > 0.8


@pytest.mark.parametrize(
    ("text", "country"),
    [("Rebels seized Goma, the largest city in eastern Congo.", "CD"), ("Talks were held in Brazzaville, the capital of Congo.", "CG")],
)
def test_which_congo_is_meant(text: str, country: str, gazetteer: Gazetteer) -> None:
    place = next(mention.place for name, mention in read(text, gazetteer).items() if "Congo" in name)
    assert place is not None
    assert place.country == country


def test_a_qualifier_beside_one_mention_is_for_that_mention_alone(gazetteer: Gazetteer) -> None:
    text = "Gunmen fought in Tripoli, Lebanon, and a mine went off in Tripoli, Libya, on Friday."
    first, second = (mention for mention in resolve(text, find_mentions(text, gazetteer), gazetteer) if mention.text == "Tripoli")
    assert near(first.place, 34.43, 35.84)
    assert near(second.place, 32.89, 13.19)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Sappers blew up the bridge over the Niger at Gao in Mali.", "Niger", "river"),
        ("A column crossed the Blue Nile south of Khartoum.", "Blue Nile", "river"),
        ("Ukraine's soldiers left the right bank of the Dnipro near Kherson.", "Dnipro", "river"),
        ("Segou, a town on the Niger, was calm, officials in Mali said.", "Niger", "river"),
        ("Ukraine's factories in Dnipro were shelled.", "Dnipro", "city"),
        ("Jordan's army reopened the Nasib crossing.", "Nasib", "crossing"),
        ("Aid reached the Al-Hol camp in north-eastern Syria.", "Al-Hol", "camp"),
        ("Fighters took Al-Hol and marched on Hasakah in north-eastern Syria.", "Al-Hol", "town"),
        ("Rockets were fired from the Bekaa valley in Lebanon.", "Bekaa", "area"),
        ("Helicopters left the Tabqa air base for Aleppo in Syria.", "Tabqa", "airport"),
        ("Niger closed its border with Mali.", "Niger", "country"),
    ],
)
def test_the_word_behind_a_name_tells_its_kind(text: str, name: str, kind: str, gazetteer: Gazetteer) -> None:
    place = read(text, gazetteer)[name].place
    assert place is not None
    assert place.kind == kind


def test_what_has_no_entry_of_its_kind_is_shown_near_its_namesake(gazetteer: Gazetteer) -> None:
    found = read("Rebels hid in the Latakia mountains, far from Damascus, in Syria.", gazetteer)["Latakia"]
    assert near(found.place, 35.53, 35.79)
    assert found.precision == 2
    assert "no entry for the mountains" in found.reason


def test_a_river_without_an_entry_is_not_put_at_a_town_of_its_name(gazetteer: Gazetteer) -> None:
    found = read("Traders crossed the Rabak river east of Wad Madani in Sudan.", gazetteer)["Rabak"]
    assert found.place is None
    assert found.candidates[0].place.name == "Rabak"
    assert "no entry for the river" in found.reason


def test_one_of_several_villages_of_a_name_is_not_taken_at_a_venture(gazetteer: Gazetteer) -> None:
    found = read("Shells fell on Orlivka and Selydove, east of Pokrovsk, Ukrainian officers said.", gazetteer)["Orlivka"]
    assert found.place is None
    assert len(found.candidates) > 1


class TestTables:
    """Names of hand-written tables without coordinates."""

    @staticmethod
    def event(key: str, name: str, **more: object) -> Event:
        return Event(key, "control_change", place=EventPlace(name=name, name_in_report=name, **more), control_to=("Red",))  # type: ignore[arg-type]

    def test_a_country_says_where_to_look_and_nowhere_else(self) -> None:
        events = [self.event("a", "Tripoli", country="LB"), self.event("b", "Saraqib", country="Syria"), self.event("c", "Saraqib", country="UA")]
        (there, here, nowhere), looked_up = place_by_name(events, Gazetteer())
        assert there.place.country == "LB"
        assert there.place.resolved
        assert (here.place.country, round(here.place.lat, 1), here.place.name_in_report) == ("SY", 35.9, "Saraqib")
        assert not nowhere.place.resolved
        assert "in UA" in nowhere.place.reason
        assert looked_up == [there.place, here.place, nowhere.place]

    def test_what_the_table_places_tells_where_the_rest_lies(self) -> None:
        alone, _ = place_by_name([self.event("a", "Springfield")], Gazetteer())
        assert not alone[0].place.resolved
        (event, _, _), _ = place_by_name(
            [self.event("a", "Ariha"), self.event("b", "Saraqib", country="SY"), self.event("c", "Idlib", country="SY")], Gazetteer()
        )
        assert event.place.country == "SY"

    def test_rows_that_the_gazetteer_does_not_know_tell_where_a_namesake_lies(self) -> None:
        near = [self.event("b", "Post 12", country="SY", lat=34.7, lon=36.7), self.event("c", "Post 13", country="LB", lat=34.1, lon=36.1)]
        (event, *_), _ = place_by_name([self.event("a", "Tripoli"), *near], Gazetteer())
        assert event.place.country == "LB"
        assert "doubtful: could also be Tripoli (Tripoli, LY)" in event.place.reason
        assert [other.country for other in event.place.alternatives] == ["LY"]
        (far, *_), _ = place_by_name([self.event("a", "Tripoli"), self.event("b", "Post 14", lat=32.4, lon=15.1)], Gazetteer())
        assert far.place.country == "LY"
        nowhere_near, _ = place_by_name([self.event("a", "Tripoli"), self.event("b", "Post 15", lat=-20.0, lon=130.0)], Gazetteer())
        assert nowhere_near[0].place.country == place_by_name([self.event("a", "Tripoli")], Gazetteer())[0][0].place.country

    def test_what_has_a_point_or_a_reason_for_none_stays_as_it_is(self) -> None:
        events = [self.event("a", "Saraqib", lat=1.0, lon=2.0), self.event("b", "Saraqib", reason="two places have this name")]
        assert place_by_name(events, Gazetteer()) == (events, [])
        lost, _ = place_by_name([self.event("a", "Saraqib", country="Narnia")], Gazetteer())
        assert lost[0].place.country == "Narnia"
        assert "no country is called 'Narnia'" in lost[0].place.reason


@pytest.mark.parametrize("plant", ["Zaporizhzhia nuclear power plant", "Zaporizhzhya nuclear plant"])
def test_a_plant_in_small_letters_is_not_the_city(plant: str, gazetteer: Gazetteer) -> None:
    mention = next(iter(read(f"Shelling hit the {plant} on Friday, Ukraine's operator said.", gazetteer).values()))
    assert mention.place is not None
    assert (mention.place.name, mention.place.kind) == ("Zaporizhzhia Nuclear Power Plant", "other")


def test_a_refinery_without_an_entry_lies_at_its_town_and_says_so(gazetteer: Gazetteer) -> None:
    mention = read("Militants in Iraq attacked the Baiji oil refinery on Tuesday.", gazetteer)["Baiji"]
    assert mention.place is not None
    assert mention.place.kind == "other"
    assert mention.precision == 2
    assert "no entry for the oil refinery" in mention.reason


@pytest.mark.parametrize("name", ["Kreminna Forest", "Bakhmut Heights"])
def test_a_table_does_not_place_a_hill_by_a_part_of_its_name(name: str, gazetteer: Gazetteer) -> None:
    place = EventPlace(name_in_report=name, name=name, country="UA")
    _, (found,) = place_by_name([Event(id="1", type="clash", place=place)], gazetteer)
    assert not found.resolved
    assert "part of the name" in found.reason or "not in the gazetteer" in found.reason


@pytest.mark.parametrize("text", ["Iraqi troops took Rawa on Friday.", "Troops entered Rawa, Iraqi officials said."])
def test_namesakes_in_countries_nobody_names_do_not_hide_a_town(text: str, gazetteer: Gazetteer) -> None:
    mention = read(text, gazetteer)["Rawa"]
    assert mention.place is not None
    assert mention.place.country == "IQ"
    assert mention.score < 0.6


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Refugees from Yemen crossed to Djibouti in March.", "Djibouti", "country"),
        ("The city of Djibouti was quiet.", "Djibouti", "city"),
        ("Troops landed at Djibouti port on Monday.", "Djibouti", "city"),
        ("Gold from the Great Lakes region is sold abroad.", "Great Lakes", "region"),
    ],
)
def test_words_beside_a_name_tell_country_capital_and_region(text: str, name: str, kind: str, gazetteer: Gazetteer) -> None:
    place = given_spans(text, [name], gazetteer)[0].place
    assert place is not None
    assert place.kind == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Most farmers in Helmand and Farah prefer poppy, Afghan officials say.", "Farah", "admin1"),
        ("Households in Lahj and Abyan, in Yemen, had power again.", "Lahj", "admin1"),
        ("Aid reached Aden and Abyan in Yemen.", "Aden", "city"),
        ("Shells fell on Lashkar Gah and Farah in Afghanistan.", "Farah", "town"),
        ("An estimated 9,000 people in Liberia walked to Grand Bassa.", "Grand Bassa", "admin1"),
        ("The programme feeds people in Bié, in Angola.", "Bié", "admin1"),
        ("The rebels left Zulia, in Venezuela, for Colombia.", "Zulia", "admin1"),
        ("The forum will meet in Tunis, a UN envoy to Libya said.", "Tunis", "city"),
        ("Militants burned schools near Djibo and Dori, in the Sahel region of Burkina Faso.", "Sahel", "admin1"),
    ],
)
def test_areas_and_towns_of_one_name_are_told_apart(text: str, name: str, kind: str, gazetteer: Gazetteer) -> None:
    found = next(mention for mention in resolve(text, find_mentions(text, gazetteer), gazetteer) if mention.text.startswith(name))
    assert found.place is not None
    assert found.place.kind == kind


def test_a_village_is_no_province_that_is_spelt_alike(gazetteer: Gazetteer) -> None:
    found = read("Abkhaz troops said they had cleared the village of Azhara in Georgia.", gazetteer)["Azhara"]
    assert found.place is None or found.place.kind != "admin1"


@pytest.mark.parametrize(("name", "country"), [("Nangade", "MZ"), ("Puthukkudiyiruppu", "LK"), ("Guriel", "SO"), ("Rolpa", "NP"), ("Charbagh", "PK")])
def test_districts_of_countries_that_had_wars_are_known(name: str, country: str, gazetteer: Gazetteer) -> None:
    assert [hit.place.kind for hit in gazetteer.hits(name.lower()) if hit.place.country == country] == ["admin2"]


def test_the_next_of_a_list_is_not_the_area_of_the_one_before(gazetteer: Gazetteer) -> None:
    found = read(
        "Sri Lanka's army took Kilinochchi, Jaffna and Trincomalee. In Sudan it was Tripoli, Lebanon, and Beirut that were named.", gazetteer
    )
    assert found["Jaffna"].place is not None
    assert found["Jaffna"].place.kind == "city"
    assert near(found["Tripoli"].place, 34.43, 35.84)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Ninja fighters took Dolisie and Brazzaville. Congo's president has left Pointe-Noire.", "CG"),
        ("Rebels took Goma and Bukavu. Congo's president stayed in Kinshasa.", "CD"),
        ("China and Taiwan held talks.", "CN"),
    ],
)
def test_places_tell_which_country_of_a_name_is_meant(text: str, country: str, gazetteer: Gazetteer) -> None:
    found = [mention.place for name, mention in read(text, gazetteer).items() if name in {"Congo", "China"}]
    assert [place.country for place in found if place is not None] == [country]


def test_a_town_is_no_abbreviation_of_a_province(gazetteer: Gazetteer) -> None:
    town = read("Rebels entered Man, in western Ivory Coast, on Thursday.", gazetteer)["Man"].place
    assert town is not None
    assert (town.country, town.kind) == ("CI", "city")
    canadian = read("Police in Brandon, Man., said on Thursday that roads were closed.", gazetteer)
    assert [mention.place.name for text, mention in canadian.items() if text.startswith("Man") and mention.place] == ["Manitoba"]


def test_the_capital_of_an_area_far_from_that_of_its_country(gazetteer: Gazetteer) -> None:
    there = read("Chechen fighters hold Gudermes and most of Grozny. On 6 August they walked back into the capital.", gazetteer)["capital"].place
    assert there is not None
    assert there.name == "Grozny"
    far = read("Fighters hold Goma and Bukavu. There were protests in the capital.", gazetteer)["capital"].place
    assert far is not None
    assert far.name == "Kinshasa"


def test_a_village_is_not_the_country_whose_code_it_spells(gazetteer: Gazetteer) -> None:
    text = "Croatian troops took Knin on Saturday. The same night the Serb command stole away to Srb."
    place = read(text, gazetteer)["Srb"].place
    assert place is None or place.kind != "country"


@settings(max_examples=300, deadline=None)
@given(
    st.tuples(st.floats(-89.0, 89.0), st.floats(-180.0, 180.0)),
    st.lists(st.tuples(st.floats(-89.0, 89.0), st.floats(-180.0, 180.0)), min_size=1, max_size=5),
)
def test_a_place_outside_the_box_of_a_report_is_far_from_all_of_it(spot: tuple[float, float], named: list[tuple[float, float]]) -> None:
    place = Place("X", *spot, kind="town")
    box = (min(lat for lat, _ in named), max(lat for lat, _ in named), min(lon for _, lon in named), max(lon for _, lon in named))
    if scoring._beyond(place, box):
        assert scoring._neighbourhood(place, [(lat, lon, 1.0, "y") for lat, lon in named], "x") == (0.0, 1.0)


@pytest.mark.parametrize(
    ("spot", "box", "beyond"),
    [
        ((48.0, 2.0), (35.0, 37.0, 36.0, 40.0), True),  # France, for a report of northern Syria
        ((-40.0, 38.0), (35.0, 37.0, 36.0, 40.0), True),
        ((36.2, 37.1), (35.0, 37.0, 36.0, 40.0), False),
        ((65.0, -179.5), (64.0, 66.0, 178.0, 179.0), False),  # across the antimeridian, and near
        ((65.0, -120.0), (64.0, 66.0, 178.0, 179.0), True),
    ],
)
def test_namesakes_far_from_the_box_of_a_report_are_beyond_it(
    spot: tuple[float, float], box: tuple[float, float, float, float], *, beyond: bool
) -> None:
    assert scoring._beyond(Place("X", *spot, kind="town"), box) is beyond


def test_the_one_town_of_its_name_is_placed_beside_a_capital_far_away(gazetteer: Gazetteer) -> None:
    for speaker in ("Moscow", "Kyiv"):
        place = read(f"Russian forces captured Vuhledar, {speaker} said.", gazetteer)["Vuhledar"].place
        assert place is not None
        assert place.country == "UA"


def test_a_district_of_a_large_city_is_at_that_city(gazetteer: Gazetteer) -> None:
    text = (
        "The army recaptured the market district of Omdurman. Fighting went on at El Fasher, Mellit and Kutum in Darfur, and at El Geneina and Nyala."
    )
    place = read(text, gazetteer)["Omdurman"].place
    assert place is not None
    assert place.country == "SD"
