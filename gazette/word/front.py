"""The room's front door: bytes in, Blocks and findings out, and never an exception about the document."""

import posixpath
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from lxml import etree

from gazette.model.blocks import Blocks
from gazette.model.collector import collecting_seldom
from gazette.model.outcome import Outcome
from gazette.model.settling import NOTHING, Choice, Decided, TrackedChange, Version
from gazette.word import changes, opened
from gazette.word.asides import comments_of
from gazette.word.encodings import AsUnicode, Mixed
from gazette.word.headers import missing_from, page_lines, telling
from gazette.word.images import Images
from gazette.word.inspection import note_package
from gazette.word.legacy import LegacyConverter, LegacyFailed, LegacyMissing
from gazette.word.libreoffice import LibreOffice
from gazette.word.marking import marker
from gazette.word.metafiles import PagePainter, TextOnly
from gazette.word.numbering import NO_LISTS, Numbering
from gazette.word.package import Limits, Package, open_package
from gazette.word.reader import Reader
from gazette.word.reading import Decoder, Passed, Reading
from gazette.word.redrawing import Redrawer
from gazette.word.refusal import Refusal
from gazette.word.remarks import Remarks
from gazette.word.second_opinion import missing_words
from gazette.word.sniffing import FileKind, has_macros, sniff
from gazette.word.styles import Styles
from gazette.word.warm import WarmLibreOffice
from gazette.word.watermarks import watermarks

T = TypeVar("T")
_REFUSED = {FileKind.EMPTY: "W001", FileKind.ENCRYPTED: "W003"}
DEFAULT_LIMITS = Limits()
_LONGEST_WORDS = 300
_SAVED_AGAIN = (
    FileKind.WORD_XML,
    FileKind.FLAT_OPC,
    FileKind.HTML,
    FileKind.MHTML,
    FileKind.WORD_2,
    FileKind.WORKS,
    FileKind.WORDPERFECT,
    FileKind.ODT,
)
_READ = (FileKind.DOCX, FileKind.DOC, FileKind.RTF)


@collecting_seldom()
def read(
    data: bytes,
    *,
    name: str = "",
    limits: Limits = DEFAULT_LIMITS,
    legacy: LegacyConverter | None = None,
    version: Version = "accepted",
    painter: PagePainter | None = None,
    decided: Decided = NOTHING,
) -> Outcome[Blocks]:
    """Reads a Word file of any kind.

    *name* is only compared with the content; *legacy* converts .doc and .rtf (default: LibreOffice, when installed);
    *version* says how tracked changes are read, *decided* what of its changes, comments and hidden words was settled before;
    *painter* draws EMF and WMF pictures (default: *legacy* when it can, otherwise LibreOffice, when installed). Never raises on what a
    document holds: a refused file has no value and an error finding.
    """
    remarks = Remarks()
    try:
        return Outcome(_read(data, name, _Call(limits, legacy, version, painter, decided), remarks), remarks.findings())
    except Refusal as refusal:
        return Outcome(None, (*remarks.findings(), refusal.finding))
    except RecursionError:
        return Outcome(None, (*remarks.findings(), Refusal("W014").finding))
    except MemoryError:
        return Outcome(None, (*remarks.findings(), Refusal("W005", reason="memory").finding))


@dataclass(frozen=True, slots=True)
class _Call:
    limits: Limits
    legacy: LegacyConverter | None
    version: Version
    painter: PagePainter | None
    decided: Decided
    marking: bool = False


def marked(data: bytes, plain: Blocks, choice: Choice, *, legacy: LegacyConverter | None = None) -> Blocks:
    """The Word file that ``read`` gave as *plain* after *choice*, its open changes, comments and hidden words marked where they stand.

    For the eye: only words are shown of what is no part of the text. It is *plain* itself where the marks would show another text.
    """
    call = _Call(DEFAULT_LIMITS, legacy, choice.version, TextOnly(), choice.decided, marking=True)
    try:
        blocks = _read(data, "", call, Remarks())
    except (Refusal, RecursionError, MemoryError):
        return plain
    return blocks if blocks.text_proper() == plain.text_proper() else plain


def tracked_changes(data: bytes, *, limits: Limits = DEFAULT_LIMITS, legacy: LegacyConverter | None = None) -> tuple[TrackedChange, ...]:
    """The tracked changes of a Word file one by one, in the order in which they stand; none of a file that cannot be read."""
    call = _Call(limits, legacy, "accepted", None, NOTHING)
    try:
        kind = sniff(data)
        package = open_package(data if kind is FileKind.DOCX else _converted(data, kind, call), limits)
        return changes.told(tree for _, tree in _text_parts(package))
    except (Refusal, RecursionError, MemoryError):
        return ()


def _text_parts(package: Package) -> Iterator[tuple[str, etree._Element]]:
    """The parts that hold the text: the main one, then footnotes and endnotes."""
    links = package.relationships(package.main)
    for name in (package.main, package.part_of(links, "footnotes"), package.part_of(links, "endnotes")):
        if name in package:
            yield name, package.tree(name)


def _settle(package: Package, call: _Call) -> None:
    """Rewrites the parts of *package* as they are after the tracked changes that were decided on, the others marked when *call* says so."""
    if not (call.decided.tracked or call.marking):
        return
    parts = list(_text_parts(package))
    changes.apply((tree for _, tree in parts), call.decided, marker(call.version) if call.marking else None)
    for name, tree in parts:
        package.rewrite(name, etree.tostring(tree, encoding="utf-8"))


def _read(data: bytes, name: str, call: _Call, remarks: Remarks) -> Blocks:
    if len(data) > call.limits.file_bytes:
        raise Refusal("W005", reason=f"{len(data)} > {call.limits.file_bytes} bytes")
    kind = sniff(data)
    if kind in _REFUSED:
        raise Refusal(_REFUSED[kind])
    if kind in _SAVED_AGAIN:
        raise Refusal("W062", kind=kind.value)
    if kind not in _READ:
        raise Refusal("W002", kind=kind.value)
    _compare_name(name, kind, remarks)
    if kind is not FileKind.DOCX:
        if has_macros(data):
            remarks.note("W046")
        remarks.note("W044", kind=kind.value)
    package = data if kind is FileKind.DOCX else _converted(data, kind, call)
    opened_package = open_package(package, call.limits)
    _settle(opened_package, call)
    blocks = _document(opened_package, call, remarks)
    if kind is FileKind.DOC:
        if _taken_for_text(blocks):
            raise Refusal("W013", reason="the Word stream inside is damaged")
        _compare_words(data, blocks, call.limits, remarks)
    return blocks


def _compare_words(data: bytes, blocks: Blocks, limits: Limits, remarks: Remarks) -> None:
    # antiword shows deleted and hidden text too.
    if any(finding.code in ("W020", "W021", "W024") for finding in remarks.findings()):
        return
    missing = missing_words(data, blocks.visible_text(), limits)
    if missing:
        remarks.note("W061", "", count=len(missing), words=" ".join(missing[:20]))


def _taken_for_text(blocks: Blocks) -> bool:
    # LibreOffice imports what it does not recognise as plain text: the first signs are then those of the container.
    first = next(blocks.paragraphs(), None)
    return first is not None and first.text.startswith(("쿐", "ÐÏ", "ĐÏ"))


def _compare_name(name: str, kind: FileKind, remarks: Remarks) -> None:
    suffix = posixpath.splitext(name)[1].lower()
    if suffix and suffix not in (f".{kind.value}", ".dotx", ".dot"):
        remarks.note("W045", suffix=suffix, kind=kind.value)


def _converted(data: bytes, kind: FileKind, call: _Call) -> bytes:
    converter = call.legacy or LibreOffice()
    try:
        return converter.convert(data, kind, call.limits)
    except LegacyMissing:
        raise Refusal("W012", kind=kind.value) from None
    except LegacyFailed as failure:
        raise Refusal("W013", reason=str(failure)) from None


@contextmanager
def _redrawer(call: _Call) -> Iterator[Redrawer]:
    """What redraws the pictures of one file; a LibreOffice of its own starts with the first picture that needs one."""
    if call.painter is not None:
        yield Redrawer(call.painter, call.limits)
    elif isinstance(call.legacy, WarmLibreOffice):
        yield Redrawer(call.legacy, call.limits)
    else:
        with WarmLibreOffice() as office:
            yield Redrawer(office, call.limits)


def _document(package: Package, call: _Call, remarks: Remarks) -> Blocks:
    with _redrawer(call) as redrawer:
        return _walked(package, call, remarks, redrawer)


def _walked(package: Package, call: _Call, remarks: Remarks, redrawer: Redrawer) -> Blocks:
    links = package.relationships(package.main)
    styles = _opened(package, package.part_of(links, "styles"), opened.styles, remarks) or Styles(None)
    numbers = package.part_of(links, "numbering")
    lists = opened.lists(package, numbers) if numbers else NO_LISTS
    settings = _opened(package, package.part_of(links, "settings"), opened.side_part, remarks)
    note_package(package, links, settings, remarks)

    def comments() -> etree._Element | None:
        return _opened(package, package.part_of(links, "comments"), opened.side_part, Remarks())

    def read_with(decoder: Decoder) -> tuple[Blocks, Remarks]:
        passed = Passed(comments_of(call.decided.read))
        if call.decided.shown or call.decided.left_out:
            found, _ = read_once(decoder, passed)
            passed = replace(passed, shown=_places(found, call.decided.shown), left_out=_places(found, call.decided.left_out))
        return read_once(decoder, passed)

    def read_once(decoder: Decoder, passed: Passed) -> tuple[Blocks, Remarks]:
        into = Remarks()
        images = Images(package, into, redrawer)
        reading = Reading(styles, Numbering(lists, styles.language), images, decoder, call.limits, call.version, into, dict(links))
        reading.decided, reading.marking = passed, call.marking
        return replace(Reader(package, reading).document(), asides=reading.asides.told(comments)), into

    first = AsUnicode()
    blocks, found = read_with(first)
    decoder: Decoder = first
    if first.suspicious:
        decoder = mixed = Mixed(first.paragraphs)
        del blocks, found  # their pictures would stand in memory twice
        blocks, found = read_with(mixed)
        mixed.report(remarks)
    remarks.take(found)
    margins = (*page_lines(package, links, "header"), *page_lines(package, links, "footer"))
    _note_page_lines(margins, blocks, decoder, remarks)
    return replace(blocks, headers=(*margins, *watermarks(package, links)))


def _places(blocks: Blocks, keys: frozenset[str]) -> frozenset[str]:
    """Where the hidden words stand that *keys* name."""
    return frozenset(one.where for one in blocks.asides if one.kind == "hidden" and one.key in keys)


def _note_page_lines(lines: tuple[str, ...], blocks: Blocks, decoder: Decoder, remarks: Remarks) -> None:
    """Remark W064 on the words that stand in page headers and footers only."""
    told = telling("".join(decoder.paragraph([("", line)], Remarks())) for line in lines)
    shown = [blocks.visible_text(), *(finding.details["text"] for finding in remarks.findings() if finding.code == "W029")] if told else []
    missing = missing_from("\n".join(shown), told)
    if missing:
        remarks.note("W064", "", words=" | ".join(missing)[:_LONGEST_WORDS])


def _opened(package: Package, name: str, opening: Callable[[Package, str], T], remarks: Remarks) -> T | None:
    """Part *name* as *opening* gives it; None, and a remark, when the document can be read without it."""
    if not name:
        return None
    try:
        return opening(package, name)
    except Refusal as refusal:
        remarks.note("W036", name, part=name, consequence=refusal.finding.message())
        return None
