"""Station 1: a Word file becomes Blocks, without losing a letter."""

from gazette.word.findings import CATALOGUE
from gazette.word.front import marked, read, tracked_changes
from gazette.word.legacy import ConvertedOnce, LegacyConverter
from gazette.word.libreoffice import LibreOffice
from gazette.word.metafiles import PagePainter, TextOnly
from gazette.word.package import Limits
from gazette.word.sniffing import FileKind, sniff
from gazette.word.warm import WarmLibreOffice, WarmOffices

__all__ = [
    "CATALOGUE",
    "ConvertedOnce",
    "FileKind",
    "LegacyConverter",
    "LibreOffice",
    "Limits",
    "PagePainter",
    "TextOnly",
    "WarmLibreOffice",
    "WarmOffices",
    "marked",
    "read",
    "sniff",
    "tracked_changes",
]
