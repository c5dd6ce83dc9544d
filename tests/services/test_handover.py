"""Hand-over packages: signed with label and bytes, believed from known keys only, and never taken in under a lower label."""

import json
from pathlib import Path

import pytest

import archive
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
    described = package / "metadata/record.json"
    told = json.loads(described.read_text(encoding="utf-8"))
    told["label"]["level"] = 0
    was = archive.ContentId.of(described.read_bytes()).hex
    described.write_text(json.dumps(told), encoding="utf-8")
    manifest = package / "tagmanifest-sha256.txt"
    manifest.write_text(manifest.read_text().replace(was, archive.ContentId.of(described.read_bytes()).hex))
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
