"""The gate between a Word text and a signed PDF: not one character, not one swap may pass."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gazette import akn, structure
from gazette.conversion import convert
from gazette.model.blocks import Blocks, Formula, Paragraph, Run
from tests.akn.documents import DECISION, xml_of
from tests.words import docx

_LETTER = (
    "table:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC / Số: 12/2026/QĐ-UBND|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Tân Lộc, ngày 09 tháng 3 năm 2026",
    "p:QUYẾT ĐỊNH",
    "p:Về mức thu",
    "p:Điều 1. Mức thu là 10% đối với hộ.",
    "p:Điều 2. Mức thu là 20% đối với tổ chức.",
    "table:Nơi nhận: / - Lưu: VT.|CHỦ TỊCH / Nguyễn Văn Mẫu",
)


@pytest.fixture(scope="module")
def xml() -> bytes:
    converted = convert(docx(*_LETTER), "a.docx")
    assert converted.xml is not None
    return converted.xml


def test_the_same_text_in_other_lines_is_the_same(xml: bytes) -> None:
    assert akn.printed_mismatch(xml, akn.to_text(xml).replace(" ", " \n")) is None


def test_columns_may_come_in_either_order(xml: bytes) -> None:
    lines = akn.to_text(xml).split("\n")
    tail = [line for line in lines if line in ("Nơi nhận:", "- Lưu: VT.")]
    other = [line for line in lines if line not in tail] + tail
    assert akn.printed_mismatch(xml, "\n".join(other)) is None


def test_two_figures_that_changed_places_are_found(xml: bytes) -> None:
    swapped = akn.to_text(xml).replace("10%", "#").replace("20%", "10%").replace("#", "20%")
    found = akn.printed_mismatch(xml, swapped)
    assert found is not None
    assert "10%" in found.text


@pytest.mark.parametrize(
    "change", [("hộ.", "hộ nghèo."), ("Điều 2. ", ""), ("20%", "2%"), ("Nguyễn Văn Mẫu", "Nguyễn Văn Khác"), ("VT.", "VT. thêm")]
)
def test_a_word_more_less_or_other_is_found(xml: bytes, change: tuple[str, str]) -> None:
    assert akn.printed_mismatch(xml, akn.to_text(xml).replace(*change)) is not None


def test_an_empty_pdf_says_nothing(xml: bytes) -> None:
    assert akn.printed_mismatch(xml, "") is not None


def test_control_codes_printed_as_the_windows_signs_they_stand_for_are_the_same_text() -> None:
    xml = xml_of("= THÔNG BÁO\n= Về việc thử\n1. Từ 5\x9610 ngày.")
    printed = "THÔNG BÁO\nVề việc thử\n1. Từ 5–10 ngày."
    assert akn.printed_mismatch(xml, printed) is None


FORMULA = """<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><mo>∑</mo><mfrac><mi>a</mi><mi>ℝ</mi></mfrac></mrow></math>"""


@pytest.mark.parametrize(
    ("printed", "same"), [("∑𝑎ℝ", True), ("aR", True), ("ℝ√∑𝑎", True), ("∑a", False), ("∑aRb", False), ("", False), ("∑∑aR", False)]
)
def test_a_formula_is_printed_with_all_its_signs_and_no_other_in_any_order(printed: str, same: bool) -> None:
    blocks = Blocks((Paragraph((Run("Đặt "), Formula(FORMULA, "aℝ"), Run(" là mức thu.")), where=1),))
    xml = akn.write(structure.recognise(blocks).require()).require()
    assert (akn.printed_mismatch(xml, f"Đặt {printed} là mức thu.") is None) is same


_DECISION = xml_of()
_PRINTED = akn.to_text(_DECISION)
_WORDS = list(re.finditer(r"\w+", _PRINTED))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(_WORDS), st.sampled_from(["", "không ", "x", "7"]), st.sampled_from(_WORDS), st.integers(0, 3))
def test_one_changed_word_never_passes(word: "re.Match[str]", added: str, other: "re.Match[str]", change: int) -> None:
    old = word.group(0)
    new = (added + old, "", other.group(0), old + old)[change]
    assert akn.printed_mismatch(_DECISION, _PRINTED) is None
    assume(new != old)
    assert akn.printed_mismatch(_DECISION, _PRINTED[: word.start()] + new + _PRINTED[word.end() :]) is not None


def test_recipients_that_changed_places_are_found_and_told_in_words() -> None:
    xml = xml_of(DECISION.replace("Điều 2; / - Lưu", "Điều 2; / - Sở Mẫu; / - Kho bạc; / - Lưu"))
    text = akn.to_text(xml)
    beside = text.replace("- Sở Mẫu;", "- Sở Mẫu;\nTM. ỦY BAN NHÂN DÂN").replace("- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN", "- Lưu: VT.")
    assert beside != text
    for printed in (text, beside):
        assert akn.printed_mismatch(xml, printed) is None
        swapped = printed.replace("Sở Mẫu", "#").replace("Kho bạc", "Sở Mẫu").replace("#", "Kho bạc")
        found = akn.printed_mismatch(xml, swapped)
        assert found is not None
        assert (found.text, found.printed[:10]) == ("- Sở Mẫu;", "- Kho bạc;")


def test_a_difference_is_told_with_its_spaces_and_the_words_before_it() -> None:
    line = "1. Mức thu phí thư viện đối với người đọc thường xuyên là 150.000 đồng một năm, trả một lần."
    xml = xml_of(f"= THÔNG BÁO\n= Về việc thử\n{line}")
    found = akn.printed_mismatch(xml, akn.to_text(xml).replace("150.000", "\n180.000").replace("phí", "phí\n"))
    assert found is not None
    assert found.text == "với người đọc thường xuyên là 150.000 đồng một năm, trả một lần."
    assert found.printed == found.text.replace("150", "180")


def test_a_difference_in_the_head_is_told_beside_what_stands_there() -> None:
    xml = xml_of(DECISION)
    found = akn.printed_mismatch(xml, akn.to_text(xml).replace("Số: 12/2026", "Số: 13/2026"))
    assert found is not None
    assert (found.text, found.printed[:19]) == ("Số: 12/2026/QĐ-UBND", "Số: 13/2026/QĐ-UBND")
