"""The text of the XML is the text of the Word file, and a lost character is seen."""

from gazette import akn
from tests.akn.documents import blocks_of, xml_of


def test_the_text_of_a_converted_document_is_identical() -> None:
    identity = akn.text_identity(blocks_of().visible_text(), xml_of())
    assert identity.identical
    assert identity.characters_in == identity.characters_out > 500


def test_a_note_follows_the_paragraph_that_calls_it() -> None:
    lines = akn.to_text(xml_of()).split("\n")
    assert lines[lines.index("1. Gồm:") + 1] == "Xem Điều 2."


def test_one_lost_letter_is_found_and_both_sides_are_shown() -> None:
    identity = akn.text_identity(blocks_of().visible_text(), xml_of().replace("Thảm cỏ".encode(), "Thảm".encode()))
    assert not identity.identical
    assert "Thảm cỏ" in identity.before
    assert "Thảm cỏ" not in identity.after
    assert identity.characters_in == identity.characters_out + 3


def test_a_label_without_a_space_stays_without_one() -> None:
    xml = xml_of("Điều 1. Gồm:\n1.Một;\na)Hai.")
    assert "1.Một;" in akn.to_text(xml)
    assert "a)Hai." in akn.to_text(xml)
