"""Which way of signing a document follows, as a table with dates: for an installation, and where told for single kinds of documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gazette.model.kinds import KINDS

NUMBER_FIRST, NUMBER_LATER, OUTSIDE_TOOL = "issued-document", "number-after-leader", "issued-approved"

WAYS: dict[str, tuple[str, str]] = {
    NUMBER_FIRST: (
        "cấp số và ngày trước, lãnh đạo ký trên bản đã có số",
        "number and date are given first; the leader signs the numbered page",
    ),
    NUMBER_LATER: (
        "lãnh đạo ký trước, văn thư cấp số và ngày sau, trước khi đóng dấu",
        "the leader signs first; the clerk gives number and date before the seal",
    ),
    OUTSIDE_TOOL: (
        "cấp số và ngày trước, ký bằng công cụ ký ngoài có thể tự tạo trường ký",
        "number and date are given first; an outside tool signs and may make a field of its own",
    ),
}
"""The profiles of the signing room that a desk can follow, and what they mean."""


@dataclass(frozen=True, slots=True)
class SigningRule:
    """One line of the table: from *since* on (the day the page is opened, in Vietnam) documents of *kind* are signed by *profile*.

    Without a kind it is the installation's rule for all kinds that have none of their own.
    """

    profile: str
    since: date
    kind: str = ""

    def __post_init__(self) -> None:
        if self.profile not in WAYS:
            raise ValueError(f"profile: {', '.join(WAYS)}")
        if self.kind and self.kind not in KINDS:
            raise ValueError(f"kind: {self.kind}")


RULES = (SigningRule(NUMBER_FIRST, date(2020, 3, 5)),)
"""Where nothing is told: Decree 30/2020, in force from that day, lets the System give the number of an electronic document."""


def profile_for(rules: Iterable[SigningRule], kind: str | None, day: date) -> str:
    """The profile that documents of *kind* follow on *day*: the kind's own latest rule, else the installation's, else number first."""
    holding = [rule for rule in rules if rule.since <= day and rule.kind in ("", kind or "")]
    latest = max(holding, key=lambda rule: (rule.kind != "", rule.since), default=None)
    return latest.profile if latest else NUMBER_FIRST
