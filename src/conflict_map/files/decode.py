"""Bytes of a file → text, with what had to be guessed said aloud."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, BinaryIO

from conflict_map.errors import ReportError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CONTROL", "LONE_SURROGATE", "MAX_DOCUMENT_BYTES", "MAX_TABLE_BYTES", "decode", "magic_name", "read_bytes", "read_limited"]

#: Control characters that no table and no XML file can hold.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: Half of a character, left by an escape cut in two; it cannot be written as UTF-8.
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
#: A single report: text, web page, e-mail, feed, PDF or Word document.
MAX_DOCUMENT_BYTES = 20_000_000
#: A table with many reports or events.
MAX_TABLE_BYTES = 500_000_000

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound, film or WebP file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document (.doc, .xls)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"SQLite format 3\x00", "an SQLite database or GeoPackage"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
#: What Windows-1252 text in a Latin alphabet holds beyond ASCII: letters, quotation marks, dashes, a few signs.
_WINDOWS_1252 = re.compile("[\\x00-\\x7f\u00a0-\u00ff€‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸƒ]*")
_LATIN_SHARE = 0.15
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)


def read_bytes(path: Path, name: str, limit: int) -> bytes:
    """Read a whole file of at most ``limit`` bytes.

    Raises
    ------
    ReportError
        If the file is missing, may not be read, or is larger.
    """
    try:
        with path.open("rb") as stream:
            return read_limited(stream, name, limit, size=path.stat().st_size)
    except FileNotFoundError:
        message = f"{name}: there is no such file; check the name and the folder"
        raise ReportError(message) from None
    except IsADirectoryError:
        message = f"{name}: is a folder, not a file"
        raise ReportError(message) from None
    except PermissionError:
        message = f"{name}: may not be read; change its permissions (chmod +r) or copy it"
        raise ReportError(message) from None
    except OSError as error:
        message = f"{name}: cannot be read ({error.strerror or error})"
        raise ReportError(message) from None


def read_limited(stream: BinaryIO, name: str, limit: int, *, size: int = 0) -> bytes:
    """Read a stream to its end, but not beyond ``limit`` bytes: a pipe or a server may never end.

    Raises
    ------
    ReportError
        If there is more.
    """
    data = b"" if size > limit else stream.read(limit + 1)
    if size > limit or len(data) > limit:
        found = f"has {_megabytes(size)}" if size > limit else f"goes on beyond {_megabytes(limit)}"
        message = (
            f"{name}: {found}, and at most {_megabytes(limit)} are read; "
            "split it, or put the reports into a JSON lines or CSV file with one report a line"
        )
        raise ReportError(message)
    return data


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB".replace(".0 MB", " MB")


def magic_name(data: bytes) -> str | None:
    """Return in words which binary format the first bytes belong to, or None."""
    return next((words for magic, words in _MAGIC if data.startswith(magic)), None)


def decode(data: bytes, name: str, *, html: bool = False, keep_line_ends: bool = False) -> tuple[str, str | None]:
    r"""Return the text of a file and, where its encoding had to be guessed, a notice for the user.

    Line ends become ``\n`` unless they are to be kept. UTF-8 is tried first, then (for web pages) what the page declares, then
    Windows-1252 for text in a Latin alphabet, then charset-normalizer's best guess.

    Raises
    ------
    ReportError
        If the data is binary or its encoding cannot be told.
    """
    text, notice = _decode(data, name, html=html)
    return (text if keep_line_ends else text.replace("\r\n", "\n").replace("\r", "\n")), notice


def _decode(data: bytes, name: str, *, html: bool) -> tuple[str, str | None]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), None
            except UnicodeDecodeError:
                break
    found = magic_name(data)
    if found is not None:
        raise ReportError(_binary(name, found))
    wide = _utf16_without_bom(data)
    if wide is not None:
        return wide, f"{name}: is UTF-16 without a byte order mark; save it as UTF-8 to be sure of every letter"
    sample = data[:_SAMPLE]
    if b"\0" in sample or len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) * 0.02:
        raise ReportError(_binary(name, "binary data"))
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        first_fault = error.start
    return _not_utf8(data, name, first_fault, html=html)


def _not_utf8(data: bytes, name: str, first_fault: int, *, html: bool) -> tuple[str, str]:
    patched = data.decode("utf-8", "replace")
    faults = patched.count("\ufffd")
    sound = sum(not char.isascii() for char in patched[:_SAMPLE]) - faults
    if sound > 4 * faults:
        where = data.count(b"\n", 0, first_fault) + 1
        return (
            patched,
            f"{name}, line {where}: {faults} character{'s are' if faults != 1 else ' is'} not UTF-8 and read as \ufffd; save it again as UTF-8",
        )
    declared = _META_CHARSET.search(data[:4096]) if html else None
    if declared is not None:
        encoding = declared[1].decode("ascii")
        try:
            return data.decode(encoding), f"{name}: read as {encoding}, as the page declares"
        except (LookupError, UnicodeDecodeError):
            pass
    high = len(data[:_SAMPLE].translate(None, bytes(range(128))))
    if high < _LATIN_SHARE * len(data[:_SAMPLE]):
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = None
        if text is not None and _WINDOWS_1252.fullmatch(text):
            return text, f"{name}: is not UTF-8; read as Windows-1252; save it as UTF-8 to be sure of every letter"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        message = f"{name}: its character encoding cannot be told; save it as UTF-8"
        raise ReportError(message)
    return data.decode(best.encoding, "replace"), f"{name}: is not UTF-8; read as {best.encoding}; save it as UTF-8 to be sure of every letter"


def _utf16_without_bom(data: bytes) -> str | None:
    sample = data[:2000]
    if len(sample) < 8 or b"\0" not in sample:  # noqa: PLR2004 - fewer bytes prove nothing
        return None
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if zeros.count(0) > 0.4 * len(zeros):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if not CONTROL.search(text[:_SAMPLE]):
                return text
    return None


def _binary(name: str, found: str) -> str:
    return f"{name}: is not text but {found}; give the report as .txt, .md, .html, .eml, .pdf, .docx, .jsonl or .csv"
