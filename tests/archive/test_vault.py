"""The one door: what it gives, what it refuses, and that both are written down."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, text
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from archive import (
    ANYONE,
    AuditUnavailable,
    Clearance,
    Label,
    LabelRefused,
    LocalBlobs,
    NameRefused,
    NotPermitted,
    PageNotUnderstood,
    Profile,
    RecordHeld,
    RecordNotFound,
    SecondPersonNeeded,
    State,
    StateSecretRefused,
    Vault,
    WrongState,
)
from archive.audit import log_state
from tests.archive.conftest import ADMINISTRATOR, CLERK, HEAD, OFFICER, House

ABSENT = "0" * 32


def test_what_was_deposited_is_read_back_byte_for_byte_and_both_are_logged(house: House) -> None:
    record = house.deposit(CLERK, data=b"\x00\xff abc")
    with house.engine.begin() as connection:
        assert house.vault.read(connection, CLERK, record.id) == b"\x00\xff abc"
    assert [(row.actor, row.action, row.object, row.outcome) for row in house.log()] == [
        ("van-thu", "deposit", record.id, "done"),
        ("van-thu", "read", record.id, "done"),
    ]


def test_a_stream_is_deposited_and_read_in_ranges(house: House) -> None:
    data = bytes(range(256)) * 9000
    with house.engine.begin() as connection:
        record = house.vault.deposit(connection, CLERK, io.BytesIO(data), title="Dài", label=Label(), media_type="application/pdf")
        assert b"".join(house.vault.open(connection, CLERK, record.id).chunks) == data
        assert b"".join(house.vault.open(connection, CLERK, record.id, within=(5, 9)).chunks) == data[5:9]
        assert b"".join(house.vault.open(connection, CLERK, record.id, within=(len(data) - 3, None)).chunks) == data[-3:]


def test_another_version_of_a_rendition_leaves_the_first_as_it_was(house: House) -> None:
    record = house.deposit(CLERK)
    with house.engine.begin() as connection:
        house.vault.add_rendition(connection, CLERK, record.id, "xml", b"<a/>", "application/xml", derived_from="original", made_by="akn")
        second = house.vault.add_rendition(connection, CLERK, record.id, "xml", b"<b/>", "application/xml", derived_from="original")
        assert second.version == 2
        assert house.vault.read(connection, CLERK, record.id, "xml") == b"<b/>"
        assert house.vault.read(connection, CLERK, record.id, "xml", version=1) == b"<a/>"
        assert [(item.name, item.version, item.made_by) for item in house.vault.show(connection, CLERK, record.id).renditions] == [
            ("original", 1, ""),
            ("xml", 1, "akn"),
            ("xml", 2, ""),
        ]


def test_a_refusal_is_logged_although_the_caller_rolls_back(house: House) -> None:
    record = house.deposit(OFFICER, "bi-mat")
    with pytest.raises(RecordNotFound), house.engine.begin() as connection:  # noqa: PT012
        house.vault.list(connection, CLERK)  # takes the log's lock in the caller's transaction
        house.vault.read(connection, CLERK, record.id)
    last = house.log()[-1]
    assert (last.actor, last.action, last.object, last.outcome, last.level) == ("van-thu", "read", record.id, "refused", 3)


def test_a_refused_caller_cannot_go_on_as_if_nothing_happened(house: House) -> None:
    with pytest.raises(InvalidRequestError), house.engine.begin() as connection:  # noqa: PT012
        house.vault.deposit(connection, CLERK, b"x", title="Dở dang", label=Label(), media_type="text/plain")
        with pytest.raises(RecordNotFound):
            house.vault.read(connection, CLERK, ABSENT)
        house.vault.list(connection, CLERK)
    with house.engine.begin() as connection:
        assert house.vault.list(connection, CLERK).records == ()


def test_a_refusal_inside_an_orm_session_is_logged_too(house: House) -> None:
    with pytest.raises(RecordNotFound), Session(house.engine) as session, session.begin():  # noqa: PT012
        house.vault.list(session.connection(), CLERK)
        house.vault.read(session.connection(), CLERK, ABSENT)
    assert house.log()[-1].outcome == "refused"


def test_a_refused_orm_session_cannot_commit(house: House) -> None:
    with Session(house.engine) as session:
        house.vault.deposit(session.connection(), CLERK, b"x", title="Dở dang", label=Label(), media_type="text/plain")
        with pytest.raises(RecordNotFound):
            house.vault.read(session.connection(), CLERK, ABSENT)
        with pytest.raises(InvalidRequestError):
            session.commit()
    assert [row.outcome for row in house.log()] == ["refused"]


def test_a_refusal_inside_a_savepoint_is_logged_too(house: House) -> None:
    with pytest.raises(RecordNotFound), house.engine.begin() as connection, connection.begin_nested():  # noqa: PT012
        house.vault.list(connection, CLERK)
        house.vault.read(connection, CLERK, ABSENT)
    assert house.log()[-1].outcome == "refused"


def test_without_a_log_nothing_is_shown(lite: House) -> None:
    record = lite.deposit(OFFICER, "bi-mat")

    with lite.engine.begin() as connection:
        connection.execute(delete(log_state))
        connection.execute(text("DROP TABLE archive_audit"))
    with pytest.raises(AuditUnavailable), lite.engine.connect() as connection:
        lite.vault.read(connection, CLERK, record.id)


@pytest.mark.parametrize(
    "call", ["read", "show", "history", "withdraw", "publish", "grant", "hold", "dispose", "reclassify", "open", "add"]
)
def test_hidden_and_absent_answer_alike(lite: House, call: str) -> None:
    hidden = lite.deposit(OFFICER, "bi-mat", title="Tuyệt đối không lộ").id
    answers = []
    for record_id in (hidden, ABSENT, "không phải mã", "\x00", "\ud800" * 500):
        with pytest.raises(RecordNotFound) as caught, lite.engine.begin() as connection:
            _call(lite.vault, call)(connection, record_id)
        error = caught.value
        answers.append((str(error), error.message("vi"), error.args, error.details, error.__cause__, error.__suppress_context__))
    assert len({repr(answer) for answer in answers}) == 1
    assert [row.outcome for row in lite.log()[1:]] == ["refused"] * 5


def _call(vault: Vault, name: str):  # type: ignore[no-untyped-def]
    return {
        "read": lambda c, r: vault.read(c, CLERK, r),
        "open": lambda c, r: vault.open(c, CLERK, r),
        "show": lambda c, r: vault.show(c, CLERK, r),
        "history": lambda c, r: vault.history(c, CLERK, r),
        "withdraw": lambda c, r: vault.withdraw(c, CLERK, r, "lý do"),
        "publish": lambda c, r: vault.publish(c, CLERK, r),
        "grant": lambda c, r: vault.grant(c, CLERK, r, "van-thu"),
        "hold": lambda c, r: vault.hold(c, CLERK, r, "lý do"),
        "dispose": lambda c, r: vault.dispose(c, CLERK, r, "lý do", HEAD, "01/QĐ-VP"),
        "reclassify": lambda c, r: vault.reclassify(c, CLERK, r, Label(level=0), "lý do", HEAD, "01/QĐ-VP"),
        "add": lambda c, r: vault.add_rendition(c, CLERK, r, "xml", b"", "text/xml"),
    }[name]


def test_an_administrator_reads_nothing_that_the_clearance_does_not_open(house: House) -> None:
    record = house.deposit(CLERK, "noi-bo")
    with pytest.raises(RecordNotFound), house.engine.begin() as connection:
        house.vault.read(connection, ADMINISTRATOR, record.id)


def test_above_internal_the_clearance_alone_opens_nothing(house: House) -> None:
    record = house.deposit(OFFICER, "han-che", dossier="01.TH")
    for reader in (HEAD, replace(HEAD, need_to_know=frozenset({"02.TH"}))):
        with pytest.raises(RecordNotFound), house.engine.begin() as connection:
            house.vault.read(connection, reader, record.id)
    for known in (record.id, "01.TH"):
        with house.engine.begin() as connection:
            assert house.vault.read(connection, replace(HEAD, need_to_know=frozenset({known})), record.id)


def test_a_grant_opens_within_the_clearance_and_its_end_closes_at_once(house: House) -> None:
    record = house.deposit(OFFICER, "bi-mat")
    with house.engine.begin() as connection:
        house.vault.grant(connection, OFFICER, record.id, "chanh-van-phong")
        house.vault.grant(connection, OFFICER, record.id, "chanh-van-phong")
        house.vault.grant(connection, OFFICER, record.id, "van-thu")
    with house.engine.begin() as connection:
        assert house.vault.read(connection, HEAD, record.id)
    with pytest.raises(RecordNotFound), house.engine.begin() as connection:
        house.vault.read(connection, CLERK, record.id)
    with house.engine.begin() as connection:
        house.vault.revoke(connection, OFFICER, record.id, "chanh-van-phong")
    with pytest.raises(RecordNotFound), house.engine.begin() as connection:
        house.vault.read(connection, HEAD, record.id)


def test_a_compartment_closes_to_those_outside_it(house: House) -> None:
    inside = replace(CLERK, subject="trong-nhom", compartments=frozenset({"to-a", "to-b"}))
    record = house.deposit(inside, label=Label(level=1, compartments=frozenset({"to-a"})))
    outside = replace(CLERK, compartments=frozenset({"to-b"}))
    with house.engine.begin() as connection:
        assert [item.id for item in house.vault.list(connection, inside).records] == [record.id]
        assert house.vault.list(connection, outside).records == ()


def test_the_list_is_the_same_with_and_without_closed_records(house: House) -> None:
    first = [house.deposit(CLERK, title=f"Công văn {n}") for n in range(3)]

    def seen(size: int) -> list[object]:
        pages, after = [], None
        while True:
            with house.engine.begin() as connection:
                page = house.vault.list(connection, CLERK, size=size, after=after)
            pages.append(page)
            if page.next is None:
                return list(pages)
            after = page.next

    before = [seen(size) for size in (1, 2, 3, 50)]
    for n in range(5):
        house.deposit(OFFICER, "bi-mat", title=f"Kín {n}")
    assert [seen(size) for size in (1, 2, 3, 50)] == before
    assert [item.id for page in before[0] for item in page.records] == [record.id for record in reversed(first)]


def test_a_page_mark_of_ones_own_making_is_refused(lite: House) -> None:
    for mark in ("x", "", "đ", "AAAA"):
        with pytest.raises(PageNotUnderstood), lite.engine.begin() as connection:
            lite.vault.list(connection, CLERK, after=mark)


def test_the_public_reads_what_is_published_and_nothing_before_or_after(house: House) -> None:
    record = house.deposit(CLERK, "cong-khai", data=b"quyet dinh")
    with pytest.raises(RecordNotFound), house.engine.begin() as connection:
        house.vault.read(connection, ANYONE, record.id)
    with house.engine.begin() as connection:
        house.vault.publish(connection, CLERK, record.id)
    before = len(house.log())
    with house.engine.begin() as connection:
        assert house.vault.read(connection, ANYONE, record.id) == b"quyet dinh"
        assert [item.id for item in house.vault.list(connection, ANYONE).records] == [record.id]
    assert len(house.log()) == before
    with pytest.raises(NotPermitted), house.engine.begin() as connection:
        house.vault.withdraw(connection, ANYONE, record.id, "phá")
    with house.engine.begin() as connection:
        house.vault.withdraw(connection, CLERK, record.id, "có sai sót")
    with pytest.raises(RecordNotFound), house.engine.begin() as connection:
        house.vault.read(connection, ANYONE, record.id)


def test_only_a_public_label_can_be_published(house: House) -> None:
    record = house.deposit(CLERK, "noi-bo")
    with pytest.raises(WrongState), house.engine.begin() as connection:
        house.vault.publish(connection, CLERK, record.id)


def test_regrading_takes_two_different_cleared_people_and_a_reason(house: House) -> None:
    record = house.deposit(OFFICER, "noi-bo")
    for second, reason in ((OFFICER, "có lý do"), (ADMINISTRATOR, "có lý do"), (HEAD, "  ")):
        with pytest.raises(SecondPersonNeeded), house.engine.begin() as connection:
            house.vault.reclassify(connection, OFFICER, record.id, Label(level=3), reason, second, "01/QĐ-VP")
    with house.engine.begin() as connection:
        house.vault.reclassify(connection, OFFICER, record.id, Label(level=3), "có lý do", HEAD, number="01/QĐ-VP")
    for reader in (OFFICER, HEAD):
        with house.engine.begin() as connection:
            assert house.vault.show(connection, reader, record.id).label == Label(level=3)
    with pytest.raises(RecordNotFound), house.engine.begin() as connection:
        house.vault.show(connection, CLERK, record.id)


def test_a_second_person_who_does_not_know_the_record_is_not_enough(lite: House) -> None:
    record = lite.deposit(OFFICER, "bi-mat")
    with pytest.raises(SecondPersonNeeded), lite.engine.begin() as connection:
        lite.vault.reclassify(connection, OFFICER, record.id, Label(level=2), "có lý do", HEAD, "01/QĐ-VP")
    with pytest.raises(SecondPersonNeeded), lite.engine.begin() as connection:
        lite.vault.dispose(connection, OFFICER, record.id, "hết hạn", HEAD, "01/QĐ-VP")


def test_a_second_person_below_the_new_label_is_not_enough(house: House) -> None:
    record = house.deposit(OFFICER, "noi-bo")
    with pytest.raises(SecondPersonNeeded), house.engine.begin() as connection:
        house.vault.reclassify(connection, OFFICER, record.id, Label(level=3), "có lý do", CLERK, "01/QĐ-VP")


def test_raising_the_label_of_a_published_record_withdraws_it(house: House) -> None:
    record = house.deposit(OFFICER, "cong-khai")
    with house.engine.begin() as connection:
        house.vault.publish(connection, OFFICER, record.id)
        changed = house.vault.reclassify(connection, OFFICER, record.id, Label(level=1), "lộ dữ liệu cá nhân", HEAD, "01/QĐ-VP")
    assert changed.state is State.WITHDRAWN
    with pytest.raises(RecordNotFound), house.engine.begin() as connection:
        house.vault.read(connection, ANYONE, record.id)


def test_nobody_deposits_above_their_own_clearance(house: House) -> None:
    with pytest.raises(LabelRefused):
        house.deposit(CLERK, "han-che")
    with pytest.raises(NotPermitted):
        house.deposit(ANYONE, "cong-khai")
    assert [row.outcome for row in house.log()] == ["refused", "refused"]


@pytest.mark.parametrize("profile", [Profile.PUBLIC, Profile.OFFICE])
def test_a_state_secret_is_refused_at_the_door_and_nothing_of_it_stays(house: House, profile: Profile, tmp_path: Path) -> None:
    closed = Clearance("can-bo-mat", level=3, secrecy=3)
    office = House(house.engine, LocalBlobs(tmp_path / "office"), profile)
    with pytest.raises(StateSecretRefused):
        office.deposit(closed, "mat", data=b"KHONG DUOC LUU", title="KHONG DUOC LUU")
    assert list(office.blobs.contents()) == []
    (row,) = office.log()
    assert (row.action, row.outcome, row.object) == ("deposit", "refused", "")
    assert "KHONG" not in repr(row)


def test_the_public_profile_holds_nothing_above_public(lite: House, tmp_path: Path) -> None:
    public = House(lite.engine, LocalBlobs(tmp_path / "public"), Profile.PUBLIC)
    with pytest.raises(LabelRefused):
        public.deposit(OFFICER, "noi-bo")
    assert public.deposit(OFFICER, "cong-khai").state is State.KEPT


def test_a_hold_beats_destruction_until_it_is_lifted(house: House) -> None:
    record = house.deposit(OFFICER)
    with house.engine.begin() as connection:
        hold = house.vault.hold(connection, OFFICER, record.id, "đang thanh tra")
    with pytest.raises(RecordHeld), house.engine.begin() as connection:
        house.vault.dispose(connection, OFFICER, record.id, "hết hạn", HEAD, "01/QĐ-VP")
    with pytest.raises(RecordNotFound), house.engine.begin() as connection:
        house.vault.release_hold(connection, OFFICER, record.id, ABSENT, "nhầm")
    with house.engine.begin() as connection:
        assert house.vault.show(connection, OFFICER, record.id).holds == (hold,)
        house.vault.release_hold(connection, OFFICER, record.id, hold.id, "xong thanh tra")
        house.vault.dispose(connection, OFFICER, record.id, "hết hạn", HEAD, "01/QĐ-VP")


def test_what_is_destroyed_leaves_a_tombstone_and_no_bytes_but_shared_ones(house: House) -> None:
    gone = house.deposit(OFFICER, data=b"chung")
    house.deposit(OFFICER, data=b"chung")
    alone = house.deposit(OFFICER, data=b"rieng")
    with pytest.raises(SecondPersonNeeded), house.engine.begin() as connection:
        house.vault.dispose(connection, OFFICER, alone.id, "hết hạn", OFFICER, "01/QĐ-VP")
    with house.engine.begin() as connection:
        house.vault.dispose(connection, OFFICER, gone.id, "hết hạn", HEAD, "01/QĐ-VP")
        house.vault.dispose(connection, OFFICER, alone.id, "hết hạn", HEAD, "01/QĐ-VP")
    with house.engine.begin() as connection:
        assert house.vault.purge(connection, OFFICER) == (alone.renditions[0].blob,)
        assert house.vault.purge(connection, OFFICER) == ()
        assert house.vault.show(connection, OFFICER, alone.id).state is State.DISPOSED
    with pytest.raises(WrongState), house.engine.begin() as connection:
        house.vault.read(connection, OFFICER, alone.id)


@pytest.mark.parametrize("name", ["", "x" * 201, "a\x00b", "\ud800", "a\nb"])
def test_a_name_that_no_table_can_hold_is_refused_in_one_sentence(house: House, name: str) -> None:
    record = house.deposit(CLERK)
    with house.engine.begin() as connection:
        for act in (
            lambda: house.vault.grant(connection, CLERK, record.id, name),
            lambda: house.vault.add_rendition(connection, CLERK, record.id, name, b"", "text/xml"),
            lambda: house.vault.add_rendition(connection, CLERK, record.id, "xml", b"", name),
        ):
            with pytest.raises(NameRefused) as caught:
                act()
            assert caught.value.message("vi").isprintable()


def test_a_title_is_kept_as_one_line_whatever_it_holds(house: House) -> None:
    record = house.deposit(CLERK, title=" Công văn\x00\nsố 5 \ud800 ")
    with house.engine.begin() as connection:
        assert house.vault.show(connection, CLERK, record.id).title == record.title == "Công văn số 5 ?"


def test_a_deposit_that_is_rolled_back_leaves_no_record_and_no_row(house: House) -> None:
    with pytest.raises(KeyError), house.engine.begin() as connection:  # noqa: PT012
        house.vault.deposit(connection, CLERK, b"x", title="Hỏng", label=Label(), media_type="text/plain")
        raise KeyError
    assert house.log() == []
    house.deposit(CLERK)
    assert [row.seq for row in house.log()] == [1]


def test_the_history_of_a_record_is_told_to_those_who_may_see_it(house: House) -> None:
    record = house.deposit(OFFICER, "bi-mat")
    with house.engine.begin() as connection:
        house.vault.read(connection, replace(OFFICER, request="yeu-cau-7"), record.id)
        rows = house.vault.history(connection, OFFICER, record.id)
    assert [(row.action, row.request) for row in rows] == [("deposit", ""), ("read", "yeu-cau-7"), ("history", "")]


def test_two_people_at_once_wait_for_each_other_and_lose_nothing(engine: Engine, house: House) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def deposit(number: int) -> str:
        return house.deposit(CLERK, data=str(number).encode()).id

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(deposit, range(24)))
    assert len(ids) == 24
    assert [row.seq for row in house.log()] == list(range(1, 25))
    with engine.begin() as connection:
        assert house.audit.verify(connection) == []
