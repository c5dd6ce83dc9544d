"""Signing by role: order, levels, what survives, and what other software says."""

import asyncio
import io
import shutil
import subprocess
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp

from signing import (
    AuthorityUnreachable,
    CertificateRefused,
    DocumentRefused,
    Level,
    OrderRefused,
    Role,
    TimestampAuthority,
    Verdict,
    fields,
    prepare,
    renew,
    sign,
    timestamp,
    verify,
)
from signing.evidence import context
from signing.sample import REVOKED
from tests.signing.office import Office, free_port


def test_all_fields_stand_before_the_first_signature(office: Office) -> None:
    assert [(f.name, f.signed) for f in fields(office.prepared)] == [("LanhDao", False), ("ConDau", False), ("CongBao", False)]


def test_signing_only_ever_appends(office: Office) -> None:
    steps = [office.page, office.prepared, office.by_leader, office.sealed, office.published]
    for earlier, later in pairwise(steps):
        assert later.startswith(earlier)


def test_the_seal_never_precedes_the_leader(office: Office) -> None:
    for pdf in (office.page, office.prepared):
        with pytest.raises(OrderRefused):
            sign(pdf, role=Role.SEAL, key=office.authority.key(Role.SEAL))


def test_publication_waits_for_the_seal(office: Office) -> None:
    with pytest.raises(OrderRefused):
        timestamp(office.by_leader, office.authority.timestamps, office.authority.trust)


def test_a_field_is_signed_once(office: Office) -> None:
    with pytest.raises(OrderRefused):
        sign(office.by_leader, role=Role.LEADER, key=office.authority.key(Role.LEADER, "lanh-dao"))


def test_no_field_is_added_to_a_signed_document(office: Office) -> None:
    with pytest.raises(OrderRefused):
        prepare(office.by_leader, "gazette-issue")


def test_an_unprepared_page_is_prepared_by_the_leaders_signature(office: Office) -> None:
    signed = sign(office.page, role=Role.LEADER, key=office.authority.key(Role.LEADER, "lanh-dao"))
    assert [f.name for f in fields(signed)] == ["LanhDao", "ConDau", "CongBao"]


@pytest.mark.parametrize("level", list(Level))
def test_every_level_verifies_and_says_which_it_is(office: Office, level: Level) -> None:
    signed = office.signed(office.page, Role.PUBLICATION, level)
    report = verify(signed, office.authority.trust)
    assert report.verdict is Verdict.VALID, report.to_json()
    assert report.signatures[0].level == level


def test_a_revoked_certificate_signs_nothing_long_term(office: Office) -> None:
    with pytest.raises(CertificateRefused):
        office.signed(office.prepared, Role.LEADER, account=REVOKED)


def test_an_answer_newer_than_the_question_counts(office: Office) -> None:
    """The responder's clock is ahead of ours, or the question took its time."""
    office.clock.shift = timedelta(minutes=2)
    try:
        signed = office.signed(office.page, Role.LEADER, Level.LTA)
    finally:
        office.clock.shift = timedelta()
    assert len(fields(signed)) > 1


def test_who_calls_from_an_event_loop_signs_all_the_same(office: Office) -> None:
    async def called() -> bytes:
        return office.signed(office.prepared, Role.LEADER, Level.B)

    assert asyncio.run(called()).startswith(office.prepared)


def test_a_silent_authority_is_named(office: Office) -> None:
    silent = TimestampAuthority(f"http://127.0.0.1:{free_port()}/tsa", seconds=1)
    key = office.authority.key(Role.LEADER, "lanh-dao")
    with pytest.raises(AuthorityUnreachable) as refused:
        sign(office.prepared, role=Role.LEADER, key=key, level=Level.T, authority=silent)
    assert "thời gian" in refused.value.vi


@pytest.mark.parametrize("data", [b"", b"khong phai PDF", b"%PDF-1.7\n", b"%PDF-1.7\ntrailer<<>>startxref\n0\n%%EOF"])
def test_what_is_no_pdf_is_refused_in_one_sentence(office: Office, data: bytes) -> None:
    with pytest.raises(DocumentRefused) as refused:
        sign(data, role=Role.LEADER, key=office.authority.key(Role.LEADER, "lanh-dao"))
    assert "\n" not in refused.value.vi


def test_nothing_that_stands_behind_the_end_is_vouched_for(office: Office) -> None:
    with pytest.raises(DocumentRefused, match="Sau phần kết thúc"):
        office.signed(office.by_leader + b"\n999 0 obj\n(gia mao)\nendobj\n", Role.SEAL)
    assert office.signed(office.by_leader + b"\n\x00\n", Role.SEAL)


def test_an_encrypted_pdf_is_refused(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(owner="mau", user=""))
    with pytest.raises(DocumentRefused):
        prepare(path.read_bytes(), "issued-document")


def test_pdf_a_marks_tags_and_attachment_survive_three_signatures(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "published.pdf"
    path.write_bytes(office.published)
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert list(pdf.attachments) == ["akn.xml"]
        assert pdf.Root.AF[0].AFRelationship == "/Source"
        with pdf.open_metadata() as metadata:
            assert (metadata.pdfa_status, metadata.get("pdfuaid:part")) == ("3A", "1")


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig (poppler-utils) is missing")
def test_pdfsig_accepts_leader_and_seal(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "published.pdf"
    path.write_bytes(office.published)
    told = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid") == 2
    assert "Total document signed" in told


def test_the_librarys_own_validation_accepts_everything_we_sign(office: Office) -> None:
    renewed = renew(office.published, office.authority.timestamps, office.authority.trust)
    reader = PdfFileReader(io.BytesIO(renewed))
    signatures = [validate_pdf_signature(s, context(office.authority.trust)) for s in reader.embedded_regular_signatures]
    stamps = [validate_pdf_timestamp(s, context(office.authority.trust)) for s in reader.embedded_timestamp_signatures]
    assert [s.bottom_line for s in signatures] == [True, True]
    assert [s.valid and s.intact and s.trusted for s in stamps] == [True, True]
