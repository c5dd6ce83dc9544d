"""What a PDF of unknown origin says, read and compared in processes of their own under limits of memory, time and files."""

import base64
import json
import logging
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from gazette.akn.names import tag
from gazette.akn.parsing import NotAkomaNtoso, parse
from gazette.akn.pdf import attached_xml, read_pdf
from gazette.akn.printed import Mismatch, printed_mismatch
from gazette.akn.sight import Sight
from gazette.akn.sight import sight as seen
from gazette.model.errors import BadCall

SECONDS = 15
"""Time for one file that a stranger sends, of the processor and of the clock."""

PATIENT = 600
"""Time for one file that an office handed in, however long it is: the worker waits, and no reader does."""

MEMORY = 768 * 1024 * 1024
_MOST_TEXT = 20_000_000
_START = "import sys; sys.path[:] = sys.argv[3:]; from gazette.akn.fenced import main; main(sys.argv[1], int(sys.argv[2]))"
_BEYOND = "PDF: không đọc được trong giới hạn thời gian và bộ nhớ / not readable within the limits of time and memory"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a PDF says: its body, its margins (running heads, page numbers, check codes), and the FRBR works of the XML attached to it."""

    body: str
    margins: str = ""
    works: tuple[str, ...] = ()


def printed(pdf: bytes, *, by_columns: bool = False, seconds: int = SECONDS) -> Printed:
    """What *pdf* says. ``BadCall`` when it is no readable PDF or needs more than *seconds* or ``MEMORY``."""
    answer = _asked("columns" if by_columns else "lines", pdf, seconds)
    return Printed(str(answer["body"]), str(answer["margins"]), tuple(map(str, answer["works"])))


def compared(xml: bytes, body: str, *, seconds: int = SECONDS) -> Mismatch | None:
    """The first difference between *xml* and the text of a PDF, as ``printed_mismatch`` tells it. ``BadCall`` beyond the limits."""
    order = {"xml": base64.b64encode(xml).decode("ascii"), "body": body}
    found = _asked("compare", json.dumps(order).encode("ascii"), seconds)["difference"]
    return Mismatch(str(found[0]), str(found[1])) if found else None


def sight(pdf: bytes, *, seconds: int = SECONDS) -> Sight:
    """Whether a reader of *pdf* sees its words. ``BadCall`` as with ``printed``."""
    answer = _asked("sight", pdf, seconds)
    return Sight(frozenset(map(str, answer["doubts"])), float(answer["pictures"]), int(answer["shapes"]))


def _asked(order: str, data: bytes, seconds: int) -> dict[str, Any]:
    command = [sys.executable, "-c", _START, order, str(seconds), *sys.path]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603 (our own code)
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as problem:
        raise BadCall(reason=_BEYOND) from problem
    if "refused" in answer:
        raise BadCall(reason=str(answer["refused"]))
    return answer


def main(order: str, seconds: int) -> None:
    """The child: a PDF, or a comparison, comes in on standard input; the answer goes out as JSON, or nothing when a limit is met."""
    logging.disable(logging.CRITICAL)
    _limits(seconds)
    data = sys.stdin.buffer.read()
    try:
        answer = _ORDERS[order](data)
    except MemoryError:
        answer = {"refused": _BEYOND}
    except BadCall as refused:
        answer = {"refused": refused.details.get("reason", "PDF")}
    json.dump(answer, sys.stdout)


def _reading(pdf: bytes, *, by_columns: bool = False) -> dict[str, object]:
    text = read_pdf(pdf, by_columns=by_columns)
    if len(text.body) + len(text.margins) > _MOST_TEXT:
        raise BadCall(reason=_BEYOND)
    works = (_work(xml) for xml in attached_xml(pdf))
    return {"body": text.body, "margins": text.margins, "works": [work for work in works if work]}


def _work(xml: bytes) -> str:
    try:
        return next((uri.get("value", "") for uri in parse(xml).iterfind(f".//{tag('FRBRWork')}/{tag('FRBRuri')}")), "")
    except NotAkomaNtoso:
        return ""


def _sight(pdf: bytes) -> dict[str, object]:
    found = seen(pdf)
    return {"doubts": sorted(found.doubts), "pictures": found.pictures, "shapes": found.shapes}


def _comparison(data: bytes) -> dict[str, object]:
    order = json.loads(data)
    found = printed_mismatch(base64.b64decode(order["xml"]), order["body"])
    return {"difference": [found.text, found.printed] if found else None}


_ORDERS: Mapping[str, Callable[[bytes], dict[str, object]]] = {
    "lines": _reading,
    "columns": partial(_reading, by_columns=True),
    "compare": _comparison,
    "sight": _sight,
}


def _limits(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
