"""PAdES itself: one signature by one role at one level (EN 319 142-1)."""
# mypy: disable-error-code="no-untyped-call"

import io
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, BinaryIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSigningSession,
    SigDSSPlacementPreference,
)

from signing.allowed import AllowedSigners
from signing.appearance import UNSEEN, Appearance, stamp_style
from signing.copies import first_page_top_right
from signing.errors import AuthorityUnreachable, CertificateRefused, OrderRefused
from signing.evidence import Evidence, context
from signing.form import field_of, prepare_stream
from signing.keys import SigningKey
from signing.opening import FieldState, opened, run, states_of
from signing.profiles import Box, Profile, profile_named
from signing.roles import Level, Role
from signing.stamping import DIGEST, timestamp_stream
from signing.timestamps import TimestampAuthority, timestamper
from signing.trust import TrustStore
from signing.turns import chosen_profile, is_certified, require_filled, require_turn

VIETNAM = timezone(timedelta(hours=7), "+07")
_ROOM = 6144
_ROOM_STAMPED = 16384


@dataclass(frozen=True)
class Order:
    """One signature to be made, as told to `sign`; `evidence` keeps revocation answers from one signature to the next.

    `box` is where a copy or an annex shows its text when the document has no field for it.
    """

    role: Role
    key: SigningKey
    level: Level = Level.B
    authority: TimestampAuthority | None = None
    trust: TrustStore | None = None
    appearance: Appearance | None = None
    at: datetime | None = None
    evidence: Evidence | None = None
    profile: str | None = None
    signers: AllowedSigners | None = None
    box: Box | None = None


def sign(
    pdf: bytes,
    *,
    role: Role,
    key: SigningKey,
    level: Level = Level.B,
    authority: TimestampAuthority | None = None,
    trust: TrustStore | None = None,
    appearance: Appearance | None = None,
    at: datetime | None = None,
    profile: str | None = None,
    signers: AllowedSigners | None = None,
    box: Box | None = None,
) -> bytes:
    """Add one signature; the earlier bytes of the file stay exactly as they are.

    A PDF without fields is prepared first: for the leader as an issued document, for publication as a gazette issue. `profile` says by
    which of the profiles with these fields it is signed, the first of them when left out; `signers` which certificates may sign.
    A copy or an annex without a field gets one at `box`, else at the top right of the first page.
    `authority` is needed from B-T, `trust` from B-LT (revocation is then checked and embedded); `at` is the claimed
    time, now when left out. Raises OrderRefused when the role may not sign yet, CertificateRefused when the
    certificate is revoked, expired or untrusted, AuthorityUnreachable when a service does not answer.
    """
    stream = io.BytesIO(pdf)
    sign_stream(stream, Order(role, key, level, authority, trust, appearance, at, None, profile, signers, box))
    return stream.getvalue()


def sign_stream(stream: BinaryIO, order: Order) -> None:
    """Append one signature to an open PDF (readable, writable, seekable); what was there is not touched. Errors as for `sign`.

    What a failure leaves behind the document's end is the caller's to throw away. Memory does not grow with the document.
    """
    writer, signer, existing = _begun(stream, order)
    run(signer.async_sign_pdf(writer, existing_fields_only=existing, bytes_reserved=_room(order), in_place=True))
    if order.level is Level.LTA and order.authority and order.trust:
        timestamp_stream(stream, order.authority, order.trust, field=None, evidence=order.evidence)


def reserve_stream(stream: BinaryIO, order: Order) -> PreparedByteRangeDigest:
    """Append one signature with room for its value instead of the value, for a key that is elsewhere; errors as for `sign`."""
    writer, signer, existing = _begun(stream, order)
    reserved, _, _ = run(
        signer.async_digest_doc_for_signing(writer, existing_fields_only=existing, bytes_reserved=_room(order), in_place=True)
    )
    return reserved


def _begun(stream: BinaryIO, order: Order) -> "tuple[IncrementalPdfFileWriter, _Signer, bool]":
    _complete(order)
    writer = opened(stream)
    states = states_of(writer)
    if not states and order.role in (Role.LEADER, Role.SEAL, Role.PUBLICATION):
        states = _prepared(stream, order)
        writer = opened(stream)
    profile = chosen_profile(order.profile, order.role, states, writer)
    require_turn(profile, order.role, states)
    require_filled(profile, order.role, writer)
    new = _new_field(order, profile, states, writer)
    certifies = profile.certifies is order.role and not any(state.signed for state in states)
    return writer, _Signer(order, certifies, new, _space(new, order.role, writer)), new is None


class _Signer(PdfSigner):
    """pyHanko's signer with the claimed time given by us, in Vietnam's zone."""

    def __init__(self, order: Order, certifies: bool, new: SigFieldSpec | None, room: tuple[float, float] | None) -> None:
        self._claimed = (order.at or datetime.now(VIETNAM)).astimezone(VIETNAM)
        super().__init__(
            _metadata(order, certifies),
            order.key.signer,
            timestamper=timestamper(order.authority) if order.authority and order.level.timestamped else None,
            stamp_style=stamp_style(order.appearance, room) if order.appearance else UNSEEN,
            new_field_spec=new,
        )

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._claimed
        return session


def _metadata(order: Order, certifies: bool) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=order.role.field,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=certifies,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        embed_validation_info=order.level.long_term,
        validation_context=context(order.trust, order.evidence) if order.trust and order.level.long_term else None,
        dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE),
    )


def _room(order: Order) -> int:
    """Hexadecimal digits that the CMS will not exceed: readers go through every one of them, so no more than that."""
    signer = order.key.signer
    certificates = {c.sha256: c for c in (signer.signing_cert, *signer.cert_registry)}
    return 2 * sum(len(c.dump()) for c in certificates.values()) + _ROOM + (_ROOM_STAMPED if order.level.timestamped else 0)


def _complete(order: Order) -> None:
    if order.level.timestamped and order.authority is None:
        raise AuthorityUnreachable(
            f"Mức {order.level} cần máy chủ cấp dấu thời gian.", f"Level {order.level} needs a time-stamping authority."
        )
    if order.level.long_term and order.trust is None:
        raise CertificateRefused(f"Mức {order.level} cần kho tin cậy.", f"Level {order.level} needs a trust store.")
    if order.signers is not None:
        order.signers.require(order.role, order.key.signer.signing_cert)


def _prepared(stream: BinaryIO, order: Order) -> tuple[FieldState, ...]:
    if order.role is Role.SEAL:
        raise OrderRefused("Chưa có chữ ký của lãnh đạo, không đóng dấu được.", "The leader has not signed; the seal cannot be applied.")
    usual = "issued-document" if order.role is Role.LEADER else "gazette-issue"
    prepare_stream(stream, profile_named(order.profile or usual), {})
    return states_of(opened(stream))


def _new_field(order: Order, profile: Profile, states: tuple[FieldState, ...], writer: IncrementalPdfFileWriter) -> SigFieldSpec | None:
    """The field that is made with the signature: none where all fields stand already."""
    if not profile.roles:
        return field_of(order.role, None)
    if order.role not in (Role.COPY, Role.ANNEX) or any(state.name == order.role.field for state in states):
        return None
    if is_certified(writer):
        raise OrderRefused(
            f"Văn bản đã được chứng nhận và không chừa sẵn trường {order.role.field}.",
            f"The document is certified and has no field {order.role.field} made before.",
        )
    return field_of(order.role, order.box or first_page_top_right(writer.find_page_for_modification(0)[0].get_object()))


def _space(new: SigFieldSpec | None, role: Role, writer: IncrementalPdfFileWriter) -> tuple[float, float] | None:
    """Width and height of the signature's box in points; None for an invisible field."""
    if new is not None:
        return (new.box[2] - new.box[0], new.box[3] - new.box[1]) if new.box else None
    for _, _, reference in enumerate_sig_fields(writer.prev, with_name=role.field):
        left, low, right, high = (float(n) for n in reference.get_object().get("/Rect", (0, 0, 0, 0)))
        return (right - left, high - low) if right > left else None
    return None
