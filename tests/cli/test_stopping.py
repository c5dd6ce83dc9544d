"""How a served installation ends: told to, or killed."""

import signal
import time
from pathlib import Path

import pytest

from tests.cli.test_processes import alive
from tests.demo import Demo
from tests.serving import serving


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_leaves_no_process_and_no_socket(served: Demo, tmp_path: Path, told: signal.Signals) -> None:
    with serving(served, tmp_path) as running:
        children = running.children()
        running.process.send_signal(told)
        assert running.process.wait(30) == 0
    assert not [pid for pid in children if alive(pid)]
    assert "Traceback" not in running.log.read_text()


def test_killed_it_leaves_no_process_and_starts_again(served: Demo, tmp_path: Path) -> None:
    with serving(served, tmp_path) as running:
        children = running.children()
        running.process.kill()
        running.process.wait()
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and any(alive(pid) for pid in children):
            time.sleep(0.1)
    assert not [pid for pid in children if alive(pid)]
    with serving(served, tmp_path) as again:
        assert again.get("/readyz").status == 200
