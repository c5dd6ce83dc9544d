"""Verification beside pyHanko's own validation of the same files, the fenced child included, and the memory a large file takes."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Measurement, TaskFailed, measure
from benchmarks.signing import padded_with, running_authority, typeset_sample
from benchmarks.tables import Table

if TYPE_CHECKING:
    from signing import Level, SampleAuthority


def verification(runs: int, folder: Path) -> Iterator[Table]:
    """One signature of each level, up to five signatures, and from 100 KB to 64 MB."""
    try:
        with running_authority(folder / "authority") as place:
            files = _files(place, folder)
            yield _beside(place, files, runs)
            yield _large(place, files["leader, seal, publication"], folder)
    except (TaskFailed, OSError) as error:
        yield Table("Verification", ("work",), remarks=[f"not measured: {error}"])


def _files(place: Path, folder: Path) -> dict[str, Path]:
    from signing import Level, SampleAuthority, renew, timestamp

    office = SampleAuthority.open(place)
    page = typeset_sample()
    files = {f"one, {level.value}": next(_signed(office, page, level)) for level in Level}
    *_, sealed = _signed(office, page)
    files |= {"leader, seal": sealed, "leader, seal, publication": timestamp(sealed, office.timestamps, office.trust)}
    files["the same, renewed twice"] = files["leader, seal, publication"]
    for _ in range(2):
        files["the same, renewed twice"] = renew(files["the same, renewed twice"], office.timestamps, office.trust)
    for number, data in enumerate(files.values()):
        (folder / f"signed-{number}.pdf").write_bytes(data)
    return {name: folder / f"signed-{number}.pdf" for number, name in enumerate(files)}


def _signed(office: "SampleAuthority", pdf: bytes, level: "Level | None" = None) -> Iterator[bytes]:
    """The document signed by the leader, and sealed; B-LT when no level is named."""
    from signing import Box, Level, Role, prepare, sign

    level = level or Level.LT
    pdf = prepare(pdf, "issued-document", {Role.LEADER: Box(-1, 330, 120, 150, 60), Role.SEAL: Box(-1, 280, 110, 100, 100)})
    for role, person in ((Role.LEADER, "lanh-dao"), (Role.SEAL, None)):
        key = office.key(role, person) if person else office.key(role)
        pdf = sign(pdf, role=role, key=key, level=level, authority=office.timestamps, trust=office.trust)
        yield pdf


def _beside(place: Path, files: dict[str, Path], runs: int) -> Table:
    table = Table(
        "Verification beside pyHanko's own validation (goal: 1.5 times)", ("signatures", "pyHanko, CPU ms", "ours, CPU ms", "times")
    )
    for name, pdf in files.items():
        plain, ours = (_each(measure(task, place, pdf, "20", runs=min(runs, 3))) for task in ("validate_plain", "verify_fenced"))
        table.add(name, plain, ours, ours / plain)
    table.remarks.append("Offline, evidence from the file; ours with the child's and its forks' time, guards and the three reports; warm.")
    table.remarks.append("B-B and B-T files hold no evidence: both sides find them intact and miss the revocation data.")
    return table


def _each(taken: Measurement) -> float:
    return (taken.work_ms - taken.extra["start_ms"]) / taken.extra["documents"]


def _large(place: Path, pdf: Path, folder: Path) -> Table:
    table = Table("Memory of verification, the largest of its processes (goal: 512 MB)", ("size", "CPU ms", "peak MB"))
    for megabytes in (0, 8, 64):
        large = _signed_large(place, folder, megabytes) if megabytes else pdf
        taken = measure("verify_fenced", place, large, "1", runs=1)
        table.add(f"{large.stat().st_size / 1e6:.1f} MB", _each(taken), taken.peak_mb)
    return table


def _signed_large(place: Path, folder: Path, megabytes: int) -> Path:
    from signing import SampleAuthority, timestamp

    office = SampleAuthority.open(place)
    *_, sealed = _signed(office, padded_with(typeset_sample(), megabytes * 1_000_000))
    large = folder / "large.pdf"
    large.write_bytes(timestamp(sealed, office.timestamps, office.trust))
    return large
