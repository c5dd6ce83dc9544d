"""A SoftHSM token with the sample authority's keys, filled and used in processes of their own: a module reads its configuration once."""

import os
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

from signing import Role, SampleAuthority
from signing.tokens import SOFTHSM

PIN = "1234"
_STORE = """
import sys, pkcs11
from asn1crypto import x509
module, pin, *rows = sys.argv[1:]
with pkcs11.lib(module).get_token(token_label="MAU").open(rw=True, user_pin=pin) as session:
    for label, identity, der in zip(rows[::3], rows[1::3], rows[2::3]):
        session.create_object({
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE, pkcs11.Attribute.TOKEN: True,
            pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509, pkcs11.Attribute.LABEL: label,
            pkcs11.Attribute.ID: bytes.fromhex(identity), pkcs11.Attribute.VALUE: bytes.fromhex(der),
            pkcs11.Attribute.SUBJECT: x509.Certificate.load(bytes.fromhex(der)).subject.dump(),
        })
"""


@dataclass(frozen=True)
class Token:
    """A token `MAU` with the seal's RSA key `con-dau` (01), the publication's P-256 key `cong-bao` (02), and `trung` twice (03, 04)."""

    folder: Path
    environment: dict[str, str]

    @classmethod
    def made(cls, folder: Path, authority: SampleAuthority) -> "Token":
        """A new token; skips the test where SoftHSM is missing, fails it in CI."""
        if shutil.which("softhsm2-util") is None:
            pytest.fail("softhsm2 is missing") if os.environ.get("CI") else pytest.skip("softhsm2 is missing")
        (folder / "tokens").mkdir()
        (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
        token = cls(folder, {**os.environ, "SOFTHSM2_CONF": str(folder / "softhsm2.conf")})
        token._run(["softhsm2-util", "--init-token", "--free", "--label", "MAU", "--so-pin", secrets.token_hex(4), "--pin", PIN])
        rows = [("issuing", "aa", authority.certificate("issuing")), ("root", "ab", authority.certificate("root"))]
        for label, identity, role in (
            ("con-dau", "01", Role.SEAL),
            ("cong-bao", "02", Role.PUBLICATION),
            ("trung", "03", Role.SEAL),
            ("trung", "04", Role.PUBLICATION),
        ):
            rows.append((label, identity, token._import(authority, label, identity, role)))
        told = [part for label, identity, one in rows for part in (label, identity, one.public_bytes(Encoding.DER).hex())]
        token._run([sys.executable, "-c", _STORE, SOFTHSM, PIN, *told])
        return token

    def run(self, script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """What a Python script says that sees this token."""
        command = [sys.executable, "-c", script, *(str(argument) for argument in arguments)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=120)

    def _import(self, authority: SampleAuthority, label: str, identity: str, role: Role) -> x509.Certificate:
        secret = authority.passphrase_file.read_bytes().strip()
        key, certificate, _ = pkcs12.load_key_and_certificates(authority.key_file(role).read_bytes(), secret)
        assert key is not None
        assert certificate is not None
        plain = self.folder / f"{identity}.pem"
        plain.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        self._run(["softhsm2-util", "--import", str(plain), "--token", "MAU", "--label", label, "--id", identity, "--pin", PIN])
        plain.unlink()
        return certificate

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
