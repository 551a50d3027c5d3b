"""Words that describe a place are compared by what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conflict_map.gazetteer import Gazetteer, fold
from conflict_map.gazetteer.compile import Row, compile_segment
from conflict_map.gazetteer.descriptions import described, described_similarity
from conflict_map.gazetteer.segment import Segment
from conflict_map.gazetteer.words import DESCRIPTIONS, OPPOSITES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("left", "right", "least", "most"),
    [
        ("Upper Ziwana", "Ziwānah al Fawqānī", 0.92, 1.0),
        ("Great Ziwana", "Zîwana Mezin", 0.92, 1.0),
        ("Ziwana Farm", "Mazra‘at Ziwanah", 0.92, 1.0),
        ("East Ziwana", "Ziwanah ash Sharqiyah", 0.92, 1.0),
        ("East Ziwana", "Ziwanah al Gharbiyah", 0.0, 0.71),
        ("Upper Ziwana", "Ziwanah", 0.8, 0.9),
        ("Ziwana", "Ziwanah", 0.0, 0.0),
    ],
)
def test_likeness(left: str, right: str, least: float, most: float) -> None:
    assert least <= described_similarity(fold(left), fold(right)) <= most


def test_a_name_of_describing_words_alone_is_a_name() -> None:
    assert described("jabal sharqi").core == "jabal sharqi"
    assert described("tall").core == "tall"


def test_every_word_is_a_folded_key_of_one_idea() -> None:
    assert all(fold(word) == word and " " not in word for word in DESCRIPTIONS)
    assert set(OPPOSITES) <= set(DESCRIPTIONS.values())


@pytest.fixture
def twins(tmp_path: Path) -> Gazetteer:
    rows = [
        Row("Ziwanah al Fawqani", 35.1, 36.1, "village", "SY", "SY.12", 1),
        Row("Ziwanah at Tahtani", 35.2, 36.2, "village", "SY", "SY.12", 2),
        Row("Mazra`at Bisnaya", 35.3, 36.3, "village", "SY", "SY.12", 3),
    ]
    compile_segment(rows, tmp_path, info={"admin_names": {"SY.12": "Idlib"}})
    return Gazetteer.of_segments([Segment(tmp_path)])


def test_the_right_twin_comes_first_and_says_why(twins: Gazetteer) -> None:
    for name, wanted in (("Upper Ziwana", 1), ("Lower Ziwana", 2), ("Bisnaya Farms", 3), ("Bisnaya farm", 3)):
        found = twins.locate(name, country="SY")
        assert found[0].place.geonames_id == wanted, name
        assert "translated" in found[0].reason
    both = twins.locate("Ziwana", country="SY")
    assert {c.place.geonames_id for c in both[:2]} == {1, 2}
    assert "doubtful" in both[0].reason
