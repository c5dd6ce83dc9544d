"""What a list is asked for, as the log tells it, and the marks of its pages; that lists hold what the rule permits stands in ``test_rule.py``."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from archive import ANYONE, PageNotUnderstood, State, Wanted, listing
from tests.archive.conftest import CLERK, HEAD, OFFICER, House

NOON = datetime(2026, 3, 2, 12, 30, 1, 250, tzinfo=UTC)


def test_the_log_is_told_what_was_asked_for_and_no_more() -> None:
    whole = Wanted("01.TH", State.KEPT, 2, NOON, NOON + timedelta(1))
    assert whole.told() == {
        "dossier": "01.TH",
        "state": "kept",
        "level": "2",
        "since": "2026-03-02 12:30:01.000250+00:00",
        "before": "2026-03-03 12:30:01.000250+00:00",
    }
    assert Wanted(level=0).told() == {"level": "0"}
    assert listing.ALL.told() == {}


def test_a_mark_says_where_its_page_ended_and_nothing_else() -> None:
    mark = listing.mark(NOON, "a" * 32)
    assert base64.urlsafe_b64decode(mark).decode() == f"{NOON.isoformat()}|{'a' * 32}"
    assert listing.place(mark) == (NOON, "a" * 32)
    begin, _ = listing.place(listing.mark(NOON.astimezone(timezone(timedelta(hours=7))), "b"))
    assert (begin, begin.tzinfo) == (NOON, UTC)


@pytest.mark.parametrize("inside", [b"", b"khong|a", b"2026-03-02T12:30:01+00:00|a\nb", b"0001-01-01T00:00:00+09:00|a", b"\xff\xfe"])
def test_a_mark_that_no_page_gave_is_not_understood(inside: bytes) -> None:
    with pytest.raises(PageNotUnderstood):
        listing.place(base64.urlsafe_b64encode(inside).decode())


def test_originals_are_told_by_their_digest_with_the_first_record_that_one_may_know_of(lite: House) -> None:
    def described(level: str, data: bytes) -> str:
        record = lite.deposit(OFFICER, level, data=data)
        with lite.engine.begin() as connection:
            lite.vault.add_rendition(connection, OFFICER, record.id, "accession", data + b"{}", "application/json")
        return record.id

    first, _, closed = described("noi-bo", b"a"), described("noi-bo", b"a"), described("bi-mat", b"b")
    gone = described("noi-bo", b"c")
    lite.deposit(OFFICER, "noi-bo", data=b"khong ke")
    with lite.engine.begin() as connection:
        lite.vault.dispose(connection, OFFICER, gone, "thu", HEAD, "1")
        told = [listing.originals_with(connection, who, "accession") for who in (CLERK, OFFICER, ANYONE)]
    a, b = (sha256(data).hexdigest() for data in (b"a", b"b"))
    assert told == [{a: first}, {a: first, b: closed}, {}]
