"""How an entry is written into Whoosh: the schema, its own field type for syllables, and the version of both.

Whoosh keeps the schema as a pickle inside the index, so these classes must stay importable under their names; a change of
what they write needs a new `VERSION`, and the index is rebuilt.
"""

from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from whoosh import columns, fields, formats

from search.entry import Entry
from search.errors import EntryRefused
from search.numbers import number_terms, order_key
from search.procedures import procedure_terms
from search.vietnamese import exact, words

VERSION = 4
GAP = 64  # positions between two parts of an entry, so that no phrase runs from one into the next
_LONGEST_TERM = 512  # bytes
FACET_FIELDS = ("kind", "year", "issuer", "field", "status", "signer")
DATE_FIELDS = ("date", "effective_from", "gazetted")


class PackedPositions(formats.Positions):  # type: ignore[misc]
    """Positions as an array of 32-bit numbers instead of a pickled list: a quarter of the size and no unpickling."""

    def encode(self, poslist: list[int]) -> bytes:
        """The bytes that Whoosh keeps with a posting."""
        return array("I", poslist).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """The positions, ascending."""
        positions = array("I")
        positions.frombytes(valuestring)
        return positions.tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        """How often the term stands in the entry."""
        return len(valuestring) // 4


class SyllableField(fields.FieldType):  # type: ignore[misc]
    """A text given as a list of parts, indexed by the exact form of its syllables with their positions.

    Its column holds how many there are, to the word: Whoosh's own length byte rounds, and its total counts what was removed.
    """

    def __init__(self) -> None:
        super().__init__(PackedPositions(), None, scorable=True, stored=False)
        self.column_type = columns.NumericColumn("I")

    def to_column_value(self, value: list[str]) -> int:
        """How many words the parts have."""
        return sum(len(words(part)) for part in value)

    def index(self, value: list[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each term of the parts with its frequency, weight and positions."""
        places: dict[str, list[int]] = {}
        position = 0
        for part in value:
            for word in words(part):
                term = exact(word)
                if term in places:
                    places[term].append(position)
                else:
                    places[term] = [position]
                position += 1
            position += GAP
        for term, at in places.items():
            yield term_bytes(term), len(at), float(len(at)), array("I", at).tobytes()


class TermField(fields.FieldType):  # type: ignore[misc]
    """Ready-made terms: one string or a set of them, without positions or score."""

    def __init__(self, unique: bool = False) -> None:
        super().__init__(formats.Existence(), None, scorable=False, stored=False, unique=unique)

    def index(self, value: str | set[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each term once."""
        for term in sorted({value} if isinstance(value, str) else value):
            yield term_bytes(term), 1, 1.0, b""


@lru_cache(maxsize=400_000)
def term_bytes(term: str) -> bytes:
    """A term as Whoosh keeps it; a long one is cut after a whole letter, because Whoosh limits keys to 64 KB."""
    encoded = term.encode("utf-8", "surrogatepass")
    return encoded if len(encoded) <= _LONGEST_TERM else encoded[:_LONGEST_TERM].decode("utf-8", "ignore").encode()


def make_schema() -> Any:
    """The Whoosh schema of version `VERSION`."""
    facets = {name: TermField() for name in FACET_FIELDS}
    return fields.Schema(
        document=TermField(unique=True),
        number=TermField(),
        procedure=TermField(),
        title=SyllableField(),
        text=SyllableField(),
        order=fields.COLUMN(columns.NumericColumn("Q")),
        part=fields.COLUMN(columns.NumericColumn("I")),
        entry=fields.STORED(),
        **facets,
        **{name: fields.COLUMN(columns.NumericColumn("I")) for name in DATE_FIELDS},
    )


def row(entry: Entry, part: int, stored: dict[str, Any]) -> dict[str, Any]:
    """The Whoosh document of an entry; `part` is its place among the entries of its document (0 for the first)."""
    heading = [entry.number, entry.title]
    values: dict[str, Any] = {
        "document": entry.document,
        "number": number_terms(entry.number, entry.year, entry.kind_label),
        "procedure": procedure_terms(entry.title, entry.text),
        "title": heading,
        "text": [*heading, entry.kind_label, entry.issuer_label, entry.known_as, entry.signer, entry.text],
        "order": order_key(entry.number, entry.year),
        "part": part,
        "entry": stored,
    }
    values |= {name: date_number(getattr(entry, name)) for name in DATE_FIELDS}
    return values | {name: str(getattr(entry, name)) for name in FACET_FIELDS if getattr(entry, name)}


def document_rows(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """The Whoosh documents of the entries, those of one document one after the other; a document that comes twice is refused."""
    seen = set()
    for document, group in groupby(entries, key=lambda entry: entry.document):
        if document in seen:
            raise EntryRefused(f"Văn bản {document} xuất hiện hai lần.", f"The document {document} was given twice.")
        seen.add(document)
        for part, entry in enumerate(group):
            yield row(entry, part, {name: value for name, value in vars(entry).items() if value not in ("", None)})


def date_number(iso: str, missing: str = "0") -> int:
    """`2023-08-31` as 20230831; what is not a date is 0; a year or month alone is filled with `missing` (0: its start, 9: its end)."""
    digits = iso.replace("-", "")[:8]
    return int(digits.ljust(8, missing)) if digits.isascii() and digits.isdigit() else 0
