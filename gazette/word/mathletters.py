"""The letters of formulas in another style (bold, script, Fraktur …) as the mathematical letters of Unicode (block 1D400)."""

_STYLES = {
    ("b", ""): (0x1D400, 0x1D41A, 0x1D7CE),
    ("bi", ""): (0x1D468, 0x1D482, 0x1D7CE),
    ("", "script"): (0x1D49C, 0x1D4B6, 0),
    ("b", "script"): (0x1D4D0, 0x1D4EA, 0x1D7CE),
    ("", "fraktur"): (0x1D504, 0x1D51E, 0),
    ("b", "fraktur"): (0x1D56C, 0x1D586, 0x1D7CE),
    ("", "double-struck"): (0x1D538, 0x1D552, 0x1D7D8),
    ("", "sans-serif"): (0x1D5A0, 0x1D5BA, 0x1D7E2),
    ("b", "sans-serif"): (0x1D5D4, 0x1D5EE, 0x1D7EC),
    ("", "monospace"): (0x1D670, 0x1D68A, 0x1D7F6),
}
# Letters that Unicode had before the block, which leaves holes for them.
_OLDER = {
    0x1D49D: "ℬ", 0x1D4A0: "ℰ", 0x1D4A1: "ℱ", 0x1D4A3: "ℋ", 0x1D4A4: "ℐ", 0x1D4A7: "ℒ", 0x1D4A8: "ℳ", 0x1D4AD: "ℛ", 0x1D4BA: "ℯ",
    0x1D4BC: "ℊ", 0x1D4C4: "ℴ", 0x1D506: "ℭ", 0x1D50B: "ℌ", 0x1D50C: "ℑ", 0x1D515: "ℜ", 0x1D51D: "ℨ", 0x1D53A: "ℂ", 0x1D53F: "ℍ",
    0x1D545: "ℕ", 0x1D547: "ℙ", 0x1D548: "ℚ", 0x1D549: "ℝ", 0x1D551: "ℤ",
}  # fmt: skip


def lettered(text: str, style: str, script: str) -> str:
    """*text* in the style ``m:sty`` (p, b, i, bi) and script ``m:scr`` of OMML; letters Unicode has no such form of stay plain."""
    plain = "" if script == "roman" else script
    starts = _STYLES.get((style, plain)) or _STYLES.get(("b" if style == "bi" else "", plain))
    return text if starts is None else "".join(_letter(char, starts) for char in text)


def _letter(char: str, starts: tuple[int, int, int]) -> str:
    for first, start in zip("Aa0", starts, strict=True):
        place = ord(char) - ord(first)
        if start and 0 <= place < (10 if first == "0" else 26):
            return _OLDER.get(start + place, chr(start + place))
    return char
