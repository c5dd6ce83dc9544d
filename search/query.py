"""What a reader asks for: one frozen condition that search, feeds, exports and the page share, and that can say itself in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlencode

from search.parser import parse
from search.vietnamese import normalise
from search.wording import in_words

Sort = Literal["relevance", "newest", "oldest", "number"]
SORTS: tuple[Sort, ...] = get_args(Sort)
FACETS = ("kind", "year", "issuer", "field", "status", "signer")
MAX_SIZE = 200
MAX_PAGE = 1_000_000
MAX_TEXT = 1000
_PARAMETERS = {
    "text": "q", "kind": "loai", "year": "nam", "issuer": "co-quan", "field": "linh-vuc", "status": "hieu-luc",
    "signer": "nguoi-ky", "date_from": "tu", "date_to": "den", "sort": "sap-xep", "page": "trang", "after": "sau", "before": "truoc",
}  # fmt: skip
_OF_A_PAGE = {"page", "after", "before"}
_MAX_PARAMETERS = 50
_WORDS = {
    "vi": {
        "all": "Mọi văn bản", "kind": "{}", "issuer": "của {}", "year": "năm {}", "field": "lĩnh vực {}", "status": "{}",
        "signer": "người ký {}",
        "date_from": "từ ngày {}", "date_to": "đến ngày {}",         "newest": "mới nhất trước", "oldest": "cũ nhất trước",
        "by-number": "xếp theo số",
    },
    "en": {
        "all": "All documents", "kind": "{}", "issuer": "of {}", "year": "in {}", "field": "field {}", "status": "{}",
        "signer": "signed by {}",
        "date_from": "from {}", "date_to": "to {}",         "newest": "newest first", "oldest": "oldest first",
        "by-number": "by number",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Query:
    """Words and filters. Empty text lists everything by date, newest first. Dates are ISO 8601; filters are codes of `Entry`.

    `after` and `before` are marks that an answer gave for the pages beside it; with one of them `page` is only what the page is called.

    Nothing raises: pages and sizes outside their range are brought into it, an unknown `sort` is relevance.
    """

    text: str = ""
    kind: str = ""
    year: int | None = None
    issuer: str = ""
    field: str = ""
    status: str = ""
    signer: str = ""
    date_from: str = ""
    date_to: str = ""
    sort: Sort = "relevance"
    page: int = 1
    size: int = 20
    after: str = ""
    before: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", normalise(self.text)[:MAX_TEXT])
        object.__setattr__(self, "sort", self.sort if self.sort in SORTS else "relevance")
        object.__setattr__(self, "page", min(MAX_PAGE, max(1, self.page)))
        object.__setattr__(self, "size", min(MAX_SIZE, max(1, self.size)))

    def filters(self) -> dict[str, str]:
        """The chosen facet values, by facet."""
        return {name: str(value) for name in FACETS if (value := getattr(self, name))}

    def turn(self, page: int) -> "Query":
        """The same question, another page by its number."""
        return replace(self, page=page, after="", before="")

    def parameters(self) -> str:
        """The question as the address parameters of the public search page (`q=…&loai=…`), defaults left out."""
        given = {name: getattr(self, field) for field, name in _PARAMETERS.items()}
        plain = {"sap-xep": "relevance", "trang": 1}
        return urlencode({name: value for name, value in given.items() if value and plain.get(name) != value})

    @classmethod
    def from_parameters(cls, parameters: str) -> "Query":
        """The question that `parameters` wrote; what is no parameter of it is passed over, and the first page is meant."""
        given = dict(parse_qsl(parameters, max_num_fields=_MAX_PARAMETERS)) if parameters.count("&") < _MAX_PARAMETERS else {}
        texts = {field: given[name] for field, name in _PARAMETERS.items() if name in given and field not in _OF_A_PAGE}
        year = texts.pop("year", "")
        return cls(**texts, year=int(year) if year.isascii() and year.isdigit() and len(year) <= 4 else None)  # type: ignore[arg-type]

    def in_words(self, lang: str = "vi", labels: Mapping[str, Mapping[str, str]] | None = None) -> str:
        """The question as a sentence part; `labels` maps a facet and its code to what readers see."""
        phrases, known = _WORDS["en" if lang == "en" else "vi"], labels or {}
        parts = []
        for name in ("kind", "issuer", "year", "field", "status", "signer", "date_from", "date_to"):
            value = str(getattr(self, name) or "")
            if value:
                shown = _date(value) if name.startswith("date") else known.get(name, {}).get(value, value)
                parts.append(phrases[name].format(shown))
        if not self.kind:
            parts.insert(0, phrases["all"])
        parts += in_words(parse(self.text), lang)
        if self.sort != "relevance":
            parts.append(phrases["by-number" if self.sort == "number" else self.sort])
        return ", ".join(parts).replace(", " + phrases["issuer"][:3], " " + phrases["issuer"][:3])


def _date(iso: str) -> str:
    parts = iso.split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else iso
