"""Reads the characters of symbol fonts (Symbol, Wingdings …) as Unicode."""

import re

_PRIVATE = re.compile("[\ue000-\uf8ff]")
UNKNOWN = "\ufffd"

_SYMBOL_ROWS = (
    (0x20, " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    (0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"),
    (0xF1, "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
)
_SYMBOL = {start + place: char for start, row in _SYMBOL_ROWS for place, char in enumerate(row)}
_SYMBOL[0xFF] = "□"  # undefined in the font, which shows its empty box: forms use it as a tick box
_WINGDINGS = {
    0x20: " ", 0x21: "✏", 0x22: "✂", 0x23: "✁", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x2D: "📫", 0x36: "⌛", 0x3A: "💻",
    0x3F: "✍", 0x41: "✌", 0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4C: "☹", 0x52: "☼", 0x54: "❄",
    0x58: "✠", 0x59: "✡", 0x5B: "☯", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒",
    0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "⌧", 0x7B: "❀", 0x7C: "✿", 0x7D: "❝", 0x7E: "❞",
    0x80: "⓪", **{0x81 + place: chr(0x2460 + place) for place in range(10)}, 0x8B: "⓿",
    **{0x8C + place: chr(0x2776 + place) for place in range(10)}, 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA2: "◯",
    0xA3: "◉", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "□", 0xAA: "✦", 0xAB: "★", 0xAC: "✶", 0xAD: "✴", 0xAE: "✹",
    0xAF: "✵", 0xB0: "⌖", 0xB2: "⟡", 0xB6: "★", 0xD5: "⌫", 0xD6: "⌦", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→",
    0xE1: "↑", 0xE2: "↓", 0xE3: "↖", 0xE4: "↗", 0xE5: "↙", 0xE6: "↘", 0xE7: "🡄", 0xE8: "➔", 0xE9: "🡅", 0xEA: "🡇",
    0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⇔", 0xF4: "⇕", 0xF8: "▪", 0xF9: "▫", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x2A: "□", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "●", 0xA3: "□", 0xA2: "■"}
_WINGDINGS_3 = {0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x7D: "▶", 0x84: "◀", 0x70: "▲", 0x71: "▼", 0x75: "◀"}
_WEBDINGS = {0x61: "✔", 0x72: "✘", 0x63: "□", 0x67: "■", 0x6E: "●", 0x3D: "▪", 0x34: "▶", 0x33: "◀", 0x35: "▲", 0x36: "▼"}
_TABLES = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}


def is_symbol_font(font: str) -> bool:
    """Whether the letters of *font* are pictures."""
    return font.lower() in _TABLES


def symbol(code: int, font: str) -> str:
    """The Unicode character of symbol *code* (0x20–0xFF or 0xF020–0xF0FF) in *font*; U+FFFD when nobody knows it."""
    place = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    table = _TABLES.get(font.lower())
    if table is not None:
        return table.get(place, UNKNOWN)
    if code != place:
        return _SYMBOL.get(place, UNKNOWN) if not font or place >= 0xA0 else chr(place)
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else UNKNOWN


def readable(text: str, font: str) -> str:
    """*text* with the private-use characters of symbol fonts as Unicode; letters set in such a font too."""
    if is_symbol_font(font):
        return "".join(symbol(ord(char), font) if ord(char) < 0x100 or 0xF000 <= ord(char) < 0xF100 else char for char in text)
    if _PRIVATE.search(text) is None:
        return text
    return _PRIVATE.sub(lambda match: symbol(ord(match[0]), font) if "\uf020" <= match[0] <= "\uf0ff" else match[0], text)
