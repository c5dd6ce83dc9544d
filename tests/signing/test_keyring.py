"""The keyring: files and tokens side by side, a secret for each, nothing that others can read, and no PIN tried twice."""

import os
from pathlib import Path

import pytest

from signing import KeyRefused, Keyring, Role, read_secret
from tests.signing.hsm import PIN, Token
from tests.signing.office import Office

_RING = """
import sys
from pathlib import Path
from signing import KeyRefused, Keyring, Role
ring = Keyring.open(Path(sys.argv[1]))
for role, name in ((Role.SEAL, ""), (Role.COPY, ""), (Role.LEADER, "lanh.dao"), (Role.PUBLICATION, "")):
    try:
        print(ring.key(role, name).name)
    except KeyRefused as refused:
        print(refused.en)
"""


def secret(path: Path, text: str, mode: int = 0o600) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = secret(tmp_path / "seal.pin", "1234\n")
    assert read_secret(path) == "1234"
    for mode in (0o640, 0o604, 0o666):
        path.chmod(mode)
        with pytest.raises(KeyRefused, match="0600"):
            read_secret(path)


def test_a_secret_comes_from_an_open_descriptor(office: Office) -> None:
    reading, writing = os.pipe()
    os.write(writing, office.authority.passphrase_file.read_bytes())
    os.close(writing)
    assert Keyring.open(office.authority.folder / "keys", reading).key(Role.SEAL)


def test_a_key_of_its_own_passphrase_stands_beside_the_others(office: Office, tmp_path: Path) -> None:
    keys = office.authority.folder / "keys"
    for name in ("seal.p12", "publication.p12"):
        (tmp_path / name).write_bytes((keys / name).read_bytes())
    secret(tmp_path / "passphrase", "sai")
    secret(tmp_path / "seal.pin", office.authority.passphrase_file.read_text())
    ring = Keyring.open(tmp_path)
    assert ring.key(Role.SEAL) is ring.key(Role.COPY) is ring.key(Role.ANNEX)
    with pytest.raises(KeyRefused):
        ring.key(Role.PUBLICATION)


def test_a_ring_without_its_passphrase_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "seal.p12").write_bytes(office.authority.key_file(Role.SEAL).read_bytes())
    with pytest.raises(KeyRefused):
        Keyring.open(tmp_path)


def test_copies_and_annexes_show_no_seal(tmp_path: Path) -> None:
    (tmp_path / "seal.png").write_bytes(b"png")
    ring = Keyring(tmp_path, "")
    assert ring.picture(Role.SEAL) == b"png"
    assert ring.picture(Role.COPY) is ring.picture(Role.ANNEX) is None


def test_a_library_that_is_not_on_the_list_is_never_loaded(tmp_path: Path) -> None:
    secret(tmp_path / "seal.uri", "pkcs11:object=con-dau?module-path=/tmp/la.so")
    with pytest.raises(KeyRefused, match="danh sách"):
        Keyring.open(tmp_path).key(Role.SEAL)


def test_tokens_are_named_by_files_and_a_wrong_pin_stops_one_key_alone(office: Office, tmp_path: Path) -> None:
    (tmp_path / "hsm").mkdir()
    token, ring = Token.made(tmp_path / "hsm", office.authority), tmp_path / "ring"
    secret(ring / "seal.uri", "pkcs11:token=MAU;object=con-dau\n")
    secret(ring / "seal.pin", PIN)
    secret(ring / "leader" / "lanh.dao.uri", "pkcs11:token=MAU;id=%02")
    secret(ring / "leader" / "lanh.dao.pin", "9999")
    assert Keyring.open(ring).names() == ["leader/lanh.dao", "seal"]
    done = token.run(_RING, ring)
    told = done.stdout.splitlines()
    assert told[0] == told[1], done.stderr
    assert "An Phước" in told[0]
    assert told[2:] == ["The PIN of the token is wrong.", "The key file publication.p12 cannot be read."]


def test_a_refused_pin_is_not_tried_again_before_it_changes(office: Office, tmp_path: Path) -> None:
    (tmp_path / "hsm").mkdir()
    token, ring = Token.made(tmp_path / "hsm", office.authority), tmp_path / "ring"
    secret(ring / "seal.uri", "pkcs11:token=MAU;object=con-dau")
    secret(ring / "seal.pin", "9999")
    script = """
import sys
from pathlib import Path
from signing import KeyRefused, Keyring, Role
ring, pin, tokens = Keyring.open(Path(sys.argv[1])), Path(sys.argv[1]) / "seal.pin", Path(sys.argv[2])
for step in ("asked", "remembered"):
    try:
        ring.key(Role.SEAL)
    except KeyRefused as refused:
        print(step, refused is ring.refused["seal"][1])
pin.write_text("1234")
print(bool(ring.key(Role.SEAL)))
"""
    done = token.run(script, ring, token.folder / "tokens")
    assert done.stdout.splitlines() == ["asked True", "remembered True", "True"], done.stderr
