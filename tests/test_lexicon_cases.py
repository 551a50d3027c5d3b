from __future__ import annotations

import pytest

from conflict_map import Gazetteer
from conflict_map.gazetteer import fold
from conflict_map.lexicon.cases import in_nominative, nominatives
from conflict_map.pipeline import geoparse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize(
    ("declined", "name"),
    [
        ("Бахмуте", "бахмут"), ("Харьковом", "харьков"), ("Авдеевку", "авдеевка"), ("Донецка", "донецк"), ("Сумах", "сумы"), ("Одессы", "одесса"),
        ("Запорожьем", "запорожье"), ("Угледару", "угледар"), ("Грозного", "грозный"), ("Гостомеле", "гостомель"), ("Києва", "київ"),
        ("Чернігова", "чернігів"), ("Миколаєва", "миколаїв"), ("Одесі", "одеса"), ("Волновахе", "волноваха"), ("Дамаском", "дамаск"),
        ("ጎንደርን", "ጎንደር"), ("መቀሌም", "መቀሌ"),
    ],
)  # fmt: skip
def test_a_declined_name_is_found(declined: str, name: str, gazetteer: Gazetteer) -> None:
    assert in_nominative([fold(declined)], gazetteer) == fold(name)


@pytest.mark.parametrize("name", ["Bamako", "حلب", "Кот", "Абвгдеева"])
def test_what_is_no_case_of_a_known_name_is_left(name: str, gazetteer: Gazetteer) -> None:
    assert in_nominative([fold(name)], gazetteer) is None
    assert fold(name) not in nominatives(fold(name))


def named(text: str, gazetteer: Gazetteer) -> dict[str, str | None]:
    return {mention.text: mention.place.name if mention.place is not None else None for mention in geoparse(text, gazetteer)}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Колонны видели в Донецке и под Харьковом.", {"Донецке": "Donetsk", "Харьковом": "Kharkiv"}),
        ("Люди виїхали з Чернігова до Києва.", {"Чернігова": "Chernihiv", "Києва": "Kyiv"}),
        ("Отряды отступили от Дамаска к Хомсу.", {"Дамаска": "Damascus", "Хомсу": "Homs"}),
        ("በጎንደር እና ባሕር ዳርን", {"ጎንደር": "Gonder", "ባሕር ዳርን": "Bahir Dar"}),
    ],
)
def test_declined_names_are_resolved_in_a_text(text: str, places: dict[str, str], gazetteer: Gazetteer) -> None:
    found = named(text, gazetteer)
    assert {name: found.get(name) for name in places} == places


def test_people_are_no_places(gazetteer: Gazetteer) -> None:
    assert not any(named("Речь Романова слушали все, письмо Одинцову отправили.", gazetteer).values())
