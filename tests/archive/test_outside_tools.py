"""Packages as other people's tools see them: the Library of Congress's bagit, in an environment of its own with a pinned version."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive import EVIDENCE, METS, PREMIS, Payload, describe, evidence, mets, premis, write_bag
from tests.archive.conftest import CLERK, House

BAGIT = "bagit==1.9.0"


@pytest.fixture
def tool(tmp_path: Path) -> Path:
    """The Python of an environment that holds the tool; skipped, and said so, where the package index cannot be reached."""
    place = tmp_path / "tool"
    subprocess.run([sys.executable, "-m", "venv", place], check=True, capture_output=True, timeout=300)
    python = place / "bin" / "python"
    made = subprocess.run([python, "-m", "pip", "install", "-q", BAGIT], capture_output=True, text=True, timeout=300, check=False)
    if made.returncode:
        pytest.skip(f"{BAGIT} cannot be installed: {made.stderr.strip().splitlines()[-1:]}")
    return python


@pytest.mark.soak
def test_a_package_is_valid_by_the_library_of_congress_and_a_changed_one_is_not(lite: House, tool: Path, tmp_path: Path) -> None:
    record = lite.deposit(CLERK, data=b"noi dung")
    with lite.engine.begin() as connection:
        proof, rows = evidence(connection, lite.audit, record.id)
        data = lite.vault.read(connection, CLERK, record.id)
    info, tags, names = describe(record)
    tags = {**tags, EVIDENCE: proof, PREMIS: premis(record, names, rows)}
    tags[METS] = mets(record, names, tags, (datetime.now(UTC), "Văn phòng tỉnh An Phước"))
    folder = tmp_path / "goi"
    write_bag(folder, [Payload(names[0], [data], record.renditions[0].sha256)], info, tags)
    check = [tool, "-c", "import bagit, sys; bagit.Bag(sys.argv[1]).validate()", folder]
    assert subprocess.run(check, capture_output=True, timeout=120, check=False).returncode == 0
    (folder / METS).write_bytes(b"<changed/>")
    assert subprocess.run(check, capture_output=True, timeout=120, check=False).returncode != 0
