"""Until when a signed file will verify without help: what the renewal job looks at."""
# mypy: disable-error-code="no-untyped-call"

import io
from datetime import datetime

from pyhanko.pdf_utils.reader import PdfFileReader

from signing.errors import DocumentRefused


def verifiable_until(pdf: bytes) -> datetime | None:
    """The end of validity of the certificate behind the last document timestamp; None when the file bears none.

    Within that time one more archive timestamp (`renew`) carries the proof on. Raises DocumentRefused for an unreadable PDF.
    """
    try:
        stamps = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_timestamp_signatures
        last = stamps[-1].signer_cert if stamps else None
    except Exception as cause:  # the engine raises a dozen kinds of errors on damaged files
        raise DocumentRefused("Không đọc được tệp PDF.", "The PDF cannot be read.") from cause
    return last.not_valid_after if last is not None else None
