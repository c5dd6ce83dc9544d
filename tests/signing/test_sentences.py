"""The sentence a layperson reads first: which one, for each thing that can be wrong with a file, in both languages."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from signing import Level, Report, Role, TrustStore, verify
from signing.sample import REVOKED
from tests.signing.office import Office


def asked(office: Office, pdf: bytes) -> Report:
    return verify(pdf, office.authority.trust, offline=True)


def touched(pdf: bytes) -> bytes:
    at = pdf.index(b"stream") + 40
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def encrypted(pdf: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    writer.encrypt("mẫu")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def expired(office: Office) -> Report:
    pdf = office.signed(office.page, Role.PUBLICATION, Level.B)
    return verify(pdf, office.authority.trust, at=datetime.now(UTC) + timedelta(days=2000))


SENTENCES: dict[str, tuple[Callable[[Office], Report], str, str]] = {
    "valid": (lambda o: asked(o, o.published), "Mọi chữ ký đều nguyên vẹn", "Every signature is intact"),
    "unsigned": (lambda o: asked(o, o.page), "không có chữ ký số nào", "carries no digital signature"),
    "damaged": (lambda o: asked(o, b"%PDF-1.7\n1 0 obj"), "hỏng hoặc bị cắt cụt", "damaged or cut off"),
    "no PDF": (lambda o: asked(o, b"PK\x03\x04"), "không phải là PDF", "not a PDF"),
    "encrypted": (lambda o: asked(o, encrypted(o.page)), "được mã hoá", "is encrypted"),
    "changed": (lambda o: asked(o, touched(o.published)), "đã bị thay đổi sau khi ký", "changed after signing"),
    "appended": (lambda o: asked(o, o.published + b"\n1 0 obj<<>>endobj\n"), "nội dung được thêm vào", "Content was added"),
    "revoked": (
        lambda o: verify(o.signed(o.page, Role.LEADER, Level.B, REVOKED), o.authority.trust),
        "bị thu hồi trước khi ký",
        "revoked before the signature",
    ),
    "expired": (expired, "nằm ngoài thời hạn", "outside its validity"),
    "unknown revocation": (
        lambda o: asked(o, o.signed(o.page, Role.PUBLICATION, Level.B)),
        "Chưa kiểm tra được chứng thư có bị thu hồi",
        "Whether the certificate was revoked",
    ),
    "untrusted root": (
        lambda o: verify(o.published, TrustStore("trống"), offline=True),
        "không dẫn tới gốc tin cậy",
        "leads to no anchor",
    ),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_the_sentence_names_what_is_wrong(office: Office, case: str) -> None:
    make, vietnamese, english = SENTENCES[case]
    report = make(office)
    assert vietnamese in report.reason(), [f.code for f in report.findings]
    assert english in report.reason("en")
