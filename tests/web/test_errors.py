"""Errors are pages for people and problem documents for programs; never a traceback, never an echo."""

import io
from typing import Any

import pytest

from archive import ArchiveError, RecordNotFound
from gazette.model.errors import Conflict, GazetteError, NotFound, Refused, StateSecretMark, Unavailable
from gazette.pages import Site
from gazette.web import create_app
from search import SearchError
from signing import SignerUnavailable
from tests.web.conftest import Street, token


def test_an_unknown_address_is_a_page_in_both_languages(street: Street) -> None:
    answer = street.anybody().get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert "Không tìm thấy nội dung được yêu cầu." in answer.text
    assert "khong-co-trang-nay" not in answer.text
    assert "was not found" in street.anybody().get("/khong-co-trang-nay?lang=en").text


@pytest.mark.parametrize("path", ["/van-ban/khong-co.json", "/api/v1/documents/khong-co", "/api/v1/khong-co", "/tim-kiem.json/x.json"])
def test_programs_get_a_problem_document(street: Street, path: str) -> None:
    answer = street.anybody().get(path)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.get_json() | {"status": 404, "code": "G404"} == answer.get_json()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound(), 404),
        (Conflict(reason="vì thử"), 409),
        (Refused(reason="vì thử"), 422),
        (StateSecretMark(), 422),
        (Unavailable(reason="đĩa đầy"), 503),
        (GazetteError(), 500),
        (RecordNotFound(), 404),
        (ArchiveError(), 503),
        (SignerUnavailable("Máy ký không trả lời.", "The signer does not answer."), 503),
        (SearchError("Chỉ mục hỏng.", "The index is damaged."), 503),
        (ZeroDivisionError("Zirconi"), 500),
    ],
)
def test_every_family_of_errors_becomes_a_page(street: Street, error: Exception, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise error

    monkeypatch.setattr(type(street.town.services.read), "home", lambda self: broken())
    page, problem = street.anybody().get("/"), street.anybody().get("/", headers={"Accept": "application/json"})
    assert (page.status_code, problem.status_code) == (status, status)
    assert page.mimetype == "text/html"
    assert problem.mimetype == "application/problem+json"
    assert "Traceback" not in page.text
    assert "Zirconi" not in page.text + problem.text


def test_what_breaks_is_noted_without_its_own_words(
    street: Street, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> Any:
        raise ZeroDivisionError("câu của văn bản")

    monkeypatch.setattr(type(street.town.services.read), "home", lambda self: broken())
    street.anybody().get("/?q=cau-hoi-rieng")
    logged = capsys.readouterr().out
    assert "ZeroDivisionError" in logged
    assert "câu của văn bản" not in logged
    assert "cau-hoi-rieng" not in logged


def test_an_upload_above_the_limit_is_told_so(street: Street) -> None:
    app = create_app(street.town.services, secret_key="khóa", site=Site(), upload_limit=100_000, rate_limits=False)
    answer = app.test_client().post("/xac-thuc", data={"file": (io.BytesIO(b"%PDF" + b"x" * 200_000), "to.pdf")})
    assert answer.status_code == 413
    assert "lớn hơn giới hạn" in answer.text


def test_a_form_without_its_token_changes_nothing(street: Street) -> None:
    client, document = street.member("bien-tap"), street.at["converted"]
    answer = client.post(f"/ban-lam-viec/van-ban/{document}/return", data={"reason": "vì thử"})
    assert answer.status_code == 400
    assert street.town.document(document).state == "converted"
    assert street.anybody().post("/dang-nhap", data={"user": "bien-tap", "password": "mat-khau-bien-tap"}).status_code == 400


def test_too_many_tries_at_the_door_are_turned_away(street: Street) -> None:
    app = create_app(street.town.services, secret_key="khóa", site=Site(), rate_limits=True)
    client = app.test_client()
    answers = [client.get("/tim-kiem.json?q=x").status_code for _ in range(130)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_an_office_behind_one_address_may_log_in_but_nobody_may_guess_on(street: Street) -> None:
    app = create_app(street.town.services, secret_key="khóa", site=Site(), rate_limits=True)

    def knock(password: str) -> int:
        client = app.test_client()
        return client.post(
            "/dang-nhap", data={"csrf_token": token(client, "/dang-nhap"), "user": "kiem-soat", "password": password}
        ).status_code

    assert [knock("mat-khau-kiem-soat") for _ in range(12)] == [303] * 12
    assert [knock("sai") for _ in range(11)] == [401] * 10 + [429]


def test_the_password_of_a_second_person_cannot_be_guessed_on_the_form_of_the_first(street: Street) -> None:
    app = create_app(street.town.services, secret_key="khóa", site=Site(), rate_limits=True)
    client = app.test_client()
    form = {"csrf_token": token(client, "/dang-nhap"), "user": "luu-tru", "password": "mat-khau-luu-tru"}
    assert client.post("/dang-nhap", data=form).status_code == 303
    guess = {"csrf_token": token(client, "/luu-tru/nop"), "reason": "thử", "second": "bao-mat", "second_password": "sai"}
    answers = [client.post(f"/luu-tru/ho-so/{street.record}/huy", data=guess).status_code for _ in range(11)]
    assert answers == [400] * 10 + [429]


def test_a_method_that_does_not_fit_is_said(street: Street) -> None:
    answer = street.anybody().delete("/tim-kiem")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_headers_let_nothing_foreign_in(street: Street) -> None:
    headers = street.anybody().get("/").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_session_cookie_is_for_the_server_only(street: Street) -> None:
    cookie = street.anybody().get("/dang-nhap").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    secure = create_app(street.town.services, secret_key="khóa", site=Site(), secure=True)
    assert "Secure" in secure.test_client().get("/dang-nhap", base_url="https://localhost").headers["Set-Cookie"]
