"""Plain text and Markdown → `Report`: header lines, front matter, headline and date line at the top.

`Report.text` of a plain text is one unbroken slice of the file, so that every offset can be found again in it; only line ends are
made equal. Markdown is turned into its plain text first (a quote must not contain link targets); offsets then count that text.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflict_map.errors import ReportError
from conflict_map.model import Report

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["day_of", "report_from_markdown", "report_from_text"]

_KEYS = {
    "headline": "headline", "title": "headline", "subject": "headline",
    "published": "published", "date": "published", "pubdate": "published", "publication date": "published", "publish date": "published",
    "publisher": "publisher", "source": "publisher", "site": "publisher", "outlet": "publisher",
    "url": "url", "link": "url", "source url": "url", "permalink": "url",
    "id": "id",
}  # fmt: skip
_HEADER = re.compile(r"[ \t]{0,4}([A-Za-z][A-Za-z _-]{0,24}?)[ \t]{0,4}:[ \t]*(.*)")
_TOP_LINES = 12
_HEADLINE_CHARS = 200
_DATE_LINE_CHARS = 80
_MARKDOWN_PARAGRAPH_CHARS = 50_000

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sep sept",
         "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4})"
_DATE_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?=$|[T \t,.;|)])",
        r"(?P<year>\d{4})/(?P<number>\d{1,2})/(?P<day>\d{1,2})(?!\d)",
        rf"{_DAY}(?: of)?[ \t.-]{{1,3}}{_MONTH}[ \t,-]{{1,3}}{_YEAR}(?!\d)",
        rf"{_MONTH}[ \t]{{1,3}}{_DAY}[ \t,]{{1,3}}{_YEAR}(?!\d)",
        r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})(?!\d)",
    )
)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?[ \t]+)?"
#: What may stand before a date on a line of its own, and after it.
_BEFORE_DATE = re.compile(
    rf"(?:(?:first )?(?:published|posted|issued|released|date[d]?|last updated|updated)(?: on| at)?[ \t]*:?[ \t]*)?{_WEEKDAY}", re.IGNORECASE
)
_AFTER_DATE = re.compile(
    r"(?:[ \t,|@·•–—-]|at|T|\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?|[ap]\.?m\.?|GMT|UTC|CES?T|EES?T|E[SD]T|BST|Z|\(|\)"
    r"|[+-]\d{2}:?\d{2}|\d{1,3} min(?:ute)?s? read)*+",
    re.IGNORECASE,
)  # fmt: skip


def day_of(value: str) -> str | None:
    """Return the ISO day that a publication date names ("29 January, 2020", "Jan 29, 2020 14:30 GMT", "2020-01-29T10:00Z"), or None.

    A numeric date that can be read two ways (``03/04/2020``) is None: it is not guessed.

    Examples
    --------
    >>> day_of("Wednesday, 29 January, 2020")
    '2020-01-29'
    >>> day_of("03/04/2020") is None
    True
    """
    value = value.strip()
    before = _BEFORE_DATE.match(value)
    found = _date_at(value, before.end() if before else 0)
    return found[0] if found else None


def _date_at(value: str, start: int) -> tuple[str, int] | None:
    """Return the ISO day that begins exactly at ``start``, and where it ends."""
    for form in _DATE_FORMS:
        match = form.match(value, start)
        if match is None:
            continue
        parts = match.groupdict()
        month = int(parts["number"]) if parts.get("number") else _MONTHS.get((parts.get("month") or "").lower(), 0)
        day = _iso(int(parts["year"]), month, int(parts["day"]))
        if day is not None:
            return day, match.end()
    slashed = _SLASHED.match(value, start)
    if slashed is not None:
        first, second, year = (int(part) for part in slashed.groups())
        readings = {_iso(year, second, first), _iso(year, first, second)} - {None}
        if len(readings) == 1:
            return str(readings.pop()), slashed.end()
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    end: int  # start of the next line


def _top(text: str, start: int, count: int) -> list[_Line]:
    """Return the first ``count`` lines that are not blank, from ``start`` on."""
    lines: list[_Line] = []
    while start < len(text) and len(lines) < count:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        line = text[start:end].strip()
        if line:
            lines.append(_Line(line, start, end))
        start = end
    return lines


def report_from_text(text: str, name: str, notify: Callable[[str], None]) -> Report:
    """Read a plain text; ``notify`` takes notices for the user.

    Raises
    ------
    ReportError
        If there is no text below the header lines.
    """
    fields, body = _header_lines(text)
    if fields and "published" in fields:
        fields["published"] = _published(fields["published"], name, notify)
    headline, body = (None, body) if fields.get("headline") else _headline(text, body)
    published = fields.get("published") or _date_line(text, body)
    return _report(text, body, name, fields | {"headline": fields.get("headline") or headline, "published": published})


def _report(text: str, body: int, name: str, fields: dict[str, str | None]) -> Report:
    end = len(text.rstrip())
    while body < end and text[body].isspace():
        body += 1
    if body >= end:
        reason = "has header lines but no text below them" if text.strip() else "is empty"
        message = f"{name}: {reason}; give a file with the text of the report"
        raise ReportError(message)
    return Report(
        text[body:end],
        headline=fields.get("headline") or None,
        published=fields.get("published"),
        publisher=fields.get("publisher") or None,
        url=fields.get("url") or None,
        id=fields.get("id") or None,
    )


def _published(value: str | None, name: str, notify: Callable[[str], None]) -> str | None:
    day = day_of(value) if value else None
    if value and day is None:
        notify(f"{name}: the publication date {value!r} is not understood, so weekdays stay without a date; write it as 2020-01-29")
    return day


def _header_lines(text: str) -> tuple[dict[str, str | None], int]:
    """Return the fields of a block of ``Key: value`` lines at the top, and where the body begins."""
    fields: dict[str, str | None] = {}
    lines = _top(text, 0, 1)
    start = body = lines[0].start if lines else 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        line = text[start:end].strip()
        match = _HEADER.fullmatch(line)
        key = _KEYS.get(re.sub(r"[ _-]+", " ", match[1].strip().lower())) if match else None
        if not line or match is None or (key is None and not fields):
            break
        if key is None and len(match[1].split()) > 1:
            break
        if key is not None:
            fields.setdefault(key, match[2].strip())
        start = body = end
    return fields, body


def _headline(text: str, start: int) -> tuple[str | None, int]:
    """Take a short first line that stands by itself for the headline.

    The first line of a paragraph that was wrapped by hand is no headline: the line after it must be blank, a date, or too long to
    be the next line of the same paragraph.
    """
    lines = _top(text, start, 2)
    if len(lines) < 2:  # noqa: PLR2004 - a headline needs a text below it
        return None, start
    first, second = lines
    title = first.text.lstrip("# ").strip()
    if not title or len(first.text) > _HEADLINE_CHARS or _whole_date(first.text) or re.search(r"[.;,:][\"'”’)]*$", title):
        return None, start
    blank_between = second.start > first.end
    wrapped = len(second.text) < max(1.5 * len(first.text), 100) and not _whole_date(second.text)
    if not blank_between and wrapped:
        return None, start
    return title, first.end


def _date_line(text: str, start: int) -> str | None:
    """Return the date of a line near the top that holds nothing else."""
    days = [day for line in _top(text, start, _TOP_LINES) if (day := _whole_date(line.text))]
    return days[0] if days else None


def _whole_date(line: str) -> str | None:
    if len(line) > _DATE_LINE_CHARS:
        return None
    before = _BEFORE_DATE.match(line)
    found = _date_at(line, before.end() if before else 0)
    if found is None:
        return None
    day, end = found
    return day if _AFTER_DATE.fullmatch(line, end) else None


def report_from_markdown(text: str, name: str, notify: Callable[[str], None]) -> Report:
    """Read Markdown: YAML front matter or header lines, then the plain text of the page.

    Raises
    ------
    ReportError
        If there is no text.
    """
    fields, body = _front_matter(text, name, notify)
    if not body:
        fields, body = _header_lines(text)
        if fields.get("published"):
            fields["published"] = _published(fields["published"], name, notify)
    longest = max(map(len, re.split(r"\n[ \t]*\n", text[body:])))
    if longest > _MARKDOWN_PARAGRAPH_CHARS:  # the parser's time grows with the square of some paragraphs
        notify(f"{name}: has a paragraph of {longest:,} characters, so its Markdown is left as it stands")
        plain, heading = text[body:], None
    else:
        plain, heading = _plain_markdown(text[body:])
    start = 0
    if fields.get("headline"):
        if heading is not None and heading == fields["headline"]:
            start = len(heading)
    elif heading is not None:
        fields["headline"], start = heading, len(heading)
    else:
        fields["headline"], start = _headline(plain, 0)
    fields["published"] = fields.get("published") or _date_line(plain, start)
    return _report(plain, start, name, fields)


_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


def _front_matter(text: str, name: str, notify: Callable[[str], None]) -> tuple[dict[str, str | None], int]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, 0
    import yaml

    try:
        loaded = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError) as error:
        where = getattr(error, "problem_mark", None)
        notify(f"{name}{f', line {where.line + 2}' if where else ''}: the front matter is not YAML and is left out")
        loaded = None
    fields: dict[str, str | None] = {}
    for key, value in (loaded if isinstance(loaded, dict) else {}).items():
        ours = _KEYS.get(re.sub(r"[ _-]+", " ", str(key).strip().lower()))
        if ours is None or not isinstance(value, (str, int, dt.date)) or isinstance(value, bool) or ours in fields:
            continue
        if ours == "published":
            fields[ours] = value.isoformat()[:10] if isinstance(value, dt.date) else _published(str(value), name, notify)
        else:
            fields[ours] = " ".join(str(value).split())
    return fields, match.end()


def _plain_markdown(text: str) -> tuple[str, str | None]:
    """Return the plain text, one block a paragraph, and the top heading where the text begins with one."""
    from markdown_it import MarkdownIt

    blocks: list[str] = []
    heading: str | None = None
    opened = ""
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        if token.type == "heading_open":
            opened = token.tag
        elif token.type == "heading_close":
            opened = ""
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.strip())
        elif token.type == "inline":
            block = _inline(token.children or [])
            if block and not blocks and opened in ("h1", "h2"):
                heading = block
            blocks.append(block)
    return "\n\n".join(block for block in blocks if block), heading


def _inline(children: list[Any]) -> str:
    parts = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts).strip()
