"""Folding and exact forms of Vietnamese words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.vietnamese import bare, exact, fold, fold_forms, fold_text, normalise, spell, syllables, words

LETTERS = st.text(alphabet="aăâeêioôơuưyáàảãạấầđĐQqTtNnghÐðXơứữọ̣́̀", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("old", "new"), [("hoà", "hòa"), ("khoẻ", "khỏe"), ("thuý", "thúy"), ("Uỷ", "Ủy"), ("quí", "quý"), ("kỹ", "kĩ"), ("lý", "LÍ")]
)
def test_spelling_habits_of_one_word_are_one_term(old: str, new: str) -> None:
    assert exact(old) == exact(new)


def test_the_six_tones_are_six_terms_that_fold_to_one() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert len({exact(word) for word in tones}) == 6
    assert {fold(word) for word in tones} == {"ma"}


def test_words_that_differ_in_more_than_habit_stay_apart() -> None:
    assert fold("túy") != fold("túi")
    assert fold("tay") != fold("tai")
    assert exact("dân") != exact("đan")


def test_đ_folds_to_d_and_its_look_alikes_are_đ() -> None:
    assert fold_text("Đất ÐẤT đất ðất") == "dat dat dat dat"


def test_decomposed_text_and_hard_spaces_read_like_any_other() -> None:
    assert words(unicodedata.normalize("NFD", "Quyết\u00a0định\u200b số")) == ["Quyết", "định", "số"]


def test_numbers_and_symbols_fall_into_their_parts() -> None:
    assert [item.folded for item in syllables("12/2023/QĐ-UBND")] == ["12", "2023", "qd", "ubnd"]


@given(LETTERS)
def test_folding_a_folded_word_changes_nothing(word: str) -> None:
    folded = fold(normalise(word))
    assert fold(folded) == folded
    assert exact(folded) == folded


@given(st.text(max_size=40))
def test_any_text_has_the_same_syllables_however_composed(text: str) -> None:
    composed, decomposed = (normalise(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert [item.exact for item in syllables(composed)] == [item.exact for item in syllables(decomposed)]


@given(LETTERS)
def test_a_text_without_marks_keeps_every_letter_in_its_place(word: str) -> None:
    assert len(bare(word)) == len(word)
    for item in syllables(normalise(word)):
        letters = bare(normalise(word)[item.start : item.end])
        assert not letters.isalpha() or not letters.isascii() or fold(letters) == item.folded


@given(st.lists(LETTERS))
def test_a_vocabulary_folded_at_once_is_folded_as_each_of_its_words(letters: list[str]) -> None:
    terms = [exact(word) for text in letters for word in words(text)]
    assert fold_forms(terms) == [fold(term) for term in terms]


@pytest.mark.parametrize(
    "word", ["hòa", "quý", "nghiêng", "đường", "giá", "tỉnh", "ủy", "quyết", "người", "khuyến", "an", "túy", "hoàn", "già"]
)
def test_a_term_is_spelt_as_people_write_it(word: str) -> None:
    assert exact(spell(exact(word))) == exact(word)
    assert spell(exact(word)) == word.replace("quý", "quí")
