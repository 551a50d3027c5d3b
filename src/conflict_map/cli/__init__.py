"""The command ``conflict-map``: arguments → the public API → exit status.

Exit status: 0 done; 1 the input is at fault or the output cannot be written (the message says what, where and how to mend it); 2 wrong
usage; 70 a fault of the program itself; 130 stopped by the user; 141 the reader of the output went away.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from conflict_map.cli.messages import Messages, flush
from conflict_map.cli.parser import make_parser
from conflict_map.errors import ConflictMapError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main", "make_parser"]

_INTERNAL_FAULT, _STOPPED, _BROKEN_PIPE = 70, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    Parameters
    ----------
    argv
        Arguments without the program's name; those of the process when not given.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a letter must not end the program
    arguments = _join_values(list(sys.argv[1:] if argv is None else argv))
    options = make_parser().parse_args(arguments)
    messages = Messages(quiet=getattr(options, "quiet", False))
    try:
        status: int = options.run(options, messages)
        flush()
    except ConflictMapError as error:
        messages.fault(str(error))
        _drop_output()
        return error.exit_status
    except KeyboardInterrupt:
        messages.fault("stopped; nothing more was written")
        return _STOPPED
    except BrokenPipeError:
        _drop_output()
        return _BROKEN_PIPE
    except Exception as error:
        if os.environ.get("CONFLICT_MAP_TRACEBACK"):
            raise
        text = " ".join(str(error).split())
        messages.fault(f"a fault of the program itself: {type(error).__name__}: {text}; set CONFLICT_MAP_TRACEBACK=1 and report what it shows")
        return _INTERNAL_FAULT
    return status


def _drop_output() -> None:
    """Let what is still to be printed go nowhere: Python would complain once more when it flushes standard output at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _join_values(arguments: list[str]) -> list[str]:
    """Return the arguments with ``--near -12.5,30`` as one: argparse would take the south for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--near":
            joined[-1] = f"--near={argument}"
        else:
            joined.append(argument)
    return joined
