"""What a file really is, told from its bytes and never from its name."""

import enum
import re
import struct

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIB = re.compile(rb"[\xec\xdc\xdb\x9b]\xa5")
_DOCUMENT = re.compile(rb"Content_Types|document", re.IGNORECASE)
_FIB_ENCRYPTED = 0x0100


class FileKind(enum.StrEnum):
    """The kinds of file that are told apart; only the first three are read."""

    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    PDF = "PDF"
    HTML = "HTML"
    ODT = "OpenDocument"
    SPREADSHEET = "Excel"
    PRESENTATION = "PowerPoint"
    ZIP = "ZIP"
    OLE = "OLE"
    WORD_XML = "Word 2003 XML"
    FLAT_OPC = "Word XML (Flat OPC)"
    MHTML = "MHTML"
    WORD_2 = "Word 2.0"
    WORKS = "Microsoft Works"
    WORDPERFECT = "WordPerfect"
    IMAGE = "image"
    TEXT = "text"
    UNKNOWN = "unknown"


_STARTS = (
    (b"{\\rtf", FileKind.RTF),
    (b"\xdb\xa5", FileKind.WORD_2),
    (b"\xffWPC", FileKind.WORDPERFECT),
    *((start, FileKind.IMAGE) for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")),
)
_MARKS = (
    (b"<pkg:package", FileKind.FLAT_OPC),
    (b"<w:worddocument", FileKind.WORD_XML),
    (b'progid="word.document"', FileKind.WORD_XML),
    (b"mime-version:", FileKind.MHTML),
    (b"<!doctype html", FileKind.HTML),
    (b"<html", FileKind.HTML),
)
# Streams that tell what an OLE container without a Word stream holds.
_STREAMS = (("Workbook", FileKind.SPREADSHEET), ("PowerPoint Document", FileKind.PRESENTATION), ("MatOST", FileKind.WORKS))


def sniff(data: bytes) -> FileKind:
    """The kind of *data* by its first bytes and, for containers, by what they hold."""
    if not data.strip(b"\x00 \t\r\n"):
        return FileKind.EMPTY
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    return _plain(data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n\x00"))


def has_macros(data: bytes) -> bool:
    """Whether a .doc carries a macro project ([MS-OVBA] 2.2.1)."""
    return _utf16("_VBA_PROJECT") in data


def _plain(head: bytes) -> FileKind:
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    for mark, kind in _MARKS:
        if mark in head[:1024].lower():
            return kind
    return FileKind.UNKNOWN if b"\x00" in head else FileKind.TEXT


def _zip(data: bytes) -> FileKind:
    if data[30:38] == b"mimetype" and b"opendocument" in data[:120]:
        return FileKind.ODT
    if b"word" not in data:
        for mark, kind in ((b"xl/workbook", FileKind.SPREADSHEET), (b"ppt/presentation", FileKind.PRESENTATION)):
            if mark in data:
                return kind
    return FileKind.DOCX if _DOCUMENT.search(data) else FileKind.ZIP


def _ole(data: bytes) -> FileKind:
    if _utf16("EncryptedPackage") in data:
        return FileKind.ENCRYPTED
    block = _information_block(data) if _utf16("WordDocument") in data else -1
    if block < 0:
        return next((kind for name, kind in _STREAMS if _utf16(name) in data), FileKind.OLE)
    (flags,) = struct.unpack_from("<H", data, block + 10)
    return FileKind.ENCRYPTED if flags & _FIB_ENCRYPTED else FileKind.DOC


def _information_block(data: bytes) -> int:
    """Where the FIB stands, which opens the stream WordDocument at a sector's start ([MS-DOC] 2.5.2); -1 without one."""
    for found in _FIB.finditer(data, 512):
        if found.start() % 512 == 0 and found.start() <= len(data) - 12:
            return found.start()
    return -1


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")
