"""Distribution lists: a grant to a list opens a record to who is on it today, within their clearance, and to nobody a day longer."""

from datetime import UTC, datetime, timedelta

import pytest

from gazette.model.document import Upload, today
from gazette.model.errors import BadCall, GazetteError, NotFound
from gazette.model.people import Account
from gazette.services import About, NewList
from tests.town import Town

PDF = Upload("de.pdf", b"%PDF-1.4 \xc4\x91\xc3\xaa")


def _list(town: Town, level: str = "noi-bo") -> str:
    return town.services.circulation.make(town.who("archivist"), NewList("Tổ giúp việc (mẫu)", level=level)).id


def _record(town: Town, *recipients: str) -> str:
    about = About(recipients=recipients)
    return town.services.keep.put(town.who("archivist"), PDF, title="Phương án (mẫu)", level="han-che", about=about).id


def _reads(town: Town, user: str, record: str) -> bool:
    actor = town.services.accounts.actor(user)
    assert actor is not None
    try:
        return bool(town.services.keep.get(actor, record))
    except NotFound:
        return False


def test_whoever_is_on_a_list_reads_what_is_given_to_it_and_whoever_is_taken_off_no_more(town: Town) -> None:
    chosen = _list(town)
    record = _record(town, chosen)
    assert not _reads(town, "van-thu", record)
    town.services.circulation.enrol(town.who("archivist"), chosen, "van-thu")
    assert _reads(town, "van-thu", record)
    town.services.circulation.strike(town.who("archivist"), chosen, "van-thu")
    assert not _reads(town, "van-thu", record)


def test_a_membership_holds_from_its_first_day_to_its_last(town: Town) -> None:
    noon = datetime(2026, 11, 10, 5, tzinfo=UTC)
    town.clock.set(noon)
    chosen, day = _list(town), today(town.clock)
    record = _record(town, chosen)
    days = (day + timedelta(days=1), day + timedelta(days=2))
    town.services.circulation.enrol(town.who("archivist"), chosen, "van-thu", days)
    told = []
    for passed in range(4):
        town.clock.set(noon + timedelta(days=passed))
        told.append(_reads(town, "van-thu", record))
    assert told == [False, True, True, False]


def test_a_list_opens_nothing_above_a_clearance(town: Town) -> None:
    chosen = _list(town)
    record = _record(town, chosen)
    with town.database.write() as work:
        work.accounts.add(Account("thap", "Nguyễn Văn Mẫu", ("clerk",), "noi-bo"), "x", work.now)
    town.services.circulation.enrol(town.who("archivist"), chosen, "thap")
    assert not _reads(town, "thap", record)


def test_from_restricted_on_a_list_is_known_to_its_maker_and_to_who_is_on_it(town: Town) -> None:
    chosen, circulation = _list(town, "han-che"), town.services.circulation
    assert [one.id for one in circulation.known(town.who("archivist"))] == [chosen]
    assert circulation.known(town.who("clerk")) == ()
    absent = "ds~" + "0" * 32
    for name in (chosen, absent):
        with pytest.raises(NotFound):
            circulation.show(town.who("clerk"), name)
        with pytest.raises(NotFound):
            town.services.keep.put(town.who("clerk"), PDF, title="x", level="noi-bo", about=About(recipients=(name,)))
    circulation.enrol(town.who("archivist"), chosen, "van-thu")
    clerk = town.services.accounts.actor("van-thu")
    assert clerk is not None
    assert [one.id for one in circulation.known(clerk)] == [chosen]


def test_lists_are_kept_by_their_roles_and_hold_accounts_only(town: Town) -> None:
    chosen, circulation = _list(town), town.services.circulation
    with pytest.raises(GazetteError):
        circulation.make(town.who("editor"), NewList("x"))
    with pytest.raises(GazetteError):
        circulation.enrol(town.who("clerk"), chosen, "van-thu")
    with pytest.raises(BadCall):
        circulation.enrol(town.who("archivist"), chosen, "khong-co-ai")
    with pytest.raises(GazetteError):
        circulation.enrol(town.who("archivist"), chosen, "van-thu", (None, today(town.clock) - timedelta(days=1)))


def test_no_account_bears_the_name_of_a_list(town: Town) -> None:
    with pytest.raises(BadCall):
        town.services.accounts.add(town.who("administrator"), Account("ds~" + "0" * 32, "x", (), "cong-khai"), "mat-khau-moi")
