"""A cache of read postings, bounded by bytes and shared by the threads of a process."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from threading import Lock
from typing import Any, TypeVar

Value = TypeVar("Value")
CACHE_BYTES = 512 * 1024 * 1024
"""The default limit."""


class Cache:
    """Keeps the values used last; `limit` is in bytes as told by the callers."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self._kept: OrderedDict[tuple[Hashable, ...], tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[Hashable, ...], make: Callable[[], tuple[Value, int]]) -> Value:
        """The kept value, or the one that `make` gives together with its size; two threads may make the same value once each."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                value: Value = found[0]
                return value
        value, size = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = (value, size)
                self.used += size
            while self.used > self.limit and len(self._kept) > 1:
                self.used -= self._kept.popitem(last=False)[1][1]
        return value

    def known(self, key: tuple[Hashable, ...]) -> Any:
        """The kept value; None when there is none."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep_only(self, owners: Collection[Hashable]) -> None:
        """Forgets what belongs to others than these; a key is a tuple that begins with its owner."""
        with self._lock:
            for key in [key for key in self._kept if key[0] not in owners]:
                self.used -= self._kept.pop(key)[1]

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._kept.clear()
            self.used = 0
