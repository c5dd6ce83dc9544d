"""A package is written whole, read back alike, and not believed when a single byte, name or link of it is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import (
    BagDamaged,
    BagNotUnderstood,
    ContentId,
    FolderTaken,
    HeadNotUnderstood,
    Label,
    Payload,
    VerifierKey,
    described,
    note_is_signed_by,
    open_bag,
    write_bag,
)
from archive.descriptions import RECORD, bag_info, describe
from archive.heads import sign_note
from tests.archive.conftest import OFFICER, House


def _bag(folder: Path) -> Path:
    write_bag(
        folder, [Payload("mot.txt", [b"mo", b"t"]), Payload("hai.txt", [b"hai"])], {"External-Description": "Hai tệp"}, {"ghi/a": b"a"}
    )
    return folder


def test_a_package_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    bag = open_bag(_bag(tmp_path / "goi"))
    assert bag.info == {"External-Description": "Hai tệp", "Payload-Oxum": "6.2"}
    assert {path: bag.read(path) for path in bag.payload} == {"data/mot.txt": b"mot", "data/hai.txt": b"hai"}
    assert bag.read("ghi/a") == b"a"
    assert (bag.folder / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert f"{ContentId.of(b'mot')}  data/mot.txt\n" in (bag.folder / "manifest-sha256.txt").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["goi"]


def _append(folder: Path) -> None:
    with (folder / "data/mot.txt").open("ab") as file:
        file.write(b"!")


def _stranger(folder: Path) -> None:
    (folder / "data/la.txt").write_bytes(b"la")


def _other_label(folder: Path) -> None:
    (folder / "bag-info.txt").write_text("External-Description: khác\n", encoding="utf-8")


def _link(folder: Path) -> None:
    (folder / "data/mot.txt").unlink()
    (folder / "data/mot.txt").symlink_to("/etc/hostname")


def _outside(folder: Path) -> None:
    manifest = folder / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text().replace("data/mot.txt", "data/../../mot.txt"))


def _twice(folder: Path) -> None:
    manifest = folder / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text() * 2)


DAMAGES: list[Callable[[Path], object]] = [
    _append,
    _stranger,
    _other_label,
    _link,
    _outside,
    _twice,
    lambda folder: (folder / "data/mot.txt").unlink(),
    lambda folder: (folder / "ghi/a").write_bytes(b"b"),
    lambda folder: (folder / "fetch.txt").write_text("https://example.org/a 1 data/a\n"),
    lambda folder: (folder / "manifest-sha256.txt").write_bytes(b"\xff\xfe"),
    lambda folder: (folder / "tagmanifest-sha256.txt").write_text(""),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_package_with_anything_changed_is_refused(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    folder = _bag(tmp_path / "goi")
    damage(folder)
    with pytest.raises(BagDamaged):
        open_bag(folder)


@pytest.mark.parametrize("missing", ["bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_a_folder_that_lacks_a_package_s_files_is_none(tmp_path: Path, missing: str) -> None:
    folder = _bag(tmp_path / "goi")
    (folder / missing).unlink()
    with pytest.raises(BagNotUnderstood):
        open_bag(folder)


def test_a_byte_changed_after_the_check_is_still_not_taken_in(tmp_path: Path) -> None:
    bag = open_bag(_bag(tmp_path / "goi"))
    _append(bag.folder)
    with pytest.raises(BagDamaged):
        bag.read("data/mot.txt")


def test_a_package_is_not_written_over_anything(tmp_path: Path) -> None:
    folder = _bag(tmp_path / "goi")
    with pytest.raises(FolderTaken):
        _bag(folder)
    (tmp_path / "rong").mkdir()
    _bag(tmp_path / "rong")


def test_bytes_with_another_digest_leave_no_package_behind(tmp_path: Path) -> None:
    with pytest.raises(BagDamaged):
        write_bag(tmp_path / "goi", [Payload("mot", [b"mot"], ContentId.of(b"khac"))], {})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../ra-ngoai", "/goc", "a\\b", "", "a//b", "./a"])
def test_no_name_leads_out_of_the_package(tmp_path: Path, name: str) -> None:
    with pytest.raises(BagDamaged):
        write_bag(tmp_path / "goi", [Payload(name, [b"x"])], {})
    assert list(tmp_path.iterdir()) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.dictionaries(st.from_regex(r"\A[a-zđ%\n\r\x85\u2028 ]{1,12}[a-zđ ]\Z"), st.binary(max_size=40), max_size=4))
def test_any_files_come_back(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    folder = tmp_path_factory.mktemp("goi") / "bag"
    write_bag(folder, [Payload(name, [data]) for name, data in files.items()], {})
    bag = open_bag(folder)
    assert {path.removeprefix("data/"): bag.read(path) for path in bag.payload} == files


def test_a_record_s_package_says_what_the_register_says(lite: House, tmp_path: Path) -> None:
    label = Label(3, marks=frozenset({"xem-xong-tra-lai"}), personal_data=True)
    record = lite.deposit(OFFICER, label=label, data=b"noi dung", title="Báo cáo\nmật?")
    place = f"{record.id}/goc.pdf"
    payload = [Payload(place, [b"noi dung"]), Payload(f"{record.id}/{RECORD}", [describe(record, [place])])]
    bag = write_bag(tmp_path / "goi", payload, bag_info(record))
    told = described(bag)
    assert (told.record, told.title, told.label) == (record.id, record.title, label)
    assert bag.info["Label-Level"] == "bi-mat"
    assert [(row["name"], bag.read(row["file"])) for row in told.renditions] == [("original", b"noi dung")]


@pytest.mark.parametrize("told", [b"", b"[]", b"{}", b'{"label": 3}', b"[" * 100_000, b'{"label": {"level": 9}}'])
def test_a_record_s_description_that_makes_no_sense_is_damage(tmp_path: Path, told: bytes) -> None:
    bag = write_bag(tmp_path / "goi", [Payload(f"goc/{RECORD}", [told])], {})
    with pytest.raises(BagDamaged):
        described(bag)


@pytest.mark.parametrize("places", [(), (f"mot/{RECORD}", f"hai/{RECORD}"), (f"sau/hon/{RECORD}",)])
def test_a_package_without_one_description_at_its_place_is_damaged(tmp_path: Path, places: tuple[str, ...]) -> None:
    bag = write_bag(tmp_path / "goi", [Payload(place, [b"{}"]) for place in places], {})
    with pytest.raises(BagDamaged):
        described(bag)


def test_a_signature_over_the_seal_covers_every_file(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    verifier = VerifierKey("kho.example", key.public_key())
    bag = write_bag(
        tmp_path / "goi",
        [Payload("a", [b"a"])],
        {},
        sign=lambda seal: {"chu-ky.txt": sign_note(f"goi\n{seal}\n", "kho.example", key).encode()},
    )
    note = (bag.folder / "chu-ky.txt").read_text()
    assert note_is_signed_by(note, f"goi\n{bag.seal}\n", verifier)
    assert not note_is_signed_by(note, f"goi\n{ContentId.of(b'')}\n", verifier)
    assert not note_is_signed_by(note, f"goi\n{bag.seal}\n", VerifierKey("kho.example", Ed25519PrivateKey.generate().public_key()))


def test_a_public_key_is_one_line_that_reads_back() -> None:
    verifier = VerifierKey("kho.example", Ed25519PrivateKey.generate().public_key())
    again = VerifierKey.parse(f"{verifier}\n")
    assert str(again) == str(verifier)
    for wrong in ("", "a+b+c", str(verifier).replace("kho", "kha"), str(verifier)[:-6]):
        with pytest.raises(HeadNotUnderstood):
            VerifierKey.parse(wrong)
