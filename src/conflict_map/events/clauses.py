"""Clauses: each verb of a sentence with its subject, objects, prepositional phrases, times, and what it depends on."""

from __future__ import annotations

import itertools
from operator import attrgetter
from typing import TYPE_CHECKING

from conflict_map.events.arguments import Arguments
from conflict_map.events.clause import Clause, Prepositional
from conflict_map.events.lookahead import MOVES
from conflict_map.events.resumed import resume_subjects
from conflict_map.events.subjects import OF_A_SIDE, SIGHTS, Subjects
from conflict_map.events.units import LOW, names_place
from conflict_map.events.words import lexicon, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.units import Chunk, NounPhrase

__all__ = ["Clause", "Prepositional", "build_clauses", "without_emphasis"]

_ORDINALS = word_set("ordinals")
_KEPT = word_set("kept_verbs")
_LETS = frozenset({"allow", "let", "enable", "permit", "help", "cause", "lead", "force", "compel", "oblige", "leave"})
_SELF = frozenset({"itself", "themselves", "himself", "herself"})
_OWNS_UP = frozenset({"boast", "claim", "admit", "acknowledge", "report", "confirm", "concede"})
_SPANS = frozenset({"minute", "hour", "day", "week", "fortnight", "month", "year", "night", "#"})
_LIES = frozenset(
    {
        "lie",
        "lies",
        "false",
        "untrue",
        "fake",
        "propaganda",
        "baseless",
        "unfounded",
        "fabrication",
        "nonsense",
        "wrong",
        "rumour",
        "rumor",
    }
)
_TOO_SOON = frozenset({"premature", "exaggerated", "hoax"})


def build_clauses(chunks: Sequence[Chunk]) -> list[Clause]:
    """Return the clauses of a sentence in the order of their verbs."""
    return _Builder(chunks).run()


def without_emphasis(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Leave out the "itself" of "the town itself was captured", which stands right after what it stresses and is no argument of the verb."""
    if _SELF.isdisjoint(map(LOW, chunks)):
        return list(chunks)
    return [
        chunk for number, chunk in enumerate(chunks) if not (chunk.kind == "NP" and chunk.low in _SELF and number and chunks[number - 1].kind == "NP")
    ]


def _is_crowd(np: NounPhrase) -> bool:
    kinds = np.classes | (np.of.classes if np.of is not None else frozenset())
    return bool({"civilian", "combatant", "vehicle"} & kinds)


_END = attrgetter("end")
_OF_THE_VERB = frozenset({"never", "now", "already", "again"})


class _Builder(Subjects, Arguments):
    """Builds the clauses of a sentence, verb by verb."""

    def run(self) -> list[Clause]:
        previous: Clause | None = None
        for index in self.verbs:
            vp = self.chunks[index].vp
            if vp is None:
                continue
            clause = Clause(index=index, vp=vp, left=index)
            self.by_index[index] = clause
            self._naming(clause)
            self._subject(clause, previous)
            self.clauses.append(clause)
            previous = clause
        for position, clause in enumerate(self.clauses):
            limit = len(self.chunks)
            if position + 1 < len(self.clauses):
                following = self.clauses[position + 1]
                limit = self._with_its_place(following) if following.left > clause.index else self._close(clause.index, following.index)
            if clause.noun == "quotative":
                clause.right = clause.index + 2
                self._arguments(self.clauses[position - 1], limit, clause.right)  # "fell on Monday, said the mayor, and B on Tuesday"
                continue
            if self._closed_at_once(clause) and clause.parent is not None:
                clause.right = clause.index + 1
                self._arguments(clause.parent, limit, clause.index + 2)  # "declared A, where two roads meet, back under army control"
            else:
                self._arguments(clause, limit)
            self._reduced(clause)
            self._passive_row(clause, self.clauses[position - 1] if position else None)
            self._perfect_row(clause, self.clauses[position - 1] if position else None)
            self._taken_place(clause)
            self._in_quotes(clause, self.clauses[position - 1] if position else None)
            self._parted(clause)
            self._ordinal(clause)
        for clause, spoken in itertools.pairwise(self.clauses):
            self._told_between(clause, spoken)
        self._divided()
        self._preceding()
        self._opening()
        self._directions()
        for clause in self.clauses:
            self._watched(clause)
            self._inverted(clause)
            self._fronted(clause)
            self._turn(clause)
            self._cleft(clause)
            self._again_relative(clause)
        self._own_adverbs()
        for clause in self.clauses:
            if clause.relation == "sub" and clause.parent is not None:
                clause.parent = self._told_around(clause.parent)  # "took A, residents said, after they had taken B": those who took A
        self._attributions()
        self._interposed()
        resume_subjects(self.clauses, self.chunks)
        for clause in self.clauses:
            outer = clause.parent
            if clause.vp.lemma in OF_A_SIDE and clause.vp.form == "pp" and clause.relation == "part" and outer is not None and not outer.times:
                outer.times, clause.times = clause.times, []  # "was taken by fighters allied to X on 21 December"
        for number, clause in enumerate(self.clauses):
            # "reports that X had fallen were a lie", "called reports that … a lie"
            if clause.relation in {"noun-that", "that"}:
                clause.disbelieved = any(
                    np.head in _LIES or (clause.relation == "noun-that" and np.head in _TOO_SOON)
                    for other in self.clauses[number + 1 :]
                    if other.vp.lemma == "be" and other.relation != "rel"
                    for np in (*other.objects, *self._after_an_aside(other))
                ) or any(np.head in _LIES for np in clause.objects)
        for clause in self.clauses:
            if clause.parent is not None:
                clause.parent.children.append(clause)
        for clause in self.clauses:
            clause.start = min(clause.vp.start, self.chunks[clause.left].start)
            if not clause.shared_subject:
                clause.start = min([clause.start, *[np.start for np in clause.subject]])
            clause.end = max([clause.vp.end, *map(_END, clause.objects), *map(_END, clause.prepositional), *map(_END, clause.times)])
        return self.clauses

    def _after_an_aside(self, clause: Clause) -> list[NounPhrase]:
        """Return what a "be" says behind an aside: "was, the mayor admitted, premature"."""
        commas = [index for index in range(clause.index + 1, len(self.chunks)) if self.chunks[index].kind == "COMMA"][:2]
        last = self.chunks[commas[1] + 1] if len(commas) == 2 and commas[0] == clause.index + 1 and commas[1] + 1 < len(self.chunks) else None
        return [last.np] if last is not None and last.np is not None else []

    def _directions(self) -> None:
        """Give "in the direction of B" to the verb of moving before it: "is quiet since the rebels left over the dam, in the direction of B"."""
        for clause in self.clauses:
            for pp in [item for item in clause.prepositional if item.prep == "in" and item.phrases[0].head == "direction"]:
                near = [other for other in self.clauses if clause.vp.start < other.vp.start < pp.start and MOVES & other.classes()]
                if near and not MOVES & clause.classes():
                    clause.prepositional.remove(pp)
                    near[-1].prepositional.append(pp)

        for clause in self.clauses:
            above = clause.parent
            aside = clause.relation == "rel" or (clause.relation == "part" and clause.vp.form == "ing" and clause.shared_subject)
            if not aside or clause.wh == "where" or above is None or MOVES & clause.classes() or not MOVES & above.classes():
                continue
            if clause.vp.start < above.vp.start:
                continue
            for pp in [item for item in clause.prepositional if item.prep in {"to", "into", "towards"} and item.start > clause.vp.end]:
                at = next((index for index, chunk in enumerate(self.chunks) if chunk.start == pp.start), 0)
                kept = clause.relation == "rel" and clause.vp.passive and clause.vp.lemma in _KEPT and bool(clause.pp("in", "at", "inside"))
                if at and (self.chunks[at - 1].kind == "COMMA" or kept) and not above.pp("to", "into", "towards"):
                    # "walked through a minefield that cost him a foot, to B", "flew people who were stranded in A to B", "drove north, singing, to B"
                    behind = [item for item in clause.prepositional if item.start == pp.end + 1 and item.prep in {"near", "in", "around", "outside"}]
                    clause.prepositional = [item for item in clause.prepositional if item is not pp and item not in behind]
                    above.prepositional += [pp, *behind]

    @staticmethod
    def _watched(clause: Clause) -> None:
        """Read "described columns of rebels, many on foot, moving north": those who are seen move, not the one who sees them."""
        seer = clause.parent
        if clause.relation != "part" or clause.vp.form != "ing" or not clause.shared_subject or seer is None or seer.vp.passive:
            return
        seen = [np for np in seer.objects if _is_crowd(np)]
        if seen and clause.subject[:1] == seer.subject[:1] and (seer.vp.lemma in SIGHTS or "tally" in seer.classes()) and MOVES & clause.classes():
            clause.subject, clause.shared_subject = seen, False

    @staticmethod
    def _ordinal(clause: Clause) -> None:
        """Read "X was the next town to fall": X fell."""
        parent = clause.parent
        if clause.relation != "inf" or parent is None or parent.vp.lemma not in {"be", "become"} or not parent.objects or not parent.subject:
            return
        np = parent.objects[0]
        if (np.text.lower() == "the" and _ORDINALS & {*parent.adverbs, *clause.adverbs}) or (
            np.determiner == "the"
            and _ORDINALS & {*np.text.casefold().split()}
            and ("settlement" in np.classes or np.head in {"one", "place", *_ORDINALS})
        ):
            clause.subject, clause.noun = parent.subject, "ordinal"

    def _inverted(self, clause: Clause) -> None:
        """Read "also taken was X", "among the towns taken by Y was X", "gone too is X": the subject stands behind."""
        if clause.vp.lemma != "be" or clause.vp.passive or not clause.objects or clause.index == 0 or clause.objects[0].head_place is None:
            return
        first = self.clauses[0]
        if first is clause or first.vp.form != "pp" or first.index > clause.index:
            return
        among = self.chunks[0].kind == "P" and self.chunks[0].low in {"among", "amongst", "with"}
        if first.subject and not among:
            return
        first.subject = clause.objects
        for other in self.clauses:
            if other is not first and other.parent is clause and not other.subject:
                other.subject = clause.objects
        clause.subject = clause.objects

    def _cleft(self, clause: Clause) -> None:
        """Read "it was on Monday that they took X", "only on Monday did they take X": the time of the verb stands before an empty one."""
        parent = clause.parent
        if clause.relation not in {"that", "coord", "inf"} or parent is None or parent.objects or clause.vp.start < parent.vp.end:
            return
        asked = parent.vp.lemma == "do" and not parent.subject
        cleft = parent.vp.lemma == "be" and not parent.vp.passive and [np.words[:1] for np in parent.subject] == [("it",)]
        if asked or (cleft and clause.relation == "that" and not parent.vp.negated):
            before = [chunk.time for chunk in self.chunks[: parent.index] if asked and chunk.time is not None]
            clause.times += [time for time in (*before, *parent.times) if time.use == "point" and time not in clause.times]

    def _fronted(self, clause: Clause) -> None:
        """Read "Into X on Monday marched the rebels": where they went stands first, who went stands last."""
        vp = clause.vp
        alone = clause.shared_subject and clause.relation == "coord" and clause.index > 1 and vp.lemma in {"go", "come", "leave", "follow"}
        if alone and clause.objects and self.chunks[clause.index - 2].low == "with" and self._pronoun(clause.index - 1) and not vp.passive:
            clause.subject, clause.objects, clause.shared_subject = clause.objects, [], False  # "and with them went most of the townspeople"
            return
        moves = {"go", "enter", "arrive", "flee", "retreat", "return"} & lexicon().classes.get(vp.lemma, frozenset())
        if clause.subject or not clause.objects or not moves or vp.passive or vp.form != "finite" or vp.modal:
            return
        lead = [chunk for chunk in self.chunks[: clause.index] if chunk.kind not in {"ADV", "QUOTE", "CONJ"}]
        if not lead or lead[0].kind != "P" or any(chunk.kind not in {"P", "NP", "TIME", "COMMA"} for chunk in lead):
            return
        clause.subject, clause.objects = clause.objects, []
        clause.left = 0
        for chunk, following in itertools.pairwise(lead):
            if chunk.kind == "P" and following.np is not None:
                clause.prepositional.insert(0, Prepositional(chunk.low, (following.np,), chunk.start, following.end))
            if following.time is not None:
                clause.times.append(following.time)

    def _pronoun(self, index: int) -> bool:
        np = self.chunks[index].np
        return np is not None and np.pronoun

    def _again_relative(self, clause: Clause) -> None:
        """Read "a hill that commands the road and that the rebels captured": the second one describes the hill too."""
        parent = clause.parent
        if clause.relation != "that":
            return
        position = clause.left - 1
        while position > 0 and self.chunks[position].kind != "THAT":
            position -= 1
        if (
            parent is not None
            and parent.relation == "rel"
            and not {"speech", "irrealis", "deny"} & parent.classes()
            and position > 0
            and self.chunks[position - 1].kind == "CONJ"
            and not clause.objects
        ):
            clause.relation, clause.wh, clause.antecedents = "rel", "that", parent.antecedents

    @staticmethod
    def _turn(clause: Clause) -> None:
        """Read "it was the turn of X to fall", "it took Y a week to capture X", "X was the next to fall": the deed was done."""
        parent = clause.parent
        waits = parent is not None and parent.vp.lemma in {"need", "wait", "take"} and any(time.use == "until" for time in parent.times)
        if waits and parent is not None and clause.relation == "inf" and parent.vp.form == "finite" and not (parent.vp.modal or parent.objects):
            clause.subject, clause.noun = parent.subject, "ordinal"  # "needed until 31 May to capture X"
            clause.times += [time for time in parent.times if time.use == "until"]
        if clause.relation not in {"inf", "noun-inf"} or parent is None or not parent.objects:
            return
        np = parent.objects[0]
        if parent.vp.lemma in _LETS and "combatant" in np.classes and clause.subject == parent.subject:
            clause.subject = parent.objects  # "allowing fighters of X to take it"
        if parent.vp.lemma == "be" and np.head == "turn" and not parent.vp.modal:
            of = np.of or np.possessor
            if of is not None:
                clause.subject, clause.noun, clause.relation = [of], "ordinal", "inf"
        elif parent.vp.lemma in {"need", "require", "take"} and np.head in _SPANS and parent.subject and parent.subject[0].words[:1] != ("it",):
            clause.subject, clause.noun, clause.relation = parent.subject, "ordinal", "inf"  # "needed twelve hours to overrun X"
        elif parent.vp.lemma == "take" and parent.subject and parent.subject[0].words[:1] == ("it",):
            who = [np, *(phrase for pp in parent.pp("for") for phrase in pp.phrases)]
            able = [item for item in who if "combatant" in item.classes or item.actors or item.pronoun]
            if able:
                clause.subject, clause.noun, clause.relation = able[:1], "ordinal", "inf"
                clause.times += [time for time in parent.times if time.use == "until"]  # "it took the army until the 30th to win it back"

    @staticmethod
    def _parted(clause: Clause) -> None:
        """Read "got it back", "handed the town over": the particle stands after the object."""
        if clause.vp.particle or not clause.objects:
            return
        for adverb in clause.adverbs:
            if {"take", "lose", "expel"} & lexicon().classes.get(f"{clause.vp.lemma} {adverb}", frozenset()):
                clause.vp.particle, clause.vp.classes = adverb, None
                return

    def _in_quotes(self, clause: Clause, before: Clause | None) -> None:
        """Read 'would be "liberated"': quotation marks part a participle from its auxiliary, which says whether it happened."""
        parted = before is not None and clause.vp.form == "pp" and before.vp.lemma == "be" and clause.index - before.index > 1
        if before is not None and parted and all(chunk.kind == "QUOTE" for chunk in self.chunks[before.index + 1 : clause.index]):
            clause.vp.modal = clause.vp.modal or before.vp.modal
            clause.vp.negated = clause.vp.negated or before.vp.negated

    def _passive_row(self, clause: Clause, before: Clause | None) -> None:
        """Read "were put on buses, driven off and set down at B": the auxiliary stands once."""
        vp = clause.vp
        if (
            before is not None
            and before.vp.passive
            and before.vp.form == "finite"
            and (before.relation != "rel" or clause.parent is before)  # "the M23, which is backed by Rwanda, stormed A"
            and vp.form in {"finite", "pp"}
            and not (vp.passive or vp.perfect or vp.modal or vp.progressive or vp.negated or clause.objects)
            and clause.subject[:1] == before.subject[:1]
            and clause.subject
            and self.chunks[clause.index - 1].kind in {"COMMA", "CONJ"}
            and {"transport", "displace", "take", "lose", "receive"} & lexicon().classes.get(vp.phrase, lexicon().classes.get(vp.lemma, frozenset()))
        ):
            vp.passive, vp.form = True, "finite"

    def _taken_place(self, clause: Clause) -> None:
        """Read "in A, retaken by the army, half …", "people from A, seized in May, moved": the participle describes the place before it."""
        if clause.vp.form != "pp" or clause.relation != "part" or "take" not in clause.classes() or clause.objects or clause.index < 2:
            return
        comma, before = self.chunks[clause.index - 1], self.chunks[clause.index - 2].np
        if comma.kind != "COMMA" or before is None or any(np.head == "surprise" for pp in clause.pp("by") for np in pp.phrases):
            return
        if any("combatant" in np.classes or names_place(np) or "settlement" in np.classes for np in clause.subject):
            return
        place = before if names_place(before) else before.of if before.of is not None and names_place(before.of) else None
        if place is not None:
            clause.subject, clause.shared_subject, clause.vp.passive = [place], False, True

    def _perfect_row(self, clause: Clause, before: Clause | None) -> None:
        """Read "had broken the truce, beaten the army at A and taken B": the auxiliary stands once."""
        vp = clause.vp
        if before is None or vp.form != "pp" or not before.vp.perfect or before.vp.passive or clause.pp("by"):
            return
        alone = "retreat" in clause.classes() or vp.lemma in {"go", "fall", "flee"}
        same = not clause.subject or clause.subject[:1] == before.subject[:1]
        if not same or not (clause.objects or alone) or self.chunks[clause.index - 1].kind not in {"COMMA", "CONJ"}:
            return
        vp.form, vp.passive, vp.perfect, vp.modal, vp.negated = before.vp.form, False, True, before.vp.modal, before.vp.negated
        if vp.form == "finite":
            clause.relation, clause.parent = "coord", before
        else:  # "claimed to have broken the line and taken B", "having broken the line and taken B"
            clause.relation, clause.parent, clause.noun = before.relation, before.parent, before.noun

    def _opening(self) -> None:
        """Give "Fleeing A, the families …" and "Displaced from A, they …" the subject of the clause that they open."""
        for number, clause in enumerate(self.clauses):
            if clause.subject and not clause.shared_subject:
                continue
            if number == 0 and self._opens_as_participle(clause):
                clause.vp.passive, clause.vp.form, clause.relation = True, "pp", "part"
            if clause.vp.form not in {"ing", "pp"} or clause.parent is not None or clause.relation != "part":
                continue
            main = next((other for other in self.clauses[number + 1 :] if other.vp.form == "finite" and other.subject), None)
            if main is not None and any(chunk.kind == "COMMA" for chunk in self.chunks[clause.index : main.index]):
                clause.subject, clause.parent, clause.shared_subject = main.subject, main, True

    def _opens_as_participle(self, clause: Clause) -> bool:
        """Whether a past form that opens the sentence is a participle: "Expelled from A, they …"."""
        vp = clause.vp
        if vp.form != "finite" or clause.subject or clause.objects or clause.parent is not None or vp.passive or vp.perfect or vp.modal:
            return False
        if vp.end - vp.start == len(vp.phrase):
            return False  # "Leave Goma, residents were told"
        after = self.chunks[clause.index + 1] if clause.index + 1 < len(self.chunks) else None
        return (
            all(chunk.kind in {"ADV", "QUOTE"} for chunk in self.chunks[: clause.index]) and after is not None and after.kind in {"P", "ADV", "TIME"}
        )

    def _own_adverbs(self) -> None:
        """Give each verb the adverb right before it: "its soldiers, he said, never left"; what "let alone" adds has not been done."""
        for number, clause in enumerate(self.clauses):
            before = self.chunks[clause.index - 1] if clause.index else None
            if before is not None and before.kind == "ADV" and before.low in _OF_THE_VERB and before.low not in clause.adverbs:
                for other in self.clauses[max(0, number - 1) : number]:
                    other.adverbs = [word for word in other.adverbs if word != before.low]
                clause.adverbs = [*clause.adverbs, before.low]
            if clause.vp.lemma == "let" and "alone" in clause.adverbs and not clause.objects and number + 1 < len(self.clauses):
                self.clauses[number + 1].disbelieved = True

    def _with_its_place(self, clause: Clause) -> int:
        """Return where a clause begins, with the place before its subject: "… and in A(,) rebels took B", not "…, and in A, rebels said"."""
        chunks, left = self.chunks, clause.left
        if chunks[left - 1].kind == "COMMA" and "speech" in clause.classes():
            return left
        at = left - 2 if left > 1 and chunks[left - 1].kind == "COMMA" else left - 1
        placed = at > 2 and names_place(chunks[at].np) and chunks[at - 1].low in {"in", "at", "near"} and chunks[at - 2].kind == "CONJ"
        return at - 2 if placed and chunks[left].kind == "NP" and chunks[at - 3].kind != "P" else left

    def _closed_at_once(self, clause: Clause) -> bool:
        """Whether a relative clause within commas ends with its verb, behind the verb that it hangs on."""
        chunks, after = self.chunks, clause.index + 1
        if clause.relation != "rel" or clause.wh not in {"where", "who", "which"} or clause.parent is None or clause.parent.index >= clause.left:
            return False
        opened = clause.left > 0 and chunks[clause.left - 1].kind == "COMMA"
        return opened and after + 1 < len(chunks) and chunks[after].kind == "COMMA" and chunks[after + 1].kind in {"ADV", "P", "TIME"}

    def _close(self, start: int, stop: int) -> int:
        """Return the comma that closes an aside between ``start`` and ``stop``."""
        commas = [index for index in range(start, stop) if self.chunks[index].kind == "COMMA"]
        return commas[-1] if commas else stop

    def _interposed(self) -> None:
        """Read "By Wednesday, the army says, troops had retaken A": the time is that of what is said."""
        if len(self.clauses) < 2:
            return
        spoken, told = self.clauses[:2]
        if "speech" not in spoken.classes() or spoken.objects or spoken.left < 2 or told.relation not in {"coord", "main"} or told.shared_subject:
            return
        marks = (spoken.left - 1, spoken.index + 1)
        if any(index >= len(self.chunks) or self.chunks[index].kind != "COMMA" for index in marks):
            return
        early = [time for time in spoken.times if time.end <= self.chunks[spoken.left].start]
        spoken.times = [time for time in spoken.times if time not in early]
        told.times = [*early, *told.times]
        opened = [pp for pp in spoken.prepositional if pp.end <= self.chunks[spoken.left].start and pp.prep in {"from", "out of", "in", "at"}]
        spoken.prepositional = [pp for pp in spoken.prepositional if pp not in opened]
        told.prepositional = [*opened, *told.prepositional]  # "From A, the army says, 3,000 people have gone to B"
        told.attribution, told.relation, told.parent = spoken, "main", None

    def _owned_up(self, clause: Clause) -> bool:
        """Whether a gerund is what its governor tells: "boasted of having captured X", "admitted losing X"."""
        parent = clause.parent
        if parent is None or clause.vp.form != "ing" or parent.vp.lemma not in _OWNS_UP or clause.index <= parent.index:
            return False
        return all(chunk.kind in {"P", "ADV"} for chunk in self.chunks[parent.index + 1 : clause.index])

    def _attributions(self) -> None:
        """Link each clause to the clause of the one who says it."""
        speech = [c for c in self.clauses if "speech" in c.classes() or c.vp.lemma in {"deny", "claim"}]
        if not speech:
            return
        for clause in self.clauses:
            if clause in speech:
                continue
            walker: Clause | None = clause
            hops = 0
            while walker is not None and hops < 8:
                told = walker.relation in {"that", "inf", "noun-that"} or (walker.relation == "part" and self._owned_up(walker))
                if told and walker.parent in speech:
                    clause.attribution = walker.parent
                    break
                walker = walker.parent if walker.relation in {"coord", "part", "inf", "that", "sub", "noun-that"} else None
                hops += 1
        for number, spoken in enumerate(self.clauses):
            # the army tweeted on Monday: "we have taken it all"
            if spoken in speech and spoken.relation == "main" and spoken.right < len(self.chunks) and self.chunks[spoken.right].low == ":":
                for clause in self.clauses[number + 1 :]:
                    clause.attribution = clause.attribution or (spoken if clause not in speech else None)
            # ", the army said" after what it says
            if spoken not in speech or number == 0 or spoken.relation == "rel":
                continue
            if spoken.objects and spoken.vp.lemma not in {"tell", "inform", "quote"}:
                continue
            follows = self.chunks[spoken.right].kind if spoken.right < len(self.chunks) else "STOP"
            edge = self.chunks[spoken.right - 1].time or (self.chunks[spoken.right].time if spoken.right < len(self.chunks) else None)
            if edge is not None and edge.use == "shift":
                follows = "SUB"  # ", the army said on Monday, hours after …"
            left_mark = next((self.chunks[i].kind for i in range(spoken.left - 1, -1, -1) if self.chunks[i].kind not in {"ADV", "QUOTE"}), "START")
            if left_mark == "COMMA" and follows in {"STOP", "COMMA", "CONJ", "QUOTE", "SUB", "P", "VP"}:
                for clause in self.clauses[:number]:
                    if clause.attribution is None and clause not in speech:
                        clause.attribution = spoken
                if spoken.gapped:  # "fled A, the UN said, most of them to B"
                    self.clauses[number - 1].gapped += spoken.gapped
                    spoken.gapped = []
                if follows in {"COMMA", "VP"}:
                    for clause in self.clauses[number + 1 :]:
                        if clause.attribution is None and clause not in speech and clause.relation in {"part", "coord", "main"}:
                            clause.attribution = spoken
