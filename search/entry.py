"""What the index is fed with: one entry for a document or for one of its provisions."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields

from search.errors import EntryRefused

_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # controls but tab and line feed, halves of pairs


def _clean(value: object) -> str:
    text = unicodedata.normalize("NFC", value if isinstance(value, str) else str(value))
    return _UNWANTED.sub("", text)


@dataclass(frozen=True)
class Entry:
    """One searchable thing. Every text is kept in NFC without control characters; dates are ISO 8601 (`2023-08-31`).

    `id` is the document's slug, or `slug#eId` for a provision; `document` is the slug and defaults to the part of `id`
    before `#`. `kind`, `issuer`, `field` and `status` are codes, the `…_label` fields what a reader sees instead.
    `known_as` are other names of the issuer, such as those of whoever took its place: found by, and never shown.
    A document's entry carries its whole text, a provision's entry its own, so that words standing in two articles
    find the document and words standing in one article open that article.
    """

    id: str
    document: str = ""
    work: str = ""
    provision: str | None = None
    number: str = ""
    kind: str = ""
    kind_label: str = ""
    issuer: str = ""
    issuer_label: str = ""
    known_as: str = ""
    year: int | None = None
    date: str = ""
    effective_from: str = ""
    gazetted: str = ""
    field: str = ""
    field_label: str = ""
    status: str = ""
    status_label: str = ""
    signer: str = ""
    title: str = ""
    text: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name == "year" or (item.name == "provision" and value is None):
                continue
            object.__setattr__(self, item.name, _clean("" if value is None else value))
        if not self.id.strip():
            raise EntryRefused("Mục tìm kiếm thiếu mã định danh.", "A search entry lacks its identifier.")
        if not self.document:
            object.__setattr__(self, "document", self.id.partition("#")[0] or self.id)
        object.__setattr__(self, "year", _year(self.year, self.date))

    @classmethod
    def kept(cls, values: Mapping[str, object]) -> "Entry":
        """An entry as an index kept it: its texts were cleaned when it was written, and are not cleaned again."""
        entry = object.__new__(cls)
        for item in fields(cls):
            object.__setattr__(entry, item.name, values.get(item.name, item.default))
        return entry

    @classmethod
    def from_json(cls, values: object) -> "Entry":
        """An entry from a JSON object; unknown keys are left out. `EntryRefused` without an `id`, or for what is no text or number."""
        if not isinstance(values, Mapping):
            raise EntryRefused("Mục tìm kiếm phải là một đối tượng JSON.", "A search entry must be a JSON object.")
        names = {item.name for item in fields(cls)}
        known = {key: value for key, value in values.items() if key in names and value is not None}
        for key, value in known.items():
            if isinstance(value, bool) or not isinstance(value, str | int):
                raise EntryRefused(f"Trường {key} phải là chữ hoặc số nguyên.", f"The field {key} must be a text or a whole number.")
        return cls(**{"id": "", **known})


def _year(value: object, date: str) -> int | None:
    for candidate in (value, date[:4]):
        text = str(candidate or "").strip()
        if text.isascii() and text.isdigit() and 0 < int(text) <= 9999:
            return int(text)
    return None
