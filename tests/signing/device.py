"""A signer's own device for tests: it signs hashes like an agent beside the browser, and whole files like a desktop signing tool."""
# mypy: disable-error-code="no-untyped-call"

import io
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from signing import Role, SampleAuthority, SigningKey


@dataclass
class Device:
    """One person's token: its key never leaves it."""

    authority: SampleAuthority
    role: Role = Role.LEADER
    account: str = "lanh-dao"
    key: SigningKey = field(init=False)

    def __post_init__(self) -> None:
        self.key = self.authority.key(self.role, self.account)

    @cached_property
    def _opened(self) -> tuple[Any, Any]:
        secret = self.authority.passphrase_file.read_text("utf-8").strip().encode()
        key, certificate, _ = pkcs12.load_key_and_certificates(self.authority.key_file(self.role, self.account).read_bytes(), secret)
        return key, certificate

    @property
    def certificate(self) -> bytes:
        """The certificate, in DER."""
        return bytes(self._opened[1].public_bytes(Encoding.DER))

    @property
    def allowed(self) -> frozenset[str]:
        """The list that allows this device alone."""
        return frozenset({self.key.fingerprint})

    def sign_hash(self, attributes: bytes) -> bytes:
        """The signature value over the bytes of signed attributes."""
        key = self._opened[0]
        if isinstance(key, RSAPrivateKey):
            return key.sign(attributes, PKCS1v15(), SHA256())
        assert isinstance(key, EllipticCurvePrivateKey)
        return key.sign(attributes, ECDSA(SHA256()))

    def sign_file(self, pdf: bytes, name: str = "LanhDao", *, box: tuple[int, int, int, int] | None = None) -> bytes:
        """The whole file signed as desktop tools do: an approval signature, in an existing field or in one of the tool's own."""
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        metadata = PdfSignatureMetadata(field_name=name, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        spec = SigFieldSpec(name, on_page=-1, box=box) if box else None
        signed: io.BytesIO = PdfSigner(metadata, self.key.signer, new_field_spec=spec).sign_pdf(writer, existing_fields_only=False)
        return signed.getvalue()
