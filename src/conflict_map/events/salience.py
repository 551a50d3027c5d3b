"""Salience: in which role a sentence speaks of each place, for what later words may point back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.antecedents import topic_of
from conflict_map.events.tagging import DIRECTION
from conflict_map.events.words import lexicon, word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase
    from conflict_map.model import Mention

__all__ = ["note_places"]

# From the most salient role to the least: a place that is told in two roles has the better one.
_ORDER = (
    "opening",
    "heading",
    "where it was said",
    "assaulted",
    "subject",
    "object",
    "aside subject",
    "aside object",
    "in the subject",
    "into",
    "place",
    "in the object",
    "to",
    "from",
    "way",
)
_RANK = {role: rank for rank, role in enumerate(_ORDER)}
"""``way``: "the road to X", which is not at X."""
_FROM = frozenset({"from", "out of", "outside"})
_TO = frozenset({"to", "towards", "toward", "for"})
_AT = frozenset({"in", "at", "around"})
_SPEAKERS = frozenset({"spokesman", "spokeswoman", "spokesperson", "minister", "president", "ministry", "official", "diplomat", "analyst"})
_STATES = frozenset({"hold", "control", "rule", "administer"})
_PASSES = frozenset({"bypass", "skirt", "circumvent", "sidestep"})
"""Those who do this to a town are not in it."""
_REACHES = frozenset({"reach", "engulf", "near", "approach", "hit", "grip"})
_OF_PERSONS = frozenset({"birthplace", "hometown", "birthday", "home"})
_WAYS = frozenset({"road", "highway", "motorway", "track", "route", "way", "railway", "line", "path"})
_SAME_AGAIN = word_set("same_again")
_DASHES = frozenset({"-", "--", "\u2013", "\u2014"})


def note_places(scene: Scene) -> None:
    """Remember the places of a sentence with their roles; what it opens or is headed with is what the paragraph is about."""
    story = scene.story
    roles: dict[int, tuple[str, int]] = {}
    for clause in scene.clauses:
        _of_clause(clause, roles)
    opening = _again_there(scene) or _opening(scene)
    if opening is not None and roles.get(opening.start, ("",))[0] != "where it was said":
        roles[opening.start] = ("opening", -1)
    dateline = next((chunk.start for chunk in scene.chunks[:6] if chunk.kind in {"STOP", "QUOTE"} and chunk.low in _DASHES), -1)
    if scene.index > 2:
        dateline = -1
    heading = _heading(scene, dashed=scene.index > 2) if scene.index else None  # what a report begins with is where it was written
    if heading is not None:
        roles[heading.start] = ("heading", -1)
    for start in _heading_row(scene):
        roles[start] = ("heading", -1)
    for number, chunk in enumerate(scene.chunks):
        if chunk.np is None:
            continue
        written = chunk.np.head_place if chunk.start <= dateline and number == 0 else None
        if written is not None and written.place is not None and written.place.kind in {"city", "town", "village"}:
            story.written = written
        if chunk.start > dateline:
            for mention in _mentions(scene, chunk.np, roles):
                role, index = roles.get(mention.start, ("inside", -1))
                story.note_place(mention, role, index, seat=_seat(scene, mention, role))
                if role in {"opening", "heading", "subject"}:
                    story.note_centre(mention)
        _describe(scene, number, chunk.np)
        _described(scene, chunk.np)


def _again_there(scene: Scene) -> Mention | None:
    """Return the place of "it was the same story in A a week earlier", which sets the scene for what follows."""
    for clause in scene.clauses[:1]:
        empty = clause.subject and clause.subject[0].words[:1] == ("it",) and clause.vp.lemma in {"be", "become"} and not clause.vp.negated
        if empty and any(np.head in _SAME_AGAIN and "same" in np.words for np in clause.objects):
            return next((np.head_place for pp in clause.pp("in", "at", "around") for np in pp.phrases if np.head_place is not None), None)
    return None


def _mentions(scene: Scene, np: NounPhrase, roles: dict[int, tuple[str, int]]) -> list[Mention]:
    """Return the places of a phrase, names included that the gazetteer does not know where the report has something happen in, at or near them."""
    whole = scene.story.whole(np)
    if whole is not None:
        return [whole]
    found = np.places() if np.head not in _OF_PERSONS else np.places()[:0]
    found = [mention for mention in found if mention.place is not None or not _a_unit(mention)]
    for inner in (np, np.of):
        if inner is not None and inner.name is not None and inner.head_place is None:
            name = scene.text[slice(*inner.name)]
            if scene.story.local(name, scene.text) or roles.get(inner.name[0], ("",))[0] == "heading":
                ref = scene.story.unknown(inner)
                found += [ref.mention] if ref is not None else []
    return found


def _a_unit(mention: Mention) -> bool:
    """Whether a name that the gazetteer does not know is that of a unit ("the 1st Tabak Division"), where no story stands."""
    return "combatant" in lexicon().nouns.get(mention.text.rpartition(" ")[2].lower(), ())


def _of_clause(clause: Clause, roles: dict[int, tuple[str, int]]) -> None:
    main = clause.relation in {"main", "coord", "that"}
    said = "speech" in clause.classes() or any(np.head in _SPEAKERS for np in clause.subject)
    told = clause.relation == "part" and clause.vp.form == "pp" and not clause.shared_subject and bool(clause.subject)
    passing = told and clause.vp.start - clause.subject[-1].end > 1  # "they also hold B, taken in March": the main clause has told its role
    for np in clause.subject if not passing else ():
        for start, head in _starts(np):
            _better(roles, start, ("subject" if main else "aside subject") if head else "in the subject", clause)
    fought = clause.vp.lemma in _REACHES and any("clash_word" in np.classes for np in clause.subject)  # "fighting reached the outskirts of A"
    states = clause.vp.lemma in _STATES and not clause.vp.passive  # "they also hold B": in passing
    for np in clause.objects:
        for start, head in _starts(np):
            thing = ("object" if main else "aside object") if head and not states else "in the object"
            thing = "way" if clause.vp.lemma in _PASSES else thing
            _better(roles, start, "assaulted" if fought else thing, clause)
    ways = {np.end for np in (*clause.subject, *clause.objects, *(np for pp in clause.prepositional for np in pp.phrases)) if np.head in _WAYS}
    for pp in clause.prepositional:
        role = "way" if pp.start - 1 in ways else "into" if pp.prep == "into" else "from" if pp.prep in _FROM else "to" if pp.prep in _TO else "place"
        for np in pp.phrases:
            for start, _ in _starts(np):
                _better(roles, start, "where it was said" if said and pp.prep == "in" else role, clause)


def _starts(np: NounPhrase) -> list[tuple[int, bool]]:
    """Return the offsets of the names in a phrase, with whether it is the phrase's head."""
    found = [(mention.start, mention is np.head_place) for mention in np.places()]
    if np.name is not None and np.head_place is None:
        found.append((np.name[0], True))
    if np.of is not None and np.of.name is not None and np.of.head_place is None:
        found.append((np.of.name[0], False))
    return found


def _better(roles: dict[int, tuple[str, int]], start: int, role: str, clause: Clause) -> None:
    before = roles.get(start)
    if before is None or _RANK[role] < _RANK[before[0]]:
        roles[start] = (role, clause.index)


def _seat(scene: Scene, mention: Mention, role: str) -> bool:
    """Whether a capital stands for its government: not where it is the object, or where something goes into it."""
    if role in {"object", "aside object", "into", "heading"}:
        return False
    spans = scene.sides.spans_in(mention.start, mention.end)
    return bool(spans) and any(span.kind == "metonym" for span in spans)


def _opening(scene: Scene) -> Mention | None:
    """Return the place that sets the scene: "In Herat, …"."""
    first = scene.chunks[0] if scene.chunks else None
    np = scene.chunks[1].np if len(scene.chunks) > 1 else None
    return np.head_place if first is not None and first.kind == "P" and first.low in _AT and np is not None else None


def _describe(scene: Scene, number: int, np: NounPhrase) -> None:
    """Remember what a place is called: "the port of X", "X town", "X, a port on the coast,"."""
    if "settlement" not in np.classes:
        return
    mention = np.head_place if np.head_place is not None else np.of.head_place if np.of is not None else None
    if mention is None and number > 1 and scene.chunks[number - 1].kind == "COMMA" and np.determiner in {"a", "an", "the", "its", "their"}:
        before = scene.chunks[number - 2].np
        mention = before.head_place if before is not None else None
    if mention is not None and np.head and np.head not in mention.text.casefold().split():
        scene.story.called.setdefault(topic_of(mention), set()).add(np.head)


def _described(scene: Scene, np: NounPhrase) -> None:
    """Remember what "the town", "the city of 50,000" means as told by this sentence too."""
    if "settlement" not in np.classes or np.head_place is not None or np.determiner != "the" or np.plural:
        return
    if np.of is not None and (np.of.head != "#" or np.of.places()):
        return
    ref = scene.story.place_of(np)
    if ref is not None:
        opens = any(clause.subject[:1] == [np] and clause.relation in {"main", "coord"} for clause in scene.clauses)
        scene.story.note_place(ref.mention, "subject" if opens else "described")


def _heading_row(scene: Scene) -> list[int]:
    """Return where the names of a heading of several places start: "Makhmur and Gwer."."""
    if scene.clauses or scene.index == 0 or len(scene.chunks) > 8:
        return []
    rest = [chunk for chunk in scene.chunks if chunk.kind not in {"COMMA", "CONJ", "QUOTE"}]
    named = [chunk.np for chunk in rest[:-1] if chunk.np is not None and (chunk.np.head_place is not None or chunk.np.name is not None)]
    if len(named) < 2 or len(named) != len(rest) - 1 or rest[-1].kind != "STOP":
        return []
    starts = [np.head_place.start if np.head_place is not None else np.name[0] if np.name is not None else -1 for np in named]
    return [start for start in starts if start >= 0]


def _heading(scene: Scene, *, dashed: bool) -> Mention | None:
    """Return the place that a note is headed by: "KYAUKME - ...", "12:05 PALMYRA.", "3. Gao."."""
    first = next((chunk for chunk in scene.chunks if chunk.kind not in {"TIME", "QUOTE"}), None)
    if first is None or first.np is None:
        return None
    rest = [chunk for chunk in scene.chunks if chunk.kind not in {"TIME", "QUOTE"}]
    if len(rest) > 3 and rest[0].np is not None and rest[0].np.head == "#" and rest[1].kind == "STOP":
        rest = rest[2:]
    if not rest or rest[0].np is None or rest[0].np.of is not None:
        return None
    if rest[0].np.head_place is None:
        name = rest[0].np.name
        alone = len(rest) == 2 and rest[1].kind == "STOP" and not scene.clauses
        if name is None or not alone or not scene.story.local(scene.text[slice(*name)], scene.text):
            return None
        ref = scene.story.unknown(rest[0].np)
        return ref.mention if ref is not None else None
    if DIRECTION.fullmatch(rest[0].np.head_place.text.lower()):
        return None
    marked = scene.chunks[-1].kind == "STOP" and len(rest) <= 2
    index = next(i for i, chunk in enumerate(scene.chunks) if chunk is rest[0])
    after = scene.chunks[index + 1] if index + 1 < len(scene.chunks) else None
    dash = dashed and after is not None and after.low in {*_DASHES, ":"}
    return rest[0].np.head_place if (marked and not scene.clauses) or dash else None
