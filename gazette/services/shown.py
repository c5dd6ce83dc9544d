"""What of a published document is for everybody."""

from dataclasses import replace

from gazette.model.annexes import annex_number, is_waiting
from gazette.model.document import Document
from gazette.model.settling import OPEN, SETTLED

FORMATS = ("pdf", "xml", "docx")
UNRELEASED = OPEN | SETTLED
"""What says that a Word file carries more than its text, whether or not it was settled: such a file is not handed to the public."""


def public(document: Document) -> Document:
    """The document without what is not for the public: working files, and a Word file that carries more than its text."""
    released = not any(finding.code in UNRELEASED for finding in document.findings)
    formats = FORMATS if released else FORMATS[:2]
    files = tuple(ref for ref in document.files if ref.format in formats or (annex_number(ref.format) and not is_waiting(ref.format)))
    return replace(document, files=files, findings=(), doers={})
