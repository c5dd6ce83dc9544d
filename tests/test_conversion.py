"""The first three stations joined."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.conversion import convert
from tests.words import docx

LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="{}[]|;:^*"), min_size=1, max_size=30)


def test_a_refused_file_has_a_reason_and_no_text() -> None:
    conversion = convert(b"", "a.docx")
    assert (conversion.status, conversion.xml, conversion.metadata) == ("refused", None, None)
    report = conversion.report("en")
    assert report["findings"][0]["level"] == "error"
    assert report["text"] == {"characters_in": 0, "characters_out": 0, "identical": False}
    assert set(report["counts"].values()) == {0}


def test_what_the_document_does_not_say_is_none() -> None:
    report = convert(docx("p:Một đoạn văn."), "a.docx").report()
    assert [report[key] for key in ("number", "issuer", "date")] == [None, None, None]
    assert (report["signers"], report["recipients"]) == ([], [])


def test_images_bear_the_folder_they_will_lie_in() -> None:
    conversion = convert(docx("p:Hình {image}"), "a.docx", image_folder="a_files/")
    assert conversion.xml is not None
    assert all(f"a_files/{name}".encode() in conversion.xml for name in conversion.images)
    assert conversion.images


def test_the_same_file_gives_the_same_text() -> None:
    data = docx("p:Điều 1. Một việc", "p:1. Khoản một.")
    assert convert(data, "a.docx").xml == convert(data, "b.docx").xml


@settings(max_examples=40, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=6))
def test_no_letter_of_any_document_is_lost(lines: list[str]) -> None:
    conversion = convert(docx(*(f"p:{line}" for line in lines)), "a.docx")
    if conversion.xml is not None:
        assert conversion.identity is not None
        assert conversion.identity.identical
