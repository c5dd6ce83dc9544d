"""What is hidden and what is absent answer alike, and nothing made for the staff is kept by anybody (N10, N11, N13, N22)."""

import hashlib

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import SECRET, Street, token

METHODS = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
ABSENT = "0" * 32


def _bytes_of(client: FlaskClient, path: str, method: str, headers: dict[str, str] | None = None) -> tuple[object, ...]:
    answer = client.open(path, method=method, headers=headers)
    return answer.status_code, sorted(answer.headers), answer.data


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("form", ["/luu-tru/ho-so/{}", "/luu-tru/ho-so/{}/tep/original"])
def test_a_closed_record_answers_like_an_absent_one(street: Street, form: str, method: str) -> None:
    client = street.member("cong-khai")
    assert _bytes_of(client, form.format(street.record), method) == _bytes_of(client, form.format(ABSENT), method)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("form", ["/ban-lam-viec/van-ban/{}", "/ban-lam-viec/van-ban/{}/tep.docx", "/ban-lam-viec/van-ban/{}/trang-ky.pdf"])
def test_a_document_above_the_clearance_answers_like_an_absent_one(street: Street, form: str, method: str) -> None:
    client = street.member("cong-khai")
    assert client.get(form.format(street.at["converted"])).status_code in (200, 404)
    assert _bytes_of(client, form.format(street.hidden), method) == _bytes_of(client, form.format(ABSENT), method)


def test_every_button_on_a_hidden_document_answers_like_one_on_an_absent_document(street: Street) -> None:
    client = street.member("cong-khai")
    sent = {"csrf_token": token(client, "/ban-lam-viec/tiep-nhan"), "reason": "vì thử"}
    for step in ("review", "approve", "return", "sua"):
        answers = [client.post(f"/ban-lam-viec/van-ban/{one}/{step}", data=sent) for one in (street.hidden, ABSENT)]
        assert answers[0].status_code == 404, step
        assert answers[0].data == answers[1].data


def test_an_unpublished_document_does_not_exist_on_the_street(street: Street) -> None:
    client = street.anybody()
    document = street.town.document(street.at["sealed"])
    slug = f"quyet-dinh-{(document.number or '').lower()}"
    for suffix in ("", ".pdf", ".xml", ".docx", ".json", ".html"):
        first, second = client.get(f"/van-ban/{document.id}{suffix}"), client.get(f"/van-ban/khong-co{suffix}")
        assert (first.status_code, first.data) == (404, second.data), slug
    assert client.get(f"/xac-thuc/{document.check_code}").status_code == 404


def test_no_tag_and_no_part_of_a_hidden_file_is_given(street: Street) -> None:
    client = street.member("cong-khai")
    digest = hashlib.sha256(b"%PDF-1.4 zirconi").hexdigest()
    path = f"/luu-tru/ho-so/{street.record}/tep/original"
    for headers in ({"If-None-Match": f'"{digest}"'}, {"Range": "bytes=0-0"}, {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"}):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 404
        assert not {"ETag", "Last-Modified", "Content-Range"} & set(answer.headers.keys())


def test_the_archive_lists_nothing_above_the_clearance(street: Street) -> None:
    assert SECRET not in street.member("cong-khai").get("/luu-tru").text
    assert SECRET in street.member("luu-tru").get("/luu-tru").text


def test_a_refusal_by_role_comes_before_anything_is_loaded(street: Street) -> None:
    client = street.member("quan-tri")
    assert client.get(f"/ban-lam-viec/van-ban/{street.at['converted']}").data == client.get(f"/ban-lam-viec/van-ban/{ABSENT}").data


def test_nobody_keeps_a_page_of_the_staff(street: Street) -> None:
    client = street.member("bien-tap")
    for path in ("/ban-lam-viec", f"/ban-lam-viec/van-ban/{street.at['converted']}", "/luu-tru", "/", f"/van-ban/{street.slugs[0]}.pdf"):
        assert client.get(path).headers["Cache-Control"] == "no-store", path
    assert "no-store" in street.anybody().get("/ban-lam-viec").headers["Cache-Control"]


def test_public_pages_carry_a_tag_of_their_content(street: Street) -> None:
    client = street.anybody()
    for path in ("/", f"/van-ban/{street.slugs[0]}", "/tim-kiem.json?q=cay", "/sitemap.xml", f"/van-ban/{street.slugs[0]}.pdf"):
        first = client.get(path)
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304, path
        assert "Set-Cookie" not in first.headers, path


def test_a_published_file_is_given_in_parts_with_its_digest_as_tag(street: Street) -> None:
    client, path = street.anybody(), f"/van-ban/{street.slugs[0]}.pdf"
    whole = client.get(path)
    assert whole.headers["ETag"] == f'"{hashlib.sha256(whole.data).hexdigest()}"'
    part = client.get(path, headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.data) == (206, b"%PDF-")
    assert client.get(path, headers={"Range": "bytes=99999999-"}).status_code == 416


def test_a_revoked_account_is_out_at_once(street: Street) -> None:
    client = street.member("bien-tap-2")
    assert client.get("/ban-lam-viec").status_code == 200
    accounts, admin = street.town.services.accounts, street.town.who("administrator")
    accounts.disable(admin, "bien-tap-2")
    try:
        assert client.get("/ban-lam-viec").status_code == 303
    finally:
        accounts.disable(admin, "bien-tap-2", enabled=True)
