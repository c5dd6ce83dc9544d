"""The words that prove a relation are whole words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import akn, structure
from gazette.structure.stating import evidence, relation_type
from tests.structure.notation import word

WORDS = st.lists(st.text("abcđêớ", min_size=1, max_size=30), min_size=1, max_size=60)


@given(WORDS, st.data())
def test_evidence_holds_the_citation_and_cuts_no_word(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start = len(" ".join(words[:first])) + (first > 0)
    end = len(" ".join(words[: last + 1]))
    shown = evidence(text, start, end)
    assert text[start:end] in shown
    assert f" {shown} " in f" {text} "


@pytest.mark.parametrize(
    ("verb", "type"),
    [
        ("Thay thế", "thay-the"),
        ("Thay thế, bỏ một số từ, cụm từ tại một số điều, khoản của", "sua-doi-bo-sung"),
        ("Thay thế một số từ tại", "sua-doi-bo-sung"),
        ("Bãi bỏ các cụm từ tại", "sua-doi-bo-sung"),
        ("Bãi bỏ", "bai-bo"),
    ],
)
def test_a_change_of_words_replaces_no_text(verb: str, type: str) -> None:
    text = f"{verb} Luật số 08/2012/QH13"
    assert relation_type(text, len(verb) + 1, len(text), "dan-chieu") == type


def test_words_in_quotation_marks_are_not_linked_to_the_text_that_quotes_them() -> None:
    lines = "= QUYẾT ĐỊNH\n= Về việc thử\nĐiều 1. Một.\n1. Theo khoản 2 Điều này.\n2. Thay cụm từ “khoản 1 Điều này” bằng cụm từ “khoản 2 Điều này”."
    xml = akn.write(structure.recognise(word(lines)).require()).require().decode()
    assert 'href="#art_1__clause_2"' in xml.partition("Thay cụm từ")[0]
    assert "<ref" not in xml.partition("Thay cụm từ")[2]
