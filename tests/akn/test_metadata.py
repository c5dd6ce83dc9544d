"""What a document says of itself, and stamping the reserved number and date."""

from datetime import date

import pytest

from gazette import akn, structure
from gazette.model.errors import Refused
from tests.akn.documents import BLANK, xml_of
from tests.structure.notation import word

DAY = date(2026, 3, 9)


def test_the_facts_are_those_of_the_conversion_report() -> None:
    facts = akn.metadata(xml_of()).to_json()
    assert facts["number"] == "12/2026/QĐ-UBND"
    assert facts["issuer"] == "Ủy ban nhân dân tỉnh An Phước"
    assert facts["date"] == "2026-03-09"
    assert facts["signers"] == [{"capacity": "TM. ỦY BAN NHÂN DÂN", "title": "CHỦ TỊCH", "name": "Nguyễn Văn Mẫu"}]
    counts = facts["counts"]
    assert isinstance(counts, dict)
    assert (counts["chapters"], counts["articles"], counts["clauses"], counts["points"]) == (1, 3, 1, 2)
    assert (counts["tables"], counts["footnotes"], counts["annexes"]) == (1, 1, 1)


def test_a_blank_is_known_as_a_blank() -> None:
    facts = akn.metadata(xml_of(BLANK))
    assert (facts.number, facts.date, facts.blank) == (None, None, "/2026/QĐ-UBND")
    assert facts.work == "/akn/vn/act/quyet-dinh/ubnd-tinh-an-phuoc/nodate/nonumber"


def test_stamping_fills_the_printed_lines_the_addresses_and_the_metadata() -> None:
    stamped = akn.stamp(xml_of(BLANK), number="12/2026/QĐ-UBND", day=DAY)
    assert akn.validate(stamped) == ()
    assert stamped == xml_of()
    assert "Tân Lộc, ngày 09 tháng 3 năm 2026" in akn.to_text(stamped)


def test_stamping_the_same_again_changes_nothing() -> None:
    stamped = akn.stamp(xml_of(BLANK), number="12/2026/QĐ-UBND", day=DAY)
    assert akn.stamp(stamped, number="12/2026/QĐ-UBND", day=DAY) == stamped


def test_a_document_with_another_number_is_not_stamped_over() -> None:
    with pytest.raises(Refused):
        akn.stamp(xml_of(), number="13/2026/QĐ-UBND", day=DAY)


def test_a_document_without_a_place_for_the_number_is_refused() -> None:
    with pytest.raises(Refused):
        akn.stamp(xml_of("Điều 1. Một."), number="13/2026/QĐ-UBND", day=DAY)


ATTACHED = "(Kèm theo Quyết định số 12/2026/QĐ-UBND)"


def test_stamping_also_names_the_document_above_what_is_attached_to_it() -> None:
    blank = "(Kèm theo Quyết định số        /2026/QĐ-UBND ngày    tháng    năm 2026 của Ủy ban nhân dân tỉnh An Phước)"
    stamped = akn.stamp(xml_of(BLANK.replace(ATTACHED, blank)), number="12/2026/QĐ-UBND", day=DAY)
    told = "(Kèm theo Quyết định số 12/2026/QĐ-UBND ngày 09 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh An Phước)"
    assert told in akn.to_text(stamped)


def test_stamping_leaves_a_line_alone_that_names_another_document() -> None:
    other = "(Kèm theo Công văn số        /SNV-VP ngày    tháng    năm 2026)"
    assert other in akn.to_text(akn.stamp(xml_of(BLANK.replace(ATTACHED, other)), number="12/2026/QĐ-UBND", day=DAY))


def test_an_effect_from_the_day_of_signing_is_known_once_the_day_is() -> None:
    draft = BLANK.replace("từ ngày 20 tháng 3 năm 2026", "kể từ ngày ký")
    assert akn.metadata(xml_of(draft)).effective_from is None
    assert akn.metadata(akn.stamp(xml_of(draft), number="12/2026/QĐ-UBND", day=DAY)).effective_from == DAY


def test_the_role_of_a_signer_is_said_where_the_name_is_printed() -> None:
    source = (
        "[[ ỦY BAN NHÂN DÂN / TỈNH AN PHƯỚC / Số: 1/QĐ-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Tân Lộc, ngày 09 tháng 3 năm 2026 ]]\n"
        "= QUYẾT ĐỊNH\n= Thử\nĐiều 1. Sửa đổi khoản 2 Điều 5 Luật Giá số 16/2023/QH15 như sau:\n“2. Hai.”\n"
        "[[ Nơi nhận: / - Lưu: VT. | TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH / Nguyễn Văn Mẫu ]]"
    )
    xml = akn.write(structure.recognise(word(source)).require()).require().decode()
    assert '<TLCRole eId="role_1"' in xml
    assert 'refersTo="#signer_1" as="#role_1"' in xml
    assert 'showAs="Luật Giá số 16/2023/QH15"' in xml
