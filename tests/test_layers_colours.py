"""The colours of sides: told apart by all eyes, the same on every map."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from conflict_map.gazetteer import Gazetteer
from conflict_map.layers import FILL_OPACITY, LAND, SIDE_COLOURS, STYLES
from conflict_map.layers.palette import colour_slots, side_items

if TYPE_CHECKING:
    from numpy.typing import NDArray


def linear(colour: str) -> NDArray[np.float64]:
    channel = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(np.dot([0.2126, 0.7152, 0.0722], linear(colour))) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def oklab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    cones = np.array(
        [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]]
    )
    lab = np.array(
        [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099], [0.0259040371, 0.7827717662, -0.8086757660]]
    )
    return lab @ np.cbrt(np.clip(cones @ np.clip(rgb, 0, 1), 0, None))


SIGHT = {
    "normal": np.eye(3),
    "protan": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deutan": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritan": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}


@pytest.mark.parametrize("sight", SIGHT)
def test_side_colours_over_the_land_are_told_apart_by_all_eyes(sight: str) -> None:
    def over_land(colour: str) -> str:
        pairs = [(int(colour[i : i + 2], 16), int(LAND[i : i + 2], 16)) for i in (1, 3, 5)]
        return "#" + "".join(f"{round(FILL_OPACITY * a + (1 - FILL_OPACITY) * b):02X}" for a, b in pairs)

    seen = [oklab(SIGHT[sight] @ linear(over_land(fill))) for fill, _ in SIDE_COLOURS]
    for (i, a), (j, b) in itertools.combinations(enumerate(seen), 2):
        least = 0.13 if j < 3 else 0.11 if j < 5 else 0.085 if j < 7 else 0.065
        assert np.linalg.norm(a - b) >= least * (0.85 if sight == "tritan" else 1.0) - 1e-3, (i, j)


def test_every_line_stands_out_from_the_land() -> None:
    for item in STYLES.values():
        assert contrast(item.stroke, LAND) >= 3.0, item.key
    for _, stroke in SIDE_COLOURS:
        assert contrast(stroke, LAND) >= 3.0


def test_sides_keep_their_slots_and_share_none() -> None:
    items = side_items(["B", "A", "C"], {"A": 1, "B": 1})
    assert items["A"].colour == SIDE_COLOURS[0][0]
    assert (items["B"].colour, items["B"].pattern) != (items["A"].colour, items["A"].pattern)
    assert items == side_items(["C", "A", "B"], {"A": 1, "B": 1})
    many = side_items([f"Side {number}" for number in range(25)])
    assert len({(item.colour, item.pattern) for item in many.values()}) == 25
    assert len({item.key for item in many.values()}) == 25


def test_a_side_has_its_colour_on_every_map() -> None:
    """Alone, among others of its war, beside other wars: the colour is the same, a pattern tells two of one colour apart."""
    actors = Gazetteer().actors.records
    company = [[], ["Ukrainian forces"], ["Congolese army", "M23"], ["Taliban", "Islamic State", "US forces", "rebels"]]
    for name, slot in (("Russian forces", 1), ("Islamic State", 3)):
        for others in company:
            names = [name, *others]
            items = side_items(names, colour_slots(names, actors))
            assert items[name].colour == SIDE_COLOURS[slot - 1][0], others
            assert len({(item.colour, item.pattern) for item in items.values()}) == len(items)


@pytest.mark.parametrize(("name", "slot"), [("Tuareg rebels", 2), ("the Ruritanian army", 1), ("jihadists", 3), ("separatists", 4)])
def test_a_side_called_by_its_kind_has_the_colour_of_the_kind(name: str, slot: int) -> None:
    items = side_items([name, "Somebody else"])
    assert items[name].colour == SIDE_COLOURS[slot - 1][0]
    taken = side_items([name, "Known"], {"Known": slot})
    assert taken[name].colour == taken["Known"].colour
    assert taken[name].pattern != taken["Known"].pattern == "none"


def test_a_side_without_a_slot_keeps_its_colour_among_others() -> None:
    alone = side_items(["Free Fighters of X"])["Free Fighters of X"]
    assert side_items(["Free Fighters of X", "Y"], {"Y": 1})["Free Fighters of X"] == alone


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "", "حركة", "a" * 500, "A b", "a  b", "{{ 7*7 }}"])
def test_a_style_key_is_plain_whatever_the_side_is_called(name: str) -> None:
    key = side_items([name, "a b"])[name].key
    assert key.replace("-", "").isalnum()
    assert key.isascii()
    assert len(key) < 100
