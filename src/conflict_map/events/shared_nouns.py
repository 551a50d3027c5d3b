"""A noun said once for several places with times of their own: "assumed control of A on 12 November and of B on the day after"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.coordination import Coordination
from conflict_map.events.units import names_place
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.dates import TimeExpression

__all__ = ["SharedNouns"]

_DEEDS = word_set("deeds_of_places")
_LORDS = word_set("lords_of_places")


class SharedNouns(Coordination):
    """Finds the places that hang on a noun of the object by a second "of"."""

    def _more_of(self, clause: Clause, conj: int, limit: int) -> int | None:
        """Add "and, the day after, of B" to the places of the verb; the index after it, or None."""
        nouns = [np for np in clause.objects if np.of is not None and (np.head in _DEEDS or np.head in _LORDS or "control_word" in np.classes)]
        if not nouns and not (clause.pp("of") and clause.objects and "control_word" in clause.objects[-1].classes):
            return None
        stop = min(limit, len(self.chunks))
        times: list[TimeExpression] = []
        position = self._skip(conj + 1, stop, times)
        if position + 1 >= stop or self.chunks[position].low != "of" or not names_place(self.chunks[position + 1].np):
            return None
        phrases, after = self._list_right(position + 1, limit)
        after = self._skip(after, stop, times)
        clause.more_objects.append((phrases, times))
        return after

    def _skip(self, position: int, stop: int, times: list[TimeExpression]) -> int:
        """Go over times, commas before them and adverbs, and keep the times; the index after them."""
        while position < stop and (
            self.chunks[position].kind in {"TIME", "ADV"}
            or (self.chunks[position].kind == "COMMA" and position + 1 < stop and self.chunks[position + 1].kind in {"TIME", "ADV", "P"})
        ):
            time = self.chunks[position].time
            if time is not None and time.use != "shift":
                times.append(time)
            position += 1
        return position
