"""A proof out of the public log, checked with nothing else at hand: row, path, signed head."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from archive import merkle
from archive.errors import HeadNotUnderstood
from archive.findings import Finding
from archive.heads import Head, SignedHead, VerifierKey
from archive.publications import Publication
from archive.rows import canonical


@dataclass(frozen=True, slots=True)
class Proved:
    """What a proof says: the row and its number, the head it leads to, and what is wrong with it; nothing wrong, and it is proved."""

    seq: int
    row: Publication
    head: Head
    findings: tuple[Finding, ...]


def check_publication(data: bytes, keys: Sequence[VerifierKey] = ()) -> Proved:
    """Checks a proof as the page of a row gives it (``/nhat-ky/<row>.json``).

    The head must be signed by one of *keys*; without any, those in the proof are believed, which shows that it is of one piece and not
    whose it is: compare the root with the one printed in the gazette then. Raises HeadNotUnderstood for what is no proof at all.
    """
    try:
        told = json.loads(data)
        row, proof = told["row"], told["proof"]
        seq, made = row["seq"], Publication(*(str(row[name]) for name in ("action", "object", "sha256", "time")))
        path = [bytes.fromhex(step) for step in proof["path"]]
        note = str(told["head"])
        signed = SignedHead.parse(note if "\n\n" in note else f"{note}\n")  # a bare head, which nobody signed yet
        believed = keys or [VerifierKey.parse(str(line)) for line in told["keys"]]
        if type(seq) is not int or len(path) > 64:
            raise ValueError("not a proof")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise HeadNotUnderstood from error
    leaf = merkle.leaf_hash(canonical({name: row[name] for name in ("seq", "time", "action", "object", "sha256")}))
    found = []
    if not merkle.included(leaf, seq - 1, signed.head.size, path, signed.head.root):
        found.append(Finding("L014", str(seq)))
    if not any(_is_named(key, signed.head.origin) and signed.is_signed_by(key.key) for key in believed):
        found.append(Finding("L008", str(signed.head.size)))
    return Proved(seq, made, signed.head, tuple(found))


def _is_named(key: VerifierKey, origin: str) -> bool:
    """Whether the key is of this log, or of the audit log that it is named after."""
    return origin == key.name or origin.startswith(f"{key.name}/")
