"""Coordination: which noun phrases make one list, and the clauses that a builder has made so far."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_map.events.units import names_place
from conflict_map.events.words import lexicon, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.units import Chunk, NounPhrase

__all__ = ["Coordination", "each_under_one_noun"]


_COMPASS = ("north", "south", "east", "west")
_AREAS = frozenset({"admin1", "admin2", "country", "area"})


def _tells_where(np: NounPhrase, before: NounPhrase, *, more: bool) -> bool:
    """Whether a phrase after a comma says where the place before it lies: "Mezhova, south of Pokrovsk", "Ariha, Idlib".

    Where a list goes on (``more``), an area counts only if it is called one: "Saraqib, Idlib province, and Khan Shaykhun".
    """
    if before.head_place is None and before.name is None and before.of is not None:
        before = before.of  # "the town of Sake, west of Goma", "two districts of Toretsk, Ukraine"
    here, there = np.head_place, before.head_place
    if here is None:
        return False
    words = here.text.lower().split()
    if "of" in words and any(word.startswith(_COMPASS) for word in words[: words.index("of")]):
        return before.name is not None or there is not None
    place = here.place
    if place is None or (there is None and before.name is None):
        return False
    outer = place.kind in _AREAS
    if there is None or there.place is None:
        return outer and not more
    inner = there.place
    if inner.kind in _AREAS or inner.country != place.country or (more and not outer):
        return False
    return place.kind == "country" or (place.admin1 is not None and inner.admin1 == place.admin1 and (outer or place.name == place.admin1))


_OF_PLACES = word_set("deeds_of_places")


def _under_one_noun(before: NounPhrase, np: NounPhrase | None) -> NounPhrase | None:
    """Return the noun again for the next place of its list: "control of A, B and C" is control of each."""
    if np is None or before.head not in _OF_PLACES or before.of is None:
        return None
    if np.head_place is None and np.name is None and not ("settlement" in np.classes and np.of is not None and np.of.places()):
        return None
    of = before.of
    if of.head_place is None and of.name is None and "settlement" not in of.classes:
        return None
    return replace(before, of=np, start=np.start, end=np.end, text=np.text)


def each_under_one_noun(phrases: list[NounPhrase]) -> list[NounPhrase]:
    """Repeat the noun of a list of places for each of them: "the fall of A and B" is two falls."""
    told = phrases[:1]
    for np in phrases[1:]:
        told.append(_under_one_noun(told[-1], np) or np)
    return told


_SAYS = word_set("says")
_THAT_NOUNS = word_set("that_nouns")
_REPORTED_BY = frozenset({"by", "from", "in", "on"})
_WHOLE = frozenset({"whole", "all", "most", "rest", "remainder", "entirety", "bulk"})


class Coordination:
    """The chunks of a sentence, with its lists of noun phrases."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self.chunks = chunks
        self.clauses: list[Clause] = []
        self.verbs = [index for index, chunk in enumerate(chunks) if chunk.kind == "VP"]
        self.by_index: dict[int, Clause] = {}

    def _list_left(self, index: int) -> tuple[list[NounPhrase], int]:
        """Collect the coordinated noun phrases that end at ``index``; (phrases in order, index before them)."""
        phrases: list[NounPhrase] = []
        position = index
        while position >= 0 and self.chunks[position].kind == "NP":
            np = self.chunks[position].np
            if np is not None:
                phrases.insert(0, np)
            before = position - 1
            if before >= 0 and self.chunks[before].kind == "CONJ" and self.chunks[before].low in {"and", "or"}:
                if before >= 1 and self.chunks[before - 1].kind == "COMMA":
                    before -= 1
                    if (
                        before >= 3
                        and self.chunks[before - 2].kind == "P"
                        and any(chunk.kind == "VP" for chunk in self.chunks[: before - 2])
                        and index + 1 < len(self.chunks)
                        and any(chunk.kind == "VP" for chunk in self.chunks[index + 1 : index + 12])
                    ):
                        break  # "lost A to the ELN, and their men fell back"
                if before >= 1 and self.chunks[before - 1].kind == "NP" and not self._object_of_verb(before - 1, np):
                    position = before - 1
                    continue
                break
            if (
                before >= 1
                and self.chunks[before].kind == "COMMA"
                and len(phrases) >= 2
                and self.chunks[before - 1].kind == "NP"
                and self._listlike(self.chunks[before - 1].np, np)
                and not self._told_by_the_rest(before - 1, index)
            ):
                position = before - 1
                continue
            break
        return phrases, position - 1

    def _told_by_the_rest(self, first: int, last: int) -> bool:
        """Whether the place at ``first`` is what a verb takes, and the capitals behind it say so: "captured A, Kyiv and Moscow said"."""
        vp = self.chunks[first - 1].vp if first else None
        says = self.chunks[last + 1].vp if last + 1 < len(self.chunks) else None
        return vp is not None and says is not None and says.lemma in _SAYS and names_place(self.chunks[first].np)

    def _object_of_verb(self, index: int, following: NounPhrase | None) -> bool:
        """Whether the noun phrase at ``index`` is the object of a verb before it, so that "and X took" starts a new clause."""
        position = index - 1
        while position >= 0 and self.chunks[position].kind in {"ADV", "P"}:
            position -= 1
        if position >= 0 and self.chunks[position].kind == "VP":
            vp = self.chunks[position].vp
            told = vp is not None and position == index - 1 and "speech" in lexicon().classes.get(vp.lemma, frozenset())
            first = self.chunks[index].np
            people = first is not None and bool(first.actors or {"combatant", "civilian"} & first.classes)
            said = told and vp is not None and vp.lemma in _SAYS and people
            return not (told and names_place(first)) and not said  # "residents said A and the village of B fell", "said rebels and their allies took"
        # deeper in a list or prepositional phrase of an earlier verb: unlike things are not one list
        np = self.chunks[index].np
        if np is None or following is None or self.chunks[index - 1].kind in {"WH", "SUB", "THAT"}:
            return False  # "which A and B entered", "when A and B entered"
        opens = next((self.chunks[i].kind for i in range(index - 1, -1, -1) if self.chunks[i].kind in {"VP", "THAT", "SUB", "WH"}), "")
        return opens == "VP" and not self._listlike(np, following)

    @staticmethod
    def _listlike(one: NounPhrase | None, other: NounPhrase | None) -> bool:
        if one is None or other is None:
            return False
        named = [
            np.head_place is not None
            or np.name is not None
            or bool(np.of is not None and ({"settlement", "control_word"} & np.classes or np.head in _WHOLE) and (np.of.head_place or np.of.name))
            for np in (one, other)
        ]  # "the towns of A and B", "control of A, B and C"
        if named[0] != named[1]:
            return False
        if "combatant" in one.classes and one.of is not None and one.of.text[:1].isupper() and not other.classes and other.text[:1].isupper():
            return True  # "gunmen of Hezbollah and Amal"
        if named[0]:
            return True
        kinds = ("civilian", "combatant", "settlement", "weapon")
        return [kind in one.classes for kind in kinds] == [kind in other.classes for kind in kinds] or bool(
            {"combatant", "civilian"} & one.classes and {"combatant", "civilian"} & other.classes
        )

    def _list_right(self, index: int, limit: int) -> tuple[list[NounPhrase], int]:
        """Collect the coordinated noun phrases from ``index`` on; (phrases, index after them)."""
        chunks = self.chunks
        first = chunks[index].np
        phrases = [first] if first is not None else []
        position = index + 1
        while position < min(limit, len(chunks)):
            kind = chunks[position].kind
            nxt = position + 1
            if kind == "COMMA" and nxt < limit and nxt < len(chunks) and chunks[nxt].kind == "CONJ":
                nxt += 1
            elif kind not in {"COMMA", "CONJ"}:
                break
            if chunks[position].low in {"but", "nor"}:
                break
            # "Strilecha, …, and, a day later, Hatyshche" is read as two; adverbs inside lists are skipped
            while nxt < limit and nxt < len(chunks) and chunks[nxt].kind == "ADV":
                nxt += 1
            if nxt >= limit or nxt >= len(chunks) or chunks[nxt].kind != "NP":
                break
            np = chunks[nxt].np
            shared = _under_one_noun(phrases[-1], np)
            if shared is not None and np is not None:
                if chunks[nxt - 1].kind == "COMMA" and _tells_where(np, phrases[-1].of or np, more=self._and_follows(nxt, limit)):
                    position = nxt + 1
                    continue
                phrases.append(shared)
                position = nxt + 1
                continue
            if (
                np is None
                or not self._listlike(phrases[-1], np)
                or (
                    kind == "COMMA"
                    and np.head_place is None
                    and np.name is None
                    and chunks[position].kind == "COMMA"
                    and not self._and_follows(nxt, limit)
                )
            ):
                break
            if kind == "COMMA" and chunks[nxt - 1].kind == "COMMA" and _tells_where(np, phrases[-1], more=self._and_follows(nxt, limit)):
                position = nxt + 1
                continue
            if (
                kind == "COMMA"
                and np.head_place is not None
                and "settlement" in np.classes
                and np.determiner == "the"
                and not self._and_follows(nxt, limit)
            ):
                break
            phrases.append(np)
            position = nxt + 1
        return phrases, position

    def _and_follows(self, index: int, limit: int) -> bool:
        """Whether a list goes on to an "and" after ``index``."""
        for position in range(index + 1, min(index + 8, limit, len(self.chunks))):
            kind = self.chunks[position].kind
            if kind == "CONJ":
                return self.chunks[position].low in {"and", "or"}
            if kind not in {"NP", "COMMA"}:
                return False
        return False

    def _report_by(self, that: int) -> NounPhrase | None:
        """Return the report of "claims by the rebels in A that": behind it only who makes it, and where."""
        chunks, at = self.chunks, that - 1
        while at > 1 and chunks[at].np is not None and chunks[at - 1].kind == "P" and chunks[at - 1].low in _REPORTED_BY:
            at -= 2
        np = chunks[at].np if at != that - 1 and at >= 0 else None
        return np if self._that_noun(np) else None

    @staticmethod
    def _that_noun(np: NounPhrase | None) -> bool:
        return np is not None and np.head in _THAT_NOUNS
