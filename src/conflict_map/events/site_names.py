"""Names of which the gazetteer knows only a part: Savur-Mohyla is not Savur."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.words import word_set
from conflict_map.model import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["whole_names"]

_REST = lazy_pattern(r"-([A-Z][\w'\u2019]+)(?![\w-])")
_PARTS_OF_TOWNS = word_set("parts_behind_a_dash")
_WAYS = lazy_pattern(r"\s+(?:" + "|".join(sorted(word_set("ways_between"))) + r")s?\b", re.IGNORECASE)


def whole_names(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Leave open the place of a name that goes on behind a dash, where what follows is no place, part of a town or end of a road.

    Parameters
    ----------
    text
        The report.
    mentions
        The places that it names.

    Returns
    -------
    list of Mention
        The same ones, but for such names.
    """
    starts = {mention.start for mention in mentions if mention.place is not None}
    told: list[Mention] = []
    for mention in mentions:
        rest = _REST.match(text, mention.end) if "-" not in mention.text else None
        if rest is None or rest.start(1) in starts or rest[1].casefold() in _PARTS_OF_TOWNS or _WAYS.match(text, rest.end()):
            told.append(mention)
            continue
        told.append(Mention(mention.start, rest.end(), text[mention.start : rest.end()], reason="only a part of the name is in the gazetteer"))
    ends = {mention.start: mention.end for mention in told if mention.place is None}
    return [mention for mention in told if mention.place is not None or not any(start < mention.start < end for start, end in ends.items())]
