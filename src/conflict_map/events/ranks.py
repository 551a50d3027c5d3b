"""People whom their own words leave open and whom what is said of them makes fighters: "800 men" that a state flies out, "security personnel"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["MOVED_MEN", "is_force", "sends_forces"]

_SERVES = word_set("serving_words")
_SERVERS = frozenset({"personnel", "member", "officer", "formation"})
_YOUNG = frozenset({"youth", "boy", "lad", "volunteer", "recruit", "elder"})
_MEN = frozenset({"man", "wounded", "contingent"})
_LEADERSHIP = frozenset({"leadership", "command", "staff", "headquarters"})
_ARMED = frozenset({"terrorist", "rebel", "militant", "insurgent", "jihadist", "guerrilla", "separatist", "military", "army"})
_ROWS = frozenset({"column", "convoy", "vehicle", "truck", "lorry", "jeep"})
_SENDS = word_set("sending_verbs")
_GOES_AWAY = frozenset({"steal away", "slip away", "flee", "withdraw", "retreat", "decamp", "move off", "pull out", "pull back", "escape"})
_LEADERS = word_set("war_leaders")

MOVED_MEN = "the men whom a state or a commander moves"


def is_force(np: NounPhrase, clause: Clause, scene: Scene) -> str:
    """Tell why a noun phrase means fighters although its head does not say so, an empty string where it does not."""
    if np.head in _SERVERS and _SERVES & set(np.words[:-1]):
        return "people in service"  # "security personnel", "armed formations"
    if np.head in _YOUNG and np.plural and "armed" in np.words:
        return "armed youths"
    if np.head == "#" and np.of is None and scene.text[scene.start : np.start].rstrip().endswith(":") and _forces_before(np, scene):
        return "the fighters told before the colon"  # "mercenaries had gone before them: about 1,600 were flown to A"
    spoken = clause.attribution
    if (
        np.head == "man"
        and np.determiner in {"their", "his"}
        and spoken is not None
        and any(_LEADERS & {item.head, *item.words} for item in spoken.subject)
    ):
        return "the men of those who speak"  # "generals say 50,000 of their men have melted away"
    named = [span for span in scene.sides.spans_in(np.start, np.end) if span.kind == "name" and span.end < np.end]
    if np.head in _YOUNG and np.plural and named:
        return "the youths of a side"  # "White Army youths"
    owner = np.possessor
    if np.head == "man" and np.plural and owner is not None and "combatant" in owner.classes and owner.head_place is None:
        return "the men of a force"  # "the militia's last men"
    led = bool(_ARMED & set(np.words)) or bool(scene.sides.spans_in(np.start, np.end))
    if np.head in _LEADERSHIP and led and clause.pp("with", "from"):
        return "those who lead a force"  # "the terrorist leadership has shifted from A to B"
    if (
        np.head in {"command", "leadership"}
        and clause.vp.phrase in _GOES_AWAY
        and not clause.vp.passive
        and (np.text.lower() == "the command" or led)
    ):
        return "those who lead a force"  # "the Serb command stole away to A"
    if np.head == "#" and np.of is None and np.text.lower().startswith("another ") and _more_of_them(np, clause, scene):
        return "more of the force told just before"
    if not any(item is np for item in clause.objects) or clause.vp.passive or not sends_forces(clause, scene):
        return ""
    inner = np.of if np.head == "#" and np.of is not None else np
    if inner.head in _MEN and "woman" not in np.text and (np.quantity is not None or inner.determiner in {"its", "their", "his"}):
        return MOVED_MEN  # "Britain has flown 800 men to A", "flew its wounded out of A"
    if np.head in _ROWS and (inner.quantity is not None or np.head in {"column", "convoy"}) and "combatant" in _of_side(clause, scene):
        return "the vehicles that a force sends"  # "the army sent a column of 30 vehicles from A to B"
    return ""


def _more_of_them(np: NounPhrase, clause: Clause, scene: Scene) -> bool:
    """Whether a state moves more of its forces, told before in the sentence: "guarded by French troops; France brought another 350 over"."""
    if clause.vp.passive or not any(item is np for item in clause.objects) or not sends_forces(clause, scene):
        return False
    own = {side.key for side in scene.agents(clause.subject[:1], clause)}
    told = [chunk.np for chunk in scene.chunks if chunk.np is not None and chunk.np.end < clause.subject[0].start and "combatant" in chunk.np.classes]
    return any(own & {side.key for side in scene.agents([item], clause)} for item in told)


def _forces_before(np: NounPhrase, scene: Scene) -> bool:
    """Whether the clause before a colon is about fighters."""
    before = [other for other in scene.clauses if other.vp.end <= np.start]
    return bool(before) and any("combatant" in item.classes and item.plural for item in before[-1].subject)


def _of_side(clause: Clause, scene: Scene) -> frozenset[str]:
    subject = clause.subject[0]
    return frozenset({"combatant"}) if scene.armed(subject) else frozenset()


def sends_forces(clause: Clause, scene: Scene) -> bool:
    """Whether the subject of a clause is a state, a side or a commander, and the verb one with which such move their own."""
    if clause.vp.lemma not in _SENDS or not clause.subject:
        return False
    subject = clause.subject[0]
    place = subject.head_place.place if subject.head_place is not None else None
    if (place is not None and place.kind == "country") or scene.armed(subject) or subject.head in _LEADERS:
        return True
    return any(span.kind in {"country", "metonym", "leader"} and span.end == subject.end for span in scene.sides.spans_in(subject.start, subject.end))
