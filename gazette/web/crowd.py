"""Heavy questions of strangers, a few at a time: the others wait for a place, so that whoever only reads never waits for them."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

from gazette.model.errors import Unavailable

AT_ONCE = 4
"""Heavy questions answered at the same moment by one process."""

WAITING = 56
"""How many more may wait; the web process has threads enough for them and for the readers."""

PATIENCE = 240.0
"""Seconds that one waits at most."""

View = Callable[..., Any]
_places = threading.BoundedSemaphore(AT_ONCE)
_door = threading.BoundedSemaphore(AT_ONCE + WAITING)


class Crowded(Unavailable):
    """Too many people ask at once."""

    vi = "Đang có quá nhiều người kiểm tra cùng lúc. Xin thử lại sau một phút."
    en = "Too many people are asking at the same moment. Please try again in a minute."


def one_of_few(view: View) -> View:
    """Marks a screen whose work is heavy; what was sent is read only once there is a place. Raises Crowded."""

    @wraps(view)
    def waited(*args: Any, **kwargs: Any) -> Any:
        if not _door.acquire(blocking=False):
            raise Crowded
        try:
            if not _places.acquire(timeout=PATIENCE):
                raise Crowded
            try:
                return view(*args, **kwargs)
            finally:
                _places.release()
        finally:
            _door.release()

    return waited
