"""Reasons in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.gazetteer import Hit

__all__ = ["reason_for"]

_MATCH = {
    "name": "its name in the gazetteer",
    "alternate": "another name of it in the gazetteer",
    "variant": "its name with the article written otherwise",
    "weak": "a rare spelling of its name",
    "skeleton": "its name spelt otherwise",
    "fuzzy": "its name spelt otherwise",
}
_SAYS = {
    10: "the text says which area it is in",
    11: "the text names another area for it",
    13: "its country is named",
    15: "its province is named",
    19: "the text calls it a town or village",
    20: "though the text calls it a town or village",
    21: "the text calls it a province",
    22: "though the text calls it a province",
}


def reason_for(hit: Hit, row: Sequence[float]) -> str:
    """Say what speaks for a candidate."""
    said = [_MATCH.get(hit.match, hit.match)]
    if any(map(row.__getitem__, _SAYS)):
        said.extend([words for number, words in _SAYS.items() if row[number]])
    if row[17] > 0.3:  # noqa: PLR2004
        said.append("other places of the text are near")
    if row[25] and len(said) < 3:  # noqa: PLR2004
        said.append("the largest of its name" if hit.place.population else "the best known of its name")
    return ", ".join(said)
