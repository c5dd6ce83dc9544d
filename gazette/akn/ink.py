"""The colour of what a PDF paints, as far as it can be told, and whether two colours can be told apart."""

from typing import Any

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""

WHITE: Colour = (1.0, 1.0, 1.0)
_TOO_NEAR = 0.15
_BY_COUNT = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}
_TINTED = ("Separation", "DeviceN")
_COUNTED = ("DeviceGray", "DeviceRGB", "DeviceCMYK", "CalGray", "CalRGB", "ICCBased")


def colour_of(space: Any, value: Any) -> Colour | None:
    """The colour *value* of the pdfminer colour space *space*; None for patterns and whatever cannot be told."""
    parts = [value] if isinstance(value, (int, float)) else list(value) if isinstance(value, (list, tuple)) else []
    if not parts or not all(isinstance(part, (int, float)) for part in parts):
        return None
    name = str(getattr(space, "name", ""))
    if name in _TINTED:
        return _of_gray(1 - max(parts))
    if name not in _COUNTED:
        return None
    kind = _BY_COUNT.get(len(parts))
    if kind == "DeviceGray":
        return _of_gray(parts[0])
    if kind == "DeviceRGB":
        return float(parts[0]), float(parts[1]), float(parts[2])
    if kind == "DeviceCMYK":
        cyan, magenta, yellow, black = parts
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return None


def near(one: Colour, other: Colour) -> bool:
    """Whether a reader can hardly tell the two apart."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < _TOO_NEAR


def _of_gray(level: float) -> Colour:
    return float(level), float(level), float(level)
