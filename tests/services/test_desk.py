"""The desk and the archive's keeping: everybody sees what they are cleared for, and no count tells of the rest."""

import pytest

from gazette.model.document import Upload
from gazette.model.errors import BadCall, NotAllowed, NotFound, Refused
from gazette.model.people import Account, Actor
from gazette.services import Decision
from tests.town import Town


def _outsider(town: Town) -> Actor:
    town.services.accounts.add(town.who("administrator"), Account("ngoai", "Người Ngoài Mẫu", ("editor",), "cong-khai"), "mat-khau-tam")
    actor = town.services.accounts.actor("ngoai")
    assert actor is not None
    return actor


def test_the_board_counts_and_lists_with_the_buttons_of_the_person(town: Town) -> None:
    document = town.through("converted")
    town.receive("06-cv-ra-soat.docx")
    board = town.services.desk.board(town.who("editor"))
    assert (board.total, board.counts["converted"], board.counts["received"], board.next) == (2, 1, 1, None)
    row = next(row for row in board.rows if row.document.id == document.id)
    assert [step.id for step in row.transitions] == ["review", "return"]
    only = town.services.desk.board(town.who("leader"), "converted")
    assert [(row.document.id, row.transitions) for row in only.rows] == [(document.id, ())]
    with pytest.raises(BadCall):
        town.services.desk.board(town.who("editor"), "somewhere")


def test_the_board_and_a_register_turn_by_the_last_row_shown(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gazette.services.desk.PAGE_SIZE", 1)
    monkeypatch.setattr("gazette.services.desk.REGISTER_PAGE", 1)
    desk, clerk, year = town.services.desk, town.who("clerk"), town.clock().year
    first, second = town.receive("06-cv-ra-soat.docx"), town.receive("04-qd-to-cong-tac.docx")
    board = desk.board(clerk)
    assert [row.document.id for row in board.rows] == [first.id]
    third = town.receive("08-bc-cong-tac-van-thu.docx")  # what comes in between moves nothing
    board = desk.board(clerk, after=board.next)
    assert [row.document.id for row in board.rows] == [second.id]
    assert ([row.document.id for row in desk.board(clerk, after=board.next).rows], board.total) == ([third.id], 3)
    read, after = [], None
    while (page := desk.registers(clerk, "incoming", year, after=after)).next:
        read, after = [*read, *(row.number for row in page.rows)], page.next
    assert [*read, *(row.number for row in page.rows)] == [1, 2, 3]


@pytest.mark.parametrize("mark", ["x", "//", "-1/den", "9" * 30, "\0"])
def test_a_mark_that_no_page_gave_is_a_bad_call(town: Town, mark: str) -> None:
    with pytest.raises(BadCall):
        town.services.desk.board(town.who("clerk"), after=mark)
    with pytest.raises(BadCall):
        town.services.desk.registers(town.who("clerk"), "incoming", 2026, after=mark)


def test_the_board_is_the_same_whether_or_not_hidden_documents_exist(town: Town) -> None:
    town.receive("06-cv-ra-soat.docx")
    outsider = _outsider(town)
    before = town.services.desk.board(outsider)
    town.receive("08-bc-cong-tac-van-thu.docx", level="noi-bo")
    town.receive("04-qd-to-cong-tac.docx", level="bi-mat")
    assert town.services.desk.board(outsider) == before
    assert town.services.report.figures(outsider).by_state == {"received": 1}
    year = town.clock().year
    assert [row.number for row in town.services.desk.registers(outsider, "incoming", year).rows] == [1]


def test_the_open_register_has_no_hole_where_something_closed_was_received(town: Town) -> None:
    town.receive("04-qd-to-cong-tac.docx")
    town.receive("06-cv-ra-soat.docx", level="noi-bo")
    town.receive("08-bc-cong-tac-van-thu.docx", level="bi-mat")
    town.receive("07-ct-phong-chong-thien-tai.docx")
    register = town.services.desk.registers(_outsider(town), "incoming", town.clock().year)
    assert [row.number for row in register.rows] == [1, 2]
    assert register.series_names == ("den",)
    assert town.services.desk.registers(town.who("clerk"), "incoming", town.clock().year).series_names == (
        "den",
        "den/bi-mat",
        "den/noi-bo",
    )


def test_a_waiting_job_shows_on_the_document(town: Town) -> None:
    document = town.receive()
    assert town.services.desk.document(town.who("clerk"), document.id).jobs_waiting == 1
    town.worker.drain()
    assert town.services.desk.document(town.who("clerk"), document.id).jobs_waiting == 0


def test_a_file_of_a_document_is_read_with_ones_own_clearance_and_logged(town: Town) -> None:
    document = town.receive(level="bi-mat")
    assert town.services.desk.file(town.who("clerk"), document.id, "docx").read().startswith(b"PK")
    with pytest.raises(NotFound):
        town.services.desk.file(_outsider(town), document.id, "docx")
    actions = [row.action for row in town.services.keep.history(town.who("clerk"), document.record)]
    assert actions[:2] == ["deposit", "read"]


def test_the_archive_gives_a_record_only_to_whom_it_is_for(town: Town) -> None:
    archivist = town.who("archivist")
    record = town.services.keep.put(archivist, Upload("so.pdf", b"%PDF-1.7 mau"), title="Sổ mẫu", level="han-che")
    assert town.services.keep.get(archivist, record.id).data == b"%PDF-1.7 mau"
    with pytest.raises(NotFound):
        town.services.keep.get(_outsider(town), record.id)
    with pytest.raises(NotFound):
        town.services.keep.show(town.who("administrator"), record.id)
    assert town.services.keep.list(town.who("administrator")).records == ()
    town.services.keep.grant(archivist, record.id, "quan-tri")
    assert [found.id for found in town.services.keep.list(town.who("administrator")).records] == [record.id]


def test_destroying_takes_two_people_and_no_hold(town: Town) -> None:
    archivist, second = town.who("archivist"), town.who("auditor")
    record = town.services.keep.put(archivist, Upload("a.docx", b"mau"), title="Mẫu", level="noi-bo")
    with pytest.raises(NotAllowed):
        town.services.keep.dispose(archivist, archivist, record.id, Decision("Hết hạn.", "01/QĐ-VP"))
    town.services.keep.hold(archivist, record.id, "Đang thanh tra.")
    with pytest.raises(Refused):
        town.services.keep.dispose(archivist, second, record.id, Decision("Hết hạn.", "01/QĐ-VP"))


def test_state_secret_levels_are_refused_in_the_archive_too(town: Town) -> None:
    with pytest.raises(Refused):
        town.services.keep.put(town.who("archivist"), Upload("a.docx", b"mau"), title="Mẫu", level="toi-mat")
