"""Movements of people: civilians who flee and fighters who withdraw, with origin, destinations, direction and number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_map.events.figures import is_national_total
from conflict_map.events.story import PlaceRef
from conflict_map.events.truth import happened
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.events.chunks import NounPhrase
    from conflict_map.events.clauses import Clause, Prepositional
    from conflict_map.events.quantities import Quantity
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene

__all__ = ["Movers", "direction_of", "read_movements"]

_MOTION = frozenset({"flee", "go", "arrive", "shelter", "displace", "transport", "retreat", "return"})
_LOOSE_HEADS = word_set("loose_heads")
_CONTINUES = frozenset(["many", "most", "they", "majority", "rest", "all", "them", "who", "half", "both"])
_DIRECTIONS = {"north": "N", "south": "S", "east": "E", "west": "W", "northeast": "NE", "northwest": "NW", "southeast": "SE", "southwest": "SW"}
_SAFETY = frozenset({"safety", "refuge", "shelter", "sanctuary", "asylum", "protection"})
_NO_GOAL = frozenset({"water", "corridor", "lake", "river"})
_HOUSEHOLD = frozenset({"family", "household"})


@dataclass(slots=True)
class Movers:
    """Who moves: the noun phrase, civilians or combatants, how many, and whether they continue a movement told before."""

    np: NounPhrase
    kind: str
    quantity: Quantity | None
    quantity_text: str
    household: bool = False
    continues: bool = False
    others: bool = False
    rule: str = ""


def direction_of(words: Iterable[str]) -> str | None:
    """Return the compass point that adverbs tell ("south-east", "northwards")."""
    for word in words:
        plain = re.sub(r"wards?$", "", re.sub(r"[\s-]", "", word.lower()))
        if plain in _DIRECTIONS:
            return _DIRECTIONS[plain]
    return None


def movers(np: NounPhrase, clause: Clause, scene: Scene, previous: Draft | None) -> Movers | None:
    """Tell who a noun phrase means, None where it does not mean people."""
    quantity, words = np.quantity, np.quantity_text
    household = np.head in _HOUSEHOLD
    if quantity is not None and quantity.low is None and quantity.high is None and quantity.best is None:
        quantity = None
    inner = np.of
    if (
        np.head in {"man", "member", "remnant"}
        and inner is not None
        and inner.head_place is None
        and inner.text[:1].isupper()
        and not inner.determiner
        and "settlement" not in inner.classes
    ):
        return Movers(np, "combatant", quantity, words, rule="members of a named group")
    if np.head in {"man", "member", "people", "remnant", "woman"} and inner is not None and scene.armed(inner) and "civilian" not in inner.classes:
        return Movers(np, "combatant", quantity, words, rule="members of a side")
    if np.head == "man" and np.determiner in {"his", "its", "their"} and scene.story.side_of(np, clause) is not None:
        return Movers(np, "combatant", quantity, words, rule="a side's men")
    if (
        "civilian" in np.classes
        and np.head == "people"
        and quantity is not None
        and previous is not None
        and previous.type == "troop_movement"
        and scene.index - previous.sentence <= 2
        and re.search(r"\b(?:convoy|bus|buses)\b", scene.text[scene.start : scene.end])
    ):
        return Movers(np, "combatant", quantity, words, rule="taken out by convoy with the fighters told before")
    if "civilian" in np.classes:
        if quantity is None and inner is not None and inner.quantity is not None and "civilian" in inner.classes:
            quantity, words, household = inner.quantity, inner.quantity_text, inner.head in _HOUSEHOLD
        return Movers(np, "civilian", quantity, words, household, rule="civilians named")
    loose = np.head in _LOOSE_HEADS or (
        np.pronoun
        and np.words[:1]
        and np.words[0]
        in {"they", "them", "those", "who", "others", "some", "many", "most", "several", "thousands", "hundreds", "dozens", "all", "both"}
    )
    if loose and inner is not None:
        deeper = movers(inner, clause, scene, previous)
        if deeper is not None:
            household = household or inner.head in _HOUSEHOLD
            counted = quantity is not None
            return Movers(
                np,
                deeper.kind,
                quantity or deeper.quantity,
                words or deeper.quantity_text,
                household,
                deeper.np.pronoun and np.head in _CONTINUES,
                deeper.np.pronoun and (np.head not in _CONTINUES or counted),
                deeper.rule,
            )
        if "abstract" in inner.classes or inner.head_place is not None or "vehicle" not in inner.classes:
            return None
    rows = np.head in {"column", "convoy", "queue", "stream", "line", "wave"}
    if rows and inner is not None and scene.armed(inner):
        return Movers(np, "combatant", quantity or inner.quantity, words or inner.quantity_text, rule="a column of fighters")
    if ("vehicle" in np.classes or rows) and (not scene.armed(np) or (rows and not scene.sides.spans_in(np.start, np.end))):
        carried = _carried(np, scene)
        if carried is not None:
            return carried
        if inner is not None and ("vehicle" in inner.classes or "civilian" in inner.classes):
            return Movers(np, "civilian", None, "", rule="a column of vehicles")
        if inner is not None and scene.armed(inner):
            return Movers(np, "combatant", inner.quantity, inner.quantity_text, rule="a column of fighters")
        return None
    named = scene.sides.spans_in(np.start, np.end)
    if quantity is not None and named and "combatant" not in np.classes and all(span.kind in {"people", "country"} for span in named):
        return Movers(np, "civilian", quantity, words, household, rule="people of a nation counted")
    if scene.armed(np):
        if np.head in {"army", "military", "government", "group", "alliance", "coalition", "navy"} and quantity is None and np.head == "government":
            return None
        return Movers(np, "combatant", quantity, words, rule="fighters named")
    if np.determiner in {"their", "its", "his"} and "combatant" in np.classes:
        return Movers(np, "combatant", quantity, words, rule="fighters named")
    if "combatant" in np.classes and np.head in {"column", "group", "band", "company", "detachment", "contingent"} | {"movement"}:
        if inner is not None:
            deeper = movers(inner, clause, scene, previous)
            if deeper is not None:
                return Movers(
                    np,
                    deeper.kind,
                    quantity or deeper.quantity,
                    words or deeper.quantity_text,
                    deeper.household,
                    others=deeper.np.pronoun,
                    rule=deeper.rule,
                )
        kind = _told_kind(scene, previous)
        return Movers(np, kind, quantity, words, others=True, rule="like those told before") if previous is not None else None
    if "combatant" in np.classes:
        return Movers(np, "combatant", quantity, words, rule="fighters named")
    if loose or (np.pronoun and np.words[:1] and np.words[0] in {"they", "them"}):
        if np.head in {"number", "total", "figure", "one", "half"} and quantity is None and np.head != "half":
            return None
        pronoun = np.words[0] if np.words else ""
        kind = _told_kind(scene, previous)
        if pronoun in {"they", "them"} and previous is None:
            side = scene.story.side_of(np, clause)
            if side is None:
                return None
            kind = "combatant"
        elif pronoun in {"they", "them"} and previous is not None and previous.sentence < scene.index - 1:
            return None
        return Movers(
            np,
            kind,
            quantity,
            words,
            continues=(np.head in _CONTINUES or pronoun in _CONTINUES) and previous is not None,
            others=np.head in {"other", "others", "some", "several", "group", "band"} or pronoun in {"others", "some"},
            rule="those told before" if previous is not None else "people counted",
        )
    if (
        quantity is not None
        and (np.text.split()[-1][:1].isupper() or np.head.endswith(("ese", "ish")))
        and np.head_place is None
        and not scene.sides.spans_in(np.start, np.end)
    ):
        return Movers(np, "civilian", quantity, words, rule="people of a nation counted")
    if quantity is not None:
        last = np.text.split()[-1]
        if last[:1].isupper() and np.head_place is None:
            return Movers(np, "civilian", quantity, words, rule="people of a nation counted")
        return None
    last = np.text.split()[-1] if np.text else ""
    if (
        last[:1].isupper()
        and np.plural
        and np.head_place is None
        and not np.possessor
        and len(np.words) <= 2
        and not np.classes
        and (len(np.words) > 1 or np.start > scene.start)
    ):
        return Movers(np, "civilian", None, "", rule="a people named")
    return None


def _told_kind(scene: Scene, previous: Draft | None) -> str:
    if previous is not None and scene.index == previous.sentence:
        return "combatant" if previous.type == "troop_movement" else "civilian"
    if scene.story.people is not None:
        return scene.story.people
    if previous is not None and scene.index - previous.sentence <= 3:
        return "combatant" if previous.type == "troop_movement" else "civilian"
    return "civilian"


def _carried(np: NounPhrase, scene: Scene) -> Movers | None:
    """Read "buses carrying rebel fighters and their relatives": who is carried."""
    for other in scene.clauses:
        if other.vp.lemma in {"carry", "take", "bring", "ferry", "transport"} and other.vp.form == "ing" and np in other.subject and other.objects:
            first = movers(other.objects[0], other, scene, None)
            if first is not None:
                return first
    return None


def read_movements(clause: Clause, scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Return the movements that a clause tells; a clause that continues an earlier movement adds to it instead."""
    made = _movement(clause, scene, drafts)
    if made or not happened(clause)[0] or is_national_total(clause):
        return made
    return _counted(clause, scene, drafts)


def _movement(clause: Clause, scene: Scene, drafts: list[Draft]) -> list[Draft]:
    real, _ = happened(clause)
    vp = clause.vp
    if not real or clause.conjunction == "naming":
        return []
    if is_national_total(clause):
        return []
    if _turned_back(clause):
        _cancel(clause, scene, drafts)
        return []
    classes = set(clause.classes())
    for pp in clause.prepositional:
        classes |= scene.lexical(clause, pp.prep) & _MOTION
    if vp.particle and not classes & _MOTION:
        classes |= scene.lexical(clause) & _MOTION
    for adverb in clause.adverbs:
        classes |= scene.lexical(clause, adverb) & _MOTION if f"{vp.lemma} {adverb}" else frozenset()
    safety = _seeks_safety(clause)
    if safety:
        classes = classes | {"shelter"}
    if vp.lemma == "remain" and any(
        np.head in {"camp", "centre", "center", "shelter", "school", "site"} for pp in clause.pp("in") for np in pp.phrases
    ):
        classes |= {"shelter"}
    if (
        vp.lemma == "be"
        and clause.subject
        and any(
            np.head in {"tent", "camp", "shelter", "school", "park", "mosque", "church"} and np.head_place is None
            for pp in clause.pp("in")
            for np in pp.phrases
        )
    ):
        classes |= {"shelter"}
    stretch = vp.lemma in {"stretch", "snake", "wind", "extend"} and any(np.head in {"column", "queue", "line", "convoy"} for np in clause.subject)
    if stretch:
        classes |= {"go"}
    classes &= _MOTION
    if not classes:
        return []
    previous = next((draft for draft in reversed(drafts) if draft.type in {"displacement", "troop_movement"}), None)
    active_object = not vp.passive and bool({"transport", "displace", "retreat"} & classes) and bool(clause.objects)
    who: Movers | None = None
    object_moves = False
    if active_object:
        for np in clause.objects:
            who = movers(np, clause, scene, previous)
            if who is not None:
                object_moves = True
                break
        if who is None and "retreat" not in classes and not {"flee", "go", "arrive", "return", "shelter"} & classes:
            return []
        if who is not None and "displace" in classes and "transport" not in classes and who.kind == "combatant":
            return []
    if who is None:
        if not vp.passive and not {"flee", "go", "arrive", "shelter", "retreat", "return"} & classes:
            return []
        if vp.passive and not {"displace", "transport", "flee", "retreat", "return", "go"} & classes:
            return []
        for np in clause.subject:
            who = movers(np, clause, scene, previous)
            if who is not None:
                break
    if who is None and vp.passive and "displace" in classes and clause.subject and clause.subject[0].head in {"number", "total", "figure"}:
        who = Movers(clause.subject[0], "civilian", None, "", rule="a number of people")
    if who is None:
        return []
    driven_to = any(pp.prep in {"to", "into", "towards"} and pp.phrases[0].head_place is not None for pp in clause.prepositional)
    if who.kind == "combatant" and "expel" in clause.classes() and (vp.passive or object_moves) and not {"retreat"} & classes and not driven_to:
        return []
    if "return" in classes and who.kind == "civilian":
        classes -= {"retreat"}
    if vp.lemma in {"displace", "uproot"} and who.rule in {"those told before", "people counted"}:
        who.kind = "civilian"
    if who.quantity is None:
        found = _elsewhere(who, clause, scene)
        if found is not None:
            who.quantity, who.quantity_text, who.household = found
    return _read(clause, scene, drafts, who, classes, previous, object_moves=object_moves, safety=safety)


def _counted(clause: Clause, scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Read counts of the displaced: "38,000 displacements were recorded", "the displacement of 2.3 million people", "1.1 million IDPs live"."""
    if any(draft.sentence == scene.index and draft.type == "displacement" and draft.quantity is not None for draft in drafts):
        return []
    phrases = (
        [np for np in clause.subject if not clause.shared_subject and not clause.wh]
        + clause.objects
        + [np for pp in clause.prepositional if pp.start >= clause.vp.start for np in pp.phrases]
    )
    for np in phrases:
        quantity, words, household, people = np.quantity, np.quantity_text, False, np
        noun = np.head in {"displacement", "relocation", "evacuation", "flight", "exodus"}
        if noun and quantity is None and np.of is not None and ("civilian" in np.of.classes or np.of.head == "#"):
            quantity, words, household, people = np.of.quantity, np.of.quantity_text, np.of.head in _HOUSEHOLD, np.of
        elif not noun and not ({"displaced", "idp", "idps", "evacuee", "returnee"} & {np.head, *np.words} and "civilian" in np.classes):
            continue
        if quantity is None or (quantity.low is None and quantity.high is None):
            continue
        draft = scene.draft("displacement", clause, f"a count of the displaced: {np.head}")
        draft.who, draft.who_words = people, people.text
        draft.quantity, draft.quantity_text, draft.household = quantity, words, household or np.head in _HOUSEHOLD
        draft.stock = not noun
        draft.note("people", people.text, people.start, people.end, "counted")
        for pp in clause.prepositional:
            refs = _goal_places(pp, clause, scene)
            if not refs or pp.start < np.end:
                continue
            if pp.prep == "from" or (noun and pp.prep in {"in", "across", "within"}):
                draft.origin = draft.origin or refs[0]
            elif pp.prep in {"to", "into", "towards"} or (not noun and pp.prep in {"in", "at", "near"}):
                draft.destinations += [ref for ref in refs if all(ref.mention.start != d.mention.start for d in draft.destinations)]
        return [draft]
    return []


def _turned_back(clause: Clause) -> bool:
    back = clause.vp.particle == "back" or "back" in clause.adverbs
    return back and clause.vp.passive and clause.vp.lemma in {"drive", "turn", "push", "send", "beat", "force", "hold"}


def _cancel(clause: Clause, scene: Scene, drafts: list[Draft]) -> None:
    """Read "others set out for X; most were driven back": the movement did not come about."""
    subject = clause.subject[0] if clause.subject else None
    if subject is None or not (subject.pronoun or subject.head in _LOOSE_HEADS) or subject.quantity is not None:
        return
    for draft in reversed(drafts):
        if draft.type in {"displacement", "troop_movement"} and draft.sentence in {scene.index, scene.index - 1}:
            draft.cancelled = True
            return


def _seeks_safety(clause: Clause) -> bool:
    if clause.vp.lemma in {"seek", "find", "take", "look", "search", "reach", "get"}:
        phrases = [*clause.objects, *(np for pp in clause.pp("for", "to") for np in pp.phrases)]
        return any(np.head in _SAFETY for np in phrases)
    return False


def _elsewhere(who: Movers, clause: Clause, scene: Scene) -> tuple[Quantity, str, bool] | None:
    """Return the number where it stands beside the people: "the militants, perhaps several hundred,", "put the number uprooted at 320,000"."""
    np = who.np
    for position, chunk in enumerate(scene.chunks):
        if (
            chunk.np is not None
            and chunk.start >= np.end
            and chunk.np.quantity is not None
            and chunk.np.head == "#"
            and position
            and scene.chunks[position - 1].kind in {"COMMA", "OPEN"}
            and chunk.start - np.end <= 30
            and position + 1 < len(scene.chunks)
            and scene.chunks[position + 1].kind in {"COMMA", "CLOSE"}
        ):
            return chunk.np.quantity, chunk.np.quantity_text, False
    counted = np.head in {"number", "total", "figure"} or (
        clause.vp.passive and clause.vp.form == "pp" and "displace" in clause.classes() and _number_of(np, scene)
    )
    if counted:
        for chunk in scene.chunks:
            if (
                chunk.np is not None
                and chunk.np.quantity is not None
                and (chunk.np.head == "#" or chunk.np.head in _HOUSEHOLD or "civilian" in chunk.np.classes)
            ):
                quantity = chunk.np.quantity
                if quantity.low is not None or quantity.high is not None:
                    return quantity, chunk.np.quantity_text, chunk.np.head in _HOUSEHOLD
    return None


def _number_of(np: NounPhrase, scene: Scene) -> bool:
    return bool(
        re.search(r"\b(?:number|total|figure)\s+of\s+(?:\w+\s+){0,2}$", scene.text[max(scene.start, np.start - 40) : np.start].lower() + " ")
    ) or bool(re.search(r"\b(?:number|total|figure)\b", np.text.lower()))


def _read(
    clause: Clause, scene: Scene, drafts: list[Draft], who: Movers, classes: set[str], previous: Draft | None, *, object_moves: bool, safety: bool
) -> list[Draft]:
    vp = clause.vp
    combatant = who.kind == "combatant"
    origin: PlaceRef | None = None
    destinations: list[PlaceRef] = []
    toward: str | None = None
    if "transport" in classes and not object_moves and (vp.particle == "out" or "out" in clause.adverbs):
        classes = classes | {"flee"}
    leaving = bool({"flee", "retreat", "displace"} & classes) or vp.lemma in {"evacuate", "depart", "withdraw"}
    goal_in = bool({"arrive", "shelter"} & classes)
    direction = direction_of(clause.adverbs)
    objects = [] if object_moves else clause.objects
    # objects: "fled the town", "reached Goma", "crossed the fence"
    for ref, np in _object_places(objects, clause, scene):
        kind = ref.mention.place.kind if ref.mention.place is not None else "town"
        if vp.lemma in {"reach", "enter", "climb"} or ("arrive" in classes and vp.lemma != "cross" and not leaving):
            destinations.append(ref)
        elif "flee" in classes or (vp.lemma in {"vacate", "evacuate", "quit"} and np is not None):
            origin = origin or ref
        elif vp.lemma == "cross" and kind not in {"river", "border", "lake", "road"}:
            destinations.append(ref)
    if (
        clause.relation == "rel"
        and not objects
        and clause.wh in {"which", "that"}
        and clause.antecedents
        and clause.subject[:1] != clause.antecedents[:1]
        and "flee" in classes
        and not clause.wh_prep
        and not vp.particle
    ):
        origin = scene.story.place_of(clause.antecedents[0])
    if clause.relation == "rel" and clause.wh_prep in {"from", "of"} and clause.antecedents and (leaving or {"go", "transport"} & classes):
        origin = origin or scene.story.place_of(clause.antecedents[0])
    across = any(
        pp.prep in {"across", "over"} and any(np.head in {"border", "frontier", "fence"} for np in pp.phrases) for pp in clause.prepositional
    ) or any(np.head in {"border", "frontier", "fence"} for np in objects)
    goals = sorted(clause.prepositional, key=lambda pp: pp.prep.split()[-1] not in {"to", "into", "towards", "toward"})
    for pp in goals:
        scene.story.exclude = frozenset(ref.mention.start for ref in destinations)
        prep = pp.prep.split()[-1] if pp.prep.split()[-1] in {"to", "towards", "toward", "into", "of"} and pp.prep != "out of" else pp.prep
        first = pp.phrases[0]
        word = direction_of([first.head]) if first.head_place is None and first.of is None and first.possessor is None else None
        if word is not None:
            if prep in {"to", "towards", "toward", "in"}:
                direction = direction or word
            continue
        if any(np.head in {"border", "frontier"} for np in pp.phrases) and prep in {"to", "towards", "toward", "near", "on", "at", "along", "by"}:
            toward = toward or "border"
        elif any(np.head in {"coast", "sea", "seaside"} for np in pp.phrases) and prep in {"to", "towards", "toward"}:
            toward = toward or "coast"
        elif any(np.head == "camp" for np in pp.phrases) and prep in {"to", "towards", "toward", "into", "in", "at"}:
            toward = toward or "camp"
        refs = _goal_places(pp, clause, scene)
        if prep in {"from", "out of", "off", "outside", "out from"}:
            if (
                refs
                and pp.start < vp.start
                and refs[0].mention.place is not None
                and refs[0].mention.place.kind in {"country", "area", "region"}
                and not leaving
            ):
                continue  # "labourers from central Myanmar trekked": who they are, not where they set out
            if refs and origin is None and prep != "outside":
                origin = refs[0]
            elif refs and prep == "outside" and "retreat" in classes:
                origin = origin or refs[0]
        elif prep in {"to", "into", "towards", "toward", "onto", "until"} or (
            prep == "for"
            and vp.lemma in {"leave", "head", "make", "depart", "set", "go", "flee", "start", "strike", "sail", "pull", "retreat", "quit"}
        ):
            if vp.lemma in {"bring", "rise"} and not refs:
                continue
            destinations += [ref for ref in refs if all(ref.mention.start != d.mention.start for d in destinations)]
        elif prep in {"in", "at", "on", "near", "inside", "around", "beside", "along", "under", "across", "within", "over"}:
            if (
                prep in {"across", "over"}
                and refs
                and refs[0].mention.place is not None
                and refs[0].mention.place.kind in {"river", "lake", "sea", "border", "road", "mountain"}
            ):
                continue
            if goal_in or across or safety:
                if prep in {"under", "along", "over"}:
                    continue
                destinations += [ref for ref in refs if all(ref.mention.start != d.mention.start for d in destinations)]
            elif (
                ("displace" in classes and prep in {"in", "within", "across", "inside", "around"} and origin is None and refs)
                or (
                    leaving
                    and prep in {"in", "around"}
                    and origin is None
                    and refs
                    and not destinations
                    and (vp.lemma in {"flee", "evacuate"} and (not across))
                )
                or (
                    prep == "in"
                    and pp.start < vp.start
                    and origin is None
                    and refs
                    and ("transport" in classes or leaving)
                    and ("out" in clause.adverbs or vp.particle == "out" or leaving)
                )
            ):
                origin = refs[0]
    scene.story.exclude = frozenset()
    if "there" in clause.adverbs and (goal_in or "return" in classes) and not destinations:
        found = scene.story.antecedent("there", vp.start)
        if found is not None:
            destinations.append(PlaceRef(found, vp.start, vp.end, "'there': the place spoken of before"))
    destinations = [ref for ref in destinations if origin is None or ref.mention.start != origin.mention.start]
    # the phrase itself tells where they are from: "residents of Homs", "fighters in Arbin"
    own = _from_phrase(who.np, clause, scene)
    if origin is None and own is not None and ({"flee", "displace", "retreat", "transport"} & classes or destinations):
        origin = own
    if combatant and not _combatants_move(clause, classes, who, origin, destinations):
        return []
    # ---- is it a movement at all? -----------------------------------------------------------------------------
    told = bool(origin or destinations or direction or toward)
    shared = next(
        (
            draft
            for draft in reversed(drafts)
            if draft.sentence == scene.index
            and draft.who is not None
            and draft.type == ("troop_movement" if combatant else "displacement")
            and (draft.who is who.np or (clause.shared_subject and draft.who in clause.subject) or (clause.wh and draft.who in clause.antecedents))
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
            return []
    participle = clause.relation == "part" or vp.form == "ing" or safety
    if shared is not None:
        chain = bool(shared.destinations) and bool(destinations) and not participle and shared.clause is not None and shared.clause is not clause
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
        chain = chain or later
        if not chain:
            _extend(shared, clause, scene, origin, destinations, direction, toward, who)
            return []
        if origin is None:
            origin = (
                shared.destinations[-1]
                if shared.destinations and {"transport", "go", "return", "flee"} & classes and shared.sentence == scene.index
                else shared.origin
            )
    if {"go", "transport", "return"} & classes and not leaving and not goal_in and not told:
        return []
    if (
        vp.lemma in {"send", "take", "bring", "carry", "move"}
        and not (destinations or direction or toward)
        and not (leaving and origin and vp.particle)
    ):
        return []
    if {"go"} == classes and not (destinations or origin or (direction and who.quantity is not None)):
        return []
    stock = who.quantity is not None and bool({"displaced", "refugee", "idp", "idps"} & _heads(who.np))
    if goal_in and not leaving and not destinations and not (safety and who.quantity is not None) and not stock:
        return []
    if (
        "shelter" in classes
        and not safety
        and vp.lemma
        in {"stay", "live", "wait", "sleep", "settle", "hide", "gather", "camp", "lodge", "mass", "crowd", "squat", "huddle", "shelter", "encamp"}
        and who.quantity is None
        and "go" not in classes
    ):
        return []
    if (
        "shelter" in classes
        and vp.lemma in {"stay", "live", "wait", "sleep", "squat"}
        and not {"displaced", "refugee", "idp"} & _heads(who.np)
        and not (who.others and previous is not None and previous.type == "displacement")
    ):
        return []
    if not combatant and "retreat" in classes and not {"flee", "transport", "displace", "go"} & classes and not told:
        return []
    if vp.lemma in {"leave", "quit", "depart", "exit"} and not combatant and who.quantity is None and not told and who.np.pronoun:
        return []
    if vp.lemma == "leave" and objects and origin is None and not destinations and not object_moves:
        return []
    if (
        vp.lemma in {"make", "get", "come", "run", "pull", "push", "take", "slip", "file", "gather", "turn"}
        and not told
        and not (vp.particle and leaving)
    ):
        return []
    if (
        vp.lemma in {"force", "drive", "push", "cause", "make", "send", "chase", "prompt", "compel"}
        and "displace" in classes
        and not (told or _home(clause))
        and not _to_flee(clause, scene)
    ):
        return []
    if _to_flee(clause, scene) and not told:
        return []
    if vp.form == "pp" and who.quantity is None and not told:
        return []
    draft = scene.draft("troop_movement" if combatant else "displacement", clause, f"verb of {'/'.join(sorted(classes))}: {vp.phrase}")
    draft.who = who.np
    draft.who_words = who.np.text
    draft.quantity, draft.quantity_text, draft.household = who.quantity, who.quantity_text, who.household
    draft.note("people", who.np.text, who.np.start, who.np.end, who.rule)
    if who.quantity is not None:
        draft.note("number", who.quantity_text, None, None, who.quantity.rule)
    if origin is None and not combatant and who.rule == "people of a nation counted" and not draft.stock:
        origin = _homeland(who.np, destinations, scene)
    draft.origin, draft.destinations, draft.direction, draft.toward = origin, destinations, direction, toward
    draft.stock = "shelter" in classes and not safety and not {"go", "flee"} & classes
    draft.more = bool(re.search(r"\bmore\b", scene.text[who.np.start : who.np.end + 5].lower())) and who.quantity is not None
    if combatant:
        draft.actor = scene.agents([who.np], clause)
        if not draft.actor and previous is not None and previous.type == "troop_movement":
            draft.actor = list(previous.actor)
    if draft.origin is None:
        _imply_origin(draft, clause, scene, previous, who, leaving=leaving)
    if draft.origin is not None:
        draft.note("origin", scene.text[draft.origin.start : draft.origin.end], draft.origin.start, draft.origin.end, draft.origin.rule)
    for ref in draft.destinations:
        draft.note("destination", scene.text[ref.start : ref.end], ref.start, ref.end, ref.rule)
    made = [draft]
    for np, pp in clause.gapped:
        made += _gapped(draft, np, pp, clause, scene)
    return made


def _homeland(np: NounPhrase, destinations: Sequence[PlaceRef], scene: Scene) -> PlaceRef | None:
    """Return the country that "150,000 Malians" are from, where the report names it and it is not where they go."""
    people = np.text.split()[-1].lower()
    for mention in scene.mentions:
        place = mention.place
        if (
            place is None
            or place.kind != "country"
            or any(ref.mention.place is not None and ref.mention.place.country == place.country for ref in destinations)
        ):
            continue
        if len(people) > 4 and place.name.lower()[:4] == people[:4]:
            return PlaceRef(mention, np.start, np.end, "the country of the people counted")
    return None


def _heads(np: NounPhrase) -> set[str]:
    found = {np.head, *np.words}
    if np.of is not None:
        found |= _heads(np.of)
    return found


def _home(clause: Clause) -> bool:
    return (
        any(np.head in {"home", "house", "village", "homeland", "land"} for pp in clause.pp("from", "out of") for np in pp.phrases)
        or "homeless" in clause.adverbs
    )


def _to_flee(clause: Clause, scene: Scene) -> bool:
    """Whether a verb such as "forced" has its movement told by the infinitive after it."""
    return any(other.parent is clause and other.relation == "inf" and _MOTION & other.classes() for other in scene.clauses)


def _object_places(objects: Sequence[NounPhrase], clause: Clause, scene: Scene) -> list[tuple[PlaceRef, NounPhrase | None]]:
    found: list[tuple[PlaceRef, NounPhrase | None]] = []
    for np in objects:
        if not (np.head_place or np.name or "settlement" in np.classes or np.pronoun or np.of is not None or np.possessor is not None) or np.head in {
            "home",
            "house",
        }:
            continue
        if np.pronoun and np.words[:1] not in {("it",), ("there",)}:
            continue
        if "abstract" in np.classes and np.head_place is None:
            # "fled fighting in Farah", "the army's advance into the south of Idlib": see the phrases after it
            continue
        ref = scene.places([np], clause)
        found += [(item, np) for item in ref]
    if not found and clause.objects and any("abstract" in np.classes for np in objects):
        for pp in clause.pp("in", "into", "on", "around", "of", "at", "near"):
            if pp.start > clause.objects[0].start:
                found += [(item, None) for item in _goal_places(pp, clause, scene)]
                break
        if not found:
            for np in objects:
                if np.of is not None:
                    found += [(item, None) for item in scene.places([np.of], clause) if np.of.head_place is not None or "settlement" in np.of.classes]
    return found


def _goal_places(pp: Prepositional, clause: Clause, scene: Scene) -> list[PlaceRef]:
    refs: list[PlaceRef] = []
    for np in pp.phrases:
        if np.head in _NO_GOAL and np.head_place is None:
            continue
        if np.pronoun and np.words[:1] != ("it",):
            continue
        found = scene.places([np], clause)
        if (
            not found
            and np.of is not None
            and np.head
            in {
                "direction",
                "outskirts",
                "district",
                "side",
                "town",
                "south",
                "north",
                "east",
                "west",
                "village",
                "safety",
                "countryside",
                "area",
                "part",
                "refuge",
                "rest",
            }
        ):
            found = scene.places([np.of], clause)
        if (
            not found
            and np.head in {"village", "town", "camp", "site", "area", "district", "school", "shelter", "tent", "reception", "centre", "center"}
            and np.head_place is None
        ):
            # "to a camp at Ain Issa": the next phrase names it
            after = next(
                (
                    other
                    for other in clause.prepositional
                    if other.prep in {"at", "in", "near", "of", "outside", "around"}
                    and 0 <= other.start - np.end <= 2
                    and other.phrases[0].head_place is not None
                ),
                None,
            )
            if after is not None:
                found = scene.places(list(after.phrases), clause)
        refs += [ref for ref in found if all(ref.mention.start != other.mention.start for other in refs)]
    return refs


def _from_phrase(np: NounPhrase, clause: Clause, scene: Scene) -> PlaceRef | None:
    """Read "residents of Homs", "the city's 120,000 inhabitants", "Homs residents": where the people are from."""
    walker: NounPhrase | None = np
    hops = 0
    while walker is not None and hops < 4:
        if walker.possessor is not None:
            ref = scene.story.place_of(walker.possessor, before=np.start + 1)
            if ref is not None and not (ref.mention.place is not None and ref.mention.place.kind == "country"):
                return ref
        inner = walker.of
        if (
            inner is not None
            and (
                inner.head_place is not None
                or inner.name is not None
                or ("settlement" in inner.classes and inner.determiner in {"the", "this", "that"})
            )
            and ("civilian" in walker.classes or "combatant" in walker.classes)
        ):
            ref = scene.story.place_of(inner)
            if ref is not None:
                return ref
        if walker.modifier_places and "civilian" in walker.classes:
            mention = walker.modifier_places[-1]
            if mention.place is None or mention.place.kind != "country":
                return PlaceRef(mention, mention.start, mention.end, "the people of the place")
        walker = inner
        hops += 1
    quoted = re.search(r"of\s+(the\s+(town|city|village|district|province|region))(?:'|\u2019)s", scene.text[np.start : np.end])
    if quoted:
        found = scene.story.antecedent(quoted.group(2), np.start)
        if found is not None:
            return PlaceRef(found, np.start, np.end, f"'{quoted.group(1)}': the place spoken of before")
    for pp in clause.pp("from", "of"):
        if np.end <= pp.start <= np.end + 2 and pp.start < clause.vp.start:
            refs = _goal_places(pp, clause, scene)
            if refs and not (refs[0].mention.place is not None and refs[0].mention.place.kind in {"country", "area", "region"}):
                return refs[0]
    return None


def _combatants_move(clause: Clause, classes: set[str], who: Movers, origin: PlaceRef | None, destinations: list[PlaceRef]) -> bool:
    """Whether fighters' motion counts: retreats and transfers do, advances do not."""
    lemma = clause.vp.lemma
    if "retreat" in classes or ("transport" in classes and (clause.vp.passive or clause.objects)):
        return True
    if "flee" in classes:
        return not ({"abandon", "evacuate", "desert", "vacate"} & {lemma} and origin is None and not destinations)
    if (
        {"arrive"} & classes
        and lemma not in {"enter", "reach", "cross"}
        and destinations
        and (who.quantity is not None or who.others or lemma in {"turn", "arrive", "show", "end"})
    ):
        return True
    if "go" in classes and (
        lemma not in {"advance", "push", "march", "storm", "roll", "sweep"} or (who.quantity is not None and who.quantity.low and destinations)
    ):
        return bool(destinations and origin) or (bool(destinations or origin) and (who.quantity is not None or who.continues))
    return "return" in classes and bool(destinations) and who.quantity is not None


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
    """Read "many of them to a camp at Ain Issa" (same people) and "60 to Donetsk" (others)."""
    refs = _goal_places(pp, clause, scene)
    who = movers(np, clause, scene, draft)
    toward = "border" if any(phrase.head == "border" for phrase in pp.phrases) else None
    if who is None or not (refs or toward) or pp.prep == "from":
        return []
    if who.quantity is None or who.np.head in {"many", "most", "some"}:
        _extend(draft, clause, scene, None, refs, None, toward, who)
        return []
    other = scene.draft(draft.type, clause, f"{draft.rule}, told once for two groups")
    other.who, other.who_words = np, np.text
    other.quantity, other.quantity_text = who.quantity, who.quantity_text
    other.origin, other.destinations, other.toward = draft.origin, refs, toward
    return [other]


def _imply_origin(draft: Draft, clause: Clause, scene: Scene, previous: Draft | None, who: Movers, *, leaving: bool) -> None:
    """Where people leave without a place named, it is the place that the story stands at."""
    if (
        (who.others or who.continues or draft.more)
        and previous is not None
        and previous.origin is not None
        and previous.sentence >= scene.index - 2
        and previous.type == draft.type
    ):
        if all(previous.origin.mention.start != d.mention.start for d in draft.destinations):
            draft.origin = PlaceRef(previous.origin.mention, previous.origin.start, previous.origin.end, "the same origin as those told before")
        return
    if clause.vp.form == "pp" and draft.quantity is None and not draft.destinations:
        return
    if (
        not leaving
        or draft.stock
        or (clause.vp.lemma in {"displace", "uproot"} and (draft.quantity is not None and clause.times and clause.times[0].use == "since"))
    ):
        return
    exclude = frozenset(d.mention.start for d in draft.destinations)
    found = scene.story.antecedent("city", clause.start + 1, exclude=exclude)
    if found is not None:
        draft.origin = PlaceRef(found, clause.vp.start, clause.vp.end, "not named: the place that the story stands at")
