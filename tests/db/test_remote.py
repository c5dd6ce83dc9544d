"""Handed-out documents come back at most once, in time, and to the account they were made for; whatever order things happen in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazette.db import Database
from gazette.db.remote import Remotes
from gazette.model.errors import NotFound
from gazette.model.people import Account
from gazette.model.remote import LASTS, DeviceKey, RemoteRequest, RequestClosed
from tests.db.conftest import NOON
from tests.db.rows import add

REQUEST = RemoteRequest("r" * 32, "d1", 1, "lanh-dao", "sign", "file", "0" * 64, "waiting", NOON, NOON + LASTS, tail=b"tail")


@pytest.fixture
def stored(database: Database) -> Database:
    """A database with one request waiting."""
    with database.write() as work:
        add(work, id="d1")
        work.remotes.add(REQUEST, "down", "up")
    return database


def test_an_address_is_kept_as_a_digest_only(stored: Database) -> None:
    with stored.read() as work:
        row = work.connection.exec_driver_sql("SELECT download, upload FROM signing_requests").one()
    assert {len(value) for value in row} == {64}


def test_what_is_handed_out_is_handed_out_once(stored: Database) -> None:
    with stored.write() as work:
        assert work.remotes.take_out("down").id == REQUEST.id
    with stored.write() as work, pytest.raises(NotFound):
        work.remotes.take_out("down")


def test_only_the_first_upload_is_judged(stored: Database) -> None:
    with stored.write() as work:
        request = work.remotes.claim("up")
    with stored.write() as work, pytest.raises(RequestClosed, match="examined"):
        work.remotes.claim("up")
    with stored.write() as work:
        work.remotes.finish(request, "refused", "several", ("lý do", "reason"))
    with stored.write() as work, pytest.raises(RequestClosed, match="used once"):
        work.remotes.claim("up")
    with stored.read() as work:
        found = work.remotes.get(REQUEST.id, "lanh-dao")
    assert (found.state, found.reason, found.why("vi"), found.tail) == ("refused", "several", "lý do", None)


def test_a_request_is_nobody_elses(stored: Database) -> None:
    with stored.write() as work:
        for ask in (work.remotes.get, work.remotes.claim_own):
            with pytest.raises(NotFound):
                ask(REQUEST.id, "lanh-dao-2")
        with pytest.raises(NotFound):
            work.remotes.claim("down")


def test_what_never_came_back_is_forgotten_but_not_what_waits(stored: Database) -> None:
    with stored.write() as work:
        work.remotes.forget_before(NOON)
        assert work.remotes.get(REQUEST.id, "lanh-dao").tail == b"tail"
        work.remotes.forget_before(NOON + 2 * LASTS)
        assert work.remotes.get(REQUEST.id, "lanh-dao").tail is None


def test_certificates_are_allowed_and_taken_away_by_account_and_role(stored: Database) -> None:
    key = DeviceKey("lanh-dao", "leader", "a" * 64, b"der", NOON, "quan-tri")
    with stored.write() as work:
        work.accounts.add(Account("lanh-dao", "Nguyễn Văn Mẫu", ("leader",), "cong-khai"), "x", NOON)
        work.remotes.allow(key)
        work.remotes.allow(key)
        assert work.remotes.keys("lanh-dao", "leader") == (key,) == work.remotes.keys()
        assert work.remotes.keys("lanh-dao", "seal") == ()
        assert work.remotes.disallow("lanh-dao", "leader", "a" * 64)
        assert not work.remotes.disallow("lanh-dao", "leader", "a" * 64)


ACTS = st.lists(
    st.tuples(st.sampled_from(["take_out", "claim", "claim_own", "strange", "signed", "refused"]), st.integers(min_value=0, max_value=400)),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_in_any_order_it_goes_out_once_comes_back_once_and_never_late(stored: Database, acts: list[tuple[str, int]]) -> None:
    now, out, back = NOON, 0, 0
    with stored.write() as work:
        name = f"{hash(tuple(acts)) & 0xFFFFFFFFFFFF:032x}"
        work.connection.exec_driver_sql("DELETE FROM signing_requests")
        request = replace(REQUEST, id=name)
        work.remotes.add(request, "down", "up")
        for act, seconds in acts:
            now += timedelta(seconds=seconds)
            remotes = Remotes(work.connection, now, work.seal)
            before = remotes.get(name, "lanh-dao").state
            done = _tried(remotes, act, request)
            assert not done or now < request.expires
            out += done and act == "take_out"
            back += done and act in ("claim", "claim_own")
            after = remotes.get(name, "lanh-dao").state
            assert before not in ("signed", "refused") or after == before
            assert after == "waiting" or back == 1
    assert out <= 1
    assert back <= 1


def _tried(remotes: Remotes, act: str, request: RemoteRequest) -> bool:
    if act in ("signed", "refused"):
        remotes.finish(request, act)
        return False
    calls = {
        "take_out": lambda: remotes.take_out("down"),
        "claim": lambda: remotes.claim("up"),
        "claim_own": lambda: remotes.claim_own(request.id, "lanh-dao"),
        "strange": lambda: remotes.claim("something else"),
    }
    try:
        calls[act]()
    except (NotFound, RequestClosed):
        return False
    assert act != "strange"
    return True
