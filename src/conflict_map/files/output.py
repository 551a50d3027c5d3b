"""Writing a file as a whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shlex
import shutil
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_map.errors import OutputError
from conflict_map.files.decode import LONE_SURROGATE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["STANDARD_OUTPUT", "check_target", "explain_oserror", "is_special", "replacing", "write_bytes", "write_text"]

#: What messages call it.
STANDARD_OUTPUT = "standard output"
_REASONS = {
    errno.ENOSPC: "the disk is full; free some space or write to another disk",
    errno.EDQUOT: "your quota is used up; free some space or write to another disk",
    errno.EFBIG: "the file would be larger than this system allows; write to another disk or raise the limit (ulimit -f)",
    errno.EACCES: "it may not be written to; choose another folder or change its permissions",
    errno.EPERM: "it may not be written to; choose another folder or change its permissions",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.ENOENT: "the folder does not exist; make it first or choose another",
    errno.ENOTDIR: "a part of the path is a file, not a folder; choose another folder",
    errno.EISDIR: "it is a folder; give the name of a file in it",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.EIO: "the disk reports a failure; write to another disk",
}


def explain_oserror(path: str | os.PathLike[str], error: OSError) -> OutputError:
    """Return the error that tells the user what is wrong with an output and how to mend it."""
    reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
    if error.errno == errno.ENOENT:
        reason = f"the folder does not exist; make it first (mkdir -p {shlex.quote(os.path.dirname(os.fspath(path)) or '.')}) or choose another"  # noqa: PTH120
    return OutputError(f"{os.fspath(path)}: cannot be written: {reason}")


def is_special(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is a device or a pipe, such as ``/dev/stdout``: its name has no suffix to go by."""
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def check_target(path: str | os.PathLike[str]) -> None:
    """Raise early what would go wrong only after all the work is done.

    Raises
    ------
    OutputError
        If the folder does not exist or may not be written to, or ``path`` is a folder.
    """
    if os.fspath(path) == "-" or is_special(path):
        return
    try:
        target = Path(os.path.realpath(path))
        number = _hindrance(target)
    except ValueError:  # a name with NUL
        number = errno.EINVAL
    except OSError as error:
        number = error.errno or errno.EIO
    if number is not None:
        raise explain_oserror(path, OSError(number, os.strerror(number)))


def _hindrance(target: Path) -> int | None:
    """Return the number of the error that writing would end with, or None."""
    if target.is_dir():
        return errno.EISDIR
    if not target.parent.is_dir():
        return errno.ENOTDIR if any(folder.is_file() for folder in target.parents) else errno.ENOENT
    if not os.access(target.parent, os.W_OK | os.X_OK) or (target.exists() and not os.access(target, os.W_OK)):
        return errno.EACCES
    try:
        with tempfile.TemporaryFile(
            dir=target.parent
        ):  # what may be said by permissions is not all: a disk is read-only or full, /proc takes no file
            pass
    except FileNotFoundError:
        return errno.EACCES  # the folder is there
    return None


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str], *, suffix: str = "") -> Iterator[Path]:
    """Give a path to write to; when all went well it takes the place of ``path`` in one step, else nothing is left behind.

    The temporary file lies in the same folder. A device or pipe (``/dev/stdout``) is written to when the file is complete.

    Parameters
    ----------
    path
        What is to be written.
    suffix
        Suffix of the temporary file, where a library goes by it.

    Raises
    ------
    OutputError
        If the folder does not exist or may not be written to, the disk is full, and so on.
    """
    name = os.fspath(path)
    target = Path(os.path.realpath(name))  # a symbolic link stays one
    check_target(path)
    special = is_special(target)
    try:
        mode = target.stat().st_mode if target.exists() else None
        # A folder of its own holds also what libraries put beside the file while they write (journals, parts of a shapefile).
        folder = Path(tempfile.mkdtemp(prefix=".conflict-map-", dir=None if special else target.parent))
    except OSError as error:
        raise explain_oserror(name, error) from None
    try:
        draft = folder / f"{target.name.split('.')[0][:40] or 'output'}{suffix}"
        yield draft
        if special:
            with draft.open("rb") as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink)
        else:
            _finish(draft, target, mode)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise explain_oserror(name, error) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _finish(draft: Path, target: Path, mode: int | None) -> None:
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())  # a full disk may show only now
    if mode is not None:
        draft.chmod(stat.S_IMODE(mode))
    draft.replace(target)


def write_bytes(data: bytes, path: str | os.PathLike[str]) -> None:
    """Write a file as a whole or not at all; ``"-"`` is standard output.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    if os.fspath(path) == "-":
        try:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise explain_oserror(STANDARD_OUTPUT, error) from None
        return
    with replacing(path) as draft:
        draft.write_bytes(data)


def write_text(text: str, path: str | os.PathLike[str]) -> None:
    """Write text as UTF-8, as `write_bytes` does. Halves of characters, which UTF-8 cannot hold, become U+FFFD."""
    write_bytes(LONE_SURROGATE.sub("\ufffd", text).encode("utf-8"), path)
