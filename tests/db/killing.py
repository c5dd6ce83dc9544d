"""Takes numbers of one series in children that are killed at one step after another; ``python -m tests.db.killing ADDRESS DOCUMENT``.

A program of its own, because a process with threads must not fork.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from sqlalchemy import event

from gazette.db import Database, Taken, Work

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def take(work: Work, document: str) -> None:
    """Takes the next number."""
    work.numbers.take(Taken("issued", "ubnd/quyet-dinh", date(2026, 11, 24), NOON, "lanh-dao", document), "/QĐ-UBND")


def void(work: Work, document: str) -> None:
    """Voids every number that was taken."""
    work.numbers.void(document, "issued", "Ký nhầm.")


def until_killed(address: str, act: Callable[[Work], None], step: int) -> None:
    """Acts in a transaction; before or after SQL statement, or at the commit, that is number *step*, the process kills itself."""
    database = Database(address, lambda: NOON)
    done = 0

    def at_each_step(*_: Any) -> None:
        nonlocal done
        done += 1
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(database.engine, name, at_each_step)
    with database.write() as work:
        act(work)


def kills(address: str, act: Callable[[Work], None]) -> int:
    """Kills a child at one step after another until one comes through; how many were killed."""
    step = 0
    while True:
        step += 1
        child = os.fork()
        if child == 0:
            until_killed(address, act, step)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return step - 1 if os.waitstatus_to_exitcode(status) == 0 else -1


if __name__ == "__main__":
    where, holder = sys.argv[1:]
    print(kills(where, partial(take, document=holder)), kills(where, partial(void, document=holder)))
