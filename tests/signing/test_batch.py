"""Batches: many documents by one key, verified, resumable, and none signed twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from signing import (
    AuthorityUnreachable,
    Job,
    KeyRefused,
    KeySource,
    Level,
    RenewTask,
    Role,
    Services,
    SigningError,
    SignTask,
    StampTask,
    TimestampAuthority,
    fields,
    run_batch,
    verify,
)
from tests.signing.office import Office, free_port

PROGRAM = """
import json, sys
from pathlib import Path
from signing import Job, KeySource, Role, SignTask, run_batch
from tests.signing.test_batch import Paper

folder, key = Path(sys.argv[1]), KeySource(sys.argv[2], Path(sys.argv[3]).read_text().strip())
jobs = [Job(p.stem, p, folder / "out" / p.name) for p in sorted((folder / "in").iterdir())]
paper = Paper(folder / "journal")
print("begun", flush=True)
for one in run_batch(jobs, SignTask(Role.SEAL, key), paper, processes=2):
    print(one.name, flush=True)
"""


class Paper:
    """A journal on paper: one line a document."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> list[list[str]]:
        return [line.split(" ", 2) for line in self.path.read_text().splitlines() if line] if self.path.exists() else []

    def finished(self, name: str) -> bool:
        return any(line[:2] == ["released", name] for line in self.lines())

    def released(self, name: str, sha256: str) -> None:
        self._write(f"released {name} {sha256}")

    def failed(self, name: str, error: SigningError) -> None:
        self._write(f"failed {name} {error.en}")

    def _write(self, line: str) -> None:
        with self.path.open("a") as file:
            file.write(line + "\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    return tmp_path


def jobs_of(folder: Path, pdf: bytes, count: int) -> list[Job]:
    for number in range(count):
        (folder / "in" / f"{number:03}.pdf").write_bytes(pdf)
    return [Job(path.stem, path, folder / "out" / path.name) for path in sorted((folder / "in").iterdir())]


def source(office: Office, name: str) -> KeySource:
    keys = office.authority.passphrase_file.parent
    return KeySource(str(keys / f"{name}.p12"), office.authority.passphrase_file.read_text().strip())


def services(office: Office) -> Services:
    return Services(office.authority.timestamps, office.authority.trust)


def leftovers(folder: Path) -> Iterator[Path]:
    return (folder / "out").glob(".*")


@pytest.mark.parametrize("processes", [1, 2])
def test_every_document_is_signed_verified_and_written_down(office: Office, folder: Path, processes: int) -> None:
    jobs = jobs_of(folder, office.by_leader, 4)
    paper = Paper(folder / "journal")
    results = list(
        run_batch(jobs, SignTask(Role.SEAL, source(office, "seal"), Level.LT), paper, services=services(office), processes=processes)
    )
    assert [one.error for one in results] == [None] * 4
    assert {(line[1], line[2]) for line in paper.lines()} == {(one.name, one.sha256) for one in results}
    for job in jobs:
        signed = job.target.read_bytes()
        assert signed.startswith(job.source.read_bytes())
        report = verify(signed, office.authority.trust, offline=True)
        assert [(s.role, s.intact) for s in report.signatures] == [(Role.LEADER, True), (Role.SEAL, True)]
    assert not list(leftovers(folder))


def test_publication_and_renewal_are_batches_too(office: Office, folder: Path) -> None:
    jobs = jobs_of(folder, office.sealed, 1)
    again = [Job(job.name, job.target, folder / "renewed.pdf") for job in jobs]
    for task, each in ((StampTask(), jobs), (RenewTask(), again)):
        (result,) = run_batch(each, task, Paper(folder / type(task).__name__), services=services(office), processes=1)
        assert result.error is None
    assert verify(folder / "renewed.pdf", office.authority.trust, offline=True).verdict.value == "valid"


def test_one_bad_document_does_not_stop_the_others(office: Office, folder: Path) -> None:
    jobs = jobs_of(folder, office.by_leader, 3)
    jobs[1].source.write_bytes(b"khong phai PDF")
    jobs.append(Job("mat", folder / "in" / "mat.pdf", folder / "out" / "mat.pdf"))
    paper = Paper(folder / "journal")
    results = {one.name: one for one in run_batch(jobs, SignTask(Role.SEAL, source(office, "seal")), paper, processes=2)}
    assert {name: one.error is None for name, one in results.items()} == {"000": True, "001": False, "002": True, "mat": False}
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["000.pdf", "002.pdf"]
    assert sum(line[0] == "failed" for line in paper.lines()) == 2


def test_what_is_finished_is_not_done_again(office: Office, folder: Path) -> None:
    jobs = jobs_of(folder, office.by_leader, 2)
    task, paper = SignTask(Role.SEAL, source(office, "seal")), Paper(folder / "journal")
    list(run_batch(jobs, task, paper, processes=1))
    before = {job.name: job.target.read_bytes() for job in jobs}
    assert list(run_batch(jobs, task, paper, processes=1)) == []
    (folder / "journal").unlink()  # released, and then the machine died before it was written down
    assert [one.error for one in run_batch(jobs, task, paper, processes=1)] == [None, None]
    assert {job.name: job.target.read_bytes() for job in jobs} == before
    assert all(paper.finished(job.name) for job in jobs)


def test_a_strange_file_at_the_target_is_neither_taken_nor_overwritten(office: Office, folder: Path) -> None:
    (job,) = jobs_of(folder, office.by_leader, 1)
    job.target.write_bytes(office.by_leader)
    (result,) = run_batch([job], SignTask(Role.SEAL, source(office, "seal")), Paper(folder / "journal"), processes=1)
    assert result.error is not None
    assert job.target.read_bytes() == office.by_leader


def test_another_documents_sealed_file_is_not_taken_for_this_ones(office: Office, folder: Path) -> None:
    (job,) = jobs_of(folder, office.signed(office.prepared, Role.LEADER), 1)
    job.target.write_bytes(office.sealed)
    (result,) = run_batch([job], SignTask(Role.SEAL, source(office, "seal")), Paper(folder / "journal"), processes=1)
    assert result.error is not None
    assert job.target.read_bytes() == office.sealed


def test_a_signature_that_does_not_verify_is_not_released(office: Office, folder: Path) -> None:
    # A letter was changed after the leader signed: the seal would vouch for a forged document.
    page = office.by_leader.replace(b"/Producer", b"/Producar", 1)
    assert page != office.by_leader
    (job,) = jobs_of(folder, page, 1)
    (result,) = run_batch([job], SignTask(Role.SEAL, source(office, "seal")), Paper(folder / "journal"), processes=1)
    assert result.error is not None
    assert list((folder / "out").iterdir()) == []


def test_a_key_that_does_not_open_concerns_the_whole_batch(office: Office, folder: Path) -> None:
    wrong = KeySource(source(office, "seal").place, "sai")
    with pytest.raises(KeyRefused):
        list(run_batch(jobs_of(folder, office.by_leader, 1), SignTask(Role.SEAL, wrong), Paper(folder / "journal")))


def test_a_silent_authority_is_the_error_of_each_document(office: Office, folder: Path) -> None:
    silent = Services(TimestampAuthority(f"http://127.0.0.1:{free_port()}/tsa", seconds=1), office.authority.trust)
    task = SignTask(Role.SEAL, source(office, "seal"), Level.LT)
    (result,) = run_batch(jobs_of(folder, office.by_leader, 1), task, Paper(folder / "journal"), services=silent, processes=1)
    assert isinstance(result.error, AuthorityUnreachable)


def test_the_secret_of_a_key_is_not_shown(office: Office) -> None:
    assert source(office, "seal").secret not in repr(SignTask(Role.SEAL, source(office, "seal")))


def killed_and_resumed(office: Office, folder: Path, kills: int, seed: int) -> None:
    """Runs a batch over and over, killing all of it at a random moment, then lets it finish; checks that nothing is lost or doubled."""
    jobs = jobs_of(folder, office.by_leader, 12)
    keys = office.authority.passphrase_file
    command = [sys.executable, "-c", PROGRAM, str(folder), str(keys.parent / "seal.p12"), str(keys)]
    moments = random.Random(seed)
    for _ in range(kills):
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0.0, 6.0))
        os.kill(process.pid, signal.SIGKILL)
        process.stdout.close()
        process.wait()
    subprocess.run(command, check=True, capture_output=True)
    released = [line[1] for line in Paper(folder / "journal").lines()]
    assert sorted(released) == [job.name for job in jobs]
    for job in jobs:
        signed = job.target.read_bytes()
        assert signed.startswith(job.source.read_bytes())
        assert [f.name for f in fields(signed) if f.signed] == ["LanhDao", "ConDau"]
        assert signed.count(b"/ByteRange") == office.by_leader.count(b"/ByteRange") + 1
    assert not list(leftovers(folder))


def test_a_batch_that_is_killed_goes_on_where_it_was(office: Office, folder: Path) -> None:
    killed_and_resumed(office, folder, kills=2, seed=7)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(25))
def test_a_batch_that_is_killed_again_and_again_loses_and_doubles_nothing(office: Office, folder: Path, seed: int) -> None:
    killed_and_resumed(office, folder, kills=8, seed=seed)
