"""Break-glass: a reason, a second person, thirty minutes, reading only, everything marked, and a review before the next."""

from datetime import timedelta

import pytest

import archive
from gazette.model.document import Upload
from gazette.model.errors import BadCall, Conflict, NotAllowed, NotFound
from gazette.model.people import Actor
from gazette.services import Decision
from tests.town import Town


@pytest.fixture
def closed(town: Town) -> str:
    """A record that its depositor and the security officer may read."""
    record = town.services.keep.put(town.who("archivist"), Upload("kin.pdf", b"%PDF zirconi"), title="Hồ sơ kín Zirconi", level="bi-mat")
    town.services.keep.grant(town.who("archivist"), record.id, town.who("security-officer").user)
    return record.id


def now(town: Town, user: str) -> Actor:
    found = town.services.accounts.actor(user)
    assert found is not None
    return found


def opened(town: Town, record: str, user: str = "bien-tap") -> str:
    asked = town.services.emergencies.ask(now(town, user), record, "Đê sắp vỡ, cần phương án.")
    town.services.emergencies.open(town.who("security-officer"), asked.id)
    return asked.id


def test_nobody_opens_alone_or_without_the_right_to_read_or_without_the_role(town: Town, closed: str) -> None:
    emergencies, editor = town.services.emergencies, town.who("editor")
    asked = emergencies.ask(editor, closed, "Đê sắp vỡ.")
    with pytest.raises(NotFound):
        town.services.keep.show(now(town, "bien-tap"), closed)
    for actor in (editor, town.who("administrator"), town.who("archivist")):
        with pytest.raises(NotAllowed):
            emergencies.open(actor, asked.id)
    with pytest.raises(NotFound):
        emergencies.open(town.who("leader"), asked.id)
    officer = town.who("security-officer")
    own = emergencies.ask(officer, closed, "Thử mở cho mình.")
    with pytest.raises(NotAllowed):
        emergencies.open(officer, own.id)


def test_a_record_that_is_not_there_is_asked_for_like_one_that_is_closed(town: Town, closed: str) -> None:
    emergencies = town.services.emergencies
    answers = [emergencies.ask(town.who("editor"), record, "Đê sắp vỡ.") for record in (closed, "f" * 32)]
    assert len({(one.user, one.state, one.reason) for one in answers}) == 1
    with pytest.raises(NotFound):
        emergencies.open(town.who("security-officer"), answers[1].id)
    for record, reason in ((closed, " "), ("", "Có lý do."), ("x" * 33, "Có lý do.")):
        with pytest.raises(BadCall):
            emergencies.ask(town.who("editor"), record, reason)


def test_it_opens_one_record_for_reading_for_thirty_minutes(town: Town, closed: str) -> None:
    keep = town.services.keep
    other = keep.put(town.who("archivist"), Upload("khac.pdf", b"%PDF khac"), title="Hồ sơ kín khác", level="bi-mat").id
    opened(town, closed)
    editor = now(town, "bien-tap")
    assert keep.get(editor, closed).data == b"%PDF zirconi"
    assert closed in {record.id for record in keep.list(editor).records}
    with pytest.raises(NotFound):
        keep.show(editor, other)
    town.clock.shift += timedelta(minutes=31)
    with pytest.raises(NotFound):
        keep.show(now(town, "bien-tap"), closed)


def test_it_opens_nothing_but_reading(town: Town, closed: str) -> None:
    opened(town, closed)
    editor, vault = now(town, "bien-tap"), town.parts.vault
    for act in (
        lambda work: vault.grant(work.connection, editor.clearance, closed, "ai-do"),
        lambda work: vault.hold(work.connection, editor.clearance, closed, "thử"),
        lambda work: vault.add_rendition(work.connection, editor.clearance, closed, "ban-hai", b"x", "text/plain"),
        lambda work: vault.place(work.connection, editor.clearance, closed, "hs-1"),
    ):
        with pytest.raises(NotAllowed), town.database.write() as work:
            act(work)
    with pytest.raises(NotAllowed), town.database.write() as work:
        vault.dispose(work.connection, editor.clearance, closed, "thử", town.who("archivist").clearance, "01/QĐ-VP")
    with pytest.raises(NotFound):
        town.services.keep.reclassify(town.who("security-officer"), town.who("leader"), "0" * 32, "noi-bo", Decision("thử", "01/QĐ-VP"))


def test_a_document_at_work_is_opened_for_reading_only_too(town: Town) -> None:
    document = town.receive(level="bi-mat")
    town.worker.drain()
    with town.database.write() as work:
        town.parts.vault.grant(work.connection, town.who("clerk").clearance, document.record, "bao-mat")
    opened(town, document.record)
    editor = now(town, "bien-tap")
    assert town.services.desk.document(editor, document.id).document.id == document.id
    with pytest.raises(Conflict, match="reading only"):
        town.services.review.complete(editor, document.id)


def test_everything_done_under_it_is_marked_in_the_log(town: Town, closed: str) -> None:
    emergency = opened(town, closed)
    town.services.keep.get(now(town, "bien-tap"), closed)
    rows = [row for row in town.services.log.export(town.who("auditor")) if row.object == closed]
    marked = [(row.actor, row.action) for row in rows if row.outcome == archive.EMERGENCY]
    assert marked == [("bien-tap", "show"), ("bien-tap", "read")]
    asked = next(one for one in town.services.emergencies.board(town.who("security-officer")) if one.id == emergency)
    assert [row.action for row in town.services.emergencies.acts(town.who("auditor"), asked)] == ["show", "read"]
    assert [row.action for row in rows if row.action.startswith("break-glass")] == ["break-glass-asked", "break-glass-opened"]


def test_the_next_waits_for_the_review_by_somebody_else_again(town: Town, closed: str) -> None:
    emergencies = town.services.emergencies
    first = opened(town, closed)
    town.clock.shift += timedelta(hours=1)
    with pytest.raises(Conflict, match="not reviewed"):
        emergencies.ask(now(town, "bien-tap"), closed, "Lần nữa.")
    with pytest.raises(NotAllowed):
        emergencies.review(town.who("security-officer"), first, "Đúng lý do.")
    with pytest.raises(NotAllowed):
        emergencies.review(town.who("editor"), first, "Đúng lý do.")
    with pytest.raises(BadCall):
        emergencies.review(town.who("auditor"), first, " ")
    emergencies.review(town.who("auditor"), first, "Đúng lý do.")
    assert emergencies.ask(now(town, "bien-tap"), closed, "Lần nữa.").state == "asked"


def test_a_review_ends_it_before_its_time(town: Town, closed: str) -> None:
    first = opened(town, closed)
    town.services.emergencies.review(town.who("auditor"), first, "Không đủ lý do, đóng lại.")
    with pytest.raises(NotFound):
        town.services.keep.show(now(town, "bien-tap"), closed)


def test_the_alarm_stands_on_the_officer_s_board(town: Town, closed: str) -> None:
    asked = town.services.emergencies.ask(town.who("editor"), closed, "Đê sắp vỡ.")
    assert asked.id in {one.id for one in town.services.emergencies.board(town.who("security-officer"))}
    with pytest.raises(NotAllowed):
        town.services.emergencies.board(town.who("editor"))
