"""Rows of annex tables as search takes them in."""

import pytest

from gazette import akn
from gazette.akn import rows
from tests.akn.documents import DECISION, xml_of

HEAD = DECISION.partition("= QUY ĐỊNH\n= Về cây xanh")[0]
LIST = """= PHỤ LỤC I
= DANH MỤC THỦ TỤC
[ STT | Mã | Tên ]
[ 1 | 1.001234.000.00.00.H56 | Cấp giấy phép xây dựng ]
[ 2. | 1.001235 | Cấp lại giấy phép ]
[ I | ĐẤT ĐAI |  ]
"""


def test_each_row_of_an_annex_is_found_by_its_name_and_has_a_place_in_the_page() -> None:
    xml = xml_of(HEAD + LIST)
    found = list(akn.annex_rows(xml))
    assert [(one.eid, one.num, one.heading) for one in found] == [
        ("att_1__table_1__tr_2", "PHỤ LỤC I, dòng 1", "Cấp giấy phép xây dựng"),
        ("att_1__table_1__tr_3", "PHỤ LỤC I, dòng 2", "Cấp lại giấy phép"),
        ("att_1__table_1__tr_4", "PHỤ LỤC I, dòng 4", "I · ĐẤT ĐAI"),
    ]
    assert found[0].text == "1\n1.001234.000.00.00.H56\nCấp giấy phép xây dựng"
    page = akn.to_html(xml)
    assert all(f'<tr id="{one.eid}">' in page for one in found)


def test_tables_outside_annexes_and_layout_tables_give_no_rows() -> None:
    assert list(akn.annex_rows(xml_of())) == []


def test_a_list_of_many_rows_gives_stretches_that_together_hold_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_ROWS", 4)
    table = "".join(f"[ {at} | Khoản thu số {at} ]\n" for at in range(1, 11))
    found = list(akn.annex_rows(xml_of(f"{HEAD}= PHỤ LỤC\n= BẢNG THU\n[ TT | Tên ]\n{table}")))
    assert [one.eid.rpartition("_")[2] for one in found] == ["2", "5", "8", "11"]
    assert [line for one in found for line in one.text.split("\n")] == [
        cell for at in range(1, 11) for cell in (str(at), f"Khoản thu số {at}")
    ]


def test_the_text_for_search_begins_with_what_is_decided_and_loses_nothing() -> None:
    text = akn.text_body_first(xml_of())
    assert text.startswith("Chương I")
    assert sorted(text.split("\n")) == sorted(akn.to_text(xml_of()).split("\n"))
