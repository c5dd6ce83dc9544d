"""Station 3: Draft to Akoma Ntoso and back; validation, text, reading HTML, comparison."""

from gazette.akn.beside import beside, editable_lines
from gazette.akn.compare import Comparison, Difference, compare
from gazette.akn.contents import ContentsItem, ProvisionText, contents, provisions
from gazette.akn.editable import MOVES, Moved, from_editable, line_of, moved, to_editable
from gazette.akn.fenced import PATIENT, SECONDS, Allowance, Printed, compared, forms, printed, sight
from gazette.akn.findings import CATALOGUE
from gazette.akn.html import to_html
from gazette.akn.metadata import Metadata, metadata, places, stamp
from gazette.akn.parsing import NotAkomaNtoso
from gazette.akn.pdf import pdf_text
from gazette.akn.pictures import image_names
from gazette.akn.printed import Mismatch, printed_mismatch
from gazette.akn.reader import read
from gazette.akn.reading_lines import printed_lines, reading
from gazette.akn.rows import annex_rows
from gazette.akn.schema import validate
from gazette.akn.sheet import PAGE_END
from gazette.akn.sidebyside import comparison_html
from gazette.akn.sight import Sight
from gazette.akn.text import TextIdentity, text_body_first, text_identity, to_text
from gazette.akn.writer import write

__all__ = [
    "CATALOGUE",
    "MOVES",
    "PAGE_END",
    "PATIENT",
    "SECONDS",
    "Allowance",
    "Comparison",
    "ContentsItem",
    "Difference",
    "Metadata",
    "Mismatch",
    "Moved",
    "NotAkomaNtoso",
    "Printed",
    "ProvisionText",
    "Sight",
    "TextIdentity",
    "annex_rows",
    "beside",
    "compare",
    "compared",
    "comparison_html",
    "contents",
    "editable_lines",
    "forms",
    "from_editable",
    "image_names",
    "line_of",
    "metadata",
    "moved",
    "pdf_text",
    "places",
    "printed",
    "printed_lines",
    "printed_mismatch",
    "provisions",
    "read",
    "reading",
    "sight",
    "stamp",
    "text_body_first",
    "text_identity",
    "to_editable",
    "to_html",
    "to_text",
    "validate",
    "write",
]
