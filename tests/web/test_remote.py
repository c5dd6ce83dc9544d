"""The device page and the one-time addresses: who gets in, what they answer, and that nothing a tool sends is ever shown as markup."""

import base64
import io
import json
import re

import pytest
from flask.testing import FlaskClient

from tests.signing.device import Device
from tests.town import LEADER
from tests.web.conftest import Street, token

EVIL = "<img src=x onerror=alert(1)>.pdf"


@pytest.fixture(scope="module")
def device(street: Street) -> Device:
    """The leader's token, registered."""
    device = Device(street.town.authority)
    street.town.services.remote.allow(street.town.who("administrator"), LEADER, "leader", device.certificate)
    return device


@pytest.fixture(scope="module")
def leader(street: Street, device: Device) -> FlaskClient:
    """The leader at the keyboard, with a token."""
    del device
    return street.member(LEADER)


def path(street: Street) -> str:
    return f"/ban-lam-viec/van-ban/{street.at['numbered']}/ky-thiet-bi/sign"


def begin(street: Street, client: FlaskClient, way: str = "file") -> dict[str, object]:
    sent = {"csrf_token": token(client, "/ban-lam-viec/mat-khau"), "way": way}
    answer = client.post(path(street), data=sent)
    assert answer.status_code == 200, answer.text
    told: dict[str, object] = answer.get_json()
    return told


def message(told: dict[str, object]) -> dict[str, str]:
    found = told["message"]
    assert isinstance(found, dict)
    return found


def test_only_the_device_page_may_talk_to_the_local_tool(street: Street, leader: FlaskClient) -> None:
    policy = leader.get(path(street)).headers["Content-Security-Policy"]
    assert policy.endswith("connect-src 'self' ws://127.0.0.1:8987 wss://127.0.0.1:8987")
    assert "8987" not in leader.get(f"/ban-lam-viec/van-ban/{street.at['numbered']}").headers["Content-Security-Policy"]
    assert "8987" not in street.anybody().get("/").headers["Content-Security-Policy"]


def test_the_document_page_offers_both_ways(street: Street, leader: FlaskClient) -> None:
    page = leader.get(f"/ban-lam-viec/van-ban/{street.at['numbered']}").text
    assert "Ký bằng khóa trên máy chủ" in page
    assert f'href="{path(street)}"' in page


def test_the_tool_is_told_in_its_own_words_and_each_address_answers_once(street: Street, leader: FlaskClient) -> None:
    told = message(begin(street, leader))
    assert set(told) == {"FileName", "FileUploadHandler", "SessionId", "JWTToken", "MetaData"}
    tool = street.anybody()
    assert tool.head(told["FileName"]).status_code == 200
    first = tool.get(told["FileName"])
    assert (first.status_code, first.data[:5], first.mimetype) == (200, b"%PDF-", "application/pdf")
    assert first.headers["Cache-Control"] == "no-store"
    assert tool.get(told["FileName"]).status_code == 404
    again = tool.post(told["FileUploadHandler"], data=b"rac")
    assert (again.status_code, again.get_json()["Status"]) == (422, False)
    assert "Không đọc được tệp trả về" in again.get_json()["Message"]
    assert tool.post(told["FileUploadHandler"], data=b"rac").status_code == 409
    assert tool.post("/api/v1/signing/doan-bua", data=b"rac").status_code == 404
    assert street.town.document(street.at["numbered"]).state == "numbered"


def test_file_names_of_the_tool_are_neither_kept_nor_shown(street: Street, leader: FlaskClient) -> None:
    made = begin(street, leader)
    answer = street.anybody().post(message(made)["FileUploadHandler"], data={EVIL: (io.BytesIO(b"<script>"), EVIL)})
    assert answer.status_code == 422
    document = f"/ban-lam-viec/van-ban/{street.at['numbered']}"
    for text in (answer.text, leader.get(document).text, leader.get(f"/ban-lam-viec/ky-thiet-bi/{made['id']}.json").text):
        assert "onerror" not in text
        assert "<script>" not in text


def test_the_state_is_told_to_its_own_account_only(street: Street, leader: FlaskClient) -> None:
    made = begin(street, leader)
    state = f"/ban-lam-viec/ky-thiet-bi/{made['id']}.json"
    assert leader.get(state).get_json() == {"state": "waiting", "reason": "", "message": ""}
    street.anybody().post(message(made)["FileUploadHandler"], data=b"rac")
    assert leader.get(state).get_json()["state"] == "refused"
    assert leader.get(state, headers={"Accept-Language": "en"}).get_json()["reason"] == "unreadable"
    other = street.member("van-thu")
    assert (other.get(state).status_code, street.member("bien-tap").get(state).status_code) == (404, 403)
    assert street.anybody().get(state).status_code in (303, 401)


def test_a_hash_comes_back_through_ones_own_session_only(street: Street, leader: FlaskClient, device: Device) -> None:
    made = begin(street, leader, "hash")
    value = base64.b64encode(device.sign_hash(base64.b64decode(message(made)["Attributes"]))).decode()
    place = f"/ban-lam-viec/ky-thiet-bi/{made['id']}"
    other = street.member("van-thu")
    assert other.post(place, data={"csrf_token": token(other, "/ban-lam-viec/mat-khau"), "signature": value}).status_code == 404
    assert leader.post(place, data={"signature": value}).status_code == 400
    sent = {"csrf_token": token(leader, "/ban-lam-viec/mat-khau")}
    assert leader.post(place, data={**sent, "signature": "không phải base64"}).status_code == 400
    refused = leader.post(place, data={**sent, "signature": base64.b64encode(b"rac").decode()}).get_json()
    assert (refused["state"], refused["reason"]) == ("refused", "wrong-signature")
    assert leader.post(place, data={**sent, "signature": value}).status_code == 409


def test_handing_out_needs_the_forms_token_and_a_known_way(street: Street, leader: FlaskClient) -> None:
    assert leader.post(path(street), data={"way": "file"}).status_code == 400
    sent = {"csrf_token": token(leader, "/ban-lam-viec/mat-khau")}
    assert leader.post(path(street), data={**sent, "way": "pigeon"}).status_code == 400
    assert leader.post(path(street).replace("/sign", "/refuse"), data={**sent, "way": "file"}).status_code == 404


def test_a_stranger_at_the_upload_address_learns_nothing(street: Street) -> None:
    answer = street.anybody().post(f"/api/v1/signing/{'x' * 40}", data=b"%PDF-1.7")
    assert (answer.status_code, json.loads(answer.text)["code"]) == (404, "G404")


def test_the_script_puts_nothing_in_as_markup() -> None:
    from templates import ROOT

    script = (ROOT / "static" / "device.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script)
