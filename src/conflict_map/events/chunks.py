"""Phrases: the words of a sentence as noun phrases, verb phrases, prepositions and marks.

A shallow parse is enough for the events of a report and stays linear: verbs are known by the lexicon and by what stands around them,
noun phrases run from their first word to their head and on through "of". Place names, actors, times and numbers are units of their own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from conflict_map.events.asides import without_asides
from conflict_map.events.elliptic import DASHES, without_verb
from conflict_map.events.named_days import tell_named_days
from conflict_map.events.notes import give_a_verb
from conflict_map.events.noun_phrases import noun_phrase
from conflict_map.events.prepositions import join_prepositions, pair_dashes
from conflict_map.events.second_flows import repeat_verbs, take_of_whole
from conflict_map.events.tagging import Tagger
from conflict_map.events.units import LOW, Chunk, NounPhrase, Unit, VerbPhrase, names_place, shape_of
from conflict_map.events.words import Form, Lexicon, lexicon, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["chunk_units"]

_NOMINAL_TAGS = frozenset({"N", "PLACE", "ACTOR", "NUM"})

_CHUNKS = frozenset({"TIME", "P", "ADV", "CONJ", "SUB", "WH", "THAT", "COMMA", "STOP", "QUOTE", "OPEN", "CLOSE"})
"""Tags of words that are chunks by themselves, of the same name."""

_TIMES = ("day", "night", "week", "hour", "month")
_PER = frozenset({f"{article} {time}" for article in ("a", "each", "every") for time in _TIMES})
_BODIES = word_set("bodies")
_FLOATING = frozenset({"both", "all", "each"})
_GO_ALONE = frozenset(
    {"arrive", "come", "go", "walk", "travel", "return", "flee", "withdraw", "retreat", "fall", "rise", "march", "escape", "depart"}
)


def _in_relative(tags: Sequence[str], position: int) -> bool:
    """Whether a relative pronoun with nothing but nouns after it stands before a verb: "which the SNA and Ugandan troops captured"."""
    for index in range(position - 1, max(-1, position - 12), -1):
        if tags[index] == "WH" or (tags[index] == "THAT" and index and tags[index - 1] in {"N", "PLACE"}):
            return True
        if tags[index] not in {"N", "DET", "ACTOR", "PLACE", "CONJ", "NUM", "ADV", "POSS", "PRON", "P", "TIME"}:
            return False
    return False


def chunk_units(units: Sequence[Unit], text: str) -> list[Chunk]:
    """Group the units of a sentence into chunks."""
    words = lexicon()
    tagger = Tagger(units, words)
    tags = tagger.tags
    chunks: list[Chunk] = []
    index = 0
    while index < len(units):
        tag, unit = tags[index], units[index]
        if tag in {"MOD", "BE", "HAVE", "DO", "V", "TO"}:
            stop = _verb_phrase(units, tagger, index, chunks, words)
            if stop > index:
                index = stop
                continue
            tag = "N" if tag != "TO" else "P"
        if (
            unit.low in _FLOATING
            and chunks
            and chunks[-1].np is not None
            and (chunks[-1].np.head_place is not None or chunks[-1].np.name is not None or chunks[-1].np.plural)
            and index + 1 < len(units)
            and tags[index + 1] in {"V", "BE", "HAVE", "MOD"}
        ):
            tag = "ADV"  # "A and B both fell"
        if tag in {"DET", "N", "PLACE", "ACTOR", "NUM", "PRON", "POSS"}:
            phrase, stop = noun_phrase(units, tags, index, text, words)
            if _opens_without_comma(chunks, tags, index, stop) and phrase.plural and phrase.head_place is None:
                phrase, stop = noun_phrase(units[: index + 1], tags[: index + 1], index, text, words)  # "In Goma government forces took"
            chunks.append(Chunk("NP", phrase.start, phrase.end, phrase.text.lower(), np=phrase))
            index = stop
            continue
        chunks.append(Chunk(tag if tag in _CHUNKS else "ADV", unit.start, unit.end, unit.low, time=unit.time))
        index += 1
    chunks = tell_named_days(join_prepositions(pair_dashes(_bracketed_times(chunks))))
    chunks = _rates(without_asides(_additions(_and_aside(_bodies(chunks, text)))))
    chunks = _ordinals(chunks, text)
    _appositions(chunks)
    return repeat_verbs(take_of_whole(give_a_verb(without_verb(_contact(chunks), units))))


def _opens_without_comma(chunks: Sequence[Chunk], tags: Sequence[str], index: int, stop: int) -> bool:
    """Whether a place stands behind the preposition that opens a clause, and before its verb nouns that no comma parts from it."""
    if not chunks or chunks[-1].kind != "P" or chunks[-1].low not in {"in", "at", "near", "around"}:
        return False
    opens = len(chunks) == 1 or chunks[-2].kind in {"STOP", "CONJ", "COMMA", "ADV", "QUOTE"}
    return opens and tags[index] == "PLACE" and stop - index > 1 and stop < len(tags) and tags[stop] in {"V", "BE", "HAVE", "MOD"}


_ORDINAL = re.compile(r"(?:(?:the|its|their) )?\d+(?:st|nd|rd|th)?")


def _ordinals(chunks: list[Chunk], text: str) -> list[Chunk]:
    """Read "the 57th and 58th Divisions" as one phrase."""
    if "NP CONJ NP" not in shape_of(chunks):
        return chunks
    made: list[Chunk] = []
    for chunk in chunks:
        first = made[-2].np if len(made) > 1 and made[-1].low == "and" else None
        last = chunk.np
        numbered = last is not None and "combatant" in last.classes and _ORDINAL.match(last.text) is not None and last.plural
        if numbered and last is not None and first is not None and not first.classes and _ORDINAL.fullmatch(first.text.lower()):
            whole = replace(last, start=first.start, text=text[first.start : last.end], determiner=first.determiner)
            made[-2:] = [replace(chunk, start=first.start, low=whole.text.lower(), np=whole)]
        else:
            made.append(chunk)
    return made


def _contact(chunks: list[Chunk]) -> list[Chunk]:
    """Read "the city they took in March" as "the city which they took in March"."""
    if "NP NP" not in shape_of(chunks):
        return chunks
    made: list[Chunk] = []
    for index, chunk in enumerate(chunks):
        before = made[-1].np if made else None
        fighters = chunk.np is not None and bool({"combatant"} & chunk.np.classes or chunk.np.actors) and chunk.np.determiner == "the"
        fighters = fighters and not (len(made) == 2 and made[0].kind == "P")  # "in the town the rebels held out"
        if (
            chunk.np is not None
            and (chunk.low in _SUBJECTS or fighters)
            and before is not None
            and ("settlement" in before.classes or names_place(before))
            and (verb := next((at for at in range(index + 1, min(index + 3, len(chunks))) if chunks[at].kind != "ADV"), 0))
            and chunks[verb].vp is not None
            and _wants_object(chunks, verb)
        ):
            made.append(Chunk("WH", chunk.start, chunk.start, "which"))
        made.append(chunk)
    return made


def _wants_object(chunks: Sequence[Chunk], verb: int) -> bool:
    """Whether a verb of having and taking has no object behind it."""
    vp = chunks[verb].vp
    if vp is None or vp.form != "finite" or vp.passive:
        return False
    classes = lexicon().classes.get(vp.lemma, frozenset()) | lexicon().classes.get(vp.phrase, frozenset())
    after = chunks[verb + 1] if verb + 1 < len(chunks) else None
    return bool({"take", "lose", "hold"} & classes) and (after is None or (after.kind in {"TIME", "STOP", "COMMA", "VP", "P"} and after.low != ":"))


_SUBJECTS = frozenset({"it", "they", "he", "she", "we"})


def _bodies(chunks: list[Chunk], text: str) -> list[Chunk]:
    """Leave out what the name of a body says that it is for: "the International Organization for Migration" is nobody's way to Migration."""
    if not any([chunk.np is not None and chunk.np.head in _BODIES for chunk in chunks]):  # noqa: C419 - a list is quicker
        return chunks
    made: list[Chunk] = []
    index = 0
    while index < len(chunks):
        chunk = chunks[index]
        made.append(chunk)
        index += 1
        if chunk.np is None or chunk.np.head not in _BODIES or not text[: chunk.end].rsplit(maxsplit=1)[-1][:1].isupper():
            continue
        while index + 1 < len(chunks) and chunks[index].low in {"for", "of"} and chunks[index].kind == "P":
            first = text[chunks[index + 1].start : chunks[index + 1].end].removeprefix("the ")
            if chunks[index + 1].np is None or not first[:1].isupper():
                break
            index += 2
    return made


def _and_aside(chunks: list[Chunk]) -> list[Chunk]:
    """Read "to A and, across the lake, to B" as "to A and to B"."""
    if "CONJ COMMA" not in shape_of(chunks):
        return chunks
    for index in range(len(chunks) - 5, 0, -1):
        if chunks[index].kind != "CONJ" or chunks[index + 1].kind != "COMMA":
            continue
        close = next((at for at in range(index + 2, min(index + 6, len(chunks) - 2)) if chunks[at].kind == "COMMA"), None)
        inside = chunks[index + 2 : close] if close is not None else []
        if close is None:
            continue
        goes_on = chunks[close + 1].kind == "P" and chunks[close + 1].low in {"to", "into", "towards", "for"}
        if goes_on and inside and inside[0].kind == "P" and all(chunk.kind in {"P", "NP", "ADV", "TIME"} for chunk in inside):
            chunks = [*chunks[: index + 1], *chunks[close + 1 :]]
        elif inside and inside[0].kind in {"P", "ADV"} and all(chunk.kind in {"P", "NP", "ADV"} for chunk in inside) and _site_follows(chunks, close):
            chunks = [*chunks[: index + 1], *chunks[close + 1 :]]  # "took A and, far to the east, the post at B"
    return chunks


def _site_follows(chunks: Sequence[Chunk], comma: int) -> bool:
    """Whether a place follows a comma, as what is taken: no verb comes right behind it."""
    np = chunks[comma + 1].np
    named = names_place(np) or (np is not None and "settlement" in np.classes and comma + 3 < len(chunks) and names_place(chunks[comma + 3].np))
    return named and not any(chunk.kind == "VP" for chunk in chunks[comma + 1 : comma + 4])


_ADDS = frozenset({"well", "include", "including"})


def _additions(chunks: list[Chunk]) -> list[Chunk]:
    """Read "A as well as B" as "A and B", and "several towns, including A and B" as "A and B"."""
    if _ADDS.isdisjoint(map(LOW, chunks)):
        return chunks
    made: list[Chunk] = []
    index = 0
    while index < len(chunks):
        chunk = chunks[index]
        if chunk.low == "as" and [item.low for item in chunks[index : index + 3]] == ["as", "well", "as"]:
            made.append(replace(chunk, kind="CONJ", low="and", end=chunks[index + 2].end, np=None))
            index += 3
            continue
        behind = index + 1 + (index + 1 < len(chunks) and chunks[index + 1].kind == "COMMA")
        first = chunks[behind + 1].np if behind + 1 < len(chunks) else None
        if chunk.np is not None and first is not None and _is_including(chunks[behind]) and (first.head_place is not None or first.name is not None):
            deed = chunk.np.of is not None and not {"settlement", "civilian"} & chunk.np.classes and chunk.np.quantity is None
            if _some_places(chunk.np) and not deed:
                index = behind + 1
                _open_list(chunks, index)
                continue
            if chunk.np.of is not None and _some_places(chunk.np.of):
                whole = replace(chunk.np, of=first, end=first.end)
                made.append(replace(chunk, np=whole, end=first.end))
                index = behind + 2
                continue
        made.append(chunk)
        index += 1
    return made


_OF_RATES = _PER | {"per", "or"}


def _rates(chunks: list[Chunk]) -> list[Chunk]:
    """Read "300 people a day", "300 people or thereabouts" as 300 people, with the rest as an adverb."""
    if _OF_RATES.isdisjoint(map(LOW, chunks)):
        return chunks
    for before, chunk in pairwise(chunks):
        counted = before.np is not None and before.np.quantity is not None
        if counted and chunk.np is not None and chunk.low in _PER:
            chunk.kind, chunk.np = "ADV", None
        elif (before.low == "per" and chunk.low in _TIMES) or (before.low == "or" and chunk.low in {"thereabouts", "so"}):
            before.kind = chunk.kind = "ADV"
            chunk.np = None
    return chunks


def _open_list(chunks: list[Chunk], index: int) -> None:
    """Take away the comma between a list of names that starts at ``index`` and the verb behind it: "A and B, were captured"."""
    while index + 1 < len(chunks) and chunks[index].kind == "NP":
        follows = chunks[index + 1].kind
        if follows == "COMMA" and index + 2 < len(chunks) and chunks[index + 2].kind == "VP":
            del chunks[index + 1]
            return
        if follows not in {"COMMA", "CONJ"}:
            return
        index += 3 if follows == "COMMA" and index + 2 < len(chunks) and chunks[index + 2].kind == "CONJ" else 2


def _is_including(chunk: Chunk) -> bool:
    return (chunk.vp is not None and chunk.vp.lemma == "include" and chunk.vp.form == "ing") or chunk.low == "including"


def _some_places(np: NounPhrase) -> bool:
    """Whether a phrase speaks of several settlements without a name."""
    inner = np.of if np.of is not None and "settlement" not in np.classes else np
    return "settlement" in inner.classes and inner.plural and inner.head_place is None and inner.name is None


def _bracketed_times(chunks: list[Chunk]) -> list[Chunk]:
    """Read "A (3 May), B (5 May)" as "A on 3 May, B on 5 May"."""
    if "TIME" not in shape_of(chunks):
        return chunks
    drop: set[int] = set()
    for index, time in [(index, chunk.time) for index, chunk in enumerate(chunks) if chunk.time is not None]:
        mark = chunks[index + 1] if index + 2 < len(chunks) else None
        if mark is not None and mark.low in DASHES and mark.start == chunks[index].end and chunks[index + 2].low.isdigit():
            drop |= {index + 1, index + 2}  # "in the winter of 2019-20"
        if 0 < index < len(chunks) - 1 and time.use == "point" and chunks[index - 1].kind == "OPEN" and chunks[index + 1].kind == "CLOSE":
            drop |= {index - 1, index + 1}
    return [chunk for index, chunk in enumerate(chunks) if index not in drop] if drop else chunks


def _appositions(chunks: Sequence[Chunk]) -> None:
    """Read "Debaltseve, the rail junction that …": what follows the comma is the place before it; "the town, Sinjar," the other way round."""
    if "NP COMMA NP" not in shape_of(chunks):
        return
    for comma in [index for index, chunk in enumerate(chunks) if chunk.kind == "COMMA" and 0 < index < len(chunks) - 1]:
        index = comma + 1
        np, before = chunks[index].np, chunks[comma - 1].np
        if np is None or before is None:
            continue
        if (
            np.head_place is None
            and "settlement" in np.classes
            and before.head_place is not None
            and before.of is None
            and np.determiner in {"the", "a", "an"}
            and not np.plural
        ):
            np.head_place = before.head_place
        elif (
            before.head_place is None
            and before.name is None
            and "settlement" in before.classes
            and names_place(np)
            and not np.text[:1].isdigit()  # "the hill town, 150 km south-east of X,": where it lies
            and (before.determiner in {"the", "its", "their"} or before.possessor is not None)  # "Sudan's second city, Wad Madani,"
            and not before.plural
            and (before.of is None or not names_place(before.of))  # "the last stronghold of the rebels, the town of X,"
            and (index + 1 == len(chunks) or chunks[index + 1].kind in {"COMMA", "STOP"})
        ):
            named = np if np.head_place is not None or np.name is not None or np.of is None else np.of
            before.head_place, before.name = named.head_place, named.name


def _described_first(tags: Sequence[str], units: Sequence[Unit], position: int) -> bool:
    """Whether a past form opens an aside to what the clause is about: "Vukovar, besieged for 87 days, capitulated"."""
    if position < 2 or tags[position - 1] != "COMMA" or tags[position - 2] not in {"PLACE", "N"} or position + 1 >= len(units):
        return False
    opens = next((at for at in range(position - 2, -1, -1) if tags[at] in {"V", "BE", "HAVE", "MOD", "STOP", "THAT", "SUB", "WH", "QUOTE"}), -1)
    if opens >= 0 and tags[opens] not in {"STOP", "THAT", "SUB", "QUOTE"}:
        return False
    closes = next((at for at in range(position + 1, min(position + 12, len(units))) if tags[at] in {"COMMA", "V", "CONJ", "WH", "SUB"}), 0)
    after = tags[closes + 1] if closes and tags[closes] == "COMMA" and closes + 1 < len(tags) else ""
    return tags[position + 1] in {"TIME", "P"} and after in {"V", "BE", "HAVE", "MOD"}


def _shares_by(units: Sequence[Unit], position: int, words: Lexicon) -> bool:
    """Whether another participle follows that tells by whom: "a force armed and paid by the Emirates"."""
    if position + 3 >= len(units) or units[position + 1].low not in {"and", "or"} or units[position + 3].low != "by":
        return False
    return any(form.form == "pp" for form in words.forms.get(units[position + 2].low, ()))


def _verb_phrase(units: Sequence[Unit], tagger: Tagger, index: int, chunks: list[Chunk], words: Lexicon) -> int:
    """Read a verb group that starts at ``index``; append it (and the adverbs inside) to ``chunks``; return the index after it."""
    tags = tagger.tags
    start = index
    modal = ""
    negated = perfect = progressive = be = infinitive = had = False
    aside: list[Chunk] = []
    main: Form | None = None
    last = index
    position = index
    last_aux = ""
    while position < len(units):
        tag, unit = tags[position], units[position]
        if tag == "TO" and position == start:
            infinitive = True
        elif tag == "MOD":
            if main:
                break
            modal = unit.low
        elif tag == "BE":
            if main or (be and unit.low not in {"been", "being"}):
                break
            be, last_aux = True, "be"
            if unit.low == "being":
                progressive = True
        elif tag == "HAVE":
            if main or be or perfect:
                if perfect and not main and not be and unit.low == "had" and units[position - 1].low in {"has", "have", "had"}:
                    last, had = position, True  # "has had the town since May"
                    position += 1
                break
            perfect, last_aux = True, "have"
        elif tag == "DO":
            if main:
                break
            last_aux = "do"
        elif (tag == "NEG" or unit.low in {"hardly", "scarcely", "barely", "no", "yet"}) and not (unit.low == "no" and tag == "ADV"):
            if unit.low == "yet":
                # "has yet to take": it has not
                if position + 1 < len(units) and tags[position + 1] == "TO" and last_aux:
                    negated = True
                elif not main:
                    aside.append(Chunk("ADV", unit.start, unit.end, unit.low))
                else:
                    break
            elif unit.low == "no":
                break
            else:
                if main:
                    break
                negated = True
        elif (
            unit.low in _FLOATING and not main and last_aux and position + 1 < len(units) and tags[position + 1] in {"BE", "V", "ADV"}
        ):  # "had both been retaken"
            aside.append(Chunk("ADV", unit.start, unit.end, unit.low))
        elif tag == "QUOTE" and (last_aux or modal) and not main and position + 1 < len(units) and tags[position + 1] == "V":
            aside.append(Chunk("QUOTE", unit.start, unit.end, unit.low))  # 'would be "regrouped" to A'
        elif tag == "TIME" and not main and last_aux:
            aside.append(Chunk("TIME", unit.start, unit.end, unit.low, time=unit.time))
        elif tag == "ADV" and not main:
            aside.append(Chunk("ADV", unit.start, unit.end, unit.low))
        elif tag == "V":
            form = tagger.forms[position]
            if form is None:
                break
            if main is not None:
                break
            if last_aux == "be" and form.form == "past":
                form = next((f for f in words.forms.get(unit.low, ()) if f.form == "pp"), Form(form.lemma, "pp") if unit.low.endswith("ed") else form)
            if last_aux == "have" and form.form == "past":
                form = Form(form.lemma, "pp")
            if form.form == "past" and position == start and not last_aux and not modal:
                following = units[position + 1].low if position + 1 < len(units) else ""
                objectless = (
                    "transitive" in words.classes.get(form.lemma, ())
                    and position + 1 < len(units)
                    and (tags[position + 1] in {"P", "TIME", "STOP"})
                    and not _in_relative(tags, position)
                    and position > 0
                    and tags[position - 1] in {"N", "NUM", "ADV"}
                )
                aside_of = (
                    bool({"take", "lose", "hold"} & words.classes.get(form.lemma, frozenset()))
                    and position > 1
                    and tags[position - 1] == "COMMA"
                    and tags[position - 2] == "PLACE"
                    and position + 1 < len(units)
                    and tags[position + 1] in {"TIME", "P"}
                    and units[position + 1].low not in {"into", "to"}
                    and any(tags[later] == "COMMA" for later in range(position + 1, min(position + 12, len(units))))
                )
                by_whom = (following == "by" or _shares_by(units, position, words)) and form.lemma not in _GO_ALONE
                if by_whom or objectless or aside_of or _described_first(tags, units, position):
                    form = next((f for f in words.forms.get(unit.low, ()) if f.form == "pp"), form)
            main = form
            last = position
            position += 1
            break
        else:
            break
        last = position if tag not in {"ADV", "TIME"} else last
        position += 1
    if main is None:
        # a copula or "have" on its own
        if be or last_aux == "have":
            main = Form("be" if be else "have", "past")
            end = last + 1
            vp = VerbPhrase(
                units[start].start,
                units[last].end,
                main.lemma,
                "inf" if infinitive else "ing" if units[start].low in {"being", "having"} else "finite",
                negated=negated,
                modal=modal,
                perfect=perfect and (be or had),
                past=units[last].low in {"had", "was", "were", "been"},
            )
            chunks.append(Chunk("VP", vp.start, vp.end, main.lemma, vp=vp))
            return end
        if last_aux == "do" or modal:
            vp = VerbPhrase(units[start].start, units[last].end, "do", "finite", negated=negated, modal=modal)
            chunks.append(Chunk("VP", vp.start, vp.end, "do", vp=vp))
            return last + 1
        return index
    passive = main.form == "pp" and be
    finite = bool(modal or be or perfect or last_aux == "do" or main.form in {"past", "s", "base"}) and not infinitive
    shape = (
        "inf"
        if infinitive
        else "ing"
        if main.form == "ing" and not be
        else "pp"
        if main.form == "pp" and not (be or perfect)
        else "finite"
        if finite
        else main.form
    )
    if units[start].low in {"being", "having"} and not infinitive:
        shape = "ing"
    if be and main.form == "ing":
        progressive = True
    vp = VerbPhrase(
        units[start].start,
        units[last].end,
        main.lemma,
        shape,
        passive=passive,
        negated=negated,
        modal=modal,
        perfect=perfect,
        progressive=progressive,
        past=units[start].low in {"did", "was", "were"} or (perfect and units[start].low == "had"),
    )
    particle = units[position] if position < len(units) and units[position].kind == "WORD" else None
    if particle is not None and f"{main.lemma} {particle.low}" in words.phrasal and (particle.low in words.closed["particles"]):
        after = units[position + 1] if position + 1 < len(units) else None
        if (
            particle.low not in {"through", "into", "in", "over"}
            or tags[position] == "ADV"
            or after is None
            or after.kind in {"PUNCT", "TIME"}
            or tags[position + 1] in {"P", "SUB", "CONJ", "WH"}
            or (particle.low == "over" and main.lemma in {"take", "hand", "turn", "sign", "cross"})
        ):
            vp.particle = particle.low
            vp.end = particle.end
            position += 1
    chunks.append(Chunk("VP", vp.start, vp.end, main.lemma, vp=vp))
    chunks.extend(aside)
    return position
