"""Texts of unknown origin as they may be printed: on one line, cut short, without signs that steer the reading or that no font draws."""

import unicodedata

from gazette.typeset.fonts import missing


def shown(text: object, longest: int = 160) -> str:
    """*text* for print; what has no glyph becomes a question mark."""
    composed = unicodedata.normalize("NFC", str(text)[: 4 * longest])
    plain = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in composed)
    for char in missing(plain):
        plain = plain.replace(char, "?")
    folded = " ".join(plain.split())
    return folded if len(folded) <= longest else folded[: longest - 1] + "…"
