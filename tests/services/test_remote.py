"""Signing on one's own device, through the service: what is handed out, what is taken back, what is refused, and what that leaves behind."""

import io
import threading
from collections.abc import Callable
from datetime import date, timedelta

import pikepdf
import pytest

import signing
from gazette.model.document import Document
from gazette.model.errors import Conflict, NotAllowed, NotFound, Refused
from gazette.model.remote import RemoteRequest, RequestClosed
from gazette.model.signing_rules import OUTSIDE_TOOL, SigningRule
from gazette.services import HandedOut
from signing.sample_pictures import signature_picture
from templates import ROOT
from tests.signing.device import Device
from tests.town import LEADER, Town

BOLD = ROOT / "fonts" / "Tinos_700Bold.ttf"


@pytest.fixture
def device(town: Town) -> Device:
    """The leader's token, registered for the leader's account."""
    device = Device(town.authority)
    town.services.remote.allow(town.who("administrator"), LEADER, "leader", device.certificate)
    return device


def handed_out(town: Town, way: str = "file") -> tuple[Document, HandedOut]:
    document = town.through("numbered")
    return document, town.services.remote.begin(town.who("leader"), document.id, "sign", way)  # type: ignore[arg-type]


def unharmed(town: Town, document: Document, device: Device) -> None:
    """The document is as it was, and a new request signs it."""
    assert town.document(document.id).state == "numbered"
    made = town.services.remote.begin(town.who("leader"), document.id, "sign", "file")
    returned = device.sign_file(town.services.remote.hand_out(made.download))
    assert town.services.remote.take_back(made.upload, returned).state == "signed"
    assert town.document(document.id).state == "signed"


def actions(town: Town, document: Document) -> list[str]:
    return [entry.action for entry in town.services.desk.document(town.who("editor"), document.id).history]


def test_a_leader_signs_the_whole_file_on_an_own_device_and_the_seal_follows(town: Town, device: Device) -> None:
    document, made = handed_out(town)
    page = town.services.sign.page(town.who("leader"), document.id)
    sent = town.services.remote.hand_out(made.download)
    assert sent == page
    returned = device.sign_file(sent)
    ended = town.services.remote.take_back(made.upload, returned)
    assert (ended.state, ended.why()) == ("signed", "")
    assert town.services.sign.page(town.who("leader"), document.id).startswith(returned)
    assert town.services.sign.seal(town.who("clerk"), document.id).state == "sealed"
    final = town.services.sign.page(town.who("clerk"), document.id)
    assert signing.verify(final, town.authority.trust).verdict is signing.Verdict.VALID
    assert town.signer.signed == ["seal"]
    assert actions(town, document)[-3:] == ["hand-out", "sign", "seal"]


def test_a_leader_signs_the_hash_on_an_own_device(town: Town, device: Device) -> None:
    document, made = handed_out(town, "hash")
    assert (made.upload, made.download) == ("", "")
    ended = town.services.remote.complete(town.who("leader"), made.request.id, device.sign_hash(made.attributes))
    assert ended.state == "signed"
    assert (ended.prepared, ended.tail) == (None, None)
    found = town.document(document.id)
    assert (found.state, found.file("page")) == ("signed", None)


def test_a_clerk_seals_on_an_own_device(town: Town) -> None:
    document = town.through("signed")
    seal, clerk = Device(town.authority, signing.Role.SEAL, ""), town.who("clerk")
    town.services.remote.allow(town.who("administrator"), clerk.user, "seal", seal.certificate)
    made = town.services.remote.begin(clerk, document.id, "seal", "file")
    returned = seal.sign_file(town.services.remote.hand_out(made.download), "ConDau")
    assert town.services.remote.take_back(made.upload, returned).state == "signed"
    assert town.document(document.id).state == "sealed"


RETURNS: dict[str, tuple[str, Callable[[Town, Device, bytes], bytes]]] = {
    "other bytes": ("wrong-bytes", lambda _, device, sent: device.sign_file(sent).replace(b"%PDF-1.7", b"%PDF-1.6", 1)),
    "the wrong field": ("wrong-field", lambda _, device, sent: device.sign_file(sent, "ConDau")),
    "a field of its own": ("wrong-field", lambda _, device, sent: device.sign_file(sent, "Signature1", box=(300, 100, 450, 160))),
    "another certificate": ("wrong-certificate", lambda town, _, sent: Device(town.authority, account="lanh-dao-2").sign_file(sent)),
    "no signature": ("unsigned", lambda _, __, sent: sent),
    "garbage": ("unreadable", lambda _, __, ___: b"<script>alert(1)</script>"),
    "too much": ("too-large", lambda _, device, sent: device.sign_file(sent) + bytes(9_000_000)),
    "two signatures": (
        "several",
        lambda town, device, sent: Device(town.authority, account="lanh-dao-2").sign_file(device.sign_file(sent), "ConDau"),
    ),
}


@pytest.mark.parametrize("what", RETURNS)
def test_what_should_not_come_back_is_refused_with_its_reason_and_harms_nothing(town: Town, device: Device, what: str) -> None:
    reason, bend = RETURNS[what]
    document, made = handed_out(town)
    ended = town.services.remote.take_back(made.upload, bend(town, device, town.services.remote.hand_out(made.download)))
    assert (ended.state, ended.reason) == ("refused", reason)
    assert ended.why("vi")
    assert ended.why("en")
    history = town.services.desk.document(town.who("editor"), document.id).history
    assert (history[-1].action, history[-1].note) == ("not-accepted", ended.why("vi"))
    unharmed(town, document, device)


def test_a_garbage_signature_value_is_refused_and_harms_nothing(town: Town, device: Device) -> None:
    document, made = handed_out(town, "hash")
    ended = town.services.remote.complete(town.who("leader"), made.request.id, b"\x30\x06\x02\x01\x01\x02\x01\x01")
    assert (ended.state, ended.reason) == ("refused", "wrong-signature")
    with pytest.raises(RequestClosed):
        town.services.remote.complete(town.who("leader"), made.request.id, device.sign_hash(made.attributes))
    unharmed(town, document, device)


def test_both_addresses_work_once(town: Town, device: Device) -> None:
    document, made = handed_out(town)
    sent = town.services.remote.hand_out(made.download)
    with pytest.raises(NotFound):
        town.services.remote.hand_out(made.download)
    town.services.remote.take_back(made.upload, b"rac")
    with pytest.raises(RequestClosed, match="used once"):
        town.services.remote.take_back(made.upload, device.sign_file(sent))
    unharmed(town, document, device)


def test_addresses_of_one_kind_are_no_good_for_the_other(town: Town, device: Device) -> None:
    _, made = handed_out(town)
    for call in (
        lambda: town.services.remote.hand_out(made.upload),
        lambda: town.services.remote.take_back(made.download, b""),
        lambda: town.services.remote.hand_out(""),
        lambda: town.services.remote.take_back("\ud800", b""),
    ):
        with pytest.raises(NotFound):
            call()


def test_a_second_upload_while_the_first_is_judged_is_refused(town: Town, device: Device) -> None:
    document, made = handed_out(town)
    returned = device.sign_file(town.services.remote.hand_out(made.download))
    judged, go_on = threading.Event(), threading.Event()
    trust = town.parts.trust
    ended: list[RemoteRequest] = []

    def slow() -> signing.TrustStore:
        judged.set()
        assert go_on.wait(30)
        return trust()

    object.__setattr__(town.parts, "trust", slow)
    first = threading.Thread(target=lambda: ended.append(town.services.remote.take_back(made.upload, returned)))
    first.start()
    try:
        assert judged.wait(30)
        with pytest.raises(RequestClosed, match="examined"):
            town.services.remote.take_back(made.upload, returned)
        assert town.services.remote.state(town.who("leader"), made.request.id)[1] == "judging"
    finally:
        go_on.set()
        first.join(60)
    assert [request.state for request in ended] == ["signed"]
    assert town.document(document.id).state == "signed"


def test_ten_minutes_are_the_time_there_is(town: Town, device: Device) -> None:
    document, made = handed_out(town)
    sent = town.services.remote.hand_out(made.download)
    _, late = handed_out_again(town, document)
    town.clock.shift = timedelta(minutes=10)
    assert town.services.remote.state(town.who("leader"), made.request.id)[1] == "expired"
    with pytest.raises(RequestClosed, match="10 minutes"):
        town.services.remote.take_back(made.upload, device.sign_file(sent))
    with pytest.raises(RequestClosed, match="10 minutes"):
        town.services.remote.hand_out(late.download)
    town.clock.shift = timedelta()
    assert town.document(document.id).state == "numbered"


def handed_out_again(town: Town, document: Document) -> tuple[Document, HandedOut]:
    return document, town.services.remote.begin(town.who("leader"), document.id, "sign", "file")


def test_another_account_sees_and_completes_nothing(town: Town, device: Device) -> None:
    document, made = handed_out(town, "hash")
    second = town.actors["lanh-dao-2"]
    value = device.sign_hash(made.attributes)
    for call in (
        lambda: town.services.remote.state(second, made.request.id),
        lambda: town.services.remote.complete(second, made.request.id, value),
    ):
        with pytest.raises(NotFound):
            call()
    assert town.services.remote.complete(town.who("leader"), made.request.id, value).state == "signed"
    assert town.document(document.id).doers["sign"] == LEADER


def test_only_who_may_sign_has_the_document_handed_out(town: Town, device: Device) -> None:
    document = town.through("numbered")
    begin = town.services.remote.begin
    for user in ("van-thu", "bien-tap", "quan-tri"):
        with pytest.raises(NotAllowed):
            begin(town.actors[user], document.id, "sign", "file")
    with pytest.raises(Conflict):
        begin(town.actors["lanh-dao-2"], document.id, "sign", "file")
    with pytest.raises(Conflict):
        begin(town.who("clerk"), document.id, "seal", "file")
    with pytest.raises(NotFound):
        begin(town.who("leader"), document.id, "refuse", "file")


def test_without_a_registered_certificate_nothing_is_handed_out(town: Town) -> None:
    document = town.through("numbered")
    with pytest.raises(Conflict, match="certificate"):
        town.services.remote.begin(town.who("leader"), document.id, "sign", "file")


def test_a_certificate_taken_away_meanwhile_counts_no_more(town: Town, device: Device) -> None:
    document, made = handed_out(town)
    returned = device.sign_file(town.services.remote.hand_out(made.download))
    town.services.remote.disallow(town.who("administrator"), LEADER, "leader", device.key.fingerprint)
    assert town.services.remote.take_back(made.upload, returned).reason == "wrong-certificate"
    assert town.document(document.id).state == "numbered"


def test_a_closed_account_and_a_refused_document_take_nothing_back(town: Town, device: Device) -> None:
    document, made = handed_out(town)
    returned = device.sign_file(town.services.remote.hand_out(made.download))
    _, second = handed_out_again(town, document)
    town.services.sign.refuse(town.who("leader"), document.id, "Dừng lại.")
    assert town.services.remote.take_back(made.upload, returned).state == "refused"
    town.services.accounts.disable(town.who("administrator"), LEADER)
    assert town.services.remote.take_back(second.upload, returned).state == "refused"
    assert town.document(document.id).state == "approved"


def test_the_addresses_handed_out_open_nothing_to_whoever_lost_the_clearance(town: Town, device: Device) -> None:
    document = town.through("numbered", level="noi-bo")
    first, second = (town.services.remote.begin(town.who("leader"), document.id, "sign", "file") for _ in range(2))
    returned = device.sign_file(town.services.remote.hand_out(first.download))
    town.services.clearing.revoke(town.who("security-officer"), LEADER, "Nghỉ hưu.")
    with pytest.raises(NotFound):
        town.services.remote.hand_out(second.download)
    assert town.services.remote.take_back(first.upload, returned).state == "refused"
    assert town.document(document.id).state == "numbered"


def test_certificates_are_registered_by_administrators_for_others(town: Town, device: Device) -> None:
    remote, administrator = town.services.remote, town.who("administrator")
    for actor, user in ((town.who("leader"), LEADER), (administrator, administrator.user)):
        with pytest.raises(NotAllowed):
            remote.allow(actor, user, "leader", device.certificate)
    with pytest.raises(Refused):
        remote.allow(administrator, LEADER, "publication", device.certificate)
    with pytest.raises(NotFound):
        remote.allow(administrator, "khong-co", "leader", device.certificate)
    with pytest.raises(Conflict):
        remote.allow(administrator, LEADER, "leader", b"rac")
    assert [key.fingerprint for key in remote.keys(town.who("leader"))] == [device.key.fingerprint]
    assert remote.keys(town.actors["lanh-dao-2"]) == ()
    assert len(remote.keys(administrator)) == 1
    with pytest.raises(NotFound):
        remote.disallow(administrator, LEADER, "leader", "0" * 64)


@pytest.fixture
def tool_town(town: Town, device: Device) -> Town:
    """A town whose leaders sign with a tool that may make a field of its own."""
    del device
    object.__setattr__(town.parts, "rules", (SigningRule(OUTSIDE_TOOL, date(2020, 3, 5)),))
    return town


OWN = (300, 100, 450, 160)


def test_a_tools_own_field_stands_for_the_leader_where_the_profile_says_so(tool_town: Town, device: Device) -> None:
    document, made = handed_out(tool_town)
    returned = device.sign_file(tool_town.services.remote.hand_out(made.download), "Signature1", box=OWN)
    assert tool_town.services.remote.take_back(made.upload, returned).state == "signed"
    tool_town.services.sign.seal(tool_town.who("clerk"), document.id)
    final = tool_town.signer.timestamp(tool_town.services.sign.page(tool_town.who("clerk"), document.id))
    report = tool_town.services.verify.verify(final).report
    assert report.verdict is signing.Verdict.VALID, report.to_json()
    assert {one.field: one.role for one in report.signatures if one.role} == {
        "Signature1": signing.Role.LEADER,
        "ConDau": signing.Role.SEAL,
        "CongBao": signing.Role.PUBLICATION,
    }


OWN_FIELDS: dict[str, tuple[str, Callable[[Town, Device, bytes], bytes]]] = {
    "another certificate": (
        "wrong-certificate",
        lambda town, _, sent: Device(town.authority, account="lanh-dao-2").sign_file(sent, "Signature1", box=OWN),
    ),
    "two of them": (
        "several",
        lambda town, device, sent: Device(town.authority, account="lanh-dao-2").sign_file(
            device.sign_file(sent, "Signature1", box=OWN), "Signature2", box=OWN
        ),
    ),
    "the seal's field": ("wrong-field", lambda _, device, sent: device.sign_file(sent, "ConDau")),
    "a picture over the whole page": ("not-valid", lambda _, device, sent: device.sign_file(sent, "Signature1", box=(0, 0, 595, 842))),
}


@pytest.mark.parametrize("what", OWN_FIELDS)
def test_a_tools_own_field_is_held_to_everything_else(tool_town: Town, device: Device, what: str) -> None:
    reason, bend = OWN_FIELDS[what]
    document, made = handed_out(tool_town)
    ended = tool_town.services.remote.take_back(made.upload, bend(tool_town, device, tool_town.services.remote.hand_out(made.download)))
    assert (ended.state, ended.reason) == ("refused", reason)
    unharmed(tool_town, document, device)


def test_a_tool_that_uses_the_prepared_field_is_as_welcome(tool_town: Town, device: Device) -> None:
    document, made = handed_out(tool_town)
    returned = device.sign_file(tool_town.services.remote.hand_out(made.download))
    assert tool_town.services.remote.take_back(made.upload, returned).state == "signed"
    sealed = tool_town.services.sign.seal(tool_town.who("clerk"), document.id)
    page = tool_town.services.sign.page(tool_town.who("clerk"), sealed.id)
    assert tool_town.services.verify.verify(page).report.verdict is signing.Verdict.VALID


VALUES: dict[str, tuple[str, Callable[[Town, Device, HandedOut], bytes]]] = {
    "another document's hash": (
        "wrong-signature",
        lambda town, device, made: device.sign_hash(handed_out_again_by_hash(town, made).attributes),
    ),
    "another key": ("wrong-signature", lambda town, _, made: Device(town.authority, account="lanh-dao-2").sign_hash(made.attributes)),
    "other bytes": ("wrong-signature", lambda _, device, made: device.sign_hash(made.attributes + b"x")),
    "nothing": ("wrong-signature", lambda *_: b""),
    "garbage": ("wrong-signature", lambda *_: bytes(range(256))),
    "too much": ("wrong-signature", lambda *_: bytes(1_000_000)),
}


def handed_out_again_by_hash(town: Town, made: HandedOut) -> HandedOut:
    return town.services.remote.begin(town.who("leader"), made.request.document, "sign", "hash")


@pytest.mark.parametrize("what", VALUES)
def test_a_value_that_an_agent_should_not_send_is_refused_and_harms_nothing(town: Town, device: Device, what: str) -> None:
    reason, bend = VALUES[what]
    document, made = handed_out(town, "hash")
    ended = town.services.remote.complete(town.who("leader"), made.request.id, bend(town, device, made))
    assert (ended.state, ended.reason) == ("refused", reason)
    unharmed(town, document, device)


def test_a_value_comes_back_once_in_time_and_for_the_page_that_was_handed_out(town: Town, device: Device) -> None:
    document, made = handed_out(town, "hash")
    late, leader = handed_out_again_by_hash(town, made), town.who("leader")
    other = handed_out_again_by_hash(town, made)
    town.clock.shift = timedelta(minutes=11)
    with pytest.raises(RequestClosed, match="10 minutes"):
        town.services.remote.complete(leader, late.request.id, device.sign_hash(late.attributes))
    town.clock.shift = timedelta()
    assert town.services.remote.complete(leader, made.request.id, device.sign_hash(made.attributes)).state == "signed"
    with pytest.raises(RequestClosed, match="used once"):
        town.services.remote.complete(leader, made.request.id, device.sign_hash(made.attributes))
    assert town.services.remote.complete(leader, other.request.id, device.sign_hash(other.attributes)).state == "refused"
    assert town.document(document.id).state == "signed"


def test_a_signature_by_hash_shows_the_leaders_picture(town: Town, device: Device) -> None:
    picture = town.authority.key_file(signing.Role.LEADER, LEADER).with_suffix(".png")
    picture.write_bytes(signature_picture("Nguyễn Văn Mẫu", BOLD))
    try:
        document, made = handed_out(town, "hash")
        town.services.remote.complete(town.who("leader"), made.request.id, device.sign_hash(made.attributes))
    finally:
        picture.unlink()
    with pikepdf.open(io.BytesIO(town.services.sign.page(town.who("leader"), document.id))) as opened:
        field = next(one for one in opened.Root.AcroForm.Fields if one.get("/T") == "LanhDao")
        assert b"/Do" in bytes(field.AP.N.read_bytes()) or "/XObject" in field.AP.N.Resources
