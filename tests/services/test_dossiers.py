"""The label in force: the highest of record, dossier and attachments, never written down, lowered by decisions only."""

from dataclasses import replace
from datetime import timedelta

import pytest

import archive
from gazette.model.document import Upload, today
from gazette.model.errors import Conflict, NotAllowed, NotFound, Refused
from gazette.services import About, Decision, NewDossier
from tests.town import Town

PDF = Upload("bien-ban.pdf", b"%PDF bien ban")
DECISION = Decision("Có dữ liệu cá nhân.", "01/QĐ-VP")


def put(town: Town, level: str = "noi-bo", **about: object) -> archive.Record:
    return town.services.keep.put(town.who("archivist"), PDF, title="Biên bản mẫu", level=level, about=About(**about))  # type: ignore[arg-type]


def level(town: Town, record: archive.Record) -> int:
    return town.services.keep.show(town.who("archivist"), record.id).label.level


def test_a_record_in_a_dossier_bears_the_dossier_s_label_at_least(town: Town) -> None:
    town.services.dossiers.open(town.who("archivist"), NewDossier("01.TH", "Hồ sơ tổ công tác", level="han-che"))
    low, high = put(town, dossier="01.TH"), put(town, "bi-mat", dossier="01.TH")
    assert (low.label.level, high.label.level) == (2, 3)
    assert (level(town, low), level(town, high)) == (2, 3)
    with pytest.raises(NotFound):
        town.services.keep.show(town.who("editor"), low.id)
    town.services.dossiers.grant(town.who("archivist"), "01.TH", town.who("editor").user)
    assert town.services.keep.show(town.who("editor"), low.id).own == replace(low.label, level=1)
    assert {one.id for one in town.services.keep.list(town.who("editor"), archive.Wanted("01.TH")).records} == {low.id, high.id}
    town.services.dossiers.revoke(town.who("archivist"), "01.TH", town.who("editor").user)
    with pytest.raises(NotFound):
        town.services.keep.show(town.who("editor"), low.id)


def test_a_hidden_dossier_is_answered_like_none(town: Town) -> None:
    town.services.dossiers.open(town.who("archivist"), NewDossier("01.TH", "Hồ sơ tổ công tác", level="han-che"))
    free = town.services.keep.put(town.who("clerk"), PDF, title="Biên bản mẫu", level="noi-bo")
    for code in ("01.TH", "99.XX"):
        with pytest.raises(NotFound):
            town.services.keep.put(town.who("clerk"), PDF, title="x", level="noi-bo", about=About(dossier=code))
        with pytest.raises(NotFound):
            town.services.dossiers.place(town.who("clerk"), free.id, code)
        with pytest.raises(NotFound):
            town.services.dossiers.show(town.who("clerk"), code)
    assert town.services.dossiers.list(town.who("clerk")).dossiers == ()


def test_an_attachment_raises_what_it_is_attached_to_and_all_its_fellows(town: Town) -> None:
    record = put(town)
    fellow = put(town, attached_to=record.id)
    closed = put(town, "bi-mat", attached_to=fellow.id)
    assert [level(town, one) for one in (record, fellow, closed)] == [3, 3, 3]
    assert closed.attached_to == record.id
    with pytest.raises(NotFound):
        town.services.keep.show(town.who("auditor"), record.id)


def test_a_copy_and_a_rendition_bear_no_lower_label(town: Town) -> None:
    source = put(town, "bi-mat")
    copy = put(town, "cong-khai", copy_of=source.id)
    assert copy.label.level == 3
    with town.database.write() as work:
        town.parts.vault.add_rendition(work.connection, town.who("archivist").clearance, source.id, "trich", b"x", "text/plain")
    with pytest.raises(NotFound):
        town.services.keep.get(town.who("auditor"), source.id, "trich")
    with pytest.raises(NotFound):
        town.services.keep.put(town.who("clerk"), PDF, title="x", level="cong-khai", about=About(copy_of=source.id))


def test_moving_a_record_into_a_dossier_raises_and_never_lowers_it(town: Town) -> None:
    dossiers, archivist = town.services.dossiers, town.who("archivist")
    dossiers.open(archivist, NewDossier("01.TH", "Kín", level="bi-mat"))
    dossiers.open(archivist, NewDossier("02.TH", "Thường", level="noi-bo"))
    record = put(town)
    assert dossiers.place(archivist, record.id, "01.TH").label.level == 3
    assert dossiers.place(archivist, record.id, "02.TH").label.level == 3


def test_a_decision_about_a_dossier_carries_on_to_all_that_lies_in_it(town: Town) -> None:
    dossiers, archivist, officer = town.services.dossiers, town.who("archivist"), town.who("security-officer")
    dossiers.open(archivist, NewDossier("02.TH", "Thường", level="noi-bo"))
    record = put(town, dossier="02.TH")
    for second, number in ((officer, "01/QĐ-VP"), (archivist, " ")):
        with pytest.raises(NotAllowed):
            dossiers.reclassify(officer, second, "02.TH", "han-che", ("Rà soát.", number))
    with pytest.raises(NotAllowed):
        dossiers.reclassify(archivist, officer, "02.TH", "han-che", ("Rà soát.", "01/QĐ-VP"))
    dossiers.reclassify(officer, archivist, "02.TH", "han-che", ("Rà soát.", "01/QĐ-VP"))
    assert level(town, record) == 2
    dossiers.reclassify(officer, archivist, "02.TH", "noi-bo", ("Hết hạn.", "02/QĐ-VP"))
    assert level(town, record) == 1


def test_a_record_s_own_decision_does_not_lower_it_below_its_dossier(town: Town) -> None:
    town.services.dossiers.open(town.who("archivist"), NewDossier("01.TH", "Kín", level="han-che"))
    record = put(town, "bi-mat", dossier="01.TH")
    town.services.keep.grant(town.who("archivist"), record.id, town.who("security-officer").user)
    changed = town.services.keep.reclassify(town.who("security-officer"), town.who("archivist"), record.id, "cong-khai", DECISION)
    assert (changed.label.level, changed.own and changed.own.level) == (2, 0)


def test_a_dossier_above_one_s_clearance_or_of_a_taken_code_is_not_opened(town: Town) -> None:
    dossiers, archivist = town.services.dossiers, town.who("archivist")
    dossiers.open(archivist, NewDossier("02.TH", "Thường"))
    with pytest.raises((Conflict, Refused)):
        dossiers.open(archivist, NewDossier("02.TH", "Lại"))
    with pytest.raises(NotAllowed):
        dossiers.open(town.who("editor"), NewDossier("03.TH", "x"))
    town.services.accounts.set_clearance(town.who("security-officer"), archivist.user, "noi-bo")
    low = town.services.accounts.actor(archivist.user)
    assert low is not None
    with pytest.raises(Refused):
        dossiers.open(low, NewDossier("03.TH", "x", level="han-che"))


def test_a_passed_release_date_is_a_proposal_and_nothing_more(town: Town) -> None:
    day = today(town.clock) + timedelta(days=3)
    record, later = put(town, release_date=day), put(town, release_date=day + timedelta(days=30))
    assert town.services.keep.due(town.who("security-officer")) == ()
    town.clock.shift += timedelta(days=3)
    due = town.services.keep.due(town.who("security-officer"))
    assert [one.id for one in due] == [record.id]
    assert later.id not in {one.id for one in due}
    assert level(town, record) == 1


def test_a_document_regraded_in_a_draft_issue_stops_it_and_is_not_lost(town: Town) -> None:
    document = town.through("sealed")
    issue = town.issue(document)
    town.services.keep.reclassify(town.who("security-officer"), town.who("auditor"), document.record, "han-che", DECISION)
    other = town.through("sealed", "01-qd-quy-dinh-cay-xanh.docx")
    blind = town.who("editor")
    report = town.services.compose.check(blind, issue.id)
    assert [finding.code for finding in report.findings] == ["D028"]
    with pytest.raises(Conflict, match="label of an item"):
        town.services.compose.add(blind, issue.id, other.id)
    with pytest.raises(Refused):
        town.publish(issue.id)
    officer = town.who("security-officer")
    with town.database.write() as work:
        town.parts.vault.grant(work.connection, officer.clearance, document.record, blind.user)
    assert next(finding.code for finding in town.services.compose.check(blind, issue.id).findings) == "D021"
    assert town.services.compose.remove(blind, issue.id, document.id).items == ()


def test_a_code_that_a_hidden_dossier_bears_is_free_to_whoever_may_not_know_of_it(town: Town) -> None:
    dossiers, clerk = town.services.dossiers, town.who("clerk")
    hidden = dossiers.open(town.who("archivist"), NewDossier("01.TH", "Kín", level="bi-mat"))
    opened = dossiers.open(clerk, NewDossier("01.TH", "Của văn thư"))
    assert dossiers.show(clerk, "01.TH").id == opened.id != hidden.id
    with pytest.raises(Refused):
        dossiers.open(clerk, NewDossier("01.TH", "Lại"))
    with pytest.raises(NotFound):
        dossiers.show(town.who("archivist"), "01.TH")  # (who knows of both names one by its id)
    assert dossiers.show(town.who("archivist"), hidden.id).title == "Kín"
