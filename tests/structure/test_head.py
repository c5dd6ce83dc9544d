"""What letterheads and titles of many hands say, and what must not be read into them."""

from gazette import akn, structure
from gazette.model.draft import Draft, Line
from tests.structure.notation import word

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Độc lập - Tự do - Hạnh phúc"
HEAD = f"[[ ỦY BAN NHÂN DÂN / TỈNH AN PHƯỚC / Số: 12/QĐ-UBND | {MOTTO} / Tân Lộc, ngày 05 tháng 3 năm 2026 ]]\n"


def draft_of(text: str) -> Draft:
    blocks = word(text)
    draft = structure.recognise(blocks).require()
    xml = akn.write(draft).require()
    assert akn.validate(xml) == ()
    assert akn.text_identity(blocks.visible_text(), xml).identical
    return draft


def test_the_line_that_names_the_officer_above_the_bases_is_no_part_of_the_subject() -> None:
    for officer in ("HIỆU TRƯỞNG TRƯỜNG ĐẠI HỌC AN PHƯỚC", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "Chính phủ", "GIÁM ĐỐC SỞ Y TẾ"):
        draft = draft_of(f"{HEAD}= QUYẾT ĐỊNH\n= Về việc trồng cây\n= {officer}\nCăn cứ Luật Thử;\n= QUYẾT ĐỊNH:\nĐiều 1. Trồng.")
        assert draft.subject == "Về việc trồng cây", officer


def test_a_subject_may_end_with_the_name_of_an_agency() -> None:
    draft = draft_of(
        f"{HEAD}= QUYẾT ĐỊNH\n= Quy định chức năng, nhiệm vụ của\n= Sở Y tế tỉnh An Phước\nCăn cứ Luật Thử;\n= QUYẾT ĐỊNH:\nĐiều 1. Trồng."
    )
    assert draft.subject == "Quy định chức năng, nhiệm vụ của Sở Y tế tỉnh An Phước"


def test_the_issuer_below_the_kind_is_no_part_of_the_subject() -> None:
    draft = draft_of(f"{HEAD}= QUYẾT ĐỊNH\n= CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH\n= Về việc thử\nCăn cứ Luật Thử;\n= QUYẾT ĐỊNH:\nĐiều 1. Trồng.")
    assert draft.subject == "Về việc thử"
    broken = draft_of(f"{HEAD}= QUYẾT ĐỊNH / CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH / Về việc thử\nCăn cứ Luật Thử;\n= QUYẾT ĐỊNH:\nĐiều 1. Trồng.")
    assert broken.subject == "Về việc thử"
    halved = draft_of(f"{HEAD}= QUYẾT ĐỊNH / CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH\n= Về việc thử\nCăn cứ Luật Thử;\n= QUYẾT ĐỊNH:\nĐiều 1. Trồng.")
    assert halved.subject == "Về việc thử"


def test_dots_to_be_filled_in_are_no_subject() -> None:
    assert draft_of(f"{HEAD}= QUYẾT ĐỊNH\n= ………(5)………\nCăn cứ Luật Thử;\n= QUYẾT ĐỊNH:\nĐiều 1. Trồng.").subject is None


def test_the_title_sentence_of_a_reprint_gives_number_day_and_the_whole_subject() -> None:
    draft = draft_of(
        "= THÔNG TƯ\n= CỦA BỘ TÀI CHÍNH SỐ 169/1998/TT-BTC NGÀY 22 THÁNG 12 NĂM 1998 HƯỚNG DẪN CHẾ ĐỘ THUẾ VỀ NHÀ THẦU\n"
        "Căn cứ Luật Thử;\nI. PHẠM VI\n1. Một."
    )
    assert draft.number == "169/1998/TT-BTC"
    assert str(draft.date) == "1998-12-22"
    assert draft.subject == "HƯỚNG DẪN CHẾ ĐỘ THUẾ VỀ NHÀ THẦU"


def test_a_reprint_in_small_letters_with_a_short_date_is_read() -> None:
    draft = draft_of(
        "= Nghị định của Chính phủ\n= số 116/2003/NĐ-CP ngày 10/10/2003\n= về việc tuyển dụng cán bộ\n= trong các đơn vị.\n= Chính phủ\n"
        "Căn cứ Luật Thử;\n= Nghị định:\nĐiều 1. Một."
    )
    assert (draft.kind, draft.number, draft.issuer) == ("nghi-dinh", "116/2003/NĐ-CP", "Chính phủ")
    assert str(draft.date) == "2003-10-10"
    assert draft.subject == "về việc tuyển dụng cán bộ trong các đơn vị."
    assert [one.role for one in draft.main.preamble if isinstance(one, Line)] == ["authority-line", "recital", "enacting"]


def test_a_joint_circular_whose_kind_stands_on_two_lines_is_a_joint_circular() -> None:
    draft = draft_of(
        "= THÔNG TƯ\n= LIÊN TỊCH BỘ TÀI CHÍNH - CÔNG NGHIỆP SỐ 120/2000/TTLT-BTC-BCN NGÀY 25 THÁNG 12 NĂM 2000 VỀ VIỆC SỬA ĐỔI\n"
        "I. MỘT\n1. Hai."
    )
    assert (draft.kind, draft.number) == ("thong-tu-lien-tich", "120/2000/TTLT-BTC-BCN")
    assert draft.subject == "VỀ VIỆC SỬA ĐỔI"
    under_letterhead = draft_of(
        f"[[ BỘ TÀI CHÍNH - BỘ CÔNG AN / Số: 07/2026/TTLT-BTC-BCA | {MOTTO} ]]\n= THÔNG TƯ\n= LIÊN TỊCH\n= Hướng dẫn việc thử\n"
        "Căn cứ Luật Thử;\nĐiều 1. Một."
    )
    assert (under_letterhead.kind, under_letterhead.subject) == ("thong-tu-lien-tich", "Hướng dẫn việc thử")


def test_a_placeholder_or_a_form_code_is_no_agency() -> None:
    for first in ("TÊN DOANH NGHIỆP", "TÊN CƠ QUAN", "TP-CC-36", "MẪU SỐ 01", "PHỤ LỤC II", "DỰ THẢO LẦN 2"):
        draft = draft_of(f"[[ {first} | {MOTTO} ]]\n= THÔNG BÁO\n= Về việc thử\n1. Một.")
        assert draft.issuer is None, first


def test_the_title_inside_the_letterhead_table_gives_the_kind_and_no_agency() -> None:
    draft = draft_of(f"[[ SỞ Y TẾ / TỈNH AN PHƯỚC / Số: 5/QĐ-SYT | {MOTTO} / QUYẾT ĐỊNH / Về việc thử ]]\nĐiều 1. Một.")
    assert (draft.kind, draft.issuer) == ("quyet-dinh", "Sở Y tế tỉnh An Phước")


def test_the_addressee_after_a_soft_break_is_no_part_of_the_subject() -> None:
    draft = draft_of(f"{HEAD}= TỜ TRÌNH\n= (V/v xin kinh phí) / Kính gửi: UBND huyện Mẫu\n1. Một.")
    assert draft.subject == "xin kinh phí"


def test_the_title_of_a_quality_procedure_may_run_over_lines() -> None:
    draft = draft_of(
        "[ SỞ TƯ PHÁP | QUY TRÌNH | Mã hiệu: QT 33/CX | Cấp Giấy xác nhận tình / trạng hôn nhân | "
        "Lần ban hành: 01 | Ngày ban hành: 07/7/2025 ]\n1. Một."
    )
    assert draft.subject == "Cấp Giấy xác nhận tình trạng hôn nhân"
    assert [one.role for one in draft.main.letterhead if isinstance(one, Line)] == ["authority"]
    assert [one.role for one in draft.main.title if isinstance(one, Line)] == ["kind", "number", "subject", "subject", "other", "other"]


def test_an_attachment_keeps_a_letterhead_set_in_plain_lines() -> None:
    draft = draft_of(
        f"{HEAD}= QUYẾT ĐỊNH\n= Về việc thử\nCăn cứ Luật Thử;\n= QUYẾT ĐỊNH:\nĐiều 1. Ban hành.\n"
        "[[ Nơi nhận: / - Lưu: VT. | CHỦ TỊCH / Lê Mẫu ]]\n"
        "= ỦY BAN NHÂN DÂN\n= CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n= Độc lập - Tự do - Hạnh phúc\n= QUY ĐỊNH\n= Về cây xanh\n"
        "(Kèm theo Quyết định số 12/QĐ-UBND)\nĐiều 1. Phạm vi."
    )
    attachment = draft.attachments[0]
    assert [one.role for one in attachment.letterhead if isinstance(one, Line)] == ["authority", "motto", "motto"]
    assert [one.role for one in attachment.title if isinstance(one, Line)] == ["kind", "subject", "attached-to"]
    assert attachment.kind == "quy-dinh"


def test_the_brackets_that_say_what_an_attachment_belongs_to_may_run_over_lines() -> None:
    draft = draft_of(
        f"{HEAD}= QUYẾT ĐỊNH\n= Về việc thử\nCăn cứ Luật Thử;\n= QUYẾT ĐỊNH:\nĐiều 1. Ban hành.\n"
        "[[ Nơi nhận: / - Lưu: VT. | CHỦ TỊCH / Lê Mẫu ]]\n= QUY ĐỊNH\n= Về cây xanh\n~ (Kèm theo Quyết định số 12/QĐ-UBND\n~ ngày 05 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh)\nĐiều 1. Phạm vi."
    )
    assert [one.role for one in draft.attachments[0].title if isinstance(one, Line)] == ["kind", "subject", "attached-to", "attached-to"]
    assert draft.attachments[0].preamble == ()


def test_bases_behind_a_dash_are_bases() -> None:
    draft = draft_of(f"{HEAD}= QUYẾT ĐỊNH\n= Về việc thử\n- Căn cứ Luật Thử số 01/2020/QH14;\n- Xét đề nghị;\n= QUYẾT ĐỊNH:\nĐiều 1. Một.")
    assert [one.role for one in draft.main.preamble if isinstance(one, Line)] == ["recital", "recital", "enacting"]
    assert [one.type for one in draft.relations] == ["can-cu"]


def test_rules_issued_under_a_decision_are_a_text_of_their_own() -> None:
    draft = draft_of(
        f"{HEAD}= QUYẾT ĐỊNH\n= Về việc thử\nCăn cứ Luật Thử;\n= QUYẾT ĐỊNH:\nĐiều 1. Ban hành.\n"
        "[[ Nơi nhận: / - Lưu: VT. | CHỦ TỊCH / Lê Mẫu ]]\n= CHẾ ĐỘ KẾ TOÁN\n~ (Ban hành theo Quyết định số 12/QĐ-UBND)\nĐiều 1. Phạm vi."
    )
    assert len(draft.attachments) == 1
    assert draft.count("article") == 2


def test_a_subject_may_open_with_a_word_that_also_opens_bases() -> None:
    draft = draft_of(
        f"{HEAD}= KẾ HOẠCH\n= Thực hiện Nghị quyết số 01-NQ/TU\nThực hiện Nghị quyết, Ủy ban nhân dân ban hành Kế hoạch:\nI. MỤC ĐÍCH\n1. Một."
    )
    assert draft.subject == "Thực hiện Nghị quyết số 01-NQ/TU"


def test_an_office_of_council_and_committee_bears_the_place_of_the_line_above() -> None:
    draft = draft_of(f"[[ UBND XÃ TÂN MẪU / VĂN PHÒNG HĐND VÀ UBND / Số: 15/GM-VP | {MOTTO} ]]\n= GIẤY MỜI\n= Dự họp\n1. Một.")
    assert draft.issuer == "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã Tân Mẫu"


def test_a_resolution_takes_effect_as_its_sentence_of_adoption_says() -> None:
    head = f"[[ HỘI ĐỒNG NHÂN DÂN / TỈNH AN PHƯỚC / Số: 08/NQ-HĐND | {MOTTO} / Tân Lộc, ngày 12 tháng 12 năm 2025 ]]\n"
    draft = draft_of(
        f"{head}= NGHỊ QUYẾT\n= Về dự toán\nCăn cứ Luật Thử;\n= QUYẾT NGHỊ:\nĐiều 1. Một.\nNghị quyết này đã được Hội đồng nhân dân tỉnh "
        "khóa XI, kỳ họp thứ 12 thông qua ngày 12 tháng 12 năm 2025 và có hiệu lực từ ngày 22 tháng 12 năm 2025./."
    )
    assert draft.effective is not None
    assert str(draft.effective.day) == "2025-12-22"


def test_a_subject_in_capitals_may_open_with_a_word_that_also_names_agencies() -> None:
    for subject in ("BAN HÀNH QUY ĐỊNH VỀ CÂY XANH", "PHÒNG, CHỐNG CHÁY RỪNG", "SỞ HỮU RỪNG TRỒNG", "BỘ TIÊU CHÍ XÃ XANH"):
        draft = draft_of(f"{HEAD}= QUYẾT ĐỊNH\n~ {subject}\n= ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC\nCăn cứ Luật Thử;\nĐiều 1. Một.")
        assert draft.subject == subject


def test_an_office_of_the_party_bears_the_name_of_the_committee_above_it() -> None:
    motto = "ĐẢNG CỘNG SẢN VIỆT NAM / Tân Lộc, ngày 03 tháng 4 năm 2026"
    draft = draft_of(f"[[ TỈNH ỦY AN PHƯỚC / VĂN PHÒNG / * / Số 36 - HD/VPTU | {motto} ]]\n= HƯỚNG DẪN\n= về cây xanh\nI. MỘT\n1. Hai.")
    assert (draft.issuer, draft.number) == ("Văn phòng Tỉnh ủy An Phước", "36-HD/VPTU")
