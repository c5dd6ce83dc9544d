"""Pages of issues: what a page's mark says, and the mark of the next."""

import re

from gazette.db.lists import IssuePlace, Lists
from gazette.model.errors import BadCall
from gazette.model.issue import IssueLine

ISSUES_A_PAGE = 24
_MARK = re.compile(r"(\d{4})-(\d{1,6})", re.ASCII)


def issue_page(lists: Lists, size: int, after: str | None) -> tuple[tuple[IssueLine, ...], str | None]:
    """A page of *size* issues after the mark *after*, newest first, and the mark of the next page. Raises BadCall."""
    found = lists.issue_lines(size + 1, _place(after))
    if len(found) <= size:
        return found, None
    last = found[size - 1].issue.number
    return found[:size], f"{last.year}-{last.first}"


def _place(mark: str | None) -> IssuePlace | None:
    if not mark:
        return None
    parts = _MARK.fullmatch(mark)
    if parts is None:
        raise BadCall(reason=mark)
    return int(parts[1]), int(parts[2])
