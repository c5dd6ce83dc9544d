"""Any Word document whatever: recognised without an exception, no character lost, valid, and the same when read back."""

import time

import pytest
from hypothesis import HealthCheck, given, settings

from gazette import akn, structure
from gazette.model.blocks import Blocks, Note, NoteMark, Paragraph, Run
from tests.structure.notation import word
from tests.structure.trees import BLOCKS


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BLOCKS)
def test_any_tree_of_blocks_becomes_valid_akoma_ntoso_with_the_same_text(blocks: Blocks) -> None:
    structure.secret_mark(blocks)
    recognised = structure.recognise_counting(blocks).value
    if recognised is None:
        return
    draft = recognised.draft
    assert recognised.citations == len(structure.cited(draft))
    xml = akn.write(draft).require()
    assert akn.validate(xml) == ()
    identity = akn.text_identity(blocks.visible_text(), xml)
    assert identity.identical, (identity.before, identity.after)
    again = akn.read(xml).require()
    assert akn.write(again).require() == xml
    assert akn.read(akn.write(again).require()).require() == again


def test_the_citations_met_on_the_way_are_counted_in_an_amending_act_too() -> None:
    lines = "= QUYẾT ĐỊNH\n= Sửa đổi Quyết định số 11/2025/QĐ-UBND\nCăn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;\n= QUYẾT ĐỊNH:\n"
    blocks = word(lines + "Điều 1. Sửa đổi khoản 2 Điều 5 như sau:\n“2. Theo Điều 7 và Nghị định số 30/2020/NĐ-CP.”.\nĐiều 2. Như Điều 1.")
    recognised = structure.recognise_counting(blocks).require()
    assert recognised.draft == structure.recognise(blocks).require()
    assert recognised.citations == len(structure.cited(recognised.draft)) > 4


def test_a_document_without_any_text_is_refused_with_one_sentence() -> None:
    outcome = structure.recognise(Blocks(()))
    assert outcome.refused
    assert [finding.message("vi") for finding in outcome.findings] == ["Văn bản không có nội dung nào."]


def test_a_blank_number_stays_blank_and_is_not_taken_from_the_bases() -> None:
    draft = structure.recognise(
        word(
            "[[ ỦY BAN NHÂN DÂN / TỈNH AN PHƯỚC / Số:      /QĐ-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / "
            "Độc lập - Tự do - Hạnh phúc / Tân Lộc, ngày    tháng    năm 2026 ]]\n"
            "= QUYẾT ĐỊNH\n= Về việc thử\nCăn cứ Quyết định số 11/QĐ-UBND ngày 02 tháng 3 năm 2025;\n= QUYẾT ĐỊNH:\nĐiều 1. Thử."
        )
    ).require()
    assert (draft.number, draft.symbol, draft.date) == (None, "QĐ-UBND", None)


def test_a_quotation_mark_that_is_never_closed_is_reported_and_the_text_kept() -> None:
    outcome = structure.recognise(word("Điều 1. Sửa đổi Điều 5 như sau:\n“Điều 5. Mới\nNội dung.\nĐiều 2. Hiệu lực."))
    assert "S013" in [finding.code for finding in outcome.findings]
    assert outcome.require().count("article") == 2


def test_stray_spaces_inside_a_number_are_left_out_of_the_fact_only() -> None:
    blocks = word("[[ BỘ TÀI CHÍNH / Số: 99/ 1998/TT-BTC | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ]]\n= THÔNG TƯ\n= Thử\n1. Một.")
    draft = structure.recognise(blocks).require()
    assert draft.number == "99/1998/TT-BTC"
    assert "99/ 1998/TT-BTC" in akn.to_text(akn.write(draft).require())


HOSTILE = [
    "ngày" + " " * 50_000 + "x",
    " " * 100_000 + "Điều",
    "\n" * 50_000 + "Điều 1",
    "a" + " \t" * 30_000 + "b",
    "Điều 1 " + "và a " * 20_000,
    "Luật " + "số " * 20_000,
    "“" * 50_000,
    "CHỦ TỊCH" + "\t" * 50_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_made_to_stall_a_recogniser_is_read_in_time(text: str) -> None:
    blocks = Blocks((Paragraph((Run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),)), *(Paragraph((Run(text),)),) * 3))
    started = time.process_time()
    draft = structure.recognise(blocks).require()
    structure.secret_mark(blocks)
    assert akn.text_identity(blocks.visible_text(), akn.write(draft).require()).identical
    assert time.process_time() - started < 5


MANY = {
    "quotations that never close": [Paragraph((Run("“Điều 1. x"),))] * 8_000,
    "footnotes of one paragraph": [Paragraph(tuple(piece for number in range(15_000) for piece in (Run("a"), NoteMark(f"f{number}"))))],
}


@pytest.mark.parametrize("paragraphs", MANY.values(), ids=MANY.keys())
def test_many_of_one_thing_take_time_by_their_number_and_not_by_its_square(paragraphs: list[Paragraph]) -> None:
    notes = {f"f{number}": Note((Paragraph((Run("n"),)),), mark=str(number)) for number in range(15_000)}
    started = time.process_time()
    assert akn.write(structure.recognise(Blocks(tuple(paragraphs), notes)).require()).value is not None
    assert time.process_time() - started < 4


LETTERED = "[[ BỘ THÍ DỤ / Số: 01/1999/TT-BTD | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ]]\n= THÔNG TƯ\n= Thử\n"


def codes(text: str) -> list[str]:
    return [finding.code for finding in structure.recognise(word(LETTERED + text)).findings]


def test_an_act_that_is_divided_at_all_is_not_reported_for_lacking_articles() -> None:
    assert "S011" in codes("Thư viện mở cửa mỗi ngày.")
    assert "S011" not in codes("I. MỘT\n1. Thư viện mở cửa.\nII. HAI\n1. Thư viện đóng cửa.")


@pytest.mark.parametrize(
    ("letters", "missing"),
    [("abcdef", False), ("abcde", False), ("abcdeg", True), ("abcdđeg", False), ("abcdđefg", False), ("abceg", True)],
)
def test_a_list_lettered_by_the_plain_alphabet_lacks_no_letter(letters: str, missing: bool) -> None:
    points = "\n".join(f"{letter}) Thử;" for letter in letters)
    assert ("S008" in codes(f"1. Gồm:\n{points}")) is missing


def test_a_list_without_đ_is_reported_where_another_list_has_it() -> None:
    assert "S008" in codes("1. Gồm:\na) A;\nb) B;\nc) C;\nd) D;\ne) E.\n2. Gồm:\na) A;\nb) B;\nc) C;\nd) D;\nđ) Đ.")


def test_a_bare_roman_number_is_a_section_by_name_and_by_address() -> None:
    xml = akn.write(
        structure.recognise(word(LETTERED + "A. CHUNG\nI. MỘT\n1. Theo Mục II Phần A Thông tư này.\nII. HAI\n1. Hai.")).require()
    )
    text = xml.require().decode()
    assert '<section eId="part_a__sec_2"' in text
    assert 'href="#part_a__sec_2"' in text


def test_a_dash_right_behind_a_number_opens_no_list_of_its_own() -> None:
    blocks = word(LETTERED + "I. MỘT\n1)- Khảo sát thư viện.\n2)- Mua sách.")
    assert akn.text_identity(blocks.visible_text(), akn.write(structure.recognise(blocks).require()).require()).identical


def test_an_odd_number_is_told_at_its_provision_in_both_languages() -> None:
    text = "* Điều 1. Mức thu\n1. Một.\n3. Ba.\n* Điều 2. Hiệu lực\nTừ nay.\n* Điều 2. Thi hành\nb) Bê;\nd) Dê."
    outcome = structure.recognise(word(f"{LETTERED}{text}\n= PHỤ LỤC I\n* Điều 1. Một\n* Điều 3. Ba\n* Điều 2. Hai"))
    told = [finding for finding in outcome.findings if finding.code in ("S008", "S009", "S010", "S016")]
    assert [(one.code, one.where) for one in told] == [
        ("S008", "art_1__clause_3"),
        ("S009", "art_2-2"),
        ("S016", "art_2-2__point_b"),
        ("S008", "art_2-2__point_d"),
        ("S008", "att_1__art_3"),
        ("S010", "att_1__art_2"),
    ]
    xml = akn.write(outcome.require()).require().decode()
    assert all(f'eId="{one.where}"' in xml for one in told)
    assert [one.place("en") for one in told[:2]] == ["clause 3, Article 1", "Article 2 (no. 2)"]
    assert told[0].message("en") == "Clause 2 is missing between clause 1 and clause 3; the numbers are kept as printed."
    assert told[2].message("vi") == "Điểm đầu tiên mang số b thay vì a; số thứ tự được giữ nguyên."
