"""Relative clauses and infinitives: the phrases before them that they tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.participles import Participles
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.units import NounPhrase

__all__ = ["ASIDES", "Relatives"]

ASIDES = frozenset({"ADV", "TIME", "QUOTE", "OPEN", "CLOSE"})
"""Kinds of chunks that may stand between a verb and what it hangs on."""
_PLAN_NOUNS = word_set("plan_nouns")
_ABLE = word_set("able")
_MEANS = word_set("means")


class Relatives(Participles):
    """Finds the antecedents of relative clauses and the subjects of infinitives."""

    def _relative(self, clause: Clause, wh: int, previous: Clause | None, *, own_subject: bool = False) -> None:
        chunks = self.chunks
        clause.relation, clause.wh, clause.parent = "rel", chunks[wh].low, previous
        clause.left = wh
        position = wh - 1
        if position >= 0 and chunks[position].kind == "P":
            clause.wh_prep = chunks[position].low
            clause.left = position
            position -= 1
        whose = chunks[position - 1].np if position >= 1 and chunks[position].kind == "COMMA" else chunks[position].np if position >= 0 else None
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
        apposed = self._apposed(wh)
        if apposed is not None and apposed in clause.antecedents:
            clause.antecedents = [apposed, *(np for np in clause.antecedents if np is not apposed)]
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
            clause.subject = [apposed] if apposed is not None and clause.wh == "which" and not clause.wh_prep else found[:1]
            if whose is not None and found[:1] == [whose] and "control_word" in whose.classes and whose.of is not None and whose.head_place is None:
                clause.subject = [whose.of]  # "is in the hands of the army, which landed on Monday"

    def _apposed(self, wh: int) -> NounPhrase | None:
        """Return X of "X, the city west of Y, which": what describes X goes on describing it."""
        for position in range(wh - 1, max(1, wh - 8), -1):
            chunk, np = self.chunks[position], self.chunks[position].np
            if chunk.kind in {"VP", "STOP", "CONJ", "WH", "THAT"}:
                return None
            if np is not None and self.chunks[position - 1].kind == "COMMA" and "settlement" in np.classes and np.determiner:
                before = self.chunks[position - 2].np
                if np.head_place is not None and (before is None or np.head_place is not before.head_place):
                    return None
                return before if before is not None and (before.head_place is not None or before.name is not None) else None
        return None

    def _infinitive(self, clause: Clause, previous: Clause | None) -> None:
        chunks = self.chunks
        clause.relation, clause.parent = "inf", previous
        position = clause.index - 1
        while position >= 0 and chunks[position].kind in ASIDES:
            position -= 1
        if position >= 0 and chunks[position].kind == "NP":
            phrases, before = self._list_left(position)
            np = phrases[-1]
            if np.head in _PLAN_NOUNS:
                clause.relation, clause.noun = "noun-inf", np.head
                clause.subject = previous.subject if previous else []
                return
            clause.subject = phrases
            clause.left = clause.index
            means = previous is not None and previous.vp.lemma in _MEANS and not {"combatant", "civilian"} & np.classes and not np.actors
            own = previous is not None and (
                np.head in _ABLE or means or (previous.vp.lemma in {"brave", "defy", "dodge"} and not previous.vp.passive)
            )
            if previous is not None and (own or (before >= 0 and chunks[before].kind == "P" and chunks[before].low != "for")):
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
