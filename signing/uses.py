"""The seal-use log: a line for each use of a key of the office, chained by SHA-256, on disk before the signature goes out."""

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_LONGEST_NOTE = 200
_TOLD = ("op", "role", "key", "level", "actor", "batch", "document")
# The chain is read from the last few thousand bytes; no line may be longer.
_END = 8192


class UseLog:
    """An append-only file of JSON lines, each with the SHA-256 of the line before; one writer at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def write_down(self, told: Mapping[str, Any], before: bytes, after: bytes) -> None:
        """Notes one use: what was ordered and by whom, and the SHA-256 of the document before and after."""
        self._append(told, hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest())

    def write_down_once(self, told: Mapping[str, Any], before: bytes, after: bytes) -> None:
        """The same, unless a whole line tells of this very result already: a run that was killed may have got so far."""
        digest = hashlib.sha256(after).hexdigest()
        if not self.tells_of(digest):
            self._append(told, hashlib.sha256(before).hexdigest(), digest)

    def tells_of(self, after: str) -> bool:
        """Whether a whole line of the log names this SHA-256 as a result."""
        if not self.path.exists():
            return False
        with self.path.open("rb") as lines:
            return any(_result(line) == after for line in lines if after.encode() in line)

    def _append(self, told: Mapping[str, Any], before: str, after: str) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        noted = {name: _noted(told.get(name)) for name in _TOLD if name in told}
        with self._lock:
            append_use(self.path, {"at": at, **noted, "before": before, "after": after})


def append_use(log: Path, entry: Mapping[str, Any]) -> None:
    """Add one line to the seal-use log, chained to the line before by its SHA-256, and wait until it is on disk."""
    descriptor = os.open(log, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "rb+") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _END))
        end = file.read()
        lines = end.splitlines()
        previous = hashlib.sha256(lines[-1]).hexdigest() if lines else ""
        # A line that a crash or a full disk cut off stays as it is, on its own.
        file.write(b"\n" if end and not end.endswith(b"\n") else b"")
        file.write(json.dumps({**entry, "previous": previous}, ensure_ascii=False, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _noted(value: object) -> str | None:
    return None if value is None else str(value)[:_LONGEST_NOTE]


def _result(line: bytes) -> object:
    try:
        told = json.loads(line)
    except ValueError:  # a line that was cut off
        return None
    return told.get("after") if isinstance(told, dict) else None
