"""Words that have one tag wherever they stand: the tagger, asked by context, has to say the same."""

from __future__ import annotations

import pytest

from conflict_map.events.fixed_tags import fixed_tag
from conflict_map.events.tagging import Tagger
from conflict_map.events.tokens import tokenize
from conflict_map.events.units import make_units
from conflict_map.events.words import lexicon, word_set

AROUND = [
    "The army {} took the town",
    "They were {} driven out",
    "{} rebels fled to the hills",
    "Fighters left {} the besieged town",
    "said {} more fell",
]
OPEN = ["hamlet", "quarrel", "zarbul", "swiftly", "friendly", "boulder", "seven-day"]
CLOSED = sorted(lexicon().function_words)
CERTAIN = {"NEG", "WH", "SUB", "CONJ"}
"""Tags that are given by the table alone."""


@pytest.mark.parametrize("around", AROUND)
def test_what_stands_around_changes_no_fixed_tag(around: str) -> None:
    differ = {}
    for word in [*CLOSED, *OPEN]:
        tag, before = fixed_tag(word), around.split("{}", maxsplit=1)[0]
        text = around.format(word)
        units = make_units(tokenize(text, 0, len(text)), [], [], [])
        index = next((number for number, unit in enumerate(units) if unit.start == len(before) and unit.low == word and unit.kind == "WORD"), None)
        if tag and tag not in CERTAIN and index is not None and (told := Tagger(units, lexicon())._tag(index)) != tag:
            differ[word] = (tag, told)
    assert not differ, "add these words to tagged_by_context in lexicon/sets.toml"


def test_words_that_are_asked_for_by_name_have_no_fixed_tag() -> None:
    assert not [word for word in word_set("tagged_by_context") if fixed_tag(word)]
    assert [fixed_tag(word) for word in ("the", "of", "until", "captured", "north", "hamlet")] == ["DET", "P", "SUB", "", "", "N"]
