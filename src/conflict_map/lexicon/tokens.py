"""A text as words with their offsets, for any script that puts spaces between words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import add

__all__ = ["Tokens", "tokenise"]

# Combining marks and vowel signs, which ``\w`` leaves out; without them words of Arabic with vowels, Hindi or Burmese would fall apart.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u08e3-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0a81-\u0acd\u0b01-\u0b4d\u0b82-\u0bcd\u0c00-\u0c4d\u0c81-\u0ccd"
    "\u0d00-\u0d4d\u0d82-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f18-\u0fbc\u102b-\u103e\u1056-\u109d\u135d-\u135f\u17b4-\u17d3\u200c\u200d"
)
_APOSTROPHES = "'’‘ʼʻ`´ʿʾ"
_TOKEN = re.compile(rf"((?:[A-Z]\.){{2,}}|[A-Z]\.[A-Z]\b|[\w{_MARKS}]+(?:[{_APOSTROPHES}](?![sS]\b)[\w{_MARKS}]+)*)((?:['’][sS]\b)?)")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, as parallel lists.

    Attributes
    ----------
    text
        The text that was cut.
    words
        As written, without the possessive 's.
    lower
        In lower case.
    starts, ends
        Offsets of the words, the end exclusive.
    after
        Where the word ends with its possessive 's, exclusive.
    gaps
        What stands between each word and the next one, or the end (a possessive 's included).
    between
        The same without the possessive 's.
    """

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    after: list[int]
    gaps: list[str]
    between: list[str]

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, index: int) -> str:
        """Return what stands between a word and the next one (a possessive 's included)."""
        return self.gaps[index] if index >= 0 else ""

    def possessive(self, index: int) -> bool:
        """Return whether the word carries a possessive 's."""
        return self.after[index] > self.ends[index]


@lru_cache(maxsize=4)
def tokenise(text: str) -> Tokens:
    """Cut a text into words.

    The last few texts are kept, since several stages cut the same one; callers must not change the lists.

    Hyphens part words, apostrophes inside a word do not ("Sana'a"), "U.S." is one word.

    Examples
    --------
    >>> tokenise("Sana'a's al-Thawra St., U.S.-led").words
    ["Sana'a", 'al', 'Thawra', 'St', 'U.S.', 'led']
    """
    parts = _TOKEN.split(text)  # what stands between, a word, its possessive, what stands between …
    words, offsets = parts[1::3], list(accumulate(map(len, parts)))
    return Tokens(
        text=text,
        words=words,
        lower="\n".join(words).lower().split("\n") if words else [],
        starts=offsets[:-1:3],
        ends=offsets[1::3],
        after=offsets[2::3],
        gaps=list(map(add, parts[2::3], parts[3::3])),
        between=parts[3::3],
    )
