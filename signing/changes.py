"""Which changes after a signature are allowed: pyHanko's rules, stricter about forms and about what a document says of itself."""
# mypy: disable-error-code="no-untyped-call"

from collections import Counter
from collections.abc import Iterable
from typing import Any

from lxml import etree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import StandardDiffPolicy
from pyhanko.sign.diff_analysis.commons import compare_dicts
from pyhanko.sign.diff_analysis.constants import ACROFORM_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext, FieldComparisonSpec, FormUpdate
from pyhanko.sign.diff_analysis.policy_api import ModificationLevel, SuspiciousModification
from pyhanko.sign.diff_analysis.rules.file_structure_rules import ObjectStreamRule, XrefStreamRule
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    BaseFieldModificationRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
)
from pyhanko.sign.diff_analysis.rules.metadata_rules import DocInfoRule, MetadataUpdateRule
from pyhanko.sign.diff_analysis.rules_api import ReferenceUpdate
from pyhanko.sign.fields import enumerate_sig_fields

from signing.blanks import drawn, text_fields
from signing.held import HeldCatalogue, HeldForm, RealEvidence
from signing.profiles import text_of_field
from signing.roles import Role

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


class _FilledOnce(BaseFieldModificationRule):
    """Number and date may be filled in: once, the same wherever repeated, before the seal, drawn as they read in the signed font."""

    def check_form_field(
        self, fq_name: str, spec: FieldComparisonSpec, context: FieldComparisonContext
    ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        old, new, reference = spec.old_field, spec.new_field, spec.new_field_ref
        if text_of_field(fq_name) is None or spec.field_type != "/Tx" or old is None or new is None or reference is None:
            return
        if "/V" in old or "/V" not in new:
            compare_dicts(old, new, frozenset())
            return
        compare_dicts(old, new, frozenset({"/V", "/AP"}))
        _require_once(reference, context)
        if drawn(new, context.old.root) != str(new["/V"]):
            raise SuspiciousModification(f"{fq_name} shows something else than it says")
        if str(new["/V"]) != _said(text_of_field(fq_name), context.new.root):
            raise SuspiciousModification(f"{fq_name} says something else than the field it repeats")
        for expected in spec.expected_contexts():
            yield ModificationLevel.FORM_FILLING, FormUpdate(reference, expected, fq_name)
        for part in context.new.collect_dependencies(new.raw_get("/AP"), since_revision=context.old.revision + 1):
            yield ModificationLevel.FORM_FILLING, FormUpdate(part, field_name=fq_name)


def _said(name: str | None, root: Any) -> str | None:
    return next((str(field.get_object().get("/V")) for known, field in text_fields(root) if known == name), None)


def _require_once(reference: generic.Reference, context: FieldComparisonContext) -> None:
    """Raises SuspiciousModification when the value came after the seal, or is not the first that stood in the field."""
    first: Any = None
    for number in range(context.old.revision + 1, context.new.revision + 1):
        revision = context.new.reader.get_historical_resolver(number)
        field: Any = revision(reference)
        if "/V" not in field:
            continue
        if first is None:
            first = field
            if any(name == Role.SEAL.field and value is not None for name, value, _ in enumerate_sig_fields(revision)):
                raise SuspiciousModification("number or date came after the seal")
        elif str(field["/V"]) != str(first["/V"]) or field["/AP"] != first["/AP"]:
            raise SuspiciousModification("number or date was written twice")


_BOOKKEEPING = (_SameInfo(), XrefStreamRule(), ObjectStreamRule(), RealEvidence(), _SameMetadata())
_GLOBAL = [HeldCatalogue(), *(rule.as_qualified(ModificationLevel.LTA_UPDATES) for rule in _BOOKKEEPING)]
# Filling in a form field is how the "replace" shadow attack works; beside new and signed signature fields only number and date may be.
STRICT = StandardDiffPolicy(
    global_rules=_GLOBAL, form_rule=HeldForm(field_rules=[SigFieldCreationRule(), SigFieldModificationRule(), _FilledOnce()])
)
# What the first signature may add: the same, and the mark that the document holds signatures and is only appended to.
_FIRST = StandardDiffPolicy(
    global_rules=_GLOBAL,
    form_rule=HeldForm(
        field_rules=[SigFieldCreationRule(), SigFieldModificationRule()],
        ignored_acroform_keys={*ACROFORM_EXEMPT_STRICT_COMPARISON, "/SigFlags"},
    ),
)
# What may follow the last signature uncovered: certificates, OCSP responses, CRLs, and the bookkeeping of writing them.
EVIDENCE_ONLY = StandardDiffPolicy(global_rules=_GLOBAL, form_rule=None, ignore_orphaned_objects=False)


def changed_since(reader: PdfFileReader, sent: int) -> str:
    """What was changed after the first `sent` bytes beyond signatures and evidence, in technical words; empty when nothing was.

    A first signature has no earlier one that would tell: whoever adds it could rewrite the page in the same breath.
    """
    if not sent:
        return ""
    try:
        starts = [reader.xrefs.get_startxref_for_revision(revision) for revision in range(reader.xrefs.total_revisions)]
        handed_out = max(revision for revision, start in enumerate(starts) if start < sent)
        difference = _FIRST.review_file(reader, handed_out)
    except (MemoryError, RecursionError):
        raise
    except Exception as problem:
        return type(problem).__name__
    return str(difference) if isinstance(difference, SuspiciousModification) else ""
