"""Movements of people: civilians who flee and fighters who withdraw, with origin, destinations, direction and number."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_map.events.beside import number_beside
from conflict_map.events.companions import read_arrived, read_counted_there, read_followed, read_force_from, read_hailing
from conflict_map.events.contexts import imply_destination, imply_origin, just_lost, left_before, opened_with, told_beside, where_they_were
from conflict_map.events.emptied import read_emptied
from conflict_map.events.evidence import ADVANCES, combatants_move, stands, takes_over
from conflict_map.events.goals import goal_places, homeland
from conflict_map.events.guards import halts, hearsay, in_a_story, of_all, on_an_errand, on_business, stays, stranded
from conflict_map.events.homelands import headed_by
from conflict_map.events.homes import home_beside, read_home, sent_from
from conflict_map.events.journeys import MOSTLY, read_path
from conflict_map.events.likeness import same_place
from conflict_map.events.motions import motion_classes, noun_motion, seeks_safety
from conflict_map.events.movers import COMERS, LOOSE_HEADS, Movers, followers, movers
from conflict_map.events.nominals import read_nominals
from conflict_map.events.onward import go_onward
from conflict_map.events.ranks import sends_forces
from conflict_map.events.shares import read_shares
from conflict_map.events.tallies import is_host, read_counts, read_received
from conflict_map.events.truth import happened
from conflict_map.events.vehicles import counts_units
from conflict_map.events.who_goes import ROADS, by_events, is_band, is_individual, is_seen, on_the_road, subjects_of
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause, Prepositional
    from conflict_map.events.quantities import Quantity
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["read_movements"]

_THINGS = frozenset({"tank", "armour", "armor", "artillery", "gun", "equipment", "weapon", "body", "corpse", "remains"})
_TOLD = 3
_STRETCHES = word_set("stretches")
_TRIPS = frozenset({"drive", "ride", "walk", "way", "road"})
_STAYS = frozenset({"camp", "live", "stay", "sleep", "shelter", "lodge", "be", "house", "accommodate", "settle", "encamp", "squat"})
_LIFTS = frozenset({"fly", "airlift", "ship", "truck"})
_SENDS = frozenset({"send", "deploy", "dispatch", "rush"})


def read_movements(clause: Clause, scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Return the movements that a clause tells; a clause that continues an earlier movement adds to it instead."""
    made = _told(clause, scene, drafts)
    for draft in made:
        if draft.origin is not None and draft.origin.rule == "named":
            # "from A and B into the base": what "the base" pointed back to is left out, not what is named
            draft.destinations = [ref for ref in draft.destinations if not (ref.rule.startswith("'the ") and same_place(draft.origin, ref))]
        if any(same_place(draft.origin, ref) for ref in draft.destinations):
            draft.origin = None  # nobody goes from a place to itself: what the words pointed back to was something else
    return made


def _told(clause: Clause, scene: Scene, drafts: list[Draft]) -> list[Draft]:
    if read_arrived(clause, scene, drafts) or read_home(clause, scene, drafts):
        return []
    received = read_hailing(clause, scene) or read_received(clause, scene, drafts)
    made = (
        [*received, *(read_shares(clause, scene, received[0]) if received else [])]
        or read_followed(clause, scene, drafts)
        or read_counted_there(clause, scene, drafts)
        or read_force_from(clause, scene)
        or _movement(clause, scene, drafts)
    )
    made = made or read_emptied(clause, scene)
    if made or of_all(clause):
        return made
    real, why = happened(clause)
    # "25,000 displaced people do not have shelter": they are there all the same
    counted = read_counts(clause, scene, drafts) if real or (why == "negated" and clause.vp.lemma in {"have", "receive", "get", "be"}) else []
    return counted or (read_nominals(clause, scene, drafts) if real else [])


def _movement(clause: Clause, scene: Scene, drafts: list[Draft]) -> list[Draft]:
    real, _ = happened(clause)
    vp = clause.vp
    if not real or clause.conjunction == "naming":
        return []
    if (
        vp.lemma == "take"
        and clause.subject
        and not any(np.pronoun for np in clause.objects)
        and (clause.subject[0].head in _TRIPS or noun_motion(clause.subject[0].head))
    ):
        return []  # "the drive north took up to fifteen"
    flow = bool(clause.subject) and clause.subject[0].head in COMERS and not clause.subject[0].quantity
    if vp.lemma in {"reach", "total", "hit", "pass"} and flow and any(np.head == "#" for np in clause.objects):
        return []  # "new arrivals from A to B reached 4,000": a count
    if vp.lemma in {"reach", "enter", "pass"} and clause.objects and all(np.head in _STRETCHES and np.head_place is None for np in clause.objects):
        return []  # "the talks have entered their fifth month in A"
    if vp.lemma == "run" and any(np.pronoun or np.head_place is not None for np in clause.objects):
        return []  # "has run it ever since"
    if vp.lemma == "leave" and clause.objects and any("settlement" in pp.phrases[0].classes for pp in clause.pp("as")):
        return []  # "leaving A as the only city under army control"
    turned_back = _turned_back(clause)
    classes = motion_classes(clause, scene, drafts) if not turned_back else set[str]()
    if not classes and not turned_back and not (clause.subject and clause.subject[0].head in ROADS):
        return []  # most verbs tell of no moving: what else is said of them does not matter
    if of_all(clause) or hearsay(clause, scene) or stranded(clause, scene) or (vp.passive and vp.lemma in {"leave", "abandon", "quit", "desert"}):
        return []  # "were left at the fence" stayed there
    if stays(clause, scene) or in_a_story(clause):
        return []
    if turned_back:
        _cancel(clause, scene, drafts)
        return []
    safety = seeks_safety(clause)
    if not classes and on_the_road(clause, scene) is not None:
        classes = {"go"}
    if not classes:
        return []
    previous = next((draft for draft in reversed(drafts) if draft.type in {"displacement", "troop_movement"}), None)
    active_object = not vp.passive and bool({"transport", "displace", "retreat"} & classes) and bool(clause.objects)
    who: Movers | None = None
    object_moves = False
    if active_object:
        for np in clause.objects:
            who = movers(np, clause, scene, previous) if np.head not in _THINGS else None
            if who is not None:
                object_moves = True
                break
        if who is None and "transport" in classes and not any(np.head_place or np.name or "settlement" in np.classes for np in clause.objects):
            return []  # "moved the equipment to Raqqa": things, not people
        if who is None and "retreat" not in classes and not {"flee", "go", "arrive", "return", "shelter"} & classes:
            return []
        if who is not None and who.kind == "combatant" and ("transport" not in classes if "displace" in classes else by_events(clause)):
            return []
    if who is None:
        if not vp.passive and not {"flee", "go", "arrive", "shelter", "retreat", "return"} & classes:
            return []
        if vp.passive and not {"displace", "transport", "flee", "retreat", "return", "go", "shelter"} & classes:
            return []
        for np in subjects_of(clause):
            who = movers(np, clause, scene, previous)
            if who is not None:
                break
    if {"go", "flee", "retreat", "arrive"} & classes and (who is None or (who.quantity is None and not who.np.plural and not who.np.pronoun)):
        along = followers(clause, scene)  # "he set out from Darfur with 2,000 fighters"
        if along is not None and (who is None or along.kind == "civilian" or who.kind == "combatant"):
            if along.np.head in COMERS:
                who = who or along
                who.quantity, who.quantity_text = along.quantity, along.quantity_text  # "a second stream has gone to A, with 12,000 arrivals"
            elif who is not None and is_band(who.np):
                who.quantity, who.quantity_text = along.quantity, along.quantity_text
            elif along.kind == "combatant" or not vp.perfect or "together" in clause.adverbs:
                who = along
    elif who is not None and who.quantity is None and {"go", "flee", "retreat", "arrive"} & classes:
        along = followers(clause, scene)  # "the losers retired to the hills with 2,000 men"
        if along is not None and (who.kind == "combatant" or along.np.head in COMERS):
            who.quantity, who.quantity_text = along.quantity, along.quantity_text
    if who is None:
        who = on_the_road(clause, scene)
    if who is None and vp.passive and "displace" in classes and clause.subject and clause.subject[0].head in {"number", "total", "figure"}:
        who = Movers(clause.subject[0], "civilian", None, "", rule="a number of people")
    if who is not None and clause.relation == "rel":
        who.quantity = _the_whole(who.quantity)
    walks_home = "return" in classes and vp.phrase.endswith(" home") and who is not None and who.np.of is not None and who.np.of.pronoun
    if walks_home and who is not None and any(draft.type == "displacement" and scene.index - draft.sentence <= _TOLD for draft in drafts[-4:]):
        who.kind = "civilian"  # "several hundred of them walked home": those who had fled, not the troops told last
    if who is None or is_individual(who, clause) or on_business(who, vp, classes) or on_an_errand(clause, scene):
        return []
    if who.kind == "combatant" and halts(clause, scene):
        return []
    driven_to = any(pp.prep in {"to", "into", "towards"} and pp.phrases[0].head_place is not None for pp in clause.prepositional)
    if who.kind == "combatant" and "expel" in clause.classes() and (vp.passive or object_moves) and not driven_to:
        return []
    if "return" in classes and who.kind == "civilian":
        classes -= {"retreat"}
    if vp.lemma in {"displace", "uproot"} and who.rule in {"those told before", "people counted"}:
        who.kind = "civilian"
    if who.quantity is None and (first := _first_of_row(who.np, clause)) is not None:
        who.quantity, who.quantity_text = first.quantity, first.quantity_text
    if who.quantity is None:
        found = number_beside(who, clause, scene)
        if found is not None:
            who.quantity, who.quantity_text, who.household = found
            if who.rule in {"those told before", "people counted"} and re.search(
                rf"{re.escape(found[1])}[\s-]strong\b", scene.text[scene.start : scene.end]
            ):
                who.kind = "combatant"  # "the bulk, perhaps 300 strong,"
    return _read(clause, scene, drafts, who, classes, previous, object_moves=object_moves, safety=safety)


def _the_whole(quantity: Quantity | None) -> Quantity | None:
    """Return how many left where a part of them is told on: "a third of the 90,000 who fled A have returned"."""
    if quantity is None or not quantity.fraction or quantity.low is None:
        return quantity
    whole = round(quantity.low / quantity.fraction)
    return replace(quantity, low=whole, best=whole if quantity.best is not None else None, high=whole if quantity.high is not None else None)


def _turned_back(clause: Clause) -> bool:
    if not clause.vp.passive or clause.vp.lemma not in {"drive", "turn", "push", "send", "beat", "force", "hold"}:
        return False
    back = clause.vp.particle == "back" or "back" in clause.adverbs
    if any(np.head_place is not None for pp in clause.pp("to", "into") for np in pp.phrases):
        return False  # "were sent back to Sake"
    counted = any(np.quantity is not None and "combatant" not in np.classes for np in clause.subject)
    if counted and any(np.head_place is not None for pp in clause.pp("from", "out of") for np in pp.phrases):
        return False  # "165,000 were pushed back over the border from Pakistan"
    return back


def _cancel(clause: Clause, scene: Scene, drafts: list[Draft]) -> None:
    """Read "others set out for X; most were driven back": the movement did not come about."""
    subject = clause.subject[0] if clause.subject else None
    if subject is None or not (subject.pronoun or subject.head in LOOSE_HEADS) or subject.quantity is not None:
        return
    for draft in reversed(drafts):
        if draft.type in {"displacement", "troop_movement"} and draft.sentence in {scene.index, scene.index - 1}:
            draft.cancelled = True
            return


def _read(
    clause: Clause, scene: Scene, drafts: list[Draft], who: Movers, classes: set[str], previous: Draft | None, *, object_moves: bool, safety: bool
) -> list[Draft]:
    vp = clause.vp
    combatant = who.kind == "combatant"
    if "transport" in classes and not object_moves and (vp.particle == "out" or "out" in clause.adverbs):
        classes = classes | {"flee"}
    leaving = bool({"flee", "retreat", "displace"} & classes) or vp.lemma in {"evacuate", "depart", "withdraw"}
    path = read_path(clause, scene, who, classes, object_moves=object_moves, safety=safety)
    if (
        (
            (clause.relation == "part" and vp.form == "pp" and "displace" in classes)
            or (clause.relation == "rel" and "flee" in classes and clause.parent is not None and who.np in clause.parent.objects)
        )
        and path.origin is not None
        and not path.destinations
        and clause.parent is not None
        and ({"tally", "receive"} & clause.parent.classes() or is_host(clause.parent))
    ):
        # "in Kunduz, partners verified 5,000 households displaced from Imam Sahib", "Goma hosts 5,000 people displaced from Sake"
        hosts = [np for np in clause.parent.subject if np.head_place is not None and not clause.parent.vp.passive]
        path.add(scene.places(hosts, clause.parent))
        path.add(ref for pp in clause.parent.pp("in", "at") for ref in goal_places(pp, clause.parent, scene))
    if path.origin is None and "return" not in classes:
        path.origin = home_beside(who, clause, scene, path)
    go_onward(path, clause, scene, who, classes, drafts)
    origin, destinations, direction, toward = path.origin, path.destinations, path.direction, path.toward
    # ---- is it a movement at all? -----------------------------------------------------------------------------
    shared = next(
        (
            draft
            for draft in reversed(drafts)
            if draft.sentence == scene.index
            and draft.who is not None
            and draft.type == ("troop_movement" if combatant else "displacement")
            and (
                draft.who is who.np
                or ((clause.shared_subject or _says_who(draft)) and draft.who in clause.subject)
                or (clause.wh and draft.who in clause.antecedents and not _part(who, draft, clause))
            )
        ),
        None,
    )
    if (
        shared is None
        and who.continues
        and previous is not None
        and previous.type == ("troop_movement" if combatant else "displacement")
        and previous.sentence >= scene.index - 1
        and who.quantity is None
        and not _others_who(who, clause, origin, previous)
    ):
        shared = previous
    if (
        shared is None
        and who.others
        and who.quantity is None
        and who.np.head == "some"
        and previous is not None
        and previous.sentence >= scene.index - 1
        and origin is None
        and previous.type == ("troop_movement" if combatant else "displacement")
    ):
        shared = previous  # "most are walking to A, while some have stopped in B"
        if destinations and previous.destinations:
            _extend(shared, clause, scene, None, destinations, direction, toward, who)
            return [other for np, pp in clause.gapped for other in _gapped(shared, np, pp, clause, scene)]
    if (
        shared is None
        and who.np.head == "#"
        and who.np.of is None
        and who.quantity is not None
        and not path.told
        and previous is not None
        and previous.sentence == scene.index
        and previous.quantity is None
        and ("transport" in classes or "displace" in classes)
        and vp.passive
    ):
        # as in "the relocation of refugees from A to B is complete: 1,100 were transported on Monday"
        previous.quantity, previous.quantity_text = who.quantity, who.quantity_text
        return []
    if _from_there(clause, scene) and previous is not None and previous.destinations and previous.sentence in {scene.index, scene.index - 1}:
        named = origin is not None and scene.start <= origin.mention.start < clause.vp.start and previous.sentence < scene.index
        origin = origin if named else previous.destinations[-1]  # where those told before went, not where the story stands
        destinations = [ref for ref in destinations if not same_place(ref, origin)]
    left = leaving and origin is not None and not destinations
    if shared is not None and left and any(same_place(origin, ref) for ref in shared.destinations):
        shared = None  # "have returned to A, whose inhabitants fled in March": another flight, not theirs to it
    if combatant and safety and origin is None and toward == "camp" and destinations and all(ref.rule.startswith("'the ") for ref in destinations):
        origin, destinations = destinations[0], []  # "took refuge in a camp outside the town": they have left it
    sent = (
        combatant
        and object_moves
        and (vp.lemma in _SENDS or (vp.lemma in _LIFTS and bool(clause.subject) and clause.subject[0].head_place is not None))
    )
    if combatant and origin is None and not sent and destinations and {"go", "arrive"} & classes and vp.lemma not in ADVANCES and shared is None:
        origin = told_beside(who.np, clause, scene) or left_before(clause, scene) or just_lost(scene.agents([who.np], clause), destinations, scene)
        origin = origin or where_they_were(who.np, clause, scene) or headed_by(scene)
    elif origin is None and not sent and destinations and shared is None:
        taken = told_beside(who.np, clause, scene)
        origin = taken if taken is not None and all(not same_place(taken, ref) for ref in destinations) else None
    if (
        combatant
        and not combatants_move(clause, classes, who, origin, destinations)
        and not (shared is not None and (vp.lemma not in ADVANCES or _breaks_out(clause, shared)) and {"arrive", "go", "shelter", "return"} & classes)
    ):
        return []
    if combatant and origin is None and takes_over(clause, who, destinations, previous, scene):
        return []
    participle = clause.relation == "part" or vp.form == "ing" or safety
    if (
        shared is not None
        and not combatant
        and "return" in classes
        and "return" not in shared.rule
        and (origin is not None or not shared.destinations)
        and not _walks_on_home(clause, shared)
    ):
        # "fled A in May. Many were trickling back to B", "2,000 of those who ran away have come home from C": another movement
        fled_from = shared.origin if shared.origin is not None and not shared.origin.rule.startswith("not named") else None
        if origin is not None and not destinations and fled_from is not None and not same_place(fled_from, origin):
            opened = opened_with(clause, scene)  # "only in B: about half of its inhabitants have come home from C"
            destinations = [fled_from if opened is None or same_place(opened, origin) else opened]
        beside = shared.clause is not None and shared.clause.relation == "rel" and shared.sentence == scene.index and not shared.destinations
        same = shared.quantity == who.quantity and shared.who is who.np
        if (beside and (shared.quantity is None or same)) or (same and shared.clause is not None and shared.clause.relation == "rel"):
            shared.cancelled = True  # that they had fled only says who they are
        shared = None
    if shared is not None:
        apart = not clause.shared_subject or (
            origin is not None and "from there" not in clause.adverbs and (shared.origin is None or not same_place(origin, shared.origin))
        )
        settled = "shelter" in classes and vp.lemma in _STAYS and origin is None  # "was taken in by A; they are camped at B"
        there = settled or (clause.relation == "rel" and clause.wh == "where" and not clause.wh_prep)  # "into A, where most are lodged at B"
        chain = (
            bool(shared.destinations and destinations)
            and not participle
            and not there
            and shared.clause is not None
            and shared.clause is not clause
            and apart
        )
        own_date = scene.story.date_of(clause)[0] if clause.times else None
        later = (
            not participle
            and own_date is not None
            and shared.date is not None
            and own_date.start != shared.date.start
            and bool(origin or destinations)
        )
        if later and clause.shared_subject and who.quantity is None:
            who.quantity, who.quantity_text, who.household = shared.quantity, shared.quantity_text, shared.household
        back = (
            ("return" in classes or (vp.passive and "back" in {vp.particle, *clause.adverbs} and bool(destinations)))
            and not participle
            and bool(shared.destinations)
            and origin is None
            and shared.clause is not clause
        )
        home = "return" in classes and shared.origin is not None and bool(destinations) and same_place(destinations[0], shared.origin)
        if home and shared.clause is not None and shared.clause.relation == "rel" and shared.clause is not clause:
            return [*_home_again(clause, scene, who, shared)]
        again = {"again", "onward", "onwards"} & set(clause.adverbs) and clause.relation == "coord" and shared.clause is not clause
        again = bool(again) and bool(shared.destinations) and origin is None and bool(destinations or clause.gapped) and not participle
        chain = chain or later or back or again
        if not chain:
            _extend(shared, clause, scene, origin, destinations, direction, toward, who)
            return [other for np, pp in clause.gapped for other in _gapped(shared, np, pp, clause, scene)]
        if back and who.continues and who.np.pronoun and who.quantity is None and "return" not in classes:
            who.quantity, who.quantity_text, who.household = shared.quantity, shared.quantity_text, shared.household
        if origin is None:
            origin = (
                shared.destinations[0 if back else -1]
                if shared.destinations and {"transport", "go", "return", "flee"} & classes and (back or shared.sentence == scene.index)
                else shared.origin
            )
    if (
        not destinations
        and origin is not None
        and not combatant
        and {"go", "arrive"} & classes
        and who.others
        and who.np.of is not None
        and who.np.of.pronoun
        and previous is not None
        and previous.sentence == scene.index
    ):
        # "40,000 have come to Congo; 500 of them crossed from Bangui": a part of those told before goes where they go
        destinations = [ref for ref in previous.destinations if not same_place(ref, origin)]
    if not (origin and destinations) and not stands(clause, scene, who, classes, path, previous, safety=safety, object_moves=object_moves):
        return []
    draft = scene.draft("troop_movement" if combatant else "displacement", clause, f"verb of {'/'.join(sorted(classes))}: {vp.phrase}")
    draft.who = who.np
    draft.who_words = who.np.text
    draft.quantity, draft.quantity_text, draft.household = who.quantity, who.quantity_text, who.household
    draft.note("people", who.np.text, who.np.start, who.np.end, who.rule)
    inner = who.np.of
    units = who.np if who.quantity is who.np.quantity else inner if inner is not None and who.quantity is inner.quantity else None
    if combatant and units is not None and counts_units(units):
        draft.quantity, draft.quantity_text = None, ""
    elif who.quantity is not None:
        draft.note("number", who.quantity_text, None, None, who.quantity.rule)
    if origin is None and not combatant and who.rule == "people of a nation counted" and not draft.stock:
        origin = homeland(who.np, destinations, scene)
    draft.origin, draft.destinations, draft.direction, draft.toward = origin, destinations, direction, toward
    draft.stock = "shelter" in classes and not safety and not {"go", "flee"} & classes
    draft.more = bool(re.search(r"\bmore\b(?!\s+than\b)", scene.text[who.np.start : who.np.end + 5].lower())) and who.quantity is not None
    if draft.quantity is not None and re.match(r"\s+or more\b", scene.text[who.np.end : who.np.end + 9]):
        draft.quantity = _or_more(draft.quantity)
    if combatant:
        own = any(span.kind != "generic" for span in scene.sides.spans_in(who.np.start, who.np.end))
        by_subject = object_moves and not own and (sent or sends_forces(clause, scene))
        draft.actor = (scene.agents(clause.subject, clause) if by_subject else []) or scene.agents([who.np], clause)
        if not draft.actor and previous is not None and previous.type == "troop_movement":
            draft.actor = list(previous.actor)
    if draft.origin is None and not sent:
        gone = vp.lemma == "go" and vp.perfect and bool(clause.gapped)
        moving = bool({"go", "arrive", "transport"} & classes) or safety
        imply_origin(draft, clause, scene, drafts, previous, who, leaving=leaving or gone, moving=moving and (vp.form == "finite" or is_seen(clause)))
    if draft.origin is None and sent:
        draft.origin = sent_from(clause, draft.destinations, scene)
    imply_destination(draft, clause, scene, drafts, classes)
    if draft.origin is not None:
        draft.note("origin", scene.text[draft.origin.start : draft.origin.end], draft.origin.start, draft.origin.end, draft.origin.rule)
    for ref in draft.destinations:
        draft.note("destination", scene.text[ref.start : ref.end], ref.start, ref.end, ref.rule)
    if not (draft.origin or draft.destinations or draft.direction or draft.toward or (draft.quantity and not combatant) or clause.gapped):
        return []  # somebody withdrew, from nowhere to nowhere
    made = [draft]
    for np, pp in clause.gapped:
        made += _gapped(draft, np, pp, clause, scene)
    made += _from_others(draft, path.others)
    return made[1:] if _are_the_whole(draft, made[1:]) else made


def _from_others(first: Draft, others: list[PlaceRef]) -> list[Draft]:
    """Return the same for the further places that people leave: "have left A, B and C"; a number is told of all of them together."""
    if first.quantity is not None or first.origin is None:
        return []
    return [
        replace(first, origin=ref, destinations=list(first.destinations), trace=list(first.trace))
        for ref in others
        if not same_place(ref, first.origin) and not any(same_place(ref, goal) for goal in first.destinations)
    ]


def _walks_on_home(clause: Clause, left: Draft) -> bool:
    """Whether people who leave a place go home from it in the same breath: "left the camp and walked home over the border"."""
    told = left.clause
    joined = told is not None and clause.relation == "coord" and clause.shared_subject and clause.parent is told and told.relation != "rel"
    return joined and not clause.times and clause.vp.phrase.endswith(" home")


def _home_again(clause: Clause, scene: Scene, who: Movers, left: Draft) -> list[Draft]:
    """Read "a third of the 90,000 who fled A have returned": a part of them is back where the clause about them says that they had left."""
    draft = scene.draft("troop_movement" if who.kind == "combatant" else "displacement", clause, f"back again: {clause.vp.phrase}")
    draft.who, draft.who_words = who.np, who.np.text
    draft.quantity, draft.quantity_text, draft.household = who.quantity, who.quantity_text, who.household
    draft.note("people", who.np.text, who.np.start, who.np.end, who.rule)
    draft.destinations = [left.origin] if left.origin is not None else []
    draft.origin = left.destinations[0] if len(left.destinations) == 1 else None
    return [draft]


def _first_of_row(np: NounPhrase, clause: Clause) -> NounPhrase | None:
    """Return the counted people at the head of a row: "forced 3,000 women and children to flee" counts both."""
    rows = [clause.subject, *([clause.parent.objects] if clause.parent is not None and clause.relation == "inf" else [])]
    for row in rows:
        if len(row) > 1 and np is row[-1] and all("civilian" in item.classes for item in row):
            return row[0] if row[0].quantity is not None and all(item.quantity is None for item in row[1:]) else None
    return None


def _breaks_out(clause: Clause, left: Draft) -> bool:
    """Whether fighters push on in the breath in which they leave a place: "had broken out of A and pushed across the frontier to B"."""
    joined = clause.relation == "coord" and clause.shared_subject and left.clause is not None and "retreat" in left.clause.classes()
    return joined and left.origin is not None and not left.destinations and bool(clause.pp("to", "into"))


def _others_who(who: Movers, clause: Clause, origin: PlaceRef | None, told: Draft) -> bool:
    """Whether a relative clause tells of others than those told before: "4,000 people from A were in B. Most of those who escaped from C"."""
    those = clause.wh == "who" and not clause.wh_prep and any("those" in np.words for np in (who.np, who.np.of) if np is not None)
    named = those and clause.relation == "rel" and origin is not None and origin.rule == "named" and told.origin is not None
    return named and not same_place(origin, told.origin)


def _says_who(draft: Draft) -> bool:
    """Whether a movement is told by a relative clause: "300 women and children, who had fled A, reached B"."""
    return draft.clause is not None and draft.clause.relation == "rel"


def _part(who: Movers, draft: Draft, clause: Clause) -> bool:
    """Whether those who move are a counted part of those told: "9,000 fled A, including 4,000 who are in B", "of whom 400 went to B"."""
    if clause.wh_prep == "of" and clause.wh == "whom" and who.quantity is not None and who.quantity.fraction is None:
        return "shelter" not in clause.classes() and bool({"go", "arrive", "return", "flee", "transport"} & clause.classes())
    return who.np is not draft.who and who.np.head == "#" and who.quantity is not None and draft.quantity is not None and draft.origin is not None


def _are_the_whole(draft: Draft, parts: list[Draft]) -> bool:
    """Whether groups told apart are all of those told first: "4,200 people fled A, 3,000 to B and 1,200 to C"."""
    told = [part.quantity.best for part in parts if part.quantity is not None and part.quantity.best is not None]
    if draft.destinations or len(parts) < 2 or len(told) < len(parts) or draft.quantity is None or draft.quantity.best is None:
        return False
    return sum(told) == draft.quantity.best


def _from_there(clause: Clause, scene: Scene) -> bool:
    """Whether people go on "from there"; where that opens the sentence it belongs to its main clause."""
    return "from there" in clause.adverbs or (clause.relation == "main" and scene.text.startswith(("From there", "From here"), scene.start))


def _or_more(quantity: Quantity | None) -> Quantity | None:
    """Return "ten thousand or more" without an upper bound."""
    return replace(quantity, best=None, high=None) if quantity is not None and quantity.low is not None else quantity


def _extend(
    draft: Draft,
    clause: Clause,
    scene: Scene,
    origin: PlaceRef | None,
    destinations: list[PlaceRef],
    direction: str | None,
    toward: str | None,
    who: Movers,
) -> None:
    if draft.origin is None and origin is not None and all(origin.mention.start != d.mention.start for d in draft.destinations):
        draft.origin = origin
        draft.note("origin", scene.text[origin.start : origin.end], origin.start, origin.end, origin.rule)
    for ref in destinations:
        if all(ref.mention.start != other.mention.start for other in draft.destinations) and (
            draft.origin is None or ref.mention.start != draft.origin.mention.start
        ):
            draft.destinations.append(ref)
            draft.note("destination", scene.text[ref.start : ref.end], ref.start, ref.end, f"{ref.rule}, told by {clause.vp.phrase!r}")
    draft.direction = draft.direction or direction
    draft.toward = draft.toward or toward
    if draft.quantity is None and who.quantity is not None:
        draft.quantity, draft.quantity_text, draft.household = who.quantity, who.quantity_text, who.household
    if draft.date is None:
        scene.date(draft, clause)


def _gapped(draft: Draft, np: NounPhrase, pp: Prepositional, clause: Clause, scene: Scene) -> list[Draft]:
    """Read "most of them to Gao" (same people) and "60 to Donetsk" (others)."""
    refs = goal_places(pp, clause, scene)
    who = movers(np, clause, scene, draft)
    if pp.prep == "from" and draft.origin is None and refs and np.head in MOSTLY and not any(same_place(refs[0], ref) for ref in draft.destinations):
        draft.origin = refs[0]  # "40,000 people are on the move, most of them from A"
    toward = "border" if any(phrase.head == "border" for phrase in pp.phrases) else None
    if who is None or not (refs or toward) or pp.prep == "from":
        return []
    if who.quantity is None or who.np.head in {"many", "most", "some", "other", "others", "rest", "those", "several"}:
        who.quantity = who.quantity if draft.quantity is not None or not who.continues else None  # how many of them is not told
        _extend(draft, clause, scene, None, refs, None, toward, who)
        return []
    other = scene.draft(draft.type, clause, f"{draft.rule}, told once for two groups")
    other.who, other.who_words = np, np.text
    other.quantity, other.quantity_text = who.quantity, who.quantity_text
    other.origin, other.destinations, other.toward = draft.origin, refs, toward
    return [other]
