"""Cutting and tidying the inlines of a Draft."""

from hypothesis import given
from hypothesis import strategies as st

from gazette.model.blocks import NoteMark, Run
from gazette.model.draft import Marked, cut, text_of, tidy, trimmed

INLINES = st.lists(
    st.one_of(
        st.builds(Run, st.text(max_size=5), bold=st.booleans()),
        st.just(NoteMark("n1")),
        st.builds(Marked, st.just("ref"), st.tuples(st.builds(Run, st.text(max_size=5)))),
    ),
    max_size=5,
).map(tuple)


@given(INLINES, st.integers(0, 20))
def test_a_cut_keeps_every_character_and_every_note(inlines: tuple[Run | NoteMark | Marked, ...], at: int) -> None:
    left, right = cut(inlines, at)
    assert text_of(left) + text_of(right) == text_of(inlines)
    assert len(text_of(left)) == min(at, len(text_of(inlines)))
    assert sum(isinstance(piece, NoteMark) for piece in (*left, *right)) == sum(isinstance(piece, NoteMark) for piece in inlines)


@given(INLINES)
def test_tidy_keeps_the_text_and_is_done_once(inlines: tuple[Run | NoteMark | Marked, ...]) -> None:
    tidied = tidy(inlines)
    assert text_of(tidied) == text_of(inlines)
    assert tidy(tidied) == tidied


def test_trimming_takes_white_space_from_both_ends_only() -> None:
    assert text_of(trimmed((Run("  a "), Run(" b  "), Run(" ")))) == "a  b"
