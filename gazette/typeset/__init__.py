"""Station 4: Akoma Ntoso to PDF/A-3."""

from gazette.typeset.document import Box, CheckMark, TypesetDocument, document

__all__ = ["Box", "CheckMark", "TypesetDocument", "document"]
