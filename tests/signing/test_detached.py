"""A timestamp over bytes that are no PDF says when they were there, and says nothing once a byte of either is another."""

from datetime import UTC, datetime, timedelta

import pytest

import signing
from signing import TimestampAuthority, TrustStore, stamp, stamped_at
from tests.signing.office import Office

NOTE = b"nhat-ky.anphuoc.example\n12\nroot\n"


def test_the_time_of_a_token_is_the_authoritys(office: Office) -> None:
    token = stamp(NOTE, office.authority.timestamps)
    at = stamped_at(token, NOTE, office.authority.trust)
    assert at is not None
    assert abs(at - datetime.now(UTC)) < timedelta(hours=1)


def test_other_bytes_a_damaged_token_and_a_stranger_are_not_believed(office: Office) -> None:
    token = stamp(NOTE, office.authority.timestamps)
    assert stamped_at(token, NOTE + b".", office.authority.trust) is None
    assert stamped_at(token, NOTE, TrustStore("empty")) is None
    for place in range(0, len(token), max(1, len(token) // 40)):
        broken = token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]
        assert broken == token or stamped_at(broken, NOTE, office.authority.trust) in (
            None,
            stamped_at(token, NOTE, office.authority.trust),
        )
    assert [stamped_at(bad, NOTE, office.authority.trust) for bad in (b"", b"x", token[:-1], token + b"x")] == [None] * 4


def test_an_authority_that_is_not_there_is_an_error(office: Office) -> None:
    del office
    with pytest.raises(signing.SigningError):
        stamp(NOTE, TimestampAuthority("http://127.0.0.1:1/tsa", seconds=1.0))
