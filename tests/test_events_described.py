"""Places and sides told by what they are, and words that hang on what was told before: whole events, and near misses that stay silent."""

from __future__ import annotations

import pytest

from conflict_map import Gazetteer, Report
from conflict_map.pipeline import extract, geoparse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def changes(text: str, gazetteer: Gazetteer, published: str = "2025-03-10") -> set[tuple[str, str]]:
    """Return each place that changed hands, with the first name of its taker."""
    events = extract(Report(text, published=published), gazetteer=gazetteer)
    return {(e.place.name_in_report, (*e.control_to, "?")[0]) for e in events if e.type == "control_change" and e.place is not None}


ARMY, M23 = "Congolese army", "M23"

TOLD = [
    # a nation's adjective is no name
    ("The M23 attacked Goma on Friday. By evening the rebels had taken the eastern Congolese city.", {("Goma", M23)}),
    ("The M23 attacked Goma on Friday. The rebels took the whole of the city.", {("Goma", M23)}),
    ("The M23 attacked Goma on Friday. By evening they had the whole of the Congolese city in their hands.", {("Goma", M23)}),
    ("The M23 attacked Goma on Friday. By evening they had taken the Nyiragongo district.", {("Nyiragongo", M23)}),
    # it goes on from what was told
    (
        "The army took Goma on Monday. On Tuesday came the turn of Sake and Minova, in South Kivu, and of Walikale.",
        {("Goma", ARMY), ("Sake", ARMY), ("Minova", ARMY), ("Walikale", ARMY)},
    ),
    ("The army took Goma on Monday. Now comes the turn of Sake.", {("Goma", ARMY)}),
    ("The army took Goma on Monday. Sake had gone the same way on Friday.", {("Goma", ARMY), ("Sake", ARMY)}),
    ("The army took Goma on Monday. The minister said he would have gone the same way.", {("Goma", ARMY)}),
    # one after another, each with its day
    (
        "The M23 has picked off the army's bases one after another: Goma on 24 January, Sake, near the city, on 8 February and, on 3 March, Minova.",
        {("Goma", M23), ("Sake", M23), ("Minova", M23)},
    ),
    ("The M23 captured town after town: Goma on 24 January, Sake, on the lake, on 8 February.", {("Goma", M23), ("Sake", M23)}),
    ("The M23 captured soldiers one after another: two at Goma on 24 January, one at Sake on 8 February.", set()),
    # declared, and told of as held
    ("The M23 fought in Goma and declared the town its own.", {("Goma", M23)}),
    ("The M23 fought in Goma and declared the town its capital.", set()),
    ("The minister declared Goma back under army control on Saturday.", {("Goma", ARMY)}),
    ("M23 control of Goma was reported by local partners on 2 March.", {("Goma", M23)}),
    ("M23 control of Goma was discussed by local partners on 2 March.", set()),
    ("The M23 left Goma on Friday. Soldiers have controlled its streets since Saturday.", {("Goma", ARMY)}),
    ("Soldiers controlled the streets of Goma during the march.", set()),
    ("The army searched Sake, the town they had prised from the M23 that morning.", {("Sake", ARMY)}),
    # driven out again
    ("The M23 seized Goma in January. Troops threw it out on 3 March.", {("Goma", M23), ("Goma", ARMY)}),
    ("Sake was overrun on Tuesday, though soldiers ousted them from it on Saturday.", {("Sake", "?"), ("Sake", ARMY)}),
    ("The M23 seized Goma in January. Rain drove it out of the headlines.", {("Goma", M23)}),
    # the name behind what they are
    ("On Wednesday 200 men of another outfit, the M23, overran an army post at Sake.", {("Sake", M23)}),
    ("On Wednesday another group, the M23, overran an army post at Sake.", {("Sake", M23)}),
    # that town: the one named last
    (
        "The M23 entered Goma on Saturday and soldiers were seen leaving in trucks for Sake. That town changed hands before dawn on Monday.",
        {("Goma", M23), ("Sake", M23)},
    ),
    # rumours
    ("The governor used the occasion to scotch a rumour that al-Shabaab had captured Goma at the weekend.", set()),
    ("A ministry spokesman dismissed as rumour a story that Goma had been lost again.", set()),
    ("The army played down a report that Goma had been captured.", set()),
    # an adjective before a noun, not a verb
    ("The M23 took Goma on Thursday, and its fighters paused to parade captured Humvees.", {("Goma", M23)}),
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_what_is_described_is_read_as_if_it_were_named(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert changes(text, gazetteer) == expected


def test_they_are_those_who_marched_in_not_those_who_had_chased_them_out(gazetteer: Gazetteer) -> None:
    text = (
        "Soldiers of the army marched into Goma on Sunday, seven weeks after the M23 chased them from it. "
        "They had come up the lake from Sake, which they captured last Wednesday."
    )
    assert ("Sake", ARMY) in changes(text, gazetteer)


def test_a_force_armed_and_paid_by_others_acts_itself(gazetteer: Gazetteer) -> None:
    text = "The M23, a force armed and paid by Rwanda, captured Goma on Sunday."
    assert changes(text, gazetteer) == {("Goma", M23)}


@pytest.mark.parametrize(("place", "country", "side"), [("Djibo", "Burkina Faso", "Burkinabe army"), ("Palma", "Mozambique", "Mozambican forces")])
def test_a_name_that_armies_share_is_that_of_the_country(place: str, country: str, side: str, gazetteer: Gazetteer) -> None:
    text = f"In {country} the Defence and Security Forces (FDS) regained control of {place} on 3 March."
    assert changes(text, gazetteer) == {(place, side)}


FURTHER = [
    # looked back on: whoever has taken it since did not take it then
    (
        "Goma has been captured by the army.\n\nThe city had been lost on 12 August last year, when the guards who defended it escaped by boat.",
        {("Goma", ARMY), ("Goma", "?")},
    ),
    # asides that compare, and those that end with their verb
    ("The M23 withdrew to Sake, where, as in Goma, its flag has been flying since January.", {("Sake", M23)}),
    ("The minister declared Goma, where two roads meet, back under army control.", {("Goma", ARMY)}),
    ("Goma, where two roads meet, fell to the M23.", {("Goma", M23)}),
    # names that soldiers give, and names that no table has
    ("The K1 air base passed into army hands at noon. Goma is quiet.", {("K1 air base", ARMY)}),
    (
        "The army took Goma on Monday. Two oil fields, Jihara and Mahra, had gone the same way on Friday.",
        {("Goma", ARMY), ("Jihara", ARMY), ("Mahra", ARMY)},
    ),
    # they are watched, they do not hold it
    ("M23 infantry attacked on Friday. Goma came under its control a day later, UN peacekeepers say.", {("Goma", M23)}),
    # all three
    (
        "The army took Goma, Sake and Minova in February. All three towns had been lost to the M23 in January.",
        {(place, side) for place in ("Goma", "Sake", "Minova") for side in (ARMY, M23)},
    ),
    # gone from one, followed into it
    ("Soldiers pulled back from Sake to Goma on 14 February. Fighters of the M23 entered the town the next day.", {("Sake", M23)}),
    # others look on, and take nothing
    ("M23 men marched into Goma on 3 March while UN peacekeepers looked on, and took Sake a day later.", {("Goma", M23), ("Sake", M23)}),
    ("M23 men marched into Goma on 3 March as the army entered Sake, and captured Minova.", {("Goma", M23), ("Sake", ARMY), ("Minova", ARMY)}),
    # both of the sentence
    (
        "The M23 left Bukavu on Monday. It left Sake and Minova, to the west, on Friday, and by Sunday both places were under army control again.",
        {("Sake", ARMY), ("Minova", ARMY)},
    ),
    # the last position in a town, the towns that are named behind it, the town that a distance describes
    ("The M23 took control of the base of the 6th Division, the last major position of the army in Goma.", {("Goma", M23)}),
    ("The M23 took control of the base of the 6th Division, a position of the army in Goma.", set()),
    ("The army wrested two towns from the M23 on Wednesday, the government said, naming them as Goma and Sake.", {("Goma", ARMY), ("Sake", ARMY)}),
    ("The army lost two men on Wednesday, the government said, naming them as Goma and Sake.", set()),
    ("Sake is quiet. Fighters of the M23 marched into the hill town, 25 km west of Goma, on Sunday without a shot.", {("Sake", M23)}),
    ("The M23 attacked Sake, whose garrison laid down its arms to it on 6 March.", {("Sake", M23)}),
    # the last quarter, all of it, free
    ("The army reached Goma on Saturday. By Sunday night the last of the town's 29 quarters had been cleared of the M23.", {("Goma", ARMY)}),
    ("The army left Goma on Wednesday. By Thursday morning the M23 had all of it: the port and the airfield.", {("Goma", M23)}),
    ("The siege of Goma dragged on for nine months before the president declared the city free on 10 February.", {("Goma", ARMY)}),
    # rows behind an unnamed subject
    (
        "The M23 took Sake and Minova. Both provincial capitals had been taken earlier, Goma on 27 January and Bukavu on 16 February.",
        {("Sake", M23), ("Minova", M23), ("Goma", M23), ("Bukavu", M23)},
    ),
    # claims of others that somebody denies
    ("The army rejected claims by the M23 that Goma had fallen.", set()),
    ("The mayor denied reports from bloggers in Kinshasa that Goma had been given up.", set()),
    # a partner by its name, nobody in particular, and bases wiped out
    ("Up the road in Goma, whose people have watched more than one army march in, the market has opened.", set()),
    ("The M23 wiped out the base at Sake in January.", {("Sake", M23)}),
    # the place that opens a sentence without a comma
    ("In Goma rebel fighters seized the whole city on Monday and in Bukavu soldiers recaptured Sake.", {("Goma", M23), ("Sake", ARMY)}),
    ("In Goma rebel fighters seized the whole city on Monday.", {("Goma", M23)}),
    # last month, and after something: two times
    ("The M23, meanwhile, wrested Sake from the army last month after its soldiers surrendered.", {("Sake", M23)}),
    # no longer
    ("The M23 attacked Sake on Monday, and the army no longer controls the town.", {("Sake", M23)}),
    # capitals that say so are not taken
    ("M23 rebels captured Goma, Kigali and Kinshasa said.", {("Goma", M23)}),
    # a day to come
    ("The minister said that victory would be declared on the day that Goma was taken.", set()),
    # the whole of a state is no town told before
    ("The M23 fought in Goma. A spokesman replied that the army was master of the whole territory.", set()),
]


@pytest.mark.parametrize(("text", "expected"), FURTHER)
def test_what_was_told_before_is_meant_where_it_can_be(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert changes(text, gazetteer) == expected


def test_words_that_a_hyphen_joins_are_no_places(gazetteer: Gazetteer) -> None:
    text = "Non-State armed groups raided Goma. Post-war Sake is quiet."
    assert [mention.text for mention in geoparse(text, gazetteer=gazetteer)] == ["Goma", "Sake"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wagner mercenaries pulled out of Timbuktu last week and Malian soldiers took their place.", set()),
        ("The M23 left Goma on Monday and soldiers took their place.", {("Goma", ARMY)}),
    ],
)
def test_friends_who_relieve_each_other_change_no_hands(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert changes(text, gazetteer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The flu took one town after another: Goma on Monday, Bukavu on Tuesday.",
        "Hunters entered Goma on Monday for a fair.",
        "Pilots hit Goma on Monday over pay.",
        "Police have patrolled the streets of Goma since Monday.",
        "The army is now controlling the streets of Goma for the marathon.",
        "The M23 besieged Goma. On Monday the health minister declared the city free.",
        "The president declared Goma free on Monday of any cholera.",
        "The M23 declared Goma its own republic in 2012.",
        "The government says Goma airport was cleared for flights on Monday.",
        "The government says that Goma was cleared on Monday to host the games.",
        "Rebels captured the sympathy of Goma and, residents say, Bukavu on Monday.",
    ],
)
def test_words_like_those_of_war_change_no_hands(text: str, gazetteer: Gazetteer) -> None:
    assert changes(text, gazetteer) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Some 300 letters reached Goma, 500 Bukavu and 200 Sake.",
        "24,300 votes reached Goma and 9,700 Bukavu.",
        "The price of oil reached 90 in Goma and 70 Bukavu.",
        "Helicopters dropped drums of fuel on Goma on Monday for the aid agency.",
        "Pilots hit Goma on Monday over pay.",
    ],
)
def test_counts_of_things_and_aid_are_no_events(text: str, gazetteer: Gazetteer) -> None:
    assert extract(Report(text, published="2025-03-10"), gazetteer=gazetteer) == []


def test_the_turn_to_do_something_else_is_no_capture(gazetteer: Gazetteer) -> None:
    assert changes("Rebels took Goma. Then came the turn of Bukavu and Uvira to hold talks.", gazetteer) == {("Goma", M23)}
