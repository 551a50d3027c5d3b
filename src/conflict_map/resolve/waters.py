"""Rivers by the words before their names: "a town on the Sobat", "the right bank of the Dnipro", "south of the Litani"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.lexicon import lexicon
from conflict_map.resolve.sites import site_hits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.lexicon import Tokens
    from conflict_map.resolve.reading import Reading

__all__ = ["RIVER", "behind_banks", "is_river"]

RIVER = frozenset(["river"])


def behind_banks(words: Sequence[str], first: int) -> bool:
    """Return whether "over the", "the right bank of the", "along the frozen" or the like stands before a name, as before a river's."""
    has = lexicon().has
    first -= first > 0 and has(words[first - 1], "stretches")
    if first < 2 or words[first - 1] != "the":  # noqa: PLR2004 - two words before it
        return False
    return has(words[first - 2], "over_water") or (first > 2 and words[first - 2] == "of" and has(words[first - 3], "banks"))  # noqa: PLR2004


def is_river(tokens: Tokens, reading: Reading, lookup: Gazetteer) -> bool:
    """Return whether a name without a word for it is a river's: "on the X", and "the X" where no country and no area has an article.

    It has to stand alone: "on the Niger border" names a country, "the Mosul offensive" a town.
    """
    words, first, last = tokens.lower, reading.first, reading.last
    if not (last == len(words) or tokens.gap(last - 1) != " " or lexicon().has(words[last], "function_words")) or tokens.possessive(last - 1):
        return False
    first -= first > 0 and lexicon().has(words[first - 1], "stretches")
    if first < 1 or words[first - 1] != "the":
        return False
    with_article = any(hit.place.kind in {"country", "area", "region"} for hit in reading.hits)
    if with_article and not (first > 1 and words[first - 2] == "on"):
        return False
    return bool(site_hits(reading.key, "river", RIVER, lookup))
