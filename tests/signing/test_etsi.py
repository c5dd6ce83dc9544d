"""The ETSI TS 119 102-2 report: its mandatory elements for every verdict, read back without loss, whatever the document's texts hold."""

import dataclasses
from collections.abc import Callable, Iterator

import pytest
from lxml import etree
from pyhanko.generated.etsi import ts_11910202
from pyhanko.sign.validation.report import tools
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.serializers import XmlSerializer

from signing import Level, Report, Role, TrustStore, Verdict, verify
from tests.signing import forger
from tests.signing.office import Office

NAMES = {"v": "http://uri.etsi.org/19102/v1.2.1#"}
# TS 119 102-2, clauses 4.2 and 4.3: what every report says of a signature, and what only one that could be read can say.
ALWAYS = (
    "v:ValidationTimeInfo/v:ValidationTime",
    "v:ValidationTimeInfo/v:BestSignatureTime/v:POETime",
    "v:ValidationTimeInfo/v:BestSignatureTime/v:TypeOfProof",
    "v:SignatureValidationProcess/v:SignatureValidationProcessID",
    "v:SignatureValidationStatus/v:MainIndication",
)
READ = (
    "v:SignatureIdentifier/v:DigestAlgAndValue",
    "v:SignatureIdentifier/v:HashOnly",
    "v:SignatureIdentifier/v:DocHashOnly",
    "v:SignersDocument/v:DigestAlgAndValue",
    "v:SignatureAttributes",
    "v:SignerInformation/v:SignerCertificate",
)
UNSETTLED = ("v:SignatureValidationStatus/v:SubIndication",)

# Of each: how it comes about, its verdict, and which of its signatures are told in full: all that can be read, time stamps and broken ones too.
CASES: dict[str, tuple[Callable[[Office], Report], Verdict, tuple[int, ...]]] = {
    "valid": (lambda o: verify(o.published, o.authority.trust, offline=True), Verdict.VALID, (0, 1, 2)),
    "unreadable": (lambda o: verify(touched(o.published), o.authority.trust, offline=True), Verdict.INVALID, ()),
    "changed": (lambda o: verify(retitled(o.published), o.authority.trust, offline=True), Verdict.INVALID, (0, 1, 2)),
    "appended": (lambda o: verify(o.published + b"1 0 obj<<>>endobj", o.authority.trust, offline=True), Verdict.INVALID, (0, 1, 2)),
    "stranger": (lambda o: verify(o.published, TrustStore("trống"), offline=True), Verdict.UNDETERMINED, (0, 1, 2)),
    "unsigned": (lambda o: verify(o.page, o.authority.trust, offline=True), Verdict.UNDETERMINED, ()),
    "no document": (lambda o: verify(b"khong phai PDF", o.authority.trust), Verdict.UNDETERMINED, ()),
}


def touched(pdf: bytes) -> bytes:
    """One letter of the page changed."""
    at = pdf.index(b"stream") + 40
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def retitled(pdf: bytes) -> bytes:
    """One letter of the metadata changed, so that the file can still be read."""
    at = pdf.index(b"<x:xmpmeta") + 4
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


@pytest.mark.parametrize("case", CASES)
def test_every_report_has_its_mandatory_elements(office: Office, case: str) -> None:
    make, verdict, readable = CASES[case]
    report = make(office)
    assert report.verdict is verdict
    singles = etree.fromstring(report.to_etsi_xml().encode()).findall("v:SignatureValidationReport", NAMES)
    assert len(singles) == max(1, len(report.signatures))
    wanted = (*ALWAYS, *(UNSETTLED if verdict is not Verdict.VALID else ()))
    lacking = [(n, path) for n, single in enumerate(singles) for path in wanted if single.find(path, NAMES) is None]
    assert not lacking + [(n, path) for n in readable for path in READ if singles[n].find(path, NAMES) is None]


@pytest.mark.parametrize("case", CASES)
def test_a_report_is_read_back_without_loss(office: Office, case: str) -> None:
    text = CASES[case][0](office).to_etsi_xml()
    parsed = XmlParser().from_string(text, ts_11910202.ValidationReport)
    again = XmlSerializer().render(parsed, ns_map=dict(tools.NAMESPACES))
    assert etree.tostring(etree.fromstring(again.encode()), method="c14n") == etree.tostring(etree.fromstring(text.encode()), method="c14n")
    assert XmlParser().from_string(again, ts_11910202.ValidationReport) == parsed


@pytest.mark.parametrize("case", CASES)
def test_every_element_that_the_schema_requires_is_there_and_every_reference_leads_somewhere(office: Office, case: str) -> None:
    text = CASES[case][0](office).to_etsi_xml()
    parsed = XmlParser().from_string(text, ts_11910202.ValidationReport)
    assert not list(lacking(parsed))
    root = etree.fromstring(text.encode())
    objects = {one.get("id") for one in root.iter("{*}ValidationObject")}
    assert {word for one in root.iter("{*}SignerCertificate") for word in (one.get("VOReference") or "").split()} <= objects


def lacking(value: object, path: str = "") -> Iterator[str]:
    """The elements and attributes that the schema's bindings mark as required (use and minOccurs of the XSD) and that are not there."""
    for field in dataclasses.fields(value) if dataclasses.is_dataclass(value) else ():
        held = getattr(value, field.name)
        here = f"{path}/{field.name}"
        # A choice of the schema, of which the digest is the branch taken.
        wanted = (field.metadata.get("required") or field.metadata.get("min_occurs")) and field.name != "signers_document_representation"
        if wanted and (held is None or held == ()):
            yield here
        for one in held if isinstance(held, (tuple, list)) else (held,):
            yield from lacking(one, here)


@pytest.mark.parametrize("name", ["Mẫu\x01\x0b\x1f", "]]><x>&lt;", "<!--", "<script>alert(1)</script>", "&quot;'\""])
def test_names_of_certificates_and_fields_break_no_form(office: Office, name: str) -> None:
    account = f"ten{abs(hash(name))}"
    office.authority.add_person(account, name)
    key = office.authority.key(Role.LEADER, account).signer
    field = name.replace(".", "")
    report = verify(forger.signed_by(office.page, key, field, office.authority), office.authority.trust, offline=True).named(name)
    assert len(report.signatures) == 1
    root = etree.fromstring(report.to_etsi_xml().encode())
    assert root.find("v:SignatureValidationReport/v:SignatureAttributes", NAMES) is not None, "not the bare form"
    page = etree.HTML(report.to_html())
    assert not page.xpath("//script | //x | //comment()")
    assert not set(str(report.to_json())) & {chr(n) for n in range(32)}


def test_reasons_and_places_in_the_signature_break_no_form(office: Office) -> None:
    pdf = office.signed(office.page, Role.PUBLICATION, Level.LT)
    assert b"/Filter /Adobe.PPKLite" in pdf
    hostile = pdf.replace(b"/Filter /Adobe.PPKLite", b"/Reason (\\001</x>&).....")[: len(pdf)]
    report = verify(hostile, office.authority.trust, offline=True)
    assert report.verdict is not Verdict.VALID
    etree.fromstring(report.to_etsi_xml().encode())
