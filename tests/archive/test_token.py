"""A master key in the care of a token: opened with the PIN, not without it, and not by an older copy after a replacement."""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import KeyRefused
from archive.token import TokenPlace

_STORY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from archive import Label
from archive.errors import ArchiveLocked, KeyRefused
from archive.keystore import open_key_store
from archive.sealing import new_key
from archive.token import Token, TokenPlace

folder, pin = Path(sys.argv[1]), sys.argv[2]
place = TokenPlace.parse("pkcs11:token=KHO;object=khoa-chu")
def custody(): return Token(place, folder / "kho.json", folder / "ram" / "key", pin)
def store(held): return open_key_store(f"sqlite:///{folder / 'keys.db'}", held, lambda: datetime.now(UTC))
def refused(act, *kinds):
    try:
        act()
    except kinds:
        return
    raise AssertionError(act)

held, master, label = custody(), new_key(), Label.named("bi-mat")
held.make(master)
assert master not in (folder / "kho.json").read_bytes()
first = store(held)
first.make(master)
(key,) = first.new("a" * 32, ["v1"], label)
held.lock()
refused(lambda: first.find("a" * 32, "v1", label), ArchiveLocked)
refused(lambda: held.unlock("sai-pin"), KeyRefused)
assert first.locked
held.unlock(pin)
assert first.find("a" * 32, "v1", label) == key
old = (folder / "kho.json").read_bytes()
assert first.rotate().keys == 1
assert first.find("a" * 32, "v1", label) == key
held.lock()
again = custody()
again.unlock(pin)
assert store(again).find("a" * 32, "v1", label) == key
(folder / "kho.json").write_bytes(old)
refused(lambda: custody().unlock(pin), KeyRefused)
print("xong")
"""


def test_a_token_opens_the_store_with_its_pin_only(tmp_path: Path) -> None:
    if shutil.which("softhsm2-util") is None:
        pytest.fail("softhsm2 is missing") if os.environ.get("CI") else pytest.skip("softhsm2 is missing")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n")
    environment, pin = {**os.environ, "SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf")}, secrets.token_hex(4)
    made = ["softhsm2-util", "--init-token", "--free", "--label", "KHO", "--so-pin", secrets.token_hex(4), "--pin", pin]
    subprocess.run(made, env=environment, check=True, capture_output=True)
    command = [sys.executable, "-c", _STORY, str(tmp_path), pin]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert (told.stdout, told.stderr) == ("xong\n", "")


@pytest.mark.parametrize("uri", ["", "pkcs11:token=KHO", "pkcs11:object=khoa", "pkcs11:token=KHO;object=khoa?pin-value=1", "file:///khoa"])
def test_an_address_that_names_no_key_or_tells_a_pin_is_refused(uri: str) -> None:
    with pytest.raises(KeyRefused):
        TokenPlace.parse(uri)


def test_an_address_may_name_its_module() -> None:
    place = TokenPlace.parse("pkcs11:token=KHO%20LUU;object=khoa?module-path=/usr/lib/hsm.so")
    assert place == TokenPlace("KHO LUU", "khoa", "/usr/lib/hsm.so")
