"""What a later revision may not touch although the library lets it: the catalogue's extras, the form's defaults, false evidence."""
# mypy: disable-error-code="no-untyped-call"

import re
from collections.abc import Iterable
from typing import Any

from asn1crypto import cms, core, crl, ocsp, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis.commons import compare_dicts
from pyhanko.sign.diff_analysis.form_rules_api import FormUpdate, FormUpdatingRule
from pyhanko.sign.diff_analysis.policy_api import ModificationLevel, SuspiciousModification
from pyhanko.sign.diff_analysis.rules.file_structure_rules import CatalogModificationRule
from pyhanko.sign.diff_analysis.rules.form_field_rules import DSSCompareRule
from pyhanko.sign.diff_analysis.rules_api import ReferenceUpdate

_VERSION = re.compile(r"/(?:1\.[0-7]|2\.0)")
# ISO 32000-2, 7.12.2: what a developer extension says of itself; all of it plain values.
_EXTENSION = frozenset({"/Type", "/BaseVersion", "/ExtensionLevel", "/URL", "/ExtensionRevision"})
_MARKS = frozenset({"/Marked", "/UserProperties", "/Suspects"})
_PLAIN = (generic.NameObject, generic.NumberObject, generic.TextStringObject, generic.ByteStringObject, generic.BooleanObject)
_STREAM = frozenset({"/Length", "/Filter", "/DecodeParms", "/Type"})
_EVIDENCE: dict[str, type[core.Sequence]] = {
    "/Certs": x509.Certificate,
    "/Cert": x509.Certificate,
    "/CRLs": crl.CertificateList,
    "/CRL": crl.CertificateList,
    "/OCSPs": ocsp.OCSPResponse,
    "/OCSP": ocsp.OCSPResponse,
    "/TS": cms.ContentInfo,
}


class HeldCatalogue(CatalogModificationRule):
    """Version, extensions and marks of the catalogue may be written by signing software; only what these entries are for."""

    def apply_qualified(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[tuple[ModificationLevel, ReferenceUpdate]]:
        _require_version(old.root, new.root)
        _require_extensions(new.root)
        _require_marks(old.root, new.root)
        yield from super().apply_qualified(old, new)


def _require_version(old: Any, new: Any) -> None:
    before, after = str(old.get("/Version", "/1.0")), str(new.get("/Version", "/1.0"))
    if after != before and (not _VERSION.fullmatch(after) or after < before):
        raise SuspiciousModification("the version of the document is another")


def _require_extensions(new: Any) -> None:
    for prefix, told in _dictionary(new.get("/Extensions")).items():
        entries = told if isinstance(told, generic.ArrayObject) else [told]
        for entry in (one.get_object() for one in entries if prefix != "/Type"):
            if not isinstance(entry, generic.DictionaryObject) or set(entry) - _EXTENSION:
                raise SuspiciousModification("the extensions hold more than extensions")
            if not all(isinstance(entry.raw_get(key), _PLAIN) for key in entry):
                raise SuspiciousModification("the extensions hold more than extensions")


def _require_marks(old: Any, new: Any) -> None:
    before, after = old.get("/MarkInfo"), new.get("/MarkInfo")
    if before is not None:
        compare_dicts(before, after)
    elif set(_dictionary(after)) - _MARKS or not all(isinstance(value, generic.BooleanObject) for value in _dictionary(after).values()):
        raise SuspiciousModification("the marks of the document hold more than marks")


class HeldForm(FormUpdatingRule):
    """The form may gain resources; those it had, its defaults and the way it is drawn stay what was signed."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        before, after = _dictionary(old.root.get("/AcroForm")), _dictionary(new.root.get("/AcroForm"))
        if bool(after.get("/NeedAppearances")) and not bool(before.get("/NeedAppearances")):
            raise SuspiciousModification("the form asks to be drawn anew")
        if any(key in before and str(before[key]) != str(after.get(key)) for key in ("/DA", "/Q")):
            raise SuspiciousModification("the form's defaults are others")
        _require_resources(_dictionary(before.get("/DR")), _dictionary(after.get("/DR")))
        yield from super().apply(old, new)


def _require_resources(before: Any, after: Any) -> None:
    for kind in before:
        if isinstance(before[kind], generic.DictionaryObject):
            known, now = before[kind], _dictionary(after.get(kind))
            compare_dicts(known, now, frozenset(set(now) - set(known)))
        elif before[kind] != after.get(kind):
            raise SuspiciousModification("the form's resources are others")


class RealEvidence(DSSCompareRule):
    """What is new in the security store must be what it is called: one certificate, CRL, OCSP response or time stamp, and no more."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        yield from super().apply(old, new)
        store = _dictionary(new.root.get("/DSS"))
        by_signature = [entry.get_object() for key, entry in _dictionary(store.get("/VRI")).items() if key != "/Type"]
        seen: set[generic.Reference] = set()
        for holder in (store, *by_signature):
            for key in set(holder) & set(_EVIDENCE):
                for reference in _references(holder, key) - seen:
                    seen.add(reference)
                    if old.is_ref_unassignable(reference):
                        _require_evidence(key, new(reference))


def _references(holder: Any, key: str) -> set[generic.Reference]:
    value = holder.raw_get(key)
    listed = value.get_object() if key != "/TS" else [value]
    return {one.reference for one in listed if isinstance(one, generic.IndirectObject)}


def _require_evidence(key: str, stream: Any) -> None:
    try:
        told = _EVIDENCE[key].load(bytes(stream.data), strict=True)
        whole = told.dump() == bytes(stream.data) and len(told) > 0
    except (ValueError, TypeError, AttributeError):
        whole = False
    if not whole or set(stream) - _STREAM:
        raise SuspiciousModification(f"{key} of the security store holds something else")


def _dictionary(value: Any) -> Any:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, generic.DictionaryObject) else generic.DictionaryObject()
