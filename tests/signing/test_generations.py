"""Three generations of time-stamping authorities: what was signed today still verifies, offline, in 2040."""
# mypy: disable-error-code="no-untyped-call"

import asyncio
import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.authority import CertTrustAnchor
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from signing import Purpose, SampleAuthority, TimestampAuthority, Verdict, create_sample_authority, horizon, renew, serving, verify
from tests.signing.office import Clock, Office, free_port

GENERATION = 6 * 365
"""Days a sample authority's certificate holds here; each document is renewed half a year before its end."""


@pytest.fixture(scope="module")
def generations(tmp_path_factory: pytest.TempPathFactory) -> tuple[SampleAuthority, list[bytes]]:
    """The authority, and one document as published, as renewed once and as renewed twice."""
    folder = tmp_path_factory.mktemp("generations")
    authority = create_sample_authority(folder / "ca", base_url=f"http://127.0.0.1:{free_port()}")
    authority.replace_services(days=GENERATION)
    clock = Clock()
    with serving(authority, clock):
        made = [Office(authority, clock, folder).published]
        for days in (GENERATION - 180, 2 * GENERATION - 360):
            clock.shift = timedelta(days=days)
            authority.replace_services(at=clock(), days=GENERATION)
            # Another address: an authority's certificates are remembered for a quarter of an hour, and here years pass in a second.
            stamps = TimestampAuthority(f"{authority.timestamps.url}?{days}")
            made.append(renew(made[-1], stamps, authority.trust, at=clock()))
    return authority, made


def test_each_renewal_carries_the_proof_further(generations: tuple[SampleAuthority, list[bytes]]) -> None:
    authority, made = generations
    ends = [horizon(pdf).until for pdf in made]
    assert ends == sorted(ends, key=lambda end: end or datetime.max.replace(tzinfo=UTC))
    assert all(later.startswith(earlier) for earlier, later in pairwise(made))
    assert verify(made[0], authority.trust, offline=True).verdict is Verdict.VALID


def test_after_two_renewals_it_verifies_offline_in_2040(generations: tuple[SampleAuthority, list[bytes]]) -> None:
    authority, made = generations
    then = datetime(2040, 6, 1, tzinfo=UTC)
    verdicts = [verify(pdf, authority.trust, at=then, offline=True).verdict for pdf in made]
    assert verdicts == [Verdict.UNDETERMINED, Verdict.UNDETERMINED, Verdict.VALID]


def test_the_engine_alone_agrees_about_2040(generations: tuple[SampleAuthority, list[bytes]]) -> None:
    authority, made = generations
    roots = [CertTrustAnchor(x509.Certificate.load(anchor.der)) for anchor in authority.trust.anchors_for(Purpose.SIGNER)]
    policy = CertValidationPolicySpec(SimpleTrustManager.build(roots), CertRevTrustPolicy(REQUIRE_REVINFO))
    gathering = RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY)
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(policy, revinfo_gathering_policy=gathering))
    then = datetime(2040, 6, 1, tzinfo=UTC)
    reader = PdfFileReader(io.BytesIO(made[-1]))
    for signature in reader.embedded_regular_signatures:
        result = asyncio.run(ades.simulate_future_ades_lta_validation(signature, spec, then))
        assert result.ades_subindic is AdESPassed.OK


def test_an_algorithm_can_end_before_the_certificate(generations: tuple[SampleAuthority, list[bytes]]) -> None:
    _, made = generations
    causes = [horizon(pdf).cause for pdf in made]
    assert causes == ["authority", "algorithm", "algorithm"]  # RSA-3072 ends with 2035, the first certificate before that
