"""The fenced child: a warm process whose forks examine documents under limits of memory, time and files, and answer with plain JSON.

Run by `forks` as `python -c "from signing.fence import main; main(3)"`; file descriptor 3 is the control socket.
"""

import gc
import json
import logging
import math
import os
import pickle
import resource
import select
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

from signing.examine import examine
from signing.report import exhausted, to_wire
from signing.specimen import specimen
from signing.swift import hasten
from signing.trust import TrustStore
from signing.wire import IDLE_SECONDS, WALL_SECONDS, Question, received, send

CPU_SECONDS = 18
MEMORY = 448 * 1024 * 1024
# In KB, as the kernel counts; a fork that once took so much leaves too little for the next document.
_SWOLLEN = 192 * 1024


def main(control: int) -> None:
    """Serve until the control socket closes: each message carries one socket on which one question is put and answered."""
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    door = socket.socket(fileno=control)
    _warm()
    while True:
        message, descriptors, _, _ = socket.recv_fds(door, 1, 1)
        if not message:
            _reap(0)
            return
        for descriptor in descriptors:
            if os.fork() == 0:
                door.close()
                _answer(socket.socket(fileno=descriptor))
            os.close(descriptor)
        _reap(os.WNOHANG)


def _reap(how: int) -> None:
    # Waited for, not ignored: only then does what a fork used count as this process's own.
    with suppress(ChildProcessError):
        while os.waitpid(-1, how)[0]:
            pass


def _warm() -> None:
    hasten()
    # One signed specimen loads what parsers, engine and report writer prepare late; frozen memory then stays shared with the forks.
    try:
        examine(specimen(), Question(TrustStore(""), offline=True))
    except Exception:
        examine(b"%PDF-1.7\n", Question(TrustStore("")))
    gc.collect()
    gc.freeze()


def _answer(line: socket.socket) -> None:
    status = 1
    try:
        _limits()
        while select.select([line], [], [], IDLE_SECONDS)[0]:
            told = {**_examined(line), "spent": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _SWOLLEN}
            send(line, json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
        status = 0
    except EOFError:
        status = 0
    except BaseException:  # (this process ends here; its silence is the answer)
        status = 1
    finally:
        os._exit(status)


def _limits() -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    sys.setrecursionlimit(1000)


def _allow_time() -> None:
    """Time for one more document: so much from now on."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used) + CPU_SECONDS, hard))
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)


def _examined(line: socket.socket) -> dict[str, Any]:
    asked = received(line)
    _allow_time()
    question: Question = pickle.loads(asked)  # noqa: S301 (written by our own parent process, never by a document)
    data = received(line)
    try:
        return to_wire(examine(data, question))
    except (MemoryError, RecursionError) as problem:
        del data
        return to_wire(exhausted(question.file, "", type(problem).__name__))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
