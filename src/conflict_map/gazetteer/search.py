"""`locate`: from a name in any spelling to candidates with score and reason."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from conflict_map.gazetteer.lookup import Hit
from conflict_map.gazetteer.names import fold, similarity, skeleton
from conflict_map.model import Candidate

if TYPE_CHECKING:
    from conflict_map.gazetteer.lookup import Gazetteer

__all__ = ["search"]

_MIN_FUZZY = 5
_MIN_BONES = 2


def search(
    gazetteer: Gazetteer, name: str, *, country: str | None, admin1: str | None, near: tuple[float, float] | None, limit: int
) -> list[Candidate]:
    key = fold(name)
    if not key:
        return []
    code = country
    hits = list(gazetteer.hits(key))
    here = [h for h in hits if code is None or h.place.country == code]
    if not here:
        here = [h for h in fuzzy(gazetteer, key, code)]
    if not here:
        here = [h for h in gazetteer.hits(key, weak=True) if code is None or h.place.country == code]
    out = []
    akey = fold(admin1) if admin1 else None
    for h in here:
        s = {"name": 0.9, "alternate": 0.85, "variant": 0.8, "weak": 0.4}.get(h.match, 0.75) * h.similarity
        s = s * (0.7 + 0.3 * min(1, math.log10(max(h.weight, 1)) / 7))
        reason = f"{h.match} match"
        if akey:
            p = fold(h.place.admin1 or "")
            if p and (p in akey or akey in p or skeleton(p) == skeleton(akey)):
                s = min(1.0, s * 1.15)
                reason += f", in {h.place.admin1}"
            else:
                s *= 0.7
        out.append(Candidate(h.place, round(s, 4), reason))
    out.sort(key=lambda c: -c.score)
    return out[:limit]


def fuzzy(gazetteer: Gazetteer, key: str, country: str | None) -> list[Hit]:
    bones = skeleton(key)
    if len(key) < _MIN_FUZZY or len(bones) < _MIN_BONES:
        return []
    found = {}
    for number, segment in enumerate(gazetteer._segments):
        names = segment.skeleton_names(bones)
        for n, text in zip(names.tolist(), segment.names_of(names.tolist())):
            sim = similarity(key, text)
            if sim < 0.6:
                continue
            records, flags = segment.postings_of(n)
            for r in records.tolist():
                place = gazetteer._place(number, r)
                if country and place.country != country:
                    continue
                if found.get((number, r), (0,))[0] < sim:
                    found[number, r] = (sim, Hit(place, "skeleton" if skeleton(text) == bones else "fuzzy", sim, float(segment.weight[r])))
    return [h for _, h in found.values()]
