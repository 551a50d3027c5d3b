"""Phrases: the words of a sentence as noun phrases, verb phrases, prepositions and marks.

A shallow parse is enough for the events of a report and stays linear: verbs are known by the lexicon and by what stands around them,
noun phrases run from their first word to their head and on through "of". Place names, actors, times and numbers are units of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.prepositions import join_prepositions, pair_dashes
from conflict_map.events.tagging import DIRECTION, Tagger
from conflict_map.events.units import Chunk, NounPhrase, Unit, VerbPhrase
from conflict_map.events.words import Form, Lexicon, lexicon, plural, singular, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["chunk_units"]

_NOMINAL_TAGS = frozenset({"N", "PLACE", "ACTOR", "NUM"})

_FLOATING = frozenset({"both", "all", "each"})
_GO_ALONE = frozenset(
    {"arrive", "come", "go", "walk", "travel", "return", "flee", "withdraw", "retreat", "fall", "rise", "march", "escape", "depart"}
)


def _in_relative(tags: Sequence[str], position: int) -> bool:
    """Whether a relative pronoun with nothing but nouns after it stands before a verb: "which the SNA and Ugandan troops captured"."""
    for index in range(position - 1, max(-1, position - 12), -1):
        if tags[index] == "WH":
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
            phrase, stop = _noun_phrase(units, tags, index, text, words)
            chunks.append(Chunk("NP", phrase.start, phrase.end, phrase.text.lower(), np=phrase))
            index = stop
            continue
        kind = {
            "TIME": "TIME",
            "P": "P",
            "ADV": "ADV",
            "NEG": "ADV",
            "CONJ": "CONJ",
            "SUB": "SUB",
            "WH": "WH",
            "THAT": "THAT",
            "COMMA": "COMMA",
            "STOP": "STOP",
            "QUOTE": "QUOTE",
            "OPEN": "OPEN",
            "CLOSE": "CLOSE",
        }.get(tag, "ADV")
        chunks.append(Chunk(kind, unit.start, unit.end, unit.low, time=unit.time))
        index += 1
    chunks = join_prepositions(pair_dashes(_bracketed_times(chunks)))
    _appositions(chunks)
    return _elliptic(chunks, units)


def _bracketed_times(chunks: list[Chunk]) -> list[Chunk]:
    """Read "A (3 May), B (5 May)" as "A on 3 May, B on 5 May"."""
    drop: set[int] = set()
    for index in range(1, len(chunks) - 1):
        time = chunks[index].time
        if time is not None and time.use == "point" and chunks[index - 1].kind == "OPEN" and chunks[index + 1].kind == "CLOSE":
            drop |= {index - 1, index + 1}
    return [chunk for index, chunk in enumerate(chunks) if index not in drop] if drop else chunks


_DASHES = frozenset({"-", "--", "\u2013", "\u2014", ":"})
_COUNTED = frozenset({"arrival", "return", "departure", "newcomer", "displaced", "idp", "displacement", "returnee", "evacuee"})
_UNITS_OF_AN_ARMY = frozenset({"command", "division", "brigade", "regiment", "battalion", "corps", "army"})
_HELD_BY = frozenset({"in", "under", "back in", "back under"})


def _told_of(made: Sequence[Chunk]) -> bool:
    """Whether the sentence opens with a place that its verbs tell of."""
    first = next((chunk for chunk in made if chunk.kind not in {"TIME", "ADV", "QUOTE", "COMMA"}), None)
    if first is None or first.np is None or first.np.head_place is None:
        return False
    return any(chunk.kind == "VP" for chunk in made) and any(chunk.low == ":" for chunk in made)


def _absolute(chunks: list[Chunk]) -> list[Chunk]:
    """Give "with X in rebel hands" and ", under rebel control since Monday," the verb that they leave out."""
    made: list[Chunk] = []
    for index, chunk in enumerate(chunks):
        np = chunks[index + 1].np if index + 1 < len(chunks) else None
        if chunk.kind == "P" and chunk.low in _HELD_BY and np is not None and "control_word" in np.classes and made:
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


def _elliptic(chunks: list[Chunk], units: Sequence[Unit]) -> list[Chunk]:
    """Give a note without a verb the one that it leaves out: "Kyaukme - in rebel hands", "Mogok: ruby town, TNLA since 24 July"."""
    chunks = _absolute(chunks)
    if len(chunks) < 3 or len(chunks) > 24:
        return chunks
    first = next((i for i, c in enumerate(chunks[:4]) if c.kind not in {"TIME", "ADV", "QUOTE", "OPEN", "CLOSE", "STOP"}), None)
    if first is None or chunks[first].np is None:
        return chunks
    head = chunks[first].np
    dash = first + 1 if first + 1 < len(chunks) and chunks[first + 1].kind == "STOP" and chunks[first + 1].low in _DASHES else None
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


def _appositions(chunks: Sequence[Chunk]) -> None:
    """Read "Debaltseve, the rail junction that …": what follows the comma is the place before it; "the town, Sinjar," the other way round."""
    for index in range(2, len(chunks)):
        np, before = chunks[index].np, chunks[index - 2].np
        if np is None or before is None or chunks[index - 1].kind != "COMMA":
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
            and "settlement" in before.classes
            and np.head_place is not None
            and before.determiner in {"the", "its", "their"}
            and not before.plural
            and before.of is None
            and index + 1 < len(chunks)
            and chunks[index + 1].kind in {"COMMA", "STOP"}
        ):
            before.head_place = np.head_place


def _verb_phrase(units: Sequence[Unit], tagger: Tagger, index: int, chunks: list[Chunk], words: Lexicon) -> int:
    """Read a verb group that starts at ``index``; append it (and the adverbs inside) to ``chunks``; return the index after it."""
    tags = tagger.tags
    start = index
    modal = ""
    negated = perfect = progressive = be = infinitive = False
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
            by_whom = following == "by" and form.lemma not in _GO_ALONE
            if form.form == "past" and not last_aux and not modal and (by_whom or objectless or aside_of) and position == start:
                participle = next((f for f in words.forms.get(unit.low, ()) if f.form == "pp"), None)
                form = participle or form
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
                perfect=perfect and be,
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


def _noun_phrase(units: Sequence[Unit], tags: Sequence[str], index: int, text: str, words: Lexicon) -> tuple[NounPhrase, int]:
    """Read the noun phrase that starts at ``index``; (phrase, index after it)."""
    start = index
    determiner = units[index].low if tags[index] == "DET" else ""
    position = index
    members: list[int] = []
    possessor: NounPhrase | None = None
    pronoun = quoted = False
    while position < len(units):
        tag = tags[position]
        if (
            tag == "OPEN"
            and members
            and position + 3 < len(units)
            and tags[position + 2] == "CLOSE"
            and tags[position + 3] in _NOMINAL_TAGS
            and (units[position + 1].text.isupper() or tags[position + 1] == "ACTOR")
        ):
            position += 3  # "Hayat Tahrir al-Sham (HTS) fighters"
            continue
        if (
            tag == "CONJ"
            and units[position].low == "and"
            and members
            and position + 2 < len(units)
            and _adjectives(units, tags, members, position, words)
        ):
            position += 1  # "French and Malian soldiers"
            continue
        if tag == "QUOTE" and members and all(tags[m] == "DET" for m in members) and position + 1 < len(units) and tags[position + 1] == "N":
            position += 1  # 'the "liberation" of the town'
            quoted = True
            continue
        if tag == "QUOTE" and quoted and position + 1 < len(units) and units[position + 1].low == "of":
            position += 1
            break
        if tag == "POSS":
            if not members:
                position += 1
                start = position if position < len(units) else start
                continue
            inner = _describe(units, members, text, words, determiner)
            inner.possessor = possessor
            possessor, members = inner, []
            position += 1
            continue
        if tag == "PRON":
            if members and not (units[position].low in {"others", "more"} and tags[members[-1]] == "NUM"):
                break
            members.append(position)
            pronoun = True
            position += 1
            # "those who", "many of them", "all the residents"
            break
        if (
            tag == "DET"
            and members
            and not (units[members[-1]].low in {"all", "both", "half"} or tags[members[-1]] == "DET" or units[members[-1]].low in {"such", "another"})
        ):
            break
        if tag == "NUM" and members and (tags[members[-1]] not in {"DET", "N"} or _counts_anew(units, tags, members, position)):
            break
        if tag in {"DET", "N", "PLACE", "ACTOR", "NUM"}:
            # two full noun phrases side by side: "they call the town Shingal"
            if members and tag == "PLACE" and tags[members[-1]] == "PLACE":
                break
            members.append(position)
            position += 1
            continue
        if tag in {"V", "BE"} and position > start and tags[position - 1] in {"DET", "POSS"}:
            members.append(position)
            position += 1
            continue
        if (
            tag == "ADV"
            and members
            and position + 1 < len(units)
            and all(tags[m] in {"DET", "NUM"} for m in members)
            and tags[position + 1] in {"N", "PLACE", "ACTOR", "NUM"}
        ):
            position += 1
            continue
        break
    if not members:
        members = [start]
        position = max(position, start + 1)
    phrase = _describe(units, members, text, words, determiner)
    phrase.start = units[start].start
    phrase.possessor = possessor
    phrase.pronoun = pronoun or (units[members[0]].low in words.closed["poss"] and len(members) == 1)
    # "(HTS)" belongs to the name before it
    if position + 2 < len(units) and tags[position] == "OPEN" and tags[position + 2] == "CLOSE":
        inside = units[position + 1]
        if inside.actor is not None:
            phrase.actors.append(inside.actor)
        if inside.kind in {"ACTOR", "PLACE"} or inside.text.isupper() or tags[position + 1] == "N":
            position += 3
    if (
        position < len(units)
        and units[position].low == "of"
        and tags[position] == "P"
        and tags[members[-1]] != "PLACE"
        and position + 1 < len(units)
        and tags[position + 1] in {"DET", "N", "PLACE", "ACTOR", "NUM", "PRON"}
    ):
        phrase.of, position = _noun_phrase(units, tags, position + 1, text, words)
    phrase.end = units[position - 1].end
    phrase.text = text[phrase.start : phrase.end]
    return phrase, position


def _counts_anew(units: Sequence[Unit], tags: Sequence[str], members: Sequence[int], position: int) -> bool:
    """Whether a number after a noun starts a phrase of its own: "within the country 120,000 others"."""
    quantity = units[position].quantity
    if quantity is None or tags[members[-1]] != "N" or position + 1 >= len(units):
        return False
    number = quantity.low or quantity.high or 0
    after = units[position + 1]
    return number >= 20 and tags[position + 1] in {"N", "PRON", "V"} and (plural(after.low) or after.low in {"others", "more"})


def _adjectives(units: Sequence[Unit], tags: Sequence[str], members: Sequence[int], conj: int, words: Lexicon) -> bool:
    """Whether "and" joins two adjectives of nations before one noun: "Yemeni and Emirati soldiers"."""
    first, second, noun = units[members[-1]], units[conj + 1], units[conj + 2]
    kinds = words.nouns.get(singular(noun.low), frozenset()) if noun.kind == "WORD" else frozenset()
    plain = tags[members[-1]] == "N" and tags[conj + 1] == "N" and tags[members[0]] == "NUM" and not {first.low, second.low} & set(words.nouns)
    if plain and not plural(first.low) and not plural(second.low) and {"civilian", "flight_word"} & kinds:
        return True  # "12,000 new and secondary displacements"
    if not (
        tags[members[-1]] == "N"
        and tags[conj + 1] == "N"
        and first.text[:1].isupper()
        and second.text[:1].isupper()
        and not plural(first.low)
        and not plural(second.low)
    ):
        return False
    if first.low in words.nouns or second.low in words.nouns:
        return False
    if noun.low in {"government", "army", "rebel", "special", "militia"} and conj + 3 < len(units) and tags[conj + 3] == "N":
        noun = units[conj + 3]  # "Ethiopian and Somali government troops"
    kinds = words.nouns.get(singular(noun.low), frozenset())
    return tags[conj + 2] == "N" and noun.text[:1].islower() and bool({"combatant", "civilian", "weapon"} & kinds)


def _describe(units: Sequence[Unit], members: Sequence[int], text: str, words: Lexicon, determiner: str) -> NounPhrase:
    first, last = units[members[0]], units[members[-1]]
    phrase = NounPhrase(first.start, last.end, text[first.start : last.end], determiner=determiner)
    phrase.words = tuple(units[m].low for m in members)
    for member in members:
        unit = units[member]
        if unit.quantity is not None and phrase.quantity is None:
            phrase.quantity = unit.quantity
            phrase.quantity_text = text[unit.start : unit.end]
        if unit.actor is not None:
            phrase.actors.append(unit.actor)
    head = last
    phrase.head = singular(head.low) if head.kind == "WORD" and head.low not in words.closed["pron"] else head.low
    phrase.plural = plural(head.low) or (head.kind == "NUM")
    classes = set(words.nouns.get(phrase.head, ())) | set(words.nouns.get(head.low, ()))
    if head.kind == "WORD" and "-" in head.low:
        classes |= set(words.nouns.get(singular(head.low.rsplit("-", 1)[1]), ()))
    compound = [unit for unit in (units[m] for m in members[:-1]) if unit.kind == "WORD"]
    if (
        phrase.head in words.nouns
        and "strike_compound" in classes
        and any(singular(unit.low) in words.nouns and "strike_modifier" in words.nouns[singular(unit.low)] for unit in compound)
    ):
        classes.add("strike_word")
    if head.kind == "PLACE":
        phrase.head_place = head.mention
        classes.add("place")
    if head.kind == "ACTOR":
        classes.add("combatant")
        phrase.head_place = head.mention
    for member in members[:-1] if head.kind == "PLACE" else members:
        mention = units[member].mention
        if mention is not None and mention is not phrase.head_place:
            if "settlement" in classes and head.kind == "WORD" and phrase.head_place is None:
                phrase.head_place = mention
            else:
                phrase.modifier_places.append(mention)
    if any(unit.low in {"displaced", "homeless", "elderly"} for unit in (units[m] for m in members)) and head.low in {
        "displaced",
        "elderly",
        "homeless",
    }:
        classes.add("civilian")
    phrase.classes = frozenset(classes)
    if phrase.head_place is None and not phrase.actors and phrase.quantity is None and not phrase.modifier_places:
        phrase.name = _unknown_name(units, members, classes, words)
    return phrase


_NAME_PARTS = word_set("name_parts")
_KINDS_OF_SITES = frozenset(
    {"gas", "oil", "border", "refugee", "power", "army", "military", "market", "railway", "mountain", "mining", "naval", "gold"}
)
_NAMED_WITH = frozenset({"bridge", "dam", "pass", "airport", "airfield", "airbase"})
"""Words that belong to the name before them: the Mapandi bridge is not Mapandi."""

_NOT_NAMES = word_set("not_names")
_BEFORE_NAMES = word_set("before_names")


def _unknown_name(units: Sequence[Unit], members: Sequence[int], classes: set[str], words: Lexicon) -> tuple[int, int] | None:
    """Offsets of the capitalised words of a phrase that no table knows: the whole phrase, or what stands before "crossing", "district"."""
    inner = [m for m in members if units[m].low not in words.closed["det"]]
    if "settlement" in classes and len(inner) > 1 and units[inner[-1]].text[:1].islower():
        if plural(units[inner[-1]].low) and units[inner[-1]].low not in {
            "districts",
            "villages",
            "towns",
            "mountains",
            "hills",
            "heights",
            "islands",
            "oilfields",
        }:
            return None
        inner = inner if units[inner[-1]].low in _NAMED_WITH else inner[:-1]
        while len(inner) > 1 and units[inner[-1]].low in _KINDS_OF_SITES:
            inner = inner[:-1]  # "the Mahr gas field"
    elif classes or (len(inner) != len(members) and units[inner[0]].low not in _BEFORE_NAMES if inner else True):
        return None
    if inner and units[inner[-1]].low in _UNITS_OF_AN_ARMY:
        return None  # "the Western Command" is nowhere by itself
    while len(inner) > 1 and units[inner[0]].low in _BEFORE_NAMES:
        inner = inner[1:]  # "neighbouring Kiwanja"
    if not inner or any(units[m].kind != "WORD" for m in inner):
        return None
    own = 0
    for m in inner:
        unit = units[m]
        article, _, rest = unit.text.partition("-")
        if not unit.text[:1].isupper() and unit.low not in _NAME_PARTS and not (article in _NAME_PARTS and rest[:1].isupper()):
            return None
        if unit.low in _NAME_PARTS or unit.low.split("-")[0] in {"al", "el", "as", "ad", "ar", "az", "an", "ash"}:
            own += unit.low not in _NAME_PARTS
            continue
        if unit.low in _NAMED_WITH and m == inner[-1] and len(inner) > 1:
            continue
        if (
            unit.low in words.nouns
            or singular(unit.low) in words.nouns
            or unit.low in words.forms
            or unit.low in _NOT_NAMES
            or any(unit.low in group for group in words.closed.values())
        ):
            return None
        if DIRECTION.fullmatch(unit.low) or unit.text.isupper() or (m == 0 and plural(unit.low)):
            return None
        own += 1
    # two plain words are more often a person than a place
    if own != 1 and not ("settlement" in classes and own == 2):
        return None
    return units[inner[0]].start, units[inner[-1]].end
