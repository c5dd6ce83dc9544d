"""Number after the leader: the page keeps places, the register fills them once before the seal, and only what it gave is believed."""

import io
from datetime import date, timedelta

import pikepdf
import pytest

import signing
from gazette import akn
from gazette.model.document import Document, today
from gazette.model.errors import Conflict, NotAllowed
from gazette.model.signing_rules import NUMBER_LATER, SigningRule
from gazette.model.text import date_in_words
from signing import DATE_FIELD, NUMBER_FIELD, Level, Role, Verdict
from tests.town import LEADER, Town

SIGNED_FIRST = (SigningRule(NUMBER_LATER, date(2020, 3, 5)),)


@pytest.fixture
def later(town: Town) -> Town:
    """A town whose leaders sign before there is a number."""
    object.__setattr__(town.parts, "rules", SIGNED_FIRST)
    return town


def pdf_of(town: Town, document: Document) -> bytes:
    return town.services.sign.page(town.who("clerk"), document.id)


def attached(pdf: bytes) -> bytes:
    """The XML within a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return bytes(opened.attachments["akn.xml"].get_file().read_bytes())


def sealed(town: Town, name: str = "04-qd-to-cong-tac.docx") -> Document:
    document = town.through("signed", name)
    town.services.sign.number(town.who("clerk"), document.id)
    return town.services.sign.seal(town.who("clerk"), document.id)


def test_the_leader_signs_a_page_with_places_for_number_and_date_and_no_number_is_taken(later: Town) -> None:
    document = later.through("signed")
    assert (document.profile, document.number, document.issued_on) == (NUMBER_LATER, None, None)
    page = pdf_of(later, document)
    assert set(signing.texts(page).values()) == {""}
    assert akn.metadata(attached(page)).number is None
    assert later.services.desk.registers(later.who("clerk"), "issued", today(later.clock).year).rows == ()


def test_register_page_and_published_xml_say_the_same_and_everything_verifies(later: Town) -> None:
    document = sealed(later)
    day = today(later.clock)
    assert (document.number, document.issued_on) == ("01/QĐ-UBND", day)
    page = pdf_of(later, document)
    told = signing.texts(page)
    assert told == {
        NUMBER_FIELD: "01/QĐ-UBND",
        DATE_FIELD: date_in_words(day),
        f"{NUMBER_FIELD}2": "01/QĐ-UBND",
        f"{DATE_FIELD}2": date_in_words(day),
    }
    assert akn.metadata(attached(page)).number is None
    later.issue(document)
    later.publish(later.services.compose.list(later.who("editor"))[0].id)
    xml = later.services.read.document(later.document(document.id).slug or "").document
    assert xml.number == "01/QĐ-UBND"
    published = later.document(document.id)
    kept = later.services.desk.file(later.who("editor"), published.id, "xml").read()
    facts = akn.metadata(kept)
    assert (facts.number, facts.date) == ("01/QĐ-UBND", day)
    final = later.services.desk.file(later.who("editor"), published.id, "pdf").read()
    view = later.services.verify.verify(final)
    assert view.report.verdict is Verdict.VALID, view.report.to_json()
    assert view.document is not None
    assert [one.role for one in view.report.signatures] == [Role.LEADER, Role.SEAL, Role.PUBLICATION]
    assert view.report.signatures[0].changes_after == "allowed"


def test_nothing_is_sealed_or_numbered_out_of_order_or_twice(later: Town) -> None:
    clerk = later.who("clerk")
    document = later.through("numbered")
    with pytest.raises(Conflict):
        later.services.sign.number(clerk, document.id)
    later.services.sign.sign(later.who("leader"), document.id)
    with pytest.raises(Conflict, match="not given yet"):
        later.services.sign.seal(clerk, document.id)
    for user in (LEADER, "bien-tap", "quan-tri"):
        with pytest.raises(NotAllowed):
            later.services.sign.number(later.actors[user], document.id)
    later.services.sign.number(clerk, document.id)
    with pytest.raises(Conflict, match="has its number"):
        later.services.sign.number(clerk, document.id)
    assert [row.printed for row in later.services.desk.registers(clerk, "issued", today(later.clock).year).rows] == ["01/QĐ-UBND"]


def test_values_that_the_register_did_not_give_to_this_page_are_not_believed(later: Town) -> None:
    """A number of one's own, another document's number, another day: genuine signatures over them change nothing."""
    first = sealed(later)
    document = later.through("signed", "07-ct-phong-chong-thien-tai.docx")
    page = pdf_of(later, document)
    day = date_in_words(today(later.clock))
    for number, when in (("99/CT-UBND", day), (first.number or "", day), ("01/CT-UBND", "ngày 01 tháng 02 năm 2020")):
        forged = signing.fill(page, {NUMBER_FIELD: number, DATE_FIELD: when})
        forged = later.signer.sign(forged, Role.SEAL, "seal", Level.B)
        report = later.services.verify.verify(forged).report
        assert report.verdict is Verdict.INVALID
        assert "V055" in {finding.code for finding in report.findings}
    later.services.sign.number(later.who("clerk"), document.id)
    genuine = later.services.sign.seal(later.who("clerk"), document.id)
    assert later.services.verify.verify(pdf_of(later, genuine)).report.verdict is Verdict.VALID


def test_when_the_page_cannot_take_the_number_none_is_given(later: Town) -> None:
    document = later.through("signed")
    with later.database.write() as work:
        work.numbers.start("issued", f"{document.issuer_slug}/{document.kind}", today(later.clock).year, 99_999_999)
    with pytest.raises(Conflict, match="fit"):
        later.services.sign.number(later.who("clerk"), document.id)
    assert later.services.desk.registers(later.who("clerk"), "issued", today(later.clock).year).rows == ()
    assert later.document(document.id).number is None


def test_a_refusal_before_the_number_voids_nothing_and_the_next_opening_asks_the_table_again(later: Town) -> None:
    document = later.through("numbered")
    back = later.services.sign.refuse(later.who("leader"), document.id, "Chưa rõ căn cứ.")
    assert (back.state, back.profile) == ("approved", None)
    object.__setattr__(later.parts, "rules", (SigningRule(NUMBER_LATER, today(later.clock) + timedelta(days=1)),))
    again = later.services.sign.reserve(later.who("leader"), document.id)
    assert (again.profile, again.number) == ("issued-document", "01/QĐ-UBND")
