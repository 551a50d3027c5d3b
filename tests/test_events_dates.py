"""The patterns of time: where they are tried at all."""

from __future__ import annotations

import re
from typing import Any

import pytest

from conflict_map.events import dates, time_hints


def _first_words(pattern: str) -> set[str]:
    """Return the words that a pattern of time can begin with, in small letters, figures as "0"."""
    done: set[str] = set()

    def letter(code: int) -> str:
        return "0" if chr(code).isdigit() else chr(code).lower()

    def walk(items: Any, begun: set[str]) -> set[str]:  # noqa: ANN401 - what the parser of the standard library returns
        for kind, what in items:
            name = str(kind)
            if name == "LITERAL":
                ends = not chr(what).isalnum()
                done.update(begun if ends else ())
                begun = set() if ends else {word + letter(what) for word in begun}
            elif name == "IN":
                letters = {letter(code) for sort, code in what if str(sort) == "LITERAL" and chr(code).isalnum()}
                letters |= {"0" for sort, code in what if str(code).endswith("_DIGIT") or (str(sort) == "RANGE" and chr(code[0]).isdigit())}
                done.update(begun)
                begun = {word + more for word in begun for more in letters}
            elif name == "MAX_REPEAT":
                begun = walk(what[2], set(begun)) | (begun if what[0] == 0 else set())
            elif name == "SUBPATTERN":
                begun = walk(what[3], begun)
            elif name == "BRANCH":
                begun = set().union(*(walk(branch, set(begun)) for branch in what[1]))
            else:
                assert name in {"ASSERT", "ASSERT_NOT", "AT"}, f"{name} is not read here"
        return begun

    done.update(walk(re._parser.parse(pattern, re.IGNORECASE), {""}))  # type: ignore[attr-defined]
    return {"0" if word.startswith("0") else word for word in done if word}


@pytest.mark.parametrize(("name", "pattern"), dates._PATTERNS, ids=[name for name, _ in dates._PATTERNS])
def test_every_word_that_a_pattern_of_time_begins_with_is_listed(name: str, pattern: str) -> None:
    missing = {word.partition("0")[0] or "0" for word in _first_words(pattern)} - time_hints.openers()[name]
    assert not missing, f"{name}: add these to lexicon/time_openers.toml"
