"""Run as a program: fences itself in (memory, seconds, file size, no network), then becomes the given command.

``python -I -S fence.py MEMORY SECONDS FILESIZE COMMAND…``: it imports nothing of the project, so it starts in a blink.
"""

import ctypes
import os
import resource
import sys

_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000


def cut_network() -> bool:
    """Leaves the machine's network for an empty one; False where the kernel does not allow it."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "unshare"):
        return False
    flags = _NEW_NETWORK if os.geteuid() == 0 else _NEW_NETWORK | _NEW_USER
    return bool(libc.unshare(flags) == 0)


def limit(memory: int, seconds: int, file_size: int) -> None:
    """Sets the hard limits of this process and its children: bytes, CPU seconds, bytes per written file."""
    for kind, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def main(arguments: list[str]) -> None:
    """Fences in and executes; never returns."""
    memory, seconds, file_size = (int(value) for value in arguments[:3])
    cut_network()
    limit(memory, seconds, file_size)
    os.execvp(arguments[3], arguments[3:])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
