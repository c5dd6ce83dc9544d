"""The log that is measured is a log: filled in batches, it is what appending would have left."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine

import archive
from benchmarks import audit_log


def test_the_filled_log_is_sound_and_every_figure_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_log, "APPENDS", 20)
    monkeypatch.setattr(audit_log, "PROOFS", 3)
    (table,) = audit_log.audit(1, tmp_path, (100, 300))
    assert [len(row) for row in table.rows] == [5, 5]
    engine = create_engine(f"sqlite:///{tmp_path / 'log.db'}")
    with engine.begin() as connection:
        assert archive.Audit("bench.localhost", lambda: audit_log.datetime.now(audit_log.UTC)).verify(connection) == []
    engine.dispose()
