"""Quick looks spare most lines a slow search: what a quick look passes over, the search does not find, whatever the text."""

import re
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.model import kinds
from gazette.model.blocks import Paragraph, Run
from gazette.model.draft import text_of
from gazette.model.text import fold_space, nfc, small
from gazette.structure import citations, effect, tableofcontents
from gazette.structure.acts import THESE
from gazette.structure.lines import Row, inlines_of
from gazette.structure.provisions import LEVEL_WORDS

Look = Callable[[str], bool]

_WORDS = (
    *LEVEL_WORDS, *THESE.split("|"), "Hiến pháp", "Đất đai", "này", "nầy", "của", "các", "thứ", "nhất", "hai", "số", "số:", "từ", "đến", "và",
    "1", "2a", "5.1", "12/2020/NĐ-CP", "05-CT/TW", "II", "iv", "A", "a", "đ", "a1", "“b”", '"c"', "kinh", "ngày 1/2/2020", "năm 2019",
    "có hiệu lực", "được thi hành", "thi hành từ", "kể từ", "thông qua", "……… 5", "....12", "\t7", "xiv", "MỤC LỤC", ":", ";", ",", ".", "",
)  # fmt: skip
_LETTERS = {"i": "ı", "s": "ſ", "I": "İ", "k": "\u212a", "đ": "ð", "Đ": "Ð", "-": "–", " ": "\u00a0"}
_WORD = st.builds(
    lambda word, look, old: look(word.replace(old, _LETTERS[old])) if old else look(word),
    st.sampled_from(_WORDS),
    st.sampled_from([str, str, str.upper, str.lower, str.title]),
    st.sampled_from(["", "", *_LETTERS]),
)
_TEXT = st.builds(lambda words, joint: joint.join(words), st.lists(_WORD, max_size=7), st.sampled_from([" ", " ", " ", "", "  ", "\u00a0"]))
_ANY = st.one_of(_TEXT, st.text(max_size=20))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _may_be_entitled(text: str) -> bool:
    return kinds.kind_of_title(text) is not None


def _entitled(text: str) -> bool:
    words = kinds._words(fold_space(text))
    return words.strip(" :") in kinds._WHOLE or kinds._TITLE.match(words) is not None


def _paged(text: str) -> bool:
    return bool(found := tableofcontents._TO_PAGE.search(text)) and bool(tableofcontents._LETTER.search(text[: found.start()]))


@pytest.mark.parametrize(
    ("quick", "slow"),
    [
        (lambda text: citations.may_cite(small(_plain(text))), lambda text: any(citations._found(_plain(text), small(_plain(text))))),
        (lambda text: effect._say_when([fold_space(text)]), lambda text: bool(effect._OWN.search(fold_space(text)))),
        (_may_be_entitled, _entitled),
        (lambda text: tableofcontents._entry(Row(raw=text)), _paged),
    ],
    ids=["citations", "effect", "titles", "tables of contents"],
)
@settings(deadline=None)
@given(text=_ANY)
def test_a_quick_look_passes_over_nothing(quick: Look, slow: Look, text: str) -> None:
    assert quick(text) or not slow(text)


@pytest.mark.parametrize("look", [str, str.upper, str.lower])
def test_any_word_that_cites_is_seen_before_any_number(look: Callable[[str], str]) -> None:
    names = (*THESE.split("|"), *LEVEL_WORDS, "Hiến pháp", "số", "")
    joints = (" ", " số ", " số: ", " số", " từ ", " thứ ", " của Sở số ", " sửa đổi, bổ sung Luật ")
    numbers = ("này", "1", "2a", "5.1", "3/2020/NĐ-CP", "05-CT/TW", "II", "xiv", "A", "đ", "a1", "“b”", "nhất", "kinh", "Đất đai", "Ô tô")
    found = 0
    for words in product(names, joints, numbers):
        text = look(f"theo {''.join(words)} thì".replace("  ", " "))
        cited = any(citations._found(text, small(text)))
        assert citations.may_cite(small(text)) or not cited, text
        found += cited
    assert found > 1000


@settings(deadline=None)
@given(_ANY)
def test_small_letters_stand_where_the_letters_stood(text: str) -> None:
    assert len(small(text)) == len(text)
    for word in ("này", "điểm", "số", "kế hoạch", "sửa đổi"):
        found = [match.start() for match in re.finditer(word, text, re.IGNORECASE)]
        assert found == [match.start() for match in re.finditer(word, small(text))]


@settings(deadline=None)
@given(_ANY)
def test_folded_white_space_is_one_space_and_nothing_unseen(text: str) -> None:
    assert fold_space(text) == " ".join(re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", nfc(text)).split())


def test_a_sentence_in_capitals_says_when_too() -> None:
    assert effect._say_when(["QUYẾT ĐỊNH NÀY CÓ HIỆU LỰC THI HÀNH KỂ TỪ NGÀY KÝ."])


def test_a_mark_that_begins_a_run_goes_back_to_its_letter() -> None:
    inlines = inlines_of(Paragraph((Run("QUYÊ", bold=True), Run("\u0301T"))))
    assert text_of(inlines) == "QUYẾT"
    assert inlines[0] == Run("QUYẾ", bold=True)
