"""What the report has told so far: places and sides that "the town", "it" and "they" may mean, and the day that the story has reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflict_map.events.antecedents import SITE, Ask, Seen, best_of, topic_of
from conflict_map.events.days import Days
from conflict_map.events.patterns import ARTICLE, lazy_pattern
from conflict_map.events.pursuit import pursued, refuges
from conflict_map.events.records import PlaceRef
from conflict_map.events.several import several_told
from conflict_map.events.sides import SAME_BAND
from conflict_map.events.units import has_a_name, names_place
from conflict_map.events.voices import enemy_told, leader_before, named_behind, opponent_told, seated, speaker_of
from conflict_map.events.winners import winner
from conflict_map.events.words import word_set
from conflict_map.model import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.assaults import Assault
    from conflict_map.events.clause import Clause
    from conflict_map.events.dates import DateRange
    from conflict_map.events.records import Draft
    from conflict_map.events.sides import Side, Sides
    from conflict_map.events.units import NounPhrase

__all__ = ["Story"]

_AREA_WORDS = word_set("area_words")
_AREA_KINDS = word_set("area_kinds")
_TOWN_WORDS = word_set("town_words")
_PART_WORDS = word_set("part_words")
_MOSTLY = word_set("mostly")
_NOT_PLACES = word_set("not_places")
_OPPROBRIUM = word_set("opprobrium")
_BANDS = word_set("bands") | word_set("partners")
_LEFT_BEHIND = word_set("left_behind")
_WITHIN_A_CITY = frozenset({"port", "airport", "airbase", "airfield", "base", "barracks", "camp"})
_CITY = 200_000
_BACK = word_set("told_sides")
_TOLD_BEFORE = frozenset({"movement", "group", "organisation", "organization", "alliance", "coalition", "faction", "sect", "network", "outfit"})
_LOCAL = (
    *("in", "In", "at", "At", "near", "Near", "from", "into", "around", "outside", "towards", "toward"),
    *("siege of", "battle for", "battle of", "attack on", "attacks on", "assault on", "offensive on", "advance on", "advanced on", "marched on"),
)
_LEAD = 2
"""Sentences from the start in which the town of the dateline may be meant."""
_REMEMBERED = 200
_ARTICLED = lazy_pattern(rf"{ARTICLE}-[A-Z]")
_ALL = frozenset({"whole", "entire", "national"})
_UNITS = frozenset({"division", "brigade", "command", "regiment", "battalion", "corps", "fleet", "squadron"})
_SMALL_SITES = word_set("small_sites")
_SITES = _SMALL_SITES | {"bridge", "hill", "ridge", "barracks"}
_NAMED_SITE = lazy_pattern(r"\b(?!(?:The|This|That|Its|Their|His|A|An|One)\b)[A-Z][\w'\u2019-]*(?: [A-Z][\w'\u2019-]*)* [a-z]+$")
_RANKS = frozenset({"second", "third", "fourth", "fifth", "largest", "biggest", "second-largest", "third-largest", "second-biggest", "third-biggest"})
_TOWN_KINDS = frozenset({"city", "town", "village", "neighbourhood", "other"})
_DECLARES = word_set("announce_verbs") | {"pronounce"}


def _quarters_in(mention: Mention) -> bool:
    """Whether "the districts of X" are quarters of a city rather than districts called so."""
    return mention.place is not None and (mention.place.kind == "city" or (mention.place.population or 0) >= _CITY)


@dataclass(slots=True, kw_only=True)
class Story(Days):
    """The state of the reading; sentences go through it in order."""

    sides: Sides
    seen: list[Seen] = field(default_factory=list)
    last_sides: list[Side] = field(default_factory=list)
    last_agent: Side | None = None
    agent_sentence: int = -1
    agent_date: DateRange | None = None
    """When the last agent acted, None where that was not told."""
    subject_side: Side | None = None
    strangers: int = -1
    """The last sentence in which fighters act whose side is not told."""
    alone: tuple[Side, int] | None = None
    """The one side that a sentence names, in whatever role, and the number of the sentence."""
    subject_sentence: int = -1
    exclude: frozenset[int] = frozenset()
    headline: str = ""
    guessed: dict[int, Mention] = field(default_factory=dict)
    people: tuple[str, int] | None = None
    """Who was spoken of last, ``civilian`` or ``combatant``, and in which paragraph."""
    leavers: int = -9
    fight: tuple[int, int, Mention] | None = None
    last_control: Draft | None = None
    stays: list[tuple[PlaceRef, Side]] = field(default_factory=list)
    """Who still holds which places, as told without a change."""
    gunmen: list[Side] = field(default_factory=list)
    """Whom the report says its "gunmen", "they" belong to."""
    fought: set[int] = field(default_factory=set)
    """The sentences that speak of a fight."""
    assaults: list[Assault] = field(default_factory=list)
    """Who has been attacking, in the order of the text."""
    weapon: tuple[int, bool] | None = None
    """The sentence in which a weapon was spoken of last, and whether it acted there."""
    written: Mention | None = None
    """The town of the dateline."""
    topics: dict[str, int] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    called: dict[str, set[str]] = field(default_factory=dict)
    """What each place was called: "district", "port"."""
    places_by_use: dict[str, bool] = field(default_factory=dict)
    """Names that no table knows, with whether the report uses them as places."""
    clauses: Sequence[Clause] = ()
    """The clauses of the sentence that is being read."""
    ranked_in: set[int] = field(default_factory=set)
    """Where areas are named of which a town is told by its rank alone."""
    why: dict[int, str] = field(default_factory=dict)
    """Why a place was taken for what words without a name mean, by the offset of its mention."""
    centre: tuple[Mention, int] | None = None
    """The place that the paragraph is about, by its heading or the subject of its first sentence, and the number of the paragraph."""
    person: Side | None = None
    """Somebody whom no table knows, where the last sentence was about him: what "he" means."""
    hero: Side | None = None
    """The first side of the report that takes or restores something, else the first that acts."""

    # ---- places -------------------------------------------------------------------------------------------------

    def note_place(self, mention: Mention, role: str, clause: int = -1, *, seat: bool = False) -> None:
        """Remember that a place was spoken of, and in which role."""
        self.seen.append(Seen(mention, self.sentence, self.paragraph, role, clause, seat))
        topic = topic_of(mention)
        self.told[topic] = self.told.get(topic, 0) + 1
        if len(self.seen) > _REMEMBERED:
            del self.seen[: len(self.seen) - _REMEMBERED // 2]

    def note_centre(self, mention: Mention) -> None:
        """Remember what the paragraph is about; the first to be named stays."""
        if self.centre is None or self.centre[1] != self.paragraph:
            self.centre = mention, self.paragraph

    def about(self) -> Mention | None:
        """Return the place that the paragraph is about, None where it has not said."""
        return self.centre[0] if self.centre is not None and self.centre[1] == self.paragraph else None

    def spoken_of(self, mention: Mention) -> bool:
        """Whether the sentence before, or this one, is about a place: as its subject, its object, or what changed hands."""
        return any(item.mention is mention and item.leading and self.sentence - item.sentence <= 1 for item in self.seen)

    def antecedent(self, head: str, before: int, *, exclude: frozenset[int] = frozenset(), here: bool = False, that: bool = False) -> Mention | None:
        """Return the place that "the town", "the province" or "it" means, for words at offset ``before``."""
        about = self.about()
        governor = self._governor(before)
        if governor is not None and governor.vp.lemma in _DECLARES:  # "A declared the town captured" speaks of another place
            exclude = exclude | {np.head_place.start for np in governor.subject if np.head_place is not None}
        ask = Ask(
            head=head,
            before=before,
            sentence=self.sentence,
            paragraph=self.paragraph,
            exclude=exclude | self.exclude,
            here=here,
            that=that,
            entered=self._entered(before),
            headline=self.headline,
            topics=self.topics,
            told=self.told,
            called=self.called,
            centre=topic_of(about) if about is not None else None,
            governor=governor.index if governor is not None else -1,
            inner=governor is not None and governor.relation in {"rel", "that", "noun-that"},
        )
        found = best_of(self.seen, ask)
        if found is None and head in {"city", "town"} and self.sentence <= _LEAD and not any(item.mention.start < before for item in self.seen):
            return self.written  # "GOMA, Congo - Thousands fled the city": nothing but the place of writing is told
        if found is None:
            return None
        if "(described)" not in found[1]:  # where this sentence has asked before, the reason is that one's
            self.why[found[0].start] = found[1]
        return found[0]

    def _home(self, offset: int) -> Mention | None:
        """Return where people of the sentence are from: "those from X said that … their town"."""
        for clause in reversed(self.clauses):
            for np in (*clause.subject, *(np for pp in clause.prepositional for np in pp.phrases)):
                if np.start >= offset or not ("civilian" in np.classes or np.head in {"those", "one"}):
                    continue
                near = [phrase for pp in clause.pp("from", "of") if 0 <= pp.start - np.end <= 2 for phrase in pp.phrases]
                for inner in (np.of, *near):
                    if inner is not None and (inner.head_place is not None or inner.name is not None) and (ref := self.place_of(inner)) is not None:
                        self.why[ref.mention.start] = "where the people are from"
                        return ref.mention
        return None

    def local(self, name: str, text: str) -> bool:
        """Whether the report has something happen in, at or near what a name means, so that it is a place."""
        if name not in self.places_by_use:
            self.places_by_use[name] = any(f" {prep} {name}" in text for prep in _LOCAL)
        return self.places_by_use[name]

    def _governor(self, offset: int) -> Clause | None:
        """Return the clause on which the one at an offset depends."""
        inner = min((c for c in self.clauses if c.start <= offset <= c.end), key=lambda c: c.end - c.start, default=None)
        return inner.parent if inner is not None else None

    def _entered(self, offset: int) -> bool:
        """Whether the words at an offset are what somebody goes into or takes: those who left a place are followed into it."""
        inner = min((c for c in self.clauses if c.start <= offset <= c.end), key=lambda c: c.end - c.start, default=None)
        return inner is not None and not inner.vp.passive and inner.vp.start < offset and not {"enter", "take"}.isdisjoint(inner.classes())

    def place_of(self, np: NounPhrase | None, *, before: int | None = None, anaphora: bool = True) -> PlaceRef | None:
        """Return the place that a noun phrase means, or None."""
        if np is None:
            return None
        offset = np.start if before is None else before
        head = np.head
        if (whole := self.whole(np)) is not None:
            return PlaceRef(whole, whole.start, whole.end, "named, and not in the gazetteer")
        if np.head_place is not None and np.head_place.place is None and _UNITS.intersection(np.head_place.text.casefold().split()):
            return None  # "the headquarters of the Western Command"
        if np.head_place is not None:
            partial = np.quantity is not None and "settlement" in np.classes and np.plural
            kind = np.head_place.place.kind if np.head_place.place is not None else ""
            if (
                anaphora
                and kind in {"admin1", "country", "region"}
                and head in {"port", "city", "town", "capital", "stronghold", "hub"}
                and np.head_place.end < np.end
                and head not in np.head_place.text.lower()
            ):
                # "the Hadramawt port": a town of the area, told before
                found = self.antecedent("city", offset)
                return (
                    PlaceRef(found, np.start, np.end, "a town of the area named: the place spoken of before")
                    if found is not None and found is not np.head_place
                    else None
                )
            return PlaceRef(np.head_place, np.head_place.start, np.head_place.end, "named", partial=partial)
        if np.pronoun and np.of is None:
            if np.words and np.words[0] in {"it", "which", "that", "this"} and anaphora:
                if (goal := self._goal(np)) is not None:
                    return goal
                found = self.antecedent("it", offset)
                if found is not None and found.start in self.ranked_in:
                    return None  # "Borno's second town, which …, and it": not Borno
                return PlaceRef(found, np.start, np.end, f"{np.words[0]!r}: the place spoken of before") if found else None
            return None
        part = (
            head in _PART_WORDS
            or head in {"ruin", "centre", "center", "control", "heart", "most", "all", "rest", "gate", "entrance"}
            or any(word in _PART_WORDS for word in np.words[-2:])
        )
        counted = np.of is not None and np.of.text[:1].isdigit() and not np.of.places() and head in _TOWN_WORDS  # "the city of 50,000"
        if (
            np.of is not None
            and not counted
            and (
                part
                or "settlement" in np.classes
                or np.quantity is not None
                or head in _MOSTLY
                or head in {"much", "gate", "entrance", "airport", "base", "name"}
            )
        ):
            inner = self.place_of(np.of, before=offset, anaphora=anaphora)
            if inner is not None:
                ranked = head in {"city", "town"} and _RANKS & {*np.words} and inner.mention.place is not None
                if ranked and inner.mention.place is not None and inner.mention.place.kind in _AREA_KINDS:
                    return self._by_rank(np, offset) if anaphora else None  # "the second town of Borno state"
                capital = head == "capital" and (inner.mention.place is not None and inner.mention.place.kind in _AREA_KINDS)
                if capital:
                    town = self.antecedent("city", offset) if anaphora else None
                    return PlaceRef(town, np.start, np.end, "the capital of the area named: the town spoken of before") if town else inner
                partial = (
                    (
                        head in _PART_WORDS
                        and not (
                            head in {"village", "suburb", "district", "neighbourhood", "neighborhood", "quarter", "bridge"}
                            and not np.plural
                            and np.determiner == "the"
                            and np.of.head_place is not None
                        )
                        # "the villages of A and B" are A and B; "the villages of Idlib province" are somewhere in it
                        and not (
                            head in {"village", "district", "county", "township", "municipality", "commune"}
                            and np.plural
                            and (head == "village" or (np.determiner == "the" and (inner.mention.place is None or not _quarters_in(inner.mention))))
                            and (inner.mention.place.kind if inner.mention.place is not None else "") not in {*_AREA_KINDS, "city"}
                        )
                    )
                    or np.quantity is not None
                    or inner.partial
                ) and not (np.plural and np.text.lower().startswith("all "))
                kind = inner.mention.place.kind if inner.mention.place is not None else ""
                piece = head == "much" or (head in {"most", "bulk"} and kind in _AREA_KINDS)  # most of a town is the town, most of a province is not
                last = head in _PART_WORDS and not np.plural and np.determiner == "the" and {"last", "final", "remaining"} & {*np.words[:2]}
                partial = piece or (partial and head not in _MOSTLY and not last)  # who takes the last quarter of a town has the town
                return PlaceRef(inner.mention, inner.start, inner.end, "the place that the phrase is of", partial=partial)
            return None
        if np.possessor is not None and (
            "settlement" in np.classes
            or part
            or head in {"airport", "hospital", "port", "bridge", "building", "headquarters", "market", "university"}
        ):
            inner = self.place_of(np.possessor, before=offset, anaphora=anaphora)
            if inner is not None:
                kind = inner.mention.place.kind if inner.mention.place is not None else ""
                if kind in _AREA_KINDS and head in {"city", "town"} and _RANKS & {*np.words}:
                    return self._by_rank(np, offset) if anaphora else None  # "Zaire's third city", "Borno's second town"
                if kind == "country":
                    return None
                return PlaceRef(inner.mention, inner.start, inner.end, "a part of the place that owns it", partial=head not in {"centre", "center"})
        if np.modifier_places and ("settlement" in np.classes or part):
            mention = np.modifier_places[-1]
            return PlaceRef(mention, mention.start, mention.end, "named before the head", partial=head in _PART_WORDS)
        if np.name is not None and np.of is None and np.possessor is None:
            return self.unknown(np)
        definite = np.determiner in {"the", "that", "this", "its", "their", "both"} and not has_a_name(
            np.text[: np.of.start - np.start] if counted and np.of else np.text
        )
        if definite and not _LEFT_BEHIND.isdisjoint(np.words):
            return (
                self._left_behind(np) if anaphora and head in _TOWN_WORDS and head != "area" else None
            )  # nor is "the vacated area" the town beside it
        if head == "territory" and not _ALL.isdisjoint(np.words):
            return None  # "is master of the whole territory": that of the state
        if (
            anaphora
            and definite
            and ("settlement" in np.classes)
            and (head in _TOWN_WORDS or head in _AREA_WORDS or head in {"centre", "center"})
            and not np.plural
        ):
            if np.determiner == "its" and head not in {"centre", "center"}:
                return None
            if np.determiner == "their" and head not in {"centre", "center", "village", "town", "city", "capital"}:
                return None
            if head in _TOWN_WORDS and (goal := self._goal(np)) is not None:
                return goal
            found = self._home(offset) if np.determiner == "their" else None
            away = refuges(self.clauses, offset)
            found = found or self.antecedent(
                "" if head in {"centre", "center"} else head, offset, exclude=away, that=np.determiner in {"that", "this"}
            )
            if head in {"town", "village"} and (found is None or (found.place is not None and found.place.kind in _AREA_KINDS)):
                found = self._town_before(head, offset, away)  # "in Kordofan the army retook the town": whichever
            if found is not None:
                within = head in _WITHIN_A_CITY and found.place is not None and (found.place.population or 0) >= _CITY
                self.called.setdefault(topic_of(found), set()).add(head)
                return PlaceRef(found, np.start, np.end, f"'{np.determiner} {head}': the place spoken of before", partial=within)
        if anaphora and definite and (head in {"outskirts", "outskirt"} or (part and np.determiner == "its")):
            found = self.antecedent("", offset)
            if found is not None:
                return PlaceRef(found, np.start, np.end, "a part of the place spoken of before", partial=True)
        return None

    def _town_before(self, head: str, offset: int, exclude: frozenset[int]) -> Mention | None:
        """Return what "the town" means beside an area spoken of last: a town of the sentence before, the only one there."""
        areas = {item.mention.start for item in self.seen if item.mention.place is not None and item.mention.place.kind in _AREA_KINDS}
        found = self.antecedent(head, offset, exclude=exclude | frozenset(areas))
        near = [item for item in self.seen if found is not None and item.mention is found and self.sentence - item.sentence == 1]
        return found if near else None

    def _left_behind(self, np: NounPhrase) -> PlaceRef | None:
        """Return the place of "the abandoned town": the last one that somebody is told to have left."""
        for item in reversed(self.seen):
            if item.role == "moved from" and item.mention.start < np.start and self.sentence - item.sentence <= 1:
                return PlaceRef(item.mention, np.start, np.end, f"{np.text!r}: the place that was left")
        return None

    def _goal(self, np: NounPhrase) -> PlaceRef | None:
        """Return the place that the clause before makes for, for "it" and "the town": "moved on X and captured it"."""
        goal = pursued(np, self.clauses)
        ref = self.place_of(goal, anaphora=False) if goal is not None else None
        return PlaceRef(ref.mention, np.start, np.end, f"{np.text!r}: where the clause before goes") if ref is not None else None

    def both(self, np: NounPhrase) -> list[PlaceRef]:
        """Return the places that "both towns", "the two villages", "all three" mean."""
        return several_told(np, self.seen, self.sentence, self.topics)

    def whole(self, np: NounPhrase) -> Mention | None:
        """Return "X checkpoint", "X bridge" as a place of its own without a point: it is not the town X, if there is one."""
        mention = np.head_place or (np.modifier_places[-1] if np.modifier_places else None)
        if np.head not in _SITES or np.plural or np.of is not None or (mention is not None and mention.end >= np.end):
            return None
        if mention is None:
            named = _NAMED_SITE.search(np.text) if not (np.actors or np.possessor) else None
            if named is None:
                return None
            start = np.start + named.start()
            return self.guessed.setdefault(start, Mention(start, np.end, named[0], reason=SITE))
        kind = mention.place.kind if mention.place is not None else ""
        if np.head in mention.text.casefold() or (mention.place is not None and (np.head not in _SMALL_SITES or kind not in _TOWN_KINDS)):
            return None
        found = self.guessed.get(mention.start)
        if found is None:
            words = np.text[mention.start - np.start :]
            found = Mention(mention.start, np.end, words, reason=SITE)
            self.guessed[mention.start] = found
        return found

    def unknown(self, np: NounPhrase) -> PlaceRef | None:
        """Return a name that is not in the gazetteer as a place without a point: shown, never guessed."""
        if np.name is None:
            return None
        start, end = np.name
        mention = self.guessed.get(start)
        if mention is None:
            words = np.text[start - np.start : end - np.start]
            lower = words[:1].islower() and not (" " in words and _ARTICLED.match(words))  # "al-Masri" is a man as often
            if lower or words.casefold() in _NOT_PLACES or _UNITS.intersection(words.casefold().split()):
                return None  # "Darkness fell", "the capture of Police Battalion No. 5", "the first big Ukrainian city"
            mention = Mention(start, end, words, reason="not in the gazetteer; a place by what the sentence says of it")
            self.guessed[start] = mention
        return PlaceRef(mention, start, end, "a name that the gazetteer does not know")

    def note_topic(self, mention: Mention) -> None:
        """Remember a place that changed hands: the report is about it."""
        self.topics[topic_of(mention)] = self.topics.get(topic_of(mention), 0) + 1

    # ---- sides --------------------------------------------------------------------------------------------------

    def side_of(self, np: NounPhrase | None, clause: Clause | None = None) -> Side | None:
        """Return the side that a noun phrase means: named, or told before ("they", "the group", "its troops")."""
        if np is None:
            return None
        if (np.head in _BANDS or (np.of is not None and np.of.head in _BANDS)) and (named := named_behind(np, self.sides)) is not None:
            return named
        if np.determiner == "our" and not self.sides.spans_in(np.start, np.end - len(np.head) - 1):
            return self.speaker(clause) or self.hero or self.last_agent
        if np.determiner == "his" and (led := leader_before(np, self.sides)) is not None:
            return led
        if np.determiner in {"its", "their", "his"} and all(
            span.record is None or span.kind == "generic" for span in self.sides.spans_in(np.start, np.end)
        ):
            owner = self._owner(clause)
            if owner is not None or not self.sides.spans_in(np.start, np.end):
                return owner
        if np.pronoun and np.words and np.words[0] in {"we", "us"}:
            side = self.speaker(clause)
            if side is not None:
                return side
        if np.pronoun and np.words and np.words[0] in {"he", "she"} and self.person is not None:
            return self.person
        if np.words == ("the", "latter"):
            return self.subject_side or self.last_agent  # "one column came from A, the other from B. The latter …"
        if np.pronoun and np.words and np.words[0] in {"they", "it", "them", "he", "we", "who", "both"}:
            return self._owner(clause, them=np.words[0] == "them", one=np.words[0] == "it")
        if "same" in np.words and np.head in SAME_BAND and np.of is None and not self.sides.spans_in(np.start, np.end):
            return self.sides.same_band(np, clause, self.last_sides) or self.last_agent
        if "same" in np.words and np.head in {"foe", "enemy", "hand", "people", "hands", "attacker", "side", "opponent"} and np.of is None:
            return self.last_agent or (self.last_sides[-1] if self.last_sides else None)
        if (
            np.determiner in {"the", "that", "these", "those"}
            and np.head in _BACK
            and (
                "same" in np.words
                or {"group", "groups"} & set(np.words)
                or "alliance" in np.words
                or {"organisation", "organization", "sect", "network", "outfit", "cult"} & set(np.words)
                or "movement" in np.words
                or "faction" in np.words
                or (np.head == "coalition" and len(np.words) <= 2)
            )
            and len(np.words) <= 3
            and np.of is None
        ):
            if "same" in np.words or "alliance" in np.words:
                return self.last_agent or (self.last_sides[-1] if self.last_sides else None)
            agent = self.sides.in_phrase(clause.subject[0]) if clause is not None and clause.subject and clause.subject[0] is not np else None
            placed = agent is None and clause is not None and bool(clause.subject) and clause.subject[0].head_place is not None
            given = placed and clause is not None and any(np in pp.phrases for pp in clause.pp("to", "by"))
            if given and self.last_agent is not None and self.last_agent.known and not self.sides.is_state(self.last_agent.key):
                return self.last_agent  # "X had already been surrendered to the group": to the one that takes places here
            if agent is None and clause is not None and clause.subject and clause.subject[0] is not np:
                agent = self.last_agent
            groups = [side for side in self.last_sides if not self.sides.is_state(side.key) and (agent is None or side.key != agent.key)]
            return groups[-1] if groups else self.last_agent
        if np.possessor is not None and np.possessor.determiner in {"the", "that"} and not self.sides.spans_in(np.start, np.possessor.end):
            owner = self.side_of(np.possessor, clause)  # "the organisation's fighters"
            if owner is not None and owner.known:
                return owner
        return self.sides.in_phrase(np)

    def _owner(self, clause: Clause | None, *, them: bool = False, one: bool = False) -> Side | None:
        """Return the side that a pronoun means: the subject of the clause that governs, else of the clause or sentence before.

        ``one`` says that the pronoun is singular: "forces" cannot be "it", so an object in the singular is taken instead, or nobody.
        """
        if them and (enemy := enemy_told(clause, self.sides)) is not None:
            return enemy
        walker = clause.parent if clause is not None else None
        hops = 0
        many = False
        while walker is not None and hops < 4:
            if walker.relation == "rel" and walker.wh_prep == "from" and clause is not None and clause.vp.start > walker.vp.end:
                walker = walker.parent  # "the base, from which the army had …, was in their hands"
                hops += 1
                continue
            told_of = bool(walker.subject) and all(np.plural or names_place(np) or "settlement" in np.classes for np in walker.subject)
            if one and (many or told_of or not walker.subject):
                for np in (item for outer in walker.objects for item in (outer, outer.of) if item is not None):
                    if not np.plural and not np.pronoun and (side := self.sides.in_phrase(np)) is not None:
                        return side
            if one and walker.subject and all(np.plural and not np.pronoun for np in walker.subject):
                many = True
                walker = walker.parent
                hops += 1
                continue
            for np in walker.subject:
                if np.pronoun or np.determiner in {"its", "their", "his"}:
                    continue
                told = self.side_of(np) if np.determiner == "the" and np.head in _TOLD_BEFORE else None
                side = told or self.sides.in_phrase(np) or seated(np, walker, self.sides)
                if side is not None and not (them and side.rule == "actor, metonym"):
                    return side  # "Kampala has been theirs since Sunday; B surrendered to them": not to Kampala
            walker = walker.parent
            hops += 1
        if many:
            return None
        if (
            clause is not None
            and clause.subject
            and not clause.subject[0].pronoun
            and clause.subject[0].determiner not in {"its", "their", "his"}
            and not them
        ):
            side = self.sides.in_phrase(clause.subject[0])
            if side is not None:
                return side
        alone = self.alone if self.alone is not None and self.alone[1] == self.sentence - 1 else None
        if alone is not None and not one and max(self.subject_sentence, self.agent_sentence) < alone[1]:
            return alone[0]  # "the momentum was with the rebels. They took …"
        if them:
            first = clause.subject[0] if clause is not None and clause.subject else None
            own = self.sides.in_phrase(first) if first is not None else None
            if own is None and first is not None and first.pronoun:
                own = self._owner(clause)
            if (opponent := opponent_told(clause, own, self.sides)) is not None:
                return opponent
            for side in (self.last_agent, *reversed(self.last_sides), self.subject_side):
                if side is not None and (own is None or side.key != own.key) and side.rule != "actor, metonym":
                    return side
        if self.strangers == self.sentence - 1 and max(self.subject_sentence, self.agent_sentence) < self.strangers:
            return None  # "200 armed men came ashore. By daybreak two villages were in their power": not of those who spoke before
        spoken = max(self.subject_sentence, self.agent_sentence)
        if not one and clause is not None and (taker := winner(clause, self.last_control, self.subject_side, self.sentence, spoken)) is not None:
            return taker
        newer = self.agent_sentence > self.subject_sentence  # "the base surrendered to the rebels. Its men": theirs
        return (self.last_agent if newer else None) or self.subject_side or self.last_agent

    def _by_rank(self, np: NounPhrase, offset: int) -> PlaceRef | None:
        """Return what "the second town" of an area means: a town spoken of before; the area itself it never is."""
        self.ranked_in.update(mention.start for mention in np.places())
        found = self.antecedent("city", offset)
        return PlaceRef(found, np.start, np.end, "a town of the area by its rank: the place spoken of before") if found else None

    def speaker(self, clause: Clause | None) -> Side | None:
        """Return the side of the one who tells a clause: what "we" and "ours" mean."""
        return speaker_of(clause, self.sides)

    def note_side(self, side: Side | None, *, agent: bool = False, date: DateRange | None = None) -> None:
        """Remember a side that was spoken of."""
        if side is None:
            return
        self.last_sides = [*self.last_sides[-7:], side]
        if agent and not _OPPROBRIUM & set(side.names[-1].lower().split()):
            self.last_agent, self.agent_sentence, self.agent_date = side, self.sentence, date
