"""PAdES itself: fields made before the first signature, one signature by one role at one level, and the publication timestamp."""
# mypy: disable-error-code="no-untyped-call"

import asyncio
import io
import re
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, BinaryIO, TypeVar

from asn1crypto import cms, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field, enumerate_sig_fields
from pyhanko.sign.general import SigningError as LibrarySigningError
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSigningSession,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation import generic_cms
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from signing.allowed import AllowedSigners
from signing.appearance import UNSEEN, Appearance, stamp_style
from signing.blanks import Blank, make, put, text_fields
from signing.copies import first_page_top_right
from signing.errors import AuthorityUnreachable, CertificateRefused, DocumentRefused, OrderRefused, SigningError
from signing.fetch import SafeFetcher
from signing.keys import SigningKey
from signing.profiles import Box, Profile, profile_named, profile_of, text_of_field
from signing.revocation import SafeBackend
from signing.roles import Level, Role, role_of
from signing.timestamps import TimestampAuthority, timestamper
from signing.trust import Purpose, TrustStore

VIETNAM = timezone(timedelta(hours=7), "+07")
DIGEST = "sha256"
# Room for the CMS in hexadecimal digits beside its certificates: measuring it would cost a second signature.
_ROOM = 6144
_ROOM_STAMPED = 16384
_RESERVED_TIMESTAMP = 24576
_TAIL = 4096

T = TypeVar("T")


@dataclass(frozen=True)
class FieldState:
    """A signature field of a document, whether it is signed, and whether by a document time stamp alone."""

    name: str
    signed: bool
    stamp: bool = False


def fields(pdf: bytes) -> tuple[FieldState, ...]:
    """The signature fields of a PDF in document order; raises DocumentRefused when it cannot be read."""
    return _states(_writer(io.BytesIO(pdf)))


def prepare(pdf: bytes, profile: str, boxes: Mapping[Role, Box] | None = None, blanks: Mapping[str, Blank] | None = None) -> bytes:
    """Create every field of a profile before the first signature; a role without a box gets an invisible field, a spare role none.

    `blanks` says where the text fields stand, by name, for a profile that has some. Raises DocumentRefused for an unreadable, encrypted or
    already signed PDF, OrderRefused for an unknown profile, AppearanceRefused when the text fields lack a place or their font a letter.
    """
    stream = io.BytesIO(pdf)
    _prepare(stream, profile_named(profile), boxes or {}, blanks)
    return stream.getvalue()


def copy_place(pdf: bytes) -> Box:
    """The top right of a PDF's first page, where copies and annexes show their text; raises DocumentRefused for a turned page."""
    writer = _writer(io.BytesIO(pdf))
    with translated():
        return first_page_top_right(writer.find_page_for_modification(0)[0].get_object())


def texts(pdf: bytes) -> dict[str, str]:
    """What the text fields of a document say, by field name; empty ones say nothing."""
    root = _writer(io.BytesIO(pdf)).prev.root
    with translated():
        return {name: str(reference.get_object().get("/V", "")) for name, reference in text_fields(root)}


def fill(pdf: bytes, values: Mapping[str, str]) -> bytes:
    """Write number and date into the fields made for them, wherever they are said: once, after the leader's signature and before the seal.

    The earlier bytes stay. Raises OrderRefused at another time, DocumentRefused when a field is missing or already filled,
    AppearanceRefused when a value cannot be drawn in its box.
    """
    stream = io.BytesIO(pdf)
    writer = _writer(stream)
    signed = {state.name for state in _states(writer) if state.signed and not state.stamp}
    if signed != {Role.LEADER.field}:
        raise OrderRefused(
            "Chỉ ghi số và ngày sau chữ ký của lãnh đạo và trước con dấu.",
            "Number and date are written after the leader's signature and before the seal.",
        )
    with translated():
        put(writer, values)
        writer.write_in_place()
    return stream.getvalue()


def _prepare(stream: BinaryIO, profile: Profile, boxes: Mapping[Role, Box], blanks: Mapping[str, Blank] | None = None) -> None:
    writer = _writer(stream)
    states = _states(writer)
    if any(state.signed for state in states):
        raise OrderRefused("Văn bản đã được ký, không thêm trường ký được nữa.", "The document is already signed; no field can be added.")
    known = {state.name for state in states}
    wanted = (*profile.roles, *(role for role in profile.spare if role in boxes))
    missing = [role for role in wanted if role.field not in known]
    if not missing:
        return
    with translated():
        for role in missing:
            append_signature_field(writer, _field(role, boxes.get(role)))
        if profile.texts:
            make(writer, profile.texts, blanks or {})
        writer.write_in_place()


class Evidence:
    """What is known about certificates, kept from one signature of a batch to the next: paths once found good, answers once given."""

    def __init__(self, trust: TrustStore) -> None:
        self.context = context(trust)


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
    _run(signer.async_sign_pdf(writer, existing_fields_only=existing, bytes_reserved=_room(order), in_place=True))
    if order.level is Level.LTA and order.authority and order.trust:
        timestamp_stream(stream, order.authority, order.trust, field=None, evidence=order.evidence)


def reserve_stream(stream: BinaryIO, order: Order) -> PreparedByteRangeDigest:
    """Append one signature with room for its value instead of the value, for a key that is elsewhere; errors as for `sign`."""
    writer, signer, existing = _begun(stream, order)
    reserved, _, _ = _run(
        signer.async_digest_doc_for_signing(writer, existing_fields_only=existing, bytes_reserved=_room(order), in_place=True)
    )
    return reserved


def _begun(stream: BinaryIO, order: Order) -> "tuple[IncrementalPdfFileWriter, _Signer, bool]":
    _complete(order)
    writer = _writer(stream)
    states = _states(writer)
    if not states and order.role in (Role.LEADER, Role.SEAL, Role.PUBLICATION):
        states = _prepared(stream, order)
        writer = _writer(stream)
    profile = _chosen(order, states, writer)
    _allowed(profile, order.role, states)
    _filled(profile, order.role, writer)
    new = _new_field(order, profile, states, writer)
    certifies = profile.certifies is order.role and not any(state.signed for state in states)
    return writer, _Signer(order, certifies, new, _space(new, order.role, writer)), new is None


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
    writer = _writer(stream)
    states = _states(writer)
    if field is not None:
        if any(state.name == field and state.signed for state in states):
            raise OrderRefused("Trường công bố đã được ký.", "The publication field is already signed.")
        _allowed(_fitting(states, writer), Role.PUBLICATION, states)
    stamper = PdfTimeStamper(timestamper(authority), field_name=field, invis_settings=InvisSigSettings(box_out_of_bounds=True))
    _run(
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
    writer = _writer(stream)
    if not any(state.signed for state in _states(writer)):
        raise OrderRefused("Văn bản chưa có chữ ký, không gia hạn được.", "The document has no signature to renew.")
    stamper = PdfTimeStamper(timestamper(authority), invis_settings=InvisSigSettings(box_out_of_bounds=True))
    last = next(reversed(list(writer.prev.embedded_timestamp_signatures)), None)
    _run(_stamped_over(writer, stamper, context(trust, evidence, at), [last.signed_data] if last is not None else []))


def prove_stream(stream: BinaryIO, field: str, authority: TimestampAuthority, trust: TrustStore) -> None:
    """Give a signature made elsewhere what it lacks for the long term (EN 319 142-1, 5.4 and 5.5): evidence about its certificates, and a
    document timestamp over all. Raises CertificateRefused when a certificate is revoked, untrusted or cannot be checked."""
    writer = _writer(stream)
    with translated():
        signature = next(s for s in writer.prev.embedded_regular_signatures if s.field_name == field)
        own = [signature.signed_data, *generic_cms.extract_tst_data_iter(signature.signer_info, signed=False)]
    stamper = PdfTimeStamper(timestamper(authority), invis_settings=InvisSigSettings(box_out_of_bounds=True))
    _run(_stamped_over(writer, stamper, context(trust), own))


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


def context(trust: TrustStore, evidence: Evidence | None = None, at: datetime | None = None) -> ValidationContext:
    """A fail-closed view of the trust store for signing: revocation must be known, and is fetched through the safe fetcher.

    `evidence` answers from what it was told before, for a batch; without it everything is asked anew, for the moment `at` or now.
    """
    if evidence is not None:
        return evidence.context
    roots = {a.der: x509.Certificate.load(a.der) for p in (Purpose.SIGNER, Purpose.TSA) for a in trust.anchors_for(p)}
    return ValidationContext(
        trust_roots=list(roots.values()),
        other_certs=[x509.Certificate.load(der) for der in trust.intermediates],
        moment=at,
        allow_fetching=True,
        fetcher_backend=SafeBackend(SafeFetcher(trust.hosts)),
        revocation_mode="require",
        # An answer given after the question knows more, not less: a responder's clock, or a slow night, refuses no signature.
        retroactive_revinfo=True,
    )


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
    _prepare(stream, profile_named(order.profile or usual), {})
    return _states(_writer(stream))


def _chosen(order: Order, states: tuple[FieldState, ...], writer: IncrementalPdfFileWriter) -> Profile:
    profile = profile_named(order.profile) if order.profile else _fitting(states, writer, order.role)
    if order.role in (Role.COPY, Role.ANNEX):
        return profile
    known = _known(states, writer)
    missing = next((name for name in profile.fields if name not in known), None)
    if missing is not None:
        raise OrderRefused(f"Văn bản này không có trường {missing}.", f"This document has no field {missing}.")
    return profile


def _known(states: tuple[FieldState, ...], writer: IncrementalPdfFileWriter) -> set[str]:
    return {state.name for state in states} | {name for name, _ in text_fields(writer.prev.root)}


def _fitting(states: tuple[FieldState, ...], writer: IncrementalPdfFileWriter, role: Role | None = None) -> Profile:
    """The profile that the document's fields, and how it was signed so far, tell."""
    begun = any(state.signed and not state.stamp for state in states)
    return profile_of(_known(states, writer), role, certified=not begun or _certified(writer))


def _certified(writer: IncrementalPdfFileWriter) -> bool:
    return "/DocMDP" in writer.prev.root.get("/Perms", {})


def _filled(profile: Profile, role: Role, writer: IncrementalPdfFileWriter) -> None:
    """After the first signature nothing is signed over an empty number or date."""
    told = ((name, field.get_object()) for name, field in text_fields(writer.prev.root))
    empty = [name for name, field in told if text_of_field(name) in profile.texts and "/V" not in field]
    if empty and role is not profile.roles[0]:
        raise OrderRefused(f"Chưa ghi {empty[0]}, chưa ký {role.field} được.", f"{empty[0]} must be filled before {role.field} is signed.")


def _new_field(order: Order, profile: Profile, states: tuple[FieldState, ...], writer: IncrementalPdfFileWriter) -> SigFieldSpec | None:
    """The field that is made with the signature: none where all fields stand already."""
    if not profile.roles:
        return _field(order.role, None)
    if order.role not in (Role.COPY, Role.ANNEX) or any(state.name == order.role.field for state in states):
        return None
    if _certified(writer):
        raise OrderRefused(
            f"Văn bản đã được chứng nhận và không chừa sẵn trường {order.role.field}.",
            f"The document is certified and has no field {order.role.field} made before.",
        )
    return _field(order.role, order.box or first_page_top_right(writer.find_page_for_modification(0)[0].get_object()))


def _space(new: SigFieldSpec | None, role: Role, writer: IncrementalPdfFileWriter) -> tuple[float, float] | None:
    """Width and height of the signature's box in points; None for an invisible field."""
    if new is not None:
        return (new.box[2] - new.box[0], new.box[3] - new.box[1]) if new.box else None
    for _, _, reference in enumerate_sig_fields(writer.prev, with_name=role.field):
        left, low, right, high = (float(n) for n in reference.get_object().get("/Rect", (0, 0, 0, 0)))
        return (right - left, high - low) if right > left else None
    return None


def _allowed(profile: Profile, role: Role, states: tuple[FieldState, ...]) -> None:
    signed = {state.name for state in states if state.signed}
    if role.field in signed:
        raise OrderRefused(f"Trường {role.field} đã được ký.", f"The field {role.field} is already signed.")
    if profile.roles and role not in profile.roles:
        raise OrderRefused(f"Văn bản này không có trường {role.field}.", f"This document has no field {role.field}.")
    if not profile.roles:
        return
    place = profile.roles.index(role)
    before = next(iter(_unsigned(profile, profile.roles[:place], states)), None)
    if before is not None:
        raise OrderRefused(f"Phải ký {before.field} trước khi ký {role.field}.", f"{before.field} must be signed before {role.field}.")
    after = next((r for r in profile.roles[place + 1 :] if r.field in signed), None)
    if after is not None:
        raise OrderRefused(f"{after.field} đã được ký trước {role.field}.", f"{after.field} is already signed before {role.field}.")


def _unsigned(profile: Profile, roles: Sequence[Role], states: tuple[FieldState, ...]) -> list[Role]:
    """The roles nobody signed for: where outside tools make fields of their own, each such signature stands for one, in their order."""
    signed = {state.name for state in states if state.signed}
    strangers = sum(state.signed and not state.stamp and role_of(state.name) is None for state in states)
    return [role for role in roles if role.field not in signed][strangers if profile.own_fields else 0 :]


def _field(role: Role, box: Box | None) -> SigFieldSpec:
    if box is None:
        return SigFieldSpec(
            role.field, on_page=-1, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True), readable_field_name=_LABELS[role]
        )
    corners = (box.x, box.y, box.x + box.width, box.y + box.height)
    return SigFieldSpec(
        role.field,
        on_page=box.page,
        box=tuple(round(v) for v in corners),  # type: ignore[arg-type]
        # An empty field must not draw a frame over the page: most copies are never made.
        empty_field_appearance=False,
        readable_field_name=_LABELS[role],
    )


_LABELS = {
    Role.LEADER: "Chữ ký của lãnh đạo",
    Role.SEAL: "Con dấu của cơ quan",
    Role.PUBLICATION: "Công bố",
    Role.COPY: "Bản sao",
    Role.ANNEX: "Phụ lục",
}


def _writer(stream: BinaryIO) -> IncrementalPdfFileWriter:
    stream.seek(0)
    if b"%PDF-" not in stream.read(1024):
        raise DocumentRefused("Tệp không phải là PDF.", "The file is not a PDF.")
    with translated():
        stream.seek(0)
        writer = IncrementalPdfFileWriter(stream, strict=True)
        if writer.prev.encrypted:
            raise DocumentRefused("PDF được mã hoá, không ký được.", "The PDF is encrypted and cannot be signed.")
        _nothing_after(stream, writer.prev.last_startxref)
        return writer


def _nothing_after(stream: BinaryIO, start: int | None) -> None:
    """A signature would cover, and so vouch for, whatever somebody put behind the end of the document."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    if not re.search(rb"startxref\s+%d\s+%%%%EOF[\s\x00]*\Z" % (start or 0), stream.read()):
        vi, en = (
            "Sau phần kết thúc của PDF còn nội dung lạ, không ký được.",
            "Content stands behind the end of the PDF; it cannot be signed.",
        )
        raise DocumentRefused(vi, en)


def _states(writer: IncrementalPdfFileWriter) -> tuple[FieldState, ...]:
    with translated():
        return tuple(
            FieldState(str(name), value is not None, value is not None and value.get_object().get("/Type") == "/DocTimeStamp")
            for name, value, _ in enumerate_sig_fields(writer.prev)
        )


def _run(work: Coroutine[Any, Any, T]) -> T:
    with translated():
        return asyncio.run(work)


class translated:  # noqa: N801 (used like a function)
    """Inside it, what the PDF library raises becomes one of this room's errors."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> None:
        if problem is None or isinstance(problem, SigningError) or not isinstance(problem, Exception):
            return
        raise _ours(problem) from problem


def _ours(problem: BaseException) -> SigningError:
    causes = [problem]
    while (deeper := causes[-1].__cause__ or causes[-1].__context__) is not None and len(causes) < 10:
        causes.append(deeper)
    if any(isinstance(c, TimestampRequestError) for c in causes):
        return AuthorityUnreachable("Máy chủ cấp dấu thời gian không trả lời.", "The time-stamping authority does not answer.")
    if any(isinstance(c, PathError | ValidationError) for c in causes):
        return CertificateRefused(
            "Chứng thư của người ký hoặc của máy chủ thời gian bị thu hồi, hết hạn, chưa tin cậy được hoặc chưa kiểm tra được.",
            "The certificate of the signer or of the time-stamping authority is revoked, expired, untrusted or could not be checked.",
        )
    if isinstance(problem, (PdfError, LibrarySigningError)):
        return DocumentRefused(f"Không ký được PDF: {problem}", f"The PDF cannot be signed: {problem}")
    return DocumentRefused("PDF hỏng hoặc không đọc được.", "The PDF is damaged or cannot be read.")
