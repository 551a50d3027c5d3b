"""Rows of places under a verb that is said once, where each place has a preposition or a time of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.gaps import Gaps
from conflict_map.events.patterns import ARTICLE, lazy_pattern
from conflict_map.events.units import names_place
from conflict_map.events.words import word_set
from conflict_map.lexicon import lexicon

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.dates import TimeExpression
    from conflict_map.events.units import NounPhrase

__all__ = ["Rows", "take_for_name"]

_HELD_SITES = word_set("held_sites")
_PLAIN_NAME = lazy_pattern(rf"(?:{ARTICLE}-)?[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+){{0,2}}")


def take_for_name(np: NounPhrase | None) -> None:
    """Let capitalised words that no table knows name a place, where a row of places goes on with them."""
    plain = np is not None and not (np.classes or np.actors or np.quantity or np.possessor or np.of or np.determiner or np.pronoun)
    titled = np is not None and lexicon().has(np.text.split()[0].lower().rstrip("."), "titles")
    if np is not None and plain and not titled and np.head_place is None and np.name is None and _PLAIN_NAME.fullmatch(np.text):
        np.name = (np.start, np.end)


class Rows(Gaps):
    """Finds the later places of a row."""

    def _governed_again(self, clause: Clause, conj: int, limit: int) -> int | None:
        """Read "rolled into A on Monday and, the day after, into B"; the index after B, or None."""
        chunks, end = self.chunks, min(limit, len(self.chunks))
        position = conj + 1
        times: list[TimeExpression] = []
        while position < end and chunks[position].kind in {"COMMA", "TIME"}:
            time = chunks[position].time
            if time is not None:
                times.append(time)
            position += 1
        words = []
        while position < end and chunks[position].kind in {"P", "ADV"}:
            words.append(chunks[position].low)
            position += 1
        if not times or not words or position >= end or not names_place(chunks[position].np):
            return None
        if not any(pp.prep == " ".join(words) and names_place(pp.phrases[-1]) for pp in clause.prepositional):
            return None
        phrases, after = self._list_right(position, limit)
        clause.more_objects.append((phrases, times))
        return after

    def _told_between(self, clause: Clause, spoken: Clause) -> None:
        """Read "took A and, residents say, B" as "took A and B"; who says so is told of both."""
        chunks, close = self.chunks, spoken.index + 1
        if "speech" not in spoken.classes() or spoken.objects or spoken.left < 2 or close + 1 >= len(chunks):
            return
        opened = chunks[spoken.left - 2].kind == "CONJ" and chunks[spoken.left - 1].kind == "COMMA"
        last = clause.objects[-1] if clause.objects else None
        if last is not None and not (names_place(last) or "settlement" in last.classes or last.head == "control"):
            return  # "captured the sympathy of A"
        if not opened or chunks[close].kind != "COMMA" or not names_place(chunks[close + 1].np):
            return
        phrases, after = self._list_right(close + 1, len(chunks))
        if after >= len(chunks) or chunks[after].kind in {"STOP", "TIME", "SUB"}:
            times = [time for chunk in chunks[after : after + 1] if (time := chunk.time) is not None]
            clause.more_objects.append((phrases, times))

    def _site(self, index: int, limit: int) -> tuple[NounPhrase, int] | None:
        """Return the place that "the base at X" stands for, and the index after it."""
        np = self.chunks[index].np if index + 2 < min(limit, len(self.chunks)) else None
        if np is None or np.head not in _HELD_SITES or np.determiner != "the" or self.chunks[index + 1].low not in {"at", "in"}:
            return None
        inner = self.chunks[index + 2].np
        return (inner, index + 3) if inner is not None and names_place(inner) else None

    def _timed_list(self, index: int, limit: int) -> bool:
        """Whether places with a time of their own start at ``index``: "…, B and C two days later"."""
        np = self.chunks[index].np
        if np is None:
            return False
        after = index + 1
        if np.head_place is not None or np.name is not None:
            _, after = self._list_right(index, limit)
        end = min(limit, len(self.chunks))
        if after + 2 < end and self.chunks[after].low == "in" and self.chunks[after + 1].np is not None:
            after += 2  # "B in the north a day later"
        return after < end and self.chunks[after].kind == "TIME"

    def _timed_next(self, comma: int, limit: int) -> bool:
        """Whether a time and then the next place of a row stand behind a comma: "On Monday they took A, on Tuesday B and on Friday C"."""
        chunks, end = self.chunks, min(limit, len(self.chunks))
        if comma + 2 >= end or chunks[comma + 1].kind != "TIME" or not names_place(chunks[comma + 2].np) or chunks[comma - 1].kind != "NP":
            return False
        _, after = self._list_right(comma + 2, limit)
        return after >= len(chunks) or chunks[after].kind in {"COMMA", "CONJ", "STOP"}

    def _verbless_aside(self, wh: int, limit: int) -> int | None:
        """Return the comma that closes ", which handles trade," where no table knows the verb, if a time follows it; else None."""
        chunks, end = self.chunks, min(limit, len(self.chunks))
        closed = next((index for index in range(wh + 1, end) if chunks[index].kind == "COMMA"), None)
        if closed is None or closed + 1 >= end or chunks[closed + 1].kind != "TIME" or any(chunk.kind == "VP" for chunk in chunks[wh:closed]):
            return None
        return closed
