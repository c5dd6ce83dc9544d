"""The gate: every shared signed PDF against the verdict written down for it; a changed row needs an edit of verdicts.tsv.

No anchors come with foreign files, so "undetermined" is the best they can get here; the codes say what was found.
"""

import csv
from pathlib import Path

import pytest

from signing import TrustStore, Verdict, verify
from tests.shared import shared
from tests.signing.test_report import forms_agree

TABLE = Path(__file__).parent / "verdicts.tsv"


def rows(table: Path) -> list[dict[str, str]]:
    lines = table.read_text("utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = rows(TABLE)
HOSTILE = [row for row in ROWS if row["must"] == "not-valid"]
OTHERS = [row for row in ROWS if row["must"] != "not-valid"]
CONSTANT = {"V051", "V052"}


def judged(row: dict[str, str]) -> tuple[str, str]:
    report = verify(shared("signed-pdfs", "files", row["file"]), TrustStore("trống"), offline=True)
    forms_agree(report)
    return report.verdict.value, " ".join(sorted({f.code for f in report.findings} - CONSTANT))


@pytest.mark.parametrize("row", HOSTILE + OTHERS[::8], ids=lambda row: row["file"])
def test_a_sample_of_the_shared_files_gets_the_verdict_written_down(row: dict[str, str]) -> None:
    assert judged(row) == (row["verdict"], row["codes"])


@pytest.mark.soak
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_every_shared_file_gets_the_verdict_written_down(row: dict[str, str]) -> None:
    assert judged(row) == (row["verdict"], row["codes"])


def test_no_hostile_file_is_written_down_as_valid() -> None:
    assert HOSTILE
    assert all(row["verdict"] != Verdict.VALID for row in HOSTILE)


def test_the_table_covers_the_manifest() -> None:
    manifest = rows(shared("signed-pdfs", "manifest.tsv"))
    assert {(row["file"], row["must"]) for row in manifest} == {(row["file"], row["must"]) for row in ROWS}
