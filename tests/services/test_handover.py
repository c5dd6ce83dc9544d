"""Hand-over packages: signed with label and bytes, believed from known keys only, and never taken in under a lower label."""

import json
from pathlib import Path

import pytest

import archive
import signing
from gazette.model.document import Upload
from gazette.model.errors import GazetteError, Refused
from tests.town import Town


def _package(town: Town, folder: Path, level: str = "han-che") -> Path:
    record = town.services.keep.put(town.who("archivist"), Upload("a.pdf", b"%PDF a"), title="Kế hoạch (mẫu)", level=level)
    town.services.handover.export(town.who("archivist"), record.id, folder / "goi")
    return folder / "goi"


def test_a_package_comes_back_under_its_own_label(town: Town, tmp_path: Path) -> None:
    back = town.services.handover.take_in(town.who("archivist"), _package(town, tmp_path))
    assert (back.label.level, back.title) == (2, "Kế hoạch (mẫu)")


def test_a_package_whose_label_was_lowered_and_whose_digests_were_made_anew_is_refused(town: Town, tmp_path: Path) -> None:
    package = _package(town, tmp_path)
    (described,) = package.glob("data/*/metadata/other/record.json")
    told = json.loads(described.read_text(encoding="utf-8"))
    told["label"]["level"] = 0
    was = archive.ContentId.of(described.read_bytes()).hex
    described.write_text(json.dumps(told), encoding="utf-8")
    manifest = package / "manifest-sha256.txt"
    before = archive.ContentId.of(manifest.read_bytes()).hex
    manifest.write_text(manifest.read_text().replace(was, archive.ContentId.of(described.read_bytes()).hex))
    tags = package / "tagmanifest-sha256.txt"
    tags.write_text(tags.read_text().replace(before, archive.ContentId.of(manifest.read_bytes()).hex))
    archive.open_bag(package)  # (every digest holds)
    with pytest.raises(Refused):
        town.services.handover.take_in(town.who("archivist"), package)


def test_a_package_is_believed_from_the_keys_named_only_and_never_unsigned(town: Town, tmp_path: Path) -> None:
    package, archivist = _package(town, tmp_path), town.who("archivist")
    (own,) = town.services.log.public_keys()
    stranger = archive.VerifierKey("noi-khac.invalid/nhat-ky", own.key)
    with pytest.raises(Refused):
        town.services.handover.take_in(archivist, package, [stranger])
    assert town.services.handover.take_in(archivist, package, [own])
    (package / "handover.note").unlink()
    with pytest.raises(Refused):
        town.services.handover.take_in(archivist, package)


def test_whoever_is_not_cleared_for_a_package_s_label_does_not_take_it_in(town: Town, tmp_path: Path) -> None:
    package = _package(town, tmp_path)
    with town.database.write() as work:
        work.accounts.change("luu-tru", level="noi-bo")
    low = town.services.accounts.actor("luu-tru")
    assert low is not None
    with pytest.raises(GazetteError):
        town.services.handover.take_in(low, package)


def test_the_signature_over_a_package_bears_a_timestamp_and_the_log_says_whether_the_import_could_prove_it(
    town: Town, tmp_path: Path
) -> None:
    package, archivist = _package(town, tmp_path, "cong-khai"), town.who("archivist")
    token, note = (package / "handover.tsr").read_bytes(), (package / "handover.note").read_bytes()
    moment = signing.stamped_at(token, note, town.parts.trust())
    assert moment is not None
    for damaged in (token, token[:-1] + bytes([token[-1] ^ 1]), b""):
        (package / "handover.tsr").write_bytes(damaged)
        town.services.handover.take_in(archivist, package)
    with town.database.read() as work:
        told = [str(row.details) for row in town.parts.vault.audit.rows(work.connection) if row.action == "import"]
    assert [f'"stamped":"{when}"' in row for row, when in zip(told, (moment.isoformat(), "", ""), strict=True)] == [True] * 3
