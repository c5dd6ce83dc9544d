"""Quoting: whether pasted words stand word for word in a published text, and where."""

import re
from dataclasses import dataclass

import archive
import search
from gazette import akn
from gazette.db.holdings import Holdings
from gazette.model.document import Document
from gazette.model.errors import NotFound
from gazette.model.text import nfc
from gazette.services.parts import Parts

FEWEST_WORDS = 4
MOST_WORDS = 4000
MOST_TEXTS = 20
"""In how many published texts the words are looked for."""

_ASKED_WORDS = 24
_WORD = re.compile(r"\w+")
_ALIKE = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
        "‐": "-",
        "−": "-",
        "…": "...",
        "Ð": "Đ",
        "ð": "đ",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words stand: the text, and the innermost provision that holds them whole; ``eid`` is empty when none does alone."""

    document: Document
    eid: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The answer: the places where the words stand exactly, and when there are none, the texts that come nearest.

    ``short`` when there were too few words to say anything, ``long`` when there were more than anybody compares.
    """

    places: tuple[Place, ...] = ()
    near: tuple[Document, ...] = ()
    short: bool = False
    long: bool = False


class Quote:
    """The passage form of the verification page."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def places(self, passage: str) -> Quoted:
        """Where *passage* stands word for word in what is published.

        White space, letter case and the shape of quotation marks and dashes do not count; every letter, accent, digit and sign does.
        """
        words = _WORD.findall(nfc(passage))
        if not FEWEST_WORDS <= len(words) <= MOST_WORDS:
            return Quoted(short=len(words) < FEWEST_WORDS, long=len(words) > MOST_WORDS)
        wanted = _folded(passage)
        self._parts.index.refresh()
        for asked in _phrases(words):
            found = [place for slug in self._slugs(f'"{asked}"') for place in self._place(slug, wanted)]
            if found:
                return Quoted(places=tuple(found))
        near = (self._document(slug) for slug in self._slugs(" ".join(words[:_ASKED_WORDS]))[:3])
        return Quoted(near=tuple(document for document in near if document))

    def _slugs(self, asked: str) -> list[str]:
        hits = self._parts.index.search(search.Query(text=asked, size=search.MAX_SIZE)).hits
        return list(dict.fromkeys(hit.entry.document for hit in hits))[:MOST_TEXTS]

    def _document(self, slug: str) -> Document | None:
        with self._parts.database.read() as work:
            try:
                return work.documents(archive.ANYONE).slugged(slug)
            except NotFound:
                return None

    def _place(self, slug: str, wanted: str) -> list[Place]:
        with self._parts.database.read() as work:
            try:
                document = work.documents(archive.ANYONE).slugged(slug)
                xml = Holdings(work, self._parts.vault, archive.ANYONE).read(document, "xml")
            except NotFound:
                return []
        if wanted not in _folded(akn.to_text(xml)):
            return []
        holding = [one for one in akn.provisions(xml) if wanted in _folded(" ".join((one.num, one.heading, one.text)))]
        inner = min(holding, key=lambda one: len(one.text), default=None)
        return [Place(document, inner.eid, " ".join(filter(None, (inner.num, inner.heading)))) if inner else Place(document)]


def _phrases(words: list[str]) -> list[str]:
    """What the index is asked for: the first words, and words from the middle should the first be a heading that the text breaks off."""
    middle = max(0, len(words) // 2 - _ASKED_WORDS // 2)
    return list(dict.fromkeys(" ".join(words[start : start + _ASKED_WORDS]) for start in (0, middle)))


def _folded(text: str) -> str:
    return "".join(nfc(text).translate(_ALIKE).casefold().split())
