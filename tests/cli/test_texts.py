"""convert, check, typeset, html, text, compare: files in, files out."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.demo import SAMPLES, Answer, call, run
from tests.words import docx

PLAIN = SAMPLES / "04-qd-to-cong-tac.docx"
PICTURES = SAMPLES / "15-qd-bieu-trung-ngay-hoi-sach.docx"
TEXT = (str, type(None))
REPORT: dict[str, Any] = {
    "source": str,
    "sha256": str,
    "status": str,
    "output": TEXT,
    "work": TEXT,
    "kind": TEXT,
    "number": TEXT,
    "issuer": TEXT,
    "place": TEXT,
    "date": TEXT,
    "subject": TEXT,
    "signers": list,
    "recipients": list,
    "counts": dict,
    "text": dict,
    "findings": list,
}
COUNTS = ["parts", "chapters", "sections", "articles", "clauses", "points", "tables", "footnotes", "images", "annexes", "citations"]


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """One batch of good, bad and equally named files."""
    given, out = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("out")
    (given / "again").mkdir()
    for place in (given, given / "again"):
        (place / "to-cong-tac.docx").write_bytes(PLAIN.read_bytes())
    (given / "hinh.docx").write_bytes(PICTURES.read_bytes())
    (given / "rong.docx").write_bytes(b"")
    files = [given / "rong.docx", given / "to-cong-tac.docx", given / "again" / "to-cong-tac.docx", given / "hinh.docx"]
    return out, call("--json", "convert", *files, "-o", out)


def assert_is_a_report(report: dict[str, Any]) -> None:
    assert list(report) == list(REPORT)
    assert all(isinstance(report[key], kind) for key, kind in REPORT.items())
    assert list(report["counts"]) == COUNTS
    assert all(isinstance(count, int) for count in report["counts"].values())
    assert {key: type(value) for key, value in report["text"].items()} == {"characters_in": int, "characters_out": int, "identical": bool}
    assert all(list(signer) == ["capacity", "title", "name"] for signer in report["signers"])
    assert all(list(finding) == ["code", "level", "message", "where"] for finding in report["findings"])


def test_one_bad_file_never_stops_the_others(batch: tuple[Path, Answer]) -> None:
    _, answer = batch
    assert [row["status"] for row in answer.rows] == ["refused", "converted", "converted", "converted"]
    assert answer.status == 1


def test_with_json_stdout_holds_nothing_but_reports(batch: tuple[Path, Answer]) -> None:
    _, answer = batch
    for report in answer.rows:
        assert_is_a_report(report)
    assert answer.err == ""


def test_the_report_lies_beside_the_text(batch: tuple[Path, Answer]) -> None:
    out, answer = batch
    for report, stem in zip(answer.rows, ("rong", "to-cong-tac", "to-cong-tac-2", "hinh"), strict=True):
        assert json.loads((out / f"{stem}.json").read_text()) == report


def test_a_taken_stem_gets_a_number_and_the_report_names_it(batch: tuple[Path, Answer]) -> None:
    out, answer = batch
    assert [row["output"] for row in answer.rows[1:3]] == [str(out / "to-cong-tac.xml"), str(out / "to-cong-tac-2.xml")]


def test_images_lie_beside_the_text_under_the_names_it_uses(batch: tuple[Path, Answer]) -> None:
    out, _ = batch
    pictures = [path for path in (out / "hinh_files").iterdir() if path.is_file()]
    assert pictures
    text = (out / "hinh.xml").read_text()
    assert all(f'src="hinh_files/{picture.name}"' in text for picture in pictures)
    assert call("typeset", out / "hinh.xml", "-o", out / "hinh.pdf").status == 0


def test_a_refused_file_leaves_no_text(batch: tuple[Path, Answer]) -> None:
    out, answer = batch
    assert answer.rows[0]["output"] is None
    assert not (out / "rong.xml").exists()


def test_what_the_document_says_stands_in_the_report(tmp_path: Path) -> None:
    source = SAMPLES / "17-qd-dinh-chinh.docx"
    answer = call("--json", "convert", source, "-o", tmp_path)
    report = answer.row
    assert answer.status == 0
    assert (report["source"], report["kind"]) == (str(source), "quyet-dinh")
    assert report["work"].startswith("/akn/vn/act/quyet-dinh/")
    assert report["date"] in report["work"]
    assert report["text"]["identical"] is True
    assert report["text"]["characters_in"] == report["text"]["characters_out"] > 0
    assert report["signers"][0]["name"]


def test_a_path_that_is_not_there_is_status_two_and_the_others_are_converted(tmp_path: Path) -> None:
    answer = call("--json", "convert", tmp_path / "khong-co.docx", PLAIN, "-o", tmp_path / "out")
    assert [row["status"] for row in answer.rows] == ["failed", "converted"]
    assert answer.rows[0]["findings"][0]["message"] == "Không mở được tệp: không có tệp hoặc thư mục này."
    assert answer.status == 2


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert call("convert", tmp_path, "-o", tmp_path / "out").status == 2


def test_an_output_folder_that_is_a_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    answer = call("--lang", "en", "convert", PLAIN, "-o", tmp_path / "out")
    assert answer.status == 2
    assert "already there" in answer.sentence


def test_several_processes_give_the_same_bytes(tmp_path: Path, batch: tuple[Path, Answer]) -> None:
    out, _ = batch
    answer = run("--json", "convert", PLAIN, PICTURES, "-o", tmp_path, "--jobs", "2")
    assert answer.status == 0
    assert [Path(row["source"]) for row in answer.rows] == [PLAIN, PICTURES]
    assert (tmp_path / f"{PLAIN.stem}.xml").read_bytes() == (out / "to-cong-tac.xml").read_bytes()


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_report_and_no_traceback(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.docx").write_bytes(data)
    answer = call("--json", "convert", folder / "a.docx", "-o", folder)
    assert_is_a_report(answer.row)
    assert (answer.status, answer.row["status"], answer.err) == (1, "refused", "")


@pytest.fixture(scope="module")
def xml(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A converted document."""
    folder = tmp_path_factory.mktemp("text")
    assert call("convert", PLAIN, "-o", folder).status == 0
    return folder / f"{PLAIN.stem}.xml"


def test_check_accepts_what_convert_wrote(xml: Path) -> None:
    answer = call("--json", "check", xml)
    assert (answer.status, answer.row["file"], answer.row["valid"]) == (0, str(xml), True)


def test_check_names_what_is_wrong_and_goes_on(tmp_path: Path, xml: Path) -> None:
    wrong = tmp_path / "sai.xml"
    wrong.write_bytes(xml.read_bytes().replace(b"<conclusions", b"<conclusionz").replace(b"</conclusions", b"</conclusionz"))
    (tmp_path / "chu.xml").write_text("chỉ là chữ")
    answer = call("--json", "check", wrong, tmp_path / "chu.xml", xml)
    assert [row["valid"] for row in answer.rows] == [False, False, True]
    assert answer.rows[0]["findings"][0]["level"] == "error"
    assert answer.status == 1


def test_check_of_a_missing_file_is_status_two(tmp_path: Path) -> None:
    answer = call("check", tmp_path / "x.xml")
    assert answer.status == 2
    assert "không có tệp" in answer.err


def test_the_same_text_gives_the_same_pdf(tmp_path: Path, xml: Path) -> None:
    assert call("typeset", xml, "-o", tmp_path / "a.pdf").status == 0
    assert call("typeset", xml, "-o", tmp_path / "b.pdf").status == 0
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_pdf_is_tagged_pdf_a_3a_with_the_text_attached(tmp_path: Path, xml: Path) -> None:
    import pikepdf

    call("typeset", xml, "-o", tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"].upper()) == ("3", "A")
        assert pdf.Root.MarkInfo.Marked
        (attached,) = pdf.attachments.values()
        assert attached.get_file().read_bytes() == xml.read_bytes()


@pytest.mark.parametrize("verb", ["typeset", "html"])
def test_text_that_is_not_valid_is_refused_and_nothing_is_written(tmp_path: Path, verb: str) -> None:
    (tmp_path / "sai.xml").write_text("<akomaNtoso/>")
    answer = call(verb, tmp_path / "sai.xml", "-o", tmp_path / "out")
    assert answer.status == 1
    assert "sai.xml" in answer.sentence
    assert [path.name for path in tmp_path.iterdir()] == ["sai.xml"]


def test_the_reading_view_stands_alone(tmp_path: Path, xml: Path) -> None:
    assert call("html", xml, "-o", tmp_path / "a.html").status == 0
    page = (tmp_path / "a.html").read_text()
    assert page.startswith("<!DOCTYPE html>")
    assert "Điều 1" in page
    assert "http://" not in page.replace("http://www.w3.org", "").replace("http://docs.oasis-open.org", "")


def test_a_text_agrees_with_itself_in_every_form(tmp_path: Path, xml: Path) -> None:
    call("typeset", xml, "-o", tmp_path / "a.pdf")
    assert call("compare", PLAIN, xml).status == 0
    answer = call("compare", xml, xml)
    assert (answer.status, answer.out) == (0, "Hai văn bản trùng khớp từng chữ.\n")


def test_two_texts_that_differ_are_status_one_and_the_difference_is_shown(tmp_path: Path) -> None:
    for name, word in (("a", "ba"), ("b", "bốn")):
        (tmp_path / f"{name}.docx").write_bytes(docx("p:Điều 1. Thời hạn", f"p:Thời hạn là {word} năm."))
    answer = call("--json", "compare", tmp_path / "a.docx", tmp_path / "b.docx", "--html", tmp_path / "ab.html")
    (difference,) = answer.row["differences"]
    assert (answer.status, answer.row["identical"]) == (1, False)
    assert (difference["before"], difference["after"], difference["provision"]) == ("ba", "bốn", "Điều 1")
    assert "thêm: </span>bốn<" in (tmp_path / "ab.html").read_text()
    assert "[-ba-] {+bốn+}" in call("compare", tmp_path / "a.docx", tmp_path / "b.docx").out


def test_what_is_no_text_cannot_be_compared(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"")
    answer = call("compare", tmp_path / "a.docx", PLAIN)
    assert answer.status == 2
    assert "a.docx" in answer.sentence


def test_a_document_becomes_text_and_text_becomes_the_same_document(batch: tuple[Path, Answer], tmp_path: Path) -> None:
    xml, text, back = batch[0] / "to-cong-tac.xml", tmp_path / "a.txt", tmp_path / "b.xml"
    assert call("text", xml, "-o", text).status == 0
    assert "Điều 1." in text.read_text(encoding="utf-8")
    assert call("text", text, "-o", back).status == 0
    assert back.read_bytes() == xml.read_bytes()


def test_a_broken_text_is_refused_with_its_line_and_nothing_is_written(tmp_path: Path) -> None:
    broken = tmp_path / "hong.txt"
    broken.write_text("Ngày ban hành: hôm qua\n=== VĂN BẢN ===\n", encoding="utf-8")
    answer = call("--json", "text", broken, "-o", tmp_path / "hong.xml")
    assert answer.status == 1
    row = json.loads(answer.out)
    assert [(finding["code"], finding["where"]) for finding in row["findings"]] == [("E003", "dòng 1")]
    assert not (tmp_path / "hong.xml").exists()


def test_what_is_not_unicode_text_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "cu.txt").write_bytes("Quyết định".encode("utf-16"))
    assert call("text", tmp_path / "cu.txt", "-o", tmp_path / "cu.xml").status == 2
