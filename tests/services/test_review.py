"""Reviewing: two people, no open changes, corrections that leave the text alone."""

import pytest

from gazette.model.document import Upload
from gazette.model.errors import BadCall, Conflict, NotAllowed, NotFound
from tests.town import Town
from tests.words import docx


def test_the_reviewer_does_not_approve_and_the_history_names_both(town: Town) -> None:
    document = town.through("reviewed")
    with pytest.raises(Conflict):
        town.services.review.approve(town.who("editor"), document.id)
    assert town.document(document.id).state == "reviewed"
    town.services.review.approve(town.actors["bien-tap-2"], document.id)
    history = town.services.desk.document(town.who("editor"), document.id).history
    steps = [(entry.action, entry.actor, entry.state) for entry in history]
    assert steps == [
        ("receive", "van-thu", "received"),
        ("convert", "he-thong", "converted"),
        ("review", "bien-tap", "reviewed"),
        ("approve", "bien-tap-2", "approved"),
    ]


def test_open_tracked_changes_block_approval(town: Town) -> None:
    document = town.through("reviewed", "16-qd-con-vet-sua.docx")
    with pytest.raises(Conflict) as refusal:
        town.services.review.approve(town.actors["bien-tap-2"], document.id)
    assert "thay đổi được theo dõi" in refusal.value.message("vi")
    assert town.document(document.id).state == "reviewed"


def test_the_review_page_shows_text_contents_findings_and_why_steps_are_closed(town: Town) -> None:
    document = town.through("converted")
    view = town.services.review.open(town.who("editor"), document.id)
    assert "Tổ công tác" in view.html
    assert "Điều 1." in [line.number for line in view.contents]
    assert view.text is not None
    assert view.text.identical
    assert [step.id for step in view.transitions] == ["review", "return"]
    clerk = town.services.review.open(town.who("clerk"), document.id)
    assert clerk.transitions == ()
    assert {step.id: refusal.cause for step, refusal in clerk.closed} == {"review": "roles", "return": "roles"}


def test_a_return_needs_a_reason_and_ends_the_way(town: Town) -> None:
    document = town.through("converted")
    with pytest.raises(BadCall):
        town.services.review.return_(town.who("editor"), document.id, "  ")
    returned = town.services.review.return_(town.who("editor"), document.id, "Thiếu phụ lục.")
    assert returned.state == "returned"
    with pytest.raises(Conflict):
        town.services.review.complete(town.who("editor"), document.id)
    assert town.receive().id != document.id, "a returned file may come again"


def test_a_correction_changes_the_head_only_and_asks_for_a_new_review(town: Town) -> None:
    document = town.through("approved")
    before = town.services.review.open(town.who("editor"), document.id).html
    changes = {"effective_from": "2026-12-01", "subject": "Về việc thành lập Tổ công tác mẫu", "field": "noi-vu"}
    corrected = town.services.review.correct(town.who("editor"), document.id, changes)
    assert (corrected.state, corrected.status, corrected.field) == ("converted", "not_yet_in_force", "noi-vu")
    assert corrected.subject == "Về việc thành lập Tổ công tác mẫu"
    view = town.services.review.open(town.who("editor"), document.id)
    assert view.html == before
    assert view.head["effective_from"] == "2026-12-01"


@pytest.mark.parametrize("changes", [{"state": "published"}, {"level": "cong-khai"}, {"issued_on": "hôm qua"}, {"kind": "thu-tinh"}])
def test_what_is_no_head_field_or_no_value_of_it_is_refused(town: Town, changes: dict[str, str]) -> None:
    document = town.through("converted")
    with pytest.raises(BadCall):
        town.services.review.correct(town.who("editor"), document.id, changes)


def test_those_who_do_not_review_do_not_correct(town: Town) -> None:
    document = town.through("converted")
    with pytest.raises(NotAllowed):
        town.services.review.correct(town.who("leader"), document.id, {"field": "noi-vu"})


def test_a_hidden_document_and_one_that_never_was_are_answered_alike(town: Town) -> None:
    hidden = town.receive(level="bi-mat")
    answers = []
    for document_id in (hidden.id, "0" * 32):
        with pytest.raises(NotFound) as refusal:
            town.services.review.open(town.who("editor"), document_id)
        answers.append(refusal.value.message("vi"))
    assert answers[0] == answers[1]


def test_a_file_in_which_nothing_official_is_read_waits_for_a_person(town: Town) -> None:
    received = town.services.receive.receive(town.who("clerk"), Upload("tho.docx", docx("p:Ao thu lạnh lẽo nước trong veo")))
    town.worker.drain()
    found = town.document(received.document.id)
    assert found.state == "converted"
    assert found.number is None
