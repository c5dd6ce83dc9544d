"""Batches through the signer process: every output verified, every use written down once, whatever is killed on the way."""

import hashlib
import json
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from signing import (
    BatchOrder,
    DocumentRefused,
    KeyRefused,
    Level,
    Made,
    OrderRefused,
    Role,
    SignerUnavailable,
    Verdict,
    fields,
    prepare,
    verify,
)
from tests.signing.office import BOXES, Office
from tests.signing.signer import Signer, workers


def seal(batch: str) -> BatchOrder:
    return BatchOrder(batch, "sign", "van-thu", level=Level.B)


@pytest.fixture(scope="module")
def signer(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signer]:
    """One signer, with its own log, for the batches of this page; each test has its own batch."""
    yield from running(office, tmp_path_factory.mktemp("signer"))


@pytest.fixture
def mortal(office: Office, tmp_path: Path) -> Iterator[Signer]:
    """A signer to be killed."""
    yield from running(office, tmp_path)


def running(office: Office, place: Path) -> Iterator[Signer]:
    one = Signer(office.authority, place)
    one.start()
    yield one
    one.kill()


@pytest.fixture(scope="session")
def by_leader(office: Office) -> list[bytes]:
    """Six different pages, each signed by the leader."""
    pages = [office.page + b"\n" * count for count in range(6)]
    return [office.signed(prepare(page, "issued-document", BOXES), Role.LEADER, Level.B) for page in pages]


def named(pdfs: list[bytes]) -> list[tuple[str, bytes]]:
    return [(f"van-ban-{number}", pdf) for number, pdf in enumerate(pdfs)]


def uses(signer: Signer, batch: str) -> list[dict[str, str]]:
    """What the log tells of a batch, the whole chain proven; a line that a kill cut off is no use, and stands alone."""
    log = signer.place / "uses.jsonl"
    lines = log.read_bytes().splitlines() if log.exists() else []
    links = ["", *(hashlib.sha256(line).hexdigest() for line in lines)]
    whole = [(json.loads(line), link) for line, link in zip(lines, links, strict=False) if line.endswith(b"}")]
    assert [use["previous"] for use, _ in whole] == [link for _, link in whole]
    return [use for use, _ in whole if use["batch"] == batch]


def digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


def test_many_are_sealed_verified_and_written_down_with_who_ordered_it(office: Office, signer: Signer, by_leader: list[bytes]) -> None:
    order = seal("dot-1")
    made = {one.name: one for one in signer.client.batch(order, named(by_leader))}
    told = {use["document"]: use for use in uses(signer, order.batch)}
    assert set(made) == set(told) == {name for name, _ in named(by_leader)}
    for name, pdf in named(by_leader):
        sealed = made[name].pdf
        assert sealed.startswith(pdf)
        assert [(one.role, one.intact) for one in verify(sealed, office.authority.trust, offline=True).signatures] == [
            (Role.LEADER, True),
            (Role.SEAL, True),
        ]
        use = told[name]
        assert (use["op"], use["role"], use["actor"], use["batch"]) == ("sign", "seal", "van-thu", order.batch)
        assert (use["before"], use["after"]) == (digest(pdf), digest(sealed))


def test_a_document_handed_in_again_gets_the_same_output_until_the_batch_is_forgotten(signer: Signer, by_leader: list[bytes]) -> None:
    order = seal("dot-2")
    (first,) = signer.client.batch(order, named(by_leader[:1]))
    (again,) = signer.client.batch(order, named(by_leader[:1]))
    assert again == first
    assert len(uses(signer, order.batch)) == 1
    signer.client.forget(order.batch)
    assert not (signer.place / "spool" / order.batch).exists()
    (anew,) = signer.client.batch(order, named(by_leader[:1]))
    assert anew.pdf != first.pdf
    assert len(uses(signer, order.batch)) == 2


def test_stamps_and_renewals_are_batches_too(office: Office, signer: Signer) -> None:
    (stamped,) = signer.client.batch(BatchOrder("stamps", "timestamp", "phat-hanh"), [("a", office.sealed)])
    (renewed,) = signer.client.batch(BatchOrder("renewals", "renew", "he-thong"), [("a", stamped.pdf)])
    assert verify(renewed.pdf, office.authority.trust, offline=True).verdict is Verdict.VALID
    for batch, told in (("stamps", ("timestamp", "phat-hanh")), ("renewals", ("renew", "he-thong"))):
        assert [(use["op"], use["actor"]) for use in uses(signer, batch)] == [told]


def test_one_bad_document_fails_alone_and_is_no_use_of_the_seal(office: Office, signer: Signer, by_leader: list[bytes]) -> None:
    order = seal("dot-3")
    given = [("hong", b"khong phai PDF"), ("chua-ky", office.prepared), *named(by_leader[:1])]
    made = {one.name: one.error for one in signer.client.batch(order, given)}
    assert isinstance(made["hong"], DocumentRefused)
    assert isinstance(made["chua-ky"], OrderRefused)
    assert made["van-ban-0"] is None
    assert len(uses(signer, order.batch)) == 1


def test_what_concerns_all_documents_is_raised_at_once(signer: Signer, by_leader: list[bytes]) -> None:
    with pytest.raises(KeyRefused):
        list(signer.client.batch(BatchOrder("no-key", "sign", "x", Role.LEADER, "khong-co"), named(by_leader)))
    for name in ("", "../ngoai", "a/b", "a" * 100):
        with pytest.raises(DocumentRefused):
            raise next(iter(signer.client.batch(BatchOrder(name, "sign", "x", level=Level.B), named(by_leader[:1])))).error or OSError
    assert uses(signer, "no-key") == []


def test_the_caller_may_hang_up_and_what_was_begun_is_finished_and_written_down(signer: Signer, by_leader: list[bytes]) -> None:
    order = seal("dot-4")
    batch = signer.client.batch(order, named(by_leader))
    first = next(batch)
    batch.close()  # type: ignore[attr-defined]
    made = list(signer.client.batch(order, named(by_leader)))
    assert first in made
    assert len(made) == len(uses(signer, order.batch)) == len(by_leader)


def test_the_same_document_twice_at_once_is_sealed_once(signer: Signer, by_leader: list[bytes]) -> None:
    order = seal("dot-5")
    got: list[Made] = []

    def ask() -> None:
        got.extend(signer.client.batch(order, named(by_leader[:2])))

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(got) == 6
    assert len({one.pdf for one in got}) == len(uses(signer, order.batch)) == 2


def test_what_a_second_run_forgets_is_kept_for_a_first_one_that_still_hands_in(signer: Signer, by_leader: list[bytes]) -> None:
    order = seal("dot-7")
    slow = signer.client.batch(order, named(by_leader))
    got = [next(slow)]
    got_meanwhile = list(signer.client.batch(order, named(by_leader)))
    signer.client.forget(order.batch)
    got += slow
    assert sorted(one.name for one in got) == [name for name, _ in named(by_leader)]
    assert {one.pdf for one in got} == {one.pdf for one in got_meanwhile}
    assert len(uses(signer, order.batch)) == len(by_leader)
    deadline = time.monotonic() + 10
    while (signer.place / "spool" / order.batch).exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_outputs_lie_where_only_their_owner_reads_them(signer: Signer, by_leader: list[bytes]) -> None:
    order = seal("dot-6")
    list(signer.client.batch(order, named(by_leader[:1])))
    folder = signer.place / "spool" / order.batch
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.suffix for path in folder.iterdir()] == [".pdf"]


def broken_off(signer: Signer, given: list[tuple[str, bytes]], moment: float, what: str) -> dict[str, bytes]:
    """Hands a batch in, kills signer or worker or hangs up after a while; what had come out by then."""
    came: dict[str, bytes] = {}
    if what != "caller":
        killer = threading.Timer(moment, signer.kill if what == "signer" else signer.kill_a_worker)
        killer.start()
    end = time.monotonic() + moment
    try:
        for one in signer.client.batch(seal("kill"), given):
            assert one.error is None, one.error
            came[one.name] = one.pdf
            if what == "caller" and time.monotonic() > end:
                break
    except SignerUnavailable:
        assert what == "signer"
    if what != "caller":
        killer.join()
    if what == "signer":
        signer.start()
    return came


def killed_and_resumed(signer: Signer, pdfs: list[bytes], kills: int, seed: int) -> None:
    """Breaks a batch off again and again, then lets it finish; each document must have been sealed once, and every use written down."""
    moments, given, came = random.Random(seed), named(pdfs), dict[str, bytes]()
    for _ in range(kills):
        what = moments.choice(("signer", "signer", "worker", "caller"))
        for name, pdf in broken_off(signer, given, moments.uniform(0.0, 3.0), what).items():
            assert came.setdefault(name, pdf) == pdf, "an output that had gone out came out otherwise"
    order = seal("kill")
    final = {one.name: one.pdf for one in signer.client.batch(order, given)}
    assert came.items() <= final.items()
    for name, pdf in given:
        assert final[name].startswith(pdf)
        assert [field.name for field in fields(final[name]) if field.signed] == ["LanhDao", "ConDau"]
    assert sorted((use["document"], use["before"], use["after"]) for use in uses(signer, order.batch)) == sorted(
        (name, digest(pdf), digest(final[name])) for name, pdf in given
    )
    assert not [path for path in (signer.place / "spool" / order.batch).iterdir() if path.suffix != ".pdf"]


def test_a_batch_survives_kill_9_of_signer_worker_and_caller(mortal: Signer, by_leader: list[bytes]) -> None:
    killed_and_resumed(mortal, by_leader[:3], kills=2, seed=5)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(40))
def test_a_batch_survives_hundreds_of_kills(mortal: Signer, by_leader: list[bytes], seed: int) -> None:
    killed_and_resumed(mortal, by_leader, kills=8, seed=seed)


def test_the_signer_ends_its_processes_with_itself(mortal: Signer, by_leader: list[bytes]) -> None:
    list(mortal.client.batch(seal("end"), named(by_leader[:1])))
    assert mortal.process is not None
    left = workers(mortal.process.pid)
    assert left
    mortal.kill()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{number}").exists() for number in left):
        assert time.monotonic() < deadline
        time.sleep(0.05)
