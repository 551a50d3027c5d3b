"""Armed groups that no table knows, found by how a report names them.

A report brings its own names: "the Ruvan Liberation Front (RLF)", "gunmen of the Kolwa militia", "an alliance called Sabel". Each becomes a side of
the report with all the names that it goes by there, so that "the RLF" of the last paragraph is the Front of the first.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, compress
from operator import itemgetter
from typing import TYPE_CHECKING

from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.words import lexicon, plural, singular, word_set
from conflict_map.model import ActorRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["GroupSpan", "find_groups"]

_HEADS = word_set("group_heads")
_LOOSE = word_set("loose_group_heads")
_NOT_GROUPS = frozenset(item.replace("_", " ") for item in word_set("not_groups"))
_NOT_ACRONYMS = word_set("not_group_acronyms")
_NOT_NAMES = word_set("not_names")
_OFFICERS = word_set("side_speakers") - {"army", "military", "brigade", "command", "government"}
_JOINTS = frozenset({"of", "for", "and", "the", "de", "du", "des", "la", "le", "al", "el", "pour", "et"})
_WORD = re.compile(r"([^\W\d_](?:[\w]|['\u2019-](?=\w))*)")
_ACRONYM = lazy_pattern(r"[A-Z][A-Z0-9]{1,5}(?:[-/][A-Z]{1,4})?s?")
_BRACKET = lazy_pattern(
    r"\s?(?:\(|, (?:or|known as|abbreviated as|called) (?:the )?)(?:the |its acronym |or |known as )?"
    r"[\"\u201c]?([A-Z][A-Za-z0-9/-]{1,9})[\"\u201d]?(?=[),;.])"
)
_CALLED = lazy_pattern(
    r"\b(?:group|militia|alliance|coalition|movement|front|army|force|band|gang|brigade|faction|rebels|fighters|gunmen|insurgents),? "
    r"(?:that is |which is |that |which )?"
    r"(?:called|known as|calls itself|calling itself|call themselves|calling themselves|named|styling itself|dubbed) (?:the )?[\"\u201c\u2018]?"
    r"|\b(?:group|militia|faction|gang|outfit), (?:the )?(?=[A-Z][A-Z0-9-]{1,8}[,.;])"
)
_OF = lazy_pattern(
    r"\b([A-Za-z-]+) (?:of|from|belonging to|loyal to|allied with|allied to|aligned with|with|affiliated with|linked to|fighting for|led by) "
    r"(?:the |a )?(?:[a-z]+ )?$"
)
_LONGEST = 9
_MOST = 40


@dataclass(frozen=True, slots=True)
class GroupSpan:
    """Words that name a group, with the noun that stands with it ("gunmen of …") or None."""

    start: int
    end: int
    record: ActorRecord
    kind: str
    head: str | None = None
    relation: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text, as parallel lists: offsets, in small letters, and whether each begins with a capital."""

    texts: list[str]
    low: list[str]
    start: list[int]
    end: list[int]
    title: list[bool]

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(slots=True)
class _Group:
    name: str
    forms: dict[str, None] = field(default_factory=dict)


def _words(text: str) -> _Words:
    parts = _WORD.split(text)  # what stands between, a word, what stands between …
    texts, offsets = parts[1::2], list(accumulate(map(len, parts)))
    low = "\n".join(texts).lower().split("\n") if texts else []
    return _Words(texts, low, offsets[:-1:2], offsets[1::2], list(map(str.isupper, map(itemgetter(0), texts))))


@lru_cache(maxsize=1 << 12)
def _fighter(low: str) -> bool:
    return "combatant" in lexicon().nouns.get(singular(low), frozenset())


class _Stretches:
    """Stretches of a text that do not overlap, to be asked where they cover."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._sorted = sorted(stretches)
        self._starts = [start for start, _ in self._sorted]

    def hold(self, start: int, end: int) -> bool:
        """Whether one of them holds all of a stretch."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and end <= self._sorted[at][1]

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them overlaps a stretch."""
        at = bisect_left(self._starts, end) - 1
        return at >= 0 and start < self._sorted[at][1]


def find_groups(text: str, actors: Iterable[tuple[int, int]], towns: Iterable[tuple[int, int]]) -> list[GroupSpan]:
    """Return the words that name armed groups which no table knows, in order.

    Parameters
    ----------
    text
        The report.
    actors
        Offsets of the words that the table of actors has; a group's name may hold such words ("national army") but is never inside one.
    towns
        Offsets of the places that the gazetteer knows: "the Goma militia" is described by its town and needs no name.
    """
    known, places = _Stretches(actors), _Stretches(towns)
    words = _words(text)
    groups: dict[str, _Group] = {}
    for start, end, alias in (*_titled(text, words), *_called(text, words), *_described(text, words, known, places)):
        if known.hold(start, end) or len(groups) >= _MOST:
            continue
        name = " ".join(text[start:end].split())
        group = groups.setdefault(name.casefold(), _Group(name))
        group.forms[name] = None
        if alias:
            group.forms[alias] = None
    return _spans(text, groups, known) if groups else []


def _run(words: _Words, text: str, index: int) -> int:
    """Return the index after the capitalised words, with "of" and "for" between them, that start at ``index``."""
    stop, count = index + 1, len(words)
    while stop < count and stop - index < _LONGEST:
        if text[words.end[stop - 1] : words.start[stop]] not in {" ", "-", "\n", " \u2013 ", "/"}:
            break
        if words.title[stop]:
            stop += 1
            continue
        ahead = stop
        while ahead < count and words.low[ahead] in _JOINTS and text[words.end[ahead - 1] : words.start[ahead]] in {" ", "\n"}:
            ahead += 1
        if words.low[stop] == "the":
            break  # an article alone opens another name
        if ahead == stop or ahead >= count or not words.title[ahead] or text[words.end[ahead - 1] : words.start[ahead]] not in {" ", "\n"}:
            break
        stop = ahead + 1
    return stop


def _titled(text: str, words: _Words) -> Iterator[tuple[int, int, str]]:
    """Yield names in capitals that end in, or are built on, a word such as "Front" or "Army"."""
    openers = lexicon().function_words  # capitalised where they open a sentence, and no part of a name
    beyond = 0
    for index in compress(range(len(words)), words.title):
        if index < beyond or words.low[index] in openers:
            continue
        stop = _run(words, text, index)
        if stop - index == 1:
            continue
        if stop - index > 2 and words.low[index + 1] in {"of", "from"} and _fighter(words.low[index]) and plural(words.low[index]):
            continue  # "Fighters of the Union …" at the head of a sentence
        beyond = stop
        low = words.low[index:stop]
        heads = [position for position, word in enumerate(low) if word in _HEADS and position]
        if words.low[index] in _HEADS | _LOOSE and stop - index > 2 and low[1] in {"of", "for"}:
            heads.append(0)  # "Movement for …", "Army of …"
        loose = [position for position, word in enumerate(low) if word in _LOOSE and position]
        if words.low[index] in _LOOSE and stop - index > 2:
            loose.append(0)
        end = words.end[stop - 1]
        bracket = _BRACKET.match(text, end)
        alias = bracket.group(1) if bracket is not None and _initials(bracket.group(1), low) else ""
        beside = (index > 0 and _fighter(words.low[index - 1])) or (
            index > 1 and words.low[index - 1] in {"the", "of"} and _fighter(words.low[index - 2])
        )
        after = stop < len(words) and text[end : words.start[stop]] == " " and _fighter(words.low[stop])
        phrase = " ".join(low)
        if (
            stop - index >= 2
            and not any(bad in phrase for bad in _NOT_GROUPS)
            and ((heads and (alias or max(heads) == len(low) - 1 or 0 in heads)) or (loose and ((alias and beside) or after)))
            and low[0] not in _NOT_NAMES
            and low[0] not in _OFFICERS
        ):
            yield words.start[index], end, alias


def _initials(alias: str, low: Sequence[str]) -> bool:
    """Whether the letters of an abbreviation come from the words, at least the first one or two of them."""
    letters = [char for char in alias.lower() if char.isalpha()]
    if len(letters) < 2 or alias.lower() in _NOT_ACRONYMS:
        return False
    first = {word[0] for word in low}
    return letters[0] in first or alias.isupper()


def _name_after(words: _Words, text: str, at: int) -> tuple[int, int] | None:
    position = bisect_left(words.start, at)
    if position == len(words) or words.start[position] - at > 1 or not words.title[position]:
        return None
    return words.start[position], words.end[_run(words, text, position) - 1]


def _called(text: str, words: _Words) -> Iterator[tuple[int, int, str]]:
    """Yield the names after "a militia called", "an alliance known as"."""
    for match in _CALLED.finditer(text):
        named = _name_after(words, text, match.end())
        if named is not None:
            bracket = _BRACKET.match(text, named[1])
            yield *named, bracket.group(1) if bracket is not None and bracket.group(1).lower() not in _NOT_ACRONYMS else ""


def _described(text: str, words: _Words, known: _Stretches, places: _Stretches) -> Iterator[tuple[int, int, str]]:
    """Yield "Kolwa" of "the Kolwa militia", "the rebel group Kolwa", and abbreviations before fighters ("RLF rebels")."""
    nouns = lexicon().nouns
    count = len(words)
    for index in compress(range(count), words.title):
        low = words.low[index]
        if low in _JOINTS or low in _NOT_NAMES or low in nouns:
            continue
        start, end = words.start[index], words.end[index]
        following = words.low[index + 1] if index + 1 < count and not words.title[index + 1] else ""
        before = words.low[index - 1] if index and text[words.end[index - 1] : start] == " " else ""
        if not (following and _fighter(following)) and before not in _BANDS:
            continue
        acronym = _ACRONYM.fullmatch(words.texts[index]) is not None and low.rstrip("s") not in _NOT_ACRONYMS
        after_fighters = following and text[end : words.start[index + 1]] in {" ", "-"} and _fighter(following) and following not in _OF_NO_NAME
        if after_fighters and (acronym or before in {"the", "of", "from", "by"}):
            if not (known.touch(start, end) or places.touch(start, end)) and not (start == 0 and not acronym):
                yield start, end, ""
        elif (
            before in _BANDS
            and index > 1
            and (words.low[index - 2] in _OF_BANDS or acronym)
            and not known.touch(start, end)
            and not places.touch(start, end)
        ):
            yield start, words.end[_run(words, text, index) - 1], ""


_OF_NO_NAME = frozenset(
    """police army government forces troops soldiers military navy officers column movement group enemy""".split()  # noqa: SIM905 - a word list reads better as prose
)
_BANDS = frozenset({"group", "militia", "movement", "coalition", "alliance", "faction", "outfit"})
_OF_BANDS = frozenset({"rebel", "armed", "militant", "insurgent", "jihadist", "islamist", "separatist", "guerrilla", "paramilitary"})


def _spans(text: str, groups: dict[str, _Group], known: _Stretches) -> list[GroupSpan]:
    """Return every place of the text that names one of the groups, the longest names first."""
    forms: list[tuple[str, ActorRecord]] = []
    for key, group in groups.items():
        record = ActorRecord(f"u:{key}", group.name, f"u:{key}", "any", (), tuple(group.forms))
        forms += [(form, record) for form in group.forms]
    found: list[GroupSpan] = []
    taken = bytearray(len(text))
    for form, record in sorted(forms, key=lambda item: -len(item[0])):
        pattern = re.compile(r"(?<![\w-])" + r"\s+".join(map(re.escape, form.split())) + r"(?!\w)")
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]) or known.hold(start, end):
                continue
            kind, head, relation = "name", None, ""
            after = _WORD.match(text, end + 1) if text[end : end + 1] in {" ", "-"} else None
            if text[end : end + 1] == "-" and after is not None and after.group() in {"held", "controlled", "run", "led", "backed"}:
                relation = "held" if after.group() not in {"led", "backed"} else "attributive"
            elif after is not None and _fighter(after.group().lower()):
                end, head, kind = after.end(), after.group().lower(), "composed"
            elif after is not None and after.group().lower() in _ATTRIBUTES:
                relation = "attributive"
            elif after is not None and after.group().lower() in {"hands", "control", "rule"}:
                relation = "held"
            if relation == "":
                left = _OF.search(text, max(0, start - 60), start)
                if left is not None and _fighter(left.group(1).lower()):
                    start, head, kind = left.start(), left.group(1).lower(), "composed"
            taken[start:end] = b"\1" * (end - start)
            found.append(GroupSpan(start, end, record, kind, head, relation))
    return sorted(found, key=lambda span: span.start)


_ATTRIBUTES = frozenset(
    """spokesman spokeswoman spokesperson commander commanders official officials leader leaders leadership chief positions position post base bases
    headquarters checkpoint offensive attack attacks strike statement flag flags""".split()  # noqa: SIM905 - a word list reads better as prose
)
