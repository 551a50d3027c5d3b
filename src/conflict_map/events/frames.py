"""Frames that are data: ways to say who has a place that hang on a verb together with certain nouns and prepositions.

``lexicon/frames.toml`` lists them, one a line; its first lines explain the columns. A frame fits a clause where its verb, its subject, its object and
all its phrases do; what fills the roles ``taker``, ``loser`` and ``place`` makes the event.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from conflict_map.events.control import make_changes, onlooker, patients_of, told_before
from conflict_map.events.days import lasting_since
from conflict_map.events.units import names_place
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase

__all__ = ["ended", "frame_verbs", "read_ended", "read_frames"]

_ROLES = frozenset({"taker", "loser", "place", "self", "stead", "control_word", "their_rule", "-", "*"})
_FOES = frozenset({"enemy", "foe", "opponent", "adversary", "rival"})
_SELF = frozenset({"themselves", "itself", "himself", "herself", "ourselves"})
_WHERE = frozenset({"in", "at", "on", "over", "inside", "within"})
_SPELLS = frozenset({"year", "month", "week", "day", "decade", "spell", "period", "end", "#"})
_STAYS = frozenset({"be", "hold", "keep", "have", "exercise", "wield", "rule", "reign", "run"})
_NOBODYS = ("anyone", "anybody", "everyone", "everybody", "nobody", "no one")
_NOW = frozenset({"now", "again", "already", "today", "currently", "once"})


@dataclass(frozen=True, slots=True)
class _Phrase:
    """``preps`` with what they have to govern: a role or words."""

    preps: tuple[str, ...]
    want: frozenset[str]
    optional: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of the table."""

    subject: frozenset[str]
    verbs: tuple[str, ...]
    object: frozenset[str]
    phrases: tuple[_Phrase, ...]
    flags: frozenset[str]
    line: str


@dataclass(slots=True)
class _Filled:
    to: list[Side] = field(default_factory=list)
    lost: list[Side] = field(default_factory=list)
    places: list[PlaceRef] = field(default_factory=list)
    noun: NounPhrase | None = None


def _frame(line: str) -> Frame:
    columns = [column.strip() for column in line.split("|")]
    subject, verbs, thing, phrases, flags = (*columns, "", "", "")[:5]
    read = []
    for item in phrases.split():
        preps, _, want = item.partition("=")
        optional = preps.endswith("?")
        if not want:
            continue  # "-" and "*": any phrases may follow
        read.append(_Phrase(tuple(prep.replace("_", " ") for prep in preps.rstrip("?").split("/")), frozenset(want.split(",")), optional))
    return Frame(
        frozenset(subject.split()),
        tuple(verb.replace("_", " ") for verb in verbs.split()),
        frozenset(thing.split()) or frozenset("*"),
        tuple(read),
        frozenset(flags.split()),
        line,
    )


@cache
def _tables() -> dict[str, dict[str, tuple[Frame, ...]]]:
    text = (resources.files("conflict_map.events") / "lexicon" / "frames.toml").read_text(encoding="utf-8")
    tables: dict[str, dict[str, tuple[Frame, ...]]] = {}
    for name, lines in tomllib.loads(text).items():
        by_verb: dict[str, list[Frame]] = {}
        for line in lines.splitlines():
            if line.strip() and not line.startswith("#"):
                frame = _frame(line)
                for verb in frame.verbs:
                    by_verb.setdefault(verb, []).append(frame)
        tables[name] = {verb: tuple(frames) for verb, frames in by_verb.items()}
    return tables


def frame_verbs() -> frozenset[str]:
    """Return every verb of the frames, with its particle."""
    return frozenset(verb for table in _tables().values() for verb in table)


def _candidates(clause: Clause, table: str) -> Iterable[Frame]:
    frames = _tables()[table]
    vp = clause.vp
    yield from frames.get(vp.phrase, ())
    if not vp.particle:
        for adverb in clause.adverbs:
            yield from frames.get(f"{vp.lemma} {adverb}", ())


def read_frames(clause: Clause, scene: Scene) -> list[Draft]:
    """Return the changes of control that a frame of the table finds in a clause."""
    if clause.vp.progressive or ("still" in clause.adverbs and clause.vp.lemma in _STAYS):
        return []
    for frame in _candidates(clause, "frames"):
        found = _fit(frame, clause, scene)
        if found is not None:
            named = bool(found.to or found.lost)
            return make_changes(
                scene, clause, found.places, f"frame: {frame.line.split('|')[1].split()[0]}", to=found.to, lost=found.lost, strength=2 if named else 1
            )
    return []


def ended(clause: Clause) -> bool:
    """Whether a clause tells that something is so no longer: "no longer control it", "do not hold it any more"."""
    return "longer" in clause.adverbs and ("no" in clause.adverbs or clause.vp.negated)


def read_ended(clause: Clause, scene: Scene) -> list[Draft]:
    """Read who has lost a place from what is so no longer."""
    for frame in _candidates(clause, "ended"):
        found = _fit(frame, clause, scene)
        if found is not None:
            return make_changes(scene, clause, found.places, "no longer has it", to=[], lost=found.lost or found.to, strength=1)
    return []


def _fit(frame: Frame, clause: Clause, scene: Scene) -> _Filled | None:
    vp = clause.vp
    subject: Sequence[NounPhrase] = clause.subject
    thing: Sequence[NounPhrase] = patients_of(clause)
    if vp.passive:
        subject, thing = [np for pp in clause.pp("by") for np in pp.phrases], clause.subject
    elif clause.relation == "rel" and not thing and not clause.subject:
        subject = clause.antecedents[:1]
    if _PURE & frame.subject and _lacks(frame.object, thing):
        return None
    found = _Filled()
    if not (vp.passive and not subject) and not _fill(frame.subject, subject, found, clause, scene):
        return None
    if not _fill(frame.object, thing, found, clause, scene):
        return None
    for phrase in frame.phrases:
        if not _phrase(phrase, found, clause, scene) and not phrase.optional:
            return None
    if "now" in frame.flags and vp.lemma == "be" and vp.past and not vp.perfect and any(time.spec[0] == "ago" for time in clause.times):
        return None  # "two days ago this was their headquarters"
    if "now" in frame.flags and not (
        _NOW & set(clause.adverbs)
        or any(time.use in {"since", "point"} or time.spec[0] in {"duration", "range"} for time in clause.times)
        or lasting_since(clause) is not None
    ):
        return None
    if "named" in frame.flags and not (found.to or found.lost):
        return None
    told = any(pp.prep in {"in", "of", "at", "over"} for pp in clause.prepositional) or (found.noun is not None and found.noun.of is not None)
    if not found.places and "here" in frame.flags and not told:
        mention = scene.story.antecedent("", vp.start)
        found.places = [told_before(mention, clause, "the place spoken of before")] if mention is not None else []
    if (vp.passive and not subject and not found.lost) or ("own" in frame.flags and found.to and onlooker(found.to[0], scene)):
        return None
    if "stead" in frame.object and found.to and _relieves(found.to[0], clause, scene):
        return None
    return found if found.places else None


def _relieves(taker: Side, clause: Clause, scene: Scene) -> bool:
    """Whether those whose place a side takes are its own or its friends: "Wagner left and Malian soldiers took their place" changes no hands."""
    actors = scene.sides.actors
    for other in scene.clauses:
        if other.index < clause.index and {"flee", "retreat", "go"} & other.classes():
            gone = scene.agents(other.subject, other)
            if gone and taker.known and gone[0].known:
                return gone[0].key == taker.key or (actors is not None and not actors.hostile(gone[0].key, taker.key))
    return False


_PURE = frozenset({"taker", "loser"})
"""Roles that may be filled later or not at all: to look for them leaves no trace in the story."""


def _lacks(want: frozenset[str], phrases: Sequence[NounPhrase]) -> bool:
    """Whether none of the words that a frame wants is there, which is quicker to tell than who a side is."""
    if "*" in want:
        return False
    if "-" in want or not phrases:
        return bool(phrases) or "-" not in want
    return _ROLES.isdisjoint(want) and not any(np.head in want or not want.isdisjoint(np.words) for np in phrases)


def _phrase(phrase: _Phrase, found: _Filled, clause: Clause, scene: Scene) -> bool:
    if "of" in phrase.preps and found.noun is not None:
        inner = [np for np in (found.noun.of, found.noun.possessor) if np is not None and np.head not in _FOES]
        if inner and _fill(phrase.want, inner, found, clause, scene):
            return True
        if {"taker", "loser"} & phrase.want and (called := scene.sides.of_held(found.noun)) is not None:
            (found.to if "taker" in phrase.want else found.lost).append(called)  # "has been a rebel town since May"
            return True
        if {"taker", "loser"} & phrase.want and scene.sides.spans_in(found.noun.start, found.noun.end):
            side = scene.holder(found.noun, clause)  # "has been rebel territory since May"
            if side is not None:
                (found.to if "taker" in phrase.want else found.lost).append(side)
                return True
        if found.noun.determiner in {"its", "their", "his"} and {"taker", "loser"} & phrase.want:
            side = scene.story.side_of(found.noun, clause)
            if side is not None:
                (found.to if "taker" in phrase.want else found.lost).append(side)
                return True
    for pp in clause.prepositional:
        if (
            pp.prep in phrase.preps
            and (pp.start >= clause.vp.start or "place" in phrase.want)
            and _fill(phrase.want, pp.phrases, found, clause, scene)
        ):
            return True
    if "*" in phrase.want and set(phrase.preps) & set(clause.adverbs):
        return True
    if "place" in phrase.want and not _WHERE.isdisjoint(phrase.preps) and {"there", "elsewhere"} & set(clause.adverbs) == {"there"}:
        above = clause.parent if clause.parent is not None and "speech" in clause.parent.classes() else None
        said = {np.head_place.start for pp in (above.pp("in", "at") if above is not None else ()) for np in pp.phrases if np.head_place is not None}
        mention = scene.story.antecedent("there", clause.vp.start, exclude=frozenset(said))  # "admitted in A that his men were no longer there"
        if mention is not None:
            found.places.append(told_before(mention, clause, "there: the place spoken of before"))
            return True
    if "place" in phrase.want and clause.relation == "rel" and clause.wh == "whose" and not _WHERE.isdisjoint(phrase.preps):
        owners = [np.of if np.of is not None and not names_place(np) else np for np in clause.antecedents[:1]]
        found.places += scene.places(owners, clause)  # "A, whose garrison laid down its arms"
        return bool(found.places)
    where = clause.wh == "where" and not _WHERE.isdisjoint(phrase.preps)  # "where" is in a place, never out of it
    if "place" in phrase.want and clause.relation == "rel" and (where or clause.wh_prep in phrase.preps):
        found.places += scene.places(clause.antecedents[:1], clause)
        return bool(found.places)
    return False


def _placed(np: NounPhrase) -> bool:
    return np.head_place is not None or np.name is not None or "settlement" in np.classes or np.pronoun or (np.of is not None and _placed(np.of))


def _fill(want: frozenset[str], phrases: Sequence[NounPhrase], found: _Filled, clause: Clause, scene: Scene) -> bool:
    if "*" in want:
        return True
    if "-" in want:
        return not phrases
    if not phrases:
        return False
    if "taker" in want or "loser" in want:
        if phrases[0].head in word_set("pressures"):
            return False  # "has lived under Russian attack since May"
        sides = scene.agents(phrases, clause)
        if not sides and phrases[0].classes & {"control_word", "assault"}:
            side = scene.holder(phrases[0], clause)
            sides = [side] if side is not None else []
        (found.to if "taker" in want else found.lost).extend(sides)
        if sides and found.noun is None and phrases[-1].of is not None:
            found.noun = phrases[-1]  # "robbed Haftar of Gharyan"
        return bool(sides)
    if "place" in want:
        places = scene.places([np for np in phrases if _placed(np)], clause)
        found.places.extend(places)
        return bool(places)
    if phrases[0].text.lower().startswith(_NOBODYS):
        return False  # "is beyond anyone's reach"
    if "control_word" in want and "control_word" in phrases[0].classes:
        found.noun = phrases[0]
        side = scene.holder(phrases[0], clause)
        if side is not None and not found.to:
            found.to.append(side)
        return True
    if "their_rule" in want:
        return _their_rule(phrases[0], found, clause, scene)
    if "stead" in want and phrases[0].head == "place" and phrases[0].determiner in {"their", "its", "his"}:
        return True
    if "self" in want and any(word in _SELF for np in phrases for word in np.words):
        if want == {"self"}:
            return True
        if len(phrases) == 1 and not want & set(phrases[0].words):
            return False
    words = want - _ROLES
    for np in phrases:
        if np.head in words or words & set(np.words):
            found.noun = np
            return True
    return False


def _their_rule(np: NounPhrase, found: _Filled, clause: Clause, scene: Scene) -> bool:
    """Read whose rule has ended: "the rule of the rebels", "army control of X", "their rule", "two years of rebel rule"."""
    while "control_word" not in np.classes and np.of is not None and np.head in _SPELLS:
        np = np.of
    if "control_word" not in np.classes:
        return False
    if np.determiner in {"its", "their", "his"} and not scene.sides.spans_in(np.start, np.end):
        own = {side.key for side in found.to}
        story = scene.story
        side = next((s for s in (story.subject_side, story.last_agent, *reversed(story.last_sides)) if s is not None and s.key not in own), None)
    else:
        side = scene.holder(np, clause)
    if side is None or any(side.key == other.key for other in found.to):
        return False
    found.lost.append(side)
    found.noun = np
    return True
