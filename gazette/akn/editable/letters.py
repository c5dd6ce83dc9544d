"""Characters of the editable text: what stands for itself, what needs a backslash, what cannot be seen and is written as its number."""

import re
import unicodedata

BREAK, TAB, END = "↵", "⇥", "¶"
"""A soft line break, a tab, and the end of a paragraph inside a line of the editable text."""

MARKS = "*/_~^,"
"""Each, twice in a row, turns a style on or off."""

_SPECIAL = "\\[]|" + BREAK + TAB + END
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_NUMBER = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}")
_SHORT = {"s": " ", "n": "\n", "t": "\t"}
_MOST = 0x110000
_TAIL = 12


def escaped(text: str, special: str = _SPECIAL) -> str:
    """*text* so that nothing in it is read as a sign of the notation, and every character can be seen and survives NFC."""
    if _plain(text, special):
        return text
    out: list[str] = []
    tail = ""
    for char in text:
        shown = _shown(char, special)
        if len(shown) == 1 and not _settled(tail, char):
            shown = f"\\u{{{ord(char):x}}}"
        out.append(shown)
        tail = (tail + char)[-_TAIL:] if len(shown) == 1 else ""
    return "".join(out)


def _plain(text: str, special: str) -> bool:
    """Whether nothing in *text* is special, as in nearly all of a document: seen, in NFC, and begun by no mark that would join."""
    if not text:
        return True
    ordinary = text.isprintable() and unicodedata.is_normalized("NFC", text) and not any(sign in text for sign in special)
    return ordinary and _settled("", text[0])


def _shown(char: str, special: str) -> str:
    if char in special:
        return "\\" + char
    if char == "\n":
        return BREAK
    if char == "\t":
        return TAB
    return f"\\u{{{ord(char):x}}}" if unicodedata.category(char) in _UNSEEN else char


def _settled(tail: str, char: str) -> bool:
    """Whether *char* after *tail* stays as it is in NFC; a combining mark after nothing does not, whatever comes to stand before it."""
    if char.isascii():
        return True
    if not tail and (unicodedata.combining(char) or unicodedata.category(char).startswith("M")):
        return False
    return unicodedata.is_normalized("NFC", tail + char) and not _joins(char, tail)


def _joins(char: str, tail: str) -> bool:
    return not tail and "\u1160" <= char <= "\u11ff"


def guarded(text: str) -> str:
    """*text* with a space at either end made visible, so that trimming a line does no harm."""
    if text.startswith(" "):
        text = "\\s" + text[1:]
    if text.endswith(" "):
        text = text[:-1] + "\\s"
    return text


def argument(value: str) -> str:
    """*value* as a part of a mark or as a value of the head."""
    return guarded(escaped(value, _SPECIAL + ';:"“”{},')) or '""'


def head_value(value: str) -> str:
    """*value* as the rest of a line of the head, where next to nothing needs a backslash."""
    shown = guarded(escaped(value, "\\" + BREAK + TAB))
    return "\\" + shown if shown.startswith(('"', "“", "”")) else shown or '""'


def value_of(text: str) -> str:
    """The value that ``argument`` or ``head_value`` wrote."""
    text = text.strip(" ")
    return "" if text in ('""', "“”", '“"') else "".join(char for char, _ in letters(text))


def letters(text: str) -> list[tuple[str, bool]]:
    """The characters of *text*, each with whether it stood there as itself (and so may be a sign of the notation)."""
    found: list[tuple[str, bool]] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char != "\\":
            found.append(({BREAK: "\n", TAB: "\t"}.get(char, char), char not in (BREAK, TAB)))
            at += 1
            continue
        number = _NUMBER.match(text, at)
        if number and int(number.group(1), 16) < _MOST:
            found.append((chr(int(number.group(1), 16)), False))
            at = number.end()
            continue
        following = text[at + 1 : at + 2]
        meant = _SHORT.get(following, following)
        found.append((meant if meant and not meant.isalnum() else "\\", False))
        at += 2 if found[-1][0] == meant else 1
    return found


def split(text: str, sign: str) -> list[str]:
    """*text* cut at every *sign* that stands for itself, outside brackets; the pieces keep their backslashes."""
    pieces, start, depth, at = [], 0, 0, 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 2
            continue
        if char == sign and depth == 0:
            pieces.append(text[start:at])
            start = at + 1
        elif char == "[":
            depth += 1
        elif char == "]":
            depth = max(0, depth - 1)
        at += 1
    return [*pieces, text[start:]]


def closing(text: str, at: int) -> int:
    """Where the bracket that opens at *at* is closed; the end of *text* when it never is."""
    depth = 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "[":
            depth += 1
        elif text[at] == "]":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return len(text)
