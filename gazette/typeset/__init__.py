"""Station 4: Akoma Ntoso to PDF/A-3, a document, a gazette issue, the receipt of a verification, a list or protocol of the archive."""

from gazette.typeset.document import Blank, Box, CheckMark, Kept, TypesetDocument, document
from gazette.typeset.errors import FontMissing, TypesetError
from gazette.typeset.findings import CATALOGUE
from gazette.typeset.issue import IssueItem, IssueSheet, TypesetIssue, issue
from gazette.typeset.measuring import Measured, measure
from gazette.typeset.minutes import Ledger, Minutes, minutes
from gazette.typeset.preview import Sections, preview
from gazette.typeset.receipt import ReceiptSheet, receipt

__all__ = [
    "CATALOGUE",
    "Blank",
    "Box",
    "CheckMark",
    "FontMissing",
    "IssueItem",
    "IssueSheet",
    "Kept",
    "Ledger",
    "Measured",
    "Minutes",
    "ReceiptSheet",
    "Sections",
    "TypesetDocument",
    "TypesetError",
    "TypesetIssue",
    "document",
    "issue",
    "measure",
    "minutes",
    "preview",
    "receipt",
]
