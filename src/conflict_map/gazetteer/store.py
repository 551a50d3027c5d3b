"""Where things are on disk: the editable tables, the cache folder, and how an index gets into it safely."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_map.errors import GazetteerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["cache_folder", "checksum", "data_file", "data_folder", "drop_index", "ensure_index", "fallback_folder"]

_MIB = 1 << 20
_OLD_S = 30 * 86_400


def data_folder() -> Path:
    """Return the folder of the tables that people edit: inside the wheel, or at the top of the source tree.

    Raises
    ------
    GazetteerError
        If neither is there.
    """
    packaged = Path(str(resources.files("conflict_map"))) / "_gazetteer"
    if packaged.is_dir():
        return packaged
    tree = Path(__file__).resolve().parents[3] / "gazetteer"
    if tree.is_dir():
        return tree
    message = f"the gazetteer's tables are neither in {packaged} nor in {tree}; install the package again"
    raise GazetteerError(message)


def data_file(name: str) -> Path:
    """Return the path of a table; it need not exist."""
    return data_folder() / name


def cache_folder() -> Path:
    """Return the folder for compiled indexes and packs: ``$CONFLICT_MAP_CACHE`` or the user's cache folder."""
    chosen = os.environ.get("CONFLICT_MAP_CACHE")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("conflict-map"))


def fallback_folder() -> Path:
    """Return the folder that is used when the cache folder cannot be written: private to the user, under the system's temp folder."""
    folder = Path(tempfile.gettempdir()) / f"conflict-map-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        message = f"{folder} belongs to someone else; set CONFLICT_MAP_CACHE to a folder of your own"
        raise GazetteerError(message)
    return folder


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_MIB):
            digest.update(block)
    return digest.hexdigest()


def _stamp(path: Path) -> list[int | str]:
    stat = path.stat()
    return [str(path), stat.st_size, stat.st_mtime_ns, stat.st_ino]


def content_key(paths: Sequence[Path], salt: str, folder: Path, *, named: bool = True) -> str:
    """Return a key for the content of some files.

    Reading them all would take longer than opening the index, so the key is remembered by path, size, time and inode of the files. With ``named`` the
    names of the files are part of the key.
    """
    stamps = json.dumps([salt, named, *(_stamp(path) for path in paths)])
    note = folder / "stamps" / hashlib.sha256(stamps.encode()).hexdigest()[:32]
    with contextlib.suppress(OSError):
        known = note.read_text(encoding="ascii").strip()
        if len(known) == 32 and known.isalnum():  # noqa: PLR2004 - as written below
            return known
    digest = hashlib.sha256(salt.encode())
    for path in paths:
        digest.update(f"\0{path.name if named else ''}\0{checksum(path)}".encode())
    key = digest.hexdigest()[:32]
    with contextlib.suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True)
        write_text(note, key)
    return key


def write_text(path: Path, text: str) -> None:
    """Write a small file atomically."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)  # noqa: PTH105 - the atomic one, by its own name
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def seal(folder: Path) -> None:
    """Note size, time and checksum of each file of a finished index."""
    files = {}
    for path in sorted(folder.iterdir()):
        stat = path.stat()
        files[path.name] = [stat.st_size, stat.st_mtime_ns, checksum(path)]
    write_text(folder / "SEAL.json", json.dumps(files))


def is_whole(folder: Path) -> bool:
    """Return whether an index is as it was sealed. Files that have been touched since are read and compared by checksum."""
    try:
        files = json.loads((folder / "SEAL.json").read_text(encoding="utf-8"))
        for name, (size, mtime, digest) in files.items():
            stat = (folder / name).stat()
            if stat.st_size != size or (stat.st_mtime_ns != mtime and checksum(folder / name) != digest):
                return False
    except (OSError, ValueError, TypeError, AttributeError):
        return False
    return bool(files)


@contextlib.contextmanager
def _lock(path: Path, wait_s: float = 600.0) -> Iterator[None]:
    """Hold an advisory lock; a process that dies lets go of it. Without locks on this file system, go on: the rename at the end is safe anyway."""
    import fcntl

    with path.open("a", encoding="ascii") as file:
        until = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES) or time.monotonic() > until:
                    break
                time.sleep(0.05)
        yield


def _build_into(root: Path, name: str, build: Callable[[Path], None]) -> Path:
    """Build an index in ``root / name`` unless it is there."""
    final = root / name
    root.mkdir(parents=True, exist_ok=True)
    with _lock(root / f".{name}.lock"):
        if is_whole(final):
            return final
        temporary = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=root))
        try:
            build(temporary)
            seal(temporary)
            if final.exists():
                # A folder that failed the check: out of the way in one step, then deleted.
                doomed = Path(tempfile.mkdtemp(prefix=f".{name}.old.", dir=root))
                os.replace(final, doomed / "index")  # noqa: PTH105
                shutil.rmtree(doomed, ignore_errors=True)
            try:
                os.replace(temporary, final)  # noqa: PTH105
            except OSError:
                if not is_whole(final):  # else another process was first, on a file system without locks
                    raise
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    with contextlib.suppress(OSError):
        (root / f".{name}.lock").unlink()
        _prune(root, name)
    return final


def _prune(root: Path, name: str) -> None:
    """Delete old indexes that one of the same kind has taken the place of; packs stay until they are removed."""
    kind = name.partition("-")[0]
    if kind == "pack":
        return
    for other in root.glob(f"{kind}-*"):
        if other.name != name and time.time() - other.stat().st_mtime > _OLD_S:
            shutil.rmtree(other, ignore_errors=True)


def drop_index(name: str) -> None:
    """Delete an index, where there is one."""
    for root in (cache_folder(), fallback_folder()):
        shutil.rmtree(root / "indexes" / name, ignore_errors=True)


def ensure_index(name: str, build: Callable[[Path], None]) -> Path:
    """Return the folder of an index, built first where it is missing or damaged.

    Where the cache folder cannot be written or is full, a folder under the system's temp folder is used instead, and a line on standard error says
    so.

    Raises
    ------
    GazetteerError
        If neither folder can hold the index.
    """
    root = cache_folder() / "indexes"
    if is_whole(root / name):
        return root / name
    try:
        return _build_into(root, name, build)
    except OSError as error:
        first = error
    other = fallback_folder() / "indexes"
    if is_whole(other / name):
        return other / name
    print(f"conflict-map: cannot write {root} ({first.strerror or first}); using {other} instead", file=sys.stderr)  # noqa: T201 - a warning
    try:
        return _build_into(other, name, build)
    except OSError as error:
        both = f"{root}: {first.strerror or first}; {other}: {error.strerror or error}"
        message = f"no room for the gazetteer's index: {both}. Set CONFLICT_MAP_CACHE to a folder that can be written"
        raise GazetteerError(message) from error
