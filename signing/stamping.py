"""Document time stamps (EN 319 142-1, 5.4.3 and 5.5): at publication, at renewal, and over a signature made elsewhere."""
# mypy: disable-error-code="no-untyped-call"

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO

from asn1crypto import cms
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import (
    TimestampDSSContentSettings,
)
from pyhanko.sign.validation import generic_cms
from pyhanko_certvalidator import CertificateValidator, ValidationContext

from signing.errors import OrderRefused
from signing.evidence import Evidence, context
from signing.opening import opened, run, states_of, translated
from signing.roles import Role
from signing.timestamps import TimestampAuthority, timestamper
from signing.trust import TrustStore
from signing.turns import fitting_profile, require_turn

DIGEST = "sha256"
_RESERVED_TIMESTAMP = 24576


def timestamp(
    pdf: bytes, authority: TimestampAuthority, trust: TrustStore | None = None, *, field: str | None = Role.PUBLICATION.field
) -> bytes:
    """Add a document timestamp (ETSI.RFC3161): by default in the publication field, with field=None in a new one.

    With `trust`, the authority's own certificates and revocation data go in with it, so that the timestamp is the last
    thing in the file and covers it to its end.
    """
    stream = io.BytesIO(pdf)
    timestamp_stream(stream, authority, trust, field=field)
    return stream.getvalue()


def timestamp_stream(
    stream: BinaryIO,
    authority: TimestampAuthority,
    trust: TrustStore | None = None,
    *,
    field: str | None = Role.PUBLICATION.field,
    evidence: Evidence | None = None,
) -> None:
    """Append a document timestamp to an open PDF; see `timestamp` and `sign_stream`."""
    writer = opened(stream)
    states = states_of(writer)
    if field is not None:
        if any(state.name == field and state.signed for state in states):
            raise OrderRefused("Trường công bố đã được ký.", "The publication field is already signed.")
        require_turn(fitting_profile(states, writer), Role.PUBLICATION, states)
    stamper = PdfTimeStamper(timestamper(authority), field_name=field, invis_settings=InvisSigSettings(box_out_of_bounds=True))
    run(
        stamper.async_timestamp_pdf(
            writer,
            DIGEST,
            validation_context=context(trust, evidence) if trust else None,
            bytes_reserved=_RESERVED_TIMESTAMP,
            dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
            in_place=True,
        )
    )


def renew(pdf: bytes, authority: TimestampAuthority, trust: TrustStore, *, at: datetime | None = None) -> bytes:
    """Add one archive time stamp (EN 319 142-1, 5.5): fresh evidence about the last time stamp's authority, then a new stamp over all.

    Do it while the last authority's certificate still holds; `at` is the moment that is judged for, now when left out. Raises
    OrderRefused when the document has no signature.
    """
    stream = io.BytesIO(pdf)
    renew_stream(stream, authority, trust, at=at)
    return stream.getvalue()


def renew_stream(
    stream: BinaryIO, authority: TimestampAuthority, trust: TrustStore, *, evidence: Evidence | None = None, at: datetime | None = None
) -> None:
    """Append one archive time stamp to an open PDF; see `renew` and `sign_stream`."""
    writer = opened(stream)
    if not any(state.signed for state in states_of(writer)):
        raise OrderRefused("Văn bản chưa có chữ ký, không gia hạn được.", "The document has no signature to renew.")
    stamper = PdfTimeStamper(timestamper(authority), invis_settings=InvisSigSettings(box_out_of_bounds=True))
    last = next(reversed(list(writer.prev.embedded_timestamp_signatures)), None)
    run(_stamped_over(writer, stamper, context(trust, evidence, at), [last.signed_data] if last is not None else []))


def prove_stream(stream: BinaryIO, field: str, authority: TimestampAuthority, trust: TrustStore) -> None:
    """Give a signature made elsewhere what it lacks for the long term (EN 319 142-1, 5.4 and 5.5): evidence about its certificates, and a
    document timestamp over all. Raises CertificateRefused when a certificate is revoked, untrusted or cannot be checked."""
    writer = opened(stream)
    with translated():
        signature = next(s for s in writer.prev.embedded_regular_signatures if s.field_name == field)
        own = [signature.signed_data, *generic_cms.extract_tst_data_iter(signature.signer_info, signed=False)]
    stamper = PdfTimeStamper(timestamper(authority), invis_settings=InvisSigSettings(box_out_of_bounds=True))
    run(_stamped_over(writer, stamper, context(trust), own))


async def _stamped_over(
    writer: IncrementalPdfFileWriter, stamper: PdfTimeStamper, evidence: ValidationContext, signed: Sequence[cms.SignedData]
) -> Any:
    """A document timestamp, and in its revision the evidence about whoever made the `signed` data."""
    paths = []
    for data in signed:
        certificates = extract_certificate_info(data)
        stamp = data["encap_content_info"]["content_type"].native == "tst_info"
        validator = CertificateValidator(certificates.signer_cert, intermediate_certs=certificates.other_certs, validation_context=evidence)
        paths.append(await validator.async_validate_usage(set(), extended_key_usage={"time_stamping"} if stamp else None))
    return await stamper.async_timestamp_pdf(
        writer,
        DIGEST,
        validation_context=evidence,
        validation_paths=paths,
        bytes_reserved=_RESERVED_TIMESTAMP,
        dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
        in_place=True,
    )
