"""Documents, numbers and issues as rows: what is written is read, what is hidden is absent, numbers have no gaps."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

import archive
from gazette.db import Database, Taken, Work
from gazette.db.errors import ChangedMeanwhile
from gazette.db.tables import documents, numbers
from gazette.model.document import FileRef, HistoryEntry, Signer, stored_finding
from gazette.model.errors import NotFound
from gazette.model.issue import Issue, IssueItem, IssueNumber
from gazette.model.relations import Relation
from gazette.model.workflow import UNFINISHED
from tests.db.rows import DAY, EVERYTHING, MOMENT, add, document

SHARED = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_a_document_comes_back_as_it_was_written(database: Database) -> None:
    full = document(
        "published",
        number="05/2026/QĐ-UBND",
        kind="quyet-dinh",
        issued_on=DAY,
        effective_from=date(2026, 12, 5),
        signers=(Signer("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu"),),
        recipients=("Như Điều 3", "Lưu: VT"),
        findings=(stored_finding("W023", "warning", "Có {ý kiến}.", "A {comment}.", "đoạn 2"),),
        doers={"receive": "van-thu"},
        text_identical=True,
        published_at=MOMENT,
    )
    with database.write() as work:
        work.documents(EVERYTHING).add(full, archive.Label(level=0))
        work.documents(EVERYTHING).keep_file(full.id, FileRef("pdf", "ab" * 32, 7), "signed")
    with database.read() as work:
        assert work.documents(EVERYTHING).get(full.id) == replace(full, files=(FileRef("pdf", "ab" * 32, 7),))


def test_a_document_changed_by_somebody_else_is_not_overwritten(database: Database) -> None:
    with database.write() as work:
        made = add(work)
    with database.write() as work:
        work.documents(EVERYTHING).save(replace(made, subject="một"))
    with pytest.raises(ChangedMeanwhile), database.write() as work:
        work.documents(EVERYTHING).save(replace(made, subject="hai"))
    with database.read() as work:
        assert work.documents(EVERYTHING).get(made.id).subject == "một"


def test_what_raises_inside_a_unit_of_work_leaves_nothing(database: Database) -> None:
    def fail(work: Work) -> None:
        add(work)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.write() as work:
        fail(work)
    with database.read() as work:
        assert work.lists(EVERYTHING).by_state() == {}


LABELS = st.builds(
    archive.Label, level=st.integers(0, 3), secrecy=st.just(0), compartments=st.frozensets(st.sampled_from(["to-1", "to-2"]), max_size=2)
)
READERS = st.one_of(
    st.just(archive.ANYONE),
    st.builds(
        archive.Clearance,
        subject=st.just("ai-do"),
        level=st.integers(0, 3),
        compartments=st.frozensets(st.sampled_from(["to-1", "to-2"]), max_size=2),
    ),
)


@SHARED
@given(labels=st.lists(st.tuples(LABELS, st.sampled_from(["received", "published"])), max_size=6), reader=READERS)
def test_every_list_shows_exactly_what_the_archives_rule_lets_the_reader_know(
    database: Database, labels: list[tuple[archive.Label, str]], reader: archive.Clearance
) -> None:
    with database.write() as work:
        work.connection.execute(documents.delete())
        made = [(add(work, state, label), label, state) for label, state in labels]
        expected = {document.id for document, label, state in made if _may(reader, label, state)}
        found = work.documents(reader).select(select(documents))
        lists = work.lists(reader)
        assert {document.id for document in found} == expected
        assert sum(lists.by_state().values()) == len(expected)
        assert {document.id for document in lists.published(100)} == {document.id for document in found if document.state == "published"}
        assert {row.id for row in lists.desk(UNFINISHED, 100)} == {document.id for document in found if document.state == "received"}
        for hidden in (document for document, _, _ in made if document.id not in expected):
            with pytest.raises(NotFound):
                work.documents(reader).get(hidden.id)


def test_a_unit_of_work_remembers_nothing_it_has_read(database: Database) -> None:
    """There is no identity map: what was read with one clearance, or under one label, is asked for anew (N28)."""
    cleared, lower = archive.Clearance("ai-do", level=1), archive.Clearance("ai-do")
    with database.write() as work:
        made = add(work, "received", archive.Label(level=1))
        before = work.documents(cleared)
        assert before.get(made.id).id == made.id
        with pytest.raises(NotFound):
            work.documents(lower).get(made.id)
        assert work.lists(lower).desk(UNFINISHED, 100) == ()
        work.connection.execute(documents.update().values(level=2))
        with pytest.raises(NotFound):
            before.get(made.id)
        assert work.lists(cleared).desk(UNFINISHED, 100) == ()


def _may(reader: archive.Clearance, label: archive.Label, state: str) -> bool:
    if not reader.member:
        return label.is_public and state == "published"
    return archive.dominates(reader, label) and not label.needs_to_know


@SHARED
@given(steps=st.lists(st.sampled_from(["take", "fail", "void"]), max_size=25))
def test_numbers_have_neither_gaps_nor_doubles_whatever_is_rolled_back_or_voided(database: Database, steps: list[str]) -> None:
    with database.write() as work:
        work.connection.execute(numbers.delete())
        work.connection.exec_driver_sql("DELETE FROM series")
        holder = add(work)
    for step in steps:
        if step == "fail":
            with pytest.raises(ZeroDivisionError), database.write() as work:
                _take_and_fail(work, holder.id)
        with database.write() as work:
            if step == "take":
                _take(work, holder.id)
            elif step == "void":
                work.numbers.void(holder.id, "issued", "Ký nhầm.")
    with database.read() as work:
        rows = work.lists(EVERYTHING).register("issued", "ubnd/quyet-dinh", 2026, 100)
    assert [row.number for row in rows] == list(range(1, steps.count("take") + 1))
    assert all(row.reason for row in rows if row.voided)


def _take(work: Work, holder: str) -> tuple[int, str]:
    return work.numbers.take(Taken("issued", "ubnd/quyet-dinh", DAY, MOMENT, "lanh-dao", holder), "/QĐ-UBND")


def _take_and_fail(work: Work, holder: str) -> None:
    _take(work, holder)
    raise ZeroDivisionError


def test_many_who_take_numbers_at_once_each_get_their_own(database: Database) -> None:
    with database.write() as work:
        holder = add(work)
    taken: list[int] = []

    def take() -> None:
        for turn in range(5):
            try:
                with database.write() as work:
                    number, _ = _take(work, holder.id)
                    if turn == 2:
                        raise ZeroDivisionError
                    taken.append(number)
            except ZeroDivisionError:
                continue

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as work:
        rows = work.lists(EVERYTHING).register("issued", None, 2026, 100)
    assert [row.number for row in rows] == list(range(1, 17))
    assert {row.number for row in rows} == set(range(1, 17))


def test_each_series_and_each_year_counts_from_one_and_below_ten_has_a_zero(database: Database) -> None:
    with database.write() as work:
        holder = add(work)
        printed = [
            work.numbers.take(Taken("issued", name, day, MOMENT, "lanh-dao", holder.id), "/QĐ-UBND")
            for name, day in (("a", DAY), ("a", DAY), ("b", DAY), ("a", date(2027, 1, 1)))
        ]
        work.numbers.start("issued", "c", 2026, 98)
        late = work.numbers.take(Taken("issued", "c", DAY, MOMENT, "lanh-dao", holder.id))
    assert printed == [(1, "01/QĐ-UBND"), (2, "02/QĐ-UBND"), (1, "01/QĐ-UBND"), (1, "01/QĐ-UBND")]
    assert late == (99, "99")


def test_history_is_told_in_order(database: Database) -> None:
    with database.write() as work:
        made = add(work)
        for action in ("receive", "convert", "review"):
            work.documents(EVERYTHING).note(made, HistoryEntry(MOMENT, "van-thu", action, "received"))
    with database.read() as work:
        assert [entry.action for entry in work.documents(EVERYTHING).history(made)] == ["receive", "convert", "review"]


def test_relations_lead_to_published_acts_and_back_but_never_to_two_of_one_name(database: Database) -> None:
    with database.write() as work:
        old = add(work, "published", number="07/2026/QĐ-UBND", issued_on=DAY, slug="cu", work="/akn/cu")
        new = add(work, "published", number="09/2026/QĐ-UBND", issued_on=DAY, slug="moi", work="/akn/moi")
        work.documents(EVERYTHING).relate(new.id, [Relation("sua-doi-bo-sung", old.number, DAY, evidence="sửa đổi Quyết định số 07/2026")])
    with database.read() as work:
        forward = work.documents(archive.ANYONE).get(new.id).relations
        back = work.documents(archive.ANYONE).get(old.id).relations
    assert [(one.slug, one.back, one.label()) for one in forward] == [("cu", False, "Sửa đổi, bổ sung")]
    assert [(one.slug, one.back, one.label()) for one in back] == [("moi", True, "Được sửa đổi, bổ sung bởi")]
    with database.write() as work:
        add(work, "published", number="07/2026/QĐ-UBND", issued_on=DAY, slug="cu-2", work="/akn/cu-khac")
    with database.read() as work:
        assert [one.slug for one in work.documents(archive.ANYONE).get(new.id).relations] == [None]
        assert not work.documents(archive.ANYONE).get(old.id).relations, "nor is either said to be amended by it"


def test_a_hidden_act_is_not_told_by_the_relations_of_a_public_one(database: Database) -> None:
    with database.write() as work:
        public = add(work, "published", number="07/2026/QĐ-UBND", issued_on=DAY, slug="cu", work="/akn/cu")
        hidden = add(work, "published", archive.Label(level=1), number="09/QĐ-UBND", issued_on=DAY, slug="kin", work="/akn/kin")
        work.documents(EVERYTHING).relate(hidden.id, [Relation("sua-doi-bo-sung", public.number, DAY)])
        work.documents(EVERYTHING).relate(public.id, [Relation("dan-chieu", hidden.number, DAY)])
    with database.read() as work:
        relations = work.documents(archive.ANYONE).get(public.id).relations
    assert [(one.slug, one.work) for one in relations] == [(None, None)]


def test_an_issue_comes_back_with_its_items_and_takes_all_its_numbers(database: Database) -> None:
    with database.write() as work:
        first, second = add(work, "composed"), add(work, "composed", archive.Label(level=1))
        issue = Issue("a" * 32, IssueNumber(2026, 12, 13), DAY, "draft", "MA", created_by="bien-tap")
        found = work.issues(EVERYTHING)
        found.add(issue)
        items = tuple(IssueItem(place, "van-ban-khac", one) for place, one in enumerate((first, second), start=1))
        found.save(replace(issue, items=items))
        assert [found.taken(2026, n, n) for n in (11, 12, 13, 14)] == [False, True, True, False]
    with database.read() as work:
        assert [item.document.id for item in work.issues(EVERYTHING).get(issue.id).items] == [first.id, second.id]
        low = archive.Clearance("ai-do", level=0)
        assert [item.document.id for item in work.issues(low).get(issue.id).items] == [first.id]
        with pytest.raises(NotFound):
            work.issues(archive.ANYONE).get(issue.id)


def test_slugs_are_never_given_twice(database: Database) -> None:
    with database.write() as work:
        lists = work.lists(EVERYTHING)
        given = []
        for _ in range(3):
            slug = lists.free_slug("quyet-dinh-5")
            add(work, "published", slug=slug)
            given.append(slug)
        add(work, "published", slug="quyet-dinh-50")
    assert given == ["quyet-dinh-5", "quyet-dinh-5-2", "quyet-dinh-5-3"]


def test_the_installations_own_values_are_kept(database: Database) -> None:
    with database.write() as work:
        work.settings.set("ten", {"tỉnh": "An Phước"})
        work.settings.set("ten", ["Tân Lộc"])
    with database.read() as work:
        assert work.settings.get("ten") == ["Tân Lộc"]
        assert work.settings.get("khac", 3) == 3
