"""Opens the zip package of an untrusted .docx: nothing is unpacked before its size, ratio and names were judged."""

import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from gazette.word import markup
from gazette.word.names import CONTENT_TYPES, PACKAGE
from gazette.word.refusal import Refusal

_MAIN = "wordprocessingml.document.main+xml"
_TEMPLATE = "wordprocessingml.template.main+xml"
_OFFICE_DOCUMENT = "/relationships/officeDocument"
_ENTRY = b"PK\x01\x02"
_RATIO_FROM = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an untrusted file is taken in: bytes, unpacked bytes, parts, paragraphs; seconds and bytes for LibreOffice.

    ``picture_bytes`` is the largest picture that is redrawn, ``picture_seconds`` the time for all pictures of one file together.
    ``xml_bytes`` holds for each of the parts that are parsed whole, all but the main one, which is streamed;
    ``parsed_bytes`` for all of them together, as often as they are parsed. ``entries`` is for the zip's own list.
    """

    file_bytes: int = 100 * 1024 * 1024
    unpacked_bytes: int = 400 * 1024 * 1024
    part_bytes: int = 100 * 1024 * 1024
    xml_bytes: int = 16 * 1024 * 1024
    ratio: int = 150
    parsed_bytes: int = 32 * 1024 * 1024
    parts: int = 5000
    entries: int = 50_000
    paragraphs: int = 200_000
    depth: int = 60
    legacy_seconds: int = 120
    legacy_memory: int = 4 * 1024 * 1024 * 1024
    picture_bytes: int = 32 * 1024 * 1024
    picture_seconds: int = 30


@dataclass(frozen=True, slots=True)
class Relationship:
    """One arrow from a part to another part, or to an outside ``target`` when ``external``."""

    kind: str
    target: str
    external: bool = False


class Package:
    """The parts of one file by name; names are compared as OPC does, without regard to case.

    ``types`` holds the media types of the parts that are declared one by one, by lower-case name; ``main`` is the main part.
    """

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._parsed = 0
        self._rewritten: dict[str, bytes] = {}
        self._parts = _directory(archive, limits)
        self.backslashes = any("\\" in info.orig_filename for info in archive.infolist())
        self.types = self._content_types()
        self.main = self._main_part()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def names(self) -> Iterator[str]:
        """The part names, lower case, forward slashes."""
        return iter(self._parts)

    def read(self, name: str) -> bytes:
        """The bytes of a part; ``KeyError`` when there is none, ``Refusal`` W004 when it is damaged."""
        info = self._parts[name.lower()]
        if name.lower() in self._rewritten:
            return self._rewritten[name.lower()]
        try:
            return self._archive.read(info)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
            raise Refusal("W004", where=name, reason=f"{name}: {type(error).__name__}") from None

    def rewrite(self, name: str, data: bytes) -> None:
        """Part *name* holds *data* from now on, for whoever reads it through here."""
        self._rewritten[name.lower()] = data

    def xml(self, name: str, *, weight: int = 1) -> bytes:
        """The bytes of a part that will be parsed whole, as any parser may have them; ``Refusal`` W004, W005 or W008.

        They count *weight* times against ``Limits.parsed_bytes``.
        """
        size = self._parts[name.lower()].file_size
        if size > self._limits.xml_bytes:
            raise Refusal("W005", where=name, reason=f"{name}: {size} > {self._limits.xml_bytes} bytes")
        self._parsed += size * weight
        if self._parsed > self._limits.parsed_bytes:
            raise Refusal("W005", where=name, reason=f"XML > {self._limits.parsed_bytes} bytes")
        return markup.prepared(self.read(name), name)

    def tree(self, name: str, *, weight: int = 1) -> etree._Element:
        """The root of an XML part; ``KeyError`` when there is none, ``Refusal`` W004, W005, W007 or W008."""
        return markup.parse(self.xml(name, weight=weight), name)

    def sound_tree(self, name: str, *, weight: int = 1) -> etree._Element | None:
        """The root of an XML part that may be missing or damaged: then ``None``. One that is too large refuses the file (W005)."""
        if name not in self:
            return None
        try:
            return self.tree(name, weight=weight)
        except Refusal as refusal:
            if refusal.finding.code == "W005":
                raise
            return None

    def relationships(self, part: str) -> dict[str, Relationship]:
        """What *part* points to, by relationship id; empty when it points nowhere (``part`` empty: the package itself)."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self:
            return {}
        arrows: dict[str, Relationship] = {}
        for element in self.tree(name).iter(f"{{{PACKAGE}}}Relationship"):
            external = element.get("TargetMode") == "External"
            arrow = Relationship(element.get("Type", ""), _target(folder, element.get("Target", ""), external), external)
            arrows.setdefault(element.get("Id", ""), arrow)
        return arrows

    def part_of(self, links: Mapping[str, Relationship], kind: str) -> str:
        """The name of the part of *kind* (``styles``) that *links*, those of the main part, lead to; "" when there is none.

        A main part whose relationships were lost has its companions beside it.
        """
        targets = [arrow.target for arrow in links.values() if arrow.kind.endswith(f"/{kind}") and not arrow.external]
        if not links:
            targets = [posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")]
        return next((target for target in targets if target in self), "")

    def _content_types(self) -> dict[str, str]:
        if "[content_types].xml" not in self:
            return {}
        root = self.tree("[Content_Types].xml")
        overrides = root.iter(f"{{{CONTENT_TYPES}}}Override")
        return {_plain(element.get("PartName", "")).lower(): element.get("ContentType", "") for element in overrides}

    def _main_part(self) -> str:
        types = self.types
        if any("macroEnabled" in kind or "vbaProject" in kind for kind in types.values()) or self._has("vbaproject.bin"):
            raise Refusal("W009")
        related = [arrow.target for arrow in self.relationships("").values() if arrow.kind.endswith(_OFFICE_DOCUMENT)]
        declared = [name for name, kind in types.items() if kind.endswith((_MAIN, _TEMPLATE))]
        for name in (*related, *declared, "word/document.xml"):
            if name in self and not name.lower().endswith((".rels", "[content_types].xml")):
                return name
        raise Refusal("W006")

    def _has(self, ending: str) -> bool:
        return any(name.endswith(ending) for name in self._parts)


def open_package(data: bytes, limits: Limits) -> Package:
    """The package in *data*, or ``Refusal`` (W004 damaged, W005 too large, W006 no main part, W009 macros, W010 twins)."""
    # The directory is read before anyone can say how long it is; pictures and old objects may hold a few signatures by chance.
    entries = data.count(_ENTRY)
    if entries > limits.entries:
        raise Refusal("W005", reason=f"{entries} > {limits.entries} entries")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refusal("W004", reason=_short(error)) from None
    return Package(archive, limits)


def _directory(archive: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    members = archive.infolist()
    if len(members) > limits.parts:
        raise Refusal("W005", reason=f"{len(members)} > {limits.parts} parts")
    _weigh(members, limits)
    parts: dict[str, zipfile.ZipInfo] = {}
    for info in members:
        if info.flag_bits & 1:
            raise Refusal("W003")
        name = _plain(info.orig_filename)
        if not name or name.endswith("/"):
            continue
        if name.lower() in parts:
            raise Refusal("W010", part=name)
        parts[name.lower()] = info
    return parts


def _weigh(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(info.file_size for info in members)
    if total > limits.unpacked_bytes:
        raise Refusal("W005", reason=f"{total} > {limits.unpacked_bytes} bytes")
    for info in members:
        if info.file_size > limits.part_bytes:
            raise Refusal("W005", where=info.filename, reason=f"{info.file_size} > {limits.part_bytes} bytes")
        if info.file_size > _RATIO_FROM and info.file_size > limits.ratio * max(info.compress_size, 1):
            raise Refusal("W005", where=info.filename, reason=f"1 : {info.file_size // max(info.compress_size, 1)}")


def _plain(name: str) -> str:
    return unquote(name.replace("\\", "/").split("\x00")[0].lstrip("/"))


def _target(folder: str, target: str, external: bool) -> str:
    if external:
        return target
    plain = unquote(target.replace("\\", "/").split("#")[0])
    return plain.lstrip("/") if plain.startswith("/") else posixpath.normpath(posixpath.join(folder, plain))


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:120]
