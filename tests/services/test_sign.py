"""Signing: number and page in one transaction, leader before seal, refusals that void, issuers' files held against the Word text."""

import hashlib
from pathlib import Path

import pytest

import signing
from gazette import akn, typeset
from gazette.conversion import convert
from gazette.model.document import Document, Upload, today
from gazette.model.errors import BadCall, Conflict, NotAllowed, Refused, Unavailable
from tests.town import LEADER, SAMPLES, Town

ISSUED = "02-qd-ho-tro-thu-vien.docx"


def test_reserving_gives_number_and_date_to_text_metadata_and_page(town: Town) -> None:
    document = town.through("numbered")
    assert document.number == "01/QĐ-UBND"
    assert document.issued_on == today(town.clock)
    page = town.services.sign.page(town.who("leader"), document.id)
    assert [(field.name, field.signed) for field in signing.fields(page)] == [
        ("LanhDao", False),
        ("ConDau", False),
        ("CongBao", False),
        ("BanSao", False),
    ]
    printed = akn.pdf_text(page)
    assert "01/QĐ-UBND" in printed
    xml = town.services.desk.file(town.who("clerk"), document.id, "xml").read()
    facts = akn.metadata(xml)
    assert (facts.number, facts.date, facts.work) == (document.number, document.issued_on, document.work)


def test_each_kind_counts_by_itself_and_normative_acts_bear_the_year(town: Town) -> None:
    town.through("numbered", "04-qd-to-cong-tac.docx")
    normative = town.through("numbered", "01-qd-quy-dinh-cay-xanh.docx")
    directive = town.through("numbered", "07-ct-phong-chong-thien-tai.docx")
    assert normative.number == f"01/{today(town.clock).year}/QĐ-UBND"
    assert (directive.number or "").startswith("01/CT-")


def test_what_the_leader_signs_is_exactly_the_page_shown_and_the_seal_follows(town: Town) -> None:
    document = town.through("numbered")
    leader, clerk = town.who("leader"), town.who("clerk")
    page = town.services.sign.page(leader, document.id)
    with pytest.raises(Conflict):
        town.services.sign.seal(clerk, document.id)
    town.services.sign.sign(leader, document.id)
    signed = town.services.sign.page(leader, document.id)
    assert signed.startswith(page)
    sealed = town.services.sign.seal(clerk, document.id)
    final = town.services.sign.page(clerk, document.id)
    assert final.startswith(signed)
    assert [field.signed for field in signing.fields(final)] == [True, True, False, False]
    ref = sealed.file("pdf") or town.document(document.id).file("pdf")
    assert ref is not None
    assert town.document(document.id).file("page") is None
    assert town.signer.signed == ["leader", "seal"]


def test_only_the_leader_who_opened_the_page_signs_it(town: Town) -> None:
    document = town.through("numbered")
    with pytest.raises(Conflict):
        town.services.sign.sign(town.actors["lanh-dao-2"], document.id)
    for user in ("van-thu", "bien-tap", "quan-tri"):
        with pytest.raises(NotAllowed):
            town.services.sign.sign(town.actors[user], document.id)
    assert town.signer.signed == []


def test_a_refusal_voids_the_number_with_its_reason_and_it_is_never_given_again(town: Town) -> None:
    document = town.through("numbered")
    with pytest.raises(BadCall):
        town.services.sign.refuse(town.who("leader"), document.id, "")
    back = town.services.sign.refuse(town.who("leader"), document.id, "Sai thẩm quyền.")
    assert (back.state, back.number, back.issued_on) == ("approved", None, None)
    assert "nodate" in (back.work or "")
    again = town.services.sign.reserve(town.who("leader"), document.id)
    assert again.number == "02/QĐ-UBND"
    rows = town.services.desk.registers(town.who("clerk"), "issued", today(town.clock).year).rows
    assert [(row.printed, row.voided, row.reason) for row in rows] == [("01/QĐ-UBND", True, "Sai thẩm quyền."), ("02/QĐ-UBND", False, "")]
    assert akn.pdf_text(town.services.sign.page(town.who("leader"), document.id)).count("02/QĐ-UBND") >= 1


def test_a_page_that_cannot_be_set_takes_no_number(town: Town) -> None:
    document = town.through("approved")
    blob = _blob(town, document, "xml")
    blob.chmod(0o600)
    blob.write_bytes(b"<broken/>")
    with pytest.raises(Unavailable):
        town.services.sign.reserve(town.who("leader"), document.id)
    assert town.services.desk.registers(town.who("clerk"), "issued", today(town.clock).year).rows == ()
    assert town.document(document.id).state == "approved"


def test_a_signer_that_does_not_answer_changes_nothing(town: Town) -> None:
    document = town.through("numbered")
    page = town.services.sign.page(town.who("leader"), document.id)

    def away() -> None:
        raise signing.SignerUnavailable("Tiến trình ký không trả lời.", "The signer process does not answer.")

    town.signer.before = away
    with pytest.raises(Unavailable) as refusal:
        town.services.sign.sign(town.who("leader"), document.id)
    assert refusal.value.message("vi") == "Tiến trình ký không trả lời."
    assert town.document(document.id).state == "numbered"
    town.signer.before = None
    assert town.services.sign.page(town.who("leader"), document.id) == page
    assert town.services.sign.sign(town.who("leader"), document.id).state == "signed"


def test_a_refusal_while_the_signature_is_being_made_wins(town: Town) -> None:
    document = town.through("numbered")
    leader = town.who("leader")
    town.signer.before = lambda: town.services.sign.refuse(leader, document.id, "Dừng lại.") and None
    with pytest.raises(Conflict):
        town.services.sign.sign(leader, document.id)
    found = town.document(document.id)
    assert (found.state, found.file("pdf")) == ("approved", None)


def test_the_issuers_signed_file_is_kept_byte_for_byte_and_attested(town: Town) -> None:
    signed = _signed_by_issuer(town, ISSUED)
    document = town.through("approved", ISSUED, signed_pdf=Upload("02.pdf", signed))
    assert document.provenance == "issuer"
    assert document.errors == ()
    with pytest.raises(Conflict):
        town.services.sign.reserve(town.who("leader"), document.id)
    assert town.services.sign.attest(town.who("clerk"), document.id).state == "sealed"
    ref = town.document(document.id).file("pdf")
    assert ref is not None
    assert ref.sha256 == hashlib.sha256(signed).hexdigest()


def test_a_signed_file_that_says_something_else_blocks_attestation(town: Town) -> None:
    other = _signed_by_issuer(town, "03-nq-muc-chi-thu-vien.docx")
    document = town.through("converted", ISSUED, signed_pdf=Upload("02.pdf", other))
    assert "D011" in [finding.code for finding in document.errors]
    with pytest.raises(Conflict):
        town.services.review.complete(town.who("editor"), document.id)


def test_a_signed_file_changed_by_one_byte_blocks_attestation(town: Town) -> None:
    signed = bytearray(_signed_by_issuer(town, ISSUED))
    signed[len(signed) // 3] ^= 1
    document = town.through("converted", ISSUED, signed_pdf=Upload("02.pdf", bytes(signed)))
    assert "D010" in [finding.code for finding in document.errors] or "D012" in [finding.code for finding in document.findings]
    with pytest.raises((Conflict, Refused)):
        town.services.sign.attest(town.who("clerk"), document.id)


def _signed_by_issuer(town: Town, name: str) -> bytes:
    """The PDF an issuer would send along: set from the Word file, signed and sealed."""
    made = convert((SAMPLES / name).read_bytes(), name)
    assert made.xml is not None
    page = typeset.document(made.xml, images={key: image.data for key, image in made.images.items()}).require()
    prepared = signing.prepare(page.pdf, "issued-document")
    by_leader = town.signer.sign(prepared, signing.Role.LEADER, LEADER, signing.Level.LT)
    sealed = town.signer.sign(by_leader, signing.Role.SEAL, "seal", signing.Level.LTA)
    town.signer.signed.clear()
    return sealed


def _blob(town: Town, document: Document, format: str) -> Path:
    ref = document.file(format)
    assert ref is not None
    return town.home / "vault" / ref.sha256[:2] / ref.sha256[2:4] / ref.sha256
