"""Reads what of a Word file is to be decided one by one."""

from gazette import word
from gazette.model.offering import Offered
from gazette.model.settling import Choice, Decided
from gazette.word import LegacyConverter


def offer(original: bytes, legacy: LegacyConverter | None, choice: Choice) -> Offered:
    """What the Word file *original* offers to be decided on, as it stands after *choice*."""
    changes = word.tracked_changes(original, legacy=legacy)
    tracked_only = Decided(choice.decided.accepted, choice.decided.rejected)
    read = word.read(original, legacy=legacy, version=choice.version, painter=word.TextOnly(), decided=tracked_only)
    return Offered(changes, read.value.asides if read.value else (), choice.decided)
