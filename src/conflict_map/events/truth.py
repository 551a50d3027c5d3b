"""What is told as having happened, and who says so.

Vows, plans, attempts, conditions, negations, questions and the future are not events. A denial makes no event either; it marks the one that
it denies.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.undone import hedged
from conflict_map.events.words import lexicon, singular, word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.sides import Sides
    from conflict_map.events.units import NounPhrase

__all__ = ["according_to", "claim_of", "happened", "speaker_kind", "waited_until"]

_REPORT_NOUNS = word_set("report_nouns")
_PACTS = word_set("pacts")
_ABLE = word_set("able")
_HOLDS_TRUE = frozenset({"agree", "warn"})
"""Verbs that take what "that" brings for a fact: "they agreed that the men had gone"."""
_HELD = frozenset({"control", "hold", "run", "rule", "be", "have", "occupy"})


def waited_until(clause: Clause) -> bool:
    """Whether a negated clause tells that something happened after all: "did not fall until Monday"."""
    vp = clause.vp
    return (
        vp.past
        and not (vp.modal or vp.perfect or vp.progressive)
        and vp.form == "finite"
        and any(time.use == "until" and time.spec[0] != "today" for time in clause.times)
    )


_WHENS = frozenset({"day", "hour", "moment", "morning", "night", "time"})


def happened(clause: Clause) -> tuple[bool, str]:
    """Tell whether a clause is told as having happened, and if not, why; to be asked when all clauses of its sentence are there."""
    if clause.told is None:
        clause.told = _happened(clause)
    return clause.told


def _happened(clause: Clause, depth: int = 0) -> tuple[bool, str]:
    vp = clause.vp
    if vp.negated and waited_until(clause):
        return True, ""
    if vp.negated or "never" in clause.adverbs or (clause.relation == "coord" and vp.passive and clause.adverbs[:1] == ["not"]):
        return False, "negated"  # also "is empty, but not occupied"
    if "longer" in clause.adverbs and "no" in clause.adverbs:
        return False, "no longer so"
    if clause.disbelieved:
        return False, "denied"
    if clause.undone:
        return False, clause.undone
    if vp.modal:
        return False, f"modal {vp.modal!r}"
    if clause.subject and _nobody(clause.subject[0]):
        return False, "nobody did it"
    if clause.times and any(time.use == "none" and time.spec[0] in {"weekday", "period", "today"} for time in clause.times):
        return False, "a time to come"
    if depth > 12:
        return True, ""
    parent = clause.parent
    if clause.relation == "noun-inf" and clause.noun in _ABLE and parent is not None and parent.vp.past and parent.vp.lemma in {"be", "have"}:
        return _happened(parent, depth + 1)
    if clause.relation == "noun-inf":
        return False, f"{clause.noun!r}: intended, not done"
    if clause.relation == "inf":
        if parent is None:
            return False, "an infinitive on its own"
        if clause.adverbs[:1] == ["only"] or "only" in parent.adverbs[-1:]:
            return _happened(parent, depth + 1)  # "took the gate, only to lose it a day later"
        if clause.noun == "ordinal":
            return (False, "a time to come") if parent.vp.modal else _happened(parent, depth + 1)
        classes = parent.classes()
        if (
            parent.vp.past
            and parent.vp.lemma in {"be", "have"}
            and (parent.vp.lemma == "have" or any(np.head in _ABLE for np in parent.objects) or _ABLE & {*parent.adverbs})
        ):
            return _happened(parent, depth + 1)  # "had to flee", "were able to leave"
        if parent.vp.lemma == "claim" and (vp.perfect or vp.lemma in _HELD):
            return _happened(parent, depth + 1)
        if parent.vp.lemma in {"be", "have"}:
            return False, "is to happen"
        if vp.lemma == "reach" and {"go", "flee", "arrive", "transport"} & classes:
            return _happened(parent, depth + 1)  # "walked for two days to reach Goma"
        if (vp.perfect or vp.progressive or vp.lemma in _HELD) and "speech" in classes and (vp.perfect or parent.vp.passive):
            return _happened(parent, depth + 1)  # "is reported to be in control of A"
        if vp.lemma in {"find", "discover", "see"} and parent.vp.lemma in {"wake", "awake", "return", "arrive", "come"}:
            return _happened(parent, depth + 1)  # "woke to find rebels in control"
        if vp.perfect and parent.vp.lemma in {"appear", "seem"}:
            return _happened(parent, depth + 1)
        if parent.vp.lemma in {"oblige", "require", "bind", "commit"} and any(np.head in _PACTS for np in parent.subject):
            return False, "what an agreement asks for"  # "the ceasefire obliges the group to hand over A"
        if "factive" in classes and "irrealis" not in classes:
            return _happened(parent, depth + 1)
        if parent.vp.lemma == "take" and any(np.head == "advantage" for np in parent.objects):
            return _happened(parent, depth + 1)  # "took advantage of the chaos to seize A"
        if parent.vp.lemma in {"force", "compel", "cause", "oblige", "push", "drive", "lead", "prompt", "let", "allow", "help", "make"}:
            return _happened(parent, depth + 1)
        return False, "an infinitive: intended, not done"
    if clause.relation == "noun-that":
        if clause.noun not in _REPORT_NOUNS:
            return False, f"{clause.noun!r}: not told as done"
        if parent is not None:
            if "deny" in parent.classes() or (parent.vp.lemma in {"call", "describe", "confirm"} and parent.vp.negated):
                return False, "denied"
            if parent.vp.lemma in {"call", "dismiss", "reject", "refute"}:
                return False, "denied"
        return True, ""
    if clause.relation == "that" and parent is not None:
        while parent.relation == "that" and parent.parent is not None and not {"speech", "irrealis", "deny", "factive"} & parent.classes():
            parent = parent.parent  # "said it had not lost A, and that its jets bombed B": both are said
        classes = parent.classes()
        if "deny" in classes:
            undisputed = parent.vp.negated or (bool(parent.subject) and _nobody(parent.subject[0]))
            return (True, "") if undisputed else (False, "denied")  # "neither side disputes that A fell"
        if "irrealis" in classes and "speech" not in classes and not (parent.vp.lemma in _HOLDS_TRUE and (vp.perfect or vp.form == "finite")):
            return False, f"{parent.vp.lemma!r}: not done"
        if parent.vp.negated and "speech" in classes:
            return False, "not said"
        real, why = _happened(parent, depth + 1)
        if parent.vp.modal and parent.vp.lemma in {"recall", "remember", "note", "notice", "see", "know"} and not parent.vp.negated:
            return True, ""  # "readers will recall that …"
        if not real and why != "denied":
            return (real, why) if parent.vp.modal not in {"can", "could", "may"} or "speech" not in classes else (True, "")
    if clause.relation == "sub":
        if clause.conjunction in {"if", "unless", "whether", "lest"}:
            return False, f"{clause.conjunction!r}"
        if clause.conjunction == "until" and vp.form == "finite" and parent is not None and not _happened(parent, depth + 1)[0]:
            return False, "a condition"
        if (
            clause.conjunction in {"before", "once", "when", "after", "as"}
            and parent is not None
            and parent.vp.modal in {"will", "would", "must", "should"}
            and not (vp.perfect or clause.times)
        ):
            return False, "depends on what has not happened"
    aside = clause.relation == "rel" and parent is not None and parent.vp.modal in {"will", "would"} and not (vp.perfect or clause.times)
    if aside and any(np.head in _WHENS for np in clause.antecedents[:1]):
        return False, "a time to come"  # "would be declared free on the day that A was taken"
    if clause.relation == "part" and parent is not None:
        real, why = _happened(parent, depth + 1)
        if not real and vp.form == "ing":
            return False, why
        if not real and clause.conjunction and vp.form == "ing":
            return False, why
    if clause.relation == "coord" and clause.shared_subject and parent is not None and vp.form == "inf":
        return _happened(parent, depth + 1)
    return True, ""


def _nobody(np: NounPhrase) -> bool:
    return (
        np.determiner in {"no", "neither"}
        or np.head in {"nobody", "none", "neither", "nothing"}
        or (bool(np.words) and np.words[0] in {"none", "neither", "nobody", "no", "few"})
    )


_ACCORDING = lazy_pattern(
    r"\baccording to\s+((?:the |a |an )?[^,.;:()\"\u201c\u201d]{2,80}?)(?=\s*(?:,|\.|;|:|\(|$|\"|\u201c|\u201d|\bwho\b|\bwhich\b|\bas\b))",
    re.IGNORECASE,
)


def according_to(text: str, start: int, end: int) -> str | None:
    """Return the words after "according to" in a sentence."""
    match = _ACCORDING.search(text, start, end)
    return match.group(1).strip() if match else None


def speaker_kind(words: str, sides: Sides, start: int, end: int) -> str:
    """Return ``side`` where a warring side speaks, ``neutral`` for anyone else."""
    nouns = lexicon().nouns
    tokens = [singular(token) for token in re.findall(r"[a-z][a-z'-]*", words.lower())]
    if any(token in _NEUTRAL_SPEAKERS for token in tokens):
        return "neutral"
    spans = [span for span in sides.spans_in(start, end) if span.record is not None]
    official = any(token in _SIDE_SPEAKERS for token in tokens)
    if spans and any(span.kind in {"name", "generic", "composed", "leader"} for span in spans):
        return "side"
    if official and tokens and tokens[-1] not in {"official", "officer"}:
        return "side"
    if spans and (official or len(tokens) <= 2):
        return "side"
    if any("combatant" in nouns.get(token, ()) for token in tokens):
        return "side"
    return "neutral"


_NEUTRAL_SPEAKERS = word_set("neutral_speakers")
_SIDE_SPEAKERS = word_set("side_speakers")


def claim_of(clause: Clause, sides: Sides, text: str, sentence: tuple[int, int]) -> tuple[str, tuple[str, ...]]:
    """Return ``(status, by)`` of what a clause tells: ``claimed`` where a warring side says so, or it is kept at a distance, else ``reported``."""
    status, by = _claim_of(clause, sides, text, sentence)
    spoken = clause.attribution
    distant = spoken is not None and spoken.vp.lemma in {"claim", "allege", "assert", "boast"}
    return ("claimed" if status == "reported" and (distant or hedged(text[slice(*sentence)])) else status), by


def _claim_of(clause: Clause, sides: Sides, text: str, sentence: tuple[int, int]) -> tuple[str, tuple[str, ...]]:
    spoken = clause.attribution
    if spoken is None and clause.relation == "noun-that" and clause.parent is not None and "deny" in clause.parent.classes():
        spoken = clause.parent
    if spoken is not None and spoken.vp.lemma not in {"see", "know", "show", "find", "believe", "think", "understand", "learn", "hear"}:
        np = spoken.subject[0] if spoken.subject else None
        if np is None and spoken.objects and spoken.vp.lemma in {"say", "add", "report"}:
            np = spoken.objects[0]
        if np is not None and not (spoken.vp.passive and spoken.vp.lemma in {"report", "say", "tell"}):
            end = np.end
            for pp in spoken.prepositional:
                if (
                    end < pp.start <= end + 1
                    and pp.end <= max(spoken.vp.start, pp.end)
                    and pp.prep in {"for", "of", "from", "in", "at", "with"}
                    and (pp.end < spoken.vp.start or spoken.subject[:1] != [np])
                ):
                    end = pp.end
            words = " ".join(text[np.start : end].split())
            return ("claimed" if speaker_kind(words, sides, np.start, end) == "side" else "reported"), (words,)
        if np is not None and spoken.vp.lemma == "tell":
            return "reported", (" ".join(np.text.split()),)
    told = according_to(text, *sentence)
    if told is not None:
        where = text.find(told, *sentence)
        return ("claimed" if speaker_kind(told, sides, where, where + len(told)) == "side" else "reported"), (" ".join(told.split()),)
    return "reported", ()
