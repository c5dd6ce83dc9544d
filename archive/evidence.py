"""The log's word for one record, to go with its package: its rows, their proofs, the signed head they lead to, and the key to check it."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, select

from archive import merkle
from archive.audit import Audit, log_rows
from archive.errors import BagDamaged, HeadNotUnderstood
from archive.heads import SignedHead, VerifierKey
from archive.rows import LogRow

EVIDENCE = "metadata/other/audit.json"
"""Where it lies below a package's root folder."""


def evidence(connection: Connection, audit: Audit, record: str) -> tuple[bytes, tuple[LogRow, ...]]:
    """What the log holds of *record*, without details, with a proof of each row to a head signed now; and the rows themselves."""
    numbers = connection.scalars(select(log_rows.c.seq).where(log_rows.c.object == record).order_by(log_rows.c.seq)).all()
    rows = tuple(_bare(row) for number in numbers for row in audit.at(connection, number))
    signed = audit.sign_head(connection)
    keys = [str(VerifierKey(audit.origin, key)) for key in audit.public_keys]
    proved = [{"row": row.values(), "path": list(audit.inclusion(connection, row.seq, signed.head.size).path)} for row in rows]
    told = {"head": signed.note, "keys": keys, "rows": proved}
    return json.dumps(told, ensure_ascii=False, indent=1).encode(), rows


def check_evidence(data: bytes, keys: Sequence[VerifierKey] = ()) -> tuple[LogRow, ...]:
    """The rows that *data* proves; raises BagDamaged when one of them does not lead to the head, or nobody of *keys* signed it.

    Without *keys* the package's own are believed, which shows that it is of one piece and not whose it is.
    """
    try:
        told = json.loads(data)
        signed = SignedHead.parse(told["head"])
        believed = keys or [VerifierKey.parse(line) for line in told["keys"]]
        rows = tuple(_proved(one, signed) for one in told["rows"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, HeadNotUnderstood):
        raise BagDamaged(place=EVIDENCE) from None
    if not signed.is_signed_by(*(one.key for one in believed)):
        raise BagDamaged(place=EVIDENCE)
    return rows


def _proved(one: dict[str, object], signed: SignedHead) -> LogRow:
    row = LogRow.from_json(json.dumps(one["row"]))
    path = [bytes.fromhex(str(step)) for step in list(one["path"])]  # type: ignore[call-overload]
    leaf = bytes.fromhex(row.computed_leaf())
    if row.leaf != leaf.hex() or not merkle.included(leaf, row.seq - 1, signed.head.size, path, signed.head.root):
        raise ValueError("a row that does not lead to the head")
    return row


def _bare(row: LogRow) -> LogRow:
    return LogRow(**row.values() | {"details": None})
