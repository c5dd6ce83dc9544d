"""What a Word file carries besides its text, marked where it stands; without what marks say is gone, the text is what it was."""

import pytest

from gazette.model.blocks import Blocks, Paragraph, Run, Trace
from gazette.model.settling import AS_IT_IS, Choice, Decided
from gazette.word import marked, read, tracked_changes
from tests.word.test_changes import FORMATTED, JOINED, MOVED, NESTED, ROWS, WHOLE
from tests.words import docx, levels

_CHOICES = (AS_IT_IS, Choice("original"))


def shown(data: bytes, choice: Choice = AS_IT_IS) -> Blocks:
    return marked(data, read(data, version=choice.version, decided=choice.decided).require(), choice)


def spelled(paragraph: Paragraph) -> str:
    """The paragraph with each mark as brackets, a star where the words are no part of the text."""
    signs: list[str] = []
    for piece in paragraph.inlines:
        if isinstance(piece, Trace):
            signs.append(f"{'*' if piece.gone and not piece.ends else ''}{']' if piece.ends else f'[{piece.mark}:'}")
        elif isinstance(piece, Run):
            signs.append(piece.text)
    return "".join(signs)


def lines(data: bytes, choice: Choice = AS_IT_IS) -> list[str]:
    return [spelled(one) for one in shown(data, choice).paragraphs()]


def test_insertions_deletions_comments_and_hidden_words_stand_in_their_place() -> None:
    data = docx("p:Mức {del:10}{ins:12} đồng{comment:Xem lại}.{hidden: Hết}")
    assert lines(data) == ["Mức *[del:10][ins:12] đồng[comment:.*[hidden: Hết]"]
    assert lines(data, Choice("original")) == ["Mức [del:10]*[ins:12] đồng[comment:.*[hidden: Hết]"]


def test_each_mark_bears_the_key_by_which_it_is_decided() -> None:
    data = docx("p:Mức {del:10}{ins:12} đồng{comment:Xem lại}.")
    paragraph = next(shown(data).paragraphs())
    keys = {piece.key for piece in paragraph.inlines if isinstance(piece, Trace)}
    plain = read(data).require()
    assert keys == {one.key for one in tracked_changes(data)} | {one.key for one in plain.asides}


def test_what_was_decided_bears_no_mark() -> None:
    data = docx("p:Mức {del:10}{ins:12} đồng")
    inserted = tracked_changes(data)[1]
    assert lines(data, Choice("accepted", Decided(accepted=frozenset((inserted.key,))))) == ["Mức *[del:10]12 đồng"]


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (MOVED, ["*[del:dời]", "giữa", "[ins:dời]"]),
        (ROWS, ["một", "[ins:hai]"]),
        (JOINED, ["trước*[ins:¶]", "sau"]),
        (NESTED, ["[ins:mới*[del:bỏ]]!"]),
        (WHOLE, ["[ins:thêm]*[ins:¶]", "[ins:nữa]cũ"]),
        (FORMATTED, ["[format:đậm]"]),
    ],
)
def test_every_kind_of_change_is_marked(inside: str, told: list[str]) -> None:
    assert lines(docx("xml:" + inside)) == told


@pytest.mark.parametrize("choice", _CHOICES, ids=["accepted", "original"])
@pytest.mark.parametrize("inside", [MOVED, ROWS, JOINED, NESTED, WHOLE, FORMATTED])
def test_the_text_is_what_it_was(inside: str, choice: Choice) -> None:
    data = docx("xml:" + inside)
    plain = read(data, version=choice.version).require()
    assert marked(data, plain, choice).text_proper() == plain.text_proper()


def test_a_deleted_picture_note_or_page_is_not_shown_again() -> None:
    gone = "<w:r><w:delText>cũ</w:delText><w:br w:type='page'/><w:footnoteReference w:id='9'/></w:r>"
    data = docx(f"xml:<w:p><w:del w:id='1' w:author='Mẫu'>{gone}</w:del><w:r><w:t>mới</w:t></w:r></w:p>")
    assert lines(data) == ["*[del:cũ]mới"]


def test_a_hidden_paragraph_takes_no_number_from_those_after_it() -> None:
    hidden = "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
    words = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
    data = docx("xml:" + hidden + words, "p[num=1]:Hết", numbering=levels("decimal|%1."))
    assert lines(data) == ["*[hidden:ẩn]", "Hết"]
    assert [one.label for one in shown(data).paragraphs()] == ["", "1."]


def test_edges_that_the_file_itself_bears_mark_nothing() -> None:
    edge = "<g:edge xmlns:g='urn:gazette:marking' mark='del' key='x' gone='1'/>"
    data = docx(f"xml:<w:p>{edge}<w:r><w:t>còn hiệu lực</w:t></w:r></w:p>", "p:Mức {ins:12}")
    plain = read(data).require()
    assert [spelled(one) for one in plain.paragraphs()] == ["còn hiệu lực", "Mức 12"]
    assert marked(data, plain, AS_IT_IS) is plain


def test_a_paragraph_of_very_many_changes_is_marked_in_time_that_grows_with_its_length() -> None:
    one = "<w:ins w:id='1' w:author='Mẫu'><w:r><w:t>a</w:t></w:r></w:ins><w:r><w:t>b</w:t></w:r>"
    paragraph = next(shown(docx(f"xml:<w:p>{one * 900}</w:p>")).paragraphs())
    assert spelled(paragraph) == "[ins:a]b" * 900
