"""The colours and styles of every map, kept in one place so that the page, the pictures, QGIS and KML show the same.

A style has a key; a shape's ``style`` column holds the key of the `LegendItem` that it is drawn by. Two more columns modify it:
``claim_status`` (the item ``claim-…``: outline dashed, dotted or struck) and ``precision`` (the item ``precision-2`` or ``precision-3``);
a besieged place or area (``holder_status``, ``control_status``, ``status``) keeps its holder's colour and has the item ``siege`` around it.
Neither an unknown nor a contested holder ever has a colour of a side: sides have hues, these have greys and a hatch.

The side colours were searched for so that, laid over the land at `FILL_OPACITY`, any two are told apart under normal sight and under
simulated red, green and blue blindness (Machado et al. 2009, doi:10.1109/TVCG.2009.113): in OKLab the first three differ by 0.13, the first
five by 0.11, the first seven by 0.085, all ten by 0.065 at least (0.055 for the rare blue blindness). Outlines have the same hue and a contrast
of 3 : 1 with the land (WCAG 2.2, 1.4.11). A test repeats the calculation.
"""

from __future__ import annotations

import csv
import dataclasses
import re
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conflict_map.model import ActorRecord

__all__ = [
    "FILL_OPACITY",
    "LAND",
    "SEA",
    "SIDE_COLOURS",
    "STYLES",
    "WIDTHS_PX",
    "WIDTH_LABELS",
    "LegendItem",
    "colour_slots",
    "side_items",
    "slug",
]

LAND = "#F4F2EC"
SEA = "#DFE7EE"
FILL_OPACITY = 0.58

#: (fill, outline) of a side by its colour slot less one: slots count from 1, as in ``actors.csv``.
SIDE_COLOURS: tuple[tuple[str, str], ...] = (
    ("#AB4400", "#7D3000"),  # rust: by custom of the table a government, or the attacker
    ("#57C976", "#23753C"),  # green
    ("#430068", "#2E0048"),  # violet
    ("#FCDF01", "#7A6600"),  # yellow
    ("#0651DA", "#043FA8"),  # blue
    ("#95E6FE", "#1D7391"),  # sky blue
    ("#DB62B8", "#9B2F7D"),  # pink
    ("#5F2900", "#451E00"),  # dark brown
    ("#71484D", "#55343A"),  # mauve
    ("#7F8B52", "#5A6438"),  # olive
)
#: Sides beyond the last slot use the colours again under one of these patterns.
_PATTERNS = ("none", "dots", "grid", "waves")

#: Width in CSS pixels of a movement's line by ``width_class``.
WIDTHS_PX: tuple[float, ...] = (3.0, 2.5, 4.5, 7.0, 10.0, 13.0)
#: What each ``width_class`` means: people or households as the report counts them.
WIDTH_LABELS: tuple[str, ...] = (
    "number not given",
    "under 1,000",
    "1,000 to 9,999",
    "10,000 to 99,999",
    "100,000 to 999,999",
    "1,000,000 and more",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendItem:
    """One class of shapes as it is drawn.

    Attributes
    ----------
    key
        Letters, digits and hyphens; the value of a shape's ``style``.
    group
        Heading in the legend: ``Who controls``, ``Movements``, ``People``, ``Fighting``, ``Certainty``, ``Places``, ``Lines``.
    label
        What the class means. The label of a side is its name: text of a report or table, so treat it as hostile.
    geometry
        ``point``, ``line`` or ``polygon``: how the sample in the legend is drawn (a side's points and areas share one item, ``polygon``).
    colour, stroke
        Fill and outline (or line), ``#RRGGBB``; ``colour`` is None for no fill.
    fill_opacity
        0 to 1.
    width_px
        Outline or line width in CSS pixels.
    dash
        Lengths of dashes and gaps in CSS pixels; empty for a solid line.
    pattern
        ``none``, ``hatch`` (diagonal lines), ``dots``, ``grid`` or ``waves`` over the fill.
    symbol
        Point marker: ``circle``, ``ring``, ``star``, ``cross``, ``square``, ``teeth`` (short strokes around the place, pointing at it) or ``none``.
    head
        Arrow head: ``none``, ``triangle`` (civilians) or ``barbed`` (fighters).
    hollow
        Whether a line is drawn as two thin edges with an empty core (number not known).
    """

    key: str
    group: str
    label: str
    geometry: str
    colour: str | None = None
    stroke: str = "#3A3A3A"
    fill_opacity: float = 1.0
    width_px: float = 1.5
    dash: tuple[float, ...] = ()
    pattern: str = "none"
    symbol: str = "none"
    head: str = "none"
    hollow: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the item as a dictionary that JSON can hold."""
        return dataclasses.asdict(self) | {"dash": list(self.dash)}


_CIVILIANS, _FIGHTERS = "#14365D", "#7A1020"


def _movement_items() -> Iterable[LegendItem]:
    who_words = {"civilians": ("Civilians", _CIVILIANS, "triangle"), "fighters": ("Fighters", _FIGHTERS, "barbed")}
    shape_words = {
        "arrow": ("to a named place", "line"),
        "border": ("to the nearest stretch of a border or coast", "line"),
        "wedge": ("in this direction, end not known", "polygon"),
        "origin": ("from here, destination not known", "point"),
        "arrival": ("to here, origin not known", "point"),
    }
    for who, (name, colour, head) in who_words.items():
        for shape, (words, geometry) in shape_words.items():
            for number in ("known", "unknown"):
                unknown = number == "unknown"
                yield LegendItem(
                    key=f"{shape}-{who}-{number}",
                    group="Movements",
                    label=f"{name} {words}" + ("; number not given" if unknown else ""),
                    geometry=geometry,
                    colour=None if unknown and geometry != "polygon" else colour,
                    stroke=colour,
                    fill_opacity={"polygon": 0.12 if unknown else 0.3}.get(geometry, 1.0),
                    width_px=1.5 if geometry == "polygon" else WIDTHS_PX[0] if unknown else WIDTHS_PX[2],
                    dash=(6.0, 4.0) if shape == "wedge" else (10.0, 3.0) if shape == "border" else (),
                    symbol={"origin": "ring", "arrival": "square"}.get(shape, "none"),
                    head=head if geometry == "line" else "none",
                    hollow=unknown,
                )


def _fixed_items() -> Iterable[LegendItem]:
    yield LegendItem(
        key="contested",
        group="Who controls",
        label="Contested",
        geometry="polygon",
        colour="#FFFFFF",
        fill_opacity=0.6,
        pattern="hatch",
        symbol="circle",
    )
    yield LegendItem(
        key="besieged",
        group="Who controls",
        label="Besieged; holder not stated",
        geometry="polygon",
        colour="#FFFFFF",
        fill_opacity=0.6,
        pattern="grid",
        symbol="circle",
    )
    yield LegendItem(key="siege", group="Who controls", label="Besieged", geometry="point", stroke="#1A1A1A", width_px=2.0, symbol="teeth")
    yield LegendItem(
        key="unknown",
        group="Who controls",
        label="Holder not known",
        geometry="polygon",
        colour="#FFFFFF",
        stroke="#6E6E6E",
        fill_opacity=0.35,
        dash=(3.0, 3.0),
        symbol="circle",
    )
    yield LegendItem(key="no-report", group="Who controls", label="No report", geometry="polygon", stroke="#6E6E6E", fill_opacity=0.0, width_px=0.0)
    yield from _movement_items()
    for index, (width, label) in enumerate(zip(WIDTHS_PX, WIDTH_LABELS, strict=True)):
        yield LegendItem(key=f"width-{index}", group="People", label=label, geometry="line", stroke=_CIVILIANS, width_px=width, hollow=index == 0)
    yield LegendItem(key="strike", group="Fighting", label="Strike", geometry="point", colour="#B3261E", stroke="#6E120C", symbol="star")
    yield LegendItem(
        key="clash", group="Fighting", label="Fighting on the ground", geometry="point", colour="#8A5A00", stroke="#5C3C00", symbol="cross"
    )
    yield LegendItem(key="front", group="Lines", label="Front line", geometry="line", stroke="#1A1A1A", width_px=4.0)
    yield LegendItem(
        key="front-inferred", group="Lines", label="Front line, inferred", geometry="line", stroke="#1A1A1A", width_px=4.0, dash=(8.0, 6.0)
    )
    yield LegendItem(key="route", group="Lines", label="Road that the report names", geometry="line", stroke="#7A6A55", width_px=3.0)
    yield LegendItem(
        key="place", group="Places", label="Place that the report names", geometry="point", colour="#FFFFFF", stroke="#3A3A3A", symbol="circle"
    )
    yield LegendItem(key="claim-claimed", group="Certainty", label="Claimed by one side", geometry="line", dash=(6.0, 4.0), width_px=2.0)
    yield LegendItem(
        key="claim-contested", group="Certainty", label="Accounts contradict each other", geometry="line", dash=(8.0, 3.0, 2.0, 3.0), width_px=2.0
    )
    yield LegendItem(key="claim-denied", group="Certainty", label="Denied", geometry="line", dash=(2.0, 4.0), width_px=2.0)
    yield LegendItem(
        key="claim-inferred", group="Certainty", label="Inferred from what a report says of before", geometry="line", dash=(1.0, 3.0), width_px=2.0
    )
    yield LegendItem(
        key="precision-2", group="Certainty", label="Near this point, or part of an area", geometry="point", symbol="ring", dash=(3.0, 3.0)
    )
    yield LegendItem(
        key="precision-3",
        group="Certainty",
        label="Somewhere in a larger area; the point stands for it",
        geometry="point",
        symbol="ring",
        dash=(1.0, 4.0),
    )


#: Every style but the sides', in the order of the legend.
STYLES: Mapping[str, LegendItem] = {item.key: item for item in _fixed_items()}


def slug(text: str) -> str:
    """Return letters, digits and hyphens that name ``text``; a check sum stands in where nothing of it is left or something was lost.

    Examples
    --------
    >>> slug("Syrian government forces")
    'syrian-government-forces'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    if text.lower() == short.replace("-", " "):
        return short
    mark = f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}"
    return f"{short}-{mark}" if short else mark


def side_items(sides: Iterable[str], slots: Mapping[str, int] | None = None) -> dict[str, LegendItem]:
    """Give each side its colour.

    A side with a slot has that colour on every map, under a pattern where another has it already (two wars on one map). One without a slot
    that is called by its kind ("rebels") has the colour of that kind, under a pattern too where it is taken. Any other gets a colour by a check sum
    of its name, so that it keeps it from map to map as far as the others leave it free. The order of ``sides`` does not matter.

    Parameters
    ----------
    sides
        Canonical names.
    slots
        Colour slot by name, counted from 1 as in ``actors.csv``.

    Returns
    -------
    dict of str to LegendItem
        By side, in alphabetical order.
    """
    slots = slots or {}
    names = sorted(set(sides))
    count = len(SIDE_COLOURS)
    pages = len(_PATTERNS)
    taken: dict[int, str] = {}
    fixed = {name: slot for name in names if (slot := slots[name] if name in slots else slot_of_kind(name)) is not None}
    for name in sorted(names, key=lambda name: (name not in slots, name not in fixed, fixed.get(name, 0), name)):
        wanted = fixed[name] - 1 if name in fixed else zlib.crc32(name.encode("utf-8", "surrogatepass")) % count
        same_colour = [(wanted + page * count) % (pages * count) for page in range(pages)] if name in fixed else []
        others = [(wanted // count + page) % pages * count + (wanted + step) % count for page in range(pages) for step in range(count)]
        # With more than 40 sides colours have to repeat: the names in the legend still tell.
        slot = next((slot for slot in (*same_colour, *others) if slot not in taken), max(taken, default=0) + 1)
        taken[slot] = name
    by_name = {name: slot for slot, name in taken.items()}
    items: dict[str, LegendItem] = {}
    keys: set[str] = set()
    for name in names:
        fill, stroke = SIDE_COLOURS[by_name[name] % count]
        pattern = _PATTERNS[by_name[name] // count % pages]
        key = f"side-{slug(name)}"
        while key in keys:
            key += f"-{by_name[name]}"
        keys.add(key)
        items[name] = LegendItem(
            key=key,
            group="Who controls",
            label=name,
            geometry="polygon",
            colour=fill,
            stroke=stroke,
            fill_opacity=FILL_OPACITY,
            pattern=pattern,
            symbol="circle",
        )
    return items


@cache
def _kinds() -> Mapping[str, int]:
    text = (files("conflict_map.layers") / "side_kinds.csv").read_text(encoding="utf-8")
    return {word: int(row["slot"]) for row in csv.DictReader(text.splitlines()) for word in row["words"].split("|")}


def slot_of_kind(name: str) -> int | None:
    """Return the colour slot of a side that is called by its kind (``side_kinds.csv``), by the longest ending that is one; None for none.

    Examples
    --------
    >>> slot_of_kind("Tuareg rebels"), slot_of_kind("Malian armed forces"), slot_of_kind("M23")
    (2, 1, None)
    """
    words = name.lower().split()
    return next((_kinds()[key] for start in range(len(words)) if (key := " ".join(words[start:])) in _kinds()), None)


def colour_slots(sides: Iterable[str], actors: Iterable[ActorRecord]) -> dict[str, int]:
    """Return the colour slot of each side that the table of actors knows.

    A name may fight in several wars with a slot in each; the war that knows most of ``sides`` decides. One that the table has for any war
    (``Islamic State``) has the slot of the side that it stands for. A part of a side gets the side's colour
    under a pattern: its slot is the side's plus the number of colours, or a multiple of that.

    Examples
    --------
    >>> from conflict_map.model import ActorRecord
    >>> table = [ActorRecord("a", "X", "a", "war 1", colour_slot=3), ActorRecord("b", "X", "b", "war 2", colour_slot=1),
    ...          ActorRecord("c", "Y", "c", "war 2", colour_slot=2), ActorRecord("d", "Y's guard", "c", "war 2")]
    >>> colour_slots(["X", "Y", "Y's guard", "Z"], table)
    {'X': 1, 'Y': 2, "Y's guard": 12}
    """
    actors, wanted = list(actors), set(sides)
    of_side = {(actor.conflict, actor.id): actor.colour_slot for actor in actors}
    known = [(actor, of_side.get((actor.conflict, actor.side))) for actor in actors if actor.name in wanted]
    shared: dict[str, set[str]] = {}
    for actor, slot in known:
        if actor.colour_slot is not None or slot is not None:
            shared.setdefault(actor.conflict, set()).add(actor.name)
    slots: dict[str, int] = {}
    parts: dict[int, int] = {}
    for actor, slot in sorted(known, key=lambda item: (item[0].name, -len(shared.get(item[0].conflict, ())), item[0].conflict, item[0].id)):
        if actor.name in slots:
            continue
        if actor.colour_slot is not None:
            slots[actor.name] = actor.colour_slot
        elif slot is not None:
            parts[slot] = parts.get(slot, 0) + 1
            slots[actor.name] = slot + len(SIDE_COLOURS) * parts[slot]
    named = {actor.name: actor.colour_slot for actor in reversed(actors) if actor.colour_slot is not None and actor.id == actor.side}
    return {name: named[name] for name in sorted(wanted & named.keys() - slots.keys())} | slots
