"""A process that is killed at whatever step of taking or voiding a number leaves no gap, no double and no half of a row."""

import subprocess
import sys

from sqlalchemy import select

from gazette.db import Database
from gazette.db.tables import series
from tests.db.rows import EVERYTHING, add


def test_kill_9_at_every_step_of_a_number_leaves_a_register_without_gaps(database: Database, address: str) -> None:
    with database.write() as work:
        holder = add(work)
    done = subprocess.run(
        [sys.executable, "-m", "tests.db.killing", address, holder.id], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert min(map(int, done.stdout.split())) >= 4
    with database.read() as work:
        rows = work.lists(EVERYTHING).register("issued", "ubnd/quyet-dinh", 2026, 100)
        last = work.connection.scalar(select(series.c.last))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert last == len(rows) > 0
    assert {row.reason for row in rows} == {"Ký nhầm."}  # (the one that came through voided them all)
