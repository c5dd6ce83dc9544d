"""The recognised document: letterhead, title, bases, provisions, signatures, recipients, annexes; everything printed, in reading order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import is_
from typing import Any, Literal, TypeVar

from gazette.model.blocks import Align, Formula, Image, NoteMark, Picture, Run
from gazette.model.effect import EffectiveDate, PartialEffect
from gazette.model.modifications import Modification
from gazette.model.values import quick_value

Day = date
"""The type of the fields that tell a day; one of them bears its name."""
Level = Literal["part", "chapter", "section", "subsection", "article", "clause", "point", "hcontainer"]
FORM = "bieu-mau"
"""The name of a blank form: an attachment's kind, or an hcontainer within an annex; its provisions are samples, not the act's."""
CONTENTS = "toc"
"""The name of the group that is a table of contents printed in the text: its lines are no provisions, and nothing is cited in it."""
LEVELS: tuple[Level, ...] = ("part", "chapter", "section", "subsection", "article", "clause", "point", "hcontainer")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of text that means something: ``name`` is the Akoma Ntoso inline (docNumber, docDate, ref, signature …).

    ``value`` is the ISO date of a docDate, the address of a ref, the person or agency of a role or signature, the key of a mod.
    A ``mod`` is the instruction of an amending act; within it ``quotedText`` is a phrase in quotation marks, marks included.
    """

    name: str
    inlines: tuple["Inline", ...]
    value: str = ""


Inline = Run | NoteMark | Picture | Formula | Marked


@quick_value(frozen=True, slots=True)
class Line:
    """One printed paragraph. ``role`` is its ``class`` in Akoma Ntoso (authority, number, recital …), empty for plain text.

    ``text`` are its characters, soft breaks as newlines, notes left out: put together once, for many ask for them.
    """

    inlines: tuple[Inline, ...]
    role: str = ""
    align: Align | Literal[""] = ""
    text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", text_of(self.inlines))


@quick_value(frozen=True, slots=True)
class GridCell:
    """One table cell; ``header`` cells are ``th``."""

    blocks: tuple["Block", ...]
    colspan: int = 1
    rowspan: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``widths`` are its columns in points, ``landscape`` True when it stands on turned pages."""

    rows: tuple[tuple[GridCell, ...], ...]
    widths: tuple[float, ...] = ()
    borders: bool = True
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Provisions quoted: kept out of the act's own sequence (``mod/quotedStructure`` in an amending act, else ``embeddedStructure``)."""

    items: tuple["Item", ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together: in the conclusions ``recipients``, or one ``signature``; anywhere a table of contents (``toc``)."""

    name: str
    blocks: tuple["Block", ...]


Block = Line | Grid | Quotation | Group


@quick_value(frozen=True, slots=True)
class Provision:
    """One provision. ``num`` is its label as printed, ``lead`` the text before its children, ``tail`` the text after them.

    ``name`` names an ``hcontainer``. ``join`` says how the label stands before what follows: ``space`` on the same line,
    ``none`` without a space, ``apart`` as a paragraph of its own.
    """

    level: Level
    num: tuple[Inline, ...] = ()
    heading: tuple[Inline, ...] = ()
    lead: tuple[Block, ...] = ()
    children: tuple["Provision", ...] = ()
    tail: tuple[Block, ...] = ()
    name: str = ""
    join: Literal["space", "none", "apart"] = "space"

    def walk(self, *, forms: bool = True) -> Iterator["Provision"]:
        """This provision and all below it, in order, quoted ones left out; without *forms* those of blank forms too."""
        if self.name == FORM and not forms:
            return
        yield self
        for child in self.children:
            yield from child.walk(forms=forms)


Item = Line | Grid | Quotation | Group | Provision


@dataclass(frozen=True, slots=True)
class Component:
    """A text with its own number space: the document itself, an attached regulation, an annex.

    ``letterhead`` and ``title`` are the preface; ``preamble`` holds bases (role ``recital``) and the enacting formula (role
    ``enacting``); ``kind`` is a kind's slug, or ``phu-luc``, or ``bieu-mau`` for a blank form, or empty.
    """

    kind: str = ""
    letterhead: tuple[Block, ...] = ()
    title: tuple[Block, ...] = ()
    preamble: tuple[Block, ...] = ()
    body: tuple[Item, ...] = ()
    conclusions: tuple[Block, ...] = ()

    def provisions(self, *, forms: bool = True) -> Iterator[Provision]:
        """All provisions of this text in order, quoted ones left out; without *forms* those of blank forms too."""
        if self.kind == FORM and not forms:
            return
        for item in self.body:
            if isinstance(item, Provision):
                yield from item.walk(forms=forms)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: ``capacity`` such as ``TM. ỦY BAN NHÂN DÂN`` or ``KT. CHỦ TỊCH``, ``title`` such as ``PHÓ CHỦ TỊCH``, and the name."""

    capacity: str | None
    title: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """A directed tie to another text: its type (can-cu, sua-doi-bo-sung, thay-the, bai-bo, dan-chieu …), target and evidence.

    ``number``, ``kind``, ``day`` and ``title`` are what the words say of the target; ``href`` is empty until it is resolved.
    ``provisions`` are the provisions of it that are named, with a space between (``5.2 7``), and ``at`` are the paths of the provisions
    that state the tie (``@/2/1``; ``@`` before the articles), with a space between. ``starts`` is the day from which it holds, in ISO
    8601, where the very words name one (``bãi bỏ … kể từ ngày …``).
    """

    type: str
    evidence: str
    number: str = ""
    kind: str = ""
    day: str = ""
    title: str = ""
    href: str = ""
    provisions: str = ""
    at: str = ""
    starts: str = ""


@dataclass(frozen=True, slots=True)
class NoteText:
    """A footnote or endnote with its own blocks; ``mark`` is the printed number."""

    blocks: tuple[Block, ...]
    kind: Literal["footnote", "endnote"] = "footnote"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole document as recognised. A fact that the document does not state is None or empty, never guessed.

    ``number`` is as printed (``12/2023/QĐ-UBND``) and None while it is a blank; ``symbol`` (``QĐ-UBND``) is known even then.
    ``date`` comes from the place-and-date line only; ``adopted`` is the day of adoption of a text printed without one, as laws are.
    """

    main: Component
    attachments: tuple[Component, ...] = ()
    kind: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    issuer_slug: str | None = None
    place: str | None = None
    date: Day | None = None
    adopted: Day | None = None
    subject: str | None = None
    urgency: str | None = None
    circulation: str | None = None
    effective: EffectiveDate | None = None
    partial: tuple[PartialEffect, ...] = ()
    signers: tuple[Signer, ...] = ()
    recipients: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    modifications: tuple[Modification, ...] = ()
    notes: Mapping[str, NoteText] = field(default_factory=dict)
    images: Mapping[str, Image] = field(default_factory=dict)

    @property
    def day(self) -> Day | None:
        """The day by which the text is named: of its place-and-date line, else of its adoption."""
        return self.date or self.adopted

    def components(self) -> tuple[Component, ...]:
        """The document's own text and then its attachments."""
        return (self.main, *self.attachments)

    def count(self, level: Level) -> int:
        """How many provisions of *level* the document and its attachments have, those quoted and those of blank forms left out."""
        return sum(one.level == level for part in self.components() for one in part.provisions(forms=False))


def text_of(inlines: Sequence[Inline]) -> str:
    """The characters of *inlines*, notes and pictures left out."""
    if len(inlines) == 1 and type(first := inlines[0]) is Run:
        return first.text  # most lines are one run, and each is asked for its text several times
    return "".join([piece.text if isinstance(piece, Run) else _characters(piece) for piece in inlines])


def _characters(piece: Inline) -> str:
    if isinstance(piece, (Run, Formula)):
        return piece.text
    return text_of(piece.inlines) if isinstance(piece, Marked) else ""


def tidy(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """*inlines* with empty runs dropped and neighbours of one look joined: the only form a Draft holds."""
    tidied: list[Inline] = []
    for piece in inlines:
        if isinstance(piece, Run):
            if not piece.text:
                continue
            last = tidied[-1] if tidied else None
            if isinstance(last, Run) and _same_look(last, piece):
                tidied[-1] = last.saying(last.text + piece.text)
                continue
        tidied.append(piece)
    return tuple(tidied)


def _same_look(one: Run, other: Run) -> bool:
    return (
        one.bold == other.bold
        and one.italic == other.italic
        and one.underline == other.underline
        and one.strike == other.strike
        and one.script == other.script
    )


def cut(inlines: tuple[Inline, ...], at: int) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """*inlines* in two at character *at*; a mark without width at the cut goes to the second part, a Marked is cut too."""
    left: list[Inline] = []
    for index, piece in enumerate(inlines):
        width = len(_characters(piece))
        if width <= at and (width or at):
            left.append(piece)
            at -= width
            continue
        if at <= 0:
            return tuple(left), tuple(inlines[index:])
        if isinstance(piece, Marked):
            one, two = cut(piece.inlines, at)
            return (*left, replace(piece, inlines=one)), (replace(piece, inlines=two), *inlines[index + 1 :])
        if isinstance(piece, Run):
            one_run, two_run = piece.saying(piece.text[:at]), piece.saying(piece.text[at:])
            return (*left, one_run), (two_run, *inlines[index + 1 :])
        return (*left, piece), tuple(inlines[index + 1 :])
    return tuple(left), ()


_One = TypeVar("_One")
_Made = TypeVar("_Made", "Component", "Provision", "Line", "Grid", "GridCell", "Quotation", "Group", "NoteText")


def kept(before: tuple[_One, ...], after: Iterable[_One]) -> tuple[_One, ...]:
    """*after*, or the very same *before* where each of its pieces is still the same object."""
    now = tuple(after)
    return before if len(now) == len(before) and all(map(is_, now, before)) else now


def changed(one: _Made, **fields: Any) -> _Made:
    """*one* with *fields*, or the very same *one* where each of them is the same object as before."""
    for name, value in fields.items():
        if getattr(one, name) is not value:
            return replace(one, **fields)
    return one


def _tight(piece: Inline, end: int) -> bool:
    """True when no white space stands at that end of *piece*."""
    return not isinstance(piece, Run) or bool(piece.text and not piece.text[end].isspace())


def trimmed(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """*inlines* without white space at either end; notes and pictures stay."""
    if inlines and _tight(inlines[0], 0) and _tight(inlines[-1], -1):
        return inlines
    pieces = list(inlines)
    for index, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while pieces:
            piece = pieces[index]
            if not isinstance(piece, Run):
                break
            text = strip(piece.text)
            if text:
                pieces[index] = piece if text == piece.text else piece.saying(text)
                break
            pieces.pop(index)
    return tuple(pieces)
