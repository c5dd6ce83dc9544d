"""The canary of the closed documents is in nothing that the street is answered, that is logged, or that is indexed (N3, N6, N20, N40)."""

import base64
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from tests.worlds.asking import questions
from tests.worlds.world import CANARY, World


def _forms() -> Iterator[bytes]:
    """The canary as it is, folded, in other cases, encodings and escapes."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", CANARY) if not unicodedata.combining(sign))
    for word in {CANARY, unicodedata.normalize("NFD", CANARY), bare, CANARY.lower(), CANARY.upper(), bare.lower(), bare.upper()}:
        yield word.encode()
        yield word.encode("utf-16-le")
        yield word.encode("utf-16-be")
        yield quote(word).encode()
        for lead in range(3):
            # What surrounds the word changes the groups at its ends: the middle is what any base64 of it holds.
            data = b"x" * lead + word.encode()
            yield base64.b64encode(data)[4 if lead else 0 : len(data) // 3 * 4]


FORMS = tuple({form for form in _forms() if len(form) >= 5})


def _found(data: bytes) -> bool:
    return any(form in data for form in FORMS)


def test_the_forms_of_the_canary_are_noticed() -> None:
    for told in (
        CANARY.encode(),
        b"dzirkon",
        CANARY.encode("utf-16-le"),
        quote(CANARY).encode(),
        base64.b64encode(b"abc" + CANARY.encode()),
    ):
        assert _found(b"... " + told + b" ...")


def test_the_canary_is_in_no_answer_no_log_and_no_index(worlds: dict[str, World]) -> None:
    world = worlds["all"]
    client = world.client(None)
    seen = len(world.chance.logs)
    for question in questions(world, whole=False, staff=False):
        answer = question.put(client) if question.form is None else None
        if answer is not None:
            assert not _found(repr(answer[:2]).encode() + answer[2]), question
    assert not _found(repr(world.chance.logs[seen:]).encode())
    files = [path for path in (world.town.home / "index").rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if _found(path.read_bytes())] == []


def test_no_question_is_written_down(worlds: dict[str, World]) -> None:
    world = worlds["all"]
    seen = len(world.chance.logs)
    for path in ("/tim-kiem", "/tim-kiem.json", "/goi-y", "/api/v1/search"):
        assert world.client(None).get(path, query_string={"q": CANARY}).status_code == 200
    assert len(world.chance.logs) > seen
    assert not _found(repr(world.chance.logs[seen:]).encode())


UNSEALED = ("vault/", "gazette.db")
"""Where closed things may lie as long as they are not sealed at rest (N23): the store of bytes, and the database with its WAL."""


def test_the_canary_lies_in_no_file_but_those_that_wait_for_their_seal(worlds: dict[str, World]) -> None:
    home = worlds["all"].town.home
    files = {path.relative_to(home).as_posix(): path for path in home.rglob("*") if path.is_file()}
    told = {name for name, path in files.items() if not name.startswith(UNSEALED) and _found(path.read_bytes())}
    assert told == set()
    assert not _found("\n".join(files).encode())
    assert any(name.startswith("index/") for name in files)
