"""Signing as it is measured: pyHanko as its documentation shows it, and batches of this project, over the same files with the same keys."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from signing import SampleAuthority, Services, SignTask

Work = Callable[[], "dict[str, float] | None"]


class _Forgetful:
    """A journal for once: nothing was done before, and nobody asks afterwards; the first failure ends the measurement."""

    def finished(self, name: str) -> bool:  # noqa: ARG002
        """Nothing is."""
        return False

    def released(self, name: str, sha256: str) -> None:
        """Good."""

    def failed(self, name: str, error: Exception) -> None:
        """Ends the measurement."""
        raise SystemExit(f"{name}: {error}")


def sign_default(folder: str, pdf: str, count: str) -> Work:
    """pyHanko's plain use, B-B: key and signer made once, one `sign_pdf` a document from file to file."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    meta = signers.PdfSignatureMetadata(field_name="CongBao", subfilter=fields.SigSeedSubFilter.PADES)
    signer = signers.PdfSigner(meta, _plain_signer(folder))

    def one(source: Path, target: Path) -> None:
        with source.open("rb") as read, target.open("w+b") as written:
            signer.sign_pdf(IncrementalPdfFileWriter(read), existing_fields_only=True, output=written)

    return _each(pdf, int(count), one)


def sign_default_lta(folder: str, pdf: str, count: str) -> Work:
    """pyHanko's plain use, B-LTA: a validation context for each document as its documentation shows; over our HTTP client, to be fair."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator import ValidationContext

    from signing.fetch import SafeFetcher
    from signing.revocation import SafeBackend
    from signing.timestamps import timestamper

    authority, signer = _authority(folder), _plain_signer(folder)
    roots = _roots(authority)
    stamper, hosts = timestamper(authority.timestamps), authority.trust.hosts

    def one(source: Path, target: Path) -> None:
        meta = signers.PdfSignatureMetadata(
            field_name="CongBao",
            subfilter=fields.SigSeedSubFilter.PADES,
            embed_validation_info=True,
            use_pades_lta=True,
            validation_context=ValidationContext(
                trust_roots=roots[:1], other_certs=roots[1:], allow_fetching=True, fetcher_backend=SafeBackend(SafeFetcher(hosts))
            ),
        )
        with source.open("rb") as read, target.open("w+b") as written:
            signer_ = signers.PdfSigner(meta, signer, timestamper=stamper)
            signer_.sign_pdf(IncrementalPdfFileWriter(read), existing_fields_only=True, output=written)

    return _each(pdf, int(count), one)


def sign_batch(folder: str, pdf: str, count: str) -> Work:
    """Our batch, B-B, signing alone."""
    return _batch(folder, pdf, int(count), "B-B", verified=False)


def sign_batch_verified(folder: str, pdf: str, count: str) -> Work:
    """Our batch, B-B, every output verified before it is released."""
    return _batch(folder, pdf, int(count), "B-B", verified=True)


def sign_batch_lta(folder: str, pdf: str, count: str) -> Work:
    """Our batch, B-LTA, with one warm revocation cache, signing alone."""
    return _batch(folder, pdf, int(count), "B-LTA", verified=False)


def sign_batch_lta_verified(folder: str, pdf: str, count: str) -> Work:
    """Our batch, B-LTA, every output verified offline before it is released."""
    return _batch(folder, pdf, int(count), "B-LTA", verified=True)


def _batch(folder: str, pdf: str, count: int, level: str, *, verified: bool) -> Work:
    from signing import Job, KeySource, Level, Role, Services, SignTask, run_batch

    authority = _authority(folder)
    key = KeySource(str(authority.key_file(Role.SEAL)), authority.passphrase_file.read_text().strip())
    task, services = SignTask(Role.PUBLICATION, key, Level(level)), Services(authority.timestamps, authority.trust, verified)
    start = _warm(pdf, task, services) if verified else 0.0

    def work() -> dict[str, float]:
        with tempfile.TemporaryDirectory() as place:
            jobs = [Job(str(number), Path(pdf), Path(place) / f"{number}.pdf") for number in range(count)]
            done = sum(1 for _ in run_batch(jobs, task, _Forgetful(), services=services, processes=1))
        _count_children()
        return {"documents": done, "start_ms": start}

    return work


def _warm(pdf: str, task: "SignTask", services: "Services") -> float:
    """Starts the fenced child; the processor time in milliseconds that its start took, which is told beside the documents' own."""
    from signing import Job, run_batch
    from signing.forks import child_seconds

    with tempfile.TemporaryDirectory() as place:
        list(run_batch([Job("0", Path(pdf), Path(place) / "0.pdf")], task, _Forgetful(), services=services, processes=1))
    return child_seconds() * 1000


def _count_children() -> None:
    """Lets the fenced child end, so that its time and that of its forks are counted."""
    from signing.forks import end_child

    end_child()


def _each(pdf: str, count: int, one: Callable[[Path, Path], None]) -> Work:
    def work() -> dict[str, float]:
        with tempfile.TemporaryDirectory() as place:
            for number in range(count):
                one(Path(pdf), Path(place) / f"{number}.pdf")
        return {"documents": count, "start_ms": 0.0}

    return work


def _authority(folder: str) -> "SampleAuthority":
    from signing import SampleAuthority

    return SampleAuthority.open(Path(folder))


def _plain_signer(folder: str) -> Any:
    from pyhanko.sign import signers

    from signing import Role

    authority = _authority(folder)
    signer = signers.SimpleSigner.load_pkcs12(str(authority.key_file(Role.SEAL)), passphrase=authority.passphrase_file.read_bytes().strip())
    if signer is None:
        raise SystemExit("the seal's key does not open")
    return signer


def _roots(authority: "SampleAuthority") -> list[Any]:
    from pyhanko.keys import load_cert_from_pemder

    return [load_cert_from_pemder(str(authority.folder / "ca" / f"{name}.crt.pem")) for name in ("root", "issuing")]


TASKS: dict[str, Callable[..., Work]] = {
    task.__name__: task
    for task in (sign_default, sign_default_lta, sign_batch, sign_batch_verified, sign_batch_lta, sign_batch_lta_verified)
}
