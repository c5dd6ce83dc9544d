"""Contents and provisions."""

from gazette import akn, structure
from tests.akn.documents import xml_of
from tests.structure.notation import word


def test_the_contents_name_chapters_articles_and_attachments() -> None:
    items = akn.contents(xml_of())
    assert [(item.eid, item.level, item.num, item.heading) for item in items] == [
        ("chp_1", "chapter", "Chương I", "QUY ĐỊNH CHUNG"),
        ("att_1", "attachment", "QUY ĐỊNH", "Về cây xanh"),
    ]
    assert [child.num for child in items[0].children] == ["Điều 1.", "Điều 2."]
    assert items[1].children[0].eid == "att_1__art_1"


def test_each_article_is_a_provision_with_all_its_text() -> None:
    found = list(akn.provisions(xml_of()))
    assert [one.eid for one in found] == ["chp_1__art_1", "chp_1__art_2", "att_1__art_1"]
    eid, num, heading, text = found[0]
    assert (eid, num, heading) == ("chp_1__art_1", "Điều 1.", "Phạm vi")
    assert "đ) Thảm cỏ." in text
    assert "Cây & cỏ" in text


def test_an_outline_gives_its_items() -> None:
    xml = xml_of("= KẾ HOẠCH\n= Thử\nMở đầu.\n* I. MỤC ĐÍCH\nMột.\n* II. YÊU CẦU\nHai.")
    assert [one.heading for one in akn.provisions(xml)] == ["MỤC ĐÍCH", "YÊU CẦU"]
    assert [item.heading for item in akn.contents(xml)] == ["MỤC ĐÍCH", "YÊU CẦU"]


def test_an_item_that_only_quotes_an_article_is_found_with_its_text() -> None:
    draft = structure.recognise(
        word("I. NHẮC LẠI\nQuy chế viết:\n“Điều 5. Giờ mở cửa\nThư viện mở từ 8 giờ.”\nII. YÊU CẦU\nMở đúng giờ.")
    ).require()
    found = list(akn.provisions(akn.write(draft).require()))
    assert [one.num for one in found] == ["I.", "II."]
    assert "Thư viện mở từ 8 giờ." in found[0].text


def test_numbered_paragraphs_without_a_heading_are_no_lines_of_the_contents() -> None:
    xml = xml_of("= HƯỚNG DẪN\nI. GIẢI THÍCH\n1.1. Rà soát là việc xem lại.\n1.2. Chỉnh lý là việc sắp xếp.")
    assert [(item.num, item.children) for item in akn.contents(xml)] == [("I.", ())]
