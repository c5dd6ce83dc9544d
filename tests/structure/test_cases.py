"""The golden cases: a Word document in lines, what is recognised in it, and the findings."""

import re
from pathlib import Path

import pytest

from gazette import akn, structure
from tests.structure.notation import outline, word

CASES = sorted((Path(__file__).parent.parent / "cases").glob("*.txt"))


def parts(path: Path) -> tuple[str, str, str]:
    """The three parts of a case: Word lines, outline, findings."""
    text = path.read_text(encoding="utf-8")
    _, source, expected, findings = re.split(r"^=== (?:word|outline|findings)\n", text, flags=re.MULTILINE)
    return source.rstrip("\n"), expected.strip("\n"), findings.strip("\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_is_recognised_as_written_down(path: Path) -> None:
    source, expected, findings = parts(path)
    outcome = structure.recognise(word(source))
    assert outline(outcome.require()) == expected
    found = [f"{finding.code} {finding.message('vi')}" for finding in outcome.findings]
    assert "\n".join(found) == findings


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_becomes_valid_akoma_ntoso_with_the_same_text(path: Path) -> None:
    blocks = word(parts(path)[0])
    draft = structure.recognise(blocks).require()
    xml = akn.write(draft).require()
    assert akn.validate(xml) == ()
    identity = akn.text_identity(blocks.visible_text(), xml)
    assert identity.identical, (identity.before, identity.after)
    assert akn.write(akn.read(xml).require()).require() == xml


def test_there_are_cases() -> None:
    assert len(CASES) >= 25
