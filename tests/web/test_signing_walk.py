"""Every path of signing walked over HTTP as each person: what the table does not open stays shut and changes nothing."""

import io
import itertools
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient

from gazette.model import workflow
from gazette.model.document import Document, Upload, today
from gazette.model.people import Account, Actor
from gazette.model.signing_rules import NUMBER_LATER, RULES, SigningRule
from tests.town import LEADER, PEOPLE, SAMPLES
from tests.web.conftest import Street, token

STEPS = ("reserve", "sign", "refuse", "number", "seal", "attest")
EVERYTHING = "kiem-nhiem"
CLERK = "van-thu"
Keyboard = tuple[FlaskClient, str]
_COUNT = itertools.count()


def fresh(street: Street, state: str, by: Actor | None = None) -> Document:
    """A document of its own at *state*: a sample in a package that was never received before."""
    package = io.BytesIO((SAMPLES / "04-qd-to-cong-tac.docx").read_bytes())
    with zipfile.ZipFile(package, "a") as opened:
        opened.comment = f"walk {next(_COUNT)}".encode()
    town = street.town
    received = town.services.receive.receive(by or town.who("clerk"), Upload("to-cong-tac.docx", package.getvalue())).document
    return town.forward(received, state)


@pytest.fixture(scope="module")
def people(street: Street) -> dict[str, Keyboard]:
    """Everybody at a keyboard, with a form token; one of them holds every role of the line at once."""
    town = street.town
    account = Account(EVERYTHING, "Người Kiêm Nhiệm", ("clerk", "drafter", "editor", "leader"), "cong-khai")
    town.services.accounts.add(town.who("administrator"), account, f"mat-khau-{EVERYTHING}")
    town.authority.add_person(EVERYTHING, "Người Kiêm Nhiệm")
    town.signer.signers = town.authority.signers
    members = {user: street.member(user) for user in (*PEOPLE, EVERYTHING)}
    return {user: (client, token(client, "/ban-lam-viec/mat-khau")) for user, client in members.items()}


def post(at: Keyboard, document: str, step: str, **sent: str) -> int:
    client, secret = at
    return client.post(f"/ban-lam-viec/van-ban/{document}/{step}", data={"csrf_token": secret, "reason": "thử", **sent}).status_code


@pytest.mark.parametrize("state", ["approved", "numbered", "signed", "sealed"])
def test_whoever_the_table_does_not_name_moves_nothing(street: Street, people: dict[str, Keyboard], state: str) -> None:
    town, document = street.town, fresh(street, state)
    shut = [
        (user, step)
        for user, step in itertools.product(PEOPLE, STEPS)
        if workflow.check(workflow.TRANSITIONS[step], document, town.actors[user]) is not None
    ]
    assert len(shut) > 50
    assert {post(people[user], document.id, step) for user, step in shut} <= {403, 409}
    assert town.document(document.id).version == document.version


def test_a_form_without_its_token_or_reason_moves_nothing(street: Street, people: dict[str, Keyboard]) -> None:
    document = street.at["numbered"]
    assert people[LEADER][0].post(f"/ban-lam-viec/van-ban/{document}/sign", data={}).status_code == 400
    assert post(people[LEADER], document, "refuse", reason="  ") == 400
    assert street.anybody().post(f"/ban-lam-viec/van-ban/{document}/sign", data={}).status_code in (303, 400, 401)
    assert street.town.document(document).state == "numbered"


def test_nobody_signs_what_they_handed_in_or_corrected_whatever_their_roles(street: Street, people: dict[str, Keyboard]) -> None:
    town = street.town
    actor = town.services.accounts.actor(EVERYTHING)
    received, corrected = fresh(street, "converted", actor).id, fresh(street, "converted").id
    assert post(people[EVERYTHING], corrected, "sua", place="Tân Lộc") == 303
    for document in (received, corrected):
        town.forward(town.document(document), "converted")
        town.services.review.complete(town.actors["bien-tap"], document)
        town.services.review.approve(town.actors["bien-tap-2"], document)
        assert post(people[EVERYTHING], document, "reserve") == 409
        assert post(people[LEADER], document, "reserve") == 303
        assert post(people[EVERYTHING], document, "sign") == 409
        assert town.document(document).state == "numbered"


def test_whoever_signed_does_not_seal_and_nobody_signs_or_seals_twice(street: Street, people: dict[str, Keyboard]) -> None:
    document = fresh(street, "approved").id
    assert post(people[EVERYTHING], document, "seal") == 409
    assert post(people[EVERYTHING], document, "reserve") == 303
    assert post(people[LEADER], document, "sign") == 409
    assert post(people[EVERYTHING], document, "sign") == 303
    assert post(people[EVERYTHING], document, "sign") == 409
    assert post(people[EVERYTHING], document, "seal") == 409
    assert post(people[CLERK], document, "seal") == 303
    assert post(people[CLERK], document, "seal") == 409
    history = street.town.services.desk.document(street.town.who("editor"), document).history
    assert [(entry.actor, entry.action) for entry in history[-3:]] == [(EVERYTHING, "reserve"), (EVERYTHING, "sign"), (CLERK, "seal")]


def test_a_refusal_stands_in_history_and_register_with_its_reason(street: Street, people: dict[str, Keyboard]) -> None:
    document = fresh(street, "approved").id
    assert post(people[LEADER], document, "reserve") == 303
    number = street.town.document(document).number
    assert post(people[LEADER], document, "refuse", reason="Sai thẩm quyền ban hành.") == 303
    assert "Sai thẩm quyền ban hành." in people[LEADER][0].get(f"/ban-lam-viec/van-ban/{document}").text
    year = today(street.town.clock).year
    rows = street.town.services.desk.registers(street.town.who("clerk"), "issued", year).rows
    assert [(row.voided, row.reason) for row in rows if row.printed == number and row.voided] == [(True, "Sai thẩm quyền ban hành.")]


@pytest.fixture
def leader_first(street: Street) -> Iterator[None]:
    """The installation's leaders sign before there is a number."""
    object.__setattr__(street.town.parts, "rules", (SigningRule(NUMBER_LATER, date(2020, 3, 5)),))
    yield
    object.__setattr__(street.town.parts, "rules", RULES)


@pytest.mark.usefixtures("leader_first")
def test_leader_then_number_then_seal_then_the_public_page_of_verification(street: Street, people: dict[str, Keyboard]) -> None:
    document = fresh(street, "approved").id
    path = f"/ban-lam-viec/van-ban/{document}"
    assert "lãnh đạo ký trước, văn thư cấp số và ngày sau" in people[LEADER][0].get(path).text
    assert post(people[LEADER], document, "reserve") == 303
    assert post(people[LEADER], document, "sign") == 303
    assert "Đóng dấu cơ quan: chưa cấp số và ngày." in people[CLERK][0].get(path).text
    assert [post(people[CLERK], document, step) for step in ("seal", "number", "number", "seal")] == [409, 303, 409, 303]
    found = street.town.document(document)
    assert (found.state, found.issued_on) == ("sealed", today(street.town.clock))
    pdf = people[CLERK][0].get(f"{path}/trang-ky.pdf").data
    report = street.anybody().post("/api/v1/verify", data={"file": (io.BytesIO(pdf), "a.pdf")}).get_json()
    assert (report["verdict"], [one["role"] for one in report["signatures"][:2]]) == ("valid", ["leader", "seal"])
