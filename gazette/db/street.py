"""The database role of the public site's own process on PostgreSQL: it reads the rows that are published, and no others exist for it."""

from collections.abc import Mapping

from sqlalchemy import Connection, text

_OPEN = "level = 0 AND secrecy = 0 AND compartments = ''"
_SHOWN = f"state IN ('published', 'withdrawn') AND {_OPEN}"
_OF_A_DOCUMENT = "document IN (SELECT id FROM documents)"
_OF_A_RECORD = "record IN (SELECT id FROM archive_records)"

READS: Mapping[str, str] = {
    "alembic_version": "true",
    "archive_records": f"state = 'published' AND {_OPEN}",
    "archive_renditions": _OF_A_RECORD,
    "archive_holds": "false",
    "archive_grants": "false",
    "archive_dossier_grants": "false",
    "archive_publications": "true",
    "archive_publication_state": "true",
    "archive_nodes": "tree = 'public'",
    "documents": _SHOWN,
    "files": _OF_A_DOCUMENT,
    "relations": _OF_A_DOCUMENT,
    "history": f"action = 'withdraw' AND {_OF_A_DOCUMENT}",
    "issues": "state = 'published'",
    "issue_items": "issue IN (SELECT id FROM issues)",
    "issue_imprints": "false",
    "lastings": " OR ".join((_OF_A_DOCUMENT, "issue IN (SELECT id FROM issues)")),
    "public_kinds": "true",
}
"""The tables that the public site reads, and which rows of them are there for it. Everything else it may not even name."""


def open_to(connection: Connection, role: str) -> None:
    """Lets *role*, which exists, read what is published, by grants and row security; doing it again changes nothing.

    PostgreSQL only, by the tables' owner, who goes on seeing every row. Raises ValueError for a name that is no plain identifier.
    """
    if not role.isidentifier() or not role.isascii():
        raise ValueError(role)
    connection.execute(text(f'GRANT USAGE ON SCHEMA public TO "{role}"'))
    connection.execute(text(f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{role}"'))
    for table, rows in READS.items():
        connection.execute(text(f'GRANT SELECT ON {table} TO "{role}"'))
        connection.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        connection.execute(text(f"DROP POLICY IF EXISTS street_{role} ON {table}"))
        connection.execute(text(f'CREATE POLICY street_{role} ON {table} FOR SELECT TO "{role}" USING ({rows})'))
