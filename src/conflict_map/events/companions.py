"""People whose path is told by others or beside their count: "43 soldiers who followed them", "4,000 in A's schools, most of them from B"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.goals import goal_places
from conflict_map.events.journeys import within_opening
from conflict_map.events.likeness import same_place
from conflict_map.events.movers import HOUSEHOLD, movers
from conflict_map.events.truth import happened

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause, Prepositional
    from conflict_map.events.quantities import Quantity
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["read_arrived", "read_counted_there", "read_followed", "read_force_from", "read_hailing"]

_FORCES = frozenset({"force", "column", "convoy", "contingent", "brigade", "battalion", "detachment", "company", "unit"})
_KIN = frozenset({"family", "relative", "wife", "child", "kin", "dependant", "dependent"})
_MOSTLY = frozenset({"most", "many", "all", "majority", "half", "nearly all", "bulk"})
_STAYS = frozenset({"be", "live", "stay", "camp", "sleep", "lodge", "remain"})
_CROWDED = frozenset({"crowd", "pack", "fill", "throng", "cram", "jam"})
_ELSEWISE = frozenset({
    "prison", "jail", "hospital", "court", "detention", "custody", "cell", "morgue",
    "rally", "funeral", "market", "protest", "demonstration", "match", "conference", "meeting", "festival", "ceremony", "talk", "wedding", "vigil",
    "election", "poll",
})  # fmt: skip
"""Those who are counted there did not move to stay."""

_ON_AN_ERRAND = frozenset(
    {"voter", "pupil", "student", "patient", "prisoner", "worker", "journalist", "teacher", "trader", "pilgrim", "tourist", "fan"}
)
_HARMED = frozenset({"dead", "killed", "wounded", "injured", "arrested", "missing", "detained", "sick"})
_COUNTING = frozenset({"count", "register", "record", "log", "tally"})
_COUNTS = frozenset({"number", "total", "figure", "count", "tally"})


def read_followed(clause: Clause, scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Read "43 soldiers who followed them gave themselves up", "their families followed": they went where those told before went."""
    if clause.vp.lemma != "follow" or clause.vp.passive or not clause.subject or not happened(clause)[0]:
        return []
    if clause.pp("to", "into", "towards") or (clause.objects and not all(np.pronoun and np.words[:1] == ("them",) for np in clause.objects)):
        return []
    led = next((draft for draft in reversed(drafts) if draft.type in {"displacement", "troop_movement"}), None)
    if led is None or scene.index - led.sentence > 1 or led.paragraph != scene.paragraph or not led.destinations:
        return []
    who = movers(clause.subject[0], clause, scene, led)
    kin = who is not None and who.np.determiner in {"their", "his"} and who.np.head in _KIN
    if who is None or who.np is led.who or not (kin or (clause.objects and who.quantity is not None)):
        return []  # "police followed them": a pursuit
    draft = scene.draft("troop_movement" if who.kind == "combatant" else "displacement", clause, "follow those told before")
    draft.who, draft.who_words = who.np, who.np.text
    draft.quantity, draft.quantity_text, draft.household = who.quantity, who.quantity_text, who.household
    draft.origin, draft.destinations, draft.direction, draft.toward = led.origin, list(led.destinations), led.direction, led.toward
    draft.note("people", who.np.text, who.np.start, who.np.end, who.rule)
    if who.kind == "combatant":
        draft.actor = scene.agents([who.np], clause)
    return [draft]


def read_force_from(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "a Russian force from A occupied B", "an army column from A re-entered the town": they have gone from the one to the other."""
    np = clause.subject[0] if clause.subject else None
    if (
        np is None
        or np.head not in _FORCES
        or np.plural
        or "take" not in clause.classes()
        or clause.vp.passive
        or clause.relation not in {"main", "coord"}
    ):
        return []
    home = next((pp for pp in clause.pp("from") if 0 <= pp.start - np.end <= 1 and pp.phrases[0].head_place is not None), None)
    if home is None or not happened(clause)[0]:
        return []
    taken = scene.places([item for item in clause.objects[:1] if item.head_place is not None or "settlement" in item.classes], clause)
    origins = goal_places(home, clause, scene)
    if (
        not taken
        or not origins
        or same_place(taken[0], origins[0])
        or (origins[0].mention.place is not None and origins[0].mention.place.kind == "country")
    ):
        return []
    draft = scene.draft("troop_movement", clause, "a force from one place takes another")
    draft.who_words, draft.actor = np.text, scene.agents([np], clause)  # without its phrase: what it does next is told by itself
    draft.origin, draft.destinations = origins[0], taken[:1]
    draft.note("people", np.text, np.start, np.end, "a force")
    draft.note("origin", scene.text[origins[0].start : origins[0].end], origins[0].start, origins[0].end, "where the force is from")
    draft.note("destination", scene.text[taken[0].start : taken[0].end], taken[0].start, taken[0].end, "what the force takes")
    return [draft]


def read_arrived(clause: Clause, scene: Scene, drafts: list[Draft]) -> bool:
    """Read "fled into Benin, where the authorities in A had registered 640": the number and the town belong to those told before; whether it did."""
    if clause.relation != "rel" or clause.wh != "where" or not {"tally", "receive"} & clause.classes() or clause.vp.passive or not clause.antecedents:
        return False
    counted = next((np for np in clause.objects if np.quantity is not None and (np.head == "#" or "civilian" in np.classes)), None)
    told = next((draft for draft in reversed(drafts) if draft.sentence == scene.index and draft.type == "displacement"), None)
    if counted is None or told is None or told.quantity is not None or not happened(clause)[0]:
        return False
    there = clause.antecedents[0]
    if not any(there.start <= ref.start < there.end or ref.mention is there.head_place for ref in told.destinations):
        return False
    told.quantity, told.quantity_text, told.household = counted.quantity, counted.quantity_text, counted.head in HOUSEHOLD
    for pp in clause.pp("in", "at"):
        told.destinations += [
            ref for ref in goal_places(pp, clause, scene) if all(ref.mention.start != other.mention.start for other in told.destinations)
        ]
    return True


def read_counted_there(clause: Clause, scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Read "volunteers counted 11,200 in B by Tuesday" after people are told to have left A: so many of them are in B."""
    told = next((draft for draft in reversed(drafts) if draft.type in {"displacement", "troop_movement"}), None)
    if told is None or told.type != "displacement" or told.origin is None or scene.index - told.sentence > 1 or told.paragraph != scene.paragraph:
        return []
    if clause.vp.lemma not in _COUNTING or clause.vp.passive or clause.relation == "rel" or not happened(clause)[0]:
        return []
    np = next(
        (
            item
            for item in clause.objects
            if item.head == "#" and (item.of is None or item.of.words == ("them",)) and item.quantity is not None and item.quantity.low
        ),
        None,
    )
    if np is None or np.quantity is None or np.quantity.fraction is not None:
        return []
    refs = [ref for pp in clause.pp("in", "at") if np.end <= pp.start for ref in goal_places(pp, clause, scene)]
    beside = [pp for pp in clause.pp("in", "at") if any(0 <= pp.start - item.end <= len(", ") for item in clause.subject)]
    refs = refs or [ref for pp in beside for ref in goal_places(pp, clause, scene)]  # "a church at B counts 900 of them"
    if not refs or any(ref.mention.text == told.origin.mention.text for ref in refs):
        return []
    draft = scene.draft("displacement", clause, "those told before, counted where they are")
    draft.who, draft.who_words, draft.quantity, draft.quantity_text = np, np.text, np.quantity, np.quantity_text
    draft.origin, draft.destinations, draft.stock = told.origin, refs, True
    draft.note("people", np.text, np.start, np.end, "those told before, counted")
    return [draft]


def _counted(clause: Clause) -> tuple[NounPhrase, Quantity | None, str] | None:
    """Return the people that a clause counts: "4,000 people", "the number at 4,000"."""
    phrases = [*clause.subject, *clause.objects, *(np for pp in clause.pp("with") for np in pp.phrases)]
    bare = any(np.head in _COUNTS and (np.of is None or "civilian" in np.of.classes) for np in clause.objects) and "tally" in clause.classes()
    homes = clause.vp.lemma == "be" and bool({"home", "host"} & {*clause.adverbs, *(np.head for np in clause.objects)})
    phrases += [np for pp in clause.pp("at", "to") for np in pp.phrases] if bare or homes else []
    for np in phrases:
        told = not _HARMED & set(np.words) and np.quantity is not None and (np.quantity.low is not None or np.quantity.high is not None)
        if told and np.quantity is not None and ("civilian" in np.classes or np.head in HOUSEHOLD or (bare and np.head == "#")):
            return np, np.quantity, np.quantity_text
    return None


def _home(np: NounPhrase, clause: Clause) -> Prepositional | None:
    """Return the phrase that tells where people counted are from: "most of them from B", "4,000 people from B"."""
    for other, pp in clause.gapped:
        if pp.prep == "from" and other.head in _MOSTLY:
            return pp
    if clause.vp.lemma == "live" and not clause.vp.progressive:
        return None  # "200 people from B live in A": a settled lot
    beside = next((pp for pp in clause.pp("from") if 0 <= pp.start - np.end <= 2), None)
    return beside if np.head not in _ON_AN_ERRAND and clause.vp.lemma not in {"report", "note", "see", "log"} and not clause.pp("for") else None


def _full_of(clause: Clause) -> NounPhrase | None:
    """Return the people of "A's suburbs are full of people from B", "the school is crowded with families from B"."""
    full = [np.of for np in clause.objects if np.head == "full" and np.of is not None] if clause.vp.lemma == "be" else []
    crowded = [np for pp in clause.pp("with") for np in pp.phrases] if clause.vp.lemma in _CROWDED else []
    return next((np for np in (*full, *crowded) if "civilian" in np.classes and (np.plural or np.head in {"people", "folk"})), None)


def read_hailing(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "put the number in A's schools at 4,000, most of them from B": people counted in a place whose home is told beside."""
    stays = clause.vp.lemma in _STAYS | _CROWDED or bool({"tally", "receive", "shelter"} & clause.classes())
    if not stays or not happened(clause)[0] or any(np.head in _ELSEWISE for pp in clause.pp("in", "at") for np in pp.phrases):
        return []
    counted = _counted(clause)
    full = _full_of(clause) if counted is None else None
    counted = (full, full.quantity, full.quantity_text) if full is not None else counted
    home = _home(counted[0], clause) if counted is not None else None
    if counted is None or home is None:
        return []
    origins = goal_places(home, clause, scene)
    goals = [ref for pp in clause.pp("in", "at", "near") if pp.phrases[0].quantity is None for ref in goal_places(pp, clause, scene)]
    inside = [np.possessor for pp in clause.pp("in", "at") for np in pp.phrases if np.possessor is not None and np.possessor.head_place is not None]
    goals = within_opening(goals, clause)
    goals = goals or scene.places(inside, clause)  # "in A's monasteries"
    hosts = [np.of if np.of is not None and np.head_place is None else np for np in clause.subject]
    goals = goals or scene.places([np for np in hosts if np.head_place is not None], clause)
    owners = [
        np.possessor for np in clause.subject if np.possessor is not None and np.possessor.head_place is not None and "civilian" not in np.classes
    ]
    goals = goals or scene.places(owners, clause)  # "A's suburbs are full of people from B"
    goals = [ref for number, ref in enumerate(goals) if all(ref.mention.start != other.mention.start for other in goals[:number])]
    if not origins or not goals or any(ref.mention.text == origins[0].mention.text for ref in goals):
        return []
    np, quantity, words = counted
    draft = scene.draft("displacement", clause, "people counted in a place, and where they are from")
    draft.who, draft.who_words, draft.quantity, draft.quantity_text, draft.household = np, np.text, quantity, words, np.head in HOUSEHOLD
    draft.origin, draft.destinations, draft.stock = origins[0], goals, True
    draft.note("people", np.text, np.start, np.end, "counted")
    draft.note("origin", scene.text[origins[0].start : origins[0].end], origins[0].start, origins[0].end, "where most of them are from")
    return [draft]
