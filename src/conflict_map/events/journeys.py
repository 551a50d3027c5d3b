"""The path that a clause of moving tells: where from, where to, in which direction, towards which border, coast or camp."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from conflict_map.events.goals import from_phrase, goal_places, object_places
from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.records import PlaceRef
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.events.clause import Clause, Prepositional
    from conflict_map.events.movers import Movers
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["Path", "direction_beyond", "direction_of", "read_path", "toward_of", "within_opening"]

_DIRECTIONS = {"north": "N", "south": "S", "east": "E", "west": "W", "northeast": "NE", "northwest": "NW", "southeast": "SE", "southwest": "SW"}
_FAR = lazy_pattern(r"\b(?:kilomet(?:re|er)s?|km|miles?|hours?|minutes?|metres?|meters?)(?: away)?\s$")
_ERRANDS = word_set("errands")
_LIES_IN = lazy_pattern(r",?\s(?:\w+\s)?(?:in|inside|of)\s(?:the\s)?")
_ROADS = frozenset({"road", "highway", "motorway"})
_TRACKS = _ROADS | {"track", "path", "trail", "route", "boat", "ferry", "bus", "train"}
MOSTLY = frozenset({"most", "many", "all", "majority", "bulk", "mostly", "mainly", "chiefly", "largely"})
_FORCED = frozenset({"force", "compel", "oblige", "drive"})
_CHOICES = frozenset({"prefer", "choose", "favour", "favor", "pick"})
_LANDS = frozenset({"country", "area", "region", "province", "district", "strip", "territory", "state", "kingdom", "republic"})
_WIDE = word_set("area_kinds")
_BARRIERS = frozenset({"river", "lake", "sea", "border", "road", "mountain"})
_SIDE_OF_IT = lazy_pattern(
    r"\b(?:to|into|towards?|for)\s+(?:[\w'-]+\s+){1,4}?((?:north|south)(?:[\s-]?(?:east|west))?|east|west)\s+of\s+(?:(?:the|that)\s+(?:city|town|village|base)|it)\b"
)
_RIMS = frozenset({"outskirts", "outskirt", "edge", "suburb", "periphery", "fringe", "perimeter"})
_SITES = frozenset({"airport", "airfield", "airbase", "base", "barracks", "garrison", "headquarters"})
_LEADS = frozenset({"entrance", "entry", "gate", "gateway", "approach", "access", "exit", "turn-off"})
_GOES_ON = frozenset({"continue", "begin", "start", "keep", "manage"})
_GATES = frozenset({"checkpoint", "crossing", "gate", "post", "bridge"})
_BORDER_HEADS = frozenset({"border", "frontier", "fence", "borderline"})
_GOAL_PREPS = frozenset({"to", "into", "towards", "toward", "onto", "until", "unto"})
_PLACE_PREPS = frozenset({"in", "at", "on", "near", "inside", "around", "beside", "along", "under", "across", "within", "over", "by", "outside"})
_OUT_PREPS = frozenset({"from", "out of", "off", "outside", "out from", "away from"})
_NO_GOALS = frozenset({"according", "due", "owing", "thanks", "prior", "contrary", "next", "close", "similar", "relative"})
_BECAUSE = frozenset({"after", "following", "amid", "amidst", "since", "during", "from", "because of", "of", "over", "by"})
_OWING = frozenset({"due to", "owing to", "because of", "thanks to"})
_BOARDING = frozenset({"board", "embark", "put", "load", "pack", "pile", "cram", "take"})
_LEFT = word_set("left_posts")
"""What people leave that lies in a place: "abandoned their posts in A"."""
_BEYOND = lazy_pattern(
    r"[\s,]{1,2}(?:(?:some|about|around|roughly|nearly|just|only|over|more|than|an?|few|several|couple|of|(?:hour|minute|day)s?['\u2019]s?|[\d,.]+|[a-z]{3,9})\s+){0,5}?"
    r"(?:(?:km|kilomet\w+|miles?|hours?)\s+(?:away\s+)?)?(?:further\s+)?(?:to|in) the "
    r"((?:north|south)(?:[\s-]?(?:east|west))?|east|west)(?=[\s,.;)])(?!\s+of)",
    re.IGNORECASE,
)
_FOR_VERBS = word_set("for_verbs")
_GOAL_VERBS = frozenset(word.replace("_", " ") for word in word_set("goal_verbs"))


@dataclass(slots=True)
class Path:
    """Where a movement leads; ``leaving`` says that the verb itself tells of going away."""

    origin: PlaceRef | None = None
    destinations: list[PlaceRef] = field(default_factory=list)
    direction: str | None = None
    toward: str | None = None
    others: list[PlaceRef] = field(default_factory=list)
    """Further places that the same people leave: "have left A, B and C"."""

    def add(self, refs: Iterable[PlaceRef]) -> None:
        """Add destinations, each once and never the origin."""
        for ref in refs:
            if all(ref.mention.start != other.mention.start for other in self.destinations):
                self.destinations.append(ref)

    @property
    def told(self) -> bool:
        """Whether any part is told."""
        return bool(self.origin or self.destinations or self.direction or self.toward)


def direction_of(words: Iterable[str]) -> str | None:
    """Return the compass point that adverbs tell ("south-east", "northwards", "southerly")."""
    for word in words:
        plain = re.sub(r"(?:wards?|erly|bound)$", "", re.sub(r"[\s-]", "", word.lower()))
        if plain in _DIRECTIONS:
            return _DIRECTIONS[plain]
    return None


def direction_beyond(destinations: Sequence[PlaceRef], scene: Scene) -> str | None:
    """Read the direction of a goal that is told after its name: "to Woldiya, some 120 km to the north"."""
    inside = [ref.mention.end for ref in destinations if scene.start <= ref.mention.start < scene.end]
    beyond = _BEYOND.match(scene.text, max(inside), scene.end) if inside else None
    return direction_of([beyond[1]]) if beyond else None


_BORDERS = frozenset({"border", "frontier", "borderline", "borderland", "crossing"})
_COASTS = frozenset({"coast", "sea", "seaside", "shore", "beach", "seashore"})
_BY_KIND = _BORDERS | _COASTS | {"camp"}


def toward_of(phrases: Sequence[NounPhrase], prep: str) -> str | None:
    """Return the kind of the goal of a phrase where it is a border, a coast or a camp."""
    if _BY_KIND.isdisjoint([np.head for np in phrases]):
        return None
    if any(np.head in _BORDERS and np.head_place is None for np in phrases) or any(np.head in {"border", "frontier"} for np in phrases):
        return "border" if prep in {"to", "towards", "toward", "near", "on", "at", "along", "by", "for", "as far as", "until"} else None
    if any(np.head in _COASTS for np in phrases) and prep in {"to", "towards", "toward", "for"}:
        return "coast"
    if any(np.head == "camp" for np in phrases) and prep in {"to", "towards", "toward", "into", "in", "at", "for"}:
        return "camp"
    return None


def _plain_prep(prep: str) -> str:
    if prep.endswith(" to") and prep.split(maxsplit=1)[0] in _NO_GOALS:
        return prep
    last = prep.rsplit(maxsplit=1)[-1]
    return last if last in {"to", "towards", "toward", "into", "of", "for"} and prep != "out of" else prep


def read_path(clause: Clause, scene: Scene, who: Movers, classes: set[str], *, object_moves: bool, safety: bool) -> Path:
    """Read the path of a clause.

    Parameters
    ----------
    clause, scene
        The clause and the sentence that it stands in.
    who
        Who moves: "residents of X" tells where from.
    classes
        What the verb tells: ``flee``, ``go``, ``arrive`` …
    object_moves
        Whether those who move are the object ("buses carried 300 people").
    safety
        Whether the clause tells of seeking refuge.
    """
    vp = clause.vp
    leaving = bool({"flee", "retreat", "displace"} & classes) or vp.lemma in {"evacuate", "depart", "withdraw"}
    goal_in = bool({"arrive", "shelter"} & classes) or bool(
        {vp.lemma, vp.phrase, *(f"{vp.lemma} {adverb}" for adverb in clause.adverbs)} & _GOAL_VERBS
    )
    path = Path(direction=direction_of(clause.adverbs))
    objects = [] if object_moves else clause.objects
    _from_objects(path, objects, clause, scene, classes, leaving=leaving)
    if safety and not path.destinations:
        path.add(
            ref for np in objects if np.head in {"safety", "shelter", "sanctuary"} and np.of is not None for ref in scene.places([np.of], clause)
        )
    _from_antecedent(path, objects, clause, scene, classes, leaving=leaving)
    within = [np for pp in clause.pp("in", "at") for np in pp.phrases]
    goal_in = goal_in or ("return" in classes and vp.lemma == "be" and all(np.head_place is not None for np in within))
    across = any(pp.prep in {"across", "over"} and any(np.head in _BORDER_HEADS for np in pp.phrases) for pp in clause.prepositional) or any(
        np.head in _BORDER_HEADS for np in objects
    )
    fights = _of_fights(clause)
    # "Goma took in 300 people from the town": another town
    hosts = frozenset(np.head_place.start for np in clause.subject if "receive" in clause.classes() and np.head_place is not None)
    for pp in sorted(clause.prepositional, key=lambda pp: _plain_prep(pp.prep) not in _GOAL_PREPS):
        if pp.start in fights or (pp.prep == "to" and _leads_to(pp, clause)) or _of_the_origin(pp, clause, path) or _measured(pp, scene):
            continue
        scene.story.exclude = frozenset(ref.mention.start for ref in path.destinations) | hosts
        _from_pp(path, pp, clause, scene, classes, leaving=leaving, goal_in=goal_in or across or safety)
    scene.story.exclude = frozenset()
    if path.origin is None and (safety or not {"return", "shelter"} & classes):
        for pp in clause.prepositional:
            if fights.get(pp.start) and not path.origin:  # "reached Goma following the attack on Sake"
                found = [
                    ref for ref in goal_places(pp, clause, scene) if all(ref.mention.start != other.mention.start for other in path.destinations)
                ]
                path.origin = found[0] if found else None
    if path.origin is None and clause.relation in {"inf", "part"} and clause.parent is not None and clause.parent.vp.lemma in _GOES_ON:
        # the phrase stands before the outer verb: "from A, families continue to arrive in B"
        path.origin = next((ref for pp in clause.parent.pp("from", "out of") for ref in goal_places(pp, clause.parent, scene)), None)
    _from_there(path, clause, scene, goal_in=goal_in or "return" in classes)
    stayed = clause.parent if clause.relation == "part" and leaving and not path.destinations and path.origin is not None else None
    if stayed is not None and "shelter" in stayed.classes():  # "live in tents in B after fleeing A"
        path.add(ref for pp in stayed.pp("in", "at", "near") for ref in goal_places(pp, stayed, scene))
    if path.direction is None and not path.destinations and leaving:
        path.direction = _side_of_it(clause, scene)
    outer = clause.parent
    came = clause.relation == "rel" and clause.wh in {"who", "that"} and vp.form == "finite" and outer is not None and outer.vp.passive
    if (
        came
        and "go" in classes
        and not leaving
        and outer is not None
        and "take" in outer.classes()
        and path.origin is not None
        and not path.destinations
    ):
        path.add(scene.places([np for np in outer.subject if np.head_place is not None], outer))  # "A was occupied by soldiers who came from B"
    comes = "go" in classes and not leaving and vp.form == "ing" and path.origin is not None and not path.destinations
    if comes and outer is not None and "take" in outer.classes() and not outer.vp.passive:
        path.add(scene.places([np for np in outer.objects if np.head_place is not None], outer))  # "seized B after advancing from A"
    path.destinations = [ref for ref in path.destinations if path.origin is None or ref.mention.start != path.origin.mention.start]
    if path.direction is None and path.destinations and not {"shelter"} & classes:
        path.direction = direction_beyond(path.destinations, scene)
    if leaving and not path.destinations and path.direction is None:
        path.add(_by_road(clause, path))
    if "return" in classes and not path.destinations and not path.toward:
        # "were trickling back to tend their fields in A"
        errands = [other for other in scene.clauses if other.parent is clause and other.relation == "inf" and other.vp.start >= vp.end]
        path.add(ref for other in errands[:1] for pp in other.pp("in", "at", "around") for ref in goal_places(pp, other, scene))
    if not path.destinations and who.quantity is not None and "arrive" in classes and not {"return", "flee", "retreat"} & classes:
        # "235,000 people have come in through the A crossing"
        gates = [pp for pp in clause.pp("through", "via") if pp.start >= vp.end and pp.phrases[0].head_place is not None]
        path.add(ref for pp in gates for ref in goal_places(pp, clause, scene) if _is_gate(ref))
    if "return" in classes and vp.phrase.endswith(" home") and not path.destinations:
        _home_is(path, clause, who, scene)
    path.destinations = _innermost(within_opening(path.destinations, clause), scene)
    if path.origin is None:
        path.origin = _mostly_from(path, clause, who, scene)
    # the phrase itself tells where they are from: "residents of Homs", "fighters in Arbin"
    own = from_phrase(who.np, clause, scene)
    if (
        path.origin is None
        and own is not None
        and "return" not in classes
        and all(own.mention.start != ref.mention.start for ref in path.destinations)
        and ({"flee", "displace", "retreat", "transport"} & classes or path.destinations or clause.gapped)
    ):
        path.origin = own
    if path.origin is None and {"flee", "displace", "retreat", "transport"} & classes and not {"arrive", "shelter"} & classes:
        path.origin = _where_they_are(path, clause, who, scene)
    return path


def _mostly_from(path: Path, clause: Clause, who: Movers, scene: Scene) -> PlaceRef | None:
    """Read "2,350 people, nearly all from A, waded to B": where most of them are from."""
    for number, chunk in enumerate(scene.chunks[2:-1], 2):
        if chunk.low != "from" or not who.np.end < chunk.start < clause.vp.start:
            continue
        aside = chunk.start - who.np.end <= len(", ") and scene.chunks[number - 1].kind == "COMMA"  # "several thousand more, from A, drove to B"
        most = who.np if aside else next((item.np for item in reversed(scene.chunks[max(0, number - 2) : number]) if item.np is not None), None)
        home = scene.chunks[number + 1].np
        mostly = aside or (most is not None and most.start > who.np.end and bool(MOSTLY & {most.head, *most.words}))
        if mostly and home is not None:
            refs = scene.places([home], clause)
            return next((ref for ref in refs if all(ref.mention.text != other.mention.text for other in path.destinations)), None)
    return None


def _where_they_are(path: Path, clause: Clause, who: Movers, scene: Scene) -> PlaceRef | None:
    """Read "the remaining soldiers in A were airlifted to B": where the people who move are."""
    for pp in clause.pp("in", "inside", "at"):
        if any(0 <= pp.start - np.end <= 2 for np in (who.np, *clause.subject)) and pp.start < clause.vp.start:
            for ref in goal_places(pp, clause, scene):
                if all(ref.mention.text != other.mention.text for other in path.destinations):
                    return ref
    return None


def _side_of_it(clause: Clause, scene: Scene) -> str | None:
    """Return the direction of "slipped away to the valleys south of the town": the town is the one that they leave."""
    found = _SIDE_OF_IT.search(scene.text, clause.vp.end, min(clause.end, clause.vp.end + 80))
    return direction_of([found[1]]) if found else None


def _home_is(path: Path, clause: Clause, who: Movers, scene: Scene) -> None:
    """Read "mercenaries from A were seen walking home": A is where they go."""
    owner = who.np.possessor
    if owner is not None and owner.head_place is not None and owner.head_place.place is not None and owner.head_place.place.kind == "country":
        path.add(scene.places([owner], clause))  # "Burundi's contingent flew home from A"
        return
    above = [clause] if clause.parent is None else [clause, clause.parent]
    for pp in (pp for item in above for pp in item.pp("from")):
        if 0 <= pp.start - who.np.end <= 1:
            refs = goal_places(pp, clause, scene)
            path.add(refs)
            if path.origin is not None and any(ref.mention.start == path.origin.mention.start for ref in refs):
                path.origin = None


def _is_gate(ref: PlaceRef) -> bool:
    place = ref.mention.place
    return place is None or place.kind not in {*_BARRIERS, "country", "region", "admin1", "area"}


def _measured(pp: Prepositional, scene: Scene) -> bool:
    """Whether "from X" only says how far a place lies from it: "into A, ten kilometres from X"."""
    return pp.prep == "from" and _FAR.search(scene.text, max(scene.start, pp.start - 24), pp.start) is not None


def _of_the_origin(pp: Prepositional, clause: Clause, path: Path) -> bool:
    """Whether a phrase only says where the place that people leave lies: "from the camp in A to B"."""
    if pp.prep in {"in", "at"} and any(0 <= pp.start - other.end <= 1 and other.phrases[-1].head in _ERRANDS for other in clause.prepositional):
        return True
    goal = any(other.prep in _GOAL_PREPS for other in clause.prepositional) and pp.phrases[0].head != "direction"
    return (
        goal
        and path.origin is not None
        and pp.prep in {"in", "at", "near", "outside", "around"}
        and any(0 <= pp.start - other.end <= 1 for other in clause.prepositional if other.prep in {"from", "out of"})
    )


def _leads_to(pp: Prepositional, clause: Clause) -> bool:
    """Whether "to X" tells where a gate or a road leads: "at the entrance to X"."""
    return any(0 <= pp.start - other.end <= 1 and other.phrases[-1].head in _LEADS for other in clause.prepositional)


def within_opening(refs: list[PlaceRef], clause: Clause) -> list[PlaceRef]:
    """Return the goals without the area that the sentence opens with: "in North Kivu, 3,000 people are sheltering in Goma"."""
    first = min((np.start for np in clause.subject), default=clause.vp.start)
    kept = [ref for ref in refs if not (ref.mention.end <= first and ref.mention.place is not None and ref.mention.place.kind in _WIDE)]
    return kept or refs


def _innermost(refs: list[PlaceRef], scene: Scene) -> list[PlaceRef]:
    """Return the goals without a country that only says where the one before it lies: "to Adré in Chad", "at Maroua, well inside Cameroon"."""
    kept: list[PlaceRef] = []
    for ref in refs:
        place = ref.mention.place
        lies_in = (
            place is not None
            and place.kind == "country"
            and any(
                other.mention.place is not None
                and other.mention.place.country == place.country
                and other.mention.place.kind != "country"
                and _LIES_IN.fullmatch(scene.text, other.mention.end, ref.mention.start)
                for other in refs
            )
        )
        if not lies_in:
            kept.append(ref)
    return kept


def _by_road(clause: Clause, path: Path) -> list[PlaceRef]:
    """Read "left the capital by the Mbaïki highway": a road is named after where it leads."""
    for pp in clause.pp("by", "along", "down", "up", "on", "via"):
        np = pp.phrases[0]
        if pp.start >= clause.vp.end and np.head in _ROADS and np.determiner == "the" and len(np.modifier_places) == 1:
            mention = np.modifier_places[0]
            town = mention.place is not None and mention.place.kind in {"city", "town", "village"}
            if town and (path.origin is None or path.origin.mention.text != mention.text):
                return [PlaceRef(mention, mention.start, mention.end, "the place that the road is named after")]
    return []


def _of_fights(clause: Clause) -> dict[int, bool]:
    """Return the offsets of phrases that tell where a fight was ("the attack [on Sake]"), with whether people go because of it."""
    found: dict[int, bool] = {}
    for outer in clause.prepositional:
        np = outer.phrases[-1]
        kinds = np.classes | (np.of.classes if np.of is not None else frozenset())
        if np.head_place is None and {"abstract", "clash_word", "strike_word", "capture_word", "fall_word", "strike_compound"} & kinds:
            for inner in clause.prepositional:
                if 0 <= inner.start - np.end <= 2 and inner.prep in {"on", "in", "at", "near", "around", "against", "over", "for"}:
                    found[inner.start] = outer.prep in _OWING or (outer.prep in _BECAUSE and outer.start > clause.vp.start)
    return found


def _from_objects(path: Path, objects: Sequence[NounPhrase], clause: Clause, scene: Scene, classes: set[str], *, leaving: bool) -> None:
    """Read objects: "fled the town", "reached Goma", "crossed the fence"."""
    vp = clause.vp
    for ref, np in object_places(objects, clause, scene):
        kind = ref.mention.place.kind if ref.mention.place is not None else "town"
        if vp.lemma in {"reach", "enter", "climb", "prefer", "choose", "favour", "favor", "pick"} or (
            "arrive" in classes and vp.lemma != "cross" and not leaving
        ):
            path.add([ref])
        elif "flee" in classes or (vp.lemma in {"vacate", "evacuate", "quit"} and np is not None):
            if path.origin is not None and np is not None and np.head_place is not None:
                path.others.append(ref)
            path.origin = path.origin or ref
        elif vp.lemma == "cross" and kind not in {*_BARRIERS, "region"} and not (np is not None and np.determiner == "the" and np.head not in _LANDS):
            path.add([ref])  # "crossed the Mbomou": what has an article and is no land is a river or a pass
    if path.origin is None and {"flee", "retreat"} & classes and any(np.head in _LEFT for np in objects):
        there = scene.story.antecedent("there", vp.start) if "there" in clause.adverbs else None
        if there is not None:
            path.origin = PlaceRef(there, vp.start, vp.end, "'there': the place spoken of before")  # "left its headquarters there"
        for pp in clause.pp("in", "around", "at", "near", "across", "within", "inside"):
            if pp.start > vp.end and not path.origin:  # "abandoned their homes in Sake"
                path.origin = next(iter(goal_places(pp, clause, scene)), None)


def _from_antecedent(path: Path, objects: Sequence[NounPhrase], clause: Clause, scene: Scene, classes: set[str], *, leaving: bool) -> None:
    """Read relative clauses: "the town that they fled", "the village from which they came"."""
    outer = clause.parent
    if clause.relation == "inf" and outer is not None and outer.relation == "rel" and outer.wh_prep == "from" and outer.antecedents:
        path.origin = path.origin or scene.story.place_of(outer.antecedents[0])  # "Kyaukme, from which they were allowed to march out"
    if clause.relation != "rel" or not clause.antecedents:
        return
    if (
        not objects
        and clause.wh in {"which", "that"}
        and clause.subject[:1] != clause.antecedents[:1]
        and "flee" in classes
        and not clause.wh_prep
        and not clause.vp.particle
    ):
        path.origin = scene.story.place_of(clause.antecedents[0])
    if clause.wh == "whose" and (leaving or {"go", "transport"} & classes) and clause.antecedents[0].head_place is not None:
        path.origin = path.origin or scene.story.place_of(clause.antecedents[0])
    if clause.wh_prep in {"from", "of"} and (leaving or {"go", "transport"} & classes):
        # "to A, people there said, from where they were flown to B"
        there = [np for np in clause.antecedents if np.head_place is not None] if clause.wh == "where" else []
        path.origin = path.origin or scene.story.place_of((there or clause.antecedents)[0])
    if clause.wh_prep in {"to", "into"} or (
        clause.wh == "where" and {"shelter", "arrive"} & classes and clause.antecedents[0].head_place is not None
    ):
        ref = scene.story.place_of(clause.antecedents[0])
        path.add([ref] if ref is not None else [])


def _from_pp(path: Path, pp: Prepositional, clause: Clause, scene: Scene, classes: set[str], *, leaving: bool, goal_in: bool) -> None:
    vp = clause.vp
    prep = _plain_prep(pp.prep)
    first = pp.phrases[0]
    word = direction_of([first.head]) if first.head_place is None and first.possessor is None else None
    if word is None and first.head == "direction" and first.of is None:
        word = direction_of(first.text.split())
    if word is not None and (first.of is None or prep in {"to", "towards", "toward", "into", "in"}):
        whole = first.of is None or (first.of.head_place is None and first.of.name is None)
        inner = scene.story.place_of(first.of) if first.of is not None else None
        whole = whole and not (prep in {"in", "into"} and pp.start < vp.start)  # "in the south-east, …": where, not whither
        country = inner is not None and inner.mention.place is not None and inner.mention.place.kind == "country"
        if prep in {"to", "towards", "toward", "in", "into"} and (whole or country):
            path.direction = path.direction or word
        if len(pp.phrases) > 1:  # "went back to the south and the Bekaa"
            _from_pp(path, replace(pp, phrases=pp.phrases[1:]), clause, scene, classes, leaving=leaving, goal_in=goal_in)
            return
        if first.of is None or (first.of.head_place is None and first.of.name is None):
            return
    path.toward = path.toward or toward_of(pp.phrases, prep)
    refs = (_by_the_border(pp, clause, scene) if prep in _OUT_PREPS else []) or goal_places(pp, clause, scene)
    if any(np.head == "direction" for np in pp.phrases) and prep == "in":
        prep = "towards"
    if prep in _OUT_PREPS and not (prep == "outside" and goal_in and "retreat" not in classes):
        _take_origin(path, pp, prep, refs, clause, classes, leaving=leaving)
    elif (
        prep in _GOAL_PREPS
        or (prep in {"on", "upon"} and vp.phrase in {"fall back", "converge", "descend"})
        or (prep == "for" and (vp.lemma in _FOR_VERBS or clause.vp.particle in {"out", "off"} or _to_place(pp) or _on_the_way(clause)))
    ):
        if vp.lemma in {"bring", "rise"} and not refs:
            return
        if refs and "retreat" in classes and first.head in _RIMS and first.of is None and refs[0].partial and refs[0].rule.startswith("a part"):
            path.origin = path.origin or refs[0]  # "withdrew from the main street to the outskirts": out of the town
            return
        if refs and {"retreat", "flee"} & classes and first.head in _SITES and refs[0].rule.startswith("'the ") and not _is_site(refs[0]):
            path.origin = path.origin or refs[0]  # "rebels took A. Soldiers withdrew to the airport": that of the town that they give up
            return
        path.add(refs)
    elif prep in _PLACE_PREPS:
        _at_place(path, pp, prep, refs, clause, classes, leaving=leaving, goal_in=goal_in)


def _is_site(ref: PlaceRef) -> bool:
    place = ref.mention.place
    return place is None or place.kind not in {"city", "town", "village"}


def _on_the_way(clause: Clause) -> bool:
    """Whether people take a way: "took the track for A"."""
    return clause.vp.lemma in {"take", "follow"} and any(np.head in _TRACKS for np in clause.objects)


def _to_place(pp: Prepositional) -> bool:
    """Whether "for X" names a town, a camp or the like rather than a purpose."""
    return any(
        np.head_place is not None or np.head in {"camp", "town", "city", "village", "border", "coast", "capital", "safety"} for np in pp.phrases
    )


def _take_origin(path: Path, pp: Prepositional, prep: str, refs: list[PlaceRef], clause: Clause, classes: set[str], *, leaving: bool) -> None:
    if not refs or path.origin is not None:
        return
    place = refs[0].mention.place
    if pp.start < clause.vp.start and place is not None and place.kind in {"country", "area", "region"} and not leaving:
        return  # "labourers from central Myanmar trekked": who they are, not where they set out
    if prep != "outside" or "retreat" in classes:
        path.origin = refs[0]
        if len(pp.phrases) == len(refs) and pp.start >= clause.vp.end and all(np.head_place is not None for np in pp.phrases[1:]):
            path.others += refs[1:]


def _at_place(
    path: Path, pp: Prepositional, prep: str, refs: list[PlaceRef], clause: Clause, classes: set[str], *, leaving: bool, goal_in: bool
) -> None:
    vp = clause.vp
    place = refs[0].mention.place if refs else None
    if prep in {"across", "over"} and place is not None and place.kind in _BARRIERS:
        return
    opening = pp.start < vp.start
    if vp.lemma == "be" and classes == {"go"} and refs and not opening:
        path.origin = path.origin or refs[0]  # "250,000 people are on the move inside the valley"
        return
    if opening and place is not None and place.kind in _WIDE and _told_closer(pp, clause):
        return  # "In North Kivu, 300 people have reached Goma", "the fighting in Sake": where, not whither or whence
    out = "out" in clause.adverbs or vp.particle == "out"
    if opening and vp.passive and vp.lemma in _FORCED and place is not None and place.kind in _WIDE:
        return  # "in North Kivu, 3,000 people were forced to flee A"
    if opening and prep in {"in", "at"} and path.origin is None and refs and ("transport" in classes or leaving) and (out or leaving):
        path.origin = refs[0]
    elif goal_in:
        if vp.lemma == "cross" and prep in {"at", "by"} and any(np.head in _GATES for np in pp.phrases):
            return  # "crossed at the X checkpoint": on the way
        if prep not in {"under", "along", "over"}:
            path.add(refs)
    elif (
        path.origin is None
        and refs
        and (
            (
                "displace" in classes
                and (not path.destinations or vp.lemma in {"displace", "uproot"})
                and prep in {"in", "within", "across", "inside", "around"}
            )
            or (
                leaving
                and prep in {"in", "around"}
                and not path.destinations
                and vp.lemma in {"flee", "evacuate", "board", "embark", "surrender", "pull", "pack"}
            )
            or (vp.lemma in _BOARDING and prep in {"in", "at"} and {"go", "transport"} & classes and not _roofs(pp))
        )
    ):
        path.origin = refs[0]


def _told_closer(pp: Prepositional, clause: Clause) -> bool:
    """Whether another phrase of the clause tells a town where it happened, or the way to or from one."""
    for other in clause.pp("in", "at", "to", "into", "from"):
        for np in other.phrases if other is not pp else ():
            inner = np.head_place or (np.of.head_place if np.of is not None else None)
            if inner is not None and not (inner.place is not None and inner.place.kind in _WIDE):
                return True
    return False


def _roofs(pp: Prepositional) -> bool:
    return any("vehicle" in np.classes for np in pp.phrases)


def _by_the_border(pp: Prepositional, clause: Clause, scene: Scene) -> list[PlaceRef]:
    """Read "from the Sudanese border, near A": the town says where, a border is long."""
    last = pp.phrases[-1]
    if last.text.lower().rpartition(" ")[2] not in _BORDER_HEADS:
        return []
    return [ref for near in clause.pp("near", "at") if 0 <= near.start - last.end <= len(", ") for ref in goal_places(near, clause, scene)]


def _from_there(path: Path, clause: Clause, scene: Scene, *, goal_in: bool) -> None:
    vp = clause.vp
    if "there" in clause.adverbs and goal_in and not path.destinations:
        found = scene.story.antecedent("there", vp.start)
        if found is not None:
            path.add([PlaceRef(found, vp.start, vp.end, "'there': the place spoken of before")])
    if "from there" in clause.adverbs and path.origin is None:
        found = scene.story.antecedent("there", vp.start, exclude=frozenset(ref.mention.start for ref in path.destinations))
        if found is not None:
            path.origin = PlaceRef(found, vp.start, vp.end, "'from there': the place spoken of before")
