"""Antecedents: which place "the town", "it", "there", or a clause without a place, means.

In the manner of centering theory (Grosz, Joshi and Weinstein 1995): each mention of a place has the salience of its role in the sentence (heading,
subject, object, …), which fades with every sentence and paragraph; the topic of the report and of the paragraph adds to it, kinds have to agree.
Each sign adds its weight, kept as data. Where no place is salient enough, or two are about equally so, there is no answer: an event without a place
is better than one at a wrong place.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from conflict_map.model import Mention

__all__ = ["SITE", "Ask", "Seen", "Weights", "best_of", "signs_of", "topic_of", "weights"]

SITE = "not in the gazetteer; a site by what it is called"
"""Why a checkpoint, a bridge or a hill with a name has no point."""
_BACK = ("this sentence", "one sentence back", "two sentences back", "three sentences back", "four sentences back", "further back")
_REACH = 4
"""Sentences after which a place is forgotten, unless the report is about it or it is of the kind asked for."""
_FAR = 25
_NO_VILLAGE = 20_000
"""A place of so many people is not what "the village" means."""
_LEADING = frozenset({"event", "assaulted", "heading", "opening", "subject", "object", "described", "moved to", "aside object"})
_PASSING = frozenset({"inside", "way", "where it was said", "from", "to"})
_NEVER = frozenset({"country", "continent", "sea", "river", "lake", "road", "border", "mountain"})
_TOWN_WORDS = word_set("town_words") - {"place"}
_AREA_WORDS = word_set("area_words")
_AREA_KINDS = word_set("area_kinds")
_LARGE = frozenset({"province", "region", "state", "governorate", "county", "oblast", "country", "peninsula", "strip"})
_FACILITIES = frozenset({"crossing", "base", "airport", "dam", "camp"})
_FACILITY_WORDS = frozenset({"airport", "airbase", "crossing", "dam", "highway", "road", "bridge", "university", "hospital"})
_SPECIAL = {
    "crossing": {"crossing"},
    "base": {"base", "airport"},
    "airport": {"airport"},
    "airfield": {"airport", "base"},
    "airbase": {"airport", "base"},
    "camp": {"camp"},
    "dam": {"dam"},
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One mention of a place: where, in what role, and in which clause (its index in the sentence)."""

    mention: Mention
    sentence: int
    paragraph: int
    role: str
    clause: int = -1
    seat: bool = False
    """Whether it stands for a power rather than for a place ("Moscow said")."""

    @property
    def leading(self) -> bool:
        """Whether the sentence is about it: as its subject, its object, or what changed hands."""
        return self.role in _LEADING

    @property
    def passing(self) -> bool:
        """Whether it is named in passing: within another phrase, as a way, a seat of power, where somebody spoke, whence or whither."""
        return self.seat or self.role in _PASSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is looked for: the head noun, "it", "there", or "" for no word at all; where it stands, and what the report is about."""

    head: str
    before: int
    sentence: int
    paragraph: int
    exclude: frozenset[int] = frozenset()
    here: bool = False
    that: bool = False
    """Whether it is pointed at: "that town" is the one named last."""
    entered: bool = False
    """Whether it is what somebody goes into or takes."""
    headline: str = ""
    topics: Mapping[str, int]
    told: Mapping[str, int]
    called: Mapping[str, AbstractSet[str]]
    centre: str | None = None
    governor: int = -1
    """The clause on which the words depend, and whether that is an aside or told speech itself."""
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """What each role and sign adds, and when an answer is good enough."""

    roles: Mapping[str, float]
    signs: Mapping[str, float]
    least: float
    margin: float


@cache
def weights() -> Weights:
    """Return the weights that the package ships."""
    data = tomllib.loads((resources.files("conflict_map.events") / "lexicon" / "antecedents.toml").read_text(encoding="utf-8"))
    return Weights(data["roles"], data["signs"], data["least"], data["margin"])


def topic_of(mention: Mention) -> str:
    """Return what tells one place from another in a report."""
    return mention.place.name if mention.place is not None else mention.text


def signs_of(item: Seen, ask: Ask, rank: int = 0, latest: int = -1) -> dict[str, float] | None:
    """Return the signs that a mention has for what is asked, None where it cannot be meant; ``latest`` is where the place named last stands."""
    mention = item.mention
    if mention.start >= ask.before or mention.start in ask.exclude or (ask.here and item.paragraph != ask.paragraph):
        return None
    kind = mention.place.kind if mention.place is not None else "town"
    area = ask.head in _AREA_WORDS
    text = mention.text.casefold()
    if text in _TOWN_WORDS and text != ask.head and ask.head in _TOWN_WORDS and ask.sentence == item.sentence:
        return None  # "how the capital learned that the town was abandoned": two places
    if item.seat and item.role in {"subject", "aside subject"}:
        return None  # "Bamako had waited": a power
    if kind in _NEVER or (kind == "region" and not area):
        return None
    if area and ask.head in _LARGE and kind not in _AREA_KINDS:
        return None
    special = _SPECIAL.get(ask.head)
    topic = topic_of(mention)
    names = ask.called.get(topic, frozenset())
    called = ask.head in names
    headline = text in ask.headline
    distance = ask.sentence - item.sentence
    centre = item.leading and item.paragraph == ask.paragraph and ask.centre == topic
    if distance > _REACH and not (centre or (distance <= _FAR and (called or headline or (special is not None and kind in special)))):
        return None
    if ask.head in {"village", "hamlet"} and mention.place is not None and (mention.place.population or 0) >= _NO_VILLAGE:
        return None
    of_town = ask.head in _TOWN_WORDS
    facility = special is None and ask.head not in {"it", "place"} and not _FACILITY_WORDS.isdisjoint(text.split())
    governs = distance == 0 and item.clause == ask.governor >= 0
    left = item.role in {"moved from", "from"}
    first = distance == 0 and item.leading
    signs: dict[str, float] = {_BACK[min(distance, 2 if centre else 5)]: 1.0}
    if first:
        signs["this sentence, leading"] = 1.0
    if item.paragraph != ask.paragraph:
        signs["another paragraph"] = 1.0
    if headline:
        signs["headline"] = 1.0
    if topic in ask.topics:
        signs["changed hands"] = min(2, ask.topics[topic])
    if (again := ask.told.get(topic, 1) - 1) > 0:
        signs["told again"] = min(3, again)
    if centre:
        signs["what the paragraph is about"] = 1.0
    if called:
        signs["called so before"] = 1.0
    elif of_town and names:
        signs["called otherwise"] = 1.0
    if kind in _AREA_KINDS:
        signs["an area as asked" if area else "an area"] = 1.0
    if special is not None:
        signs["of the kind" if kind in special else "not of the kind"] = 1.0
    if kind in _FACILITIES and ask.head in {"town", "city", "village", "capital"}:
        signs["a facility for a town"] = 1.0
    if (ask.head == "village" and kind == "city") or (ask.head == "city" and kind == "village"):
        signs["a town of another size"] = 1.0
    if mention.place is None and mention.reason != SITE:
        signs["not in the gazetteer"] = 1.0
    if facility:
        signs["named a facility"] = 1.0
    if item.seat:
        signs["seat of a power"] = 1.0
    if ask.that and mention.start == latest:
        signs["that: named last"] = 1.0
    if ask.entered and of_town and item.role == "moved from":
        signs["entered: where they left"] = 1.0
    if governs:
        signs["governs"] = 1.0
        if ask.inner:
            signs["governs within an aside"] = 1.0
    if of_town and left:
        signs["named: where they left"] = 1.0
    if ask.head == "there" and item.role == "moved to":
        signs["there: where they went"] = 1.0
    if ask.head == "there" and left:
        signs["there: where they left"] = 1.0
    if ask.head == "it" and first and rank:
        signs["it: later in the sentence"] = min(3, rank)
    return signs


def best_of(seen: Iterable[Seen], ask: Ask, table: Weights | None = None) -> tuple[Mention, str] | None:
    """Return the mention that is meant and why, None where none is salient enough or two are about equally so."""
    table = table or weights()
    scores: dict[str, tuple[float, int, Mention, str]] = {}
    rank = 0
    latest = -1
    if ask.that:
        seen = list(seen)
        before = (item.mention.start for item in seen if item.sentence >= ask.sentence - 1 and item.mention.start < ask.before)
        latest = max(before, default=-1)
    for number, item in enumerate(seen):
        signs = signs_of(item, ask, rank, latest)
        if item.sentence == ask.sentence and item.leading:
            rank += 1
        if signs is None:
            continue
        score = table.roles[item.role] + sum([table.signs[name] * value for name, value in signs.items()])
        topic = topic_of(item.mention)
        if topic not in scores or (score, number) >= scores[topic][:2]:
            scores[topic] = (score, number, item.mention, item.role)
    if not scores:
        return None
    ranked = sorted(scores.values(), key=lambda entry: entry[:2], reverse=True)
    best = ranked[0]
    if best[0] < table.least or (len(ranked) > 1 and best[0] - ranked[1][0] < table.margin):
        return None
    beside = f", before {ranked[1][2].text}" if len(ranked) > 1 else ""
    return best[2], f"the most salient place told before ({best[3]}){beside}"
