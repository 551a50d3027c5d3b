"""Control told by a state: a place falls, is in someone's hands, carries a flag, is entered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.asides import row_behind
from conflict_map.events.control import assault_sides, make_changes, name_by_verb, name_numbered, patients_of, sides_after, told_before
from conflict_map.events.days import lasting_since
from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.rows import take_for_name
from conflict_map.events.strangers import strangers
from conflict_map.events.units import names_place
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase

__all__ = ["read_fall", "read_garrison", "read_hold", "read_state"]

_SILENT_FALL = frozenset(
    {"silent", "ill", "short", "apart", "asleep", "behind", "sharply", "victim", "prey", "sick", "quiet", "briefly", "open", "empty", "still"}
)

_STANDS_BY = frozenset({"insist", "maintain", "reassure", "assure", "reiterate", "repeat"})

_OWN = lazy_pattern(r"\s+(?:(?:their|its|his)\s+own|theirs|his)\b(?!\s+(?!and|on|by|in|after|at|last|this|when|but|as\b)[a-z])", re.IGNORECASE)
_SPELL = lazy_pattern(
    r"\bfor\s+(?:some|several|a\s+few|a\s+couple\s+of|many|a|an|two|three|four|\d+)\s+(?:hours?|days?|nights?|weeks?|months?)\b", re.IGNORECASE
)
_GIVES_IN = frozenset({"fall", "surrender", "succumb", "capitulate", "yield", "bow"})
_NOBODYS = frozenset({"anyone's", "anybody's", "everyone's", "everybody's", "nobody's", "anyone\u2019s", "everyone\u2019s", "nobody\u2019s"})
_CRUMBLES = frozenset({"crumble", "collapse", "buckle", "crack", "cave", "fold", "fall", "break", "yield", "disintegrate"})
_DEFENCES = frozenset({"defence", "defense", "rampart", "perimeter", "fortification", "resistance"})
_BY_SO_MUCH = lazy_pattern(
    r"\s+(?:back\s+|further\s+|sharply\s+)?(?:(?:by|to|below|from|above)\s+)?(?:(?:about|some|nearly|almost|over)\s+)?[$\u20ac\u00a3]?[\w.,-]+\s*"
    r"(?:per\s?cent|percent|%|points?|cents?|degrees?|dollars|euros|million|billion)",
    re.IGNORECASE,
)
_LEADS = frozenset({"leader", "leadership", "commander", "chief", "administration", "official", "cadre", "appointee", "governor", "warlord"})
_HEARTS = frozenset({"square", "centre", "center", "heart", "middle", "street", "plaza"})
_HALLS = frozenset({"municipality", "hall", "town-hall", "market", "barracks"})
_WHOLE = frozenset({"whole", "all", "rest", "entirety", "remainder", "bulk"})
_QUIET_ENTRY = word_set("resistance")


def read_garrison(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "the garrison gave in": the place that the story stands at is lost."""
    gives = (
        clause.vp.lemma in {"surrender", "capitulate"}
        or (clause.vp.lemma == "give" and "in" in {clause.vp.particle, *clause.adverbs, *(pp.prep for pp in clause.prepositional)})
        or clause.vp.phrase == "give in"
    )
    if _crumbles(clause):
        return _defences(clause, scene)
    if not gives or clause.objects or clause.vp.passive or not clause.subject or clause.subject[0].head not in {"garrison", "defender"}:
        return []
    own = clause.subject[0].determiner in {"its", "their"} and all(
        span.kind == "generic" for span in scene.sides.spans_in(clause.subject[0].start, clause.subject[0].end)
    )
    lost = scene.agents(clause.subject, clause) if not own else []  # "its garrison": that of the place
    places = [ref for pp in clause.pp("in", "at") for ref in scene.places(pp.phrases, clause)]
    if not places and clause.subject[0].of is not None:
        places = [type(ref)(ref.mention, ref.start, ref.end, ref.rule) for ref in scene.places([clause.subject[0].of], clause)]
    if not places:
        mention = scene.story.antecedent("", clause.vp.start)
        if clause.subject[0].determiner in {"its", "their"} and mention is not None and not scene.story.spoken_of(mention):
            return []
        places = [told_before(mention, clause, "its garrison gave in: the place spoken of before")] if mention is not None else []
    return make_changes(scene, clause, places[:1], "the garrison gave in", to=sides_after(clause, scene, "to"), lost=lost, strength=1)


def _crumbles(clause: Clause) -> bool:
    """Whether the defences of a place give way: "its defences crumbled", "whose last line gave way"."""
    gone = clause.vp.lemma in _CRUMBLES or (clause.vp.lemma == "give" and any(np.head == "way" for np in clause.objects))
    if not gone or clause.vp.passive or clause.vp.progressive or not clause.subject:
        return False
    last = clause.subject[0].head in {"position", "line", "pocket"} and "last" in clause.subject[0].words
    return last or clause.subject[0].head in _DEFENCES


def _defences(clause: Clause, scene: Scene) -> list[Draft]:
    """Return the fall of the place whose defences gave way."""
    np = clause.subject[0]
    own = [item for item in (np.of, np.possessor) if item is not None and (item.head_place is not None or item.name is not None)]
    own = own or [item for pp in clause.pp("in", "at", "of") for item in pp.phrases if item.head_place is not None]
    if not own and clause.relation == "rel":
        own = [item for item in clause.antecedents if item.head_place is not None or item.name is not None][:1]
    own = own or [item for item in (np.of, np.possessor) if item is not None and "settlement" in item.classes and item.determiner == "the"]
    places = scene.places(own, clause)
    mention = scene.story.antecedent("", clause.vp.start) if not own and np.determiner in {"the", "its"} else None
    if mention is not None and scene.story.spoken_of(mention):
        places = [told_before(mention, clause, "its defences gave way: the place spoken of before")]
    return make_changes(scene, clause, places[:1], "verb of falling: its defences gave way", to=sides_after(clause, scene, "to"), lost=[], strength=1)


def read_fall(clause: Clause, scene: Scene) -> list[Draft]:
    """Read places that fall, slip, pass or change hands."""
    lemma = clause.vp.lemma
    if lemma not in {
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
        "yield",
        "bow",
        "switch",
        "follow",
        "shift",
        "share",
        "do",
        "topple",
        "tumble",
    } or (clause.vp.passive and lemma != "go"):
        return []
    if clause.vp.passive and (clause.prepositional or clause.objects) and clause.pp("to", "from", "for", "into"):
        return []
    handed = any("control_word" in pp.phrases[0].classes for pp in clause.pp("into", "under", "in"))
    if handed or (lemma in {"fall", "go", "pass", "surrender"} and clause.pp("to") and sides_after(clause, scene, "to")):
        name_by_verb(clause.subject)
        name_numbered(clause.subject)  # "the K1 air base passed into army hands"
    if lemma in {"follow", "succumb", "capitulate"} and scene.story.topics and any(time.use == "point" for time in clause.times):
        for np in clause.subject[:1]:
            take_for_name(np)  # "Mesetas followed on 20 October"
    subject = [
        np
        for np in clause.subject
        if np.head_place or np.name or "settlement" in np.classes or np.pronoun or (np.head in _WHOLE and np.of is not None and np.of.head_place)
    ]
    changed = lemma in {"pass", "go", "shift", "switch", "return", "revert", "fall", "change"}
    changed = changed and (not subject or "control_word" in clause.subject[0].classes)
    if changed and any("control_word" in np.classes for np in clause.subject):
        # "control of X passed from A to B", "control over X went to B"
        subject = [np.of or np for np in clause.subject if np.of is not None or "control_word" not in np.classes] or [
            np for pp in clause.pp("of", "over") for np in pp.phrases
        ][:1]
        gains, losses = sides_after(clause, scene, "to", "into"), sides_after(clause, scene, "from")
        named = [np for np in subject if np.head_place is not None or np.name is not None or np.pronoun or "settlement" in np.classes]
        if not (gains or losses) or not named or clause.vp.progressive:
            return []
        return make_changes(scene, clause, scene.places(named, clause), f"control of it: {lemma}", to=gains, lost=losses, strength=3)
    if clause.relation == "rel" and not subject and clause.antecedents:
        subject = [np for np in clause.antecedents[:1] if np.head_place or "settlement" in np.classes]
    if (
        not subject
        or any("projectile" in np.classes or (scene.armed(np) and np.head_place is None) for np in clause.subject)
        or clause.vp.progressive
    ):
        return []
    if lemma == "fall" and _BY_SO_MUCH.match(scene.text, clause.vp.end, scene.end):
        return []  # "event counts fell by 12%", "crude fell by three per cent"
    after = scene.text[clause.vp.end : clause.vp.end + 40].casefold().replace(".", " ").replace(",", " ").split()
    if _SILENT_FALL & {*clause.adverbs, *after[:2]} or any(np.head in _SILENT_FALL for np in clause.objects):
        return []
    places = scene.places(subject, clause)
    if not places:
        return []
    to: list[Side] = []
    lost: list[Side] = []
    for pp in clause.pp("to", "into", "in", "under", "from", "out of", "out from", "back to", "before"):
        phrase = pp.phrases[0]
        if "control_word" in phrase.classes or ("flag" in phrase.classes and pp.prep == "under"):
            side = scene.holder(phrase, clause)
            if side is not None:
                (lost if pp.prep in {"from", "out of", "out from"} else to).append(side)
        elif lemma in {"fall", "capitulate", "surrender", "succumb", "pass", "revert", "return", "switch", "yield", "bow", "go"} and pp.prep in {
            "to",
            "before",
        }:
            takers = scene.agents(pp.phrases, clause) or (strangers(pp.phrases, scene) if lemma in _GIVES_IN else [])
            if not takers and lemma in _GIVES_IN and {"weapon", "vehicle", "abstract"} & pp.phrases[0].classes:
                takers = [side for side in (scene.sides.of_demonym(pp.phrases[0]),) if side is not None]  # "yielded to Croatian guns"
            to += [side for side in takers if lemma != "go" or "metonym" not in side.rule]  # coffee goes to Kampala
        elif lemma in {"slip", "pass"} and pp.prep == "from":
            lost += scene.agents(pp.phrases, clause)
    if lemma in {"fall", "succumb", "topple"} and not to:
        to += assault_sides(clause, scene)
    if lemma in {"escape", "elude", "slip"}:
        for np in clause.objects:
            if "control_word" in np.classes:
                side = scene.holder(np, clause)
                if side is not None:
                    lost.append(side)
    if lemma == "change":
        if not any(np.head == "hand" for np in clause.objects):
            return []
    elif lemma in {"topple", "tumble"}:
        if any(np.head != "one" for np in clause.objects) or not any(np.head_place is not None for np in clause.subject):
            return []
    elif lemma == "fall":
        if not to and (clause.pp("into", "under") or not _only_greeted(clause)):
            return []
    elif lemma in {"surrender", "succumb"}:
        if clause.objects or (lemma == "succumb" and clause.pp("to") and not to):
            return []
    elif not to and not lost and clause.noun != "ordinal" and not _goes_too(clause, scene):
        return []
    if lemma in {"fall", "capitulate", "surrender"} and subject[0].pronoun and not to and places[0].rule == "named":
        return []
    # the place told in the phrase itself ("fell in Homs province") is not who took it
    return make_changes(scene, clause, places, f"verb of falling: {lemma}", to=to, lost=lost, strength=3)


def _only_greeted(clause: Clause) -> bool:
    """Whether what follows "fell to" is no taker that it names: "to the cheers of", "to the sound of", "to forces of which nothing is known"."""
    return all(np.head in word_set("greetings") or "combatant" in np.classes for pp in clause.pp("to") for np in pp.phrases[:1])


def _goes_too(clause: Clause, scene: Scene) -> bool:
    """Read "Anefis went on 7 October", "Jasim followed a day later", "went the same way": one more place, after others that changed hands."""
    if clause.vp.passive:
        return all(np.head_place is not None for np in clause.subject)  # "Gao and Timbuktu were gone within two days"
    quietly = any(np.head in _QUIET_ENTRY for pp in clause.pp("without") for np in pp.phrases) and not clause.objects
    dated = (
        clause.vp.lemma == "go"
        and not clause.vp.perfect
        and any(time.use == "point" and time.text.lower().startswith("on ") for time in clause.times)
    )
    if not (scene.story.topics or quietly or dated) or not all(np.head_place is not None or np.name is not None for np in clause.subject):
        return False
    if clause.vp.lemma == "do":
        return bool({"too", "also", "likewise"} & set(clause.adverbs)) and not clause.objects
    if clause.vp.lemma == "share":
        return any(np.head in {"fate", "lot"} for np in clause.objects)
    if clause.vp.lemma == "go" and any(np.head == "way" and ("same" in np.words or names_place(np.of)) for np in clause.objects):
        return True  # "went the same way", "went the way of Y"
    plain = not clause.objects and all(pp.prep in {"in", "on", "within", "without", "after", "by", "as"} for pp in clause.prepositional)
    if clause.vp.lemma == "follow":
        return (plain or any(np.head == "suit" for np in clause.objects)) and bool(clause.times)
    return clause.vp.lemma == "go" and plain and bool(clause.times) and not clause.vp.particle and not clause.adverbs


def read_state(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "is in the hands of the RSF", "was back under government control", "is lost"."""
    seen = (clause.vp.passive or not clause.objects) and clause.vp.lemma in {
        "confirm",
        "report",
        "see",
        "mark",
        "show",
        "list",
        "put",
        "understand",
        "believe",
    }
    if not seen and (clause.vp.lemma not in {"be", "end", "land", "come", "find"} or not (clause.vp.form == "finite" or clause.vp.perfect)):
        return []
    if {"still", "already", "long"} & set(clause.adverbs):
        return []
    if (
        clause.attribution is not None
        and clause.attribution.vp.lemma in _STANDS_BY
        and not any(time.use in {"since", "point"} for time in clause.times)
    ):
        return []  # "insisted that the town was under the army's control": it says that nothing has changed
    subject = clause.subject if clause.relation != "rel" else clause.antecedents[:1]
    if clause.relation == "rel" and clause.wh_prep == "of" and subject and subject[0].head in {"both", "all", "each", "most"}:
        named = [np for np in clause.antecedents[1:] if np.head_place is not None or np.name is not None]
        subject = named if subject[0].head != "both" else named[:2]
    if clause.vp.lemma == "be" and clause.objects and clause.objects[0].words[:1] in {("ours",), ("theirs",)} and not clause.vp.passive:
        ours = clause.objects[0].words[0] == "ours"
        spoken = [_before(clause, scene), _just_spoken_of(scene), scene.story.last_agent, scene.story.hero] if not ours or scene.story.topics else []
        takers = (item for item in spoken if item is not None and not any("peacekeep" in name.lower() for name in item.names))
        side = scene.story.speaker(clause) or next(takers, None)
        if side is not None and any(np.head_place is not None or np.name is not None or np.pronoun or "settlement" in np.classes for np in subject):
            return make_changes(scene, clause, scene.places(subject, clause), f"is {clause.objects[0].words[0]}", to=[side], lost=[], strength=1)
    if clause.vp.lemma == "be" and clause.objects and clause.objects[0].head in {"free", "safe", "ours"} and _of_no_place(clause.objects[0]):
        side = scene.story.speaker(clause)
        named = [np for np in subject if np.head_place is not None]
        if side is not None and named and not clause.pp("from") and (clause.objects[0].of is not None or not clause.pp("of")):
            return make_changes(scene, clause, scene.places(named, clause), "is free, its takers say", to=[side], lost=[], strength=1)
    owned = clause.objects[0] if clause.vp.lemma == "be" and not clause.vp.passive and len(clause.objects) == 1 else None
    if (
        owned is not None
        and owned.text.endswith(("'s", "s'", "\u2019s", "s\u2019"))
        and ({"now", "again", "back"} & set(clause.adverbs) or any(time.use in {"since", "point"} for time in clause.times))
    ):
        owner = scene.sides.in_phrase(owned)  # "has been the army's since March"
        owners = [owner] if owner is not None and owner.known else []
        named = [np for np in subject if np.head_place is not None or np.name is not None or np.pronoun or "settlement" in np.classes]
        return make_changes(scene, clause, scene.places(named, clause), "is someone's", to=owners, lost=[], strength=1) if owners else []
    lately = {"now", "again", "back"} & {*clause.adverbs} or any(time.use == "since" for time in clause.times)
    if owned is not None and len(owned.text.split()) == 1 and lately:
        state = scene.sides.of_adjective(owned.text, owned)  # "is Ukrainian again"
        named = [np for np in subject if names_place(np) or np.pronoun or "settlement" in np.classes]
        if state is not None and named:
            return make_changes(scene, clause, scene.places(named, clause), "is of a state again", to=[state], lost=[], strength=1)
    turn = next((np for np in clause.objects if np.head == "turn"), None) if clause.vp.lemma == "be" and scene.story.topics else None
    if turn is not None and (turn.of or turn.possessor) is not None and clause.times:
        inner = turn.of or turn.possessor
        row = [inner, *row_behind(turn, scene.chunks)] if inner is not None else []
        return make_changes(scene, clause, scene.places(row, clause), "verb of falling: its turn", to=[], lost=[], strength=1)
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
        if clause.objects and clause.vp.lemma == "be" and pp.start > clause.objects[-1].end and not clause.times and "now" not in clause.adverbs:
            continue  # "was the last town in the north under their control": of all that, no change
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
                    return make_changes(scene, clause, scene.places(pp.phrases, clause), "are in it too", to=to, lost=[], strength=1)
            if pp.prep == "under" and clause.vp.lemma in {"be", "come"} and {"back", "now", "again"} & set(clause.adverbs) and scene.armed(phrase):
                to = scene.agents([phrase], clause)  # "is back under the government"
                if to:
                    return make_changes(scene, clause, scene.places(subject, clause), "is under someone again", to=to, lost=[], strength=1)
            continue
        side = scene.holder(phrase, clause)
        if side is None:
            continue
        places = scene.places(subject, clause)
        since = "now" in clause.adverbs or any(time.use == "since" for time in clause.times)
        since = since or (clause.wh_prep == "of" and any(time.use == "point" for time in clause.times))
        if clause.relation == "rel" and clause.vp.lemma == "be" and not since:
            return []
        return make_changes(scene, clause, places, f"is {pp.prep} someone's {phrase.head}", to=[side], lost=[], strength=1)
    return []


def _all_of_it(np: NounPhrase) -> bool:
    """Whether a phrase means the whole of a place: "all of it", "the whole of A"."""
    of = np.of
    return np.head in _WHOLE and of is not None and (of.head_place is not None or of.words == ("it",) or "settlement" in of.classes)


def _of_no_place(np: NounPhrase) -> bool:
    """Whether "free" stands alone, or goes with who has gone: "free of terrorist influence"."""
    return np.of is None or bool({"terrorist", "terrorism", "terror", "militant", "enemy"} & {*np.of.words, np.of.head})


def _just_spoken_of(scene: Scene) -> Side | None:
    """Return the side that the sentence before is about."""
    story = scene.story
    return story.subject_side if story.subject_sentence == scene.index - 1 else None


def _before(clause: Clause, scene: Scene) -> Side | None:
    """Return the side that the clause before in the same sentence is about: "the rebels attacked …, and by noon it was theirs"."""
    for other in reversed(scene.clauses):
        if other.index < clause.index and other.subject and not other.subject[0].pronoun:
            agents = scene.agents(other.subject, other)
            if agents:
                return agents[0]
    return None


_NOW = frozenset({"now", "since", "again"})
_SETTLE_IN = frozenset({"establish", "re-establish", "reestablish", "entrench", "install", "plant", "ensconce"})
_FIND = frozenset({"find", "see", "discover"})
_HAVE = frozenset({"have", "get"})
_CALL_THEIRS = frozenset({"make", "call", "declare", "proclaim"})
_TELL_OF_HAVING = _FIND | _HAVE | _CALL_THEIRS | _SETTLE_IN | {"be", "open"}
_HOLDS = frozenset({"hold", "defeat"})
"""Classes of verbs that, with the verbs of `_TELL_OF_HAVING`, are all that tell who has a place."""


def read_hold(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "has held X since Monday", "X, run by militiamen since May", "the M23 now controls X", "are in it since"; beaten garrisons."""
    vp = clause.vp
    if vp.lemma not in _TELL_OF_HAVING and _HOLDS.isdisjoint(clause.classes()):
        return []  # most verbs: whatever stands beside them
    if vp.lemma in _FIND and not vp.passive and clause.objects and clause.pp("in"):
        return _found_in_control(clause, scene)
    now = not _NOW.isdisjoint(clause.adverbs) or bool(vp.perfect and clause.pp("since")) or any(time.use == "since" for time in clause.times)
    now = now or lasting_since(clause) is not None  # "has run the town since its army left in May"
    now = now or (clause.relation == "inf" and clause.parent is not None and clause.parent.vp.lemma == "claim")
    now = now or (clause.attribution is not None and any(np.words[:1] == ("we",) for np in clause.subject))  # "'We control A,' he said"
    lasting = vp.perfect and any(time.use == "since" or time.spec[0] == "duration" for time in clause.times)  # "have been running it since May"
    lasting = lasting or "now" in clause.adverbs  # "is now running it"
    if "still" in clause.adverbs or "long" in clause.adverbs or (vp.progressive and not lasting):
        return []
    if vp.lemma == "be" and ("back" in clause.adverbs or clause.pp("back in")) and clause.pp("in", "back in"):
        to = scene.agents(clause.subject, clause)
        places = [ref for pp in clause.pp("in", "back in") for ref in scene.places([np for np in pp.phrases if np.head_place or np.name], clause)]
        if to and places:
            return make_changes(scene, clause, places[:1], "is back in it", to=to, lost=[], strength=2)
    now = now or any(time.use == "point" and time.text.lower().startswith(("by ", "as of ")) for time in clause.times)
    now = now or (vp.form == "finite" and any(time.spec[0] == "range" and time.text.lower().startswith("from ") for time in clause.times))
    now = now or (vp.perfect and vp.passive and any(time.spec[0] == "duration" and time.text.lower().startswith("for ") for time in clause.times))
    spell = any(time.spec[0] == "duration" and time.text.lower().startswith("for ") for time in clause.times)
    spell = spell or (bool(clause.times) and _SPELL.search(scene.text, vp.end, min(clause.end + 20, scene.end)) is not None)
    now = now or (spell and vp.form == "finite" and vp.lemma in {"hold", "occupy", "control", "run"})  # "held the town for three days"
    if vp.lemma == "be" and not vp.passive and not clause.objects and any(time.use in {"point", "since"} for time in clause.times):
        back = "back" in clause.adverbs
        inside = [ref for pp in clause.pp("in", "inside", "within") for ref in scene.places([np for np in pp.phrases if np.head_place], clause)]
        squares = [np.of for pp in clause.pp("on", "in", "at") for np in pp.phrases if np.of is not None and np.head in _HEARTS]
        inside += scene.places([np for np in squares if np is not None and np.head_place], clause)
        by = any(time.text.lower().startswith("by ") for time in clause.times)
        by = by or (vp.perfect and any(time.use == "since" for time in clause.times))
        by = by or bool({"too", "also", "already"} & set(clause.adverbs)) or any(time.spec[0] == "ref_offset" for time in clause.times)
        to = scene.agents(clause.subject, clause) if (by and inside) or back else []
        if to and back and not clause.prepositional:
            found = scene.story.antecedent("", vp.start)
            inside = [told_before(found, clause, "were back: the place spoken of before")] if found is not None else []
        if to and inside:
            return make_changes(scene, clause, inside[:1], "are in it", to=to, lost=[], strength=1)
    if vp.lemma == "be" and not (vp.passive or clause.objects) and (moved_in := _into_the_gap(clause, scene)):
        return moved_in
    if (
        vp.lemma in _HAVE
        and not (vp.passive or any(pp.prep not in {"after", "before", "without"} for pp in clause.prepositional))
        and clause.objects
        and all(
            _all_of_it(np) or (np.head_place is not None and np.possessor is None and (np.of is None or "settlement" in np.classes))
            for np in clause.objects
        )
        and any(time.use in {"point", "since"} or time.spec[0] == "duration" for time in clause.times)
        and not (vp.perfect and not any(time.use == "since" for time in clause.times))
    ):
        to = scene.agents(clause.subject, clause)
        if to and any("combatant" in np.classes or (np.pronoun and to[0].known) for np in clause.subject):
            return make_changes(scene, clause, scene.places(clause.objects, clause), "had it", to=to, lost=[], strength=1)
    if vp.lemma in _CALL_THEIRS and not vp.passive and clause.objects and _OWN.match(scene.text, clause.objects[-1].end):
        to = scene.agents(clause.subject, clause)
        owned = [np for np in clause.objects if np.head_place is not None or np.name is not None or np.pronoun or "settlement" in np.classes]
        return make_changes(scene, clause, scene.places(owned, clause), "made it their own", to=to, lost=[], strength=1) if to else []
    if "hold" in clause.classes() and now and not vp.particle:
        patients = patients_of(clause)
        patients = patients or (
            [np for pp in clause.pp("in") for np in pp.phrases if np.head_place is not None] if vp.lemma in {"rule", "govern"} else []
        )
        streets = [np for np in patients if np.head == "street" and np.plural and vp.lemma in {"control", "hold"}]
        streets = streets if vp.perfect and any(time.use == "since" for time in clause.times) else []
        if streets and not vp.passive:
            patients = [np.of or np.possessor or np for np in streets]  # "soldiers have controlled its streets since Saturday"
        whole = any(np.head in _WHOLE and np.of is not None and np.of.head_place is not None for np in patients)
        if (
            not whole
            and not streets
            and not any(np.head_place is not None or np.name is not None or np.pronoun or "settlement" in np.classes for np in patients)
        ):
            return []
        to = sides_after(clause, scene, "by") if vp.passive else scene.agents(clause.subject, clause)
        if not to and not vp.passive and clause.subject and clause.subject[0].head in _LEADS:
            led = scene.story.side_of(clause.subject[0], clause)  # "its leaders have run the town since May"
            to = [led] if led is not None else []
        places = scene.places(patients, clause)
        if streets:
            places = [type(ref)(ref.mention, ref.start, ref.end, ref.rule) for ref in places]  # who has the streets of a town has the town
        return make_changes(scene, clause, places, f"holds it: {vp.lemma}", to=to, lost=[], strength=1) if to else []
    if vp.lemma == "be" and any(
        np.head in {"hand", "hands", "control", "reach", "grip"} for pp in clause.pp("out of", "beyond") for np in pp.phrases
    ):
        if vp.perfect and vp.past and not any(time.use in {"since", "point"} for time in clause.times):
            return []  # "had been beyond its reach for a decade": before what is told
        if any(_NOBODYS & set(np.text.lower().split()) for pp in clause.pp("out of", "beyond") for np in pp.phrases):
            return []
        lost = [side for pp in clause.pp("out of", "beyond") for np in pp.phrases if (side := scene.holder(np, clause)) is not None]
        named = any(np.head_place is not None or np.name is not None or "settlement" in np.classes or np.pronoun for np in clause.subject)
        if lost and named:
            return make_changes(scene, clause, scene.places(clause.subject, clause), "is out of someone's hands", to=[], lost=lost, strength=1)
    if "defeat" in clause.classes() and not vp.passive:
        lost = scene.agents(clause.objects, clause)
        to = scene.agents(clause.subject, clause)
        held = [np.of for np in clause.objects if np.of is not None and np.head in {"garrison", "defender", "force", "troop", "soldier"}]
        places = scene.places([np for np in held if np.head_place is not None or "settlement" in np.classes], clause)
        if not places and "there" in clause.adverbs and to and lost and (found := scene.story.antecedent("there", vp.start)) is not None:
            places = [told_before(found, clause, "there: the place spoken of before")]
        return make_changes(scene, clause, places, f"its defenders beaten: {vp.lemma}", to=to, lost=lost, strength=1) if to and lost else []
    if vp.lemma == "open" and any(np.head in {"gate", "door"} for np in clause.objects):
        return _opened(clause, scene)
    if vp.lemma in _SETTLE_IN and any(np.head in {"themselves", "itself", "himself"} for np in clause.objects):
        to = scene.agents(clause.subject, clause)
        places = [ref for pp in clause.pp("in", "at") for ref in scene.places(pp.phrases, clause)]
        return make_changes(scene, clause, places, "established themselves in it", to=to, lost=[], strength=1) if to else []
    return []


def _into_the_gap(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "the army left A and the rebels were in the streets by noon": those who come where others have just left."""
    hearts = [
        np for pp in clause.pp("in", "inside", "on") for np in pp.phrases if np.head in _HEARTS | _HALLS and np.of is None and not np.modifier_places
    ]
    soon = any(time.text.lower().startswith(("by ", "within ")) for time in clause.times) or bool(clause.pp("within"))
    above = clause.parent
    if not hearts or not soon or clause.relation != "coord" or above is None or above.vp.passive:
        return []
    if not ({"flee", "lose", "retreat"} & above.classes() or ("back" in {above.vp.particle, *above.adverbs} and above.pp("from"))):
        return []
    to, gone = scene.agents(clause.subject, clause), scene.agents(above.subject, above)
    left = [np for np in above.objects if np.head_place is not None] or [
        np for pp in above.pp("from", "out of") for np in pp.phrases if np.head_place
    ]
    if not to or not gone or to[0].key == gone[0].key:
        return []
    return make_changes(scene, clause, scene.places(left, above)[:1], "are in it, others have left", to=to, lost=gone, strength=1)


def _opened(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "A opened its gates to the army", "in A the police opened the doors to the rebels", "its elders opened the gates to them"."""
    to = sides_after(clause, scene, "to")
    dated = any(time.use == "point" for time in clause.times) and not clause.pp("to", "for")
    if (
        not to
        and dated
        and clause.objects[:1]
        and clause.objects[0].determiner == "its"
        and names_place(clause.subject[0] if clause.subject else None)
    ):
        return make_changes(scene, clause, scene.places(clause.subject, clause), "opened its gates", to=[], lost=[], strength=1)
    if not to:
        return []
    places = scene.places(clause.subject, clause)
    places = places or [ref for pp in clause.pp("in", "at") for ref in scene.places([np for np in pp.phrases if np.head_place], clause)]
    found = scene.story.antecedent("", clause.vp.start) if not places and clause.subject[:1] and clause.subject[0].determiner == "its" else None
    places = [told_before(found, clause, "its gates: the place spoken of before")] if found is not None else places
    return make_changes(scene, clause, places, "opened its gates", to=to, lost=[], strength=2)


def _found_in_control(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "residents woke to find the rebels in control of X", "found the group in charge"."""
    held = next((np for pp in clause.pp("in") for np in pp.phrases if np.head in {"control", "charge", "command", "possession"}), None)
    to = scene.agents(clause.objects, clause) if held is not None else []
    if held is None or not to:
        return []
    places = scene.places([held.of] if held.of is not None else [np for pp in clause.pp("of") for np in pp.phrases], clause)
    found = scene.story.antecedent("", clause.vp.start) if not places and held.of is None and not clause.pp("of") else None
    places = [told_before(found, clause, "found in control: the place spoken of before")] if found is not None else places
    return make_changes(scene, clause, places[:1], "found in control", to=to, lost=[], strength=2) if places else []
