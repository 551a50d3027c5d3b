"""Patterns that most reports never need: compiled when they are first tried."""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["ARTICLE", "lazy_pattern"]

ARTICLE = "(?:al|el|ul|as|ash|at|ad|ar|az|an)"
"""The Arabic article as transliterations write it inside a name: source of a pattern."""


class _Pattern:
    """Stands for a pattern until it is asked for one of its methods, which it has for its own from then on."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of a pattern
        if name.startswith("_"):
            raise AttributeError(name)  # copies and pickles ask for these before there is a source
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


def lazy_pattern(source: str, flags: re.RegexFlag | int = 0) -> re.Pattern[str]:
    """Return what serves as the pattern that `re.compile` makes, but costs nothing until it is used.

    To compile the patterns that only one report in a hundred comes to would take a tenth of the time that the first report takes.
    """
    return cast("re.Pattern[str]", _Pattern(source, int(flags)))
