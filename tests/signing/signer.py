"""A signer as a process of its own, with the processes of its batches, to be asked and to be killed."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from signing import SampleAuthority, SignerClient, SigningError

_PROGRAM = """
import sys
from pathlib import Path
from signing import Keyring, SampleAuthority, SignerSettings, serve
folder, place, processes = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
office = SampleAuthority.open(folder)
settings = SignerSettings(
    Keyring.open(folder / "keys"), place / "uses.jsonl", office.timestamps, office.trust_folder, spool=place / "spool", processes=processes
)
serve(place / "s", settings)
"""


@dataclass
class Signer:
    """One signer over a folder; started again after each kill."""

    authority: SampleAuthority
    place: Path
    processes: int = 2
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def client(self) -> SignerClient:
        return SignerClient(self.place / "s", seconds=60)

    def start(self) -> None:
        """Starts it and waits until it answers."""
        command = [sys.executable, "-c", _PROGRAM, str(self.authority.folder), str(self.place), str(self.processes)]
        self.process = subprocess.Popen(command)
        deadline = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def kill(self) -> None:
        """Kills it as `kill -9` does, unless it has ended already."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def kill_a_worker(self) -> None:
        """Kills one of the processes that work at its batches, if there is one."""
        assert self.process is not None
        for number in workers(self.process.pid)[:1]:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                return

    def _answers(self) -> bool:
        try:
            self.client.health()
        except SigningError:
            return False
        return True


def workers(parent: int) -> list[int]:
    """The spawned processes directly under another."""
    found = []
    for number in _children(parent):
        try:
            command = Path(f"/proc/{number}/cmdline").read_bytes()
        except OSError:
            continue
        if b"spawn_main" in command:
            found.append(number)
    return found


def _children(parent: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            found += [int(number) for number in path.read_text().split()]
        except OSError:
            continue
    return found
