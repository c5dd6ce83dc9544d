"""A Draft as plain Vietnamese text that a clerk can repair without XML, and back without loss.

The text is made of lines. First the head (``Số, ký hiệu: 12/2026/QĐ-UBND``), then parts (``=== VĂN BẢN ===``, ``=== PHỤ LỤC ===``,
``=== CHÚ THÍCH ===``) and their sections (``--- Nội dung ---``). Each further line is a paragraph or opens a provision by its printed label
(``Điều 5. Phạm vi``, ``1. …``, ``a) …``, ``- …``); two spaces of indent put a line below the one before. The whole notation is on the
page ``docs/rooms/editable.md``.
"""

from collections.abc import Mapping

from gazette.akn.editable.findings import line_of
from gazette.akn.editable.moves import MOVES, Moved, moved
from gazette.akn.editable.reading import Reader
from gazette.akn.editable.writing import Writer
from gazette.model.blocks import Image
from gazette.model.draft import Draft
from gazette.model.outcome import Outcome

__all__ = ["MOVES", "Moved", "from_editable", "line_of", "moved", "to_editable"]


def to_editable(draft: Draft) -> str:
    """*draft* as editable text; pictures are named, their bytes stay where they are."""
    return Writer(draft).text()


def from_editable(text: str, images: Mapping[str, Image] | None = None) -> Outcome[Draft]:
    """The Draft of *text*, with *images* as its pictures, or findings with their lines (``line_of``).

    Line ends, tabs, wrong indents and decomposed letters are put right; what cannot be understood refuses the text. With *images* given,
    a picture that is not among them is an error. ``from_editable(to_editable(draft), draft.images)`` gives *draft* again.
    """
    reader = Reader(text, images)
    draft = reader.draft()
    findings = sorted(reader.book.found, key=lambda finding: line_of(finding) or 0)
    return Outcome(draft, tuple(findings))
