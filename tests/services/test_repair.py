"""Repairing: structure may change and is kept as a new version; words may not, and somebody else looks again."""

import pytest

from gazette.db.errors import ChangedMeanwhile
from gazette.model.desk import LiveCheck
from gazette.model.document import Document
from gazette.model.errors import BadCall, Conflict, NotAllowed, NotFound
from gazette.model.locking import CopyElsewhere, LockedByAnother
from gazette.services import Move
from tests.town import Town


def _structure_broken(town: Town) -> tuple[Document, str, str]:
    """A document whose second article was missed, its text, and the text repaired."""
    document = town.through("reviewed")
    view = town.services.repair.open(town.who("editor"), document.id)
    line = next(line for line in view.lines if "Điều 2." in line and not line.startswith(" "))
    broken = view.text.replace(line, "{} " + line.removeprefix("{thường} "))
    return town.services.repair.save(town.who("editor"), document.id, broken, view.base).document, broken, view.text


def test_a_repaired_structure_is_kept_as_a_new_version_and_reviewed_by_somebody_else(town: Town) -> None:
    document, _, right = _structure_broken(town)
    assert document.state == "converted"
    assert document.text_identical
    editor = town.who("editor")
    assert "Điều 2." not in [line.number for line in town.services.review.open(editor, document.id).contents]
    view = town.services.repair.open(editor, document.id)
    saved = town.services.repair.save(editor, document.id, right, view.base)
    assert saved.saved
    assert "Điều 2." in [line.number for line in town.services.review.open(editor, document.id).contents]
    with pytest.raises(Conflict):
        town.services.review.complete(editor, document.id)
    assert town.services.review.complete(town.actors["bien-tap-2"], document.id).state == "reviewed"
    history = town.services.desk.document(editor, document.id).history
    assert [(entry.action, entry.actor) for entry in history][-3:] == [
        ("repair", "bien-tap"),
        ("repair", "bien-tap"),
        ("review", "bien-tap-2"),
    ]


def test_changed_words_are_shown_and_close_every_step_until_they_agree(town: Town) -> None:
    document = town.through("converted")
    editor, second = town.who("editor"), town.actors["bien-tap-2"]
    view = town.services.repair.open(editor, document.id)
    changed = view.text.replace("có 09 người", "có 08 người", 1)
    saved = town.services.repair.save(editor, document.id, changed, view.base)
    assert saved.saved
    assert "bỏ: </span>09<" in saved.difference["vi"]
    assert "added: </span>08<" in saved.difference["en"]
    error = next(finding for finding in saved.document.errors if finding.code == "A008")
    assert "có 09 người" in error.message("vi")
    assert "có 08 người" in error.message("vi")
    with pytest.raises(Conflict):
        town.services.review.complete(second, document.id)
    again = town.services.repair.open(editor, document.id)
    assert town.services.repair.save(editor, document.id, view.text, again.base).document.errors == ()
    assert town.services.review.complete(second, document.id).state == "reviewed"


def test_a_broken_text_is_not_kept_and_says_its_line(town: Town) -> None:
    document = town.through("converted")
    editor = town.who("editor")
    view = town.services.repair.open(editor, document.id)
    broken = view.text.replace("--- Nội dung ---", "--- Nội rung ---")
    refused = town.services.repair.save(editor, document.id, broken, view.base)
    assert not refused.saved
    assert refused.stopped
    line = broken.splitlines().index("--- Nội rung ---") + 1
    assert (line, "E005") in [(at, finding.code) for at, finding in refused.findings]
    assert town.document(document.id) == view.document


def test_checking_keeps_nothing_and_a_text_that_says_the_same_neither(town: Town) -> None:
    document = town.through("converted")
    editor = town.who("editor")
    view = town.services.repair.open(editor, document.id)
    assert town.services.repair.check(editor, document.id, view.text).html
    assert not town.services.repair.save(editor, document.id, view.text, view.base).saved
    assert town.document(document.id) == view.document


def test_a_picture_that_is_not_there_is_refused(town: Town) -> None:
    document = town.through("converted")
    editor = town.who("editor")
    view = town.services.repair.open(editor, document.id)
    text = view.text.replace("--- Nội dung ---\n", "--- Nội dung ---\n{} [hình: la.png]\n")
    assert [finding.code for _, finding in town.services.repair.save(editor, document.id, text, view.base).findings] == ["E018"]


def test_who_edits_an_old_version_is_told(town: Town) -> None:
    document, broken, right = _structure_broken(town)
    old = town.services.repair.open(town.who("editor"), document.id)
    town.services.repair.save(town.actors["bien-tap-2"], document.id, right, old.base)
    with pytest.raises(ChangedMeanwhile):
        town.services.repair.save(town.who("editor"), document.id, broken, old.base)


def test_those_who_do_not_edit_and_documents_past_approval_are_refused(town: Town) -> None:
    document = town.through("converted")
    with pytest.raises(NotAllowed):
        town.services.repair.open(town.who("leader"), document.id)
    with pytest.raises(Conflict):
        town.services.repair.open(town.who("editor"), town.through("numbered", "06-cv-ra-soat.docx").id)


def test_the_review_page_joins_both_sides_and_tells_where_values_were_read(town: Town) -> None:
    document = town.through("converted", "16-qd-con-vet-sua.docx")
    editor = town.who("editor")
    view = town.services.repair.open(editor, document.id)
    tracked = next(remark for remark in view.beside.remarks if remark.finding.code == "W020")
    assert f'id="w-{tracked.paragraph}"' in view.beside.word or not tracked.paragraph
    number = next(fact for fact, _ in view.beside.facts if fact.name == "subject")
    assert number.confidence == "printed"
    town.services.review.accept(editor, document.id, "subject")
    facts = {fact.name: fact.confidence for fact, _ in town.services.repair.open(editor, document.id).beside.facts}
    assert facts["subject"] == "accepted"
    with pytest.raises(BadCall):
        town.services.review.accept(editor, document.id, "title")


def test_what_is_being_written_is_checked_and_put_by_without_touching_the_document(town: Town) -> None:
    document = town.through("converted")
    editor, second = town.who("editor"), town.actors["bien-tap-2"]
    view = town.services.repair.open(editor, document.id)
    assert town.services.repair.live(editor, document.id, view.text) == LiveCheck((), identical=True, readable=True)
    assert not town.services.repair.live(editor, document.id, "Ngày ban hành: hôm qua").readable
    written = view.text.replace("có 09 người", "có 08 người", 1)
    assert not town.services.repair.live(editor, document.id, written).identical
    assert town.services.repair.put_by(editor, document.id, written, view.base)[0].own
    assert town.document(document.id) == view.document
    again = town.services.repair.open(editor, document.id)
    assert again.copy is not None
    assert (again.copy.text, again.copy.base) == (written, view.base)
    other = town.services.repair.open(second, document.id)
    assert other.copy is None
    assert other.lock is not None
    assert not other.lock.own
    with pytest.raises(LockedByAnother):
        town.services.repair.save(second, document.id, written, view.base)
    assert town.services.repair.take_over(second, document.id, "Người khóa đã nghỉ").own
    town.services.repair.give_back(second, document.id)
    assert town.services.repair.open(editor, document.id).lock is None


def test_no_draft_is_lost_by_what_others_save_nor_overwritten_from_another_tab(town: Town) -> None:
    document, broken, right = _structure_broken(town)
    editor, repair = town.who("editor"), town.services.repair
    view = repair.open(editor, document.id)
    _, stamp = repair.put_by(editor, document.id, f"{broken} ", view.base)
    with pytest.raises(CopyElsewhere):
        repair.put_by(editor, document.id, "another tab, opened before", view.base)
    _, newer = repair.put_by(editor, document.id, f"{broken}  ", view.base, stamp)
    town.services.review.correct(editor, document.id, {"subject": "Về việc khác"})
    copy = repair.open(editor, document.id).copy
    assert copy is not None, "the text is newer, the draft still there"
    assert (copy.text, copy.stamp) == (f"{broken}  ", newer)
    repair.drop(editor, document.id)
    assert repair.open(editor, document.id).copy is None
    repair.put_by(editor, document.id, f"{broken}\n", view.base)
    present = repair.open(editor, document.id)
    assert repair.save(editor, document.id, right, present.base).saved
    assert repair.open(editor, document.id).copy is None, "what was saved is no draft any more"


def test_every_saved_state_stays_is_compared_and_can_be_restored(town: Town) -> None:
    document, broken, right = _structure_broken(town)
    editor = town.who("editor")
    view = town.services.repair.open(editor, document.id)
    assert [one.number for one in view.versions] == [2, 1]
    assert "Điều 2." in town.services.repair.differences(editor, document.id, 1)["vi"]
    assert town.services.repair.restore(editor, document.id, 1).saved
    assert town.services.repair.open(editor, document.id).text == right != broken
    with pytest.raises(NotFound):
        town.services.repair.differences(editor, document.id, 9)


def test_a_line_is_moved_and_an_unknown_move_refused(town: Town) -> None:
    document = town.through("converted")
    editor = town.who("editor")
    view = town.services.repair.open(editor, document.id)
    line = next(at for at, one in enumerate(view.lines, start=1) if "Điều 2." in one and not one.startswith(" "))
    moved, at = town.services.repair.move(editor, document.id, view.text, Move("plain", line))
    assert moved.lines[at - 1].startswith("{} Điều 2.")
    with pytest.raises(BadCall):
        town.services.repair.move(editor, document.id, view.text, Move("xoa", line))
