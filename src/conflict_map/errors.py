"""Errors that conflict-map raises on purpose.

::

    ConflictMapError
    ├── InputError (ValueError)          the file or text that was given is at fault
    │   ├── ReportError                  a report cannot be read
    │   └── TableError                   an events table has faults; ``.faults`` lists them all
    ├── UsageError (ValueError)          an argument is wrong (unknown format, bad date …)
    ├── OutputError (OSError)            a result cannot be written
    └── GazetteerError (RuntimeError)    the gazetteer's data or index cannot be used

Each message says what is wrong, where, and how to mend it, in one line. The command line prints the message and ends with
``exit_status``; no traceback is shown for any of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ConflictMapError",
    "Fault",
    "GazetteerError",
    "InputError",
    "OutputError",
    "ReportError",
    "TableError",
    "UsageError",
]


class ConflictMapError(Exception):
    """Base of every error that conflict-map raises on purpose."""

    exit_status: ClassVar[int] = 1


class InputError(ConflictMapError, ValueError):
    """The file or the text that was given is at fault."""


class ReportError(InputError):
    """A report cannot be read."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file.

    Attributes
    ----------
    message
        What is wrong and how to mend it, in one line.
    line, column
        1-based position, or None where the format has none. ``column`` is a number of a character or the name of a field.
    """

    message: str
    line: int | None = None
    column: int | str | None = None

    def __str__(self) -> str:
        """Return ``line 3, column date_start: message``."""
        where = [f"{word} {value}" for word, value in (("line", self.line), ("column", self.column)) if value is not None]
        return f"{', '.join(where)}: {self.message}" if where else self.message


class TableError(InputError):
    """An events table has faults.

    Attributes
    ----------
    path
        The file as the user named it.
    faults
        Every fault of the file, in the order of the lines.
    """

    def __init__(self, path: str, faults: Sequence[Fault]) -> None:
        self.path = path
        self.faults = tuple(faults)
        count = len(self.faults)
        head = f"{path}: {count} fault{'s' if count != 1 else ''}"
        super().__init__("\n".join([head, *(f"  {fault}" for fault in self.faults)]))


class UsageError(ConflictMapError, ValueError):
    """An argument is wrong."""

    exit_status: ClassVar[int] = 2


class OutputError(ConflictMapError, OSError):
    """A result cannot be written."""


class GazetteerError(ConflictMapError, RuntimeError):
    """The gazetteer's data or its index cannot be used."""
