"""What a search answers: hits with marked snippets, facets with counts, remarks, and the JSON form of it all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from search.entry import Entry
from search.query import Query
from search.ranking import Share

REMARKS = {
    "asking": (
        "Các từ chỉ dùng để hỏi ở đầu hoặc cuối câu không được tìm; muốn tìm đúng nguyên văn, hãy đặt trong ngoặc kép.",
        "Words at the beginning or end that only ask were not searched for; put them in quotation marks to find them as they stand.",
    ),
    "open-quote": (
        "Thiếu dấu đóng ngoặc kép; đã hiểu cụm từ kéo dài đến cuối.",
        "A closing quotation mark is missing; the phrase was read to the end.",
    ),
    "mended": (
        "Không có kết quả cho câu đã gõ; dưới đây là kết quả cho cách viết được gợi ý.",
        "Nothing was found for what was typed; these are the answers to the suggested spelling.",
    ),
    "number-first": (
        "Không văn bản nào mang số hiệu này có đủ các từ khác của câu tìm; văn bản mang số hiệu vẫn xếp đầu.",
        "No act with this number has all the other words of the query; the acts with the number stand first all the same.",
    ),
    "too-long": ("Câu tìm kiếm quá dài; chỉ dùng các từ đầu.", "The query is too long; only its first words were used."),
}  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """One document found: its best entry (the document itself or a provision), and a snippet in safe HTML with `<mark>`."""

    entry: Entry
    snippet: str
    score: float
    exact: bool

    def to_json(self) -> dict[str, Any]:
        """The hit as the public search answer gives it."""
        entry = self.entry
        return {
            "document": entry.document, "work": entry.work, "provision": entry.provision, "number": entry.number,
            "kind": entry.kind, "issuer": entry.issuer_label or entry.issuer, "date": entry.date, "title": entry.title,
            "status": entry.status, "snippet": self.snippet, "url": entry.url,
        }  # fmt: skip


@dataclass(frozen=True)
class Explanation:
    """Why a document stands where it does: the entry that stands for it, and the shares that make up its score."""

    document: str
    entry: str
    score: float
    parts: tuple[tuple[Share, float], ...]


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet; `count` is the total the reader gets by choosing it with all other filters kept."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Results:
    """The answer to one query. `total` counts documents and is exact at any depth.

    `suggestion` is the text as it was probably meant, when only that found anything.
    `after` and `before` are the marks of the next and the previous page, empty where there is none.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    suggestion: str | None = None
    remarks: tuple[str, ...] = ()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    after: str = ""
    before: str = ""

    @property
    def answered(self) -> Query:
        """The question that this answers: as it was asked, or as it was probably meant."""
        return replace(self.query, text=self.suggestion) if self.suggestion else self.query

    @property
    def next(self) -> Query | None:
        """The question for the next page, which begins after the last document of this one."""
        return replace(self.query, page=self.query.page + 1, after=self.after, before="") if self.after else None

    @property
    def previous(self) -> Query | None:
        """The question for the page before, which ends before the first document of this one."""
        return replace(self.query, page=max(1, self.query.page - 1), before=self.before, after="") if self.before else None

    def in_words(self, lang: str = "vi") -> str:
        """The question in words, with the labels that the index knows."""
        return self.answered.in_words(lang, self.labels)

    def remark_sentences(self, lang: str = "vi") -> list[str]:
        """The remarks as sentences."""
        return [REMARKS[code][lang == "en"] for code in self.remarks]

    def to_json(self, lang: str = "vi", address: Callable[[Query], str] | None = None) -> dict[str, Any]:
        """The public search answer; `address` makes the link of the next page (by default `?q=…&trang=2`)."""
        link = address or (lambda query: "?" + query.parameters())
        return {
            "query": self.query.text,
            "in_words": self.in_words(lang),
            "total": self.total,
            "page": self.query.page,
            "size": self.query.size,
            "next": link(self.next) if self.next else None,
            "suggestion": self.suggestion,
            "hits": [hit.to_json() for hit in self.hits],
            "facets": {name: [vars_of(value) for value in values] for name, values in self.facets.items()},
        }


def vars_of(value: FacetValue) -> dict[str, Any]:
    """A facet value as JSON."""
    return {"value": value.value, "label": value.label, "count": value.count}
