"""Sealed bytes come back whole or not at all: cut, moved, exchanged, doubled or relabelled chunks are refused."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import SealBroken
from archive.sealing import CHUNK, TAG, Seal, chunk_count, new_key, sealed_size, unwrap, wrap

STEP = CHUNK + TAG
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7)


def _text(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def _cut(data: bytes, step: int) -> Iterable[bytes]:
    return (data[at : at + step] for at in range(0, len(data), step))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("step", [1000, CHUNK, 2 * CHUNK + 5])
def test_what_is_sealed_comes_back_however_it_is_cut(size: int, step: int) -> None:
    seal, data = Seal(new_key(), b"ho so 1"), _text(size)
    sealed = b"".join(seal.seal(_cut(data, step)))
    assert len(sealed) == sealed_size(size)
    assert b"".join(seal.open(_cut(sealed, step + 3))) == data


@given(st.sampled_from(SIZES), st.data())
def test_a_range_is_the_same_part_of_the_plain_bytes(size: int, data: st.DataObject) -> None:
    start, end = data.draw(st.integers(0, size + 2)), data.draw(st.one_of(st.none(), st.integers(0, size + 2)))
    seal, plain = Seal(bytes(32), b"ho so"), _text(size)
    sealed = b"".join(seal.seal([plain]))
    fetched = 0

    def fetch(first: int, stop: int) -> Iterable[bytes]:
        nonlocal fetched
        fetched = stop - first
        return _cut(sealed[first:stop], 70_000)

    assert b"".join(seal.open_range(fetch, size, start, end)) == plain[start:end]
    assert fetched <= (chunk_count(max(0, min(size if end is None else end, size) - start)) + 1) * STEP


Change = Callable[[bytes], bytes]
CHANGES: dict[str, Change] = {
    "the tail is cut at a chunk": lambda sealed: sealed[: 2 * STEP],
    "the tail is cut within a chunk": lambda sealed: sealed[:-3],
    "all is cut off": lambda _: b"",
    "two chunks change places": lambda sealed: sealed[STEP : 2 * STEP] + sealed[:STEP] + sealed[2 * STEP :],
    "a chunk is dropped": lambda sealed: sealed[:STEP] + sealed[2 * STEP :],
    "a chunk stands twice": lambda sealed: sealed[:STEP] + sealed,
    "a bit is flipped": lambda sealed: sealed[:100] + bytes([sealed[100] ^ 1]) + sealed[101:],
    "something is added": lambda sealed: sealed + b"x",
    "another sealed stream follows": lambda sealed: sealed + sealed,
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_chunks_are_refused(change: str) -> None:
    seal = Seal(new_key(), b"ho so 1")
    sealed = b"".join(seal.seal([_text(2 * CHUNK + 9)]))
    with pytest.raises(SealBroken):
        list(seal.open([CHANGES[change](sealed)]))


def test_bytes_of_another_version_or_key_are_refused() -> None:
    key = new_key()
    sealed = list(Seal(key, b"ho so 1").seal([b"noi dung"]))
    for other in (Seal(key, b"ho so 2"), Seal(new_key(), b"ho so 1")):
        with pytest.raises(SealBroken):
            list(other.open(sealed))


def test_a_range_of_a_register_that_lies_about_the_size_is_refused() -> None:
    seal = Seal(new_key(), b"ho so 1")
    sealed = b"".join(seal.seal([_text(3 * CHUNK)]))
    with pytest.raises(SealBroken):
        list(seal.open_range(lambda first, stop: [sealed[first:stop]], 2 * CHUNK, 0, None))


def test_a_wrapped_key_opens_under_its_own_context_only() -> None:
    master, secret = new_key(), new_key()
    wrapped = wrap(master, secret, b"bi-mat")
    assert unwrap(master, wrapped, b"bi-mat") == secret
    assert secret not in wrapped
    for key, held, context in ((master, wrapped, b"noi-bo"), (new_key(), wrapped, b"bi-mat"), (master, wrapped[:-1], b"bi-mat")):
        with pytest.raises(SealBroken):
            unwrap(key, held, context)


def test_a_seal_does_not_show_its_key() -> None:
    assert "key" not in repr(Seal(new_key(), b"ho so"))
