"""Words that leave out their verb: "with X in rebel hands", "X, a rebel town since May,", "X - in rebel hands", "X: TNLA since 24 July"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from conflict_map.events.units import LOW, Chunk, Unit, VerbPhrase, names_place, shape_of
from conflict_map.events.words import lexicon, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.units import NounPhrase

__all__ = ["DASHES", "without_verb"]

DASHES = frozenset({"-", "--", "\u2013", "\u2014", ":"})
_COUNTED = frozenset({"arrival", "return", "departure", "newcomer", "displaced", "idp", "displacement", "returnee", "evacuee"})
_HELD_BY = frozenset({"in", "under", "back in", "back under"})


def _told_of(made: Sequence[Chunk]) -> bool:
    """Whether the sentence opens with a place that its verbs tell of."""
    first = next((chunk for chunk in made if chunk.kind not in {"TIME", "ADV", "QUOTE", "COMMA"}), None)
    if first is None or first.np is None or first.np.head_place is None:
        return False
    return any(chunk.kind == "VP" for chunk in made) and any(chunk.low == ":" for chunk in made)


def _is_held(chunk: Chunk, np: NounPhrase | None) -> bool:
    """Whether a preposition and the phrase behind it say who has something: "in rebel hands", "under army control"."""
    return chunk.low in _HELD_BY and np is not None and "control_word" in np.classes


def _absolute(chunks: list[Chunk]) -> list[Chunk]:
    """Give "with X in rebel hands" and ", under rebel control since Monday," the verb that they leave out."""
    if _HELD_BY.isdisjoint(map(LOW, chunks)) or not any(_is_held(chunk, after.np) for chunk, after in pairwise(chunks) if chunk.kind == "P"):
        return chunks
    made: list[Chunk] = []
    for index, chunk in enumerate(chunks):
        np = chunks[index + 1].np if index + 1 < len(chunks) else None
        if chunk.kind == "P" and _is_held(chunk, np) and made:
            aside: list[Chunk] = []
            while len(made) > 2 and made[-1].kind in {"ADV", "TIME"} and made[-2].kind in {"ADV", "TIME", "COMMA"}:
                aside.insert(0, made.pop())  # ", now under rebel control,"
            named = [c for c in made[-2:] if c.np is not None and (c.np.head_place is not None or c.np.name is not None)]
            vp = VerbPhrase(chunk.start, chunk.start, "be", "finite")
            if not (made[-1].kind == "COMMA" and len(made) > 1 and made[-2] in named):
                made += aside
            if made[-1].kind == "COMMA" and len(made) > 1 and made[-2] in named:
                made += [Chunk("WH", chunk.start, chunk.start, "which"), *aside, Chunk("VP", chunk.start, chunk.start, "be", vp=vp)]
            elif (made[-1].kind == "COMMA" or made[-1].low in {":", "and", "then"}) and not aside and _told_of(made):
                made.append(Chunk("VP", chunk.start, chunk.start, "be", vp=vp))  # "…, under army control again by Thursday"
            elif made[-1] in named and len(made) > 1 and made[-2].low == "with":
                made[-2] = Chunk("SUB", made[-2].start, made[-2].end, "as")
                made.append(Chunk("VP", chunk.start, chunk.start, "be", vp=vp))
        made.append(chunk)
    return made


def without_verb(chunks: list[Chunk], units: Sequence[Unit]) -> list[Chunk]:
    """Give a note without a verb the one that it leaves out: "Kyaukme - in rebel hands", "Mogok: ruby town, TNLA since 24 July"."""
    chunks = _described(_absolute(chunks))
    if len(chunks) < 3 or len(chunks) > 24:
        return chunks
    first = next((i for i, c in enumerate(chunks[:4]) if c.kind not in {"TIME", "ADV", "QUOTE", "OPEN", "CLOSE", "STOP"}), None)
    if first is None or chunks[first].np is None:
        return chunks
    head = chunks[first].np
    dash = first + 1 if first + 1 < len(chunks) and chunks[first + 1].kind == "STOP" and chunks[first + 1].low in DASHES else None
    if head is not None and head.head_place is None and head.name is None and dash is not None and chunks[dash].low != ":":
        word = next((unit for unit in units if unit.start == head.start), None)
        if word is not None and word.end == head.end and word.kind == "WORD" and len(word.text) > 3 and word.text.isupper() and not head.classes:
            known = lexicon()
            if word.low not in known.forms and word.low not in known.nouns and not any(word.low in group for group in known.closed.values()):
                head.name = (head.start, head.end)  # "NAWNGHKIO - captured by ..."
    if head is None or (head.head_place is None and head.name is None):
        return chunks
    if dash is not None:
        chunks[dash] = Chunk("QUOTE", chunks[dash].start, chunks[dash].end, chunks[dash].low)
    end = next((i for i in range(first + 1, len(chunks)) if chunks[i].kind in {"VP", "WH", "SUB", "THAT"} or (chunks[i].kind == "STOP")), len(chunks))
    if end < len(chunks) and chunks[end].kind != "STOP":
        verb = chunks[end].vp
        if verb is None or verb.form != "pp":
            return chunks
    if dash is not None and all(c.kind != "VP" for c in chunks):
        for index in range(dash + 1, len(chunks)):
            counted = chunks[index].np
            if counted is not None and counted.quantity is not None and counted.head in _COUNTED and chunks[index - 1].kind != "P":
                vp = VerbPhrase(counted.start, counted.start, "count", "finite")
                return [*chunks[:index], Chunk("VP", counted.start, counted.start, "count", vp=vp), *chunks[index:]]
    for index in range(first + 1, end - 1):
        chunk, following = chunks[index], chunks[index + 1].np
        before = chunks[index - 1]
        if chunk.kind == "P" and chunk.low in _HELD_BY and following is not None and "control_word" in following.classes:
            if before.kind == "P":
                return chunks
            vp = VerbPhrase(chunk.start, chunk.start, "be", "finite")
            return [*chunks[:index], Chunk("VP", chunk.start, chunk.start, "be", vp=vp), *chunks[index:]]
    if dash is None:
        return chunks
    for index in range(dash + 1, end - 1):
        np, time = chunks[index].np, chunks[index + 1].time
        side = np is not None and np.head_place is None and np.of is None and len(np.actors) == 1 and np.actors[0].end == np.end
        if side and np is not None and time is not None and time.use in {"since", "point"} and chunks[index - 1].kind in {"QUOTE", "COMMA", "ADV"}:
            vp = VerbPhrase(np.start, np.start, "fall", "finite")
            return [
                *chunks[:index],
                Chunk("VP", np.start, np.start, "fall", vp=vp),
                Chunk("P", np.start, np.start, "to"),
                *chunks[index:],
            ]
    return chunks


_HELD = word_set("held_places")
_ABROAD = frozenset({"naval", "military", "air"})
"""A naval base says whose ships lie there, not whose the town is."""
_WHOSE = word_set("whose_places")


def _described(chunks: list[Chunk]) -> list[Chunk]:
    """Give an aside that says whose a place is since when the verb that it leaves out: "A, a rebel town since May", "A, under X since May"."""
    if "NP COMMA" not in shape_of(chunks):
        return chunks
    made: list[Chunk] = []
    for index, chunk in enumerate(chunks):
        opens = len(made) > 1 and made[-1].kind == "COMMA" and names_place(made[-2].np)
        if opens and _tells_whose(chunks, index):
            verb = VerbPhrase(chunk.start, chunk.start, "be", "finite")
            made += [Chunk("WH", chunk.start, chunk.start, "which"), Chunk("VP", chunk.start, chunk.start, "be", vp=verb)]
        made.append(chunk)
    return made


def _tells_whose(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether what stands at ``index`` names a side that has the place, and a time from which it does."""
    np = chunks[index].np
    after = index + 1
    if chunks[index].kind == "P" and chunks[index].low == "under" and after < len(chunks):
        np, after = chunks[after].np, index + 2
        sides = np.all_actors() if np is not None else []  # "under the M23 since May", not "under M23 siege"
        whose = np is not None and np.head_place is None and ((bool(sides) and sides[-1].end == np.end) or "combatant" in np.classes)
    else:
        whose = np is not None and (
            np.words[:1] == ("theirs",)
            or (len(np.words) == 1 and np.text[:1].isupper() and np.head_place is None and after < len(chunks) and chunks[after].kind == "TIME")
            or (not _HELD.isdisjoint(np.words) and _ABROAD.isdisjoint(np.words) and (bool(np.all_actors()) or not _WHOSE.isdisjoint(np.words)))
        )
    while whose and after < len(chunks) and chunks[after].kind == "ADV":
        after += 1
    if whose and after < len(chunks) and chunks[after].low == "for":
        after = _past_a_span(chunks, after)  # "for just over a year, from May to Friday"
    if not whose or after >= len(chunks):
        return False
    time = chunks[after].time
    if time is not None:
        return time.use == "since" or time.spec[0] == "range" or (time.spec[0] == "duration" and time.text.lower().startswith("for "))
    return chunks[after].low == "since"


def _past_a_span(chunks: Sequence[Chunk], index: int) -> int:
    """Return where a time stands behind "for so long,"; ``index`` where none does."""
    at = index + 1
    while at < len(chunks) and chunks[at].kind in {"ADV", "COMMA"}:
        at += 1
    behind = at + 2
    spans = behind < len(chunks) and chunks[at].time is not None and chunks[at + 1].kind == "COMMA" and chunks[behind].time is not None
    return behind if spans else index
