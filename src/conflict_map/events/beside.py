"""Numbers of people that stand beside them: "the militants, perhaps several hundred,", "put the number uprooted at 320,000"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.movers import HOUSEHOLD

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.movers import Movers
    from conflict_map.events.quantities import Quantity
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["number_beside"]

_NEAR = 60
_IN_ALL = re.compile(r"\s+(?:in all|in total|all told|altogether|in the end)\b")


def number_beside(who: Movers, clause: Clause, scene: Scene) -> tuple[Quantity, str, bool] | None:
    """Return the number where it stands beside the people: "the militants, perhaps several hundred,", "put the number uprooted at 320,000"."""
    np = who.np
    for position, chunk in enumerate(scene.chunks):
        if (
            chunk.np is not None
            and chunk.start >= np.end
            and chunk.np.quantity is not None
            and (
                chunk.np.head in {"#", "strong"}
                or ("civilian" in chunk.np.classes and "civilian" in np.classes)
                or (chunk.np.head == "man" and who.kind == "combatant")
                or (chunk.np.plural and chunk.np.text.split()[-1][:1].isupper() and chunk.np.head_place is None)
            )
            and (chunk.np.quantity.low is not None or chunk.np.quantity.high is not None)
            and position
            and (
                scene.chunks[position - 1].kind in {"COMMA", "OPEN"}
                or (scene.chunks[position - 1].low == "or" and scene.chunks[position - 2].kind == "COMMA")
            )
            and chunk.start - np.end <= 30
            and position + 1 < len(scene.chunks)
            and (
                scene.chunks[position + 1].kind in {"COMMA", "CLOSE", "TIME", "CONJ"}
                or (scene.chunks[position + 1].kind == "P" and scene.chunks[position + 1].low in {"by", "according to", "of", "in"})
            )
        ):
            return chunk.np.quantity, chunk.np.quantity_text, False
    told = _in_all(np, scene) or _at_a_rate(clause) or _after_colon(clause, scene) or _of_them(np, clause, scene)
    if told is not None:
        return told
    counted = np.head in {"number", "total", "figure"} or (
        clause.vp.passive and clause.vp.form == "pp" and "displace" in clause.classes() and _number_of(np, scene)
    )
    if counted:
        for chunk in sorted(scene.chunks, key=lambda item: (item.start < np.end, item.np is None or item.np.head != "#")):  # bare ones that follow
            if (
                chunk.np is not None
                and chunk.np.quantity is not None
                and (chunk.np.head == "#" or chunk.np.head in HOUSEHOLD or "civilian" in chunk.np.classes)
            ):
                quantity = chunk.np.quantity
                if quantity.low is not None or quantity.high is not None:
                    return quantity, chunk.np.quantity_text, chunk.np.head in HOUSEHOLD
    return None


def _in_all(np: NounPhrase, scene: Scene) -> tuple[Quantity, str, bool] | None:
    """Return the sum told after several: "fighters and their families, 1,400 people in all,"."""
    for position, chunk in enumerate(scene.chunks[1:-1], 1):
        beside = chunk.np
        after = position and scene.chunks[position - 1].kind == "COMMA" and 0 <= chunk.start - np.end <= _NEAR
        if not after or beside is None or beside.quantity is None or not _IN_ALL.match(scene.text, chunk.end):
            continue
        if {"civilian", "combatant"} & beside.classes or beside.head in {"#", *HOUSEHOLD}:
            return beside.quantity, beside.quantity_text, beside.head in HOUSEHOLD
    return None


def _at_a_rate(clause: Clause) -> tuple[Quantity, str, bool] | None:
    """Return how many go in a day: "at a rate of 4,000 a day"."""
    for pp in clause.pp("at"):
        of = pp.phrases[0].of
        if pp.phrases[0].head in {"rate", "pace", "rhythm"} and of is not None and of.quantity is not None and of.quantity.low is not None:
            return of.quantity, of.quantity_text, of.head in HOUSEHOLD
    return None


def _after_colon(clause: Clause, scene: Scene) -> tuple[Quantity, str, bool] | None:
    """Return the number told after a colon: "ran off into Uganda: 600 men"."""
    for position, chunk in enumerate(scene.chunks[:-1]):
        if chunk.start < clause.vp.end:
            continue
        if chunk.kind == "VP":
            return None
        beside = scene.chunks[position + 1].np
        if chunk.low == ":" and beside is not None and beside.quantity is not None:
            people = {"civilian", "combatant"} & beside.classes or beside.head in {"man", "#"} | HOUSEHOLD
            if people and (beside.quantity.low is not None or beside.quantity.high is not None):
                return beside.quantity, beside.quantity_text, beside.head in HOUSEHOLD
            return None
    return None


def _of_them(np: NounPhrase, clause: Clause, scene: Scene) -> tuple[Quantity, str, bool] | None:
    """Return the number of ", about 1,500 of them since Monday" behind what they do."""
    for before, chunk, after in zip(scene.chunks, scene.chunks[1:], scene.chunks[2:], strict=False):
        told = chunk.np
        if (
            chunk.start < clause.vp.end
            or told is None
            or told.quantity is None
            or before.kind != "COMMA"
            or after.kind not in {"COMMA", "STOP", "TIME"}
        ):
            continue
        if told.of is not None and told.of.words == ("them",) and (told.quantity.low is not None or told.quantity.high is not None):
            return told.quantity, told.quantity_text, np.head in HOUSEHOLD
    return None


def _number_of(np: NounPhrase, scene: Scene) -> bool:
    return bool(
        re.search(r"\b(?:number|total|figure)\s+of\s+(?:\w+\s+){0,2}$", scene.text[max(scene.start, np.start - 40) : np.start].lower() + " ")
    ) or bool(re.search(r"\b(?:number|total|figure)\b", np.text.lower()))
