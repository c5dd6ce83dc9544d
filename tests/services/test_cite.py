"""Citing: citations held against what is published here."""

from gazette.model.citations import Cited
from gazette.model.document import Document, Upload
from tests.town import Town
from tests.words import docx


def citing(town: Town, *sentences: str) -> Document:
    received = town.services.receive.receive(town.who("clerk"), Upload("dan-chieu.docx", docx(*(f"p:{one}" for one in sentences))))
    town.worker.drain()
    return town.document(received.document.id)


def asked(town: Town, document: Document) -> tuple[Cited, ...]:
    return town.services.cite.citations(town.who("editor"), document.id)


def test_a_citation_leads_to_the_one_published_document_that_its_words_fit(town: Town) -> None:
    early = citing(town, "Thực hiện Quyết định số 01/QĐ-UBND và Nghị định số 30/2020/NĐ-CP; theo Luật Đất đai.")
    assert [one.reason for one in asked(town, early)] == ["not-in-register", "not-in-register", "incomplete"]
    target = town.through("published")
    decision, decree, law = asked(town, early)
    assert (decision.href, decision.slug, decision.reason) == (target.work, target.slug, "")
    assert (decree.slug, decree.reason, law.reason) == ("", "not-in-register", "incomplete")
    assert asked(town, early) == (decision, decree, law), "asking changes nothing"


def test_a_citation_whose_words_say_otherwise_leads_nowhere(town: Town) -> None:
    town.through("published")
    document = citing(town, "Theo Quyết định số 01/QĐ-UBND ngày 01 tháng 01 năm 1999.", "Theo Nghị quyết số 01/QĐ-UBND.")
    assert [one.reason for one in asked(town, document)] == ["not-in-register", "not-in-register"]
