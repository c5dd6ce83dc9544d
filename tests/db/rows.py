"""Documents as rows, without files or vault, for tests of the tables themselves."""

import secrets
from datetime import UTC, date, datetime

import archive
from gazette.db import Work
from gazette.model.document import Document

MOMENT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
EVERYTHING = archive.Clearance("nguoi-doc", level=3)
PUBLIC_LABEL = archive.Label(level=0)


def document(state: str = "received", **changes: object) -> Document:
    """A document nobody has seen before."""
    given: dict[str, object] = {
        "id": secrets.token_hex(16),
        "record": secrets.token_hex(16),
        "state": state,
        "provenance": "office",
        "level": "cong-khai",
        "book": "incoming",
        "source_name": "mau.docx",
        "received_at": MOMENT,
        "received_by": "van-thu",
        "received_number": None,
        "received_year": 2026,
        "check_code": secrets.token_hex(8),
    }
    return Document(**(given | changes))  # type: ignore[arg-type]


def add(work: Work, /, state: str = "received", label: archive.Label = PUBLIC_LABEL, **changes: object) -> Document:
    """The same, written down."""
    made = document(state, level=label.id, **changes)
    work.documents(EVERYTHING).add(made, label)
    return made


DAY = date(2026, 11, 24)
