"""The text a clerk repairs: every Draft survives it, and what a clerk breaks is put right or reported with its line."""

import dataclasses
import random
import typing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazette import akn, structure, word
from gazette.model.draft import Draft, Line
from tests.akn.any_draft import DRAFTS, FIELDS
from tests.akn.documents import xml_of
from tests.shared import shared

TEXT = akn.to_editable(akn.read(xml_of()).require())


def _classes(kind: object, seen: set[type]) -> None:
    """Every dataclass that *kind* is made of."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and kind not in seen:
        seen.add(kind)
        for hint in typing.get_type_hints(kind).values():
            _classes(hint, seen)
    for inner in typing.get_args(kind):
        _classes(inner, seen)


def test_the_strategy_fills_every_field_of_every_class_of_the_model() -> None:
    found: set[type] = set()
    _classes(Draft, found)
    assert found == set(FIELDS)
    for kind in found:
        assert {field.name for field in dataclasses.fields(kind) if field.init} == set(FIELDS[kind]), kind


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(DRAFTS)
def test_any_draft_survives_the_editable_text(draft: Draft) -> None:
    text = akn.to_editable(draft)
    outcome = akn.from_editable(text, draft.images)
    assert outcome.value == draft, (text, outcome.findings)
    text.encode()


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_a_clerks_broken_edits_give_a_draft_or_findings_with_lines(chance: random.Random, edits: int) -> None:
    lines = TEXT.splitlines()
    for _ in range(edits):
        _break(lines, chance)
    text = "\n".join(lines)
    outcome = akn.from_editable(text)
    assert (outcome.value is None) == any(finding.level == "error" for finding in outcome.findings)
    assert all(1 <= (akn.line_of(finding) or 0) <= len(lines) + 1 for finding in outcome.findings)
    for lang in ("vi", "en"):
        assert all(finding.message(lang) for finding in outcome.findings)
    if outcome.value is not None:
        assert akn.from_editable(akn.to_editable(outcome.value)).value == outcome.value


def _break(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    other = chance.randrange(len(lines))
    odd = chance.choice(["[", "]", "**", "{", "}", "|", "Điều", "=== ===", "\t", "   x", "[^zz]", "\\", "¶", "e\u0302\u0301", "[bảng", ":"])
    edit = chance.randrange(6)
    if edit == 0 and len(lines) > 1:
        del lines[at]
    elif edit == 1:
        lines.insert(other, lines[at])
    elif edit == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif edit == 3:
        lines.insert(at, odd)
    elif edit == 4:
        cut = chance.randrange(len(lines[at]) + 1)
        lines[at] = lines[at][:cut] + odd + lines[at][cut:]
    else:
        cut = chance.randrange(len(lines[at]) + 1)
        lines[at] = lines[at][:cut]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("Ngày ban hành: 09/03/2026", "Ngày ban hành: hôm qua", "E003"),
        ("Ngày ban hành: 09/03/2026", "Ngày ban hành: 31/02/2026", "E003"),
        ("Địa danh: Tân Lộc", "Dia danh: Tân Lộc", "E002"),
        ("Địa danh: Tân Lộc", "Tân Lộc", "E001"),
        ("Địa danh: Tân Lộc", "Số, ký hiệu: 13", "E004"),
        ("--- Nội dung ---", "--- Nội rung ---", "E005"),
        ("=== KÈM THEO: Quy định ===", "=== KÈM THÊM ===", "E005"),
        ("{căn cứ} Căn cứ", "{căn cú} Căn cứ", "E006"),
        ("[^n1]", "[n1]", "E007"),
        ("[^n1]:", "[^n1:", "E008"),
        ("a) Cây bóng mát;", "a) **Cây bóng mát;", "E009"),
        ("| TT | Tên |", "| TT | Tên | Thừa |", "E011"),
        ("| 1 | Cây & cỏ |", "| 1 | Cây & cỏ | thừa |", "E010"),
        ("      a) Cây", "\t\t\ta) Cây", "E012"),
        ("      a) Cây", "     a) Cây", "E013"),
        ("Điều 2. Hiệu lực", "Điều Hiệu lực", "E014"),
        ("Điều 2. Hiệu lực", "Điều 1. Hiệu lực", "E015"),
        ("[^n1]:", "[^n2]:", "E016"),
        ("[^n1]:", ":", "E017"),
        ("a) Cây bóng mát;", "[hình: mat.png]", "E018"),
        ("{căn cứ} Căn cứ", "[khoản: 1.] Căn cứ", "E019"),
        ("a) Cây bóng mát;", "[công thức 7: x]", "E022"),
        ("a) Cây bóng mát;", "a) Ca\u0302y bóng mát;", "E021"),
        ("--- Phần đầu ---", "Chữ lạc", "E025"),
    ],
)
def test_a_broken_line_is_named(before: str, after: str, code: str) -> None:
    assert before in TEXT
    broken = TEXT.replace(before, after, 1)
    outcome = akn.from_editable(broken, {})
    found = next(finding for finding in outcome.findings if finding.code == code)
    assert akn.line_of(found) in _possible_lines(broken, after, code)
    assert (outcome.value is None) == any(finding.level == "error" for finding in outcome.findings)


def _possible_lines(broken: str, after: str, code: str) -> list[int]:
    """Where the broken words stand; for a table the row that no longer fits, for a note its own line."""
    wanted = {"E011": "| 1 |", "E017": "[^n1] cước chú"}.get(code, after.strip())
    return [line for line, text in enumerate(broken.splitlines(), start=1) if wanted in text]


def test_a_text_without_a_document_is_refused() -> None:
    for text in ("", "\n\n", "Số, ký hiệu: 1", "=== PHỤ LỤC ==="):
        outcome = akn.from_editable(text)
        assert outcome.value is None
        assert "E023" in {finding.code for finding in outcome.findings}


def test_an_editors_line_ends_and_marks_do_no_harm() -> None:
    changed = "\ufeff" + TEXT.replace("\n", "  \r\n")
    assert akn.from_editable(changed).value == akn.from_editable(TEXT).value


def test_a_paragraph_between_provisions_joins_the_one_before() -> None:
    text = TEXT.replace("      đ) Thảm cỏ.", "      {} Xen giữa.\n      đ) Thảm cỏ.")
    outcome = akn.from_editable(text)
    assert [finding.code for finding in outcome.findings] == ["E020"]
    clause = next(one for one in outcome.require().main.provisions() if one.level == "clause")
    assert [block.text for block in clause.children[0].tail if isinstance(block, Line)] == ["Xen giữa."]


def test_a_missed_article_becomes_one_when_its_line_is_freed() -> None:
    text = TEXT.replace("  Điều 2. Hiệu lực", "  {} Điều 2. Hiệu lực")
    missed = akn.from_editable(text).require()
    assert missed.count("article") == akn.from_editable(TEXT).require().count("article") - 1
    assert akn.from_editable(text.replace("{} Điều 2", "Điều 2")).value == akn.from_editable(TEXT).value


def test_nesting_without_end_is_refused_in_good_time() -> None:
    deep = "\n".join("  " * depth + "[trích dẫn]" for depth in range(3000))
    outcome = akn.from_editable("=== VĂN BẢN ===\n--- Nội dung ---\n" + deep)
    assert outcome.value is None
    assert {finding.code for finding in outcome.findings} == {"E024"}


def test_the_corpus_survives_the_editable_text() -> None:
    """A fixed sample; the whole corpus with the long checks."""
    assert_all_survive(sorted(shared("word-corpus", "files").glob("*.docx"))[::12])


@pytest.mark.soak
def test_the_whole_corpus_survives_the_editable_text() -> None:
    assert_all_survive(sorted(shared("word-corpus", "files").iterdir()))


def assert_all_survive(files: list[Path]) -> None:
    """Each file's Draft, as recognised and as read back from XML, comes back whole and without an error."""
    for file in files:
        blocks = word.read(file.read_bytes(), name=file.name).value
        draft = structure.recognise(blocks).value if blocks else None
        if draft is None:
            continue
        for one in (draft, akn.read(akn.write(draft).require()).require()):
            outcome = akn.from_editable(akn.to_editable(one), one.images)
            assert outcome.value == one, file.name
