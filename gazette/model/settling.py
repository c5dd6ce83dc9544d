"""What a Word file carries besides its text (tracked changes, comments, hidden text), and the ways an editor settles it: a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from gazette.model.outcome import Finding, Lang

Version = Literal["accepted", "original"]

TRACKED = frozenset({"W020", "W021", "W022"})
"""Finding codes of the Word room: insertions, deletions and changes of format that nobody decided on."""

OPEN = TRACKED | {"W023", "W024"}
"""Whatever of it is still open: also comments and hidden text."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """One way of settling: the findings it ends, the finding that says so afterwards, and which text counts (empty: the words stay)."""

    id: str
    vi: str
    en: str
    ends: frozenset[str]
    told: str
    version: Version | Literal[""] = ""

    def label(self, lang: Lang = "vi") -> str:
        """The words on the button."""
        return self.vi if lang == "vi" else self.en


SETTLEMENTS: Mapping[str, Settlement] = {
    one.id: one
    for one in (
        Settlement("accept", "Chấp nhận mọi thay đổi", "Accept all changes", TRACKED | {"D016"}, "D015", "accepted"),
        Settlement("reject", "Từ chối mọi thay đổi", "Reject all changes", TRACKED | {"D015"}, "D016", "original"),
        Settlement("comments", "Đã đọc ý kiến, không đưa vào văn bản", "Comments read, not part of the text", frozenset({"W023"}), "D017"),
        Settlement("hidden", "Đã xem chữ ẩn, không đưa vào văn bản", "Hidden text seen, not part of the text", frozenset({"W024"}), "D018"),
    )
}

SETTLED = frozenset(one.told for one in SETTLEMENTS.values())
"""The findings that stay when something was settled: the Word file itself still carries it."""


def open_to(findings: Iterable[Finding]) -> tuple[Settlement, ...]:
    """The settlements that a document with *findings* asks for, or whose decision can still be changed."""
    codes = {finding.code for finding in findings}
    return tuple(one for one in SETTLEMENTS.values() if one.ends & codes)


def version_of(findings: Iterable[Finding]) -> Version:
    """Which text of the Word file counts: with its tracked changes, unless they were rejected."""
    rejected = SETTLEMENTS["reject"].told
    return "original" if any(finding.code == rejected for finding in findings) else "accepted"
