"""How one act stands to another: the kinds of relation as data, and one relation with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gazette.model.outcome import Lang


@dataclass(frozen=True, slots=True)
class RelationKind:
    """A kind of relation, named from the document it starts in and from the one it points at."""

    id: str
    vi: str
    en: str
    vi_back: str
    en_back: str

    def label(self, lang: Lang = "vi", *, back: bool = False) -> str:
        """What the relation is called in *lang*; ``back`` reads it from the other end."""
        vi, en = (self.vi_back, self.en_back) if back else (self.vi, self.en)
        return vi if lang == "vi" else en


RELATION_KINDS: Mapping[str, RelationKind] = {
    kind.id: kind
    for kind in (
        RelationKind("can-cu", "Căn cứ", "Legal basis", "Là căn cứ của", "Is the legal basis of"),
        RelationKind("sua-doi-bo-sung", "Sửa đổi, bổ sung", "Amends", "Được sửa đổi, bổ sung bởi", "Is amended by"),
        RelationKind("thay-the", "Thay thế", "Replaces", "Được thay thế bởi", "Is replaced by"),
        RelationKind("bai-bo", "Bãi bỏ", "Repeals", "Bị bãi bỏ bởi", "Is repealed by"),
        RelationKind("dinh-chinh", "Đính chính", "Corrects", "Được đính chính bởi", "Is corrected by"),
        RelationKind("het-hieu-luc", "Làm hết hiệu lực", "Ends the effect of", "Hết hiệu lực theo", "Ceases to have effect by"),
        RelationKind("hop-nhat", "Hợp nhất", "Consolidates", "Được hợp nhất trong", "Is consolidated in"),
        RelationKind(
            "quy-dinh-chi-tiet", "Quy định chi tiết, hướng dẫn", "Details", "Được quy định chi tiết, hướng dẫn bởi", "Is detailed by"
        ),
        RelationKind("ban-hanh-kem-theo", "Ban hành kèm theo", "Is issued with", "Ban hành kèm theo văn bản này", "Issues with itself"),
        RelationKind("dan-chieu", "Dẫn chiếu", "Cites", "Được dẫn chiếu bởi", "Is cited by"),
    )
}


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation found in a document: what the words say of the other act, and the printed citation as evidence.

    ``work`` and ``slug`` are set only when exactly one published act bears that number and date; ``back`` reads it from the other end.
    """

    type: str
    number: str | None = None
    day: date | None = None
    title: str = ""
    evidence: str = ""
    work: str | None = None
    slug: str | None = None
    back: bool = False

    def label(self, lang: Lang = "vi") -> str:
        """What the relation is called."""
        kind = RELATION_KINDS.get(self.type, RELATION_KINDS["dan-chieu"])
        return kind.label(lang, back=self.back)
