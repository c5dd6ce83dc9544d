"""Amending acts: instructions are found with their targets, phrases and quotations; what only looks like one is left alone."""

# one instruction a line reads best

import pytest

from gazette import akn, structure
from gazette.model.draft import Draft
from gazette.model.modifications import Act
from gazette.structure.instructions import Reader, Scope
from tests.structure.notation import word

RESOLUTION = Act("nghi-quyet", "10/2024/NQ-HĐND")
SCOPE = Scope(RESOLUTION)


def changes(text: str, scope: Scope = SCOPE) -> list[str]:
    """What *text* changes, one short line each: action, act unless it is the one of *scope*, place and path, phrases, new name."""
    read = Reader({}).read(text, scope)
    return [] if read is None else [_short(change, text) for change in read.changes]


def _short(change: object, text: str) -> str:
    from gazette.structure.instructions import Change

    assert isinstance(change, Change)
    target = change.target
    part = "part of" if target.extent else ""
    parts = [change.action, target.act.number if target.act != RESOLUTION else "", target.place, part, target.path]
    parts += [text[span[0] : span[1]] if span else "" for span in (change.old, change.new)]
    parts.append(f"= {change.becomes}" if change.becomes else "")
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sửa đổi, bổ sung Điều 5 như sau:", ["substitution art_5"]),
        ("Sửa đổi điểm đ khoản 2 Điều 5a như sau:", ["substitution art_5a__clause_2__point_dd"]),
        ("Sửa đổi, bổ sung khoản 2 và khoản 3 Điều 8 như sau:", ["substitution art_8__clause_2", "substitution art_8__clause_3"]),
        ("Sửa đổi, bổ sung tên Chương IV như sau:", ["substitution chp_4__heading"]),
        ("Sửa đổi, bổ sung đoạn mở đầu của khoản 4 Điều 27 như sau:", ["substitution art_27__clause_4__intro"]),
        ("Bổ sung Điều 5a vào sau Điều 5 như sau:", ["insertion after art_5 = art_5a"]),
        ("Bổ sung khoản 3a Điều 7 như sau:", ["insertion inside art_7 = art_7__clause_3a"]),
        ("Bổ sung khoản 5 vào Điều 7 như sau:", ["insertion inside art_7 = art_7__clause_5"]),
        ("Bổ sung điểm a1 vào trước điểm a khoản 1 Điều 7", ["insertion before art_7__clause_1__point_a = art_7__clause_1__point_a1"]),
        (
            "Sửa đổi khoản 3 và bổ sung khoản 3a vào sau khoản 3 Điều 9 như sau:",
            ["substitution art_9__clause_3", "insertion after art_9__clause_3 = art_9__clause_3a"],
        ),
        ("Bãi bỏ khoản 3 Điều 7; Điều 9.", ["repeal art_7__clause_3", "repeal art_9"]),
        ("Bãi bỏ một phần khoản 2 Điều 5.", ["repeal part of art_5__clause_2"]),
        (
            "Bãi bỏ một phần nội dung của điểm a khoản 1 Điều 6 và Điều 9.",
            ["repeal part of art_6__clause_1__point_a", "repeal part of art_9"],
        ),
        ("Bãi bỏ một phần Quyết định số 07/2025/QĐ-UBND.", ["repeal 07/2025/QĐ-UBND part of"]),
        ("Tạm ngưng hiệu lực thi hành Quyết định số 07/2025/QĐ-UBND.", ["suspension 07/2025/QĐ-UBND"]),
        ("Đình chỉ việc thi hành khoản 2 Điều 5.", ["suspension art_5__clause_2"]),
        ("Tạm dừng áp dụng một phần Điều 6.", ["suspension part of art_6"]),
        ("Khôi phục hiệu lực Quyết định số 07/2025/QĐ-UBND.", ["resumption 07/2025/QĐ-UBND"]),
        ("Chuyển khoản 3 thành khoản 4 Điều 7.", ["renumbering art_7__clause_3 = art_7__clause_4"]),
        ("Khoản 6 Điều 23 được sửa đổi, bổ sung như sau:", ["substitution art_23__clause_6"]),
        ("Điều 12 được bãi bỏ.", ["repeal art_12"]),
        ("Thay cụm từ “tủ sách” bằng cụm từ “thư viện” tại Điều 8.", ["substitution art_8 “tủ sách” “thư viện”"]),
        ("Thay cụm từ “tủ sách” tại Điều 8 bằng cụm từ “thư viện”;", ["substitution art_8 “tủ sách” “thư viện”"]),
        (
            "Thay thế từ “sách” bằng từ “báo” tại Điều 8; cụm từ “một năm” bằng cụm từ “hai năm” tại khoản 1 Điều 9.",
            ["substitution art_8 “sách” “báo”", "substitution art_9__clause_1 “một năm” “hai năm”"],
        ),
        ("Bổ sung cụm từ “và báo” vào sau cụm từ “sách” tại Điều 8.", ["insertion after art_8 “sách” “và báo”"]),
        ("Bỏ cụm từ “cũ” và “hỏng” tại khoản 1 Điều 2.", ["repeal art_2__clause_1 “cũ”", "repeal art_2__clause_1 “hỏng”"]),
        (
            "Bỏ cụm từ “cũ” tại Điều 2; bãi bỏ Điều 3.",
            ["repeal art_2 “cũ”", "repeal art_3"],
        ),
        ("Tại Điều 4, cụm từ “mười ngày” nay sửa lại là “mười lăm ngày”.", ["correction art_4 “mười ngày” “mười lăm ngày”"]),
        ("Bãi bỏ Quyết định số 11/2020/QĐ-UBND.", ["repeal 11/2020/QĐ-UBND"]),
        (
            "Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 11/2020/QĐ-UBND và Quyết định số 12/2020/QĐ-UBND.",
            ["replacement 11/2020/QĐ-UBND", "replacement 12/2020/QĐ-UBND"],
        ),
        ("Quyết định số 11/2020/QĐ-UBND hết hiệu lực kể từ ngày Quyết định này có hiệu lực.", ["expiry 11/2020/QĐ-UBND"]),
        (
            "Sửa đổi Điều 4 của Quyết định số 11/2020/QĐ-UBND đã được sửa đổi, bổ sung theo Quyết định số 2/2021/QĐ-UBND như sau:",
            ["substitution 11/2020/QĐ-UBND art_4"],
        ),
    ],
)
def test_an_instruction_gives_its_action_target_and_phrases(text: str, found: list[str]) -> None:
    assert changes(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Sửa đổi, bổ sung một số điều của Quyết định số 11/2020/QĐ-UBND như sau:",
        "Bãi bỏ một phần hoặc toàn bộ văn bản trái pháp luật của Ủy ban nhân dân cấp xã.",
        "Bãi bỏ Điều 5 của Luật sửa đổi, bổ sung một số điều của 37 luật có liên quan đến quy hoạch.",
        "Bổ sung vốn điều lệ theo khoản 2 Điều này.",
        "Chuyển hồ sơ cho cơ quan quy định tại khoản 2 Điều 5 của Quy định này.",
        "Thay đổi cơ cấu theo Điều 5.",
        "Việc sửa đổi, bổ sung danh mục thực hiện theo khoản 1 Điều 4 của Quyết định này.",
        "Sở Tư pháp đề nghị sửa đổi Điều 5 khi cần thiết.",
        "Quy định này chi tiết Điều 5 đã được sửa đổi, bổ sung theo Nghị quyết số 3/2025/NQ-HĐND.",
    ],
)
def test_what_only_speaks_of_change_is_no_instruction(text: str) -> None:
    assert changes(text) == []


def test_an_instruction_without_a_text_to_change_is_none() -> None:
    assert changes("Sửa đổi, bổ sung Điều 5 như sau:", Scope()) == []


ACT = """[[ HỘI ĐỒNG NHÂN DÂN / TỈNH AN PHƯỚC / Số: 05/2026/NQ-HĐND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / \
Độc lập - Tự do - Hạnh phúc / Tân Lộc, ngày 20 tháng 01 năm 2026 ]]
= NGHỊ QUYẾT
= Sửa đổi, bổ sung một số điều của Nghị quyết số 10/2024/NQ-HĐND ngày 01 tháng 7 năm 2024 của Hội đồng nhân dân tỉnh An Phước
Căn cứ Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15;
* Điều 1. Sửa đổi, bổ sung một số điều
1. Sửa đổi, bổ sung một số khoản của Điều 5 như sau:
a) Sửa đổi khoản 1 như sau:
“1. Mức chi hằng năm là 10 triệu đồng.”;
b) Bổ sung khoản 3 vào sau khoản 2 như sau:
“3. Mức chi đột xuất do Chủ tịch quyết định.”.
2. Thay cụm từ “tủ sách” bằng cụm từ “thư viện” tại Điều 8.
* Điều 2. Hiệu lực thi hành
Nghị quyết này có hiệu lực từ ngày 01 tháng 02 năm 2026./.
"""


def amending() -> Draft:
    return structure.recognise(word(ACT)).require()


def test_the_provisions_around_an_instruction_complete_its_target() -> None:
    found = [(one.action, one.target.act.number, one.target.path, one.becomes) for one in amending().modifications]
    assert found == [
        ("substitution", "10/2024/NQ-HĐND", "art_5__clause_1", ""),
        ("insertion", "10/2024/NQ-HĐND", "art_5__clause_2", "art_5__clause_3"),
        ("substitution", "10/2024/NQ-HĐND", "art_8", ""),
    ]


def test_the_analysis_points_at_instruction_target_and_quotation() -> None:
    xml = akn.write(amending()).require().decode()
    assert akn.validate(xml.encode()) == ()
    work = "/akn/vn/act/nghi-quyet/hdnd-tinh-an-phuoc/2024-07-01/10-2024-nq-hdnd"
    for wanted in (
        '<source href="#art_1__clause_1__point_a__mod_1"/>'
        f'<destination href="{work}/~art_5__clause_1"/><force period="#tmpg_1"/><new href="#art_1__clause_1__point_a__mod_1__qstr_1"/>',
        f'<destination href="{work}/~art_5__clause_2" pos="after"/><force period="#tmpg_1"/>'
        f'<new href="#art_1__clause_1__point_b__mod_1__qstr_1"/><new href="{work}/~art_5__clause_3"/>',
        '<old href="#art_1__clause_2__mod_1__qtext_1"/><new href="#art_1__clause_2__mod_1__qtext_2"/>',
        '<eventRef eId="eref_1" date="2026-01-20" source="#original" type="generation"/>',
        '<eventRef eId="eref_2" date="2026-02-01" source="#original" refersTo="#in-force"/>',
        '<timeInterval start="#eref_2" refersTo="#in-force"/>',
    ):
        assert wanted in xml, wanted


def test_quoted_provisions_stand_in_their_instruction_and_keep_a_scope_of_their_own() -> None:
    xml = akn.write(amending()).require().decode()
    quoted = (
        '<mod eId="art_1__clause_1__point_a__mod_1">Sửa đổi khoản 1 như sau:<quotedStructure eId="art_1__clause_1__point_a__mod_1__qstr_1">'
    )
    assert quoted in xml
    assert 'eId="art_1__clause_1__point_a__mod_1__qstr_1__clause_1"' in xml
    assert amending().count("clause") == 2


@pytest.mark.parametrize(
    ("line", "tie"),
    [
        ("Thay cụm từ “sách” bằng cụm từ “báo” tại Điều 4 của Quyết định số 11/2020/QĐ-UBND.", "sua-doi-bo-sung"),
        ("Bãi bỏ khoản 3 Điều 4 của Quyết định số 11/2020/QĐ-UBND.", "sua-doi-bo-sung"),
        ("Bãi bỏ một phần Quyết định số 11/2020/QĐ-UBND.", "sua-doi-bo-sung"),
        ("Bãi bỏ Quyết định số 11/2020/QĐ-UBND.", "bai-bo"),
        ("Quyết định này thay thế Quyết định số 11/2020/QĐ-UBND.", "thay-the"),
        ("Quyết định số 11/2020/QĐ-UBND hết hiệu lực kể từ ngày Quyết định này có hiệu lực.", "het-hieu-luc"),
    ],
)
def test_a_text_is_replaced_or_repealed_only_as_a_whole(line: str, tie: str) -> None:
    draft = structure.recognise(word(f"* Điều 1. Một\n1. {line}\n2. Hai.")).require()
    assert [one.type for one in draft.relations if one.number == "11/2020/QĐ-UBND"] == [tie]


def test_what_is_repealed_in_part_or_suspended_is_so_in_the_analysis() -> None:
    lines = "* Điều 1. Một\n1. Bãi bỏ một phần khoản 2 Điều 5 của Quyết định số 11/2020/QĐ-UBND.\n2. Tạm ngưng hiệu lực Quyết định số 12/2020/QĐ-UBND."
    draft = structure.recognise(word(lines)).require()
    xml = akn.write(draft).require()
    assert not akn.validate(xml)
    assert b'<textualMod eId="amod_1" type="repeal" incomplete="true">' in xml
    assert b'<efficacyMod eId="amod_2" type="inapplication">' in xml
    assert akn.read(xml).require().modifications == draft.modifications
    assert [one.type for one in draft.relations] == ["sua-doi-bo-sung", "ngung-hieu-luc"]
