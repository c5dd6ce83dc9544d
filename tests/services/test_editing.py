"""Changing a record: out under a lock, worked on unseen, back as the next version; another waits or takes over with a reason."""

from datetime import timedelta

import pytest

import archive
from gazette.db.errors import LockGone
from gazette.model.document import Upload
from gazette.model.errors import NotFound, Refused, StateSecretMark
from gazette.model.locking import LOCKS, LockedByAnother
from gazette.model.refusals import RoleMissing, StepClosed
from tests.town import Town
from tests.words import docx

FIRST, DRAFT, SECOND = (Upload("a.pdf", f"%PDF {word}".encode()) for word in ("mot", "nhap", "hai"))


@pytest.fixture
def record(town: Town) -> str:
    return town.services.keep.put(town.who("archivist"), FIRST, title="Hồ sơ", level="noi-bo").id


def versions(town: Town, role: str, record: str) -> list[tuple[str, int]]:
    return [(item.name, item.version) for item in town.services.keep.show(town.who(role), record).renditions]


def test_a_record_is_taken_out_worked_on_unseen_and_put_back_as_its_next_version(town: Town, record: str) -> None:
    editing, keep, editor, clerk = town.services.editing, town.services.keep, town.who("editor"), town.who("clerk")
    editing.check_out(editor, record)
    editing.save(editor, record, DRAFT)
    assert keep.get(editor, record, archive.WORKING).data == DRAFT.data
    for listed in (versions(town, "clerk", record), [(item.name, 1) for item in keep.list(editor).records[0].renditions]):
        assert listed == [("original", 1)]
    with pytest.raises(NotFound):
        keep.get(clerk, record, archive.WORKING)
    with pytest.raises(LockedByAnother):
        editing.check_out(clerk, record)
    editing.check_in(editor, record, SECOND, "Hồ sơ đã sửa")
    assert versions(town, "editor", record) == versions(town, "clerk", record) == [("original", 1), ("original", 2)]
    assert keep.get(clerk, record).data == SECOND.data
    assert keep.get(clerk, record, version=1).data == FIRST.data
    assert keep.show(clerk, record).title == "Hồ sơ đã sửa"
    assert editing.lock_on(clerk, record) is None
    assert {"lock", "lock-renew", "add-rendition", "retitle", "unlock"} <= {row.action for row in keep.history(clerk, record)}


def test_what_was_worked_on_is_gone_for_everybody_once_the_lock_is_given_back_or_taken(town: Town, record: str) -> None:
    editing, keep, editor, archivist = town.services.editing, town.services.keep, town.who("editor"), town.who("archivist")
    editing.check_out(editor, record)
    editing.save(editor, record, DRAFT)
    editing.take_over(archivist, record, "người giữ khóa nghỉ phép")
    for actor in (editor, archivist):
        with pytest.raises(NotFound):
            keep.get(actor, record, archive.WORKING)
    with pytest.raises(LockGone):
        editing.check_in(editor, record, SECOND)
    assert keep.get(editor, record).data == FIRST.data
    editing.give_up(archivist, record)
    editing.check_out(editor, record)
    with pytest.raises(NotFound):
        keep.get(editor, record, archive.WORKING)


def test_whoever_has_no_lock_changes_nothing_and_the_clock_lets_the_next_one_in(town: Town, record: str) -> None:
    editing, editor, clerk = town.services.editing, town.who("editor"), town.who("clerk")
    with pytest.raises(LockGone):
        editing.check_in(editor, record, SECOND)
    editing.check_out(editor, record)
    town.clock.shift += LOCKS["file"].lasting + timedelta(minutes=1)
    editing.check_out(clerk, record)
    with pytest.raises(LockGone):
        editing.save(editor, record, DRAFT)
    with pytest.raises(RoleMissing):
        editing.take_over(editor, record, "vì gấp")
    with pytest.raises(Refused):
        editing.take_over(town.who("archivist"), record, "")


def test_hidden_and_absent_records_are_taken_out_by_nobody(town: Town) -> None:
    closed = town.services.keep.put(town.who("archivist"), FIRST, title="Kín", level="bi-mat").id
    for record in (closed, "0" * 32):
        for act in (town.services.editing.check_out, town.services.editing.give_up):
            with pytest.raises(NotFound):
                act(town.who("clerk"), record)
        with pytest.raises(NotFound):
            town.services.editing.check_in(town.who("clerk"), record, SECOND)


def test_a_state_secret_is_not_put_back_and_a_document_at_work_is_changed_on_the_desk(town: Town, record: str) -> None:
    editor = town.who("editor")
    town.services.editing.check_out(editor, record)
    marked = docx("p[b]:TỐI MẬT", "p:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC", "p:Số: 5/BC-UBND", "p:BÁO CÁO")
    with pytest.raises(StateSecretMark):
        town.services.editing.check_in(editor, record, Upload("m.docx", marked))
    assert versions(town, "editor", record) == [("original", 1)]
    with pytest.raises(StepClosed):
        town.services.editing.check_out(editor, town.through("converted").record)


def test_what_was_published_bears_its_title_and_is_changed_by_nobody(town: Town) -> None:
    document, archivist = town.published(), town.who("archivist")
    issue = town.services.read.issue(document.received_year, "12+13").issue
    assert town.services.keep.show(archivist, document.record).title == document.title
    for record in (document.record, issue.record or ""):
        assert town.services.editing.at_work(record)
        with pytest.raises(StepClosed):
            town.services.editing.check_out(archivist, record)
    assert not town.services.editing.at_work(document.id)
