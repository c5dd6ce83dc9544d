"""What the name of a font says about the characters set in it: a hint, never a proof."""

import re

_CAPITALS = re.compile(r"^\.?vn\w.*h$", re.IGNORECASE)


def legacy_font(font: str) -> str:
    """The encoding a font's name promises (``tcvn3``, ``vni`` …), or ""; a promise is no proof."""
    name = font.lower()
    if name.startswith((".vn", "vntime", "vnarial")) or "tcvn3" in name:
        return "tcvn3"
    if name.startswith("vni"):
        return "vni"
    if name.startswith("vps "):
        return "vps"
    return "viscii" if name.startswith(("vi ", "viscii")) else ""


def all_capitals(font: str) -> bool:
    """Whether *font* shows every letter as a capital: ``.VnTimeH`` and its sisters."""
    return bool(_CAPITALS.match(font)) and (font.endswith("H") or font.islower())
