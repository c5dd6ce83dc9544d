"""The text of Akoma Ntoso as a reader sees it, and the proof that no character was lost on the way from Word."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gazette.akn.inlines import legal
from gazette.akn.names import QUOTED, local, quotations_of
from gazette.akn.parsing import parse
from gazette.model.text import fold_space

_LATE = ("coverPage", "preface", "preamble")
_SIDE = 60


def to_text(xml: bytes) -> str:
    """All visible text of *xml*, one paragraph a line, each note after the paragraph that calls it."""
    return "\n".join(lines_of(parse(xml)))


def text_body_first(xml: bytes) -> str:
    """The text of `to_text` with letterhead, title and grounds last, so that its beginning says what is decided."""
    root = parse(xml)
    whole = next((child for child in root if local(child.tag) in ("act", "doc")), root)
    parts = sorted((child for child in whole if local(child.tag) != "meta"), key=lambda part: local(part.tag) in _LATE)
    return "\n".join(line for part in parts for line in lines_of(part))


def lines_of(element: etree._Element) -> list[str]:
    """The paragraphs of *element* in reading order; a label stands on the line of the text that follows it."""
    lines = _Lines()
    lines.walk(element)
    return lines.finished()


@dataclass(slots=True)
class _Lines:
    done: list[str] = field(default_factory=list)
    open: str = ""
    waiting: list[etree._Element] = field(default_factory=list)

    def finished(self) -> list[str]:
        self._close()
        return self.done

    def walk(self, element: etree._Element) -> None:
        for child in element:
            name = local(child.tag)
            if name == "num":
                self._num(child)
            elif name in ("heading", "p", "block"):
                self._paragraph(child)
            elif name and name != "meta":
                self.walk(child)

    def _num(self, element: etree._Element) -> None:
        self._close()
        self.open = "".join(self._inline(element))
        join = element.get("class", "")
        if join == "apart":
            self._close()
        elif join != "joined":
            self.open += " "

    def _paragraph(self, element: etree._Element) -> None:
        quoted = quotations_of(element)
        words = "".join(self._inline(element))
        if words or not quoted:
            self.open += words
            self._close(keep_empty=True)
        elif quoted:
            self._close()
        for structure in quoted:
            self.walk(structure)
            self._close()

    def _close(self, *, keep_empty: bool = False) -> None:
        if self.open or keep_empty:
            self.done.append(self.open)
            self.open = ""
        notes, self.waiting = self.waiting, []
        for note in notes:
            self.walk(note)
            self._close()

    def _inline(self, element: etree._Element) -> Iterator[str]:
        if element.text:
            yield element.text
        for child in element:
            name = local(child.tag)
            if name == "authorialNote":
                self.waiting.append(child)
            elif name == "br":
                yield "\n"
            elif name not in QUOTED:
                yield from self._inline(child)
            if child.tail:
                yield child.tail


@dataclass(frozen=True, slots=True)
class TextIdentity:
    """The fidelity gate's answer: how many characters went in and came out, and the first difference with both sides."""

    characters_in: int
    characters_out: int
    identical: bool
    before: str = ""
    after: str = ""

    def to_json(self) -> dict[str, object]:
        """The ``text`` object of the conversion report."""
        return {
            "characters_in": self.characters_in,
            "characters_out": self.characters_out,
            "identical": self.identical,
        }


def text_identity(blocks_text: str, xml: bytes) -> TextIdentity:
    """Whether the text of *xml* is *blocks_text*, character for character after NFC and folding of white space."""
    before, after = fold_space(legal(blocks_text)), fold_space(to_text(xml))
    if before == after:
        return TextIdentity(len(before), len(after), True)
    at = next((index for index, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(before), len(after)) if at is None else at
    start = max(0, at - _SIDE // 2)
    return TextIdentity(len(before), len(after), False, before[start : at + _SIDE], after[start : at + _SIDE])
