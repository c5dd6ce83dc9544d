"""Citations of other texts and of this text's own provisions."""

# one citation a line reads best

import pytest

from gazette import akn, structure
from gazette.structure.citations import Here, external, internal
from tests.structure.notation import word


@pytest.mark.parametrize(
    ("text", "kind", "number", "day", "href"),
    [
        (
            "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
            "nghi-dinh", "30/2020/NĐ-CP", "2020-03-05", "/akn/vn/act/nghi-dinh/chinh-phu/2020-03-05/30-2020-nd-cp",
        ),
        (
            "theo Luật số 64/2025/QH15 ngày 19/02/2025.", "luat", "64/2025/QH15", "2025-02-19", "/akn/vn/act/luat/quoc-hoi/2025-02-19/64-2025-qh15",
        ),
        ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", "luat", "", "2025-06-16", ""),
        ("tại Tờ trình số 45/TTr-SXD ngày 20 tháng 02 năm 2026.", "to-trinh", "45/TTr-SXD", "2026-02-20", ""),
        ("Quyết định số 07/2025/QĐ-UBND", "quyet-dinh", "07/2025/QĐ-UBND", "", ""),
        (
            "Quyết định số 220/QĐ-UBND ngày 22/01/2026 của Ủy ban nhân dân tỉnh An Phước về kinh phí",
            "quyet-dinh", "220/QĐ-UBND", "2026-01-22", "/akn/vn/act/quyet-dinh/ubnd-tinh-an-phuoc/2026-01-22/220-qd-ubnd",
        ),
        ("Chỉ thị số 05-CT/TW ngày 15 tháng 5 năm 2016", "chi-thi", "05-CT/TW", "2016-05-15", ""),
    ],
)  # fmt: skip
def test_a_citation_gives_kind_number_day_and_address_only_as_far_as_the_words_go(
    text: str, kind: str, number: str, day: str, href: str
) -> None:
    (found,) = external(text, "dan-chieu")
    assert found.relation is not None
    assert (found.relation.kind, found.relation.number, found.relation.day, found.href) == (kind, number, day, href)


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Bãi bỏ Quyết định số 11/2020/QĐ-UBND.", ["bai-bo"]),
        ("Quyết định này thay thế Quyết định số 11/2020/QĐ-UBND.", ["thay-the"]),
        ("Sửa đổi, bổ sung Điều 5 của Quyết định số 11/2020/QĐ-UBND.", ["sua-doi-bo-sung"]),
        (
            "Sửa đổi Điều 90 của Luật Lâm nghiệp số 16/2017/QH14 đã được sửa đổi, bổ sung một số điều theo Luật số 35/2018/QH14.",
            ["sua-doi-bo-sung", "dan-chieu"],
        ),
        ("Luật Thanh niên số 53/2005/QH11 hết hiệu lực kể từ ngày Luật này có hiệu lực.", ["het-hieu-luc"]),
        ("Thông tư số 106/2021/TT-BTC sửa đổi một số điều của Thông tư số 85/2019/TT-BTC.", ["dan-chieu", "dan-chieu"]),
        ("Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 11/2020/QĐ-UBND.", ["thay-the"]),
        ("Về việc đính chính Quyết định số 07/2026/QĐ-UBND", ["dinh-chinh"]),
    ],
)
def test_the_verb_that_opens_the_sentence_names_the_relation(text: str, types: list[str]) -> None:
    assert [found.relation.type for found in external(text, "dan-chieu") if found.relation] == types


HERE = Here("", "quyet-dinh", "4", "2")


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("quy định tại khoản 1 Điều này", ["@/4/1/"]),
        ("điểm đ khoản 2 Điều 5 của Luật này", ["@/5/2/đ"]),
        ("tại Điều 5a Quyết định này;", ["@/5a//"]),
        ("điểm a khoản này", ["@/4/2/a"]),
        ("các điểm a, b và c khoản 2 Điều 5 Quyết định này", ["@/5/2/"]),
        ("khoản 2 Điều 5 Luật Xây dựng", []),
        ("Điều 5 và Điều 6 của Luật Xây dựng", []),
        ("theo Điều 12.3", []),
    ],
)
def test_paths_within_the_document_are_found_and_others_left_alone(text: str, targets: list[str]) -> None:
    assert [found.href for found in internal(text, HERE)] == targets


def test_an_attached_regulation_tells_its_own_articles_from_those_of_the_decision() -> None:
    here = Here("att_1", "quy-dinh", "3", "")
    assert [found.href for found in internal("Điều 1 Quyết định này và Điều 2 Quy định này", here)] == ["@/1//", "@att_1/2//"]


def test_an_inner_citation_becomes_a_link_only_when_the_provision_exists() -> None:
    draft = structure.recognise(word("Điều 1. Theo Điều 2 Quyết định này.\nĐiều 2. Theo Điều 9 Quyết định này.")).require()
    xml = akn.write(draft).require().decode()
    assert '<ref href="#art_2">Điều 2 Quyết định này</ref>' in xml
    assert xml.count("<ref ") == 1


@pytest.mark.parametrize(
    ("clause", "day", "rule"),
    [
        ("Quyết định này có hiệu lực thi hành kể từ ngày 20 tháng 3 năm 2026.", "2026-03-20", "named-day"),
        ("Quyết định này có hiệu lực từ ngày ký.", "2026-03-09", "signing-day"),
        ("Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.", "2026-03-19", "days-after-signing"),
        ("Quyết định này có hiệu lực sau 15 ngày kể từ ngày đăng Công báo.", None, None),
        ("Quyết định số 5/QĐ-UBND có hiệu lực từ ngày 01 tháng 01 năm 2020.", None, None),
    ],
)
def test_the_effective_day_comes_with_its_rule_or_not_at_all(clause: str, day: str | None, rule: str | None) -> None:
    head = (
        "[[ ỦY BAN NHÂN DÂN / TỈNH AN PHƯỚC / Số: 1/QĐ-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Tân Lộc, ngày 09 tháng 3 năm 2026 ]]\n"
    )
    draft = structure.recognise(word(head + "= QUYẾT ĐỊNH\n= Thử\nĐiều 1. " + clause)).require()
    found = draft.effective
    assert (found.day.isoformat() if found else None, found.rule if found else None) == (day, rule)
