"""What a PDF of unknown origin says, read and compared in processes of their own under limits of memory, time and files."""

import base64
import json
import logging
import resource
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic, process_time
from typing import Any

from gazette.akn.letterforms import forms as letters
from gazette.akn.names import tag
from gazette.akn.parsing import NotAkomaNtoso, parse
from gazette.akn.pdf import attached_xml, read_pdf
from gazette.akn.printed import Mismatch, printed_mismatch
from gazette.akn.sight import Sight
from gazette.akn.sight import sight as seen
from gazette.model.errors import BadCall

SECONDS = 15
"""Time of the processor for one reading of a file that a stranger sends; a busy machine may take three times as long by the clock."""

PATIENT = 600
"""Time for one file that an office handed in, however long it is: the worker waits, and no reader does."""

MEMORY = 768 * 1024 * 1024
_MOST_TEXT = 20_000_000
_WAIT = 3
_START = "import sys; sys.path[:] = sys.argv[3:]; from gazette.akn.fenced import main; main(sys.argv[1], int(sys.argv[2]))"
_BEYOND = "PDF: không đọc được trong giới hạn thời gian và bộ nhớ / not readable within the limits of time and memory"


class Allowance:
    """Processor time that several readings share: ``seconds``, and by the clock three times as much."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._end = monotonic() + _WAIT * seconds

    @property
    def processor(self) -> int:
        """Whole seconds of the processor that are left. Raises BadCall when there are none."""
        if self._left < 1 or self.clock < 1:
            raise BadCall(reason=_BEYOND)
        return int(self._left)

    @property
    def clock(self) -> float:
        """Seconds left by the clock."""
        return self._end - monotonic()

    def spend(self, seconds: float) -> None:
        """Takes off what a reading needed."""
        self._left -= seconds


@dataclass(frozen=True, slots=True)
class Printed:
    """What a PDF says: its body, its margins (running heads, page numbers, check codes), and the FRBR works of the XML attached to it."""

    body: str
    margins: str = ""
    works: tuple[str, ...] = ()


def printed(pdf: bytes, *, by_columns: bool = False, seconds: int | Allowance = SECONDS) -> Printed:
    """What *pdf* says. ``BadCall`` when it is no readable PDF or needs more than *seconds* or ``MEMORY``."""
    answer = _asked("columns" if by_columns else "lines", pdf, seconds)
    return Printed(str(answer["body"]), str(answer["margins"]), tuple(map(str, answer["works"])))


def compared(xml: bytes, body: str, *, seconds: int | Allowance = SECONDS) -> Mismatch | None:
    """The first difference between *xml* and the text of a PDF, as ``printed_mismatch`` tells it. ``BadCall`` beyond the limits."""
    order = {"xml": base64.b64encode(xml).decode("ascii"), "body": body}
    found = _asked("compare", json.dumps(order).encode("ascii"), seconds)["difference"]
    return Mismatch(str(found[0]), str(found[1])) if found else None


def sight(pdf: bytes, *, known: Collection[str] = (), seconds: int | Allowance = SECONDS) -> Sight:
    """Whether a reader of *pdf* sees its words, in letters of the *known* forms or of a Times. ``BadCall`` as with ``printed``."""
    order = {"pdf": base64.b64encode(pdf).decode("ascii"), "known": sorted(known)}
    answer = _asked("sight", json.dumps(order).encode("ascii"), seconds)
    return Sight(frozenset(map(str, answer["doubts"])), float(answer["pictures"]), int(answer["shapes"]))


def forms(pdf: bytes, *, seconds: int | Allowance = SECONDS) -> frozenset[str]:
    """The letters of a trusted *pdf*, each with its shape. ``BadCall`` as with ``printed``."""
    return frozenset(map(str, _asked("forms", pdf, seconds)["forms"]))


def _asked(order: str, data: bytes, seconds: int | Allowance) -> dict[str, Any]:
    shared = seconds if isinstance(seconds, Allowance) else Allowance(seconds)
    processor, clock = shared.processor, shared.clock
    command = [sys.executable, "-c", _START, order, str(processor), *sys.path]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=clock, check=False)  # noqa: S603 (our own code)
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as problem:
        raise BadCall(reason=_BEYOND) from problem
    shared.spend(answer["spent"])
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
    json.dump({**answer, "spent": process_time()}, sys.stdout)


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


def _sight(data: bytes) -> dict[str, object]:
    order = json.loads(data)
    found = seen(base64.b64decode(order["pdf"]), frozenset(order["known"]))
    return {"doubts": sorted(found.doubts), "pictures": found.pictures, "shapes": found.shapes}


def _forms(pdf: bytes) -> dict[str, object]:
    return {"forms": sorted(letters(pdf))}


def _comparison(data: bytes) -> dict[str, object]:
    order = json.loads(data)
    found = printed_mismatch(base64.b64decode(order["xml"]), order["body"])
    return {"difference": [found.text, found.printed] if found else None}


_ORDERS: Mapping[str, Callable[[bytes], dict[str, object]]] = {
    "lines": _reading,
    "columns": partial(_reading, by_columns=True),
    "compare": _comparison,
    "sight": _sight,
    "forms": _forms,
}


def _limits(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
