"""What a list calls the other act of a relation."""

from datetime import date

import pytest

from gazette.model.relations import Relation

DAY = date(2026, 2, 5)


@pytest.mark.parametrize(
    ("relation", "named"),
    [
        (Relation("can-cu", None, DAY, "Luật Lưu trữ", "Căn cứ Luật Lưu trữ ngày 05 tháng 02 năm 2026"), "Luật Lưu trữ ngày 05/02/2026"),
        (Relation("can-cu", "7/2026/NĐ-CP", DAY, "", "phủ quy định chi tiết một số"), "Nghị định số 7/2026/NĐ-CP ngày 05/02/2026"),
        (Relation("thay-the", "64/2025/QH15", None, "", "thay thế Luật số 64/2025/QH15"), "64/2025/QH15"),
        (Relation("dan-chieu", None, None, "", "Quy chế của cơ quan"), "Quy chế của cơ quan"),
        (Relation("bai-bo", "8/2026/QĐ-UBND", DAY, "Về đê điều", back=True), "Quyết định số 8/2026/QĐ-UBND ngày 05/02/2026, Về đê điều"),
        (Relation("bai-bo", None, DAY, "Về đê điều", back=True), "Về đê điều"),
    ],
)
def test_the_other_act_is_named_by_title_or_kind_and_number_and_day(relation: Relation, named: str) -> None:
    assert relation.named == named
