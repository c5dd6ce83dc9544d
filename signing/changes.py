"""Which changes after a signature are allowed: pyHanko's rules, stricter about forms and about what a document says of itself."""
# mypy: disable-error-code="no-untyped-call"

from collections import Counter
from collections.abc import Iterable
from typing import Any

from lxml import etree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import StandardDiffPolicy
from pyhanko.sign.diff_analysis.form_rules_api import FormUpdatingRule
from pyhanko.sign.diff_analysis.policy_api import ModificationLevel, SuspiciousModification
from pyhanko.sign.diff_analysis.rules.file_structure_rules import CatalogModificationRule, ObjectStreamRule, XrefStreamRule
from pyhanko.sign.diff_analysis.rules.form_field_rules import DSSCompareRule, SigFieldCreationRule, SigFieldModificationRule
from pyhanko.sign.diff_analysis.rules.metadata_rules import DocInfoRule, MetadataUpdateRule
from pyhanko.sign.diff_analysis.rules_api import ReferenceUpdate

_TELLING = ("/Title", "/Author", "/Subject", "/Keywords")
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


class _SameInfo(DocInfoRule):
    """Writing software may note itself and the date; title, author, subject and keywords stay what was signed."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        before, after = _info(old), _info(new)
        if before and any(before.get(key) != after.get(key) for key in _TELLING):
            raise SuspiciousModification("the document information says something else")
        yield from super().apply(old, new)


class _SameMetadata(MetadataUpdateRule):
    """The same for the XMP packet: its Dublin Core part (title, creator, description, subject, rights) stays what was signed."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        yield from super().apply(old, new)
        before, after = _packet(old), _packet(new)
        if before is not None and before != after and _statements(before) != _statements(after):
            raise SuspiciousModification("the metadata say something else")


def _info(revision: HistoricalResolver) -> dict[str, str]:
    reference = revision.trailer_view.get_value_as_reference("/Info", optional=True)
    found: Any = revision(reference) if reference is not None else None
    if not isinstance(found, generic.DictionaryObject):
        return {}
    return {key: str(found[key]) for key in _TELLING if found.get(key)}


def _packet(revision: HistoricalResolver) -> bytes | None:
    try:
        stream: Any = revision.root["/Metadata"]
    except KeyError:
        return None
    return bytes(stream.data)


def _statements(packet: bytes | None) -> Counter[tuple[str, str]]:
    """The Dublin Core statements of a packet, whether written as elements or as attributes."""
    if packet is None:
        return Counter()
    root: Any = etree.fromstring(packet, etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8"))
    told: Counter[tuple[str, str]] = Counter()
    for element in root.iter(etree.Element):
        told.update((name, value.strip()) for name, value in element.attrib.items() if name.startswith(_DUBLIN_CORE))
        if element.tag.startswith(_DUBLIN_CORE):
            told.update((element.tag, text.strip()) for text in element.itertext() if text.strip())
    return told


_BOOKKEEPING = (_SameInfo(), XrefStreamRule(), ObjectStreamRule(), DSSCompareRule(), _SameMetadata())
_GLOBAL = [CatalogModificationRule(), *(rule.as_qualified(ModificationLevel.LTA_UPDATES) for rule in _BOOKKEEPING)]
# Filling in a form field is how the "replace" shadow attack works; new and signed signature fields are all we allow.
STRICT = StandardDiffPolicy(
    global_rules=_GLOBAL, form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()])
)
# What may follow the last signature uncovered: certificates, OCSP responses, CRLs, and the bookkeeping of writing them.
EVIDENCE_ONLY = StandardDiffPolicy(global_rules=_GLOBAL, form_rule=None, ignore_orphaned_objects=False)
