"""Station 4: Akoma Ntoso to PDF/A-3, a document by itself or a whole gazette issue."""

from gazette.typeset.document import Box, CheckMark, TypesetDocument, document
from gazette.typeset.errors import FontMissing, TypesetError
from gazette.typeset.findings import CATALOGUE
from gazette.typeset.issue import IssueItem, IssueSheet, TypesetIssue, issue

__all__ = [
    "CATALOGUE",
    "Box",
    "CheckMark",
    "FontMissing",
    "IssueItem",
    "IssueSheet",
    "TypesetDocument",
    "TypesetError",
    "TypesetIssue",
    "document",
    "issue",
]
