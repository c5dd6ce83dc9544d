"""The table of agencies: kept with its history, asked by the checks, by the search and by nobody who may not."""

from pathlib import Path

import pytest

import search
from gazette.model.checks.registered import Register, Registered
from gazette.model.document import Upload
from gazette.model.errors import BadCall, NotAllowed, NotFound, Refused
from tests.services.test_preflight import act
from tests.town import Town

OLD = {"name": "Ủy ban nhân dân tỉnh Bình Mẫu", "symbol": "UBND", "until": "2025-06-30", "source": "Nghị quyết mẫu"}
NEW = {"name": "Ủy ban nhân dân tỉnh An Phước", "symbol": "ubnd", "since": "2025-07-01", "after": "UBND tỉnh Bình Mẫu;"}


@pytest.fixture
def address(tmp_path: Path) -> str:
    """One engine is enough here."""
    return f"sqlite:///{tmp_path / 'gazette.db'}"


def test_a_row_is_added_changed_and_removed_and_its_history_stays(town: Town) -> None:
    clerk, agencies = town.who("clerk"), town.services.agencies
    agencies.add(clerk, OLD)
    (old,) = agencies.list()
    assert (old.slug, old.symbol, old.since) == ("ubnd-tinh-binh-mau", "UBND", None)
    agencies.change(clerk, old.id, OLD | {"short": "UBND tỉnh Bình Mẫu"})
    (changed,) = agencies.list()
    assert (changed.short, changed.entered_by) == ("UBND tỉnh Bình Mẫu", clerk.user)
    with pytest.raises(NotFound):
        agencies.change(clerk, old.id, OLD)
    agencies.remove(clerk, changed.id)
    assert agencies.list() == ()
    assert [row.removed_by for row in agencies.list(removed=True)] == [clerk.user, clerk.user]
    logged = [row.action for row in town.services.log.export(town.who("auditor"))]
    assert [action for action in logged if action.startswith("agencies-")] == ["agencies-add", "agencies-change", "agencies-remove"]


def test_what_is_used_is_not_removed_and_keeps_its_name(town: Town) -> None:
    clerk, agencies = town.who("clerk"), town.services.agencies
    agencies.add(clerk, OLD)
    agencies.add(clerk, NEW)
    old, new = sorted(agencies.list(), key=lambda row: row.slug, reverse=True)
    town.through("received")
    town.worker.drain()
    for refused in (
        lambda: agencies.remove(clerk, old.id),  # another took its place
        lambda: agencies.remove(clerk, new.id),  # a document bears it
        lambda: agencies.change(clerk, new.id, NEW | {"name": "Ủy ban nhân dân tỉnh Khác"}),
        lambda: agencies.add(clerk, NEW | {"since": "2026-01-01"}),  # its days meet
    ):
        with pytest.raises(Refused):
            refused()
    agencies.change(clerk, new.id, NEW | {"until": "2030-12-31"})


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 301}, {"since": "1.7.2025"}, {"until": "2025-01-01"}, {"symbol": "X" * 41}, {"after": NEW["name"]}],
)
def test_a_row_that_cannot_be_right_is_refused(town: Town, wrong: dict[str, str]) -> None:
    with pytest.raises(BadCall):
        town.services.agencies.add(town.who("clerk"), NEW | wrong)


def test_only_clerk_and_administrator_keep_the_table(town: Town) -> None:
    agencies = town.services.agencies
    agencies.add(town.who("administrator"), OLD)
    for act_of in (
        lambda: agencies.add(town.who("editor"), NEW),
        lambda: agencies.change(town.who("publisher"), "x", NEW),
        lambda: agencies.remove(town.who("leader"), "x"),
    ):
        with pytest.raises(NotAllowed):
            act_of()


def test_an_agency_that_had_ended_and_other_letters_are_found(town: Town) -> None:
    clerk, agencies = town.who("clerk"), town.services.agencies
    agencies.add(clerk, NEW | {"since": "2020-01-01", "until": "2025-12-31", "symbol": "UBMD"})
    agencies.add(clerk, NEW | {"since": "2026-03-01", "symbol": "UBMD"})
    codes = []
    for number, day in (("15/QĐ-UBND", "ngày 05 tháng 02 năm 2026"), ("16/QĐ-UBND", "ngày 05 tháng 5 năm 2026")):
        received = town.services.receive.receive(clerk, Upload("qd.docx", act(number, day, "Điều 1. Mức thu thử./."))).document
        town.forward(received, "converted")
        codes.append(
            [one.code for one in town.services.review.open(town.who("editor"), received.id).checks if one.code in ("R305", "R306")]
        )
    assert codes == [["R305"], ["R306"]]


def test_the_new_name_finds_what_the_old_agency_issued(town: Town) -> None:
    slug = town.through("published").slug
    query = search.Query(text='"tỉnh Sông Mẫu"')
    assert [hit.entry.document for hit in town.services.find.find(query).hits] == []
    later = {"name": "Ủy ban nhân dân tỉnh Sông Mẫu", "after": "Ủy ban nhân dân tỉnh An Phước", "since": "2027-01-01"}
    town.services.agencies.add(town.who("clerk"), later)
    town.worker.drain()
    (hit,) = town.services.find.find(query).hits
    assert (hit.entry.document, hit.entry.issuer_label) == (slug, "Ủy ban nhân dân tỉnh An Phước")
    assert town.services.index.check() == ()


def test_the_line_of_successors_goes_through_both_tables() -> None:
    register = Register.of(
        [
            Registered("Sở Mẫu tỉnh An Phước", "so-mau-tinh-an-phuoc", after=("Sở Mẫu tỉnh Đồng Nai",)),
            Registered("Sở Thử tỉnh An Phước", "so-thu-tinh-an-phuoc", after=("Sở Mẫu tỉnh An Phước",)),
            Registered("Sở Mẫu tỉnh An Phước", "so-mau-tinh-an-phuoc", after=("Sở Thử tỉnh An Phước",)),
        ]
    )
    assert register.followers("Sở Mẫu tỉnh Bình Phước", "so-mau-tinh-binh-phuoc") == (
        "Sở Mẫu tỉnh Đồng Nai",
        "Sở Mẫu tỉnh An Phước",
        "Sở Thử tỉnh An Phước",
    )
