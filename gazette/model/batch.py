"""A batch of documents to be sealed by one order: each stands in its journal from the order to the seal, or to the reason why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gazette.model.document import Document
from gazette.model.outcome import Lang

BatchState = Literal["open", "done"]
ItemState = Literal["waiting", "handed", "sealed", "failed", "stopped"]

UNDER_WAY: tuple[ItemState, ...] = ("waiting", "handed")
"""What is still to be done: not yet with the signer, or handed over to it."""

ITEM_STATES: dict[ItemState, tuple[str, str]] = {
    "waiting": ("Đang chờ", "Waiting"),
    "handed": ("Đang đóng dấu", "Being sealed"),
    "sealed": ("Đã đóng dấu", "Sealed"),
    "failed": ("Không đóng dấu được", "Failed"),
    "stopped": ("Đã dừng", "Stopped"),
}

MOST = 1000
"""The most documents of one batch."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One order: who gave it and when; ``vi`` and ``en`` say what keeps it from going on, if anything does."""

    id: str
    ordered_by: str
    ordered_at: datetime
    state: BatchState = "open"
    finished: datetime | None = None
    vi: str = ""
    en: str = ""

    def problem(self, lang: Lang = "vi") -> str:
        """What keeps it from going on, in *lang*."""
        return self.vi if lang == "vi" else self.en


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One document of a batch as the journal has it: its version when ordered, what became of it, the SHA-256 before and after."""

    batch: str
    document: str
    position: int
    version: int
    state: ItemState = "waiting"
    before: str | None = None
    after: str | None = None
    code: str = ""
    vi: str = ""
    en: str = ""
    finished: datetime | None = None

    def label(self, lang: Lang = "vi") -> str:
        """Its state as the page shows it."""
        vi, en = ITEM_STATES[self.state]
        return vi if lang == "vi" else en

    def why(self, lang: Lang = "vi") -> str:
        """Why it was not sealed, in *lang*."""
        return self.vi if lang == "vi" else self.en


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One line of the list of batches: how many of its documents stand how."""

    batch: Batch
    counts: Mapping[ItemState, int]

    def count(self, *states: ItemState) -> int:
        """How many of these documents stand so."""
        return sum(self.counts.get(state, 0) for state in states)


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch with those of its documents that the reader may know of."""

    batch: Batch
    rows: tuple[tuple[Document, BatchItem], ...]

    def count(self, *states: ItemState) -> int:
        """How many of these documents stand so."""
        return sum(item.state in states for _, item in self.rows)

    @property
    def under_way(self) -> int:
        """How many are still to be done."""
        return self.count(*UNDER_WAY)
