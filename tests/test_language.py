"""The language of a report: told, its places resolved, no events made up."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conflict_map import Report, read_report
from conflict_map.language import language_name, language_of

FOREIGN = [
    ("fr", "Les rebelles ont pris la ville de Goma lundi, et des milliers d'habitants ont fui vers Bukavu."),
    ("de", "Die Aufständischen haben am Montag die Stadt Goma eingenommen, Tausende sind nach Bukavu geflohen."),
    ("es", "Los rebeldes tomaron el lunes la ciudad de Goma y miles de vecinos huyeron hacia Bukavu."),
    (
        "ru",
        "Повстанцы захватили город Гома, тысячи жителей бежали.",
    ),
    (
        "ar",
        "سيطر المتمردون على مدينة غوما يوم الاثنين",
    ),
]


NAMES = [
    "Boko Haram captured Gulak last Saturday, 6 September.",
    "Rebels captured Goma, Sake, Masisi, Rutshuru, Kiwanja.",
    "Goma " * 60,
    "Saraqib, Idlib. " * 40,
    "Gulak, Michika, Madagali, Mubi and Bama: lost. " * 5,
]
"""English or no language at all; by their names they look like Pidgin, Shona, Uzbek."""


@pytest.mark.parametrize(("code", "text"), FOREIGN, ids=[code for code, _ in FOREIGN])
def test_a_foreign_report_is_told_and_gives_no_event(code: str, text: str) -> None:
    reading = read_report(Report(text, published="2024-05-15"))
    assert reading.language == code
    assert reading.events == ()
    assert not language_name(code).startswith("the language")


def test_places_of_a_foreign_report_are_resolved() -> None:
    reading = read_report(Report(FOREIGN[0][1]))
    assert {mention.place.name for mention in reading.mentions if mention.place is not None} >= {"Goma", "Bukavu"}


@pytest.mark.parametrize("text", ["Rebels captured the town of Goma on Monday.", "The army said that it had withdrawn from Goma."])
def test_english_is_told_without_loading_a_model(text: str) -> None:
    code = f"import sys; from conflict_map.language import language_of; print(language_of({text!r}), 'py3langid' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["en", "False"]


@pytest.mark.parametrize("text", ["", "Goma", "12:05 - 3/4", "PALMYRA. Strike on airport, 12:05.", "Air strikes hit Mekelle, Dessie", *NAMES])
def test_what_is_too_short_to_tell_is_not_guessed(text: str) -> None:
    assert language_of(text) in {None, "en"}


def test_a_foreign_quotation_leaves_an_english_report_english() -> None:
    text = f"Rebels captured the town of Goma on Monday, and the people of the town fled. \u201c{FOREIGN[0][1][:40]}\u201d, said the mayor."
    reading = read_report(Report(text, published="2024-05-15"))
    assert reading.language == "en"
    assert reading.events
