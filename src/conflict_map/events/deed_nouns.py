"""Control told by a noun: "the capture of X by Y", "the fall of X", "confirmed the loss of the city", "the entry of Y into X"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.control import make_changes, name_by_verb, onlooker, speaker_sides, told_before
from conflict_map.events.counted_from import counted_from, shift_before
from conflict_map.events.dates import DateRange
from conflict_map.events.dating import resolve_time
from conflict_map.events.entries import as_entry
from conflict_map.events.strangers import strangers
from conflict_map.events.truth import happened, speaker_kind
from conflict_map.events.voices import seated
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["read_deed_nouns"]

_HAILS = frozenset({"celebrate", "hail", "toast", "trumpet", "cheer", "complete"})
_NOT_THE_DOER = frozenset(
    {
        "confirm",
        "welcome",
        "applaud",
        "praise",
        "greet",
        "describe",
        "recall",
        "acknowledge",
        "admit",
        "concede",
        "condemn",
        "deplore",
        "lament",
        "mourn",
        "suffer",
        "learn",
        "hear",
        "fear",
        "blame",
        "regret",
        "follow",
    }
)


_NOT_YET = frozenset({"before", "until", "for", "against", "towards", "toward", "without", "ahead", "despite"})
_SINCE = frozenset({"after", "since", "following", "upon"})
_PRESSES_ON = word_set("presses_on")
_DEFENDERS = frozenset({"garrison", "defender", "headquarter", "headquarters", "base", "holdout", "outpost", "fortress"})
_OF_PLACES_ALONE = frozenset({"overrunning", "retaking", "reoccupation", "occupation", "liberation", "storming", "reconquest", "annexation"})
"""Nouns of deeds that only places suffer, so that a name behind them that no table knows is one."""
_GIVES = frozenset({"give", "hand", "bring", "allow", "enable", "put", "let", "earn", "win"})
_COSTS = frozenset({"cost", "deprive", "rob", "strip"})
"""What the fall of a place does to the side that gains or loses it."""
_OUSTINGS = frozenset({"expulsion", "ouster", "eviction", "ejection", "ousting"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEAR = 60
_CLOSE = 3
"""Letters between a noun and the phrase that says who did it, and between that phrase and its own time."""
_ENTRIES = frozenset({"entry", "entrance", "incursion"})


def _entry_noun(clause: Clause, scene: Scene, np: NounPhrase) -> list[Draft]:
    """Read "the entry of X into Y", "X's entry into Y"."""
    into = [pp for pp in clause.pp("into", "in", "to") if 0 <= pp.start - np.end <= 60 and not (pp.prep != "into" and clause.pp("into"))]
    to = scene.agents([inner for inner in (np.of, np.possessor) if inner is not None], clause)
    places = [ref for pp in into[:1] for ref in scene.places(pp.phrases, clause)]
    return as_entry(clause, scene, places, "noun of entering", to) if to and places else []


def _placed(np: NounPhrase) -> bool:
    return np.head_place is not None or np.name is not None


_TO_COME = frozenset({"matter", "question", "imminent", "inevitable", "likely", "unlikely", "possible", "near", "close"})
_NEWS = frozenset({"news", "new", "announcement", "confirmation", "wake", "aftermath"})
"""What a noun of taking may be told as: "news of the fall of X", "in the aftermath of the capture of X"."""
_CLAIMS = frozenset({"claim", "announce", "declare", "proclaim", "boast", "trumpet", "assert", "report"})


def _as_claimed(made: list[Draft], clause: Clause, scene: Scene, role: str) -> None:
    """Mark what a warring side announces of itself: "the army claimed the capture of X", "the fall of X was claimed by the rebels"."""
    if clause.vp.lemma not in _CLAIMS or (role != "object" and not (role == "subject" and clause.vp.passive)):
        return
    by = [np for pp in clause.pp("by") for np in pp.phrases] if clause.vp.passive else clause.subject
    for np in by[:1]:
        if speaker_kind(np.text, scene.sides, np.start, np.end) == "side" or (np.pronoun and clause.vp.lemma == "claim"):
            for draft in made:
                draft.claim, draft.claim_by = "claimed", (" ".join(np.text.split()),)


def _after_a_time(np: NounPhrase, clause: Clause, scene: Scene) -> NounPhrase | None:
    """Return the place of "the capture on Monday of A": nothing but a time stands between the noun and its "of"."""
    if not ("capture_word" in np.classes or np.head in {"fall", "loss", "surrender"}):
        return None
    for pp in clause.pp("of"):
        between = [time for time in clause.times if np.end <= time.start and time.end <= pp.start]
        words = scene.text[np.end : pp.start].strip()
        if between and words == scene.text[between[0].start : between[-1].end] and _placed(pp.phrases[0]):
            return pp.phrases[0]
    return None


def _of_it(clause: Clause, scene: Scene, np: NounPhrase) -> list[Draft]:
    """Read "the takeover by the rebels, at daybreak on 3 January, lasted three hours": of the place spoken of before."""
    following = next((pp for pp in clause.prepositional if pp.prep == "by" and 0 <= pp.start - np.end <= 2), None)
    to = scene.agents(following.phrases, clause) if following is not None else []
    found = scene.story.antecedent("", np.start) if to else None
    if found is None:
        return []
    return make_changes(scene, clause, [told_before(found, clause, "the place spoken of before")], f"noun of taking: {np.head}", to=to, lost=[])


def _of_its(clause: Clause, scene: Scene, np: NounPhrase, role: str) -> list[Draft]:
    """Read "a week after its capture by the rebels, A was quiet", "A, since its fall to them, has …": of the place that the clause is about."""
    taken = "capture_word" in np.classes
    if not (taken or "fall_word" in np.classes or np.head == "loss") or role in _NOT_YET:
        return []
    wanted = "by" if taken else "to"
    following = next((pp for pp in clause.prepositional if pp.prep == wanted and 0 <= pp.start - np.end <= _NEAR), None)
    if following is not None and role == "subject" and following.start > clause.vp.start:
        following = None  # "whose fall opened the road to B"
    to = scene.agents(following.phrases, clause) if following is not None else []
    if clause.wh == "whose":
        about = clause.antecedents[:1]  # "A, whose capture by the rebels in May …"
    else:
        about = [item for item in clause.subject if item is not np and (_placed(item) or "settlement" in item.classes)]
    found = scene.story.antecedent("", np.start) if to and not about else None
    places = scene.places(about[:1], clause) if about else [told_before(found, clause, "the place spoken of before")] if found is not None else []
    if not to or not places:
        return []
    made = make_changes(scene, clause, places, f"noun of taking: {np.head}", to=to, lost=[])
    shift = shift_before(np, scene)
    own = next((time for time in clause.times if following is not None and 0 <= time.start - following.end <= _CLOSE), None)
    for draft in made:
        if shift is not None:
            base, rule = scene.story.date_of(clause)
            draft.date, draft.date_rule = counted_from(base, shift), f"{shift.text!r} {rule}"
        elif own is not None:
            draft.date, draft.date_rule = resolve_time(own, scene.story.published, scene.story.reference), own.text
        elif role not in {"subject", "object"} or clause.wh == "whose":
            draft.date, draft.date_rule = _year_before(np)
    return made


def _ousted(clause: Clause, scene: Scene, np: NounPhrase) -> list[Draft]:
    """Read "the expulsion of X from A by Y"."""
    lost = scene.agents([np.of], clause) if np.of is not None else []
    following = [pp for pp in clause.prepositional if 0 <= pp.start - np.end <= _NEAR]
    places = [ref for pp in following if pp.prep == "from" for ref in scene.places([item for item in pp.phrases if _placed(item)], clause)]
    to = [side for pp in following if pp.prep == "by" for side in scene.agents(pp.phrases, clause)]
    made = make_changes(scene, clause, places, f"noun of ousting: {np.head}", to=to, lost=lost, strength=1) if lost else []
    shift = shift_before(np, scene)
    own = next((time for time in clause.times if 0 <= time.start - np.end <= _NEAR), None)
    for draft in made:
        if shift is not None:
            base, rule = scene.story.date_of(clause)
            draft.date, draft.date_rule = counted_from(base, shift), f"{shift.text!r} {rule}"
        elif own is None:
            draft.date, draft.date_rule = None, "not given"
    return made


def _year_before(np: NounPhrase) -> tuple[DateRange | None, str]:
    """Return the year of "its 2014 capture"."""
    year = next((word for word in np.text.split() if _YEAR.fullmatch(word)), None)
    return (DateRange.year(int(year)), year) if year is not None else (None, "not given")


def _held_by(inner: NounPhrase, clause: Clause, scene: Scene) -> list[PlaceRef]:
    """Return the place whose defenders give in: "the surrender of its garrison", "of the defenders of A", "of the base in A"."""
    if inner.determiner == "its" and inner.head in {"garrison", "defender"}:
        mention = scene.story.antecedent("", inner.start)
        return [told_before(mention, clause, "its garrison gave in: the place spoken of before")] if mention is not None else []
    own = [np for np in (inner.possessor, inner.of) if np is not None and (_placed(np) or "settlement" in np.classes)]
    own = own or [np for pp in clause.pp("in", "at") if 0 <= pp.start - inner.end <= _CLOSE for np in pp.phrases if _placed(np)]
    return [type(ref)(ref.mention, ref.start, ref.end, ref.rule) for ref in scene.places(own, clause)]


def _and_of(np: NounPhrase, clause: Clause, scene: Scene, first: Draft) -> list[Draft]:
    """Read the places under one noun with times of their own: "the capture of A on Monday and of B on Tuesday"."""
    drafts: list[Draft] = []
    reached = first.date
    for pp in clause.pp("of"):
        if pp.start < np.end or not scene.text[scene.start : pp.start].rstrip().endswith(("and", ",")) or not _placed(pp.phrases[0]):
            continue
        time = next((item for item in clause.times if 0 <= item.start - pp.end <= _CLOSE), None)
        for draft in make_changes(scene, clause, scene.places(pp.phrases, clause), first.rule, to=first.to, lost=first.lost, strength=first.strength):
            draft.agent = first.agent
            draft.date, draft.date_rule = (resolve_time(time, scene.story.published, reached), time.text) if time else (first.date, first.date_rule)
            reached = draft.date or reached
            drafts.append(draft)
    return drafts


_FALLS = frozenset({"fall", "loss", "surrender", "capitulation"})
_DEEDS = frozenset(_OUSTINGS) | frozenset(_OF_PLACES_ALONE) | frozenset(_ENTRIES) | _FALLS
"""Nouns of which something is read; so are those of the class ``capture_word`` and what is called "its"."""


def read_deed_nouns(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "after the capture of X by Y", "the fall of X to Y", "confirmed the loss of the city"."""
    drafts: list[Draft] = []
    real, _ = happened(clause)
    if not real:
        return []
    speech_of = "irrealis" in clause.classes() and "speech" not in clause.classes()
    above = clause.parent
    aside = above is not None and above.relation == "part" and above.vp.form == "pp"  # "its loss, confirmed on Friday by X, gives …"
    phrases = [(np, "subject") for np in clause.subject if not clause.shared_subject or aside] + [(np, "object") for np in clause.objects]
    for pp in clause.prepositional:
        phrases += [(np, pp.prep) for np in pp.phrases]
    for told, role in phrases:
        np = told.of if told.head in _NEWS and told.of is not None and told.determiner != "no" else told
        head = np.head
        whose = clause.wh == "whose" and clause.relation == "rel" and role == "subject"
        if head not in _DEEDS and "capture_word" not in np.classes and np.determiner != "its" and not whose:
            continue  # most nouns
        owned = np.possessor if np.possessor is not None and (_placed(np.possessor) or head in _ENTRIES) else None
        if owned is None and np.possessor is not None and "settlement" in np.possessor.classes and np.possessor.determiner in {"the", "this", "that"}:
            owned = np.possessor  # "the town's surrender to the rebels"
        inner = np.of or owned
        if head in _OUSTINGS and np.of is not None and role not in _NOT_YET and not speech_of:
            drafts += _ousted(clause, scene, np)
            continue
        if head in _OF_PLACES_ALONE and inner is not None:
            name_by_verb([inner])
        if inner is None and (np.determiner == "its" or whose) and (made := _of_its(clause, scene, np, role)):
            drafts += made
            continue
        if inner is None and "capture_word" in np.classes and np.determiner == "the" and any(pp.prep == "by" for pp in clause.prepositional):
            drafts += _of_it(clause, scene, np)  # "the takeover by the rebels, at daybreak, lasted …"
            continue
        if inner is None or inner is np.possessor:
            inner = _after_a_time(np, clause, scene) or inner  # "the army's capture on Monday of A"
        taken = "capture_word" in np.classes and inner is not None
        if head in _ENTRIES and inner is not None and role not in _NOT_YET and np.determiner not in {"any", "no"} and not speech_of:
            drafts += _entry_noun(clause, scene, np)
            continue
        fallen = head in _FALLS and inner is not None
        if not (taken or fallen) or inner is None:
            continue
        if (
            (speech_of and role not in _SINCE)
            or (role == "subject" and any(_TO_COME & set(item.words) for item in clause.objects))
            or role in _NOT_YET
            or "possible" in np.words
            or "imminent" in np.words
            or "attempted" in np.words
            or np.determiner in {"any", "no"}
        ):
            continue
        if "deny" in clause.classes() or (
            clause.vp.lemma
            in {
                "prevent",
                "begin",
                "start",
                "launch",
                "attempt",
                "delay",
                "demand",
                "threaten",
                "seek",
                "plan",
                "want",
                "expect",
                "mark",
                "commemorate",
                "celebrate",
                "fear",
                "order",
            }
            and role == "object"
            and clause.vp.lemma not in {"celebrate", "mark"}
        ):
            continue
        held = _held_by(inner, clause, scene) if fallen and inner.head in _DEFENDERS else []
        if not (inner.head_place or inner.name or "settlement" in inner.classes or held):
            continue
        places = held or scene.places([inner], clause)
        following = [pp for pp in clause.prepositional if pp.start >= np.end and pp.start - np.end <= 60]
        doers = [np for pp in following if pp.prep == "by" for np in pp.phrases]
        by = scene.agents(doers, clause) or (strangers(doers, scene) if taken else [])
        ends = clause.vp.start if role == "subject" else scene.end  # "the fall of A opens the road to B"
        to = [side for pp in following if pp.prep == "to" and pp.start < ends for side in scene.agents(pp.phrases, clause)]
        owner = scene.story.side_of(np.possessor, clause) if np.possessor is not None and inner is not np.possessor else None
        if owner is None and np.determiner in {"its", "their", "his"}:
            owner = scene.story.side_of(np, clause)
        before = list(scene.sides.spans_in(np.start, inner.start)) if inner.start > np.start else []
        if owner is None and before:
            owner = scene.sides.make(before[-1].record, before[-1].text, before[-1].start, before[-1].end, "named before the noun")
        from_ = [side for pp in following if pp.prep == "from" for side in scene.agents(pp.phrases, clause)]
        if taken:
            made = make_changes(scene, clause, places, f"noun of taking: {head}", to=by or ([owner] if owner else []), lost=from_, strength=2)
        else:
            speaker = (
                scene.agents(clause.subject, clause) or speaker_sides(clause.subject, scene)
                if head == "loss" and role == "object" and clause.vp.lemma in {"confirm", "concede", "admit", "acknowledge", "suffer"}
                else []
            )
            made = make_changes(
                scene, clause, places, f"noun of losing: {head}", to=to, lost=[owner] if owner else speaker, strength=1 if not to else 2
            )
        whom = scene.agents(clause.objects[:1], clause) if role == "subject" and not (by or to or owner) and not clause.vp.passive else []
        for draft in made if whom else ():
            if clause.vp.lemma in _GIVES:
                draft.to, draft.agent = whom, None  # "the fall of A gives the rebels the valley"
            elif clause.vp.lemma in _COSTS:
                draft.lost, draft.agent = whom, None  # "the fall of A cost the army its last base"
        if head in {"loss", "surrender"} and role in {"with", "after", "since", "from"} and not to and not owner:
            bereft = scene.agents(clause.subject, clause)[:1]  # "with the loss of X the regime has no base left"
            for draft in made if clause.vp.lemma in {"have", "lose", "keep", "retain", "hold", "withdraw", "retreat"} else ():
                draft.lost, draft.agent = bereft or draft.lost, None
        doer = scene.agents(clause.subject, clause)[:1] if role != "subject" and not by and not clause.vp.passive else []
        if not doer and role == "object" and clause.vp.lemma in _CLAIMS and clause.subject and not by and not clause.vp.passive:
            seat = seated(clause.subject[0], clause, scene.sides)  # "the defence ministry in Moscow announced the capture of X"
            doer = [seat] if seat is not None else speaker_sides(clause.subject, scene)
        if (
            doer
            and (taken or clause.vp.lemma in _HAILS)
            and owner is None
            and not to
            and (role in {"with", "by", "after", "object"})
            and clause.vp.lemma not in _NOT_THE_DOER
            and not (clause.vp.lemma in _HAILS and onlooker(doer[0], scene))
        ):
            for draft in made:  # "with the capture of X the rebels control the valley", "announced the capture of X"
                draft.to, draft.agent = list(doer), None
                draft.note("side", doer[0].names[0], doer[0].start, doer[0].end, "the subject of the clause that tells of the capture")
        elif fallen and doer and role in _SINCE and clause.vp.lemma in _PRESSES_ON and owner is None and not to:
            for draft in made:  # "after the fall of X the rebels pushed on to Y"
                draft.to, draft.agent = list(doer), None
                draft.note("side", doer[0].names[0], doer[0].start, doer[0].end, "the one who goes on from there")
        _as_claimed(made, clause, scene, role)
        if (shift := shift_before(told, scene)) is not None:
            for draft in made:  # "two days after the fall of A": counted from the day of the clause, not on it
                base, rule = scene.story.date_of(clause)
                draft.date, draft.date_rule = counted_from(base, shift), f"{shift.text!r} {rule}"
            drafts += made
            continue
        for draft in made:
            beside = [time for time in clause.times if np.end <= time.start <= np.end + 60 or abs(time.end - np.start) <= 3]
            own_time = [time for time in beside if time.use != "since"]  # "Monday's seizure of A", not "the third loss since May"
            if len(clause.times) > 1 and own_time and role == "subject":  # "the fall of A on Monday was followed on Friday by …"
                nearest = min(own_time, key=lambda time: abs(time.start - np.end))
                first = resolve_time(nearest, scene.story.published, scene.story.reference)
                draft.date, draft.date_rule = (first, nearest.text) if first is not None else (draft.date, draft.date_rule)
            if (
                not own_time
                and not (role in {"with", "by"} and clause.times and not clause.vp.perfect)
                and not (clause.vp.lemma in {"announce", "confirm", "declare", "claim", "report", "celebrate", "complete"} and role == "object")
            ):
                draft.date, draft.date_rule = None, "not given"
        drafts += made
        drafts += _and_of(np, clause, scene, made[0]) if made else []
    return drafts
