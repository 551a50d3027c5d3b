"""Control: every voice and phrasing in which a place changes hands, and what must not be taken for it."""

from __future__ import annotations

import pytest
from events_cases import MAIN, C, read

TOLD = [
    # active
    ("Russian forces captured Soledar on Monday.", [C("Soledar", "Russian", None, "2024-05-13")]),
    ("Ukrainian troops have recaptured Robotyne, the general staff said.", [C("Robotyne", "Ukrainian")]),
    ("RSF fighters overran Zalingei on 31 October after the garrison fled.", [C("Zalingei", "Rapid Support Forces", None, "2023-10-31")]),
    ("The Taliban seized Kunduz and Kandahar on Sunday.", [C("Kunduz", "Taliban", None, "2024-05-12"), C("Kandahar", "Taliban", None, "2024-05-12")]),
    ("M23 rebels took Sake, Minova and Rutshuru last week.", [C("Sake", "M23"), C("Minova", "M23"), C("Rutshuru", "M23")]),
    ("On 12 May Haftar's forces took control of Gharyan.", [C("Gharyan", "Libyan National Army", None, "2024-05-12")]),
    ("Al-Shabaab fighters regained control of El Bur on Friday, residents said.", [C("El Bur", "Shabaab", None, "2024-05-10")]),
    ("Syrian rebels wrested Saraqib from government forces on Tuesday.", [C("Saraqib", "opposition", "Syrian government", "2024-05-14")]),
    ("Iraqi forces have established full control over Tal Afar, the prime minister said on Thursday.", [C("Tal Afar", "Iraqi")]),
    ("Within hours the paramilitaries had Nyala under their control.", [C("Nyala", "Rapid Support Forces")]),
    ("The offensive put Dessie in rebel hands on 30 October 2021.", [C("Dessie", "", None, "2021-10-30")]),
    # passive and participles
    ("Kupiansk was retaken by Ukrainian troops on 10 September 2022.", [C("Kupiansk", "Ukrainian", None, "2022-09-10")]),
    ("Lashio, captured by the MNDAA in July 2024, is the largest town in the north.", [C("Lashio", "MNDAA", None, "2024-07")]),
    (
        "Gao, Kidal and Timbuktu had been occupied by Tuareg rebels in April 2012.",
        [C("Gao", "rebels", None, "2012-04"), C("Kidal", "rebels"), C("Timbuktu", "rebels")],
    ),
    ("Konna was freed by French and Malian soldiers on Friday.", [C("Konna", "Mali", None, "2024-05-10")]),
    # falling, passing, slipping
    ("Avdiivka fell to Russian troops on 17 February.", [C("Avdiivka", "Russian", None, "2024-02-17")]),
    ("Mosul fell into the hands of Islamic State in June 2014.", [C("Mosul", "Islamic State", None, "2014-06")]),
    ("On Saturday Hama slipped from the government's control.", [C("Hama", "", "Syrian government", "2024-05-11")]),
    ("Laukkai surrendered to the Brotherhood Alliance on 4 January.", [C("Laukkai", "", None, "2024-01-04")]),
    ("Kherson has changed hands twice.", None),
    ("By nightfall on Sunday Bukavu was in the hands of the M23.", [C("Bukavu", "M23", None, "2024-05-12")]),
    ("Since Thursday the town of Alamata has been under the control of Tigrayan forces.", [C("Alamata", "Tigray")]),
    # losing and giving up
    ("The army lost Nyala to the RSF in October.", [C("Nyala", "Rapid Support Forces", "Sudanese", "2023-10")]),
    ("Armenian forces abandoned Hadrut on 9 October 2020.", [C("Hadrut", "", "Armenia", "2020-10-09")]),
    ("Armenia handed over Kalbajar to Azerbaijan on 25 November 2020.", [C("Kalbajar", "Azerbaijan", "Armenia", "2020-11-25")]),
    ("The separatists gave up Lyman without a fight on Saturday.", [C("Lyman", "", "separatists", "2024-05-11")]),
    # driving out, clearing
    ("Ukrainian troops drove the Russians out of Snihurivka on Thursday.", [C("Snihurivka", "Ukrainian", "Russian", "2024-05-09")]),
    ("Al-Shabaab was pushed out of Buale by Somali government forces on Monday.", [C("Buale", "Somali", "Shabaab", "2024-05-13")]),
    ("Soldiers cleared Fallujah of Islamic State fighters in June 2016.", [C("Fallujah", "", "Islamic State", "2016-06")]),
    # nominal
    ("Analysts said the capture of Humera by federal troops on 12 November 2020 cut the rebels' supply line.", [C("Humera", "", None, "2020-11-12")]),
    ("The governor confirmed the fall of Goma to the M23.", [C("Goma", "M23")]),
    ("After the recapture of Tarhuna by GNA forces on Friday, residents danced in the streets.", [C("Tarhuna", "Government of National Accord")]),
    # flags, entries
    (
        "Fighters of the Karen National Union raised their flag over the police station in Myawaddy on 10 April.",
        [C("Myawaddy", "Karen", None, "2024-04-10")],
    ),
    ("Russian troops marched into Kherson on 2 March 2022 and met no resistance.", [C("Kherson", "Russian", None, "2022-03-02")]),
    ("Malian soldiers rolled into Kidal on Tuesday, hours after the rebels had withdrawn from the town.", [C("Kidal", "Mali", None, "2024-05-14")]),
    # pointing back
    ("Fighting for Tikrit went on for weeks. Iraqi troops retook the city on 31 March 2015.", [C("Tikrit", "Iraqi", "", "2015-03-31")]),
    ("Shusha stands on a cliff. Azerbaijani forces captured it on 8 November 2020.", [C("Shusha", "Azerbaijan", None, "2020-11-08")]),
    ("Loikaw, which rebels had overrun in January, was shelled on Sunday.", [C("Loikaw", "", None, "2024-01")]),
    (
        "The M23 captured Minova on 3 March and Goma, the regional capital, on 9 March.",
        [C("Minova", "M23", None, "2024-03-03"), C("Goma", "M23", None, "2024-03-09")],
    ),
    ("Kunduz was lost on Sunday and Herat, in the west, two days later.", [C("Kunduz", "", None, "2024-05-12"), C("Herat", "", None, "2024-05-14")]),
    # claims, passing on, sides by their loyalty
    ("The RSF claimed control of Nyala on Thursday.", [C("Nyala", "Rapid Support Forces", None, "2024-05-09")]),
    (
        "Control of Gharyan passed from Haftar's forces to the GNA on 26 June 2019.",
        [C("Gharyan", "Government of National Accord", "Libyan National Army", "2019-06-26")],
    ),
    (
        "Fighters loyal to the GNU drove a rival militia out of Tripoli on Saturday.",
        [C("Tripoli", "Government of National", "militia", "2024-05-11")],
    ),
    ("Federal forces entered Mekelle unopposed on 28 November 2020.", [C("Mekelle", "", None, "2020-11-28")]),
    ("Snihurivka was liberated, President Zelensky announced on Thursday.", [C("Snihurivka", "Ukrainian", None, "2024-05-09")]),
    # names that no gazetteer has
    ("Russian forces captured Verkhnokamianske on Monday.", [C("Verkhnokamianske", "Russian", None, "2024-05-13")]),
    ("Somali troops retook the Bulacle district on Sunday.", [C("Bulacle", "Somali", None, "2024-05-12")]),
]

SILENT = [
    "By Friday rebels had almost captured Hama.",
    "The group deployed 900 fighters to Tal Afar to slow the advance.",
    "Baidoa was cut off for weeks, but the militants never took it.",
    "Rebels shot down a helicopter over Aleppo.",
    "Government forces have retaken positions near Goma.",
    "Russian forces are trying to capture Soledar.",
    "Ukraine vowed to retake Bakhmut before winter.",
    "The rebels failed to take Marib.",
    "Government troops launched an offensive to recapture Sirte on Monday.",
    "If the RSF takes El Fasher, aid will stop, diplomats say.",
    "Azerbaijan denied that its troops had captured Shusha.",
    "A spokesman for the army said Goma would not fall.",
    "The Taliban have not captured Kandahar.",
    "Neither side has taken Taiz.",
    "Could Pokrovsk fall this summer?",
    "Residents fear that Baidoa will be taken by al-Shabaab.",
    "The plan to seize Tripoli was drawn up in Misrata.",
    "The general promised that Kherson would be won back.",
    "An attempt to storm Hodeidah stalled on the outskirts.",
    "The army expects to recapture Gao within days.",
    "Rebels captured three tanks near Saraqib on Friday.",
    "Prices fell in Khartoum last week.",
    "The foreign minister took office in Damascus on Monday.",
    "Troops reached the outskirts of Mosul on Friday.",
    "He lost his house in Aleppo.",
    "Russian troops still hold Mariupol.",
    "The fall of temperatures in Kabul closed schools.",
    "The ministry said reports that Lyman had been lost were a lie.",
]


@pytest.mark.parametrize(
    ("text", "expected"), [case for case in TOLD if case[1] is not None], ids=lambda value: value[:50] if isinstance(value, str) else None
)
def test_changes_of_control(text: str, expected: list[C]) -> None:
    events = [event for event in read(text).events if event.type == "control_change"]
    assert len(events) == len(expected), [event.to_dict() for event in events]
    for case in expected:
        assert any(case.fits(event) for event in events), [(e.place, e.control_to, e.control_from, e.date_start) for e in events]


@pytest.mark.parametrize("text", SILENT)
def test_what_only_looks_like_a_change_of_control(text: str) -> None:
    events = [event for event in read(text).events if event.type in MAIN]
    assert [(event.type, event.place.name if event.place else None, event.quote) for event in events] == []


def test_entering_a_town_is_contested_and_no_change_of_hands() -> None:
    events = read("Soldiers entered Saraqib on Tuesday amid heavy fighting with rebels.").events
    assert [event.type for event in events if event.type == "control_change"] == []
    (entry,) = [event for event in events if event.type == "clash"]
    assert (entry.control_status, entry.date_start) == ("contested", "2024-05-14")


def test_a_part_of_a_town_is_not_the_town() -> None:
    events = read("Rebels captured two districts of Aleppo on Monday.").events
    assert [event.type for event in events if event.type == "control_change"] == []
    assert all(event.control_status == "contested" for event in events if event.type == "clash")
