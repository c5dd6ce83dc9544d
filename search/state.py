"""One state of the index: its segments, and which of their entries are alive."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from search.segment import Mask, Segment

_FIELDS = ("text", "title")


@dataclass(frozen=True)
class State:
    """One state of the index: its segments with the entries still alive in each; `stamp` names the state."""

    stamp: Any
    segments: tuple[Segment, ...]
    alive: tuple[Mask, ...]

    @cached_property
    def entries(self) -> int:
        """How many entries are alive."""
        return sum(int(np.count_nonzero(mask)) for mask in self.alive)

    @cached_property
    def averages(self) -> dict[str, float]:
        """The average length of each text field over the living entries."""
        totals = {
            field: sum(int(segment.column(field)[mask].sum()) for segment, mask in zip(self.segments, self.alive, strict=True))
            for field in _FIELDS
        }
        return {field: total / (self.entries or 1) for field, total in totals.items()}

    def documents(self) -> int:
        """How many documents are alive."""
        return sum(int(np.count_nonzero(segment.heads(mask))) for segment, mask in zip(self.segments, self.alive, strict=True))
