"""The grammar of citations: what a line cites, and which provisions."""

# one citation a line reads best

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import structure
from gazette.model.draft import Line, Marked, Provision, text_of
from gazette.structure.citations import Citation, citations
from gazette.structure.provisions import LETTERS
from tests.structure.notation import word

CASES = Path(__file__).parent.parent / "cases"


def paths(found: Citation) -> list[str]:
    return ["/".join(number for _, number in target.path) for target in found.targets]


def one(text: str) -> Citation:
    (found,) = citations(text)
    return found


@pytest.mark.parametrize(
    ("text", "kind", "number", "day"),
    [
        ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;", "nghi-dinh", "30/2020/NĐ-CP", "2020-03-05"),
        ("theo Luật số 64/2025/QH15 ngày 19/02/2025.", "luat", "64/2025/QH15", "2025-02-19"),
        ("Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", "luat", "", "2025-06-16"),
        ("Luật Tổ chức chính quyền địa phương năm 2025", "luat", "", "2025"),
        ("theo quy định của Luật Đất đai và các văn bản khác", "luat", "", ""),
        ("Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013;", "hien-phap", "", "2013"),
        ("tại Tờ trình số 45/TTr-SXD ngày 20 tháng 02 năm 2026.", "to-trinh", "45/TTr-SXD", "2026-02-20"),
        ("theo số 12/2023/QĐ-UBND", "quyet-dinh", "12/2023/QĐ-UBND", ""),
        ("Nghị định 30/2020/NĐ-CP", "nghi-dinh", "30/2020/NĐ-CP", ""),
        ("Chỉ thị số 05-CT/TW ngày 15 tháng 5 năm 2016", "chi-thi", "05-CT/TW", "2016-05-15"),
        ("Quyết định số 20/2012/QÐ‑ TTg\u00a0ngày 27.4.2012", "quyet-dinh", "20/2012/QĐ- TTg", "2012-04-27"),
        ("Nghị\u00a0 định  số: 89 /2002/NĐ–CP,\nngày 07/11/2002", "nghi-dinh", "89 /2002/NĐ-CP", "2002-11-07"),
        ("Nghị định của Chính phủ số 15/CP ngày 2-3-1993", "nghi-dinh", "15/CP", "1993-03-02"),
        ("nghị quyết số 01/2020/nq-hđnd", "nghi-quyet", "01/2020/nq-hđnd", ""),
        ("Nghị quyết 7/2020/NQ-HĐND của Hội đồng nhân dân tỉnh An Phước ngày 9/7/2020 về", "nghi-quyet", "7/2020/NQ-HĐND", "2020-07-09"),
        ("Nghị định 15/CP của Chính phủ ban hành ngày 2/3/1993", "nghi-dinh", "15/CP", "1993-03-02"),
        ("Quyết định số 5/QĐ-UBND của UBND tỉnh An Phước có hiệu lực từ ngày 2/3/2004", "quyet-dinh", "5/QĐ-UBND", ""),
        ("Quyết định số 5/QĐ-UBND của UBND tỉnh An Phước kể từ ngày 2/3/2004", "quyet-dinh", "5/QĐ-UBND", ""),
        ("Quyết định số 5/QĐ-UBND của cuộc họp ngày 2/3/2004", "quyet-dinh", "5/QĐ-UBND", ""),
    ],
)  # fmt: skip
def test_a_citation_gives_kind_number_and_day_only_as_far_as_the_words_go(text: str, kind: str, number: str, day: str) -> None:
    act = one(text).act
    assert act is not None
    assert (act.kind, act.number.raw if act.number else "", act.day) == (kind, number, day)


@pytest.mark.parametrize(
    ("issuer", "slug"),
    [
        ("Bộ trưởng Bộ Giáo dục và Đào tạo quy định về thi", "bo-giao-duc-va-dao-tao"),
        ("Bộ Văn hóa, Thể thao và Du lịch", "bo-van-hoa-the-thao-va-du-lich"),
        ("Bộ Thông tin và Truyền thông, Nghị định khác", "bo-thong-tin-va-truyen-thong"),
        ("Bộ Tài chính và Bộ Nội vụ", "bo-tai-chinh"),
        ("Bộ Giáo dục và Thanh niên", ""),
        ("Bộ Tài chính và các văn bản khác", "bo-tai-chinh"),
        ("Ủy ban nhân dân tỉnh An Phước, Quyết định khác", "ubnd-tinh-an-phuoc"),
        ("UBND tỉnh An Phước V/v đọc sách", "ubnd-tinh-an-phuoc"),
        ("Thường trực Hội đồng nhân dân tỉnh và Báo cáo số 9/BC-HĐND", ""),
        ("Ủy ban Pháp luật và Tư pháp", "uy-ban-phap-luat-va-tu-phap"),
    ],
)
def test_half_the_name_of_an_agency_is_no_agency(issuer: str, slug: str) -> None:
    act = next(iter(citations(f"Theo Kế hoạch số 05/2018/KH-X ngày 01 tháng 02 năm 2018 của {issuer}."))).act
    assert act is not None
    assert act.issuer == slug


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("điểm đ khoản 2 Điều 5 của Luật này", ["5/2/đ"]),
        ("các điểm a, b, c và đ khoản 1 Điều 5", ["5/1/a", "5/1/b", "5/1/c", "5/1/đ"]),
        ("khoản 1, khoản 3 Điều 5", ["5/1", "5/3"]),
        ("khoản 1,2 và 3 Điều 5a", ["5a/1", "5a/2", "5a/3"]),
        ("Điều 5, 6 và 7 Luật này", ["5", "6", "7"]),
        ("từ Điều 5 đến Điều 9", ["5", "6", "7", "8", "9"]),
        ("từ điểm c đến điểm g khoản 1 Điều 2", ["2/1/c", "2/1/d", "2/1/đ", "2/1/e", "2/1/g"]),
        ("khoản 1 và điểm b khoản 2 Điều 5", ["5/1", "5/2/b"]),
        ("điểm a khoản 1 Điều 5, Điều 7 và khoản 2 Điều 8 của Luật này", ["5/1/a", "7", "8/2"]),
        ("khoản 1 Điều này và Điều 6 của Luật này", ["này/1", "6"]),
        ("điểm a khoản này", ["này/a"]),
        ("Điều 5 khoản 2 điểm a", ["5/2/a"]),
        ("Mục 2 Chương III của Nghị định này", ["III/2"]),
        ("Phần thứ hai của Luật này", ["2"]),
        ("Mẫu số 01/BTC kèm theo", ["01/BTC"]),
        ("tại Phụ lục II ban hành kèm theo", ["II"]),
    ],
)
def test_lists_and_ranges_of_provisions_are_taken_apart(text: str, named: list[str]) -> None:
    assert paths(one(text)) == named


def test_several_provisions_share_the_act_that_follows() -> None:
    found = one("khoản 1 Điều 5 và các điều 7, 8 của Luật Đất đai số 31/2024/QH15")
    assert (paths(found), found.act and found.act.number and found.act.number.raw) == (["5/1", "7", "8"], "31/2024/QH15")


def test_acts_in_a_row_are_cited_one_by_one() -> None:
    text = "các Luật số 32/2013/QH13, số 74/2014/QH13 ngày 27 tháng 11 năm 2014 và số 97/2015/QH13"
    assert [found.act.number.raw for found in citations(text) if found.act and found.act.number] == [
        "32/2013/QH13",
        "74/2014/QH13",
        "97/2015/QH13",
    ]


def test_the_number_after_an_amending_law_is_its_own() -> None:
    text = "Luật Bảo hiểm y tế và Luật sửa đổi, bổ sung một số điều của Luật Bảo hiểm y tế ngày 13 tháng 6 năm 2014"
    plain, amending = citations(text)
    assert plain.act is not None
    assert amending.act is not None
    assert (plain.act.day, amending.act.day) == ("", "2014-06-13")


def test_a_law_does_not_cite_itself_in_its_enacting_formula() -> None:
    assert list(citations("Quốc hội ban hành Luật Viễn thông.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "ngày 1/2/2023 có 24/24 giờ, 1/3 số phiếu", "số 0123.456.789", "tài khoản 111, danh mục 2 và hạng mục 3", "QCVN 01:2009/BYT và TCVN 7957:2008",
        "điều kiện này và điều này", "các khoản này", "thời điểm a", "Luật sư năm 2006", "một số điều của hợp đồng", "Điều 5 ngày", "khoản 2.000.000 đồng",
        "Công ước của Liên hợp quốc về Luật Biển năm 1982", "theo phần này", "điểm 9,5", "số 15 Trần Hưng Đạo", "cổ phần 2", "km/h, 12 kg/m2",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_citation_is_none(text: str) -> None:
    assert list(citations(text)) == []


@given(st.text(alphabet="Điềukhoảnđmsốngày 0123456789/-,.và abcĐUBND\u00a0\n“”", max_size=120))
def test_any_text_is_read_and_spans_stay_in_order_within_it(text: str) -> None:
    at = 0
    for found in citations(text):
        assert at <= found.start < found.end <= len(text)
        at = found.end


@given(st.integers(1, 900), st.integers(1, 40), st.sampled_from(LETTERS), st.sampled_from([" ", "\u00a0", "  ", "\n"]))
def test_any_path_reads_back_as_it_was_written(article: int, clause: int, point: str, space: str) -> None:
    text = f"tại điểm {point} khoản {clause} Điều {article} của Luật này;".replace(" ", space)
    assert paths(one(text)) == [f"{article}/{clause}/{point}"]


@given(st.data())
def test_any_range_of_letters_has_every_letter_between(data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(LETTERS) - 2))
    last = data.draw(st.integers(first + 1, len(LETTERS) - 1))
    found = one(f"từ điểm {LETTERS[first]} đến điểm {LETTERS[last]} khoản 1 Điều 3")
    assert paths(found) == [f"3/1/{letter}" for letter in LETTERS[first : last + 1]]


def test_thousands_of_citations_in_one_paragraph_take_no_more_than_their_number() -> None:
    def seconds(count: int) -> float:
        cited = " và ".join(f"khoản {n % 9 + 1} Điều {n} Nghị định số {n}/2020/NĐ-CP ngày 01 tháng 02 năm 2020" for n in range(1, count))
        blocks = word(f"Điều 1. Danh mục\n1. {cited}.")
        start = process_time()
        structure.recognise(blocks)
        return process_time() - start

    assert seconds(1600) < 8 * seconds(400)


def test_a_link_is_not_cut_where_another_that_overlaps_it_was_left_out() -> None:
    lines = "Điều 1. Một\n1. Hai:\na) Ba;\nb) Bốn.\n2. Năm.\n3. Theo điểm b khoản 1 và khoản 2 Điều này."
    said = structure.recognise(word(lines)).require().main.body[0]
    assert isinstance(said, Provision)
    line = said.children[2].lead[0]
    assert isinstance(line, Line)
    links = [piece for piece in line.inlines if isinstance(piece, Marked)]
    assert [[text_of((inner,)) for inner in link.inlines] for link in links] == [["điểm b khoản 1 và khoản 2 Điều này"]]


OUTLINE = """[[ BỘ TÀI CHÍNH / Số: 28/1999/TT-BTC | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Hà Nội, ngày 13 tháng 3 năm 1999 ]]
= THÔNG TƯ
= VỀ VIỆC ĐỌC SÁCH
= Phần thứ nhất
= QUY ĐỊNH CHUNG
* I. PHẠM VI
1. Đọc sách.
2. Mượn sách.
= Phần thứ hai
= QUY ĐỊNH CỤ THỂ
* I. MƯỢN SÁCH
1. Thời gian:
a- Buổi sáng;
b- Buổi chiều.
2. {words}
* II. TRẢ SÁCH
1. Trả tại quầy.
"""


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Theo điểm a khoản 1 mục I phần thứ hai Thông tư này.", ["@/part:2/section:I//1/a"]),
        ("Theo khoản 2 mục I phần thứ nhất.", ["@/part:1/section:I//2/"]),
        ("Theo điểm 2 mục I phần I Thông tư này.", []),
        ("Theo mục II.", ["@/part:2/section:II"]),
        ("Theo điểm b mục này.", ["@/part:2/section:I//1/b"]),
        ("Theo khoản 1 mục này.", ["@/part:2/section:I//1/"]),
        ("Theo điểm 1 mục II nêu trên.", ["@/part:2/section:II//1/"]),
        ("Theo điểm b khoản 1 nêu trên.", ["@/part:2/section:I//1/b"]),
        ("Theo khoản 7 mục I phần thứ hai.", []),
    ],
)
def test_a_text_without_articles_is_cited_by_the_signs_of_its_outline(words: str, places: list[str]) -> None:
    draft = structure.recognise(word(OUTLINE.format(words=words))).require()
    found = [one for one in structure.cited(draft) if one.line == words]
    assert [path for one in found for path in one.paths] == places


def test_a_relation_says_in_which_part_of_an_outline_it_stands() -> None:
    draft = structure.recognise(word(OUTLINE.format(words="Thay thế Thông tư số 5/1998/TT-BTC."))).require()
    assert [one.at for one in draft.relations if one.type == "thay-the"] == ["@/part:2/section:I//2/"]


def test_a_consolidated_text_consolidates_the_texts_it_names_before_its_bases() -> None:
    text = (CASES / "50-van-ban-hop-nhat-nguon.txt").read_text(encoding="utf-8")
    draft = structure.recognise(word(text.split("=== word\n")[1].split("=== outline")[0])).require()
    assert [one.number for one in draft.relations if one.type == "hop-nhat"] == ["20/2024/QĐ-UBND", "11/2025/QĐ-UBND"]


def test_a_chapter_of_another_part_is_found_because_chapters_are_numbered_through() -> None:
    source = """= LUẬT
= THƯ VIỆN
= Phần thứ nhất
= QUY ĐỊNH CHUNG
= Chương I
= ĐỌC
* Điều 1. Đọc
Theo Chương II và Mục 1 Chương II của Luật này.
= Phần thứ hai
= QUY ĐỊNH KHÁC
= Chương II
= MƯỢN
= Mục 1
= SÁCH
* Điều 2. Mượn
Theo Chương này. Theo Phần này. Theo Phần thứ nhất.
"""
    draft = structure.recognise(word(source)).require()
    assert [path for one in structure.cited(draft) for path in one.paths] == [
        "@/part:2/chapter:II", "@/part:2/chapter:II/section:1", "@/part:2/chapter:II", "@/part:2", "@/part:1"
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["Khoản 1 Điều 2.", "Điều 1; Điều 2."])
def test_a_table_cell_that_names_provisions_and_nothing_else_cites_them(words: str) -> None:
    lines = f"* Điều 1. Một\n[ Cơ quan | Thẩm quyền ]\n[ Sở Nội vụ | {words} ]\n* Điều 2. Hai\n1. Ba."
    assert [one.text for one in structure.cited(structure.recognise(word(lines)).require())] == [words.rstrip(".")]
