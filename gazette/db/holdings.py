"""The files of documents: kept and read through the vault, noted with the document, in one transaction."""

from dataclasses import dataclass

import archive
from gazette.db.repositories import ORIGINAL
from gazette.db.work import Work
from gazette.model.document import Document, FileRef
from gazette.model.errors import NotFound
from gazette.model.pictures import unpack

__all__ = ["IMAGES", "ORIGINAL", "PAGE", "Holdings", "Kept"]

IMAGES = "images"
"""The format name of the parcel of pictures; never public by itself."""

PAGE = "page"
"""The format name of the unsigned page a leader is about to sign; never public."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """A vault as one reader reaches it inside one unit of work."""

    work: Work
    vault: archive.Vault
    clearance: archive.Clearance

    def read(self, document: Document, format: str) -> bytes:
        """The bytes of the document's file in *format*; raises NotFound. The reading is logged."""
        rendition = self.work.documents(self.clearance).rendition(document.id, format)
        return self.vault.read(self.work.connection, self.clearance, document.record, rendition)

    def images(self, document: Document) -> dict[str, bytes]:
        """The document's pictures by name; empty when it has none."""
        return unpack(self.read(document, IMAGES)) if document.file(IMAGES) else {}

    def go_back(self, document: Document, format: str, rendition: str) -> bytes:
        """Notes an earlier rendition as the document's file again, and gives its bytes. Raises NotFound."""
        found = self.vault.show(self.work.connection, self.clearance, document.record).rendition(rendition)
        if found is None:
            raise NotFound
        self.work.documents(self.clearance).keep_file(document.id, FileRef(format, found.sha256.hex, found.size), rendition)
        return self.vault.read(self.work.connection, self.clearance, document.record, rendition)

    def keep(self, document: Document, ref: "Kept") -> FileRef:
        """Keeps bytes as a rendition of the document's record and notes them as its file in their format."""
        made = self.vault.add_rendition(
            self.work.connection, self.clearance, document.record, ref.rendition, ref.data, ref.media_type, ref.derived_from
        )
        noted = FileRef(ref.format, made.sha256.hex, made.size)
        self.work.documents(self.clearance).keep_file(document.id, noted, ref.rendition)
        return noted

    def keep_signed(self, document: Document, signed: bytes) -> None:
        """Keeps the PDF with its newest signature; the unsigned page is forgotten."""
        self.keep(document, Kept("pdf", "signed", signed, "typeset"))
        self.work.documents(self.clearance).drop_file(document.id, PAGE)


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes to be kept: the document's format they are, the vault's name for them, and the rendition they were made from."""

    format: str
    rendition: str
    data: bytes
    derived_from: str = ""

    @property
    def media_type(self) -> str:
        """The Internet media type of the format."""
        return {PAGE: "application/pdf", IMAGES: "application/zip"}.get(self.format) or FileRef(self.format, "", 0).media_type
