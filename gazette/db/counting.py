"""The kept counts of published documents by kind: changed in the same transaction as the documents, and dependent on nothing closed."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

import archive
from gazette.db.tables import documents, guard, public_kinds

_KIND, _NAME = func.coalesce(documents.c.kind, ""), func.coalesce(documents.c.kind_name, "")
LONGEST = 500
"""A name is kept up to so many characters."""


@contextmanager
def counted(connection: Connection, *changed: ColumnElement[bool]) -> Iterator[None]:
    """Around a change of the documents that meet all *changed*: what it publishes or takes back is added to the counts, or taken off."""
    before = _public(connection, *changed)
    yield
    after = _public(connection, *changed)
    engine = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for kind, name in sorted(before.keys() | after.keys()):
        more = after[kind, name] - before[kind, name]
        if more:
            row = engine(public_kinds).values(kind=kind, name=name, documents=0)
            connection.execute(row.on_conflict_do_nothing())
            place = (public_kinds.c.kind == kind, public_kinds.c.name == name)
            connection.execute(update(public_kinds).where(*place).values(documents=public_kinds.c.documents + more))


def recount(connection: Connection) -> None:
    """Counts everything anew: for installations from before there were counts, and after documents were written past the repositories."""
    connection.execute(delete(public_kinds))
    rows = [{"kind": kind, "name": name, "documents": count} for (kind, name), count in sorted(_public(connection).items())]
    if rows:
        connection.execute(insert(public_kinds), rows)


def _public(connection: Connection, *conditions: ColumnElement[bool]) -> Counter[tuple[str, str]]:
    name = func.substr(_NAME, 1, LONGEST)
    query = select(_KIND, name, func.count()).where(guard(archive.ANYONE), *conditions).group_by(_KIND, name)
    return Counter({(row[0], row[1]): int(row[2]) for row in connection.execute(query)})
