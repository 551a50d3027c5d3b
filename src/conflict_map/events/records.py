"""Events while they are being read, before those that tell the same are merged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflict_map.model import Trace

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.dates import DateRange
    from conflict_map.events.quantities import Quantity
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase
    from conflict_map.model import Mention

__all__ = ["Draft", "PlaceRef"]


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place that an argument means: the mention, the words that point to it, and how."""

    mention: Mention
    start: int
    end: int
    rule: str
    partial: bool = False
    near: bool = False


@dataclass(slots=True, eq=False)
class Draft:
    """One event as one clause tells it."""

    type: str
    sentence: int
    paragraph: int
    clause: Clause | None
    place: PlaceRef | None = None
    to: list[Side] = field(default_factory=list)
    lost: list[Side] = field(default_factory=list)
    actor: list[Side] = field(default_factory=list)
    status: str | None = None
    origin: PlaceRef | None = None
    destinations: list[PlaceRef] = field(default_factory=list)
    direction: str | None = None
    toward: str | None = None
    quantity: Quantity | None = None
    quantity_text: str = ""
    household: bool = False
    who: NounPhrase | None = None
    who_words: str = ""
    date: DateRange | None = None
    date_rule: str = ""
    claim: str = "reported"
    claim_by: tuple[str, ...] = ()
    strength: int = 2
    rule: str = ""
    first_since: int | None = None
    after: DateRange | None = None
    continued: bool = False
    quote: tuple[int, int] | None = None
    trace: list[Trace] = field(default_factory=list)
    entry: bool = False
    more: bool = False
    stock: bool = False
    title: bool = False
    cancelled: bool = False
    agent: Side | None = None

    def place_partial(self) -> bool:
        """Whether the place is only a part of the one named."""
        return self.place is not None and (self.place.partial or self.place.near)

    def note(self, role: str, text: str, start: int | None, end: int | None, rule: str) -> None:
        """Add a step to the explanation."""
        self.trace.append(Trace(role=role, text=text, start=start, end=end, rule=rule))
