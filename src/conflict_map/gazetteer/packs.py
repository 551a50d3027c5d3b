"""Installed packs: GeoNames country dumps that were downloaded, and files of the user's own.

Packs live in the folder ``packs`` of the cache folder, each with a note beside it (``NAME.json``: where it comes from, when, checksum). They are used
by every `Gazetteer`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_map.errors import GazetteerError, TableError, UsageError
from conflict_map.gazetteer.sources import country_codes
from conflict_map.gazetteer.store import cache_folder, checksum, drop_index, write_text

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["GEONAMES_URL", "Pack", "add_pack", "installed_files", "list_packs", "remove_pack"]

GEONAMES_URL = "https://download.geonames.org/export/dump/"
"""Where GeoNames offers its country dumps (CC BY 4.0)."""

_CODE = re.compile(r"[A-Z]{2}|ALLCOUNTRIES")
_SUFFIXES = (".txt", ".csv", ".tsv", ".zip", ".gz")
_BLOCK = 1 << 18
_TIMEOUT_S = 30.0
_RANGE = re.compile(r"bytes (\d+)-")


@dataclass(frozen=True, slots=True)
class Pack:
    """An installed pack.

    Attributes
    ----------
    name
        By which it is listed and removed (``SY``, ``my-villages``).
    file
        Path of the copy in the cache folder.
    origin
        Address or path that it comes from.
    added
        ISO day.
    sha256
        Checksum of the file.
    places
        How many places it holds.
    """

    name: str
    file: str
    origin: str
    added: str
    sha256: str
    places: int


def _folder() -> Path:
    return cache_folder() / "packs"


def installed_files() -> list[Path]:
    """Return the files of the installed packs that are still there."""
    return [Path(pack.file) for pack in list_packs() if Path(pack.file).is_file()]


def list_packs() -> list[Pack]:
    """Return the installed packs by name.

    Raises
    ------
    GazetteerError
        If a note cannot be read.
    """
    packs = []
    for note in sorted(_folder().glob("*.json")) if _folder().is_dir() else []:
        try:
            packs.append(Pack(**json.loads(note.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError) as error:
            message = f"the note of a pack, {note}, cannot be read ({error}); delete it and add the pack again"
            raise GazetteerError(message) from error
    return packs


def add_pack(what: str | Path, *, url: str | None = None, progress: Callable[[str, float], None] | None = None) -> Pack:
    """Install a pack and return it.

    Parameters
    ----------
    what
        ISO code of a country (``SY``), ``allCountries``, or a file: a GeoNames dump (``.txt``, ``.zip``, ``.gz``), a table of P-codes or a CSV with
        name, lat and lon.
    url
        Folder from which country dumps are fetched; GeoNames' own where not given. An interrupted download is taken up where it stopped.
    progress
        Called with what is being done and the share done, 0 to 1.

    Raises
    ------
    UsageError
        If ``what`` is neither a file nor a code.
    GazetteerError
        If the download fails or the file cannot be read.
    TableError
        If rows of the file are at fault; it lists their lines, and nothing is installed.
    """
    from conflict_map.gazetteer.open import compile_pack

    tell = progress or (lambda _what, _share: None)
    path = Path(what)
    code = "allCountries" if str(what).lower() == "allcountries" else str(what).upper()
    try:
        _folder().mkdir(parents=True, exist_ok=True)
        if path.is_file():
            if path.suffix.lower() not in _SUFFIXES:
                message = f"{path}: a pack is one of {', '.join(_SUFFIXES)}"
                raise UsageError(message)
            name, origin = _name_of(path), str(path.resolve())
            target = _folder() / f"{name}{''.join(path.suffixes[-2:]) if path.suffix == '.gz' else path.suffix}".replace("..", ".")
            staged = _staged(path, target)
        elif _CODE.fullmatch(code.upper()) and code not in {*country_codes(), "allCountries"}:
            message = f"no country has the ISO code {code!r}; codes are such as SY, UA, SD"
            raise UsageError(message)
        elif _CODE.fullmatch(code.upper()):
            name = code
            origin = (url or GEONAMES_URL).rstrip("/") + f"/{code}.zip"
            target = _folder() / f"{code}.zip"
            staged = _download(origin, target.with_name(f"{target.name}.part"), tell)
        else:
            message = f"{str(what)!r} is neither a file nor the ISO code of a country such as SY"
            raise UsageError(message)
        try:
            places = compile_pack(staged, tell, suffix=target.suffix)
        except TableError as error:
            staged.unlink(missing_ok=True)
            raise TableError(origin, error.faults) from error  # the name of our copy says nothing to the user
        except GazetteerError as error:
            staged.unlink(missing_ok=True)
            raise GazetteerError(str(error).replace(str(staged), origin)) from error
        except Exception:
            staged.unlink(missing_ok=True)
            raise
        pack = Pack(name, str(target), origin, dt.datetime.now(dt.UTC).date().isoformat(), checksum(staged), places)
        os.replace(staged, target)  # noqa: PTH105 - the atomic one, by its own name
        write_text(_folder() / f"{name}.json", json.dumps(asdict(pack), ensure_ascii=False))
    except OSError as error:
        if isinstance(error, (UsageError, GazetteerError)):
            raise
        message = f"cannot install the pack in {_folder()}: {error.strerror or error}; set CONFLICT_MAP_CACHE to a folder that can be written"
        raise GazetteerError(message) from error
    return pack


def remove_pack(name: str) -> Pack:
    """Remove an installed pack and return what it was.

    Raises
    ------
    UsageError
        If there is no such pack.
    """
    from conflict_map.gazetteer.open import pack_index

    for pack in list_packs():
        if pack.name.lower() == name.lower():
            if Path(pack.file).is_file():
                drop_index(pack_index(Path(pack.file)))
            Path(pack.file).unlink(missing_ok=True)
            (_folder() / f"{pack.name}.json").unlink(missing_ok=True)
            return pack
    installed = ", ".join(pack.name for pack in list_packs()) or "none"
    message = f"no pack is called {name!r}; installed: {installed}"
    raise UsageError(message)


def _name_of(path: Path) -> str:
    stem = path.name
    for suffix in (".gz", ".zip", ".txt", ".csv", ".tsv"):
        stem = stem.removesuffix(suffix)
    return re.sub(r"[^\w.-]+", "-", stem).strip(".-") or "pack"


def _staged(path: Path, target: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=target.suffix)
    os.close(handle)
    shutil.copyfile(path, name)
    return Path(name)


def _download(address: str, part: Path, tell: Callable[[str, float], None]) -> Path:
    """Fetch an address into ``part``, going on from what is there, and return a finished file beside it.

    The part belongs to one version of the file (its ETag or date); another version starts anew.
    """
    if not address.startswith(("https://", "http://")):
        message = f"{address!r} is not an http address"
        raise UsageError(message)
    import urllib.error
    import urllib.request

    note = part.with_name(f"{part.name}.version")
    have = part.stat().st_size if part.is_file() and note.is_file() else 0
    request = urllib.request.Request(address, headers={"User-Agent": "conflict-map"})  # noqa: S310 - checked above
    if have:
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", note.read_text(encoding="ascii"))
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - checked above
            resumed = _RANGE.match(answer.headers.get("Content-Range") or "")
            start = have if answer.status == 206 and resumed and int(resumed[1]) == have else 0  # noqa: PLR2004 - Partial Content
            length = answer.headers.get("Content-Length")
            total = start + int(length) if length else 0
            version = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
            if version:
                write_text(note, version)
            else:
                note.unlink(missing_ok=True)
            with part.open("ab" if start else "wb") as file:
                while block := answer.read(_BLOCK):
                    file.write(block)
                    if total:
                        tell(f"downloading {address}", file.tell() / total)
                size = file.tell()
    except urllib.error.HTTPError as error:
        if error.code == 416 and have:  # noqa: PLR2004 - the part is the whole, or of another version: start anew
            part.unlink()
            return _download(address, part, tell)
        message = f"{address}: the server answers {error.code} {error.reason}; is there such a pack?"
        raise GazetteerError(message) from error
    except (OSError, urllib.error.URLError) as error:
        message = f"{address}: the download stopped ({getattr(error, 'reason', error)}); run the command again and it goes on from there"
        raise GazetteerError(message) from error
    if total and size != total:
        message = f"{address}: the download stopped at {size} of {total} bytes; run the command again and it goes on from there"
        raise GazetteerError(message)
    with contextlib.suppress(OSError):
        note.unlink()
    finished = part.with_suffix("").with_name(f".{part.name}.zip")
    os.replace(part, finished)  # noqa: PTH105
    return finished
