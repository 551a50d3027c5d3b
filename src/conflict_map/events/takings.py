"""Control: who took a place, who lost it, in every voice that reports use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.also_taken import also_taken, read_stages
from conflict_map.events.continued import read_continued
from conflict_map.events.control import (
    make_changes,
    name_by_verb,
    name_numbered,
    name_with_article,
    of_a_ballot,
    onlooker,
    patients_of,
    sides_after,
    speaker_sides,
    taken_in,
    told_before,
    vague_subject,
)
from conflict_map.events.dates import DateRange
from conflict_map.events.dating import resolve_time
from conflict_map.events.days import told_once
from conflict_map.events.deed_nouns import read_deed_nouns
from conflict_map.events.entries import read_entry, read_found, read_no_fight
from conflict_map.events.flags import read_flag
from conflict_map.events.frames import ended, read_ended, read_frames
from conflict_map.events.holdings import read_fall, read_garrison, read_hold, read_state
from conflict_map.events.losses import read_cleared, read_expelled, read_lost
from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.records import PlaceRef
from conflict_map.events.row_days import own_times, respectively
from conflict_map.events.seats import read_seat
from conflict_map.events.sieges import read_siege
from conflict_map.events.strangers import strangers
from conflict_map.events.truth import happened, waited_until
from conflict_map.events.units import names_place
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.dates import TimeExpression
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase

__all__ = ["read_takings"]

_GOES_ON = frozenset({"turn", "advance", "push", "move", "press", "march", "continue", "head", "proceed"})
_CONTROL = frozenset({"control", "possession", "command", "charge", "hold", "authority", "rule", "sovereignty", "custody", "ownership"})
_AGAIN_ITS = frozenset({"reassert", "restore", "regain", "reestablish", "re-establish", "recover", "reimpose"})
_STATES = frozenset(
    {"be", "fall", "remain", "hold", "control", "run", "rule", "occupy", "govern", "administer", "garrison", "have", "confirm", "report"}
)
_ONLY_PLACES = frozenset(
    {
        "overrun",
        "retake",
        "recapture",
        "liberate",
        "occupy",
        "reoccupy",
        "regain",
        "conquer",
        "reconquer",
        "recover",
        "repossess",
        "reclaim",
    }
)
_ONLY_FIGHTERS_TAKE = _ONLY_PLACES - {"occupy"} | {"capture", "seize", "storm"}
_TAKE_NEEDS_NAME = frozenset({"acquire", "gain", "take", "win", "grab", "secure", "storm", "recover", "control", "occupy", "free", "claim"})


_CITY = 100_000
_BASES = frozenset({"base", "camp", "garrison", "barracks", "post", "headquarters"})
_BESIDE = 2
"""Letters between an object and what is said of it: "took Homs to the brink", not "took X, on the road from A to B"."""
_JOINTLY = lazy_pattern(r"\b(?:along|together) with\b", re.IGNORECASE)
_MOSTLY = lazy_pattern(r"(?:two[- ]thirds|three[- ]quarters|four[- ]fifths|nine[- ]tenths)\b", re.IGNORECASE)
_WHOLLY = lazy_pattern(r"\s+(?:entirely|completely|wholly|fully|totally|all)\b", re.IGNORECASE)
_ALMOST = lazy_pattern(r"\b(?:almost|nearly|partially|partly|virtually)\b", re.IGNORECASE)


def read_takings(clause: Clause, scene: Scene) -> list[Draft]:
    """Return the changes of control (and contested entries) that a clause tells."""
    if ended(clause):
        return read_ended(clause, scene)
    real, _ = happened(clause)
    if scene.text[clause.vp.start : clause.vp.end].casefold() == "be":
        return []  # "would march on X and be in the capital by June"
    almost = _ALMOST.search(scene.text, clause.vp.start, clause.vp.end + (12 if clause.vp.lemma == "be" else 0))
    if almost is not None and not (clause.vp.lemma == "be" and _WHOLLY.match(scene.text, almost.end())):
        return []  # "had almost captured the city", "is partly under the army's control"
    if clause.vp.form == "pp" and {"not", "never", "nor", "neither"} & set(clause.adverbs):
        return []  # "empty, but not occupied"
    if not real or clause.conjunction == "naming":
        return read_deed_nouns(clause, scene) if real else []
    if clause.vp.passive and clause.subject and clause.subject[0].plural and (staged := read_stages(clause, scene)):
        return staged  # "both towns had been taken earlier, A on Monday and B on Friday": those two, none told before
    for frame in (
        _control_of,
        _take,
        read_expelled,
        read_cleared,
        read_lost,
        read_garrison,
        read_fall,
        read_state,
        read_hold,
        read_seat,
        read_flag,
        _declare,
        read_frames,
        read_found,
        read_no_fight,
        read_entry,
        read_continued,
    ):
        drafts = frame(clause, scene)
        if drafts:
            _since(clause, scene, drafts)
            own_times(clause, scene, drafts)
            respectively(clause, scene, drafts)
            more = _more_places(clause, scene, drafts) + _passed_on(clause, scene, drafts[-1]) + also_taken(clause, scene, drafts[-1])
            told = {draft.place.mention.start for draft in (*drafts, *more) if draft.place is not None}
            more += [draft for draft in read_stages(clause, scene) if draft.place is not None and draft.place.mention.start not in told]
            return drafts + more + read_deed_nouns(clause, scene)
    return read_stages(clause, scene) or read_deed_nouns(clause, scene) or read_siege(clause, scene)


def _since(clause: Clause, scene: Scene, drafts: list[Draft]) -> None:
    """Date a state that has lasted since a day to that day: "has been in rebel hands since 13 June"."""
    waited = (
        [time for time in clause.times if time.use == "until"]
        if (waited_until(clause) and clause.vp.negated) or clause.noun == "ordinal"
        else _not_until(clause, scene)
    )
    for time in waited[:1]:
        found = resolve_time(time, scene.story.published, scene.story.reference)
        for draft in drafts if found is not None else ():
            draft.date, draft.date_rule = found, f"{time.text!r}: not before it"
        return
    if clause.vp.lemma not in _STATES:
        return
    for time in told_once(clause.times, scene.story.published):
        span = resolve_time(time, scene.story.published, scene.story.reference) if time.spec[0] == "range" else None
        if span is not None and span.start is not None and span.precision != "day":
            for draft in drafts:
                draft.date, draft.date_rule = DateRange.day(span.start), f"{time.text!r}: the first day of which it holds"
            return
        if time.use == "since":
            found = resolve_time(time, scene.story.published, scene.story.reference)
            if found is not None:
                for draft in drafts:
                    draft.date, draft.date_rule = found, f"{time.text!r}: the day from which it holds"
                return


def _not_until(clause: Clause, scene: Scene) -> list[TimeExpression]:
    """Return the time of "not until Monday did they take X"."""
    lead = [chunk for chunk in scene.chunks if chunk.start < clause.vp.start and chunk.kind not in {"QUOTE", "COMMA"}]
    if len(lead) < 2 or lead[0].low != "not" or lead[1].time is None or lead[1].time.use != "until":
        return []
    return [lead[1].time] if scene.clauses[:1] and clause.parent is scene.clauses[0] and scene.clauses[0].vp.lemma in {"do", "be"} else []


def _take(clause: Clause, scene: Scene) -> list[Draft]:
    if (
        clause.vp.lemma == "claim"
        and not clause.vp.passive
        and clause.objects
        and all(np.head_place is not None or np.name is not None for np in clause.objects)
    ):
        to = scene.agents(clause.subject, clause)
        drafts = make_changes(scene, clause, scene.places(clause.objects, clause), "claims it", to=to, lost=[], strength=1) if to else []
        for draft in drafts:
            draft.claim, draft.claim_by = "claimed", (clause.subject[0].text,)
        return drafts
    if "take" not in clause.classes() or clause.vp.lemma in {"control", "invade"}:
        return []
    if (declared := _declared_taken(clause, scene)) is not None:
        return declared
    if clause.vp.lemma in {"win", "take", "gain", "retain", "secure"} and of_a_ballot(scene):
        return []  # "won A in the election"
    if clause.vp.progressive:
        return []
    patients = patients_of(clause)
    if clause.vp.passive and clause.vp.form == "pp" and patients and patients[0].head in {"both", "all", "each"} and patients[0].of is None:
        patients = _each_of(clause, scene) or patients
    name_numbered(patients)
    suffered = clause.vp.lemma in _ONLY_PLACES or (clause.vp.passive and bool(sides_after(clause, scene, "from")))
    if clause.vp.lemma in _ONLY_PLACES and [np.words for np in patients] == [("them",)]:
        patients = _them(clause, scene) or patients
    beside = any(names_place(np) for np in (*patients, *(np for row, _ in clause.more_objects for np in row)))
    if (clause.times and clause.vp.lemma not in _OF_PERSONS) or beside:
        name_with_article(patients)  # "captured al-Masri" may be a man
    if suffered or (clause.times and any(taken_in(np.text, scene.text) for np in patients)):
        name_by_verb(patients)
    places = [ref for ref in scene.places(patients, clause) if ref is not None]
    if not places and patients and (site := _its_site(patients[0], clause, scene)) is not None:
        places = [site]
    if not places and patients and any("settlement" in item.classes for item in (patients[0], patients[0].of) if item is not None):
        # "captured a string of towns, including A and B"
        for other in scene.clauses:
            same = other.vp.form == "ing" or other.subject[:1] == patients[:1]  # "towns captured by X include A and B"
            if other.vp.lemma == "include" and same and other.index > clause.index:
                places = scene.places([np for np in other.objects if np.head_place is not None or np.name is not None], clause)
                break
            called = (
                other.vp.lemma in {"name", "identify", "list"} and other.index > clause.index and [np.words for np in other.objects] == [("them",)]
            )
            if called and patients[0].plural and (listed := [np for pp in other.pp("as") for np in pp.phrases if names_place(np)]):
                places = scene.places(listed, clause)  # "took four towns, the government said, naming them as A and B"
                break
            if other.vp.lemma == "be" and not other.vp.passive and (named := _among(clause, other, patients[0], scene)):
                places = scene.places(named, clause)
                break
    if not places and clause.more_objects and patients and not clause.vp.passive:
        to = scene.agents(clause.subject, clause)  # "took the barracks on Sunday and, a day later, the town of X"
        phrases, times = clause.more_objects[0]
        drafts = make_changes(scene, clause, scene.places(phrases, clause), f"verb of taking: {clause.vp.phrase}", to=to, lost=[]) if to else []
        own = [found for time in times if (found := resolve_time(time, scene.story.published, scene.story.reference)) is not None]
        for draft in drafts if own else ():
            draft.date, draft.date_rule = own[0], times[0].text
        del clause.more_objects[0]
        return drafts
    if not places:
        return []
    head = patients[0]
    if (
        clause.vp.lemma in _TAKE_NEEDS_NAME
        and not any(
            np.head_place is not None or np.name is not None or "settlement" in np.classes or np.pronoun or np.head == "garrison"
            for np in (item.of if item.head == "whole" and item.of is not None else item for item in patients)
        )
        and not places[0].partial
    ):
        return []
    if (
        "road" in head.classes
        or head.head in {"road", "highway", "border"}
        or (places[0].mention.place is not None and places[0].mention.place.kind == "road")
    ):
        return []
    sure = clause.vp.lemma in _ONLY_FIGHTERS_TAKE and (names_place(head) or (head.pronoun and places[0].rule != "named"))
    if clause.vp.passive:
        to = sides_after(clause, scene, "by")
        lost = sides_after(clause, scene, "from")
        to = _told_beside(clause, scene) or to or (strangers((np for pp in clause.pp("by") for np in pp.phrases), scene) if sure else [])
        if clause.pp("by") and not to:
            return []
        to = to or _goes_on(clause, scene)
        above = clause.parent if clause.relation == "part" and not to else None
        if above is not None and "hold" in above.classes() and not above.vp.passive and patients[:1] == above.objects[:1]:
            to = scene.agents(above.subject, above)  # "holds A and B, captured in May"
    else:
        to = scene.agents(clause.subject, clause) or (strangers(clause.subject, scene) if sure else [])
        lost = sides_after(clause, scene, "from")
        if (
            not to
            and clause.subject
            and not all(np.pronoun or "combatant" in np.classes for np in clause.subject)
            and not vague_subject(clause.subject[0])
        ):
            return []
    for pp in clause.pp("with", "along with", "as"):
        if (
            pp.start > clause.vp.end
            and _JOINTLY.search(scene.text, max(pp.start - 10, clause.vp.start), pp.start + 5) is not None
            and pp.phrases[0].head_place is not None
        ):
            places = [*places, *scene.places(pp.phrases, clause)]
    # "free", "take", "hold" of things: "took Homs by surprise" is fine, "took Homs to the brink" is not
    led = [pp for pp in clause.pp("to", "into") if pp.start > clause.vp.end and pp.start - max(head.end, clause.vp.end) <= _BESIDE]
    if clause.vp.lemma == "take" and not clause.vp.particle and led and not sides_after(clause, scene, "from"):
        return []  # "took Homs to the brink", "Davis was taken to a hospital"
    if not to and not lost and (not clause.vp.passive) and clause.subject and clause.subject[0].words[:1] in {("he",), ("she",)}:
        return []
    if clause.vp.lemma == "free" and clause.vp.passive and "civilian" in head.classes:
        return []
    if clause.vp.lemma == "storm" and any(_takes_quarters(other, clause) for other in scene.clauses):
        places = [type(ref)(ref.mention, ref.start, ref.end, ref.rule, partial=True) for ref in places]
    return make_changes(scene, clause, places, f"verb of taking: {clause.vp.phrase}", to=to, lost=lost, strength=3)


def _its_site(np: NounPhrase, clause: Clause, scene: Scene) -> PlaceRef | None:
    """Return the town for its base: "attacked X and overran its camp"; a part of it where it is large."""
    if np.determiner != "its" or np.head not in _BASES or np.of is not None or np.plural or clause.vp.passive:
        return None
    found = scene.story.antecedent("", clause.vp.start)
    if found is None or not scene.story.spoken_of(found):
        return None
    large = found.place is not None and (found.place.population or 0) >= _CITY
    return PlaceRef(found, np.start, np.end, "its base: the place spoken of before", partial=large)


def _among(clause: Clause, other: Clause, np: NounPhrase, scene: Scene) -> list[NounPhrase]:
    """Return the places of "A and B are among the towns captured", "among the towns that they captured are A and B"."""
    before = scene.text[max(scene.start, np.start - 8) : np.start].lower()
    if not np.plural or not before.strip().endswith(("among", "amongst", "of")):
        return []
    named = other.subject if other.index < clause.index else other.objects
    return [item for item in named if item.head_place is not None or item.name is not None]


def _declared_taken(clause: Clause, scene: Scene) -> list[Draft] | None:
    """Read "the army declared it recovered on 5 April": the participle is what it is declared to be; None where it is none."""
    above = clause.parent
    if above is None or above.vp.lemma not in {"declare", "proclaim", "pronounce", "report"} or above.vp.passive or clause.relation != "that":
        return None
    bare = not (clause.vp.passive or clause.vp.perfect or clause.objects) and clause.vp.end - clause.vp.start == len(
        scene.text[clause.vp.start : clause.vp.end].split()[0]
    )
    if not bare or len(clause.subject) != 1 or clause.subject[0].start - above.vp.end > _BESIDE:
        return None
    np = clause.subject[0]
    to = scene.agents(above.subject, above)
    if not to or onlooker(to[0], scene) or not (names_place(np) or np.pronoun or "settlement" in np.classes):
        return None
    drafts = make_changes(scene, clause, scene.places([np], clause), f"declared taken: {clause.vp.phrase}", to=to, lost=[], strength=2)
    for draft in drafts:
        draft.claim, draft.claim_by = "claimed", (" ".join(above.subject[0].text.split()),)
    return drafts


_TOWNS = word_set("town_words")
_OF_PERSONS = frozenset({"capture", "seize", "free", "liberate", "grab", "snatch", "get back", "bring back", "occupy", "storm", "secure"})
"""What may be done to a man as well as to a town."""
_GOVERNS = frozenset({"minister", "president", "premier", "government"})
_FREE = frozenset({"free", "liberated", "secured", "cleared", "recaptured"})


def _declare(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "declared A free", "pronounced the province liberated": of those who say so of themselves."""
    if clause.vp.lemma not in {"declare", "proclaim", "pronounce"} or clause.vp.passive or len(clause.objects) != 1:
        return []
    np = clause.objects[0]
    free = bool(np.words[-1:]) and np.words[-1] in _FREE and np.of is None
    to = scene.agents(clause.subject, clause) if free else []
    state = scene.sides.state
    first = clause.subject[0] if clause.subject else None
    heads = first is not None and first.head in _GOVERNS and (first.head != "minister" or "prime" in first.words) and not first.places()
    if free and not to and state is not None and first is not None and heads and not clause.pp("of", "from"):
        to = [scene.sides.make(state, "", first.start, first.end, "the state whose head speaks")]
    if not to or onlooker(to[0], scene):
        return []
    places = [PlaceRef(mention, mention.start, mention.end, "named") for mention in np.modifier_places[-1:]]
    if not places and np.determiner == "the" and np.words[-2:-1] and np.words[-2] in _TOWNS and len(np.words) <= 3:
        found = scene.story.antecedent(np.words[-2], np.start)  # "declared the city free"
        places = [told_before(found, clause, "the place spoken of before")] if found is not None else []
    name = np.text.removesuffix(np.words[-1]).strip()
    if not places and len(name.split()) <= 2 and name.istitle():
        np.name = (np.start, np.start + len(name))
        places = [ref for ref in (scene.story.unknown(np),) if ref is not None]
    drafts = make_changes(scene, clause, places, "declared it free", to=to, lost=[], strength=1)
    for draft in drafts:
        draft.claim, draft.claim_by = "claimed", (" ".join(clause.subject[0].text.split()),)
    return drafts


def _takes_quarters(other: Clause, clause: Clause) -> bool:
    """Whether a storming goes on to the parts that were taken: "stormed Aleppo and took over several neighbourhoods"."""
    return (
        other.parent is clause
        and other.relation in {"coord", "part"}
        and "take" in other.classes()
        and any(np.head in _QUARTERS or (np.of is not None and np.of.head in _QUARTERS) for np in other.objects)
    )


_QUARTERS = word_set("quarters")


def _each_of(clause: Clause, scene: Scene) -> list[NounPhrase]:
    """Return what "both" stands for: "hold A and B, both captured on Sunday", "A and B, both captured on Sunday, are quiet"."""
    above = clause.parent
    if above is None:
        above = next(
            (other for other in scene.clauses if other.index > clause.index and other.subject and other.subject[-1].end < clause.start), None
        )
    return [np for np in (*above.objects, *above.subject) if np.head_place is not None or np.name is not None] if above is not None else []


def _them(clause: Clause, scene: Scene) -> list[NounPhrase]:
    """Return the towns told together before in the sentence: "A and B were quiet two days after the rebels overran them"."""
    rows: list[list[NounPhrase]] = []
    row: list[NounPhrase] = []
    for chunk in scene.chunks:
        np = chunk.np
        while np is not None and np.head_place is None and np.of is not None:
            np = np.of
        place = np.head_place.place if np is not None and np.head_place is not None else None
        if chunk.start >= clause.vp.start:
            break
        if np is not None and place is not None and place.kind in {"city", "town", "village"}:
            row = [*row, np]
        elif chunk.kind not in {"CONJ", "COMMA"}:
            rows, row = [*rows, row], []
    named = [items for items in [*rows, row] if len(items) > 1]
    return named[-1] if named else []


def _goes_on(clause: Clause, scene: Scene) -> list[Side]:
    """Return who goes on from a place that was taken: "with A taken, the army turned to B", "once A had been captured, it advanced on B"."""
    if clause.relation not in {"sub", "part"} or clause.conjunction not in {"", "once", "after", "with"} or clause.pp("by"):
        return []
    for other in scene.clauses:
        if other.index > clause.index and other.vp.lemma in _GOES_ON and not other.vp.passive and clause in {other.parent, other} | {*other.children}:
            return scene.agents(other.subject, other)
    return []


def _told_beside(clause: Clause, scene: Scene) -> list[Side]:
    """Read "X, the last town out of the hands of the RSF, was taken by them": the only side told before in the sentence."""
    if not any(np.pronoun and np.words[:1] == ("them",) for pp in clause.pp("by") for np in pp.phrases):
        return []
    spans = [span for span in scene.sides.spans_in(scene.start, clause.vp.start) if span.record is not None]
    keys = {span.record.side for span in spans if span.record is not None}
    last = spans[-1] if len(keys) == 1 else None
    return [scene.sides.make(last.record, last.text, last.start, last.end, "told before in the sentence")] if last is not None else []


def _passed_on(clause: Clause, scene: Scene, first: Draft) -> list[Draft]:
    """Read a second taker with a day of his own: "was lost to the rebels on 14 January and on the 20th to the government"."""
    rest = [chunk for chunk in scene.chunks if chunk.start >= clause.end][:7]
    while rest and rest[0].kind == "ADV":
        rest = rest[1:]  # "lost to the rebels again and …"
    if not rest or rest[0].kind != "CONJ" or rest[0].low != "and" or first.type != "control_change" or not first.to or first.place is None:
        return []
    rest = [chunk for chunk in rest[1:] if chunk.kind != "ADV"]
    if [chunk.kind for chunk in rest[:3]] == ["P", "NP", "TIME"]:
        rest = [rest[2], rest[0], rest[1], *rest[3:]]
    if [chunk.kind for chunk in rest[:3]] != ["TIME", "P", "NP"] or (len(rest) > 3 and rest[3].kind == "VP"):
        return []
    time, phrase = rest[0].time, rest[2].np
    wanted = "by" if clause.pp("by") else "to"
    if time is None or time.use != "point" or phrase is None or rest[1].low != wanted or not clause.pp(wanted):
        return []
    to = scene.agents([phrase], clause)
    if not to or to[0].key == first.to[0].key:
        return []
    drafts = make_changes(scene, clause, [first.place], f"{first.rule}, and then by another side", to=to, lost=list(first.to[:1]), strength=2)
    for draft in drafts:
        draft.date, draft.date_rule = resolve_time(time, scene.story.published, first.date or scene.story.reference), time.text
        draft.note("date", time.text, time.start, time.end, "its own time under the shared verb")
    return drafts


def _more_places(clause: Clause, scene: Scene, told: list[Draft]) -> list[Draft]:
    """Places under a verb that is said once: "took A on Monday and B on Tuesday"."""
    drafts = []
    first = told[0]
    reached = told[-1].date or first.date or scene.story.reference
    for phrases, times in clause.more_objects:
        own = [found for time in times if (found := resolve_time(time, scene.story.published, reached)) is not None]
        for draft in make_changes(
            scene,
            clause,
            scene.places(phrases, clause),
            f"{first.rule}, said once for several places",
            to=first.to,
            lost=first.lost,
            strength=first.strength,
        ):
            if own:
                draft.date, draft.date_rule = own[0], times[0].text
                draft.note("date", times[0].text, times[0].start, times[0].end, "its own time under the shared verb")
            draft.agent, draft.entry = first.agent, first.entry
            if first.entry and draft.type == "control_change":
                draft.type, draft.status, draft.actor = first.type, first.status, list(first.actor)
            drafts.append(draft)
        reached = own[0] if own else reached
    return drafts


def _control_of(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "took full control of X", "established control over X", "lost control of X", "had X under their control", "put X in rebel hands"."""
    lemma = clause.vp.lemma
    objects = clause.objects if not clause.vp.passive else clause.subject
    control = next((np for np in objects if "control_word" in np.classes and np.head in _CONTROL), None)
    if control is not None and control.head == "charge" and control.of is None and not clause.prepositional:
        control = None
    if control is not None:
        inner = [np.of for np in objects if np.head == control.head and np.of is not None]
        for pp in clause.pp("of", "over") or (clause.pp("in") if not inner else []):
            if not (inner and pp.prep == "of" and not scene.text.startswith("of", pp.start)):
                inner += list(pp.phrases)  # not "control of two districts south of the city of X"
        name_by_verb([np for np in inner if np is not None])
        places = scene.places([np for np in inner if np is not None], clause)
        own = control.determiner in {"its", "their"} and control.of is None and not clause.vp.passive
        if not places and own and lemma in _AGAIN_ITS and not clause.pp("of", "over", "in", "across", "on"):
            found = scene.story.antecedent("", clause.vp.start)  # "before the army reasserted its control"
            spoken_of = found is not None and scene.story.spoken_of(found)
            places = [told_before(found, clause, "its control: the place spoken of before")] if found is not None and spoken_of else []
        if not places:
            return []
        if lemma in {
            "take",
            "seize",
            "gain",
            "win",
            "assume",
            "establish",
            "regain",
            "retake",
            "wrest",
            "recover",
            "reassert",
            "reestablish",
            "re-establish",
            "resume",
            "secure",
            "restore",
            "consolidate",
            "achieve",
            "grab",
            "have",
            "get",
            "wrestle",
            "cement",
        }:
            if lemma in {"consolidate", "cement"}:
                return []
            to = sides_after(clause, scene, "by") if clause.vp.passive else scene.agents(clause.subject, clause)
            if not to and clause.subject and not clause.vp.passive and not clause.subject[0].pronoun and not vague_subject(clause.subject[0]):
                return []  # the mayor took charge, protesters took control of the square
            return make_changes(scene, clause, places, f"{lemma} control of", to=to, lost=sides_after(clause, scene, "from"), strength=3)
        if lemma == "claim" and not clause.vp.passive:
            to = scene.agents(clause.subject, clause) or speaker_sides(clause.subject, scene)
            drafts = make_changes(scene, clause, places, "claims control of", to=to, lost=[], strength=1) if to else []
            for draft in drafts:
                draft.claim, draft.claim_by = "claimed", (clause.subject[0].text,)
            return drafts
        if lemma in {"lose", "cede", "relinquish", "surrender", "yield", "give", "hand", "transfer", "return", "deliver", "pass"}:
            lost = sides_after(clause, scene, "by", "from") if clause.vp.passive else scene.agents(clause.subject, clause)
            return make_changes(scene, clause, places, f"{lemma} control of", to=sides_after(clause, scene, "to"), lost=lost, strength=3)
        return []
    if lemma == "be" and not clause.vp.passive and any(np.head in {"master", "ruler", "holder"} and np.of is not None for np in clause.objects):
        to = scene.agents(clause.subject, clause)
        places = scene.places([np.of for np in clause.objects if np.of is not None], clause)
        return make_changes(scene, clause, places, "are its masters", to=to, lost=[], strength=1) if to else []
    charge = lemma == "take" and (
        any(np.head == "charge" and np.of is None for np in clause.objects) or (clause.vp.particle == "over" and not clause.objects)
    )
    if charge and not clause.vp.passive and not clause.prepositional:
        to = scene.agents(clause.subject, clause)
        found = scene.story.antecedent("", clause.vp.start)
        if to and found is not None:
            places = [told_before(found, clause, "took charge: the place spoken of before")]
            return make_changes(scene, clause, places, "took charge", to=to, lost=[])
    if lemma == "be" and not clause.vp.passive and not {"still", "long"} & set(clause.adverbs):
        for pp in clause.pp("in"):
            phrase = pp.phrases[0]
            if phrase.head not in {"control", "possession", "charge", "command"}:
                continue
            to = scene.agents(clause.subject, clause)
            there = scene.story.antecedent("there", clause.vp.start) if phrase.of is None and "there" in clause.adverbs else None
            if to and there is not None:
                return make_changes(
                    scene, clause, [told_before(there, clause, "there: the place spoken of before")], "is in control there", to=to, lost=[]
                )
            if phrase.of is None:
                continue
            held = phrase.of
            places = scene.places([np.of for np in pp.phrases if np.of is not None], clause)
            if not places and to and held.head in {"street", "square"} and held.of is None and len(clause.pp("of", "at", "in")) == 1:
                town = scene.story.antecedent("city", clause.vp.start)  # "were in command of the streets"
                places = [told_before(town, clause, "its streets: the place spoken of before")] if town is not None else []
            if not places and held.head in {"street", "district", "neighbourhood", "area", "part", "most", "quarter"}:
                after = next((other for other in clause.pp("in", "of", "at") if other.start >= held.end), None)
                places = scene.places(after.phrases, clause) if after is not None else []
                mostly = "most" in held.words or "all" in held.words
                places = [type(ref)(ref.mention, ref.start, ref.end, ref.rule, partial=not mostly) for ref in places]
            if _MOSTLY.search(held.text) and held.of is not None and held.of.head_place is not None:
                places = [type(ref)(ref.mention, ref.start, ref.end, ref.rule) for ref in places]
            if to and places:
                return make_changes(scene, clause, places, "is in control of", to=to, lost=[], strength=2)
        return []
    if lemma == "leave" and ({"still"} & set(clause.adverbs) or clause.pp("as")):
        return []  # "leaving A as the only city still under army control"
    if lemma in {"have", "put", "bring", "place", "leave", "deliver", "return", "restore"} and (objects or clause.vp.passive):
        for pp in clause.pp("under", "in", "into", "to"):
            phrase = pp.phrases[0]
            if "control_word" not in phrase.classes or (pp.prep == "to" and lemma not in {"return", "restore", "bring"}):
                continue
            places = scene.places(objects, clause)
            side = scene.holder(phrase, clause)
            if side is None and not clause.vp.passive and not phrase.determiner and phrase.of is None and lemma in {"bring", "put"}:
                side = next(iter(scene.agents(clause.subject, clause)), None)  # "brought the town under full control"
            if places and side is not None:
                return make_changes(scene, clause, places, f"{lemma} a place {pp.prep} someone's {phrase.head}", to=[side], lost=[], strength=3)
    return []
