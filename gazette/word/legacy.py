"""Turns .doc and .rtf into .docx through LibreOffice in a fenced child process."""

from typing import Protocol

from gazette.word.package import Limits
from gazette.word.sniffing import FileKind


class LegacyConverter(Protocol):
    """Anything that turns the bytes of a .doc or .rtf into those of a .docx."""

    def convert(self, data: bytes, kind: FileKind, limits: Limits) -> bytes:
        """The .docx; raises ``LegacyMissing`` or ``LegacyFailed``."""


class LegacyMissing(Exception):
    """No LibreOffice on this machine."""


class LegacyFailed(Exception):
    """LibreOffice could not convert the file; the reason is the text."""
