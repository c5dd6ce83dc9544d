"""The verify page and its twin against what strangers send."""

import hashlib
import html
import io
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest

import signing
from gazette import akn
from gazette.model.document import status_label
from gazette.model.reading import DocumentView
from gazette.model.text import date_in_words
from gazette.web import receipts
from tests.web.conftest import Street


def sent(street: Street, *files: tuple[bytes, str], path: str = "/xac-thuc") -> str:
    answer = street.anybody().post(path, data={"file": [(io.BytesIO(data), name) for data, name in files]})
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>.pdf", "a\x1b[31m\x00b.pdf", "..\\..\\c.pdf", "x" * 3000, "\u202efdp.exe", "</p><svg onload=x>"]
)
def test_a_file_name_is_shown_and_does_nothing(street: Street, name: str) -> None:
    page = sent(street, (b"%PDF-1.7 nothing", name))
    assert 'data-verdict="undetermined"' in page
    assert "<img src=x" not in page
    assert "<svg onload" not in page
    assert "\x1b" not in page
    assert "\x00" not in page
    assert "\u202e" not in page


def test_an_empty_file_gets_a_report_and_no_file_a_sentence(street: Street) -> None:
    assert "Tệp rỗng." in sent(street, (b"", "rong.pdf"))
    answer = street.anybody().post("/xac-thuc", data={"file": (io.BytesIO(b""), "")})
    assert answer.status_code == 400
    assert "Chưa chọn tệp nào." in answer.text


def test_who_sends_too_many_files_is_told_which_were_not_looked_at(street: Street) -> None:
    page = sent(street, *((b"x", f"tep-{n}.pdf") for n in range(12)))
    assert page.count('data-verdict="') == 10
    assert "tep-10.pdf" in page
    assert "tep-11.pdf" in page


def published_pdf(street: Street) -> bytes:
    return street.anybody().get(f"/van-ban/{street.slugs[0]}.pdf").data


def test_the_page_says_which_published_text_a_file_is(street: Street) -> None:
    page = sent(street, (published_pdf(street), "a.pdf"))
    assert "Đúng là tệp đã công bố trên Công báo này." in page
    assert f'href="/van-ban/{street.slugs[0]}"' in page
    english = street.anybody().post("/xac-thuc?lang=en", data={"file": (io.BytesIO(published_pdf(street)), "a.pdf")}).text
    assert "This is the very file published in this gazette." in english


def test_an_earlier_state_of_the_file_leads_to_the_original(street: Street) -> None:
    pdf = published_pdf(street)
    page = sent(street, (pdf[: pdf.rindex(b"%%EOF", 0, len(pdf) - 10) + 6], "a.pdf"))
    assert "ở trạng thái trước đó" in page
    assert f'href="/van-ban/{street.slugs[0]}.pdf"' in page


def test_a_digest_a_number_and_a_code_lead_to_what_is_published(street: Street) -> None:
    client = street.anybody()
    document = street.town.services.read.latest(10)[0]
    digest = hashlib.sha256(published_pdf(street)).hexdigest()
    for name in (digest, digest.upper(), document.number, document.check_code, document.check_code.replace("-", "").lower()):
        page = client.get("/xac-thuc", query_string={"ma": name}, follow_redirects=True)
        assert page.status_code == 200, name
        assert document.slug in page.text, name
    assert "Không có trên Công báo" in client.get(f"/xac-thuc/{'0' * 64}").text
    assert client.get("/xac-thuc", query_string={"ma": "99999/QĐ-XYZ"}, follow_redirects=True).status_code == 404


def test_words_that_stand_in_a_published_text_lead_to_their_provision(street: Street) -> None:
    document = street.town.services.read.document(street.slugs[0])
    assert isinstance(document, DocumentView)
    sentence = max(re.findall(r"<p[^>]*>([^<]{60,300})</p>", document.html), key=len)
    asked = street.anybody().post("/xac-thuc/doan-van", data={"doan": sentence.upper()}).text
    assert "Có nguyên văn trong văn bản đã công bố" in asked
    assert street.slugs[0] in asked
    changed = street.anybody().post("/xac-thuc/doan-van", data={"doan": sentence.replace(sentence.split()[5], "tàu vũ trụ")}).text
    assert "Không có nguyên văn trong văn bản nào" in changed


@pytest.mark.parametrize(
    "words", ["", "ba chữ thôi", "x " * 5000, "<script>alert(1)</script> một hai ba bốn năm", '"""" \x00 một hai ba bốn']
)
def test_odd_passages_get_a_sentence(street: Street, words: str) -> None:
    answer = street.anybody().post("/xac-thuc/doan-van", data={"doan": words})
    assert answer.status_code == 200
    assert 'data-quoted="0"' in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "words",
    [
        " " * 100_000,
        "x" * 400_000,
        "một hai ba bốn năm sáu " * 15_000,
        "一二三四 五六七八 九十百千 甲乙丙丁 戊己",
        "\u202e\u2066 một hai ba bốn năm \u2069",
        "\ud83c\udf32 một hai ba bốn",
    ],
)
def test_passages_of_any_length_and_script_get_a_sentence(street: Street, words: str) -> None:
    answer = street.anybody().post("/xac-thuc/doan-van", data={"doan": words.encode("utf-8", "replace")})
    assert answer.status_code == 200
    assert 'data-quoted="0"' in answer.text


def test_a_passage_larger_than_any_form_is_refused_with_a_page(street: Street) -> None:
    answer = street.anybody().post("/xac-thuc/doan-van", data={"doan": "một " * 500_000})
    assert answer.status_code in (200, 413)
    assert "<h1" in answer.text


@pytest.mark.parametrize("cut", [0, 1, 2])
def test_the_twin_for_programs_says_what_the_page_says(street: Street, cut: int) -> None:
    pdf = published_pdf(street)
    data = (pdf, pdf + b"\n% more\n", pdf[: len(pdf) // 2])[cut]
    told = street.anybody().post("/api/v1/verify", data={"file": (io.BytesIO(data), "a.pdf")}).get_json()
    page = sent(street, (data, "a.pdf"))
    assert f'data-verdict="{told["verdict"]}"' in page
    assert html.unescape(told["reason"]) in html.unescape(page)
    assert told["sha256"] in page
    document = told["published"].get("title")
    assert document is None or document.split(" số ")[0] in page


@pytest.mark.parametrize(
    "write", [str.upper, str.lower, lambda n: n.replace("/", " / "), lambda n: n.replace("Đ", "Ð"), lambda n: f"  {n} "]
)
def test_a_number_is_found_however_it_is_written(street: Street, write: Callable[[str], str]) -> None:
    document = street.town.services.read.latest(10)[0]
    assert document.number
    page = street.anybody().get("/xac-thuc", query_string={"ma": write(document.number)}, follow_redirects=True)
    assert page.status_code == 200
    assert document.slug in page.text


def test_nothing_tells_what_is_not_published_from_what_does_not_exist(street: Street) -> None:
    client = street.anybody()
    hidden = street.town.document(street.at["numbered"])
    bytes_of_hidden = [ref.sha256 for ref in hidden.files]
    assert hidden.number
    assert bytes_of_hidden
    answers = {}
    for name in (hidden.number, "98765/QĐ-KHONG", hidden.check_code, "AAAA-AAAA-AAAA-AAAA", *bytes_of_hidden, "0" * 64):
        found = client.get("/xac-thuc", query_string={"ma": name}, follow_redirects=True)
        answers[name] = found.status_code, found.text.replace(name, "").replace(quote(name, safe=""), "")
    assert answers[hidden.number] == answers["98765/QĐ-KHONG"]
    assert answers[hidden.check_code] == answers["AAAA-AAAA-AAAA-AAAA"]
    assert {answers[digest] for digest in bytes_of_hidden} == {answers["0" * 64]}


def sealed_result(page: str) -> str:
    found = re.search(r'name="ket-qua" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_result_is_had_in_writing_signed_with_its_digest(street: Street) -> None:
    pdf = published_pdf(street)
    answer = street.anybody().post("/xac-thuc/giay-xac-nhan", data={"ket-qua": sealed_result(sent(street, (pdf, "a.pdf")))})
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    view = street.town.services.verify.verify(answer.data, offline=True)
    assert view.report.verdict is signing.Verdict.VALID
    assert view.recognised is None
    assert hashlib.sha256(pdf).hexdigest()[:32] in "".join(akn.pdf_text(answer.data).split())


def receipt_of(street: Street, pdf: bytes, lang: str = "vi") -> str:
    """What the receipt of a check says, on one line."""
    page = street.anybody().post(f"/xac-thuc?lang={lang}", data={"file": (io.BytesIO(pdf), "tep.pdf")}).text
    answer = street.anybody().post("/xac-thuc/giay-xac-nhan", data={"ket-qua": sealed_result(page)})
    assert answer.status_code == 200
    return " ".join(akn.pdf_text(answer.data).split())


def test_the_receipt_says_which_document_it_is_where_it_was_published_and_whether_it_is_in_force(street: Street) -> None:
    document = street.town.services.read.latest(10)[0]
    said = receipt_of(street, street.anybody().get(f"/van-ban/{document.slug}.pdf").data)
    assert document.number
    assert document.issued_on
    assert f"Quyết định số {document.number}" in said
    assert (document.subject or "")[:30] in said
    assert date_in_words(document.issued_on) in said
    assert f"Công báo số 12 + 13 năm {document.issued_on.year}" in said
    assert f"Hiệu lực hôm nay {status_label(document.status)}" in said
    assert "Mọi chữ ký đều nguyên vẹn" in said
    assert "Thời điểm kiểm tra: " in said


def test_the_receipt_of_a_file_that_is_not_the_document_does_not_lend_it_its_name(street: Street) -> None:
    added = published_pdf(street) + b"\n% more"
    assert "tệp này KHÔNG được xác nhận là văn bản đó" in receipt_of(street, added)
    english = receipt_of(street, added, "en")
    assert "NOT VALID" in english
    assert "this file is NOT confirmed to be it" in english
    assert "Standing today" not in receipt_of(street, b"%PDF-1.7 nothing", "en")


def test_the_page_says_whether_the_document_is_in_force(street: Street) -> None:
    document = street.town.services.read.latest(10)[0]
    page = " ".join(sent(street, (street.anybody().get(f"/van-ban/{document.slug}.pdf").data, "a.pdf")).split())
    assert f"<b>Hiệu lực hôm nay</b>: {status_label(document.status)}" in page


@pytest.mark.parametrize("words", ["", "abc", "e30.aaaa.bbbb"])
def test_a_result_of_somebodys_own_making_is_not_signed(street: Street, words: str) -> None:
    answer = street.anybody().post("/xac-thuc/giay-xac-nhan", data={"ket-qua": words})
    assert answer.status_code == 400
    assert "hãy kiểm tra lại tệp" in answer.text


def test_a_result_with_one_letter_changed_is_not_signed(street: Street) -> None:
    told = sealed_result(sent(street, (b"%PDF-1.7 nothing", "a.pdf")))
    changed = told[:20] + ("A" if told[20] != "A" else "B") + told[21:]
    assert street.anybody().post("/xac-thuc/giay-xac-nhan", data={"ket-qua": changed}).status_code == 400


def test_a_result_older_than_its_time_is_not_signed(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    told = sealed_result(sent(street, (b"%PDF-1.7 nothing", "a.pdf")))
    monkeypatch.setattr(receipts, "GOOD_FOR", timedelta(seconds=-1))
    assert street.anybody().post("/xac-thuc/giay-xac-nhan", data={"ket-qua": told}).status_code == 400


def test_a_long_passage_is_compared_to_its_last_word(street: Street) -> None:
    words = akn.to_text(street.anybody().get(f"/van-ban/{street.slugs[0]}.xml").data).split()[60:220]
    assert len(words) == 160
    for last, found in ((words[-1], "Có nguyên văn trong"), ("tàu-vũ-trụ", "Không có nguyên văn trong")):
        answer = street.anybody().post("/xac-thuc/doan-van", data={"doan": " ".join([*words[:-1], last])}).text
        assert found in answer, last
