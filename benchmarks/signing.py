"""Signing beside pyHanko's plain use: one by one, in batches, for long, and how much memory a large file takes."""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import Measurement, TaskFailed, measure
from benchmarks.tables import Table

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "documents"
_BATCH = (
    ("sign_default", 40, "pyHanko's plain use, B-B"),
    ("sign_batch", 200, "batch, B-B, signing alone (goal: 3.5 times)"),
    ("sign_batch_verified", 200, "batch, B-B, every output verified (goal: 1.7 times)"),
    ("sign_default_lta", 40, "pyHanko's plain use, B-LTA"),
    ("sign_batch_lta", 1000, "batch, B-LTA, one warm revocation cache (goal: 3 times)"),
    ("sign_batch_lta_verified", 100, "batch, B-LTA, every output verified offline"),
)


def signing(runs: int, folder: Path) -> Iterator[Table]:
    """Three signatures on one document; batches beside pyHanko's plain use; memory from 100 KB to 64 MB."""
    try:
        with running_authority(folder / "authority") as authority:
            pdf, prepared = folder / "sample.pdf", folder / "prepared.pdf"
            pdf.write_bytes(typeset_sample())
            prepared.write_bytes(_prepared(pdf.read_bytes()))
            yield _one(authority, pdf, runs)
            yield _many(authority, prepared, runs)
            yield _sizes(authority, prepared, folder)
    except (TaskFailed, OSError) as error:
        yield Table("Signing", ("work",), remarks=[f"not measured: {error}"])


def _one(authority: Path, pdf: Path, runs: int) -> Table:
    table = Table("Signing one document: leader, seal, publication", ("work", "CPU ms/doc", "whole process ms", "peak MB"))
    taken = measure("sign", authority, pdf, runs=runs)
    table.add("three signatures, B-LT, B-LT, B-LTA", taken.work_ms, taken.process_ms, taken.peak_mb)
    table.remarks.append("The sample authority's own time is not counted.")
    return table


def _many(authority: Path, pdf: Path, runs: int) -> Table:
    size = pdf.stat().st_size
    table = Table(
        f"Batches, RSA-2048, one process, {size // 1000} KB PDF/A-3a", ("work", "documents", "CPU ms/doc", "docs/s/core", "times plain")
    )
    plain = 0.0
    for task, count, label in _BATCH:
        taken = measure(task, authority, pdf, str(count), runs=min(runs, 3), seconds=1800)
        each = _each(taken)
        plain = each if task.startswith("sign_default") else plain
        table.add(label, count, each, 1000 / each, plain / each)
        if taken.extra["start_ms"]:
            table.remarks.append(f"{label.partition(' (')[0]}: starting the verifier once took {taken.extra['start_ms']:.0f} ms more.")
    table.remarks.append(
        "Plain use: signer made once, one sign_pdf a document, pyHanko's defaults; for B-LTA one validation context a document over the "
        "same HTTP client. Same key, same files, the same run; the authority's own time is not counted."
    )
    return table


def _each(taken: Measurement) -> float:
    return (taken.work_ms - taken.extra["start_ms"]) / taken.extra["documents"]


def _sizes(authority: Path, pdf: Path, folder: Path) -> Table:
    table = Table("Memory of signing alone, file to file", ("size", "B-B, peak MB", "B-LTA, peak MB"))
    for megabytes in (0, 1, 8, 64):
        padded = folder / f"{megabytes}.pdf"
        padded.write_bytes(padded_with(pdf.read_bytes(), megabytes * 1_000_000))
        peaks = [measure(task, authority, padded, "2", runs=1).peak_mb for task in ("sign_batch", "sign_batch_lta")]
        table.add(f"{padded.stat().st_size / 1e6:.1f} MB", *peaks)
        padded.unlink()
    table.remarks.append("The sample with an attachment of random bytes; most of the figure is what the imports take.")
    return table


def padded_with(pdf: bytes, size: int) -> bytes:
    """The PDF with one more stream of that many random bytes, in a revision of its own."""
    import io
    import random

    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    if not size:
        return pdf
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    stream = writer.add_object(generic.StreamObject(stream_data=random.Random(1).randbytes(size)))
    writer.root[generic.pdf_name("/SamplePadding")] = stream
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _prepared(pdf: bytes) -> bytes:
    from signing import prepare

    return prepare(pdf, "gazette-issue")


def typeset_sample() -> bytes:
    """The first sample document as our PDF/A-3a, unsigned. Raises TaskFailed."""
    from gazette.conversion import convert
    from gazette.typeset import document

    sample = sorted(SAMPLES.glob("*.docx"))[0]
    made = document(convert(sample.read_bytes(), sample.name).xml or b"")
    if made.value is None:
        raise TaskFailed("the sample cannot be typeset")
    return made.value.pdf


@contextmanager
def running_authority(folder: Path) -> Iterator[Path]:
    """A sample authority in a process of its own, so that its time is nobody else's."""
    from signing import create_sample_authority

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    create_sample_authority(folder, base_url=f"http://127.0.0.1:{port}")
    program = "import sys, pathlib, signing; signing.serve_sample_authority(pathlib.Path(sys.argv[1]), port=int(sys.argv[2]))"
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen([sys.executable, "-c", program, str(folder), str(port)], stdout=said, stderr=said)
        try:
            _wait(port)
            yield folder
        finally:
            server.terminate()
            server.wait()


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TaskFailed("the sample authority did not answer")
