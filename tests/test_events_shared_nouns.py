"""Control told with a noun said once, in lists with asides, by who has a place, and which place a description means."""

from __future__ import annotations

import pytest

from conflict_map import Report, extract


def _told(text: str, published: str = "2024-05-20") -> list[tuple[str, str | None, str | None]]:
    events = extract(Report(text, published=published))
    return [
        (event.place.name_in_report, event.control_to[0] if event.control_to else None, event.date_start)
        for event in events
        if event.type == "control_change" and event.place is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "M23 rebels assumed control of Kiwanja on 12 May and of Rutshuru on the following day.",
            [("Kiwanja", "M23", "2024-05-12"), ("Rutshuru", "M23", "2024-05-13")],
        ),
        (
            "M23 rebels took control of Kiwanja on 12 May and, the day after, of Rutshuru.",
            [("Kiwanja", "M23", "2024-05-12"), ("Rutshuru", "M23", "2024-05-13")],
        ),
        (
            "M23 rebels made themselves masters of Kiwanja on 12 May and of Rutshuru two days later.",
            [("Kiwanja", "M23", "2024-05-12"), ("Rutshuru", "M23", "2024-05-14")],
        ),
        (
            "Sake and the neighbouring village of Minova were cleared of M23 rebels by the Congolese army on 12 May.",
            [("Sake", "Congolese army", "2024-05-12"), ("Minova", "Congolese army", "2024-05-12")],
        ),
        (
            "M23 rebels attacked Sake on 12 May. The town, and Minova to the south of it, were captured on 14 May.",
            [("Sake", "M23", "2024-05-14"), ("Minova", "M23", "2024-05-14")],
        ),
        ("RSF fighters left. Khartoum has been the army's since 26 March.", [("Khartoum", "Sudanese Armed Forces", "2024-03-26")]),
        (
            "Sake was recovered by the Congolese army on 12 May, having been under M23 control since 5 February.",
            [("Sake", "Congolese army", "2024-05-12"), ("Sake", "M23", "2024-02-05")],
        ),
        ("The following Sunday saw Congolese troops back in Sake.", [("Sake", "Congolese army", None)]),
        (
            "UN peacekeepers evacuated the base at Tessalit on 12 May, handing the keys to Malian soldiers.",
            [("Tessalit", "Malian army", "2024-05-12")],
        ),
        (
            "M23 rebels took Sake on 12 May, only to lose it to the Congolese army on 14 May.",
            [("Sake", "M23", "2024-05-12"), ("Sake", "Congolese army", "2024-05-14")],
        ),
        (
            "Bentiu was taken by fighters allied to Riek Machar on 12 May and retaken by the SPLA on 14 May.",
            [("Bentiu", "SPLA-IO", "2024-05-12"), ("Bentiu", "South Sudanese government forces", "2024-05-14")],
        ),
        ("To the north, Sake was taken by M23 rebels on 12 May.", [("Sake", "M23", "2024-05-12")]),
    ],
)
def test_who_has_which_place_since_when(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert sorted(_told(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    "text",
    [
        "M23 rebels spoke of Kiwanja on 12 May and of Rutshuru on the following day.",
        "The house in Khartoum has been the general's since 2019.",
        "The mayor handed the keys of his office in Sake to his successor.",
        "M23 rebels took Sake to the brink.",
        "Congolese troops were seen back in their barracks.",
    ],
)
def test_what_only_sounds_like_it_is_no_change(text: str) -> None:
    assert _told(text) == []


def test_the_town_is_not_the_capital_of_the_same_sentence() -> None:
    text = "Traders in Bangui order from Bangassou. That is how the capital learned that the town was abandoned by the rebels on Saturday."
    assert [place for place, _, _ in _told(text)] != ["Bangui"]


def test_a_power_that_acts_is_not_the_town() -> None:
    text = "A soldier raised the flag over Kidal. Bamako had waited for it since 2014, when Tuareg separatists threw the army out of the town."
    assert all(place != "Bamako" for place, _, _ in _told(text))


def test_a_place_where_a_report_was_written_is_not_the_town() -> None:
    text = "KISORO - The barrier at Bunagana is lifted by a young man. Nobody has come since Monday, when M23 rebels captured the town."
    assert [place for place, _, _ in _told(text)] == ["Bunagana"]


def test_the_news_of_a_day_is_no_chronicle() -> None:
    text = "On Tuesday a soldier raised the flag in Sake. Since May 2014 the army had not been there. M23 rebels captured Minova on 7 May."
    assert ("Minova", "M23", "2024-05-07") in _told(text)


def test_a_bare_passive_is_of_the_side_that_announces_the_towns_around_it() -> None:
    text = "Zangilan has been liberated, President Ilham Aliyev said on Tuesday. Jabrayil was taken on October 4."
    assert {to for _, to, _ in _told(text, "2020-10-21")} == {"Azerbaijani forces"}
