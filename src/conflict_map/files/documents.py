"""Web pages, e-mails, PDF and Word documents and feeds → `Report`.

Everything heavy is imported when the first file of its kind is read.
"""

from __future__ import annotations

import io
import logging
import re
import statistics
import zipfile
from typing import TYPE_CHECKING, Any

from conflict_map.errors import ReportError
from conflict_map.files.decode import decode
from conflict_map.files.plain import day_of, report_from_text
from conflict_map.model import Report

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["report_from_docx", "report_from_eml", "report_from_html", "report_from_pdf", "reports_from_feed"]

_MAX_PAGES = 500
_MAX_ENTRIES = 2_000
_MAX_UNPACKED = 200_000_000
#: Parts of a page that never hold the article.
_CLUTTER = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "footer",
    "aside",
    "select",
    "button",
    "svg",
    "iframe",
    "object",
    "canvas",
    "menu",
)
_LINK_LISTS = frozenset({"div", "ul", "ol", "table", "section", "header", "dl", "p", "span"})
_MENU_LINKS, _MENU_SHARE = 20, 0.8
_FULL_LINE = 0.75


def report_from_html(data: bytes | str, name: str, notify: Callable[[str], None], *, url: str | None = None) -> Report:
    """Read a web page: the article's text, and where the page says so its title, day, publisher and address.

    Raises
    ------
    ReportError
        If the page has no article.
    """
    if isinstance(data, bytes):
        page, notice = decode(data, name, html=True)
        if notice:
            notify(notice)
    else:
        page = data
    if not page.strip():
        message = f"{name}: is empty; give a file with the text of the report"
        raise ReportError(message)
    import trafilatura
    from lxml import etree, html

    try:
        # lxml refuses text with an encoding declaration, and trusts the declaration over the bytes: give it UTF-8 and say so.
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        message = f"{name}: is not a web page that can be read ({error}); save the article as .txt"
        raise ReportError(message) from None
    _drop_clutter(tree)
    metadata = _without_log(trafilatura.extract_metadata, tree, default_url=url, date_config={"extensive_search": False, "original_date": True})
    for script in list(tree.iter("script")):
        script.drop_tree()
    found = _without_log(trafilatura.extract, tree, include_comments=False, include_tables=True, deduplicate=False) or ""
    if not found.strip():
        found = "\n".join(" ".join(p.text_content().split()) for p in tree.iter("p", "li", "blockquote"))
    paragraphs = [line.strip().removeprefix("- ") for line in found.split("\n") if line.strip()]
    headline = _clean(metadata.title if metadata else None)
    while paragraphs and headline and paragraphs[0] == headline:
        del paragraphs[0]
    if not paragraphs:
        message = f"{name}: holds no article text, only scripts or menus; open it in a browser and save the text of the article as .txt"
        raise ReportError(message)
    return Report(
        "\n\n".join(paragraphs),
        headline=headline,
        published=day_of(metadata.date) if metadata and metadata.date else None,
        publisher=_clean(metadata.sitename if metadata else None),
        url=_clean(metadata.url if metadata else None) or url,
    )


def _drop_clutter(tree: Any) -> None:  # noqa: ANN401 - an element of lxml
    """Take out what is never the article, and menus: a page may hold ten megabytes of them, and extraction takes a second for each.

    A menu is an element with many links whose text is almost all link text. Descriptions of the page for machines (JSON-LD) stay.
    """
    for element in list(tree.iter(*_CLUTTER)):
        if element.getparent() is not None and element.get("type") != "application/ld+json":
            element.drop_tree()
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    text: dict[Any, int] = {}
    links: dict[Any, tuple[int, int]] = {}
    for element in reversed(elements):  # children before their parents
        text[element] = text.get(element, 0) + len(element.text or "")
        count, linked = links.get(element, (0, 0))
        if element.tag == "a":
            count, linked = 1, text[element]
        links[element] = count, linked
        parent = element.getparent()
        if parent is not None:
            text[parent] = text.get(parent, 0) + text[element] + len(element.tail or "")
            above = links.get(parent, (0, 0))
            links[parent] = above[0] + count, above[1] + linked
    dropped: set[Any] = set()
    for element in elements:
        if element.getparent() in dropped:
            dropped.add(element)
        elif element.tag in _LINK_LISTS and links[element][0] >= _MENU_LINKS and links[element][1] > _MENU_SHARE * text[element]:
            dropped.add(element)
            tail = element.tail
            element.clear()
            element.tail = tail


def _without_log(function: Callable[..., Any], *args: Any, **options: Any) -> Any:  # noqa: ANN401 - passes another library's values through
    """Call a function of trafilatura without its log lines: what matters to the user is in our own message."""
    logger = logging.getLogger("trafilatura")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        return function(*args, **options)
    finally:
        logger.setLevel(level)


def _clean(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None


def report_from_eml(data: bytes, name: str, notify: Callable[[str], None]) -> Report:
    """Read an e-mail: its text, subject, day and sender. Attachments are named in a notice and left out.

    Raises
    ------
    ReportError
        If it has no text.
    """
    import email
    import email.policy

    message = email.message_from_bytes(data, policy=email.policy.default)
    left_out = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    if left_out:
        names = ", ".join(left_out[:5])
        notify(f"{name}: {len(left_out)} attachment{'s' if len(left_out) != 1 else ''} left out ({names}); save them and give them as files")
    part = message.get_body(preferencelist=("plain", "html"))
    text = ""
    if part is not None:
        payload = part.get_payload(decode=True)
        raw = payload if isinstance(payload, bytes) else b""
        charset = part.get_content_charset()
        try:
            text = raw.decode(charset or "utf-8")
        except (LookupError, UnicodeDecodeError):
            text, notice = decode(raw, name)
            if notice:
                notify(notice)
        if part.get_content_type() == "text/html" and text.strip():
            text = report_from_html(text, name, notify).text
    text, quoted = _own_words(text.replace("\r\n", "\n").replace("\r", "\n"))
    if quoted:
        notify(
            f"{name}: {quoted} line{'s' if quoted != 1 else ''} quoted from other mails or signed left out; give those mails as files of their own"
        )
    if not text:
        fault = f"{name}: the e-mail has no text of its own; save what it carries as files and give those"
        raise ReportError(fault)
    sent = message["date"].datetime if message["date"] is not None and getattr(message["date"], "datetime", None) else None
    sender = message["from"]
    return Report(
        text,
        headline=_clean(str(message["subject"] or "")),
        published=sent.date().isoformat() if sent else None,
        publisher=_clean((sender.addresses[0].display_name or sender.addresses[0].addr_spec) if sender is not None and sender.addresses else None),
    )


_ATTRIBUTION = re.compile(r"^(?:on\s.{6,120}\swrote:|-{2,}\s*(?:original|forwarded)\s+message\s*-{2,})$", re.IGNORECASE)


def _own_words(text: str) -> tuple[str, int]:
    """Return what the sender of a mail wrote, and how many lines of older mails and of the signature were left out.

    A quoted mail has its own date and its own war: read with this mail's date it would put its events on the wrong day.
    """
    kept: list[str] = []
    left = 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.rstrip("\r") in {"-- ", "--"}:  # the mark of a signature (RFC 3676): all below it
            left += sum(bool(below.strip()) for below in lines[number + 1 :])
            break
        if line.startswith(">") or _ATTRIBUTION.match(line.strip()):
            left += 1
        else:
            kept.append(line)
    return "\n".join(kept).strip(), left


def report_from_pdf(data: bytes, name: str, notify: Callable[[str], None]) -> Report:
    """Read the text of a PDF document.

    Raises
    ------
    ReportError
        If it is encrypted, broken, or has no text (a scan).
    """
    import pypdf
    import pypdf.errors

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
        if count > _MAX_PAGES:
            notify(f"{name}: has {count} pages; the first {_MAX_PAGES} are read")
        pages = [reader.pages[number].extract_text() for number in range(min(count, _MAX_PAGES))]
        title = reader.metadata.title if reader.metadata and not locked else None
    except Exception as error:  # noqa: BLE001 - a broken document fails in many ways inside the library; all mean the same to the user
        message = f"{name}: is a broken PDF document ({type(error).__name__}); print it to a new PDF or save its text as .txt"
        raise ReportError(message) from None
    if locked:
        message = f"{name}: is protected by a password; save a copy without it"
        raise ReportError(message)
    lines = [" ".join(line.split()) for page in pages for line in (*page.splitlines(), "")]
    if sum(map(len, lines)) < 40:  # noqa: PLR2004 - a page number or a stamp is no report
        message = f"{name}: is a PDF without text, probably a scan; run text recognition on it first (for example ocrmypdf)"
        raise ReportError(message)
    report = report_from_text(_unwrap(lines), name, notify)
    if report.headline is None and title and str(title).strip():
        return Report(report.text, headline=_clean(str(title)), published=report.published)
    return report


def _unwrap(lines: list[str]) -> str:
    """Join the lines of a page to paragraphs: a line that ends well before the others ends a paragraph."""
    lengths = [len(line) for line in lines if line]
    full = statistics.quantiles(lengths, n=10)[7] if len(lengths) > 1 else 0
    paragraphs: list[str] = []
    current = ""
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if current.endswith("-") and line[:1].islower():
            current = current[:-1] + line
        elif line:
            current = f"{current} {line}" if current else line
        sentence_ends = re.search(r"[.!?][\"'”’)]*$", current) is not None
        short = bool(line) and len(line) < _FULL_LINE * full and (sentence_ends or not after[:1].islower()) and not line.endswith("-")
        if current and (short or (not line and sentence_ends)):
            paragraphs.append(current)
            current = ""
    if current:
        paragraphs.append(current)
    return "\n\n".join(paragraphs)


def report_from_docx(data: bytes, name: str, notify: Callable[[str], None]) -> Report:
    """Read the paragraphs and tables of a Word document.

    Raises
    ------
    ReportError
        If it is not a Word document, is too large when unpacked, or has no text.
    """
    broken = f"{name}: is not a Word document that can be read; save it as .docx again, or as .txt"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if "word/document.xml" not in archive.namelist():
                raise ReportError(broken)
    except zipfile.BadZipFile:
        raise ReportError(broken) from None
    if unpacked > _MAX_UNPACKED:
        message = f"{name}: unpacks to {unpacked / 1e6:,.0f} MB, which no report needs; save its text as .txt"
        raise ReportError(message)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        blocks = [block.text if hasattr(block, "text") else _table(block) for block in document.iter_inner_content()]
        title = document.core_properties.title
    except Exception:  # noqa: BLE001 - as for PDF
        raise ReportError(broken) from None
    text = "\n\n".join(block.strip() for block in blocks if block.strip())
    report = report_from_text(text, name, notify)
    if report.headline is None and title:
        return Report(report.text, headline=_clean(title), published=report.published, publisher=report.publisher, url=report.url)
    return report


def _table(table: Any) -> str:  # noqa: ANN401 - python-docx's table
    return "\n".join(" | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in table.rows)


def reports_from_feed(data: bytes, name: str, notify: Callable[[str], None]) -> list[Report]:
    """Read an RSS or Atom feed: one report an entry.

    Raises
    ------
    ReportError
        If it has no entry with text.
    """
    import feedparser

    feed = feedparser.parse(io.BytesIO(data))
    entries = feed.entries
    if len(entries) > _MAX_ENTRIES:
        notify(f"{name}: has {len(entries):,} entries; the first {_MAX_ENTRIES:,} are read")
    publisher = _clean(feed.feed.get("title"))
    reports, empty = [], 0
    for entry in entries[:_MAX_ENTRIES]:
        bodies = [content.get("value", "") for content in entry.get("content", [])]
        text = _plain_html(max([*bodies, entry.get("summary", "")], key=len))
        if not text:
            empty += 1
            continue
        day = entry.get("published_parsed") or entry.get("updated_parsed")
        reports.append(
            Report(
                text,
                headline=_clean(_plain_html(entry.get("title", ""))),
                published=f"{day.tm_year:04d}-{day.tm_mon:02d}-{day.tm_mday:02d}" if day else None,
                publisher=publisher,
                url=_clean(entry.get("link")),
            )
        )
    if empty:
        notify(f"{name}: {empty} entr{'ies have' if empty != 1 else 'y has'} no text and {'are' if empty != 1 else 'is'} left out")
    if feed.get("bozo") and reports:
        notify(f"{name}: the feed is not well-formed; {len(reports)} entries could be read")
    if not reports:
        message = f"{name}: is a feed without any entry that has text; open the articles themselves"
        raise ReportError(message)
    return reports


def _plain_html(fragment: str) -> str:
    """Return the text of a fragment of HTML, one block a paragraph."""
    if not fragment.strip():
        return ""
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    from lxml import etree, html

    try:
        tree = html.fragment_fromstring(fragment, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    for element in list(tree.iter(*_CLUTTER, "img")):
        element.drop_tree()
    for element in tree.iter("p", "br", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "tr"):
        element.tail = "\n\n" + (element.tail or "")
        if element.tag != "br":
            element.text = "\n\n" + (element.text or "")
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", tree.text_content())]
    return "\n\n".join(part for part in paragraphs if part)
