"""One citation as found in a document, resolved or left as plain text with its reason (Decree 30/2020, Annex I; Law 64/2025)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gazette.model.outcome import Lang

Reason = Literal[
    "", "whole-text", "incomplete", "ambiguous", "no-such-provision", "not-in-register", "unknown-text", "amended-text", "quoted-text"
]

REASONS: Mapping[str, tuple[str, str]] = {
    "whole-text": ("Nhắc đến chính văn bản này", "Speaks of this document itself"),
    "incomplete": ("Lời viện dẫn chưa đủ số, ngày hoặc cơ quan ban hành", "The words give no number, date or issuer"),
    "ambiguous": ("Có nhiều văn bản hoặc điều khoản cùng khớp", "Several documents or provisions fit"),
    "no-such-provision": ("Văn bản không có điều, khoản, điểm này", "The document has no such provision"),
    "not-in-register": ("Văn bản chưa được công bố tại đây", "The document is not published here"),
    "unknown-text": ("Không rõ văn bản nào được nhắc đến", "It is not clear which text is meant"),
    "amended-text": ("Điều khoản của văn bản được sửa đổi", "A provision of the text that is amended"),
    "quoted-text": ("Nằm trong nội dung trích dẫn của văn bản khác", "Stands within the quoted words of another text"),
}
"""Why a citation stays plain text, in Vietnamese and English, by stable code."""


Standing = Literal["resolved", "ambiguous", "outside", "unclear"]

STANDINGS: Mapping[Standing, tuple[str, str, str]] = {
    "resolved": ("Đã xác định", "Resolved", "good"),
    "ambiguous": ("Nhiều khả năng", "Ambiguous", "bad"),
    "unclear": ("Chưa xác định", "Not resolved", "wait"),
    "outside": ("Ở văn bản khác", "In another text", ""),
}
"""How a citation stands: in Vietnamese, in English, and how a screen colours it; what asks for an editor before what does not."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of a document.

    ``at`` is the path of the provision it stands in (``@att_1/5/2/``), ``line`` the whole printed line and ``start`` where in it the
    words ``text`` begin; ``provisions`` are the provisions named (``Điều 5 khoản 2`` is ``5.2``). ``kind``, ``number``, ``day``,
    ``issuer`` and ``title`` are what the words say of the cited text; they are empty, and ``own`` is True, for ``Luật này`` and its
    kind. ``href`` is a path within the document or the address of a work; empty with a ``reason``; ``slug`` names
    the published document it leads to. ``paths`` are all places of this document that the words name.
    """

    at: str
    line: str
    start: int
    text: str
    provisions: tuple[str, ...] = ()
    kind: str = ""
    number: str = ""
    day: str = ""
    issuer: str = ""
    title: str = ""
    own: bool = False
    href: str = ""
    slug: str = ""
    reason: Reason = ""
    paths: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """Whether it is resolved, fits several texts, is not understood, or speaks of what is not published here."""
        if self.reason in ("", "whole-text"):
            return "resolved"
        if self.reason == "ambiguous":
            return "ambiguous"
        return "outside" if self.reason in ("not-in-register", "amended-text", "quoted-text") else "unclear"

    def why(self, lang: Lang = "vi") -> str:
        """Why the citation is plain text; empty when it is a link."""
        return REASONS[self.reason][lang == "en"] if self.reason else ""
