"""Citing: citations held against what is published here."""

from gazette.model.citations import Cited
from gazette.model.document import Document, Upload
from gazette.model.reading import DocumentView
from gazette.pages.anchors import with_links
from gazette.services import Decision
from gazette.services.citing import may_be
from tests.town import Town
from tests.words import docx


def citing(town: Town, *sentences: str) -> Document:
    received = town.services.receive.receive(town.who("clerk"), Upload("dan-chieu.docx", docx(*(f"p:{one}" for one in sentences))))
    town.worker.drain()
    return town.document(received.document.id)


def asked(town: Town, document: Document) -> tuple[Cited, ...]:
    return town.services.cite.citations(town.who("editor"), document.id)


def test_a_citation_leads_to_the_one_published_document_that_its_words_fit(town: Town) -> None:
    early = citing(
        town,
        "Thực hiện Quyết định số 01/QĐ-UBND và Nghị định số 30/2020/NĐ-CP; theo Luật Đất đai.",
        "Căn cứ Luật Đầu tư ngày 17 tháng 6 năm 2020;",
    )
    assert [one.reason for one in asked(town, early)] == ["not-in-register", "not-in-register", "incomplete", "not-in-register"]
    assert asked(town, early)[3].number == "61/2020/QH14", "a law by its name and day has the number that the table knows"
    target = town.through("published")
    decision, decree, law, basis = asked(town, early)
    assert (decision.href, decision.slug, decision.reason) == (target.work, target.slug, "")
    assert (decree.slug, decree.reason, law.reason) == ("", "not-in-register", "incomplete")
    assert asked(town, early) == (decision, decree, law, basis), "asking changes nothing"


def test_a_citation_whose_words_say_otherwise_leads_nowhere(town: Town) -> None:
    town.through("published")
    document = citing(town, "Theo Quyết định số 01/QĐ-UBND ngày 01 tháng 01 năm 1999.", "Theo Nghị quyết số 01/QĐ-UBND.")
    assert [one.reason for one in asked(town, document)] == ["not-in-register", "not-in-register"]


def test_a_local_body_cited_without_its_province_is_the_registered_one() -> None:
    assert may_be("so-tai-chinh", "so-tai-chinh-tinh-an-phuoc")
    assert may_be("", "so-tai-chinh-tinh-an-phuoc")
    assert not may_be("so-tai-chinh-tinh-binh-minh", "so-tai-chinh-tinh-an-phuoc")
    assert not may_be("so-tai", "so-taichinh")


def reading(town: Town, document: Document) -> str:
    """The public page's text as a browser gets it."""
    view = town.services.read.document(document.slug or "")
    assert isinstance(view, DocumentView)
    return with_links(view.html, view.relations, view.cited)


def published_citing(town: Town, *sentences: str) -> Document:
    head = (
        "p:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC",
        "p:Số:      /QĐ-UBND",
        "p:Tân Lộc, ngày      tháng      năm 2026",
        "p:QUYẾT ĐỊNH",
        "p:Về việc thử",
    )
    lines = (*head, *(f"p:{one}" for one in sentences), "p:CHỦ TỊCH", "p:Nguyễn Văn Mẫu")
    received = town.services.receive.receive(town.who("clerk"), Upload("dan-chieu.docx", docx(*lines))).document
    town.forward(received, "sealed")
    issue = town.issue(town.document(received.id), first=40, last=40)
    town.publish(issue.id)
    return town.document(received.id)


def test_the_public_text_links_what_is_published_and_only_while_it_may_be_known(town: Town) -> None:
    target = town.through("published")
    citing_it = published_citing(town, "Điều 1. Thực hiện Quyết định số 01/QĐ-UBND và Quyết định số 01/QĐ-UBND-X.")
    link = f'<a href="/van-ban/{target.slug}">Quyết định số 01/QĐ-UBND</a>'
    shown = reading(town, citing_it)
    assert shown.count(link) == 1, "the longer number is another one"
    assert with_links(shown, (), town.services.cite.citations(town.who("editor"), citing_it.id)).count(link) == 1, "twice is as once"
    before = citing_it.file("xml")
    officer = town.who("security-officer")
    town.services.keep.reclassify(officer, town.who("auditor"), target.record, "noi-bo", Decision("vì thử", "01/QĐ-VP"))
    assert town.document(citing_it.id).file("xml") == before
    assert target.slug not in reading(town, citing_it)


def test_a_hidden_document_is_answered_like_one_that_does_not_exist(town: Town) -> None:
    document = citing(town, "Theo Quyết định số 01/QĐ-UBND.")
    absent = asked(town, document)
    town.through("sealed")
    assert asked(town, document) == absent, "an unpublished document is not told of"
    assert [one.reason for one in absent] == ["not-in-register"]
