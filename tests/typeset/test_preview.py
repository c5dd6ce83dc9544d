"""The preview of an issue: the same pages as the issue, marked, and only what changed is set anew."""

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf

from gazette.typeset import IssueItem, Sections, issue, preview
from gazette.typeset.preview import Section
from tests.typeset.test_issue import SHEET
from tests.typeset.texts import act, article, packed, text_of, turned

_WIDE = act(
    article("Trước bảng."),
    after="<attachments><attachment><doc name='phu-luc'><mainBody>"
    "<table class='landscape'><tr><td><p>Bảng ngang</p></td></tr></table><p>Sau bảng.</p></mainBody></doc></attachment></attachments>",
)
_MARK = "BẢN XEM TRƯỚC, CHƯA KÝ, KHÔNG CÓ GIÁ TRỊ"


class Counted(Sections):
    """Sections that note what was made anew."""

    def __init__(self, room: int = 2**30) -> None:
        super().__init__(room)
        self.made = 0

    def take(self, key: bytes, make: Callable[[], Section]) -> Section:
        def counted() -> Section:
            self.made += 1
            return make()

        return super().take(key, counted)


def test_the_preview_has_the_pages_of_the_issue() -> None:
    sheet = replace(SHEET, items=(*SHEET.items, IssueItem("ngang", _WIDE, "van-ban-khac", "Ủy ban nhân dân tỉnh", "Bảng ngang.")))
    looked, printed = preview(sheet, Sections()).require(), issue(sheet).require()
    assert looked.pages == printed.pages
    assert looked.count == printed.count
    assert turned(looked.pdf) == turned(printed.pdf)
    assert any(turned(looked.pdf))
    for shown, meant in zip(_pages(looked.pdf), _pages(printed.pdf), strict=True):
        assert sorted(packed(shown.replace(_MARK, ""))) == sorted(packed(meant))


def test_every_page_of_a_preview_says_so() -> None:
    assert all(_MARK in page for page in _pages(preview(SHEET, Sections()).require().pdf))


def test_only_the_documents_that_changed_are_set_anew() -> None:
    sections = Counted()
    preview(SHEET, sections)
    assert sections.made == 3
    preview(SHEET, sections)
    assert sections.made == 3
    changed = replace(SHEET.items[1], xml=act(article("Đã sửa.")))
    looked = preview(replace(SHEET, items=(SHEET.items[0], changed, SHEET.items[2])), sections).require()
    assert sections.made == 4
    assert "Đã sửa." in text_of(looked.pdf)


def test_other_words_of_the_same_length_are_set_anew() -> None:
    sections = Counted()
    one, other = (replace(SHEET, items=(replace(SHEET.items[2], xml=act(article(words))),)) for words in ("Trồng cây.", "Chặt cành."))
    assert len(one.items[0].xml) == len(other.items[0].xml)
    assert "Trồng cây." in text_of(preview(one, sections).require().pdf)
    looked = text_of(preview(other, sections).require().pdf)
    assert sections.made == 2
    assert "Chặt cành." in looked
    assert "Trồng cây." not in looked


def test_only_the_document_that_comes_first_of_its_part_bears_the_heading_of_the_part() -> None:
    sections = Counted()
    heading = "PHẦN VĂN BẢN QUY PHẠM PHÁP LUẬT"
    looked = preview(SHEET, sections).require()
    assert heading not in _pages(looked.pdf)[looked.pages["quyet-dinh"][0] - 1]
    looked = preview(replace(SHEET, items=(SHEET.items[0], SHEET.items[2])), sections).require()
    assert sections.made == 4
    assert _pages(looked.pdf)[looked.pages["quyet-dinh"][0] - 1].startswith(heading)
    looked = preview(SHEET, sections).require()
    assert heading not in _pages(looked.pdf)[looked.pages["quyet-dinh"][0] - 1]


def test_what_refuses_the_issue_refuses_the_preview_by_the_same_findings() -> None:
    broken = replace(
        SHEET,
        items=(*SHEET.items, IssueItem("hong", act(article("漢")), "van-ban-khac", "UBND"), IssueItem("rac", b"<", "van-ban-khac", "X")),
    )
    sections = Sections()
    for sheet in (broken, broken, replace(SHEET, items=()), replace(SHEET, publisher="漢")):
        looked, meant = preview(sheet, sections), issue(sheet)
        assert looked.refused
        assert {(one.code, one.where) for one in looked.findings} == {(one.code, one.where) for one in meant.findings}


def test_what_was_unused_longest_goes_when_there_is_no_room() -> None:
    sections = Sections(room=250)
    one, two, three = (Section(bytes(100)) for _ in range(3))
    sections.take(b"1", lambda: one)
    sections.take(b"2", lambda: two)
    assert sections.take(b"1", lambda: three) is one
    sections.take(b"3", lambda: three)
    assert sections.take(b"1", lambda: two) is one
    assert sections.take(b"2", lambda: three) is three
    assert sections.take(b"4", lambda: Section(bytes(300))).pdf == bytes(300)
    assert sections.take(b"1", lambda: two) is two


def _pages(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [_alone(page) for page in opened.pages]


def _alone(page: pikepdf.Page) -> str:
    single = pikepdf.new()
    single.pages.append(page)
    written = io.BytesIO()
    single.save(written)
    return text_of(written.getvalue())
