"""Verification as it is measured: pyHanko's own validation as its documentation shows it, and ours through the fence."""

from collections.abc import Callable
from pathlib import Path

Work = Callable[[], "dict[str, float] | None"]


def validate_plain(folder: str, pdf: str, count: str) -> Work:
    """pyHanko alone: every signature and document time stamp, nothing fetched; hard to fail where the file holds revocation data."""
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError
    from pyhanko_certvalidator import ValidationContext

    root = load_cert_from_pemder(str(Path(folder) / "ca" / "root.crt.pem"))

    def one() -> None:
        with Path(pdf).open("rb") as file:
            reader = PdfFileReader(file)
            try:
                store = DocumentSecurityStore.read_dss(reader)
            except NoDSSFoundError:
                context = ValidationContext(trust_roots=[root])
            else:
                context = store.as_validation_context({"trust_roots": [root], "revocation_mode": "hard-fail", "retroactive_revinfo": True})
            for signature in reader.embedded_regular_signatures:
                if not validate_pdf_signature(signature, context, context).intact:
                    raise SystemExit("the sample is not intact")
            for stamp in reader.embedded_timestamp_signatures:
                validate_pdf_timestamp(stamp, context)

    def work() -> dict[str, float]:
        for _ in range(int(count)):
            one()
        return {"documents": int(count), "start_ms": 0.0}

    one()
    return work


def verify_fenced(folder: str, pdf: str, count: str) -> Work:
    """Our verification, all three reports included, in a warm fence."""
    from signing import SampleAuthority, verify
    from signing.forks import child_seconds, end_child

    trust = SampleAuthority.open(Path(folder)).trust

    def one() -> None:
        report = verify(Path(pdf), trust, offline=True)
        missing = {finding.code for finding in report.findings if finding.forces} - {"V031"}
        if missing or not all(signature.intact for signature in report.signatures):
            raise SystemExit("the sample is not sound")

    verify(b"%PDF-", trust, offline=True)
    start = child_seconds() * 1000

    def work() -> dict[str, float]:
        for _ in range(int(count)):
            one()
        end_child()
        return {"documents": int(count), "start_ms": start}

    return work


TASKS: dict[str, Callable[..., Work]] = {task.__name__: task for task in (validate_plain, verify_fenced)}
