"""Migrations lead to exactly the tables in the code, on both engines."""

from alembic import command
from sqlalchemy import inspect

from gazette.db import Database, check, upgrade
from gazette.db.migrating import configuration


def test_the_revisions_lead_to_the_tables_in_the_code(address: str) -> None:
    upgrade(address)
    assert check(address) == []


def test_upgrading_twice_changes_nothing(address: str) -> None:
    upgrade(address)
    upgrade(address)
    assert check(address) == []


def test_an_empty_database_differs_from_the_code(address: str) -> None:
    assert any("documents" in difference for difference in check(address))


def test_the_way_back_leaves_only_the_record_of_revisions(database: Database) -> None:
    settings = configuration()
    with database.engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.downgrade(settings, "base")
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
