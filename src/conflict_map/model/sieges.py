"""Who holds and who besieges a place, by an event that tells of a siege."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflict_map.model.events import Event

__all__ = ["siege_sides"]


def siege_sides(event: Event) -> tuple[str | None, str | None]:
    """Return (holder, besieger) of an event whose ``control_status`` is besieged, each None where the event does not say.

    ``actor`` besieges. Without one, ``control_to`` besieges what ``control_from`` holds; ``control_to`` alone holds the place, as the status
    keeps the holder.

    Examples
    --------
    >>> from conflict_map.model import Event
    >>> siege_sides(Event("a", "control_change", control_to=("Army",), control_from=("Rebels",), control_status="besieged"))
    ('Rebels', 'Army')
    >>> siege_sides(Event("b", "control_change", control_from=("Rebels",), actor=("Army",), control_status="besieged"))
    ('Rebels', 'Army')
    >>> siege_sides(Event("c", "control_change", control_to=("Rebels",), control_status="besieged"))
    ('Rebels', None)
    """
    to, before = (side[0] if side else None for side in (event.control_to, event.control_from))
    besieger = event.actor[0] if event.actor else to if before is not None and before != to else None
    holder = next((side for side in (to, before) if side is not None and side != besieger), None)
    return holder, besieger
