"""Which stretches of a text name places, and which only look like it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.gazetteer import Gazetteer
from conflict_map.mentions import find_mentions


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def names(text: str, gazetteer: Gazetteer) -> list[str]:
    return [span.text for span in find_mentions(text, gazetteer)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Government soldiers marched into Saraqib and Ariha on Monday.", ["Saraqib", "Ariha"]),
        ("The column left Maarat al-Numan for Khan Shaykhun.", ["Maarat al-Numan", "Khan Shaykhun"]),
        ("The two armies met in Syria near Deir ez-Zor.", ["Syria", "Deir ez-Zor"]),
        ("KHARKIV, Ukraine - Shells fell on Kupiansk.", ["KHARKIV", "Ukraine", "Kupiansk"]),
        ("Doctors in Goma, Bukavu and Uvira ran out of fuel.", ["Goma", "Bukavu", "Uvira"]),
        ("She moved from Lexington, Ky., to Paris, Texas.", ["Lexington", "Ky.", "Paris", "Texas"]),
        ("A U.S. official spoke in Baghdad.", ["U.S.", "Baghdad"]),
        ("Fighters crossed into Democratic Republic of Congo from Rwanda.", ["Democratic Republic of Congo", "Rwanda"]),
        ("Residents of Kyiv's suburbs stayed indoors.", ["Kyiv"]),
        ("Thousands are in eastern Chad, the UN refugee agency said.", ["eastern Chad"]),
        ("Insurgents overran the Khwaja Zartala district before dawn.", ["Khwaja Zartala"]),
    ],
)
def test_places_are_found(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert names(text, gazetteer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Jordan said that he had never been so tired.",
        "Paris Hilton waved to her fans.",
        "She ordered Peking duck and Brussels sprouts.",
        "The Washington Post broke the story.",
        "A reporter for SANA, the state news agency, was there.",
        "He writes for Sabah, a daily newspaper.",
        "Sergeant Madison Carter was decorated.",
        "Denzel Washington and Jack London are two different people.",
        "Most of them fled, and the Police did nothing. Of course nobody came.",
        "The USS Cole was hit by a small boat.",
        "Real Madrid won again.",
        "In May and August the rains failed.",
        "Mr Lincoln thanked Ms Houston.",
        "They left the Island by the Bridge and met at the Church.",
        "Hope is lost. Victory is near. Reading calms them.",
        "Syrian and Iraqi officers shook hands.",
        "U.S.-led jets and Rwanda-backed rebels were seen.",
        "Hayat Tahrir al-Sham and the Arakan Army issued statements.",
    ],
)
def test_persons_papers_ships_clubs_groups_and_adjectives_are_no_places(text: str, gazetteer: Gazetteer) -> None:
    assert names(text, gazetteer) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jordan closed its border posts and Israel did the same.", ["Jordan", "Israel"]),
        ("Fighting reached Paris by night.", ["Paris"]),
        ("Diplomats in Washington and London agreed.", ["Washington", "London"]),
        ("The ship Santa Maria lay off Aden.", ["Aden"]),
        ("They left Raqqa, the group's capital, for Sirte, the group stronghold.", ["Raqqa", "Sirte"]),
    ],
)
def test_the_same_names_are_places_where_the_text_says_so(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert names(text, gazetteer) == expected


def test_a_part_of_a_name_is_no_place_in_a_far_country(gazetteer: Gazetteer) -> None:
    text = "Iraqi engineers returned to Bai Hassan, a field north of Kirkuk, from Erbil in Iraq."
    assert not {"Hassan"} & set(names(text, gazetteer))


def test_a_surname_introduced_with_a_first_name_stays_a_person(gazetteer: Gazetteer) -> None:
    text = "The mayor, Andrew Jackson, denied it. Later Jackson left town."
    assert "Jackson" not in names(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("They camp near the Turkish border.", "Turkish border", "border"),
        ("Trucks queue at the Syria–Turkey border.", "Syria–Turkey border", "border"),
        ("They mined the border with Jordan.", "border with Jordan", "border"),
        ("Guns were smuggled over the border between Sudan and Chad.", "border between Sudan and Chad", "border"),
        ("In Syria the road to the capital is cut.", "capital", "capital"),
        ("Shells hit the Syrian capital at noon.", "Syrian capital", "capital"),
        ("Jets bombed southern Idlib.", "southern Idlib", "place"),
        ("They fled to the countryside of Hama.", "countryside of Hama", "place"),
        ("The Idlib countryside is empty.", "Idlib countryside", "place"),
        ("A post 33 km south of Idlib was hit.", "33 km south of Idlib", "place"),
        ("They advanced into the south of Idlib province.", "south of Idlib province", "place"),
    ],
)
def test_phrases_that_name_a_place_together(text: str, expected: str, kind: str, gazetteer: Gazetteer) -> None:
    found = {span.text: span.kind for span in find_mentions(text, gazetteer)}
    assert found.get(expected) == kind


@pytest.mark.parametrize(
    "text", ["The Turkish border guards fired.", "It is a border town.", "Capital punishment was abolished.", "The provincial capital fell."]
)
def test_guards_and_punishment_are_neither_borders_nor_capitals(text: str, gazetteer: Gazetteer) -> None:
    assert names(text, gazetteer) == []


def test_names_without_an_entry_are_kept_where_the_text_calls_them_places(gazetteer: Gazetteer) -> None:
    spans = names("Rebels in Syria stormed the village of Qasr Mubham on Friday and shelled Zorvikabad, 12 km east of Hama.", gazetteer)
    assert "Qasr Mubham" in spans
    assert "Zorvikabad" in spans


def test_names_in_other_scripts(gazetteer: Gazetteer) -> None:
    assert names("قصفت الطائرات سراقب وأريحا في محافظة إدلب", gazetteer) == ["سراقب", "أريحا", "إدلب"]
    assert names("Российские войска вошли в Бахмут и Соледар.", gazetteer) == ["Бахмут", "Соледар"]
    assert names("ወታደሮች በመቀሌ ቆዩ።", gazetteer) == ["መቀሌ"]


def test_both_ends_of_a_road_are_found(gazetteer: Gazetteer) -> None:
    assert names("The Damascus–Aleppo highway is cut.", gazetteer) == ["Damascus", "Aleppo"]


_PIECES = st.sampled_from(
    [
        "Aleppo",
        "southern",
        "the",
        "capital",
        "border",
        "Turkish",
        "of",
        "Syria",
        ", ",
        ". ",
        "\n",
        "'s",
        "-",
        "–",
        "33",
        "km",
        "south",
        "with",
        "U.S.",
        "Ky.",
        "حلب",
        "“",
        "Mr",
        "Jackson",
    ]
)


@given(st.one_of(st.text(max_size=120), st.lists(_PIECES, max_size=25).map(" ".join), st.lists(_PIECES, max_size=25).map("".join)))
@settings(max_examples=150, deadline=None)
def test_spans_equal_the_text_and_do_not_overlap(text: str) -> None:
    spans = find_mentions(text, _shared())
    assert all(text[span.start : span.end] == span.text and span.text for span in spans)
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
    assert all(0.5 <= span.score <= 1 for span in spans)


_GAZETTEER: list[Gazetteer] = []


def _shared() -> Gazetteer:
    if not _GAZETTEER:
        _GAZETTEER.append(Gazetteer())
    return _GAZETTEER[0]


def test_empty_and_hostile_texts_are_harmless(gazetteer: Gazetteer) -> None:
    assert find_mentions("", gazetteer) == []
    assert find_mentions("   \n\t ", gazetteer) == []
    long = "A" * 10_000 + " " + "al-" * 3_000 + "\u202e\x00\ud800" + "'" * 2_000
    for span in find_mentions(long, gazetteer):
        assert long[span.start : span.end] == span.text


def test_a_text_may_end_with_a_news_medium(gazetteer: Gazetteer) -> None:
    assert names("Shells fell on Homs, doctors told Al Jazeera", gazetteer) == ["Homs"]


@pytest.mark.parametrize("word", ["Control", "Residents", "Loss", "Recapture"])
def test_the_noun_that_opens_a_sentence_is_no_part_of_a_name(word: str, gazetteer: Gazetteer) -> None:
    spans = find_mentions(f"Troops left the town of Zarbul for Homs. {word} of Zarbul was told on Monday.", gazetteer)
    assert not [span for span in spans if span.text.startswith(word)]


@pytest.mark.parametrize("name", ["Gwoza", "Srebrenica", "Kidal"])
def test_what_falls_is_a_place(name: str, gazetteer: Gazetteer) -> None:
    assert name in names(f"The war has spread. {name} fell to the rebels on Tuesday.", gazetteer)


def test_prices_that_fall_are_none(gazetteer: Gazetteer) -> None:
    assert not names("The war has spread. Prices fell to a low on Tuesday.", gazetteer)
