"""Trust stores: saved, reopened, versioned, and never silently wrong."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from signing import Purpose, TrustRefused, TrustStore
from tests.signing.office import Office


def pem(office: Office, name: str) -> bytes:
    return office.authority.certificate(name).public_bytes(Encoding.PEM)


def test_a_saved_store_comes_back_the_same(office: Office, tmp_path: Path) -> None:
    saved = TrustStore("thử", hosts=frozenset({"ocsp.example:80"})).add(pem(office, "root"), [Purpose.TSA], source="tay").save(tmp_path)
    assert TrustStore.load(tmp_path) == saved
    assert saved.version == 1


def test_each_change_is_a_new_version_and_the_old_ones_stay(office: Office, tmp_path: Path) -> None:
    store = TrustStore("thử").add(pem(office, "root")).save(tmp_path)
    later = store.distrust(store.anchors[0].fingerprint, datetime.now(UTC)).save(tmp_path)
    assert later.version == 2
    assert sorted(p.name for p in (tmp_path / "versions").iterdir()) == ["000001.json", "000002.json"]
    assert TrustStore.load(tmp_path).anchors[0].distrusted_from is not None


def test_dates_decide_what_an_anchor_vouches_for(office: Office) -> None:
    now = datetime.now(UTC)
    store = TrustStore("thử").add(pem(office, "root"))
    anchor = store.distrust(store.anchors[0].fingerprint, now).anchors[0]
    assert anchor.trusted_at(now - timedelta(seconds=1))
    assert not anchor.trusted_at(now)


def test_a_plain_folder_of_pem_is_a_store(office: Office, tmp_path: Path) -> None:
    (tmp_path / "all.pem").write_bytes(pem(office, "root") + pem(office, "issuing"))
    store = TrustStore.open(tmp_path)
    assert (len(store.anchors), len(store.intermediates), store.sample) == (1, 1, False)


def test_a_changed_certificate_is_noticed(office: Office, tmp_path: Path) -> None:
    store = TrustStore("thử").add(pem(office, "root")).save(tmp_path)
    (tmp_path / "certs" / f"{store.anchors[0].fingerprint}.pem").write_bytes(pem(office, "issuing"))
    with pytest.raises(TrustRefused):
        TrustStore.load(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 1}', '{"version": 1, "name": "x", "anchors": [{}]}'])
def test_a_broken_manifest_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(TrustRefused) as refused:
        TrustStore.load(tmp_path)
    assert "kho tin cậy" in refused.value.vi


def test_an_unknown_fingerprint_cannot_be_distrusted() -> None:
    with pytest.raises(TrustRefused):
        TrustStore("trống").distrust("00", datetime.now(UTC))


@pytest.mark.parametrize("data", [b"", b"khong phai", b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_refused(data: bytes) -> None:
    with pytest.raises(TrustRefused):
        TrustStore("trống").add(data)


def test_an_empty_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(TrustRefused):
        TrustStore.open(tmp_path)
