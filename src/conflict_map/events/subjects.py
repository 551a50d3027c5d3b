"""Subjects: what stands before a verb, and what its clause hangs on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.coordination import each_under_one_noun
from conflict_map.events.relatives import ASIDES, Relatives
from conflict_map.events.units import names_place
from conflict_map.events.words import lexicon

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.units import NounPhrase

__all__ = ["OF_A_SIDE", "SIGHTS", "Subjects"]

OF_A_SIDE = frozenset({"ally", "align", "affiliate", "back", "support", "lead", "command", "arm", "equip", "train"})
"""Participles that say whose fighters are: "fighters allied to X"."""

_OWNS_UP = frozenset({"confirm", "admit", "acknowledge", "report", "boast", "claim", "concede"})
_TELLS = frozenset(["tell", "inform", "warn", "assure", "remind", "convince", "persuade", "notify", "show", "advise", "promise", "satisfy"])
SIGHTS = frozenset({"see", "watch", "spot", "film", "find", "observe", "notice", "photograph", "record", "describe", "report", "sight", "count"})
_ACTS = frozenset({"take", "enter", "expel", "strike", "clash", "go", "flee", "retreat", "lose", "fall", "clear", "arrive", "displace", "transport"})
"""Classes of verbs by which others act in an aside; "while peacekeepers looked on" is none."""
_ALONG = frozenset({"with", "alongside", "behind", "beside"})
_THOSE = frozenset({"it", "them", "him", "her"})
_YEAR_FIRST = re.compile(r"\d{1,2}(?:st|nd|rd|th)? ?, (?:19|20)\d\d$")


class Subjects(Relatives):
    """Finds the subject of each verb."""

    def _naming(self, clause: Clause) -> None:
        """Read "called the SDF", "known as Strelkov": a name, not a deed."""
        vp = clause.vp
        if vp.form == "pp" or (vp.lemma in {"call", "name", "dub", "nickname"} and vp.form == "finite" and not vp.perfect):
            following = self.chunks[clause.index + 1] if clause.index + 1 < len(self.chunks) else None
            if (
                vp.lemma in {"call", "name", "dub", "nickname", "know", "style", "term"}
                and following is not None
                and following.kind in {"NP", "P", "SUB"}
            ):
                clause.conjunction = "naming"

    def _quotative(self, clause: Clause, previous: Clause | None) -> bool:
        """Read ", said the president," behind what he says: the subject stands after the verb."""
        chunks, after = self.chunks, clause.index + 1
        if previous is None or previous.vp.form != "finite" or clause.vp.form != "finite" or clause.vp.passive or clause.index < 2:
            return False
        if "speech" not in clause.classes() or chunks[clause.index - 1].kind != "COMMA" or after >= len(chunks) or chunks[after].kind != "NP":
            return False
        phrases, after = self._list_right(after, after + 1)
        if after < len(chunks) and chunks[after].kind not in {"COMMA", "STOP"}:
            return False
        clause.subject, clause.left, clause.noun = phrases, clause.index, "quotative"
        return True

    def _counted_people(self, before: int, previous: Clause | None) -> NounPhrase | None:
        """Return the people of "counted 3,000 people from A arriving in B": they arrive, not those who count them."""
        if previous is None or previous.vp.passive or before != previous.index + 2 or not (
            "tally" in previous.classes() or previous.vp.lemma in SIGHTS
        ):  # fmt: skip
            return None
        np = self.chunks[before - 1].np
        return np if np is not None and {"civilian", "combatant"} & np.classes and (np.plural or np.quantity is not None) else None

    def _subject(self, clause: Clause, previous: Clause | None) -> None:
        chunks, vp = self.chunks, clause.vp
        if vp.form == "inf":
            self._infinitive(clause, previous)
            return
        if self._quotative(clause, previous):
            return
        if self._aside_participle(clause):
            vp.form = "pp"
        position = clause.index - 1
        fallback: NounPhrase | None = None
        fallback_at = 0
        asides = 0
        more: list[NounPhrase] = []  # "the town, and A to the south of it, were taken"
        while position >= 0:
            chunk = chunks[position]
            if chunk.kind == "CLOSE":
                opening = next((i for i in range(position - 1, max(-1, position - 30), -1) if chunks[i].kind == "OPEN"), None)
                if opening is not None:
                    position = opening - 1
                    continue
            if chunk.kind in ASIDES and not (chunk.kind == "TIME" and vp.form == "ing" and self._is_shift(position)):
                position -= 1
                continue
            if chunk.kind == "NP":
                phrases, before = self._list_left(position)
                if before >= 0 and chunks[before].kind == "P":
                    if vp.form == "finite" and len(phrases) > 1 and position == clause.index - 1 and self._opens_with_place(before):
                        clause.subject, clause.left = each_under_one_noun(phrases[1:]), before + 3  # "In P, A and B fell"
                        self._link(clause, before + 2, previous)
                        return
                    if fallback is None and phrases and ({"combatant", "civilian"} & phrases[-1].classes or phrases[-1].actors):
                        fallback, fallback_at = phrases[-1], before
                    if previous is not None and before - 1 == previous.index and vp.form == "pp" and not vp.passive:
                        # "was moved to camps run by …": the participle describes the noun of the phrase
                        clause.subject, clause.left, clause.relation, clause.parent = phrases[-1:], clause.index, "part", previous
                        return
                    placed = phrases[-1].head_place is not None and "displace" in lexicon().classes.get(vp.lemma, frozenset())
                    if vp.form == "pp" and position == clause.index - 1 and not placed:
                        clause.subject, clause.left, clause.relation, clause.parent = phrases[-1:], clause.index, "part", previous
                        return
                    bare = vp.form == "ing" or (
                        vp.form == "finite" and previous is not None and previous.vp.lemma in {"see", "watch"} and not vp.perfect
                    )
                    counted = self._counted_people(before, previous) if bare and position == clause.index - 1 else None
                    if counted is not None:
                        clause.subject, clause.left, clause.relation, clause.parent = [counted], clause.index, "part", previous
                        return
                    if vp.form == "ing" and position == clause.index - 1 and previous is not None and self._is_place(phrases[-1]):
                        self._share(clause, previous, "part")  # "drove out of Sake heading for Goma"
                        return
                    if vp.form == "ing" and position == clause.index - 1:
                        clause.subject, clause.left, clause.relation, clause.parent = phrases[-1:], clause.index, "part", previous
                        return
                    described = self._described(clause, before, previous) if vp.form == "finite" else None
                    if described is not None and described.index == before - 1:
                        self._take_over(clause, described)  # "fighters armed by X stormed", "fighters advancing from X stormed"
                        return
                    position = before - 1
                    continue
                if (
                    before >= 0
                    and previous is not None
                    and previous.index == before
                    and previous.relation == "rel"
                    and previous.subject
                    and previous.wh in {"who", "which", "that"}
                    and vp.form == "finite"
                    and not {"speech"} & previous.classes()
                    and previous.vp.lemma not in {"make", "let", "help", "see", "watch", "hear", "have"}
                    and previous.left < before
                    and all(c.kind != "NP" for c in self.chunks[previous.left : before])
                ):
                    # "people who fled the province are sleeping": the relative clause has its object, the verb its subject before it
                    clause.subject, clause.left = previous.subject, clause.index
                    return
                listed = before >= 0 and chunks[before].kind == "CONJ" and position == clause.index - 1
                if vp.form == "ing" and previous is not None and (previous.index == before or listed) and self._is_place(phrases[-1]):
                    self._share(clause, previous, "part")  # "reached Goma seeking shelter": a town does not seek
                    return
                if (
                    asides
                    and before == 1
                    and chunks[1].kind == "COMMA"
                    and phrases[0].determiner in {"a", "an", "another"}
                    and names_place(chunks[0].np)
                ):
                    position = 0  # "X, another big camp, where 30,000 lived, emptied"
                    continue
                described = self._described(clause, before, previous)
                if described is not None:
                    self._take_over(clause, described)  # "buses carrying fighters pulled out": the participle only describes the subject
                    return
                clause.subject = each_under_one_noun([*self._noun_of_that(phrases, before), *phrases, *more])
                clause.left = before + 1
                self._link(clause, before, previous)
                return
            if chunk.kind == "COMMA" and position and _YEAR_FIRST.search(chunks[position - 1].low) and chunks[position - 1].kind == "TIME":
                position -= 1  # "on January 2, 2009, marked": the comma belongs to the date
                continue
            if chunk.kind == "COMMA":
                if position == clause.index - 1 and vp.form in {"ing", "pp"}:
                    self._share(clause, previous, "part")
                    self._told_of_place(clause)
                    return
                if position == clause.index - 1 and position > 1 and chunks[position - 1].kind == "TIME" and chunks[position - 2].kind == "CONJ":
                    self._share(clause, previous, "coord")  # "took A on 1 May and on Sunday, 3 May, entered B"
                    clause.left = position - 2
                    return
                opened = self._parenthesis(position)
                if opened is None and asides and self._opens_the_sentence(position):
                    opened = position  # "X, south of the border, which …, has been": one aside after another
                if opened is None:
                    break
                asides += 1
                if chunks[opened + 1].kind == "CONJ" and chunks[opened + 1].low == "and" and (also := chunks[opened + 2].np) is not None:
                    more = [also]
                position = opened - 1
                continue
            if chunk.kind == "WH":
                self._relative(clause, position, previous)
                return
            if chunk.kind == "CONJ" and chunks[position + 1].low == "of" and position + 1 < clause.index:
                position -= 1  # "the capture of A on Monday and of B on Tuesday gives"
                continue
            if chunk.kind == "CONJ":
                self._share(clause, previous, "coord")
                clause.left = position
                return
            if chunk.kind == "TIME" and vp.form == "ing" and self._is_shift(position):
                self._share(clause, previous, "part")
                clause.left, clause.conjunction, clause.shift = position, "shift", chunk.time
                return
            if chunk.kind in {"SUB", "P"} and vp.form in {"ing", "pp"}:
                self._share(clause, previous, "part")
                clause.left = position
                clause.conjunction = chunk.low
                return
            if chunk.kind == "VP" and self._raised(clause, previous, position):
                return
            if chunk.kind == "VP":
                self._share(clause, previous, "part" if vp.form in {"ing", "pp"} else "coord")
                return
            break
        if fallback is not None and (position < 0 or chunks[position].kind in {"STOP", "CONJ", "SUB", "THAT", "COMMA"}):
            clause.subject = [fallback]
            clause.left = fallback_at
            self._link(clause, fallback_at - 1, previous)
            return
        self._share(clause, previous, "coord" if vp.form == "finite" else "part")

    def _noun_of_that(self, phrases: list[NounPhrase], before: int) -> list[NounPhrase]:
        """Return "the capture of A" where "and that of B" goes on from it: "the capture of A on Monday and that of B on Friday shook the army"."""
        if phrases[0].head != "that" or before < 1 or self.chunks[before].kind != "CONJ":
            return []
        for position in range(before - 1, -1, -1):
            np = self.chunks[position].np
            if np is not None and {"capture_word", "fall_word", "loss_word"} & np.classes:
                return [np]
            if self.chunks[position].kind in {"VP", "STOP"}:
                return []
        return []

    @staticmethod
    def _raised(clause: Clause, previous: Clause | None, position: int) -> bool:
        """Read "which Baku says passed under its control": what passed is what the pronoun stands for."""
        if (
            previous is None
            or previous.index != position
            or previous.relation != "rel"
            or previous.wh not in {"which", "that", "who"}
            or previous.wh_prep
            or not previous.antecedents
            or "speech" not in previous.classes()
            or clause.vp.form != "finite"
            or previous.subject[:1] == previous.antecedents[:1]
        ):
            return False
        clause.subject, clause.relation, clause.parent, clause.attribution = previous.antecedents[:1], "that", previous, previous
        return True

    @staticmethod
    def _is_place(np: NounPhrase) -> bool:
        return np.head_place is not None or ("settlement" in np.classes and "combatant" not in np.classes)

    def _described(self, clause: Clause, before: int, previous: Clause | None) -> Clause | None:
        """Return the participle clause, right after its noun and without a comma, that stands between a subject and its verb."""
        if (
            clause.vp.form != "finite"
            or previous is None
            or previous.vp.form not in {"ing", "pp"}
            or previous.shared_subject
            or not previous.subject
            or clause.vp.lemma == "say"
        ):
            return None
        position = before
        while position > previous.index and self.chunks[position].kind in {"CONJ", "NP", "P", "ADV"}:
            position -= 1
        if (
            position != previous.index
            or self.chunks[previous.index - 1].kind != "NP"
            or previous.subject[-1].end != self.chunks[previous.index - 1].end
        ):
            return None
        return previous

    @staticmethod
    def _take_over(clause: Clause, described: Clause) -> None:
        """Give a verb the subject, and what it hangs on, of the participle that stands between them."""
        clause.subject, clause.left, clause.relation, clause.parent = described.subject, described.left, described.relation, described.parent
        clause.conjunction, clause.attribution = described.conjunction or clause.conjunction, described.attribution
        described.relation, described.parent, described.left, described.conjunction = "part", clause, described.index, ""

    def _opens_with_place(self, position: int) -> bool:
        """Whether a preposition opens the sentence or a clause with where it happened, a comma behind its first noun phrase."""
        chunks = self.chunks
        opens = position == 0 or chunks[position - 1].kind in {"COMMA", "CONJ", "SUB", "THAT", "TIME", "ADV"}
        return (
            opens and position + 2 < len(chunks) and chunks[position + 2].kind == "COMMA" and chunks[position].low in {"in", "at", "near", "around"}
        )

    def _share(self, clause: Clause, previous: Clause | None, relation: str) -> None:
        """Take the subject of the clause before (of the next one for a participle that opens the sentence)."""
        clause.relation = relation
        clause.parent = previous
        clause.shared_subject = True
        if previous is None:
            # a participle or verb whose subject is the first free noun of the sentence: "300 families already there, having fled …"
            first = next(
                (c.np for i, c in enumerate(self.chunks[: clause.index]) if c.np is not None and (i == 0 or self.chunks[i - 1].kind != "P")), None
            )
            if first is not None and clause.vp.form in {"ing", "pp"}:
                clause.subject = [first]
            return
        source: Clause | None = self._told_around(previous) if relation == "coord" else previous
        if relation == "coord" and clause.vp.form == "finite":
            while source is not None and source.vp.form in {"inf", "ing", "pp"} and source.relation != "rel" and source.parent is not None:
                source = source.parent
        elif relation == "coord" and source is not None and source.vp.form == "pp" and source.relation == "part" and source.parent is not None:
            outer = source.parent
            if outer.vp.passive and outer.vp.form == "finite" and source.vp.lemma in OF_A_SIDE and {"take", "lose", "expel"} & clause.classes():
                source = outer  # "was taken by fighters allied to X and retaken by the army"
        elif relation == "part":
            # a participle after a comma goes with the main verb, not with a relative clause's object
            while source is not None and source.vp.form == "inf" and source.parent is not None:
                source = source.parent
            if (
                source is not None
                and source.relation == "sub"
                and source.parent is not None
                and {"flee", "retreat"} & source.classes()
                and "take" in clause.classes()
            ):
                source = source.parent  # "entered A after the rebels had fled, a day after retaking B": those who flee take nothing
        if (
            source is not None
            and relation == "coord"
            and source.relation in {"that", "noun-that"}
            and {"speech", "irrealis", "deny"} & clause.classes()
        ):
            # "said that Goma would fall and vowed": the speaker speaks on
            governor = source.parent
            if governor is not None and "speech" in governor.classes():
                source = governor
        if source is not None and relation == "coord" and source.parent is not None and self._resumes(clause, source):
            source = source.parent  # "attacked A, where rebels hold the airport, and captured B": the attackers did
        if source is not None:
            clause.subject = source.subject
            clause.parent = source
            # "said it had taken A and was moving on B": the second clause is told by the same speaker
            if relation == "coord":
                clause.attribution = source.attribution
        # "X, where Y said …, heading": speech verbs lend no subject to a participle of motion
        if (
            relation == "part"
            and source is not None
            and "speech" in source.classes()
            and source.relation in {"main", "coord"}
            and len(self.clauses) >= 2
            and not (clause.index == source.index + 1 and source.vp.lemma in _OWNS_UP)  # "confirmed having drawn back"
        ):
            earlier = next((c for c in reversed(self.clauses) if c is not source and "speech" not in c.classes() and c.subject), None)
            if earlier is not None and clause.vp.form == "ing":
                clause.subject, clause.parent = earlier.subject, earlier

    def _told_around(self, previous: Clause) -> Clause:
        """Return the clause that "X took A, the army conceded, and raised its flag" goes on with: not that of the one who says so."""
        aside = previous.relation == "main" and "speech" in previous.classes() and not previous.objects and not previous.vp.passive
        if not aside or previous.left < 1 or previous.index + 1 >= len(self.chunks) or previous not in self.clauses:
            return previous
        marks = self.chunks[previous.left - 1].kind == self.chunks[previous.index + 1].kind == "COMMA"
        told = next((c for c in reversed(self.clauses[: self.clauses.index(previous)]) if c.relation == "main" and c.subject), None)
        return told if marks and told is not None else previous

    def _resumes(self, clause: Clause, aside: Clause) -> bool:
        """Whether a taking behind a comma and "and" goes on from the clause that an aside of state with "where" hangs on."""
        joint = next((i for i in range(clause.index - 1, aside.index, -1) if self.chunks[i].kind == "CONJ"), 0)
        closed = joint > 0 and self.chunks[joint].low == "and" and self.chunks[joint - 1].kind == "COMMA"
        state = aside.relation == "rel" and aside.wh == "where" and ("hold" in aside.classes() or aside.vp.lemma in {"be", "have"})
        state = state or (aside.relation == "sub" and aside.conjunction in {"while", "as"} and _ACTS.isdisjoint(aside.classes()))
        return (
            closed
            and state
            and not (aside.vp.passive and aside.vp.perfect)
            and "take" in clause.classes()
            and bool(aside.parent and aside.parent.subject)
        )

    def _opens_the_sentence(self, comma: int) -> bool:
        """Whether nothing but noun phrases stands before a comma, back to the last mark: they are the subject."""
        first = comma
        while first > 0 and self.chunks[first - 1].kind in {"NP", "CONJ"}:
            first -= 1
        return first < comma and self.chunks[first].kind == "NP" and (first == 0 or self.chunks[first - 1].kind in {"STOP", "QUOTE"})

    def _parenthesis(self, comma: int) -> int | None:
        """For the comma that closes an aside ("X, on the Y flank, is"), return the index of the one that opens it."""
        chunks = self.chunks
        for position in range(comma - 1, max(-1, comma - 16), -1):
            kind = chunks[position].kind
            if kind == "STOP":
                return None
            if kind == "COMMA":
                first = chunks[position + 1]
                inner = [c for c in chunks[position + 1 : comma] if c.kind == "VP" and c.vp is not None]
                if first.kind in {"P", "WH", "ADV", "TIME", "SUB"} or (first.kind == "CONJ" and first.low == "or"):
                    return position
                added = chunks[position + 1 : comma]  # "the district, and its airbase, was"
                if first.low == "and" and len(added) == 2 and added[1].np is not None and added[1].np.determiner in {"its", "their"}:
                    return position
                if first.low == "and" and not inner and len(added) > 2 and added[1].low in _ALONG and added[2].low in _THOSE:
                    return position  # "the garrison, and with it some militiamen, had got away"
                also = chunks[position + 2].np if first.kind == "CONJ" and first.low == "and" and position + 3 < comma and not inner else None
                if also is not None and self._is_place(also) and chunks[position + 3].kind in {"P", "ADV"}:
                    return position
                if first.kind == "VP" and first.vp is not None and first.vp.form in {"ing", "pp"}:
                    return position
                if first.kind == "NP" and all(c.vp is not None and c.vp.form in {"pp", "ing"} for c in inner):
                    return position
                if first.kind == "NP" and inner and any(c.kind in {"WH", "THAT"} for c in chunks[position + 1 : comma]):
                    return position
                # ", the army said," inside a sentence
                if (
                    first.kind == "NP"
                    and len(inner) == 1
                    and "speech" in lexicon().classes.get(inner[0].vp.lemma if inner[0].vp else "", frozenset())
                ):
                    return position
                if first.kind == "VP" and first.vp is not None and "speech" in lexicon().classes.get(first.vp.lemma, frozenset()):
                    return position
                continue
        return None

    def _link(self, clause: Clause, before: int, previous: Clause | None) -> None:
        """Tell what a clause with its own subject hangs on, from what stands before the subject."""
        chunks = self.chunks
        position = before
        while position >= 0 and (
            chunks[position].kind in {"ADV", "QUOTE", "OPEN", "CLOSE"} or (chunks[position].kind == "TIME" and not self._is_shift(position))
        ):
            position -= 1
        directly = position
        # an opening phrase of place: "that in Homs the army had left"
        while position >= 1 and chunks[position].kind in {"NP", "COMMA", "TIME"} and not self._is_shift(position):
            if chunks[position].kind == "NP":
                if chunks[position - 1].kind != "P":
                    break
                position -= 2
            else:
                position -= 1
        if position >= 0 and chunks[position].kind == "VP" and position != directly:
            position = directly  # a comma after a whole clause, not an opening phrase
        if position < 0:
            return
        chunk = chunks[position]
        clause.parent = previous
        if chunk.kind == "VP" and previous is not None and previous.conjunction == "naming" and previous.index == position:
            # "an alliance called the SDF captured": the name is the subject
            clause.relation, clause.parent, clause.left = previous.relation, previous.parent, previous.left
            return
        if clause.vp.form in {"pp", "ing"} and chunk.kind in {"VP", "P", "COMMA", "CONJ"}:
            clause.relation = "part"
            if chunk.kind == "VP":
                return
        if chunk.kind == "TIME":
            if not self._is_shift(position):
                return
            clause.relation, clause.conjunction, clause.shift = "sub", "shift", chunk.time
        elif chunk.kind == "THAT":
            before_that = chunks[position - 1].np if position >= 1 else None
            teller = chunks[position - 2].vp if position >= 2 else None
            told_by = previous is not None and previous.vp.form in {"pp", "ing"} and previous.subject[-1:] and previous.index == position - 3
            if before_that is not None and self._that_noun(before_that):
                clause.relation, clause.noun = "noun-that", before_that.head
            elif previous is not None and told_by and chunks[position - 2].kind == "P" and self._that_noun(previous.subject[-1]):
                clause.relation, clause.noun = "noun-that", previous.subject[-1].head  # "a report aired by a channel that …"
            elif (reported := self._report_by(position)) is not None:
                clause.relation, clause.noun = "noun-that", reported.head  # "reports from bloggers that …"
            elif before_that is not None and not (teller is not None and teller.lemma in _TELLS):
                # "towns that the rebels surrendered": a relative clause
                self._relative(clause, position, previous, own_subject=True)
            else:
                clause.relation = "that"
        elif chunk.kind == "SUB":
            clause.relation, clause.conjunction = "sub", chunk.low
            if position >= 1 and chunks[position - 1].kind == "TIME":
                time = chunks[position - 1].time
                if time is not None and time.use == "shift":
                    clause.shift = time
            clause.left = position
        elif chunk.kind == "WH":
            self._relative(clause, position, previous, own_subject=True)
        elif chunk.kind == "VP":
            bare = previous is not None and previous.index == position and previous.vp.lemma in {"make", "let", "help", "see", "watch", "hear"}
            clause.relation = "inf" if bare else "that"
        elif chunk.kind == "CONJ":
            clause.relation = "coord"
            if previous is not None:
                clause.attribution = previous.attribution
        elif chunk.kind == "COMMA" and previous is not None:
            clause.relation = "coord" if clause.relation == "main" else clause.relation
        elif chunk.kind == "STOP" and chunk.low in {";", ":", "-", "--", "\u2013", "\u2014"}:
            clause.relation = "coord"
        if clause.relation == "coord" and previous is not None and previous.relation in {"that", "noun-that"} and chunk.kind == "CONJ":
            # "said that A and that B", "said A had fallen and B was besieged"
            clause.relation, clause.noun = previous.relation, previous.noun
            clause.parent = previous.parent

    def _is_shift(self, index: int) -> bool:
        time = self.chunks[index].time
        return time is not None and time.use == "shift"
