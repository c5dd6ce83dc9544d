"""What somebody does to the log who owns the database and knows its format."""

from collections.abc import Callable
from dataclasses import asdict, replace

from sqlalchemy import Connection, delete, insert, text, update

from archive import Audit, LogRow, merkle
from archive.audit import log_rows, log_state, signed_heads


def disarm(connection: Connection) -> None:
    """Takes away the triggers, as the database's owner can."""
    for table in ("archive_audit", "archive_heads"):
        for verb in ("update", "delete"):
            on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {table}_no_{verb}{on}"))


def set_row(connection: Connection, seq: int, /, **values: object) -> None:
    """Sets columns of one row."""
    connection.execute(update(log_rows).where(log_rows.c.seq == seq).values(**values))


def rewrite(connection: Connection, change: Callable[[list[LogRow]], list[LogRow]]) -> None:
    """What an owner of the database does who knows the format: new rows, new leaves, new counter, no old heads."""
    rows = change(list(Audit("x", lambda: NotImplemented).rows(connection)))
    connection.execute(delete(log_rows))
    connection.execute(delete(signed_heads))
    peaks: list[bytes] = []
    for place, row in enumerate(rows):
        row = replace(row, seq=place + 1)
        row = replace(row, leaf=row.computed_leaf())
        peaks = merkle.grow(peaks, place, bytes.fromhex(row.leaf))
        connection.execute(insert(log_rows).values(**asdict(row)))
    connection.execute(update(log_state).values(size=len(rows), peaks=" ".join(peak.hex() for peak in peaks)))
