"""Packages as other people's tools judge them: the Library of Congress's bagit and the E-ARK validator, in an environment of their own."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gazette.model.document import Upload
from tests.outside import outside
from tests.town import Town

BAGIT = "import bagit, sys; bagit.Bag(sys.argv[1]).validate()"

# The validator asks a site for four word lists that also lie in it; tests reach no other machine.
EARK = """
import json, pathlib, sys, urllib.request
import eark_validator
lists = pathlib.Path(eark_validator.__file__).parent / "ipxml" / "resources" / "vocabs"
urllib.request.urlopen = lambda address: (lists / address.rsplit("/", 1)[1]).open("rb")
from eark_validator.mets import MetsValidator
from eark_validator.packages import PackageValidator
folder = pathlib.Path(sys.argv[1])
told = json.loads(PackageValidator(folder).validation_report.model_dump_json())
forms = [MetsValidator(str(path)) for path in sorted((folder / "representations").iterdir())]
told["forms"] = [one.validate_mets("METS.xml") for one in forms]
print(json.dumps(told))
"""

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


def _exported(town: Town, folder: Path) -> Path:
    archivist = town.who("archivist")
    record = town.services.keep.put(archivist, Upload("ke-hoach.pdf", b"%PDF a"), title="Kế hoạch <&> (mẫu)\x0b", level="han-che")
    with town.database.write() as work:
        town.parts.vault.add_rendition(
            work.connection, archivist.clearance, record.id, "xml", b"<a/>", "application/xml", "original", "gazette"
        )
    town.services.handover.export(archivist, record.id, folder)
    return folder


def _run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([outside(), "-c", script, folder], capture_output=True, text=True, timeout=120, check=False)


def _judged(package: Path) -> dict[str, Any]:
    done = _run(EARK, package)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_a_package_is_valid_by_the_library_of_congress_and_a_changed_one_is_not(town: Town, tmp_path: Path) -> None:
    folder = _exported(town, tmp_path / "goi")
    assert _run(BAGIT, folder).returncode == 0
    next(folder.glob("data/*/METS.xml")).write_bytes(b"<changed/>")
    assert "BagValidationError" in _run(BAGIT, folder).stderr


def test_a_package_is_valid_by_the_e_ark_validator_in_structure_and_metadata(town: Town, tmp_path: Path) -> None:
    (package,) = _exported(town, tmp_path / "goi").glob("data/*")
    told = _judged(package)
    assert told["structure"]["status"] == "WellFormed"
    assert [one["rule_id"] for one in told["structure"]["messages"]] == ["CSIPSTR3"]  # (a folder, where an archive file may be)
    assert {part: (found["status"], found["messages"]) for part, found in told["metadata"].items()} == {
        "schema_results": ("VALID", []),
        "schematron_results": ("VALID", []),
    }
    assert told["forms"] == [True, True]


def test_the_e_ark_validator_sees_a_package_without_its_profile(town: Town, tmp_path: Path) -> None:
    (package,) = _exported(town, tmp_path / "goi").glob("data/*")
    mets = package / "METS.xml"
    mets.write_text(mets.read_text(encoding="utf-8").replace("PROFILE=", "TYPO="), encoding="utf-8")
    assert _judged(package)["metadata"]["schematron_results"]["status"] == "INVALID"
