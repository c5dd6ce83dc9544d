"""A PDF opened for one more revision, its signature fields, and what the PDF library raises told in this room's errors."""
# mypy: disable-error-code="no-untyped-call"

import asyncio
import io
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import SigningError as LibrarySigningError
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.errors import PathError, ValidationError

from signing.errors import AuthorityUnreachable, CertificateRefused, DocumentRefused, SigningError

_TAIL = 4096
T = TypeVar("T")


@dataclass(frozen=True)
class FieldState:
    """A signature field of a document, whether it is signed, and whether by a document time stamp alone."""

    name: str
    signed: bool
    stamp: bool = False


def opened(stream: BinaryIO) -> IncrementalPdfFileWriter:
    """A PDF ready for one more revision; raises DocumentRefused for what is none, is encrypted, or holds something behind its end."""
    stream.seek(0)
    if b"%PDF-" not in stream.read(1024):
        raise DocumentRefused("Tệp không phải là PDF.", "The file is not a PDF.")
    with translated():
        stream.seek(0)
        writer = IncrementalPdfFileWriter(stream, strict=True)
        if writer.prev.encrypted:
            raise DocumentRefused("PDF được mã hoá, không ký được.", "The PDF is encrypted and cannot be signed.")
        _nothing_after(stream, writer.prev.last_startxref)
        return writer


def _nothing_after(stream: BinaryIO, start: int | None) -> None:
    """A signature would cover, and so vouch for, whatever somebody put behind the end of the document."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    if not re.search(rb"startxref\s+%d\s+%%%%EOF[\s\x00]*\Z" % (start or 0), stream.read()):
        vi, en = (
            "Sau phần kết thúc của PDF còn nội dung lạ, không ký được.",
            "Content stands behind the end of the PDF; it cannot be signed.",
        )
        raise DocumentRefused(vi, en)


def states_of(writer: IncrementalPdfFileWriter) -> tuple[FieldState, ...]:
    """The signature fields in document order."""
    with translated():
        return tuple(
            FieldState(str(name), value is not None, value is not None and value.get_object().get("/Type") == "/DocTimeStamp")
            for name, value, _ in enumerate_sig_fields(writer.prev)
        )


def run(work: Coroutine[Any, Any, T]) -> T:
    """The library's work done here and now, its errors told as ours; in a thread of its own where an event loop runs already."""
    with translated():
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(work)
        with ThreadPoolExecutor(1) as apart:
            return apart.submit(asyncio.run, work).result()


class translated:  # noqa: N801 (used like a function)
    """Inside it, what the PDF library raises becomes one of this room's errors."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> None:
        if problem is None or isinstance(problem, SigningError) or not isinstance(problem, Exception):
            return
        raise _ours(problem) from problem


def _ours(problem: BaseException) -> SigningError:
    causes = [problem]
    while (deeper := causes[-1].__cause__ or causes[-1].__context__) is not None and len(causes) < 10:
        causes.append(deeper)
    if any(isinstance(c, TimestampRequestError) for c in causes):
        return AuthorityUnreachable("Máy chủ cấp dấu thời gian không trả lời.", "The time-stamping authority does not answer.")
    if any(isinstance(c, PathError | ValidationError) for c in causes):
        return CertificateRefused(
            "Chứng thư của người ký hoặc của máy chủ thời gian bị thu hồi, hết hạn, chưa tin cậy được hoặc chưa kiểm tra được.",
            "The certificate of the signer or of the time-stamping authority is revoked, expired, untrusted or could not be checked.",
        )
    if isinstance(problem, (PdfError, LibrarySigningError)):
        return DocumentRefused(f"Không ký được PDF: {problem}", f"The PDF cannot be signed: {problem}")
    return DocumentRefused("PDF hỏng hoặc không đọc được.", "The PDF is damaged or cannot be read.")
