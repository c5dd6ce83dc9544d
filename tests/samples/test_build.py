"""The sample documents: the same bytes on every build, and what their list says of them is true."""

import tomllib
import unicodedata
from pathlib import Path

import docx
import pytest

from samples.build import DOCUMENTS, ROOT, TEXTS, build
from samples.notation import read

LIST = tomllib.loads((ROOT / "samples.toml").read_text(encoding="utf-8"))["sample"]


@pytest.mark.parametrize("text", sorted(TEXTS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_rebuild_gives_the_committed_bytes(text: Path) -> None:
    committed = (DOCUMENTS / f"{text.stem}.docx").read_bytes()
    assert build(read(text)) == committed


def test_every_document_is_listed_once_and_every_listed_file_exists() -> None:
    listed = [row["file"] for row in LIST]
    assert sorted(listed) == sorted(path.name for path in DOCUMENTS.glob("*.docx"))


def test_the_list_fills_an_issue_every_desk_step_and_every_level() -> None:
    steps = [row["step"] for row in LIST]
    assert steps.count("published") >= 8
    assert {"converted", "reviewed", "approved", "numbered", "signed", "sealed", "composed", "archive"} <= set(steps)
    assert {row["level"] for row in LIST} == {"cong-khai", "noi-bo", "han-che", "bi-mat"}


def test_a_document_to_be_numbered_by_the_office_has_a_blank_number() -> None:
    for row in LIST:
        number = read(TEXTS / f"{Path(row['file']).stem}.txt").head["number"]
        assert ("Số:   " in number) == (row["provenance"] == "a"), row["file"]


def test_the_decomposed_sample_holds_combining_marks_and_the_tcvn3_one_no_vietnamese_letter() -> None:
    decomposed = _text("12-qd-danh-muc-tai-lieu-nfd.docx")
    assert unicodedata.normalize("NFC", decomposed) != decomposed
    legacy = _text("13-qd-tcvn3-2003.docx")
    assert "Quyết" not in legacy
    assert all(ord(letter) < 256 for letter in legacy)


def _text(name: str) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(DOCUMENTS / name)).paragraphs)
