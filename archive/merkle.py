"""The Merkle tree of RFC 9162 (section 2.1, the same hashing as RFC 6962) as small pure functions over leaf hashes."""

import hashlib
from collections.abc import Sequence

Hash = bytes
Range = tuple[int, int]
"""Leaves from one up to and without another, counted from 0."""
Node = tuple[int, int]
"""A complete subtree: its level (a leaf has 0) and its place among those of its level, from 0."""
EMPTY: Hash = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> Hash:
    """The hash of one entry: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """The hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[Hash]) -> Hash:
    """The tree head of all *leaves* (2.1.1); of none, the hash of the empty string."""
    return root_of(frontier(leaves))


def frontier(leaves: Sequence[Hash]) -> list[Hash]:
    """The heads of the full subtrees a tree of these leaves consists of, largest first."""
    peaks: list[Hash] = []
    for size, leaf in enumerate(leaves):
        peaks = grow(peaks, size, leaf)
    return peaks


def grow(peaks: Sequence[Hash], size: int, leaf: Hash) -> list[Hash]:
    """The frontier of a tree of *size* leaves after one more *leaf*; O(log size)."""
    made = completed(peaks, size, leaf)
    return [*peaks[: len(peaks) - len(made) + 1], made[-1]]


def completed(peaks: Sequence[Hash], size: int, leaf: Hash) -> list[Hash]:
    """The subtrees that one more *leaf* completes in a tree of *size* leaves: the leaf itself, then level by level."""
    made, rest = [leaf], list(peaks)
    while size & 1:
        made.append(node_hash(rest.pop(), made[-1]))
        size >>= 1
    return made


def root_of(peaks: Sequence[Hash]) -> Hash:
    """The tree head that a frontier stands for."""
    if not peaks:
        return EMPTY
    head = peaks[-1]
    for peak in reversed(peaks[:-1]):
        head = node_hash(peak, head)
    return head


def peaks_of(first: int, last: int) -> list[Node]:
    """The complete subtrees that the leaves from *first* up to *last* consist of, largest first, as every proof's ranges do."""
    peaks = []
    while first < last:
        level = (last - first).bit_length() - 1
        if first:
            level = min(level, (first & -first).bit_length() - 1)
        peaks.append((level, first >> level))
        first += 1 << level
    return peaks


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Over which leaves the roots of leaf *index*'s audit path stand, in the path's order (2.1.3.1); IndexError without such a leaf."""
    if not 0 <= index < size:
        raise IndexError("no such leaf")
    ranges, first, last = [], 0, size
    while last - first > 1:
        middle = first + _split(last - first)
        if index < middle:
            ranges.append((middle, last))
            last = middle
        else:
            ranges.append((first, middle))
            first = middle
    return ranges[::-1]


def inclusion_proof(leaves: Sequence[Hash], index: int) -> list[Hash]:
    """The audit path of leaf *index* (from 0) in the tree of all *leaves* (2.1.3.1); IndexError when there is no such leaf."""
    return [root(leaves[first:last]) for first, last in inclusion_ranges(index, len(leaves))]


def included(leaf: Hash, index: int, size: int, proof: Sequence[Hash], head: Hash) -> bool:
    """Whether *proof* shows that *leaf* stands at *index* in the tree of *size* leaves with that *head* (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, result = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            result = node_hash(step, result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, step)
        node, last = node >> 1, last >> 1
    return last == 0 and result == head


def consistency_ranges(old: int, size: int) -> list[Range]:
    """Over which leaves the roots of a consistency proof stand, in its order (2.1.4.1); IndexError when *old* is larger than *size*."""
    if not 0 <= old <= size:
        raise IndexError("no such tree")
    ranges, first, last = [], 0, size
    while old and old != last:
        middle = first + _split(last - first)
        if old <= middle:
            ranges.append((middle, last))
            last = middle
        else:
            ranges.append((first, middle))
            first = middle
    # The whole old tree is known to whoever asks; a part of it is not.
    return [*([(first, last)] if first else []), *ranges[::-1]]


def consistency_proof(leaves: Sequence[Hash], old: int) -> list[Hash]:
    """The proof that the tree of the first *old* leaves is a beginning of the tree of all (2.1.4.1); IndexError when it is larger."""
    return [root(leaves[first:last]) for first, last in consistency_ranges(old, len(leaves))]


def consistent(old: int, new: int, old_head: Hash, new_head: Hash, proof: Sequence[Hash]) -> bool:
    """Whether *proof* shows that the tree of *new* leaves only adds to the tree of *old* leaves (2.1.4.2)."""
    if old == new:
        return not proof and old_head == new_head
    if old == 0:
        return not proof and old_head == EMPTY
    if not 0 < old < new or not proof:
        return False
    path = list(proof) if old & (old - 1) else [old_head, *proof]
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, step)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_head and second == new_head


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
