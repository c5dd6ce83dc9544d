"""What fields and form controls show that store no result: form fields, symbols, buttons, and what only Word works out (17.16)."""

import re
from dataclasses import dataclass

from lxml import etree

from gazette.word.names import VAL, number, on, w

_SYMBOL = re.compile(r'\s*SYMBOL\s+(0x[0-9A-Fa-f]{1,8}|\d{1,8})(?:.*\\f\s+"?([^"\\]+)"?)?')
_BUTTON = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*)", re.DOTALL)
_WORKED_OUT = re.compile(
    r"\s*(AUTONUM(?:LGL|OUT)?|LISTNUM|EQ|PAGE|NUMPAGES|SECTIONPAGES|DATE|TIME|CREATEDATE|SAVEDATE|PRINTDATE|PAGEREF|NOTEREF|SEQ|STYLEREF|QUOTE|TOC|=)(?![A-Z])",
    re.IGNORECASE,
)
_BROKEN = ("Error! ", "Lỗi! ", "Error: Reference source not found")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A ``SYMBOL`` field: a character code and the font it is taken from."""

    code: int
    font: str


def is_broken(shown: str) -> bool:
    """Whether *shown* is what Word, Vietnamese Word or LibreOffice prints for a reference that leads nowhere."""
    return shown.lstrip().startswith(_BROKEN)


def symbol_of(instruction: str) -> Symbol | None:
    """The sign a ``SYMBOL`` field prints."""
    found = _SYMBOL.match(instruction)
    if found is None:
        return None
    code = int(found[1], 16 if found[1].startswith("0x") else 10)
    return Symbol(code & 0xFFFF, (found[2] or "Symbol").strip())


def button_of(instruction: str) -> str:
    """The words a ``MACROBUTTON`` or ``GOTOBUTTON`` field prints; "" for other fields."""
    found = _BUTTON.match(instruction)
    return "" if found is None else found[1].strip()


def worked_out(instruction: str) -> str:
    """The name of a field that prints something which the file does not hold; "" for other fields."""
    found = _WORKED_OUT.match(instruction)
    return "" if found is None else found[1].upper()


def is_prompt(control: etree._Element) -> bool:
    """Whether a content control (``w:sdt``) was not filled in and shows its prompt."""
    shown = control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}")
    return shown is not None and on(shown.get(VAL))


def form_field(begin: etree._Element) -> str | None:
    """What an old form field shows by itself: a box or the chosen entry; ``None`` when it is no such field."""
    data = begin.find(w("ffData"))
    if data is None:
        return None
    box = data.find(w("checkBox"))
    if box is not None:
        checked = box.find(w("checked"))
        state = checked if checked is not None else box.find(w("default"))
        return "☒" if state is not None and on(state.get(VAL)) else "☐"
    choices = data.find(w("ddList"))
    if choices is None:
        return None
    entries = [entry.get(VAL, "") for entry in choices.findall(w("listEntry"))]
    result = choices.find(w("result"))
    place = number(None if result is None else result.get(VAL))
    return entries[place] if 0 <= place < len(entries) else ""
