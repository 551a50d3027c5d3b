"""Clauses: each verb of a sentence with its subject, objects, prepositional phrases, times, and what it depends on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflict_map.events.words import lexicon, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.chunks import Chunk, NounPhrase, VerbPhrase
    from conflict_map.events.dates import TimeExpression

__all__ = ["Clause", "Prepositional", "build_clauses"]

_SKIP = frozenset({"ADV", "TIME", "QUOTE", "OPEN", "CLOSE"})


@dataclass(frozen=True, slots=True)
class Prepositional:
    """A preposition with the noun phrases that it governs, and its place in the text."""

    prep: str
    phrases: tuple[NounPhrase, ...]
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Clause:
    """One verb with its arguments.

    ``relation`` tells how it hangs on ``parent``: ``main``, ``inf``, ``noun-inf`` ("an attempt to take"), ``that``, ``noun-that`` ("reports that"),
    ``rel``,
    ``sub`` (with ``conjunction``), ``coord``, ``part`` (a participle).
    """

    index: int
    vp: VerbPhrase
    subject: list[NounPhrase] = field(default_factory=list)
    objects: list[NounPhrase] = field(default_factory=list)
    prepositional: list[Prepositional] = field(default_factory=list)
    adverbs: list[str] = field(default_factory=list)
    times: list[TimeExpression] = field(default_factory=list)
    relation: str = "main"
    conjunction: str = ""
    parent: Clause | None = None
    noun: str = ""
    antecedents: list[NounPhrase] = field(default_factory=list)
    wh: str = ""
    wh_prep: str = ""
    shift: TimeExpression | None = None
    left: int = 0
    right: int = 0
    shared_subject: bool = False
    gapped: list[tuple[NounPhrase, Prepositional]] = field(default_factory=list)
    more_objects: list[tuple[list[NounPhrase], list[TimeExpression]]] = field(default_factory=list)
    attribution: Clause | None = None
    start: int = 0
    end: int = 0
    children: list[Clause] = field(default_factory=list)
    disbelieved: bool = False

    def pp(self, *preps: str) -> list[Prepositional]:
        """Return the prepositional phrases with one of the prepositions."""
        return [item for item in self.prepositional if item.prep in preps]

    def classes(self) -> frozenset[str]:
        """Return the classes of the verb, with its particle first, then alone."""
        table = lexicon().classes
        if self.vp.particle:
            return table.get(self.vp.phrase, frozenset())
        return table.get(self.vp.lemma, frozenset())


def build_clauses(chunks: Sequence[Chunk]) -> list[Clause]:
    """Return the clauses of a sentence in the order of their verbs."""
    return _Builder(chunks).run()


class _Builder:
    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self.chunks = chunks
        self.clauses: list[Clause] = []
        self.verbs = [index for index, chunk in enumerate(chunks) if chunk.kind == "VP"]
        self.by_index: dict[int, Clause] = {}

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
                limit = following.left if following.left > clause.index else self._close(clause.index, following.index)
            self._arguments(clause, limit)
            self._reduced(clause)
        self._preceding()
        self._attributions()
        for number, clause in enumerate(self.clauses):
            # "reports that X had fallen were a lie", "called reports that … a lie"
            if clause.relation in {"noun-that", "that"}:
                clause.disbelieved = any(
                    np.head in _LIES
                    for other in self.clauses[number + 1 :]
                    if other.vp.lemma == "be" and other.relation != "rel"
                    for np in other.objects
                ) or any(np.head in _LIES for np in clause.objects)
        for clause in self.clauses:
            if clause.parent is not None:
                clause.parent.children.append(clause)
        for clause in self.clauses:
            parts = [self.chunks[clause.left].start, clause.vp.start, *(np.start for np in clause.subject)]
            clause.start = min(parts) if not clause.shared_subject else min(clause.vp.start, self.chunks[clause.left].start)
            clause.end = max(
                [clause.vp.end, *(np.end for np in clause.objects), *(pp.end for pp in clause.prepositional), *(t.end for t in clause.times)]
            )
        return self.clauses

    def _close(self, start: int, stop: int) -> int:
        """Return the comma that closes an aside between ``start`` and ``stop``."""
        commas = [index for index in range(start, stop) if self.chunks[index].kind == "COMMA"]
        return commas[-1] if commas else stop

    @staticmethod
    def _reduced(clause: Clause) -> None:
        """Read "people displaced from X", "a town bombed for weeks": a past form without its object is a participle."""
        vp = clause.vp
        if vp.form == "pp" and not vp.passive:
            vp.passive = True
            return
        absolute = (
            bool(clause.subject)
            and clause.subject[0].head in {"all", "both", "each", "most", "some", "many"}
            and clause.parent is not None
            and vp.lemma in {"announce", "declare", "report", "claim", "confirm", "aim", "direct"}
        )
        if absolute and vp.form == "finite" and not (vp.passive or vp.perfect or vp.modal or clause.objects):
            vp.passive, vp.form, clause.relation = True, "pp", "part"  # "have taken A and B, all announced on Saturday"
            return
        plain = (
            vp.form == "finite"
            and not (vp.passive or vp.perfect or vp.modal or vp.progressive or vp.negated)
            and not clause.objects
            and not vp.particle
        )
        if (
            plain
            and "transitive" in lexicon().classes.get(vp.lemma, frozenset())
            and clause.relation != "rel"
            and not clause.wh
            and clause.subject
            and vp.start != clause.subject[0].start
        ):
            vp.passive, vp.form = True, "pp"

    # ---- subjects -------------------------------------------------------------------------------------------------

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
            ):
                position = before - 1
                continue
            break
        return phrases, position - 1

    def _object_of_verb(self, index: int, following: NounPhrase | None) -> bool:
        """Whether the noun phrase at ``index`` is the object of a verb before it, so that "and X took" starts a new clause."""
        position = index - 1
        while position >= 0 and self.chunks[position].kind in {"ADV", "P"}:
            position -= 1
        if position >= 0 and self.chunks[position].kind == "VP":
            return True
        # deeper in a list or prepositional phrase of an earlier verb: unlike things are not one list
        np = self.chunks[index].np
        if np is None or following is None:
            return False
        earlier_verb = any(self.chunks[i].kind == "VP" for i in range(index))
        return earlier_verb and not self._listlike(np, following)

    @staticmethod
    def _listlike(one: NounPhrase | None, other: NounPhrase | None) -> bool:
        if one is None or other is None:
            return False
        named = [np.head_place is not None or np.name is not None for np in (one, other)]
        if named[0] != named[1]:
            return False
        if named[0]:
            return True
        kinds = ("civilian", "combatant", "settlement", "weapon")
        return [kind in one.classes for kind in kinds] == [kind in other.classes for kind in kinds] or bool(
            {"combatant", "civilian"} & one.classes and {"combatant", "civilian"} & other.classes
        )

    def _subject(self, clause: Clause, previous: Clause | None) -> None:
        chunks, vp = self.chunks, clause.vp
        if vp.form == "inf":
            self._infinitive(clause, previous)
            return
        position = clause.index - 1
        fallback: NounPhrase | None = None
        fallback_at = 0
        while position >= 0:
            chunk = chunks[position]
            if chunk.kind == "CLOSE":
                opening = next((i for i in range(position - 1, max(-1, position - 30), -1) if chunks[i].kind == "OPEN"), None)
                if opening is not None:
                    position = opening - 1
                    continue
            if chunk.kind in _SKIP:
                position -= 1
                continue
            if chunk.kind == "NP":
                phrases, before = self._list_left(position)
                if before >= 0 and chunks[before].kind == "P":
                    if fallback is None and phrases and ({"combatant", "civilian"} & phrases[-1].classes or phrases[-1].actors):
                        fallback, fallback_at = phrases[-1], before
                    if previous is not None and before - 1 == previous.index and vp.form == "pp" and not vp.passive:
                        # "was moved to camps run by …": the participle describes the noun of the phrase
                        clause.subject, clause.left, clause.relation, clause.parent = phrases[-1:], clause.index, "part", previous
                        return
                    if vp.form == "pp" and position == clause.index - 1:
                        clause.subject, clause.left, clause.relation, clause.parent = phrases[-1:], clause.index, "part", previous
                        return
                    if vp.form == "ing" and position == clause.index - 1:
                        clause.subject, clause.left, clause.relation, clause.parent = phrases[-1:], clause.index, "part", previous
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
                    and previous.left < before
                    and all(c.kind != "NP" for c in self.chunks[previous.left : before])
                ):
                    # "people who fled the province are sleeping": the relative clause has its object, the verb its subject before it
                    clause.subject, clause.left = previous.subject, clause.index
                    return
                described = self._described(clause, before, previous)
                if described is not None:
                    # "buses carrying fighters pulled out": the participle only describes the subject
                    clause.subject, clause.left, clause.relation, clause.parent = (
                        described.subject,
                        described.left,
                        described.relation,
                        described.parent,
                    )
                    clause.attribution = described.attribution
                    described.relation, described.parent, described.left = "part", clause, described.index
                    return
                clause.subject = phrases
                clause.left = before + 1
                self._link(clause, before, previous)
                return
            if chunk.kind == "COMMA":
                if position == clause.index - 1 and vp.form in {"ing", "pp"}:
                    self._share(clause, previous, "part")
                    return
                opened = self._parenthesis(position)
                if opened is None:
                    break
                position = opened - 1
                continue
            if chunk.kind == "WH":
                self._relative(clause, position, previous)
                return
            if chunk.kind == "CONJ":
                self._share(clause, previous, "coord")
                clause.left = position
                return
            if chunk.kind in {"SUB", "P"} and vp.form in {"ing", "pp"}:
                self._share(clause, previous, "part")
                clause.left = position
                clause.conjunction = chunk.low
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

    def _share(self, clause: Clause, previous: Clause | None, relation: str) -> None:
        """Take the subject of the clause before (of the next one for a participle that opens the sentence)."""
        clause.relation = relation
        clause.parent = previous
        clause.shared_subject = True
        if previous is None:
            # a participle or verb whose subject is the first free noun of the sentence: "5,600 people already there, having fled …"
            first = next(
                (c.np for i, c in enumerate(self.chunks[: clause.index]) if c.np is not None and (i == 0 or self.chunks[i - 1].kind != "P")), None
            )
            if first is not None and clause.vp.form in {"ing", "pp"}:
                clause.subject = [first]
            return
        source: Clause | None = previous
        if relation == "coord" and clause.vp.form == "finite":
            while source is not None and source.vp.form in {"inf", "ing", "pp"} and source.relation != "rel" and source.parent is not None:
                source = source.parent
        elif relation == "part":
            # a participle after a comma goes with the main verb, not with a relative clause's object
            while source is not None and source.vp.form == "inf" and source.parent is not None:
                source = source.parent
        if (
            source is not None
            and relation == "coord"
            and source.relation in {"that", "noun-that"}
            and {"speech", "irrealis", "deny"} & clause.classes()
        ):
            # "announced that the city was next and swore": the speaker speaks on
            governor = source.parent
            if governor is not None and "speech" in governor.classes():
                source = governor
        if source is not None:
            clause.subject = source.subject
            clause.parent = source
            # "said it had taken A and was moving on B": the second clause is told by the same speaker
            if relation == "coord":
                clause.attribution = source.attribution
        # "X, where Y said …, heading": speech verbs lend no subject to a participle of motion
        if relation == "part" and source is not None and "speech" in source.classes() and source.parent is None and len(self.clauses) >= 2:
            earlier = next((c for c in reversed(self.clauses) if c is not source and "speech" not in c.classes() and c.subject), None)
            if earlier is not None and clause.vp.form == "ing":
                clause.subject, clause.parent = earlier.subject, earlier

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
                if first.kind == "VP" and first.vp is not None and first.vp.form in {"ing", "pp"}:
                    return position
                if first.kind == "NP" and all(c.vp is not None and c.vp.form in {"pp", "ing"} for c in inner):
                    return position
                if first.kind == "NP" and inner and any(c.kind == "WH" for c in chunks[position + 1 : comma]):
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
        # an opening phrase of place: "that in Homs the army had left"
        while position >= 1 and chunks[position].kind in {"NP", "COMMA", "TIME"} and not self._is_shift(position):
            if chunks[position].kind == "NP":
                if chunks[position - 1].kind != "P":
                    break
                position -= 2
            else:
                position -= 1
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
            clause.relation, clause.conjunction, clause.shift = "sub", "shift", chunk.time
        elif chunk.kind == "THAT":
            before_that = chunks[position - 1].np if position >= 1 else None
            teller = chunks[position - 2].vp if position >= 2 else None
            if before_that is not None and self._that_noun(before_that):
                clause.relation, clause.noun = "noun-that", before_that.head
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
            clause.relation = "that"
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

    @staticmethod
    def _that_noun(np: NounPhrase | None) -> bool:
        return np is not None and np.head in {
            "accusation",
            "allegation",
            "claim",
            "report",
            "rumour",
            "rumor",
            "suggestion",
            "statement",
            "news",
            "fear",
            "hope",
            "promise",
            "threat",
            "idea",
            "prospect",
            "possibility",
            "risk",
            "pledge",
            "vow",
            "condition",
            "demand",
            "concern",
            "warning",
            "word",
            "evidence",
            "sign",
            "fact",
            "belief",
            "conclusion",
            "announcement",
            "assertion",
            "charge",
            "denial",
            "confirmation",
            "speculation",
            "assurance",
            "doubt",
            "likelihood",
            "chance",
            "danger",
            "understanding",
            "assumption",
            "boast",
            "insistence",
            "signal",
            "indication",
            "notion",
        }

    def _relative(self, clause: Clause, wh: int, previous: Clause | None, *, own_subject: bool = False) -> None:
        chunks = self.chunks
        clause.relation, clause.wh, clause.parent = "rel", chunks[wh].low, previous
        clause.left = wh
        position = wh - 1
        if position >= 0 and chunks[position].kind == "P":
            clause.wh_prep = chunks[position].low
            clause.left = position
            position -= 1
        found: list[NounPhrase] = []
        lists = 0
        while position >= 0 and len(found) < 5:
            chunk = chunks[position]
            if chunk.kind == "NP" and chunk.np is not None:
                phrases, before = self._list_left(position)
                if lists == 0 and len(phrases) > 1:
                    clause.antecedents = phrases
                found.extend(reversed(phrases))
                lists += 1
                position = before
                continue
            if chunk.kind == "STOP":
                break
            position -= 1
        clause.antecedents = clause.antecedents or found
        if len(clause.antecedents) < len(found):
            clause.antecedents = [*clause.antecedents, *(np for np in found if np not in clause.antecedents)]
        if own_subject:
            return
        if clause.wh in {"who", "whom"}:
            people = [
                np
                for np in found
                if {"combatant", "civilian", "weapon"} & np.classes
                or np.quantity
                or np.pronoun
                or np.actors
                or (not np.head_place and "settlement" not in np.classes)
            ]
            clause.subject = people[:1] or found[:1]
        elif clause.wh == "what" or clause.wh in {"where", "whose"}:
            clause.subject = []
        else:
            clause.subject = found[:1]

    def _infinitive(self, clause: Clause, previous: Clause | None) -> None:
        chunks = self.chunks
        clause.relation, clause.parent = "inf", previous
        position = clause.index - 1
        while position >= 0 and chunks[position].kind in _SKIP:
            position -= 1
        if position >= 0 and chunks[position].kind == "NP":
            phrases, before = self._list_left(position)
            np = phrases[-1]
            if np.head in _PLAN_NOUNS or (np.of is None and np.head in _PLAN_NOUNS):
                clause.relation, clause.noun = "noun-inf", np.head
                clause.subject = previous.subject if previous else []
                return
            clause.subject = phrases
            clause.left = clause.index
            if before >= 0 and chunks[before].kind == "P" and chunks[before].low != "for" and previous is not None:
                clause.subject = previous.subject
            if previous is None:
                clause.relation, clause.noun = "noun-inf", np.head
            return
        if position >= 0 and chunks[position].kind == "CONJ":
            clause.conjunction = "and"
            if previous is not None and previous.vp.form == "inf":
                clause.subject, clause.parent, clause.relation, clause.noun = previous.subject, previous.parent, previous.relation, previous.noun
                clause.shared_subject = True
                return
        clause.subject = previous.subject if previous else []
        clause.shared_subject = True

    # ---- what follows the verb ------------------------------------------------------------------------------------

    def _arguments(self, clause: Clause, limit: int, start: int | None = None) -> None:
        chunks = self.chunks
        position = clause.index + 1 if start is None else start
        aside = (
            start is None
            and clause.relation in {"sub", "rel"}
            and clause.left > 0
            and chunks[clause.left - 1].kind == "COMMA"
            and clause.parent is not None
        )
        governed: str | None = None
        governed_at = 0
        objects_open = start is None
        seen_comma = False
        while position < min(limit, len(chunks)):
            chunk = chunks[position]
            if chunk.kind == "OPEN":
                closing = next((i for i in range(position + 1, min(position + 30, len(chunks))) if chunks[i].kind == "CLOSE"), None)
                if closing is not None and closing < limit:
                    position = closing + 1
                    continue
            if chunk.kind in {"QUOTE", "OPEN", "CLOSE"}:
                position += 1
                continue
            if chunk.kind == "TIME":
                if chunk.time is not None and chunk.time.use != "shift":
                    if self._opens_next(position, limit):
                        break
                    clause.times.append(chunk.time)
                position += 1
                continue
            if chunk.kind == "ADV":
                clause.adverbs.append(chunk.low)
                position += 1
                continue
            if chunk.kind == "P":
                # "on to Dohuk", "out of the town": the last of a row of prepositions governs
                governed = f"{governed} {chunk.low}" if governed and governed in {"out", "from", "up"} else chunk.low
                governed_at = chunk.start
                if (governed == "of" and clause.adverbs and clause.adverbs[-1] == "out") or (governed == "of" and clause.vp.particle == "out"):
                    governed = "out of"
                position += 1
                seen_comma = False
                continue
            if chunk.kind == "NP" and chunk.np is not None:
                phrases, after = self._list_right(position, limit)
                if governed is not None:
                    clause.prepositional.append(Prepositional(governed, tuple(phrases), governed_at, phrases[-1].end))
                    governed = None
                elif seen_comma and clause.objects:
                    # after a comma: an apposition, or "many of them to a camp"
                    following = chunks[after] if after < len(chunks) else None
                    if (
                        following is not None
                        and following.kind == "P"
                        and following.low in {"to", "towards", "toward", "into", "for", "in", "from"}
                        and self._gappable(phrases[0])
                    ):
                        gap_end = self._gap(clause, phrases[0], after, limit)
                        if gap_end is not None:
                            position = gap_end
                            continue
                    if (
                        clause.objects[-1].head_place is None
                        and "settlement" in phrases[0].classes
                        and phrases[0].determiner == "the"
                        and len(clause.objects) < 6
                    ):
                        clause.objects.extend(phrases)  # "taking the harbour, the airport at Riyan and …"
                elif seen_comma:
                    following = chunks[after] if after < len(chunks) else None
                    if following is not None and following.kind == "P" and self._gappable(phrases[0]):
                        gap_end = self._gap(clause, phrases[0], after, limit)
                        if gap_end is not None:
                            position = gap_end
                            continue
                elif objects_open:
                    clause.objects.extend(phrases)
                    objects_open = False
                position = after
                continue
            if chunk.kind == "COMMA":
                if (
                    aside
                    and clause.parent is not None
                    and position + 1 < min(limit, len(chunks))
                    and chunks[position + 1].kind in {"TIME", "P"}
                    and (position == clause.index + 1 or clause.prepositional or clause.times or clause.objects or clause.adverbs)
                ):
                    clause.right = position
                    self._arguments(clause.parent, limit, position + 1)
                    return
                if (
                    chunks[position - 1].kind == "TIME"
                    and clause.objects
                    and position + 2 < min(limit, len(chunks))
                    and chunks[position + 1].kind == "NP"
                    and chunks[position + 2].kind == "TIME"
                ):
                    more = self._more(clause, position, limit)  # "lost A on Monday, B a day later and C on Friday"
                    if more is not None:
                        position = more
                        continue
                seen_comma = True
                governed = None
                position += 1
                continue
            if chunk.kind == "CONJ":
                following = chunks[position + 1] if position + 1 < len(chunks) else None
                if following is not None and following.kind in {"P", "ADV"} and position + 1 < limit:
                    position += 1
                    continue
                if (
                    following is not None
                    and following.kind == "NP"
                    and following.np is not None
                    and position + 1 < limit
                    and self._gappable(following.np)
                ):
                    phrases, after = self._list_right(position + 1, limit)
                    nxt = chunks[after] if after < len(chunks) else None
                    if nxt is not None and nxt.kind == "P" and after < limit:
                        gap_end = self._gap(clause, phrases[0], after, limit)
                        if gap_end is not None:
                            position = gap_end
                            continue
                more = self._more(clause, position, limit)
                if more is not None:
                    position = more
                    continue
                break
            break
        clause.right = position

    def _more(self, clause: Clause, conj: int, limit: int) -> int | None:
        """Read "captured A on Monday and B, the capital, on Tuesday" and "and, a day later, B": places under one verb with times of their own."""
        chunks = self.chunks
        target: Clause | None = clause
        self._reduced(clause)
        if not clause.objects and clause.relation == "part" and clause.parent is not None:
            target = clause.parent  # "have taken A, announced on Saturday, and, a day later, B"
        listed = (
            target.objects
            if target is not None and not (target.vp.passive or (not target.objects and target.subject))
            else target.subject
            if target is not None
            else []
        )
        if target is None or not (listed and (listed[-1].head_place is not None or "settlement" in listed[-1].classes)):
            return None
        position = conj + 1
        times: list[TimeExpression] = []
        while position < min(limit, len(chunks)) and chunks[position].kind in {"COMMA", "TIME", "ADV"}:
            time = chunks[position].time
            if time is not None:
                times.append(time)
            position += 1
        first = chunks[position].np if position < min(limit, len(chunks)) else None
        if first is None or (first.head_place is None and first.name is None):
            return None
        phrases, after = self._list_right(position, limit)
        while after < min(limit, len(chunks)) and not times:
            chunk = chunks[after]
            if chunk.time is not None:
                times.append(chunk.time)
            elif (
                chunk.kind == "COMMA"
                or (chunk.np is not None and chunks[after - 1].kind == "COMMA" and (chunk.np.head_place is None or chunk.np.determiner == "the"))
                or chunk.kind == "P"
            ):
                pass
            elif not (chunk.np is not None and chunks[after - 1].kind == "P"):
                break
            after += 1
        target.more_objects.append((phrases, times))
        return after

    def _opens_next(self, index: int, limit: int) -> bool:
        """Whether the time at ``index`` opens the next clause: it stands right before its subject, after a comma or "and"."""
        chunks = self.chunks
        before = chunks[index - 1] if index else None
        return (
            index + 1 == limit
            and limit < len(chunks)
            and before is not None
            and before.kind in {"COMMA", "CONJ", "STOP"}
            and chunks[limit].kind == "NP"
        )

    @staticmethod
    def _gappable(np: NounPhrase) -> bool:
        return (
            np.head
            in {
                "many",
                "most",
                "some",
                "other",
                "others",
                "rest",
                "half",
                "few",
                "majority",
                "several",
                "remainder",
                "#",
                "hundred",
                "thousand",
                "dozen",
            }
            or np.quantity is not None
        )

    def _gap(self, clause: Clause, np: NounPhrase, at: int, limit: int) -> int | None:
        """Read "many of them to a camp at Ain Issa" into the verb before; the index after it, or None."""
        chunks = self.chunks
        if at + 1 >= len(chunks) or at + 1 >= limit or chunks[at + 1].kind != "NP":
            return None
        phrases, after = self._list_right(at + 1, limit)
        if (
            phrases[-1].head_place is None
            and after + 1 < min(limit, len(chunks))
            and chunks[after].kind == "P"
            and chunks[after].low in {"at", "in", "near", "outside", "around"}
        ):
            following = chunks[after + 1].np
            if following is not None and following.head_place is not None:
                phrases, after = [following], after + 2  # "to a camp at Ain Issa"
        clause.gapped.append((np, Prepositional(chunks[at].low, tuple(phrases), chunks[at].start, phrases[-1].end)))
        return after

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

    # ---- what stands before the subject ---------------------------------------------------------------------------

    def _preceding(self) -> None:
        """Give times and places that open a clause to its verb: "On Friday, in Homs, the army …"."""
        chunks = self.chunks
        for number, clause in enumerate(self.clauses):
            floor = max((c.right for c in self.clauses[:number] if c.index < clause.left), default=0)
            position = clause.left - 1
            if clause.relation == "rel" or clause.shared_subject:
                self._inside(clause)
                continue
            while position >= floor:
                chunk = chunks[position]
                if chunk.kind == "TIME" and chunk.time is not None and chunk.time.use != "shift":
                    clause.times.insert(0, chunk.time)
                elif chunk.kind == "ADV":
                    clause.adverbs.append(chunk.low)
                elif chunk.kind == "NP" and chunk.np is not None:
                    phrases, before = self._list_left(position)
                    if before < floor or chunks[before].kind != "P":
                        break
                    clause.prepositional.append(Prepositional(chunks[before].low, tuple(phrases), chunks[before].start, phrases[-1].end))
                    position = before
                elif chunk.kind not in {"COMMA", "QUOTE", "OPEN", "CLOSE", "CONJ"}:
                    break
                position -= 1
            self._inside(clause)

    def _inside(self, clause: Clause) -> None:
        """Add times between the subject and the verb, and phrases outside asides."""
        aside = False
        for position in range(clause.left, clause.index):
            chunk = self.chunks[position]
            if chunk.kind == "VP":
                break
            if chunk.kind == "COMMA":
                aside = not aside
            if aside and chunk.kind != "TIME":
                continue
            if chunk.kind == "TIME" and chunk.time is not None and chunk.time.use != "shift" and chunk.time not in clause.times:
                clause.times.append(chunk.time)
            elif chunk.kind == "ADV":
                clause.adverbs.append(chunk.low)
            elif chunk.kind == "NP" and chunk.np is not None and position > clause.left and self.chunks[position - 1].kind == "P":
                phrases, _ = self._list_right(position, clause.index)
                clause.prepositional.append(
                    Prepositional(self.chunks[position - 1].low, tuple(phrases), self.chunks[position - 1].start, phrases[-1].end)
                )

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
                if walker.relation in {"that", "inf", "noun-that"} and walker.parent in speech:
                    clause.attribution = walker.parent
                    break
                walker = walker.parent if walker.relation in {"coord", "part", "inf", "that", "sub", "noun-that"} else None
                hops += 1
        for number, spoken in enumerate(self.clauses):
            # ", the army said" after what it says
            if spoken not in speech or number == 0 or spoken.relation == "rel":
                continue
            if spoken.objects and spoken.vp.lemma not in {"tell", "inform", "quote"}:
                continue
            follows = self.chunks[spoken.right].kind if spoken.right < len(self.chunks) else "STOP"
            left_mark = next((self.chunks[i].kind for i in range(spoken.left - 1, -1, -1) if self.chunks[i].kind not in {"ADV", "QUOTE"}), "START")
            if left_mark == "COMMA" and follows in {"STOP", "COMMA", "CONJ", "QUOTE", "SUB", "P", "VP"}:
                for clause in self.clauses[:number]:
                    if clause.attribution is None and clause not in speech:
                        clause.attribution = spoken
                if follows in {"COMMA", "VP"}:
                    for clause in self.clauses[number + 1 :]:
                        if clause.attribution is None and clause not in speech and clause.relation in {"part", "coord", "main"}:
                            clause.attribution = spoken


_TELLS = frozenset(["tell", "inform", "warn", "assure", "remind", "convince", "persuade", "notify", "show", "advise", "promise", "satisfy"])
_LIES = frozenset(
    {"lie", "lies", "false", "untrue", "fake", "propaganda", "baseless", "unfounded", "fabrication", "nonsense", "wrong", "rumour", "rumor"}
)
_PLAN_NOUNS = word_set("plan_nouns")
