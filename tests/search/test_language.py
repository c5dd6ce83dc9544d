"""The query language, abbreviations, dates and typing habits."""

from collections.abc import Callable

import pytest

from search import Form, Query, SearchIndex
from search.abbreviations import FULL_FORMS
from search.asking import subject
from search.dates import days_in, period, spelt_number
from tests.search.conftest import Place, decision, numbers

ENTRIES = [
    decision("12/2023/QĐ-UBND", "Quy định bảng giá đất", "Ủy ban nhân dân tỉnh ban hành bảng giá.", signer="Nguyễn Văn Mẫu", field="dat-dai", field_label="Đất đai"),
    decision("07/2022/NQ-HĐND", "Nghị quyết về ngân sách", "HĐND tỉnh; căn cứ văn bản ngày 05/3/2021.", date="2022-12-09", kind="nghi-quyet", kind_label="Nghị quyết", issuer="hdnd-tinh-an-phuoc", issuer_label="HĐND tỉnh An Phước"),
    decision("45/2021/QĐ-UBND", "Danh mục thủ tục hành chính", "Sửa đổi Điều 12 và khoản 5.", date="2021-03-05", effective_from="2021-04-01"),
]  # fmt: skip


@pytest.fixture(scope="module")
def index(places: Callable[[], Place]) -> SearchIndex:
    """Three acts."""
    index = places()()
    index.put(ENTRIES)
    return index


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("loại:nghị-quyết", {"07/2022/NQ-HĐND"}),
        ('kind:"nghi quyet"', {"07/2022/NQ-HĐND"}),
        ("cơ-quan:hđnd", {"07/2022/NQ-HĐND"}),
        ("năm:2021..2022", {"07/2022/NQ-HĐND", "45/2021/QĐ-UBND"}),
        ("year:2023", {"12/2023/QĐ-UBND"}),
        ("từ:1/12/2022", {"07/2022/NQ-HĐND", "12/2023/QĐ-UBND"}),
        ("den:2021", {"45/2021/QĐ-UBND"}),
        ("ngày:>=12/2022 loại:quyết-định", {"12/2023/QĐ-UBND"}),
        ("hiệu-lực-từ:4/2021", {"45/2021/QĐ-UBND"}),
        ('người-ký:"nguyen van mau"', {"12/2023/QĐ-UBND"}),
        ("lĩnh-vực:đất", {"12/2023/QĐ-UBND"}),
        ("tiêu-đề:ngân sách", {"07/2022/NQ-HĐND"}),
        ("số:45", {"45/2021/QĐ-UBND"}),
        ("-loại:nghị-quyết", {"12/2023/QĐ-UBND", "45/2021/QĐ-UBND"}),
        ("loại:nghị-quyết OR số:45", {"07/2022/NQ-HĐND", "45/2021/QĐ-UBND"}),
    ],
)
def test_a_field_is_asked_by_its_name_in_either_language(index: SearchIndex, text: str, found: set[str]) -> None:
    assert set(numbers(index.search(Query(text)))) == found


@pytest.mark.parametrize("text", ["xyz:giá", "giá:đất", "http://giá", "loại:", "năm:abc", "a:b:c", ":", "từ:31/2/2023", '-loại:"', "số:"])
def test_a_name_that_means_nothing_is_read_as_a_word(index: SearchIndex, text: str) -> None:
    assert index.search(Query(text)).total >= 0
    assert set(numbers(index.search(Query("giá:đất")))) == {"12/2023/QĐ-UBND"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ubnd tỉnh bảng giá", "12/2023/QĐ-UBND"),
        ("hội đồng nhân dân tỉnh ngân sách", "07/2022/NQ-HĐND"),
        ("hoi dong nhan dan ngan sach", "07/2022/NQ-HĐND"),
        ("danh mục TTHC", "45/2021/QĐ-UBND"),
        ("điều mười hai khoản năm", "45/2021/QĐ-UBND"),
    ],
)
def test_short_and_full_forms_and_numerals_find_one_another(index: SearchIndex, text: str, found: str) -> None:
    assert numbers(index.search(Query(text)))[0] == found


def test_what_is_written_as_asked_stands_before_its_abbreviation(index: SearchIndex) -> None:
    assert numbers(index.search(Query("ủy ban nhân dân tỉnh")))[0] == "12/2023/QĐ-UBND"


@pytest.mark.parametrize(
    "text", ["5/3/2021", "05/03/2021", "05-3-2021", "5.3.2021", "ngày 5 tháng 3 năm 2021", "ngay 05 thang 03 nam 2021", "2021-03-05"]
)
def test_a_day_in_any_form_finds_acts_of_it_and_acts_that_name_it(index: SearchIndex, text: str) -> None:
    assert set(numbers(index.search(Query(text)))) == {"07/2022/NQ-HĐND", "45/2021/QĐ-UBND"}


def test_days_are_told_from_numbers_and_from_impossible_days() -> None:
    assert [day for _, _, day in days_in("12/2023/QĐ-UBND ngày 31/8/2023, 31/2/2023, 1/2/2023/3")] == [20230831]
    assert period("2020..") == (20200101, 99991231)
    assert period("8/2023") == (20230801, 20230831)
    assert period("13/2023") is None


@pytest.mark.parametrize(
    ("words", "number"), [("muoi hai", (12, 2)), ("hai muoi mot", (21, 3)), ("nam", (5, 1)), ("ba muoi", (30, 2)), ("dat", None)]
)
def test_a_number_in_words_is_a_number(words: str, number: tuple[int, int] | None) -> None:
    assert spelt_number(words.split()) == number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("quyeets ddinhj", "quyết định"), ("bangr gias ddaats", "bảng giá đất"), ("bảnggiáđất", "bảng giá đất"), ("ngansach", "ngan sach")],
)
def test_what_a_keyboard_left_undone_is_done_and_said(index: SearchIndex, typed: str, meant: str) -> None:
    results = index.search(Query(typed))
    assert results.total > 0
    assert (results.suggestion, "mended" in results.remarks) == (meant, True)
    assert "cách viết" in " ".join(results.remark_sentences("vi"))
    assert results.in_words() == f"Mọi văn bản, có “{meant}”"
    assert results.query.text == typed


def test_nothing_is_suggested_that_would_find_nothing(index: SearchIndex) -> None:
    assert index.search(Query("ngansach khonglocxyz")).suggestion is None
    assert index.search(Query("ngansach", year=1999)).suggestion is None


def test_an_answer_to_what_was_meant_is_explained_too(index: SearchIndex) -> None:
    hit = index.search(Query("bangr gias ddaats")).hits[0]
    found = index.explain(Query("bangr gias ddaats"), hit.entry.document)
    assert found is not None
    assert found.score == hit.score
    assert index.explain(Query("khonglocxyz"), hit.entry.document) is None


def test_a_question_says_in_words_how_it_was_understood() -> None:
    asked = Query('bảng giá "đất ở" -nhà loại:"quyết định" năm:2023 từ:1/2/2023 tiêu-đề:phí tổ OR hộ 12/2023/QĐ-UBND 5/3/2021')
    assert asked.in_words() == (
        "Mọi văn bản, có “bảng giá”, có cụm từ “đất ở”, loại “quyết định”, ban hành năm 2023, ban hành từ 01/02/2023, tiêu đề có “phí”, "
        "có “tổ” hoặc có “hộ”, số 12/2023/QĐ-UBND, ngày 05/03/2021, không có “nhà”"
    )
    assert Query("số 01").in_words("en") == "All documents, number 01"
    assert Query("số ký hiệu 12/QĐ-UBND").in_words() == "Mọi văn bản, số 12/QĐ-UBND"
    assert Query("quyết định số 12/2023").in_words() == "Mọi văn bản, quyết định số 12/2023"
    assert Query('"đất ở" -nhà').in_words("en") == "All documents, with the phrase “đất ở”, without “nhà”"


def test_every_abbreviation_of_the_table_is_one_word() -> None:
    assert all(short.isupper() and " " not in short for short in FULL_FORMS)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Bảng giá đất là gì?", "Bảng giá đất"), ("tìm bảng giá đất ở đâu", "bảng giá đất"), ("cho toi hoi bang gia dat o dau", "bang gia dat"),
        ("Xin cho biết ngân sách là bao nhiêu?", "ngân sách"), ("tìm kiếm cứu nạn", "tìm kiếm cứu nạn"), ("tim mach", "tim mach"),
        ("ở đâu?", "ở đâu?"), ("bảng giá đất?", "bảng giá đất?"), ('tìm "bảng giá" ở đâu?', '"bảng giá"'), ('"là gì?"', '"là gì?"'), ("", ""),
        ("đất -là -gì", "đất -là -gì"), ("đất -ở đâu", "đất -ở đâu"), ("đất OR ở đâu", "đất OR ở đâu"), ("tôi cần HOẶC đất", "tôi cần HOẶC đất"),
        ("Covid-19 ở đâu", "Covid-19"),
    ],
)  # fmt: skip
def test_words_that_only_ask_are_no_part_of_the_question(asked: str, meant: str) -> None:
    assert subject(asked) == meant


def test_that_words_were_left_out_is_said_and_words_alone_are_not_remarked(index: SearchIndex) -> None:
    assert index.search(Query("bảng giá đất là gì?")).remarks == ("asking",)
    assert index.search(Query("bảng giá đất?")).remarks == ()
    assert "ngoặc kép" in " ".join(index.search(Query("bảng giá đất ở đâu")).remark_sentences("vi"))


def test_words_to_leave_out_of_the_form_are_no_question() -> None:
    assert Query(Form(words="đất", without="ở đâu").text).in_words() == "Mọi văn bản, có “đất”, không có “ở”, không có “đâu”"


def test_a_question_in_a_sentence_finds_the_act(index: SearchIndex) -> None:
    for asked in ("Cho tôi hỏi bảng giá đất ở đâu?", "bảng giá đất là gì", "tìm bảng giá đất"):
        assert numbers(index.search(Query(asked))) == ["12/2023/QĐ-UBND"], asked


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nagn sach", "ngan sach"),
        ("Nghị quyết về ngân sáhc", "Nghị quyết về ngân sách"),
        ("tìm nghị quyết về ngân sácch", "tìm nghị quyết về ngân sách"),
    ],
)
def test_a_slip_is_mended_by_the_words_beside_it_and_in_the_reader_s_own_accents(index: SearchIndex, typed: str, meant: str) -> None:
    results = index.search(Query(typed))
    assert (numbers(results), results.remarks) == (["07/2022/NQ-HĐND"], ("mended",))
    assert results.suggestion is not None
    assert meant.endswith(results.suggestion)


def test_of_two_mendings_the_one_that_stands_with_the_other_words_is_meant(place: Place) -> None:
    index = place()
    index.put([decision(f"{at}/KH-UBND", "Kế hoạch lần đầu") for at in range(1, 9)])
    index.put(
        [decision("9/KH-UBND", "Làng nghề dệt chiếu"), decision("10/KH-UBND", "Kết hôn"), decision("11/KH-UBND", "Kế hoạch thôn hôn")]
    )
    assert numbers(index.search(Query("lagn nghe det chieu"))) == ["9/KH-UBND"]
    assert index.search(Query("kếthôn")).suggestion == "kết hôn"


def test_keys_that_make_a_rare_known_word_are_keys_among_other_keys(place: Place) -> None:
    index = place()
    index.put([decision("1/KH-UBND", "Thuế thu nhập cá nhân"), decision("2/KH-UBND", "Cas")])
    index.put([decision(f"{at}/KH-UBND", "Cá nhân") for at in range(3, 30)])
    assert numbers(index.search(Query("thuees thu nhaapj cas nhaan"))) == ["1/KH-UBND"]
