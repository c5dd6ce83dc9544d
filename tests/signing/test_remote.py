"""Keys that are elsewhere: the hash goes out and a signature comes back, or the whole file does; whatever else comes back is refused."""
# mypy: disable-error-code="no-untyped-call"

import dataclasses
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing import (
    REASONS,
    Ceremony,
    CertificateRefused,
    Expected,
    Level,
    OrderRefused,
    ReturnRefused,
    Role,
    SigningRequest,
    Verdict,
    accept_external,
    begin_remote,
    complete_remote,
    fields,
    read_certificate,
    sign,
    timestamp,
    verify,
)
from tests.signing.device import Device
from tests.signing.office import Office


@pytest.fixture(scope="module")
def device(office: Office) -> Device:
    """The leader's token."""
    return Device(office.authority)


@pytest.fixture(scope="module")
def other(office: Office) -> Device:
    """Somebody else's token, as well certified as the leader's."""
    office.authority.add_person("nguoi-khac", "Trần Thị Thí Dụ")
    return Device(office.authority, account="nguoi-khac")


def ceremony(office: Office, level: Level = Level.B) -> Ceremony:
    """How the office completes what was signed elsewhere."""
    return Ceremony(office.authority.trust, level, office.authority.timestamps)


@pytest.fixture(scope="module")
def request_(office: Office, device: Device) -> SigningRequest:
    """A hash that waits for its signature."""
    return begin_remote(office.prepared, Role.LEADER, device.certificate, ceremony(office))


def refused(work: Callable[[], object]) -> str:
    """The reason of a refusal, which always has its words in both languages."""
    with pytest.raises(ReturnRefused) as told:
        work()
    assert told.value.reason in REASONS
    assert told.value.message("vi") != told.value.message("en")
    return told.value.reason


# The hash goes out.


@pytest.mark.parametrize("level", list(Level))
def test_a_hash_signed_elsewhere_becomes_a_document_of_the_level(office: Office, device: Device, level: Level) -> None:
    request = begin_remote(office.prepared, Role.LEADER, device.certificate, ceremony(office, level))
    kept = SigningRequest.from_json(json.loads(json.dumps(request.to_json())), request.tail)
    assert kept == request
    value = device.sign_hash(kept.attributes)
    signed = complete_remote(office.prepared, kept, value, ceremony(office, level), device.allowed)
    assert signed.startswith(office.prepared)
    report = verify(signed, office.authority.trust)
    assert (report.verdict, report.signatures[0].level, report.signatures[0].role) == (Verdict.VALID, level.value, Role.LEADER)
    if level is Level.LTA:
        assert verify(signed, office.authority.trust, offline=True).verdict is Verdict.VALID


def test_seal_and_publication_follow_a_leader_who_signed_elsewhere(office: Office, device: Device, request_: SigningRequest) -> None:
    by_leader = complete_remote(office.prepared, request_, device.sign_hash(request_.attributes), ceremony(office), device.allowed)
    seal = Device(office.authority, Role.SEAL, "")
    second = begin_remote(by_leader, Role.SEAL, seal.certificate, ceremony(office, Level.LT))
    sealed = complete_remote(by_leader, second, seal.sign_hash(second.attributes), ceremony(office, Level.LT), seal.allowed)
    published = timestamp(sealed, office.authority.timestamps, office.authority.trust)
    assert verify(published, office.authority.trust).verdict is Verdict.VALID
    if shutil.which("pdfsig"):
        path = office.folder / "remote.pdf"
        path.write_bytes(sealed)
        told = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=True).stdout
        assert told.count("Signature is Valid") == 2


def test_an_elliptic_signature_may_come_as_two_numbers_side_by_side(office: Office, device: Device, request_: SigningRequest) -> None:
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    r, s = decode_dss_signature(device.sign_hash(request_.attributes))
    raw = r.to_bytes(32) + s.to_bytes(32)
    signed = complete_remote(office.prepared, request_, raw, ceremony(office), device.allowed)
    assert verify(signed, office.authority.trust).verdict is Verdict.VALID


@pytest.mark.parametrize("value", [b"", b"\x00", b"rac", b"\x30\x06\x02\x01\x01\x02\x01\x01", b"\xff" * 64, b"\x30" * 5000])
def test_a_garbage_signature_is_refused_before_it_is_put_in(office: Office, device: Device, request_: SigningRequest, value: bytes) -> None:
    assert refused(lambda: complete_remote(office.prepared, request_, value, ceremony(office), device.allowed)) == "wrong-signature"


def test_a_signature_by_another_key_or_over_something_else_is_refused(
    office: Office, device: Device, other: Device, request_: SigningRequest
) -> None:
    for value in (other.sign_hash(request_.attributes), device.sign_hash(b"something else")):
        assert refused(lambda v=value: complete_remote(office.prepared, request_, v, ceremony(office), device.allowed)) == "wrong-signature"


def test_a_request_is_no_longer_believed_when_the_certificate_left_the_list(
    office: Office, device: Device, other: Device, request_: SigningRequest
) -> None:
    value = device.sign_hash(request_.attributes)
    assert refused(lambda: complete_remote(office.prepared, request_, value, ceremony(office), other.allowed)) == "wrong-certificate"


def test_a_request_belongs_to_its_document_and_its_own_bytes(office: Office, device: Device, request_: SigningRequest) -> None:
    value = device.sign_hash(request_.attributes)
    bent = bytearray(request_.tail)
    bent[10] ^= 1
    for pdf, request in (
        (office.page, request_),
        (office.prepared, dataclasses.replace(request_, tail=bytes(bent))),
        (office.prepared, dataclasses.replace(request_, start=request_.start - 2)),
        (office.prepared, dataclasses.replace(request_, sent="0" * 64)),
    ):
        assert refused(lambda p=pdf, r=request: complete_remote(p, r, value, ceremony(office), device.allowed)) == "wrong-bytes"


def test_the_seal_does_not_begin_before_the_leader(office: Office) -> None:
    seal = Device(office.authority, Role.SEAL, "")
    with pytest.raises(OrderRefused):
        begin_remote(office.prepared, Role.SEAL, seal.certificate, ceremony(office))


def test_a_certificate_outside_its_validity_begins_nothing(office: Office, device: Device) -> None:
    late = datetime.now(UTC) + timedelta(days=10_000)
    assert (
        refused(lambda: begin_remote(office.prepared, Role.LEADER, device.certificate, ceremony(office), at=late)) == "expired-certificate"
    )


@pytest.mark.parametrize("data", [b"", b"rac", b"-----BEGIN CERTIFICATE-----\nrac\n-----END CERTIFICATE-----\n", b"\x30\x03\x02\x01\x01"])
def test_what_is_no_certificate_is_refused(data: bytes) -> None:
    with pytest.raises(CertificateRefused):
        read_certificate(data)


# The whole file goes out.


@pytest.mark.parametrize("level", list(Level))
def test_a_file_signed_by_an_outside_tool_is_accepted_and_given_its_evidence(office: Office, device: Device, level: Level) -> None:
    returned = device.sign_file(office.prepared)
    final = accept_external(office.prepared, returned, Expected("LanhDao", device.allowed), ceremony(office, level))
    assert final.startswith(returned)
    assert (final == returned) is (level is Level.B)
    report = verify(final, office.authority.trust, offline=level.timestamped)
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].level == ("B-LTA" if level.timestamped else "B-B")
    sealed = office.signed(final, Role.SEAL, level, "")
    assert verify(sealed, office.authority.trust).verdict is Verdict.VALID


def test_the_seal_may_be_applied_by_an_outside_tool_too(office: Office) -> None:
    seal = Device(office.authority, Role.SEAL, "")
    final = accept_external(
        office.by_leader, seal.sign_file(office.by_leader, "ConDau"), Expected("ConDau", seal.allowed), ceremony(office, Level.LTA)
    )
    assert verify(final, office.authority.trust, offline=True).verdict is Verdict.VALID


def test_a_tool_that_makes_its_own_field_is_accepted_where_that_is_expected(office: Office, device: Device) -> None:
    returned = device.sign_file(office.prepared, "Signature1", box=(300, 100, 450, 160))
    accept_external(office.prepared, returned, Expected(None, device.allowed), ceremony(office))
    assert refused(lambda: _accept(office, device, returned)) == "wrong-field"
    inside = device.sign_file(office.prepared, "LanhDao")
    assert refused(lambda: accept_external(office.prepared, inside, Expected(None, device.allowed), ceremony(office))) == "wrong-field"


def _accept(office: Office, device: Device, returned: bytes) -> bytes:
    return accept_external(office.prepared, returned, Expected("LanhDao", device.allowed), ceremony(office))


def test_other_bytes_are_refused(office: Office, device: Device) -> None:
    bent = bytearray(device.sign_file(office.prepared))
    bent[200] ^= 1
    assert refused(lambda: _accept(office, device, bytes(bent))) == "wrong-bytes"
    assert refused(lambda: _accept(office, device, device.sign_file(office.page))) == "wrong-bytes"


@pytest.mark.parametrize("data", [b"", b"rac", b"<html>" * 100, b"PK\x03\x04"])
def test_a_garbage_file_is_refused(office: Office, device: Device, data: bytes) -> None:
    assert refused(lambda: _accept(office, device, data)) == "unreadable"


def test_garbage_behind_the_document_is_refused(office: Office, device: Device) -> None:
    assert refused(lambda: _accept(office, device, office.prepared + b"rac" * 50)) == "unsigned"


def test_the_file_itself_sent_back_is_refused(office: Office, device: Device) -> None:
    assert refused(lambda: _accept(office, device, office.prepared)) == "unsigned"


def test_the_wrong_field_is_refused(office: Office, device: Device) -> None:
    assert refused(lambda: _accept(office, device, device.sign_file(office.prepared, "ConDau"))) == "wrong-field"


def test_another_certificate_is_refused(office: Office, device: Device, other: Device) -> None:
    assert refused(lambda: _accept(office, device, other.sign_file(office.prepared))) == "wrong-certificate"


def test_a_revoked_certificate_is_refused(office: Office) -> None:
    revoked = Device(office.authority, account="da-thu-hoi")
    assert refused(lambda: _accept(office, revoked, revoked.sign_file(office.prepared))) == "revoked"


def test_two_signatures_are_refused(office: Office, device: Device, other: Device) -> None:
    twice = other.sign_file(device.sign_file(office.prepared), "ConDau")
    assert refused(lambda: _accept(office, device, twice)) == "several"


def test_an_oversize_file_is_refused_unopened(office: Office, device: Device) -> None:
    returned = device.sign_file(office.prepared) + b"\x00" * 9_000_000
    assert refused(lambda: _accept(office, device, returned)) == "too-large"


def test_a_garbage_signature_value_is_refused(office: Office, device: Device) -> None:
    returned = device.sign_file(office.prepared)
    place = returned.rindex(b"/Contents <") + 11
    length = returned.index(b">", place) - place
    filled = len(returned[place : place + length].rstrip(b"0"))
    last = place + filled - 6
    bent = returned[:last] + (b"5" if returned[last : last + 1] != b"5" else b"6") + returned[last + 1 :]
    assert refused(lambda: _accept(office, device, bent)) in ("wrong-signature", "not-valid")


def test_a_page_rewritten_under_the_new_signature_is_refused(office: Office, device: Device) -> None:
    """The signature is genuine and covers the whole file; only what was handed out tells that the page says something else now."""
    writer = IncrementalPdfFileWriter(io.BytesIO(office.prepared))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT /F1 12 Tf (99.000.000) Tj ET"))
    writer.update_container(page)
    forged = io.BytesIO()
    writer.write(forged)
    returned = device.sign_file(forged.getvalue())
    assert returned.startswith(office.prepared)
    assert verify(returned, office.authority.trust).verdict is Verdict.VALID
    assert refused(lambda: _accept(office, device, returned)) == "changed"


def test_content_behind_the_new_signature_is_refused(office: Office, device: Device) -> None:
    returned = device.sign_file(office.prepared)
    writer = IncrementalPdfFileWriter(io.BytesIO(returned))
    writer.add_object(generic.StreamObject(stream_data=b"more"))
    writer.update_root()
    more = io.BytesIO()
    writer.write(more)
    assert refused(lambda: _accept(office, device, more.getvalue())) in ("changed", "not-valid")


def test_after_every_refusal_the_document_is_still_signable(office: Office, device: Device) -> None:
    assert not any(state.signed for state in fields(office.prepared))
    trust = office.authority.trust
    assert verify(sign(office.prepared, role=Role.LEADER, key=device.key), trust).verdict is Verdict.VALID
