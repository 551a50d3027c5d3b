"""The land or place that a whole report, or a line of it, is about: where people are from of whom it does not say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from conflict_map.events.records import PlaceRef

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.scene import Scene
    from conflict_map.model import Mention

__all__ = ["fled_abroad", "headed_by", "report_country"]

_WIDER = frozenset({"country", "continent", "sea"})
_COUNTRY = frozenset({"country", "nation"})
_NEIGHBOURS = frozenset({"neighbour", "neighbor", "country", "state"})


def report_country(scene: Scene) -> Mention | None:
    """Return the country that most of the places of a report lie in, where the report names it."""
    counts = Counter(
        mention.place.country
        for mention in scene.mentions
        if mention.place is not None and mention.place.country and mention.place.kind not in _WIDER
    )
    if not counts:
        return None
    home, most = counts.most_common(1)[0]
    if most * 2 <= counts.total():
        return None
    for mention in scene.mentions:
        if mention.place is not None and mention.place.kind == "country" and mention.place.country == home:
            return mention
    return None


def headed_by(scene: Scene) -> PlaceRef | None:
    """Return the place that stands before a colon at the head of a sentence: "A: 46,000 people had left their homes"."""
    chunks = [chunk for chunk in scene.chunks[:4] if chunk.kind != "QUOTE" or chunk.low == ":"]
    first = chunks[0].np if len(chunks) > 1 and chunks[1].low == ":" else None
    if first is None or first.text.isupper() or (first.head_place is None and first.name is None and not first.text[:1].isupper()):
        return None
    if first.head_place is not None:
        return PlaceRef(first.head_place, first.start, first.end, "the place that heads the sentence")
    return scene.story.unknown(first) if first.name is not None else None


def fled_abroad(clause: Clause, scene: Scene) -> PlaceRef | None:
    """Return the country of the report for "have been uprooted inside the country", "have escaped abroad", "fled to neighbouring countries"."""
    within = any(
        np.head in _COUNTRY and np.determiner == "the" and np.of is None
        for pp in clause.pp("inside", "within", "in", "across", "throughout")
        for np in pp.phrases
    )
    out = "abroad" in clause.adverbs or any(
        np.head in _NEIGHBOURS
        and np.head_place is None
        and (np.plural or np.determiner == "another")
        and {"neighbouring", "neighboring", "other"} & set(np.words)
        for pp in clause.pp("to", "into", "in")
        for np in pp.phrases
    )
    found = report_country(scene) if within or out else None
    return PlaceRef(found, clause.vp.start, clause.vp.end, "not named: the country that the report is about") if found is not None else None
