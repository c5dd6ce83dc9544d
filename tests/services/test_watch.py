"""The security officer's board: what was refused, and what comes to its end."""

import json
from datetime import timedelta

import pytest

from gazette.model.document import Upload, today
from gazette.model.errors import NotAllowed, NotFound, StateSecretMark
from gazette.services import About
from gazette.services.watch import LATEST
from tests.town import Town
from tests.words import docx

on_one_engine = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


@on_one_engine
def test_a_refused_state_secret_stays_on_the_board_whatever_else_is_refused_after_it(town: Town) -> None:
    keep, officer, clerk = town.services.keep, town.who("security-officer"), town.who("clerk")
    marked = docx("p[b]:TỐI MẬT", "p:ỦY BAN NHÂN DÂN TỈNH AN PHƯỚC", "p:Số: 5/BC-UBND", "p:BÁO CÁO", "p:Về việc mẫu")
    with pytest.raises(StateSecretMark):
        keep.put(town.who("archivist"), Upload("x.docx", marked), title="x", level="bi-mat")
    for _ in range(LATEST + 1):
        with pytest.raises(NotFound):
            keep.show(clerk, "0" * 32)
    board = town.services.watch.board(officer)
    assert {(row.actor, row.action) for row in board.refusals} == {(clerk.user, "show")}
    (row,) = board.secrets
    assert (row.actor, row.object) == (town.who("archivist").user, "")
    told = json.loads(row.details or "{}")
    assert (told.keys(), told["code"]) == ({"code", "nonce"}, StateSecretMark.code)


@on_one_engine
def test_clearances_that_end_and_labels_that_are_due_stand_there_thirty_days_before(town: Town) -> None:
    keep, archivist, day = town.services.keep, town.who("archivist"), today(town.clock) + timedelta(days=30)
    with town.database.write() as work:
        work.accounts.change("van-thu", until=day)
        work.accounts.change("bien-tap", until=day + timedelta(days=1))
    soon = keep.put(archivist, Upload("a.pdf", b"a"), title="x", level="noi-bo", about=About(release_date=day))
    keep.put(archivist, Upload("b.pdf", b"b"), title="x", level="noi-bo", about=About(release_date=day + timedelta(days=1)))
    board = town.services.watch.board(town.who("security-officer"))
    assert [one.user for one in board.clearances] == ["van-thu"]
    assert [one.id for one in board.labels] == [soon.id]
    for role in ("administrator", "archivist", "leader"):
        with pytest.raises(NotAllowed):
            town.services.watch.board(town.who(role))
