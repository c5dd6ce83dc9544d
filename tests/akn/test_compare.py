"""Comparing two texts."""

from hypothesis import given
from hypothesis import strategies as st

from gazette import akn

TEXT = "Điều 1. Phạm vi\nÁp dụng cho cây xanh.\nĐiều 2. Hiệu lực\nTừ ngày ký."


def test_texts_that_differ_in_line_breaks_only_are_identical() -> None:
    assert akn.compare(TEXT, TEXT.replace("\n", " ")).identical


def test_a_changed_word_is_named_with_its_provision() -> None:
    comparison = akn.compare(TEXT, TEXT.replace("Từ ngày ký", "Từ ngày 01"))
    (one,) = comparison.differences
    assert (one.kind, one.before, one.after, one.provision) == ("changed", "ký.", "01.", "Điều 2")


def test_added_and_removed_words_are_told_apart() -> None:
    assert [one.kind for one in akn.compare("a b c", "a c").differences] == ["removed"]
    assert [one.kind for one in akn.compare("a c", "a b c").differences] == ["added"]


def test_the_page_marks_both_sides_and_escapes() -> None:
    html = akn.compare("a <b> c", "a <i> c").to_html("vi")
    assert "<del>&lt;b&gt;</del>" in html
    assert "<ins>&lt;i&gt;</ins>" in html
    assert "trùng khớp" in akn.compare("a", "a").to_html("vi")


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=30)


@given(WORDS, WORDS)
def test_the_differences_turn_the_first_text_into_the_second(a: list[str], b: list[str]) -> None:
    comparison = akn.compare(" ".join(a), " ".join(b))
    assert comparison.identical == (a == b)
    removed = sum(len(one.before.split()) for one in comparison.differences)
    added = sum(len(one.after.split()) for one in comparison.differences)
    assert len(a) - removed == len(b) - added


def test_two_long_unlike_texts_are_compared_in_time() -> None:
    a, b = " ".join(f"x{n}" for n in range(3000)), " ".join(f"y{n}" for n in range(3000))
    assert not akn.compare(a, b).identical


def test_typed_rules_do_not_count() -> None:
    assert akn.compare("a\n-------\nb", "a\nb").identical


def test_words_in_another_order_are_known_as_the_same_words() -> None:
    comparison = akn.compare("a b c d", "a c d b")
    assert not comparison.identical
    assert comparison.same_words
    assert not akn.compare("a b", "a c").same_words
