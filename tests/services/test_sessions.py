"""Sessions live here and not in the cookie; whoever is revoked is out at the next request, and out of the file being read."""

from datetime import timedelta

import pytest

from gazette.model.document import Upload
from gazette.model.errors import Conflict, NotFound
from gazette.services import Decision
from gazette.services.flowing import PART
from tests.town import Town


def test_a_session_ends_when_it_is_closed_and_no_other_with_it(town: Town) -> None:
    sessions = town.services.sessions
    first, second = sessions.open("bien-tap"), sessions.open("bien-tap")
    assert sessions.bearer(first) == town.services.accounts.actor("bien-tap")
    sessions.close(first)
    assert sessions.bearer(first) is None
    assert sessions.bearer(second) is not None


@pytest.mark.parametrize("carried", ["", "bien-tap", "\x00", "x" * 10_000])
def test_what_opens_no_session_opens_none(town: Town, carried: str) -> None:
    town.services.sessions.open("bien-tap")
    assert town.services.sessions.bearer(carried) is None


def test_a_session_ends_with_the_password_with_the_account_and_after_its_hours(town: Town) -> None:
    sessions, accounts = town.services.sessions, town.services.accounts
    carried = sessions.open("bien-tap")
    accounts.passwd(town.who("editor"), "bien-tap", "mat-khau-khac")
    assert sessions.bearer(carried) is None
    carried = sessions.open("bien-tap")
    accounts.disable(town.who("administrator"), "bien-tap")
    accounts.disable(town.who("administrator"), "bien-tap", enabled=True)
    assert sessions.bearer(carried) is None
    carried = sessions.open("bien-tap")
    town.clock.shift += timedelta(hours=9)
    assert sessions.bearer(carried) is None


def test_what_the_database_keeps_of_a_session_opens_none(town: Town) -> None:
    carried = town.services.sessions.open("bien-tap")
    with town.database.read() as work:
        kept = work.connection.exec_driver_sql('SELECT digest, "user" FROM sessions').all()
    assert all(carried not in row for row in kept)
    assert town.services.sessions.bearer(kept[0][0]) is None


def test_a_download_stops_at_the_next_part_when_the_clearance_goes(town: Town) -> None:
    keep, archivist = town.services.keep, town.who("archivist")
    record = keep.put(archivist, Upload("so.pdf", b"%PDF" + bytes(3 * PART)), title="Sổ mẫu", level="noi-bo")
    flow = keep.flow(archivist, keep.get(archivist, record.id))
    assert len(next(flow)) == PART
    assert len(next(flow)) == PART
    town.services.clearing.revoke(town.who("security-officer"), archivist.user, "Chuyển công tác.")
    assert list(flow) == []


def test_a_download_stops_when_the_record_is_raised_above_its_reader(town: Town) -> None:
    keep, archivist = town.services.keep, town.who("archivist")
    record = keep.put(archivist, Upload("so.pdf", b"%PDF" + bytes(2 * PART)), title="Sổ mẫu", level="noi-bo")
    auditor = town.who("auditor")
    flow = keep.flow(auditor, keep.get(auditor, record.id))
    assert len(next(flow)) == PART

    keep.reclassify(town.who("security-officer"), archivist, record.id, "han-che", Decision("Có dữ liệu cá nhân.", "01/QĐ-VP"))
    assert list(flow) == []
    with pytest.raises(NotFound):
        keep.show(auditor, record.id)
    unbroken = keep.flow(archivist, keep.get(archivist, record.id))
    assert b"".join(unbroken) == b"%PDF" + bytes(2 * PART)


def test_what_is_kept_in_a_session_bears_at_least_what_was_opened_in_it(town: Town) -> None:
    keep, sessions = town.services.keep, town.services.sessions
    high = keep.put(town.who("archivist"), Upload("a.pdf", b"a"), title="Kín (mẫu)", level="han-che")
    carried = sessions.open("luu-tru")
    before = sessions.bearer(carried)
    assert before is not None
    assert keep.put(before, Upload("b.pdf", b"b"), title="x", level="noi-bo").label.level == 1
    keep.get(before, high.id)
    after = sessions.bearer(carried)
    assert after is not None
    low = keep.put(after, Upload("c.pdf", b"c"), title="x", level="noi-bo")
    assert low.label.level == 2
    anew = sessions.bearer(sessions.open("luu-tru"))
    assert anew is not None
    assert keep.put(anew, Upload("d.pdf", b"d"), title="x", level="noi-bo").label.level == 1


def test_nothing_is_written_into_what_is_lower_than_the_session_has_opened(town: Town) -> None:
    sessions = town.services.sessions
    high = town.services.keep.put(town.who("archivist"), Upload("a.pdf", b"a"), title="Kín (mẫu)", level="bi-mat")
    town.services.keep.grant(town.who("archivist"), high.id, "bien-tap")
    document = town.through("converted")
    carried = sessions.open("bien-tap")
    for _ in range(2):
        editor = sessions.bearer(carried)
        assert editor is not None
        town.services.keep.show(editor, high.id)
    assert editor.floor.level == 3
    with pytest.raises(Conflict):
        town.services.review.return_(editor, document.id, "Ý kiến có thể mang nội dung kín.")
    with pytest.raises(Conflict):
        town.services.receive.receive(editor, Upload("b.docx", b"b"))
    anew = sessions.bearer(sessions.open("bien-tap"))
    assert anew is not None
    assert town.services.review.return_(anew, document.id, "Thiếu phụ lục.").state == "returned"
