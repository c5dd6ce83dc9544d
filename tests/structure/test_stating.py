"""The words that prove a relation are whole words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import akn, structure
from gazette.model.draft import Draft
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


HEAD = (
    "[[ ỦY BAN NHÂN DÂN / TỈNH AN PHƯỚC / Số: 09/2026/QĐ-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Tân Lộc, ngày 09 tháng 3 năm 2026 ]]\n"
    "= QUYẾT ĐỊNH\n= {subject}\n"
)
FIRST, SECOND, THIRD = (f"Quyết định số {n:02}/2019/QĐ-UBND ngày {n:02} tháng 5 năm 2019 về mức thu" for n in (1, 2, 3))


def drafted(*lines: str, subject: str = "Về việc thử") -> Draft:
    return structure.recognise(word(HEAD.format(subject=subject) + "\n".join(lines))).require()


def ties(draft: Draft) -> list[tuple[str, str]]:
    return [(one.type, one.number or one.title) for one in draft.relations]


@pytest.mark.parametrize(
    ("opening", "type"),
    [
        ("Bãi bỏ các văn bản sau:", "bai-bo"),
        ("Bãi bỏ toàn bộ các Quyết định của Ủy ban nhân dân tỉnh sau đây:", "bai-bo"),
        ("Bãi bỏ 02 (hai) văn bản quy phạm pháp luật sau đây:", "bai-bo"),
        ("Quyết định này có hiệu lực từ ngày 20 tháng 3 năm 2026 và thay thế các văn bản sau:", "thay-the"),
        ("Các văn bản sau đây hết hiệu lực kể từ ngày Quyết định này có hiệu lực:", "het-hieu-luc"),
        ("Kể từ ngày Quyết định này có hiệu lực, các quyết định sau đây hết hiệu lực:", "het-hieu-luc"),
        ("Những văn bản sau đây bị bãi bỏ:", "bai-bo"),
        ("Bãi bỏ một số điều của các Quyết định sau đây:", "sua-doi-bo-sung"),
    ],
)
@pytest.mark.parametrize(
    "layout",
    [
        "{opening} a) {first}; b) {second}; {third}.",
        "{opening} 1. {first}. 2. {second}. 3. {third}.",
        "{opening}\na) {first};\nb) {second};\nc) {third}.",
        "{opening}\n- {first};\n- {second};\n- {third}.",
        "{opening}\n[ STT | Văn bản ]\n[ 1 | {first} ]\n[ 2 | {second} ]\n[ 3 | {third} ]",
    ],
)
def test_every_text_of_a_list_has_the_relation_that_opens_it(opening: str, type: str, layout: str) -> None:
    draft = drafted("Điều 1. Hiệu lực", "1. " + layout.format(opening=opening, first=FIRST, second=SECOND, third=THIRD))
    assert ties(draft) == [(type, f"0{n}/2019/QĐ-UBND") for n in (1, 2, 3)]
    assert all(opening.rstrip(":") in one.evidence for one in draft.relations)
    assert not akn.validate(akn.write(draft).require())
    if type != "sua-doi-bo-sung":
        assert [one.target.act.number for one in draft.modifications] == [f"0{n}/2019/QĐ-UBND" for n in (1, 2, 3)]


def test_a_semicolon_does_not_end_what_the_first_verb_says() -> None:
    clause = f"Quyết định này có hiệu lực từ ngày ký và thay thế {FIRST}; {SECOND}; bãi bỏ {THIRD}."
    assert ties(drafted("Điều 1. " + clause)) == [
        ("thay-the", "01/2019/QĐ-UBND"),
        ("thay-the", "02/2019/QĐ-UBND"),
        ("bai-bo", "03/2019/QĐ-UBND"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        f"Bãi bỏ các văn bản sau: a) {FIRST}; b) {SECOND} tiếp tục có hiệu lực.",
        f"Giám đốc Sở Tài chính trình phương án bãi bỏ; {SECOND} được áp dụng.",
        f"Điều kiện hủy bỏ quyết định:\na) {SECOND} có quy định;",
        f"Rà soát các văn bản cần bãi bỏ sau đây:\na) {SECOND};",
        f"Danh mục thủ tục hành chính bị bãi bỏ:\na) {SECOND};",
    ],
)
def test_what_no_list_repeals_is_only_cited(line: str) -> None:
    assert ("dan-chieu", "02/2019/QĐ-UBND") in ties(drafted("Điều 1. Một", *f"1. {line}".split("\n")))


def test_a_change_of_parts_in_a_list_repeals_no_text() -> None:
    draft = drafted("Điều 1. Bãi bỏ các quy định của các văn bản sau:", f"1. Khoản 2 Điều 3 {FIRST};", f"2. {SECOND}.")
    assert ties(draft) == [("sua-doi-bo-sung", "01/2019/QĐ-UBND"), ("sua-doi-bo-sung", "02/2019/QĐ-UBND")]
    assert draft.relations[0].provisions == "3.2"


def test_an_attached_list_says_what_has_expired_and_its_reasons_do_not() -> None:
    draft = drafted(
        "Điều 1. Công bố kèm theo Quyết định này Danh mục văn bản hết hiệu lực.",
        "[[ Nơi nhận: / - Lưu: VT. | TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH / Nguyễn Văn Mẫu ]]",
        "= DANH MỤC",
        "= VĂN BẢN QUY PHẠM PHÁP LUẬT HẾT HIỆU LỰC TOÀN BỘ NĂM 2025",
        "~ (Kèm theo Quyết định số 09/2026/QĐ-UBND ngày 09 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh An Phước)",
        "[ STT | Số, ký hiệu | Ngày ban hành | Trích yếu | Lý do ]",
        "[ 1 | 01/2019/QĐ-UBND | 05/01/2019 | Sửa đổi Quyết định số 02/2018/QĐ-UBND | Quyết định số 30/2025/QĐ-UBND thay thế ]",
        "[ 2 | 03/2019/NQ-HĐND | 06/01/2019 | Về lệ phí | Bị bãi bỏ bởi Nghị quyết số 31/2025/NQ-HĐND ]",
    )
    assert [(one.number, one.day) for one in draft.relations if one.type == "het-hieu-luc"] == [
        ("01/2019/QĐ-UBND", "2019-01-05"),
        ("03/2019/NQ-HĐND", "2019-01-06"),
    ]
    assert {one.type for one in draft.relations if "/2025/" in one.number or "/2018/" in one.number} == {"dan-chieu"}


def test_one_law_under_several_names_is_one_relation() -> None:
    draft = drafted(
        "Căn cứ Luật Đất đai số 31/2024/QH15; Luật Nhà ở số 27/2023/QH15 ngày 27 tháng 11 năm 2023;",
        "Căn cứ Nghị định số 102/2024/NĐ-CP ngày 30 tháng 7 năm 2024 của Chính phủ quy định chi tiết thi hành một số điều của Luật Đất đai;",
        "Điều 1. Theo khoản 2 Điều 5 Luật Đất đai.",
        "Điều 2. Theo Điều 9 của Luật số 31/2024/QH15, Luật Nhà ở và Nghị định số 102/2024/NĐ-CP.",
    )
    assert ties(draft) == [
        ("can-cu", "31/2024/QH15"),
        ("can-cu", "27/2023/QH15"),
        ("can-cu", "102/2024/NĐ-CP"),
        ("dan-chieu", "31/2024/QH15"),
    ]
    assert draft.relations[-1].provisions == "5.2 9"


def test_two_laws_of_one_name_stay_two() -> None:
    draft = drafted("Điều 1. Theo Điều 2 Luật Đất đai năm 2003, Điều 4 Luật Đất đai năm 2013 và Điều 9 Luật Đất đai.")
    assert [(one.title, one.provisions) for one in draft.relations] == [
        ("Luật Đất đai năm 2003", "2"),
        ("Luật Đất đai năm 2013", "4"),
        ("Luật Đất đai", "9"),
    ]


def test_several_bases_of_one_paragraph_are_bases() -> None:
    draft = drafted(
        "Điều 1. Một",
        "Căn cứ Quyết định số 11/QĐ-UBND ngày 02 tháng 02 năm 2026 về giao dự toán; Kế hoạch số 12/KH-UBND ngày 03 tháng 02 năm 2026 "
        "và Công văn số 13/UBND-TH ngày 04 tháng 02 năm 2026, Ủy ban nhân dân tỉnh giao Sở Tài chính thực hiện Thông báo số 14/TB-UBND "
        "ngày 05 tháng 02 năm 2026.",
    )
    assert [type for type, _ in ties(draft)] == ["can-cu", "can-cu", "can-cu", "dan-chieu"]


def test_the_day_of_a_text_may_stand_on_the_next_printed_line() -> None:
    draft = drafted(
        "Điều 1. Quy chế mẫu được ban hành.",
        "= QUY CHẾ MẪU",
        "~ (Ban hành kèm theo Quyết định số 77/2019/QĐ-UBND",
        "~ ngày 08 tháng 5 năm 2019 của Ủy ban nhân dân tỉnh An Phước)",
        "Điều 1. Phạm vi",
    )
    assert [(one.number, one.day) for one in structure.cited(draft) if one.number] == [("77/2019/QĐ-UBND", "2019-05-08")]


@pytest.mark.parametrize(("verb", "stated"), [("Sửa đổı, bổ ſung", "sua-doi-bo-sung"), ("Bãı bỏ", "bai-bo")])
def test_verbs_with_letters_that_look_alike_are_read_and_break_nothing(verb: str, stated: str) -> None:
    draft = structure.recognise(word(f"Điều 1. Hiệu lực\n1. {verb} Nghị định số 5/2020/NĐ-CP ngày 01 tháng 02 năm 2020.")).require()
    assert [one.type for one in draft.relations] == [stated]


@pytest.mark.parametrize(
    ("line", "tie"),
    [
        ("Tạm ngưng hiệu lực thi hành {} từ ngày 01 tháng 4 năm 2026 đến hết ngày 30 tháng 9 năm 2026.", "ngung-hieu-luc"),
        ("Ngưng hiệu lực toàn bộ {} kể từ ngày 01 tháng 4 năm 2026.", "ngung-hieu-luc"),
        ("Tạm dừng áp dụng khoản 2 Điều 5 {}.", "ngung-hieu-luc"),
        ("{} tạm ngưng hiệu lực kể từ ngày 01 tháng 4 năm 2026.", "ngung-hieu-luc"),
        ("Đình chỉ việc thi hành một phần {}.", "dinh-chi"),
        ("{} bị đình chỉ thi hành cho đến khi có quyết định xử lý.", "dinh-chi"),
        ("{} tiếp tục có hiệu lực kể từ ngày 01 tháng 10 năm 2026.", "tiep-tuc-hieu-luc"),
        ("Đình chỉ công tác đối với ông Nguyễn Văn Mẫu theo {}.", "dan-chieu"),
        ("Dừng thực hiện dự án đã được phê duyệt tại {}.", "dan-chieu"),
        ("Tiếp tục thực hiện {}.", "dan-chieu"),
    ],
)
def test_what_suspends_a_text_is_told_from_what_stops_work(line: str, tie: str) -> None:
    assert ties(drafted("Điều 1. Việc thử.", f"1. {line.format(FIRST)}")) == [(tie, "01/2019/QĐ-UBND")]


def test_the_evidence_of_a_suspension_goes_on_to_its_last_day() -> None:
    draft = drafted("Điều 1. Việc thử.", f"1. Tạm ngưng hiệu lực {FIRST} trên địa bàn các xã miền núi của tỉnh đến hết ngày 30/9/2026.")
    assert draft.relations[0].evidence.endswith("đến hết ngày 30/9/2026.")
