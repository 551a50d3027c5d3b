"""Words and sentences with their offsets.

Sentences are cut by our own rules rather than a library's: offsets into the untouched text are needed, datelines ("BEIRUT, Dec 6 -"), headlines,
captions and hard-wrapped lines are common in reports, and a sentence of 100 kB has to stay cheap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conflict_map.events.words import word_set

__all__ = ["MAX_TOKENS", "Sentence", "Token", "split_sentences", "tokenize"]

MAX_TOKENS = 400
"""A sentence longer than this is read in pieces: no clause of a report is, and time stays linear."""

_TOKEN = re.compile(
    r"(?P<nt>n['\u2019]t\b)"
    r"|(?P<abbr>(?:[A-Za-z]\.){2,}(?:-[A-Za-z]+)?)"
    r"|(?P<word>[^\W\d_]+(?:\d{1,3}(?![\d.,]*\d))?(?:(?:['\u2019\u02bc`\u2018](?!s\b)|-|\u2010|\u2011)[^\W_]+)*)"
    r"|(?P<num>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d+,\d{1,2}(?=\s+[mb]illion)|\d+(?:\.\d+)?)(?P<suffix>(?:st|nd|rd|th)\b)?"
    r"|(?P<poss>['\u2019](?:s|S)\b|(?<=[sS])['\u2019](?=\s))"
    r"|(?P<dash>--|[\u2013\u2014]|-)"
    r"|(?P<punct>[^\w\s])"
    r"|(?P<other>\w)"
)

_ABBREVIATIONS = word_set("abbreviations")
_END = re.compile(r"[.!?\u2026\u061f\u06d4\u1362\u104b](?:[\"'\u201d\u2019)\]]{0,3})(?=\s|$)")
_HEADER = re.compile(r"^[ \t]*(?:headline|title|published|publisher|date|source|url|by|byline|updated|author|dateline)[ \t]*:", re.IGNORECASE)


@dataclass(slots=True, eq=False)  # not frozen: a report makes hundreds of them, and a frozen one takes three times as long to make
class Token:
    """One word, number or mark: ``text`` is ``report.text[start:end]``; ``low`` its lower-case form with plain apostrophes."""

    start: int
    end: int
    text: str
    low: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: offsets, the number of its paragraph, and whether it stands alone like a headline, a caption or a header line."""

    start: int
    end: int
    paragraph: int
    title: bool = False
    header: bool = False


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of ``text[start:end]`` with offsets into ``text``."""
    tokens: list[Token] = []
    append = tokens.append
    curly = text.find("\u2019", start, end) >= 0
    apostrophes = curly or text.find("'", start, end) >= 0  # asked once a sentence, so that most words are not looked at for them
    for match in _TOKEN.finditer(text, start, end):
        kind, word = match.lastgroup or "other", match[0]
        first, last = match.span()
        low = word.lower()
        if apostrophes:
            if curly:
                low = low.replace("\u2019", "'")
            if kind == "word" and low[-3:] == "n't" and len(low) > 3:
                cut = last - 3
                append(Token(first, cut, text[first:cut], low[:-3], "word"))
                append(Token(cut, last, text[cut:last], "n't", "nt"))
                continue
        if kind == "num" or kind == "suffix":  # noqa: PLR1714 - asked of every word
            kind = "num" if match["suffix"] is None else "ordinal"
        append(Token(first, last, word, low, kind))
    return tokens


def _blocks(text: str) -> list[tuple[int, int, int]]:
    """Cut the text into blocks at line ends that end something; (start, end, paragraph)."""
    lines = []
    position = 0
    for raw in text.splitlines(keepends=True):
        lines.append((position, position + len(raw.rstrip()), bool(raw.strip())))
        position += len(raw)
    longest = max((end - start for start, end, _ in lines), default=0)
    blocks: list[tuple[int, int, int]] = []
    paragraph, open_start = 0, None
    last_end = 0
    for index, (start, end, full) in enumerate(lines):
        if not full:
            if open_start is not None:
                blocks.append((open_start, last_end, paragraph))
                open_start = None
            paragraph += 1
            continue
        if open_start is None:
            open_start = start
        last_end = end
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is None or not following[2]:
            continue
        # A line break inside a hard-wrapped paragraph: lines are about equally long and the break is in mid-sentence.
        wrapped = longest <= 120 and end - start >= 0.6 * longest and text[end - 1] not in '.!?:"\u201d'
        if not wrapped or _HEADER.match(text[following[0] : following[1]]):
            blocks.append((open_start, last_end, paragraph))
            paragraph += 1
            open_start = None
    if open_start is not None:
        blocks.append((open_start, last_end, paragraph))
    return blocks


def split_sentences(text: str) -> list[Sentence]:
    """Return the sentences of a report, in order; together they cover all of its text but white space."""
    sentences = []
    for block_start, block_end, paragraph in _blocks(text):
        header = bool(_HEADER.match(text[block_start:block_end]))
        start = block_start
        cuts = []
        for match in _END.finditer(text, block_start, block_end):
            if match.end() < block_end and not _ends_sentence(text, match.start(), match.end(), block_end):
                continue
            cuts.append(match.end())
        if not cuts or cuts[-1] < block_end:
            cuts.append(block_end)
        for cut in cuts:
            left = start
            while left < cut and text[left].isspace():
                left += 1
            if left < cut:
                whole = left == block_start and cut == block_end
                title = whole and text[cut - 1] not in '.!?\u2026"\u201d' and cut - left < 200
                sentences.append(Sentence(left, cut, paragraph, title=title, header=header))
            start = cut
    return sentences


def _ends_sentence(text: str, mark: int, after: int, limit: int) -> bool:
    """Tell whether the full stop at ``mark`` ends a sentence: not after an abbreviation or initial, and what follows can start one."""
    if text[mark] == ".":
        left = mark
        while left > 0 and mark - left < 12 and (text[left - 1].isalpha() or text[left - 1] == "."):
            left -= 1
        word = text[left:mark].lower()
        if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and text[left].isupper()):
            return False
        if not word and mark > 0 and text[mark - 1].isdigit() and (mark < 3 or text[mark - 3 : mark - 1].strip() == "" or text[mark - 2] == "\n"):
            return False  # "1. Masisi territory": the number of a list
    position = after
    while position < limit and text[position].isspace():
        position += 1
    if position >= limit:
        return True
    following = text[position]
    return not following.islower() or text[mark] in "\u061f\u06d4\u1362\u104b"
