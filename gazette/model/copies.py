"""Certified copies as data: their forms, who may issue them, and of what."""

from collections.abc import Mapping

COPY_FORMS: Mapping[str, tuple[str, str]] = {
    "sao-y": ("Sao y", "Full copy"),
    "sao-luc": ("Sao lục", "Reissued copy"),
    "trich-sao": ("Trích sao", "Extract"),
}
"""The forms (Decree 30/2020, Article 25) with their names in Vietnamese and English."""

COPY_ROLES = ("clerk", "archivist")
"""Who may issue a copy."""

COPIED_STATES = ("sealed", "composed", "published")
"""The states in which a document is complete enough to be copied: signed by leader and agency."""
