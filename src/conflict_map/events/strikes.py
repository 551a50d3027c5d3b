"""Strikes from the air or from afar, and clashes on the ground, with place and side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.story import PlaceRef
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
)
_PLAIN = frozenset({"bomb", "shell", "bombard", "pummel", "strafe", "barrage", "rocket", "bombardier"})
_NEEDS_WEAPON = word_set("needs_weapon")
_NOT_FROM_AFAR = word_set("not_from_afar")
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
    if real:
        found += _noun(clause, scene, found)
        found += _clash(clause, scene, found)
    return found


def _weapon(np: NounPhrase) -> bool:
    if np.head in {"bomber", "bomb"} and _NOT_FROM_AFAR & set(np.words):
        return False
    return bool({"weapon", "projectile"} & np.classes) or (
        np.of is not None
        and np.head in {"salvo", "barrage", "wave", "dozen", "#", "hundred", "volley", "hail", "rain", "number", "swarm", "pair", "series"}
        and bool({"weapon", "projectile"} & np.of.classes)
    )


def _ref_places(phrases: Iterable[NounPhrase], clause: Clause, scene: Scene) -> list[PlaceRef]:
    found: list[PlaceRef] = []
    for np in phrases:
        refs = scene.places([np], clause)
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
    return [ref for ref in found if ref.mention.place is None or ref.mention.place.kind not in {"country", "continent", "sea"}]


def _after(np_end: int, clause: Clause, scene: Scene, *, preps: tuple[str, ...] = _AT) -> list[PlaceRef]:
    for pp in clause.prepositional:
        if (pp.start >= np_end and pp.prep.split()[-1] in preps) or pp.prep in preps:
            refs = _ref_places(pp.phrases, clause, scene)
            if refs:
                return refs
    return []


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


def _verb(clause: Clause, scene: Scene, *, denied: bool) -> list[Draft]:
    lemma, vp = clause.vp.lemma, clause.vp
    classes = clause.classes()
    subject = clause.subject[0] if clause.subject else None
    weapon = subject is not None and _weapon(subject)
    drafts: list[Draft] = []
    if "strike" in classes and not vp.particle:
        if vp.passive:
            by = next(iter(clause.pp("by")), None)
            by_np = by.phrases[0] if by else None
            if lemma in _NEEDS_WEAPON and not (by_np is not None and (_weapon(by_np) or scene.armed(by_np) or "strike_word" in by_np.classes)):
                return []
            if subject is None:
                return []
            places = _ref_places(clause.subject, clause, scene) or _after(
                vp.end, clause, scene, preps=("in", "at", "near", "on", "outside", "inside", "along")
            )
            drafts = _make(scene, clause, places[:3], f"verb of striking, passive: {lemma}", _who(by_np, clause, scene))
        else:
            armed = subject is not None and (weapon or scene.armed(subject) or subject.pronoun or "strike_word" in subject.classes)
            if not armed or (
                lemma in {"attack", "raid", "hit", "target", "batter", "blast"}
                and not weapon
                and subject is not None
                and "strike_word" not in subject.classes
                and not _air(clause)
            ):
                return []
            if lemma in _NEEDS_WEAPON and not clause.objects and not weapon:
                return []
            if any(np.head in {"deal", "agreement", "bargain", "truce", "accord", "balance", "tone", "note", "blow"} for np in clause.objects):
                return []
            places = _ref_places(clause.objects, clause, scene) or _after(vp.end, clause, scene)
            if not places and (clause.objects or lemma in _PLAIN or weapon):
                found = _of_adverbs(clause, scene)
                places = [found] if found is not None else []
            drafts = _make(scene, clause, places[:3], f"verb of striking: {lemma}", _who(subject, clause, scene))
    comes_down = weapon and subject is not None and ("land" in classes or lemma in {"come", "streak", "pour"}) and not vp.passive
    if not drafts and comes_down and subject is not None and ("projectile" in subject.classes or subject.of is not None):
        places = _ref_places(clause.objects, clause, scene) or _after(vp.end, clause, scene)
        who_fires = _who(subject, clause, scene) if scene.sides.spans_in(subject.start, subject.end) else []
        drafts = _make(scene, clause, places[:2], f"missiles come down: {lemma}", who_fires)
    if not drafts and "fire" in classes and "down" not in {vp.particle, *clause.adverbs} and not clause.pp("down"):
        projectiles = [np for np in (clause.subject if vp.passive else clause.objects) if _weapon(np) or "strike_word" in np.classes]
        if projectiles:
            places = _after(vp.end, clause, scene, preps=("at", "on", "into", "towards", "toward", "over", "in", "against", "onto", "near"))
            who = next(iter(clause.pp("by")), None)
            drafts = _make(
                scene,
                clause,
                places[:3],
                f"fired at: {lemma}",
                _who(who.phrases[0] if who else None, clause, scene) if vp.passive else _who(subject, clause, scene),
            )
    if denied:
        for draft in drafts:
            draft.claim = "denied"
            speaker = clause.parent.subject[0] if clause.parent is not None and clause.parent.subject else None
            draft.claim_by = (speaker.text,) if speaker is not None else ()
    return drafts


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


def _is_strike_noun(np: NounPhrase) -> bool:
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
        )
    if np.head in {"raid", "bombing"}:
        return (
            any(singular(word) in words and "strike_modifier" in words[singular(word)] for word in np.words[:-1])
            or np.head == "bombing"
            or (np.head == "raid" and np.plural)
        )
    return True


def _noun(clause: Clause, scene: Scene, found: list[Draft]) -> list[Draft]:
    if found:
        return []
    phrases: list[tuple[NounPhrase, str, int]] = [(np, "subject", 0) for np in clause.subject if not clause.shared_subject and not clause.wh]
    phrases += [(np, "object", 1) for np in clause.objects]
    for pp in clause.prepositional:
        phrases += [(np, pp.prep, 2) for np in pp.phrases]
    drafts: list[Draft] = []
    for np, role, _ in phrases:
        chain: list[NounPhrase] = []
        walker: NounPhrase | None = np
        while walker is not None and len(chain) < 4:
            chain.append(walker)
            walker = walker.of
        target = next((item for item in chain if _is_strike_noun(item)), None)
        if (
            target is None
            or role in _BEFORE_EVENT
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
            mention = scene.story.antecedent("city", np.start)
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
