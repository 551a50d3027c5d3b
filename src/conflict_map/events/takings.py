"""Control: who took a place, who lost it, in every voice that reports use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.dates import resolve_time
from conflict_map.events.truth import happened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_map.events.chunks import NounPhrase
    from conflict_map.events.clauses import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.story import PlaceRef

__all__ = ["read_takings"]

_NOT_TAKEN = frozenset({"continent", "sea", "lake", "river", "region", "border"})
_TAKE_NEEDS_NAME = frozenset({"take", "win", "grab", "secure", "storm", "recover", "control", "occupy", "free", "claim"})
_SILENT_FALL = frozenset({"silent", "ill", "short", "apart", "asleep", "behind", "sharply", "victim", "prey", "sick"})
_QUIET_ENTRY = frozenset(["resistance", "fight", "shot", "battle", "opposition", "firing", "fighting"])


def read_takings(clause: Clause, scene: Scene) -> list[Draft]:
    """Return the changes of control (and contested entries) that a clause tells."""
    real, _ = happened(clause)
    if not real or clause.conjunction == "naming":
        return _in_phrases(clause, scene) if real else []
    for frame in (_control_of, _take, _expel, _clear, _lose, _garrison, _fall, _state, _flag, _enter):
        drafts = frame(clause, scene)
        if drafts:
            return drafts + _more_places(clause, scene, drafts[0]) + _in_phrases(clause, scene)
    return _in_phrases(clause, scene)


def _make(scene: Scene, clause: Clause, places: Iterable[PlaceRef], rule: str, *, to: list[Side], lost: list[Side], strength: int = 2) -> list[Draft]:
    drafts = []
    for place in places:
        kind = place.mention.place.kind if place.mention.place is not None else ""
        if kind in _NOT_TAKEN:
            continue
        draft = scene.draft("control_change", clause, rule, place=place)
        if place.partial:
            draft.type, draft.status = "clash", "contested"
            draft.rule = f"{rule}: only a part of the place"
            draft.actor = to + lost
        else:
            draft.status = "held"
        draft.to, draft.lost = list(to), [side for side in lost if all(side.key != other.key for other in to)]
        draft.strength = strength
        if not to and (not draft.lost or clause.vp.passive):
            draft.agent = _protagonist(clause, scene)
        for role, sides in (("side", to), ("side that lost", lost)):
            for side in sides:
                draft.note(role, scene.text[side.start : side.end], side.start, side.end, side.rule)
        drafts.append(draft)
    return drafts


def _protagonist(clause: Clause, scene: Scene) -> Side | None:
    """Who took a place where a passive does not say: the side that announces it, else the one that took the places told before."""
    spoken = clause.attribution
    if spoken is not None and spoken.subject:
        np = spoken.subject[0]
        if np.pronoun:
            return scene.story.last_agent
        spans = scene.sides.spans_in(np.start, np.end)
        for pp in spoken.prepositional:
            if pp.start == np.end + 1:
                for phrase in pp.phrases:
                    spans = spans + scene.sides.spans_in(phrase.start, phrase.end)
        known = [span for span in spans if span.record is not None]
        if known:
            return scene.sides.make(known[0].record, known[0].text, known[0].start, known[0].end, "the side that says so")
        if {"ministry", "government", "presidency", "president", "minister", "palace"} & set(np.words) and scene.sides.state is not None:
            return scene.sides.make(scene.sides.state, "", np.start, np.end, "the state that says so")
    return scene.story.last_agent


def _losers(clause: Clause, scene: Scene, *preps: str) -> list[Side]:
    found: list[Side] = []
    for pp in clause.pp(*preps):
        found += [side for side in scene.agents(pp.phrases, clause) if all(side.names != other.names for other in found)]
    return found


def _by(clause: Clause, scene: Scene) -> list[Side]:
    return _losers(clause, scene, "by", "to")[:2] if clause.vp.passive else []


def _patients(clause: Clause) -> list[NounPhrase]:
    """Return what the verb is done to: the object, the subject of a passive, or what a relative pronoun stands for."""
    if clause.vp.passive:
        return clause.subject
    if clause.objects:
        return clause.objects
    if (
        clause.relation == "rel"
        and clause.wh in {"which", "that", "whom"}
        and not clause.wh_prep
        and clause.antecedents
        and clause.subject != clause.antecedents[:1]
    ):
        clause_antecedents = [
            np
            for np in clause.antecedents
            if np.head not in {"border", "frontier", "road", "highway"}
            and not (
                np.head_place is not None
                and np.head_place.place is not None
                and np.head_place.place.kind in {"border", "country", "river", "road", "sea", "admin1"}
                and any(
                    other.head_place is not None and other.head_place.place is not None and other.head_place.place.kind in {"city", "town", "village"}
                    for other in clause.antecedents
                )
            )
        ]
        if not clause_antecedents:
            return []
        first = clause_antecedents[0]
        if first.head_place or ("settlement" in first.classes and not (first.plural and len(clause.antecedents) > 1)):
            return clause_antecedents[:1]
        if first.plural and clause_antecedents[-1] is not first and any(np.head_place for np in clause_antecedents):
            return [np for np in clause_antecedents if np.head_place][:3]
        return [np for np in clause_antecedents if np.head_place or "settlement" in np.classes][:1]
    return []


def _take(clause: Clause, scene: Scene) -> list[Draft]:
    if "take" not in clause.classes() or clause.vp.lemma in {"control", "invade"}:
        return []
    if clause.vp.progressive:
        return []
    patients = _patients(clause)
    places = [ref for ref in scene.places(patients, clause) if ref is not None]
    if not places:
        return []
    head = patients[0]
    if (
        clause.vp.lemma in _TAKE_NEEDS_NAME
        and not any(np.head_place is not None or np.name is not None or "settlement" in np.classes or np.pronoun for np in patients)
        and not places[0].partial
    ):
        return []
    if (
        "road" in head.classes
        or head.head in {"road", "highway", "border"}
        or (places[0].mention.place is not None and places[0].mention.place.kind == "road")
    ):
        return []
    if clause.vp.passive:
        to = _losers(clause, scene, "by")
        lost = _losers(clause, scene, "from")
        if clause.pp("by") and not to:
            return []
    else:
        to = scene.agents(clause.subject, clause)
        lost = _losers(clause, scene, "from")
        if not to and clause.subject and not all(np.pronoun for np in clause.subject) and not _vague(clause.subject[0]):
            return []
    for pp in clause.pp("with", "along with", "as"):
        if (
            pp.start > clause.vp.end
            and "along" in scene.text[max(pp.start - 7, clause.vp.start) : pp.start + 1].lower()
            and pp.phrases[0].head_place is not None
        ):
            places = [*places, *scene.places(pp.phrases, clause)]
    # "free", "take", "hold" of things: "took Homs by surprise" is fine, "took Homs to the brink" is not
    if clause.vp.lemma == "take" and not clause.vp.particle and clause.pp("to") and not clause.vp.passive:
        return []
    if clause.vp.lemma == "free" and clause.vp.passive and "civilian" in head.classes:
        return []
    return _make(scene, clause, places, f"verb of taking: {clause.vp.phrase}", to=to, lost=lost, strength=3)


def _more_places(clause: Clause, scene: Scene, first: Draft) -> list[Draft]:
    """Places under a verb that is said once: "took A on Monday and B on Tuesday"."""
    drafts = []
    for phrases, times in clause.more_objects:
        for draft in _make(
            scene,
            clause,
            scene.places(phrases, clause),
            f"{first.rule}, said once for several places",
            to=first.to,
            lost=first.lost,
            strength=first.strength,
        ):
            own = [found for time in times if (found := resolve_time(time, scene.story.published, first.date or scene.story.reference)) is not None]
            if own:
                draft.date, draft.date_rule = own[0], times[0].text
                draft.note("date", times[0].text, times[0].start, times[0].end, "its own time under the shared verb")
            draft.agent, draft.entry = first.agent, first.entry
            drafts.append(draft)
    return drafts


def _vague(np: NounPhrase) -> bool:
    return np.head in {
        "offensive",
        "advance",
        "assault",
        "operation",
        "attack",
        "campaign",
        "man",
        "people",
        "attacker",
        "group",
        "coalition",
        "alliance",
    }


def _control_of(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "took full control of X", "established control over X", "lost control of X", "had X under their control", "put X in rebel hands"."""
    lemma = clause.vp.lemma
    objects = clause.objects if not clause.vp.passive else clause.subject
    control = next((np for np in objects if "control_word" in np.classes and np.head in {"control", "possession", "command", "charge", "hold"}), None)
    if control is not None:
        inner = [control.of] if control.of is not None else []
        for pp in clause.pp("of", "over", "in"):
            inner += list(pp.phrases)
        places = scene.places([np for np in inner if np is not None], clause)
        if not places and control.of is None and lemma in {"take", "seize", "assume"} and "there" in clause.adverbs:
            found = scene.story.antecedent("city", clause.vp.start)
            places = scene.places([], clause) if found is None else places
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
            "secure",
            "restore",
            "consolidate",
            "achieve",
            "grab",
            "get",
            "wrestle",
            "cement",
        }:
            if lemma in {"consolidate", "cement"}:
                return []
            to = _losers(clause, scene, "by") if clause.vp.passive else scene.agents(clause.subject, clause)
            return _make(scene, clause, places, f"{lemma} control of", to=to, lost=_losers(clause, scene, "from"), strength=3)
        if lemma in {"lose", "cede", "relinquish", "surrender", "yield", "give", "hand"}:
            lost = _losers(clause, scene, "by") if clause.vp.passive else scene.agents(clause.subject, clause)
            return _make(scene, clause, places, f"{lemma} control of", to=_losers(clause, scene, "to"), lost=lost, strength=3)
        return []
    if lemma == "be" and not clause.vp.passive:
        for pp in clause.pp("in"):
            phrase = pp.phrases[0]
            if phrase.head != "control" or phrase.of is None:
                continue
            to = scene.agents(clause.subject, clause)
            held = phrase.of
            places = scene.places([held], clause)
            if not places and held.head in {"street", "district", "neighbourhood", "area", "part", "most", "quarter"}:
                after = next((other for other in clause.pp("in", "of", "at") if other.start >= held.end), None)
                places = scene.places(after.phrases, clause) if after is not None else []
                mostly = "most" in held.words or "all" in held.words
                places = [type(ref)(ref.mention, ref.start, ref.end, ref.rule, partial=not mostly) for ref in places]
            if to and places:
                return _make(scene, clause, places, "is in control of", to=to, lost=[], strength=2)
        return []
    if lemma in {"have", "put", "bring", "place", "leave", "deliver", "return", "restore"} and (objects or clause.vp.passive):
        for pp in clause.pp("under", "in", "into", "to"):
            phrase = pp.phrases[0]
            if "control_word" not in phrase.classes or (pp.prep == "to" and lemma not in {"return", "restore", "bring"}):
                continue
            places = scene.places(objects, clause)
            side = scene.holder(phrase, clause)
            if places and side is not None:
                return _make(scene, clause, places, f"{lemma} a place {pp.prep} someone's {phrase.head}", to=[side], lost=[], strength=3)
    return []


def _expel(clause: Clause, scene: Scene) -> list[Draft]:
    if "expel" not in clause.classes() and "expel" not in scene.lexical(clause, "out"):
        return []
    patients = _patients(clause)
    lost = scene.agents(patients, clause)
    if not lost and patients and patients[0].pronoun and patients[0].words[0] in {"them", "they", "it"}:
        side = scene.story.side_of(patients[0], clause)
        lost = [side] if side is not None else []
    if not lost or any("civilian" in np.classes for np in patients):
        # "Russians … were thrown out by Ukrainian troops": the subject told before
        return []
    to = _losers(clause, scene, "by") if clause.vp.passive else scene.agents(clause.subject, clause)
    sources = clause.pp("from", "out of", "off", "out from")
    places = [ref for pp in sources for ref in scene.places(pp.phrases, clause)]
    if clause.relation == "rel" and clause.wh_prep in {"from", "of"} and clause.antecedents:
        places += scene.places(clause.antecedents[:1], clause)
    if not places and not sources and (clause.vp.particle == "out" or "out" in clause.adverbs) and not clause.prepositional:
        found = scene.story.antecedent("city", clause.vp.start)
        if found is not None:
            places = [_ref(found, clause, "told before: driven out of it")]
    elif not places and not sources and (clause.vp.particle == "out" or "out" in clause.adverbs):
        found = scene.story.antecedent("city", clause.vp.start)
        if found is not None and all(pp.prep in {"by", "in", "with", "after"} for pp in clause.prepositional):
            places = [_ref(found, clause, "told before: driven out of it")]
    if not to and not clause.vp.passive:
        return []
    lost = [side for side in lost if all(side.key != other.key for other in to)] or (lost if not to else [])
    if not lost and to:
        return []
    return _make(scene, clause, places, f"driven out: {clause.vp.phrase}", to=to, lost=lost, strength=3)


def _ref(mention: object, clause: Clause, rule: str) -> PlaceRef:
    from conflict_map.events.story import PlaceRef as Ref

    return Ref(mention, clause.vp.start, clause.vp.end, rule)  # type: ignore[arg-type]


def _clear(clause: Clause, scene: Scene) -> list[Draft]:
    if "clear" not in clause.classes() and clause.vp.lemma not in {"clear", "purge", "cleanse", "rid"}:
        return []
    for np in _patients(clause):
        phrases = [np.of] if np.of is not None else []
        for pp in clause.pp("of"):
            phrases += list(pp.phrases)
        lost = scene.agents([phrase for phrase in phrases if phrase is not None], clause)
        if not lost or not (np.head_place or "settlement" in np.classes):
            continue
        places = scene.places([np], clause) if np.head_place or np.of is None else []
        if not places:
            ref = scene.story.antecedent(np.head, np.start)
            places = [_ref(ref, clause, "the place spoken of before")] if ref is not None else []
        to = _losers(clause, scene, "by") if clause.vp.passive else scene.agents(clause.subject, clause)
        return _make(scene, clause, places, "cleared of a side", to=to, lost=lost, strength=3)
    return []


def _lose(clause: Clause, scene: Scene) -> list[Draft]:
    classes = clause.classes()
    lemma = clause.vp.lemma
    if "lose" not in classes or (lemma in {"evacuate", "leave", "desert"} and not clause.vp.passive):
        return []
    patients = _patients(clause)
    places = scene.places(
        [
            np
            for np in patients
            if np.head_place or np.name or "settlement" in np.classes or np.pronoun or np.head == "stronghold" or np.of is not None
        ],
        clause,
    )
    if lemma == "abandon" and not places and clause.objects == [] and not clause.vp.passive:
        # "abandoned what had been their main stronghold"
        found = scene.story.antecedent("city", clause.vp.start)
        inner = [c for c in scene.clauses if c.parent is clause and c.wh == "what"]
        if found is not None and inner:
            places = [_ref(found, clause, "what they abandoned: the place spoken of before")]
    if not places or any("control_word" in np.classes for np in patients):
        return []
    if (
        patients
        and patients[0].head_place is None
        and patients[0].name is None
        and "settlement" not in patients[0].classes
        and not patients[0].pronoun
    ):
        return []
    if lemma in {"deliver", "hand", "transfer"} and not (clause.pp("to") or clause.vp.particle):
        return []
    if clause.vp.passive:
        lost = _losers(clause, scene, "by")
        to = _losers(clause, scene, "to")
        if lemma in {"evacuate", "leave", "desert", "abandon", "vacate", "transfer", "deliver"} and not lost and not to:
            return []
    else:
        lost = scene.agents(clause.subject, clause)
        to = _losers(clause, scene, "to")
        if not lost:
            return []
    drafts = _make(scene, clause, places, f"given up: {clause.vp.phrase}", to=to, lost=lost, strength=2 if not to else 3)
    return [draft for draft in drafts if draft.type == "control_change"]


def _garrison(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "the garrison gave in": the place that the story stands at is lost."""
    gives = (
        clause.vp.lemma in {"surrender", "capitulate"}
        or (clause.vp.lemma == "give" and "in" in {clause.vp.particle, *clause.adverbs, *(pp.prep for pp in clause.prepositional)})
        or clause.vp.phrase == "give in"
    )
    if not gives or clause.objects or clause.vp.passive or not clause.subject or clause.subject[0].head not in {"garrison", "defender"}:
        return []
    lost = scene.agents(clause.subject, clause)
    places = [ref for pp in clause.pp("in", "at") for ref in scene.places(pp.phrases, clause)]
    if not places and clause.subject[0].of is not None:
        places = scene.places([clause.subject[0].of], clause)
    if not places:
        mention = scene.story.antecedent("city", clause.vp.start)
        places = [_ref(mention, clause, "its garrison gave in: the place spoken of before")] if mention is not None else []
    return _make(scene, clause, places[:1], "the garrison gave in", to=_losers(clause, scene, "to"), lost=lost, strength=1)


def _fall(clause: Clause, scene: Scene) -> list[Draft]:
    lemma = clause.vp.lemma
    if (
        lemma
        not in {
            "fall",
            "capitulate",
            "surrender",
            "succumb",
            "slip",
            "pass",
            "go",
            "return",
            "come",
            "revert",
            "change",
            "escape",
            "crumble",
            "elude",
            "switch",
        }
        or clause.vp.passive
    ):
        return []
    subject = [np for np in clause.subject if np.head_place or np.name or "settlement" in np.classes or np.pronoun]
    if clause.relation == "rel" and not subject and clause.antecedents:
        subject = [np for np in clause.antecedents[:1] if np.head_place or "settlement" in np.classes]
    if (
        not subject
        or any("projectile" in np.classes or (scene.armed(np) and np.head_place is None) for np in clause.subject)
        or clause.vp.progressive
    ):
        return []
    if set(clause.adverbs) & _SILENT_FALL or any(np.head in _SILENT_FALL for np in clause.objects):
        return []
    places = scene.places(subject, clause)
    if not places:
        return []
    to: list[Side] = []
    lost: list[Side] = []
    for pp in clause.pp("to", "into", "in", "under", "from", "out of", "out from", "back to", "before"):
        phrase = pp.phrases[0]
        if "control_word" in phrase.classes:
            side = scene.holder(phrase, clause)
            if side is not None:
                (lost if pp.prep in {"from", "out of", "out from"} else to).append(side)
        elif lemma in {"fall", "capitulate", "surrender", "succumb", "pass", "revert", "switch"} and pp.prep in {"to", "before"}:
            to += scene.agents(pp.phrases, clause)
        elif lemma in {"slip", "pass"} and pp.prep == "from":
            lost += scene.agents(pp.phrases, clause)
    if lemma in {"escape", "elude", "slip"}:
        for np in clause.objects:
            if "control_word" in np.classes:
                side = scene.holder(np, clause)
                if side is not None:
                    lost.append(side)
    if lemma == "change":
        if not any(np.head == "hand" for np in clause.objects):
            return []
    elif lemma == "fall":
        if (
            not to
            and clause.pp("to", "into", "under", "in")
            and not all(pp.prep == "in" and not pp.phrases[0].head_place for pp in clause.pp("to", "into", "under", "in"))
        ):
            return []
    elif lemma == "surrender":
        if clause.objects:
            return []
    elif not to and not lost:
        return []
    if lemma in {"fall", "capitulate", "surrender"} and subject[0].pronoun and not to and places[0].rule == "named":
        return []
    # the place told in the phrase itself ("fell in Homs province") is not who took it
    return _make(scene, clause, places, f"verb of falling: {lemma}", to=to, lost=lost, strength=3)


def _state(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "is in the hands of the RSF", "was back under government control", "is lost"."""
    if clause.vp.lemma not in {"be", "end", "land"} or clause.vp.form != "finite":
        return []
    if {"still", "already", "long"} & set(clause.adverbs):
        return []
    subject = clause.subject if clause.relation != "rel" else clause.antecedents[:1]
    if not any(
        np.head_place
        or np.name
        or "settlement" in np.classes
        or np.quantity is not None
        or np.head in {"most", "all"}
        or np.pronoun
        or scene.armed(np)
        for np in subject
    ):
        return []
    for pp in clause.pp("in", "under", "back in", "into", "within"):
        phrase = pp.phrases[0]
        if "control_word" not in phrase.classes:
            if (
                pp.prep == "in"
                and phrase.head_place is not None
                and {"also", "too", "now", "already"} & set(clause.adverbs)
                and clause.relation == "coord"
                and clause.parent is not None
                and any(
                    {"take", "enter"}
                    & (other.classes() | frozenset(name for item in other.prepositional for name in scene.lexical(other, item.prep)))
                    for other in scene.clauses
                    if other.index < clause.index
                )
            ):
                to = scene.agents(clause.subject, clause)
                if to:
                    return _make(scene, clause, scene.places(pp.phrases, clause), "are in it too", to=to, lost=[], strength=1)
            continue
        side = scene.holder(phrase, clause)
        if side is None:
            continue
        places = scene.places(subject, clause)
        if clause.relation == "rel" and clause.vp.lemma == "be":
            return []
        return _make(scene, clause, places, f"is {pp.prep} someone's {phrase.head}", to=[side], lost=[], strength=1)
    return []


def _flag(clause: Clause, scene: Scene) -> list[Draft]:
    lemma = clause.vp.lemma
    flag = next((np for np in (*clause.objects, *clause.subject) if "flag" in np.classes or (np.head in {"flag", "banner"})), None)
    if flag is None or lemma not in {
        "raise",
        "plant",
        "hoist",
        "fly",
        "unfurl",
        "hang",
        "go",
        "be",
        "flutter",
        "rise",
        "wave",
        "run",
        "put",
        "replace",
        "appear",
        "see",
        "float",
        "stick",
        "mount",
        "place",
        "return",
        "lower",
        "drape",
        "erect",
    }:
        return []
    if lemma in {"lower", "see"} or (lemma == "be" and not clause.prepositional):
        return []
    if flag in clause.objects and not clause.vp.passive:
        to = scene.agents(clause.subject, clause)
        if not to:
            side = scene.holder(flag, clause)
            to = [side] if side else []
    else:
        side = (
            scene.holder(flag, clause)
            if scene.sides.spans_in(flag.start, flag.end) or flag.of is not None or flag.determiner in {"their", "its"}
            else None
        )
        to = _losers(clause, scene, "by") or ([side] if side else [])
    places: list[PlaceRef] = []
    for pp in clause.pp("over", "on", "in", "above", "at", "from", "atop", "across", "back on", "up over", "outside", "inside"):
        places += scene.places(pp.phrases, clause)
        if not places:
            for np in pp.phrases:
                if np.of is not None:
                    places += scene.places([np.of], clause)
                elif np.possessor is not None:
                    places += scene.places([np.possessor], clause)
        if places:
            break
    if not places and clause.pp("over", "on", "above", "from", "atop"):
        found = scene.story.antecedent("city", clause.vp.start)
        if found is not None:
            places = [_ref(found, clause, "the flag over the place spoken of before")]
    if not places:
        return []
    # a hill "above the town" or a hall in it stands for the town: the flag says who holds it
    whole = [type(ref)(ref.mention, ref.start, ref.end, ref.rule) for ref in places]
    return _make(scene, clause, whole, "a flag raised over the place", to=to, lost=[], strength=1)


def _enter(clause: Clause, scene: Scene) -> list[Draft]:
    if clause.vp.progressive or clause.vp.passive:
        return []
    to = scene.agents(clause.subject, clause)
    vague = bool(clause.subject) and clause.subject[0].head in {"column", "convoy", "tank", "vehicle"} and not to
    if not to and not vague:
        return []
    if any("civilian" in np.classes for np in clause.subject):
        return []
    places: list[PlaceRef] = []
    rule = ""
    if "enter" in clause.classes() and clause.vp.lemma in {"enter", "reenter", "re-enter", "penetrate"}:
        places = scene.places(clause.objects, clause)
        if clause.relation == "rel" and not places:
            places = scene.places(_patients(clause), clause)
        rule = clause.vp.lemma
    if not places:
        for pp in clause.prepositional:
            if pp.prep != "in" and "enter" in scene.lexical(clause, pp.prep):
                places = scene.places(pp.phrases, clause)
                rule = f"{clause.vp.lemma} {pp.prep}"
                if places:
                    break
    if not places and clause.vp.particle == "in" and "enter" in clause.classes():
        found = scene.story.antecedent("city", clause.vp.start)
        if found is not None:
            places = [_ref(found, clause, "moved in: the place spoken of before")]
            rule = clause.vp.phrase
    if not places:
        return []
    whole = [
        ref
        for ref in places
        if not ref.partial or "centre" in scene.text[clause.start : clause.end].lower() or "center" in scene.text[clause.start : clause.end].lower()
    ]
    drafts = _make(scene, clause, whole or places[:1], f"went in: {rule}", to=to, lost=[], strength=1)
    for draft in drafts:
        kind = draft.place.mention.place.kind if draft.place is not None and draft.place.mention.place is not None else ""
        if kind in {"country", "admin1", "region"}:
            return []
        draft.entry = True
        draft.type, draft.status = "clash", "contested"
        draft.actor = list(to)
    return drafts


def unopposed(scene: Scene) -> bool:
    """Whether the sentence says that nobody resisted."""
    words = scene.text[scene.start : scene.end].lower()
    return (
        any(
            f"{negation} {noun}" in words
            for negation in (
                "no",
                "without a",
                "without",
                "little",
                "almost no",
                "almost without",
                "virtually no",
                "scarcely any",
                "without firing a",
                "hardly any",
                "hardly a",
                "barely a",
                "without any",
                "unopposed",
            )
            for noun in _QUIET_ENTRY
        )
        or "unopposed" in words
        or "unhindered" in words
    )


_NOMINAL_TAKE = {
    "capture": 3,
    "recapture": 3,
    "seizure": 3,
    "takeover": 3,
    "conquest": 3,
    "liberation": 3,
    "reconquest": 3,
    "recovery": 2,
    "retaking": 3,
    "overrunning": 3,
}


def _in_phrases(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "after the capture of X by Y", "the fall of X to Y", "confirmed the loss of the city"."""
    drafts: list[Draft] = []
    real, _ = happened(clause)
    if not real:
        return []
    speech_of = "irrealis" in clause.classes() and "speech" not in clause.classes()
    phrases = [(np, "subject") for np in clause.subject if not clause.shared_subject] + [(np, "object") for np in clause.objects]
    for pp in clause.prepositional:
        phrases += [(np, pp.prep) for np in pp.phrases]
    for np, role in phrases:
        head = np.head
        taken = "capture_word" in np.classes and np.of is not None
        fallen = head in {"fall", "loss", "surrender", "capitulation"} and np.of is not None
        if not (taken or fallen) or np.of is None:
            continue
        if (
            speech_of
            or role in {"before", "until", "for", "against", "towards", "toward", "without", "ahead", "despite"}
            or "possible" in np.words
            or "imminent" in np.words
            or "attempted" in np.words
            or np.determiner in {"any", "no"}
        ):
            continue
        if "deny" in clause.classes() or (
            clause.vp.lemma
            in {"prevent", "demand", "threaten", "seek", "plan", "want", "expect", "mark", "commemorate", "celebrate", "fear", "order"}
            and role == "object"
            and clause.vp.lemma not in {"celebrate", "mark"}
        ):
            continue
        inner = np.of
        if not (inner.head_place or inner.name or "settlement" in inner.classes):
            continue
        places = scene.places([inner], clause)
        following = [pp for pp in clause.prepositional if pp.start >= np.end and pp.start - np.end <= 60]
        by = [side for pp in following if pp.prep == "by" for side in scene.agents(pp.phrases, clause)]
        to = [side for pp in following if pp.prep == "to" for side in scene.agents(pp.phrases, clause)]
        owner = scene.story.side_of(np.possessor, clause) if np.possessor is not None else None
        if owner is None and np.determiner in {"its", "their", "his"}:
            owner = scene.story.side_of(np, clause)
        before = list(scene.sides.spans_in(np.start, inner.start))
        if owner is None and before:
            owner = scene.sides.make(before[-1].record, before[-1].text, before[-1].start, before[-1].end, "named before the noun")
        from_ = [side for pp in following if pp.prep == "from" for side in scene.agents(pp.phrases, clause)]
        if taken:
            made = _make(scene, clause, places, f"noun of taking: {head}", to=by or ([owner] if owner else []), lost=from_, strength=2)
        else:
            speaker = (
                scene.agents(clause.subject, clause)
                if head == "loss" and role == "object" and clause.vp.lemma in {"confirm", "concede", "admit", "acknowledge", "suffer"}
                else []
            )
            made = _make(scene, clause, places, f"noun of losing: {head}", to=to, lost=[owner] if owner else speaker, strength=1 if not to else 2)
        for draft in made:
            own_time = [time for time in clause.times if np.end <= time.start <= np.end + 60]
            if not own_time and not (
                clause.vp.lemma in {"announce", "confirm", "declare", "claim", "report", "celebrate", "complete"} and role == "object"
            ):
                draft.date, draft.date_rule = None, "not given"
        drafts += made
    return drafts
