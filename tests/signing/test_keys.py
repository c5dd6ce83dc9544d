"""Keys: PKCS#12 files and a SoftHSM token, and what a wrong secret says."""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

from signing import KeyRefused, Role, load_pkcs12, open_pkcs11
from signing.keys import SOFTHSM
from tests.signing.office import Office

PIN = "1234"


def test_the_key_knows_whose_it_is(office: Office) -> None:
    key = office.authority.key(Role.LEADER, "lanh-dao")
    assert key.name == "Nguyễn Văn Mẫu"
    assert "MẪU" in key.organisation
    assert "signer" not in repr(key)


def test_key_files_are_for_their_owner_only(office: Office) -> None:
    for path in [*(office.authority.folder / "keys").rglob("*.p12"), office.authority.passphrase_file]:
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_wrong_passphrase_is_one_sentence(office: Office) -> None:
    with pytest.raises(KeyRefused) as refused:
        load_pkcs12(office.authority.key_file(Role.SEAL), "sai")
    assert refused.value.vi == "Không mở được seal.p12: sai mật khẩu hoặc tệp hỏng."
    assert refused.value.en == "seal.p12 cannot be opened: wrong passphrase or damaged file."


@pytest.mark.parametrize("data", [b"", b"0", b"0\x82", b"not a key"])
def test_what_is_no_key_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "khoa.p12"
    path.write_bytes(data)
    with pytest.raises(KeyRefused):
        load_pkcs12(path, "")


def test_a_missing_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused):
        load_pkcs12(tmp_path / "khong-co.p12", "")


# A PKCS#11 module reads its configuration once per process, so the token is used in a process of its own.
_ON_TOKEN = """
import sys
from pathlib import Path
from signing import KeyRefused, Role, open_pkcs11, sign
uri, pin, source, target = sys.argv[1:]
try:
    key = open_pkcs11(uri, pin)
except KeyRefused as refused:
    print(refused.en)
    sys.exit(2)
Path(target).write_bytes(sign(Path(source).read_bytes(), role=Role.PUBLICATION, key=key))
print(key.name)
"""


@pytest.fixture(scope="module", params=[Role.SEAL, Role.PUBLICATION], ids=["rsa", "ecdsa"])
def token(office: Office, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    if shutil.which("softhsm2-util") is None:
        pytest.fail("softhsm2 is missing") if os.environ.get("CI") else pytest.skip("softhsm2 is missing")
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
    environment = {**os.environ, "SOFTHSM2_CONF": str(folder / "softhsm2.conf")}
    data = office.authority.key_file(request.param).read_bytes()
    key, certificate, _ = pkcs12.load_key_and_certificates(data, office.authority.passphrase_file.read_bytes().strip())
    assert key is not None
    assert certificate is not None
    plain = folder / "key.pem"
    plain.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    run = ["softhsm2-util", "--init-token", "--free", "--label", "MAU", "--so-pin", secrets.token_hex(4), "--pin", PIN]
    subprocess.run(run, env=environment, check=True, capture_output=True)
    run = ["softhsm2-util", "--import", str(plain), "--token", "MAU", "--label", "khoa", "--id", "01", "--pin", PIN]
    subprocess.run(run, env=environment, check=True, capture_output=True)
    store = (
        "import sys, pkcs11\n"
        f"token = pkcs11.lib({SOFTHSM!r}).get_token(token_label='MAU')\n"
        f"with token.open(rw=True, user_pin={PIN!r}) as session:\n"
        "    session.create_object({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE, pkcs11.Attribute.TOKEN: True,"
        " pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509, pkcs11.Attribute.LABEL: 'khoa',"
        " pkcs11.Attribute.ID: b'\\x01', pkcs11.Attribute.SUBJECT: bytes.fromhex(sys.argv[1]),"
        " pkcs11.Attribute.VALUE: bytes.fromhex(sys.argv[2])})\n"
    )
    parts = [certificate.subject.public_bytes().hex(), certificate.public_bytes(Encoding.DER).hex()]
    subprocess.run([sys.executable, "-c", store, *parts], env=environment, check=True, capture_output=True)
    return environment


def on_token(environment: dict[str, str], uri: str, pin: str, source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _ON_TOKEN, uri, pin, str(source), str(target)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_token_signs(office: Office, token: dict[str, str], tmp_path: Path) -> None:
    source, target = tmp_path / "in.pdf", tmp_path / "out.pdf"
    source.write_bytes(office.page)
    done = on_token(token, "pkcs11:token=MAU;object=khoa", PIN, source, target)
    assert done.returncode == 0, done.stderr
    assert "MẪU" in done.stdout
    told = subprocess.run(["pdfsig", "-nocert", str(target)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told


@pytest.mark.parametrize(
    ("uri", "pin", "sentence"),
    [
        ("pkcs11:token=MAU;object=khoa", "9999", "The PIN of the token is wrong."),
        ("pkcs11:token=KHAC;object=khoa", PIN, "The token is not there."),
        ("pkcs11:token=MAU;object=khac", PIN, "The token holds no key 'khac'."),
        ("pkcs11:token=MAU;object=khoa?module-path=/khong/co.so", PIN, "The token is not there."),
    ],
)
def test_what_a_token_refuses_is_one_sentence(token: dict[str, str], tmp_path: Path, uri: str, pin: str, sentence: str) -> None:
    done = on_token(token, uri, pin, tmp_path, tmp_path)
    assert (done.returncode, done.stdout.strip()) == (2, sentence), done.stderr


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(KeyRefused):
        open_pkcs11("file:///khoa", "")
