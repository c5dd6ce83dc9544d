"""How one act stands to another: the kinds of relation as data, and one relation with its evidence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gazette.model.kinds import kind_of_symbol
from gazette.model.numbers import parse_number
from gazette.model.outcome import Lang


@dataclass(frozen=True, slots=True)
class RelationKind:
    """A kind of relation, named from the document it starts in and from the one it points at.

    ``touches`` says what it does to the effect of the act it points at; ``same_issuer``: it ends that act only when one agency issued both
    (Law 64/2025/QH15, Articles 8 and 57).
    """

    id: str
    vi: str
    en: str
    vi_back: str
    en_back: str
    touches: Literal["", "ends", "changes", "suspends", "resumes"] = ""
    same_issuer: bool = False

    def label(self, lang: Lang = "vi", *, back: bool = False) -> str:
        """What the relation is called in *lang*; ``back`` reads it from the other end."""
        vi, en = (self.vi_back, self.en_back) if back else (self.vi, self.en)
        return vi if lang == "vi" else en


RELATION_KINDS: Mapping[str, RelationKind] = {
    kind.id: kind
    for kind in (
        RelationKind("can-cu", "Căn cứ", "Legal basis", "Là căn cứ của", "Is the legal basis of"),
        RelationKind("sua-doi-bo-sung", "Sửa đổi, bổ sung", "Amends", "Được sửa đổi, bổ sung bởi", "Is amended by", "changes"),
        RelationKind("thay-the", "Thay thế", "Replaces", "Được thay thế bởi", "Is replaced by", "ends", same_issuer=True),
        RelationKind("bai-bo", "Bãi bỏ", "Repeals", "Bị bãi bỏ bởi", "Is repealed by", "ends"),
        RelationKind("dinh-chinh", "Đính chính", "Corrects", "Được đính chính bởi", "Is corrected by"),
        RelationKind("het-hieu-luc", "Làm hết hiệu lực", "Ends the effect of", "Hết hiệu lực theo", "Ceases to have effect by", "ends"),
        RelationKind(
            "dinh-chi", "Đình chỉ thi hành", "Suspends by order", "Bị đình chỉ thi hành bởi", "Is suspended by order of", "suspends"
        ),
        RelationKind("ngung-hieu-luc", "Ngưng hiệu lực", "Suspends", "Bị ngưng hiệu lực bởi", "Is suspended by", "suspends"),
        RelationKind(
            "tiep-tuc-hieu-luc",
            "Tiếp tục hiệu lực",
            "Ends the suspension of",
            "Tiếp tục có hiệu lực theo",
            "Has effect again by",
            "resumes",
        ),
        RelationKind("hop-nhat", "Hợp nhất", "Consolidates", "Được hợp nhất trong", "Is consolidated in"),
        RelationKind(
            "quy-dinh-chi-tiet", "Quy định chi tiết, hướng dẫn", "Details", "Được quy định chi tiết, hướng dẫn bởi", "Is detailed by"
        ),
        RelationKind("ban-hanh-kem-theo", "Ban hành kèm theo", "Is issued with", "Ban hành kèm theo văn bản này", "Issues with itself"),
        RelationKind("dan-chieu", "Dẫn chiếu", "Cites", "Được dẫn chiếu bởi", "Is cited by"),
    )
}


SCOPES: Mapping[str, tuple[str, str]] = {
    "whole": ("Toàn bộ văn bản", "The whole act"),
    "part": ("Một phần văn bản", "Part of the act"),
    "none": ("Không đổi hiệu lực", "Its effect stays as it is"),
}
"""How much of the other act a relation touches, in Vietnamese and English."""

CORRECTS = "dinh-chinh"
"""The kind of relation by which one text corrects another."""

REFUSED = "refused"
"""The scope of a relation that was proposed and that an editor says is none."""

_REFUSAL = {REFUSED: ("Không có quan hệ này", "There is no such relation")}
_AS_STATED = {"": ("Đúng như lời văn", "As the words say")}

_UNTIL = re.compile(
    r"(?<!\w)đến (?:hết )?(?:ngày )?(?P<d>\d{1,2})(?: ?[/.-] ?| tháng )(?P<m>\d{1,2})(?: ?[/.-] ?| năm )(?P<y>\d{4})", re.IGNORECASE
)
_NARROWER = re.compile(
    r"\b(?:một phần|quy định|nội dung|phụ lục|mẫu|biểu|danh mục|cụm từ|bảng|chương|mục|điều|khoản|điểm|trừ|tại)\b|[“”\"]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation found in a document: what the words say of the other act, and the printed citation as evidence.

    ``work`` and ``slug`` are set only when exactly one published act bears that number and date; ``back`` reads it from the other end,
    and then ``issuer`` is that of the act that states it. ``since`` is the day from which it holds: in a document's own relations only
    where the provision that states it has a day of its own (``apart``; None while that day is not known), read from the other end always.
    ``provisions`` are those of the other act that the words name. ``scope`` (of ``SCOPES``) is how much of it is touched: proposed by
    ``proposed_scope``, confirmed by the reviewer; empty where the effect of the other act is not in question, or nobody was asked;
    ``REFUSED`` where there is none.
    """

    type: str
    number: str | None = None
    day: date | None = None
    title: str = ""
    evidence: str = ""
    work: str | None = None
    slug: str | None = None
    back: bool = False
    provisions: str = ""
    scope: str = ""
    since: date | None = None
    issuer: str | None = None
    apart: bool = False

    @property
    def touches(self) -> str:
        """What it does to the effect of the other act: ``ends``, ``changes``, ``suspends``, ``resumes`` or nothing."""
        kind = RELATION_KINDS.get(self.type)
        return kind.touches if kind else ""

    @property
    def until(self) -> date | None:
        """The last day of a suspension, as its own words name it; None where they name none or it is no suspension."""
        found = _UNTIL.search(self.evidence) if self.touches == "suspends" else None
        try:
            return date(*(int(found.group(part)) for part in "ymd")) if found else None
        except ValueError:
            return None

    @property
    def named(self) -> str:
        """The other act as lists name it, in Vietnamese: title or kind and number, and its day; else the words that were found."""
        read = parse_number(self.number) if self.number else None
        kind = kind_of_symbol(read.groups) if read else None
        name = self.title if self.title and not self.back else f"{kind.vi} số {self.number}" if kind else self.number or ""
        dated = f"{name} ngày {self.day:%d/%m/%Y}" if name and self.day else name
        return ", ".join(part for part in (dated, self.title if self.back else "") if part) or self.evidence

    @property
    def choices(self) -> Mapping[str, tuple[str, str]]:
        """What an editor may say of it, by scope, in Vietnamese and English."""
        return {**(SCOPES if self.touches else _AS_STATED), **_REFUSAL}

    @property
    def judgement(self) -> str:
        """The relation and its scope as the history keeps them once somebody confirmed it."""
        chosen = self.choices.get(self.scope, ("", ""))[0]
        return f"{self.label()} {self.number or self.title}: {chosen}".replace(";", ",")

    def label(self, lang: Lang = "vi") -> str:
        """What the relation is called."""
        kind = RELATION_KINDS.get(self.type, RELATION_KINDS["dan-chieu"])
        return kind.label(lang, back=self.back)


def judgements(notes: Iterable[str]) -> frozenset[str]:
    """The judgements that the history's *notes* of them hold (``Relation.judgement``)."""
    return frozenset(one.strip() for note in notes for one in note.split(";"))


def proposed_scope(relation: Relation) -> str:
    """How much of the other act *relation* seems to touch: the whole only when its words name that act and nothing narrower."""
    if not relation.touches:
        return ""
    if relation.touches == "changes" or relation.provisions or _NARROWER.search(relation.evidence):
        return "part"
    return "whole"
