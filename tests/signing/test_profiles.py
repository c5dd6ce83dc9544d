"""Profiles as data: number after the leader, certified copies, annexes, who certifies, and who may sign what."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import NameObject, NumberObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature

from signing import (
    DATE_FIELD,
    NUMBER_FIELD,
    PROFILES,
    AllowedSigner,
    AllowedSigners,
    Appearance,
    AppearanceRefused,
    Blank,
    Box,
    CertificateRefused,
    CopyForm,
    DocumentRefused,
    Level,
    OrderRefused,
    Role,
    TrustRefused,
    Verdict,
    annex_text,
    copy_text,
    fields,
    fill,
    prepare,
    sign,
    texts,
    timestamp,
    top_right,
    verify,
)
from signing.evidence import context
from templates import ROOT
from tests.signing.forger import revised
from tests.signing.office import BOXES, Office

TINOS = ROOT / "fonts" / "Tinos_400Regular.ttf"
A4 = (595.276, 841.89)
MOMENT = datetime(2026, 11, 22, 3, 53, 19, tzinfo=UTC)
VALUES = {NUMBER_FIELD: "12/2026/QĐ-UBND", DATE_FIELD: "ngày 05 tháng 3 năm 2026"}
BLANKS = {NUMBER_FIELD: Blank(Box(0, 100, 700, 140, 20), TINOS), DATE_FIELD: Blank(Box(0, 300, 700, 180, 20), TINOS)}

needs_tinos = pytest.mark.skipif(not TINOS.exists(), reason="the fonts are not fetched")


@pytest.fixture(scope="module")
def unnumbered(office: Office) -> bytes:
    """A page whose number and date are still to come, signed by the leader."""
    return office.signed(prepare(office.page, "number-after-leader", BOXES, BLANKS), Role.LEADER)


@pytest.fixture(scope="module")
def numbered(office: Office, unnumbered: bytes) -> bytes:
    """The same after all steps."""
    sealed = office.signed(fill(unnumbered, VALUES), Role.SEAL)
    return timestamp(sealed, office.authority.timestamps, office.authority.trust)


def copied(office: Office, pdf: bytes, form: CopyForm = CopyForm.FULL) -> bytes:
    text = copy_text(form, "Văn phòng Ủy ban nhân dân tỉnh An Phước", MOMENT)
    return sign(
        pdf,
        role=Role.COPY,
        key=office.authority.key(Role.SEAL),
        level=Level.LT,
        authority=office.authority.timestamps,
        trust=office.authority.trust,
        appearance=Appearance(text=text, font=TINOS),
        at=MOMENT,
    )


def words(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


@needs_tinos
def test_number_and_date_are_filled_after_the_leader_and_break_nothing(office: Office, numbered: bytes, tmp_path: Path) -> None:
    report = verify(numbered, office.authority.trust, offline=True)
    assert report.verdict is Verdict.VALID, report.to_json()
    assert [s.changes_after for s in report.signatures] == ["allowed", "allowed", "none"]
    assert texts(numbered) == VALUES
    told = words(numbered, tmp_path)
    assert all(value in told for value in VALUES.values())


@needs_tinos
def test_the_librarys_own_validation_and_pdfsig_accept_the_filled_document(office: Office, numbered: bytes, tmp_path: Path) -> None:
    assert_others_accept(office, numbered, tmp_path)


def assert_others_accept(office: Office, pdf: bytes, tmp_path: Path) -> None:
    signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    judged = [validate_pdf_signature(one, context(office.authority.trust)) for one in signatures]
    assert all(one.bottom_line for one in judged), [one.summary() for one in judged]
    if shutil.which("pdfsig") is not None:
        path = tmp_path / "signed.pdf"
        path.write_bytes(pdf)
        told = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
        assert told.count("Signature is Valid") == len(signatures)


@needs_tinos
def test_number_and_date_may_follow_the_leaders_own_archive_time_stamp(office: Office) -> None:
    """At the level B-LTA each signature is followed by a time stamp in a field of its own."""
    prepared = prepare(office.page, "number-after-leader", BOXES, BLANKS)
    by_leader = office.signed(prepared, Role.LEADER, Level.LTA)
    sealed = office.signed(fill(by_leader, VALUES), Role.SEAL, Level.LTA)
    report = verify(sealed, office.authority.trust, offline=True)
    assert report.verdict is Verdict.VALID, report.to_json()
    assert report.texts == VALUES


@needs_tinos
def test_the_fields_stand_empty_at_the_leaders_signature(unnumbered: bytes) -> None:
    assert texts(unnumbered) == {NUMBER_FIELD: "", DATE_FIELD: ""}
    assert [f.name for f in fields(unnumbered)] == ["LanhDao", "ConDau", "CongBao"]


@needs_tinos
def test_nothing_is_sealed_before_number_and_date_stand(office: Office, unnumbered: bytes) -> None:
    with pytest.raises(OrderRefused, match="Chưa ghi"):
        office.signed(unnumbered, Role.SEAL)
    with pytest.raises(OrderRefused, match="Chưa ghi"):
        office.signed(fill(unnumbered, {NUMBER_FIELD: "12/QĐ-UBND"}), Role.SEAL)


@needs_tinos
def test_number_and_date_are_written_only_between_leader_and_seal_and_once(office: Office, unnumbered: bytes, numbered: bytes) -> None:
    with pytest.raises(OrderRefused):
        fill(prepare(office.page, "number-after-leader", BOXES, BLANKS), VALUES)
    with pytest.raises(OrderRefused):
        fill(numbered, VALUES)
    with pytest.raises(DocumentRefused):
        fill(fill(unnumbered, VALUES), VALUES)
    with pytest.raises(DocumentRefused):
        fill(office.by_leader, VALUES)


@needs_tinos
@pytest.mark.parametrize("value", ["", "  ", "字", "12/QĐ-UBND" * 20])
def test_a_value_that_cannot_be_drawn_in_its_box_is_refused(unnumbered: bytes, value: str) -> None:
    with pytest.raises(AppearanceRefused):
        fill(unnumbered, {NUMBER_FIELD: value})


@needs_tinos
def test_a_profile_with_text_fields_needs_their_places(office: Office) -> None:
    with pytest.raises(AppearanceRefused):
        prepare(office.page, "number-after-leader", BOXES, {})


def _field(writer: IncrementalPdfFileWriter, name: str) -> Any:
    return next(ref for ref in writer.root["/AcroForm"]["/Fields"] if str(ref.get_object().get("/T")) == name)


def _other_value(writer: IncrementalPdfFileWriter) -> None:
    reference = _field(writer, NUMBER_FIELD)
    reference.get_object()[NameObject("/V")] = TextStringObject("99/2026/QĐ-UBND")
    writer.mark_update(reference)


def _other_drawing(writer: IncrementalPdfFileWriter) -> None:
    reference = _field(writer, NUMBER_FIELD)
    stream = reference.get_object()["/AP"]["/N"]
    stream._data = stream.data.replace(b"0 g", b"1 g")
    stream._encoded_data = None
    writer.update_container(stream)


def _moved(writer: IncrementalPdfFileWriter) -> None:
    reference = _field(writer, DATE_FIELD)
    reference.get_object()["/Rect"][0] = NumberObject(350)
    writer.mark_update(reference)


@needs_tinos
@pytest.mark.parametrize("change", [_other_value, _other_drawing, _moved])
@pytest.mark.parametrize("late", [False, True], ids=["before the seal", "after the seal"])
def test_any_other_change_of_the_text_fields_is_forbidden(
    office: Office, unnumbered: bytes, numbered: bytes, change: Callable[[IncrementalPdfFileWriter], None], late: bool
) -> None:
    changed = revised(numbered if late else fill(unnumbered, VALUES), change)
    if not late:
        changed = office.signed(changed, Role.SEAL)
    report = verify(changed, office.authority.trust, offline=True)
    assert report.verdict is Verdict.INVALID
    assert "V023" in {finding.code for finding in report.findings}


@needs_tinos
def test_a_value_that_a_stranger_writes_in_another_way_is_forbidden(office: Office, unnumbered: bytes) -> None:
    filled = fill(revised(unnumbered, _other_value), {DATE_FIELD: VALUES[DATE_FIELD]})
    report = verify(office.signed(filled, Role.SEAL), office.authority.trust, offline=True)
    assert report.verdict is Verdict.INVALID


def test_a_leader_who_signed_with_an_outside_tool_approves(office: Office, tmp_path: Path) -> None:
    prepared = prepare(office.page, "issued-approved", BOXES)
    key = office.authority.key(Role.LEADER, "lanh-dao")
    signed = sign(prepared, role=Role.LEADER, key=key, profile="issued-approved")
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        assert "/Perms" not in pdf.Root
    with pikepdf.open(io.BytesIO(office.by_leader)) as pdf:
        assert "/DocMDP" in pdf.Root.Perms
    assert_others_accept(office, office.signed(signed, Role.SEAL), tmp_path)


def test_a_profile_is_not_signed_on_a_document_without_its_fields(office: Office) -> None:
    with pytest.raises(OrderRefused):
        sign(office.prepared, role=Role.LEADER, key=office.authority.key(Role.LEADER, "lanh-dao"), profile="number-after-leader")
    with pytest.raises(OrderRefused):
        sign(office.prepared, role=Role.LEADER, key=office.authority.key(Role.LEADER, "lanh-dao"), profile="khong-co")


@needs_tinos
@pytest.mark.parametrize("form", list(CopyForm))
def test_a_copy_of_a_published_document_adds_only_its_text_at_the_top_right(office: Office, form: CopyForm, tmp_path: Path) -> None:
    original = timestamp(
        office.signed(office.signed(prepare(office.page, "issued-document", {**BOXES, Role.COPY: top_right(*A4)}), Role.LEADER), Role.SEAL),
        office.authority.timestamps,
        office.authority.trust,
    )
    copy = copied(office, original, form)
    assert copy.startswith(original)
    report = verify(copy, office.authority.trust, offline=True)
    assert report.verdict is Verdict.VALID, report.to_json()
    assert [s.role for s in report.signatures][-1] in (Role.COPY, Role.PUBLICATION)
    assert_others_accept(office, copy, tmp_path)
    told = " ".join(words(copy, tmp_path).split())
    assert f"{form.printed}; Văn phòng Ủy ban nhân dân tỉnh An Phước; 2026-11-22T10:53:19+07:00" in told
    assert_pdf_a(copy)


@needs_tinos
def test_a_scan_nobody_signed_becomes_a_copy(office: Office, tmp_path: Path) -> None:
    copy = copied(office, office.page)
    assert [(f.name, f.signed) for f in fields(copy)] == [("BanSao", True)]
    assert verify(copy, office.authority.trust, offline=True).verdict is Verdict.VALID
    assert_others_accept(office, copy, tmp_path)


@needs_tinos
def test_a_copy_of_a_document_that_was_only_approved_gets_its_own_field(office: Office, tmp_path: Path) -> None:
    approved = sign(
        prepare(office.page, "issued-approved", BOXES),
        role=Role.LEADER,
        key=office.authority.key(Role.LEADER, "lanh-dao"),
        profile="issued-approved",
    )
    assert_others_accept(office, copied(office, office.signed(approved, Role.SEAL)), tmp_path)


@needs_tinos
def test_a_certified_document_without_room_for_a_copy_is_not_broken_by_one(office: Office) -> None:
    with pytest.raises(OrderRefused, match="chứng nhận"):
        copied(office, office.sealed)


@needs_tinos
def test_a_document_is_copied_once_in_one_file(office: Office) -> None:
    with pytest.raises(OrderRefused):
        copied(office, copied(office, office.page))


@needs_tinos
def test_a_separate_annex_bears_the_number_of_its_document(office: Office, tmp_path: Path) -> None:
    text = annex_text("12/2026/QĐ-UBND", MOMENT)
    annex = sign(office.page, role=Role.ANNEX, key=office.authority.key(Role.SEAL), appearance=Appearance(text=text, font=TINOS), at=MOMENT)
    assert "12/2026/QĐ-UBND; 2026-11-22T10:53:19+07:00" in words(annex, tmp_path)
    report = verify(annex, office.authority.trust)
    assert (report.verdict, report.signatures[0].role) == (Verdict.VALID, Role.ANNEX)
    assert_others_accept(office, annex, tmp_path)
    assert_pdf_a(annex)


@needs_tinos
def test_the_text_of_a_copy_is_black_of_size_10_and_inside_its_place(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes(copied(office, office.page))
    told = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True).stdout
    pattern = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">[^<]*(?:SAO Y;|\+07:00)[^<]*<'
    found = [[float(n) for n in m.groups()] for m in re.finditer(pattern, told)]
    assert len(found) == 2, told
    box = top_right(*A4)
    for left, top, right, low in found:
        assert box.x - 0.5 <= left < right <= box.x + box.width + 0.5
        assert A4[1] - box.y - box.height - 0.5 <= top < low <= A4[1] - box.y + 0.5
        assert 9 <= low - top <= 13
    with pikepdf.open(path) as pdf:
        drawing = next(f for f in pdf.Root.AcroForm.Fields if f.T == "BanSao").AP.N
        assert b" Tf" in _all_drawing(drawing)
        assert b"10 Tf" in _all_drawing(drawing)
        assert not [name for name in drawing.Resources.get("/XObject", {}) if drawing.Resources.XObject[name].Subtype == "/Image"]


def _all_drawing(form: Any) -> bytes:
    inner = [_all_drawing(one) for one in form.get("/Resources", {}).get("/XObject", {}).values()]
    return b"\n".join([form.read_bytes(), *inner])


@needs_tinos
def test_a_text_too_long_for_its_place_is_refused(office: Office) -> None:
    text = copy_text(CopyForm.FULL, "Ủy ban nhân dân " * 20, MOMENT)
    with pytest.raises(AppearanceRefused):
        sign(office.page, role=Role.COPY, key=office.authority.key(Role.SEAL), appearance=Appearance(text=text, font=TINOS))


def assert_pdf_a(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert list(opened.attachments) == ["akn.xml"]
        assert opened.Root.AF[0].AFRelationship == "/Source"
        with opened.open_metadata() as metadata:
            assert (metadata.pdfa_status, metadata.get("pdfuaid:part")) == ("3A", "1")
        fonts = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts)
        for field in opened.Root.AcroForm.Fields:
            flags = int(field.get("/F", 0))
            assert flags & 4
            assert not flags & 0b100011


@needs_tinos
def test_pdf_a_marks_survive_a_number_filled_after_the_leader(numbered: bytes) -> None:
    assert_pdf_a(numbered)


def test_only_certificates_on_the_list_sign_their_role(office: Office) -> None:
    seal = office.authority.key(Role.SEAL)
    listed = AllowedSigners((AllowedSigner(Role.SEAL, seal.fingerprint), AllowedSigner(Role.LEADER, subject=(("CN", "Nguyễn*"),))))
    leader = office.authority.key(Role.LEADER, "lanh-dao")
    signed = sign(office.prepared, role=Role.LEADER, key=leader, signers=listed)
    assert sign(signed, role=Role.SEAL, key=seal, signers=listed)
    for role, key in ((Role.SEAL, leader), (Role.SEAL, office.authority.key(Role.PUBLICATION))):
        with pytest.raises(CertificateRefused, match="danh sách"):
            sign(signed, role=role, key=key, signers=listed)
    with pytest.raises(CertificateRefused):
        sign(office.prepared, role=Role.LEADER, key=seal, signers=listed)


def test_verification_tells_a_certificate_that_may_not_sign_its_role(office: Office) -> None:
    listed = AllowedSigners((AllowedSigner(Role.SEAL, "00" * 32),))
    report = verify(office.published, office.authority.trust, offline=True, signers=listed)
    assert report.verdict is Verdict.UNDETERMINED
    assert [(f.code, f.where) for f in report.findings if f.code == "V049"] == [("V049", "ConDau")]
    assert verify(office.published, office.authority.trust, offline=True, signers=AllowedSigners()).verdict is Verdict.VALID


def test_the_list_is_read_from_a_file(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "signers.toml"
    seal = office.authority.key(Role.SEAL).fingerprint
    path.write_text(
        f'[[signer]]\nrole = "seal"\nfingerprint = "{seal.upper()}"\n[[signer]]\nrole = "leader"\nsubject = {{ O = "*An Phước*" }}\n'
    )
    listed = AllowedSigners.load(path)
    assert listed.signers[0].fingerprint == seal
    for wrong in (
        "",
        "signer = 1",
        '[[signer]]\nrole = "seal"',
        '[[signer]]\nrole = "x"\nfingerprint = "00"',
        '[[signer]]\nrole = "seal"\nsubject = { X = "a" }',
    ):
        path.write_text(wrong)
        with pytest.raises(TrustRefused):
            AllowedSigners.load(path)


def test_every_profile_says_its_roles_once_and_certifies_with_its_first_or_nobody() -> None:
    for profile in PROFILES.values():
        assert len(set(profile.fields)) == len(profile.fields)
        assert profile.certifies in (None, *profile.roles[:1])
