"""Strikes from the air or from afar, and clashes on the ground, with place and side."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from conflict_map.events.records import PlaceRef
from conflict_map.events.truth import happened
from conflict_map.events.words import lexicon, singular, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase

__all__ = ["read_strikes"]

_AT = (
    "in",
    "on",
    "at",
    "near",
    "around",
    "inside",
    "outside",
    "along",
    "over",
    "into",
    "against",
    "across",
    "of",
    "towards",
    "toward",
    "onto",
    "by",
    "close to",
    "to",
    "above",
    "outside",
    "upon",
    "beyond",
    "behind",
)
_FROM_AFAR = frozenset({"guided", "glide", "aerial", "barrel", "cluster", "mortar", "phosphorus", "air"})
_SIDE_OF = re.compile(r"\b(?:(?:north|south|east|west)(?:[- ]?(?:east|west))?|outskirts|edge|side)\s+of\s+(?=\w)", re.IGNORECASE)
_PLACED = frozenset({"in", "at", "near", "outside", "around", "inside", "along", "above", "over", "across", "of"})
_PLAIN = frozenset({"bomb", "shell", "bombard", "pummel", "strafe", "barrage", "rocket", "bombardier"})
_NEEDS_WEAPON = word_set("needs_weapon")
_TOWN_PARTS = word_set("town_parts")
_BUILDINGS = _TOWN_PARTS | word_set("buildings")
_NOT_FROM_AFAR = word_set("not_from_afar")
_ONE_OF_THEM = frozenset({"one", "another", "two", "three", "four", "some", "several", "others", "most", "many", "both", "each"})
_BEFORE_EVENT = frozenset({"before", "until", "against", "without", "despite"})


def read_strikes(clause: Clause, scene: Scene) -> list[Draft]:
    """Return the strikes and clashes that a clause tells."""
    if scene.title and not clause.subject:
        return []
    real, why = happened(clause)
    denied = why == "denied" and clause.relation == "noun-that"
    if clause.conjunction == "naming" or not (real or denied):
        return []
    found = _verb(clause, scene, denied=denied)
    _note_weapon(clause, scene)
    if real:
        found += _noun(clause, scene, found)
        found += _clash(clause, scene, found)
    return found


def _note_weapon(clause: Clause, scene: Scene) -> None:
    """Remember that a weapon was spoken of, and whether as what acts."""
    spoken = [(np, True) for np in clause.subject] + [(np, False) for np in clause.objects]
    for np, acts in spoken:
        if _weapon(np) and "strike_word" not in np.classes:
            scene.story.weapon = scene.story.sentence, acts
            return


def _weapon(np: NounPhrase) -> bool:
    if np.head in {"bomber", "bomb"} and _NOT_FROM_AFAR & set(np.words):
        return False
    return bool({"weapon", "projectile"} & np.classes) or (
        np.of is not None
        and np.head in {"salvo", "barrage", "wave", "dozen", "#", "hundred", "volley", "hail", "rain", "number", "swarm", "pair", "series"}
        and bool({"weapon", "projectile"} & np.of.classes)
    )


def _piece(np: NounPhrase) -> bool:
    """Tell whether a phrase is a weapon by the word before its head: "artillery pieces", "tank rounds"."""
    words = lexicon().nouns
    return np.head in {"piece", "fire", "crew", "battery", "team", "position", "strike", "attack"} and any(
        singular(word) in words and "strike_modifier" in words[singular(word)] for word in np.words[:-1]
    )


def _ref_places(phrases: Iterable[NounPhrase], clause: Clause, scene: Scene) -> list[PlaceRef]:
    found: list[PlaceRef] = []
    for np in phrases:
        refs = scene.places([np], clause)
        if refs and refs[0].mention.place is None:
            refs = _stands_at(np, clause, scene) or refs  # "a Sea Tiger base at Chalai"
        if found and refs and _SIDE_OF.match(refs[0].mention.text):
            continue  # "at Gadiang, north of Bor": it says where Gadiang is
        if not refs:
            inner = np.of
            while inner is not None and not refs:
                refs = scene.places([inner], clause) if inner.head_place is not None or "settlement" in inner.classes else []
                inner = inner.of
        if not refs and np.modifier_places and not scene.sides.spans_in(np.start, np.end):
            mention = np.modifier_places[0]
            refs = [PlaceRef(mention, mention.start, mention.end, "named before the head")]
        if not refs and np.possessor is not None:
            refs = scene.places([np.possessor], clause) if np.possessor.head_place is not None or "settlement" in np.possessor.classes else []
        found += [ref for ref in refs if all(ref.mention.start != other.mention.start for other in found)]
    return [ref for ref in found if ref.mention.place is None or ref.mention.place.kind not in {"country", "continent", "sea", "river"}]


def _stands_at(np: NounPhrase, clause: Clause, scene: Scene) -> list[PlaceRef]:
    """Return the place that is told right after a phrase: "a base at Chalai"."""
    for pp in clause.pp("at", "in", "near"):
        if 0 <= pp.start - np.end <= 2:
            return [ref for ref in scene.places(pp.phrases[:1], clause) if ref.mention.place is not None]
    return []


def _after(np_end: int, clause: Clause, scene: Scene, *, preps: tuple[str, ...] = _AT) -> list[PlaceRef]:
    for pp in clause.prepositional:
        if (pp.start >= np_end and pp.prep.split()[-1] in preps) or pp.prep in preps:
            refs = _ref_places(pp.phrases, clause, scene)
            if refs:
                return refs
    return []


def _here(clause: Clause, scene: Scene) -> list[PlaceRef]:
    """Return where a clause happens when its verb names no place: "south of Grimari a helicopter fired", "bombing a camp" after "over Jaffna"."""
    outer = clause.parent if clause.relation == "part" and clause.shared_subject and clause.parent is not None else clause  # "had started landing"
    if outer.relation == "rel" and outer.wh == "where":
        refs = _ref_places(outer.antecedents[:1], outer, scene)
        if refs:
            return refs[:1]
    if "there" in clause.adverbs:
        mention = scene.story.antecedent("there", clause.vp.start)
        if mention is not None:
            return [PlaceRef(mention, clause.vp.start, clause.vp.end, "there: the place spoken of before")]
    around: list[Clause | None] = [clause, clause.parent if clause.relation in {"part", "coord", "sub"} else None]
    for other in around:
        for pp in other.prepositional if other is not None else ():
            if pp.prep.split()[-1] in _PLACED:
                refs = _ref_places(pp.phrases, clause, scene)
                if refs:
                    return refs[:1]
    start = clause.subject[0].start if clause.subject else clause.vp.start
    for mention in scene.mentions:
        if scene.start <= mention.start < start and _SIDE_OF.search(scene.text, max(scene.start, mention.start - 25), mention.end):
            return [PlaceRef(mention, mention.start, mention.end, "told at the start of the sentence", near=True)]
    return []


def _target_here(np: NounPhrase, scene: Scene) -> list[PlaceRef]:
    """Return the place that the story stands at for "the hospital", "the attackers": a building, or those who fight, in the place spoken of."""
    if np.determiner != "the" or not (np.head in _TOWN_PARTS or ("combatant" in np.classes and np.plural and not np.actors)):
        return []
    mention = scene.story.antecedent("", np.start, here=True)
    return [PlaceRef(mention, np.start, np.end, "not named: the place that the story stands at")] if mention is not None else []


def _make(scene: Scene, clause: Clause, places: Iterable[PlaceRef], rule: str, actor: list[Side], *, kind: str = "strike") -> list[Draft]:
    drafts = []
    for place in places:
        draft = scene.draft(kind, clause, rule, place=PlaceRef(place.mention, place.start, place.end, place.rule, partial=False, near=place.partial))
        draft.actor = list(actor)
        if kind == "clash":
            draft.status = "contested"
        for side in actor:
            draft.note("side", scene.text[side.start : side.end], side.start, side.end, side.rule)
        drafts.append(draft)
    return drafts


def _who(np: NounPhrase | None, clause: Clause, scene: Scene) -> list[Side]:
    if np is None:
        return []
    side = scene.story.side_of(np, clause)
    if side is None and _weapon(np):
        spans = scene.sides.spans_in(np.start, np.end)
        side = scene.sides.make(spans[0].record, np.text, np.start, np.end, "whose weapon") if spans else None
    return [side] if side is not None else []


_CREWS = word_set("crews_of_weapons")
_BURNS = word_set("dropped_to_burn")
_OF_FIRE = frozenset({"burning", "explosive", "explosives", "chlorine", "acid", "napalm", "phosphorus"})
_TARGETS = frozenset({"position", "target", "depot", "bunker", "battery", "convoy", "column"})


def _verb(clause: Clause, scene: Scene, *, denied: bool) -> list[Draft]:
    subject = clause.subject[0] if clause.subject else None
    weapon = subject is not None and (_weapon(subject) or _piece(subject) or _stands_for_weapon(subject, clause, scene))
    drafts = _struck(clause, scene, subject, weapon=weapon)
    if not drafts and weapon and subject is not None and not clause.vp.passive:
        drafts = _comes_down(clause, scene, subject) or _wrecks(clause, scene, subject)
    if not drafts:
        drafts = _fired(clause, scene, subject, weapon=weapon) or _under_fire(clause, scene) or _wrecked(clause, scene) or _subjected(clause, scene)
    if denied:
        for draft in drafts:
            draft.claim = "denied"
            speaker = clause.parent.subject[0] if clause.parent is not None and clause.parent.subject else None
            draft.claim_by = (speaker.text,) if speaker is not None else ()
    return drafts


def _stands_for_weapon(np: NounPhrase, clause: Clause, scene: Scene) -> bool:
    """Tell whether "one", "another", "they" stands for a weapon of the clause before: "launched thirty drones. One slammed into …"."""
    told = scene.story.weapon
    if clause.wh in {"which", "whom"} and clause.wh_prep == "of" and any(_weapon(item) for item in clause.antecedents[:1]) and np.head == "#":
        return True  # "guided bombs, of which sixty fell on the town"
    if told is None or scene.story.sentence - told[0] > 1 or np.places() or np.actors:
        return False
    one = np.text.casefold().split()[0] in _ONE_OF_THEM and len(np.words) <= 1
    them = np.text.casefold() in {"they", "it", "these"} and told[1] and {"strike", "land"} & clause.classes()
    return bool(one or them)


def _struck(clause: Clause, scene: Scene, subject: NounPhrase | None, *, weapon: bool) -> list[Draft]:
    """Read "jets bombed the town", "the town was shelled"."""
    lemma, vp = clause.vp.lemma, clause.vp
    if "strike" not in clause.classes() or vp.particle or subject is None:
        return []
    if vp.passive:
        by = next(iter(clause.pp("by")), None)
        by_np = by.phrases[0] if by else None
        building = by_np is None and lemma in {"hit", "strike"} and subject.head in _BUILDINGS
        from_afar = by_np is not None and (_weapon(by_np) or scene.armed(by_np) or "strike_word" in by_np.classes)
        if lemma in _NEEDS_WEAPON | {"strike"} and not (building or from_afar):
            return []
        places = _ref_places(clause.subject, clause, scene) or _after(
            vp.end, clause, scene, preps=("in", "at", "near", "on", "outside", "inside", "along", "around", "of")
        )
        return _make(scene, clause, places[:3], f"verb of striking, passive: {lemma}", _who(by_np, clause, scene))
    things = any("vehicle" in np.classes or np.head in _TARGETS for np in clause.objects)
    weapon = weapon or (subject.head in _CREWS and (things or lemma in {"bomb", "shell", "strafe", "pound"}))  # "pilots hit A over pay"
    armed = weapon or scene.armed(subject) or subject.pronoun or "strike_word" in subject.classes
    from_afar = weapon or "strike_word" in subject.classes or _air(clause)
    if (
        not armed
        or (lemma in {"attack", "raid", "hit", "target", "batter", "blast"} and not from_afar)
        or (lemma in _NEEDS_WEAPON and not clause.objects and not weapon)
        or any(np.head in {"deal", "agreement", "bargain", "truce", "accord", "balance", "tone", "note", "blow"} for np in clause.objects)
    ):
        return []
    told = [np for np in clause.objects if not np.pronoun]
    places = _ref_places(told, clause, scene) or _after(vp.end, clause, scene) or _ref_places(clause.objects, clause, scene) or _here(clause, scene)
    if not places and (clause.objects or lemma in _PLAIN or weapon):
        found = _of_adverbs(clause, scene)
        places = [found] if found is not None else []
    if not places and from_afar:
        places = [ref for np in told for ref in _target_here(np, scene)]
    return _make(scene, clause, places[:3], f"verb of striking: {lemma}", _who(subject, clause, scene))


def _comes_down(clause: Clause, scene: Scene, subject: NounPhrase) -> list[Draft]:
    """Read "shells landed near the market"."""
    lemma = clause.vp.lemma
    if "land" not in clause.classes() and lemma not in {"come", "streak", "pour"}:
        return []
    if _weapon(subject) and "projectile" not in subject.classes and subject.of is None:
        return []
    where = [np for pp in clause.prepositional if pp.start >= clause.vp.end for np in pp.phrases]
    places = _ref_places(clause.objects, clause, scene) or _after(clause.vp.end, clause, scene) or _here(clause, scene)
    places = places or [ref for np in (*clause.objects, *where) for ref in _target_here(np, scene)]
    who_fires = _who(subject, clause, scene) if scene.sides.spans_in(subject.start, subject.end) else []
    return _make(scene, clause, places[:2], f"missiles come down: {lemma}", who_fires)


def _wrecks(clause: Clause, scene: Scene, subject: NounPhrase) -> list[Draft]:
    """Read what a weapon does to its target: "gunships went after depots in Zawiya", "rockets set houses ablaze in Martuni"."""
    if subject.head in {"bomb", "grenade", "mine"} and not _FROM_AFAR & set(subject.words):  # planted or thrown
        return []
    burns = clause.vp.lemma == "set" and any(np.head == "fire" for np in clause.objects) and bool(clause.pp("to"))
    burns = burns or (clause.vp.lemma == "set" and any(np.words and np.words[-1] in {"ablaze", "alight", "afire", "fire"} for np in clause.objects))
    if "wreck" not in clause.classes() and not burns and not (clause.vp.lemma in {"go", "swoop", "dive"} and clause.pp("after", "on")):
        return []
    hurts = clause.vp.lemma in {"kill", "wound", "injure"}  # whom, not where
    things = [np for np in clause.objects if not hurts and not {"civilian", "combatant"} & np.classes]
    places = _ref_places(things, clause, scene) or _after(clause.vp.end, clause, scene) or _here(clause, scene)
    return _make(scene, clause, places[:2], f"what a weapon does: {clause.vp.phrase}", _who(subject, clause, scene))


def _wrecked(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "was set on fire by a drone", "was cratered by missiles", "was cut by a bomb crater"."""
    vp = clause.vp
    if not vp.passive or not ({"wreck"} & clause.classes() or vp.lemma in {"cut", "damage", "set", "sever", "rock", "shake", "black"}):
        return []
    by = [np for pp in clause.pp("by") for np in pp.phrases[:1]]
    if not any((_weapon(np) and np.head not in {"bomb", "grenade", "mine"}) or (np.head == "crater" and _of_weapon(np)) for np in by):
        return []
    places = _ref_places(clause.subject, clause, scene) or _after(vp.end, clause, scene, preps=("in", "at", "near", "outside", "on"))
    places = places or [ref for np in clause.subject for ref in _target_here(np, scene)]
    return _make(scene, clause, places[:2], f"what a weapon does, passive: {vp.phrase}", _who(by[0], clause, scene))


def _of_weapon(np: NounPhrase) -> bool:
    return any(singular(word) in lexicon().nouns and "projectile" in lexicon().nouns[singular(word)] for word in np.words[:-1])


def _fired(clause: Clause, scene: Scene, subject: NounPhrase | None, *, weapon: bool) -> list[Draft]:
    """Read "fired rockets at the town", "helicopters fired on the town", "opened up with howitzers on the town"."""
    vp = clause.vp
    lemma = vp.lemma
    if (
        lemma in {"fly", "carry", "conduct", "mount", "make"}
        and any(np.head in {"sortie", "sorty", "mission"} for np in clause.objects)
        and clause.pp("against", "on")
    ):
        return _make(scene, clause, _after(vp.end, clause, scene, preps=("against", "on"))[:3], "sorties against", _who(subject, clause, scene))
    opens = lemma == "open" and ("up" in {vp.particle, *clause.adverbs} or any(np.head == "fire" for np in clause.objects))
    if ("fire" not in clause.classes() and not opens) or "down" in {vp.particle, *clause.adverbs} or clause.pp("down"):
        return []
    projectiles = [np for np in (clause.subject if vp.passive else clause.objects) if _weapon(np) or "strike_word" in np.classes]
    if lemma == "drop" and weapon and not projectiles:
        projectiles = [
            np for np in clause.objects if np.head in _BURNS and (np.of is None or _OF_FIRE & {*np.of.words})
        ]  # "planes dropped drums of a burning liquid on A"
    shoots = lemma in {"fire", "open", "shoot"} and not vp.passive and bool(clause.pp("on", "at", "upon", "into")) and (weapon or _air(clause))
    if not projectiles and not shoots:
        return []
    places = _after(vp.end, clause, scene, preps=("at", "on", "into", "towards", "toward", "over", "in", "against", "onto", "near", *_PLACED))
    places = places or _here(clause, scene)
    places = places or [ref for pp in clause.pp("at", "on", "into", "among") for np in pp.phrases for ref in _target_here(np, scene)][:1]
    who = next(iter(clause.pp("by")), None)
    by = who.phrases[0] if who else None
    return _make(scene, clause, places[:3], f"fired at: {lemma}", _who(by if vp.passive else subject, clause, scene))


def _under_fire(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "the town came under artillery fire", "was under bombardment"."""
    if clause.vp.lemma not in {"be", "come", "remain", "stay", "fall", "live"} or clause.vp.passive:
        return []
    for pp in clause.pp("under", "under heavy", "beneath"):
        for np in pp.phrases:
            words = lexicon().nouns
            fire = np.head in {"fire", "attack"} and any(
                singular(word) in words and "strike_modifier" in words[singular(word)] for word in np.words[:-1]
            )
            if fire or ("strike_word" in np.classes and np.head not in {"strike", "raid"}):
                places = _ref_places(clause.subject, clause, scene)
                who = next(iter(clause.pp("from", "by")), None)
                return _make(scene, clause, places[:3], f"under {np.head}", _who(who.phrases[0] if who else None, clause, scene))
    return []


def _subjected(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "has been subjected to daily air raids", "was the target of shelling"."""
    vp = clause.vp
    exposed = vp.passive and vp.lemma in {"subject", "subjected", "expose", "treat"}
    targets = vp.lemma in {"be", "become", "remain"} and any(np.head in {"target", "scene", "object", "victim"} for np in clause.objects)
    if not exposed and not targets:
        return []
    inner = [np for pp in clause.pp("to") for np in pp.phrases] if exposed else [np.of for np in clause.objects if np.of is not None]
    if not any(_is_strike_noun(np, clause) for np in inner):
        return []
    return _make(scene, clause, _ref_places(clause.subject, clause, scene)[:3], "subjected to strikes", [])


def _air(clause: Clause) -> bool:
    for pp in clause.pp("with", "from", "by"):
        for np in pp.phrases:
            if _weapon(np) or np.head in {"air", "artillery"}:
                return True
    return False


def _of_adverbs(clause: Clause, scene: Scene) -> PlaceRef | None:
    """Read "bombed positions south of the town": an object without a place of its own."""
    for pp in clause.pp("of"):
        refs = scene.places(pp.phrases, clause)
        if refs:
            return refs[0]
    return None


def _is_strike_noun(np: NounPhrase, clause: Clause) -> bool:
    if "strike_word" not in np.classes:
        return False
    words = lexicon().nouns
    if any(word in _NOT_FROM_AFAR for word in np.words):
        return False
    if np.head == "strike":
        return (
            any(
                (singular(word) in words and "strike_modifier" in words[singular(word)])
                or word in {"precision", "overnight", "retaliatory", "russian", "israeli", "turkish", "american", "coalition", "deadly"}
                for word in np.words[:-1]
            )
            or np.plural
            or (np in clause.subject and bool({"wreck", "land"} & clause.classes()))
        )
    if np.head in {"raid", "bombing"}:
        return (
            any(singular(word) in words and "strike_modifier" in words[singular(word)] for word in np.words[:-1])
            or np.head == "bombing"
            or (np.head == "raid" and np.plural)
        )
    return True


_BACKED = 80
"""Letters before a noun in which the side may begin whose name holds it: "forces backed by air strikes" are a side, the strikes no event."""


def _after_days_of(clause: Clause, scene: Scene) -> list[NounPhrase]:
    """Return what went on for a while before: "left the town after three days of bombardment"."""
    if "after" not in scene.words:
        return []
    return [
        after.np
        for time, after in pairwise(scene.chunks)
        if time.kind == "TIME" and time.low.startswith("after ") and time.low.endswith(" of") and after.np is not None
        if clause.start <= time.start < clause.end
    ]


def _noun(clause: Clause, scene: Scene, found: list[Draft]) -> list[Draft]:
    if found:
        return []
    if "there" in clause.adverbs and any(_is_strike_noun(np, clause) for np in clause.subject) and {"wreck", "land"} & clause.classes():
        there = _here(clause, scene)
        if there:
            return _make(scene, clause, there, f"noun of striking: {clause.subject[0].head}", _who(clause.subject[0], clause, scene))
    phrases: list[tuple[NounPhrase, str, int]] = [(np, "subject", 0) for np in clause.subject if not clause.shared_subject and not clause.wh]
    phrases += [(np, "object", 1) for np in clause.objects]
    before = _after_days_of(clause, scene)
    phrases += [(np, "after", 2) for np in before]
    for pp in clause.prepositional:
        phrases += [(np, pp.prep, 2) for np in pp.phrases]
    drafts: list[Draft] = []
    for np, role, _ in phrases:
        chain: list[NounPhrase] = []
        walker: NounPhrase | None = np
        while walker is not None and len(chain) < 4:
            chain.append(walker)
            walker = walker.of
        target = next((item for item in chain if _is_strike_noun(item, clause)), None)
        if (
            target is None
            or role in _BEFORE_EVENT
            or any(span.start < target.start and target.end <= span.end for span in scene.sides.spans_in(max(0, np.start - _BACKED), np.end + 1))
            or np.determiner in {"no", "any"}
            or any(item.head in {"halt", "end", "threat", "ban", "risk", "absence", "lull", "fear"} for item in chain)
        ):
            continue
        if (
            clause.vp.lemma in {"stop", "halt", "end", "cease", "condemn", "suspend", "call", "demand", "fear", "threaten", "avoid"}
            and role != "subject"
        ):
            continue
        places: list[PlaceRef] = []
        if target.of is not None:
            places = _ref_places([target.of], clause, scene)
        if not places:
            follows = [pp for pp in clause.prepositional if target.end <= pp.start <= target.end + 60]
            for pp in follows:
                if pp.prep in {"on", "against", "in", "at", "near", "around", "of", "over", "outside", "across", "along"}:
                    places = _ref_places(pp.phrases, clause, scene)
                    if places:
                        break
        if not places:
            places = [
                PlaceRef(m, m.start, m.end, "named before the noun") for m in target.modifier_places if m.place is None or m.place.kind != "country"
            ][:1]
        named = bool(places)
        if not named and scene.title:
            continue
        if not places:
            # the sentence's own place, else the place that the story stands at
            for other in scene.clauses:
                places = _ref_places([phrase for phrase in other.objects if phrase.head_place or "settlement" in phrase.classes], other, scene)
                if not places:
                    places = [ref for pp in other.pp("in", "at", "on", "near", "around", "inside") for ref in _ref_places(pp.phrases, other, scene)]
                if places:
                    break
        if not places and role in {"subject", "object", "by"}:
            mention = scene.story.antecedent("", np.start)
            places = [PlaceRef(mention, target.start, target.end, "not named: the place that the story stands at")] if mention is not None else []
        actor = (
            _who(target, clause, scene)
            if scene.sides.spans_in(target.start, target.of.start if target.of else target.end) or target.possessor is not None
            else []
        )
        if not actor:
            for pp in clause.pp("by"):
                if pp.start >= target.end:
                    actor = [side for phrase in pp.phrases for side in scene.agents([phrase], clause)]
                    break
        draft_list = _make(scene, clause, places[:2] if named else places[:1], f"noun of striking: {target.head}", actor)
        for draft in draft_list:
            draft.strength = 2 if named else 1
            if np in before:
                draft.date, draft.date_rule = None, ""  # it went on for days before what the verb tells
        drafts += draft_list
    return drafts[:3]


def _clash(clause: Clause, scene: Scene, found: list[Draft]) -> list[Draft]:
    if found:
        return []
    lemma = clause.vp.lemma
    if (
        "clash" in clause.classes()
        and not clause.vp.passive
        and clause.relation not in {"inf", "noun-inf"}
        and any(scene.armed(np) for np in clause.subject)
    ):
        places = _after(clause.vp.end, clause, scene, preps=("in", "at", "near", "around", "inside", "outside", "for", "along", "on"))
        actor = scene.agents(clause.subject, clause)
        for pp in clause.pp("with", "against"):
            actor += [side for side in scene.agents(pp.phrases, clause) if all(side.key != other.key for other in actor)]
        return _make(scene, clause, places[:2], f"verb of fighting: {lemma}", actor, kind="clash")
    phrases = [(np, "subject") for np in clause.subject if not clause.shared_subject and not clause.wh] + [(np, "object") for np in clause.objects]
    drafts: list[Draft] = []
    for np, role in phrases:
        if (
            "clash_word" not in np.classes
            or np.determiner in {"no", "any"}
            or (role == "object" and clause.vp.lemma in {"stop", "end", "halt", "flee", "escape"})
        ):
            continue
        places = []
        for pp in clause.prepositional:
            if pp.prep in {"in", "at", "near", "around", "inside", "outside", "along", "on", "of"} and pp.start >= np.end:
                places = _ref_places(pp.phrases, clause, scene)
                if places:
                    break
        if not places and np.of is not None:
            places = _ref_places([np.of], clause, scene)
        if not places and clause.vp.lemma in {"reach", "engulf", "spread"}:
            places = _ref_places(clause.objects, clause, scene)
        drafts += _make(scene, clause, places[:2], f"noun of fighting: {np.head}", [], kind="clash")
    return drafts
