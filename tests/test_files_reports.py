"""Reports from text, Markdown, tables, folders and streams."""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_map import Report, read_reports
from conflict_map.errors import ReportError, UsageError
from conflict_map.files import ReportWarning
from conflict_map.files.decode import decode
from conflict_map.files.plain import day_of, report_from_markdown, report_from_text

if TYPE_CHECKING:
    from collections.abc import Callable

REPO = Path(__file__).parents[1]
BODY = "Soldiers entered the town on Tuesday, the army said, after weeks of shelling.\n\nThousands of people fled north."


def read_text(text: str) -> Report:
    notices: list[str] = []
    report = report_from_text(text, "r.txt", notices.append)
    assert not notices
    return report


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    def make(name: str, data: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return make


def test_example_has_its_headline_and_date_and_an_unbroken_body() -> None:
    path = REPO / "examples" / "maarat-al-numan.txt"
    (report,) = read_reports(path)
    assert report.headline == "Syrian army takes ruined highway town in Idlib"
    assert report.published == "2020-01-29"
    assert report.text in path.read_text(encoding="utf-8")
    assert report.text.startswith("Syrian regime forces have seized")
    assert report.text.rstrip().endswith("has been displaced.")


def test_header_lines_in_any_case_and_order() -> None:
    report = read_text(f"URL: https://example.org/a\nPublisher: The Daily\nPUBLISHED: 29 January 2020\ntitle: Town falls\n\n{BODY}\n")
    assert report == Report(BODY, headline="Town falls", published="2020-01-29", publisher="The Daily", url="https://example.org/a")


def test_a_line_with_a_colon_in_the_text_is_not_a_header() -> None:
    text = "Analysis: the town fell. It had been held since 2012.\n\nSoldiers said: all is over."
    report = read_text(text)
    assert report.text == text
    assert report.headline is None


def test_first_short_line_is_the_headline_and_a_date_line_the_date() -> None:
    report = read_text(f"Army takes town 'after siege'\n\nA short summary of what happened there.\n2 min read\n29 January, 2020\n{BODY}")
    assert report.headline == "Army takes town 'after siege'"
    assert report.published == "2020-01-29"
    assert report.text.startswith("A short summary")


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers entered the town on Tuesday.\n\nThousands fled.",
        "Syrian army units have recaptured the town of\nMaarat al-Numan, the army said, after weeks of\nfighting.",
        "Just one line without a full stop",
        "29 January, 2020\n\nSoldiers entered the town on Tuesday.",
        f"{'A very long first paragraph that goes on and on ' * 8}\n\nThousands fled.",
    ],
)
def test_a_sentence_a_wrapped_line_a_date_or_a_long_line_is_no_headline(text: str) -> None:
    report = read_text(text)
    assert report.headline is None
    assert report.text == text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2020-01-29", "2020-01-29"),
        ("2020-01-29T10:00:00Z", "2020-01-29"),
        ("2020/1/29", "2020-01-29"),
        ("29 January, 2020", "2020-01-29"),
        ("Wednesday, 29 January 2020", "2020-01-29"),
        ("January 29, 2020", "2020-01-29"),
        ("Jan. 29, 2020 at 14:30 GMT", "2020-01-29"),
        ("Published on 1st of March 2022", "2022-03-01"),
        ("Last updated: 3 Sept 2014, 9:15 p.m.", "2014-09-03"),
        ("29.01.2020", "2020-01-29"),
        ("29/01/2020", "2020-01-29"),
        ("01/29/2020", "2020-01-29"),
        ("01/01/2020", "2020-01-01"),
        ("03/04/2020", None),  # two readings: not guessed
        ("31 February 2020", None),
        ("29 Brumaire 2020", None),
        ("yesterday", None),
        ("", None),
        ("2020", None),
    ],
)
def test_publication_dates(line: str, day: str | None) -> None:
    assert day_of(line) == day


def test_a_date_inside_a_sentence_is_not_the_publication_date() -> None:
    assert read_text("Town falls\n\n29 January 2020 was the day the town fell.\nPeople fled.").published is None


def test_a_header_date_that_cannot_be_read_is_told_not_guessed() -> None:
    notices: list[str] = []
    report = report_from_text(f"Published: 03/04/2020\n\n{BODY}", "r.txt", notices.append)
    assert report.published is None
    assert notices == ["r.txt: the publication date '03/04/2020' is not understood, so weekdays stay without a date; write it as 2020-01-29"]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=400))
def test_text_of_any_file_is_a_slice_of_it(text: str) -> None:
    try:
        report = report_from_text(text, "r.txt", lambda _notice: None)
    except ReportError:
        assert not text.strip() or ":" in text  # nothing, or nothing below header lines
        return
    assert report.text in text
    assert report.text.strip() == report.text


def test_markdown_front_matter_and_plain_text() -> None:
    text = (
        "---\ntitle: Town falls\ndate: 2020-01-29\npublisher: The Daily\nurl: https://example.org\ntags: [a, b]\n---\n\n"
        "# Town falls\n\nSoldiers **entered** [the town](https://example.org/x) on\nTuesday.\n\n"
        "![A picture](p.png)\n\n- first\n- second\n\n> quoted\n"
    )
    report = report_from_markdown(text, "r.md", pytest.fail)
    assert (report.headline, report.published, report.publisher, report.url) == ("Town falls", "2020-01-29", "The Daily", "https://example.org")
    assert report.text == "Soldiers entered the town on\nTuesday.\n\nfirst\n\nsecond\n\nquoted"


def test_markdown_heading_is_the_headline_and_header_lines_work() -> None:
    report = report_from_markdown("# Town falls\n29 January 2020\n\nSoldiers entered.\n\n## Later\n\nThey left.", "r.md", pytest.fail)
    assert (report.headline, report.published) == ("Town falls", "2020-01-29")
    assert report.text.endswith("Later\n\nThey left.")
    assert report_from_markdown("Published: 2020-01-29\n\nSoldiers entered.", "r.md", pytest.fail).published == "2020-01-29"


def test_broken_front_matter_is_told_and_the_text_still_read() -> None:
    notices: list[str] = []
    report = report_from_markdown("---\ntitle: 'open\n---\nSoldiers entered.", "r.md", notices.append)
    assert report.text == "Soldiers entered."
    assert notices == ["r.md, line 2: the front matter is not YAML and is left out"]


@pytest.mark.parametrize("hostile", ["[" * 400_000, "*a " * 400_000, "> " * 20_000, "`" * 100_000 + "a" + "`" * 99_999])
def test_no_markdown_takes_long(hostile: str) -> None:
    begun = time.process_time()
    report = report_from_markdown(f"{hostile}\n\nSoldiers entered.", "r.md", lambda _notice: None)
    assert report.text.endswith("Soldiers entered.")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "Thousands fled Maaret al-Nu‘mān."),
        ("utf-16", "Thousands fled Maaret al-Nu‘mān."),
        ("utf-16-le", "Thousands fled the town, the army said."),
        ("cp1252", "Réfugiés fled Maaret al-Nu’man – “thousands” of them, the café owner said."),
        ("cp1251", "Войска заняли город Купянск во вторник, заявило министерство обороны. Тысячи жителей бежали на запад. " * 3),
        ("cp1256", "سيطرت قوات النظام على مدينة معرة النعمان يوم الأربعاء بعد أسابيع من القصف والمعارك. " * 3),
    ],
)
def test_other_encodings_are_read_right(encoding: str, text: str) -> None:
    found, notice = decode(text.encode(encoding), "r.txt")
    assert found == text
    assert (notice is None) == (encoding in ("utf-8-sig", "utf-16"))
    assert notice is None or notice.startswith("r.txt: ")


def test_a_few_broken_bytes_do_not_change_the_encoding_of_the_rest() -> None:
    text, notice = decode("دخل الجنود المدينة\n".encode() + b"caf\xe9 \xff\n" + "فر الآلاف".encode(), "r.txt")
    assert text == "دخل الجنود المدينة\ncaf\ufffd \ufffd\nفر الآلاف"
    assert notice == "r.txt, line 2: 2 characters are not UTF-8 and read as \ufffd; save it again as UTF-8"


def test_notices_are_warnings_unless_taken(write: Callable[[str, bytes | str], Path]) -> None:
    path = write("r.txt", "Réfugiés fled – thousands of them.".encode("cp1252"))
    with pytest.warns(ReportWarning, match="Windows-1252"):
        read_reports(path)
    notices: list[str] = []
    read_reports(path, on_notice=notices.append)
    assert len(notices) == 1


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\n\t", "is empty"),
        ("header.txt", b"Headline: Town falls\n\n", "has header lines but no text"),
        ("noise.txt", bytes(range(256)) * 20, "is not text but binary data"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "is not text but a PNG picture"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 100, "an old office document"),
        ("bad.pdf", b"%PDF-1.7 nothing more", "is a broken PDF document"),
        ("bad.docx", b"PK\x03\x04 nothing more", "is not a Word document"),
        ("bad.csv", "title,date\na,b\n", "no column holds the reports"),
        ("bad.jsonl", '{"text": "a"', "line 1, column 13: is not JSON"),
        ("bad.json", "[]", "holds no report"),
    ],
)
def test_what_cannot_be_read_is_one_line_that_names_the_file(
    write: Callable[[str, bytes | str], Path], name: str, data: bytes | str, message: str
) -> None:
    path = write(name, data)
    with pytest.raises(ReportError) as caught:
        read_reports(path)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_missing_file_folder_without_reports_and_empty_name(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="there is no such file"):
        read_reports(tmp_path / "none.txt")
    with pytest.raises(ReportError, match="the folder holds no report"):
        read_reports(tmp_path)
    with pytest.raises(ReportError, match="an empty file name"):
        read_reports("")


def test_too_large_a_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)  # sparse: takes no room
    with pytest.raises(ReportError, match=r"has 50 MB, and at most 20 MB are read; split it"):
        read_reports(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless device on this system")
def test_an_endless_device_ends() -> None:
    with pytest.raises(ReportError, match="goes on beyond 20 MB"):
        read_reports("/dev/zero")


def test_folder_is_read_in_order_with_what_was_left_out_told(write: Callable[[str, bytes | str], Path], tmp_path: Path) -> None:
    write("b.txt", "Second report is here.")
    write("a.md", "First report is here.")
    write("sub/c.txt", "Third report is here.")
    write(".hidden.txt", "Never read.")
    write("photo.jpg", b"\xff\xd8\xff")
    notices: list[str] = []
    reports = read_reports(tmp_path, on_notice=notices.append)
    assert [report.text[:5] for report in reports] == ["First", "Secon", "Third"]
    assert notices == [f"{tmp_path}: 1 file of other kinds left out (photo.jpg)"]


def test_one_bad_file_does_not_stop_the_others(write: Callable[[str, bytes | str], Path], tmp_path: Path) -> None:
    write("a.txt", b"\x00\x01\x02" * 50)
    write("b.txt", "A good report.")
    faults: list[ReportError] = []
    reports = read_reports([tmp_path / "missing.txt", tmp_path], on_fault=faults.append)
    assert [report.text for report in reports] == ["A good report."]
    assert len(faults) == 2


def test_the_same_text_counts_once_and_the_same_id_never(write: Callable[[str, bytes | str], Path]) -> None:
    notices: list[str] = []
    one, two = write("a.txt", "A good report."), write("b.txt", "A good report.\n")
    assert len(read_reports([one, two], on_notice=notices.append)) == 1
    assert "same text" in notices[0]
    clash = write("c.jsonl", '{"id": "1", "text": "One."}\n{"id": "1", "text": "Two."}\n')
    with pytest.raises(ReportError, match="the id '1' belongs to another report"):
        read_reports(clash)


def test_many_texts_read_before_are_told_in_one_remark(write: Callable[[str, bytes | str], Path]) -> None:
    notices: list[str] = []
    path = write("r.jsonl", '{"text": "One."}\n' * 1500 + '{"text": "Two."}\n')
    assert len(read_reports(path, on_notice=notices.append)) == 2
    assert notices == [f"{path}: 1,499 of its 1,501 reports have the same text as one read before and are left out"]


def test_json_lines(write: Callable[[str, bytes | str], Path]) -> None:
    rows = [
        {"text": "One.", "headline": "H", "published": "2020-01-29", "publisher": "P", "url": "U", "id": "r1"},
        {"body": "Two.", "title": "T", "date": "29 January 2020", "source": "S", "link": "L"},
    ]
    path = write("r.jsonl", "\n".join(json.dumps(row) for row in rows))
    one, two = read_reports(path)
    assert one == Report("One.", headline="H", published="2020-01-29", publisher="P", url="U", id="r1")
    assert (two.text, two.headline, two.published, two.publisher, two.url) == ("Two.", "T", "2020-01-29", "S", "L")
    as_list = write("r.json", json.dumps(rows, indent=1))
    assert read_reports(as_list) == [one, two]


def test_each_bad_line_of_json_is_told_and_the_others_read(write: Callable[[str, bytes | str], Path]) -> None:
    path = write("r.jsonl", '{"text": "Good."}\n{"text": 5}\nnot json\n{"headline": "no text"}\n["list"]\n\n{"text": "Cut \\ud83d emoji."}\n')
    faults: list[str] = []
    reports = read_reports(path, on_fault=lambda error: faults.append(str(error)))
    assert [report.text for report in reports] == ["Good.", "Cut \ufffd emoji."]
    assert [fault.split(": ")[0].rsplit("line ", 1)[1] for fault in faults] == ["2", "3, column 1", "4", "5"]


def test_csv_with_a_text_column(write: Callable[[str, bytes | str], Path]) -> None:
    long = "word " * 40_000  # longer than the csv module reads by default
    path = write("r.csv", f'date;Title;TEXT\n2020-01-29;"A; title";"Line one.\nLine two."\n;;\n2020-01-30;B;"{long}"\n')
    first, second = read_reports(path)
    assert (first.text, first.headline, first.published) == ("Line one.\nLine two.", "A; title", "2020-01-29")
    assert len(second.text) == len(long)


def test_stdin_is_sniffed(monkeypatch: pytest.MonkeyPatch) -> None:
    def given_stdin(data: bytes) -> list[Report]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return read_reports("-")

    assert given_stdin(b"Town falls\n\nSoldiers entered.")[0].headline == "Town falls"
    assert [r.text for r in given_stdin(b'{"text": "One."}\n{"text": "Two."}\n')] == ["One.", "Two."]
    assert given_stdin(b"<!DOCTYPE html><html><body><p>Soldiers entered the town on Tuesday.</p></body></html>")[0].text.startswith("Soldiers")
    with pytest.raises(ReportError, match="standard input: is empty"):
        given_stdin(b"")


def test_an_address_is_only_fetched_on_request() -> None:
    with pytest.raises(UsageError, match="add --fetch"):
        read_reports("https://example.org/report")


@given(st.binary(max_size=300), st.sampled_from([".txt", ".md", ".html", ".eml", ".pdf", ".docx", ".xml", ".jsonl", ".json", ".csv", ".bin"]))
def test_no_bytes_whatever_cause_anything_but_a_report_or_a_clear_error(tmp_path_factory: Any, data: bytes, suffix: str) -> None:  # noqa: ANN401
    path = tmp_path_factory.getbasetemp() / f"fuzz{suffix}"
    path.write_bytes(data)
    faults: list[ReportError] = []
    reports = read_reports(path, on_notice=lambda _notice: None, on_fault=faults.append)
    assert all(report.text.strip() for report in reports)
    assert all(str(fault).startswith(str(path)) and "\n" not in str(fault) for fault in faults)
    assert reports or faults
