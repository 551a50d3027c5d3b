"""Tests of `conflict_map.resolve.strangers`: a lone small town far from everything else is not where a report puts its events."""

from __future__ import annotations

import pytest

from conflict_map import Gazetteer, Report, extract, geoparse

SYRIA = "Rebels hold Saraqib, Ariha and Maarat al-Numan in the Idlib countryside. Shelling of the town of {} went on through Tuesday night."


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(packs=[])


def place_of(text: str, name: str, gazetteer: Gazetteer) -> tuple[str | None, str]:
    mention = next(m for m in geoparse(text, gazetteer) if m.text == name)
    return (mention.place.country if mention.place is not None else None), mention.reason


@pytest.mark.parametrize("name", ["Salwa", "Zafar", "Arima"])
def test_a_small_town_of_a_country_nobody_names_is_left_open(name: str, gazetteer: Gazetteer) -> None:
    country, reason = place_of(SYRIA.format(name), name, gazetteer)
    assert country is None
    assert "far from everything else" in reason


def test_its_candidates_are_kept(gazetteer: Gazetteer) -> None:
    mention = next(m for m in geoparse(SYRIA.format("Salwa"), gazetteer) if m.text == "Salwa")
    assert mention.candidates[0].place.country == "KW"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        (SYRIA.format("Salwa") + " The town of Salwa, in Kuwait, was hit by a drone.", "Salwa", "KW"),  # its country is named
        ("The town of Salwa was quiet on Tuesday.", "Salwa", "KW"),  # there is nothing to be far from
        (SYRIA.format("Aleppo") + " Talks resume in Geneva on Friday, mediators said.", "Geneva", "CH"),  # everyone knows it
        (SYRIA.format("Reyhanli"), "Reyhanli", "TR"),  # across the border, and near
    ],
)
def test_what_the_report_speaks_for_stays(text: str, name: str, country: str, gazetteer: Gazetteer) -> None:
    assert place_of(text, name, gazetteer)[0] == country


def test_a_quarter_is_not_a_great_city_abroad(gazetteer: Gazetteer) -> None:
    text = "Fighters entered Tabqa from the east after taking Raqqa and Deir ez-Zor's outskirts near Aleppo. They hold the {} in its south."
    assert place_of(text.format("Alexandria suburb"), "Alexandria", gazetteer)[0] is None


def test_an_event_there_keeps_its_words_and_gets_no_point(gazetteer: Gazetteer) -> None:
    text = "Rebels hold Saraqib, Ariha and Maarat al-Numan. They captured the village of Salwa from government forces on Tuesday."
    event = next(e for e in extract(Report(text, published="2020-01-29"), gazetteer) if e.place is not None and e.place.name_in_report == "Salwa")
    assert event.place is not None
    assert event.place.lat is None
    assert event.place.alternatives


def test_a_village_is_not_a_city_abroad(gazetteer: Gazetteer) -> None:
    text = "Rebels hold Saraqib, Ariha and Maarat al-Numan in Idlib. They took the village of Nasiriyah on Tuesday."
    assert place_of(text, "Nasiriyah", gazetteer)[0] is None
    assert place_of(text.replace("the village of ", "").replace("Idlib", "Iraq"), "Nasiriyah", gazetteer)[0] == "IQ"


@pytest.mark.parametrize("name", ["Rami Kassab", "Asfar Tepe"])
def test_half_of_a_name_is_not_the_place(name: str, gazetteer: Gazetteer) -> None:
    text = f"Rebels hold Saraqib, Ariha and Maarat al-Numan in Idlib. On Tuesday the Turkish army shelled the village of {name}."
    assert all(m.place is None for m in geoparse(text, gazetteer) if m.start >= text.index(name))


def test_a_run_of_names_that_is_one_place_stays(gazetteer: Gazetteer) -> None:
    assert place_of("Rebels captured Khan Shaykhun and Deir ez-Zor.", "Deir ez-Zor", gazetteer)[0] == "SY"


@pytest.mark.parametrize("medium", ["Al Jazeera", "Al Mayadeen", "The Kyiv Independent", "Al-Rai"])
def test_a_news_medium_is_not_a_place(medium: str, gazetteer: Gazetteer) -> None:
    text = f"{medium} reported that rebels hold Saraqib, near Mayadin."
    assert not any(m.end <= len(medium) for m in geoparse(text, gazetteer))
    assert place_of(text, "Mayadin", gazetteer)[0] == "SY"


@pytest.mark.parametrize("name", ["al-Bab", "Al-Bab", "el-Bab", "al‑Bab"])
def test_a_small_article_is_part_of_the_name(name: str, gazetteer: Gazetteer) -> None:
    text = f"Syrian rebels captured {name}, east of Aleppo, on Tuesday."
    assert place_of(text, name, gazetteer)[0] == "SY"
    event = extract(Report(text, published="2020-01-29"), gazetteer)[0]
    assert event.place is not None
    assert event.place.lat == pytest.approx(36.37, abs=0.01)


def test_an_article_inside_a_name_stays_inside(gazetteer: Gazetteer) -> None:
    assert any(m.text == "Maarat al-Numan" for m in geoparse("Syrian rebels captured Maarat al-Numan.", gazetteer))
    assert all(m.text != "at" for m in geoparse("Shelling at-Large hit Saraqib at-once.", gazetteer))


def test_the_airport_of_a_town_is_a_place_of_its_own(gazetteer: Gazetteer) -> None:
    text = "Syrian rebels captured Saraqib airport on Tuesday. Government forces still hold Saraqib."
    airport, town = (m for m in geoparse(text, gazetteer) if m.text == "Saraqib")
    assert airport.place is not None
    assert (airport.place.name, airport.place.kind, airport.precision) == ("Saraqib airport", "airport", 2)
    assert "no entry for the airport" in airport.reason
    assert town.place is not None
    assert (town.place.kind, town.precision) == ("town", 1)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fighting went on in Mozambique. Insurgents captured the town of Solhan on Tuesday.", "Solhan"),
        ("Congolese soldiers left the town of Pagak on Tuesday.", "Pagak"),
    ],
)
def test_a_short_report_tells_its_part_of_the_world_by_its_countries(text: str, name: str, gazetteer: Gazetteer) -> None:
    assert place_of(text, name, gazetteer)[0] is None


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Fighting went on in Mali. Talks open in Geneva on Tuesday.", "Geneva", "CH"),
        ("Fighting went on in Turkey. Rebels captured the town of Solhan on Tuesday.", "Solhan", "TR"),
        ("Fighting went on in Syria. Refugees arrived in the town of Reyhanli on Tuesday.", "Reyhanli", "TR"),
    ],
)
def test_and_keeps_what_is_near_or_known(text: str, name: str, country: str, gazetteer: Gazetteer) -> None:
    assert place_of(text, name, gazetteer)[0] == country


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Fighting went on in Mozambique. Insurgents captured the town of Palma on Tuesday.", "Palma", "MZ"),
        ("Fighting went on in Mali. Rebels captured the town of Lere on Tuesday.", "Lere", "ML"),
        ("Fighting went on in Spain. Rebels captured the town of Palma on Tuesday.", "Palma", "ES"),
        ("Fighting went on in Syria. Rebels captured the town of Lere on Tuesday.", "Lere", None),  # it has none
    ],
)
def test_the_one_namesake_in_the_country_of_the_report_is_meant(text: str, name: str, country: str | None, gazetteer: Gazetteer) -> None:
    assert place_of(text, name, gazetteer)[0] == country


def test_and_it_says_that_it_is_doubtful_and_keeps_the_one_abroad(gazetteer: Gazetteer) -> None:
    text = "Fighting went on in Mozambique. Insurgents captured the town of Palma on Tuesday."
    mention = next(m for m in geoparse(text, gazetteer) if m.text == "Palma")
    assert "doubtful" in mention.reason
    assert "Palma (ES)" in mention.reason
    assert mention.place == mention.candidates[0].place
    assert mention.score == mention.candidates[0].score < 0.6
    assert "ES" in {candidate.place.country for candidate in mention.candidates}


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Jebel Aulia", "Sudan", 15.245, 32.497),
        ("Umm Dafuq", "Sudan", 10.481, 23.309),
        ("Zalambessa", "Ethiopia", 14.526, 39.386),
        ("Trostianets", "Ukraine", 50.481, 34.965),
        ("Diabaly", "Mali", 14.683, -6.017),
        ("Jurf as-Sakhr", "Iraq", 32.873, 44.216),
        ("Faizabad", "Afghanistan", 37.118, 70.580),
        ("Tigyaing", "Myanmar", 23.756, 96.146),
        ("Kobo", "Ethiopia", 12.150, 39.630),  # a larger Kobo lies 240 km south of it
        ("Khoms", "Libya", 32.650, 14.264),  # Homs in Syria has this spelling, too
        ("Kolofata", "Cameroon", 11.162, 14.011),
        ("Toumour", "Niger", 13.668, 13.128),
        ("Raga", "South Sudan", 8.468, 25.678),
        ("Kajo Keji", "South Sudan", 3.849, 31.658),
        ("Tawila", "Sudan", 13.517, 24.867),
        ("Martuni", "Nagorno-Karabakh, Azerbaijan,", 39.795, 47.112),
    ],
)
def test_towns_of_the_front_lines_are_found(name: str, country: str, lat: float, lon: float, gazetteer: Gazetteer) -> None:
    text = f"Fighting went on in {country}. The army took the town of {name} on Friday."
    place = next(m.place for m in geoparse(text, gazetteer) if m.text == name)
    assert place is not None
    assert (place.lat, place.lon) == pytest.approx((lat, lon), abs=0.01)


def test_a_district_is_a_place_in_a_report_of_its_country(gazetteer: Gazetteer) -> None:
    text = "Taliban fighters entered Waghaz and Andar in Ghazni province on Sunday, Afghan officials said."
    assert [place_of(text, name, gazetteer)[0] for name in ("Waghaz", "Andar")] == ["AF", "AF"]


def test_a_district_abroad_is_left_open(gazetteer: Gazetteer) -> None:
    assert place_of(SYRIA.format("Waghaz"), "Waghaz", gazetteer)[0] is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Shelling went on in Donetsk region, Ukraine. Troops entered the village of Berdychi on Friday.", "Berdychi"),  # Berdychiv, 680 km away
        ("Shelling went on in Donetsk region, Ukraine. Troops entered the village of Orlivka on Friday.", "Orlivka"),  # on the Danube
        ("Shelling went on in Donetsk region, Ukraine. Troops entered the town of Semenivka on Friday.", "Semenivka"),  # on the border of Belarus
    ],
)
def test_a_little_place_far_from_all_that_the_report_names_is_left_open(text: str, name: str, gazetteer: Gazetteer) -> None:
    country, reason = place_of(text, name, gazetteer)
    assert country is None
    assert "far from every place and area" in reason


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Shelling went on in Odesa region, Ukraine. Troops entered the village of Orlivka on Friday.", "Orlivka"),  # its own region
        ("Shelling went on in Donetsk region, Ukraine. Troops entered Orlivka, in Odesa region, on Friday.", "Orlivka"),  # the text says where
        ("Shelling went on in Ukraine. Troops entered the town of Berdychiv on Friday.", "Berdychiv"),  # nothing to be far from
        ("Shelling went on in Donetsk region, Ukraine. Troops left the town of Berdychiv on Friday.", "Berdychiv"),  # no little place
    ],
)
def test_and_stays_where_it_lies_there_or_is_larger(text: str, name: str, gazetteer: Gazetteer) -> None:
    assert place_of(text, name, gazetteer)[0] == "UA"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Fighting went on in Burkina Faso. Gunmen left Pensa on Friday.", "Pensa", None),  # Penza in Russia has this spelling, too
        ("Fighting went on in Mali. Gunmen left the town of Kobe on Friday.", "Kobe", None),
        ("Fighting went on in Mali. Envoys met in Kobe on Friday.", "Kobe", "JP"),
        ("Fighting went on in South Sudan. Gunmen left the town of Tonga on Friday.", "Tonga", None),
        ("Fighting went on in South Sudan. Envoys of Tonga spoke on Friday.", "Tonga", "TO"),
        ("Fighting went on in Mali. Envoys met in Kiev on Friday.", "Kiev", "UA"),  # a capital, in whatever spelling
    ],
)
def test_a_great_city_abroad_is_meant_by_its_own_name(text: str, name: str, country: str | None, gazetteer: Gazetteer) -> None:
    assert place_of(text, name, gazetteer)[0] == country


def test_a_larger_namesake_is_meant_among_its_neighbours(gazetteer: Gazetteer) -> None:
    text = "Fighting went on in Ethiopia, near Shewa Robit and Ataye. The army took the town of Kobo on Friday."
    place = next(m.place for m in geoparse(text, gazetteer) if m.text == "Kobo")
    assert place is not None
    assert place.lat == pytest.approx(10.03, abs=0.01)


def test_one_town_recorded_twice_is_no_question(gazetteer: Gazetteer) -> None:
    text = "Fighting went on in Sudan. The army took the town of Dinder on Friday."
    place = next(m.place for m in geoparse(text, gazetteer) if m.text == "Dinder")
    assert place is not None
    assert (place.lat, place.lon) == pytest.approx((13.33, 34.09), abs=0.15)


def test_the_bank_of_a_river_is_no_area_that_contradicts(gazetteer: Gazetteer) -> None:
    text = "Ukrainian marines still hold Krynky, a foothold on the eastern bank of the Dnipro, Ukrainian officers said."
    assert place_of(text, "Krynky", gazetteer)[0] == "UA"


def test_an_airport_has_its_own_point(gazetteer: Gazetteer) -> None:
    text = "Haftar's forces shelled Mitiga on Friday, officials in Libya said, and al-Watiya air base on Saturday."
    points = {m.text: m.place for m in geoparse(text, gazetteer)}
    assert points["Mitiga"] is not None
    assert points["al-Watiya"] is not None
    assert (points["Mitiga"].kind, points["al-Watiya"].kind) == ("airport", "base")


def test_half_of_a_name_is_not_a_city_that_is_spelt_nearly_so(gazetteer: Gazetteer) -> None:
    text = "Fighting went on in Somalia, around Mahaday. Soldiers took the town of Adan Yabal on Friday and left for the port of Aden."
    assert place_of(text, "Adan Yabal", gazetteer)[0] is None
    assert place_of(text, "Aden", gazetteer)[0] == "YE"


def test_a_small_town_far_from_a_report_of_another_country_stays_open(gazetteer: Gazetteer) -> None:
    text = "Sri Lanka's army took Kilinochchi, Jaffna, Vavuniya, Trincomalee, Mullaitivu and Batticaloa, India's newspapers say. "
    assert place_of(text + "Since then Dharmapuram has been captured, too.", "Dharmapuram", gazetteer)[0] is None


def test_a_rare_name_of_a_city_abroad_is_rather_a_village_without_an_entry(gazetteer: Gazetteer) -> None:
    text = "Sudanese jets bombed Bentiu, Heglig and Kadugli. Refugees from South Kordofan fled to Bor, and to the settlement at Yida, which is full."
    assert place_of(text, "Yida", gazetteer)[0] is None


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Israel shelled the Golan on Friday, Syrian state media said, and troops left Quneitra.", "Golan", "admin2"),
        ("Soldiers embarked at Dili for Java, Indonesian officers said.", "Java", "island"),
        ("Martial law will not be stretched to Luzon, the Philippine army says.", "Luzon", "island"),
        ("The army retook Al-Fula, in West Kordofan, Sudan.", "West Kordofan", "area"),
        ("Gunmen hold Midsayap, in North Cotabato, Philippine police said.", "North Cotabato", "admin2"),
    ],
)
def test_regions_are_not_villages_of_their_names(gazetteer: Gazetteer, text: str, name: str, kind: str) -> None:
    mention = next(m for m in geoparse(text, gazetteer) if m.text == name)
    assert mention.place is not None
    assert mention.place.kind == kind
