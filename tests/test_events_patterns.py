"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import re

import pytest

from conflict_map.events.patterns import lazy_pattern


def test_a_lazy_pattern_does_what_the_compiled_one_does() -> None:
    lazy, plain = lazy_pattern(r"(\w+) fell", re.IGNORECASE), re.compile(r"(\w+) fell", re.IGNORECASE)
    for text in ("Goma Fell", "nothing", "A fell, B fell"):
        for _ in range(2):  # the second time the method is the pattern's own
            assert lazy.findall(text) == plain.findall(text)
            found, expected = lazy.search(text), plain.search(text)
            assert (found and found.span()) == (expected and expected.span())
    assert lazy.pattern == plain.pattern


def test_a_lazy_pattern_is_compiled_only_when_it_is_used() -> None:
    broken = lazy_pattern("(")
    with pytest.raises(re.error):
        broken.search("text")
