"""People who divide under one verb: "fled to A, most of them on to B", "those with cars to C"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.clause import Prepositional
from conflict_map.events.shared_nouns import SharedNouns

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.units import NounPhrase

__all__ = ["Gaps"]


_GOES = frozenset({"flee", "go", "displace", "retreat", "transport"})


class Gaps(SharedNouns):
    """Finds the parts of a crowd that go elsewhere without a verb of their own."""

    @staticmethod
    def _gappable(np: NounPhrase) -> bool:
        return (
            np.head
            in {
                "many",
                "most",
                "some",
                "other",
                "others",
                "rest",
                "those",
                "half",
                "few",
                "majority",
                "part",
                "bulk",
                "several",
                "remainder",
                "#",
                "hundred",
                "thousand",
                "dozen",
            }
            or np.quantity is not None
        )

    def _divided(self) -> None:
        """Give the parts told behind a reason to those who go: "9,000 left A after the rebels attacked, 4,000 of them to B"."""
        for clause in self.clauses:
            above = clause.parent
            if clause.gapped and clause.relation == "sub" and above is not None and _GOES & above.classes() and not _GOES & clause.classes():
                above.gapped += clause.gapped
                clause.gapped = []

    def _gap(self, clause: Clause, np: NounPhrase, at: int, limit: int) -> int | None:
        """Read "most of them to Gao", "those with cars to Gao", "the rest on foot to Gao" into the verb before; the index after it, or None."""
        chunks = self.chunks
        skipped = 0
        while skipped < 3 and at + 2 < min(limit, len(chunks)):
            means_np, far = chunks[at + 1].np, chunks[at + 2]
            means = chunks[at].kind == "P" and chunks[at].low in {"with", "on", "by", "in", "aboard", "via", "through", "of"}
            if means and means_np is not None and means_np.head_place is None and means_np.name is None and far.kind in {"P", "ADV"}:
                at += 2
            elif chunks[at].kind == "ADV":
                clause.adverbs.append(chunks[at].low)
                at += 1
            else:
                break
            skipped += 1
        if chunks[at].kind != "P":
            return None
        if at + 1 >= len(chunks) or at + 1 >= limit or chunks[at + 1].kind != "NP":
            return None
        phrases, after = self._list_right(at + 1, limit)
        if (
            phrases[-1].head_place is None
            and after + 1 < min(limit, len(chunks))
            and chunks[after].kind == "P"
            and chunks[after].low in {"at", "in", "near", "outside", "around"}
        ):
            following = chunks[after + 1].np
            if following is not None and following.head_place is not None:
                phrases, after = [following], after + 2  # "to a shelter in Mae Sot"
        clause.gapped.append((np, Prepositional(chunks[at].low, tuple(phrases), chunks[at].start, phrases[-1].end)))
        return after
