"""Counts of people: tallies of the displaced, arrivals and returns as nouns, places that take people in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.beside import number_beside
from conflict_map.events.goals import from_phrase, goal_places, homeland
from conflict_map.events.journeys import direction_beyond
from conflict_map.events.likeness import same_place
from conflict_map.events.motions import stays_on
from conflict_map.events.movers import COMERS, HOUSEHOLD, Movers, heads_of, movers
from conflict_map.events.nominals import only_thought_of, where_the_cause_was
from conflict_map.events.records import PlaceRef
from conflict_map.events.truth import happened

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene

__all__ = ["read_counts", "read_received"]

_AMOUNTS = frozenset(
    {
        "reach",
        "total",
        "number",
        "exceed",
        "top",
        "pass",
        "hit",
        "involve",
        "stand",
        "climb",
        "rise",
        "amount",
        "surpass",
        "grow",
        "swell",
        "drop",
        "fall",
        "decline",
        "slow",
        "dwindle",
        "ebb",
        "shrink",
        "slacken",
        "peak",
        "average",
        "quicken",
        "increase",
        "jump",
        "double",
    }
)

_DOORS = frozenset({"border", "door", "gate", "crossing", "school", "home", "camp", "mosque", "church", "hospital"})
_REFUGE = frozenset({"shelter", "refuge", "asylum", "sanctuary", "hospitality"})
_FILLS = frozenset({"fill", "swell", "overflow", "bulge", "teem", "burst"})
_SUMS = frozenset({"number", "total", "figure", "count", "population"})
_UPROOTED = frozenset({"displaced", "idp", "refugee", "evacuee", "returnee", "uprooted", "homeless"})
_COMERS = COMERS | {"entry"}
_FLOWS = frozenset({"arrival", "return", "departure", "crossing", "exodus", "influx", "outflow", "inflow", "flight", "flow", "newcomer"})


_MOVES = frozenset({"displacement", "relocation", "evacuation", "flight", "exodus"})
_UNHOUSED = frozenset({"displaced", "idp", "idps", "evacuee", "returnee"})
_COUNTABLE = _MOVES | _FLOWS | _SUMS | {"#"}
"""Heads of the phrases that may count people by themselves; others do where they are the subject of a passive, or call people displaced."""


def read_counts(clause: Clause, scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Read counts of the displaced: "38,000 displacements were recorded", "the displacement of 2.3 million people", "1.1 million IDPs live"."""
    if any(draft.sentence == scene.index and draft.type == "displacement" and draft.quantity is not None for draft in drafts):
        return []
    if stays_on(clause):
        return []
    phrases = (
        [np for np in clause.subject if not clause.shared_subject and not clause.wh]
        + clause.objects
        + [np for pp in clause.prepositional if pp.start >= clause.vp.start for np in pp.phrases]
    )
    for np in phrases:
        if np.head not in _COUNTABLE and not clause.vp.passive and _UNHOUSED.isdisjoint((np.head, *np.words)):
            continue  # most phrases
        quantity, words, household, people = np.quantity, np.quantity_text, False, np
        noun = np.head in _MOVES and not (np.head == "flight" and np.plural)
        flow = np.head in _FLOWS and not (np.head == "flight" and np.plural) and (np.plural or np.head in {"exodus", "influx", "outflow", "inflow"})
        reckoned = clause.vp.passive and clause.vp.lemma in {"estimate", "put", "reckon", "count", "number"}
        things = np.of is not None and flow and np.of.head != "#" and "civilian" not in np.of.classes
        sum_of = np.head in _SUMS and np.of is not None and bool(_UPROOTED & {np.of.head, *np.of.words}) and "civilian" in np.of.classes
        moves = noun and np.plural and np.head in {"displacement", "relocation"}  # "new displacements in October reached 27,500"
        if (flow or sum_of or moves) and quantity is None and np in clause.subject and (clause.vp.lemma in _AMOUNTS or reckoned):
            amount = next(
                (item for item in (*clause.objects, *(p for pp in clause.pp("to", "at") for p in pp.phrases)) if item.quantity is not None), None
            )
            if amount is not None:
                quantity, words, household = amount.quantity, amount.quantity_text, amount.head in HOUSEHOLD
        bare = (
            np.head == "#"
            and np in clause.objects
            and not (np.of is not None and np.of.pronoun)
            and "tally" in clause.classes()
            and any(goal_places(pp, clause, scene) for pp in clause.pp("out of", "from"))
        )
        settled = (
            clause.vp.passive
            and np in clause.subject
            and "civilian" in np.classes
            and bool({"tally", "receive"} & clause.classes())
            and (from_phrase(np, clause, scene) is not None or bool(clause.pp("from")))
        )
        if things:
            continue  # "arrivals of flour have fallen to 500 tonnes"
        if noun and np.of is not None and (scene.armed(np.of) or (np.of.of is not None and scene.armed(np.of.of))):
            continue  # "the evacuation of 300 fighters" is told by its noun
        if noun and quantity is None and np.of is not None and ("civilian" in np.of.classes or np.of.head == "#"):
            quantity, words, household, people = np.of.quantity, np.of.quantity_text, np.of.head in HOUSEHOLD, np.of
        elif (
            not noun
            and not flow
            and not bare
            and not settled
            and not sum_of
            and not (not _UNHOUSED.isdisjoint((np.head, *np.words)) and "civilian" in np.classes)
        ):
            continue
        if quantity is None or (quantity.low is None and quantity.high is None) or ((noun or flow) and only_thought_of(np, clause)):
            continue
        draft = scene.draft("displacement", clause, f"a count of the displaced: {np.head}")
        draft.who, draft.who_words = people, people.text
        draft.quantity, draft.quantity_text, draft.household = quantity, words, household or np.head in HOUSEHOLD
        draft.stock = not (noun or flow or bare)
        draft.note("people", people.text, people.start, people.end, "counted")
        for gap_np, gap_pp in clause.gapped:
            if gap_np.head in {"most", "many", "all", "some", "majority"}:
                draft.destinations += goal_places(gap_pp, clause, scene)
        for pp in clause.prepositional:
            refs = goal_places(pp, clause, scene)
            if refs and flow and pp.start < clause.vp.start and pp.prep in {"in", "at"} and not draft.destinations:
                draft.destinations += refs  # "in Goma, aid workers have counted 5,000 newcomers"
                continue
            if refs and (flow or noun) and pp.prep in {"to", "into"} and pp.end < np.start and scene.text[pp.end : np.start].strip() == ":":
                draft.destinations += refs  # "Displacement to A: 3,000 arrivals recorded via B"
                continue
            if not refs or pp.start < np.end:
                continue
            if (flow or sum_of) and pp.prep in {"in", "at", "through", "via", "near"}:
                draft.destinations += [ref for ref in refs if all(ref.mention.start != d.mention.start for d in draft.destinations)]
            elif pp.prep in {"from", "out of"} or (noun and pp.prep in {"in", "across", "within"}):
                draft.origin = draft.origin or refs[0]
            elif "internally" in np.text.lower().split() and refs[0].mention.place is not None and refs[0].mention.place.kind == "country":
                draft.origin = draft.origin or refs[0]  # "190,000 internally displaced in Ukraine": they are from there and there still
            elif pp.prep in {"to", "into", "towards"} or (not noun and pp.prep in {"in", "at", "near"}):
                draft.destinations += [ref for ref in refs if all(ref.mention.start != d.mention.start for d in draft.destinations)]
        if draft.origin is None and settled:
            draft.origin = from_phrase(np, clause, scene)
        if draft.origin is None and noun and clause.subject and np not in clause.subject:
            draft.origin = where_the_cause_was(clause, scene, draft.destinations)
        draft.direction = draft.direction or direction_beyond(draft.destinations, scene)
        speech = clause.parent if clause.relation == "that" else None
        if flow and not draft.destinations and speech is not None:
            draft.destinations += [ref for pp in speech.pp("in", "at") if pp.start < speech.vp.start for ref in goal_places(pp, speech, scene)]
        if flow and not draft.destinations and np.head in {"arrival", "return", "newcomer"} and clause.subject and clause.subject[0] is not np:
            draft.destinations = scene.places([item for item in clause.subject if item.head_place is not None], clause)
        if flow and np.quantity is None and not (draft.origin or draft.destinations):
            return []  # "flows dropped to 225,000": of what is not told
        return [draft]
    return []


def is_host(clause: Clause) -> bool:
    """Whether a place "is home to", "is host to" people."""
    if clause.vp.lemma not in {"be", "become"}:
        return False
    words = {*clause.adverbs, *(np.head for np in clause.objects)}
    return bool({"host", "home", "shelter", "refuge"} & words) and bool(clause.pp("to"))


def _homeless(clause: Clause) -> bool:
    """Whether a clause speaks of the displaced as those to whom something is done or given."""
    return any({"displaced", "refugee", "evacuee", "returnee", "idp"} & heads_of(np) for pp in clause.pp("to") for np in pp.phrases)


def read_received(clause: Clause, scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Read places that take people in: "Uganda has received 14,000 refugees", "were taken in by Barda", "is host to 5,000"."""
    vp = clause.vp
    if not happened(clause)[0]:
        return []
    inside = [
        np
        for pp in clause.pp("in")
        for np in pp.phrases
        if np.quantity is not None
        and np.head_place is None
        and ("civilian" in np.classes or (np.of is not None and ("civilian" in np.of.classes or np.of.words in {("them",), ("these",), ("those",)})))
    ]
    gate = (vp.lemma in {"let", "allow"} and ("in" in {vp.particle, *clause.adverbs} or inside)) or (
        vp.lemma == "open" and any(np.head in _DOORS for np in clause.objects) and bool(clause.pp("to"))
    )
    filled = [
        np
        for pp in (clause.pp("with") if vp.lemma in _FILLS else ())
        for np in pp.phrases
        if np.quantity is not None and "civilian" in np.classes and clause.pp("from")
    ]
    host = is_host(clause) and ("home" not in clause.adverbs or bool(clause.pp("from")) or _homeless(clause))
    host = host or (vp.lemma in {"hold", "contain"} and any(np.head in {"camp", "site", "centre", "center"} for np in clause.subject))
    host = host or (vp.lemma in {"give", "offer", "grant"} and not vp.passive and any(np.head in _REFUGE for np in clause.objects))
    if not (
        ("receive" in clause.classes() and not vp.particle)
        or (vp.lemma == "take" and (inside or vp.particle == "in" or vp.passive))
        or host
        or gate
        or filled
    ):
        return []
    if vp.passive:
        people, hosts = clause.subject, [np for pp in clause.pp("by") for np in pp.phrases]
        if vp.lemma == "take" and "in" not in {vp.particle, *clause.adverbs} and " in " not in scene.text[vp.end - 1 : vp.end + 4]:
            return []
    else:
        to = [np for pp in clause.pp("to") for np in pp.phrases]
        people = (
            clause.objects
            if vp.lemma in {"hold", "contain"}
            else filled or to
            if filled or host or (gate and vp.lemma == "open")
            else inside or clause.objects
        )
        hosts = clause.subject
    if vp.lemma in {"register", "count", "record", "note", "verify"}:
        # an office that registers is no host, but "Ingushetia's government has registered 185,000 from Chechnya"
        owners = [np.possessor for np in hosts if np.possessor is not None and "government" in np.classes and clause.pp("from")]
        hosts = [np for np in (*hosts, *owners) if np.head_place is not None]
    places = [
        ref
        for np in hosts
        if np.head_place is not None
        or "settlement" in np.classes
        or (np.name is not None and vp.lemma == "take" and not np.actors and bool(clause.pp("from")))
        for ref in scene.places([np], clause)
    ]
    hosts_camp = any(np.head in {"camp", "centre", "center", "site"} for np in hosts)
    if not places and hosts_camp:
        places = [ref for pp in clause.pp("at", "in", "near") for ref in goal_places(pp, clause, scene)]
    if not places and "tally" not in clause.classes():
        # "relatives in A have taken in 400 families", "the church in A shelters 300 people"
        places = [
            ref
            for np in hosts
            for pp in clause.pp("in", "at", "of", "around")
            if 0 <= pp.start - np.end <= 2
            for ref in goal_places(pp, clause, scene)
        ]
    if (
        not places
        and not vp.passive
        and vp.lemma in {"register", "count", "record", "verify", "accommodate", "house"}
        and any(np.head_place is not None for pp in clause.pp("from") for np in pp.phrases)
    ):
        # "the UN has registered 3,000 people from A in B"
        places = [ref for pp in clause.pp("in", "at") if pp.start > vp.start for ref in goal_places(pp, clause, scene)]
        hosts = []
    if not places or any(scene.armed(np) and np.head_place is None for np in hosts):
        return []
    told = next((before for before in reversed(drafts) if before.type == "displacement" and scene.index - before.sentence <= 1), None)
    for np in people:
        who = movers(np, clause, scene, told if np.of is not None and np.of.pronoun else None)
        if who is None and np.head in _COMERS and np.quantity is not None:
            who = Movers(np, "civilian", np.quantity, np.quantity_text, rule="arrivals counted")
        if who is None or who.kind != "civilian":
            continue
        if who.quantity is None and clause.vp.passive:
            found = number_beside(who, clause, scene)
            if found is not None:
                who.quantity, who.quantity_text, who.household = found
        if who.quantity is None and not ({"displaced", "refugee", "evacuee", "returnee"} & heads_of(np)) and not vp.passive:
            continue
        country = all(ref.mention.place is not None and ref.mention.place.kind == "country" for ref in places)
        standing = "already" in clause.adverbs and not {"displaced", "refugee", "evacuee", "returnee", "idp"} & heads_of(np)
        if (country or standing) and scene.text[vp.start : vp.end].endswith("s") and not clause.pp("from"):
            continue  # "Uganda hosts 1.5 million refugees": how things stand, not a movement
        draft = scene.draft("displacement", clause, f"a place takes people in: {vp.phrase}")
        draft.who, draft.who_words = np, np.text
        draft.quantity, draft.quantity_text, draft.household = who.quantity, who.quantity_text, who.household
        draft.note("people", np.text, np.start, np.end, who.rule)
        draft.destinations = list(places)
        for pp in clause.pp("at", "in"):
            if pp.start > vp.start and not any(item in people for item in pp.phrases):
                draft.destinations += [
                    ref for ref in goal_places(pp, clause, scene) if all(ref.mention.start != other.mention.start for other in draft.destinations)
                ]
        origin = next((ref for pp in clause.pp("from") for ref in goal_places(pp, clause, scene)), None) or from_phrase(np, clause, scene)
        if origin is None and who.rule == "people of a nation counted":
            origin = homeland(np, draft.destinations, scene)
        rest = (np.of is not None and np.of.pronoun) or (
            np.head in {"#", "others", "other"} and np.of is None
        )  # "A has received 400 of them", "A hosts 23,800"
        if origin is None and rest and told is not None and told.origin is not None:
            origin = PlaceRef(told.origin.mention, told.origin.start, told.origin.end, "the same origin as those told before")
        fight = scene.story.fight
        just = fight is not None and fight[0] == scene.index - 1 and fight[1] == scene.paragraph and told is None
        if origin is None and just and fight is not None and not clause.pp("from") and who.quantity is not None:
            there = PlaceRef(fight[2], vp.start, vp.end, "not named: the place that was fought over just before")
            origin = there if all(not same_place(there, ref) for ref in draft.destinations) else None
        draft.origin = origin
        draft.direction = direction_beyond(draft.destinations, scene)
        return [draft]
    return []
