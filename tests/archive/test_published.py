"""A proof out of the public log holds with nothing else at hand, and no change of it does."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archive import HeadNotUnderstood, Publication, VerifierKey, check_publication
from tests.archive.conftest import House

TIMES = [f"2026-03-0{day}T01:00:00+00:00" for day in range(1, 6)]


def _proof(house: House, seq: int = 3, late: int = 0) -> dict[str, Any]:
    """The proof of a row in a log of five; the last *late* rows came after the head was signed."""
    with house.engine.begin() as connection:
        for place, time in enumerate(TIMES):
            house.vault.public.append(connection, Publication("publish", f"/van-ban/mau-{place + 1}", f"{place + 1:064x}", time))
            if place + 1 == len(TIMES) - late:
                house.vault.public.sign_head(connection, time)
        return house.vault.public.evidence(connection, seq)


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_every_row_of_the_public_log_is_proved_offline(lite: House, seq: int) -> None:
    told = _proof(lite, seq)
    (key,) = lite.vault.public.keys
    for keys in ((), (key,), (VerifierKey(lite.audit.origin, key.key),)):
        proved = check_publication(json.dumps(told).encode(), keys)
        assert (proved.seq, proved.row.object, proved.head.size, proved.findings) == (seq, f"/van-ban/mau-{seq}", 5, ())


def test_a_row_that_came_after_the_last_signed_head_is_proved_to_an_unsigned_one_and_says_so(lite: House) -> None:
    proved = check_publication(json.dumps(_proof(lite, 5, late=1)).encode())
    assert [finding.code for finding in proved.findings] == ["L008"]
    with lite.engine.begin() as connection:
        older = lite.vault.public.evidence(connection, 4)
    assert check_publication(json.dumps(older).encode()).findings == ()


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "the address": lambda told: told["row"].update(object="/van-ban/khac"),
    "the file": lambda told: told["row"].update(sha256="0" * 64),
    "the moment": lambda told: told["row"].update(time=TIMES[0]),
    "the number": lambda told: told["row"].update(seq=2),
    "a step": lambda told: told["proof"]["path"].__setitem__(0, "0" * 64),
    "a step too many": lambda told: told["proof"]["path"].append("0" * 64),
    "no steps": lambda told: told["proof"].update(path=[]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_proof_of_which_anything_was_changed_does_not_lead_to_the_head(lite: House, change: str) -> None:
    told = copy.deepcopy(_proof(lite))
    CHANGES[change](told)
    assert "L014" in [finding.code for finding in check_publication(json.dumps(told).encode()).findings]


def test_a_head_signed_by_a_stranger_is_not_believed(lite: House) -> None:
    stranger = VerifierKey(lite.vault.public.origin, Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key())
    data = json.dumps(_proof(lite)).encode()
    (key,) = lite.vault.public.keys
    for bad in (stranger, VerifierKey("noi-khac.example", key.key)):
        proved = check_publication(data, [bad])
        assert [finding.code for finding in proved.findings] == ["L008"]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"row": {}, "proof": {}, "head": "", "keys": []}'])
def test_what_is_no_proof_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(HeadNotUnderstood):
        check_publication(data)
