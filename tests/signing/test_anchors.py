"""What an anchor vouches for: only its purposes, only within the store's dates, and by the store as it stands on the disk now."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from signing import Level, Purpose, Report, Role, TrustStore, Verdict, verify
from signing.trust import EVERY_PURPOSE
from tests.signing.office import Office

ALL, NONE = "trusted", "untrusted"


def trusting(office: Office, *purposes: Purpose, **dates: datetime) -> TrustStore:
    """The office's store with its root trusted for some purposes only."""
    trust = office.authority.trust
    return replace(trust, anchors=tuple(replace(a, purposes=frozenset(purposes), **dates) for a in trust.anchors))


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


@pytest.fixture(scope="module")
def stamped(office: Office) -> bytes:
    """A letter with the publication's signature, a time stamp on it, and evidence for both."""
    return office.signed(office.page, Role.PUBLICATION, Level.LT)


@pytest.mark.parametrize(
    ("purposes", "verdict", "signer", "time"),
    [
        (EVERY_PURPOSE, Verdict.VALID, ALL, ALL),
        ({Purpose.SIGNER, Purpose.TSA}, Verdict.VALID, ALL, ALL),
        ({Purpose.SIGNER}, Verdict.VALID, ALL, NONE),
        ({Purpose.TSA}, Verdict.UNDETERMINED, NONE, ALL),
        ({Purpose.TSA, Purpose.OCSP}, Verdict.UNDETERMINED, NONE, ALL),
        ({Purpose.OCSP}, Verdict.UNDETERMINED, NONE, NONE),
        (set(), Verdict.UNDETERMINED, NONE, NONE),
    ],
)
def test_an_anchor_vouches_for_its_purposes_only(
    office: Office, stamped: bytes, purposes: set[Purpose], verdict: Verdict, signer: str, time: str
) -> None:
    report = verify(stamped, trusting(office, *purposes), offline=True)
    (signature,) = report.signatures
    assert report.verdict is verdict, report.to_json()
    assert ("V030" in codes(report)) is (signer == NONE)
    assert (signature.trust_anchor is None) is (signer == NONE)
    assert (signature.proven_time is None) is (time == NONE)


def test_a_document_time_stamp_needs_an_anchor_for_time_stamps(office: Office) -> None:
    report = verify(office.published, trusting(office, Purpose.SIGNER, Purpose.OCSP), offline=True)
    assert report.verdict is Verdict.UNDETERMINED
    assert report.signatures[-1].sub_indication == "NO_CERTIFICATE_CHAIN_FOUND"


@pytest.mark.parametrize(
    ("since", "until", "verdict"),
    [(-1, 1, Verdict.VALID), (1, 2, Verdict.UNDETERMINED), (-2, -1, Verdict.UNDETERMINED)],
)
def test_an_anchor_vouches_within_the_stores_dates(office: Office, since: int, until: int, verdict: Verdict) -> None:
    now = datetime.now(UTC)
    trust = trusting(office, *Purpose, valid_from=now + timedelta(days=since), valid_to=now + timedelta(days=until))
    assert verify(office.published, trust, offline=True).verdict is verdict


def test_the_dates_count_at_the_proven_time_and_not_at_the_time_of_asking(office: Office) -> None:
    later = datetime.now(UTC) + timedelta(days=30)
    trust = office.authority.trust
    distrusted = trust.distrust(trust.anchors[0].fingerprint, later - timedelta(days=10))
    assert verify(office.published, distrusted, at=later, offline=True).verdict is Verdict.VALID
    claimed = office.signed(office.page, Role.PUBLICATION, Level.B)
    report = verify(claimed, distrusted, at=later)
    assert report.verdict is Verdict.UNDETERMINED, "nothing proves that it was there before the distrust"
    assert "V039" in codes(report)
    assert verify(claimed, distrusted).verdict is Verdict.VALID, "as of a day before the distrust"


def test_a_changed_store_is_used_by_the_next_verification(office: Office, tmp_path: Path) -> None:
    office.authority.trust.save(tmp_path)
    assert verify(office.published, TrustStore.load(tmp_path), offline=True).verdict is Verdict.VALID
    store = TrustStore.load(tmp_path)
    store.distrust(store.anchors[0].fingerprint, datetime.now(UTC) - timedelta(hours=5)).save(tmp_path)
    report = verify(office.published, TrustStore.load(tmp_path), offline=True)
    assert report.verdict is Verdict.UNDETERMINED
    assert report.trust_store.endswith(f"({store.version + 1})")


def test_adding_a_distrusted_anchor_again_does_not_pardon_it(office: Office) -> None:
    now = datetime.now(UTC)
    root = office.authority.certificate("root").public_bytes(Encoding.DER)
    store = TrustStore("thử").add(root)
    again = store.distrust(store.anchors[0].fingerprint, now).add(root, [Purpose.SIGNER])
    assert (again.anchors[0].distrusted_from, again.anchors[0].purposes) == (now, {Purpose.SIGNER})
