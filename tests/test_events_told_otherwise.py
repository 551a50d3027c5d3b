"""Control told in ways that hang on small words: who runs a place since when, descriptions before and after names, "there", "since then"."""

from __future__ import annotations

import pytest
from events_cases import read

CASES = [
    ("Fighting reached Dessie. Tigrayan fighters have been in full control there since Saturday.", "Dessie", "Tigrayan", "2024-05-18"),
    ("The KLA has been running Prizren since Sunday.", "Prizren", "KLA", "2024-05-19"),
    ("The rebels fought the army on 3 May. Makeni has been in rebel hands ever since.", "Makeni", "rebel", "2024-05-03"),
    ("Gudermes, the second town, gave itself up to the rebels on 12 May.", "Gudermes", "rebel", "2024-05-12"),
    ("The last stronghold of the rebels, the town of Shali, was captured by the army on Monday.", "Shali", "army", "2024-05-20"),
    ("The army captured the last stronghold of the rebels, Shali, on Monday.", "Shali", "army", "2024-05-20"),
    ("Malakal, the gateway to the capital, which has been in rebel hands since January, was calm.", "Malakal", "rebel", "2024-01"),
    ("The M23 has established control over Rubare Mpya.", "Rubare Mpya", "M23", ""),
    ("The rebels took the harbour of Greenville on 3 May.", "Greenville", "rebel", "2024-05-03"),
    ("Bouaké, the second city, fell on Wednesday evening to the cheers of people lining its avenues.", "Bouaké", "", "2024-05-15"),
    ("In the west the garrison at Senaki was taken on Monday without resistance.", "Senaki", "", "2024-05-20"),
    ("On Monday the army brought Kismayo under full control.", "Kismayo", "army", "2024-05-20"),
    (
        "Bukavu was besieged until Sunday night. The minister said that the town of Uvira had been taken by the M23 an hour or two earlier.",
        "Uvira",
        "M23",
        "",
    ),
]


@pytest.mark.parametrize(("text", "place", "side", "day"), CASES)
def test_control_is_read(text: str, place: str, side: str, day: str) -> None:
    found = [event for event in read(text, "2024-05-20").events if event.type == "control_change" and event.place]
    event = next(event for event in found if event.place and event.place.name_in_report == place)
    assert side.lower() in " ".join(event.control_to).lower()
    assert (event.date_start or "").startswith(day)
    assert len(found) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Bouaké fell into disrepair after the war.",
        "The army has been running adverts in Prizren since Sunday.",
        "Kinshasa, the gateway to the east, which rebels have threatened since January, was calm.",
        "The M23 has established contact over Goma.",
        "The mayor said that an hour or two earlier Uvira had been quiet.",
    ],
)
def test_near_misses_stay_silent(text: str) -> None:
    assert not [event for event in read(text, "2024-05-20").events if event.type == "control_change"]


MORE = [
    (
        "Bouaké fell on Wednesday to forces backing Alassane Ouattara, as did the port of Greenville a few hours afterwards.",
        "Bouaké",
        "",
        "2024-05-15",
    ),
    ("Islamist militants took the Nigerian fishing town of Baga on Wednesday.", "Baga", "militants", "2024-05-15"),
    ("Non-State armed groups took the town of Barsalogho on 14 May.", "Barsalogho", "armed groups", "2024-05-14"),
    ("Singa went the way of Wad Madani on Saturday.", "Singa", "", "2024-05-18"),
    ("The M23 has extended its authority to Sake.", "Sake", "M23", ""),
    ("M23 fighters and villagers walked unopposed into Goma on Monday.", "Goma", "M23", "2024-05-20"),
    ("Goma surrendered to the Cannibal Army on Monday.", "Goma", "Cannibal Army", "2024-05-20"),
    (
        "The White Lions militia overran Nasir on Tuesday, the army's spokesman conceded, and raised its own banner there.",
        "Nasir",
        "White Lions",
        "2024-05-14",
    ),
    ("For eleven hours on Saturday Kibumba belonged to the M23.", "Kibumba", "M23", "2024-05-18"),
    ("Goma has been captured by our heroic soldiers, President Kabila told the nation on Monday.", "Goma", "Congolese", "2024-05-20"),
]


@pytest.mark.parametrize(("text", "place", "side", "day"), MORE)
def test_control_is_read_from_plain_words(text: str, place: str, side: str, day: str) -> None:
    found = [event for event in read(text, "2024-05-20").events if event.type == "control_change" and event.place]
    event = next(event for event in found if event.place and event.place.name_in_report == place)
    assert side.lower() in " ".join(event.control_to).lower()
    assert (event.date_start or "").startswith(day)


def test_the_second_town_of_an_area_is_not_the_area() -> None:
    text = "Soldiers dislodged the rebels from Idlib province's second town on Monday, six months after it was overrun."
    assert not [event for event in read(text, "2024-05-20").events if event.place and event.place.name_in_report == "Idlib province"]


def test_what_had_long_been_out_of_reach_is_no_change() -> None:
    text = "The army recovered Goma on Monday, which had been beyond its reach for a decade."
    assert len([event for event in read(text, "2024-05-20").events if event.type == "control_change"]) == 1


LITTLE_WORDS = [
    ("Fighting shook Goma. By Sunday night the M23 was again in command of the streets.", "Goma", "M23", "2024-05-19"),
    ("Within days the M23 fighters were once more masters of Sake.", "Sake", "M23", ""),
    ("M23 fighters reached Sake on Tuesday and met little opposition there.", "Sake", "M23", "2024-05-14"),
    ("Sake yielded to Ukrainian guns on Thursday.", "Sake", "Ukrainian", "2024-05-16"),
    ("The M23 fought there on 3 May. Sake succumbed a few hours later.", "Sake", "", ""),
    ("The M23 took Sake on 14 May. Kingi Mpya followed on 17 May.", "Kingi Mpya", "M23", "2024-05-17"),
    ("The M23 said it was now running Sake.", "Sake", "M23", ""),
    ("The army left Sake, and M23 infantry strolled in on Monday.", "Sake", "M23", "2024-05-20"),
    ("Shelling shook Sake. Peter Gadet, a general, seized it on 18 May.", "Sake", "Peter Gadet", "2024-05-18"),
    ("The M23 is at the gates. It had Sake in May, after a battle of one morning.", "Sake", "M23", "2024-05"),
    ("On 1 May the M23 took Sake; on the following day its 57th and 58th Battalions entered Goma unopposed.", "Goma", "M23", "2024-05-02"),
]


@pytest.mark.parametrize(("text", "place", "side", "day"), LITTLE_WORDS)
def test_control_is_read_from_little_words(text: str, place: str, side: str, day: str) -> None:
    found = [event for event in read(text, "2024-05-20").events if event.type == "control_change" and event.place]
    event = next(event for event in found if event.place and event.place.name_in_report == place)
    assert side.lower() in " ".join(event.control_to).lower()
    assert (event.date_start or "").startswith(day)


@pytest.mark.parametrize(
    "text",
    [
        "Goma is beyond anyone's reach until the snow melts.",
        "The army was in control of its nerves.",
        "Journalists reached Sake on Tuesday and met little opposition there.",
        "Sake once more went without water.",
        "The M23 took questions on 14 May. Kingi Mpya followed on 17 May.",
    ],
)
def test_little_words_alone_tell_nothing(text: str) -> None:
    assert not [event for event in read(text, "2024-05-20").events if event.type == "control_change"]


MEANT = [
    ("Sake, the last town the government troops held in the north, was stormed by the M23 on 9 May.", "Sake", "M23", "2024-05-09"),
    (
        "Kupiansk has been recaptured, the Ukrainian general staff said on Thursday. Russia took the town in August.",
        "Kupiansk",
        "Ukrain",
        "2024-05-16",
    ),
    ("The town was the last stronghold of the M23 in the west; it had already lost Sake, on 18 May.", "Sake", "", "2024-05-18"),
    ("M23 fighters entered Sake on Friday without meeting resistance.", "Sake", "M23", "2024-05-17"),
]


@pytest.mark.parametrize(("text", "place", "side", "day"), MEANT)
def test_who_and_what_is_meant(text: str, place: str, side: str, day: str) -> None:
    found = [event for event in read(text, "2024-05-20").events if event.type == "control_change" and event.place]
    event = next(event for event in found if event.place and event.place.name_in_report == place and (event.date_start or "").startswith(day))
    assert side.lower() in " ".join(event.control_to).lower()
    assert place != "Sake" or "M23" not in event.control_to or side == "M23"


@pytest.mark.parametrize(
    "text",
    [
        "The army rejected reports that Sake had been encircled, let alone captured.",
        "Sake was the last town in the north under the militants' control.",
        "The army is in Sake. Its soldiers, the defence minister said, never left.",
    ],
)
def test_what_is_only_mentioned_is_no_event(text: str) -> None:
    assert not [event for event in read(text, "2024-05-20").events if event.type in {"control_change", "troop_movement"}]


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("Darkness fell on thousands of people in Goma.", "Darkness"),
        ("Sake was taken after the capture of Border Guard Police Battalion No. 5.", "Border Guard Police Battalion No"),
        ("Sake, on the road to Goma, was lost to neither side.", "Sake"),
        ("The first big Ukrainian city had been occupied by Russia.", "big Ukrainian"),
        ("In Idlib province, the group entered Barisha on 25 April, six weeks after the army had retaken the town.", "Idlib province"),
        ("Troops searched Goma. Two days ago this was the headquarters of the M23.", "Goma"),
        ("In Idlib province the government's flag is still to be seen in Saraqib.", "Idlib province"),
    ],
)
def test_what_is_no_place_and_no_change(text: str, silent: str) -> None:
    found = [event for event in read(text, "2024-05-20").events if event.type == "control_change" and event.place]
    assert silent not in {event.place.name_in_report for event in found if event.place}


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("Goma, under M23 siege since May, was quiet.", "Goma"),
        ("Kharkiv has lived under Russian attack since 2022.", "Kharkiv"),
        ("The M23 took heavy casualties in two battles: Sake on Monday, Goma on Friday.", "Goma"),
        ("Snow has fallen in the east: Sake on Monday, Goma on Friday.", "Goma"),
        ("The army captured Sake on Monday, followed closely by Goma in the ranking.", "Goma"),
        ("The army captured Sake on Friday, two days after Goma and Bukavu were bombed.", "Goma"),
        ("M23 fighters captured Sake on 27 January, twelve years after Goma.", "Goma"),
        ("The fall of Sake to the M23 on Monday was quicker than that of Goma.", "Goma"),
        ("Kim Jong Un welcomed Russian troops in Kharkiv on Monday.", "Kharkiv"),
        ("Goma is now the headquarters of the M23.", "Goma"),
        ("The police kept order in Goma on Monday during the match.", "Goma"),
        ("The M23 fighters are the owners of a hotel in Goma since May.", "Goma"),
    ],
)
def test_what_only_sounds_like_control(text: str, silent: str) -> None:
    found = [event for event in read(text, "2024-05-20").events if event.type == "control_change" and event.place]
    assert silent not in {event.place.name_in_report for event in found if event.place}


def test_who_had_a_place_did_not_take_it_when_it_fell() -> None:
    text = "Raqqa, a rebel town since 3 May, was captured on Monday."
    found = [event for event in read(text, "2024-05-20").events if event.type == "control_change"]
    assert [("rebel" in " ".join(event.control_to).lower(), event.date_start) for event in found][-1][0] is False


@pytest.mark.parametrize(
    "text", ["Aleppo: what we know.", "Analysis: Who controls what in Syria.", "Homs: - quiet.", "Monday: what fell, what held."]
)
def test_labels_without_anything_behind_them(text: str) -> None:
    assert not read(text, "2024-05-20").events
