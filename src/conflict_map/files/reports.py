"""Files, folders, streams and addresses → `Report` records: finds out what each is and lets the right reader do it."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_map.errors import ReportError, UsageError
from conflict_map.files.decode import LONE_SURROGATE, MAX_DOCUMENT_BYTES, MAX_TABLE_BYTES, decode, magic_name, read_bytes, read_limited
from conflict_map.files.documents import report_from_docx, report_from_eml, report_from_html, report_from_pdf, reports_from_feed
from conflict_map.files.plain import day_of, report_from_markdown, report_from_text
from conflict_map.model import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["REPORT_SUFFIXES", "ReportWarning", "read_reports"]

#: What `read_reports` reads, by suffix. A file with another suffix is told by its first bytes.
REPORT_SUFFIXES: Mapping[str, str] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".eml": "eml", ".pdf": "pdf", ".docx": "docx",
    ".rss": "feed", ".atom": "feed", ".xml": "feed", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv",
}  # fmt: skip
_TABLES = {"jsonl", "json", "csv"}
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "article_text", "full_text", "story"),
    "headline": ("headline", "title", "subject"),
    "published": ("published", "date", "published_at", "publication_date", "pubdate", "publish_date"),
    "publisher": ("publisher", "source", "outlet", "site", "site_name"),
    "url": ("url", "link", "href", "source_url"),
    "id": ("id", "report_id"),
}
_FETCH_SECONDS = 60.0
_USER_AGENT = "conflict-map"


class ReportWarning(UserWarning):
    """Something about a report that its reader should know: a guessed encoding, an attachment left out."""


def read_reports(
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    fetch: bool = False,
    on_fault: Callable[[ReportError], None] | None = None,
    on_notice: Callable[[str], None] | None = None,
) -> list[Report]:
    """Read reports from a file, a folder, standard input, a web address, or a list of these.

    Plain text and Markdown (``Headline:``, ``Published:``, ``Publisher:``, ``URL:`` lines or YAML front matter at the top are understood), web
    pages, e-mails (.eml), PDF and Word documents, RSS and Atom feeds, JSON lines (fields ``text``, ``headline``, ``published``,
    ``publisher``, ``url``, ``id``) and CSV with the same columns. A folder is read with all folders below it, in the order of the names.

    Parameters
    ----------
    source
        Path, ``"-"`` for standard input, ``https://…`` address, or several of them.
    fetch
        Download addresses. Without it an address is an error: nothing goes to the network unasked.
    on_fault
        Called with the error of each report that cannot be read; the others are still read. Without it the first error is raised.
    on_notice
        Called with each remark (a guessed encoding, an attachment left out …); without it they are `ReportWarning` warnings.

    Returns
    -------
    list of Report
        In the order given; a text that comes twice is kept once.

    Raises
    ------
    ReportError
        If a report cannot be read and ``on_fault`` is not given: what is wrong, where, and how to mend it.
    UsageError
        If an address is given without ``fetch``.
    """
    notify = on_notice or _warn
    sources: list[str | os.PathLike[str]] = [source] if isinstance(source, (str, os.PathLike)) else list(source)
    reports: dict[str, Report] = {}
    for item in sources:
        for name, read in _open(item, fetch=fetch, notify=notify, on_fault=on_fault):
            try:
                found = read()
            except ReportError as error:
                if on_fault is None:
                    raise
                on_fault(error)
                continue
            again = 0
            for report in found:
                key = str(report.id)
                if key not in reports:
                    reports[key] = report
                elif reports[key].text == report.text:
                    again += 1
                else:
                    fault = ReportError(f"{name}: the id {key!r} belongs to another report already; give each report an id of its own")
                    if on_fault is None:
                        raise fault
                    on_fault(fault)
            if again:
                notify(_told_before(name, again, len(found)))
    return list(reports.values())


def _told_before(name: str, again: int, found: int) -> str:
    """Return one remark for all texts of a file that were read before: a feed may hold thousands of them."""
    if found == 1:
        return f"{name}: has the same text as a report read before and is left out"
    verbs = ("has", "is") if again == 1 else ("have", "are")
    return f"{name}: {again:,} of its {found:,} reports {verbs[0]} the same text as one read before and {verbs[1]} left out"


def _warn(message: str) -> None:
    warnings.warn(message, ReportWarning, stacklevel=3)


def _open(
    item: str | os.PathLike[str], *, fetch: bool, notify: Callable[[str], None], on_fault: Callable[[ReportError], None] | None
) -> Iterator[tuple[str, Callable[[], list[Report]]]]:
    """Yield a name and a reader for each file that an argument stands for."""
    name = os.fspath(item)
    if name == "-":
        yield "standard input", lambda: _read_stdin(notify, on_fault)
    elif name.startswith(("http://", "https://")):
        if not fetch:
            message = f"{name}: an address is only downloaded when asked for; add --fetch (in Python: fetch=True) or save the page and give the file"
            raise UsageError(message)
        yield name, lambda: _download(name, notify, on_fault)
    elif os.path.isdir(name):  # noqa: PTH112 - an empty name or one with NUL must not fail here
        yield from _folder(name, notify, on_fault)
    else:
        yield name, lambda: _read_file(Path(name), name, notify, on_fault)


def _folder(
    name: str, notify: Callable[[str], None], on_fault: Callable[[ReportError], None] | None
) -> Iterator[tuple[str, Callable[[], list[Report]]]]:
    files: list[Path] = []
    others: list[Path] = []
    for folder, folders, names in os.walk(name):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(names):
            if not file.startswith("."):
                path = Path(folder, file)
                (files if path.suffix.lower() in REPORT_SUFFIXES else others).append(path)
    if others:
        notify(f"{name}: {len(others)} file{'s' if len(others) != 1 else ''} of other kinds left out ({', '.join(path.name for path in others[:5])})")

    def nothing() -> list[Report]:
        message = f"{name}: the folder holds no report; reports end in {', '.join(REPORT_SUFFIXES)}"
        raise ReportError(message)

    if not files:
        yield name, nothing
    for path in files:
        yield str(path), lambda path=path: _read_file(path, str(path), notify, on_fault)  # type: ignore[misc]  # mypy cannot type the default


def _read_file(path: Path, name: str, notify: Callable[[str], None], on_fault: Callable[[ReportError], None] | None) -> list[Report]:
    if not name or "\0" in name:
        message = "an empty file name was given; name a file, a folder, or - for standard input"
        raise ReportError(message)
    kind = REPORT_SUFFIXES.get(path.suffix.lower())
    data = read_bytes(path, name, MAX_TABLE_BYTES if kind in _TABLES else MAX_DOCUMENT_BYTES)
    return _parse(data, name, kind, notify, on_fault)


def _read_stdin(notify: Callable[[str], None], on_fault: Callable[[ReportError], None] | None) -> list[Report]:
    data = read_limited(sys.stdin.buffer, "standard input", MAX_DOCUMENT_BYTES)
    return _parse(data, "standard input", None, notify, on_fault)


def _download(url: str, notify: Callable[[str], None], on_fault: Callable[[ReportError], None] | None) -> list[Report]:
    import urllib.error
    import urllib.request

    request = urllib.request.Request(url, headers={"User-Agent": _USER_AGENT})  # noqa: S310 - only http and https get here
    try:
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
            data = _read_in_time(response, url)
            kind = _kind_of_type(response.headers.get_content_type(), urllib.parse.urlsplit(url).path)
            address = response.geturl()
    except (OSError, ValueError) as error:
        if isinstance(error, ReportError):
            raise
        reason = f"the server answers {error.code}" if isinstance(error, urllib.error.HTTPError) else getattr(error, "reason", error)
        message = f"{url}: cannot be downloaded ({reason}); open it in a browser and save the page"
        raise ReportError(message) from None
    return _parse(data, url, kind, notify, on_fault, url=address)


def _read_in_time(stream: Any, url: str) -> bytes:  # noqa: ANN401 - the response of urllib
    """Read a response that may never end: bounded in size and in time."""
    deadline = time.monotonic() + _FETCH_SECONDS
    parts: list[bytes] = []
    total = 0
    while part := stream.read1(65_536):
        parts.append(part)
        total += len(part)
        if total > MAX_DOCUMENT_BYTES or time.monotonic() > deadline:
            message = (
                f"{url}: does not end within {MAX_DOCUMENT_BYTES / 1e6:.0f} MB or {_FETCH_SECONDS:.0f} s; open it in a browser and save the article"
            )
            raise ReportError(message)
    return b"".join(parts)


def _kind_of_type(content_type: str, path: str) -> str | None:
    by_type = {
        "text/html": "html",
        "application/xhtml+xml": "html",
        "application/pdf": "pdf",
        "text/markdown": "markdown",
        "text/csv": "csv",
        "application/rss+xml": "feed",
        "application/atom+xml": "feed",
        "message/rfc822": "eml",
        "application/json": "json",
        "application/x-ndjson": "jsonl",
    }
    return by_type.get(content_type) or REPORT_SUFFIXES.get(Path(path).suffix.lower())


def _parse(  # noqa: PLR0911 - one line for each kind
    data: bytes, name: str, kind: str | None, notify: Callable[[str], None], on_fault: Callable[[ReportError], None] | None, *, url: str | None = None
) -> list[Report]:
    if not data.strip():
        message = f"{name}: is empty; give a file with the text of the report"
        raise ReportError(message)
    kind = _sniff(data, kind)
    if kind == "pdf":
        return [report_from_pdf(data, name, notify)]
    if kind == "docx":
        return [report_from_docx(data, name, notify)]
    if kind == "eml":
        return [report_from_eml(data, name, notify)]
    if kind == "html":
        return [report_from_html(data, name, notify, url=url)]
    if kind == "feed":
        return reports_from_feed(data, name, notify)
    text, notice = decode(data, name)
    if notice:
        notify(notice)
    if kind in ("jsonl", "json"):
        return _from_rows(_json_rows(text, name, on_fault, whole=kind == "json"), name, on_fault, notify)
    if kind == "csv":
        return _from_rows(_csv_rows(text, name), name, on_fault, notify)
    return [report_from_markdown(text, name, notify) if kind == "markdown" else report_from_text(text, name, notify)]


def _sniff(data: bytes, kind: str | None) -> str | None:  # noqa: PLR0911 - one line for each sign
    """Return what a file is: its first bytes decide where they are plain, else its suffix."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04") and b"word/" in data[:4000] + data[-8000:]:
        return "docx"
    if kind in ("pdf", "docx"):
        return kind if magic_name(data) is None or (kind == "docx" and data.startswith(b"PK\x03\x04")) else None
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if kind in (None, "text", "feed") and head.startswith((b"<!doctype html", b"<html")):
        return "html"
    if kind in (None, "html") and head.startswith((b"<rss", b"<feed", b"<rdf:rdf")):
        return "feed"
    if kind in (None, "html") and head.startswith(b"<?xml") and any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf")):
        return "feed"
    if kind is None and head.startswith(b"{") and b'"text"' in data[:100_000]:
        return "jsonl"
    return kind


def _json_rows(text: str, name: str, on_fault: Callable[[ReportError], None] | None, *, whole: bool) -> Iterator[tuple[int, Any]]:
    if whole or text.lstrip().startswith("["):
        try:
            loaded = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            loaded = None
            if "\n" not in text.strip():
                raise ReportError(_broken_json(name, 1, error)) from None
        if loaded is not None:
            yield from enumerate(loaded if isinstance(loaded, list) else [loaded], start=1)
            return
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            fault = ReportError(_broken_json(name, number, error))
            if on_fault is None:
                raise fault from None
            on_fault(fault)


def _broken_json(name: str, line: int, error: Exception) -> str:
    where = f", column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
    reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
    return f'{name}, line {line}{where}: is not JSON ({reason}); each line must be one object such as {{"text": "…"}}'


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, Any]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    limit = csv.field_size_limit()
    csv.field_size_limit(MAX_DOCUMENT_BYTES)  # a report may be longer than the reader's default of 128 KiB
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        header = [column.strip().lower().lstrip("\ufeff") for column in next(reader, [])]
        if not set(header) & set(_FIELDS["text"]):
            message = f"{name}, line 1: no column holds the reports; name it 'text' (found: {', '.join(header[:12]) or 'nothing'})"
            raise ReportError(message)
        line = reader.line_num + 1
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, dict(zip(header, row, strict=False))
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"{name}: is not a CSV table that can be read ({error}); save it again as CSV (UTF-8)"
        raise ReportError(message) from None
    finally:
        csv.field_size_limit(limit)


def _from_rows(
    rows: Iterable[tuple[int, Any]], name: str, on_fault: Callable[[ReportError], None] | None, notify: Callable[[str], None]
) -> list[Report]:
    reports = []
    faults = 0
    for line, row in rows:
        try:
            reports.append(_from_row(row, f"{name}, line {line}", notify))
        except ReportError as error:
            if on_fault is None:
                raise
            on_fault(error)
            faults += 1
    if not reports and not faults:
        message = f"{name}: holds no report; each line needs a field 'text'"
        raise ReportError(message)
    return reports


def _from_row(row: Any, where: str, notify: Callable[[str], None]) -> Report:  # noqa: ANN401 - whatever the JSON holds
    if not isinstance(row, dict):
        message = f'{where}: is {type(row).__name__}, not an object; write {{"text": "…", "published": "2020-01-29"}}'
        raise ReportError(message)
    values: dict[str, str | None] = {}
    lowered = {str(key).lower(): value for key, value in row.items()}
    for field, names in _FIELDS.items():
        value = next((lowered[key] for key in names if lowered.get(key) not in (None, "")), None)
        if value is not None and not isinstance(value, str):
            if field == "text" or isinstance(value, (dict, list, bool)):
                message = f"{where}: the field {field!r} is {type(value).__name__}, not text"
                raise ReportError(message)
            value = str(value)
        values[field] = LONE_SURROGATE.sub("\ufffd", value) if value is not None else None
    text = values.pop("text")
    if text is None or not text.strip():
        message = f"{where}: has no text; give it in the field 'text'"
        raise ReportError(message)
    if values["published"]:
        day = day_of(values["published"])
        if day is None:
            notify(f"{where}: the publication date {values['published']!r} is not understood; write it as 2020-01-29")
        values["published"] = day
    return Report(text, **values)
