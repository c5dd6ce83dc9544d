"""What is measured of sealing is what the product does, and every figure is there."""

from pathlib import Path

import pytest

from benchmarks import sealing


def test_every_figure_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, small in (("DEPOSITS", 2), ("KEYS", 20), ("ROUNDS", 1)):
        monkeypatch.setattr(sealing, name, small)
    (table,) = sealing.sealing(1, tmp_path)
    assert len(table.rows) == 4
