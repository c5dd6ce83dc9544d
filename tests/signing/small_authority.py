"""A certification authority without services, for certificates and evidence that no honest one issues; everything lies in the file."""
# mypy: disable-error-code="no-untyped-call"

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import cms, crl, keys
from asn1crypto import ocsp as answers
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.specimen import blank_page

NOW = datetime.now(UTC).replace(microsecond=0)
SIGNING = ("digital_signature", "content_commitment")
ISSUING = ("key_cert_sign", "crl_sign")
_USAGES = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
_ALL_USAGES = (*_USAGES, "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
_RESPONDER = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ocsp.example.invalid"))


@dataclass(frozen=True)
class Party:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: Any = field(repr=False)

    @property
    def asn1(self) -> asn1.Certificate:
        return asn1.Certificate.load(self.certificate.public_bytes(Encoding.DER))


@dataclass(frozen=True)
class Wish:
    """What a certificate is to say; days count from now."""

    name: str = "Người ký mẫu"
    authority: bool | None = False
    depth: int | None = None
    usage: Sequence[str] | None = SIGNING
    purposes: Sequence[x509.ObjectIdentifier] = ()
    days: tuple[int, int] = (-10, 3000)
    more: Sequence[tuple[x509.ExtensionType, bool]] = ()
    key: Any = None


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def issued(wish: Wish, by: Party | None = None) -> Party:
    """A certificate as wished, by an issuer or by itself."""
    key = wish.key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, wish.name)])
    begin, end = (NOW + timedelta(days=days) for days in wish.days)
    issuer = by.certificate.subject if by else name
    builder = x509.CertificateBuilder(issuer, name, key.public_key(), x509.random_serial_number(), begin, end)
    if wish.authority is not None:
        builder = builder.add_extension(x509.BasicConstraints(wish.authority, wish.depth), True)
    if wish.usage is not None:
        builder = builder.add_extension(x509.KeyUsage(**{usage: usage in wish.usage for usage in _ALL_USAGES}), True)
    if wish.purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(wish.purposes), False)
    if not wish.authority:
        builder = builder.add_extension(x509.AuthorityInformationAccess([_RESPONDER]), False)
    for extension, critical in wish.more:
        builder = builder.add_extension(extension, critical)
    return Party(builder.sign(by.key if by else key, hashes.SHA256()), key)


def crl_of(by: Party, revoked: Sequence[Party] = (), *, name: Party | None = None, days: tuple[int, int] = (-1, 30), **told: Any) -> Any:
    """A list of revoked certificates, dated in days from now; `told` are entries of the issuing distribution point."""
    issuer = (name or by).certificate.subject
    begin, end = (NOW + timedelta(days=day) for day in days)
    builder = x509.CertificateRevocationListBuilder(issuer, begin, end).add_extension(x509.CRLNumber(1), False)
    for one in revoked:
        entry = x509.RevokedCertificateBuilder(one.certificate.serial_number, NOW - timedelta(days=2))
        builder = builder.add_revoked_certificate(entry.build())
    if told:
        scope = dict.fromkeys(
            ("only_contains_user_certs", "only_contains_ca_certs", "indirect_crl", "only_contains_attribute_certs"), False
        )
        scope = {"full_name": None, "relative_name": None, "only_some_reasons": None, **scope, **told}
        builder = builder.add_extension(x509.IssuingDistributionPoint(**scope), True)
    return crl.CertificateList.load(builder.sign(by.key, hashes.SHA256()).public_bytes(Encoding.DER))


def answer_of(by: Party, about: Party, issuer: Party, *, revoked: bool = False, days: tuple[int, int] = (0, 2)) -> Any:
    """An OCSP response, dated in days from now."""
    status = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
    begin, end = (NOW + timedelta(days=day) for day in days)
    since = NOW - timedelta(days=2) if revoked else None
    builder = ocsp.OCSPResponseBuilder().add_response(about.certificate, issuer.certificate, hashes.SHA1(), status, begin, end, since, None)
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, by.certificate).certificates([by.certificate])
    return answers.OCSPResponse.load(builder.sign(by.key, hashes.SHA256()).public_bytes(Encoding.DER))


@dataclass(frozen=True)
class Letter:
    """A signed page: by whom, under which certificates, with which evidence."""

    signer: Party
    chain: Sequence[Party]
    crls: Sequence[Any] = ()
    answers: Sequence[Any] = ()
    digest: str = "sha256"

    def value(self) -> bytes:
        """The page with the signature, without evidence."""
        certificates = [party.asn1 for party in (self.signer, *self.chain)]
        private = self.signer.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        signer = signers.SimpleSigner(certificates[0], keys.PrivateKeyInfo.load(private), SimpleCertificateStore.from_certs(certificates))
        metadata = PdfSignatureMetadata("NguoiKy", md_algorithm=self.digest, subfilter=SigSeedSubFilter.PADES, signer_key_usage=set())
        writer = IncrementalPdfFileWriter(io.BytesIO(blank_page()))
        made = asyncio.run(signers.PdfSigner(metadata, signer).async_sign_pdf(writer, bytes_reserved=16384))
        return bytes(made.getvalue())

    def pdf(self, value: bytes = b"") -> bytes:
        """The page with signature and evidence."""
        out = io.BytesIO(value or self.value())
        certificates = [party.asn1 for party in (self.signer, *self.chain)]
        DocumentSecurityStore.add_dss(out, None, certs=certificates, crls=list(self.crls), ocsps=list(self.answers))
        return out.getvalue()

    def having(self, **changes: Any) -> "Letter":
        return replace(self, **changes)


def revalued(pdf: bytes, value: cms.ContentInfo) -> bytes:
    """The page with another signature value in the room of the old one."""
    begin = pdf.index(b"<", pdf.rfind(b"/Contents <")) + 1
    end = pdf.index(b">", begin)
    return pdf[:begin] + value.dump(force=True).hex().encode().ljust(end - begin, b"0") + pdf[end:]


def value_of(pdf: bytes) -> cms.ContentInfo:
    begin = pdf.index(b"<", pdf.rfind(b"/Contents <")) + 1
    return cms.ContentInfo.load(bytes.fromhex(pdf[begin : pdf.index(b">", begin)].decode()))
