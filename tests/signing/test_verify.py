"""Verification: our own flows are valid, and nothing that was touched is."""

import json
import random
import re
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signing import Level, Role, TrustStore, Verdict, VerificationUnavailable, renew, sign, verify
from signing.examine import examine
from signing.sample import REVOKED
from signing.wire import Question
from tests.signing.office import Office


def codes(office: Office, pdf: bytes) -> set[str]:
    return {finding.code for finding in verify(pdf, office.authority.trust, offline=True).findings}


@pytest.mark.parametrize("step", ["by_leader", "sealed", "published"])
def test_every_step_of_our_own_flow_is_valid(office: Office, step: str) -> None:
    report = verify(getattr(office, step), office.authority.trust, offline=True)
    assert report.verdict is Verdict.VALID, report.to_json()
    assert "V050" in {finding.code for finding in report.findings}, "a sample store must be told"


def test_the_published_document_names_roles_times_and_anchor(office: Office) -> None:
    report = verify(office.published, office.authority.trust, offline=True)
    told = report.to_json()
    assert [s["role"] for s in told["signatures"]] == ["leader", "seal", "publication"]
    assert [s["covers_whole_file"] for s in told["signatures"]] == [False, False, True]
    assert [s["changes_after"] for s in told["signatures"]] == ["allowed", "allowed", "none"]
    assert all(s["revocation"] == "good" and s["proven_time"].endswith("+07:00") for s in told["signatures"])
    assert told["signatures"][0]["level"] == "B-LTA"
    assert told["signatures"][0]["signer"]["name"] == "Nguyễn Văn Mẫu"


def test_the_report_has_exactly_the_keys_of_the_contract(office: Office) -> None:
    told = json.loads(json.dumps(verify(office.published, office.authority.trust, offline=True).to_json()))
    assert set(told) == {"file", "sha256", "verdict", "reason", "published", "signatures", "findings"}
    wanted = "field role verdict indication sub_indication signer level claimed_time proven_time intact covers_whole_file changes_after"
    assert set(told["signatures"][0]) == {*wanted.split(), "revocation", "trust_anchor"}
    assert set(told["findings"][0]) == {"code", "level", "message", "where"}


def test_two_renewals_leave_everything_valid(office: Office) -> None:
    pdf = office.published
    for _ in range(2):
        pdf = renew(pdf, office.authority.timestamps, office.authority.trust)
    report = verify(pdf, office.authority.trust, offline=True)
    assert report.verdict is Verdict.VALID, report.to_json()
    assert len(report.signatures) == 5


@pytest.mark.parametrize("days", [8, 40, 400, 2000])
def test_evidence_in_the_file_lasts_offline(office: Office, days: int) -> None:
    later = datetime.now(UTC) + timedelta(days=days)
    assert verify(office.published, office.authority.trust, at=later, offline=True).verdict is Verdict.VALID


def test_when_the_authority_itself_has_expired_nothing_is_claimed(office: Office) -> None:
    later = datetime.now(UTC) + timedelta(days=3700)
    assert verify(office.published, office.authority.trust, at=later, offline=True).verdict is Verdict.UNDETERMINED


def test_a_page_without_signature_is_undetermined(office: Office) -> None:
    for pdf in (office.page, office.prepared):
        report = verify(pdf, office.authority.trust)
        assert report.verdict is Verdict.UNDETERMINED
        assert "V001" in {finding.code for finding in report.findings}
        assert report.reason() == "Tệp PDF này không có chữ ký số nào."


@pytest.mark.parametrize(("data", "code"), [(b"", "V003"), (b"Xin chao", "V002"), (b"%PDF-1.7\n1 0 obj", "V004")])
def test_what_is_no_document_gets_a_report(office: Office, data: bytes, code: str) -> None:
    assert code in codes(office, data)


def test_a_truncated_document_gets_a_report(office: Office) -> None:
    for size in (10, 1000, len(office.published) // 2, len(office.published) - 40):
        assert verify(office.published[:size], office.authority.trust, offline=True).verdict is not Verdict.VALID


def test_a_missing_file_is_an_error_of_the_operation(office: Office, tmp_path: Path) -> None:
    with pytest.raises(VerificationUnavailable):
        verify(tmp_path / "khong-co.pdf", office.authority.trust)


def test_without_anchors_nothing_is_valid(office: Office) -> None:
    report = verify(office.published, TrustStore("trống"), offline=True)
    assert report.verdict is Verdict.UNDETERMINED
    assert {s.sub_indication for s in report.signatures} == {"NO_CERTIFICATE_CHAIN_FOUND"}


def test_an_unstamped_signature_needs_the_network_for_revocation(office: Office) -> None:
    pdf = office.signed(office.page, Role.PUBLICATION, Level.B)
    assert verify(pdf, office.authority.trust, offline=True).verdict is Verdict.UNDETERMINED
    assert verify(pdf, office.authority.trust).verdict is Verdict.VALID


def test_a_private_host_the_store_does_not_name_is_never_asked(office: Office) -> None:
    pdf = office.signed(office.page, Role.PUBLICATION, Level.B)
    trust = office.authority.trust
    nameless = TrustStore(trust.name, anchors=trust.anchors, intermediates=trust.intermediates)
    assert verify(pdf, nameless).verdict is Verdict.UNDETERMINED


def test_a_revoked_signer_is_not_valid(office: Office) -> None:
    for level in (Level.B, Level.T):
        report = verify(office.signed(office.prepared, Role.LEADER, level, REVOKED), office.authority.trust)
        assert report.verdict is Verdict.INVALID, report.to_json()
        assert report.signatures[0].revocation == "revoked"


def test_a_certificate_revoked_after_the_proven_time_stays_good(office: Office) -> None:
    office.authority.add_person("sap-thu-hoi", "Trần Thị Mẫu")
    pdf = office.signed(office.page, Role.LEADER, Level.T, "sap-thu-hoi")
    office.authority.revoke(Role.LEADER, "sap-thu-hoi", at=datetime.now(UTC) + timedelta(days=10))
    office.clock.shift = timedelta(days=20)
    try:
        report = verify(pdf, office.authority.trust, at=datetime.now(UTC) + timedelta(days=20))
    finally:
        office.clock.shift = timedelta(0)
    assert report.verdict is Verdict.VALID, report.to_json()


def test_an_expired_signer_needs_evidence_from_his_time(office: Office) -> None:
    later = datetime.now(UTC) + timedelta(days=4 * 365)
    stamped = office.signed(office.prepared, Role.LEADER, Level.T)
    with_evidence = office.by_leader
    assert verify(stamped, office.authority.trust, at=later, offline=True).verdict is Verdict.UNDETERMINED
    assert verify(with_evidence, office.authority.trust, at=later, offline=True).verdict is Verdict.VALID


def test_an_anchor_distrusted_before_the_signature_vouches_for_nothing(office: Office) -> None:
    anchor = office.authority.trust.anchors[0]
    before = office.authority.trust.distrust(anchor.fingerprint, datetime.now(UTC) - timedelta(hours=5))
    after = office.authority.trust.distrust(anchor.fingerprint, datetime.now(UTC) + timedelta(hours=5))
    assert verify(office.published, before, offline=True).verdict is Verdict.UNDETERMINED
    assert verify(office.published, after, offline=True).verdict is Verdict.VALID


def test_one_flipped_letter_of_the_page_is_invalid(office: Office) -> None:
    at = office.published.index(b"stream") + 40
    touched = office.published[:at] + bytes([office.published[at] ^ 1]) + office.published[at + 1 :]
    report = verify(touched, office.authority.trust, offline=True)
    assert report.verdict is Verdict.INVALID
    assert not any(s.intact for s in report.signatures)


@pytest.mark.parametrize(
    "tail", [b"x", b"\n1 0 obj<<>>endobj\n", b"%%EOF\n", b"startxref\n0\n%%EOF\n", b"\n" * 3 + b"9 0 obj", b"\n", b"\r\n", b" ", b"\x00"]
)
def test_appended_bytes_are_not_valid(office: Office, tail: bytes) -> None:
    assert verify(office.published + tail, office.authority.trust, offline=True).verdict is not Verdict.VALID


def forged_object(pdf: bytes) -> bytes:
    """A page content object under the number of the real one, saying something else."""
    number = re.search(rb"/Contents (\d+) 0 R", pdf)
    assert number is not None
    body = zlib.compress(b"BT /F1 12 Tf 72 700 Td (99.000.000) Tj ET")
    head = b"\n%s 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n" % (number[1], len(body))
    return head + body + b"\nendstream\nendobj\n"


def last_startxref(pdf: bytes) -> bytes:
    return re.findall(rb"startxref\s+(\d+)", pdf)[-1]


@pytest.mark.parametrize("ending", ["none", "empty-xref", "same-startxref", "own-xref"])
def test_incremental_saving_attacks_are_never_valid(office: Office, ending: str) -> None:
    pdf = office.published
    forged = forged_object(pdf)
    number = int(forged.split()[0])
    offset = len(pdf) + 1
    endings = {
        "none": b"",
        "empty-xref": b"xref\n0 0\ntrailer\n<<>>\nstartxref\n%s\n%%%%EOF\n" % last_startxref(pdf),
        "same-startxref": b"startxref\n%s\n%%%%EOF\n" % last_startxref(pdf),
        "own-xref": b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 9999/Prev %s/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (number, offset, last_startxref(pdf), len(pdf) + len(forged)),
    }
    report = verify(pdf + forged + endings[ending], office.authority.trust, offline=True)
    assert report.verdict is not Verdict.VALID, report.to_json()


def test_a_signature_taken_out_of_the_list_is_noticed(office: Office) -> None:
    stripped = office.sealed.replace(b"/T (ConDau)", b"/X (ConDau)").replace(b"/FT /Sig", b"/FT /Btn")
    report = verify(stripped, office.authority.trust, offline=True)
    assert report.verdict is not Verdict.VALID
    assert "V011" in {finding.code for finding in report.findings}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"/ByteRange \[0 ", b"/ByteRange [1 "),
        (rb"/ByteRange \[0 \d+", b"/ByteRange [0 100"),
        (rb"/SubFilter /ETSI.CAdES.detached", b"/SubFilter /ETSI.CAdES.detachex"),
    ],
)
def test_a_crooked_signature_dictionary_is_not_valid(office: Office, old: bytes, new: bytes) -> None:
    found = re.search(old, office.sealed)
    assert found is not None
    touched = office.sealed[: found.start()] + new.ljust(found.end() - found.start()) + office.sealed[found.end() :]
    assert verify(touched, office.authority.trust, offline=True).verdict is not Verdict.VALID


def test_a_second_verification_is_fast(office: Office) -> None:
    verify(office.published, office.authority.trust, offline=True)
    begun = datetime.now(UTC)
    verify(office.published, office.authority.trust, offline=True)
    assert datetime.now(UTC) - begun < timedelta(seconds=3)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), flips=st.integers(1, 3))
def test_no_flip_is_ever_valid_and_none_raises(office: Office, seed: int, flips: int) -> None:
    chance = random.Random(seed)
    touched = bytearray(office.published)
    for _ in range(flips):
        touched[chance.randrange(len(touched) - 24576 - 4000)] ^= 1 << chance.randrange(8)
    report = examine(bytes(touched), Question(office.authority.trust, offline=True))
    assert report.verdict is not Verdict.VALID or bytes(touched) == office.published


def test_a_leaders_signature_alone_is_said_to_be_incomplete(office: Office) -> None:
    assert "V041" in codes(office, office.by_leader)
    assert "V041" not in codes(office, office.sealed)


def test_a_foreign_approval_signature_needs_no_fields_of_ours(office: Office) -> None:
    once = sign(office.page, role=Role.PUBLICATION, key=office.authority.key(Role.PUBLICATION), level=Level.B)
    assert verify(once, office.authority.trust).signatures[0].role is Role.PUBLICATION
