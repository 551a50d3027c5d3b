"""What stands around a word: whether a clause, an aside or a verb follows it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from conflict_map.events.words import lexicon, plural, singular, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.units import Unit
    from conflict_map.events.words import Form, Lexicon

_OF_SEVERAL = frozenset({"have", "are", "were"})
_EVENTS = frozenset({"abstract", "assault", "strike_word", "clash_word", "capture_word", "fall_word", "strike_compound"})

_NAMED = frozenset({
    "'s", "'re", "to", "no", "longer", "following", "bound", "all", "both", "each", "that", "once", "more", "after", "before", "since", "as", "than",
    "according", "due", "owing", "thanks",
})  # fmt: skip

__all__ = ["MOVES", "SEES", "Lookahead", "before_plural"]

_WHITHER = frozenset({"to", "from", "into", "out", "towards", "toward", "across", "over", "for", "back", "away", "off"})
_AS_ONE = frozenset({
    "army", "garrison", "convoy", "column", "brigade", "battalion", "division", "regiment", "militia", "group", "police", "force", "unit",
    "contingent", "detachment", "family", "population", "crowd", "bus", "ship", "train", "ferry", "helicopter",
})  # fmt: skip
MOVES = frozenset({"flee", "go", "arrive", "retreat", "return"})


@cache
def _joined() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Return closed classes that are asked for together.

    They are auxiliaries; what owns; small words; words that a noun phrase does not begin with; words whose tag has rules of its own.
    """
    closed = lexicon().closed
    auxiliaries = closed["aux_be"] | closed["aux_have"] | closed["modal"] | closed["aux_do"]
    return (
        auxiliaries,
        closed["det"] | closed["poss"],
        closed["det"] | closed["prep"] | closed["adv"] | closed["conj"],
        auxiliaries | closed["prep"] | closed["conj"] | closed["wh"] | closed["sub"] | {"the", "a", "an"},
        auxiliaries | _NAMED,
    )


_SIDE = re.compile(r"(?:(?:north|south)-?(?:east|west)?|east|west|centr)(?:ern|al)")
_TRADES = word_set("trades")
SEES = frozenset({"see", "watch", "let", "witness", "hear"})
_AWAY = frozenset({"out", "into", "to", "towards", "toward", "off", "away", "through", "past", "across", "over", "from", "up", "down", "back"})
_FAR = 8
_COLLECTIVE = frozenset(
    {"army", "navy", "police", "militia", "government", "junta", "regime", "garrison", "opposition", "military", "cavalry", "infantry"}
)


class Lookahead:
    """Looks ahead of a word, before the words there have tags of their own."""

    tags: list[str]
    """Those of the words before, as far as the tagger has come."""

    def __init__(self, units: Sequence[Unit], words: Lexicon) -> None:
        self.units = units
        self.words = words
        self.auxiliaries, self.own, self.small, self.not_nominal, self.named = _joined()

    def _before_noun(self, index: int, directly: str, after: Unit | None) -> bool:
        """Whether a word that may be a verb belongs to a noun: "rocketed suspected hideouts", "the western approaches", "Russian guided bombs"."""
        unit = self.units[index]
        before = self.units[index - 1] if index else None
        if before is None or before.kind == "PUNCT":
            return False
        if unit.low in _TRADES and after is not None and after.kind == "WORD":
            return "settlement" in self.words.nouns.get(singular(after.low), ()) or after.low in {"vessel", "boat", "boats", "vessels"}
        if unit.low == "armed" and after is not None and after.kind == "WORD" and plural(after.low) and after.low not in self.small:
            return True  # "non-state armed groups took A", "there were armed visitors": nobody armed them there
        if unit.low.endswith("s"):
            return bool(_SIDE.fullmatch(before.low)) and (singular(unit.low) in self.words.nouns_too or singular(unit.low) in self.words.nouns)
        if not unit.low.endswith("ed") or after is None or after.kind != "WORD" or after is not self.units[index + 1]:
            return False
        return plural(after.low) and (directly == "V" or (unit.low == "guided" and directly in {"N", "ACTOR", "PLACE"}))

    def _plain_goal(self, index: int) -> bool:
        following = self.units[index + 2] if index + 2 < len(self.units) else None
        return following is None or following.kind == "PUNCT" or following.low in self.words.closed["prep"] | self.words.closed["conj"]

    def _nominal(self, unit: Unit) -> bool:
        if unit.kind in {"PLACE", "ACTOR", "NUM"}:
            return True
        if unit.kind != "WORD" or unit.low in self.not_nominal:
            return False
        readings = self.words.forms.get(unit.low, ())
        return not any(f.form == "past" for f in readings) or unit.low in {"displaced", "armed", "wounded", "injured", "allied", "left"}

    def _people_go(self, index: int, form: Form) -> bool:
        """Whether people counted go somewhere, as in "thousands fleeing", "those leaving A": not "300 fleeing civilians"."""
        after = self.units[index + 1] if index + 1 < len(self.units) else None
        noun = after is not None and after.kind == "WORD" and (after.low in self.words.nouns or singular(after.low) in self.words.nouns)
        before = self.units[index - 1]
        return (before.kind == "NUM" or before.low == "those") and bool(MOVES & self.words.classes.get(form.lemma, frozenset())) and not noun

    def _clause_follows(self, index: int) -> bool:
        """Whether a noun phrase and a verb come before the next mark: "after [the garrison withdrew]"."""
        closed, seen_noun = self.words.closed, False
        for position in range(index, min(index + 14, len(self.units))):
            unit = self.units[position]
            if unit.kind == "PUNCT":
                if unit.low == "," and seen_noun:
                    if self._verb_at(position + 1):
                        return True
                    if self._aside_or_list(position):
                        continue
                return False
            if unit.kind in {"PLACE", "ACTOR", "NUM"}:
                seen_noun = True
                continue
            if unit.kind != "WORD":
                continue
            if seen_noun and unit.low in self.auxiliaries:
                return not (unit.low in _OF_SEVERAL and self._one_event(index))
            readings = self.words.forms.get(unit.low, ())
            previous = self.units[position - 1] if position > index else None
            if seen_noun and any(f.form == "past" for f in readings) and not (previous and previous.kind == "WORD" and previous.low in self.own):
                following = self.units[position + 1] if position + 1 < len(self.units) else None
                if not (following and following.low == "by"):
                    return True
            if (
                seen_noun
                and any(f.form == "s" for f in readings)
                and singular(unit.low) not in self.words.nouns_too
                and not (previous and previous.low in closed["det"])
            ):
                return True
            if previous is not None and self._plural_acts(previous, readings):
                return True
            if unit.low in closed["wh"] and unit.low != "that":
                return False
            if unit.low not in self.small:
                seen_noun = True
        return False

    def _one_event(self, index: int) -> bool:
        """Whether the noun phrase at ``index`` is one event, that "have" cannot go with: "those who ran after the raid have come home"."""
        article = self.units[index] if index < len(self.units) else None
        noun = self.units[index + 1] if index + 1 < len(self.units) else None
        if article is None or noun is None or article.low not in {"the", "a", "an", "that", "this"} or noun.kind != "WORD" or noun.low.endswith("s"):
            return False
        return bool(_EVENTS & self.words.nouns.get(noun.low, frozenset()))

    def _plural_acts(self, noun: Unit, readings: Sequence[Form]) -> bool:
        """Whether a plural noun has a present verb behind it: "before [the rains make the road impassable]"."""
        lemma = next((form.lemma for form in readings if form.form == "base"), None)
        if lemma is None or lemma in self.words.nouns_too or lemma in self.words.nouns or noun.kind != "WORD":
            return False
        return noun.low.endswith("s") and singular(noun.low) != noun.low and noun.low not in self.small

    def _aside_or_list(self, comma: int) -> bool:
        """Whether a comma opens an aside before a verb ("Paletwa, a river port, passed to") or a list ("as A, B and C fell")."""
        for position in range(comma + 1, min(comma + 10, len(self.units))):
            unit = self.units[position]
            if unit.low == "and" and position - comma <= 4:
                return True
            if unit.low == ",":
                return self._verb_at(position + 1)
            if unit.kind == "PUNCT":
                return False
        return False

    def _verb_at(self, index: int) -> bool:
        """Whether a finite verb stands at ``index``."""
        unit = self.units[index] if index < len(self.units) else None
        if unit is None or unit.kind != "WORD":
            return False
        closed = self.words.closed
        if unit.low in closed["aux_be"] | closed["aux_have"] | closed["modal"]:
            return True
        return any(form.form in {"past", "s"} for form in self.words.forms.get(unit.low, ())) and unit.low not in self.words.nouns

    def _goes_now(self, index: int, form: Form, tags: Sequence[str]) -> bool:
        """Whether people go somewhere in the present: "rebels pull out of A", "the garrison of A retreats to B"."""
        position = index - 1
        while position > 0 and tags[position] in {"N", "NUM", "PLACE", "ACTOR"}:
            position -= 1
        of = self.units[position].low == "of" and position > 0 and tags[position - 1] == "N"
        head = self.units[position - 1 if of else index - 1].low
        kinds = self.words.nouns.get(singular(head), frozenset())
        if not {"civilian", "combatant", "vehicle"} & kinds or (tags[index - 1] == "PLACE" and not of):
            return False
        if (form.form == "s" and (plural(head) or head not in _AS_ONE)) or (form.form == "base" and not plural(head)):
            return False
        after = self.units[index + 1] if index + 1 < len(self.units) else None
        if after is None or after.kind != "WORD":
            return False
        if form.lemma == "board":
            return "vehicle" in self.words.nouns.get(singular(after.low), ())
        classes = self.words.classes.get(form.lemma, frozenset()) | self.words.classes.get(f"{form.lemma} {after.low}", frozenset())
        return bool(MOVES & classes) and (after.low in _WHITHER or after.low[:5] in {"north", "south", "eastw", "westw"})

    def _noun_after(self, index: int) -> bool:
        """Whether "due to" is followed by a reason and not by what is to happen: "due to mines", not "due to begin"."""
        unit = self.units[index] if index < len(self.units) else None
        return unit is not None and (unit.low in self.words.closed["det"] or not any(f.form == "base" for f in self.words.forms.get(unit.low, ())))

    def _told_of_may(self, index: int) -> bool:
        """Whether "May" is the month, since a past form follows it: "May brought the loss of Afgoye"."""
        following = self.units[index + 1] if index + 1 < len(self.units) else None
        return following is not None and any(form.form == "past" for form in self.words.forms.get(following.low, ()))

    def _had(self, index: int) -> bool:
        """Whether "to have", "to be" or "to hold" comes next."""
        return index + 2 < len(self.units) and self.units[index + 2].low in {"have", "be", "control", "hold", "run"}

    def _control_follows(self, index: int) -> bool:
        """Whether "control of", "full control over" and the like stand behind a word."""
        words = [unit.low for unit in self.units[index + 1 : index + 4]]
        words = words[1:] if words[:1] and words[0] in {"full", "complete", "total", "partial"} else words
        return len(words) > 1 and words[0] in {"control", "possession", "charge"} and words[1] in {"of", "over"}

    def _asked(self, index: int) -> bool:
        """Whether "did" and a subject stand before a verb: "not until Monday did Goma fall"."""
        position = index - 1
        while position >= 0 and index - position < 8 and self.tags[position] in {"PLACE", "ACTOR", "N", "DET", "NUM", "CONJ"}:
            position -= 1
        return position > 0 and self.tags[position] == "DO" and self.units[position - 1].kind in {"TIME", "PUNCT"}

    def _singular_before(self, index: int) -> bool:
        """Whether one thing stands before the word: "the army", "Goma"."""
        unit = self.units[index - 1] if index else None
        return unit is not None and (unit.kind in {"PLACE", "ACTOR"} or (not plural(unit.low) and unit.low in self.words.nouns))

    def _seen_moving(self, index: int, form: Form, tags: Sequence[str], forms: Sequence[Form | None]) -> bool:
        """Whether people go who are the object of a verb of seeing: "saw 400 of them march out of A"."""
        beyond = self.units[index + 1].low if index + 1 < len(self.units) else ""
        if not {"go", "flee", "arrive", "retreat"} & self.words.classes.get(form.lemma, frozenset()) or beyond not in _AWAY:
            return False
        position = index - 1
        while position > 0 and index - position < _FAR and tags[position] in {"PRON", "NUM", "N", "P", "DET"}:
            position -= 1
        seen = forms[position] if tags[position] == "V" else None
        return seen is not None and seen.lemma in SEES and tags[index - 1] in {"PRON", "N"}

    def _uprooted_people(self, index: int) -> bool:
        """Whether "displaced" stands before its noun: "displaced families"."""
        return index + 1 < len(self.units) and self.units[index].low == "displaced" and plural(self.units[index + 1].low)

    def _plural_of(self, index: int) -> bool:
        """Whether a place before a verb only describes a plural: "reports from Goma say", "residents of Sake flee"."""
        for position in range(index - 1, max(-1, index - 8), -1):
            if self.tags[position] == "N" and self.tags[position + 1] == "P":
                return plural(self.units[position].low)
            if self.tags[position] not in {"PLACE", "DET", "N", "CONJ", "P"}:
                return False
        return False

    def _one_of_many(self, index: int) -> bool:
        """Whether what stands before a verb is one thing made of many: "a column of 150 vehicles"."""
        position = index - 1
        while position > 0 and self.tags[position] in {"N", "NUM", "ACTOR", "PLACE"}:
            position -= 1
        if position < 1 or self.units[position].low != "of" or self.tags[position - 1] != "N":
            return False
        return not plural(self.units[position - 1].low)

    def _plural_noun(self, unit: Unit) -> bool:
        return plural(unit.low) and unit.low not in self.words.closed["det"] and unit.low not in self.words.closed["prep"]

    def _helped(self, index: int) -> bool:
        """Whether an infinitive without "to" follows a form of "help", with an object: "helped evacuate 400 people"."""
        after = self.units[index + 1] if index + 1 < len(self.units) else None
        before = self.units[index - 1].low if index else ""
        return before in {"help", "helps", "helped", "helping"} and after is not None and (after.kind in {"NUM", "PLACE"} or plural(after.low))


def before_plural(units: Sequence[Unit], index: int, tags: Sequence[str]) -> bool:
    """Whether the noun before ``index`` is a plural."""
    position = index - 1
    while position >= 0 and tags[position] in {"ADV", "TIME", "NEG"}:
        position -= 1
    return position >= 0 and (plural(units[position].low) or units[position].low in {"more", "others"} or units[position].low in _COLLECTIVE)
