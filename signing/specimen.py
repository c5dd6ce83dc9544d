"""A tiny signed PDF made in memory: what the fenced child reads once to be warm before it meets a stranger's file."""
# mypy: disable-error-code="no-untyped-call"

import io
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from signing.keys import SigningKey, parse_pkcs12
from signing.pades import sign
from signing.roles import Role


def specimen() -> bytes:
    """An empty page signed by a key that nobody trusts and nobody keeps."""
    return sign(blank_page(), role=Role.PUBLICATION, key=_throwaway())


def blank_page() -> bytes:
    """An empty A4 page as a PDF."""
    writer = PdfFileWriter()
    box = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 595, 842)])
    content = writer.add_object(generic.StreamObject(stream_data=b""))
    writer.insert_page(PageObject(contents=content, media_box=box))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _throwaway() -> SigningKey:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "MẪU")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return parse_pkcs12(pkcs12.serialize_key_and_certificates(b"specimen", key, certificate, None, NoEncryption()), "")
