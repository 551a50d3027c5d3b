"""Names of one side, followed to the name that stands for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["followed"]


def followed(names: Mapping[str, str]) -> dict[str, str]:
    """Return the mapping with every name led on to the last of its chain: A to B and B to C make both A and B to C.

    Parameters
    ----------
    names
        Name: the name that it is another one of. A name that stands for itself is left out.

    Raises
    ------
    UsageError
        If names stand for each other in a ring, so that none of them stands for all.

    Examples
    --------
    >>> followed({"SAA": "Army", "Army": "Government"})
    {'SAA': 'Government', 'Army': 'Government'}
    """
    answer = {}
    for name in names:
        chain = [name]
        while (following := names.get(chain[-1], chain[-1])) != chain[-1]:
            if following in chain:
                ring = " = ".join([*chain[chain.index(following) :], following])
                message = f"names of sides stand for each other in a ring ({ring}), so that none of them is the name of all; leave one of them out"
                raise UsageError(message)
            chain.append(following)
        if chain[-1] != name:
            answer[name] = chain[-1]
    return answer
