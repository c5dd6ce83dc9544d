"""Run as a program: fences itself in (files, memory, seconds, file size, no network), then becomes the given command.

``python -I -S fence.py MEMORY SECONDS FILESIZE FOLDER[:READ…] COMMAND…``: it imports nothing of the project, so it starts in a blink.
A document may name files of this machine to be drawn into it; the command therefore finds only FOLDER (its own), what the READ places
hold, and the programs, libraries and fonts of the system.
"""

import ctypes
import os
import resource
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress

NOT_CONFINED = 77
"""The exit status where the kernel has no Landlock (Linux 5.13): nothing was started."""
_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000
_NO_NEW_PRIVILEGES = 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ONLY_TELL_VERSION = 1
_BENEATH = 1
_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1}
_TRUNCATE = 1 << 14
_REMOVE_FILE, _MAKE_SOCKET = 1 << 5, 1 << 9
_OF_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE
_SYSTEM = (
    "/usr", "/lib", "/lib64", "/bin", "/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime",
    "/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice", sys.base_prefix,
)  # fmt: skip
_MEETING_PLACE = "/tmp"  # noqa: S108 (LibreOffice puts its socket there, whatever TMPDIR says)
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")


def confine(own: str, readable: Iterable[str]) -> bool:
    """Leaves only the folder *own* to write and the *readable* places to read and run; False where the kernel has no Landlock."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, 0, _ONLY_TELL_VERSION)
    if version < 1:
        return False
    rights = _RIGHTS[min(version, max(_RIGHTS))]
    ruleset = libc.syscall(_CREATE_RULESET, struct.pack("Q", rights), 8, 0)
    if ruleset < 0:
        return False
    _allow(libc, ruleset, own, rights)
    for place in readable:
        _allow(libc, ruleset, place, _EXECUTE | _READ | _LIST)
    for device in _DEVICES:
        _allow(libc, ruleset, device, _READ | _WRITE)
    _allow(libc, ruleset, _MEETING_PLACE, _LIST | _MAKE_SOCKET | _REMOVE_FILE)
    confined = libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return bool(confined)


def _allow(libc: ctypes.CDLL, ruleset: int, place: str, rights: int) -> None:
    with suppress(OSError):  # what is not there needs no permission
        descriptor = os.open(place, os.O_PATH | os.O_CLOEXEC)
        known = rights if os.path.isdir(place) else rights & _OF_FILES  # noqa: PTH112 (a file may not be listed)
        libc.syscall(_ADD_RULE, ruleset, _BENEATH, struct.pack("=Qi", known, descriptor), 0)
        os.close(descriptor)


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
    own, *readable = arguments[3].split(os.pathsep)
    cut_network()
    limit(memory, seconds, file_size)
    if not confine(own, (*_SYSTEM, *readable)):
        sys.exit(NOT_CONFINED)
    os.execvp(arguments[4], arguments[4:])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
