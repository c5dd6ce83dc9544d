"""What the cover of a dossier says, its code, title and place in the plan: sealed in the closed profile, and found by a keyed hash."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.keystore import KeyStore
from archive.levels import Label
from archive.notes import Notes, is_sealed

WITHHELD = "…"
"""Stands for a text whose key is not at hand."""

_SAID = ("code", "title", "heading")


@dataclass(frozen=True, slots=True)
class Covers:
    """Seals and opens covers under the key of the dossier; *notes* say whether this profile seals them, *keys* hold the key."""

    notes: Notes
    keys: KeyStore | None

    def shut(self, dossier: str, label: Label, said: Mapping[str, str]) -> dict[str, Any]:
        """Code, title and heading as they are written: with a label above Công khai they go into ``sealed``. Raises ArchiveLocked."""
        if not self.notes.seals(label):
            return {**{name: said[name] for name in _SAID}, "sealed": None, "mark": None}
        text = json.dumps({name: said[name] for name in _SAID}, ensure_ascii=False)
        sealed = self.notes.seal("cover", dossier, label, text)
        return {**dict.fromkeys(_SAID, ""), "sealed": sealed, "mark": self.mark(said["code"])}

    def open(self, row: Mapping[str, Any]) -> dict[str, str]:
        """What a row of dossiers says; :data:`WITHHELD` in the place of all of it while the key is not at hand."""
        if row["sealed"] is None:
            return {name: str(row[name]) for name in _SAID}
        text = self.notes.open("cover", row["id"], row["sealed"]) if is_sealed(row["sealed"]) else None
        told: dict[str, str] = dict.fromkeys(_SAID, WITHHELD) if text is None else json.loads(text)
        return told

    def reason(self, dossier: str, text: str) -> str:
        """The reason of a hold on a dossier; :data:`WITHHELD` while the key is not at hand."""
        told = self.notes.open("hold", dossier, text)
        return WITHHELD if told is None else told

    def mark(self, code: str) -> str | None:
        """What a sealed dossier of that code is found by; None where nothing is sealed, or the keys are not at hand."""
        return self.notes.mark(f"dossier code\n{code}")

    def relabel(self, dossier: str, label: Label) -> None:
        """Wraps the key of a dossier for its new label too. Raises ArchiveLocked, KeyRefused."""
        if self.keys is not None and not label.is_public:
            self.keys.relabel(dossier, label)
