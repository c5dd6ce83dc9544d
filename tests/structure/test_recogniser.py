"""Any Word document whatever: recognised without an exception, no character lost, valid, and the same when read back."""

from hypothesis import HealthCheck, given, settings

from gazette import akn, structure
from gazette.model.blocks import Blocks
from tests.structure.notation import word
from tests.structure.trees import BLOCKS


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BLOCKS)
def test_any_tree_of_blocks_becomes_valid_akoma_ntoso_with_the_same_text(blocks: Blocks) -> None:
    structure.secret_mark(blocks)
    draft = structure.recognise(blocks).value
    if draft is None:
        return
    xml = akn.write(draft).require()
    assert akn.validate(xml) == ()
    identity = akn.text_identity(blocks.visible_text(), xml)
    assert identity.identical, (identity.before, identity.after)
    again = akn.read(xml).require()
    assert akn.write(again).require() == xml
    assert akn.read(akn.write(again).require()).require() == again


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
