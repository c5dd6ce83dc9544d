"""The signer's side of a batch: documents come in over one connection and go out signed, verified and written down, in any order."""

import hashlib
import json
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from signing.crew import Crew
from signing.errors import SignerUnavailable, SigningError
from signing.spool import Spool
from signing.tasks import Services, Task
from signing.uses import UseLog
from signing.wire import MAX_BYTES, MAX_HEADER, received, send

_AHEAD = 2


@dataclass(frozen=True)
class Ordered:
    """A batch as the signer works at it; `told` is what the seal-use log says of each use."""

    batch: str
    task: Task
    services: Services
    told: Mapping[str, Any]


class Bulk:
    """Batches of one signer process, over any number of connections.

    An output stands in the spool, whole and verified, before its use is written down, and is written down before it goes out. Whoever was
    cut off hands the document in again under the same batch and gets the same output: no key is used for it a second time.
    """

    def __init__(self, spool: Spool, crew: Crew, uses: UseLog) -> None:
        self.spool = spool
        self.crew = crew
        self._uses = uses
        self._hands = ThreadPoolExecutor(self.ahead, "batch")
        self._under_way: dict[tuple[str, str], Future[bytes]] = {}
        self._talking: Counter[str] = Counter()
        self._done_with: set[str] = set()
        self._lock = threading.Lock()

    @property
    def ahead(self) -> int:
        """How many documents one connection should have handed in at a time."""
        return _AHEAD * self.crew.processes

    def converse(self, line: socket.socket, ordered: Ordered) -> None:
        """Takes documents in (`put`) and gives results out (`next`) until the caller hangs up; what was begun is finished anyway."""
        finished: SimpleQueue[tuple[str, Future[bytes]]] = SimpleQueue()
        waiting = 0
        while True:
            header, pdf = json.loads(received(line, MAX_HEADER)), received(line, MAX_BYTES)
            if "put" in header:
                self._begin(ordered, str(header["put"]), pdf, finished)
                waiting += 1
            elif waiting:
                name, future = finished.get()
                answer, document = _told(name, future)
                send(line, json.dumps(answer, ensure_ascii=False).encode())
                send(line, document)
                waiting -= 1
            else:
                return

    @contextmanager
    def holding(self, batch: str) -> Iterator[None]:
        """Inside it, the outputs of this batch stay in the spool, even when another run of it says that they may go."""
        with self._lock:
            self._talking[batch] += 1
        try:
            yield
        finally:
            with self._lock:
                self._talking[batch] -= 1
                self._sweep(batch)

    def forget(self, batch: str) -> None:
        """The outputs of a batch may go, as soon as nobody hands documents in under its name. Raises DocumentRefused for no proper name."""
        self.spool.require(batch)
        with self._lock:
            self._done_with.add(batch)
            self._sweep(batch)

    def close(self) -> None:
        """Ends the processes."""
        self._hands.shutdown(wait=False, cancel_futures=True)
        self.crew.close()

    def _sweep(self, batch: str) -> None:
        if self._talking[batch]:
            return
        del self._talking[batch]
        if batch in self._done_with:
            self._done_with.remove(batch)
            self.spool.forget(batch)

    def _begin(self, ordered: Ordered, name: str, pdf: bytes, finished: "SimpleQueue[tuple[str, Future[bytes]]]") -> None:
        key = ordered.batch, hashlib.sha256(pdf).hexdigest()
        with self._lock:
            future = self._under_way.get(key)
            if future is None:
                future = self._under_way[key] = self._hands.submit(self._made, ordered, name, pdf)
        future.add_done_callback(lambda done: self._done(key, name, done, finished))

    def _done(self, key: tuple[str, str], name: str, done: Future[bytes], finished: "SimpleQueue[tuple[str, Future[bytes]]]") -> None:
        self._under_way.pop(key, None)
        finished.put((name, done))

    def _made(self, ordered: Ordered, name: str, pdf: bytes) -> bytes:
        try:
            job = self.spool.job(ordered.batch, pdf)
            self.crew.do(ordered.task, ordered.services, job)
            made = job.target.read_bytes()
            self._uses.write_down_once({**ordered.told, "batch": ordered.batch, "document": name}, pdf, made)
            job.source.unlink(missing_ok=True)
        except OSError as cause:
            raise SignerUnavailable(
                "Tiến trình ký không ghi được tệp hoặc sổ sử dụng con dấu.", "The signer cannot write its files or the seal-use log."
            ) from cause
        return made


def _told(name: str, future: Future[bytes]) -> tuple[dict[str, Any], bytes]:
    try:
        return {"ok": True, "name": name}, future.result()
    except SigningError as problem:
        return {**refused(problem), "name": name}, b""


def refused(problem: SigningError) -> dict[str, Any]:
    """An error as it goes over the socket."""
    return {"ok": False, "code": problem.code, "vi": problem.vi, "en": problem.en}
