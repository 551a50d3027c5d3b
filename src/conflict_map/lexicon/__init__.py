"""Words that tell place names from other names, and the tokens of a text: what `mentions` and `resolve` both read.

The word classes are in ``words.toml``, names of people in ``names.toml``, common words that are also names of towns in ``common.txt``;
adjectives of countries and areas are in the users' table ``gazetteer/demonyms.csv``.
"""

from __future__ import annotations

from conflict_map.lexicon.tokens import Tokens, tokenise
from conflict_map.lexicon.words import Abbreviation, Demonym, Lexicon, lexicon

__all__ = ["Abbreviation", "Demonym", "Lexicon", "Tokens", "lexicon", "tokenise"]
