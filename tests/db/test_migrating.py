"""Migrations lead to exactly the tables in the code, on both engines."""

import subprocess
import sys

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from gazette.db import Database, check, upgrade
from gazette.db.migrating import NEWEST, configuration


def test_the_revisions_lead_to_the_tables_in_the_code(empty: str) -> None:
    upgrade(empty)
    assert check(empty) == []


def test_upgrading_twice_changes_nothing(empty: str) -> None:
    upgrade(empty)
    upgrade(empty)
    assert check(empty) == []


def test_an_empty_database_differs_from_the_code(empty: str) -> None:
    assert any("documents" in difference for difference in check(empty))


def test_the_way_back_leaves_only_the_record_of_revisions(database: Database) -> None:
    settings = configuration()
    with database.engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.downgrade(settings, "base")
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_the_newest_revision_is_the_last_of_the_scripts() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == NEWEST


def test_opening_a_database_that_is_up_to_date_does_not_load_alembic(empty: str) -> None:
    upgrade(empty)
    program = "import sys; from gazette.db import upgrade; upgrade(sys.argv[1]); sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program, empty], check=False).returncode == 0


def test_an_old_home_keeps_its_accounts_and_its_labels(database: Database) -> None:
    settings = configuration()
    with database.engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.downgrade(settings, "0005")
    with database.engine.begin() as connection:
        connection.execute(text(ACCOUNT))
        connection.execute(text(RECORD))
    upgrade(database.address)
    assert check(database.address) == []
    with database.write() as work:
        found = work.accounts.find("luu-tru")
        assert found is not None
        assert (found[0].clearance, found[0].until) == ("han-che", None)
        (record,) = work.connection.execute(text("SELECT own_level, own_compartments, attached_to FROM archive_records"))
        assert tuple(record) == (2, "|to-7|", "")


ACCOUNT = """
INSERT INTO accounts ("user", name, password, roles, level, compartments, enabled, created)
VALUES ('luu-tru', 'Người Mẫu', 'x', '["archivist"]', 'han-che', '[]', true, '2026-11-01 00:00:00')
"""
RECORD = """
INSERT INTO archive_records (id, title, level, secrecy, compartments, state, dossier, created, actor)
VALUES ('00000000000000000000000000000001', 'Sổ mẫu', 2, 0, '|to-7|', 'kept', '', '2026-11-01 00:00:00', 'luu-tru')
"""
