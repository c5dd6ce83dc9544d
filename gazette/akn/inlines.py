"""Text within a paragraph as Akoma Ntoso inline elements, and back."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from gazette.akn.names import GZ, QUOTED, local, tag
from gazette.model.blocks import Formula, NoteMark, Picture, Run
from gazette.model.draft import Inline, Marked, text_of, tidy
from gazette.model.modifications import bare

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_B, _I, _U, _SPAN, _SUP, _SUB, _BR, _IMG, _INLINE = map(tag, ("b", "i", "u", "span", "sup", "sub", "br", "img", "inline"))
_VALUE_ATTRIBUTE = {"docDate": "date", "ref": "href", "role": "refersTo", "person": "refersTo", "signature": "refersTo"}
MARKED = frozenset(
    (  # noqa: SIM905
        "docNumber docDate docAuthority docType docTitle ref role person signature location mod quotedText"
    ).split()
)
NoteWriter = Callable[[etree._Element, str], None]


def legal(text: str) -> str:
    """*text* without the characters XML cannot hold."""
    return text if text.isprintable() else _ILLEGAL.sub("", text)


def append_text(parent: etree._Element, text: str) -> None:
    """Add *text* at the end of *parent*."""
    if len(parent):
        last = parent[-1]
        last.tail = (last.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def write_inlines(parent: etree._Element, inlines: tuple[Inline, ...], note: NoteWriter) -> None:
    """Write *inlines* into *parent*; *note* writes the note of a key at its place."""
    for piece in inlines:
        if isinstance(piece, Run):
            write_run(parent, piece)
        elif isinstance(piece, Marked):
            element = etree.SubElement(parent, tag(piece.name))
            if piece.value and piece.name != "mod":
                element.set(_VALUE_ATTRIBUTE.get(piece.name, "class"), legal(piece.value))
            write_inlines(element, piece.inlines, note)
        elif isinstance(piece, NoteMark):
            note(parent, piece.note)
        elif isinstance(piece, Picture):
            _write_picture(parent, piece)
        else:
            element = etree.SubElement(parent, _INLINE, name="formula")
            element.set(f"{{{GZ}}}mathml", legal(piece.mathml))
            _write_text(element, piece.text)


def write_run(parent: etree._Element, run: Run) -> None:
    """Write *run* at the end of *parent* in its look."""
    element = parent
    if run.bold:
        element = etree.SubElement(element, _B)
    if run.italic:
        element = etree.SubElement(element, _I)
    if run.underline:
        element = etree.SubElement(element, _U)
    if run.strike:
        element = etree.SubElement(element, _SPAN, {"class": "strike"})
    if run.script:
        element = etree.SubElement(element, _SUP if run.script == "super" else _SUB)
    _write_text(element, run.text)


def _write_text(parent: etree._Element, text: str) -> None:
    clean = legal(text)
    if "\n" not in clean:
        append_text(parent, clean)
        return
    first, *others = clean.split("\n")
    append_text(parent, first)
    for other in others:
        etree.SubElement(parent, _BR).tail = other


def _write_picture(parent: etree._Element, picture: Picture) -> None:
    element = etree.SubElement(parent, _IMG, src=legal(picture.image), alt=legal(picture.alt))
    if round(picture.width) > 0:
        element.set("width", str(round(picture.width)))
    if round(picture.height) > 0:
        element.set("height", str(round(picture.height)))


@dataclass(slots=True)
class InlineReader:
    """Reads inline elements back; ``note`` is called for each authorialNote and gives its key.

    ``mods`` gathers the keys of the instructions read, by their eIds; ``phrases`` their quoted texts.
    """

    note: Callable[[etree._Element], str]
    mods: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)
    found: list[Inline] = field(default_factory=list)

    def read(self, element: etree._Element) -> tuple[Inline, ...]:
        """The inlines within *element*."""
        outer, self.found = self.found, []
        self._content(element, Run(""))
        found, self.found = self.found, outer
        return tidy(found)

    def _content(self, element: etree._Element, look: Run) -> None:
        self._text(element.text, look)
        for child in element:
            self._child(child, look)
            self._text(child.tail, look)

    def _text(self, text: str | None, look: Run) -> None:
        if text:
            self.found.append(_styled(look, text=text))

    def _child(self, child: etree._Element, look: Run) -> None:
        name = local(child.tag)
        if name in _LOOKS:
            self._content(child, _styled(look, **_LOOKS[name]))
        elif name == "br":
            self.found.append(_styled(look, text="\n"))
        elif name == "authorialNote":
            self.found.append(NoteMark(self.note(child)))
        elif name == "img":
            self.found.append(_picture(child))
        elif name in MARKED:
            self._mark(child, name)
        elif name == "inline" and child.get("name") == "formula":
            self.found.append(Formula(child.get(f"{{{GZ}}}mathml", ""), "".join(_text_with_breaks(child))))
        elif name == "span" and child.get("class") == "strike":
            self._content(child, _styled(look, strike=True))
        elif name and name not in QUOTED:
            self._content(child, look)

    def _mark(self, child: etree._Element, name: str) -> None:
        eid = child.get("eId", "")
        value = child.get(_VALUE_ATTRIBUTE.get(name, "class"), "")
        if name == "mod":
            value = self.mods.setdefault(eid, f"m{len(self.mods) + 1}")
        mark = Marked(name, self.read(child), value)
        if name == "quotedText":
            self.phrases[eid] = bare(text_of(mark.inlines))
        self.found.append(mark)


_LOOKS: dict[str, dict[str, object]] = {
    "b": {"bold": True},
    "i": {"italic": True},
    "u": {"underline": True},
    "sup": {"script": "super"},
    "sub": {"script": "sub"},
}


def _styled(look: Run, **changes: object) -> Run:
    values = {
        "text": look.text,
        "bold": look.bold,
        "italic": look.italic,
        "underline": look.underline,
        "strike": look.strike,
        "script": look.script,
        **changes,
    }
    return Run(**values)  # type: ignore[arg-type]


def _text_with_breaks(element: etree._Element) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        pieces.append("\n" if local(child.tag) == "br" else "".join(_text_with_breaks(child)))
        pieces.append(child.tail or "")
    return pieces


def _picture(element: etree._Element) -> Picture:
    return Picture(element.get("src", ""), element.get("alt", ""), float(element.get("width", "0")), float(element.get("height", "0")))
