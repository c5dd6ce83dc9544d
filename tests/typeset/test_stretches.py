"""What one of several issues prints of a long document: nothing lost, nothing twice, and lines that lead from one to the next."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from gazette.model.issue import WHOLE, IssueNumber, Stretch
from gazette.typeset import IssueItem, IssueSheet, Sections, issue, measure, preview
from gazette.typeset.issue import source_in
from gazette.typeset.reading import Leaf, Part
from tests.typeset.texts import EXAMPLE, act, text_of, turned

BEFORE, MINE, AFTER = IssueNumber(2026, 98, 99), IssueNumber(2026, 100, 100), IssueNumber(2027, 1, 2)
ITEM = IssueItem("quy-dinh", EXAMPLE, "quy-pham-phap-luat", "Ủy ban nhân dân tỉnh", day=date(2026, 3, 9))
SHEET = IssueSheet(MINE, date(2026, 12, 30), "tỉnh An Phước", "Văn phòng", items=(ITEM,))


def leaves(stretch: Stretch) -> list[Leaf]:
    source, _ = source_in(replace(ITEM, stretch=stretch))
    assert source is not None
    return source.leaves


BEGINS = tuple(str(part["at"]) for leaf in leaves(WHOLE) for part in leaf.parts if "at" in part)


def printed(stretch: Stretch) -> list[Part]:
    """The parts without their level, which a stretch may lift."""
    return [{name: value for name, value in part.items() if name != "level"} for leaf in leaves(stretch) for part in leaf.parts]


@pytest.mark.parametrize("cut", BEGINS)
def test_two_stretches_hold_every_line_of_the_text_once(cut: str) -> None:
    first, rest = printed(Stretch(ends=cut, following=AFTER, year=2026)), printed(Stretch(begins=cut, previous=BEFORE, year=2026))
    assert first[-1]["pieces"] == [("(Xem tiếp Công báo số 1 + 2 năm 2027)", "i")]
    said = next(place for place, part in enumerate(rest) if part.get("pieces") == [("(Tiếp theo Công báo số 98 + 99)", "i")])
    assert rest[0]["is"] == "title"
    told = next(place for place, part in enumerate(rest) if part.get("at") == cut)
    assert all("(tiếp theo)" in str(part) and "at" not in part for part in rest[said + 1 : told])
    assert [*first[:-1], *rest[told:]] == printed(WHOLE)


CHAPTERS = act(
    '<chapter eId="chp_1"><num>Chương I</num><heading>QUY ĐỊNH CHUNG</heading>'
    '<article eId="chp_1__art_1"><num>Điều 1.</num><heading>Phạm vi<authorialNote marker="1"><p>Ghi chú.</p></authorialNote></heading>'
    '<clause eId="chp_1__art_1__clause_1"><num>1.</num><content><p>Gồm:</p></content></clause>'
    '<clause eId="chp_1__art_1__clause_2"><num>2.</num><content><p>Cây xanh.</p></content>'
    '<point eId="chp_1__art_1__clause_2__point_a"><num>a)</num><content><p>Trên hè phố.</p></content></point></clause></article></chapter>'
    '<chapter eId="chp_2"><num>Chương II</num><heading>THI HÀNH</heading>'
    '<article eId="chp_2__art_2"><num>Điều 2.</num><content><p>Hiệu lực.</p></content></article>'
    '<article eId="chp_2__art_3"><num>Điều 3.</num><content><p>Trách nhiệm thi hành.</p></content></article></chapter>'
)
POINT = "chp_1__art_1__clause_2__point_a"


def cuts(stretch: Stretch = WHOLE) -> list[str]:
    """Where the act of two chapters can be split."""
    return list(measure(replace(ITEM, xml=CHAPTERS, stretch=stretch)).require().begins)


def test_no_earlier_part_ends_with_a_heading_or_a_line_that_leads_in_what_follows() -> None:
    assert cuts() == [POINT, "chp_2"]


def test_no_first_part_is_title_and_bases_alone_but_a_letter_may_part_from_its_annex() -> None:
    bases = "<preamble><recitals><recital><p>Theo đề nghị của Giám đốc Sở.</p></recital></recitals></preamble><body>"
    based = replace(ITEM, xml=CHAPTERS.replace(b"<body>", bases.encode()))
    assert list(measure(based).require().begins) == cuts()
    annex = (
        '<attachments><attachment eId="att_1"><doc name="phu-luc"><preface><p class="kind"><docType>PHỤ LỤC</docType></p></preface>'
        "<mainBody><p>Cây thứ nhất.</p><p>Cây thứ hai.</p></mainBody></doc></attachment></attachments>"
    )
    letter = replace(ITEM, xml=act("<p>Kính gửi các sở.</p>", after=annex))
    assert list(measure(letter).require().begins) == ["att_1"]


def test_no_last_part_is_one_line_whatever_the_earlier_parts_say_at_their_end() -> None:
    ended = Stretch(ends="chp_2", following=AFTER, year=2026)
    assert cuts(ended) == []
    assert cuts(Stretch(begins="chp_2", previous=BEFORE, year=2026)) == []
    assert cuts(Stretch(ends="chp_2__art_3", following=AFTER, year=2026)) == [POINT]


def test_a_part_that_begins_inside_an_article_names_again_what_it_stands_in_without_the_notes() -> None:
    begun = replace(ITEM, xml=CHAPTERS, stretch=Stretch(begins=POINT, previous=BEFORE, year=2026))
    words = text_of(issue(replace(SHEET, items=(begun,))).require().pdf)
    told = "(Tiếp theo Công báo số 98 + 99) Chương I QUY ĐỊNH CHUNG (tiếp theo) Điều 1. Phạm vi (tiếp theo) 2. (tiếp theo) a) Trên hè phố."
    assert told in words
    assert "Ghi chú" not in words


def test_a_part_that_begins_inside_an_annex_bears_the_annexs_title() -> None:
    begun = printed(Stretch(begins="att_1__chp_1__art_1", previous=BEFORE, year=2026))
    said = next(place for place, part in enumerate(begun) if part.get("pieces") == [("(Tiếp theo Công báo số 98 + 99)", "i")])
    assert [part["is"] for part in begun[said + 1 : said + 4]] == ["title", "heading", "heading"]
    assert begun[said + 1]["after"] == [[("(tiếp theo)", "i")]]


def test_no_heading_of_a_stretch_is_more_than_one_level_below_the_one_before() -> None:
    for cut in BEGINS:
        levels = [2, *(int(str(part["level"])) for leaf in leaves(Stretch(begins=cut)) for part in leaf.parts if "level" in part)]
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_a_stretch_is_printed_with_its_title_and_the_contents_say_where_the_rest_is() -> None:
    middle = Stretch(BEGINS[3], BEGINS[-1], BEFORE, AFTER, 2026)
    sheet = replace(SHEET, items=(replace(ITEM, stretch=middle),))
    made, looked = issue(sheet).require(), preview(sheet, Sections()).require()
    words = text_of(made.pdf)
    assert words.count("(Tiếp theo Công báo số 98 + 99)") == 2
    assert words.count("(Xem tiếp Công báo số 1 + 2 năm 2027)") == 2
    assert "Số: 12/2026/QĐ-UBND" in words
    assert (made.pages, made.count, turned(made.pdf)) == (looked.pages, looked.count, turned(looked.pdf))


def test_a_place_that_is_not_in_the_text_refuses_the_issue() -> None:
    for stretch in (Stretch(begins="art_99"), Stretch(ends="art_99"), Stretch(begins=BEGINS[1], ends=BEGINS[0])):
        refused = issue(replace(SHEET, items=(replace(ITEM, stretch=stretch),)))
        assert [(finding.code, finding.where) for finding in refused.findings] == [("T012", "quy-dinh")]
        assert measure(replace(ITEM, stretch=stretch)).refused


def test_a_document_is_measured_on_the_pages_it_is_printed_on() -> None:
    first, last = issue(SHEET).require().pages["quy-dinh"]
    measured = measure(ITEM).require()
    assert measured.pages == last - first + 1
    assert list(measured.begins.values()) == sorted(measured.begins.values())
