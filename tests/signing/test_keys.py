"""Keys in PKCS#12 files, and what a wrong secret says."""

from pathlib import Path

import pytest

from signing import KeyRefused, Role, load_pkcs12
from tests.signing.office import Office


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
