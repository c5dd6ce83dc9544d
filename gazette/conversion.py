"""The first three stations joined: one Word file becomes validated Akoma Ntoso, with everything found on the way."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from gazette import akn, structure, word
from gazette.model.blocks import Image
from gazette.model.collector import collecting_seldom
from gazette.model.outcome import Finding, Lang
from gazette.model.settling import AS_IT_IS, Choice

_COUNTS = ("parts", "chapters", "sections", "articles", "clauses", "points", "tables", "footnotes", "images", "annexes", "citations")
_NOTHING: Mapping[str, Any] = {
    **dict.fromkeys(("work", "kind", "number", "issuer", "place", "date", "subject")),
    "signers": [],
    "recipients": [],
    "counts": dict.fromkeys(_COUNTS, 0),
}
Status = Literal["converted", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Conversion:
    """One file's way from Word to XML. A refused file has no ``xml`` and at least one error among its findings."""

    source: str
    sha256: str
    xml: bytes | None = None
    images: Mapping[str, Image] = field(default_factory=dict)
    metadata: akn.Metadata | None = None
    identity: akn.TextIdentity | None = None
    findings: tuple[Finding, ...] = ()
    broke: bool = False

    @property
    def status(self) -> Status:
        """``converted``, ``refused`` (the document), or ``failed`` (the operation)."""
        if self.broke:
            return "failed"
        return "refused" if self.xml is None else "converted"

    def report(self, lang: Lang = "vi", output: str | None = None) -> dict[str, Any]:
        """The conversion report as a JSON object; what the document does not say is ``None``."""
        known = self.metadata.to_json() if self.metadata else _NOTHING
        text = self.identity.to_json() if self.identity else {"characters_in": 0, "characters_out": 0, "identical": False}
        return {
            "source": self.source,
            "sha256": self.sha256,
            "status": self.status,
            "output": output,
            **known,
            "text": text,
            "findings": [finding.to_json(lang) for finding in self.findings],
        }


@collecting_seldom()
def convert(
    data: bytes, name: str, *, legacy: word.LegacyConverter | None = None, image_folder: str = "", choice: Choice = AS_IT_IS
) -> Conversion:
    """Reads, understands and writes one Word file; *image_folder* is put before the names of pictures in the XML.

    *choice* is which text counts where changes are tracked, and what of the file's traces was settled before.
    """
    started = Conversion(name, hashlib.sha256(data).hexdigest())
    blocks = word.read(data, name=name, legacy=legacy, version=choice.version, decided=choice.decided)
    if blocks.value is None:
        return _with(started, findings=blocks.findings)
    recognised = structure.recognise_counting(blocks.value)
    if recognised.value is None:
        return _with(started, findings=blocks.findings + recognised.findings)
    written = akn.write(recognised.value.draft, image_folder=image_folder)
    findings = blocks.findings + recognised.findings + written.findings
    if written.value is None:
        return _with(started, findings=findings)
    metadata = akn.metadata(written.value)
    counts = {**metadata.counts, "citations": recognised.value.citations}
    identity = akn.text_identity(blocks.value.visible_text(), written.value)
    return Conversion(
        name,
        started.sha256,
        written.value,
        blocks.value.images,
        replace(metadata, counts=counts),
        identity,
        findings + akn.validate(written.value) + _different(identity),
    )


def _different(identity: akn.TextIdentity) -> tuple[Finding, ...]:
    """The fidelity gate: a difference between Word's text and the XML's is an error finding with both sides."""
    if identity.identical:
        return ()
    return (akn.CATALOGUE.finding("A008", before=identity.before, after=identity.after),)


def _with(started: Conversion, *, findings: tuple[Finding, ...]) -> Conversion:
    return Conversion(started.source, started.sha256, findings=findings)
