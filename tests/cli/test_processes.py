"""One serve per home, one listener per port, and children that are started again and never left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gazette.cli.processes import Child, HomeInUse, NotStarted, PortInUse, Staff, answers, listen, only_one, port_is_free, stopped_on_signal
from gazette.model.errors import GazetteError
from tests.demo import ROOT

SLEEPER = "import time; time.sleep(60)"


def child(folder: Path, code: str = SLEEPER, name: str = "sleeper") -> Child:
    """A child that runs *code*."""
    (folder / f"{name}_child.py").write_text(code)
    return Child(name, (f"{name}_child",))


@pytest.fixture(autouse=True)
def importable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_home_is_held_by_one(tmp_path: Path) -> None:
    with only_one(tmp_path):
        with pytest.raises(HomeInUse, match=str(tmp_path)), only_one(tmp_path):
            pass
        assert (tmp_path / "serve.lock").read_text() == str(os.getpid())
    with only_one(tmp_path):
        pass


def test_a_lock_on_nothing_leaves_nothing(tmp_path: Path) -> None:
    with only_one(tmp_path / "new"):
        pass
    assert not (tmp_path / "new").exists()


def test_a_taken_port_is_said_in_both_languages() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        assert answers("127.0.0.1", port)
        with pytest.raises(PortInUse) as caught:
            port_is_free("127.0.0.1", port)
    assert caught.value.message("vi") == f"Không mở được cổng {port} trên 127.0.0.1: cổng đang được tiến trình khác sử dụng."
    assert caught.value.message("en") == f"Port {port} on 127.0.0.1 cannot be opened: another process is using it."
    port_is_free("127.0.0.1", port)
    assert not answers("127.0.0.1", port)


def test_an_address_that_is_not_ours_cannot_be_listened_on() -> None:
    for host in ("192.0.2.1", "khong-phai-dia-chi.invalid", "::2"):
        with pytest.raises(PortInUse):
            listen(host, 0)


def test_children_run_inside_the_block_and_none_after_it(tmp_path: Path) -> None:
    one = child(tmp_path)
    with Staff([one]).at_work():
        assert one.running
    assert not one.running


def test_a_child_that_does_not_listen_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gazette.cli.processes.STOP_SECONDS", 0.2)
    ready = tmp_path / "ready"
    stubborn = child(tmp_path, f"import signal, time; signal.signal(15, signal.SIG_IGN); open({str(ready)!r}, 'w'); time.sleep(60)")
    staff = Staff([stubborn])
    with staff.at_work():
        staff.wait_until(ready.exists, "stubborn")
    assert not stubborn.running


def test_a_child_that_does_not_start_is_named(tmp_path: Path) -> None:
    staff = Staff([child(tmp_path, "raise SystemExit(1)", "hong")])
    with pytest.raises(NotStarted) as caught, staff.at_work():
        staff.wait_until(lambda: False, "hong")
    assert "hong" in caught.value.message("vi")


def test_what_dies_at_once_again_and_again_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gazette.cli.processes.RESTARTS", 2)
    staff = Staff([child(tmp_path, "raise SystemExit(1)", "hong")])
    with pytest.raises(NotStarted), staff.at_work():
        staff.watch()
    assert len(staff.children[0].starts) == 3


def test_being_told_to_end_while_starting_ends_the_children(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    staff = Staff([child(tmp_path)])

    def told() -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        return False

    with pytest.raises(KeyboardInterrupt), staff.at_work():
        staff.wait_until(told, "x")
    assert not staff.children[0].running
    assert signal.getsignal(signal.SIGTERM) == before


def test_after_the_block_a_signal_means_what_it_meant_before() -> None:
    told: list[str] = []
    with stopped_on_signal(lambda: told.append("outer")):
        with stopped_on_signal(lambda: told.append("inner")):
            os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
    assert told == ["inner", "outer"]


def test_children_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    child(tmp_path)
    code = (
        "from gazette.cli.processes import Child, Staff\n"
        "one = Child('sleeper', ('sleeper_child',))\n"
        "with Staff([one]).at_work() as staff: print(one.process.pid, flush=True); staff.watch()\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.kill()
    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(pid)


def test_every_error_of_this_room_is_a_sentence_in_both_languages() -> None:
    for error in (HomeInUse(home="x"), NotStarted(name="x"), PortInUse(host="h", port=1, vi="a", en="b")):
        assert isinstance(error, GazetteError)
        assert error.message("vi") != error.message("en")
        assert error.exit_code == 3


def test_ipv6_is_listened_on_where_there_is_any() -> None:
    if not socket.has_ipv6 or not Path("/proc/net/if_inet6").exists():
        pytest.skip("this machine has no IPv6")
    with listen("::1", 0) as listener:
        assert answers("::1", listener.getsockname()[1])


def test_a_forked_child_runs_in_a_process_of_its_own_and_is_stopped(tmp_path: Path) -> None:
    seen = tmp_path / "seen"

    def work() -> None:
        seen.write_text(str(os.getpid()))
        signal.pause()

    one = Child("forked", work=work)
    with Staff([one]).at_work() as staff:
        staff.wait_until(seen.exists, "forked")
        assert one.process is not None
        assert int(seen.read_text()) == one.process.pid != os.getpid()
    assert not one.running
