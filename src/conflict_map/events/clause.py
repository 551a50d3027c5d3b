"""The record of a clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflict_map.events.words import lexicon

if TYPE_CHECKING:
    from conflict_map.events.dates import TimeExpression
    from conflict_map.events.units import NounPhrase, VerbPhrase

__all__ = ["Clause", "Prepositional"]

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Prepositional:
    """A preposition with the noun phrases that it governs, and its place in the text."""

    prep: str
    phrases: tuple[NounPhrase, ...]
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Clause:
    """One verb with its arguments.

    ``relation`` tells how it hangs on ``parent``: ``main``, ``inf``, ``noun-inf`` ("an attempt to take"), ``that``, ``noun-that`` ("reports that"),
    ``rel``,
    ``sub`` (with ``conjunction``), ``coord``, ``part`` (a participle).
    """

    index: int
    vp: VerbPhrase
    subject: list[NounPhrase] = field(default_factory=list)
    objects: list[NounPhrase] = field(default_factory=list)
    prepositional: list[Prepositional] = field(default_factory=list)
    adverbs: list[str] = field(default_factory=list)
    times: list[TimeExpression] = field(default_factory=list)
    relation: str = "main"
    conjunction: str = ""
    parent: Clause | None = None
    noun: str = ""
    antecedents: list[NounPhrase] = field(default_factory=list)
    wh: str = ""
    wh_prep: str = ""
    shift: TimeExpression | None = None
    left: int = 0
    right: int = 0
    shared_subject: bool = False
    gapped: list[tuple[NounPhrase, Prepositional]] = field(default_factory=list)
    more_objects: list[tuple[list[NounPhrase], list[TimeExpression]]] = field(default_factory=list)
    attribution: Clause | None = None
    start: int = 0
    end: int = 0
    children: list[Clause] = field(default_factory=list)
    disbelieved: bool = False
    undone: str = ""
    told: tuple[bool, str] | None = field(default=None, init=False, repr=False)
    """What `truth.happened` found once the sentence was read."""

    def pp(self, *preps: str) -> list[Prepositional]:
        """Return the prepositional phrases with one of the prepositions."""
        return [item for item in self.prepositional if item.prep in preps] if self.prepositional else []

    def classes(self) -> frozenset[str]:
        """Return the classes of the verb, with its particle first, then alone."""
        vp = self.vp
        if vp.classes is None:
            vp.classes = lexicon().classes.get(vp.phrase, _NONE)
        return vp.classes
