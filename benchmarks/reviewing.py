"""Reviewing: the review page of an act of 200 articles opened, and what is written in it checked, as a browser's requests."""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.measure import machine
from benchmarks.tables import Table
from benchmarks.word_documents import long_decision
from gazette.model.document import Upload
from gazette.pages import Site
from gazette.web import create_app
from tests.town import Town, running_authority

TIMES = 5
_EDITOR = "bien-tap"


def review(runs: int, folder: Path) -> Iterator[Table]:
    """Opening and checking, each as one request with everything around it, template and transaction."""
    table = Table("The review page of an act of 200 articles: ms, medians", ("request", "by the clock", "processor time", "goal (clock)"))
    with running_authority(folder / "authority") as authority:
        town = Town(folder / "town", authority)
        try:
            for name, goal, asked in _requests(town):
                clock, processor = _timed(asked, runs * TIMES)
                table.add(name, clock, processor, goal)
        finally:
            town.close()
    table.remarks.append(f"{runs * TIMES} requests each, one after the other, in one process ({machine()}).")
    yield table


def _requests(town: Town) -> Iterator[tuple[str, str, Callable[[], object]]]:
    word = Upload("luat-thu.docx", long_decision())
    document = town.forward(town.services.receive.receive(town.who("clerk"), word).document, "converted")
    client = create_app(town.services, secret_key="đo", site=Site(sample=True), rate_limits=False).test_client()
    path, token = f"/ban-lam-viec/van-ban/{document.id}/chinh-sua", _logged_in(client)
    view = town.services.repair.open(town.actors[_EDITOR], document.id)
    sent = {"csrf_token": token, "text": view.text, "base": view.base}
    yield "open the page", "500", lambda: _answered(client.get(path).status_code)
    yield "check what was written", "200", lambda: _answered(client.post(f"{path}/dang-viet", data=sent).status_code)
    yield "move a line", "", lambda: _answered(client.post(f"{path}/dang-viet", data={**sent, "move": "plain", "line": "60"}).status_code)


def _logged_in(client: FlaskClient) -> str:
    page = client.get("/dang-nhap").text
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    client.post("/dang-nhap", data={"csrf_token": token, "user": _EDITOR, "password": f"mat-khau-{_EDITOR}"})
    return str(client.get("/ban-lam-viec").text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0])


def _answered(status: int) -> None:
    if status != 200:
        raise RuntimeError(f"status {status}")


def _timed(asked: Callable[[], object], times: int) -> tuple[float, float]:
    """Medians in milliseconds: by the clock, and of this process's processor time."""
    asked()
    taken = []
    for _ in range(times):
        clock, processor = time.perf_counter(), time.process_time()
        asked()
        taken.append(((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000))
    first, second = zip(*taken, strict=True)
    return statistics.median(first), statistics.median(second)
