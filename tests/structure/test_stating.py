"""The words that prove a relation are whole words."""

from hypothesis import given
from hypothesis import strategies as st

from gazette.structure.stating import evidence

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
