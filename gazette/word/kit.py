"""Run as a program inside the fence: one LibreOffice (LibreOfficeKit) that converts or paints file after file.

``python -I -S kit.py PROGRAM_FOLDER PROFILE_URL``: each line of standard input is ``source-url TAB target-url`` (convert to .docx) or
``source-url TAB target-path TAB width TAB height`` (paint the first page within its rim, that many pixels, as bytes blue, green, red,
alpha); each answer one line, ``ok`` or ``failed: reason``. It imports nothing of the project.
"""

import ctypes
import os
import sys
from collections.abc import Callable
from typing import Any

_LIBRARIES = ("libmergedlo.so", "libsofficeapp.so")
# Places in the vtables of LibreOfficeKit.h, which only ever grow at the end.
_GET_ERROR, _LOAD, _DESTROY, _SAVE = 3, 4, 1, 2
_PAGES, _PAINT, _PREPARE = 5, 10, 13
RIM = 200
"""Twentieths of a point around a page that are not painted: LibreOffice draws the paper's edge there."""


def office_library(folder: str) -> str | None:
    """The library in LibreOffice's program *folder* that can be loaded into a process; ``None`` when there is none."""
    paths = (os.path.join(folder, name) for name in _LIBRARIES)  # noqa: PTH118
    return next((path for path in paths if os.path.exists(path)), None)  # noqa: PTH110


def _method(thing: int, place: int, result: object, *arguments: object) -> Callable[..., Any]:
    table = ctypes.cast(thing, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
    prototype = ctypes.CFUNCTYPE(result, ctypes.c_void_p, *arguments)  # type: ignore[arg-type]
    return prototype(table[place])


def start(folder: str, profile: str) -> int:
    """The address of a running office; 0 when it does not start."""
    library = ctypes.CDLL(office_library(folder) or "")
    hook = library.libreofficekit_hook_2
    hook.restype, hook.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]
    return int(hook(folder.encode(), profile.encode()) or 0)


def convert(office: int, source: str, target: str) -> str:
    """Converts one file to .docx and says ``ok`` or why not. Without a word of permission LibreOfficeKit runs no macro."""
    document = _loaded(office, source)
    if not document:
        return _reason(office)
    save = _method(document, _SAVE, ctypes.c_int, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p)
    saved = save(document, target.encode(), b"docx", None)
    _method(document, _DESTROY, None)(document)
    return "ok" if saved else "failed: not saved"


def paint(office: int, source: str, target: str, width: int, height: int) -> str:
    """Paints the first page of *source*, without its rim, as *width* × *height* pixels into file *target*; says ``ok`` or why not."""
    document = _loaded(office, source)
    if not document:
        return _reason(office)
    _method(document, _PREPARE, None, ctypes.c_char_p)(document, None)
    pages = _method(document, _PAGES, ctypes.c_char_p)(document) or b""
    first = [int(side) for side in pages.decode("ascii").split(";")[0].split(",") if side.strip()]
    if len(first) != 4:
        return "failed: no page"
    inner = first[0] + RIM, first[1] + RIM, first[2] - 2 * RIM, first[3] - 2 * RIM
    pixels = ctypes.create_string_buffer(width * height * 4)
    _method(document, _PAINT, None, ctypes.c_void_p, *[ctypes.c_int] * 6)(document, pixels, width, height, *inner)
    _method(document, _DESTROY, None)(document)
    with open(target, "wb") as file:  # noqa: PTH123
        file.write(pixels.raw)
    return "ok"


def _loaded(office: int, source: str) -> int | None:
    load = _method(office, _LOAD, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
    document: int | None = load(office, source.encode(), b"")
    return document


def _reason(office: int) -> str:
    reason = _method(office, _GET_ERROR, ctypes.c_char_p)(office) or b""
    return f"failed: {' '.join(reason.decode('utf-8', 'replace').split())[:200]}"


def answer(office: int, question: str) -> str:
    """What one line of standard input asks for, done, and the line that answers it."""
    source, target, *size = question.split("\t")
    return paint(office, source, target, int(size[0]), int(size[1])) if size else convert(office, source, target)


def main(folder: str, profile: str) -> None:
    """Answers until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    office = start(folder, profile)
    if not office:
        return
    for line in sys.stdin:
        answers.write(answer(office, line.rstrip("\n")) + "\n")
        answers.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
