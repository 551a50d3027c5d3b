"""The page's own script without what only its authors need: comments, indentation, spaces around signs.

Names stay as they are, and so does the end of each statement: a reader who looks into the page can follow the script.
"""

from __future__ import annotations

import re

__all__ = ["squeeze"]

#: What a slash opens a regular expression after, instead of dividing by it.
_BEFORE_PATTERN = re.compile(r"(?:^|[(,=:\[!&|?{};+\n]|\breturn|=>)\s*$")
_PARTS = re.compile(
    r"""
    (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)
    |(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<slash>/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*)
    |(?P<space>[ \t]*\n\s*|[ \t]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"[\w$]")
#: A line end after one of these ends no statement that they do not.
_NO_LINE_END_AFTER = frozenset(("", "\n", ";", "{", ",", "("))


def squeeze(code: str) -> str:
    """Return JavaScript that does the same in fewer bytes.

    Examples
    --------
    >>> squeeze('''const a = b / c;  // half of it
    ...   if (a > 1) {
    ...     say("a = b", / [ab] + x/g, a - -b);
    ...   }''')
    'const a=b/c;if(a>1){say("a = b",/ [ab] + x/g,a- -b);}'
    """
    made: list[str] = []
    at = 0
    while at < len(code):
        found = _PARTS.match(code, at)
        if found is None or (found["slash"] and not _BEFORE_PATTERN.search("".join(made[-4:]))):
            made.append(code[at])
            at += 1
            continue
        at = found.end()
        part = "" if found["comment"] else found[0] if found["space"] is None else _gap(found[0], made[-1][-1] if made else "", code[at : at + 2])
        if part:
            made.append(part)
    return "".join(made)


def _gap(space: str, before: str, after: str) -> str:
    """Return what has to stay of white space between two signs."""
    if "\n" in space:
        return "" if before in _NO_LINE_END_AFTER or after.startswith("}") else "\n"
    if after in {"//", "/*"}:
        return ""
    sign = after[:1]
    # Two words, or two signs that would become another one.
    return " " if (_WORD.match(before) and _WORD.match(sign)) or (before == sign and sign in {"+", "-", "/"}) else ""
