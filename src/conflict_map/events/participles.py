"""Participles behind a comma: whom or what they tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.coordination import Coordination
from conflict_map.events.units import names_place

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause

__all__ = ["Participles"]

_AGENTS = frozenset({"from", "by", "out", "off", "in", "with", "under"})
_REMAINS = frozenset({"ruin", "ruins", "rubble", "remain", "remains", "shell", "street", "outskirt"})


class Participles(Coordination):
    """Tells past forms that open an aside from verbs of the sentence."""

    def _aside_participle(self, clause: Clause) -> bool:
        """Whether a past form opens an aside to the subject: "the rebels, chased from X on Monday, regrouped"."""
        chunks, vp, at = self.chunks, clause.vp, clause.index
        plain = vp.form == "finite" and not (vp.passive or vp.perfect or vp.modal or vp.progressive or vp.negated)
        named = vp.lemma in {"call", "name", "dub", "nickname", "know", "style"}
        if not plain or at < 2 or at + 1 >= len(chunks):
            return False
        told = chunks[at - 2].np
        deed = told is not None and bool({"capture_word", "fall_word", "loss_word"} & told.classes) and chunks[at + 1].kind in {"TIME", "P"}
        if {"speech", "go", "arrive"} & clause.classes() and not deed:
            return False  # but "its loss, announced on Friday, opens …"
        if vp.particle and "lose" in clause.classes():
            named = chunks[at + 1].low in {"to", "by"}  # "A, handed over to X by its elders, is quiet"
        opens = chunks[at + 1].kind in {"NP", "P"} if named else chunks[at + 1].low in _AGENTS or chunks[at + 1].kind == "ADV" or deed
        opens = opens or (bool(vp.particle) and chunks[at + 1].low == "of")  # "the rebels, forced out of A, went"
        if chunks[at - 1].kind != "COMMA" or chunks[at - 2].kind != "NP" or not opens:
            return False
        following = next((index for index in range(at + 1, len(chunks)) if chunks[index].kind == "VP"), None)
        if following is None or chunks[following - 1].kind != "COMMA" or at != self.verbs[0]:
            return False
        sure = named or deed or bool({"expel", "take", "displace"} & clause.classes())
        return sure or all(chunk.kind not in {"CONJ", "COMMA", "STOP"} for chunk in chunks[at + 1 : following - 1])

    def _told_of_place(self, clause: Clause) -> None:
        """Let a participle tell of the place before its comma: "said that A, stormed in May, was calm", "in the ruins of A, lost in May"."""
        at = clause.index
        following = self.chunks[at + 1].kind if at + 1 < len(self.chunks) else "STOP"
        if clause.vp.form != "pp" or not {"take", "lose", "hold"} & clause.classes() or following not in {"P", "TIME", "COMMA", "ADV"}:
            return
        if self.chunks[at - 2].kind != "NP" or (at + 2 < len(self.chunks) and self.chunks[at + 2].low == "surprise"):
            return  # "left A, taken by surprise": those who left were
        phrases, before = self._list_left(at - 2)
        comma = (
            next((at for at in (before - 1, before - 2) if at > 0 and self.chunks[at].kind == "COMMA"), 0) if self.chunks[before].kind == "P" else 0
        )
        if comma and names_place(self.chunks[comma - 1].np):
            named = self.chunks[comma - 1].np  # also "A, in the north, abandoned in May"
            phrases = [named] if named is not None else []  # "A, gateway to B, lost on Friday": not B
        last = phrases[-1] if phrases else None
        if last is not None and last.of is not None and "control_word" in last.classes and len(phrases) == 1:
            phrases = [last.of]  # "regained control of the town, held by X since May"
        if last is not None and last.head in _REMAINS and names_place(last.of) and last.of is not None:
            phrases = [last.of]
        if phrases and all(names_place(np) or (np.determiner == "the" and "settlement" in np.classes and not np.plural) for np in phrases):
            clause.subject, clause.shared_subject = phrases, False
