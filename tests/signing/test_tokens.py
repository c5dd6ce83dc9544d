"""Keys on a SoftHSM token: RSA and P-256, wrong PINs, one key among several of a name, the chain, and a token pulled in the middle."""

import subprocess
from pathlib import Path

import pkcs11
import pytest

from signing import KeyRefused, open_pkcs11
from signing.tokens import TokenAddress, WrongPin, refusal
from tests.signing.hsm import PIN, Token
from tests.signing.office import Office

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
print(key.name, len(list(key.signer.cert_registry)))
"""

_PULLED = """
import sys
from pathlib import Path
from signing import KeyRefused, Role, open_pkcs11, sign
source, tokens = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2])
key = open_pkcs11("pkcs11:token=MAU;object=con-dau", "1234")
first = key.signer.session
assert sign(source, role=Role.PUBLICATION, key=key)
first.close()
assert sign(source, role=Role.PUBLICATION, key=key)
assert key.signer.session is not first
print("opened again")
away = tokens.rename(tokens.with_name("away"))
tokens.mkdir()
key.signer.session.close()
try:
    sign(source, role=Role.PUBLICATION, key=key)
except KeyRefused as refused:
    print(refused.en)
tokens.rmdir()
away.rename(tokens)
assert sign(source, role=Role.PUBLICATION, key=key)
print("back")
"""

_TOGETHER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from signing import Role, open_pkcs11, sign
source = Path(sys.argv[1]).read_bytes()
key = open_pkcs11("pkcs11:token=MAU;object=cong-bao", "1234")
with ThreadPoolExecutor(4) as pool:
    made = list(pool.map(lambda _: sign(source, role=Role.PUBLICATION, key=key), range(12)))
print(len(made))
"""


@pytest.fixture(scope="module")
def token(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Token:
    return Token.made(tmp_path_factory.mktemp("token"), office.authority)


@pytest.mark.parametrize(
    "address",
    [
        "pkcs11:token=MAU;object=con-dau",
        "pkcs11:token=MAU;object=cong-bao",
        "pkcs11:token=MAU;object=trung;id=%04",
        "pkcs11:token=MAU;id=%03",
    ],
)
def test_a_token_signs_with_its_chain(office: Office, token: Token, tmp_path: Path, address: str) -> None:
    source, target = tmp_path / "in.pdf", tmp_path / "out.pdf"
    source.write_bytes(office.page)
    done = token.run(_ON_TOKEN, address, PIN, source, target)
    assert done.returncode == 0, done.stderr
    assert "MẪU" in done.stdout
    assert done.stdout.split()[-1] == "3"
    told = subprocess.run(["pdfsig", "-nocert", str(target)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told


@pytest.mark.parametrize(
    ("uri", "pin", "sentence"),
    [
        ("pkcs11:token=MAU;object=con-dau", "9999", "The PIN of the token is wrong."),
        ("pkcs11:token=KHAC;object=con-dau", PIN, "The token is not there."),
        ("pkcs11:token=MAU;object=khac", PIN, "The token holds no key 'khac'."),
        ("pkcs11:token=MAU;object=trung", PIN, "The token holds 2 keys named 'trung'; add id= to the key address."),
        ("pkcs11:token=MAU;object=con-dau?module-path=/khong/co.so", PIN, "The token is not there."),
    ],
)
def test_what_is_wrong_with_the_token_is_one_sentence(token: Token, tmp_path: Path, uri: str, pin: str, sentence: str) -> None:
    done = token.run(_ON_TOKEN, uri, pin, tmp_path / "none.pdf", tmp_path / "none.pdf")
    assert (done.returncode, done.stdout.strip()) == (2, sentence), done.stderr


def test_a_token_pulled_in_the_middle_signs_again_when_it_is_back(office: Office, token: Token, tmp_path: Path) -> None:
    source = tmp_path / "in.pdf"
    source.write_bytes(office.page)
    done = token.run(_PULLED, source, token.folder / "tokens")
    assert done.stdout.splitlines() == ["opened again", "The token is not there.", "back"], done.stderr


def test_threads_share_one_session_without_disturbing_each_other(office: Office, token: Token, tmp_path: Path) -> None:
    source = tmp_path / "in.pdf"
    source.write_bytes(office.page)
    done = token.run(_TOGETHER, source)
    assert done.stdout.strip() == "12", done.stderr


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (pkcs11.PinLocked(), "The token is locked after too many wrong PINs."),
        (pkcs11.PinExpired(), "The PIN of the token has expired."),
        (pkcs11.PinIncorrect(), "The PIN of the token is wrong."),
    ],
)
def test_a_refused_pin_is_told_apart_because_trying_again_would_lock_the_token(said: pkcs11.PKCS11Error, sentence: str) -> None:
    told = refusal(said)
    assert isinstance(told, WrongPin)
    assert told.en == sentence


def test_only_modules_on_the_list_are_loaded() -> None:
    with pytest.raises(KeyRefused) as refused:
        open_pkcs11("pkcs11:token=MAU;object=con-dau?module-path=/tmp/la.so", PIN, modules={"/usr/lib/softhsm/libsofthsm2.so"})
    assert refused.value.en == "The PKCS#11 module /tmp/la.so is not on the list of allowed modules."
    with pytest.raises(KeyRefused, match="danh sách"):
        open_pkcs11("pkcs11:object=con-dau?module-path=libsofthsm2.so", PIN)


@pytest.mark.parametrize(
    "uri", ["file:khoa.p12", "pkcs11:token=MAU", "pkcs11:", "pkcs11:object=a?pin-value=1234", "pkcs11:object=a;pin-source=/etc/passwd"]
)
def test_an_address_without_a_key_or_with_a_pin_is_refused(uri: str) -> None:
    with pytest.raises(KeyRefused):
        TokenAddress.parse(uri)


def test_an_address_is_read_as_rfc_7512_says() -> None:
    read = TokenAddress.parse("pkcs11:token=Con%20d%E1%BA%A5u;serial=01AB;id=%00%FF?module-path=/usr/lib/a.so")
    assert read == TokenAddress("/usr/lib/a.so", "Con dấu", b"01AB", None, b"\x00\xff")
