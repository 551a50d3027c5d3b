"""Noun phrases: from their first word to their head, and on through "of"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from conflict_map.events.tagging import DIRECTION, QUANTIFIERS
from conflict_map.events.units import NounPhrase, Unit
from conflict_map.events.words import lexicon, plural, singular, word_set
from conflict_map.lexicon import lexicon as place_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.words import Lexicon

__all__ = ["noun_phrase"]

_NOMINAL_TAGS = frozenset({"N", "PLACE", "ACTOR", "NUM"})
_PLAIN = frozenset({"N", "PLACE", "ACTOR"})
_ENDS = frozenset({"P", "COMMA", "STOP", "SUB", "WH", "THAT", "TO", "MOD", "HAVE", "DO", "TIME", "NEG", "CLOSE"})
"""Tags that never stand inside a noun phrase."""
_LANDMARKS = word_set("landmarks")
_PACTS = word_set("pacts")
_SPANS = frozenset({"hours", "days", "weeks", "months", "years", "minutes"})
_A_CROWD = 20
_LONG_NAME = 3
_UNITS_OF_AN_ARMY = frozenset({"command", "division", "brigade", "regiment", "battalion", "corps", "army"})


def noun_phrase(units: Sequence[Unit], tags: Sequence[str], index: int, text: str, words: Lexicon) -> tuple[NounPhrase, int]:
    """Read the noun phrase that starts at ``index``; (phrase, index after it)."""
    start = index
    determiner = units[index].low if tags[index] == "DET" else ""
    position = index
    members: list[int] = []
    possessor: NounPhrase | None = None
    pronoun = quoted = False
    while position < len(units):
        tag = tags[position]
        if tag in _ENDS:
            break
        if tag not in _PLAIN:
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
                a_few = units[position].low == "few" and members == [position - 1] and units[position - 1].low == "a"
                if members and not a_few and not (units[position].low in {"others", "more"} and tags[members[-1]] == "NUM"):
                    break
                members.append(position)
                pronoun = True
                position += 1
                # "those who", "many of them", "all the residents"
                break
            if (
                tag == "DET"
                and members
                and not (
                    units[members[-1]].low in {"all", "both", "half"} or tags[members[-1]] == "DET" or units[members[-1]].low in {"such", "another"}
                )
            ):
                break
            if (
                tag == "NUM"
                and members
                and tags[members[-1]] == "N"
                and units[members[-1]].low in _UNITS_OF_AN_ARMY
                and _is_number(units, tags, position)
            ):
                position += 1  # "Light Infantry Battalion 143 withdrew"
                break
            if tag == "NUM" and members and (tags[members[-1]] not in {"DET", "N"} or _counts_anew(units, tags, members, position)):
                break
        if tag in {"DET", "N", "PLACE", "ACTOR", "NUM"}:
            # two full noun phrases side by side: "they call the town Shingal"
            if members and tag == "PLACE" and tags[members[-1]] == "PLACE":
                break
            if members and tag == "N" and units[position].low in _SPANS and tags[members[-1]] == "PLACE":
                break  # "had left for A hours earlier"
            if members and tag == "PLACE" and units[position].text[:1].isupper() and _are_fighters(units[members[-1]], words):
                break  # "the army took A, the rebels | B"
            if members and tag != "DET" and _opening_ends(units, tags, members, position, words):
                break
            members.append(position)
            position += 1
            continue
        if tag == "V" and units[position].low.endswith("ing") and units[position - 1].low == "those":
            break  # "those leaving A"
        if tag == "V" and units[position - 1].low in QUANTIFIERS:
            break  # "most | come from A"
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
        phrase.of, position = noun_phrase(units, tags, position + 1, text, words)
    phrase.end = units[position - 1].end
    phrase.text = text[phrase.start : phrase.end]
    return phrase, position


def _are_fighters(unit: Unit, words: Lexicon) -> bool:
    """Whether a word is a plural of fighters, which describes no place behind it: "the rebels", not "the rebel Kidal"."""
    return unit.kind == "WORD" and plural(unit.low) and {"combatant", "rebel"} & words.nouns.get(singular(unit.low), frozenset()) != frozenset()


def _opening_ends(units: Sequence[Unit], tags: Sequence[str], members: Sequence[int], position: int, words: Lexicon) -> bool:
    """Whether the phrase that opens a sentence is over: "on the other side of the country | Russian troops", "in the east | Russian troops"."""
    if not units[position].text[:1].isupper() or tags[0] != "P" or not set(tags[: members[0]]) <= {"P", "DET", "N"} or tags[members[0]] != "DET":
        return False
    noun = units[members[-1]].low
    if noun in _PACTS and tags[position] == "PLACE" and position + 1 < len(units) and tags[position + 1] in {"V", "HAVE", "BE"}:
        return True  # "under the agreement | Agdam was handed over"
    if not (noun in _LANDMARKS or DIRECTION.fullmatch(noun)):
        return False
    after = position + 1
    while after < len(units) and tags[after] in {"N", "ACTOR"}:
        after += 1
    armed = units[after - 1].kind == "ACTOR" or "combatant" in words.nouns.get(singular(units[after - 1].low), frozenset())
    return armed and after < len(units) and tags[after] in {"V", "HAVE", "BE", "ADV"}


def _is_number(units: Sequence[Unit], tags: Sequence[str], position: int) -> bool:
    """Whether a figure after the name of a unit is its number: nothing stands behind it that it could count."""
    after = tags[position + 1] if position + 1 < len(units) else "STOP"
    return units[position].text.isdigit() and after not in {"N", "PRON", "PLACE", "ACTOR"} and units[position - 1].text[:1].isupper()


def _counts_anew(units: Sequence[Unit], tags: Sequence[str], members: Sequence[int], position: int) -> bool:
    """Whether a number after a noun starts a phrase of its own: "within the country 120,000 others"."""
    quantity = units[position].quantity
    if quantity is None or tags[members[-1]] != "N" or position + 1 >= len(units):
        return False
    number = quantity.low or quantity.high or 0
    after = units[position + 1]
    if number >= _A_CROWD and tags[0] == "P" and "V" not in tags[:position]:
        last = position + 1  # "on the other side of the pass around 30,000 South Ossetians have"
        while last + 1 < len(units) and last - position <= _LONG_NAME and tags[last] in {"N", "ACTOR", "PLACE"}:
            last += 1
        alone = tags[position + 1] in {"V", "HAVE"} or (tags[position + 1] == "P" and units[position + 1].low == "of")
        if alone and plural(units[members[-1]].low):
            return True  # "of A's 150,000 inhabitants | at least 100,000 left", "according to newspapers | about 3,000 of them"
        if last > position + 1 and plural(units[last - 1].low) and tags[last] in {"V", "HAVE", "BE", "ADV"}:
            return True
    return number >= _A_CROWD and tags[position + 1] in {"N", "PRON", "V"} and (plural(after.low) or after.low in {"others", "more"})


def _adjectives(units: Sequence[Unit], tags: Sequence[str], members: Sequence[int], conj: int, words: Lexicon) -> bool:
    """Whether "and" joins two adjectives of nations before one noun: "Yemeni and Emirati soldiers"."""
    first, second, noun = units[members[-1]], units[conj + 1], units[conj + 2]
    kinds = words.nouns.get(singular(noun.low), frozenset()) if noun.kind == "WORD" else frozenset()
    plain = (
        tags[members[-1]] == "N"
        and tags[conj + 1] == "N"
        and tags[members[0]] == "NUM"
        and first.low not in words.nouns
        and second.low not in words.nouns
    )
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


@lru_cache(maxsize=1 << 14)
def _as_head(low: str, *, word: bool) -> tuple[str, bool, frozenset[str]]:
    """Return what the last word of a phrase, or a name there, says by itself: the head, whether it is a plural, its classes."""
    words = lexicon()
    head = singular(low) if word and low not in words.closed["pron"] else low
    classes = {*words.nouns.get(head, ()), *words.nouns.get(low, ())}
    if word and "-" in low:
        stem, last_part = low.split("-", 1)[0], low.rsplit("-", 1)[1]
        model = last_part.rstrip("s").isdigit()  # "two FAB-1500s", "a Su-34"
        classes.update(words.nouns.get(stem if model else singular(last_part), ()))
    if low in {"displaced", "elderly", "homeless"}:
        classes.add("civilian")
    return head, plural(low), frozenset(classes)


def _describe(units: Sequence[Unit], members: Sequence[int], text: str, words: Lexicon, determiner: str) -> NounPhrase:
    first, last = units[members[0]], units[members[-1]]
    own = [units[m] for m in members]
    phrase = NounPhrase(first.start, last.end, text[first.start : last.end], determiner=determiner, words=tuple([unit.low for unit in own]))
    named = False
    for unit in own:
        if unit.quantity is not None and phrase.quantity is None:
            phrase.quantity = unit.quantity
            phrase.quantity_text = text[unit.start : unit.end]
        if unit.actor is not None:
            phrase.actors.append(unit.actor)
        named = named or unit.mention is not None
    head = last
    phrase.head, phrase.plural, classes = _as_head(head.low, word=head.kind == "WORD")
    if head.kind == "NUM":
        phrase.plural = True
    elif head.kind == "PLACE":
        phrase.head_place = head.mention
        classes |= {"place"}
    elif head.kind == "ACTOR":
        classes |= {"combatant"}
        phrase.head_place = head.mention
    if (
        "strike_compound" in classes
        and phrase.head in words.nouns
        and any(units[m].kind == "WORD" and "strike_modifier" in words.nouns.get(singular(units[m].low), ()) for m in members[:-1])
    ):
        classes |= {"strike_word"}
    for unit in own if named else ():
        mention = unit.mention
        if mention is not None and mention is not phrase.head_place and not (unit is head and head.kind == "PLACE"):
            if "settlement" in classes and head.kind == "WORD" and phrase.head_place is None:
                phrase.head_place = mention
            else:
                phrase.modifier_places.append(mention)
    phrase.classes = classes
    if phrase.head_place is None and not phrase.actors and phrase.quantity is None and not phrase.modifier_places:
        phrase.name = _unknown_name(units, members, classes, words)
    return phrase


_NAME_PARTS = word_set("name_parts")
_KINDS_OF_SITES = frozenset(
    {
        "gas",
        "oil",
        "border",
        "refugee",
        "power",
        "army",
        "military",
        "market",
        "railway",
        "mountain",
        "mining",
        "naval",
        "gold",
        "transit",
        "reception",
        "registration",
        "displacement",
        "idp",
    }
)
_NAMED_WITH = frozenset({"bridge", "dam", "pass", "airport", "airfield", "airbase"})
"""Words that belong to the name before them: the Mapandi bridge is not Mapandi."""

_OF_NATIONS = ("ish", "ese")
"""Endings of adjectives of nations: "Turkish and rebel forces" names no place called Turkish."""
_NOT_NAMES = word_set("not_names")
_BEFORE_NAMES = word_set("before_names")


def _unknown_name(units: Sequence[Unit], members: Sequence[int], classes: frozenset[str], words: Lexicon) -> tuple[int, int] | None:
    """Offsets of the capitalised words of a phrase that no table knows: the whole phrase, or what stands before "crossing", "district"."""
    if classes and "settlement" not in classes:
        return None
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
    if " ".join(units[m].low for m in inner) in place_words().demonyms:
        return None  # "the South Ossetian capital"
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
            or unit.low in words.function_words
        ):
            return None
        if DIRECTION.fullmatch(unit.low) or unit.low.endswith(_OF_NATIONS) or unit.text.isupper() or (m == 0 and plural(unit.low)):
            return None
        own += 1
    # two plain words are more often a person than a place
    if own != 1 and not ("settlement" in classes and own == 2):
        return None
    return units[inner[0]].start, units[inner[-1]].end
