"""Reports from web pages, e-mails, PDF and Word documents, feeds and addresses."""

from __future__ import annotations

import contextlib
import http.server
import io
import threading
import time
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import docx
import pypdf
import pytest

from conflict_map import Report, read_reports
from conflict_map.errors import ReportError
from conflict_map.files import documents, reports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARAGRAPHS = [
    "Soldiers entered the town of Maarat al-Numan on Tuesday, the army said in a statement.",
    "Thousands of people fled north towards the border, a rescue worker said by telephone.",
]
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
HEAD = (
    "<title>Town falls | The Daily</title><meta property='og:title' content='Town falls'><meta property='og:site_name' content='The Daily'>"
    "<meta property='article:published_time' content='2020-01-29T21:30:00+00:00'><link rel='canonical' href='https://example.org/town'>"
)


def read(path: Path, data: bytes | str) -> tuple[list[Report], list[str]]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    notices: list[str] = []
    return read_reports(path, on_notice=notices.append), notices


def page(body: str, head: str = HEAD) -> str:
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def test_web_page_gives_text_title_date_publisher_and_address(tmp_path: Path) -> None:
    html = page(f"<nav><a href='/'>Home</a></nav><article><h1>Town falls</h1>{ARTICLE}</article><footer>Imprint</footer><script>var x = 1;</script>")
    (report,), notices = read(tmp_path / "a.html", html)
    assert report == Report(
        "\n\n".join(PARAGRAPHS), headline="Town falls", published="2020-01-29", publisher="The Daily", url="https://example.org/town", id=report.id
    )
    assert not notices


def test_web_page_in_a_text_file_is_seen_as_one(tmp_path: Path) -> None:
    (report,), _ = read(tmp_path / "a.txt", page(ARTICLE))
    assert report.text == "\n\n".join(PARAGRAPHS)


def test_short_page_without_metadata(tmp_path: Path) -> None:
    (report,), _ = read(
        tmp_path / "a.html", "<html><body><div class='menu'><nav>One Two Three</nav></div><p>Rebels captured Sarmin on Tuesday.</p></body></html>"
    )
    assert report.text == "Rebels captured Sarmin on Tuesday."
    assert report.published is None


def test_page_in_another_encoding_as_it_declares(tmp_path: Path) -> None:
    html = page(f"<p>Войска заняли город.</p>{ARTICLE}", head="<meta charset='windows-1251'>")
    (report,), notices = read(tmp_path / "a.html", html.encode("cp1251"))
    assert "Войска заняли город." in report.text
    assert notices == [f"{tmp_path / 'a.html'}: read as windows-1251, as the page declares"]


def test_ten_megabytes_of_menus_and_scripts_are_no_obstacle(tmp_path: Path) -> None:
    menu = "<ul>" + "".join(f"<li><a href='/p/{number}'>Aleppo and Idlib, page {number}</a></li>" for number in range(60_000)) + "</ul>"
    divs = "".join(f"<div><a href='/q/{number}'>Hama {number}</a></div>" for number in range(60_000))
    html = page(f"<div>{menu}</div><div>{divs}</div><script>{'let x = 1;' * 400_000}</script><main><article>{ARTICLE}</article></main>")
    assert len(html) > 10_000_000
    begun = time.process_time()
    (report,), _ = read(tmp_path / "a.html", html)
    assert report.text == "\n\n".join(PARAGRAPHS)
    assert time.process_time() - begun < 10  # 0.7 s where it was measured; minutes would be a fault


@pytest.mark.parametrize("body", ["", "<script>alert(1)</script>", "<nav><a href='/'>Home</a></nav>"])
def test_page_without_an_article_says_so(tmp_path: Path, body: str) -> None:
    with pytest.raises(ReportError, match="holds no article text, only scripts or menus"):
        read(tmp_path / "a.html", page(body))


def test_email_with_attachments(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Town falls", "News Desk <desk@example.org>", "Wed, 29 Jan 2020 10:00:00 +0200"
    mail.set_content("\n\n".join(PARAGRAPHS), charset="utf-8", cte="quoted-printable")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map.png")
    (report,), notices = read(tmp_path / "a.eml", bytes(mail))
    assert (report.text, report.headline, report.published, report.publisher) == ("\n\n".join(PARAGRAPHS), "Town falls", "2020-01-29", "News Desk")
    assert notices == [f"{tmp_path / 'a.eml'}: 1 attachment left out (map.png); save them and give them as files"]


def test_email_with_html_only_and_one_without_text(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail.set_content(page(ARTICLE), subtype="html")
    (report,), _ = read(tmp_path / "a.eml", bytes(mail))
    assert report.text == "\n\n".join(PARAGRAPHS)
    bare = EmailMessage()
    bare.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map.png")
    with pytest.raises(ReportError, match="the e-mail has no text of its own"):
        read(tmp_path / "b.eml", bytes(bare))


def pdf(lines: list[str], *, title: str | None = None, lock: str | None = None) -> bytes:
    """Return a PDF document of one page."""
    text = b"BT /F1 11 Tf 40 780 Td 14 TL " + b" ".join(b"(" + line.encode() + b") Tj T*" for line in lines) + b" ET" if lines else b""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(bytes(out)))
    if title:
        writer.add_metadata({"/Title": title})
    if lock:
        writer.encrypt(lock, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


LINES = [
    "Soldiers entered the town of Maarat al-Numan on Tuesday, the army",
    "said in a state-",
    "ment.",
    "Thousands of people fled north towards the border, a rescue worker",
    "said by telephone.",
]


def test_pdf_lines_become_paragraphs(tmp_path: Path) -> None:
    (report,), _ = read(tmp_path / "a.pdf", pdf(LINES, title="Town falls"))
    assert "the army said in a statement." in report.text
    assert "a rescue worker said by telephone." in report.text
    assert report.headline == "Town falls"


@pytest.mark.parametrize(
    ("data", "message"),
    [(pdf([]), "is a PDF without text, probably a scan; run text recognition"), (pdf(LINES, lock="open sesame"), "is protected by a password")],
    ids=["scan", "password"],
)
def test_pdf_that_cannot_be_read_says_why(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        read(tmp_path / "a.pdf", data)


def test_word_document_with_a_table(tmp_path: Path) -> None:
    document = docx.Document()
    for paragraph in ["Town falls", "29 January 2020", *PARAGRAPHS]:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Town", "Fled"
    document.save(str(tmp_path / "a.docx"))
    (report,) = read_reports(tmp_path / "a.docx")
    assert (report.headline, report.published) == ("Town falls", "2020-01-29")
    assert report.text.endswith("\n\n".join([*PARAGRAPHS, "Town | Fled"]))


def test_word_document_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_MAX_UNPACKED", 1_000_000)
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "0" * 2_000_000)
    with pytest.raises(ReportError, match="unpacks to 2 MB"):
        read_reports(tmp_path / "a.docx")


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Daily</title>
<item><title>Town &amp; road fall</title><link>https://example.org/1</link><pubDate>Wed, 29 Jan 2020 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Soldiers entered.&lt;/p&gt;
&lt;p&gt;People &lt;b&gt;fled&lt;/b&gt;.&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description></item>
<item><title>No text</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Daily</title>
<entry><title>Town falls</title><updated>2020-01-29T10:00:00Z</updated>
<link href="https://example.org/2"/><content type="text">Soldiers entered.</content></entry></feed>"""


def test_feeds(tmp_path: Path) -> None:
    (report,), notices = read(tmp_path / "a.rss", RSS)
    assert (report.text, report.headline) == ("Soldiers entered.\n\nPeople fled.", "Town & road fall")
    assert (report.published, report.publisher, report.url) == ("2020-01-29", "The Daily", "https://example.org/1")
    assert notices == [f"{tmp_path / 'a.rss'}: 1 entry has no text and is left out"]
    (entry,), _ = read(tmp_path / "a.xml", ATOM)
    assert (entry.text, entry.headline, entry.published, entry.url) == ("Soldiers entered.", "Town falls", "2020-01-29", "https://example.org/2")
    with pytest.raises(ReportError, match="is a feed without any entry that has text"):
        read(tmp_path / "b.rss", RSS.replace("<description>", "<d>").replace("</description>", "</d>"))


def test_feed_with_very_many_entries_is_cut_and_said(tmp_path: Path) -> None:
    items = "".join(f"<item><title>T{n}</title><description>Report number {n}.</description></item>" for n in range(2_100))
    found, notices = read(tmp_path / "a.rss", f"<rss version='2.0'><channel>{items}</channel></rss>")
    assert len(found) == 2_000
    assert any("2,100 entries; the first 2,000 are read" in notice for notice in notices)


class _Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/missing":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml" if self.path == "/endless" else "text/html; charset=utf-8")
        self.end_headers()
        if self.path == "/endless":
            with contextlib.suppress(OSError):
                while True:
                    self.wfile.write(b"<item><title>more</title></item>" * 10_000)
            return
        self.wfile.write(page(ARTICLE, head="<title>Town falls</title>").encode())

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_address_is_downloaded_on_request(server: str) -> None:
    (report,) = read_reports(f"{server}/town", fetch=True)
    assert (report.text, report.headline, report.url) == ("\n\n".join(PARAGRAPHS), "Town falls", f"{server}/town")


def test_address_that_fails_or_never_ends_is_one_clear_line(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReportError, match="the server answers 404"):
        read_reports(f"{server}/missing", fetch=True)
    with pytest.raises(ReportError, match="does not end within 20 MB"):
        read_reports(f"{server}/endless", fetch=True)
    monkeypatch.setattr(reports, "_FETCH_SECONDS", 0.0)
    with pytest.raises(ReportError, match="does not end within 20 MB or 0 s"):
        read_reports(f"{server}/endless", fetch=True)
    with pytest.raises(ReportError, match="cannot be downloaded"):
        read_reports("http://127.0.0.1:9/closed", fetch=True)


def test_what_a_mail_quotes_and_its_signature_are_not_its_report(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Re: Town falls"
    mail.set_content(
        "The town fell.\n\nOn Tue, 18 Feb 2020 at 10:00, Desk wrote:\n> Rebels took the port yesterday.\n> More soon.\n-- \nOdesa Office\n"
    )
    (report,), notices = read(tmp_path / "a.eml", bytes(mail))
    assert report.text == "The town fell."
    assert notices == [f"{tmp_path / 'a.eml'}: 4 lines quoted from other mails or signed left out; give those mails as files of their own"]
