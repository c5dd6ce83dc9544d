"""Old encodings are told by the syllables they spell; a font's name alone converts nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viparse.normalize.encodings import CHARMAPS

from gazette.word import read
from gazette.word.encodings import judge
from gazette.word.syllables import is_syllable
from tests.words import docx

SENTENCE = "ủy ban nhân dân tỉnh an phước ban hành quy định về quản lý công trình thủy lợi và những biện pháp tổ chức thực hiện"


def typed_in(encoding: str, text: str) -> str:
    """*text* as the characters an old font shows: the tables turned round, longest letters first."""
    turned: dict[str, str] = {}
    for legacy, letter in CHARMAPS[encoding].pairs:
        turned.setdefault(letter, legacy)
    return "".join(turned.get(letter, letter) for letter in text)


def text_of(*lines: str) -> str:
    return read(docx(*lines)).require().visible_text()


@pytest.mark.parametrize(("encoding", "font"), [("tcvn3", ".VnTime"), ("vni", "VNI-Times"), ("viscii", "VI Times"), ("vps", "VPS Times")])
def test_a_sentence_in_an_old_encoding_becomes_unicode(encoding: str, font: str) -> None:
    outcome = read(docx(f"p[font={font}]:{typed_in(encoding, SENTENCE)}"))
    assert outcome.require().visible_text() == SENTENCE
    assert [finding.code for finding in outcome.findings] == ["W040"]


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_the_characters_decide_where_the_font_lies(encoding: str) -> None:
    assert text_of(f"p[font=Times New Roman]:{typed_in(encoding, SENTENCE)}") == SENTENCE


def test_unicode_in_an_old_font_is_left_alone() -> None:
    outcome = read(docx(f"p[font=.VnTime]:{SENTENCE}", "p[font=VNI-Times]:Độc lập - Tự do"))
    assert outcome.require().visible_text() == f"{SENTENCE}\nĐộc lập - Tự do"
    assert outcome.findings == ()


def test_the_optional_hyphen_of_libreoffice_is_the_letter_u_with_horn() -> None:
    line = f"p[font=.VnTime]:{typed_in('tcvn3', SENTENCE)} tr{{softhyphen}}ëng"
    assert text_of(line) == f"{SENTENCE} trưởng"


def test_an_optional_hyphen_before_no_syllable_stays_one() -> None:
    line = f"p[font=.VnTime]:{typed_in('tcvn3', SENTENCE)} {{softhyphen}}b"
    assert text_of(line) == f"{SENTENCE} \u00adb"


def test_capitals_come_from_the_font() -> None:
    lines = (f"p[font=.VnTime]:{typed_in('tcvn3', SENTENCE)}", f"p[font=.VnTimeH]:{typed_in('tcvn3', 'quyết định')} 15")
    assert text_of(*lines) == f"{SENTENCE}\nQUYẾT ĐỊNH 15"


def test_each_encoding_of_a_mixed_file_is_read_by_itself() -> None:
    lines = (f"p:{typed_in('tcvn3', SENTENCE)}", f"p:{typed_in('vni', SENTENCE)}", f"p:{SENTENCE}")
    assert text_of(*lines) == "\n".join([SENTENCE] * 3)


def test_a_short_stretch_follows_its_font() -> None:
    line = f"p[font=.VnTime]:{typed_in('tcvn3', SENTENCE)}"
    assert text_of(line, f"p[font=.VnTime]:{typed_in('tcvn3', 'Bộ')}", "p[font=Arial]:Bé") == f"{SENTENCE}\nBộ\nBé"


@pytest.mark.parametrize(
    "foreign",
    ["Müller & Söhne GmbH, Straße 5", "El niño, año 2020, mañana", "±5 °C, 25 m², µm, ½", "naïve café", "a\u00a0b\u00a0c\u00a0d\u00a0e"],
)
def test_foreign_words_are_no_old_encoding(foreign: str) -> None:
    outcome = read(docx(f"p:{SENTENCE}", f"p:{foreign}"))
    assert outcome.require().visible_text() == f"{SENTENCE}\n{foreign}"
    assert outcome.findings == ()


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "gì", "giếng", "khuỷu", "đường", "Ủy", "thuở", "oái", "yêu"])
def test_vietnamese_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["trëng", "cêm", "ngi", "hoats", "Straße", "việtt", "tac", "khuyêc", "ghan"])
def test_what_is_no_syllable_is_known(word: str) -> None:
    assert not is_syllable(word)


_WORDS = st.lists(st.sampled_from(SENTENCE.split()), min_size=1, max_size=12).map(" ".join)


@given(_WORDS)
def test_unicode_vietnamese_is_never_judged_old(text: str) -> None:
    assert judge(text).encoding == "" or judge(text).lead < 4


@given(st.text(max_size=80), st.sampled_from(["tcvn3", "vni", "viscii", "vps"]))
def test_any_text_can_be_judged(text: str, encoding: str) -> None:
    judge(typed_in(encoding, text))
