"""What the command says: on standard error, in colour and with progress only on a terminal."""

from __future__ import annotations

import contextlib
import re
import sys
from typing import TYPE_CHECKING, TextIO, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from conflict_map.errors import OutputError

__all__ = ["Messages", "count", "emit", "flush", "print_table", "printable"]

T = TypeVar("T")
#: Control characters: what a report or a file name holds must not steer the terminal.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FEW = 10


def printable(text: str) -> str:
    """Return the text without characters that steer a terminal or turn the direction of what follows."""
    return _CONTROL.sub("\ufffd", text)


def count(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 event``, ``2 events``.

    Examples
    --------
    >>> count(1, "event"), count(2, "clash", "clashes")
    ('1 event', '2 clashes')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


class Messages:
    """Prints for people. Standard output is left to data.

    Parameters
    ----------
    quiet
        Print faults only.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self.faults = 0

    def say(self, text: str) -> None:
        """Tell what was done."""
        if not self.quiet:
            self._print(text, "")

    def note(self, text: str) -> None:
        """Tell what the user should know although nothing is at fault."""
        if not self.quiet:
            self._print(f"note: {text}", "yellow")

    def fault(self, text: str) -> None:
        """Tell what is wrong."""
        self.faults += 1
        self._print(f"conflict-map: {text}", "red")

    def _print(self, text: str, style: str) -> None:
        text = printable(text)
        if style and _is_terminal(sys.stderr):
            from rich.console import Console
            from rich.text import Text

            Console(stderr=True, soft_wrap=True, highlight=False).print(Text(text, style=style))
        else:
            with contextlib.suppress(BrokenPipeError):
                print(text, file=sys.stderr, flush=True)

    def track(self, items: Sequence[T], what: str) -> Iterator[T]:
        """Yield the items, with a progress bar where there are many and a person is watching."""
        if self.quiet or len(items) < _FEW or not _is_terminal(sys.stderr):
            yield from items
            return
        from rich.console import Console
        from rich.progress import track

        yield from track(items, description=what, console=Console(stderr=True), transient=True)

    @contextlib.contextmanager
    def progress(self, what: str) -> Iterator[Callable[[str, float], None] | None]:
        """Give a function (what is being done, share done) that moves a progress bar, or None where nobody is watching."""
        if self.quiet or not _is_terminal(sys.stderr):
            yield None
            return
        from rich.console import Console
        from rich.markup import escape
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(escape(printable(what)), total=1.0)
            yield lambda doing, share: bar.update(task, description=escape(printable(doing)), completed=share)


def _is_terminal(stream: TextIO) -> bool:
    return stream is not None and stream.isatty()


def emit(text: str = "") -> None:
    """Print a line of data on standard output.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    try:
        print(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise output_error(error) from None


def flush() -> None:
    """Bring standard output to its end. Errors as in `emit`."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise output_error(error) from None


def output_error(error: OSError) -> OutputError:
    """Return what to tell when standard output cannot be written."""
    from conflict_map.files import STANDARD_OUTPUT, explain_oserror

    return explain_oserror(STANDARD_OUTPUT, error)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table on standard output: fitted to the terminal, else separated by tabs."""
    clean = [[printable(cell).replace("\t", " ").replace("\n", " ") for cell in row] for row in rows]
    if _is_terminal(sys.stdout):
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE, pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in clean:
            table.add_row(*(Text(cell) for cell in row))
        Console().print(table)
        return
    for row in (list(columns), *clean):
        emit("\t".join(row))
