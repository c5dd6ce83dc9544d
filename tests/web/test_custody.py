"""Custody on the screens: dossiers, break-glass, and a refused state secret."""

import io
import secrets

from archive import Certificate
from tests.web.conftest import Street, token
from tests.words import docx


def test_a_dossier_is_opened_filled_and_regraded_by_two_people(street: Street) -> None:
    client, code = street.member("luu-tru"), f"TH.{secrets.token_hex(3)}"
    sent = {"csrf_token": token(client, "/luu-tru/ho-so-cong-viec")}
    made = client.post("/luu-tru/ho-so-cong-viec", data={**sent, "code": code, "title": "Đê điều (mẫu)", "level": "noi-bo"})
    assert made.status_code == 303
    assert code in client.get(made.location).text
    form = {**sent, "file": (io.BytesIO(b"%PDF-1.4 de"), "de.pdf"), "title": "Phương án (mẫu)", "level": "noi-bo", "dossier": code}
    record = client.post("/luu-tru/nop", data=form).location
    assert "Phương án (mẫu)" in client.get(made.location).text
    officer = street.member("bao-mat")
    asked = {"csrf_token": token(officer, made.location), "level": "han-che", "reason": "Rà soát.", "second": "luu-tru"}
    wrong = officer.post(f"{made.location}/muc", data={**asked, "second_password": "sai", "decision": "1"})
    assert wrong.status_code == 400
    regraded = {**asked, "second_password": "mat-khau-luu-tru", "decision": "01/QĐ-VP"}
    assert officer.post(f"{made.location}/muc", data=regraded).status_code == 303
    assert "Hạn chế" in client.get(record).text
    stranger = street.member("soan-thao")
    absent = stranger.get("/luu-tru/ho-so-cong-viec/khong-co")
    for path in (made.location, record):
        assert (stranger.get(path).status_code, stranger.get(path).data) == (404, absent.data)


def test_words_of_a_record_are_found_by_those_who_may_know_of_it(street: Street) -> None:
    client, word = street.member("luu-tru"), f"bentonit{secrets.token_hex(4)}"
    paper = docx(f"p:Ghi chép về {word} tại mỏ (mẫu).")
    form = {"csrf_token": token(client, "/luu-tru/nop"), "file": (io.BytesIO(paper), "mo.docx"), "title": "Mỏ", "level": "han-che"}
    record = client.post("/luu-tru/nop", data=form).location
    street.town.services.partitions.catch_up()
    assert record in client.get("/luu-tru", query_string={"q": word}).text
    absent = street.member("soan-thao").get("/luu-tru", query_string={"q": "khongcochunay"})
    hidden = street.member("soan-thao").get("/luu-tru", query_string={"q": word})
    assert hidden.status_code == absent.status_code == 200
    assert record not in hidden.text


def test_break_glass_answers_a_hidden_record_like_none(street: Street) -> None:
    answers = []
    for record in (street.record, "f" * 32):
        client = street.member("soan-thao")
        sent = {"csrf_token": token(client, "/luu-tru/khan-cap"), "record": record, "reason": "Đê sắp vỡ."}
        answer = client.post("/luu-tru/khan-cap", data=sent)
        answers.append((answer.status_code, answer.location, answer.data))
        assert street.member("soan-thao").get(f"/luu-tru/ho-so/{record}").status_code == 404
    assert answers[0] == answers[1]


def test_a_refused_state_secret_says_what_else_must_be_cleaned(street: Street) -> None:
    client = street.member("luu-tru")
    marked = docx("p[b]:TỐI MẬT", "p:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC", "p:Số: 5/BC-UBND", "p:BÁO CÁO", "p:Về việc xenon (mẫu)")
    form = {"csrf_token": token(client, "/luu-tru/nop"), "file": (io.BytesIO(marked), "xenon.docx"), "title": "Xenon", "level": "bi-mat"}
    answer = client.post("/luu-tru/nop", data=form)
    assert answer.status_code == 422
    assert "phải làm sạch" in answer.text
    assert "enon" not in answer.text
    assert "bí mật nhà nước" in street.member("bao-mat").get("/luu-tru/bang-bao-mat").text


def test_a_list_of_people_is_made_and_a_record_given_to_it(street: Street) -> None:
    client = street.member("luu-tru")
    sent = {"csrf_token": token(client, "/luu-tru/danh-sach")}
    made = client.post("/luu-tru/danh-sach", data={**sent, "title": "Tổ giúp việc (mẫu)", "kind": "group", "level": "noi-bo"})
    assert made.status_code == 303
    assert client.post(f"{made.location}/nguoi", data={**sent, "user": "soan-thao", "until": "2099-12-31"}).status_code == 303
    assert "Đang có hiệu lực" in client.get(made.location).text
    form = {**sent, "file": (io.BytesIO(b"%PDF-1.4 to"), "to.pdf"), "title": "Phương án của tổ (mẫu)", "level": "han-che"}
    record = client.post("/luu-tru/nop", data=form).location
    reader = street.member("soan-thao")
    assert reader.get(record).status_code == 404
    assert client.post(f"{record}/giao", data={**sent, "list": made.location.rpartition("/")[2]}).status_code == 303
    assert reader.get(record).status_code == 200
    assert "Tổ giúp việc (mẫu)" in client.get(record).text
    assert "Bạn được giao cần biết một hồ sơ" in reader.get("/ban-lam-viec/thong-bao").text
    client.post(f"{made.location}/nguoi", data={**sent, "user": "soan-thao", "thu": "1"})
    assert reader.get(record).status_code == 404


def test_notices_are_seen_and_mailed_where_one_says(street: Street) -> None:
    client = street.member("bao-mat")
    sent = {"csrf_token": token(client, "/ban-lam-viec/thong-bao")}
    assert client.post("/ban-lam-viec/thong-bao/dia-chi", data={**sent, "email": "bao-mat@an-phuoc.invalid"}).status_code == 303
    assert "bao-mat@an-phuoc.invalid" in client.get("/ban-lam-viec/thong-bao").text
    assert client.post("/ban-lam-viec/thong-bao/dia-chi", data={**sent, "email": "a b@c@d"}).status_code == 400
    assert client.post("/ban-lam-viec/thong-bao", data=sent).status_code == 303
    assert ">Mới<" not in client.get("/ban-lam-viec/thong-bao").text
    client.post("/ban-lam-viec/thong-bao/dia-chi", data={**sent, "email": ""})


def test_the_page_of_a_destroyed_record_gives_its_certificate(street: Street) -> None:
    archivist = street.member("luu-tru")
    page = archivist.get(f"/luu-tru/ho-so/{street.destroyed}").text
    assert "không bản sao lưu nào mở lại được" in page
    given = archivist.get(f"/luu-tru/ho-so/{street.destroyed}/giay-chung-nhan")
    certificate = Certificate.from_json(given.text)
    assert certificate.holds(*street.town.parts.vault.audit.public_keys)
    assert f"record: {street.destroyed}\n" in certificate.note
    kept, absent = (archivist.get(f"/luu-tru/ho-so/{name}/giay-chung-nhan").status_code for name in (street.record, "0" * 32))
    assert kept == absent == 404
    hidden = street.member("cong-khai").get(f"/luu-tru/ho-so/{street.destroyed}/giay-chung-nhan")
    assert hidden.status_code == 404
