"""Ends of a movement that its clause leaves out: they are where the story stands, or where those who return had come from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.goals import goal_places
from conflict_map.events.homelands import fled_abroad, headed_by, report_country
from conflict_map.events.motions import seeks_safety
from conflict_map.events.records import PlaceRef
from conflict_map.events.units import names_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.movers import Movers
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase
    from conflict_map.model import Mention

__all__ = ["imply_destination", "imply_origin", "just_lost", "left_before", "opened_with", "place_of_a_fight", "told_beside", "where_they_were"]

_NEAR = 4
_ELSEWHERE = re.compile(r"(?:Elsewhere|Separately|In a separate|In an unrelated|Far from|Further|Farther)\b")
_TOO_WIDE = frozenset({"country", "continent", "sea", "river", "lake", "road", "border", "mountain", "region", "admin1", "admin2", "area"})
_ARE_LEFT = frozenset({"be", "remain", "stay", "live", "leave"})
_SHUT_IN = frozenset(
    {
        "trap",
        "besiege",
        "encircle",
        "surround",
        "strand",
        "hem",
        "hole",
        "entrench",
        "station",
        "base",
        "house",
        "wait",
        "queue",
        "stick",
        "hold",
        "pin",
    }
)
_SENT = frozenset({"send", "dispatch"})
_HELD = frozenset({"occupy", "hold", "live", "garrison", "inhabit", "defend", "man", "shelter", "stay", "protect", "guard", "keep"})
_LOSERS = frozenset({"garrison", "defender", "loser", "survivor", "remnant", "straggler"})
_THE_TOWN = frozenset({"the town", "the city", "the village"})
_ON = frozenset({"on", "onward", "onwards"})
_SITS_OUT = frozenset({"sit", "spend", "wait", "live", "stay", "winter"})
_OF_A_TOWN = frozenset({"townspeople", "townsfolk", "resident", "inhabitant", "citizen", "townsperson", "villager"})
_BECAUSE = frozenset({"after", "when", "as", "since", "once", "because"})
_PARTS_OF_A_FORCE = frozenset({"detachment", "contingent", "company", "battalion", "group", "party", "part", "platoon", "unit"})
_INWARD = frozenset({"in", "here", "back", "home"})


def imply_origin(
    draft: Draft, clause: Clause, scene: Scene, drafts: Sequence[Draft], previous: Draft | None, who: Movers, *, leaving: bool, moving: bool
) -> None:
    """Set the origin where the clause names none.

    Where people leave, it is the place that the story stands at. Where they only go somewhere, it is the place that the paragraph is about,
    and only if the report has told that it was fought over.
    """
    if (
        (who.others or who.continues or draft.more or (who.np.head == "#" and who.rule == "those told before"))
        and previous is not None
        and previous.origin is not None
        and previous.sentence >= scene.index - 2
        and previous.type == draft.type
        and not (draft.type == "displacement" and "return" in draft.rule.split(":")[0])  # those who come back do not leave where they had fled
    ):
        if all(previous.origin.mention.start != d.mention.start for d in draft.destinations):
            draft.origin = PlaceRef(previous.origin.mention, previous.origin.start, previous.origin.end, "the same origin as those told before")
        return
    part = who.others or (who.np.head in _PARTS_OF_A_FORCE and who.np.determiner in {"a", "another"})
    onward = bool(_ON & {clause.vp.particle, *clause.adverbs}) and clause.vp.passive and draft.type == "displacement"
    if onward and previous is not None and previous.paragraph == scene.paragraph and scene.index - previous.sentence <= 1:
        part = True  # "36,000 people have crossed into A, most of them at B. About 5,000 have been moved on to C"
    near = previous is not None and (previous.sentence == scene.index or (onward and scene.index - previous.sentence <= 1))
    if part and clause.vp.passive and previous is not None and near and previous.type == draft.type:
        there = previous.destinations[-1] if previous.destinations else None
        if there is not None and not any(_same(there.mention, ref.mention) for ref in draft.destinations):
            draft.origin = PlaceRef(there.mention, there.start, there.end, "where those told before have gone")
            return
    if clause.vp.form == "pp" and draft.quantity is None and not draft.destinations:
        return
    if any(pp.prep in {"from", "out of"} and pp.start > clause.vp.start for pp in clause.prepositional):
        return  # it says where from, in words that no place was found for
    before = clause.parent
    if (
        clause.shared_subject
        and before is not None
        and before.vp.lemma in {"surrender", "gather", "assemble", "shelter", "trap", "hold", "besiege", "encircle", "capture", "live", "disarm"}
    ):
        ref = next((ref for pp in before.pp("in", "at", "near") for ref in goal_places(pp, before, scene)), None)
        if ref is not None and not any(_same(ref.mention, other.mention) for other in draft.destinations):
            draft.origin = PlaceRef(ref.mention, ref.start, ref.end, "where they were before they were taken away")
            return
    beaten = who.np.head in _LOSERS
    if (
        who.kind == "combatant"
        and ((moving and not leaving) or beaten or clause.vp.phrase == "go back")
        and not draft.stock
        and "already" not in clause.adverbs
    ):
        lost = just_lost(draft.actor, draft.destinations, scene)
        if lost is not None:
            draft.origin = lost
            return
    label = headed_by(scene)
    if label is not None and leaving and not draft.destinations and not draft.stock:
        draft.origin = label  # "A: 46,000 people had left their homes"
        return
    abroad = fled_abroad(clause, scene) if draft.type == "displacement" and leaving else None
    if abroad is not None and not any(_same(abroad.mention, ref.mention) for ref in draft.destinations):
        draft.origin = abroad
        return
    if draft.stock or (moving and not leaving and who.kind != "civilian"):
        return
    taken = _driven_by(clause, scene)
    if taken is not None and all(not _same(taken.mention, ref.mention) for ref in draft.destinations):
        draft.origin = taken
        return
    when = clause.parent if clause.relation in {"sub", "rel"} and "when" in {clause.conjunction, clause.wh} and leaving else None
    if when is not None and "fall" in when.classes() and (ref := next(iter(scene.places(when.subject[:1], when)), None)) is not None:
        draft.origin = PlaceRef(ref.mention, ref.start, ref.end, "the place whose fall they flee")  # "A fell in May, when 30,000 Croats fled to B"
        return
    if who.rule == "people of a nation counted":
        return
    if moving and not leaving and _ELSEWHERE.match(scene.text, scene.start):
        return
    exclude = frozenset(d.mention.start for d in draft.destinations) | _gone_to(scene, drafts)
    told = _told_of_them(draft, clause, scene)
    if told is not None and all(not _same(told.mention, ref.mention) for ref in draft.destinations):
        draft.origin = told
        return
    abroad = _from_home(draft, clause, scene)
    if abroad is not None:
        draft.origin = abroad
        return
    fled = _taken_from_them(draft, clause, scene) if moving and draft.destinations and who.kind == "civilian" else None
    if fled is not None:
        draft.origin = fled
        return
    if leaving and (because := _taken_from_them(draft, clause, scene)) is not None:
        draft.origin = because
    elif leaving and draft.type == "troop_movement" and clause.relation == "main" and _lost_two(scene, drafts):
        return  # "A was cleared and neighbouring B a day later. The gunmen retreated to C": from which of them is not told
    elif leaving and not (
        clause.vp.lemma in {"displace", "uproot"}
        and not (
            draft.destinations and clause.subject and clause.subject[0].determiner in {"the", "this", "that"}
        )  # "the violence displaced 900 to B"
        and draft.quantity is not None
        and ((clause.times and clause.times[0].use == "since") or clause.vp.perfect or scene.text.startswith(" since", clause.vp.end))
    ):
        total = draft.quantity is not None and clause.vp.perfect and any(time.use == "since" for time in clause.times)
        found = scene.story.antecedent(
            "", clause.start + 1, exclude=exclude, here=total
        )  # a total "since May" is of this paragraph or of nowhere told
        homes = clause.vp.lemma == "leave" and any(np.head == "home" for np in clause.objects)
        if found is not None and not any(_same(found, ref.mention) for ref in draft.destinations) and not (homes and not _topical(found, scene)):
            draft.origin = PlaceRef(found, clause.vp.start, clause.vp.end, "not named: the place that the story stands at")
    elif (moving or draft.stock) and who.np.head in _OF_A_TOWN and not who.np.modifier_places and who.np.determiner != "its":
        found = scene.story.antecedent("", clause.start + 1, exclude=exclude)
        if found is not None and _name(found) in scene.story.topics and not any(_same(found, ref.mention) for ref in draft.destinations):
            draft.origin = PlaceRef(found, clause.vp.start, clause.vp.end, "not named: people of the town that the story stands at")
        elif (stage := _fought_over(clause, scene, draft)) is not None and not any(_same(stage, ref.mention) for ref in draft.destinations):
            draft.origin = PlaceRef(stage, clause.vp.start, clause.vp.end, "not named: the place that was fought over just before")
    elif moving and draft.destinations and who.kind == "civilian" and (fallen := _just_fallen(draft, clause, scene)) is not None:
        draft.origin = fallen
    elif moving and draft.destinations and not any(span.kind == "people" for span in scene.sides.spans_in(who.np.start, who.np.end)):
        guess = _bare_number(who) and not (previous is not None and previous.type == "displacement")  # who they are is not told at all
        found = _fought_over(clause, scene, draft) or (None if guess else _only_stage(clause, scene, exclude))
        if found is not None and any(_same(found, ref.mention) for ref in draft.destinations):
            found = None
        if found is not None:
            draft.origin = PlaceRef(found, clause.vp.start, clause.vp.end, "not named: the place that the paragraph is about, which was fought over")


def _lost_two(scene: Scene, drafts: Sequence[Draft]) -> bool:
    """Whether the sentence before tells of two places or more that changed hands, one after the other."""
    fallen = [
        draft
        for draft in drafts
        if draft.type == "control_change" and draft.sentence == scene.index - 1 and draft.place and not draft.rule.startswith("noun of")
    ]
    days = {draft.date.start for draft in fallen if draft.date is not None}
    return len({_name(draft.place.mention) for draft in fallen if draft.place}) > 1 and len(days) > 1


def _gone_to(scene: Scene, drafts: Sequence[Draft]) -> frozenset[int]:
    """Return the mentions of places that people have just gone to, and that nothing else was told of: nobody leaves them yet."""
    found: set[int] = set()
    for before in drafts[-4:]:
        if before.type not in {"displacement", "troop_movement"} or scene.index - before.sentence > 3:
            continue
        for ref in before.destinations:
            name = _name(ref.mention)
            if name not in scene.story.topics:
                found |= {item.mention.start for item in scene.story.seen if _name(item.mention) == name}
    return frozenset(found)


def _from_home(draft: Draft, clause: Clause, scene: Scene) -> PlaceRef | None:
    """Return the country that a total is of: "40,000 have sought refuge in Congo since December", "the war has uprooted 900,000 people"."""
    total = draft.quantity is not None and clause.vp.perfect and draft.type == "displacement"
    since = any(time.use == "since" for time in clause.times)
    uprooted = clause.vp.lemma in {"displace", "uproot"} and not draft.destinations and not clause.vp.passive
    if not total or not (since or uprooted):
        return None
    kinds = [ref.mention.place.kind for ref in draft.destinations if ref.mention.place is not None]
    if not uprooted and (not kinds or any(kind != "country" for kind in kinds)):
        return None
    found = report_country(scene)
    if found is None or any(
        ref.mention.place is not None and found.place is not None and ref.mention.place.country == found.place.country for ref in draft.destinations
    ):
        return None
    return PlaceRef(found, clause.vp.start, clause.vp.end, "not named: the country that the report is about")


def _name(mention: Mention) -> str:
    return mention.place.name if mention.place is not None else mention.text


def _topical(mention: Mention, scene: Scene) -> bool:
    return _name(mention) in scene.story.topics or mention.text.casefold() in scene.story.headline


def _bare_number(who: Movers) -> bool:
    """Whether people are but an exact number: "a batch of 151", "104 more"."""
    people = [np for np in (who.np, who.np.of) if np is not None and "civilian" in np.classes]
    return not people and who.quantity is not None and not who.quantity.rule.startswith("vague")


def _only_stage(clause: Clause, scene: Scene, exclude: frozenset[int]) -> Mention | None:
    """Return the one place that was fought over among those of the last sentences, if there is but one."""
    near = {
        _name(item.mention): item.mention
        for item in scene.story.seen
        if item.mention.start < clause.start
        and scene.index - item.sentence <= _NEAR
        and not item.passing
        and not (item.mention.place is not None and item.mention.place.kind in _TOO_WIDE)
    }
    topical = [mention for mention in near.values() if _topical(mention, scene) and mention.start not in exclude]
    return topical[0] if len(topical) == 1 else None


_BEATEN = frozenset(
    {"wipe out", "ambush", "bloody", "maul", "mauled", "bloodied", "repulse", "thrash", "cut up", "cut down", "decimate", "hit", "attack", "shatter"}
)
_BASES = frozenset({"base", "post", "camp", "garrison", "barracks", "position", "checkpoint", "outpost"})
_UNDER = frozenset({"attack", "fire", "bombardment", "shelling", "siege", "assault"})
_CAUGHT = frozenset({"capture", "seize", "prisoner", "captive", "hostage", "arrest", "detain"})


def left_before(clause: Clause, scene: Scene) -> PlaceRef | None:
    """Return the place that the same people are told to have given up: "handed over their base in Kidal and drove to Gao"."""
    before = clause.parent
    shut = before is not None and before.vp.lemma in {"close", "dismantle", "shut", "clear"} and any(np.head in _BASES for np in before.objects)
    gives_up = before is not None and (shut or bool({"lose", "flee", "retreat"} & before.classes()))
    if not clause.shared_subject or clause.vp.form != "finite" or before is None or not gives_up:
        return None
    refs = scene.places([np for np in before.objects if np.head_place is not None or "settlement" in np.classes], before)
    refs += [ref for pp in before.pp("in", "at") for ref in goal_places(pp, before, scene)]
    return PlaceRef(refs[0].mention, refs[0].start, refs[0].end, "the place that they have given up") if refs else None


def told_beside(who: NounPhrase, clause: Clause, scene: Scene) -> PlaceRef | None:
    """Return where a participle beside those who move puts them first: "soldiers driven out of A", "captured in A", "a boat with men from A"."""
    for other in scene.clauses:
        sent = other.vp.lemma in _SENT and other.subject[:1] == clause.subject[:1] and not other.objects and other.vp.end <= clause.vp.start
        if sent and other is not clause and "arrive" in clause.classes():
            ref = next((ref for pp in other.pp("from") for ref in goal_places(pp, other, scene)), None)
            return PlaceRef(ref.mention, ref.start, ref.end, "where they were sent from") if ref is not None else None
        if other is clause or other.relation != "part":
            continue
        if other.subject[:1] == clause.subject[:1] and other.vp.passive and other.vp.end <= clause.vp.start:
            taken = "take" in other.classes() and clause.vp.passive and (other.vp.lemma in _CAUGHT or any(np.head in _CAUGHT for np in other.objects))
            beaten = bool({"wreck", "defeat"} & other.classes()) or other.vp.phrase in _BEATEN  # "routed at A", "wiped out at A"
            pps = (
                other.pp("out of", "from")
                if "expel" in other.classes() and not beaten
                else other.pp("in", "at", "around", "near")
                if taken or beaten
                else []
            )
        elif other.vp.form == "ing" and "transport" in other.classes() and any(item is who for item in other.objects):
            pps = other.pp("from")
        else:
            continue
        ref = next((ref for pp in pps for ref in goal_places(pp, other, scene)), None)
        if ref is not None:
            return PlaceRef(ref.mention, ref.start, ref.end, "where a participle beside them puts them")
    return None


def just_lost(actor: Sequence[Side], destinations: Sequence[PlaceRef], scene: Scene) -> PlaceRef | None:
    """Return the place that fighters who turn up elsewhere have come from: it has just changed hands, and not to them."""
    lost = scene.story.last_control
    if lost is None or lost.place is None or lost.paragraph != scene.paragraph or scene.index - lost.sentence > 1:
        return None
    own = {side.key for side in actor}
    losers = {side.key for side in lost.lost}
    if own & {side.key for side in lost.to} or (losers and not own & losers):
        return None
    if any(_same(lost.place.mention, ref.mention) for ref in destinations):
        return None
    return PlaceRef(lost.place.mention, lost.place.start, lost.place.end, "not named: the place that their side has just lost")


def _told_of_them(draft: Draft, clause: Clause, scene: Scene) -> PlaceRef | None:
    """Return where a clause about the same people puts them: "who had occupied the base were gone", "took Rutshuru, when the garrison ran off"."""
    if draft.who is not None and (there := where_they_were(draft.who, clause, scene)) is not None:
        return there
    if draft.who is not None and draft.who.head in {"rest", "remainder", "others"} and draft.who.of is None:
        for other in scene.clauses:
            if other.vp.end < clause.start and other.vp.lemma in _ARE_LEFT and (pps := other.pp("in", "at", "inside")):
                ref = next(iter(goal_places(pps[0], other, scene)), None)
                if ref is not None:
                    return PlaceRef(ref.mention, ref.start, ref.end, "where others have stayed")
    outer = clause.parent
    own = draft.who is not None and (draft.who.head in {"garrison", "defender", "inhabitant", "resident", "population"})
    if own and clause.relation == "sub" and outer is not None and {"take", "enter", "strike"} & outer.classes():
        ref = next(iter(scene.places([np for np in outer.objects if np.head_place is not None], outer)), None)
        if ref is not None:
            return PlaceRef(ref.mention, ref.start, ref.end, "the place of which the clause before tells")
    return None


def where_they_were(who: NounPhrase, clause: Clause, scene: Scene) -> PlaceRef | None:
    """Return where a relative clause about those who move puts them before: "reinforcements that had been stuck in A"."""
    for other in scene.clauses:
        charged = other.relation == "inf" and other.parent is not None and other.parent.relation == "rel"  # "that was to protect A"
        if other is clause or not (other.relation == "rel" or charged) or who not in other.subject + other.antecedents[:1]:
            continue
        if (other.vp.lemma in _SHUT_IN or seeks_safety(other)) and (pps := other.pp("in", "at", "inside", "around")):
            ref = next(iter(goal_places(pps[0], other, scene)), None)
            if ref is not None:
                return PlaceRef(ref.mention, ref.start, ref.end, "where they are told to have been")
        waited = "shelter" in other.classes() or other.vp.lemma in _SITS_OUT
        comes_back = "return" in clause.classes() or clause.vp.lemma == "be"
        if waited and comes_back and not other.vp.passive and (pps := other.pp("in", "at")):
            # "families who had sat out the war in rented rooms in A were home in B"
            ref = next(iter(goal_places(pps[0], other, scene)), None)
            if ref is not None:
                return PlaceRef(ref.mention, ref.start, ref.end, "where they are told to have been")
        taken = {"take", "strike"} & other.classes() and {"retreat", "flee"} & clause.classes() and other.relation == "rel"
        if (other.vp.lemma in _HELD or taken) and not other.vp.passive:
            ref = next(iter(scene.places([np for np in other.objects if np.head_place or "settlement" in np.classes], other)), None)
            ref = ref or next((ref for pp in other.pp("in", "at") for ref in goal_places(pp, other, scene)), None)
            if ref is not None:
                return PlaceRef(ref.mention, ref.start, ref.end, "where they are told to have been")
    return None


def _driven_by(clause: Clause, scene: Scene) -> PlaceRef | None:
    """Return the place whose fall or shelling sets people moving: "the capture of A caused 3,000 people to cross into B"."""
    outer = clause.parent if clause.relation in {"inf", "part"} and clause.parent is not None and not clause.parent.vp.passive else clause
    if not outer.subject or outer.vp.passive or not {"displace", "transport"} & outer.classes():
        return None
    np = outer.subject[0]
    above = outer.parent
    if above is not None and outer.shared_subject and (lost := _lost_by(np, outer, above, scene)) is not None:
        return lost
    if not {"abstract", "capture_word", "fall_word", "clash_word", "strike_word"} & np.classes:
        return None
    named = np.of is not None and (np.of.head_place is not None or np.of.name is not None)
    refs = scene.places([np.of], clause) if np.of is not None and named else []
    beside = sorted((pp for pp in outer.pp("on", "in", "at", "around", "near") if pp.start < outer.vp.start), key=lambda pp: pp.start < np.start)
    refs = refs or [ref for pp in beside for ref in goal_places(pp, outer, scene)]
    return PlaceRef(refs[0].mention, refs[0].start, refs[0].end, "the place of what drove them away") if refs else None


def _lost_by(np: NounPhrase, clause: Clause, above: Clause, scene: Scene) -> PlaceRef | None:
    """Read "A was seized on Monday, forcing 9,000 to flee", "gunmen seized A and drove out 5,000 people": they go from what was taken."""
    if np.head_place is not None and clause.relation == "part" and above.subject[:1] == [np]:
        fell = ({"take", "strike"} & above.classes() and above.vp.passive) or "fall" in above.classes()
        places = [np] if fell else []
    else:
        driven = "expel" in clause.classes() and clause.relation == "coord" and not clause.prepositional
        taken = driven and "take" in above.classes() and not above.vp.passive
        places = [item for item in above.objects if names_place(item) or item.text.lower() in _THE_TOWN] if taken else []
    ref = next(iter(scene.places(places, above)), None) if len(places) == 1 else None
    return PlaceRef(ref.mention, ref.start, ref.end, "the place of what drove them away") if ref is not None else None


def _just_fallen(draft: Draft, clause: Clause, scene: Scene) -> PlaceRef | None:
    """Return the place that people go from because it fell: "after rebels took Sake", or as the sentence before tells."""
    told_here = _taken_from_them(draft, clause, scene)
    if told_here is not None:
        return told_here
    told = scene.story.last_control
    if told is None or told.place is None or told.paragraph != scene.paragraph or scene.index - told.sentence != 1:
        return None
    if any(_same(told.place.mention, goal.mention) for goal in draft.destinations) or (draft.date is None and clause.vp.perfect):
        return None
    return PlaceRef(told.place.mention, told.place.start, told.place.end, "not named: the place that has just changed hands")


def _taken_from_them(draft: Draft, clause: Clause, scene: Scene) -> PlaceRef | None:
    """Return the place that people go from because it is taken, shelled or entered, as their own sentence tells: "after rebels took Sake"."""
    for other in scene.clauses:
        if (
            other.relation == "sub"
            and (
                other.parent is clause
                or (other.parent is not None and other.parent in {clause.parent, clause.attribution} and other.index > clause.index)
            )
            and other.conjunction in _BECAUSE
            and {"take", "fall", "enter", "strike"} & other.classes()
        ):
            phrases = other.subject if "fall" in other.classes() and not other.objects else other.objects
            ref = next(iter(scene.places([np for np in phrases if names_place(np)], other)), None)
            if ref is not None and not any(_same(ref.mention, goal.mention) for goal in draft.destinations):
                return PlaceRef(ref.mention, ref.start, ref.end, "not named: the place that they go from because it was taken")
    return None


def _fought_over(clause: Clause, scene: Scene, draft: Draft) -> Mention | None:
    for other in scene.clauses:
        if other is not clause and other.start < clause.start and other.relation in {"main", "sub", "coord"}:
            place = place_of_a_fight(other)
            if place is not None and not any(_same(place, ref.mention) for ref in draft.destinations):
                return place
    told = scene.story.fight
    if told is not None and told[0] == scene.index - 1 and told[1] == scene.paragraph and draft.type == "displacement":
        return told[2]  # "Shells hit A on Monday. At least 3,000 people arrived in B"
    centre = scene.story.about()
    if centre is None or centre.start >= clause.start:
        return None
    name = centre.place.name if centre.place is not None else centre.text
    if name not in scene.story.topics or any(
        (d.mention.place.name if d.mention.place is not None else d.mention.text) == name for d in draft.destinations
    ):
        return None
    return centre


def place_of_a_fight(other: Clause) -> Mention | None:
    """Return the place that a clause tells a fight, an attack or a strike of."""
    fight = any({"clash_word", "strike_word", "abstract"} & np.classes for np in other.subject)
    strikes = not fight and not {"strike", "clash", "take", "enter"}.isdisjoint(other.classes())
    if not (fight or strikes) and other.vp.lemma not in {"be", "come"}:
        return None
    place = next((np.head_place for pp in other.pp("in", "around", "at", "near") for np in pp.phrases if np.head_place is not None), None)
    if strikes:
        place = next((np.head_place for np in other.objects if np.head_place is not None), place if "strike" in other.classes() else None)
        fight = place is not None
    if other.vp.lemma in {"be", "come"} and any(np.head in _UNDER for pp in other.pp("under") for np in pp.phrases):
        place, fight = next((np.head_place for np in other.subject if np.head_place is not None), None), True  # "A has been under attack"
    return place if fight else None


def _before_a_colon(clause: Clause, scene: Scene) -> NounPhrase | None:
    """Return the place of "Only in A are things looking up: half have come home"."""
    lead = [chunk for chunk in scene.chunks if chunk.end <= clause.vp.start]
    colon = any(chunk.low == ":" for chunk in lead)
    lead = [chunk for chunk in lead if chunk.kind != "ADV"]
    placed = len(lead) > 2 and lead[0].kind == "P" and lead[0].low in {"in", "at"}
    return lead[1].np if colon and placed else None


def opened_with(clause: Clause, scene: Scene) -> PlaceRef | None:
    """Return the place that the clauses before one in its sentence are about: "A is filling up: 2,000 have come home"."""
    opened = next((np for other in scene.clauses if other.vp.end <= clause.vp.start for np in other.subject[:1] if np.head_place is not None), None)
    if opened is None:
        opened = _before_a_colon(clause, scene)
    if opened is None or opened.head_place is None:
        return None
    return PlaceRef(opened.head_place, opened.start, opened.end, "not named: the place that the sentence opens with")


def imply_destination(draft: Draft, clause: Clause, scene: Scene, drafts: Sequence[Draft], classes: set[str]) -> None:
    """Set the destination of a return or of an arrival "in" that names none."""
    if draft.destinations or draft.direction or draft.toward:
        return
    origin = draft.origin.mention if draft.origin else None
    inward = bool(_INWARD & {*clause.adverbs, clause.vp.particle}) or comes_along(clause)
    opened = opened_with(clause, scene)
    if "return" in classes and origin is not None and opened is not None and not _same(opened.mention, origin):
        draft.destinations = [opened]
        return
    if "return" in classes and origin is not None:
        for before in reversed(drafts):
            if before.type == draft.type and before.origin is not None and any(_same(ref.mention, origin) for ref in before.destinations):
                draft.destinations = [PlaceRef(before.origin.mention, clause.vp.start, clause.vp.end, "back to where they had fled from")]
                return
    if ("return" in classes and origin is not None) or (inward and {"arrive", "go", "return", "transport"} & classes and origin is not None):
        own = {np.head_place.text for np in clause.subject if np.head_place is not None}  # who sends others over does not take them in
        found = scene.story.about()
        if found is None or found.text in own:
            exclude = frozenset({origin.start, *(np.head_place.start for np in clause.subject if np.head_place is not None)})
            found = scene.story.antecedent("", clause.start + 1, exclude=exclude, here=True)
        if found is not None and found.start < clause.vp.start and not _same(found, origin):
            draft.destinations = [PlaceRef(found, clause.vp.start, clause.vp.end, "not named: the place that the story stands at")]


def comes_along(clause: Clause) -> bool:
    """Whether people come to where the story stands by a way that is told: "had come down the coast from A", "came up from A"."""
    told = clause.relation in {"main", "coord"} and clause.vp.form == "finite"
    if told and "over" in {clause.vp.particle, *clause.adverbs} and "transport" in clause.classes() and clause.pp("from"):
        return True  # "brought another 350 over from A"
    if told and clause.vp.lemma in {"get", "step", "climb"} and "off" in {clause.vp.particle, *clause.adverbs} and clause.pp("from"):
        return True  # "about 200 got off buses from A"
    return told and clause.vp.lemma == "come" and clause.vp.particle in {"up", "down", "over", "across"} and bool(clause.pp("from"))


def _same(one: Mention, other: Mention) -> bool:
    if one.place is not None and other.place is not None:
        return (one.place.lat, one.place.lon) == (other.place.lat, other.place.lon)
    return one.text == other.text
