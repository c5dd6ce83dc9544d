"""Station 3: Draft to Akoma Ntoso and back; validation, text, reading HTML, comparison."""

from gazette.akn.reader import read
from gazette.akn.schema import validate
from gazette.akn.text import TextIdentity, text_identity, to_text
from gazette.akn.writer import write

__all__ = ["TextIdentity", "read", "text_identity", "to_text", "validate", "write"]
