"""The days of changes of control that a clause does not give by itself: rows of verbs, when-clauses, "the Tuesday", one verb for several days."""

from __future__ import annotations

import pytest
from events_cases import read

PUBLISHED = "2023-11-20"

TOLD = [
    ("The port of Goma itself was captured by M23 rebels on 8 August.", [("Goma", "2023-08-08")]),
    ("The town of Sake itself fell to the M23 on Tuesday.", [("Sake", "2023-11-14")]),
    ("He lived in Goma until October 2020, when the town was captured by M23 rebels.", [("Goma", "2020-10-01")]),
    ("M23 rebels have taxed the port of Goma since August 2008, when they evicted the army.", [("Goma", "2008-08-01")]),
    (
        "M23 rebels took Goma on 11 October. They ruled it until the Tuesday, when soldiers retook the town.",
        [("Goma", "2023-10-11"), ("Goma", "2023-10-17")],
    ),
    ("M23 rebels captured Goma in February 2017 and Sake in the December.", [("Goma", "2017-02-01"), ("Sake", "2017-12-01")]),
    ("M23 rebels were on the road on Friday. They stormed Goma at first light on Tuesday.", [("Goma", "2023-11-14")]),
    (
        "On 10 October M23 rebels seized Goma, and then Sake on the 18th and Bukavu five days after that.",
        [("Goma", "2023-10-10"), ("Sake", "2023-10-18"), ("Bukavu", "2023-10-23")],
    ),
    ("On 14 October Goma was lost to M23 rebels and on the 20th to the government.", [("Goma", "2023-10-14"), ("Goma", "2023-10-20")]),
    (
        "On Friday the M23 met the army, which seized Goma from it in March 2021 and lost it on 4 May, the mayor said yesterday.",
        [("Goma", "2021-03-01"), ("Goma", "2021-05-04")],
    ),
    (
        "Traders came back on Friday. Goma, which the M23 seized in March 2021, was retaken by the army on 4 November.",
        [("Goma", "2021-03-01"), ("Goma", "2023-11-04")],
    ),
    (
        "The rebellion began in April 2022 and spread. The M23 seized Sake in July of that year and, in November, occupied Goma for ten days.",
        [("Sake", "2022-07-01"), ("Goma", "2022-11-01")],
    ),
    (
        "The M23 was founded in May 2012. It seized Sake in July of that year and, in November, occupied Goma for ten days.",
        [("Sake", "2012-07-01"), ("Goma", "2012-11-01")],
    ),
    (
        "M23 rebels lost Goma, which soldiers captured in May 2023, and Sake, which they overran that January.",
        [("Goma", "2023-05-01"), ("Sake", "2023-01-01")],
    ),
    ("M23 rebels took Goma in December 2021 and soldiers retook it that January.", [("Goma", "2021-12-01"), ("Goma", "2022-01-01")]),
    ("M23 rebels took Goma in February 2022 and soldiers retook it that September.", [("Goma", "2022-02-01"), ("Goma", "2022-09-01")]),
    ("M23 rebels have seized Goma, the governor said on Monday, two days after a truce was broken.", [("Goma", "2023-11-20")]),
    (
        '"We are free," the governor said late on Friday. Markets were busy. The declaration came a week after the M23 recaptured Goma and Sake.',
        [("Goma", "2023-11-07"), ("Sake", "2023-11-07")],
    ),
    ("A truce was signed on Friday. It followed three days after M23 rebels seized Goma.", [("Goma", None)]),
    ("The truce of Friday holds. The truce came three days after the M23 recaptured Goma.", [("Goma", None)]),
    (
        "The M23 has left Goma, where soldiers paraded on Saturday, three days after they retook Sake.",
        [("Sake", "2023-11-15")],
    ),
    ("Goma and Sake fell to M23 rebels on Nov. 3 and Nov. 5, respectively.", [("Goma", "2023-11-03"), ("Sake", "2023-11-05")]),
    ("M23 rebels captured Goma and Sake on Friday and Saturday respectively.", [("Goma", "2023-11-17"), ("Sake", "2023-11-18")]),
    (
        "M23 rebels captured Goma, Sake and Bukavu on 3 November, 5 November and 9 November, respectively.",
        [("Goma", "2023-11-03"), ("Sake", "2023-11-05"), ("Bukavu", "2023-11-09")],
    ),
    (
        "M23 rebels captured Goma, Sake and Bukavu on Friday and Saturday, respectively.",
        [("Goma", None), ("Sake", None), ("Bukavu", None)],
    ),
    ("M23 rebels captured Goma and Sake on 3 November.", [("Goma", "2023-11-03"), ("Sake", "2023-11-03")]),
    ("Sake was taken by M23 rebels a week later.", [("Sake", None)]),
    ("On 3 November soldiers attacked. It lasted five hours. The army was repulsed and Goma fell to the M23.", [("Goma", "2023-11-03")]),
    ("On 3 November soldiers attacked. It lasted five weeks. The army was repulsed and Goma fell to the M23.", [("Goma", None)]),
    ("M23 rebels have taken Goma, the army acknowledged on Thursday. The town was captured on Tuesday.", [("Goma", "2023-11-14")]),
    (
        "M23 rebels took Goma on Tuesday. They have retaken Goma, the army acknowledged on Thursday.",
        [("Goma", "2023-11-14"), ("Goma", "2023-11-16")],
    ),
    ("Two days after soldiers lost Sake on 3 November, M23 rebels seized Goma.", [("Sake", "2023-11-03"), ("Goma", "2023-11-05")]),
    ("A week before M23 rebels took Goma on 20 October, soldiers recaptured Sake.", [("Goma", "2023-10-20"), ("Sake", "2023-10-10")]),
    ("M23 rebels took Goma on 8 November. They seized Sake the day after Goma fell.", [("Goma", "2023-11-08"), ("Sake", "2023-11-09")]),
    ("Talks began on 8 November. M23 rebels seized Sake two days after a truce was broken.", [("Sake", None)]),
    ("M23 rebels took Goma the following Tuesday.", [("Goma", None)]),
    ("The M23 took Sake in 2012 and seized Goma on 9 May.", [("Sake", "2012-01-01"), ("Goma", "2012-05-09")]),
    ("The M23 took Sake in 2012, and by 9 May it had seized Goma.", [("Sake", "2012-01-01"), ("Goma", "2012-05-09")]),
    ("M23 rebels took Goma on 8 November. Talks go on. On the day they left Bukavu they seized Sake.", [("Goma", "2023-11-08"), ("Sake", None)]),
    ("M23 rebels seized Goma a day after the truce of 3 November.", [("Goma", "2023-11-04")]),
    ("M23 rebels seized Goma two days before the elections of 8 November.", [("Goma", "2023-11-06")]),
    ("M23 rebels seized Goma two days after Tuesday's talks.", [("Goma", None)]),  # not the day of the talks
    ("M23 rebels seized Goma on the eve of Friday's talks.", [("Goma", "2023-11-16")]),
    ("M23 rebels seized Goma during the truce of 3 November.", [("Goma", "2023-11-03")]),
    ("M23 rebels seized Goma a year ago on Monday.", [("Goma", "2022-01-01")]),
    ("M23 rebels seized Goma last year, in November.", [("Goma", "2022-11-01")]),
    ("On Monday the governor said that Goma had fallen to M23 rebels two days before.", [("Goma", "2023-11-18")]),
    ("M23 rebels will hold a vote on Friday in Goma, which they seized.", [("Goma", None)]),
    ("M23 rebels seized Goma on the weekend of 4 November.", [("Goma", "2023-11-04")]),
]

SILENT = [
    "Goma is empty, but not occupied.",
    "Goma was shelled by M23 rebels, but not captured.",
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_each_change_of_control_has_its_own_day(text: str, expected: list[tuple[str, str | None]]) -> None:
    events = [event for event in read(text, PUBLISHED).events if event.type == "control_change" and event.place]
    assert sorted((event.place.name_in_report, event.date_start) for event in events) == sorted(expected)


@pytest.mark.parametrize("text", SILENT)
def test_what_a_second_participle_denies_is_no_capture(text: str) -> None:
    assert not [event for event in read(text, PUBLISHED).events if event.type == "control_change"]


def test_a_second_goal_is_no_second_taker() -> None:
    events = [event for event in read("Goma was lost to M23 rebels on 14 October and on the 20th to history.", PUBLISHED).events if event.place]
    assert len(events) == 1


def test_a_market_of_a_weekday_is_no_day_of_the_story() -> None:
    (event,) = read("M23 rebels took Goma on 11 October. On Tuesday soldiers met traders of the Thursday market.", PUBLISHED).events
    assert event.date_start == "2023-10-11"
