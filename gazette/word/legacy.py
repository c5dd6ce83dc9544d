"""Turns .doc and .rtf into .docx through LibreOffice in a fenced child process."""

from typing import Protocol

from gazette.word.package import Limits
from gazette.word.sniffing import FileKind


class LegacyConverter(Protocol):
    """Anything that turns the bytes of a .doc or .rtf into those of a .docx."""

    def convert(self, data: bytes, kind: FileKind, limits: Limits) -> bytes:
        """The .docx; raises ``LegacyMissing`` or ``LegacyFailed``."""


class ConvertedOnce:
    """A converter for one look at one file, which reads it several times: it is converted the first time only."""

    def __init__(self, converter: LegacyConverter) -> None:
        self._converter = converter
        self._made: tuple[bytes, bytes] | None = None

    def convert(self, data: bytes, kind: FileKind, limits: Limits) -> bytes:
        """The .docx, as the converter gave it for the same *data* before; raises as it does."""
        if self._made is None or self._made[0] != data:
            self._made = (data, self._converter.convert(data, kind, limits))
        return self._made[1]


class LegacyMissing(Exception):
    """No LibreOffice on this machine."""


class LegacyFailed(Exception):
    """LibreOffice could not convert the file; the reason is the text."""
