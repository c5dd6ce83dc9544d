"""Settling what a Word file carries: tracked changes accepted or rejected, comments read, hidden text seen; nothing is approved before."""

import re
from pathlib import Path

import pytest

from gazette.model.document import Document, Upload
from gazette.model.errors import BadCall, Conflict, NotAllowed
from gazette.services.shown import public
from tests.town import Town
from tests.words import docx

HEAD = (
    "p:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC",
    "p:Số:      /QĐ-UBND",
    "p:Tân Lộc, ngày      tháng      năm 2026",
    "p:QUYẾT ĐỊNH",
    "p:Về việc thử",
)
TAIL = ("p:CHỦ TỊCH", "p:Nguyễn Văn Mẫu")


@pytest.fixture
def address(tmp_path: Path) -> str:
    """One engine is enough here: what is written is written by the services that are tried on both."""
    return f"sqlite:///{tmp_path / 'gazette.db'}"


def received(town: Town, *lines: str) -> Document:
    upload = Upload("quyet-dinh.docx", docx(*HEAD, *(f"p:{line}" for line in lines), *TAIL))
    return town.forward(town.services.receive.receive(town.who("clerk"), upload).document, "converted")


def tracked(town: Town) -> Document:
    return received(town, "Điều 1. Mức thu là {del:10}{ins:12} đồng.", "Điều 2. Quyết định này có hiệu lực từ ngày ký.")


def text(town: Town, document: Document) -> str:
    return town.services.review.open(town.who("editor"), document.id).html


def codes(document: Document) -> set[str]:
    return {finding.code for finding in document.findings}


def test_rejected_changes_leave_the_original_text_and_accepted_ones_the_new(town: Town) -> None:
    document, editor, settle = tracked(town), town.who("editor"), town.services.settle
    shown = settle.changes(editor, document.id)
    assert ">10<" in shown["vi"]
    assert ">12<" in shown["en"]
    assert "Mức thu là 12 đồng" in text(town, document)
    rejected = settle.settle(editor, document.id, "reject")
    assert "Mức thu là 10 đồng" in text(town, document)
    assert rejected.text_identical
    assert "D016" in codes(rejected)
    assert not {"W020", "W021"} & codes(rejected)
    view = town.services.repair.open(editor, document.id)
    assert town.services.repair.check(editor, document.id, view.text).difference == {}, "the Word file counts as it was before the changes"
    accepted = settle.settle(editor, document.id, "accept")
    assert "Mức thu là 12 đồng" in text(town, document)
    assert {"D015"} == codes(accepted) & {"D015", "D016"}


def test_who_settled_does_not_review_and_the_word_file_is_not_for_the_public(town: Town) -> None:
    document, editor = tracked(town), town.who("editor")
    settled = town.services.settle.settle(editor, document.id, "accept")
    with pytest.raises(Conflict):
        town.services.review.complete(editor, document.id)
    assert town.services.review.complete(town.actors["bien-tap-2"], document.id).state == "reviewed"
    assert public(settled).file("docx") is None
    assert [entry.action for entry in town.services.desk.document(editor, document.id).history][-2:] == ["settle", "review"]


@pytest.mark.parametrize(("mark", "name"), [("{comment:Xem lại}", "comments"), ("{hidden:Chữ ẩn}", "hidden"), ("{ins:x}", "accept")])
def test_nothing_is_approved_while_something_is_open(town: Town, mark: str, name: str) -> None:
    document = received(town, f"Điều 1. Mức thu mới{mark}.", "Điều 2. Quyết định này có hiệu lực từ ngày ký.")
    first, second = town.who("editor"), town.actors["bien-tap-2"]
    town.services.review.complete(first, document.id)
    with pytest.raises(Conflict):
        town.services.review.approve(second, document.id)
    settled = town.services.settle.settle(second, document.id, name)
    if settled.state == "converted":
        town.services.review.complete(first, document.id)
    assert town.services.review.approve(second, document.id).state == "approved"


def test_comments_and_hidden_words_are_shown_with_their_places(town: Town) -> None:
    document = received(town, "Điều 1. Mức thu{comment:Xem lại}.", "Điều 2. Có hiệu lực.{hidden:Chữ ẩn}")
    shown = town.services.repair.open(town.who("editor"), document.id).beside
    asides = shown.offered.asides
    assert [one.kind for one in asides] == ["comment", "hidden"]
    assert asides[1].text == "Chữ ẩn"
    assert all(f'id="w-{one.paragraph}"' in shown.word for one in asides)
    assert all(f'data-trace="{row}"' in shown.word for row in shown.offered.rows.values())


def test_a_structure_put_right_before_the_rejection_stays_among_the_versions(town: Town) -> None:
    document, editor = tracked(town), town.who("editor")
    view = town.services.repair.open(editor, document.id)
    broken = view.text.replace("{thường} Điều 2.", "{} Điều 2.")
    assert town.services.repair.save(editor, document.id, broken, view.base).saved
    town.services.settle.settle(editor, document.id, "reject")
    assert len(town.services.repair.open(editor, document.id).versions) == 3
    assert ">12<" in town.services.repair.differences(editor, document.id, 2)["vi"]


def test_only_what_is_asked_is_settled_and_only_by_those_who_may(town: Town) -> None:
    document = tracked(town)
    for name in ("comments", "hidden", "khac"):
        with pytest.raises(BadCall):
            town.services.settle.settle(town.who("editor"), document.id, name)
    with pytest.raises(NotAllowed):
        town.services.settle.settle(town.who("clerk"), document.id, "accept")
    with pytest.raises(NotAllowed):
        town.services.settle.changes(town.who("leader"), document.id)


def test_each_trace_is_decided_on_alone_and_the_history_tells_who_decided_what(town: Town) -> None:
    lines = ("Điều 1. Mức thu là {del:10}{ins:12} đồng{comment:Xem lại}.", "Điều 2. Có hiệu lực từ ngày ký.{hidden: Hết}")
    document, editor, settle = received(town, *lines), town.who("editor"), town.services.settle
    offered = town.services.repair.open(editor, document.id).beside.offered
    (deleted, inserted), (comment, hidden) = offered.changes, offered.asides
    half = settle.decide(editor, document.id, {deleted.key: "accepted", comment.key: "read"}, {comment.key: "đã hỏi Sở"})
    assert {"W020", "W024", "D019"} <= codes(half)
    assert not {"W021", "W023"} & codes(half)
    whole = settle.decide(editor, document.id, {inserted.key: "rejected", hidden.key: "shown"})
    assert not {"W020", "W021", "W023", "W024"} & codes(whole)
    assert (whole.state, whole.text_identical) == ("converted", True)
    assert not {"10", "12"} & set(re.findall(r"\d+", text(town, document).partition("Mức thu")[2].partition("đồng")[0]))
    assert "ngày ký. Hết" in text(town, document)
    assert public(whole).file("docx") is None
    notes = [entry.note for entry in town.services.desk.document(editor, document.id).history if entry.action == "settle"]
    assert "Chấp nhận: Xóa “10” (a)" in notes[0]
    assert "→ đã hỏi Sở" in notes[0]
    assert "Đưa vào văn bản: “ Hết”" in notes[1]
    assert town.services.repair.open(editor, document.id).beside.offered.chosen(inserted.key) == "rejected"
    repeated = settle.decide(editor, document.id, {inserted.key: "rejected"})
    assert repeated.version == whole.version, "what is decided already is not decided again"
    again = settle.decide(editor, document.id, {inserted.key: "", deleted.key: "rejected"})
    assert "W020" in codes(again)
    at_once = settle.settle(editor, document.id, "accept")
    assert "Mức thu là 12 đồng" in text(town, document)
    assert {"D015", "D019"} <= codes(at_once), "the hidden words stay what they were decided to be"
    with pytest.raises(BadCall):
        settle.decide(editor, document.id, {"1-00000000": "accepted"})
    with pytest.raises(BadCall):
        settle.decide(editor, document.id, {comment.key: "shown"})
