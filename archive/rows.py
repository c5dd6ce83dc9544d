"""A row of the log as a frozen value: what its leaf covers, and its one form as a line of an export."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive import merkle


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row as it stands in the log or in an export of it; ``details`` is None where the reader may not have them."""

    seq: int
    time: str
    actor: str
    action: str
    object: str
    level: int
    secrecy: int
    compartments: tuple[str, ...]
    outcome: str
    request: str
    details_sha256: str
    leaf: str
    details: str | None = None

    def computed_leaf(self, seq: int | None = None) -> str:
        """The leaf hash (hexadecimal) of this content, as row *seq* or as the row it claims to be."""
        content = self.values()
        del content["leaf"], content["details"]
        return merkle.leaf_hash(canonical(content | {"seq": self.seq if seq is None else seq})).hex()

    def values(self) -> dict[str, Any]:
        """The row's columns by name."""
        return {name: getattr(self, name) for name in _COLUMNS}

    def to_json(self) -> str:
        """The row as one line of an export."""
        return canonical(self.values()).decode()

    @classmethod
    def from_json(cls, line: str) -> "LogRow":
        """The row on one line of an export; raises ValueError when it is not one."""
        try:
            values = json.loads(line)
            row = cls(**values | {"compartments": tuple(map(str, values["compartments"]))})
            row._check()
        except (TypeError, KeyError, ValueError, RecursionError) as error:
            raise ValueError("not a row of an exported log") from error
        return row

    def _check(self) -> None:
        numbers = (self.seq, self.level, self.secrecy)
        texts = (self.time, self.actor, self.action, self.object, self.outcome, self.request, self.details_sha256, self.details or "")
        if not all(type(value) is int for value in numbers) or not all(isinstance(value, str) for value in texts):
            raise TypeError("a column of another type")
        if len(bytes.fromhex(self.leaf)) != len(merkle.EMPTY):
            raise ValueError("not a leaf")


_COLUMNS = tuple(LogRow.__dataclass_fields__)


def canonical(value: Any) -> bytes:
    """JSON in one form only (RFC 8785 for strings, whole numbers, lists and objects with ASCII keys); TypeError for floats."""
    _no_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _no_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("numbers in the log are whole numbers")
    for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ():
        _no_floats(part)
