"""Tags of words and marks that are the same wherever they stand, so that `tagging` need not look at what stands around them."""

from __future__ import annotations

from functools import lru_cache

from conflict_map.events.words import lexicon, word_set

__all__ = ["COMPASS", "MARKS", "NO_ADVERBS", "fixed_tag", "is_adverb"]

COMPASS = frozenset({"nort", "sout", "east", "west"})
NO_ADVERBS = frozenset(
    """family only italy july early likely deadly elderly assembly supply ally rally friendly monthly daily weekly""".split()  # noqa: SIM905 - a word list reads better as prose
)
MARKS = {
    ",": "COMMA",
    **dict.fromkeys(('"', "\u201c", "\u201d", "\u00ab", "\u00bb"), "QUOTE"),
    **dict.fromkeys(("(", "["), "OPEN"),
    **dict.fromkeys((")", "]"), "CLOSE"),
    **dict.fromkeys(("%", "$", "\u20ac", "\u00a3", "'", "\u2019", "/", "&", "#", "*", "\u2018"), "N"),
}
"""Tags of marks; all others end something."""
_ALWAYS = {
    **dict.fromkeys(("not", "never", "n't"), "NEG"),
    **dict.fromkeys(("which", "who", "whom", "whose", "where", "whoever", "what"), "WH"),
    **dict.fromkeys(
        ("when", "while", "whilst", "because", "although", "though", "if", "unless", "lest", "whereas", "whether", "until", "till"), "SUB"
    ),
    **dict.fromkeys(("and", "or", "but", "nor"), "CONJ"),
}
_BY_CONTEXT = word_set("tagged_by_context")


@lru_cache(maxsize=1 << 14)
def fixed_tag(low: str) -> str:
    """Return the tag that a word has wherever it stands, empty where what stands around it decides: most words are nouns that no table knows."""
    words = lexicon()
    if low in _ALWAYS:
        return _ALWAYS[low]
    if low in _BY_CONTEXT or low in words.forms or low.endswith(("ed", "ing")) or low[:4] in COMPASS:
        return ""
    tags = [tag for name, tag in _OF_CLASS.items() if low in words.closed[name]]
    if low[-2:] == "ly" and len(low) > 4 and low not in NO_ADVERBS and "ADV" not in tags:
        tags.append("ADV")
    return tags[0] if len(tags) == 1 else "" if tags else "N"


@lru_cache(maxsize=1 << 12)
def is_adverb(low: str) -> bool:
    """Whether a word may be an adverb, by the lexicon or by its ending."""
    return low in lexicon().closed["adv"] or (low[-2:] == "ly" and len(low) > 4 and low not in NO_ADVERBS)


_OF_CLASS = {"modal": "MOD", "aux_be": "BE", "aux_have": "HAVE", "aux_do": "DO", "adv": "ADV", "prep": "P", "det": "DET", "pron": "PRON"}
