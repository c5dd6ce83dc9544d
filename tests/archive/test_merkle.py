"""The hash tree against RFC 6962's own vectors, a direct reading of its definition, and forged proofs."""

import hashlib

import pymerkle
from hypothesis import given
from hypothesis import strategies as st

from archive import merkle

# Inputs and roots of the reference implementation of RFC 6962 (certificate-transparency), sizes 0 to 8.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(bytes.fromhex(data)) for data in INPUTS]
leaves = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


def _by_definition(hashes: list[bytes]) -> bytes:
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    split = max(2**n for n in range(10) if 2**n < len(hashes))
    return hashlib.sha256(b"\x01" + _by_definition(hashes[:split]) + _by_definition(hashes[split:])).digest()


def test_the_roots_are_those_of_the_reference_implementation() -> None:
    assert [merkle.root(LEAVES[:size]).hex() for size in range(9)] == ROOTS


@given(leaves)
def test_the_root_is_what_the_definition_says(hashes: list[bytes]) -> None:
    assert merkle.root(hashes) == _by_definition(hashes)


@given(leaves, st.data())
def test_every_leaf_has_a_proof_and_no_other_place_or_leaf_has_it(hashes: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashes) - 1))
    proof, head, size = merkle.inclusion_proof(hashes, index), merkle.root(hashes), len(hashes)
    assert merkle.included(hashes[index], index, size, proof, head)
    assert not merkle.included(bytes(32), index, size, proof, head) or hashes[index] == bytes(32)
    assert not merkle.included(hashes[index], size, size, proof, head)
    assert not merkle.included(hashes[index], index, size, [*proof, bytes(32)], head)
    assert not proof or not merkle.included(hashes[index], index, size, proof[:-1], head)


@given(leaves, st.data())
def test_a_longer_log_proves_that_it_only_added(hashes: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(0, len(hashes)))
    proof = merkle.consistency_proof(hashes, old)
    before, after = merkle.root(hashes[:old]), merkle.root(hashes)
    assert merkle.consistent(old, len(hashes), before, after, proof)
    if 0 < old < len(hashes):
        changed = [hashlib.sha256(hashes[0]).digest(), *hashes[1:]]
        assert not merkle.consistent(old, len(hashes), before, merkle.root(changed), merkle.consistency_proof(changed, old))
        assert not merkle.consistent(old, len(hashes), before, after, proof[:-1])
        assert not merkle.consistent(old, len(hashes), before, after, [])


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=40), st.data())
def test_pymerkle_has_the_same_roots_and_the_same_path_and_believes_ours(entries: list[bytes], data: st.DataObject) -> None:
    oracle = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in entries:
        oracle.append_entry(entry)
    hashes = [merkle.leaf_hash(entry) for entry in entries]
    size = data.draw(st.integers(1, len(hashes)))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert merkle.root(hashes[:size]) == oracle.get_root(size)
    path = merkle.inclusion_proof(hashes[:size], index)
    assert sorted([hashes[index], *path]) == sorted(oracle.prove_inclusion(index + 1, size).path)
    assert merkle.included(hashes[index], index, size, path, oracle.get_root(size))
    growth = merkle.consistency_proof(hashes[:size], old)
    assert merkle.consistent(old, size, oracle.get_root(old), oracle.get_root(size), growth)
    pymerkle.verify_consistency(merkle.root(hashes[:old]), merkle.root(hashes[:size]), oracle.prove_consistency(old, size))


@given(st.integers(0, 200), st.data())
def test_a_range_is_made_of_complete_subtrees_in_order(last: int, data: st.DataObject) -> None:
    first, last = data.draw(
        st.sampled_from([(0, last), *(merkle.inclusion_ranges(data.draw(st.integers(0, last - 1)), last) if last else [])])
    )
    covered = [leaf for level, place in merkle.peaks_of(first, last) for leaf in range(place << level, (place + 1) << level)]
    assert covered == list(range(first, last))
