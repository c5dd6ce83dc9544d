"""Who signed and who receives, in the shapes that real documents have."""

from gazette.model.draft import Signer
from tests.structure.test_head import HEAD, draft_of

BODY = f"{HEAD}= QUYẾT ĐỊNH\n= Về việc thử\nCăn cứ Luật Thử;\n= QUYẾT ĐỊNH:\nĐiều 1. Một.\nĐiều 2. Hai.\n"


def test_recipients_and_signature_set_side_by_side_with_tabs_are_told_apart() -> None:
    draft = draft_of(
        f"{BODY}Nơi nhận:\tKT/ BỘ TRƯỞNG BỘ THỬ\n- Văn phòng Chính phủ;\tTHỨ TRƯỞNG\n- Các Bộ, cơ quan\t(Đã ký)\nthuộc Chính phủ;\n"
        "- Công báo;                Nguyễn Văn Mẫu\n- Lưu: VT."
    )
    assert draft.recipients == ("Văn phòng Chính phủ", "Các Bộ, cơ quan thuộc Chính phủ", "Công báo", "Lưu: VT")
    assert draft.signers == (Signer("KT/ BỘ TRƯỞNG BỘ THỬ", "THỨ TRƯỞNG", "Nguyễn Văn Mẫu"),)


def test_a_position_in_small_letters_below_the_capacity_is_the_title() -> None:
    draft = draft_of(f"{BODY}[[ Nơi nhận: / - Lưu: VT. | KT/BỘ TRƯỞNG BỘ THỬ / Thứ trưởng / (ĐÃ KÝ) / Nguyễn Văn Mẫu ]]")
    assert draft.signers == (Signer("KT/BỘ TRƯỞNG BỘ THỬ", "Thứ trưởng", "Nguyễn Văn Mẫu"),)


def test_what_follows_the_last_recipient_is_no_recipient() -> None:
    draft = draft_of(
        f"{BODY}[[ Nơi nhận: / - Như Điều 2; / - Lưu: VT. | CHỦ TỊCH / Nguyễn Văn Mẫu ]]\nTRƯỜNG AN PHƯỚC\n"
        "= CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n= GIẤY ĐĂNG KÝ\nTôi tên là:"
    )
    assert draft.recipients == ("Như Điều 2", "Lưu: VT")
    lines = draft_of(f"{BODY}Nơi nhận:\n- Như Điều 2;\n- Lưu: VT.\n> CHỦ TỊCH\n> Nguyễn Văn Mẫu\nMẫu số 1a\n= TỜ KHAI\nHọ tên: ……")
    assert lines.recipients == ("Như Điều 2", "Lưu: VT")
    assert len(lines.attachments) == 1


def test_two_offices_that_sign_together_are_two_signers() -> None:
    draft = draft_of(
        f"{BODY}[[ KT. BỘ TRƯỞNG / BỘ CÔNG AN / THỨ TRƯỞNG / Trần Thị Mẫu | KT. BỘ TRƯỞNG / BỘ TÀI CHÍNH / THỨ TRƯỞNG / Lê Văn Mẫu ]]\n"
        "Nơi nhận:\n- Lưu: VT."
    )
    assert [one.name for one in draft.signers] == ["Trần Thị Mẫu", "Lê Văn Mẫu"]
    assert [one.title for one in draft.signers] == ["THỨ TRƯỞNG", "THỨ TRƯỞNG"]
    assert draft.signers[0].capacity == "KT. BỘ TRƯỞNG BỘ CÔNG AN"


def test_a_collective_capacity_and_a_deputy_are_kept_in_their_order() -> None:
    draft = draft_of(f"{BODY}[[ Nơi nhận: / - Lưu: VT. | TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Nguyễn Văn Mẫu ]]")
    assert draft.signers == (Signer("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"),)


def test_a_name_with_a_title_of_learning_is_read_without_it_and_without_a_signed_mark() -> None:
    draft = draft_of(f"{BODY}[[ Nơi nhận: / - Lưu: VT. | GIÁM ĐỐC / (Đã ký) / TS. Nguyễn Văn Mẫu ]]")
    assert draft.signers == (Signer(None, "GIÁM ĐỐC", "Nguyễn Văn Mẫu"),)
    capitals = draft_of(f"{BODY}[[ Nơi nhận: / - Lưu: VT. | GIÁM ĐỐC /  / NGUYỄN VĂN MẪU ]]")
    assert capitals.signers == (Signer(None, "GIÁM ĐỐC", "NGUYỄN VĂN MẪU"),)


def test_a_name_signed_beside_the_recipients_belongs_to_the_signature_above() -> None:
    draft = draft_of(
        f"{BODY}> TL. HIỆU TRƯỞNG\n> TRƯỞNG KHOA\nNơi nhận:\n- Như trên;\t(đã ký) Nguyễn Văn Mẫu\n"
        "- Các Bộ, cơ quan,\nđơn vị khác;\n- Lưu: VT."
    )
    assert draft.signers == (Signer("TL. HIỆU TRƯỞNG", "TRƯỞNG KHOA", "Nguyễn Văn Mẫu"),)
    assert draft.recipients == ("Như trên", "Các Bộ, cơ quan, đơn vị khác", "Lưu: VT")


def test_a_signature_in_small_letters_behind_its_prefix_is_a_signature() -> None:
    draft = draft_of(f"{BODY}> TL. Hiệu trưởng\n> Phó Hiệu trưởng\n> Nguyễn Văn Mẫu\n> (đã ký)")
    assert draft.signers == (Signer("TL. Hiệu trưởng", "Phó Hiệu trưởng", "Nguyễn Văn Mẫu"),)


def test_a_party_capacity_without_a_point_is_a_capacity() -> None:
    draft = draft_of(f"{BODY}[[ Nơi nhận: / - Lưu VT. | T/M BAN THƯỜNG VỤ / PHÓ BÍ THƯ / Nguyễn Văn Mẫu ]]")
    assert draft.signers == (Signer("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Nguyễn Văn Mẫu"),)
