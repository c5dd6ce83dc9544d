"""Whoever may not know of closed documents gets the same bytes with and without them, from every route, by every method (N1–N18, N39)."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import zip_longest
from os.path import commonpath
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, event

import signing
from tests.postgres import database
from tests.web.conftest import token
from tests.worlds.asking import Question, questions
from tests.worlds.chance import Chance
from tests.worlds.world import CANARY, KINDS, VIEWERS, World, build, fuller

Answer = tuple[int, tuple[tuple[str, str], ...], bytes]
Told = tuple[Answer, list[str]]
"""An answer, and what the database was asked for it: the statements, which show how many values each takes."""

WHOLE = (None, "moi-vai")
"""Who is asked everything; the others are asked once about each route and kind of target, unless the soak asks them everything too."""

THE_LOG = "/luu-tru/nhat-ky"
"""Auditors and security officers are shown that something was done: of what lies above them the opaque id and nothing else (N34)."""

AFTERWARDS = tuple(Question("GET", path) for path in ("/", "/nhat-ky.json", "/tim-kiem.json", "/sitemap.xml", "/api/v1/issues"))
"""What the street is asked once the worker has done what was ordered."""


@pytest.mark.parametrize("user", [None, *VIEWERS])
def test_nobody_below_can_tell_the_worlds_apart(worlds: dict[str, World], user: str | None) -> None:
    _compare(worlds["open"], worlds[fuller(user)], user, whole=user in WHOLE, work=True)


@pytest.mark.soak
@pytest.mark.parametrize("user", [user for user in VIEWERS if user not in WHOLE])
def test_nobody_below_can_tell_the_worlds_apart_by_any_question(worlds: dict[str, World], user: str) -> None:
    _compare(worlds["open"], worlds[fuller(user)], user, whole=True, work=True)


@pytest.mark.soak
@pytest.mark.parametrize("user", WHOLE)
def test_nobody_below_can_tell_the_worlds_apart_on_postgresql(
    postgres_server: URL, tmp_path: Path, authority: signing.SampleAuthority, chance: Chance, user: str | None
) -> None:
    with database(postgres_server) as first, database(postgres_server) as second:
        built = [
            build(tmp_path / name, authority, chance, KINDS[name], address) for name, address in (("open", first), (fuller(user), second))
        ]
        try:
            _compare(built[0], built[1], user, whole=True, work=True)
        finally:
            for world in built:
                world.town.close()


def _compare(open_world: World, full: World, user: str | None, *, whole: bool, work: bool = False) -> None:
    asked = [question for question in questions(full, whole=whole, staff=user is not None) if not _declared(question, user)]
    with open_world.kept(), full.kept():
        told = [_answers(world, user, asked) for world in (open_world, full)]
    different: dict[str, list[str]] = {}
    for question, (one, first), (other, second) in zip([*asked, *AFTERWARDS], *told, strict=True):
        if one != other:
            different.setdefault(_difference(one, other), []).append(str(question))
        elif work and first != second:
            different.setdefault(_other_work(first, second), []).append(str(question))
    assert not different, "\n".join(f"{len(where)} x {where[0]}\n{what}" for what, where in different.items())


WHATEVER = ("archive_nodes", "key_slots")
"""Written by turns, whatever is asked about: a node of the log's tree at each sixty-fourth row, and a level's key once and for all."""


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What every database is asked inside."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not any(table in statement for table in WHATEVER):
            heard.append(sys.intern(statement))

    event.listen(Engine, "before_cursor_execute", hear)
    yield heard
    event.remove(Engine, "before_cursor_execute", hear)


def _answers(world: World, user: str | None, asked: list[Question]) -> list[Told]:
    client = world.client(user)
    world.chance.begin("form")
    csrf = token(client, "/dang-nhap")
    answers: list[Told] = []
    with _listening() as heard:
        for place, question in enumerate(asked):
            world.chance.begin(f"question {place}")
            world.town.clock.set(world.town.clock() + timedelta(seconds=1))
            heard.clear()
            answers.append((question.put(client, csrf), heard.copy()))
    world.chance.begin("worker")
    world.town.worker.drain()
    street = world.client(None)
    return [*answers, *((question.put(street), []) for question in AFTERWARDS)]


def _declared(question: Question, user: str | None) -> bool:
    auditing = user is not None and not {"auditor", "security-officer"}.isdisjoint(VIEWERS[user][0])
    return auditing and question.path.partition("?")[0] == THE_LOG


def _difference(one: Answer, other: Answer) -> str:
    """Where two answers differ first: status, a header, or a line."""
    for mine, theirs in zip_longest(_lines(one), _lines(other), fillvalue=""):
        if mine != theirs and "ETag" not in mine and "Content-Length" not in mine and "Set-Cookie" not in mine:
            place = max(0, len(commonpath([mine, theirs])) - 100)
            return f"  - {mine[place : place + 220]}\n  + {theirs[place : place + 220]}"
    return "  headers only"


def _other_work(one: list[str], other: list[str]) -> str:
    """Where the statements asked for two equal answers differ first."""
    for mine, theirs in zip_longest(one, other, fillvalue=""):
        if mine != theirs:
            return f"  the same answer by other statements\n  - {mine[:400]}\n  + {theirs[:400]}"
    return ""


def _lines(answer: Answer) -> list[str]:
    status, headers, body = answer
    return [str(status), *map(str, headers), *body.decode("utf-8", "replace").splitlines()]


def test_auditors_are_shown_that_something_was_done_and_nothing_of_what(worlds: dict[str, World]) -> None:
    world = worlds["all"]
    with world.kept():
        for client in (world.client("moi-vai"), world.client("chi-auditor")):
            for after in range(0, 400, 100):
                shown = client.get(f"{THE_LOG}?sau={after}")
                assert shown.status_code == 200
                assert CANARY not in shown.text
