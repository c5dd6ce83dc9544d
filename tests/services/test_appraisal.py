"""From the yearly list to the protocol: dossiers follow the list, are closed, fall due, and are destroyed by several people or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

import archive
from gazette import akn
from gazette.model.document import Upload, today
from gazette.model.errors import BadCall, Conflict, NotAllowed, NotFound, Refused
from gazette.model.refusals import StepClosed
from gazette.model.retention import BUILT_IN, Disposal, Entry, Retained, Schedule, Term
from gazette.services import About, Decision, NewDossier
from tests.town import Town

PDF = Upload("bien-ban.pdf", b"%PDF bien ban")
YEAR = 2026


@pytest.fixture(autouse=True)
def begun(town: Town) -> None:
    """The town's time begins in March."""
    town.clock.set(datetime(YEAR, 3, 2, 3, tzinfo=UTC))


def entry(code: str = "01.TH", kind: str = "trao-doi", **more: str) -> Entry:
    said = {"heading": "Tổng hợp", "title": "Hồ sơ trao đổi công việc", "maker": "Nguyễn Văn Mẫu", "note": ""} | more
    return Entry(id="", year=YEAR, code=code, kind=kind, **said)


def approved(town: Town, *entries: Entry) -> tuple[str, ...]:
    """The ids of the lines of an approved list."""
    for one in entries:
        town.services.plans.add(town.who("archivist"), one)
    town.services.plans.propose(town.who("archivist"), YEAR)
    town.services.plans.decide(town.who("leader"), YEAR, "05/QĐ-VP")
    return tuple(line.entry.id for line in town.services.plans.plan(town.who("archivist"), YEAR))


def filled(town: Town, *levels: str, code: str = "01.TH") -> tuple[archive.Dossier, tuple[archive.Record, ...]]:
    """A dossier opened from the list, with records in it, closed on the day it was opened."""
    (line,) = approved(town, entry(code))
    dossier = town.services.plans.open(town.who("archivist"), line, "noi-bo")
    put = town.services.keep.put
    records = tuple(put(town.who("archivist"), PDF, title="Công văn mẫu", level=level, about=About(dossier=dossier.id)) for level in levels)
    town.services.appraisal.close(town.who("archivist"), dossier.id, "", today(town.clock))
    return dossier, records


def later(town: Town, years: int) -> None:
    """Some years go by."""
    now = town.clock()
    town.clock.set(now.replace(year=now.year + years))


def decided(town: Town, dossier: archive.Dossier) -> Disposal:
    """The dossier is proposed and its destruction approved."""
    made = town.services.appraisal.propose(town.who("archivist"), (dossier.id,), "Hết thời hạn bảo quản")
    return town.services.appraisal.decide(town.who("leader"), made.id, "77/QĐ-VP", "Đồng ý tiêu hủy", approved=True)


def test_of_the_schedule_the_edition_in_force_on_the_day_counts() -> None:
    schedule = Schedule.of(())
    assert schedule.on(date(2023, 2, 14))["to-chuc-hop"].ground == "TT 09/2011/TT-BNV"
    assert schedule.on(date(2023, 2, 15))["to-chuc-hop"].ground == "TT 10/2022/TT-BNV"
    assert schedule.on(date(1990, 1, 1)) == {}
    own = Term("to-chuc-hop", "Họp", "Họp", 15, "QĐ 9/QĐ-VP", date(2025, 1, 1), date(2025, 12, 31), id="x")
    entered = Schedule.of((own,))
    assert [entered.on(date(year, 6, 1))["to-chuc-hop"].years for year in (2024, 2025, 2026)] == [10, 15, 10]
    assert all(term.years is None or term.years > 0 for term in BUILT_IN)


def test_years_are_counted_from_the_year_of_closing_and_the_longer_period_counts() -> None:
    closed = Retained("d", "trao-doi", closed_on=date(2026, 1, 2), years=10)
    today = replace(BUILT_IN[0], years=10)
    assert closed.ends(today) == 2036
    assert replace(closed, closed_on=date(2026, 12, 31)).ends(today) == 2036
    assert closed.ends(replace(today, years=20)) == 2046
    assert closed.ends(replace(today, years=None)) is None
    assert closed.ends(None) == 2036
    assert replace(closed, years=None).ends(today) is None
    assert replace(closed, closed_on=None).ends(today) is None


def test_the_list_is_proposed_by_one_and_approved_by_another_with_a_number(town: Town) -> None:
    plans, archivist, leader = town.services.plans, town.who("archivist"), town.who("leader")
    with pytest.raises(StepClosed):
        plans.propose(archivist, YEAR)
    plans.add(archivist, entry())
    with pytest.raises(Conflict):
        plans.add(archivist, entry())
    with pytest.raises(BadCall):
        plans.add(archivist, entry("02.TH", kind="khong-co"))
    with pytest.raises(StepClosed):
        plans.decide(leader, YEAR, "05/QĐ-VP")
    plans.propose(archivist, YEAR)
    with pytest.raises(NotAllowed):
        plans.decide(archivist, YEAR, "05/QĐ-VP")
    with pytest.raises(NotAllowed):
        plans.decide(replace(archivist, roles=frozenset({"leader"})), YEAR, "05/QĐ-VP")
    plans.decide(leader, YEAR, "")
    assert [line.entry.state for line in plans.plan(archivist, YEAR)] == ["draft"]
    plans.propose(archivist, YEAR)
    plans.decide(leader, YEAR, "05/QĐ-VP")
    (line,) = plans.plan(archivist, YEAR)
    assert (line.entry.state, line.entry.decision, line.entry.approved_by) == ("approved", "05/QĐ-VP", leader.user)
    with pytest.raises(NotFound):
        plans.remove(archivist, line.entry.id)


def test_what_is_opened_follows_the_approved_list(town: Town) -> None:
    archivist = town.who("archivist")
    town.services.dossiers.open(archivist, NewDossier("99.XX", "Trước khi có danh mục"))
    (line,) = approved(town, entry())
    with pytest.raises(StepClosed):
        town.services.dossiers.open(archivist, NewDossier("98.XX", "Ngoài danh mục"))
    dossier = town.services.plans.open(archivist, line, "noi-bo")
    assert (dossier.code, dossier.title, dossier.heading) == ("01.TH-2026", "Hồ sơ trao đổi công việc", "Tổng hợp")
    assert [one.id for one in town.services.plans.plan(archivist, YEAR)[0].dossiers] == [dossier.id]
    town.services.plans.add(archivist, entry("02.TH"))
    (supplement,) = [one.entry.id for one in town.services.plans.plan(archivist, YEAR) if one.entry.state == "draft"]
    with pytest.raises(StepClosed):
        town.services.plans.open(archivist, supplement, "noi-bo")


def test_a_dossier_above_somebody_is_not_named_beside_its_line(town: Town) -> None:
    (line,) = approved(town, entry())
    town.services.plans.open(town.who("archivist"), line, "bi-mat")
    assert town.services.plans.plan(town.who("clerk"), YEAR)[0].dossiers == ()


def test_the_list_is_printed_with_its_decision(town: Town) -> None:
    approved(town, entry(note="Bổ sung từ quý II"))
    words = akn.pdf_text(town.services.plans.print(town.who("archivist"), YEAR))
    for wanted in ("DANH MỤC HỒ SƠ NĂM 2026", "05/QĐ-VP", "01.TH", "10 năm", "Nguyễn Văn Mẫu", "Bổ sung từ quý II"):
        assert wanted in " ".join(words.split())


def test_a_closed_dossier_takes_nothing_more(town: Town) -> None:
    dossier, _ = filled(town, "noi-bo")
    archivist = town.who("archivist")
    with pytest.raises(StepClosed):
        town.services.keep.put(archivist, PDF, title="Muộn", level="noi-bo", about=About(dossier=dossier.id))
    free = town.services.keep.put(archivist, PDF, title="Muộn", level="noi-bo")
    with pytest.raises(StepClosed):
        town.services.dossiers.place(archivist, free.id, dossier.id)
    with pytest.raises(StepClosed):
        town.services.appraisal.close(archivist, dossier.id, "", today(town.clock))
    fixed = town.services.appraisal.retained(archivist, dossier)
    assert fixed is not None
    assert (fixed.years, fixed.ground, fixed.closed_on) == (10, "TT 10/2022/TT-BNV", today(town.clock))


def test_a_dossier_falls_due_when_the_years_after_its_closing_are_over(town: Town) -> None:
    dossier, _ = filled(town, "noi-bo")
    appraisal, archivist = town.services.appraisal, town.who("archivist")
    later(town, 10)
    assert appraisal.due(archivist) == ()
    with pytest.raises(BadCall):
        appraisal.propose(archivist, (dossier.id,), "Hết thời hạn bảo quản")
    later(town, 1)
    (due,) = appraisal.due(archivist)
    assert (due.dossier.id, due.last_year, due.records, due.waiting) == (dossier.id, 2036, 1, False)
    town.services.plans.add_term(archivist, Term("trao-doi", "Trao đổi", "Trao đổi", 20, "QĐ 9/QĐ-VP", date(2030, 1, 1)))
    assert appraisal.due(archivist) == ()


def test_destruction_takes_a_proposal_a_decision_by_another_and_leaves_a_protocol(town: Town) -> None:
    dossier, (record, other) = filled(town, "noi-bo", "noi-bo")
    later(town, 11)
    appraisal, archivist, leader = town.services.appraisal, town.who("archivist"), town.who("leader")
    made = appraisal.propose(archivist, (dossier.id,), "Hết thời hạn bảo quản")
    assert appraisal.due(archivist)[0].waiting
    with pytest.raises(StepClosed):
        appraisal.carry_out(archivist, made.id)
    with pytest.raises(NotAllowed):
        appraisal.decide(archivist, made.id, "77/QĐ-VP", "Đồng ý", approved=True)
    with pytest.raises(NotAllowed):
        appraisal.decide(replace(leader, user=archivist.user), made.id, "77/QĐ-VP", "Đồng ý", approved=True)
    with pytest.raises(BadCall):
        appraisal.decide(leader, made.id, "", "Đồng ý", approved=True)
    appraisal.decide(leader, made.id, "77/QĐ-VP", "Đồng ý tiêu hủy", approved=True)
    done = appraisal.carry_out(archivist, made.id)
    assert (done.state, done.items[0].state, done.items[0].records) == ("carried-out", "destroyed", 2)
    for gone in (record, other):
        assert town.services.keep.show(archivist, gone.id).state is archive.State.DISPOSED
    protocol = town.services.keep.show(leader, done.protocol)
    assert {item.name for item in protocol.renditions} == {"original", f"certificate-{record.id}", f"certificate-{other.id}"}
    words = " ".join(akn.pdf_text(town.services.keep.get(leader, done.protocol).data).split())
    for wanted in ("BIÊN BẢN TIÊU HỦY", "77/QĐ-VP", dossier.code, "2 tài liệu trong 1 hồ sơ", "TT 10/2022/TT-BNV", leader.name):
        assert wanted in words
    certificate = town.services.keep.get(archivist, done.protocol, f"certificate-{record.id}").data.decode()
    assert archive.Certificate.from_json(certificate).holds(*town.parts.vault.audit.public_keys)
    assert appraisal.due(archivist) == ()
    with pytest.raises(StepClosed):
        appraisal.carry_out(archivist, made.id)


def test_a_hold_that_comes_after_the_decision_still_keeps_the_dossier(town: Town) -> None:
    dossier, (record, other) = filled(town, "noi-bo", "cong-khai")
    later(town, 11)
    approval = decided(town, dossier)
    hold = town.services.keep.hold(town.who("archivist"), other.id, "Có thanh tra")
    done = town.services.appraisal.carry_out(town.who("archivist"), approval.id)
    assert [(item.state, item.cause, item.records) for item in done.items] == [("kept", "held", 0)]
    assert town.services.keep.get(town.who("archivist"), record.id).data == PDF.data
    words = akn.pdf_text(town.services.keep.get(town.who("archivist"), done.protocol).data)
    assert "có lệnh giữ nguyên trạng" in " ".join(words.split())
    with pytest.raises(StepClosed):
        town.services.appraisal.propose(town.who("archivist"), (dossier.id,), "Lần nữa")
    town.services.keep.release_hold(town.who("archivist"), other.id, hold.id, "Thanh tra xong")
    assert town.services.appraisal.propose(town.who("archivist"), (dossier.id,), "Lần nữa").state == "proposed"


def test_a_destruction_that_was_broken_off_is_taken_up_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier, records = filled(town, "noi-bo", "noi-bo", "cong-khai")
    later(town, 11)
    approval = decided(town, dossier)
    vault, met, shred = town.parts.vault, list[object](), town.parts.vault.shred

    def stopped(*args: Any) -> Any:
        met.append(args)
        if len(met) == 2:
            raise KeyboardInterrupt
        return shred(*args)

    monkeypatch.setattr(vault, "shred", stopped)
    with pytest.raises(KeyboardInterrupt):
        town.services.appraisal.carry_out(town.who("archivist"), approval.id)
    monkeypatch.setattr(vault, "shred", shred)
    done = town.services.appraisal.carry_out(town.who("archivist"), approval.id)
    assert len(met) == 2
    assert (done.items[0].state, done.items[0].records) == ("destroyed", 3)
    assert all(town.services.keep.show(town.who("archivist"), one.id).state is archive.State.DISPOSED for one in records)
    assert len(town.services.keep.show(town.who("archivist"), done.protocol).renditions) == 4


def test_a_proposal_does_not_exist_for_whoever_may_not_know_a_dossier_in_it(town: Town) -> None:
    dossier, _ = filled(town, "noi-bo")
    later(town, 11)
    made = town.services.appraisal.propose(town.who("archivist"), (dossier.id,), "Hết thời hạn bảo quản")
    nobody = replace(town.who("leader"), user="nguoi-khac", clearance=archive.Clearance("nguoi-khac"))
    assert town.services.appraisal.list(nobody) == ()
    for act in (
        lambda: town.services.appraisal.show(nobody, made.id),
        lambda: town.services.appraisal.decide(nobody, made.id, "1/QĐ", "x", approved=True),
    ):
        with pytest.raises(NotFound):
            act()
    refused = town.services.appraisal.decide(town.who("leader"), made.id, "", "Còn giá trị tra cứu", approved=False)
    assert refused.state == "refused"
    assert not town.services.appraisal.due(town.who("archivist"))[0].waiting


def test_a_hold_on_a_dossier_keeps_all_that_lies_in_it_and_what_comes_later(town: Town) -> None:
    archivist, keep, shelf = town.who("archivist"), town.services.keep, town.services.dossiers
    dossier, other = (shelf.open(archivist, NewDossier(code, "Hồ sơ mẫu")) for code in ("10.TH", "11.TH"))
    present = keep.put(archivist, PDF, title="Công văn mẫu", level="noi-bo", about=About(dossier=dossier.id))
    with pytest.raises(BadCall):
        shelf.hold(archivist, dossier.id, " ")
    with pytest.raises(NotAllowed):
        shelf.hold(town.who("clerk"), dossier.id, "Có thanh tra")
    hold = shelf.hold(archivist, dossier.id, "Có thanh tra")
    later_one = keep.put(archivist, PDF, title="Công văn đến sau", level="cong-khai", about=About(dossier=dossier.id))
    assert [one.reason for one in shelf.show(archivist, dossier.id).holds] == ["Có thanh tra"]
    for record in (present, later_one):
        assert [(one.dossier, one.reason) for one in keep.show(archivist, record.id).holds] == [(dossier.id, "")]
        for act in (keep.dispose, keep.shred):
            with pytest.raises(Refused, match="under a hold"):
                act(archivist, town.who("leader"), record.id, Decision("Hết thời hạn", "77/QĐ-VP"))
        with pytest.raises(Refused):
            shelf.place(archivist, record.id, other.id)
        with pytest.raises(NotFound):
            keep.release_hold(archivist, record.id, hold.id, "Thử")
    assert {one.id for one in keep.held(archivist)} == {present.id, later_one.id}
    with pytest.raises(NotFound):
        shelf.release_hold(archivist, other.id, hold.id, "Thử")
    shelf.release_hold(archivist, dossier.id, hold.id, "Thanh tra xong")
    assert keep.held(archivist) == ()
    assert shelf.place(archivist, present.id, other.id).dossier == other.id


def test_a_held_dossier_is_not_proposed_and_a_later_hold_keeps_it(town: Town) -> None:
    dossier, (record,) = filled(town, "noi-bo")
    archivist, appraisal = town.who("archivist"), town.services.appraisal
    later(town, 11)
    hold = town.services.dossiers.hold(archivist, dossier.id, "Có thanh tra")
    assert [one.held for one in appraisal.due(archivist)] == [True]
    with pytest.raises(StepClosed):
        appraisal.propose(archivist, (dossier.id,), "Hết thời hạn bảo quản")
    town.services.dossiers.release_hold(archivist, dossier.id, hold.id, "Thanh tra xong")
    approval = decided(town, dossier)
    town.services.dossiers.hold(archivist, dossier.id, "Thanh tra lại")
    done = appraisal.carry_out(archivist, approval.id)
    assert [(item.state, item.cause) for item in done.items] == [("kept", "held")]
    assert town.services.keep.get(archivist, record.id).data == PDF.data


def test_what_lies_in_no_dossier_is_listed_until_it_is_filed_and_never_due(town: Town) -> None:
    dossier, (filed,) = filled(town, "noi-bo")
    archivist, appraisal = town.who("archivist"), town.services.appraisal
    loose = [town.services.keep.put(archivist, PDF, title="Rời", level=level).id for level in ("cong-khai", "noi-bo", "bi-mat")]
    assert appraisal.unfiled(archivist).records == ()
    later(town, 11)
    new = town.services.keep.put(archivist, PDF, title="Năm nay", level="noi-bo").id
    assert [due.dossier.id for due in appraisal.due(archivist)] == [dossier.id]
    assert {one.id for one in appraisal.unfiled(archivist).records} == {*loose}
    (first,), mark = appraisal.unfiled(archivist, size=1).records, appraisal.unfiled(archivist, size=1).next
    assert {first.id, *(one.id for one in appraisal.unfiled(archivist, after=mark).records)} == {*loose}
    other = replace(town.who("leader"), user="khac", clearance=archive.Clearance("khac", level=3))
    assert {one.id for one in appraisal.unfiled(other).records} == {*loose[:2]}
    with pytest.raises(NotAllowed):
        appraisal.unfiled(town.who("clerk"))
    assert not {filed.id, new} & {one.id for one in appraisal.unfiled(archivist).records}
    town.services.dossiers.place(archivist, loose[0], town.services.dossiers.open(archivist, NewDossier("12.TH", "Hồ sơ gom")).id)
    assert {one.id for one in appraisal.unfiled(archivist).records} == {*loose[1:]}
