"""Validation: good documents pass; bad and hostile ones give findings, never an exception."""

import pytest

from gazette import akn
from tests.akn.documents import xml_of


def test_a_converted_document_is_valid() -> None:
    assert akn.validate(xml_of()) == ()


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "A001"),
        (b"not xml", "A001"),
        (b"<html/>", "A001"),
        (b'<!DOCTYPE a [<!ENTITY e "x">]><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"/>', "A001"),
        (
            b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">&e;</akomaNtoso>',
            "A001",
        ),
        (b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"/>', "A002"),
        (b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="x"/></akomaNtoso>', "A003"),
    ],
)
def test_bad_and_hostile_xml_gives_a_finding(xml: bytes, code: str) -> None:
    assert code in [finding.code for finding in akn.validate(xml)]
    if code in ("A001", "A002"):
        assert akn.read(xml).refused


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'eId="chp_1__art_1"', 'eId="chương_1"'.encode(), "A004"),
        (b'eId="chp_1__art_1"', b'title="x"', "A005"),
        (b'FRBRuri value="/akn/vn/act/quyet-dinh', b'FRBRuri value="/akn/vn/act/nghi-quyet', "A006"),
        (b'date="2026-03-09" subject', b'date="2026-02-30" subject', "A009"),
    ],
)
def test_a_broken_house_rule_is_found(old: bytes, new: bytes, code: str) -> None:
    xml = xml_of()
    assert old in xml
    assert code in [finding.code for finding in akn.validate(xml.replace(old, new))]


def test_every_finding_has_a_sentence_in_both_languages() -> None:
    for kind in akn.CATALOGUE.values():
        assert kind.vi.strip().endswith(".")
        assert kind.en.strip().endswith(".")
