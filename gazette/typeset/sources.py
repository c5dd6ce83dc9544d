"""From XML bytes to what a template takes: parsed safely, pictures checked, characters checked against the font."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from gazette.model.outcome import Finding
from gazette.typeset.findings import CATALOGUE
from gazette.typeset.fonts import missing
from gazette.typeset.inlines import GZ, InlineReader, local
from gazette.typeset.letterheads import Signer
from gazette.typeset.pictures import Pictures
from gazette.typeset.reading import Leaf, Reader


@dataclass(frozen=True, slots=True)
class Facts:
    """What the metadata say of a document: work address, number, date of issue, title line, issuer."""

    work: str
    number: str
    day: date | None
    subject: str
    issuer: str
    kind: str


@dataclass(slots=True)
class Source:
    """One document ready for the templates: its leaves, its facts and the files its pages need."""

    facts: Facts
    leaves: list[Leaf]
    files: dict[str, bytes]
    findings: list[Finding]

    @property
    def refused(self) -> bool:
        """True when an error finding keeps it from being printed."""
        return any(finding.level == "error" for finding in self.findings)


def parse(xml: bytes) -> etree._Element | Finding:
    """The ``act`` or ``doc`` element of *xml*, or why there is none; no entity is followed and nothing is fetched."""
    try:
        xml.decode("utf-8")
    except UnicodeDecodeError:
        return CATALOGUE.finding("T001", reason="UTF-8")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return CATALOGUE.finding("T001", reason=str(error).split(", line")[0])
    for child in root if local(root) == "akomaNtoso" else ():
        if child.find("{*}body") is not None or child.find("{*}mainBody") is not None:
            return child
    return CATALOGUE.finding("T002")


def source_of(text: etree._Element, images: Mapping[str, bytes], *, base: int = 0, prefix: str = "", signer: Signer = "space") -> Source:
    """Reads *text* for printing.

    *base* is the heading level above it, *prefix* keeps its files apart from others', *signer* is what stands above the signer's name.
    """
    pictures = Pictures(images, prefix)
    inlines = InlineReader(pictures.take)
    leaves = Reader(inlines, base, signer).read(text)
    findings = list(pictures.findings)
    if inlines.controls:
        findings.append(CATALOGUE.finding("T011", characters=", ".join(f"U+{ord(char):04X}" for char in sorted(inlines.controls))))
    lacking = missing("".join(inlines.text))
    if lacking:
        findings.append(CATALOGUE.finding("T003", characters=", ".join(f"{char} (U+{ord(char):04X})" for char in lacking)))
    return Source(facts_of(text), leaves, pictures.files, findings)


def facts_of(text: etree._Element) -> Facts:
    """The facts of a document from its metadata; empty where the metadata are silent."""
    about = text.find(f"{{*}}meta/{{*}}proprietary/{{{GZ}}}document")
    values = {str(name): str(value) for name, value in about.attrib.items()} if about is not None else {}
    work = text.find("{*}meta/{*}identification/{*}FRBRWork/{*}FRBRuri")
    issuer = text.find("{*}meta/{*}references/{*}TLCOrganization[@eId='issuer']")
    return Facts(
        work="" if work is None else work.get("value", ""),
        number=values.get("number", ""),
        day=_day(values.get("date", "")),
        subject=values.get("subject", "") or _subject(text),
        issuer=values.get("issuer", "") or ("" if issuer is None else issuer.get("showAs", "")),
        kind=_first(text, "{*}preface/{*}p//{*}docType"),
    )


def _subject(text: etree._Element) -> str:
    return _first(text, "{*}preface//{*}docTitle")


def _first(text: etree._Element, path: str) -> str:
    found = text.find(path)
    return "" if found is None else " ".join("".join(str(piece) for piece in found.itertext()).split())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
