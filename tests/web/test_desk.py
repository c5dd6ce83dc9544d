"""The desk: buttons out of the workflow table, forms that keep what they are given, and a door that says little."""

import io
import re

import pytest
from lxml import html

from gazette.model import workflow
from gazette.model.people import Account
from gazette.web.desk import STEPS
from tests.town import SAMPLES
from tests.web.conftest import Street, token
from tests.word.old_fonts import old_docx, runs


def _send(street: Street, who: str, where: str, /, **data: object) -> int:
    client = street.member(who)
    return client.post(where, data={"csrf_token": token(client, "/ban-lam-viec"), **data}, content_type="multipart/form-data").status_code


def test_every_button_of_the_workflow_table_has_a_service_behind_it() -> None:
    assert set(STEPS) == {step.id for step in workflow.TRANSITIONS.values() if step.scope == "document"}


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(street: Street) -> None:
    answers = []
    for user in ("bien-tap", "khong-co-ai"):
        client = street.anybody()
        answer = client.post("/dang-nhap", data={"csrf_token": token(client, "/dang-nhap"), "user": user, "password": "sai"})
        assert answer.status_code == 401
        answers.append("Tên đăng nhập hoặc mật khẩu không đúng." in answer.text)
    assert answers == [True, True]


@pytest.mark.parametrize("back", ["//xau.invalid/", "https://xau.invalid", "/\\xau.invalid", "javascript:1", "x"])
def test_the_door_leads_nowhere_else(street: Street, back: str) -> None:
    client = street.anybody()
    sent = {"csrf_token": token(client, "/dang-nhap"), "user": "bien-tap", "password": "mat-khau-bien-tap", "tiep": back}
    assert client.post("/dang-nhap", data=sent).location == "/ban-lam-viec"
    assert client.get("/hien-thi", query_string={"tiep": back}).location == "/"


def test_whoever_logs_out_is_out(street: Street) -> None:
    client = street.member("van-thu")
    assert client.post("/dang-xuat", data={"csrf_token": token(client, "/ban-lam-viec")}).status_code == 303
    assert client.get("/ban-lam-viec").status_code == 303


def test_a_word_file_is_received_and_a_second_time_recognised(street: Street) -> None:
    data = (SAMPLES / "14-qd-quy-che-tu-danh-so.docx").read_bytes()
    client = street.member("van-thu")
    for said in ("Đã tiếp nhận", "đã được tiếp nhận trước đó"):
        form = {"csrf_token": token(client, "/ban-lam-viec/tiep-nhan"), "word": (io.BytesIO(data), "quy-che.docx"), "level": "cong-khai"}
        answer = client.post("/ban-lam-viec/tiep-nhan", data=form, follow_redirects=True)
        assert said in answer.text


def test_the_editor_sees_old_letters_before_and_after(street: Street) -> None:
    lines = ("Căn cứ đề nghị của Giám đốc sở", "Điều 1. Ban hành kèm theo quyết định này quy chế mẫu")
    client = street.member("van-thu")
    old = old_docx([runs("vni", line) for line in lines])
    form = {"csrf_token": token(client, "/ban-lam-viec/tiep-nhan"), "word": (io.BytesIO(old), "chu-cu.docx"), "level": "cong-khai"}
    place = client.post("/ban-lam-viec/tiep-nhan", data=form).headers["Location"]
    street.town.worker.drain()
    cells = client_rows(street.member("bien-tap").get(place).text)
    assert ["đoạn 1", "VNI", "VNI-Times", "Caên cöù ñeà nghò cuûa Giaùm ñoác sôû", lines[0]] in cells


def test_text_that_is_no_word_file_is_refused_with_one_sentence(street: Street) -> None:
    client = street.member("van-thu")
    form = {"csrf_token": token(client, "/ban-lam-viec/tiep-nhan"), "word": (io.BytesIO(b"chu thuong"), "gia.docx")}
    answer = client.post("/ban-lam-viec/tiep-nhan", data=form)
    assert answer.status_code == 422
    assert "Không tiếp nhận" in answer.text


def test_head_fields_are_corrected_by_an_editor_only(street: Street) -> None:
    document = street.at["converted"]
    path = f"/ban-lam-viec/van-ban/{document}/sua"
    assert _send(street, "van-thu", path, place="Nơi khác") == 403
    assert _send(street, "bien-tap", path, place="Tân Lộc", field="nong-nghiep") == 303
    assert street.town.document(document).field == "nong-nghiep"


def test_a_step_that_is_not_open_is_refused_as_a_page(street: Street) -> None:
    document = street.at["reviewed"]
    assert _send(street, "bien-tap", f"/ban-lam-viec/van-ban/{document}/approve") in (403, 409, 422)
    assert _send(street, "bien-tap", f"/ban-lam-viec/van-ban/{document}/bay-len-troi") == 404
    assert _send(street, "van-thu", f"/ban-lam-viec/van-ban/{document}/return", reason="vì thử") == 403
    assert street.town.document(document).state == "reviewed"


def test_the_page_to_sign_is_the_pdf_itself_and_nobody_keeps_it(street: Street) -> None:
    answer = street.member("lanh-dao").get(f"/ban-lam-viec/van-ban/{street.at['numbered']}/trang-ky.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_issue_is_opened_filled_ordered_and_emptied(street: Street) -> None:
    client = street.member("bien-tap")
    sent = {"csrf_token": token(client, "/ban-lam-viec/cong-bao")}
    made = client.post("/ban-lam-viec/cong-bao", data={**sent, "first": "21", "last": "22", "date": "2030-03-12"})
    document, path = street.at["sealed"], made.location
    assert client.post(f"{path}/them", data={**sent, "document": document}).status_code == 303
    assert document in client.get(path).text
    assert client.get(f"{path}/xem-truoc.pdf").data.startswith(b"%PDF-")
    assert client.post(f"{path}/chuyen", data={**sent, "document": document, "position": "1"}).status_code == 303
    assert client.post(f"{path}/xep", data=sent).status_code == 303
    assert client.post(f"{path}/duyet", data={**sent, "seen": "0" * 64}).status_code == 409, "somebody changed what was looked at"
    assert client.post(f"{path}/bo", data={**sent, "document": document}).status_code == 303
    assert street.town.document(document).state == "sealed"
    for wrong in ({"first": "0", "date": "2030-03-12"}, {"first": "5", "date": "hôm nay"}):
        assert client.post("/ban-lam-viec/cong-bao", data={**sent, **wrong}).status_code == 400


def test_an_issue_without_a_number_takes_the_next_of_its_year(street: Street) -> None:
    client = street.member("bien-tap")
    desk = "/ban-lam-viec/cong-bao"
    sent = {"csrf_token": token(client, desk), "last": ""}
    for number, day in ((7, "2031-12-30"), (8, "2031-12-31"), (1, "2032-01-02")):
        made = client.post(desk, data={**sent, "first": "7" if number == 7 else "", "date": day}).location
        assert f"<h1>Công báo số {number}, " in client.get(made).text, day


def test_a_document_is_split_over_two_issues_and_joined_again(street: Street) -> None:
    client = street.member("bien-tap")
    desk = "/ban-lam-viec/cong-bao"
    sent = {"csrf_token": token(client, desk)}
    first, second = (client.post(desk, data={**sent, "first": n, "last": n, "date": "2030-03-14"}).location for n in ("31", "32"))
    document = street.at["sealed"]
    client.post(f"{first}/them", data={**sent, "document": document})
    assert client.post(f"{first}/so-trang", data={**sent, "pages": "2"}).status_code == 303
    assert "D035" in client.get(f"{first}/kiem-tra").text
    assert client.post(f"{first}/so-trang", data={**sent, "pages": "hai"}).status_code == 400
    chosen = re.search(r'value="(\S+)" selected>', client.get(f"{first}/chia/{document}?trang=1").text)
    assert chosen is not None
    asked = {**sent, "at": chosen[1], "following": second.rpartition("/")[2]}
    assert client.post(f"{first}/chia/{document}", data=asked).status_code == 303
    assert "(Xem tiếp Công báo số 32)" in client.get(first).text
    assert "(Tiếp theo Công báo số 31)" in client.get(second).text
    assert client.post(f"{second}/nhap/{document}", data=sent).status_code == 303
    assert client.post(f"{first}/bo", data={**sent, "document": document}).status_code == 303
    assert street.town.document(document).state == "sealed"


def test_accounts_are_kept_by_administrators_and_clearances_by_security_officers(street: Street) -> None:
    accounts = "/ban-lam-viec/tai-khoan"
    new = {"user": "moi", "name": "Người Mới (mẫu)", "password": "mat-khau-moi", "clearance": "cong-khai", "role": "clerk"}
    assert _send(street, "van-thu", accounts, **new) == 403
    assert _send(street, "quan-tri", accounts, **new) == 303
    wanted = {"user": "moi", "level": "noi-bo", "until": "2099-12-31", "reason": "Được giao việc."}
    clearing = "/ban-lam-viec/quyen-doc"
    assert _send(street, "van-thu", clearing, **wanted) == 403
    assert _send(street, "bao-mat", clearing, **wanted) == 303
    officer, administrator = street.town.who("security-officer"), street.town.who("administrator")
    (waiting,) = street.town.services.clearing.waiting(administrator)
    assert _send(street, "bao-mat", f"{clearing}/{waiting.proposal.id}/xac-nhan") == 403
    assert _send(street, "quan-tri", f"{clearing}/{waiting.proposal.id}/xac-nhan") == 303
    assert street.town.services.clearing.waiting(officer) == ()
    assert _send(street, "quan-tri", f"{accounts}/moi/vai-tro", role="drafter") == 303
    assert _send(street, "quan-tri", f"{accounts}/moi/mat-khau", password="mat-khau-khac") == 303
    assert _send(street, "quan-tri", f"{accounts}/moi/khoa") == 303
    row = next(row for row in street.town.services.accounts.list(street.town.who("administrator")) if row.user == "moi")
    assert (row.roles, row.clearance, row.enabled) == (("drafter",), "noi-bo", False)


def test_an_administrator_sees_accounts_and_no_document(street: Street) -> None:
    accounts, administrator = street.town.services.accounts, street.town.who("administrator")
    if not any(row.user == "chi-quan-tri" for row in accounts.list(administrator)):
        accounts.add(
            administrator, Account("chi-quan-tri", "Người Quản Trị (mẫu)", ("administrator",), "cong-khai"), "mat-khau-chi-quan-tri"
        )
    client = street.member("chi-quan-tri")
    board = client.get("/ban-lam-viec")
    assert (board.status_code, "không đọc văn bản" in board.text, "/van-ban/" in board.text) == (200, True, False)
    public = street.town.document(street.at["numbered"])
    for path in ("/luu-tru", f"/luu-tru/ho-so/{public.record}", f"/luu-tru/ho-so/{public.record}/tep/original"):
        assert client.get(path).status_code == 403


def test_a_session_ends_with_the_password_it_was_opened_with(street: Street) -> None:
    stolen, own = street.member("bien-tap-2"), street.member("bien-tap-2")
    form = {"csrf_token": token(own, "/ban-lam-viec/mat-khau"), "present": "mat-khau-bien-tap-2", "password": "mat-khau-bien-tap-2"}
    assert own.post("/ban-lam-viec/mat-khau", data=form).status_code == 303
    assert (own.get("/ban-lam-viec").status_code, stolen.get("/ban-lam-viec").status_code) == (200, 303)


def test_files_of_the_desk_are_saved_under_the_name_of_what_they_are(street: Street) -> None:
    client, path = street.member("van-thu"), f"/ban-lam-viec/van-ban/{street.at['numbered']}"
    for format, name in (("docx", "06-cv-ra-soat.docx"), ("xml", "06-cv-ra-soat.xml"), ("page", "06-cv-ra-soat.pdf")):
        assert name in client.get(f"{path}/tep.{format}").headers["Content-Disposition"]


def test_the_incoming_register_bears_the_documents_own_number(street: Street) -> None:
    rows = client_rows(street.member("van-thu").get("/ban-lam-viec/so/den").text)
    numbers = {row[2] for row in rows}
    assert {document.number for document in street.town.services.read.latest(10)} <= numbers


def client_rows(page: str) -> list[list[str]]:
    """The cells of a page's table, row by row."""
    return [["".join(cell.itertext()).strip() for cell in row.iter("td")] for row in html.document_fromstring(page).iter("tr")][1:]


def test_a_file_is_deposited_held_granted_and_regraded_by_two_people(street: Street) -> None:
    client = street.member("luu-tru")
    sent = {"csrf_token": token(client, "/luu-tru/nop")}
    form = {**sent, "file": (io.BytesIO(b"%PDF-1.4 ban ghi"), "ban-ghi.pdf"), "title": "Biên bản (mẫu)", "level": "noi-bo"}
    path = client.post("/luu-tru/nop", data=form).location
    assert client.get(f"{path}/tep/original").data == b"%PDF-1.4 ban ghi"
    assert client.post(f"{path}/giu", data={**sent, "reason": "đang thanh tra"}).status_code == 303
    assert client.post(f"{path}/giao", data={**sent, "principal": "bien-tap"}).status_code == 303
    assert "đang thanh tra" in client.get(path).text
    destroyed = {**sent, "reason": "hết hạn", "decision": "01/QĐ-VP", "second": "bao-mat", "second_password": "mat-khau-bao-mat"}
    assert client.post(f"{path}/huy", data=destroyed).status_code in (409, 422)
    assert _send(street, "bao-mat", f"{path}/muc", level="han-che", reason="vì thử", second="luu-tru", second_password="sai") == 400


def test_the_workflow_is_shown_in_both_languages(street: Street) -> None:
    client = street.member("kiem-soat")
    assert workflow.sentences("vi")[2] in client.get("/ban-lam-viec/quy-trinh").text
    assert "<svg" in client.get("/ban-lam-viec/quy-trinh?lang=en").text


def test_people_change_their_own_password_against_the_present_one(street: Street) -> None:
    path = "/ban-lam-viec/mat-khau"
    assert _send(street, "kiem-soat", path, present="sai", password="mat-khau-khac") == 400
    assert _send(street, "kiem-soat", path, present="mat-khau-kiem-soat", password="ngan") == 422
    assert _send(street, "kiem-soat", path, present="mat-khau-kiem-soat", password="mat-khau-kiem-soat") == 303


def test_a_document_is_repaired_as_text_and_its_errors_stand_at_their_lines(street: Street) -> None:
    client, path = street.member("bien-tap"), f"/ban-lam-viec/van-ban/{street.at['converted']}/chinh-sua"
    page = html.document_fromstring(client.get(path).text)
    area, base = page.get_element_by_id("van-ban"), page.xpath("string(//input[@name='base']/@value)")
    text = area.text.removeprefix("\n")
    assert "=== VĂN BẢN: Quyết định ===" in text
    form = {"csrf_token": token(client, path), "base": base, "text": text.replace("\n", "\r\n")}
    assert "chữ trùng khớp tệp Word" in client.post(path, data={**form, "check": "1"}).text
    broken = client.post(path, data={**form, "text": "Ngày ban hành: hôm qua\r\n" + form["text"], "save": "1"})
    assert broken.status_code == 422
    assert 'data-line="1"' in broken.text
    different = client.post(path, data={**form, "text": form["text"].replace("Điều 1.", "Điều 9.", 1), "check": "1"})
    assert "thêm: </span>9.<" in different.text
    assert street.member("lanh-dao").get(path).status_code == 403


def test_a_line_is_moved_and_moved_back_without_script_and_with_it(street: Street) -> None:
    client, path = street.member("bien-tap"), f"/ban-lam-viec/van-ban/{street.at['converted']}/chinh-sua"
    page = html.document_fromstring(client.get(path).text)
    text = page.get_element_by_id("van-ban").text.removeprefix("\n")
    line = next(at for at, one in enumerate(text.split("\n"), start=1) if one.startswith("Điều 2."))
    form = {"csrf_token": token(client, path), "base": page.xpath("string(//input[@name='base']/@value)"), "text": text, "line": str(line)}
    moved = html.document_fromstring(client.post(path, data={**form, "move": "plain"}).text)
    assert "{} Điều 2." in moved.get_element_by_id("van-ban").text
    before = moved.xpath("string(//input[@name='before']/@value)")
    back = html.document_fromstring(client.post(path, data={**form, "undo": "1", "before": before}).text)
    assert back.get_element_by_id("van-ban").text.removeprefix("\n") == text
    said = client.post(f"{path}/dang-viet", data={**form, "move": "plain"}).json
    assert said["state"] == "good"
    assert said["text"].split("\n")[said["line"] - 1].startswith("{} Điều 2.")
    kept = client.post(f"{path}/dang-viet", data={**form, "keep": "1"}).json
    assert "Đang khóa để bạn sửa" in kept["lock"]
    written = text.replace("Điều 2.", "Điều 02.", 1)
    stopped = client.post(path, data={**form, "text": written, "base": "another", "copy": kept["copy"], "save": "1"})
    assert stopped.status_code == 409
    shown = html.document_fromstring(stopped.text)
    assert shown.get_element_by_id("van-ban").text.removeprefix("\n") == written, "nobody's text is lost"
    assert shown.xpath("string(//input[@name='base']/@value)") == "another", "nor is another's overwritten by pressing again"
    assert client.post(f"{path}/khoa", data={**form, "drop": "1"}).status_code == 303
    assert client.post(f"{path}/khoa", data={**form, "give": "1"}).status_code == 303
    assert client.post(f"{path}/khoi-phuc", data={**form, "version": "1"}).status_code == 303
    accepted = client.post(f"/ban-lam-viec/van-ban/{street.at['converted']}/chap-nhan", data={**form, "name": "subject"})
    assert accepted.status_code == 303
    assert "đã chấp nhận" in client.get(path).text


def test_the_desk_shows_each_citation_as_a_link_or_with_its_reason(street: Street) -> None:
    page = street.member("bien-tap").get(f"/ban-lam-viec/van-ban/{street.at['converted']}")
    rows = html.fromstring(page.text).xpath("//details[@id='vien-dan']//tbody/tr")
    assert rows
    assert all(row.xpath("normalize-space(td[3])") for row in rows)
    assert "Chưa được công bố tại đây" in page.text or "chưa được công bố tại đây" in page.text
