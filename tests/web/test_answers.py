"""What programs and readers are told: search and its twins, verification, languages, display."""

import csv
import io

import pytest
from lxml import etree, html

from gazette.web.find import harmless
from tests.web.conftest import Street, token

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_number_without_accents_finds_the_document_first(street: Street) -> None:
    number = street.town.services.read.document(street.slugs[0]).document.number or ""  # type: ignore[union-attr]
    asked = number.replace("Đ", "D").replace("/", " ").lower()
    answer = street.anybody().get("/tim-kiem.json", query_string={"q": asked}).get_json()
    assert answer["hits"][0]["number"] == number
    assert answer["hits"][0]["url"].endswith(street.slugs[0])


def test_facets_speak_the_readers_language(street: Street) -> None:
    client = street.anybody()
    for lang, words, others in (("en", ("Decision", "In force"), ("Còn hiệu lực",)), ("vi", ("Quyết định", "Còn hiệu lực"), ("In force",))):
        facets = html.document_fromstring(client.get("/tim-kiem", query_string={"lang": lang}).text).find_class("facets")[0].text_content()
        assert all(word in facets for word in words)
        assert not any(word in facets for word in others)


def test_the_api_lists_page_after_page_without_an_end_before_the_end(street: Street) -> None:
    client, seen, address = street.anybody(), [], "/api/v1/documents?so-dong=1"
    while address:
        answer = client.get(address.replace("http://127.0.0.1:8000", "")).get_json()
        seen += [row["slug"] for row in answer["documents"]]
        address = answer["next"]
    assert seen == list(street.slugs)


def test_the_page_the_data_the_feed_and_the_table_say_the_same(street: Street) -> None:
    client, query = street.anybody(), {"q": "cây xanh", "nam": "2026", "sap-xep": "newest"}
    data = client.get("/tim-kiem.json", query_string=query).get_json()
    feed = etree.fromstring(client.get("/tim-kiem.atom", query_string=query).data)
    rows = list(csv.DictReader(io.StringIO(client.get("/tim-kiem.csv", query_string=query).data.decode("utf-8-sig"))))
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == [hit["title"] for hit in data["hits"]]
    assert [row["url"] for row in rows] == [hit["url"] for hit in data["hits"]]
    page = client.get("/tim-kiem", query_string=query).text
    assert all(hit["url"].partition("8000")[2] in page for hit in data["hits"])
    assert {"query", "in_words", "total", "page", "size", "next", "suggestion", "hits", "facets"} == set(data)


def test_a_search_that_finds_nothing_has_no_empty_column_and_offers_no_way_into_nothing(street: Street) -> None:
    page = html.document_fromstring(street.anybody().get("/tim-kiem", query_string={"q": "cây khonglocxyz"}).text)
    assert not page.find_class("facets")
    assert not page.find_class("side")
    assert not page.xpath('//p[@class="note"]//a')


def test_the_answer_to_a_mended_spelling_says_in_one_note_what_was_searched(street: Street) -> None:
    page = html.document_fromstring(street.anybody().get("/tim-kiem", query_string={"q": "caay xanh", "lang": "vi"}).text)
    (note,) = page.xpath('//section/p[@class="note"]')
    assert note.findtext("a") == "cây xanh"
    assert "có “cây xanh”" in page.xpath('//p[@role="status"]')[0].text_content()


def test_a_feed_begins_with_the_newest_answer_and_says_how_it_was_asked(street: Street) -> None:
    feed = etree.fromstring(street.anybody().get("/tim-kiem.atom", query_string={"q": "cây xannh", "sap-xep": "oldest"}).data)
    days = [entry.findtext(f"{ATOM}published") or "" for entry in feed.iter(f"{ATOM}entry")]
    assert len(days) > 1
    assert days == sorted(days, reverse=True)
    assert "cách viết được gợi ý" in (feed.findtext(f"{ATOM}subtitle") or "")


@pytest.mark.parametrize("query", ["q=%22", "trang=-4", "nam=abc", "so-dong=99999", "sap-xep=x", "tu=x&den=y", "q=%00", "loai=%27"])
def test_no_question_is_wrong(street: Street, query: str) -> None:
    assert street.anybody().get(f"/tim-kiem?{query}").status_code == 200


def test_lists_have_true_totals_and_lead_on(street: Street) -> None:
    first = street.anybody().get("/api/v1/documents?so-dong=2").get_json()
    assert (first["total"], len(first["documents"])) == (len(street.slugs), 2)
    second = street.anybody().get("/" + first["next"].split("/", 3)[3]).get_json()
    assert second["next"] is None
    assert len(second["documents"]) == len(street.slugs) - 2


def test_a_document_record_holds_what_the_contract_names(street: Street) -> None:
    record = street.anybody().get(f"/van-ban/{street.slugs[0]}.json").get_json()
    named = {"slug", "work", "number", "kind", "issuer", "date", "title", "subject", "status", "effective_from", "signers", "issues"}
    assert named | {"files", "relations", "check_code", "log"} <= set(record)
    assert {file["format"] for file in record["files"]} == {"pdf", "xml", "docx", "html"}
    for file in record["files"]:
        sent = street.anybody().get("/" + file["url"].split("/", 3)[3]).data
        assert len(sent) == file["size"], file["format"]


def test_a_published_file_is_valid_and_one_changed_byte_is_not(street: Street) -> None:
    client = street.anybody()
    pdf = client.get(f"/van-ban/{street.slugs[0]}.pdf").data
    changed = bytearray(pdf)
    place = pdf.index(b"stream\n") + 40
    changed[place] ^= 1
    assert _verdicts(client.post("/xac-thuc", data={"file": (io.BytesIO(pdf), "goc.pdf")}).text) == ["valid"]
    assert _verdicts(client.post("/xac-thuc", data={"file": (io.BytesIO(bytes(changed)), "sua.pdf")}).text) == ["invalid"]


def test_several_files_get_a_verdict_each_and_the_sample_trust_is_marked(street: Street) -> None:
    files = [(io.BytesIO(b"khong phai PDF"), "mot.pdf"), (io.BytesIO(b""), "hai.pdf")]
    page = street.anybody().post("/xac-thuc", data={"file": files}).text
    assert _verdicts(page) == ["undetermined", "undetermined"]
    assert "Chứng thư mẫu." in page


def _verdicts(page: str) -> list[str]:
    return [piece.partition('"')[0] for piece in page.split('data-verdict="')[1:]]


def test_the_interface_for_programs_gives_the_same_report(street: Street) -> None:
    pdf = street.anybody().get("/cong-bao/2026/12+13.pdf").data
    report = street.anybody().post("/api/v1/verify", data=pdf, content_type="application/pdf").get_json()
    assert (report["verdict"], report["published"]["match"]) == ("valid", True)
    assert street.anybody().post("/api/v1/verify").status_code == 400


def test_no_file_is_said_so(street: Street) -> None:
    answer = street.anybody().post("/xac-thuc", data={})
    assert (answer.status_code, "Chưa chọn tệp nào." in answer.text) == (400, True)


def test_a_check_code_may_be_typed_in_any_way(street: Street) -> None:
    code = street.anybody().get(f"/van-ban/{street.slugs[0]}.json").get_json()["check_code"]
    answer = street.anybody().get("/xac-thuc", query_string={"ma": f" {code.lower().replace('-', ' ')} "})
    assert answer.location == f"/xac-thuc/{code}"
    assert "Có trên Công báo" in street.anybody().get(answer.location).text
    assert street.anybody().get("/xac-thuc/AAAA-AAAA-AAAA-AAAA").status_code == 404


def test_a_language_that_was_asked_for_stays(street: Street) -> None:
    client = street.anybody()
    assert 'lang="vi"' in client.get("/").text
    assert 'lang="en"' in client.get("/", headers={"Accept-Language": "en"}).text
    assert 'lang="vi"' in client.get("/", headers={"Accept-Language": "vi-VN, en;q=0.5"}).text
    assert "Search documents" in client.get("/tim-kiem?lang=en").text
    assert "Search documents" in client.get("/tim-kiem").text


def test_text_size_and_contrast_work_without_script(street: Street) -> None:
    client = street.anybody()
    answer = client.get("/hien-thi?co-chu=lon&tuong-phan=cao&tiep=/tim-kiem")
    assert answer.location == "/tim-kiem"
    assert 'class="chu-lon tuong-phan"' in client.get("/tim-kiem").text
    client.get("/hien-thi?co-chu=khổng-lồ")
    assert 'class="chu-lon tuong-phan"' in client.get("/tim-kiem").text


def test_a_saved_search_is_shown_to_everybody_with_its_feed_until_it_is_dropped(street: Street) -> None:
    editor, page = street.member("bien-tap"), "/ban-lam-viec/cau-tim"
    form = {"csrf_token": token(editor, page), "name": "Cây <xanh>", "address": "http://127.0.0.1:8000/tim-kiem?q=cây+xanh&sap-xep=newest"}
    assert editor.post(page, data=form).status_code == 303
    shown = html.document_fromstring(street.anybody().get("/tim-kiem/cau-tim-san").text)
    links = {link.text_content().partition(" ")[0]: link.get("href") for link in shown.xpath("//ul[@class='docs']//a")}
    assert set(links) == {"Cây", "Atom", "CSV", "JSON"}
    answer = street.anybody().get(links["JSON"]).get_json()
    assert answer["query"] == "cây xanh"
    assert answer["total"] > 0
    row = html.document_fromstring(editor.get(page).text).xpath("//input[@name='row']/@value")[0]
    assert editor.post(f"{page}/bo", data={"csrf_token": form["csrf_token"], "row": row}).status_code == 303
    assert "Cây &lt;xanh&gt;" not in street.anybody().get("/tim-kiem/cau-tim-san").text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "－1"])
def test_no_cell_of_the_table_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("12/2026/QĐ-UBND") == "12/2026/QĐ-UBND"
