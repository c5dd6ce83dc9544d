"""What a published act does to others: judged at review, true on the day, shown on their pages, undone with its withdrawal."""

from datetime import timedelta

import pytest

import search
from gazette.model.document import Document, Upload
from gazette.model.document import today as legal_day
from gazette.model.errors import BadCall, NotAllowed
from gazette.model.reading import DocumentView
from gazette.services import Decision
from tests.town import Town
from tests.words import docx

FIRST = ("Điều 1. Ban hành định mức.", "Điều 2. Quyết định này có hiệu lực từ ngày ký.")

OTHER = "Quyết định số 99/2020/QĐ-UBND ngày 01 tháng 02 năm 2020 của Ủy ban nhân dân tỉnh An Phước"


def decision(town: Town, *sentences: str) -> Document:
    head = (
        "p:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC",
        "p:Số:      /QĐ-UBND",
        "p:Tân Lộc, ngày      tháng      năm 2026",
        "p:QUYẾT ĐỊNH",
        f"p:Về việc thử {len(sentences[0])}",
    )
    lines = (*head, *(f"p:{one}" for one in sentences), "p:CHỦ TỊCH", "p:Nguyễn Văn Mẫu")
    received = town.services.receive.receive(town.who("clerk"), Upload("quyet-dinh.docx", docx(*lines))).document
    return town.forward(received, "converted")


def published(town: Town, document: Document, number: int) -> Document:
    sealed = document
    for step in ("reviewed", "approved", "numbered", "signed", "sealed"):
        town._steps()[step](sealed.id)
    issue = town.issue(town.document(document.id), first=number, last=number)
    town.publish(issue.id)
    town.worker.drain()
    return town.document(document.id)


def cited(document: Document) -> str:
    day = document.issued_on
    assert day is not None
    return f"Quyết định số {document.number} ngày {day.day:02d} tháng {day.month:02d} năm {day.year} của Ủy ban nhân dân tỉnh An Phước"


def status(town: Town, document: Document) -> str:
    return town.document(document.id).status


def test_an_act_repealed_as_a_whole_is_out_of_force_from_the_day_of_the_repeal(town: Town) -> None:
    old = published(town, decision(town, *FIRST), 20)
    assert status(town, old) == "in_force"
    day = town.clock().date() + timedelta(days=30)
    when = f"Điều 2. Quyết định này có hiệu lực từ ngày {day.day:02d} tháng {day.month:02d} năm {day.year}."
    repeal = decision(town, f"Điều 1. Bãi bỏ {cited(old)}.", when)
    assert [(one.type, one.scope) for one in repeal.relations if one.touches] == [("bai-bo", "whole")]
    new = published(town, repeal, 21)
    assert status(town, old) == "in_force", "the day has not come"
    view = town.services.read.document(old.slug or "")
    assert isinstance(view, DocumentView)
    assert [(one.type, one.back, one.since, one.slug) for one in view.relations] == [("bai-bo", True, day, new.slug)]
    town.clock.shift += timedelta(days=31)
    town.worker.drain()
    assert status(town, old) == "expired"
    town.services.publish.withdraw(town.who("publisher"), new.id, "nhầm")
    town.worker.drain()
    assert status(town, old) == "in_force"


def test_nothing_public_tells_what_an_act_did_that_was_closed_since(town: Town) -> None:
    old = published(town, decision(town, *FIRST), 20)
    new = published(town, decision(town, f"Điều 1. Bãi bỏ {cited(old)}.", FIRST[1]), 21)
    assert status(town, old) == "expired"
    officer, second = town.who("security-officer"), town.who("auditor")
    town.services.keep.reclassify(officer, second, new.record, "noi-bo", Decision("vì thử", "01/QĐ-VP"))
    town.worker.drain()
    view = town.services.read.document(old.slug or "")
    assert isinstance(view, DocumentView)
    assert (view.document.status, view.relations) == ("in_force", ())


def test_what_the_reviewer_says_counts_and_the_document_is_reviewed_again(town: Town) -> None:
    old = published(town, decision(town, *FIRST), 20)
    repeal = decision(town, f"Điều 1. Bãi bỏ {cited(old)}.", FIRST[1])
    town.services.review.complete(town.who("editor"), repeal.id)
    place = next(at for at, one in enumerate(repeal.relations) if one.touches)
    judged = town.services.review.judge(town.who("editor"), repeal.id, {place: "part"})
    assert (judged.state, town.document(repeal.id).relations[place].scope) == ("converted", "part")
    assert town.services.review.judge(town.who("editor"), repeal.id, {place: "part"}).version == town.document(repeal.id).version
    published(town, town.document(repeal.id), 21)
    assert status(town, old) == "partly_expired"


def test_nobody_judges_what_is_not_theirs_or_not_there(town: Town) -> None:
    repeal = decision(town, "Điều 1. Bãi bỏ Quyết định số 99/2020/QĐ-UBND ngày 01 tháng 02 năm 2020.", FIRST[1])
    with pytest.raises(NotAllowed):
        town.services.review.judge(town.who("clerk"), repeal.id, {0: "part"})
    for scopes in ({0: "tat-ca"}, {99: "part"}, {-1: "part"}):
        with pytest.raises(BadCall):
            town.services.review.judge(town.who("editor"), repeal.id, scopes)


def test_a_relation_is_proposed_until_an_editor_confirms_it(town: Town) -> None:
    old = published(town, decision(town, *FIRST), 20)
    repeal, editor = decision(town, f"Điều 1. Bãi bỏ {cited(old)}.", FIRST[1]), town.who("editor")
    place = next(at for at, one in enumerate(repeal.relations) if one.touches)
    town.services.review.complete(editor, repeal.id)
    ties = town.services.repair.open(editor, repeal.id).beside.ties
    assert not ties.relations[place].confirmed
    assert [one.told() for one in ties.follows] == [f"{old.number} bị bãi bỏ từ ngày văn bản này có hiệu lực."]
    assert ties.follows[0].slug == old.slug
    assert ties.standings["resolved"] >= 1
    confirmed = town.services.review.judge(editor, repeal.id, {place: "whole"})
    assert confirmed.state == "reviewed", "what was proposed and is right needs no second review"
    assert town.services.repair.open(editor, repeal.id).beside.ties.relations[place].confirmed


def test_a_refused_relation_does_nothing_and_is_shown_to_nobody(town: Town) -> None:
    old = published(town, decision(town, *FIRST), 20)
    repeal, editor = decision(town, f"Điều 1. Bãi bỏ {cited(old)}.", FIRST[1]), town.who("editor")
    refused = {place: "refused" for place, one in enumerate(repeal.relations)}
    assert town.services.review.judge(editor, repeal.id, refused).state == "converted"
    assert town.services.review.open(editor, repeal.id).follows == ()
    town.services.review.complete(town.actors["bien-tap-2"], repeal.id)
    town.services.review.approve(editor, repeal.id)
    for step in ("numbered", "signed", "sealed"):
        town._steps()[step](repeal.id)
    town.publish(town.issue(town.document(repeal.id), first=21, last=21).id)
    town.worker.drain()
    assert status(town, old) == "in_force"
    for document in (old, town.document(repeal.id)):
        view = town.services.read.document(document.slug or "")
        assert isinstance(view, DocumentView)
        assert view.relations == ()


def test_what_was_judged_stays_judged_when_the_structure_is_repaired(town: Town) -> None:
    repeal, editor = decision(town, f"Điều 1. Bãi bỏ {OTHER}.", FIRST[1]), town.who("editor")
    place = next(at for at, one in enumerate(repeal.relations) if one.touches)
    town.services.review.judge(editor, repeal.id, {place: "part"})
    view = town.services.repair.open(editor, repeal.id)
    broken = view.text.replace("{thường} Điều 2.", "{} Điều 2.")
    assert town.services.repair.save(editor, repeal.id, broken, view.base).saved
    tie = town.services.repair.open(editor, repeal.id).beside.ties.relations[place]
    assert (tie.relation.scope, tie.confirmed) == ("part", True)


def test_what_a_provision_orders_counts_from_the_day_of_that_provision_everywhere(town: Town) -> None:
    old, today = published(town, decision(town, *FIRST), 20), legal_day(town.clock)
    day = today + timedelta(days=40)
    own = f"2. Điều 1 của Quyết định này có hiệu lực từ ngày {day.day:02d} tháng {day.month:02d} năm {day.year}."
    waits = "3. Điều 2 của Quyết định này có hiệu lực sau 15 ngày kể từ ngày đăng Công báo."
    effect = ("Điều 3. Hiệu lực", "1. Quyết định này có hiệu lực từ ngày ký.", own, waits)
    repeal = decision(town, f"Điều 1. Bãi bỏ {cited(old)}.", f"Điều 2. Bãi bỏ {OTHER}.", *effect)
    assert [(one.apart, one.since) for one in repeal.relations if one.touches] == [(True, day), (True, None)]
    new = published(town, repeal, 21)
    assert new.effective_from == today
    printed = town.services.read.issue(today.year, "21").issue.date
    after = max(printed, today) + timedelta(days=15)
    assert [one.since for one in new.relations if one.touches] == [day, after]
    assert [(one.eid, one.day) for one in new.own_days] == [("art_1", day), ("art_2", after)]
    assert status(town, old) == "in_force", "the act has effect, its repeal not yet"
    view = town.services.read.document(old.slug or "")
    assert isinstance(view, DocumentView)
    assert [one.since for one in view.relations if one.touches] == [day]
    assert found(town, "Bãi bỏ Quyết định", "not_yet_in_force") == {f"{new.slug}#art_1"}
    town.clock.shift += timedelta(days=41)
    town.worker.drain()
    assert status(town, old) == "expired"
    assert found(town, "Bãi bỏ Quyết định", "not_yet_in_force") == set()
    assert found(town, old.number or "", "expired") == {old.slug}


def found(town: Town, words: str, status: str) -> set[str]:
    """What the search index finds of *words* under a status."""
    return {hit.entry.id for hit in town.services.find.find(search.Query(words, status=status)).hits}
