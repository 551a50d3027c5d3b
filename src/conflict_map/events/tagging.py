"""Which words are verbs: by the lexicon and by what stands around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.fixed_tags import COMPASS, MARKS, fixed_tag, is_adverb
from conflict_map.events.lookahead import SEES, Lookahead, before_plural
from conflict_map.events.patterns import ARTICLE, lazy_pattern
from conflict_map.events.words import Form, Lexicon, forms_of, plural, singular, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.units import Unit

__all__ = ["DIRECTION", "QUANTIFIERS", "Tagger"]

DIRECTION = re.compile(r"(?:(?:north|south)(?:[\s-]?(?:east|west))?|east|west)(?:wards?)?")

_ARTICLED = lazy_pattern(rf"{ARTICLE}-[A-Z]")
"""A name that begins with a small article: "a rumour that al-Shabaab had …"."""
_AFTER_FALLS = frozenset({"to", "into", "under", "after", "in", "as", "without", "back"})
_OWN_TAG = frozenset({"TIME", "NUM", "POSS", "NEG", "PLACE", "ACTOR"})
_DONE = frozenset({"say", "tell", "add", "warn", "insist", "drop", "board", "fire", "launch", "unleash", "join", "reach", "cross", "enter", "lob"})
"""Past forms that hardly ever describe a noun: "appeared and dropped bombs"."""
_BEFORE_FIGHTING = word_set("before_fighting")
_WITH_TO = frozenset({"according", "due", "owing", "thanks"})
_AROUND = frozenset({"surrounding", "neighbouring", "neighboring", "remaining"})
_DISTANCES = word_set("distances")
_EQUIPPED = frozenset({"armoured", "armored", "motorised", "motorized", "mechanised", "mechanized", "uniformed", "masked", "hooded"})
_UPROOTED = frozenset({"displaced", "uprooted", "wounded", "injured", "arrived"})
QUANTIFIERS = frozenset({"most", "many", "some", "all", "others", "few", "several"})
_SHOTS = frozenset({"shell", "rocket", "bomb", "mortar", "raid"})
_SEEN_TO = frozenset({"fall", "go", "change", "slip", "pass", "surrender", "return"})


class Tagger(Lookahead):
    """Tells verbs from nouns by their neighbours."""

    def __init__(self, units: Sequence[Unit], words: Lexicon) -> None:
        super().__init__(units, words)
        self.tags: list[str] = []
        self.forms: list[Form | None] = [None] * len(units)
        tags = self.tags
        for index, unit in enumerate(units):
            kind = unit.kind
            if kind in _OWN_TAG:
                tags.append(kind)
            else:
                tags.append(MARKS.get(unit.low, "STOP") if kind == "PUNCT" else fixed_tag(unit.low) or self._tag(index))
            if unit.low == "another" and index > 1 and units[index - 1].low == "after" and units[index - 2].text.casefold() == "one":
                tags[-3:] = ["ADV"] * 3  # "picked off its strongholds one after another"

    def _next(self, index: int) -> Unit | None:
        index += 1
        units, count = self.units, len(self.units)
        while index < count and self._is_adverb(units[index]):
            index += 1
        return units[index] if index < count else None

    @staticmethod
    def _is_adverb(unit: Unit) -> bool:
        return unit.kind == "WORD" and is_adverb(unit.low)

    def _previous(self, index: int) -> int:
        index -= 1
        while index >= 0 and self.tags[index] in {"ADV", "TIME", "NEG"}:
            index -= 1
        return index

    def _tag(self, index: int) -> str:
        """Tag a word by what stands around it. One that is asked for here by name has to be in the list ``tagged_by_context``, too."""
        unit, closed = self.units[index], self.words.closed
        low = unit.low
        before = self._previous(index)
        previous = self.tags[before] if before >= 0 else "START"
        directly = self.tags[index - 1] if index else "START"
        after = self._next(index)
        by_name = self._by_name(index, previous, directly, after) if low in self.named else ""
        if by_name:
            return by_name
        if (
            low[:4] in COMPASS
            and DIRECTION.fullmatch(low)
            and (directly not in {"DET", "P", "POSS"} or (self.units[index - 1].low == "on" and index > 1 and self.tags[index - 2] == "V"))
            and not (after is not None and (after.kind in {"PLACE", "ACTOR"} or (after.kind == "WORD" and singular(after.low) in self.words.nouns)))
            and unit.text[:1].islower()
        ):
            return "ADV"
        form = self._verb(index, previous, directly, after)
        if form is not None:
            self.forms[index] = form
            return "V"
        if self._is_adverb(unit) and not (low == "home" and directly in {"DET", "POSS", "ADJ"}):
            if (
                low in closed["prep"]
                and after is not None
                and (after.kind in {"PLACE", "ACTOR", "NUM"} or after.low in closed["det"])
                and low not in {"out", "away", "back"}
            ):
                return "P"
            return "ADV"
        if low in closed["prep"]:
            return "P" if low != "aboard" or after is None or self._nominal(after) else "ADV"  # "three ships with refugees aboard"
        if low == "more" and directly == "NUM":
            return "N"
        if (
            low in {"loyal", "faithful", "close", "opposed", "sympathetic", "hostile", "adjacent", "friendly", "subordinate", "affiliated", "unknown"}
            and after is not None
            and after.low in {"to", "with"}
            and directly in {"N", "ACTOR", "PLACE"}
        ):
            return "ADV"
        if low in closed["det"]:
            if low in closed["pron"] and (after is None or not self._nominal(after)) and low not in {"the", "a", "an", "no", "every"}:
                return "PRON"
            return "DET"
        if low in closed["pron"]:
            return "PRON"
        return "N"

    def _by_name(self, index: int, previous: str, directly: str, after: Unit | None) -> str:
        """Tag one of the words of ``named``; an empty string where nothing is special about it here."""
        unit, closed = self.units[index], self.words.closed
        low = unit.low
        if low in {"'s", "'re"}:
            return "BE"
        if low in closed["modal"] and not (low in {"might", "will", "may", "can"} and directly in {"DET", "ADJ", "POSS"}):
            return "MOD" if unit.text != "May" or not self._told_of_may(index) else "N"
        if low == "to":
            readings = self.words.forms.get(after.low, ()) if after and after.kind == "WORD" else ()
            if any(form.form == "base" for form in readings) and not (
                after
                and after.low in {"base", "camp", "land", "shelter", "safety", "ground", "front"}
                and previous == "V"
                and self._plain_goal(index)
            ):
                return "TO"
            if after and after.low in {"be", "have"}:
                return "TO"
            return "P"
        if low in closed["aux_be"]:
            return "BE"
        if low in closed["aux_have"]:
            return "HAVE"
        if low in closed["aux_do"]:
            return "DO"
        if low == "no" and index + 1 < len(self.units) and self.units[index + 1].low == "longer":
            return "ADV"
        if low == "longer" and index and self.units[index - 1].low == "no":
            return "ADV"
        if low in _WITH_TO and after is not None and after.low == "to" and (low != "due" or self._noun_after(index + 2)):
            return "P"
        if (
            low == "following"
            and directly in {"N", "PLACE", "ACTOR", "COMMA", "TIME", "V"}
            and after is not None
            and self._nominal(after) | (after.low in closed["det"])
        ):
            return "P"  # "left the town following the attack"
        if low == "bound" and after is not None and after.low == "for" and directly not in {"BE", "HAVE"}:
            return "P"  # "buses bound for Gao"
        if low in {"all", "both", "each"} and directly in {"BE", "HAVE"} and index + 1 < len(self.units):
            following = self.units[index + 1]
            if following.kind == "WORD" and any(f.form == "pp" for f in self.words.forms.get(following.low, ())):
                return "ADV"  # "were all taken back"
        if low == "that":
            if after and (after.kind in {"PLACE", "ACTOR"} or (after.kind == "WORD" and after.low in (closed["det"] | closed["pron"]) - {"that"})):
                return "THAT" if after.low != "one" else "DET"
            nxt = self.units[index + 1] if index + 1 < len(self.units) else None
            if self._uprooted_people(index + 1):
                return "THAT"  # "said that displaced families"
            if (
                nxt
                and nxt.kind == "WORD"
                and (
                    nxt.low in closed["aux_be"] | closed["aux_have"] | closed["modal"] | closed["aux_do"]
                    or any(f.form in {"past", "s"} for f in self.words.forms.get(nxt.low, ()))
                )
            ):
                return "WH"
            if nxt and nxt.kind == "NUM":
                return "THAT"
            if nxt and nxt.kind == "WORD" and (plural(nxt.low) or nxt.text[:1].isupper() or _ARTICLED.match(nxt.text)):
                return "THAT"
            # "said that government forces": a clause; "that town": a determiner
            return "THAT" if previous == "V" and index + 2 < len(self.units) and self._clause_follows(index + 1) else "DET"
        if (low == "once" and after is not None and after.low in {"more", "again"}) or (
            low == "more" and index and self.units[index - 1].low == "once"
        ):
            return "ADV"  # "were once more masters of it"
        if low in {"after", "before", "since", "as", "once", "than"}:
            if (
                low == "as"
                and directly == "V"
                and after
                and after.kind == "WORD"
                and (after.low in closed["det"])
                and not self._clause_follows(index + 1)
            ):
                return "P"
            if low == "since" and directly == "HAVE":
                return "ADV"
            return "SUB" if self._clause_follows(index + 1) else "P"
        return ""

    def _verb(self, index: int, previous: str, directly: str, after: Unit | None) -> Form | None:
        unit = self.units[index]
        if unit.kind != "WORD" or (
            unit.text[:1].isupper() and index > 0 and self.tags[index - 1] not in {"STOP", "QUOTE", "START"} and unit.low != "fled"
        ):
            return None
        readings = self.words.forms.get(unit.low)
        if unit.low in {"tracks", "trails", "routes"} and directly == "N":
            return None  # "by the mountain tracks to the east"
        if unit.low == "troops" or (unit.low == "down" and index and singular(self.units[index - 1].low) in _DISTANCES):
            return None  # "a few kilometres down the road"
        if unit.low == "armed" and after is not None and after.low in {"with", "only"} and directly in {"N", "ACTOR"}:
            return Form("arm", "pp")  # "hunters armed with guns threw them out"
        if readings and self._before_noun(index, directly, after):
            return None
        if not readings:
            if (
                unit.low not in self.words.closed["adv"]
                and unit.low.endswith("ed")
                and len(unit.low) > 4
                and (
                    directly in {"N", "PLACE", "ACTOR", "PRON", "ADV", "HAVE", "BE", "TIME"}
                    or (
                        directly in {"CONJ", "WH"}
                        and after is not None
                        and (after.kind in {"PLACE", "ACTOR"} or after.low in {"the", "a", "an", "its", "their", "his"})
                    )
                )
                and "-" not in unit.low
                and unit.low not in self.words.nouns
            ):
                if directly == "N" and after is not None and after.kind == "WORD" and after.low in self.words.nouns:
                    return None
                if unit.low in _EQUIPPED and after is not None and singular(after.low) in self.words.nouns:
                    return None  # "a column of US armoured vehicles"
                return Form(unit.low, "past" if directly not in {"HAVE", "BE"} else "pp")
            if unit.low.endswith("ing") and len(unit.low) > 5 and directly == "BE" and "-" not in unit.low:
                return Form(unit.low, "ing")
            return None
        by_form = forms_of(unit.low)
        after_low = after.low if after is not None else ""
        if unit.low == "leaves" and directly in {"N", "TIME", "PLACE", "ACTOR"} and after is not None and after.kind in {"PLACE", "ACTOR"}:
            return readings[0]  # "the loss of the town leaves A exposed"
        closed = self.words.closed
        if previous in {"MOD", "TO", "DO"} and "base" in by_form:
            return by_form["base"]
        if previous in {"BE", "HAVE"}:
            if (
                "pp" in by_form
                and directly in {"BE", "HAVE", "ADV", "NEG", "TIME"}
                and not (previous == "HAVE" and after is not None and after.low in self.words.nouns and unit.low == "left")
            ):
                return by_form["pp"]
            if "ing" in by_form and directly in {"BE", "ADV", "NEG", "TIME"}:
                if unit.low == "fighting" and after_low in {"in", "for", ""}:
                    return by_form["ing"]
                return by_form["ing"]
        if unit.low == "ground" and previous not in {"BE", "HAVE"} and after_low not in closed["det"]:
            return None
        if (
            "base" in by_form
            and directly in {"DET", "PRON", "N"}
            and self.units[index - 1].low in QUANTIFIERS
            and after_low in {"from", "to", "in", "into"}
            and {"go", "flee", "arrive", "return", "shelter"} & self.words.classes.get(by_form["base"].lemma, frozenset())
        ):
            return by_form["base"]  # "most come from A", "many live in tents"
        if "past" in by_form or "pp" in by_form:
            form = by_form.get("past") or by_form["pp"]
            if directly in {"THAT", "V", "SUB"} and self._uprooted_people(index):
                return None  # "said that displaced families"
            if directly in {"DET", "POSS", "NUM"} or (directly == "N" and index and self.units[index - 1].low in {"newly", "recently"}):
                if directly == "NUM" and unit.low in {"wounded", "injured", "displaced", "stranded", "trapped"} and after_low in {"and", "or"}:
                    return None  # "380 wounded and vulnerable persons"
                if directly == "NUM" and (
                    after is None
                    or not self._nominal(after)
                    or after.kind in {"PLACE", "ACTOR"}
                    or (unit.low == "got" and "vehicle" in self.words.nouns.get(singular(after.low), ()))  # "about 200 got off buses"
                    or after_low == "it"  # "another 3,000 made it to A"
                    or after_low in closed["det"]  # "thousands fled their homes"
                    or DIRECTION.fullmatch(after.low)
                ):
                    return form
                return None
            if (
                directly == "ADV"
                and index >= 2
                and self.tags[index - 2] in {"DET", "POSS", "NUM"}
                and (
                    (after is not None and self._nominal(after) and after.kind != "PLACE")
                    or (unit.low in _UPROOTED and (after is None or after.kind == "PUNCT"))  # "of the newly displaced, 3,000 …"
                )
            ):
                return None
            if "base" in by_form and "past" in by_form and previous in {"P", "DET"}:
                return None
            if unit.low == "left" and directly == "P":
                return None
            if directly == "P":
                return None if after is not None and self._nominal(after) and unit.low != "led" else form
            if previous in {"START", "STOP", "QUOTE"} and after is not None and after.kind == "WORD" and self._plural_noun(after):
                return None
            if (
                previous in {"CONJ", "COMMA"}
                and form.lemma not in _DONE
                and ("pp" in by_form or form.form == "pp")
                and after is not None
                and after.kind == "WORD"
                and singular(after.low) in self.words.nouns
                and (plural(after.low) or "civilian" in self.words.nouns.get(after.low, ()))
            ):
                return None
            if directly == "V" and after is not None and self._nominal(after) and after.kind == "WORD" and after.low in self.words.nouns:
                return None  # "bombed besieged towns"
            ahead = self.forms[index - 1] if directly == "V" else None
            if ahead is not None and ahead.form == "base" and "pp" in by_form and after is not None and self._nominal(after):
                return None  # "paused to parade captured Humvees"
            if (
                directly == "N"
                and after is not None
                and after.kind == "WORD"
                and singular(after.low) in self.words.nouns
                and after.low not in closed["det"]
                and not plural(self.units[index - 1].low)
                and self.units[index - 1].low not in self.words.nouns
                and unit.low in {"allied", "armed", "occupied", "besieged", "displaced"}
            ):
                return None
            return form
        if "ing" in by_form:
            form = by_form["ing"]
            if (directly in {"DET", "POSS", "NUM"} and not self._people_go(index, form)) or (
                after_low == "of" and self.units[index + 1].low != "out"
            ):
                return None
            if (
                previous in {"COMMA", "CONJ", "P", "TIME", "START"}
                and "take" in self.words.classes.get(form.lemma, ())
                and self._control_follows(index)
            ):
                return form  # "entered the town, taking control of it"
            if directly == "N" and index and self.units[index - 1].low in _BEFORE_FIGHTING:
                return None
            if after_low in {"it", "them"}:
                return form  # "after overrunning it", where "the overrunning of X" is a noun
            nominal = singular(unit.low) in self.words.nouns or unit.low in {
                "killing",
                "looting",
                "meeting",
                "housing",
                "training",
                "briefing",
                "beginning",
                "building",
                "crossing",
                "opening",
                "ending",
                "warning",
                "evening",
                "morning",
            }
            if unit.low == "crossing" and directly == "COMMA" and after_low == "into":
                return form  # "fled A, crossing into B"
            if (
                unit.low == "crossing"
                and after_low in {"into", "to", "from", "over"}
                and (
                    (directly == "N" and "civilian" in self.words.nouns.get(singular(self.units[index - 1].low), ()))
                    or (directly == "COMMA" and after_low in {"into", "over"})
                )
            ):
                return form  # "counted 15,000 people crossing into Uganda"
            if nominal and not (after is not None and (after.kind in {"PLACE", "ACTOR"} or after.low in closed["det"])):
                return None
            if nominal and previous in {"P", "V", "START", "CONJ", "COMMA"} and after_low in closed["prep"]:
                return None
            if (
                directly in {"P", "CONJ"}
                and after is not None
                and after.kind == "WORD"
                and singular(after.low) in self.words.nouns
                and plural(after.low)
                and not ("settlement" in self.words.nouns[singular(after.low)] and unit.low == "fleeing")  # "after fleeing villages around A"
                and (directly == "P" or unit.low in _AROUND)
                and unit.low
                in {
                    "fleeing",
                    "retreating",
                    "advancing",
                    "surrounding",
                    "remaining",
                    "neighbouring",
                    "neighboring",
                    "fighting",
                    "warring",
                    "invading",
                    "opposing",
                    "attacking",
                    "rising",
                    "growing",
                    "ruling",
                    "defending",
                }
            ):
                return None
            if (
                directly == "N"
                and after is not None
                and after.kind == "WORD"
                and after.low in self.words.nouns
                and unit.low in {"fleeing", "retreating", "advancing", "surrounding", "remaining", "warring", "defending"}
            ):
                return None
            return form
        if unit.low in {"remain", "remains"} and directly in {"COMMA", "ACTOR", "PLACE", "N"} and after_low in {"in", "under"}:
            return by_form.get("s") or by_form.get("base")  # "the group remains in control of"
        if unit.low == "claim" and "base" in by_form and directly in {"ACTOR", "N"} and self._control_follows(index):
            return by_form["base"]  # "rebels claim control of"
        shot = by_form.get("s") or by_form.get("base")
        if shot is not None and directly in {"N", "CLOSE"} and self._shoots(index, shot.lemma, after):
            return shot
        if shot is not None and directly in {"N", "PLACE"} and self._goes_now(index, shot, self.tags):
            return shot
        if "s" in by_form:
            form = by_form["s"]
            object_like = after is not None and (
                after.kind in {"PLACE", "ACTOR", "NUM"} or after.low in closed["det"] or after.low in closed["pron"] or after.low == "that"
            )
            if form.lemma in self.words.nouns_too or singular(unit.low) in self.words.nouns:
                if (
                    directly == "ADV"
                    and self.units[index - 1].low in {"now", "still", "already", "also", "again", "today", "longer"}
                    and previous in {"N", "ACTOR", "PLACE", "PRON", "WH"}
                    and not plural(self.units[self._previous(index)].low)
                ):
                    return form  # "the army now controls", "said it now holds"
                aside = directly == "COMMA" and self.tags.count("COMMA") > 1 and singular(unit.low) not in self.words.nouns
                if aside and after is not None and after.low in closed["det"]:
                    return form  # "its loss, announced on Friday, opens the road to"
                if after is not None and any(f.form == "past" for f in self.words.forms.get(after.low, ())):
                    return None
                if form.lemma in _SHOTS and after_low in closed["aux_have"] | closed["aux_be"]:
                    return None  # "where shells had started landing"
                if directly in {"PRON", "WH"}:
                    return form
                if (
                    after is not None
                    and after.low == "that"
                    and directly in {"N", "ACTOR", "PLACE"}
                    and "speech" in self.words.classes.get(form.lemma, ())
                ):
                    return form
                if (
                    directly in {"PLACE", "CLOSE"}
                    and after is not None
                    and after.kind == "NUM"
                    and {"receive", "shelter"} & self.words.classes.get(form.lemma, frozenset())
                ):
                    return form
                if (
                    directly == "N"
                    and "tally" in self.words.classes.get(form.lemma, ())
                    and after is not None
                    and after.kind == "NUM"
                    and not plural(self.units[index - 1].low)
                ):
                    return form
                if directly in {"PLACE", "ACTOR"} and object_like and after is not None and after.kind != "NUM":
                    return form
                if directly == "TIME" and after_low in closed["det"] and "V" not in self.tags[:index]:
                    return form  # "the loss of X on Sunday leaves the army with …"
                if form.lemma == "claim" and directly in {"ACTOR", "PLACE", "N"} and after_low in {"control", "possession", "victory"}:
                    return form  # "the M23 claims control of"
                falls = "fall" in self.words.classes.get(form.lemma, ()) and (after is None or after_low in _AFTER_FALLS)
                if falls and (directly == "PLACE" or (directly == "COMMA" and "PLACE" in self.tags[:index] and "V" not in self.tags[:index])):
                    return form  # "Goma falls to rebels", "Goma, the capital, falls to rebels"
                if directly == "N" and object_like and self._one_of_many(index):
                    return form  # "a column of trucks crosses the border"
                if directly in {"PLACE", "ACTOR", "N"} and f"{form.lemma} {after_low}" in self.words.phrasal and self._singular_before(index):
                    return form  # "the army pulls out of"
                if form.lemma in {"lie", "sit", "stand"} and directly in {"COMMA", "PLACE"} and after_low in closed["prep"]:
                    return form
                if (
                    directly == "N"
                    and object_like
                    and not plural(self.units[index - 1].low)
                    and after is not None
                    and after.low in closed["det"] | {"that"}
                ):
                    return form
                if (
                    directly == "N"
                    and self.units[index - 1].low
                    in {"army", "ministry", "military", "government", "group", "unit", "agency", "un", "report", "who", "observatory"}
                    and after is not None
                    and (object_like or after.low in {"to", "from", "back", "out", "into"})
                ):
                    return form
                return None
            return form if directly in {"N", "PLACE", "ACTOR", "PRON", "WH", "ADV", "CLOSE", "COMMA", "TIME", "CONJ", "NUM"} else None
        if "base" in by_form:
            form = by_form["base"]
            object_like = after is not None and (after.kind in {"PLACE", "ACTOR"} or after.low in closed["det"] or after.low in closed["pron"])
            if directly in {"N", "ACTOR"} and after is not None and after.kind == "NUM" and "hold" in self.words.classes.get(form.lemma, ()):
                object_like = directly == "ACTOR" or plural(self.units[index - 1].low)  # "the rebels hold four towns"
            if unit.low == "call" and "WH" in self.tags[max(0, index - 3) : index] and directly in {"N", "PLACE", "ACTOR"}:
                return form  # "A, which Azerbaijanis call B,"
            now = directly == "ADV" and self.units[index - 1].low in {"now", "still", "already", "again"}
            if now and object_like and "hold" in self.words.classes.get(form.lemma, ()):
                return form  # "the fighters who slipped into A on Tuesday now hold all of it"
            if (previous in {"WH", "PRON"} or "tally" in self.words.classes.get(form.lemma, ())) and after is not None and after.kind == "NUM":
                object_like = True
            subject_like = (
                previous in {"PRON", "WH"} or (previous == "N" and before_plural(self.units, index, self.tags)) or previous in {"ACTOR", "NUM"}
            ) or (previous == "PLACE" and form.lemma not in self.words.nouns_too and unit.low not in self.words.nouns and self._plural_of(index))
            if after_low == "," and directly in {"N", "ACTOR"} and "speech" in self.words.classes.get(form.lemma, ()) and self._said_aside(index):
                return form  # "and, the rebels claim, Homs"
            asides = unit.low == "say" and directly == "COMMA" and self.tags.count("COMMA") > 1
            if asides and after is not None and after.kind != "PUNCT":
                return form  # "officials in A, an hour's drive away, say"
            if directly in {"PLACE", "ACTOR", "N"} and self._asked(index):
                return form  # "only on Monday did Goma fall"
            if after_low == "that" and directly == "PLACE" and "speech" in self.words.classes.get(form.lemma, ()) and self._plural_of(index):
                return form  # "the authorities in A report that"
            if object_like and directly == "PLACE" and "tally" in self.words.classes.get(form.lemma, ()) and self._plural_of(index):
                return form  # "officials in A report the arrival of"
            if form.lemma in _SEEN_TO and directly == "PLACE" and self._watched(index):
                return form  # "Monday saw Goma fall"
            if self._helped(index):
                return form  # "had helped evacuate 400 people"
            if directly in {"DET", "POSS", "P"} or not subject_like:
                return None
            if self._seen_moving(index, form, self.tags, self.forms):
                return form  # "saw about 400 of them march out of A"
            if previous == "PRON" and self.units[self._previous(index)].low in {"it", "he", "she", "him", "them", "us", "her", "this"}:
                return None
            if (
                directly in {"N", "TIME"}
                and after_low in {"into", "from", "to", "towards", "across", "over", "out"}
                and {"go", "flee", "arrive"} & self.words.classes.get(form.lemma, frozenset())
                and {"civilian", "combatant"} & self.words.nouns.get(singular(self.units[self._previous(index)].low), frozenset())
                and plural(self.units[self._previous(index)].low)
            ):
                return form
            if after_low == "to" and directly in {"N", "ACTOR"} and "speech" in self.words.classes.get(form.lemma, ()) and self._had(index):
                return form  # "the rebels claim to have taken"
            if f"{form.lemma} {after_low}" in self.words.phrasal and after_low in closed["particles"] and directly in {"N", "ACTOR"}:
                return form  # "as rebels move in"
            if directly == "NUM" and after_low in {"in", "on", "at", "under"} and "shelter" in self.words.classes.get(form.lemma, ()):
                return form  # "1,800 sleep on the floor"
            if form.lemma in self.words.nouns_too or unit.low in self.words.nouns:
                return form if object_like and (previous != "ACTOR" or after is None or after.kind != "ACTOR") else None
            return form
        return None

    def _shoots(self, index: int, lemma: str, after: Unit | None) -> bool:
        """Whether a weapon or armed people do what the word says: "a helicopter fires on", "rebels fire rockets at", "army artillery shells Goma"."""
        before, nouns = self.units[index - 1], self.words.nouns
        kinds = nouns.get(singular(before.low), frozenset()) if before.kind == "WORD" else frozenset()
        if after is None or plural(before.low) == self.units[index].low.endswith("s"):
            return False
        if lemma == "shell":
            return before.low in {"artillery", "army", "militia", "tank", "navy"} and after.kind == "PLACE"
        missile = any("projectile" in nouns.get(singular(unit.low), ()) for unit in self.units[index + 1 : index + 3])
        aimed = after.low in {"on", "upon", "at", "into"}
        return lemma == "fire" and bool({"weapon", "combatant"} & kinds) and (missile or (aimed and "projectile" not in kinds))

    def _said_aside(self, index: int) -> bool:
        """Whether a plural and nothing else stands between a comma and the word: ", the rebels claim,"."""
        position = index - 1
        while position > 0 and self.tags[position] in {"N", "ACTOR", "DET", "PLACE"} and index - position < 5:
            position -= 1
        return position > 0 and self.tags[position] == "COMMA" and before_plural(self.units, index, self.tags)

    def _watched(self, index: int) -> bool:
        """Whether a place stands between a word and a verb of seeing: "Monday saw Goma …", "they let Goma …"."""
        position = index - 1
        while position > 0 and self.tags[position] in {"PLACE", "DET", "CONJ", "COMMA"}:
            position -= 1
        form = self.forms[position] if self.tags[position] == "V" else None
        return form is not None and form.lemma in SEES
