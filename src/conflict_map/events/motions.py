"""What kind of moving a clause tells: by its verb, its verb with a particle, or a light verb with a noun ("beat a retreat")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.units import names_place
from conflict_map.events.words import lexicon, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["MOTION", "motion_classes", "noun_motion", "seeks_safety", "stays_on"]

MOTION = frozenset({"flee", "go", "arrive", "shelter", "displace", "transport", "retreat", "return"})

_WAYS = word_set("ways_taken")
_VIA_OBJECT = frozenset({"take", "use", "follow", "choose", "make", "find", "wend", "pick", "work", "thread", "board"})
_SAFETY = frozenset(
    {"safety", "refuge", "shelter", "sanctuary", "asylum", "protection", "haven", "cover", "room", "lodging", "lodgings", "accommodation", "roof"}
)
_ROOFS = frozenset(
    {"tent", "camp", "shelter", "school", "park", "mosque", "church", "centre", "center", "site", "hall", "stadium", "compound", "base"}
)
_LESSONS = frozenset({"school", "church", "mosque"})
_WILDS = word_set("wilds")
_LOAD = word_set("load_verbs")
_LIGHT = word_set("light_verbs")
_NOUNS = {name: word_set(f"{name}_nouns") for name in ("flee", "retreat", "displace", "go", "arrive", "return")}
_SIGHTS = frozenset({"see", "report", "spot", "observe", "sight", "notice", "meet", "watch", "film", "photograph", "find", "pass", "encounter"})
_TRACED = frozenset({"track", "trace", "follow", "trail", "pursue", "chase"})
_ROUTES = frozenset({"road", "highway", "way", "move", "march", "path", "track", "route", "trail", "motorway", "run"})
_SHUTS = frozenset({"barricade", "lock", "shut", "wall", "entrench", "bar"})
_BOLTS = frozenset({"run", "rush", "bolt", "scramble", "hurry"})
_ROUND = frozenset({"way", "route", "distance", "round", "kilometre", "kilometer", "km", "mile", "leg", "night"})
_RETREATS = frozenset({"flight", "retreat", "withdrawal"})
_TOWNS = frozenset({"city", "town", "village", "camp"})
_LUGS = frozenset(
    {"drag", "haul", "carry", "lug", "push", "wheel", "pull", "cart", "heave", "tow", "drive", "herd", "lead", "take", "bring", "shoulder"}
)
_BELONGINGS = word_set("belongings")
_ROAD_NUMBER = re.compile(r"(?:the )?[a-z]{1,3}[-\s]?\d{1,4}(?: \w+)?")
_INWARD = frozenset({"roll in", "march in", "drive in", "move in", "fly in", "ride in", "step in", "go in"})
_KEPT = frozenset({"hold", "keep", "settle", "intern", "confine"})
_THEMSELVES = frozenset({"themselves", "himself", "herself", "itself"})
_ADMITS = frozenset({"allow", "let", "permit", "wave", "admit", "usher", "wave through", "let through"})
_CALLERS = word_set("occupations") | word_set("visitors")
_PASSES = frozenset({"pass", "cross", "stop", "roll", "rumble", "halt"})
_BOUND = frozenset({"bind", "destine", "head"})
_PREFERS = frozenset({"prefer", "choose", "favour", "favor", "pick"})
_GOALS = frozenset({"to", "into", "towards", "toward", "across", "over", "onto"})
_BARRIERS = word_set("barriers")
_FETCHES = frozenset({"bring", "fetch", "carry", "take", "fly", "ship", "bus"})
_GETS_OFF = frozenset({"get", "step", "climb", "come", "spill", "clamber"})
_RIDES = frozenset({"train", "bus", "boat", "ferry", "plane", "ship", "coach", "lorry", "truck"})
_NO_PATH = word_set("no_path_verbs")
_ROWS = frozenset({"column", "queue", "line", "convoy", "stream", "procession", "tailback", "caravan"})


_BY_NOUN = {noun: frozenset(name for name, words in _NOUNS.items() if noun in words) for noun in frozenset().union(*_NOUNS.values())}
_NO_MOTION: frozenset[str] = frozenset()


def noun_motion(head: str) -> frozenset[str]:
    """Return the classes of moving that a noun tells: "exodus" flees, "withdrawal" retreats."""
    return _BY_NOUN.get(head, _NO_MOTION)


def seeks_safety(clause: Clause) -> bool:
    """Whether a clause tells of seeking refuge: "took shelter in", "sought asylum in"."""
    if clause.vp.lemma in {"seek", "find", "take", "look", "search", "reach", "get", "run", "request", "claim"}:
        phrases = [*clause.objects, *(np for pp in clause.pp("for", "to") for np in pp.phrases)]
        return any(np.head in _SAFETY for np in phrases)
    return False


def motion_classes(clause: Clause, scene: Scene, drafts: list[Draft]) -> set[str]:
    """Return the classes of moving that a clause tells, an empty set where it tells of none."""
    vp = clause.vp
    classes = set(clause.classes())
    for pp in clause.prepositional if not vp.particle else ():
        classes |= scene.lexical(clause, pp.prep) & MOTION
    for adverb in clause.adverbs:
        classes |= scene.lexical(clause, adverb) & MOTION
    if seeks_safety(clause):
        classes = classes - {"transport", "displace"} | {"shelter"}
    if vp.lemma in _VIA_OBJECT and not vp.passive and any(np.head in _WAYS for np in clause.objects):
        classes = classes - {"transport", "displace"} | {"go"}
    if vp.lemma in {"pitch", "make", "set"} and any(np.head in {"camp", "tent"} for np in clause.objects):
        classes |= {"shelter"}
    if vp.lemma in {"take", "board"} and not vp.passive:
        taken = [np for pp in clause.pp("to") for np in pp.phrases]
        if any("vehicle" in np.classes or np.head in _WAYS | {"foot", "hill", "bush", "water"} for np in taken):
            classes = classes - {"transport"} | {"go"}  # "took to boats", "took to the road"
        if any(np.head in _WILDS and np.determiner in {"the", ""} for np in taken):
            classes = classes - {"transport"} | {"flee"}  # "took to the bush"
        if any(np.head == "heel" for np in taken):
            classes = classes - {"transport"} | {"flee"}
    if (
        vp.lemma in _BOLTS
        and not vp.passive
        and any(np.head in _WILDS and np.determiner == "the" for pp in clause.pp("into", "to", "for") for np in pp.phrases)
    ):
        classes |= {"flee"}  # "ran into the hills"
    if vp.lemma in _LOAD and any(
        "vehicle" in np.classes for pp in clause.prepositional if pp.prep in {"on", "onto", "into", "aboard", "in", "to"} for np in pp.phrases
    ):
        classes |= {"transport"}
    if vp.lemma in _LIGHT and not vp.passive:
        for np in clause.objects:
            told = noun_motion(np.head) if np.of is None or "settlement" not in np.of.classes else frozenset[str]()
            classes = classes - {"transport", "displace"} | told if told else classes  # "carried out a withdrawal": nothing is carried
    if vp.lemma in {"stretch", "snake", "wind", "extend"} and any(np.head in _ROWS for np in clause.subject):
        classes |= {"go"}
    if vp.lemma in {"be", "remain", "go"}:
        classes |= _being(clause, scene, drafts)
    if vp.lemma in _LUGS and not vp.passive and clause.objects and all(_belonging(np) for np in clause.objects):
        classes = classes - {"transport", "displace", "retreat"} | {"go"}  # "dragged their bundles to the camp"
    if not vp.passive and {"transport", "go", "flee"} & classes and any(not _THEMSELVES.isdisjoint(np.words) for np in clause.objects):
        classes = classes - {"transport", "displace", "retreat"} | {"go"}  # "took themselves off to the bush"
    if vp.lemma in _FETCHES and vp.particle == "back" and clause.pp("from") and any("civilian" in np.classes for np in _moved(clause)):
        classes |= {"transport"}  # "26,000 people have been brought back from A to B"
    if vp.lemma in _GETS_OFF and not vp.passive and _off_a_ride(clause):
        classes |= {"arrive"}  # "200 got off buses from A"
    if vp.lemma == "make" and not vp.particle and not (clause.objects or clause.adverbs) and clause.pp("up", "of"):
        classes -= {"go", "displace", "transport"}  # "the men who make up the Front"
    if vp.lemma in _PREFERS and not vp.passive and any(_names_a_place(np) for np in clause.objects) and _told_just_now(scene, drafts):
        classes |= {"go"}  # "most went to A; 300 preferred B"
    if not vp.passive and "go" in classes and any(np.head in _ROUND for np in clause.objects):
        classes = classes - {"transport", "displace"}  # "drove the long way round to A", "walked the 60 km to B"
    if vp.lemma == "follow" and not vp.passive and any(_ROAD_NUMBER.fullmatch(np.text.lower()) or np.head in _ROUTES for np in clause.objects):
        classes |= {"go"}  # "left A and followed the RN18 northwards"
    if vp.lemma == "follow" and not vp.passive and any(np.pronoun for np in clause.objects) and clause.pp("to", "into"):
        classes |= {"go"}  # "their families followed them to Azaz"
    made_it = vp.lemma == "get" or (vp.lemma == "make" and any(np.words == ("it",) for np in clause.objects))
    if "there" in clause.adverbs and made_it and not vp.passive and clause.conjunction not in {"before", "until"}:
        classes |= {"arrive"}  # "had got there from A by Thursday"
    if made_it and vp.lemma == "make" and "back" in clause.adverbs and not vp.passive:
        classes |= {"return"}  # "have made it back to A"
    if vp.lemma in _PASSES and any(np.head == "way" and np.determiner in {"its", "their"} for pp in clause.pp("on") for np in pp.phrases):
        classes |= {"go"}  # "passed through A on its way to B"
    if vp.lemma in _BOUND and (vp.passive or clause.relation == "part") and clause.pp("for"):
        classes |= {"go"}  # "is bound for A"
    if vp.phrase == "move in" and clause.pp("with"):
        classes |= {"shelter"}  # "moved in with relatives in A"
    if vp.phrase in _INWARD and clause.pp("from"):
        classes |= {"arrive"}
    if vp.passive and vp.lemma in _KEPT and any(np.head in _ROOFS for pp in clause.pp("in", "at", "inside") for np in pp.phrases):
        classes |= {"shelter"}  # "are held in guarded camps at A"
    if vp.passive and "tally" in classes and any(draft.sentence == scene.index and draft.who in clause.subject for draft in drafts[-3:]):
        classes |= {"arrive", "go"}  # "households coming from A have been counted at B"
    if "there" in clause.adverbs and "return" in classes:
        classes -= {"retreat"}  # "went back there"
    if vp.passive and vp.lemma in _ADMITS and _admitted(clause):
        classes |= {"go"}  # "were allowed through a gate into Iran"
    if vp.lemma in {"advance", "push"} and vp.form == "ing" and clause.conjunction == "after" and not clause.objects:
        classes |= {"go"}  # "seized B after advancing from A"
    if vp.lemma == "land" and not vp.passive and any("civilian" in np.classes for np in clause.objects):
        classes |= {"transport"}  # "boats landed 3,100 people at A"
    if vp.passive and "receive" in classes and clause.shared_subject and clause.pp("in", "at"):
        classes |= {"shelter", "go"}  # "left the town and were received in A"
    if vp.passive and vp.lemma in _TRACED and clause.shared_subject and clause.pp("to", "as far as"):
        classes |= {"go"}  # "had left A and had been tracked to B"
    if _sighted(clause):
        classes |= {"go", "transport"}
    if (
        clause.objects
        and not vp.passive
        and any(np.head == "way" and np.determiner in {"their", "its"} for np in clause.objects)
        and not clause.pp("into")
    ):
        classes = classes - {"transport", "displace"} | {"go"}  # "fought their way up the highway to A"
    if vp.lemma.removesuffix("d") in _SHUTS and not vp.passive and any(_THEMSELVES & set(np.words) for np in clause.objects):
        classes |= {"shelter"}  # "have barricaded themselves in the cathedral at A"
    moving = classes & MOTION
    return moving or ({"go"} if _on_a_path(clause) else {"transport"} if _put_on_a_path(clause) else moving)


def stays_on(clause: Clause) -> bool:
    """Whether people are still under a roof that no name tells of: "18,700 displaced persons remain in the base on the edge of the town"."""
    inside = [np for pp in clause.pp("in", "at", "inside") for np in pp.phrases]
    named = any(names_place(np) or (np.of is not None and names_place(np.of)) for pp in clause.prepositional for np in pp.phrases)
    return clause.vp.lemma == "remain" and not named and any(np.head in _ROOFS and np.determiner == "the" for np in inside)


def _moved(clause: Clause) -> list[NounPhrase]:
    return clause.subject if clause.vp.passive else clause.objects


def _off_a_ride(clause: Clause) -> bool:
    """Whether people leave what has brought them: "got off buses", "stepped off the train"."""
    rides = [np for pp in clause.pp("off", "out of", "from") for np in pp.phrases]
    rides += clause.objects if "off" in {clause.vp.particle, *clause.adverbs} else []
    return any("vehicle" in np.classes or np.head in _RIDES for np in rides)


def _admitted(clause: Clause) -> bool:
    """Whether people who come and go for their own reasons are not those who are let in."""
    into = any(np.head_place is not None or np.name is not None for pp in clause.pp("into", "across", "over") for np in pp.phrases)
    return into and not any(np.head in _CALLERS or "vehicle" in np.classes for np in clause.subject)


def _belonging(np: NounPhrase) -> bool:
    return np.head in _BELONGINGS or (np.of is not None and np.of.head in _BELONGINGS)


def _told_just_now(scene: Scene, drafts: list[Draft]) -> bool:
    return any(draft.type == "displacement" and scene.index - draft.sentence <= 1 for draft in drafts[-3:])


def _sighted(clause: Clause) -> bool:
    """Read "were seen on the road to Safira", "reported 3,000 people on the road to Raqqa", "was reported on its way from Ibb"."""
    if clause.vp.lemma not in _SIGHTS:
        return False
    ways = [pp for pp in clause.pp("on") if pp.start >= clause.vp.end and any(np.head in _ROUTES and not np.plural for np in pp.phrases)]
    after = [pp for pp in clause.prepositional if ways and pp.start >= ways[0].start]
    return any(pp.prep in {"to", "from", "towards", "toward", "for", "out of", "into"} for pp in after)


def _on_a_path(clause: Clause) -> bool:
    """Whether people do what no table knows along a path that only moving has: "yomped from A to B", "hirpled over the border into A"."""
    vp = clause.vp
    if vp.passive or vp.form != "finite" or not clause.subject or vp.particle:
        return False
    if not any({"civilian", "combatant"} & np.classes or (np.pronoun and np.words[:1] == ("they",)) for np in clause.subject):
        return False
    if any(np.head not in _BARRIERS and not _THEMSELVES & set(np.words) for np in clause.objects):
        return False
    goal = origin = way = False
    for pp in clause.prepositional:
        if pp.start < vp.end:
            continue
        placed = any(np.head_place is not None or np.name is not None for np in pp.phrases)
        goal = goal or (pp.prep in _GOALS and placed)
        origin = origin or (pp.prep in {"from", "out of"} and placed)
        way = way or any(np.head in _BARRIERS for np in pp.phrases) or (pp.prep == "on" and pp.phrases[0].head == "foot")
    stems = {vp.lemma, vp.lemma.removesuffix("d"), vp.lemma.removesuffix("ed"), vp.lemma.removesuffix("s")}  # an unknown verb stands as it is
    known = bool(stems & _NO_PATH) or bool(clause.classes() - {"factive"})
    unknown = vp.lemma not in lexicon().known
    return not known and goal and (origin or (unknown and (way or bool(clause.objects))))


def _put_on_a_path(clause: Clause) -> bool:
    """Whether people are moved by a verb that is in no list of moving: "let 250,000 people down from A to B", "were marshalled from A to B"."""
    vp = clause.vp
    moved = clause.subject if vp.passive else clause.objects
    if vp.form != "finite" or not moved or vp.negated or {vp.lemma, vp.lemma.removesuffix("d"), vp.lemma.removesuffix("ed")} & _NO_PATH:
        return False
    if {"irrealis", "speech", "deny", "strike", "wreck", "clash", "take", "hold", "tally", "receive", "fire"} & clause.classes():
        return False
    people = any({"civilian", "combatant"} & np.classes or (np.quantity is not None and np.text.split()[-1][:1].isupper()) for np in moved[:1])
    ends = [pp for pp in clause.prepositional if pp.start >= vp.end and pp.phrases[0].head_place is not None]
    return people and any(pp.prep in {"from", "out of"} for pp in ends) and any(pp.prep in _GOALS for pp in ends)


def _names_a_place(np: NounPhrase) -> bool:
    return np.head_place is not None or (np.head in _WILDS and np.of is not None and (np.of.head_place is not None or np.of.name is not None))


def _counted(np: NounPhrase) -> bool:
    return np.quantity is not None


def _from_elsewhere(np: NounPhrase, inside: Sequence[NounPhrase]) -> bool:
    """Whether people of one town are in another: "the survivors of A are in B"."""
    home = np.of.head_place if np.of is not None and "civilian" in np.classes and np.plural else None
    kind = home.place.kind if home is not None and home.place is not None else ""
    there = inside[0].head_place
    return kind in _TOWNS and home is not None and there is not None and there.text != home.text


def _being(clause: Clause, scene: Scene, drafts: list[Draft]) -> set[str]:
    """Read "were gone", "are on the move", "3,000 are in tents", "most are now in Goma"."""
    vp, found = clause.vp, set[str]()
    subject = clause.subject[0] if clause.subject else None
    if vp.lemma == "go":
        return {"flee"} if vp.passive else found
    if subject is None or vp.passive:
        return found
    inside = [np for pp in clause.pp("in", "at", "inside") for np in pp.phrases]
    if not stays_on(clause) and any(
        np.head in _ROOFS and np.head_place is None and (np.determiner or np.plural or np.head not in _LESSONS) for np in inside
    ):
        found |= {"shelter"}
    if vp.lemma == "be":
        if (
            {"back", "again"} & set(clause.adverbs)
            and inside
            and "civilian" in subject.classes
            and subject.plural
            and all(np.head_place is not None for np in inside)
        ):
            found |= {"return"}  # "the first families were back in A"
        fraction = subject.quantity is not None and subject.quantity.fraction is not None
        people = bool({"civilian", "combatant"} & subject.classes) or subject.head == "#"
        bare = [np for pp in clause.pp("in") for np in pp.phrases if not np.determiner]
        if any(np.head in _RETREATS for np in bare):
            found |= {"retreat"}  # "is in flight towards the border", "are in full retreat to A"
        if "home" in clause.adverbs and inside and all(np.head_place is not None for np in inside) and subject.plural:
            found |= {"return"}  # "the first families were home in A"
        if inside and inside[0].head_place is not None and _from_elsewhere(subject, inside):
            found |= {"shelter", "go"}  # "the survivors of A are in B"
        if clause.pp("out of") and _counted(subject) and people:
            found |= {"flee"}
        elif any(
            np.head in {"move", "road", "march", "way", "run"} and np.determiner in {"the", "their", "its"} and np.of is None
            for pp in clause.pp("on")
            for np in pp.phrases
        ):
            found |= {"go"}
        before = next(
            (d for d in reversed(drafts) if d.type == "displacement" and scene.index - d.sentence <= 1 and d.paragraph == scene.paragraph), None
        )
        fled = before is not None and before.sentence == scene.index and before.who is subject  # "Fleeing townsfolk are in Maiduguri"
        told = fled or (_counted(subject) and (subject.head in {"#", "others", "more", "other"} or "civilian" in subject.classes))
        rest = (
            fraction
            or subject.head in {"most", "many", "some", "rest", "half", "majority", "others", "all", "they"}
            or subject.words[:1]
            in {
                ("they",),
                ("most",),
            }
        )
        people = subject.quantity is not None and (told or subject.text[:1].isupper() or subject.text.split()[-1][:1].isupper())
        now = "now" in clause.adverbs or bool({"further", "additional"} & set(subject.words))
        if (
            (before is not None or (people and now and inside[:1] and inside[0].head_place is not None and "combatant" not in subject.classes))
            and (told or rest or people)
            and all(np.head in {"guest", "refugee"} for np in clause.objects)
            and any(np.head_place is not None or np.name is not None for np in inside)
        ):
            found |= {"shelter"}
    return found
