"""What a file that somebody hands in is to the gazette: the published file, another state or copy of it, or a lookalike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gazette.model import addresses
from gazette.model.checks.corrigenda import corrects
from gazette.model.document import Document
from gazette.model.issue import Issue
from gazette.model.outcome import Lang
from gazette.model.reading import Tombstone
from gazette.model.relations import Relation
from gazette.model.standing import Standing, changed_by, standing, standing_of_issue, standing_of_withdrawn

How = Literal["file", "extended", "revision", "text", "unsure", "differs", "unread"]

WAYS: Mapping[str, tuple[str, str]] = {
    "file": ("Đúng là tệp đã công bố trên Công báo này.", "This is the very file published in this gazette."),
    "extended": (
        "Tệp đã công bố trên Công báo này nằm nguyên ở phần đầu, sau đó có phần được ghi thêm.",
        "The file published in this gazette stands whole at its beginning; something was added behind it.",
    ),
    "revision": (
        "Đây là tệp đã công bố ở trạng thái trước đó, khi chưa đủ chữ ký và dấu thời gian.",
        "This is the published file in an earlier state, before all its signatures and time stamps.",
    ),
    "text": (
        "Chữ trong tệp giống hệt văn bản đã công bố, nhưng đây là bản lưu lại chứ không phải tệp gốc đã ký.",
        "The words are exactly those of the published text, but this is a copy made later, not the signed original.",
    ),
    "unsure": (
        "Chữ đọc được từ tệp trùng với văn bản đã công bố, nhưng trên trang có thành phần có thể che, ẩn, thêm nội dung, "
        "hoặc có phông chữ không kiểm chứng được, "
        "nên không khẳng định được người đọc nhìn thấy đúng những chữ đó. Hãy dùng tệp gốc đã ký.",
        "The words read out of the file are those of the published text, but its pages hold something that may cover, hide or add "
        "content, or a font that cannot be proven, so it cannot be said that a reader sees exactly these words. Use the signed original.",
    ),
    "differs": (
        "Tệp mang mã kiểm tra hoặc số hiệu của văn bản đã công bố, nhưng chữ trong tệp KHÁC với bản đã công bố.",
        "The file bears the check code or the number of a published text, but its words are NOT those published.",
    ),
    "unread": (
        "Tệp mang dữ liệu của văn bản đã công bố, nhưng không đọc được chữ trên trang để so sánh.",
        "The file carries the data of a published text, but the words on its pages cannot be read for comparison.",
    ),
}


_PASSING: Mapping[How, tuple[str, ...]] = {"extended": ("valid",), "text": ("valid", "undetermined")}


@dataclass(frozen=True, slots=True)
class Recognised:
    """Which published document or issue a file is or resembles, and how; ``withdrawn`` instead of both when it was taken off the site.

    ``difference`` has what the published text says at the first place that differs, and what the file says there.
    """

    how: How
    document: Document | None = None
    issue: Issue | None = None
    withdrawn: Tombstone | None = None
    difference: tuple[str, str] | None = None

    @property
    def same(self) -> bool:
        """Whether what the file says is what was published."""
        return self.akin and self.how != "unsure"

    @property
    def akin(self) -> bool:
        """Whether the words read out of the file are those published, be it certain or not that a reader sees them."""
        return self.how not in ("differs", "unread")

    def sentence(self, lang: Lang = "vi") -> str:
        """What the recognition means, in one sentence."""
        vi, en = WAYS[self.how]
        return vi if lang == "vi" else en

    def standing(self, lang: Lang = "vi") -> Standing | None:
        """Which document or issue that is, where it was published, and whether it is still in force."""
        if self.document is not None:
            return standing(self.document, lang)
        if self.issue is not None:
            return standing_of_issue(self.issue, lang)
        return standing_of_withdrawn(self.withdrawn, lang) if self.withdrawn is not None else None

    @property
    def changed_by(self) -> tuple[Relation, ...]:
        """The published acts that change the document or end it, the gravest first."""
        return changed_by(self.document) if self.document is not None else ()

    @property
    def corrects(self) -> tuple[Relation, ...]:
        """The texts that the document corrects."""
        return corrects(self.document) if self.document is not None else ()

    def matches(self, verdict: str) -> bool:
        """Whether the file may pass for the published one when the *verdict* on its signatures is this.

        By its very bytes always; with additions only when the verdict is *valid*, which the additions then did not break.
        """
        return self.how in ("file", "revision") or (self.same and verdict in _PASSING[self.how])

    def to_json(self, verdict: str = "undetermined") -> dict[str, object]:
        """The ``published`` object of the verification report with this *verdict*."""
        found: dict[str, object] = {"match": self.matches(verdict), "how": self.how}
        if self.document is not None:
            placed = self.document.issues[0] if self.document.issues else None
            number = addresses.issue(placed.year, placed.part) if placed else None
            found |= {"document": self.document.work, "issue": number, "status": self.document.status, **_named(self.document)}
        elif self.issue is not None:
            found |= {"document": None, "issue": addresses.issue(self.issue.number.year, self.issue.number.part), "status": None}
        elif self.withdrawn is not None:
            found |= {"document": addresses.document(self.withdrawn.slug), "issue": None, "status": "withdrawn"}
        if self.difference is not None:
            found["difference"] = {"published": self.difference[0], "file": self.difference[1]}
        return found


def _named(document: Document) -> dict[str, object]:
    acts = [{"type": act.type, "number": act.number, "document": act.work} for act in changed_by(document)]
    day = document.issued_on.isoformat() if document.issued_on else None
    return {"number": document.number, "kind": document.kind, "title": document.title, "date": day, "changed_by": acts}
