"""A sound file of another maker is valid under its own root, and forgeries made with the same keys are not."""

import io
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signing import TrustStore, Verdict, verify
from tests.shared import shared


def root_of(path: Path) -> TrustStore:
    reader = PdfFileReader(io.BytesIO(path.read_bytes()))
    store = TrustStore("gốc trong tệp")
    for certificate in DocumentSecurityStore.read_dss(reader).load_certs():
        store = store.add(certificate.dump()) if certificate.self_issued else store
    return store


def test_a_sound_flow_of_another_maker_is_valid_offline() -> None:
    path = shared("signed-pdfs", "files", "flow_pre_cert.pdf")
    report = verify(path, root_of(path), offline=True)
    assert report.verdict is Verdict.VALID, report.to_json()
    assert "V045" in {finding.code for finding in report.findings}


def test_forgeries_under_the_same_root_are_never_valid() -> None:
    trust = root_of(shared("signed-pdfs", "files", "flow_pre_cert.pdf"))
    for name in ("isa_badxref.pdf", "isa_noxref.pdf", "revoked.pdf"):
        assert verify(shared("signed-pdfs", "files", name), trust, offline=True).verdict is not Verdict.VALID
