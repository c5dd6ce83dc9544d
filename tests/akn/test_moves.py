"""Moves on the editable text: what becomes of a line, and that no word is ever lost by any of them."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette import akn
from gazette.conversion import convert

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "documents"
TEXT = """Loại văn bản: Quyết định

=== VĂN BẢN: Quyết định ===

--- Nội dung ---

Chương I ¶ QUY ĐỊNH CHUNG

  Điều 1. Phạm vi
    1. Gồm:
      a) Cây;
      b) Cỏ.
    {} Điều 2. Giải thích
    1. Cây là cây.

--- Phần cuối ---

{} Phụ lục I
{} Danh mục cây"""


def _after(move: str, words: str, column: int = 0, text: str = TEXT) -> list[str]:
    line = next(at for at, one in enumerate(text.split("\n"), start=1) if words in one)
    made = akn.moved(text, move, line, column)
    assert made.done
    return made.text.split("\n")


def test_a_paragraph_becomes_an_article_beside_the_last_and_takes_what_follows() -> None:
    lines = _after("article", "{} Điều 2.")
    assert lines[lines.index("  Điều 2. Giải thích") + 1] == "    1. Cây là cây."


def test_a_provision_becomes_a_plain_paragraph_and_keeps_its_words() -> None:
    assert "    {} 1. Gồm:" in _after("plain", "1. Gồm:")


def test_a_point_becomes_a_clause_one_step_below_its_article() -> None:
    assert "    [khoản] b) Cỏ." in _after("clause", "b) Cỏ.")
    assert "    1. Cây là cây." in _after("clause", "1. Cây là cây.", text=TEXT.replace("    1. Cây là", "        {} 1. Cây là"))


def test_a_line_is_joined_to_the_one_above_and_split_at_the_cursor() -> None:
    joined = _after("join", "b) Cỏ.")
    assert "      a) Cây; b) Cỏ." in joined
    split = _after("split", "a) Cây; b) Cỏ.", 13, "\n".join(joined))
    assert split[split.index("      a) Cây;") + 1] == "        b) Cỏ."


def test_a_line_moves_with_what_stands_below_it() -> None:
    lines = _after("outdent", "1. Gồm:")
    assert lines[lines.index("  1. Gồm:") + 1] == "    a) Cây;"


def test_an_annex_begins_at_a_line_of_the_end_and_takes_the_rest() -> None:
    lines = _after("annex", "Phụ lục I")
    at = lines.index("=== PHỤ LỤC ===")
    assert [line for line in lines[at:] if line] == ["=== PHỤ LỤC ===", "--- Nội dung ---", "{} Phụ lục I", "{} Danh mục cây"]


def test_an_article_read_among_the_bases_or_at_the_end_is_brought_into_the_body() -> None:
    text = TEXT.replace("--- Nội dung ---", "--- Căn cứ ban hành ---\n\n{} Điều 1. Sớm\n\n--- Nội dung ---")
    lines = _after("article", "Điều 1. Sớm", text=text)
    assert lines.index("--- Nội dung ---") < lines.index("Điều 1. Sớm")
    late = _after("article", "Phụ lục I", text=TEXT)
    assert late.index("  [điều] Phụ lục I") < late.index("--- Phần cuối ---")


@pytest.mark.parametrize(
    ("move", "words"), [("join", "Điều 1. Phạm vi\x00"), ("article", "=== VĂN"), ("clause", "Loại văn bản"), ("annex", "---")]
)
def test_a_move_that_means_nothing_at_a_line_changes_nothing(move: str, words: str) -> None:
    line = next((at for at, one in enumerate(TEXT.split("\n"), start=1) if words in one), 400)
    assert akn.moved(TEXT, move, line) == akn.Moved(TEXT, line, done=False)


@cache
def _sample(name: str) -> tuple[str, str]:
    xml = convert((SAMPLES / name).read_bytes(), name).xml
    assert xml is not None
    return akn.to_editable(akn.read(xml).require()), akn.to_text(xml)


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_no_move_on_any_line_loses_a_word(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["04-qd-to-cong-tac.docx", "05-kh-chuyen-doi-so.docx", "11-qd-sua-doi-thu-vien.docx"]))
    text, words = _sample(name)
    for _ in range(data.draw(st.integers(1, 3))):
        lines = text.split("\n")
        line = data.draw(st.integers(1, len(lines)))
        spaces = [at for at, sign in enumerate(lines[line - 1]) if sign == " "] or [0]
        text = akn.moved(text, data.draw(st.sampled_from(sorted(akn.MOVES))), line, data.draw(st.sampled_from(spaces))).text
    outcome = akn.from_editable(text)
    assert outcome.value is not None, outcome.findings
    assert akn.compare(words, akn.to_text(akn.write(outcome.value).require())).identical
