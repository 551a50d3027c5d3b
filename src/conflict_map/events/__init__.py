"""Events: who did what to which place, when, from whom, and as said by whom.

A report is cut into sentences (`tokens`), these into phrases (`chunks`) and clauses with their arguments (`clauses`). Frames read the
clauses: control (`takings`), movement (`movements`), strikes and clashes (`strikes`). `truth` keeps out what has not happened and tells
claims from reports; `story` carries places, sides and dates from sentence to sentence; `merging` tells each event once. Word lists are
data, in ``lexicon``.
"""

from __future__ import annotations

from conflict_map.events.reader import read_events

__all__ = ["read_events"]
