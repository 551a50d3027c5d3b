"""What stands before a verb and undoes it: "almost captured", "came close to capturing", "it is false that … captured"."""

from __future__ import annotations

import re
from functools import lru_cache

from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.words import word_set

__all__ = ["hedged", "undone"]

# How far before the verb the words that undo it may stand; bounded, so that no sentence is searched twice over.
_REACH = 160


def _any(name: str) -> str:
    return "|".join(sorted((re.escape(word.replace("_", " ")) for word in word_set(name)), key=len, reverse=True))


_ADVERB = lazy_pattern(rf"\b(?:{_any('near_miss_adverbs')})\s*$", re.IGNORECASE)
_ADVERB_FIRST = lazy_pattern(rf"(?:{_any('near_miss_adverbs')})\b", re.IGNORECASE)
_GERUND = lazy_pattern(rf"\b(?:{_any('before_a_gerund')})\s+(?:having\s+(?:been\s+)?)?$", re.IGNORECASE)
_KEPT_FROM = lazy_pattern(rf"\b(?:{_any('keep_from')})\s+(?:[\w'-]+(?:,\d+)*\s+){{0,7}}from\s+$", re.IGNORECASE)
_ACCUSED_OF = lazy_pattern(r"\b(?:accus\w+|suspect\w+|charg\w+|blam\w+)\s+(?:[\w'-]+\s+){0,5}(?:of|with|for)\s+(?:having\s+)?$", re.IGNORECASE)
_REPORTS_OF = lazy_pattern(
    r"\b(?:den\w+|dismiss\w+|reject\w+|refut\w+)\s+(?:[\w'-]+\s+){0,3}(?:reports?|claims?|rumours?|rumors?|allegations?)\s+(?:of\s+)$", re.IGNORECASE
)
_NOT_SO = lazy_pattern(
    rf"\b(?:it|that)(?:\s+is|\s+was|'s)\s+(?:still\s+|simply\s+)?(?:{_any('not_so')})\s+(?:that|whether|if)\b[^.;:]{{0,100}}$", re.IGNORECASE
)
_NO_SIGN = lazy_pattern(rf"\bno\s+(?:\w+\s+)?(?:{_any('signs')})\s+(?:\w+\s+)?(?:that|of)\b[^.;:]{{0,100}}$", re.IGNORECASE)
_CLEFT = lazy_pattern(r"\bit\s+(?:is\s+not|isn't|was\s+not|wasn't)\s+[^.;:,]{1,80}\s(?:that|who|which)\s+$", re.IGNORECASE)
_NEITHER = lazy_pattern(r"\bneither\b[^.;:]{1,100}\bnor\b[^.;:,]{0,80}$", re.IGNORECASE)
_TOLD_BY_NOBODY = lazy_pattern(
    r"\b(?:reports?|rumou?rs?|talk|word|suggestions?|speculation|stories)\b[^.;:,]{0,40}\bthat\b[^.;:]{0,80}$", re.IGNORECASE
)
_AT_NO_TIME = lazy_pattern(
    r"\b(?:at\s+no\s+(?:time|moment|point|stage)|in\s+no\s+way|nowhere|under\s+no\s+circumstances|never\s+once)\b[^.;:,]{0,90}$", re.IGNORECASE
)
_AS_EVER = lazy_pattern(r"\b(?:was|were|has\s+been|have\s+been|is|are)\s+and\s+$", re.IGNORECASE)
_NOT_VERIFIED = lazy_pattern(
    r"[^.;:]{0,80}\b(?:(?:could|can)(?:\s+not|not|n't)\s+(?:\w+\s+)?be|(?:was|were|is|are|has\s+been|have\s+been)(?:\s+not|n't)\s+(?:\w+\s+)?(?:been\s+)?|"
    r"(?:have|has)(?:\s+not|n't)\s+(?:\w+\s+)?been|remain(?:ed|s)?|turned\s+out\s+to\s+be|proved(?:\s+to\s+be)?|(?:was|were|are)\b)\s*"
    r"(?:\w+\s+)?(?:verified|confirmed|substantiated|borne\s+out|unconfirmed|unverified|false|untrue|wrong|unfounded|premature|baseless|denied)\b",
    re.IGNORECASE,
)
_IF_INVERTED = lazy_pattern(r"\W*(?:had|should|were)\s+[^,;:]{2,100}\Z", re.IGNORECASE)
_FICTION = lazy_pattern(
    rf"\W*(?P<inside>in\s+)?(?:the|a|an|his|her|its|their|this|that|one|another|\w+['\u2019]s)\s+(?:[\w'-]+\s+){{0,4}}?(?:{_any('fictions')})"
    r"(?(inside),|\s+(?:is\s+set|was\s+set|tells?|told|shows?|showed|follows|imagines|depicts)\b)",
    re.IGNORECASE,
)
_PRETENDS = lazy_pattern(rf"(?:{_any('pretends')})\b", re.IGNORECASE)
_BEARER = lazy_pattern(rf"\b(?:{_any('quoted_on')})\b", re.IGNORECASE)
_QUOTED = lazy_pattern(r"\"[^\"\n]{1,200}\"|\u201c[^\u201d\n]{1,200}\u201d")
_WORD = re.compile(r"[^\W_]+")


def _last_words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(phrase.replace("_", " ").lower())[-1] for phrase in word_set(name))


# Most clauses have none of the words that a pattern cannot do without: the last one before the verb, or one further back. To look for them first
# is many times faster than to try every pattern at every letter.
_LAST_ADVERBS = _last_words("near_miss_adverbs")
_OF_FICTIONS = _last_words("fictions")
_JUST_BEFORE = (
    (_last_words("before_a_gerund") | {"having", "been"}, _GERUND, "not done"),
    (frozenset({"from"}), _KEPT_FROM, "kept from it"),
    (frozenset({"and"}), _AS_EVER, "as it was before"),
    (frozenset({"of", "with", "for", "having"}), _ACCUSED_OF, "an accusation"),
    (frozenset({"of"}), _REPORTS_OF, "denied"),
    (frozenset({"that", "who", "which"}), _CLEFT, "somebody else, if anybody"),
)
_FURTHER_BACK = (
    (_last_words("not_so"), _NOT_SO, "said not to be so"),
    (frozenset({"no"}), _NO_SIGN, "no sign of it"),
    (frozenset({"neither"}), _NEITHER, "neither of them"),
    (frozenset({"no", "nowhere", "never"}), _AT_NO_TIME, "at no time"),
)
_TALK = frozenset(
    {
        *("report", "reports", "rumour", "rumours", "rumor", "rumors", "talk", "word"),
        *("suggestion", "suggestions", "speculation", "stories"),
    }
)
"""One of these stands in whatever `_TOLD_BY_NOBODY` finds."""
_FROM_AFAR = _TALK.union(*(words for words, _, _ in _FURTHER_BACK))
_HEDGE = re.compile(rf"\b(?:{_any('hedges')})\b", re.IGNORECASE)


def undone(text: str, sentence_start: int, sentence_end: int, verb_start: int, verb_end: int) -> str:
    """Return why the verb of a clause is not told as done by the words around it, or an empty string.

    Parameters
    ----------
    text
        The whole report.
    sentence_start, sentence_end, verb_start, verb_end
        Offsets of the sentence and of the verb phrase.
    """
    in_a_story, from_afar = _of_sentence(text, sentence_start, sentence_end)
    if (made_up := _made_up(text, sentence_start, verb_start, verb_end, in_a_story=in_a_story)) != "":
        return made_up
    before = text[max(sentence_start, verb_start - _REACH) : verb_start]
    last = _last_word(before)
    if (last in _LAST_ADVERBS and _ADVERB.search(before)) or _ADVERB_FIRST.match(text, verb_start, verb_end):
        return "nearly, not done"
    for lasts, pattern, why in _JUST_BEFORE:
        if last in lasts and pattern.search(before):
            return why
    if not from_afar:
        return ""
    words = _WORD.findall(before.lower())
    for anywhere, pattern, why in _FURTHER_BACK:
        if not anywhere.isdisjoint(words) and pattern.search(before):
            return why
    if "that" in words and not _TALK.isdisjoint(words) and _TOLD_BY_NOBODY.search(before) and _NOT_VERIFIED.match(text, verb_end, verb_end + _REACH):
        return "a report that nobody could confirm"
    return ""


def _last_word(before: str) -> str:
    """Return the last word of what stands before a verb, in small letters."""
    end = len(before)
    while end and not before[end - 1].isalnum():
        end -= 1
    start = end
    while start and before[start - 1].isalnum():
        start -= 1
    return before[start:end].lower()


@lru_cache(maxsize=16)
def _of_sentence(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether a sentence begins as an account of a film or an exercise does, and whether it has any word that undoes a verb from further back.

    Both are asked of each of its verbs.
    """
    words = _WORD.findall(text[start : max(end, start + _REACH)].lower())
    story = not _OF_FICTIONS.isdisjoint(words) and _FICTION.match(text, start, min(len(text), start + _REACH)) is not None
    return story, not _FROM_AFAR.isdisjoint(words)


def _made_up(text: str, sentence_start: int, verb_start: int, verb_end: int, *, in_a_story: bool) -> str:
    """Return why a clause is no report of what happened: a condition, a story, an exercise, or words that a banner bears."""
    before = text[sentence_start:verb_start][:_REACH]
    if _PRETENDS.match(text, verb_start, verb_end):
        return "shown or practised, not done"
    if before[:12].lstrip("\"\u201c\u2018' ")[:6].lower().startswith(("had ", "should", "were ")) and _IF_INVERTED.match(before):
        return "a condition"
    if in_a_story:
        return "in a story or an exercise"
    if '"' in before or "\u201c" in before:
        line_end = text.find("\n", verb_end, verb_end + 2 * _REACH)
        sentence = text[sentence_start : line_end if line_end >= 0 else verb_end + 2 * _REACH]
        for quote in _QUOTED.finditer(sentence):
            if quote.start() < verb_start - sentence_start < quote.end():
                rest = sentence[: quote.start()][-60:] + " " + sentence[quote.end() :][:60]
                return "words on a banner or in a headline" if _BEARER.search(rest) else ""
    return ""


def hedged(words: str) -> bool:
    """Tell whether words such as "allegedly" keep a clause at a distance."""
    return _HEDGE.search(words) is not None
